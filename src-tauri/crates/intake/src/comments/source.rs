//! The bytes of a file as UTF-8, by its own word or its mark, with what is none replaced; knows where it is, and ends where
//! one record is larger than any can be.

use super::letters::Letters;
use encoding_rs::{Decoder, DecoderResult, Encoding, ISO_8859_15, UTF_8, WINDOWS_1252};
use model::{Error, Result};
use std::{
    collections::VecDeque,
    io::{self, BufRead, Read},
};

/// Largest record, in bytes: a post of an archive holds its whole text.
const RECORD: u64 = 64 << 20;
/// Longest line that is kept, in bytes.
const LINE: usize = 4 << 20;
/// Bytes that are decoded at once.
const PIECE: usize = 32 << 10;
/// Most bytes of a sign.
const SIGN: usize = 4;

/// A file that is being read.
pub(crate) struct Source<'a> {
    inner: &'a mut dyn BufRead,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
    /// How many bytes came out, and how many lines ended in them.
    consumed: u64,
    lines: u64,
    /// How many may come out until the next record begins.
    left: u64,
    /// Where in what comes out something was replaced.
    replaced: VecDeque<u64>,
    /// What is no UTF-8 is read as Windows-1252.
    lenient: bool,
    /// What the file says that it is in, of the encodings in which hardly anybody writes what reads as UTF-8: what does is that.
    named: Option<&'static Encoding>,
    /// Some of it read as UTF-8 all the same.
    other: bool,
    /// The last bytes of what was decoded before: a sign may have begun in them.
    tail: Vec<u8>,
    /// Tells the `<` that are letters, where the file is XML.
    letters: Option<Letters>,
    /// What comes out once more of the file says what it is.
    held: Vec<u8>,
}

/// A line of a file.
pub(crate) enum Line {
    /// As it stands, without its end.
    Whole(String),
    /// Longer than any record.
    TooLong,
}

impl<'a> Source<'a> {
    /// Of `inner`, from its beginning.
    pub(crate) fn new(inner: &'a mut dyn BufRead) -> Result<Self> {
        let start = inner.fill_buf().map_err(|cause| failed(&cause))?;
        let encoding = encoding(start);
        let named = Some(encoding).filter(|named| [WINDOWS_1252, ISO_8859_15].contains(named));
        let encoding = named.map_or(encoding, |_| UTF_8);
        Ok(Self {
            inner,
            decoder: encoding.new_decoder(),
            ready: vec![],
            at: 0,
            ended: false,
            consumed: 0,
            lines: 0,
            left: RECORD,
            replaced: VecDeque::new(),
            lenient: false,
            named,
            other: false,
            tail: vec![],
            letters: None,
            held: vec![],
        })
    }

    /// The same with [`LETTER`](super::letters::LETTER) where a `<` begins no tag.
    pub(crate) fn of_xml(mut self) -> Self {
        self.letters.get_or_insert_default();
        self
    }

    /// The same that reads as Windows-1252 what is not the UTF-8 that it should be; where, is told as what was replaced is.
    pub(crate) fn lenient(inner: &'a mut dyn BufRead) -> Result<Self> {
        Ok(Self {
            lenient: true,
            ..Self::new(inner)?
        })
    }

    /// Whether what is no text is read as Windows-1252, and not replaced.
    pub(crate) fn reads_others(&self) -> bool {
        self.lenient && self.decoder.encoding() == UTF_8
    }

    /// Whether it is in UTF-8 although it says otherwise; said once.
    pub(crate) fn mislabelled(&mut self) -> bool {
        std::mem::take(&mut self.other)
    }

    /// How many bytes came out.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Passes over everything up to the end of the next `mark`; whether there was one.
    pub(crate) fn skip_past(&mut self, mark: &[u8]) -> Result<bool> {
        let mut both: Vec<u8> = vec![];
        loop {
            self.begin();
            let some = self.fill_buf().map_err(|cause| failed(&cause))?;
            if some.is_empty() {
                return Ok(false);
            }
            // The mark may have begun in what came before.
            let before = both.len();
            let length = some.len();
            both.extend_from_slice(some);
            let found = both.windows(mark.len()).position(|part| part == mark);
            if let Some(at) = found {
                self.consume(at + mark.len() - before);
                self.begin();
                return Ok(true);
            }
            self.consume(length);
            let kept = both.len().saturating_sub(mark.len().saturating_sub(1));
            both.drain(..kept);
        }
    }

    /// A new record begins.
    pub(crate) fn begin(&mut self) {
        self.left = RECORD;
    }

    /// In which line it is, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// Whether bytes were replaced up to a place of what came out; each is told once.
    pub(crate) fn replaced(&mut self, up_to: u64) -> bool {
        let mut some = false;
        while self.replaced.front().is_some_and(|at| *at < up_to) {
            self.replaced.pop_front();
            some = true;
        }
        some
    }

    /// The next line with its number and whether bytes in it were replaced; none at the end.
    pub(crate) fn next_line(&mut self) -> Result<Option<(u64, Line, bool)>> {
        let number = self.line();
        let mut line = vec![];
        let mut long = false;
        loop {
            self.begin();
            let some = self.fill_buf().map_err(|cause| failed(&cause))?;
            if some.is_empty() {
                if line.is_empty() && !long {
                    return Ok(None);
                }
                break;
            }
            let end = some.iter().position(|byte| *byte == b'\n');
            let part = &some[..end.unwrap_or(some.len())];
            long |= line.len() + part.len() > LINE;
            if !long {
                line.extend_from_slice(part);
            }
            let taken = end.map_or(some.len(), |end| end + 1);
            self.consume(taken);
            if end.is_some() {
                break;
            }
        }
        let replaced = self.replaced(self.consumed);
        let line = match (long, String::from_utf8(line)) {
            (false, Ok(line)) => Line::Whole(line),
            _ => Line::TooLong,
        };
        Ok(Some((number, line, replaced)))
    }

    /// Decodes some more.
    fn more(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        let mut certain = 0;
        std::mem::swap(&mut self.ready, &mut self.held);
        let mut room = vec![0; PIECE * 3 + 16];
        while certain == 0 && !self.ended {
            let bytes = self.inner.fill_buf()?;
            let bytes = &bytes[..bytes.len().min(PIECE)];
            let last = bytes.is_empty();
            let (mut read, mut done) = (0, false);
            while !done {
                let (result, used, written) = self.decoder.decode_to_utf8_without_replacement(
                    &bytes[read..],
                    &mut room,
                    last,
                );
                read += used;
                self.ready.extend_from_slice(&room[..written]);
                self.other |= self.named.is_some() && !room[..written].is_ascii();
                match result {
                    DecoderResult::InputEmpty => done = true,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(length, more) => {
                        if self.named.is_none() {
                            self.replaced
                                .push_back(self.consumed + self.ready.len() as u64);
                        }
                        let lenient = self.lenient && self.decoder.encoding() == UTF_8;
                        let named = self.named.or(lenient.then_some(WINDOWS_1252));
                        let text = match named {
                            Some(named) => {
                                others(named, &self.tail, &bytes[..read], (length, more))
                            }
                            None => "\u{fffd}".into(),
                        };
                        self.ready.extend_from_slice(text.as_bytes());
                    }
                }
            }
            self.ended = last;
            self.tail.clear();
            let from = read.saturating_sub(SIGN);
            self.tail.extend_from_slice(&bytes[from..read]);
            self.inner.consume(read);
            let all = self.ready.len();
            let letters = self.letters.as_mut();
            certain = letters.map_or(all, |letters| letters.mark(&mut self.ready, last));
        }
        self.held = self.ready.split_off(certain);
        Ok(())
    }
}

/// What bytes say in an encoding of one byte a sign that are no UTF-8: so many before the last `more` of those that were read, of which the
/// first may stand in what was read before.
fn others(
    encoding: &'static Encoding,
    before: &[u8],
    read: &[u8],
    (length, more): (u8, u8),
) -> String {
    let near = &read[read.len().saturating_sub(2 * SIGN)..];
    let all = match near.len() == read.len() {
        true => [before, near].concat(),
        false => near.to_vec(),
    };
    let end = all.len().saturating_sub(usize::from(more));
    let start = end.checked_sub(usize::from(length));
    let odd = start.and_then(|start| all.get(start..end));
    odd.map_or_else(
        || "\u{fffd}".into(),
        |odd| encoding.decode_without_bom_handling(odd).0.into_owned(),
    )
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.ready.len() && !self.ended {
            self.more()?;
        }
        if self.left == 0 && self.at < self.ready.len() {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let end = self.ready.len().min(self.at.saturating_add(most));
        Ok(&self.ready[self.at..end])
    }

    fn consume(&mut self, amount: usize) {
        let end = self.ready.len().min(self.at + amount);
        let gone = &self.ready[self.at..end];
        self.lines += gone.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.consumed += gone.len() as u64;
        self.left = self.left.saturating_sub(gone.len() as u64);
        self.at = end;
    }
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let some = self.fill_buf()?;
        let count = some.len().min(into.len());
        into[..count].copy_from_slice(&some[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// The encoding of a file that begins so: by its mark, by what an XML declaration names, else UTF-8.
fn encoding(start: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    if let Some(wide) = crate::lines::wide(start) {
        return wide;
    }
    let declaration = &start[..start.len().min(256)];
    let declaration = String::from_utf8_lossy(declaration);
    let named = || {
        let (declaration, _) = declaration
            .trim_start()
            .strip_prefix("<?xml")?
            .split_once("?>")?;
        let (_, after) = declaration.split_once("encoding")?;
        let label = after.split(['"', '\'']).nth(1)?;
        Encoding::for_label(label.as_bytes())
    };
    // A file whose declaration can be read byte by byte is in no encoding of two bytes, whatever it says.
    named()
        .filter(|named| named.is_ascii_compatible())
        .unwrap_or(UTF_8)
}

/// What a failure of reading means to a person.
pub(crate) fn failed(cause: &io::Error) -> Error {
    if cause.kind() == io::ErrorKind::FileTooLarge {
        return Error::unreadable(
            "too-large",
            format!("One record is larger than {} MB.", RECORD >> 20),
        )
        .hint("A quotation mark or an element that is never closed takes in all that follows.");
    }
    Error::system("io", format!("The file can’t be read on: {cause}."))
}
