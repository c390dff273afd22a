//! Readers' comments, and who sent them.

use crate::{Db, error::sql};
use model::{
    ArticleId, CommentId, CommenterId, Error, Hash, PersonId, Result, Time,
    comment::{CommentState, Reason},
};
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

/// A comment as an import's blob holds it: nothing private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Taken {
    pub id: CommentId,
    pub article: ArticleId,
    pub parent: Option<CommentId>,
    pub commenter: CommenterId,
    /// SHA-256 of salt, name, e-mail and address: what was there, without saying it.
    pub commitment: String,
    pub created: Time,
    pub body: String,
    pub state: CommentState,
    pub reasons: Vec<Reason>,
    pub source: String,
}

/// A comment's row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Comment {
    pub id: CommentId,
    pub article: ArticleId,
    pub parent: Option<CommentId>,
    pub commenter: CommenterId,
    pub author: String,
    pub created: Time,
    pub body: String,
    pub state: CommentState,
    pub reasons: Vec<Reason>,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<String>,
    pub source: String,
    pub last_op: String,
}

/// A commenter's private row.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Commenter {
    pub salt: String,
    pub name: String,
    pub email: Option<String>,
    pub address: Option<String>,
}

const SELECT: &str = "SELECT c.id, c.article, c.parent, c.commenter, coalesce(l.name, ''), c.created, c.body, c.state,
  c.reasons, c.decided_by, c.decided_at, c.source, c.last_op
  FROM j_comment AS c LEFT JOIN l_commenter AS l ON l.id = c.commenter";

struct Raw([String; 4], [Option<String>; 3], [String; 6]);

fn raw(row: &Row) -> rusqlite::Result<Raw> {
    Ok(Raw(
        [row.get(0)?, row.get(1)?, row.get(3)?, row.get(4)?],
        [row.get(2)?, row.get(9)?, row.get(10)?],
        [
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
            row.get(8)?,
            row.get(11)?,
            row.get(12)?,
        ],
    ))
}

fn comment(raw: Raw) -> Result<Comment> {
    let Raw([id, article, commenter, author], [parent, decided_by, decided_at], rest) = raw;
    let [created, body, state, reasons, source, last_op] = rest;
    Ok(Comment {
        id: id.parse()?,
        article: article.parse()?,
        parent: parent.map(|parent| parent.parse()).transpose()?,
        commenter: commenter.parse()?,
        author,
        created: created.parse()?,
        body,
        state: state.parse()?,
        reasons: serde_json::from_str(&reasons).map_err(|cause| {
            Error::damaged("damaged", format!("A comment can't be read: {cause}."))
        })?,
        decided_by: decided_by.map(|by| by.parse()).transpose()?,
        decided_at,
        source,
        last_op,
    })
}

/// The comments of an import, from its blob.
///
/// # Errors
/// `bad-records` where the blob holds something else; system errors.
pub fn records(db: &Db, blob: Hash) -> Result<Vec<Taken>> {
    serde_json::from_slice(&db.blob(blob)?).map_err(|cause| {
        Error::damaged(
            "bad-records",
            format!("Imported comments can't be read: {cause}."),
        )
    })
}

/// Whether a comment was answered by one that did not come in with it, in the step `op`.
///
/// # Errors
/// System errors.
pub fn answered_since(db: &Db, of: &Taken, op: &str) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM j_comment WHERE article = ?1 AND parent = ?2 AND last_op <> ?3)",
        )
        .map_err(sql)?
        .query_row((of.article.to_string(), of.id.to_string(), op), |row| row.get(0))
        .map_err(sql)
}

/// The comment whose id begins with `prefix`.
///
/// # Errors
/// `no-such-comment`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Comment> {
    let mut found = db
        .conn
        .prepare_cached(&format!(
            "{SELECT} WHERE c.id >= ?1 AND c.id < ?1 || 'g' LIMIT 2"
        ))
        .map_err(sql)?
        .query_map([prefix.to_ascii_lowercase()], raw)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?;
    match (prefix.is_empty(), found.len()) {
        (false, 1) => comment(found.remove(0)),
        (false, 2) => Err(Error::usage(
            "ambiguous-id",
            format!("More than one comment begins with {prefix}."),
        )
        .hint("Give more of the id.")),
        _ => Err(
            Error::unreadable("no-such-comment", format!("There is no comment {prefix}."))
                .hint("`copydesk comment list` shows them."),
        ),
    }
}

/// A page of comments, oldest first, from after the cursor.
///
/// # Errors
/// System errors.
pub fn list(
    db: &Db,
    state: Option<CommentState>,
    article: Option<ArticleId>,
    after: Option<(&str, &str)>,
    limit: u32,
) -> Result<Vec<Comment>> {
    let (created, id) = after.unwrap_or(("", ""));
    // A clause is left out rather than asked with NULL, so that the index of the clauses that are there is used.
    let mut clauses = String::from("(c.created, c.id) > (?1, ?2)");
    if state.is_some() {
        clauses.push_str(" AND c.state = ?3");
    } else {
        clauses.push_str(" AND ?3 IS NULL");
    }
    if article.is_some() {
        clauses.push_str(" AND c.article = ?4");
    } else {
        clauses.push_str(" AND ?4 IS NULL");
    }
    db.conn
        .prepare_cached(&format!(
            "{SELECT} WHERE {clauses} ORDER BY c.created, c.id LIMIT ?5"
        ))
        .map_err(sql)?
        .query_map(
            (
                created,
                id,
                state.map(CommentState::name),
                article.map(|article| article.to_string()),
                limit,
            ),
            raw,
        )
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(comment)
        .collect()
}

/// How many comments wait, on all articles or on one.
///
/// # Errors
/// System errors.
pub fn pending(db: &Db, article: Option<ArticleId>) -> Result<i64> {
    let count = |rest: &str, value: &[String]| {
        db.conn
            .prepare_cached(&format!(
                "SELECT count(*) FROM j_comment WHERE state = 'pending'{rest}"
            ))
            .map_err(sql)?
            .query_row(rusqlite::params_from_iter(value), |row| row.get(0))
            .map_err(sql)
    };
    match article {
        Some(article) => count(" AND article = ?1", &[article.to_string()]),
        None => count("", &[]),
    }
}

/// How many comments of a commenter there are in each state, and since when.
///
/// # Errors
/// System errors.
pub fn record(db: &Db, commenter: CommenterId) -> Result<(Vec<(CommentState, i64)>, String)> {
    let rows: Vec<(String, i64, String)> = db
        .conn
        .prepare_cached("SELECT state, count(*), min(created) FROM j_comment WHERE commenter = ?1 GROUP BY state")
        .map_err(sql)?
        .query_map([commenter.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    let since = rows
        .iter()
        .map(|row| row.2.clone())
        .min()
        .unwrap_or_default();
    let counts = rows
        .into_iter()
        .map(|(state, n, _)| Ok((state.parse()?, n)))
        .collect::<Result<_>>()?;
    Ok((counts, since))
}

/// Whether a comment with this source is here; its id.
///
/// # Errors
/// System errors.
pub fn by_source(db: &Db, source: &str) -> Result<Option<CommentId>> {
    let id: Option<String> = db
        .conn
        .prepare_cached("SELECT id FROM j_comment WHERE source = ?1")
        .map_err(sql)?
        .query_row([source], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    id.map(|id| id.parse()).transpose()
}

/// The commenter with this name and e-mail, where one is known.
///
/// # Errors
/// System errors.
pub fn commenter_named(db: &Db, name: &str, email: Option<&str>) -> Result<Option<CommenterId>> {
    let id: Option<String> = db
        .conn
        .prepare_cached("SELECT id FROM l_commenter WHERE name = ?1 AND email IS ?2 LIMIT 1")
        .map_err(sql)?
        .query_row((name, email), |row| row.get(0))
        .optional()
        .map_err(sql)?;
    id.map(|id| id.parse()).transpose()
}

/// A commenter's private row, where it was not erased.
///
/// # Errors
/// System errors.
pub fn commenter(db: &Db, id: CommenterId) -> Result<Option<Commenter>> {
    db.conn
        .prepare_cached("SELECT salt, name, email, address FROM l_commenter WHERE id = ?1")
        .map_err(sql)?
        .query_row([id.to_string()], |row| {
            Ok(Commenter {
                salt: row.get(0)?,
                name: row.get(1)?,
                email: row.get(2)?,
                address: row.get(3)?,
            })
        })
        .optional()
        .map_err(sql)
}

/// Every commenter's private row that was not erased, one after the other.
///
/// # Errors
/// What `each` returns; system errors.
pub fn commenters(db: &Db, mut each: impl FnMut(&str, Commenter) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT id, salt, name, email, address FROM l_commenter ORDER BY id")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let id: String = row.get(0).map_err(sql)?;
        let of = Commenter {
            salt: row.get(1).map_err(sql)?,
            name: row.get(2).map_err(sql)?,
            email: row.get(3).map_err(sql)?,
            address: row.get(4).map_err(sql)?,
        };
        each(&id, of)?;
    }
    Ok(())
}

/// Keeps a commenter's private row.
///
/// # Errors
/// System errors.
pub fn keep_commenter(db: &Db, id: CommenterId, of: &Commenter) -> Result<()> {
    db.conn
        .prepare_cached("INSERT OR IGNORE INTO l_commenter (id, salt, name, email, address) VALUES (?1, ?2, ?3, ?4, ?5)")
        .map_err(sql)?
        .execute((id.to_string(), &of.salt, &of.name, &of.email, &of.address))
        .map_err(sql)?;
    Ok(())
}

/// The comments that `person` decided last, newest first.
///
/// # Errors
/// System errors.
pub fn decided_by(db: &Db, person: PersonId, limit: u32) -> Result<Vec<Comment>> {
    db.conn
        .prepare_cached(&format!(
            "{SELECT} WHERE c.decided_by = ?1 AND c.state <> 'pending' ORDER BY c.decided_at DESC, c.last_op DESC
             LIMIT ?2"
        ))
        .map_err(sql)?
        .query_map((person.to_string(), limit), raw)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(comment)
        .collect()
}
