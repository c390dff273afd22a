//! What is being typed: one local row per article and person.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Error, Hash, PersonId, Result, Time,
    article::{Content, Cursor},
};
use rusqlite::OptionalExtension;

/// A draft's row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Draft {
    pub base: Hash,
    pub content: Content,
    pub hash: Hash,
    pub saved: String,
    pub cursor: Option<Cursor>,
}

/// Keeps what `person` typed and where they were, over what they had; returns its hash.
///
/// # Errors
/// System errors.
pub fn save(
    db: &Db,
    person: PersonId,
    base: Hash,
    content: &Content,
    cursor: Option<&Cursor>,
    now: Time,
) -> Result<Hash> {
    let bytes = content.bytes()?;
    let hash = Hash::of(&bytes);
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO l_draft (article, person, base, content, hash, saved, cursor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .map_err(sql)?
        .execute((
            content.article.to_string(),
            person.to_string(),
            base.to_string(),
            bytes,
            hash.to_string(),
            now.to_string(),
            cursor.map(crate::journal::json).transpose()?,
        ))
        .map_err(sql)?;
    Ok(hash)
}

/// What `person` typed, where they did.
///
/// # Errors
/// `damaged` where it is not what its hash says; system errors.
pub fn get(db: &Db, article: ArticleId, person: PersonId) -> Result<Option<Draft>> {
    type Raw = (String, Vec<u8>, String, String, Option<String>);
    let row: Option<Raw> = db
        .conn
        .prepare_cached(
            "SELECT base, content, hash, saved, cursor FROM l_draft WHERE article = ?1 AND person = ?2",
        )
        .map_err(sql)?
        .query_row((article.to_string(), person.to_string()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()
        .map_err(sql)?;
    let Some((base, bytes, hash, saved, cursor)) = row else {
        return Ok(None);
    };
    let hash: Hash = hash.kept()?;
    if Hash::of(&bytes) != hash {
        return Err(Error::damaged("damaged", "The draft is damaged."));
    }
    Ok(Some(Draft {
        base: base.kept()?,
        content: Content::from_bytes(&bytes)?,
        hash,
        saved,
        // Where the cursor was is a kindness: one that can't be read is none.
        cursor: cursor.and_then(|cursor| serde_json::from_str(&cursor).ok()),
    }))
}

/// The hash of what `person` typed, as it was kept.
///
/// # Errors
/// System errors.
pub fn hash(db: &Db, article: ArticleId, person: PersonId) -> Result<Option<String>> {
    db.conn
        .prepare_cached("SELECT hash FROM l_draft WHERE article = ?1 AND person = ?2")
        .map_err(sql)?
        .query_row((article.to_string(), person.to_string()), |row| row.get(0))
        .optional()
        .map_err(sql)
}

/// Forgets what `person` typed.
///
/// # Errors
/// System errors.
pub fn remove(db: &Db, article: ArticleId, person: PersonId) -> Result<()> {
    db.conn
        .execute(
            "DELETE FROM l_draft WHERE article = ?1 AND person = ?2",
            (article.to_string(), person.to_string()),
        )
        .map_err(sql)?;
    Ok(())
}

/// Forgets what anyone typed into an article.
///
/// # Errors
/// System errors.
pub fn remove_all(db: &Db, article: ArticleId) -> Result<()> {
    db.conn
        .execute(
            "DELETE FROM l_draft WHERE article = ?1",
            [article.to_string()],
        )
        .map_err(sql)?;
    Ok(())
}
