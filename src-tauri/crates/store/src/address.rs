//! Where the pages of articles were released to: whoever kept an old address is led to the present one.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Result, article::Content};

/// Every place, `section/slug/`, that a page of the article was released to, in order; not those that another article
/// outside the bin was released to later, since readers of that one know them by now.
///
/// # Errors
/// System errors.
pub fn of(db: &Db, article: ArticleId) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(
            "SELECT path FROM j_address AS mine WHERE article = ?1 AND NOT EXISTS (
               SELECT 1 FROM j_address AS h JOIN j_article AS a ON a.id = h.article
               WHERE h.path = mine.path AND a.binned = 0 AND (h.since, h.article) > (mine.since, mine.article))
             ORDER BY path",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// Whether a page of the article was ever released to another place than `path`, whoever is there by now.
///
/// # Errors
/// System errors.
pub fn elsewhere(db: &Db, article: ArticleId, path: &str) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM j_address WHERE article = ?1 AND path <> ?2)")
        .map_err(sql)?
        .query_row((article.to_string(), path), |row| row.get(0))
        .map_err(sql)
}

/// The articles outside the bin, other than `not`, whose pages were released to `path`, the latest to come there first.
///
/// # Errors
/// System errors.
pub fn holders(db: &Db, path: &str, not: ArticleId) -> Result<Vec<ArticleId>> {
    db.conn
        .prepare_cached(
            "SELECT h.article FROM j_address h JOIN j_article a ON a.id = h.article
             WHERE h.path = ?1 AND h.article <> ?2 AND a.binned = 0 ORDER BY h.since DESC, h.article DESC",
        )
        .map_err(sql)?
        .query_map((path, not.to_string()), |row| row.get::<_, String>(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .iter()
        .map(|id| id.kept())
        .collect()
}

/// Remembers that a page of the article was at a place elsewhere, unless that is known.
pub(crate) fn claim(db: &Db, article: ArticleId, path: &str, at: &str) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO j_address (path, article, since) VALUES (?1, ?2, ?3)",
        )
        .map_err(sql)?
        .execute((path, article.to_string(), at))
        .map_err(sql)?;
    Ok(())
}

/// Forgets the places of an article that are known since a moment.
pub(crate) fn release(db: &Db, article: ArticleId, at: &str) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM j_address WHERE article = ?1 AND since = ?2")
        .map_err(sql)?
        .execute((article.to_string(), at))
        .map_err(sql)?;
    Ok(())
}

/// Forgets one place of an article, where it is known since a moment.
pub(crate) fn leave(db: &Db, article: ArticleId, path: &str, at: &str) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM j_address WHERE article = ?1 AND path = ?2 AND since = ?3")
        .map_err(sql)?
        .execute((article.to_string(), path, at))
        .map_err(sql)?;
    Ok(())
}

/// Remembers where a content that was released is. One that comes back to a place holds it from then on.
pub(crate) fn note(db: &Db, content: &Content, at: &str) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO j_address (path, article, since) VALUES (?1, ?2, ?3)",
        )
        .map_err(sql)?
        .execute((content.path(), content.article.to_string(), at))
        .map_err(sql)?;
    Ok(())
}
