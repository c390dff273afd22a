//! What is being written as suggestions: one local row per article and person.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Error, Hash, PersonId, Result, Time};
use rusqlite::OptionalExtension;

/// What someone writes as suggestions, on top of which revision.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Suggesting {
    pub base: Hash,
    pub body: String,
    pub hash: Hash,
    pub saved: String,
}

/// Keeps what `person` wrote, over what they had; returns its hash.
///
/// # Errors
/// System errors.
pub fn save(
    db: &Db,
    (article, person): (ArticleId, PersonId),
    base: Hash,
    body: &str,
    now: Time,
) -> Result<Hash> {
    let hash = Hash::of(body.as_bytes());
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO l_suggesting (article, person, base, body, hash, saved)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .map_err(sql)?
        .execute((
            article.to_string(),
            person.to_string(),
            base.to_string(),
            body,
            hash.to_string(),
            now.to_string(),
        ))
        .map_err(sql)?;
    Ok(hash)
}

/// What `person` wrote, where they did.
///
/// # Errors
/// `damaged` where it is not what its hash says; system errors.
pub fn get(db: &Db, article: ArticleId, person: PersonId) -> Result<Option<Suggesting>> {
    let row: Option<(String, String, String, String)> = db
        .conn
        .prepare_cached(
            "SELECT base, body, hash, saved FROM l_suggesting WHERE article = ?1 AND person = ?2",
        )
        .map_err(sql)?
        .query_row((article.to_string(), person.to_string()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()
        .map_err(sql)?;
    let Some((base, body, hash, saved)) = row else {
        return Ok(None);
    };
    let hash: Hash = hash.kept()?;
    if Hash::of(body.as_bytes()) != hash {
        return Err(Error::damaged(
            "damaged",
            "What was written as suggestions is damaged.",
        ));
    }
    Ok(Some(Suggesting {
        base: base.kept()?,
        body,
        hash,
        saved,
    }))
}

/// Forgets what `person` wrote.
///
/// # Errors
/// System errors.
pub fn remove(db: &Db, article: ArticleId, person: PersonId) -> Result<()> {
    db.conn
        .execute(
            "DELETE FROM l_suggesting WHERE article = ?1 AND person = ?2",
            (article.to_string(), person.to_string()),
        )
        .map_err(sql)?;
    Ok(())
}

/// Forgets what anyone wrote as suggestions on an article.
///
/// # Errors
/// System errors.
pub fn remove_all(db: &Db, article: ArticleId) -> Result<()> {
    db.conn
        .execute(
            "DELETE FROM l_suggesting WHERE article = ?1",
            [article.to_string()],
        )
        .map_err(sql)?;
    Ok(())
}
