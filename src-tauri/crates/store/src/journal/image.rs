//! The files that a repair works with: the new one, the old one as it was, and an image of what SQLite reads no more.

use super::salvage::{self, Pages};
use crate::{error::sql, log, look, schema};
use model::{Error, Hash, Result};
use rusqlite::Connection;
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Where the file stays that was repaired, and, with `-wal`, its log, where there was one that could not be taken in. What an earlier
/// repair left is not touched: the next one is `library.db.before-repair-2`.
pub const BEFORE: &str = "library.db.before-repair";
/// What repairs left in a folder: files as they were, and logs.
///
/// # Errors
/// System errors.
pub fn left(dir: &Path) -> Result<Vec<PathBuf>> {
    let io = |cause| Error::io(dir, &cause);
    let mut left = vec![];
    for entry in fs::read_dir(dir).map_err(io)? {
        let entry = entry.map_err(io)?;
        if entry.file_name().to_string_lossy().starts_with(BEFORE) {
            left.push(entry.path());
        }
    }
    left.sort();
    Ok(left)
}

/// The first name under which nothing of an earlier repair lies.
pub(super) fn unused(dir: &Path) -> Result<String> {
    let left = left(dir)?;
    let taken = |name: &str| {
        let log = format!("{name}-wal");
        left.iter()
            .any(|one| one.ends_with(name) || one.ends_with(&log))
    };
    let nth = |n: u32| match n {
        1 => BEFORE.to_owned(),
        n => format!("{BEFORE}-{n}"),
    };
    (1..).map(nth).find(|name| !taken(name)).ok_or_else(|| {
        Error::system(
            "internal",
            "There is no name left for the file before the repair.",
        )
    })
}

/// Removes a file, where it is there.
pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io(path, &cause)),
        _ => Ok(()),
    }
}

/// Copies a file, and has the disk have it.
pub(super) fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let copy = copied(from, to)?;
    copy.sync_all().map_err(|cause| Error::io(to, &cause))
}

/// How long the library's file and its log are, and when they were written last.
pub(super) fn stamp(dir: &Path) -> [Option<(u64, SystemTime)>; 2] {
    ["library.db", "library.db-wal"].map(|name| {
        let file = fs::metadata(dir.join(name)).ok()?;
        Some((file.len(), file.modified().ok()?))
    })
}

/// A copy that nobody else on this computer may read, whoever may read what it is of.
fn copied(from: &Path, to: &Path) -> Result<File> {
    remove(to)?;
    let copied = || {
        let mut copy = crate::private::file(to)?;
        io::copy(&mut File::open(from)?, &mut copy)?;
        Ok(copy)
    };
    copied().map_err(|cause| Error::io(to, &cause))
}

/// A new file to write a database into, which nobody else on this computer may read.
pub(super) fn beside(path: &Path) -> Result<Connection> {
    remove(path)?;
    crate::private::file(path).map_err(|cause| Error::io(path, &cause))?;
    let conn = Connection::open(path).map_err(sql)?;
    conn.execute_batch("PRAGMA synchronous = FULL")
        .map_err(sql)?;
    Ok(conn)
}

/// A file with what the log would bring into it, up to its last whole transaction and what is damaged of it included, and with
/// the head that every library of ours has.
pub(super) fn made_image(file: &Path, log: &[u8], image: &Path) -> Result<()> {
    let io = |cause| Error::io(image, &cause);
    copied(file, image)?;
    let mut to = File::options()
        .read(true)
        .write(true)
        .open(image)
        .map_err(io)?;
    let frames = log::frames(log);
    let ended = frames
        .iter()
        .rposition(|frame| frame.ends)
        .map_or(0, |nth| nth + 1);
    let length = to.metadata().map_err(io)?.len();
    let most = length / log::PAGE as u64 + frames.len() as u64;
    for frame in &frames[..ended] {
        if (1..=most).contains(&u64::from(frame.number)) {
            let at = u64::from(frame.number - 1) * log::PAGE as u64;
            to.seek(SeekFrom::Start(at)).map_err(io)?;
            to.write_all(frame.page).map_err(io)?;
        }
    }
    let mut put = |at: u64, bytes: &[u8]| {
        to.seek(SeekFrom::Start(at))?;
        to.write_all(bytes)
    };
    // Size of a page, format, what is reserved, the three fractions; encoding; our mark. Our own size counts, not what was said.
    let page = u16::try_from(log::PAGE).unwrap_or(4096).to_be_bytes();
    put(0, b"SQLite format 3\0")
        .and_then(|()| put(16, &page))
        .and_then(|()| put(18, &[1, 1, 0, 64, 32, 32]))
        .and_then(|()| put(28, &[0; 4]))
        .and_then(|()| put(44, &[0, 0, 0, 4]))
        .and_then(|()| put(52, &[0, 0, 0, 0, 0, 0, 0, 1]))
        .and_then(|()| put(64, &[0; 4]))
        .and_then(|()| put(68, &schema::APPLICATION_ID.to_be_bytes()))
        .map_err(io)
}

/// Whether the library in `dir` has the very tables of this program, or of one before it.
pub(super) fn has_our_tables(dir: &Path) -> bool {
    let of_one = || {
        let conn = look::connect(&look::database(dir)?)?;
        let version = schema::likest(&conn)?.unwrap_or(schema::VERSION);
        schema::different(&conn, version)
    };
    of_one().is_ok_and(|names| names.is_empty())
}

/// Whether a file that is no database by its first page holds an entry of a journal all the same.
pub(crate) fn holds_a_library(file: &Path) -> bool {
    let Ok(pages) = Pages::open(file) else {
        return false;
    };
    let mut holds = false;
    for number in 1..=pages.count.min(5000) {
        let Ok(page) = pages.page(number) else {
            break;
        };
        let _ = salvage::rows(&page, &pages, &mut |row| {
            holds = holds || (row.seq.is_some() && Hash::of(&row.bytes).to_string() == row.hash);
        });
        if holds {
            break;
        }
    }
    holds
}
