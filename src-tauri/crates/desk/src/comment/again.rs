//! A comment that is here comes in again: what it becomes, or why it stays as it is.

use super::{
    new::New,
    stand::{EDITED, decided_of, reason, text_of},
    text::{cleaned, one_line},
};
use crate::Hand;
use markup::fold::folded;
use model::{
    CommentId, Result,
    comment::{Changed, CommentState, Decided, Reason, Sent, Stand, Text},
};
use store::{
    Db,
    comment::{Comment, Commenter},
};

/// What becomes of a comment that is here and comes in again.
pub(super) enum Again {
    /// Nothing: it is so already.
    Same,
    /// Something else.
    Otherwise(Box<Changed>),
    /// Nothing, although its source has it otherwise; with why.
    Stays(String),
}

/// A comment is here by its source, or because the file is our own export and names its very id.
pub(super) fn here(db: &Db, new: &New) -> Result<Option<CommentId>> {
    if let Some(id) = store::comment::by_source(db, &new.source)? {
        return Ok(Some(id));
    }
    let Some(id) = new.own else { return Ok(None) };
    Ok(store::comment::find(db, &id.to_string()).ok().map(|_| id))
}

/// What a comment would become that is here; none where it is not here.
pub(super) fn would(db: &Db, hand: &Hand, new: &New) -> Result<Option<Again>> {
    match here(db, new)? {
        Some(id) => again(db, hand, id, new).map(Some),
        None => Ok(None),
    }
}

/// Whether who is said to have written a comment is who it is here under: the same name, however it is written, and no other
/// e-mail where both say one.
pub(super) fn same_author(kept: &Commenter, sent: &Sent) -> bool {
    let name = |text: &str| {
        let folded = folded(text);
        match folded.is_empty() {
            true => one_line(text).to_lowercase(),
            false => folded,
        }
    };
    let email = |text: &Option<String>| {
        let text = text.as_deref().map(one_line);
        text.filter(|text| !text.is_empty())
            .map(|text| text.to_lowercase())
    };
    let others = match (email(&kept.email), email(&sent.email)) {
        (Some(kept), Some(sent)) => kept != sent,
        _ => false,
    };
    !others && name(&kept.name) == name(&sent.author)
}

/// What a comment that is here becomes, where its source has it otherwise now: another text, or deleted; or another state,
/// where nobody here decided on it. What was edited here stays, and so do words that come under another name. Nothing of
/// someone who was forgotten comes back.
pub(super) fn again(db: &Db, hand: &Hand, id: CommentId, new: &New) -> Result<Again> {
    if new.only_new {
        return Ok(Again::Same);
    }
    let kept = store::comment::find(db, &id.to_string())?;
    if kept.newsroom || store::comment::forgotten(db, kept.commenter)? {
        return Ok(Again::Same);
    }
    let mut change = Changed {
        comment: id,
        salt: String::new(),
        was: Stand::default(),
        now: Stand::default(),
    };
    let body = cleaned(&new.sent.body);
    if !new.sent.deleted && !body.is_empty() && !says(&kept, new, &body) {
        if let Some(why) = stays(db, &kept, new)? {
            return Ok(Again::Stays(why));
        }
        change.salt = hand.salt();
        change.was.text = Some(text_of(&kept));
        change.now.text = Some(Text {
            body,
            original: new.original.clone(),
        });
    }
    let as_it_is = |(state, reasons): &(CommentState, Vec<Reason>)| {
        (*state, reasons) == (kept.state, &kept.reasons) && kept.decided_by.is_none()
    };
    let next = next(&kept, new, change.now.text.is_some());
    if let Some((state, reasons)) = next.filter(|next| !as_it_is(next)) {
        change.was.decided = Some(decided_of(&kept)?);
        change.now.decided = Some(Decided {
            state,
            reasons,
            by: None,
            at: None,
        });
    }
    Ok(match change.now == Stand::default() {
        true => Again::Same,
        false => Again::Otherwise(Box::new(change)),
    })
}

/// Whether a comment says already what its source does.
fn says(kept: &Comment, new: &New, body: &str) -> bool {
    let said = kept.original.as_ref().unwrap_or(&kept.body);
    body == said || (new.own == Some(kept.id) && body == kept.body)
}

/// Why a comment says what it says although its source says something else, where it does.
fn stays(db: &Db, kept: &Comment, new: &New) -> Result<Option<String>> {
    let id = kept.id;
    let private = store::comment::commenter(db, kept.commenter)?.unwrap_or_default();
    if !same_author(&private, &new.sent) {
        return Ok(Some(format!(
            "Its source says something else now, and under another name; the comment here, {id}, stays as it is."
        )));
    }
    if kept.original.is_some() && store::comment::edited_here(db, kept)? {
        return Ok(Some(format!(
            "It was edited here, and its source says otherwise now; the comment here, {id}, stays as it is. See whether the edit still fits."
        )));
    }
    Ok(None)
}

/// The state that a comment takes over from its source, and why; `text` where its words become others.
fn next(kept: &Comment, new: &New, text: bool) -> Option<(CommentState, Vec<Reason>)> {
    match (new.sent.deleted, new.sent.state) {
        (true, _) if deleted(kept) => None,
        // Where somebody here had decided on it, that is said, so that it does not come back as its source has it.
        (true, _) if kept.decided_by.is_some() => Some((
            CommentState::Rejected,
            vec![reason("deleted"), reason(EDITED)],
        )),
        (true, _) => Some((CommentState::Rejected, vec![reason("deleted")])),
        (false, _) if deleted(kept) && kept.reasons.contains(&reason(EDITED)) => {
            Some((CommentState::Pending, vec![reason(EDITED)]))
        }
        (false, _) if deleted(kept) => Some((
            new.sent.state.unwrap_or(CommentState::Pending),
            new.sent.reasons.clone(),
        )),
        // What was decided was decided on other words.
        (false, _) if text && kept.decided_by.is_some() => {
            Some((CommentState::Pending, vec![reason(EDITED)]))
        }
        (false, _) if reopened(kept) => None,
        (false, None) if text => Some((CommentState::Pending, vec![])),
        (false, Some(state)) if kept.decided_by.is_none() && state != kept.state => {
            Some((state, new.sent.reasons.clone()))
        }
        _ => None,
    }
}

/// Whether a comment is rejected because its source deleted it.
fn deleted(comment: &Comment) -> bool {
    comment.state == CommentState::Rejected
        && comment
            .reasons
            .iter()
            .any(|reason| reason.code == "deleted")
}

/// Whether a comment waits for a person because it says something else than what was decided on: its source says what it
/// is no more.
fn reopened(comment: &Comment) -> bool {
    comment.state == CommentState::Pending
        && comment.reasons.iter().any(|reason| reason.code == EDITED)
}
