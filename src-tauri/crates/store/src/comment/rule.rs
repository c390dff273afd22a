//! What is laid down about comments: rules, articles on which they are closed, places, the inbox.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Hash, Result,
    comment::{CommentState, Commenting, Rules},
};
use rusqlite::OptionalExtension;
use std::collections::BTreeSet;

/// The rules that are set, and the hash of their text; none where none were ever.
///
/// # Errors
/// `damaged-blob`; system errors.
pub fn rules(db: &Db) -> Result<Option<(Hash, Rules)>> {
    let hash: Option<String> = db
        .conn
        .prepare_cached("SELECT rules FROM j_rules")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    let Some(hash) = hash else { return Ok(None) };
    let hash = hash.kept()?;
    let rules = serde_json::from_slice(&db.blob(hash)?).map_err(|cause| {
        model::Error::damaged("bad-rules", format!("The rules can’t be read: {cause}."))
    })?;
    Ok(Some((hash, rules)))
}

/// How comments come to an article, where that is not as usual.
///
/// # Errors
/// System errors.
pub fn commenting(db: &Db, article: ArticleId) -> Result<Option<Commenting>> {
    let mode: Option<String> = db
        .conn
        .prepare_cached("SELECT mode FROM j_commenting WHERE article = ?1")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    mode.map(|mode| mode.kept()).transpose()
}

/// The articles to which no comments come any more.
///
/// # Errors
/// System errors.
pub fn closed(db: &Db) -> Result<BTreeSet<ArticleId>> {
    let ask = "SELECT article FROM j_commenting WHERE mode = ?1";
    articles(db, ask, Commenting::Closed.name())
}

/// The articles that have a published comment.
///
/// # Errors
/// System errors.
pub fn commented(db: &Db) -> Result<BTreeSet<ArticleId>> {
    let ask = "SELECT article FROM d_tally WHERE article NOT IN ('*', '') AND state = ?1 AND n > 0";
    articles(db, ask, CommentState::Published.name())
}

fn articles(db: &Db, ask: &str, with: &str) -> Result<BTreeSet<ArticleId>> {
    let all: Vec<String> = db
        .conn
        .prepare_cached(ask)
        .map_err(sql)?
        .query_map([with], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    all.iter().map(|article| article.kept()).collect()
}

/// The article that someone said a place is.
///
/// # Errors
/// System errors.
pub fn place_of(db: &Db, place: &str) -> Result<Option<ArticleId>> {
    let article: Option<Option<String>> = db
        .conn
        .prepare_cached("SELECT article FROM j_place WHERE place = ?1")
        .map_err(sql)?
        .query_row([place], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    article.flatten().map(|article| article.kept()).transpose()
}

/// A page of the places at which comments were left that are no article here, by name: place, headline, how many comments.
///
/// # Errors
/// System errors.
pub fn places(db: &Db, after: &str, limit: u32) -> Result<Vec<(String, String, i64)>> {
    db.conn
        .prepare_cached(
            "SELECT p.place, p.title, (SELECT count(*) FROM j_comment WHERE place = p.place AND article = '') AS n
             FROM j_place AS p WHERE p.place > ?1 AND p.article IS NULL AND n > 0 ORDER BY p.place LIMIT ?2",
        )
        .map_err(sql)?
        .query_map((after, limit), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// The folder in which comments arrive here, where one is named.
///
/// # Errors
/// System errors.
pub fn inbox(db: &Db) -> Result<Option<String>> {
    db.conn
        .prepare_cached("SELECT folder FROM l_inbox LIMIT 1")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(sql)
}

/// Names the folder, or none.
///
/// # Errors
/// System errors.
pub fn keep_inbox(db: &Db, folder: Option<&str>) -> Result<()> {
    db.conn.execute("DELETE FROM l_inbox", []).map_err(sql)?;
    if let Some(folder) = folder {
        db.conn
            .execute("INSERT INTO l_inbox (folder) VALUES (?1)", [folder])
            .map_err(sql)?;
    }
    Ok(())
}

/// Whether comments were left at a place.
///
/// # Errors
/// System errors.
pub fn is_place(db: &Db, place: &str) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM j_place WHERE place = ?1)")
        .map_err(sql)?
        .query_row([place], |row| row.get(0))
        .map_err(sql)
}

/// The headline under which comments were left at a place; empty where none is known.
///
/// # Errors
/// System errors.
pub fn title_of_place(db: &Db, place: &str) -> Result<String> {
    let title: Option<String> = db
        .conn
        .prepare_cached("SELECT title FROM j_place WHERE place = ?1")
        .map_err(sql)?
        .query_row([place], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    Ok(title.unwrap_or_default())
}
