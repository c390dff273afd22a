//! Guesses of checks that were put aside, each for one passage of one article.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Hash, Result};

/// A guess that was put aside.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Aside {
    pub code: String,
    pub passage: Hash,
    pub quote: String,
}

/// What was put aside in an article.
///
/// # Errors
/// System errors.
pub fn list(db: &Db, article: ArticleId) -> Result<Vec<Aside>> {
    let rows: Vec<(String, String, String)> = db
        .conn
        .prepare_cached("SELECT code, passage, quote FROM j_aside WHERE article = ?1")
        .map_err(sql)?
        .query_map([article.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(code, passage, quote)| {
            let passage = passage.kept()?;
            Ok(Aside {
                code,
                passage,
                quote,
            })
        })
        .collect()
}

/// Whether the guess is put aside.
///
/// # Errors
/// System errors.
pub fn is_aside(db: &Db, article: ArticleId, code: &str, passage: Hash) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM j_aside WHERE article = ?1 AND code = ?2 AND passage = ?3)",
        )
        .map_err(sql)?
        .query_row(
            (article.to_string(), code, passage.to_string()),
            |row| row.get(0),
        )
        .map_err(sql)
}
