//! Words that no dictionary knows and that are right: the newsroom's, and those of one article.

use crate::{Column, Db, error::sql};
use model::{ArticleId, PersonId, Result};

/// One of the newsroom's words.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Word {
    pub language: String,
    pub word: String,
    pub person: PersonId,
    pub at: String,
}

/// What stands in the column: the article's id, or nothing for the whole newsroom.
pub(crate) fn place(article: Option<ArticleId>) -> String {
    article.map_or_else(String::new, |article| article.to_string())
}

/// The newsroom's words, of one language or of all, by language and then as they are written.
///
/// # Errors
/// System errors.
pub fn list(db: &Db, language: Option<&str>) -> Result<Vec<Word>> {
    let rows: Vec<(String, String, String, String)> = db
        .conn
        .prepare_cached(
            "SELECT language, word, person, at FROM j_word WHERE article = '' AND (?1 IS NULL OR language = ?1)
             ORDER BY language, word",
        )
        .map_err(sql)?
        .query_map([language], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(language, word, person, at)| {
            let person = person.kept()?;
            Ok(Word {
                language,
                word,
                person,
                at,
            })
        })
        .collect()
}

/// Every word that is right in a text of `language`: the newsroom's, and with an article those of that one too.
///
/// # Errors
/// System errors.
pub fn known(db: &Db, language: &str, article: Option<ArticleId>) -> Result<Vec<String>> {
    db.conn
        .prepare_cached("SELECT word FROM j_word WHERE language = ?1 AND article IN ('', ?2)")
        .map_err(sql)?
        .query_map((language, place(article)), |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// Whether the very word is among the newsroom's, or with an article among those of that one alone.
///
/// # Errors
/// System errors.
pub fn is_known(db: &Db, language: &str, article: Option<ArticleId>, word: &str) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM j_word WHERE language = ?1 AND article = ?2 AND word = ?3)",
        )
        .map_err(sql)?
        .query_row((language, place(article), word), |row| row.get(0))
        .map_err(sql)
}
