//! Comments as the blobs of the journal hold them: as they came in, and what they became.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, CommentId, CommenterId, Error, Hash, Result, Time,
    comment::{Changed, CommentState, Finding, Reason, What},
    event::Event,
};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::rc::Rc;

/// A comment as an import's blob holds it: nothing private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Taken {
    pub id: CommentId,
    /// None where nothing here is the place at which it was left.
    pub article: Option<ArticleId>,
    pub parent: Option<CommentId>,
    pub commenter: CommenterId,
    /// SHA-256 of salt, name, e-mail, address and site: what was there, without saying it.
    pub commitment: String,
    pub created: Time,
    pub body: String,
    pub state: CommentState,
    pub reasons: Vec<Reason>,
    pub source: String,
    /// Where it was left, and under which headline, where that is not said by an article's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(String, String)>,
    /// The source of what it answers, where that is not here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// What it said as it was sent, where the newsroom that it came from edited it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The newsroom wrote it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub newsroom: bool,
    /// Who decided on it in the library that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_there: Option<DecidedThere>,
}

/// Who decided on a comment in another library, which this one has only the file's word for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct DecidedThere {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// By name; none where rules did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What the comments of someone who was forgotten say now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Said {
    pub comment: CommentId,
    pub body: String,
    pub original: Option<String>,
    #[serde(default)]
    pub reasons: Vec<Reason>,
}

/// The comments of an import, from its blob.
///
/// # Errors
/// `bad-records` where the blob holds something else; system errors.
pub fn records(db: &Db, blob: Hash) -> Result<Rc<Vec<Taken>>> {
    if let Some(taken) = db.memo.and_then(|memo| memo.taken(blob)) {
        return Ok(taken);
    }
    let taken = Rc::new(read(db, blob)?);
    if let Some(memo) = db.memo {
        memo.took(blob, &taken);
    }
    Ok(taken)
}

/// Keeps the comments of an import as a blob; returns its hash.
///
/// # Errors
/// System errors.
pub fn keep_records(db: &Db, all: Vec<Taken>) -> Result<Hash> {
    let blob = db.keep(&model::canonical(&all)?, true)?;
    if let Some(memo) = db.memo {
        memo.took(blob, &Rc::new(all));
    }
    Ok(blob)
}

/// What comments became by an act, from its blob.
///
/// # Errors
/// As [`records`].
pub fn changes(db: &Db, blob: Hash) -> Result<Rc<Vec<Changed>>> {
    if let Some(changed) = db.memo.and_then(|memo| memo.changed(blob)) {
        return Ok(changed);
    }
    let changed = Rc::new(read(db, blob)?);
    if let Some(memo) = db.memo {
        memo.became(blob, &changed);
    }
    Ok(changed)
}

/// Keeps what comments became by an act as a blob; returns its hash.
///
/// # Errors
/// System errors.
pub fn keep_changes(db: &Db, all: Vec<Changed>) -> Result<Hash> {
    let blob = db.keep(&model::canonical(&all)?, true)?;
    if let Some(memo) = db.memo {
        memo.became(blob, &Rc::new(all));
    }
    Ok(blob)
}

/// Whether somebody here edited what a comment says, and did not take that back.
///
/// # Errors
/// As [`records`].
pub fn edited_here(db: &Db, of: &super::Comment) -> Result<bool> {
    let mut asked = db
        .conn
        .prepare_cached(
            "SELECT bytes FROM journal WHERE kind = 'comments-changed' AND instr(bytes, CAST('\"edited\"' AS BLOB)) > 0",
        )
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    let mut times = 0;
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(0).map_err(sql)?;
        let Event::CommentsChanged {
            what: What::Edited,
            records,
            back,
            ..
        } = model::event::Entry::from_bytes(&bytes)?.event
        else {
            continue;
        };
        if changes(db, records)?.iter().any(|one| one.comment == of.id) {
            times += if back { -1 } else { 1 };
        }
    }
    Ok(times > 0)
}

/// What the comments of someone who was forgotten say, from its blob.
///
/// # Errors
/// As [`records`].
pub fn said(db: &Db, blob: Hash) -> Result<Vec<Said>> {
    read(db, blob)
}

fn read<T: DeserializeOwned>(db: &Db, blob: Hash) -> Result<Vec<T>> {
    serde_json::from_slice(&db.blob(kept(db, blob)?)?).map_err(unread)
}

/// What is said of a text that holds no comments.
pub(super) fn unread(cause: serde_json::Error) -> Error {
    Error::damaged("bad-records", format!("Comments can’t be read: {cause}."))
}

/// Under which hash the text is kept that the journal names so: another, where someone was forgotten since.
///
/// # Errors
/// System errors.
pub fn kept(db: &Db, mut text: Hash) -> Result<Hash> {
    loop {
        let now: Option<String> = db
            .conn
            .prepare_cached("SELECT now FROM d_text WHERE was = ?1")
            .map_err(sql)?
            .query_row([text.to_string()], |row| row.get(0))
            .optional()
            .map_err(sql)?;
        match now {
            Some(now) => text = now.kept()?,
            None => return Ok(text),
        }
    }
}
