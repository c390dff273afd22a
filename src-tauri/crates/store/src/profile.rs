//! The profiles that bundles are made by.

use crate::{Db, error::sql};
use model::{Error, Result, profile::Profile};

/// Every profile of the newsroom's own, by name.
///
/// # Errors
/// `damaged` for a row that is none; system errors.
pub fn list(db: &Db) -> Result<Vec<Profile>> {
    let rows: Vec<String> = db
        .conn
        .prepare_cached("SELECT json FROM j_bundle_profile ORDER BY name")
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.iter()
        .map(|json| {
            serde_json::from_str(json).map_err(|cause| {
                Error::damaged(
                    "damaged",
                    format!("A profile of bundles can’t be read: {cause}."),
                )
            })
        })
        .collect()
}

/// The profile of this name, whatever its case.
///
/// # Errors
/// As [`list`].
pub fn named(db: &Db, name: &str) -> Result<Option<Profile>> {
    let wanted = name.trim().to_lowercase();
    let mut all = list(db)?.into_iter();
    Ok(all.find(|one| one.name.to_lowercase() == wanted))
}
