//! Comments as they are read, piece by piece, on another core than the one that writes them.

use super::text::cleaned;
use crate::{Desk, import::Way};
use intake::comments::Origin;
use model::{
    Error, Kind as Of, Result,
    comment::{CommentState, Sent},
};
use std::{
    cell::Cell,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};
use store::{Ahead, Remark};

/// How many comments are taken in one part, and how many bytes of text: a fraction of a second of the library's time.
const AT_ONCE: usize = 2000;
const BYTES: usize = 1 << 20;
/// As how many one counts that rules are asked about.
const JUDGED: usize = 8;
/// How much of a file is looked at to recognise it.
const START: usize = 8192;

/// A comment that was read, by what it is known again, and the file that reports name, where it is one of several.
pub(super) type Came = (Sent, Origin, Option<Arc<str>>);

/// Comments that were read, and are taken in one part.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) all: Vec<Came>,
    /// What was left out, and why.
    pub(super) left: Vec<(String, String)>,
    /// What their texts come to.
    pub(super) known: Ahead,
    /// How much of how much is behind.
    pub(super) behind: (u64, u64),
}

/// Comments as they are read, piece by piece.
pub(super) struct Reader<'a> {
    way: &'a Way<Piece>,
    pending: bool,
    /// What texts come to is worked out, of those that are not here.
    works: Option<&'a Desk>,
    piece: Piece,
    weight: usize,
    bytes: usize,
}

impl<'a> Reader<'a> {
    /// Of nothing so far. Each is `pending` where it is to wait whatever its source says; what texts come to is worked out
    /// where it `works`.
    pub(super) fn new(way: &'a Way<Piece>, pending: bool, works: Option<&'a Desk>) -> Self {
        Self {
            way,
            pending,
            works,
            piece: Piece::default(),
            weight: 0,
            bytes: 0,
        }
    }

    /// Gives what was read so far.
    pub(super) fn give(&mut self) -> Result<()> {
        let behind = self.piece.behind;
        let mut piece = std::mem::take(&mut self.piece);
        if let Some(desk) = self.works {
            piece.known = known(desk, &piece.all)?;
        }
        self.piece.behind = behind;
        let bytes = std::mem::take(&mut self.bytes);
        self.weight = 0;
        self.way.give(piece, bytes * 3)
    }

    /// Each file of a folder; those that can't be read are left out.
    pub(super) fn folder(&mut self, files: &[PathBuf]) -> Result<()> {
        for (nth, path) in files.iter().enumerate() {
            self.piece.behind = (nth as u64, files.len() as u64);
            match self.file(path, Some(name(path))) {
                Err(error) if error.kind == Of::Unreadable => {
                    self.piece.left.push((name(path), error.message));
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// A file, which is `named` where it is one of several; else how much of it was read is how far it is.
    pub(super) fn file(&mut self, path: &Path, named: Option<String>) -> Result<()> {
        let file = File::open(path).map_err(|cause| Error::io(path, &cause))?;
        let size = file
            .metadata()
            .map_err(|cause| Error::io(path, &cause))?
            .len();
        let read = Cell::new(0);
        let mut from = BufReader::with_capacity(1 << 16, Counted { file, read: &read });
        match named {
            Some(_) => self.from(&name(path), &mut from, named),
            None => self.counted(&name(path), &mut from, (&read, size)),
        }
    }

    pub(super) fn counted(
        &mut self,
        path: &str,
        from: &mut dyn BufRead,
        (read, size): (&Cell<u64>, u64),
    ) -> Result<()> {
        self.read(path, from, None, &mut || Some((read.get().min(size), size)))
    }

    /// Reads comments as they come; `named` is the file that reports name.
    pub(super) fn from(
        &mut self,
        path: &str,
        from: &mut dyn BufRead,
        named: Option<String>,
    ) -> Result<()> {
        self.read(path, from, named, &mut || None)
    }

    fn read(
        &mut self,
        path: &str,
        from: &mut dyn BufRead,
        named: Option<String>,
        behind: &mut dyn FnMut() -> Option<(u64, u64)>,
    ) -> Result<()> {
        let start = from
            .fill_buf()
            .map_err(|cause| Error::io(Path::new(path), &cause))?;
        let start = &start[..start.len().min(START)];
        let Some(kind) = intake::comments::recognise(path, start) else {
            return Err(Error::unreadable(
                "not-comments",
                format!("There are no comments in {path}."),
            )
            .hint("WordPress and Disqus exports, Remark42 backups, CSV, JSON lines and saved pages can be read."));
        };
        let file: Option<Arc<str>> = named.as_deref().map(Arc::from);
        intake::comments::read(kind, from, &mut |origin, found| {
            match found {
                Ok(sent) => self.one(sent, origin, file.clone()),
                Err(left) => {
                    let place = match &named {
                        Some(file) => format!("{file}, {}", left.place),
                        None => left.place,
                    };
                    self.weight += 1;
                    self.piece.left.push((place, left.why));
                }
            }
            if let Some(behind) = behind() {
                self.piece.behind = behind;
            }
            match self.weight >= AT_ONCE || self.bytes >= BYTES {
                true => self.give(),
                false => Ok(()),
            }
        })?;
        Ok(())
    }

    fn one(&mut self, mut sent: Sent, origin: &Origin, file: Option<Arc<str>>) {
        if self.pending {
            sent.state = Some(CommentState::Pending);
            sent.reasons.clear();
        }
        self.weight += match sent.state {
            Some(_) => 1,
            None => JUDGED,
        };
        let place = &sent.place;
        let said = [
            &sent.email,
            &sent.address,
            &sent.site,
            &place.article,
            &place.address,
            &place.slug,
            &place.title,
        ];
        let said = said.iter().map(|said| said.as_ref().map_or(0, String::len));
        self.bytes += sent.body.len() + sent.author.len() + said.sum::<usize>();
        self.piece.all.push((sent, origin.clone(), file));
    }
}

/// What the texts of comments come to that are not here yet.
fn known(desk: &Desk, all: &[Came]) -> Result<Ahead> {
    let fresh = desk.store.read(|db| {
        let mut fresh = vec![];
        for (sent, origin, _) in all {
            let source = match &origin.source {
                Some(source) => source.clone(),
                None => origin.known(&sent.id),
            };
            if store::comment::by_source(db, &source)?.is_none() {
                fresh.push(sent);
            }
        }
        Ok(fresh)
    })?;
    let mut known = Ahead::default();
    for sent in fresh {
        let body = cleaned(&sent.body);
        let remark = Remark::of(&body);
        known.remark(body, remark);
    }
    Ok(known)
}

/// A file whose reading is counted.
pub(super) struct Counted<'a, R> {
    pub(super) file: R,
    pub(super) read: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.file.read(into)?;
        self.read.set(self.read.get() + n as u64);
        Ok(n)
    }
}

/// The name of a file.
pub(super) fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
