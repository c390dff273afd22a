//! Where a library comes from: a folder, an archive, or lines alone. Nothing of it is trusted.

use super::target::{FILES, LINES};
use crate::Hand;
use base64::Engine;
use model::{Error, Hash, Result};
use press::archive::{self, Opened};
use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Read},
    path::{Path, PathBuf},
};
use store::exit::{Asked, Incoming};

/// The longest line, in bytes. What people write is far from it; a file without a line's end is not read to its end.
const LONGEST: u64 = 512 << 20;
/// How many lines stand between two tellings of how far it is.
const TOLD: u64 = 200;

/// Bytes as text within a line.
pub(super) fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// An export that is there.
pub(super) enum Source {
    Folder(PathBuf),
    /// Opened twice: for the lines, and for the files that they name.
    Zip(Box<(Opened, Opened)>),
    Lines(PathBuf),
}

impl Source {
    /// Finds out what `from` is.
    ///
    /// # Errors
    /// `not-found`; `broken-archive`; system errors.
    pub(super) fn open(from: &Path) -> Result<Self> {
        let mut begins = vec![];
        if std::fs::metadata(from)
            .map_err(|cause| Error::io(from, &cause))?
            .is_dir()
        {
            return Ok(Self::Folder(from.to_owned()));
        }
        File::open(from)
            .and_then(|file| file.take(2).read_to_end(&mut begins))
            .map_err(|cause| Error::io(from, &cause))?;
        if begins != b"PK" {
            return Ok(Self::Lines(from.to_owned()));
        }
        let open = || {
            archive::open(from)
                .map_err(|error| damaged(format!("The archive can’t be read: {}.", error.message)))
        };
        Ok(Self::Zip(Box::new((open()?, open()?))))
    }

    /// Reads all of it into a library that is being made.
    ///
    /// # Errors
    /// As [`Incoming::line`]; `cancelled`; system errors.
    pub(super) fn read(&mut self, incoming: &mut Incoming, hand: &Hand) -> Result<()> {
        let whole = |path: &Path| -> Result<(BufReader<File>, u64)> {
            let lost = |cause: std::io::Error| Error::io(path, &cause);
            // A pipe would keep one waiting.
            if !std::fs::metadata(path).map_err(lost)?.is_file() {
                let what = format!("{} is no file.", path.display());
                return Err(Error::unreadable("not-readable", what)
                    .hint("Put the file itself in its place, as the export had it."));
            }
            let file = File::open(path).map_err(lost)?;
            let size = file.metadata().map_err(lost)?.len();
            Ok((BufReader::new(file), size))
        };
        match self {
            Self::Folder(dir) => {
                let path = dir.join(LINES);
                let (mut lines, size) =
                    whole(&path).map_err(|error| match error.code.as_str() {
                        "not-found" => no_export(dir),
                        _ => error,
                    })?;
                let files = dir.join(FILES);
                each(&mut lines, size, incoming, hand, &mut |hash| {
                    let path = files.join(hash.to_string());
                    // A link would lead out of the export.
                    let there = std::fs::symlink_metadata(&path);
                    if !there.is_ok_and(|there| there.is_file()) {
                        return Err(missing(hash));
                    }
                    let file = File::open(&path).map_err(|cause| Error::io(&path, &cause))?;
                    bounded(file, &path)
                })
            }
            Self::Zip(opened) => {
                let (lines, files) = &mut **opened;
                let size = lines
                    .size(LINES)
                    .ok_or_else(|| no_export(Path::new("the archive")))?;
                let reader = lines.reader(LINES)?;
                each(
                    &mut BufReader::new(reader),
                    size,
                    incoming,
                    hand,
                    &mut |hash| {
                        let name = format!("{FILES}/{hash}");
                        let reader = files.reader(&name).map_err(|_| missing(hash))?;
                        bounded(reader, Path::new(&name))
                    },
                )
            }
            Self::Lines(path) => {
                let (mut lines, size) = whole(path)?;
                each(&mut lines, size, incoming, hand, &mut |hash| {
                    Err(missing(hash))
                })
            }
        }
    }
}

fn damaged(why: impl Into<String>) -> Error {
    Error::damaged("damaged-export", why).hint("Export the library again, or take an older export.")
}

fn missing(hash: Hash) -> Error {
    damaged(format!("The file {FILES}/{hash} is missing."))
}

fn no_export(path: &Path) -> Error {
    Error::unreadable(
        "no-export",
        format!("There is no {LINES} in {}.", path.display()),
    )
    .hint("`copydesk library export` makes one.")
}

/// A file that is no longer than any that is taken in.
fn bounded(from: impl Read, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    let read = from.take(intake::asset::LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|cause| match cause.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput => {
            damaged(format!("{} can’t be read: {cause}.", path.display()))
        }
        _ => Error::io(path, &cause),
    })?;
    Ok(bytes)
}

/// Reads line after line; `file` gets the files that they name.
fn each(
    lines: &mut dyn BufRead,
    size: u64,
    incoming: &mut Incoming,
    hand: &Hand,
    file: &mut dyn FnMut(Hash) -> Result<Vec<u8>>,
) -> Result<()> {
    let mut line = vec![];
    let mut read = 0_u64;
    loop {
        if incoming.lines().is_multiple_of(TOLD) && !hand.progress.step(read >> 10, size >> 10) {
            return Err(Error::refused("cancelled", "Cancelled; nothing was made."));
        }
        line.clear();
        let at = incoming.lines() + 1;
        let got = (&mut *lines)
            .take(LONGEST)
            .read_until(b'\n', &mut line)
            .map_err(|cause| damaged(format!("Line {at} can’t be read: {cause}.")))?;
        if got == 0 {
            return Ok(());
        }
        if line.pop() != Some(b'\n') {
            return Err(if incoming.lines() == 0 {
                Error::unreadable("no-export", "This is no export of a library.")
                    .hint("`copydesk library export` makes one.")
            } else {
                damaged(format!("Line {at} is cut off, or longer than any line is."))
            });
        }
        read += got as u64;
        if let Asked::File(hash, bytes) = incoming.line(&line)? {
            let there = file(hash)?;
            if there.len() as u64 != bytes {
                return Err(damaged(format!(
                    "The file {FILES}/{hash} is not as long as line {at} says."
                )));
            }
            incoming.file(hash, &there)?;
        }
    }
}
