//! The stages that an article goes through, as they were when it was submitted.

use crate::{Db, error::sql};
use model::{ArticleId, Error, Result, article::Workflow};
use rusqlite::OptionalExtension;

/// The workflow that an article was submitted under in a cycle and a section; none where it was not.
///
/// # Errors
/// System errors.
pub fn taken(db: &Db, article: ArticleId, cycle: i64, section: &str) -> Result<Option<Workflow>> {
    let json: Option<String> = db
        .conn
        .prepare_cached(
            "SELECT json FROM j_route WHERE article = ?1 AND cycle = ?2 AND section = ?3",
        )
        .map_err(sql)?
        .query_row((article.to_string(), cycle, section), |row| row.get(0))
        .optional()
        .map_err(sql)?;
    json.map(|json| {
        serde_json::from_str(&json).map_err(|cause| {
            Error::damaged("damaged", format!("A workflow can't be read: {cause}."))
        })
    })
    .transpose()
}

/// The same, or the usual one for what was submitted before there were others.
///
/// # Errors
/// System errors.
pub fn of(db: &Db, article: ArticleId, cycle: i64, section: &str) -> Result<Workflow> {
    Ok(taken(db, article, cycle, section)?.unwrap_or_default())
}
