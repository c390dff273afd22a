//! The journal's entries, newest first, narrowed down.

use super::{Done, read::done};
use crate::{Db, error::sql};
use model::{ArticleId, PersonId, Result, Time};

/// What an entry has to be; whatever is none narrows nothing down.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Sought {
    pub article: Option<ArticleId>,
    pub actor: Option<PersonId>,
    /// The names of events, as their JSON has them.
    pub kinds: Option<&'static [&'static str]>,
    /// Not before this moment.
    pub from: Option<Time>,
    /// Before this moment.
    pub until: Option<Time>,
}

/// A page of the entries from before a place in the journal, at most `limit`.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn seek(db: &Db, sought: &Sought, before: Option<i64>, limit: u32) -> Result<Vec<Done>> {
    // The index is that of what narrows down most.
    let by = match (sought.article, sought.actor) {
        (Some(_), _) => "article = ?2 AND (?3 IS NULL OR actor = ?3)",
        (None, Some(_)) => "?2 IS NULL AND actor = ?3",
        (None, None) => "?2 IS NULL AND ?3 IS NULL",
    };
    let kinds = sought.kinds.map(|kinds| super::json(&kinds)).transpose()?;
    let rows: Vec<(i64, Vec<u8>)> = db
        .conn
        .prepare_cached(&format!(
            "SELECT seq, bytes FROM journal WHERE seq < ?1 AND {by}
               AND (?4 IS NULL OR kind IN (SELECT value FROM json_each(?4)))
               AND (?5 IS NULL OR at >= ?5) AND (?6 IS NULL OR at < ?6)
             ORDER BY seq DESC LIMIT ?7"
        ))
        .map_err(sql)?
        .query_map(
            (
                before.unwrap_or(i64::MAX),
                sought.article.map(|article| article.to_string()),
                sought.actor.map(|actor| actor.to_string()),
                kinds,
                sought.from.map(|from| from.to_string()),
                sought.until.map(|until| until.to_string()),
                limit,
            ),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    done(rows)
}
