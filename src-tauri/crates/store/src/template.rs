//! What the newsroom made of its templates.

use crate::{Db, error::sql};
use model::{
    Error, Result,
    template::{Kept, Template},
};
use std::collections::BTreeMap;

/// What stands in the column.
pub(crate) fn column(kept: &Kept) -> Result<Option<String>> {
    Ok(match kept {
        Kept::AsShipped => None,
        Kept::Changed(template) => Some(crate::journal::json(template)?),
        Kept::Removed => Some("null".into()),
    })
}

/// The templates that the newsroom made, changed or removed, by key.
///
/// # Errors
/// `bad-template` for a row that is none; system errors.
pub fn kept(db: &Db) -> Result<BTreeMap<String, Kept>> {
    let rows: Vec<(String, String)> = db
        .conn
        .prepare_cached("SELECT key, json FROM j_template")
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(key, json)| {
            let template: Option<Template> = serde_json::from_str(&json).map_err(|cause| {
                Error::damaged(
                    "bad-template",
                    format!("A template can’t be read: {cause}."),
                )
            })?;
            Ok((key, template.map_or(Kept::Removed, Kept::Changed)))
        })
        .collect()
}
