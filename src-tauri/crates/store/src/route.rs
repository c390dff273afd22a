//! The stages that an article goes through, as they were when it was submitted.

use crate::{Db, error::sql};
use model::{
    ArticleId, Error, Result,
    article::{Workflow, folder},
};

/// The workflow that an article was submitted under in a cycle and a section; none where it was not.
///
/// # Errors
/// System errors.
pub fn taken(db: &Db, article: ArticleId, cycle: i64, section: &str) -> Result<Option<Workflow>> {
    let mut asked = db
        .conn
        .prepare_cached(
            "SELECT section, json FROM j_route WHERE article = ?1 AND cycle = ?2 ORDER BY rowid DESC",
        )
        .map_err(sql)?;
    let rows = asked
        .query_map((article.to_string(), cycle), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?;
    let sought = folder(section);
    let json = rows
        .into_iter()
        .find(|(section, _)| folder(section) == sought);
    let json = json.map(|(_, json)| json);
    json.map(|json| {
        serde_json::from_str(&json).map_err(|cause| {
            Error::damaged("damaged", format!("A workflow can’t be read: {cause}."))
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
