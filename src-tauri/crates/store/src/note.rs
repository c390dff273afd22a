//! Editors' notes, the replies to them, and who is called upon in them.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Error, NoteId, PersonId, Result, note::Anchor};
use rusqlite::{Params, Row};
use std::collections::HashMap;

/// A note's row. Where it stands in the `thread` of another it is a reply, and has neither passage nor state of its own.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Note {
    pub id: NoteId,
    pub article: ArticleId,
    pub thread: Option<NoteId>,
    pub anchor: Anchor,
    pub text: String,
    pub author: PersonId,
    pub at: String,
    pub resolved: bool,
}

/// Someone who is called upon: in which note or reply, and in the thread that which note began.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Call {
    pub note: NoteId,
    pub thread: NoteId,
    pub article: ArticleId,
}

const COLUMNS: &str =
    "id, article, quote, prefix, suffix, text, author, at, resolved, revision, start, thread";

/// The columns as they are read, the ids among them as texts.
struct Raw {
    ids: [String; 3],
    revision: Option<String>,
    thread: Option<String>,
    anchor: Anchor,
    text: String,
    at: String,
    resolved: bool,
}

impl Raw {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        let start: Option<i64> = row.get(10)?;
        Ok(Self {
            ids: [row.get(0)?, row.get(1)?, row.get(6)?],
            revision: row.get(9)?,
            thread: row.get(11)?,
            anchor: Anchor {
                quote: row.get(2)?,
                prefix: row.get(3)?,
                suffix: row.get(4)?,
                revision: None,
                start: start.and_then(|start| u64::try_from(start).ok()),
            },
            text: row.get(5)?,
            at: row.get(7)?,
            resolved: row.get(8)?,
        })
    }

    fn note(mut self) -> Result<Note> {
        self.anchor.revision = self.revision.map(|hash| hash.kept()).transpose()?;
        let [id, article, author] = self.ids;
        Ok(Note {
            id: id.kept()?,
            article: article.kept()?,
            thread: self.thread.map(|thread| thread.kept()).transpose()?,
            anchor: self.anchor,
            text: self.text,
            author: author.kept()?,
            at: self.at,
            resolved: self.resolved,
        })
    }
}

fn select(db: &Db, rest: &str, values: impl Params) -> Result<Vec<Note>> {
    db.conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM j_note WHERE {rest}"))
        .map_err(sql)?
        .query_map(values, Raw::read)
        .map_err(sql)?
        .map(|row| row.map_err(sql)?.note())
        .collect()
}

/// The notes that wait on an article, oldest first, each the first of its thread.
///
/// # Errors
/// System errors.
pub fn waiting(db: &Db, article: ArticleId) -> Result<Vec<Note>> {
    select(
        db,
        "article = ?1 AND resolved = 0 AND thread IS NULL ORDER BY id",
        [article.to_string()],
    )
}

/// A page of the notes on an article, oldest first, after the note `after`: all, or those that are resolved or not.
///
/// # Errors
/// System errors.
pub fn page(
    db: &Db,
    article: ArticleId,
    resolved: Option<bool>,
    after: Option<NoteId>,
    limit: u32,
) -> Result<Vec<Note>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let article = article.to_string();
    match resolved {
        Some(resolved) => select(
            db,
            "article = ?1 AND resolved = ?2 AND thread IS NULL AND id > ?3 ORDER BY id LIMIT ?4",
            (article, resolved, after, limit),
        ),
        None => select(
            db,
            "article = ?1 AND thread IS NULL AND id > ?2 ORDER BY id LIMIT ?3",
            (article, after, limit),
        ),
    }
}

/// The replies in an article's threads from one to another, by thread, oldest first.
///
/// # Errors
/// System errors.
pub fn replies(
    db: &Db,
    article: ArticleId,
    (from, to): (NoteId, NoteId),
) -> Result<HashMap<NoteId, Vec<Note>>> {
    let mut by: HashMap<NoteId, Vec<Note>> = HashMap::new();
    for reply in select(
        db,
        "article = ?1 AND thread BETWEEN ?2 AND ?3 AND thread IS NOT NULL ORDER BY thread, id",
        (article.to_string(), from.to_string(), to.to_string()),
    )? {
        by.entry(reply.thread.unwrap_or(reply.id))
            .or_default()
            .push(reply);
    }
    Ok(by)
}

/// The note whose id begins with `prefix`.
///
/// # Errors
/// `no-such-note`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Note> {
    let mut found = select(
        db,
        "id >= ?1 AND id < ?1 || 'g' LIMIT 2",
        [prefix.to_ascii_lowercase()],
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

/// The note that began the thread in which a note stands: itself, where it is no reply.
///
/// # Errors
/// `no-such-note`; system errors.
pub fn thread_of(db: &Db, note: NoteId) -> Result<NoteId> {
    Ok(find(db, &note.to_string())?.thread.unwrap_or(note))
}

/// Whether a note has been answered, or a reply another after it.
///
/// # Errors
/// System errors.
pub fn answered(db: &Db, note: &Note) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM j_note WHERE article = ?1 AND thread = ?2
               AND rowid > (SELECT rowid FROM j_note WHERE id = ?3))",
        )
        .map_err(sql)?
        .query_row(
            (
                note.article.to_string(),
                note.thread.unwrap_or(note.id).to_string(),
                note.id.to_string(),
            ),
            |row| row.get(0),
        )
        .map_err(sql)
}

/// How many replies stand in a thread.
///
/// # Errors
/// System errors.
pub fn count_replies(db: &Db, first: &Note) -> Result<i64> {
    db.conn
        .prepare_cached("SELECT count(*) FROM j_note WHERE article = ?1 AND thread = ?2")
        .map_err(sql)?
        .query_row((first.article.to_string(), first.id.to_string()), |row| {
            row.get(0)
        })
        .map_err(sql)
}

/// The ids of the notes on the article that are not resolved.
///
/// # Errors
/// System errors.
pub fn open_ids(db: &Db, article: ArticleId) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(
            "SELECT id FROM j_note WHERE article = ?1 AND resolved = 0 AND thread IS NULL ORDER BY id",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// How many notes on the article are not resolved.
///
/// # Errors
/// System errors.
pub fn open(db: &Db, article: ArticleId) -> Result<i64> {
    db.conn
        .prepare_cached(
            "SELECT count(*) FROM j_note WHERE article = ?1 AND resolved = 0 AND thread IS NULL",
        )
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// A page of the calls upon a person that wait, oldest first, after the one in the note `after`; of articles that are not
/// in the bin.
///
/// # Errors
/// System errors.
pub fn calls(db: &Db, person: PersonId, after: Option<NoteId>, limit: u32) -> Result<Vec<Call>> {
    db.conn
        .prepare_cached(
            "SELECT m.note, m.thread, m.article FROM j_mention AS m JOIN j_article AS a ON a.id = m.article
             WHERE m.person = ?1 AND m.waits = 1 AND m.note > ?2 AND a.binned = 0 ORDER BY m.note LIMIT ?3",
        )
        .map_err(sql)?
        .query_map(
            (
                person.to_string(),
                after.map(|id| id.to_string()).unwrap_or_default(),
                limit,
            ),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .map_err(sql)?
        .map(|row| {
            let (note, thread, article): (String, String, String) = row.map_err(sql)?;
            Ok(Call {
                note: note.kept()?,
                thread: thread.kept()?,
                article: article.kept()?,
            })
        })
        .collect()
}
