//! Publish, hold, reject, spam; and taking that back.

use super::read::shown;
use crate::{Act, Decision, Desk, Hand, library};
use model::{
    Error, Result,
    comment::{CommentState, Reason},
    event::Event,
    person::Role,
};
use serde::Deserialize;

/// Most comments that one step decides.
const LIMIT: usize = 10_000;

/// What becomes of which comments, and why.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Decide {
    pub comments: Vec<String>,
    pub state: CommentState,
    #[serde(default)]
    pub reason: Option<String>,
}

/// Decides over comments, all in one step.
///
/// # Errors
/// `wrong-role`, `no-such-comment`, `unknown-reason`, `not-a-decision`, `too-many`; system errors.
pub fn decide(desk: &Desk, hand: &Hand, ask: Decide) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, &[Role::Moderator])?;
        if ask.state == CommentState::Pending {
            return Err(Error::usage(
                "not-a-decision",
                "A decision is to publish, hold, reject or mark as spam.",
            ));
        }
        if ask.comments.is_empty() || ask.comments.len() > LIMIT {
            return Err(Error::usage(
                "too-many",
                format!("Decide over 1 to {LIMIT} comments at once."),
            ));
        }
        let reasons: Vec<Reason> = ask
            .reason
            .iter()
            .map(|code| Reason::of(code))
            .collect::<Result<_>>()?;
        let mut decided = 0;
        let mut last = String::new();
        for id in &ask.comments {
            let comment = store::comment::find(txn, id)?;
            last = shown(&comment.author);
            if comment.state == ask.state && comment.reasons == reasons {
                continue;
            }
            decided += 1;
            txn.append(Event::CommentDecided {
                comment: comment.id,
                article: Some(comment.article),
                state: ask.state,
                reasons: reasons.clone(),
                by: Some(me.id),
                was: comment.state,
                was_reasons: comment.reasons,
                was_by: comment.decided_by,
            })?;
        }
        let verb = verb(ask.state);
        let words = match decided {
            0 => format!("{last}’s comment is {} already", ask.state.name()),
            1 => format!("{verb} {last}’s comment"),
            n => format!("{verb} {n} comments"),
        };
        Ok(Act {
            words,
            undo: decided > 0,
        })
    })
}

pub(crate) fn verb(state: CommentState) -> &'static str {
    match state {
        CommentState::Pending => "Put back",
        CommentState::Published => "Published",
        CommentState::Held => "Held",
        CommentState::Rejected => "Rejected",
        CommentState::Spam => "Marked as spam",
    }
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct UndoDecision {}

/// Takes back one's last decision over comments.
///
/// # Errors
/// `wrong-role`, `nothing-to-undo`, `built-on`; system errors.
pub fn undo(desk: &Desk, hand: &Hand, _: UndoDecision) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, &[Role::Moderator])?;
        library::take_back(txn, &me, Some("comment-decided"))
    })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Decisions {}

/// One's last ten decisions, newest first.
///
/// # Errors
/// System errors.
pub fn decisions(desk: &Desk, hand: &Hand, _: Decisions) -> Result<Vec<Decision>> {
    desk.store.read(|db| {
        let Some(me) = hand.actor else {
            return Ok(vec![]);
        };
        let newest = store::journal::last_step(db, me, Some("comment-decided"))?
            .map(|step| step.op.to_string());
        let decided = store::comment::decided_by(db, me, 10)?;
        Ok(decided
            .into_iter()
            .map(|comment| Decision {
                comment: comment.id.to_string(),
                author: shown(&comment.author),
                state: comment.state,
                reason: comment.reasons.first().map(|reason| reason.code.clone()),
                at: comment.decided_at.unwrap_or_default(),
                undoable: newest.as_ref() == Some(&comment.last_op),
                op: comment.last_op,
            })
            .collect())
    })
}
