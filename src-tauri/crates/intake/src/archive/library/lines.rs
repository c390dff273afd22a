//! The lines of an export, one after the other, none of which is held whole where it is longer than any text may be.

use crate::archive::Files;
use model::{Error, Result};
use std::io::{BufRead, BufReader, Read};

/// Longest line that is kept whole; what is longer holds a file, of which the beginning says which.
const LONGEST: u64 = 64 << 20;
/// How much of a longer one is kept.
const START: usize = 400;

/// A line.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u64,
    /// Where it begins, in bytes.
    pub(super) at: u64,
    /// Its bytes without the line feed; of one that is too long the beginning.
    pub(super) bytes: &'a [u8],
    /// How long it is.
    pub(super) length: u64,
}

impl Line<'_> {
    /// Whether it is all there.
    pub(super) fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.length
    }

    /// What sort of line it is, by how every export's lines begin.
    pub(super) fn kind(&self) -> &str {
        let after = self.bytes.strip_prefix(br#"{"kind":""#).unwrap_or_default();
        let end = after.iter().take(40).position(|byte| *byte == b'"');
        end.and_then(|end| std::str::from_utf8(&after[..end]).ok())
            .unwrap_or_default()
    }

    /// The value behind it; none where it is no such line.
    pub(super) fn read<'l, T: serde::Deserialize<'l>>(&'l self) -> Option<T> {
        self.is_whole()
            .then(|| serde_json::from_slice(self.bytes).ok())
            .flatten()
    }
}

/// Gives every line. What can't be read on is told as its last word: the number of the line, and why.
pub(super) fn each(
    files: &Files,
    path: &str,
    take: &mut dyn FnMut(Line<'_>) -> Result<()>,
) -> Result<Option<(u64, String)>> {
    let mut broken = None;
    files.open_file(path, &mut |file| {
        let mut file = BufReader::with_capacity(1 << 16, file);
        let mut room = vec![];
        let (mut number, mut at) = (0, 0);
        loop {
            number += 1;
            let (taken, length) = match next(&mut file, &mut room) {
                Ok(Some(both)) => both,
                Ok(None) => return Ok(()),
                Err(cause) => {
                    broken = Some((number, cause.to_string()));
                    return Ok(());
                }
            };
            take(Line {
                number,
                at,
                bytes: &room,
                length,
            })?;
            at += taken;
        }
    })?;
    Ok(broken)
}

/// Reads a line, or the beginning of a longer one, without its feed; how many bytes were taken and how many it has, or none at
/// the end.
fn next(file: &mut dyn BufRead, room: &mut Vec<u8>) -> std::io::Result<Option<(u64, u64)>> {
    room.clear();
    let mut taken = file.take(LONGEST).read_until(b'\n', room)? as u64;
    if taken == 0 {
        return Ok(None);
    }
    let mut ended = room.last() == Some(&b'\n');
    if ended {
        room.pop();
    } else if taken == LONGEST {
        room.truncate(START);
        room.shrink_to_fit();
        let mut more = vec![];
        while !ended {
            more.clear();
            let read = file.take(1 << 20).read_until(b'\n', &mut more)?;
            taken += read as u64;
            ended = more.last() == Some(&b'\n');
            if read == 0 {
                break;
            }
        }
    }
    Ok(Some((taken, taken - u64::from(ended))))
}

/// The path of the lines, in a folder, an archive, or alone.
pub(super) fn path(files: &Files) -> Result<String> {
    let alone = files.all.first().filter(|_| files.is_alone());
    let named = |end: &str| {
        files
            .all
            .iter()
            .filter(|named| named.path.rsplit('/').next() == Some(end) || named.path.ends_with(end))
            .min_by_key(|named| named.path.matches('/').count())
    };
    let found = alone
        .or_else(|| named("library.jsonl"))
        .or_else(|| named(".jsonl"));
    found.map(|named| named.path.clone()).ok_or_else(|| {
        Error::unreadable("no-export", "There is no library.jsonl in it.")
            .hint("`copydesk library export` makes one.")
    })
}

/// Of the lines that come through it, only the comments: what readers of comments as JSON lines take.
pub(super) struct Comments<'a> {
    from: BufReader<&'a mut dyn Read>,
    line: Vec<u8>,
    at: usize,
}

impl<'a> Comments<'a> {
    pub(super) fn new(from: &'a mut dyn Read) -> Self {
        Self {
            from: BufReader::with_capacity(1 << 16, from),
            line: vec![],
            at: 0,
        }
    }
}

impl Read for Comments<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let some = self.fill_buf()?;
        let count = some.len().min(into.len());
        into[..count].copy_from_slice(&some[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Comments<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        while self.at >= self.line.len() {
            self.at = 0;
            if next(&mut self.from, &mut self.line)?.is_none() {
                self.line.clear();
                break;
            }
            match self.line.starts_with(br#"{"kind":"comment","#) {
                true => self.line.push(b'\n'),
                false => self.line.clear(),
            }
        }
        Ok(&self.line[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = self.line.len().min(self.at + amount);
    }
}
