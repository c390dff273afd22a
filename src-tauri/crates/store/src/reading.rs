//! What people read of articles: the passages they signed off, what they looked at last, and why others' words were
//! changed.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Hash, PersonId, Result, Time};
use rusqlite::OptionalExtension;
use std::collections::BTreeSet;

/// The passages of an article that anyone signed off, each with who did.
///
/// # Errors
/// System errors.
pub fn ticks(db: &Db, article: ArticleId) -> Result<BTreeSet<(Hash, PersonId)>> {
    let rows: Vec<(String, String)> = db
        .conn
        .prepare_cached("SELECT passage, person FROM j_tick WHERE article = ?1")
        .map_err(sql)?
        .query_map([article.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(passage, person)| Ok((passage.kept()?, person.kept()?)))
        .collect()
}

/// Why someone changed another's words.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Why {
    pub change: Hash,
    pub person: PersonId,
    pub why: String,
    pub at: String,
}

/// The reasons that were given in an article, oldest first; those of one cycle, where it is named.
///
/// # Errors
/// System errors.
pub fn reasons(db: &Db, article: ArticleId, cycle: Option<i64>) -> Result<Vec<Why>> {
    let rows: Vec<(String, String, String, String)> = db
        .conn
        .prepare_cached(
            "SELECT change, person, why, at FROM j_why WHERE article = ?1 AND (?2 IS NULL OR cycle = ?2)
             ORDER BY at, change",
        )
        .map_err(sql)?
        .query_map((article.to_string(), cycle), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(change, person, why, at)| {
            Ok(Why {
                change: change.kept()?,
                person: person.kept()?,
                why,
                at,
            })
        })
        .collect()
}

/// What a person looked at last, and another text before that.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Look {
    pub revision: Hash,
    pub at: String,
    pub before: Option<(Hash, String)>,
}

/// What `person` looked at last of an article.
///
/// # Errors
/// System errors.
pub fn look(db: &Db, article: ArticleId, person: PersonId) -> Result<Option<Look>> {
    type Raw = (String, String, Option<String>, Option<String>);
    let row: Option<Raw> = db
        .conn
        .prepare_cached(
            "SELECT revision, at, before, before_at FROM l_look WHERE article = ?1 AND person = ?2",
        )
        .map_err(sql)?
        .query_row((article.to_string(), person.to_string()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()
        .map_err(sql)?;
    let Some((revision, at, before, before_at)) = row else {
        return Ok(None);
    };
    let before = before
        .map(|before| before.kept())
        .transpose()?
        .zip(before_at);
    Ok(Some(Look {
        revision: revision.kept()?,
        at,
        before,
    }))
}

/// Remembers that `person` looked at a text; looking at it again changes nothing.
///
/// # Errors
/// System errors.
pub fn looked(
    db: &Db,
    article: ArticleId,
    person: PersonId,
    revision: Hash,
    now: Time,
) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT INTO l_look (article, person, revision, at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET before = revision, before_at = at, revision = ?3, at = ?4
             WHERE revision <> ?3",
        )
        .map_err(sql)?
        .execute((
            article.to_string(),
            person.to_string(),
            revision.to_string(),
            now.to_string(),
        ))
        .map_err(sql)?;
    Ok(())
}
