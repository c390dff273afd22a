//! Editions that are kept.

use crate::{Db, error::sql};
use model::{Error, Result, edition::Edition, event::Event};

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
                Error::damaged("damaged", format!("An edition can’t be read: {cause}."))
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

/// The last release of an edition by a profile, by its place in the journal; none where there was none.
///
/// # Errors
/// As [`crate::journal::releases`].
pub fn last_released(db: &Db, edition: &str, profile: &str) -> Result<Option<i64>> {
    let last = crate::journal::releases(db)?.into_iter().rfind(|done| {
        matches!(&done.entry.event, Event::Released { edition: of, profile: by, .. } if of == edition && by == profile)
    });
    Ok(last.map(|done| done.seq))
}
