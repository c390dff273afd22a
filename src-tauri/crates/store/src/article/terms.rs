//! The words that articles are filed under: sections and tags, and how often each is used.

use crate::{Db, error::sql};
use model::{ArticleId, Result, article::Content};

/// A section, a tag or a language with the number of articles outside the bin that have it.
pub type Used = (String, i64);

/// Every section, the one with most articles first.
///
/// # Errors
/// System errors.
pub fn sections(db: &Db) -> Result<Vec<Used>> {
    counted(
        db,
        "SELECT section, count(*) AS n FROM j_article WHERE binned = 0 AND section <> '' GROUP BY section
         ORDER BY n DESC, section",
    )
}

/// The sections that articles are in, each once, by name.
///
/// # Errors
/// System errors.
pub fn section_names(db: &Db) -> Result<Vec<String>> {
    // From one section to the next through the index, so that it takes as many steps as there are sections.
    db.conn
        .prepare_cached(
            "WITH RECURSIVE next (section) AS (
               SELECT min(section) FROM j_article WHERE binned = 0 AND section > ''
               UNION ALL
               SELECT (SELECT min(section) FROM j_article WHERE binned = 0 AND section > next.section)
               FROM next WHERE next.section IS NOT NULL
             ) SELECT section FROM next WHERE section IS NOT NULL",
        )
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// Every tag, the one with most articles first.
///
/// # Errors
/// System errors.
pub fn tags(db: &Db) -> Result<Vec<Used>> {
    counted(
        db,
        "SELECT t.tag, count(*) AS n FROM d_tag t JOIN j_article a ON a.id = t.article WHERE a.binned = 0
         GROUP BY t.tag ORDER BY n DESC, t.tag",
    )
}

fn counted(db: &Db, asked: &str) -> Result<Vec<Used>> {
    db.conn
        .prepare_cached(asked)
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// The tags of an article's head are these from now on.
pub(crate) fn note_tags(db: &Db, content: &Content) -> Result<()> {
    let article = content.article.to_string();
    db.conn
        .prepare_cached("DELETE FROM d_tag WHERE article = ?1")
        .map_err(sql)?
        .execute([&article])
        .map_err(sql)?;
    for tag in &content.tags {
        db.conn
            .prepare_cached("INSERT OR IGNORE INTO d_tag (tag, article) VALUES (?1, ?2)")
            .map_err(sql)?
            .execute((tag, &article))
            .map_err(sql)?;
    }
    Ok(())
}

/// Remembers which articles a revision says to be a translation of.
pub(crate) fn note_translations(db: &Db, content: &Content, revision: model::Hash) -> Result<()> {
    for other in &content.translations {
        db.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO d_translation (other, article, revision) VALUES (?1, ?2, ?3)",
            )
            .map_err(sql)?
            .execute((other.to_string(), content.article.to_string(), revision.to_string()))
            .map_err(sql)?;
    }
    Ok(())
}

/// Every revision that says to be a translation of the article, with whose it is.
///
/// # Errors
/// System errors.
pub fn translated_from(db: &Db, article: ArticleId) -> Result<Vec<(ArticleId, model::Hash)>> {
    db.conn
        .prepare_cached("SELECT article, revision FROM d_translation WHERE other = ?1 ORDER BY article, revision")
        .map_err(sql)?
        .query_map([article.to_string()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .iter()
        .map(|(article, revision)| Ok((article.parse()?, revision.parse()?)))
        .collect()
}

/// The articles outside the bin whose heads say to be a translation of the article.
///
/// # Errors
/// System errors.
pub fn heads_naming(db: &Db, article: ArticleId) -> Result<Vec<ArticleId>> {
    db.conn
        .prepare_cached(
            "SELECT t.article FROM d_translation t JOIN j_article a ON a.id = t.article AND a.head = t.revision
             WHERE t.other = ?1 AND a.binned = 0 ORDER BY t.article",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| row.get::<_, String>(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .iter()
        .map(|id| id.parse())
        .collect()
}
