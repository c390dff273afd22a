//! The copy of a library of an older program, made before its schema is brought forward: a backup like any other, within the
//! library's own folder.

use super::copy::sync;
use crate::{Db, connect, error::sql, journal};
use model::{Error, Hash, Result};
use rusqlite::{Connection, backup::Backup};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

/// How the folder of such a copy is named; the number of the older schema follows.
pub const BEFORE_UPDATE: &str = "before-update-from-";

/// Copies the library in `dir`, whose schema is of `version`, into a folder within it; gives where. Nobody writes to it meanwhile.
/// It is there whole or not at all: one that a kill cut short is made again, since then nothing was brought forward yet.
///
/// # Errors
/// System errors.
pub(crate) fn keep_before(dir: &Path, version: u32) -> Result<PathBuf> {
    let name = format!("{BEFORE_UPDATE}{version}");
    let (whole, part) = (dir.join(&name), dir.join(format!(".{name}.part")));
    remove(&part)?;
    let made = copied(dir, &part).and_then(|()| {
        remove(&whole)?;
        fs::rename(&part, &whole).map_err(|cause| Error::io(&whole, &cause))?;
        sync(dir)
    });
    if made.is_err() {
        // What is half written is worth nothing; the error that counts is the one before.
        let _ = fs::remove_dir_all(&part);
    }
    made.map(|()| whole)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io(folder, &cause)),
        _ => Ok(()),
    }
}

fn copied(dir: &Path, part: &Path) -> Result<()> {
    let assets = part.join("assets");
    crate::private::folder(&assets).map_err(|cause| Error::io(part, &cause))?;
    let file = part.join("library.db");
    let mut from =
        Connection::open_with_flags(dir.join("library.db"), connect::OPEN).map_err(sql)?;
    connect::patient(&mut from)?;
    let mut to = Connection::open(&file).map_err(sql)?;
    Backup::new(&from, &mut to)
        .and_then(|backup| backup.run_to_completion(1024, Duration::ZERO, None))
        .map_err(sql)?;
    drop((from, to));
    sync(&file)?;
    let theirs = dir.join("assets");
    let entries = match fs::read_dir(&theirs) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return sync(part),
        Err(cause) => return Err(Error::io(&theirs, &cause)),
    };
    for entry in entries {
        let entry = entry.map_err(|cause| Error::io(&theirs, &cause))?;
        let name = entry.file_name();
        let is_asset = name
            .to_str()
            .is_some_and(|name| name.parse::<Hash>().is_ok());
        let to = assets.join(&name);
        // What has a hash for its name is never written again, so one file may have two names.
        if is_asset && fs::hard_link(entry.path(), &to).is_err() {
            fs::copy(entry.path(), &to).map_err(|cause| Error::io(&to, &cause))?;
            sync(&to)?;
        }
    }
    sync(&assets)?;
    sync(part)
}

/// Has the library know of that copy, as of any other backup: it is deleted when its day comes.
///
/// # Errors
/// System errors.
pub(crate) fn note_before(conn: &Connection, kept: &Path) -> Result<()> {
    let path = std::path::absolute(kept).map_err(|cause| Error::io(kept, &cause))?;
    let db = &Db::of(conn);
    let days = crate::person::settings(db)
        .unwrap_or_default()
        .keep_backup_days;
    conn.execute(
        "INSERT OR REPLACE INTO l_backup (path, at, days, newest)
         VALUES (?1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?2, ?3)",
        (path.to_string_lossy(), days, journal::newest_hash(db)?),
    )
    .map_err(sql)?;
    Ok(())
}
