//! Editors' notes.

use crate::{Db, error::sql};
use model::{ArticleId, Error, NoteId, PersonId, Result, note::Anchor};

/// A note's row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Note {
    pub id: NoteId,
    pub article: ArticleId,
    pub anchor: Anchor,
    pub text: String,
    pub author: PersonId,
    pub at: String,
    pub resolved: bool,
}

const COLUMNS: &str =
    "id, article, quote, prefix, suffix, text, author, at, resolved, revision, start";

fn select(db: &Db, rest: &str, value: &str) -> Result<Vec<Note>> {
    type Raw = (
        String,
        String,
        Anchor,
        String,
        String,
        String,
        bool,
        Option<String>,
    );
    let rows: Vec<Raw> = db
        .conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM j_note WHERE {rest}"))
        .map_err(sql)?
        .query_map([value], |row| {
            let anchor = Anchor {
                quote: row.get(2)?,
                prefix: row.get(3)?,
                suffix: row.get(4)?,
                revision: None,
                start: row
                    .get::<_, Option<i64>>(10)?
                    .and_then(|start| u64::try_from(start).ok()),
            };
            Ok((
                row.get(0)?,
                row.get(1)?,
                anchor,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
                row.get(9)?,
            ))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(
            |(id, article, mut anchor, text, author, at, resolved, revision)| {
                anchor.revision = revision.map(|revision| revision.parse()).transpose()?;
                Ok(Note {
                    id: id.parse()?,
                    article: article.parse()?,
                    anchor,
                    text,
                    author: author.parse()?,
                    at,
                    resolved,
                })
            },
        )
        .collect()
}

/// The notes on an article, oldest first.
///
/// # Errors
/// System errors.
pub fn list(db: &Db, article: ArticleId) -> Result<Vec<Note>> {
    select(db, "article = ?1 ORDER BY id", &article.to_string())
}

/// The note whose id begins with `prefix`.
///
/// # Errors
/// `no-such-note`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Note> {
    let mut found = select(
        db,
        "id >= ?1 AND id < ?1 || 'g' LIMIT 2",
        &prefix.to_ascii_lowercase(),
    )?;
    match (prefix.is_empty(), found.len()) {
        (false, 1) => Ok(found.remove(0)),
        (false, 2) => Err(Error::usage(
            "ambiguous-id",
            format!("More than one note begins with {prefix}."),
        )),
        _ => Err(Error::unreadable(
            "no-such-note",
            format!("There is no note {prefix}."),
        )),
    }
}

/// How many notes on the article are not resolved.
///
/// # Errors
/// System errors.
pub fn open(db: &Db, article: ArticleId) -> Result<i64> {
    db.conn
        .prepare_cached("SELECT count(*) FROM j_note WHERE article = ?1 AND resolved = 0")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .map_err(sql)
}
