//! Editions that are kept.

use crate::{Db, error::sql};
use model::{Error, Result, Time, edition::Edition};
use rusqlite::OptionalExtension as _;

/// Every edition, by name.
///
/// # Errors
/// `damaged` for a row that is none; system errors.
pub fn list(db: &Db) -> Result<Vec<Edition>> {
    let rows: Vec<String> = db
        .conn
        .prepare_cached("SELECT json FROM j_edition ORDER BY name")
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.iter()
        .map(|json| {
            serde_json::from_str(json).map_err(|cause| {
                Error::damaged("damaged", format!("An edition can't be read: {cause}."))
            })
        })
        .collect()
}

/// The edition of this name, whatever its case.
///
/// # Errors
/// As [`list`].
pub fn named(db: &Db, name: &str) -> Result<Option<Edition>> {
    let wanted = name.trim().to_lowercase();
    let mut all = list(db)?.into_iter();
    Ok(all.find(|one| one.name.to_lowercase() == wanted))
}

/// When an edition of this name was last released; where it never was, when anything was.
///
/// # Errors
/// System errors.
pub fn last_released(db: &Db, name: &str) -> Result<Option<Time>> {
    let at: Option<String> = db
        .conn
        .prepare_cached("SELECT at FROM j_release ORDER BY edition = ?1 DESC, seq DESC LIMIT 1")
        .map_err(sql)?
        .query_row([name], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    at.map(|at| at.parse()).transpose()
}
