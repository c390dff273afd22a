//! The library as a whole: backups and counts.

mod before;
mod copy;
mod known;

pub use before::BEFORE_UPDATE;
pub(crate) use before::{keep_before, note_before};
pub use copy::{Step, copy};
pub use known::{
    Backup, Backups, backing_up, backups, disown_backups, drop_backup, note_backup, set_backing_up,
    steps_since, typed_since,
};

use crate::{Column, Db, error::sql, schema};
use model::{Error, Result};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// The hashes of the first and the newest entry of the library in `dir`, which is only looked at: neither brought forward nor
/// written to.
///
/// # Errors
/// `no-library`, `newer-library`; system errors.
pub fn ends(dir: &Path) -> Result<(Option<String>, String)> {
    let file = dir.join("library.db");
    if !file.is_file() {
        return Err(Error::unreadable(
            "no-library",
            format!("There is no library at {}.", dir.display()),
        ));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(&file, flags).map_err(sql)?;
    schema::is_ours(&conn)?;
    conn.pragma_update(None, "query_only", true).map_err(sql)?;
    let db = Db::of(&conn);
    Ok((
        crate::journal::first_hash(&db)?,
        crate::journal::newest_hash(&db)?,
    ))
}

/// Deletes the copies that repairs kept of what was before them, since they hold what was erased since; `false` where there are
/// none.
///
/// # Errors
/// System errors.
pub fn forget_repair(dir: &Path) -> Result<bool> {
    let left = crate::journal::left(dir)?;
    for file in &left {
        std::fs::remove_file(file).map_err(|cause| Error::io(file, &cause))?;
    }
    Ok(!left.is_empty())
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
        each(&hash, &db.blob(hash.kept()?)?)?;
    }
    Ok(())
}
