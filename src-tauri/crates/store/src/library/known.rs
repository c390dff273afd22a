//! The backups that a library knows of, and whether it makes some by itself.

use crate::{Column, Db, error::sql};
use model::{Result, Time};
use rusqlite::OptionalExtension;

/// A backup that was made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Backup {
    pub path: String,
    pub at: Time,
    /// After how many days it is deleted; 0 for never.
    pub days: u32,
    /// The hash of its newest entry, as it was made.
    pub newest: String,
    /// Whether it was made unasked, and goes when newer ones make it needless.
    pub automatic: bool,
    /// How many bytes it took on the disk when it was made.
    pub bytes: i64,
    /// When it was found whole.
    pub verified: Option<Time>,
    /// The hash of how its file begins, where it is sealed.
    pub sealed: Option<String>,
}

/// Whether and where backups are made unasked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Backups {
    pub off: bool,
    /// None for the one beside the library.
    pub folder: Option<String>,
    /// When it was tried last.
    pub tried: Option<Time>,
    /// What kept it from being done then, as JSON.
    pub trouble: Option<String>,
}

/// Keeps that a backup was made.
///
/// # Errors
/// System errors.
pub fn note_backup(db: &Db, backup: &Backup) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO l_backup (path, at, days, newest, automatic, bytes, verified, sealed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .map_err(sql)?
        .execute((
            &backup.path,
            backup.at.to_string(),
            backup.days,
            &backup.newest,
            backup.automatic,
            backup.bytes,
            backup.verified.map_or_else(String::new, |at| at.to_string()),
            &backup.sealed,
        ))
        .map_err(sql)?;
    Ok(())
}

/// The backups that are known of, the oldest first.
///
/// # Errors
/// System errors.
pub fn backups(db: &Db) -> Result<Vec<Backup>> {
    let mut asked = db
        .conn
        .prepare_cached(
            "SELECT path, days, newest, automatic, bytes, sealed, at, verified FROM l_backup ORDER BY at, path",
        )
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    let mut all = vec![];
    while let Some(row) = rows.next().map_err(sql)? {
        let verified: String = row.get(7).map_err(sql)?;
        let at: String = row.get(6).map_err(sql)?;
        all.push(Backup {
            path: row.get(0).map_err(sql)?,
            at: at.kept()?,
            days: row.get(1).map_err(sql)?,
            newest: row.get(2).map_err(sql)?,
            automatic: row.get(3).map_err(sql)?,
            bytes: row.get(4).map_err(sql)?,
            verified: verified.parse().ok(),
            sealed: row.get(5).map_err(sql)?,
        });
    }
    Ok(all)
}

/// Forgets that there was a backup.
///
/// # Errors
/// System errors.
pub fn drop_backup(db: &Db, path: &str) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM l_backup WHERE path = ?1")
        .map_err(sql)?
        .execute([path])
        .map_err(sql)?;
    Ok(())
}

/// A library that was made of a backup has these of the other one: it knows of them, since they hold what it may have to forget,
/// but they are not its own to thin out, and its own go beside it.
///
/// # Errors
/// System errors.
pub fn disown_backups(db: &Db) -> Result<()> {
    db.conn
        .execute_batch("UPDATE l_backup SET automatic = 0; DELETE FROM l_backups")
        .map_err(sql)
}

/// How backups are made unasked.
///
/// # Errors
/// System errors.
pub fn backing_up(db: &Db) -> Result<Backups> {
    let row = db
        .conn
        .query_row(
            "SELECT off, folder, tried, trouble FROM l_backups",
            [],
            |row| {
                Ok(Backups {
                    off: row.get(0)?,
                    folder: row.get(1)?,
                    tried: row
                        .get::<_, Option<String>>(2)?
                        .and_then(|at| at.parse().ok()),
                    trouble: row.get(3)?,
                })
            },
        )
        .optional()
        .map_err(sql)?;
    Ok(row.unwrap_or_default())
}

/// Keeps how they are made.
///
/// # Errors
/// System errors.
pub fn set_backing_up(db: &Db, to: &Backups) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO l_backups (one, off, folder, tried, trouble) VALUES (1, ?1, ?2, ?3, ?4)",
        )
        .map_err(sql)?
        .execute((
            to.off,
            &to.folder,
            to.tried.map(|at| at.to_string()),
            &to.trouble,
        ))
        .map_err(sql)?;
    Ok(())
}

/// How many steps were done since the entry of this hash; none where the journal has no such entry.
///
/// # Errors
/// System errors.
pub fn steps_since(db: &Db, hash: &str) -> Result<Option<i64>> {
    db.conn
        .prepare_cached(
            "SELECT (SELECT count(DISTINCT op) FROM journal AS later WHERE later.seq > made.seq) FROM journal AS made
               WHERE made.hash = ?1 ORDER BY made.seq DESC LIMIT 1",
        )
        .map_err(sql)?
        .query_row([hash], |row| row.get(0))
        .optional()
        .map_err(sql)
}

/// Whether something is being typed that was saved after a moment.
///
/// # Errors
/// System errors.
pub fn typed_since(db: &Db, at: Time) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM l_draft WHERE saved > ?1)")
        .map_err(sql)?
        .query_row([at.to_string()], |row| row.get(0))
        .map_err(sql)
}
