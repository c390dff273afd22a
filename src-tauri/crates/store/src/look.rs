//! A library that is only looked at: where other computers may write to its folder, where nobody can, and where it is copied as it
//! is.

use crate::{
    connect::{OPEN, patient, prepare, sizes},
    error::sql,
    synced::{Shared, unwritten},
};
use model::{Error, Result};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// The library's file.
///
/// # Errors
/// `no-library` where there is none.
pub(crate) fn database(dir: &Path) -> Result<PathBuf> {
    let file = dir.join("library.db");
    // What a library has besides its file; a beginning that was cut short has none of it.
    let was = fs::read_dir(dir.join("assets")).is_ok_and(|mut assets| assets.next().is_some());
    match fs::metadata(&file) {
        Ok(about) if about.is_file() && (about.len() > 0 || !was) => beside(dir).map(|()| file),
        _ if was => Err(lost(dir)),
        _ => Err(Error::unreadable(
            "no-library",
            format!("There is no library at {}.", dir.display()),
        )
        .hint("Make one with `copydesk init`, or name another with --library DIR.")),
    }
}

/// What is in the place of the log or its index has to be a file: whoever reads a pipe waits for who writes to it.
fn beside(dir: &Path) -> Result<()> {
    for name in ["library.db-wal", "library.db-shm"] {
        let place = dir.join(name);
        if fs::metadata(&place).is_ok_and(|about| !about.is_file()) {
            return Err(Error::unreadable(
                "not-readable",
                format!("{} is no file.", place.display()),
            )
            .hint("It is nothing that Copydesk makes: move it out of the library’s folder."));
        }
    }
    Ok(())
}

/// What is said where a library's pictures are, and its file is gone or empty.
fn lost(dir: &Path) -> Error {
    Error::damaged(
        "damaged",
        format!(
            "There was a library at {}: its pictures are there, and its file (library.db) is gone or empty.",
            dir.display()
        ),
    )
    .hint("Restore a backup into a new folder: `copydesk library restore BACKUP FOLDER`.")
}

/// Opens a library's file so that nothing is written to it or beside it. Where its log holds something, who worked in it last
/// did not come to an end, or still works: then the log is read too, for which SQLite keeps a file beside it. Where none can be
/// kept, nobody else works there either: what the file would hold is kept in memory, and nothing is locked.
pub(crate) fn connect(file: &Path) -> Result<Connection> {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let settled = fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let mut uri = String::from("file:");
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(char::from(*byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    let alone = settled && file.parent().is_some_and(|dir| unwritten(dir).is_some());
    uri.push_str(match (settled, alone) {
        (false, _) => "?immutable=1",
        (true, false) => "?mode=ro",
        (true, true) => "?mode=ro&vfs=unix-none",
    });
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(uri, flags).map_err(sql)?;
    patient(&mut conn)?;
    if alone {
        conn.pragma_update(None, "locking_mode", "EXCLUSIVE")
            .map_err(sql)?;
    }
    sizes(&mut conn)?;
    Ok(conn)
}

/// A connection to read by; of a library that is only looked at where `only` says so.
pub(crate) fn reader(only: bool, file: &Path) -> Result<Connection> {
    if only {
        return connect(file);
    }
    let mut conn = Connection::open_with_flags(file, OPEN).map_err(sql)?;
    prepare(&mut conn)?;
    conn.pragma_update(None, "query_only", true).map_err(sql)?;
    Ok(conn)
}

/// A number that is another one once the files of a library are others.
pub(crate) fn state(dir: &Path) -> i64 {
    let one = |name: &str| {
        let found = fs::metadata(dir.join(name)).ok()?;
        let at = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(at.as_micros())
            .ok()?
            .checked_add(i64::try_from(found.len()).ok()?)
    };
    let (file, log) = (one("library.db"), one("library.db-wal"));
    file.unwrap_or_default() ^ log.unwrap_or_default().rotate_left(7)
}

/// What is said where something would be written.
pub(crate) fn refusal(dir: &Path, shared: &Shared) -> Error {
    let message = format!(
        "The library at {} is {}, so it is open to read only.",
        dir.display(),
        shared.words()
    );
    Error::refused(shared.code(), message).hint(match shared {
        Shared::Network(_) | Shared::Synced(_) => {
            "Two computers that write to one library destroy it. Work on a copy on this computer: `copydesk library move DIR`, or the button in the window."
        }
        Shared::ReadOnly => {
            "Work on a copy elsewhere: `copydesk library move DIR`, or the button in the window; or have the disk mounted so that it can be written."
        }
    })
}
