//! The queue, a comment in its thread, and one as the terminal prints it.

use crate::{
    CommentRecord, CommentRow, CommentView, CommenterRecord, Desk, Hand, Page, ThreadRow,
    article::{cursor, page},
    hand::name_of,
};
use model::{
    Result,
    comment::{CommentState, Reason},
    person::{Person, Role},
};
use serde::Deserialize;
use store::{Db, comment::Comment};

/// How many comments above one are shown.
const THREAD: usize = 20;

/// Which comments, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct List {
    pub state: Option<CommentState>,
    pub article: Option<String>,
    pub limit: Option<u32>,
    pub after: Option<String>,
}

fn asked(db: &Db, ask: &List) -> Result<(Vec<Comment>, u32)> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
    let article = ask
        .article
        .as_deref()
        .map(|article| store::article::find(db, article))
        .transpose()?;
    let after = cursor(ask.after.as_deref())?;
    Ok((
        store::comment::list(
            db,
            ask.state,
            article.map(|article| article.id),
            after,
            limit + 1,
        )?,
        limit,
    ))
}

fn place(comment: &Comment) -> String {
    format!("{}~{}", comment.created, comment.id)
}

/// A page of comments, oldest first.
///
/// # Errors
/// `no-such-article`, `bad-cursor`; system errors.
pub fn list(desk: &Desk, _: &Hand, ask: List) -> Result<Page<CommentRow>> {
    desk.store.read(|db| {
        let (rows, limit) = asked(db, &ask)?;
        page(rows, limit, place, |comment| {
            Ok(CommentRow {
                id: comment.id.to_string(),
                article: comment.article.to_string(),
                article_title: store::article::get(db, comment.article)?.title,
                author: shown(&comment.author),
                body: comment
                    .body
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .take(160)
                    .collect(),
                created: comment.created.to_string(),
                state: comment.state,
            })
        })
    })
}

/// The same as records, for the terminal.
///
/// # Errors
/// As [`list`].
pub fn records(desk: &Desk, _: &Hand, ask: List) -> Result<Page<CommentRecord>> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let (rows, limit) = asked(db, &ask)?;
        page(rows, limit, place, |comment| Ok(record(comment, &people)))
    })
}

/// Which comment.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Read {
    pub comment: String,
}

/// A comment as the terminal prints it.
///
/// # Errors
/// `no-such-comment`; system errors.
pub fn read(desk: &Desk, _: &Hand, ask: Read) -> Result<CommentRecord> {
    desk.store.read(|db| {
        Ok(record(
            store::comment::find(db, &ask.comment)?,
            &store::person::list(db)?,
        ))
    })
}

pub(crate) fn record(comment: Comment, people: &[Person]) -> CommentRecord {
    CommentRecord {
        id: comment.id.to_string(),
        article: comment.article.to_string(),
        parent: comment.parent.map(|parent| parent.to_string()),
        author: shown(&comment.author),
        created: comment.created.to_string(),
        body: comment.body,
        state: comment.state,
        reasons: comment.reasons,
        decided_by: comment.decided_by.map(|by| name_of(people, by)),
    }
}

/// A name that was erased, or never given, still needs a word.
pub(crate) fn shown(author: &str) -> String {
    if author.trim().is_empty() {
        "Anonymous".into()
    } else {
        author.to_owned()
    }
}

/// Which comment.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub comment: String,
}

/// A comment with what it answers and its commenter's record; the e-mail for moderators alone.
///
/// # Errors
/// `no-such-comment`; system errors.
pub fn show(desk: &Desk, hand: &Hand, ask: Show) -> Result<CommentView> {
    desk.store.read(|db| {
        let comment = store::comment::find(db, &ask.comment)?;
        let people = store::person::list(db)?;
        let moderates = hand
            .actor
            .and_then(|actor| people.iter().find(|person| person.id == actor))
            .is_some_and(|me| me.holds(&[Role::Moderator]));
        let private = if moderates {
            store::comment::commenter(db, comment.commenter)?
        } else {
            None
        };
        Ok(CommentView {
            article_title: store::article::get(db, comment.article)?.title,
            email: private.and_then(|private| private.email),
            html: markup::comment_html(&comment.body),
            thread: thread(db, &comment)?,
            record: commenters_record(db, &comment)?,
            statement: statement(&comment.reasons),
            decided_at: comment.decided_at.clone(),
            id: comment.id.to_string(),
            article: comment.article.to_string(),
            author: shown(&comment.author),
            created: comment.created.to_string(),
            body: comment.body,
            state: comment.state,
            reasons: comment.reasons,
            decided_by: comment.decided_by.map(|by| name_of(&people, by)),
        })
    })
}

/// What the comment answers, outermost first.
fn thread(db: &Db, comment: &Comment) -> Result<Vec<ThreadRow>> {
    let mut above = vec![];
    let mut parent = comment.parent;
    while let (Some(id), true) = (parent, above.len() < THREAD) {
        let Ok(found) = store::comment::find(db, &id.to_string()) else {
            break;
        };
        parent = found.parent;
        above.push(ThreadRow {
            id: found.id.to_string(),
            author: shown(&found.author),
            html: markup::comment_html(&found.body),
            created: found.created.to_string(),
            state: found.state,
        });
    }
    above.reverse();
    Ok(above)
}

fn commenters_record(db: &Db, comment: &Comment) -> Result<CommenterRecord> {
    let (counts, since) = store::comment::record(db, comment.commenter)?;
    let of = |state| {
        counts
            .iter()
            .find(|(s, _)| *s == state)
            .map_or(0, |(_, n)| i32::try_from(*n).unwrap_or(i32::MAX))
    };
    Ok(CommenterRecord {
        published: of(CommentState::Published),
        held: of(CommentState::Held),
        rejected: of(CommentState::Rejected),
        spam: of(CommentState::Spam),
        pending: of(CommentState::Pending),
        since,
    })
}

/// What the commenter would read.
fn statement(reasons: &[Reason]) -> String {
    let Some(reason) = reasons.first() else {
        return String::new();
    };
    let because = match reason.code.as_str() {
        "hate" => "it demeans people for what they are",
        "threat" => "it threatens someone",
        "harassment" => "it attacks a person rather than an argument",
        "sexual" => "it is sexual in a way that does not belong here",
        "spam" => "it advertises something",
        "off-topic" => "it is not about the article",
        "personal-data" => "it gives away someone's personal details",
        "impersonation" => "it is written under someone else's name",
        "misinformation" => "it states as fact what is known to be untrue",
        "copyright" => "it repeats a text that belongs to someone else",
        "illegal" => "the law does not allow us to show it",
        _ => "it does not keep to our rules for comments",
    };
    format!("Your comment was not published because {because}. You can answer this message.")
}
