//! Readers' comments, and who sent them.

mod claim;
mod commenter;
mod commitment;
mod erase;
mod learned;
mod list;
mod mark;
#[cfg(test)]
mod plans;
mod print;
mod rule;
mod taken;
mod tally;
mod words;

pub use claim::{claim, claims, let_go};
pub use commenter::{
    Banned, Commenter, address, addresses, addresses_of, ban, bans_at, burst, came, commenter,
    commenter_like, commenter_named, commenters, commenters_with, keep_address, keep_commenter,
    record, record_before, with_email_of,
};
pub(crate) use commitment::{damaged as damaged_commenters, faults as commenter_faults, let_be};
pub use erase::{Text, erase_due, forget_private, forgotten, has_due, replace_text, texts_about};
pub(crate) use learned::learned_is_damaged;
pub use learned::{Learned, changed_since, count_decided, decided_since, keep_learned, learned};
pub(crate) use list::ids_at;
pub use list::{
    Filter, Where, answers, groups, has_orphans, ids, judged_at, list, mark, orphans, parent,
    threads,
};
pub use mark::{
    has_free as has_free_mark, know_banned, mark_banned, mark_forgotten, unmark, unmark_free,
};
pub(crate) use print::{Noted, prints_of, put_all as put_prints};
pub use print::{alike, domains, note as note_prints, note_all as note_prints_of_all};
pub use rule::{
    closed, commented, commenting, inbox, is_place, keep_inbox, place_of, places, rules,
    title_of_place,
};
pub use taken::{
    DecidedThere, Said, Taken, changes, edited_here, keep_changes, keep_records, kept, records,
    said,
};
pub(crate) use tally::{Moves, count_in};
pub use tally::{Tally, tally, waiting};
pub use words::Words;

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, CommentId, CommenterId, Error, OpId, PersonId, Result, Time,
    comment::{CommentState, Decided, Finding, Reason},
};
use rusqlite::{OptionalExtension, Row};

/// A comment's row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Comment {
    pub id: CommentId,
    /// None where nothing here is the place at which it was left.
    pub article: Option<ArticleId>,
    pub place: Option<String>,
    pub parent: Option<CommentId>,
    /// The source of what it answers, where that is not here.
    pub answers: Option<String>,
    pub commenter: CommenterId,
    /// Empty where no name was given, or it was erased.
    pub author: String,
    pub created: Time,
    pub body: String,
    /// What it said as it was sent, where the newsroom edited it.
    pub original: Option<String>,
    pub state: CommentState,
    pub reasons: Vec<Reason>,
    pub findings: Vec<Finding>,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<String>,
    /// In the library that it came from, where it was decided on there.
    pub decided_there: Option<DecidedThere>,
    pub source: String,
    /// The newsroom wrote it.
    pub newsroom: bool,
    pub last_op: String,
}

/// What a row of [`comment`] is read from, in its order.
const COLUMNS: &str = "c.id, c.article, c.commenter, CASE c.newsroom WHEN 1
    THEN coalesce((SELECT json_extract(json, '$.name') FROM j_settings), '') ELSE coalesce(l.name, '') END,
  c.created, c.body, c.state, c.reasons, c.findings, c.source, c.last_op, c.place, c.parent, c.answers, c.original,
  c.decided_by, c.decided_at, c.decided_there, c.newsroom";
const FROM: &str =
    "j_comment AS c LEFT JOIN l_commenter AS l INDEXED BY l_commenter_called ON l.id = c.commenter";

struct Raw([String; 11], [Option<String>; 7], bool);

fn raw(row: &Row) -> rusqlite::Result<Raw> {
    let mut texts: [String; 11] = Default::default();
    for (at, text) in texts.iter_mut().enumerate() {
        *text = row.get(at)?;
    }
    let mut more: [Option<String>; 7] = Default::default();
    for (at, text) in more.iter_mut().enumerate() {
        *text = row.get(texts.len() + at)?;
    }
    Ok(Raw(texts, more, row.get(18)?))
}

fn unread(cause: serde_json::Error) -> Error {
    Error::damaged("damaged", format!("A comment can’t be read: {cause}."))
}

fn comment(Raw(texts, more, newsroom): Raw) -> Result<Comment> {
    let [
        id,
        article,
        commenter,
        author,
        created,
        body,
        state,
        reasons,
        findings,
        source,
        last_op,
    ] = texts;
    let [
        place,
        parent,
        answers,
        original,
        decided_by,
        decided_at,
        there,
    ] = more;
    Ok(Comment {
        id: id.kept()?,
        article: Some(article)
            .filter(|article| !article.is_empty())
            .map(|article| article.kept())
            .transpose()?,
        place,
        parent: parent.map(|parent| parent.kept()).transpose()?,
        answers,
        commenter: commenter.kept()?,
        author,
        created: created.kept()?,
        body,
        original,
        state: state.kept()?,
        reasons: serde_json::from_str(&reasons).map_err(unread)?,
        findings: serde_json::from_str(&findings).map_err(unread)?,
        decided_by: decided_by.map(|by| by.kept()).transpose()?,
        decided_at,
        decided_there: there
            .map(|there| serde_json::from_str(&there))
            .transpose()
            .map_err(unread)?,
        source,
        newsroom,
        last_op,
    })
}

/// Asks for comments by what follows the FROM.
fn all(db: &Db, rest: &str, values: impl rusqlite::Params) -> Result<Vec<Comment>> {
    db.conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM {FROM} {rest}"))
        .map_err(sql)?
        .query_map(values, raw)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(comment)
        .collect()
}

/// The comment whose id begins with `prefix`.
///
/// # Errors
/// `no-such-comment`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Comment> {
    let mut found = all(
        db,
        "WHERE c.id >= ?1 AND c.id < ?1 || 'g' LIMIT 2",
        [prefix.to_ascii_lowercase()],
    )?;
    match (prefix.is_empty(), found.len()) {
        (false, 1) => Ok(found.remove(0)),
        (false, 2) => Err(Error::usage(
            "ambiguous-id",
            format!("More than one comment begins with {prefix}."),
        )
        .hint("Give more of the id.")),
        _ => Err(missing(prefix)),
    }
}

fn missing(id: &str) -> Error {
    Error::unreadable("no-such-comment", format!("There is no comment {id}."))
        .hint("`copydesk comment list` shows them.")
}

/// What was decided on a comment, and which article it is on.
///
/// # Errors
/// `no-such-comment`, `damaged`; system errors.
pub fn decided(db: &Db, id: CommentId) -> Result<(Option<ArticleId>, Decided)> {
    type Row = (String, String, String, Option<String>, Option<String>);
    let row: Option<Row> = db
        .conn
        .prepare_cached(
            "SELECT article, state, reasons, decided_by, decided_at FROM j_comment WHERE id = ?1",
        )
        .map_err(sql)?
        .query_row([id.to_string()], |row| row.try_into())
        .optional()
        .map_err(sql)?;
    let (article, state, reasons, by, at) = row.ok_or_else(|| missing(&id.to_string()))?;
    let article = match article.is_empty() {
        true => None,
        false => Some(article.kept()?),
    };
    let decided = Decided {
        state: state.kept()?,
        reasons: serde_json::from_str(&reasons).map_err(unread)?,
        by: by.map(|by| by.kept()).transpose()?,
        at: at.map(|at| at.kept()).transpose()?,
    };
    Ok((article, decided))
}

/// The id of the comment whose id begins with `prefix`.
///
/// # Errors
/// As [`find`].
pub fn find_id(db: &Db, prefix: &str) -> Result<CommentId> {
    let whole: Option<String> = db
        .conn
        .prepare_cached("SELECT id FROM j_comment WHERE id = ?1")
        .map_err(sql)?
        .query_row([prefix.to_ascii_lowercase()], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    match whole {
        Some(id) => id.kept(),
        None => find(db, prefix).map(|comment| comment.id),
    }
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
    id.map(|id| id.kept()).transpose()
}

/// The comments that `person` decided last, newest first.
///
/// # Errors
/// System errors.
pub fn decided_by(db: &Db, person: PersonId, limit: u32) -> Result<Vec<Comment>> {
    all(
        db,
        "WHERE c.decided_by = ?1 AND c.state <> 'pending' ORDER BY c.decided_at DESC, c.last_op DESC LIMIT ?2",
        (person.to_string(), limit),
    )
}
/// Whether a comment was answered by one that did not come in with it, in the step `op`, and is not as the step `mine`, which
/// takes that back, has left it.
///
/// # Errors
/// System errors.
pub fn answered_since(db: &Db, of: &Taken, (op, mine): (OpId, OpId)) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM j_comment WHERE parent = ?1 AND last_op NOT IN (?2, ?3))",
        )
        .map_err(sql)?
        .query_row(
            (of.id.to_string(), op.to_string(), mine.to_string()),
            |row| row.get(0),
        )
        .map_err(sql)
}
