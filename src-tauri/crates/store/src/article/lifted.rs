//! When an embargo was lifted.

use super::known_content;
use crate::{Db, error::sql};
use model::{
    ArticleId, Result, Time,
    event::{Entry, Event},
};
use rusqlite::OptionalExtension;

/// When somebody last lifted this very embargo of an article, whatever became of the article since; none where nobody did, or
/// where that is lost. A lift is of the embargo that the newest text had then.
///
/// # Errors
/// `bad-entry` for an entry that can't be read; system errors.
pub fn lifted(db: &Db, article: ArticleId, embargo: Time) -> Result<Option<Time>> {
    let lifts: Vec<(i64, Vec<u8>)> = db
        .conn
        .prepare_cached(
            "SELECT seq, bytes FROM journal WHERE article = ?1 AND kind = 'embargo-lifted' AND bytes <> x''
             ORDER BY seq DESC",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    for (seq, lift) in lifts {
        let saved: Option<Vec<u8>> = db
            .conn
            .prepare_cached(
                "SELECT bytes FROM journal WHERE article = ?1 AND seq < ?2 AND kind = 'revision-saved' AND bytes <> x''
                 ORDER BY seq DESC LIMIT 1",
            )
            .map_err(sql)?
            .query_row((article.to_string(), seq), |row| row.get(0))
            .optional()
            .map_err(sql)?;
        let Some(saved) = saved else { continue };
        if let Event::RevisionSaved { revision, .. } = Entry::from_bytes(&saved)?.event
            && known_content(db, revision).is_ok_and(|text| text.embargo == Some(embargo))
        {
            return Ok(Some(Entry::from_bytes(&lift)?.at));
        }
    }
    Ok(None)
}
