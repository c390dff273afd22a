//! The library as a whole: backups and counts.

use crate::{Db, Store, error::sql};
use model::{Error, Hash, Result};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Copies the library into `dest`, a folder that does not exist or is empty: the database by SQLite's backup, which
/// disturbs no one, then the assets. It is made beside and gets its name once it is whole, so that what was cut off is never
/// taken for a library; only a folder that can't be another, as where a disk is mounted, is written into itself.
///
/// # Errors
/// `target-in-the-way`; system errors, and then nothing is left there.
pub fn backup(store: &Store, dest: &Path) -> Result<()> {
    empty(dest)?;
    let beside = beside(dest).filter(|_| !dest.exists() || std::fs::remove_dir(dest).is_ok());
    let at = beside.as_deref().unwrap_or(dest);
    if beside.is_some() && at.exists() {
        // One before this was cut off.
        std::fs::remove_dir_all(at).map_err(|cause| Error::io(at, &cause))?;
    }
    let named = |()| match at == dest {
        true => Ok(()),
        false => std::fs::rename(at, dest)
            .map_err(|cause| Error::io(dest, &cause))
            .and_then(|()| sync(around(dest))),
    };
    let made = copy_into(store, at).and_then(named);
    if made.is_err() {
        // What is half written is worth nothing; the error that counts is the one before.
        let _ = std::fs::remove_dir_all(at);
    }
    made
}

/// The folder that something is in.
fn around(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Where a copy is made before it has its name.
fn beside(dest: &Path) -> Option<PathBuf> {
    let name = dest.file_name()?.to_str()?;
    Some(dest.with_file_name(format!(".{name}.copydesk-copy")))
}

fn empty(dest: &Path) -> Result<()> {
    match std::fs::read_dir(dest) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Error::refused(
                "target-in-the-way",
                format!("{} is not empty.", dest.display()),
            )
            .hint("Choose a new folder.")),
        },
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(Error::io(dest, &cause)),
    }
}

fn copy_into(store: &Store, dest: &Path) -> Result<()> {
    std::fs::create_dir_all(dest.join("assets")).map_err(|cause| Error::io(dest, &cause))?;
    let file = dest.join("library.db");
    store.read(|db| {
        let mut to = Connection::open(&file).map_err(sql)?;
        let backup = rusqlite::backup::Backup::new(db.conn, &mut to).map_err(sql)?;
        backup
            .run_to_completion(1024, Duration::ZERO, None)
            .map_err(sql)
    })?;
    sync(&file)?;
    let assets = store.dir().join("assets");
    for entry in std::fs::read_dir(&assets).map_err(|cause| Error::io(&assets, &cause))? {
        let entry = entry.map_err(|cause| Error::io(&assets, &cause))?;
        let name = entry.file_name();
        if name
            .to_str()
            .is_none_or(|name| name.parse::<Hash>().is_err())
        {
            // What is being written, or was when its writer died, has not got its name yet.
            continue;
        }
        let to = dest.join("assets").join(name);
        std::fs::copy(entry.path(), &to).map_err(|cause| Error::io(&to, &cause))?;
        sync(&to)?;
    }
    sync(&dest.join("assets"))?;
    sync(dest)
}

fn sync(path: &Path) -> Result<()> {
    std::fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|cause| Error::io(path, &cause))
}

/// Deletes the copy that a repair kept of what was before it, since it holds what was erased since; `false` where there is
/// none.
///
/// # Errors
/// System errors.
pub fn forget_repair(dir: &Path) -> Result<bool> {
    let kept = dir.join("library.db.before-repair");
    match std::fs::remove_file(&kept) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::io(&kept, &cause)),
    }
}

/// Rows of each sort: articles, revisions, comments, people, entries, blobs, and the file's size in bytes.
///
/// # Errors
/// System errors.
pub fn stats(db: &Db) -> Result<[i64; 7]> {
    db.conn
        .query_row(
            "SELECT (SELECT count(*) FROM j_article), (SELECT count(*) FROM j_revision),
               (SELECT count(*) FROM j_comment), (SELECT count(*) FROM j_person), (SELECT count(*) FROM journal),
               (SELECT count(*) FROM blob),
               (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)",
            [],
            |row| {
                Ok([
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                ])
            },
        )
        .map_err(sql)
}

/// SQLite's version.
///
/// # Errors
/// System errors.
pub fn sqlite_version(db: &Db) -> Result<String> {
    db.conn
        .query_row("SELECT sqlite_version()", [], |row| row.get(0))
        .map_err(sql)
}

/// Every text with its hash, one after the other.
///
/// # Errors
/// What `each` returns; system errors.
pub fn texts(db: &Db, mut each: impl FnMut(&str, &[u8]) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT hash FROM blob ORDER BY hash")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let hash: String = row.get(0).map_err(sql)?;
        each(&hash, &db.blob(hash.parse()?)?)?;
    }
    Ok(())
}
