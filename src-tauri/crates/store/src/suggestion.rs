//! Suggestions: other words that someone proposed for a passage, and what became of them.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Error, Hash, PersonId, Result, SuggestionId, note::Anchor,
    suggestion::SuggestionState,
};
use rusqlite::{Params, Row};

/// A suggestion's row. The words that it is about are its anchor's.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Suggestion {
    pub id: SuggestionId,
    pub article: ArticleId,
    pub anchor: Anchor,
    pub proposed: String,
    pub author: PersonId,
    pub at: String,
    pub state: SuggestionState,
    /// Why it was rejected; empty for nothing.
    pub why: String,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<String>,
    /// The revision that has its words.
    pub accepted: Option<Hash>,
}

const COLUMNS: &str = "id, article, quote, prefix, suffix, revision, start, proposed, author, at, state, why, decided_by,
  decided_at, accepted";

fn from_row(row: &Row) -> rusqlite::Result<Result<Suggestion>> {
    let (id, article, author): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(8)?);
    let (quote, prefix, suffix) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let (revision, start): (Option<String>, Option<i64>) = (row.get(5)?, row.get(6)?);
    let (proposed, at, why) = (row.get(7)?, row.get(9)?, row.get(11)?);
    let state: String = row.get(10)?;
    let (by, decided_at, accepted): (Option<String>, _, Option<String>) =
        (row.get(12)?, row.get(13)?, row.get(14)?);
    Ok((|| {
        Ok(Suggestion {
            id: id.kept()?,
            article: article.kept()?,
            anchor: Anchor {
                quote,
                prefix,
                suffix,
                revision: revision.map(|hash| hash.kept()).transpose()?,
                start: start.and_then(|start| u64::try_from(start).ok()),
            },
            proposed,
            author: author.kept()?,
            at,
            state: state.kept()?,
            why,
            decided_by: by.map(|person| person.kept()).transpose()?,
            decided_at,
            accepted: accepted.map(|hash| hash.kept()).transpose()?,
        })
    })())
}

fn select(db: &Db, rest: &str, values: impl Params) -> Result<Vec<Suggestion>> {
    db.conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM j_suggestion WHERE {rest}"))
        .map_err(sql)?
        .query_map(values, from_row)
        .map_err(sql)?
        .map(|row| row.map_err(sql)?)
        .collect()
}

/// The open suggestions on an article, oldest first.
///
/// # Errors
/// System errors.
pub fn open(db: &Db, article: ArticleId) -> Result<Vec<Suggestion>> {
    select(
        db,
        "article = ?1 AND state = 'open' ORDER BY id",
        [article.to_string()],
    )
}

/// Which suggestions on an article are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that wait.
    Open,
    /// Those that do not.
    Decided,
    /// Both.
    All,
}

/// A page of the suggestions on an article, oldest first, after the one `after`.
///
/// # Errors
/// System errors.
pub fn page(
    db: &Db,
    article: ArticleId,
    which: Which,
    after: Option<SuggestionId>,
    limit: u32,
) -> Result<Vec<Suggestion>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let which = match which {
        Which::Open => "AND state = 'open' ",
        Which::Decided => "AND state <> 'open' ",
        Which::All => "",
    };
    select(
        db,
        &format!("article = ?1 {which}AND id > ?2 ORDER BY id LIMIT ?3"),
        (article.to_string(), after, limit),
    )
}

/// The suggestion whose id begins with `prefix`.
///
/// # Errors
/// `no-such-suggestion`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Suggestion> {
    let mut found = select(
        db,
        "id >= ?1 AND id < ?1 || 'g' LIMIT 2",
        [prefix.to_ascii_lowercase()],
    )?;
    match (prefix.is_empty(), found.len()) {
        (false, 1) => Ok(found.remove(0)),
        (false, 2) => Err(Error::usage(
            "ambiguous-id",
            format!("More than one suggestion begins with {prefix}."),
        )),
        _ => Err(Error::unreadable(
            "no-such-suggestion",
            format!("There is no suggestion {prefix}."),
        )),
    }
}

/// The ids of the open suggestions on an article.
///
/// # Errors
/// System errors.
pub fn open_ids(db: &Db, article: ArticleId) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(
            "SELECT id FROM j_suggestion WHERE article = ?1 AND state = 'open' ORDER BY id",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// How many suggestions on an article are open.
///
/// # Errors
/// System errors.
pub fn count_open(db: &Db, article: ArticleId) -> Result<i64> {
    db.conn
        .prepare_cached("SELECT count(*) FROM j_suggestion WHERE article = ?1 AND state = 'open'")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// Whose suggestions were accepted into an article, in one cycle or ever; each once. Those whose acceptance was undone
/// are among them, since a text that has their words can be brought back.
///
/// # Errors
/// System errors.
pub fn authors(db: &Db, article: ArticleId, cycle: Option<i64>) -> Result<Vec<PersonId>> {
    let found: Vec<String> = db
        .conn
        .prepare_cached(
            "SELECT DISTINCT author FROM j_suggestion
             WHERE article = ?1 AND cycle IS NOT NULL AND (?2 IS NULL OR cycle = ?2)",
        )
        .map_err(sql)?
        .query_map((article.to_string(), cycle), |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    found.iter().map(|author| author.kept()).collect()
}

/// The suggestions whose words a revision of an article took in, oldest first, at most `limit`.
///
/// # Errors
/// System errors.
pub fn taken_in(
    db: &Db,
    article: ArticleId,
    revision: Hash,
    limit: u32,
) -> Result<Vec<Suggestion>> {
    select(
        db,
        "article = ?1 AND accepted = ?2 AND cycle IS NOT NULL ORDER BY id LIMIT ?3",
        (article.to_string(), revision.to_string(), limit),
    )
}
