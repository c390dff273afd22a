//! Publish, hold, reject, spam; and taking that back.

use super::{List, shown::sender, stand::change};
use crate::{Act, Decision, Desk, Hand, library, words::grouped};
use model::{
    ArticleId, CommentId, Error, OpId, PersonId, Result,
    comment::{Changed, CommentState, Decided, Reason, Stand, What},
    event::Event,
    person::{Person, Role},
};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use store::{Db, Txn};

/// How many comments can be named one by one; all of a list are as many as there are.
const MOST: usize = 10_000;
/// How many are decided in one part of a long step.
const AT_ONCE: usize = 500;
/// How many are decided with an entry of the journal each.
const FEW: usize = 20;
/// Longest text of a reason, in characters.
const LONGEST: usize = 500;

/// The events that one's acts at the queue are: decisions, edits, bans, answers, and where a place belongs. Of what came in,
/// an answer alone counts.
const DECISIONS: &[&str] = &[
    "comment-decided",
    "comments-changed",
    "commenter-banned",
    "comments-taken",
    "place-set",
];

/// What becomes of which comments (these, or all that a list holds but a few), and why.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Decide {
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub comments: Vec<String>,
    #[serde(default)]
    #[ts(optional)]
    pub all: Option<List>,
    /// Left out of `all`.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub except: Vec<String>,
    pub state: CommentState,
    #[serde(default)]
    pub reason: Option<String>,
    /// More, in words: wanted with the reason `other`.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// The step that left the one comment as it was seen: where it is another by now, nothing is decided.
    #[serde(default)]
    #[ts(optional)]
    pub seen: Option<String>,
    /// How far `all` goes: what came in after this mark is left out.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub mark: Option<i64>,
}

/// Decides on comments, all in one step; many in parts. What someone else has in front of them is left to them.
///
/// # Errors
/// `wrong-role`, `no-such-comment`, `unknown-reason`, `no-text`, `needs-no-reason`, `no-words`, `not-a-decision`,
/// `nothing-chosen`, `too-many`, `claimed` where all of them are in front of someone else, `changed-meanwhile` where one is
/// not as it was seen, `cancelled`; system errors.
pub fn decide(desk: &Desk, hand: &Hand, ask: Decide) -> Result<Act> {
    let (reasons, chosen) = desk.store.read(|db| {
        hand.must(db, &[Role::Moderator])?;
        if ask.state == CommentState::Pending {
            return Err(Error::usage(
                "not-a-decision",
                "A decision is to publish, hold, reject or mark as spam.",
            ));
        }
        Ok((reasons(&ask)?, chosen(db, &ask)?))
    })?;
    let seen = ask.seen.as_deref().filter(|_| chosen.len() == 1);
    let all = chosen.len();
    let op = OpId(hand.ids.id());
    let mut so_far = SoFar::default();
    for part in chosen.chunks(AT_ONCE) {
        if all > AT_ONCE && !hand.progress.step(so_far.looked_at as u64, all as u64) {
            so_far.stopped = all - so_far.looked_at;
            break;
        }
        let each = |txn: &Txn| {
            let me = hand.must(txn, &[Role::Moderator])?;
            if let (Some(seen), [id]) = (seen, part) {
                as_seen(txn, *id, seen)?;
            }
            one_part(txn, hand, &me, part, (ask.state, &reasons), all)
        };
        // What is short leaves no pause behind it: a key is answered at once.
        let done = match all > AT_ONCE {
            true => desk.part(hand, op, each),
            false => desk.act(hand, each),
        };
        so_far.add(done?);
    }
    told(so_far, ask.state)
}

/// What a decision gives as its reasons.
fn reasons(ask: &Decide) -> Result<Vec<Reason>> {
    let text = super::text::cleaned(ask.text.as_deref().unwrap_or_default());
    if text.chars().count() > LONGEST {
        return Err(Error::usage(
            "too-long",
            format!("A reason is at most {LONGEST} characters long."),
        ));
    }
    if ask.state == CommentState::Published && (ask.reason.is_some() || !text.is_empty()) {
        return Err(Error::usage(
            "needs-no-reason",
            "What is published needs no reason: a reason says why a comment was not.",
        )
        .hint("Give a reason to hold, reject or mark as spam; publish without one."));
    }
    let Some(code) = &ask.reason else {
        if text.is_empty() {
            return Ok(vec![]);
        }
        return Err(
            Error::usage("no-reason", "Words of a reason go with its code.")
                .hint("Give `other` as the reason where none of the others is it."),
        );
    };
    let mut reason = Reason::of(code)?;
    if code == "other" && text.is_empty() {
        return Err(Error::usage(
            "no-text",
            "Another reason has to be said in words.",
        ));
    }
    reason.detail = text;
    Ok(vec![reason])
}

/// The ids of those that were chosen, each once, in the order of the list.
fn chosen(db: &Db, ask: &Decide) -> Result<Vec<CommentId>> {
    let mut seen = HashSet::new();
    let mut ids = vec![];
    if ask.all.is_some() && !ask.comments.is_empty() {
        return Err(Error::usage(
            "two-ways",
            "These comments, or all that a list holds: one of the two.",
        ));
    }
    match &ask.all {
        Some(list) => {
            let filter = store::comment::Filter {
                mark: ask.mark,
                ..list.filter(db)?
            };
            let except: HashSet<&str> = ask.except.iter().map(String::as_str).collect();
            let mut after: Option<(String, String)> = None;
            loop {
                let key = after.as_ref().map(|(at, id)| (at.as_str(), id.as_str()));
                let page = store::comment::ids(db, &filter, key, 10_000)?;
                let Some((id, at)) = page.last() else { break };
                after = Some((at.clone(), id.to_string()));
                ids.extend(page.into_iter().map(|(id, _)| id));
            }
            ids.retain(|id| !except.contains(id.to_string().as_str()) && seen.insert(*id));
        }
        None => {
            if ask.comments.len() > MOST {
                return Err(Error::usage(
                    "too-many",
                    format!("Name at most {} comments one by one.", grouped(MOST as u64)),
                )
                .hint("Narrow the list down with a filter, and decide on all of it."));
            }
            for named in &ask.comments {
                let id = store::comment::find_id(db, named)?;
                if seen.insert(id) {
                    ids.push(id);
                }
            }
        }
    }
    if ids.is_empty() {
        return Err(match &ask.all {
            Some(_) => Error::usage("nothing-chosen", "No comment is as the filter says.")
                .hint("`copydesk comment list` with the same filter shows what it holds; `--waiting` is what waits or was held by a rule."),
            None => Error::usage("nothing-chosen", "No comment is chosen.")
                .hint("Name comments, or a filter that holds some."),
        });
    }
    Ok(ids)
}

/// What came of those that were looked at so far.
#[derive(Default)]
struct SoFar {
    looked_at: usize,
    decided: u64,
    already: u64,
    claimed: u64,
    stopped: usize,
    /// Whose the last one is, and who has the last one that is claimed.
    last: String,
    holder: String,
}

impl SoFar {
    fn add(&mut self, part: Self) {
        self.looked_at += part.looked_at;
        self.decided += part.decided;
        self.already += part.already;
        self.claimed += part.claimed;
        self.last = part.last;
        if !part.holder.is_empty() {
            self.holder = part.holder;
        }
    }
}

/// Refuses what someone else has in front of them.
pub(crate) fn left_to(txn: &Txn, hand: &Hand, me: &Person, id: CommentId) -> Result<()> {
    let claims = store::comment::claims(txn, hand.now)?;
    let Some((_, person)) = claims
        .into_iter()
        .find(|(comment, person)| *comment == id && *person != me.id)
    else {
        return Ok(());
    };
    Err(in_front(&crate::hand::name_of(
        &store::person::list(txn)?,
        person,
    )))
}

fn in_front(holder: &str) -> Error {
    Error::refused("claimed", format!("{holder} has it in front of them."))
        .hint("It is free again a minute after they go on.")
}

/// Refuses where a comment is not as it was seen.
fn as_seen(txn: &Txn, id: CommentId, seen: &str) -> Result<()> {
    if store::comment::find(txn, &id.to_string())?.last_op == seen {
        return Ok(());
    }
    Err(Error::refused(
        "changed-meanwhile",
        "The comment is not any more as it was shown; nothing was decided.",
    )
    .hint("Look at it again, and decide then."))
}

fn one_part(
    txn: &Txn,
    hand: &Hand,
    me: &Person,
    part: &[CommentId],
    (state, reasons): (CommentState, &[Reason]),
    all: usize,
) -> Result<SoFar> {
    let claims: HashMap<CommentId, PersonId> = store::comment::claims(txn, hand.now)?
        .into_iter()
        .filter(|(_, person)| *person != me.id)
        .collect();
    let few = all <= FEW && reasons.iter().all(|reason| reason.detail.is_empty());
    let mut so_far = SoFar::default();
    let mut changes = vec![];
    let (mut only, mut last) = (None, None);
    for id in part {
        so_far.looked_at += 1;
        let (article, was) = store::comment::decided(txn, *id)?;
        if let Some(person) = claims.get(id) {
            so_far.claimed += 1;
            let people = store::person::list(txn)?;
            so_far.holder = crate::hand::name_of(&people, *person);
            continue;
        }
        last = Some(id);
        if was.state == state && was.reasons == reasons && was.by.is_some() {
            so_far.already += 1;
            continue;
        }
        so_far.decided += 1;
        // Words of a reason stand in a text alone, from which someone's name can be left out.
        let worded = was.reasons.iter().any(|reason| !reason.detail.is_empty());
        if few && !worded {
            decide_one(txn, me, (*id, article, was), (state, reasons))?;
        } else {
            only = article.filter(|_| all == 1);
            changes.push(change_of(hand, me, (*id, was), (state, reasons)));
        }
    }
    if let Some(id) = last {
        so_far.last = sender(&store::comment::find(txn, &id.to_string())?.author);
    }
    change(txn, What::Decided, only, changes)?;
    Ok(so_far)
}

fn decide_one(
    txn: &Txn,
    me: &Person,
    (comment, article, was): (CommentId, Option<ArticleId>, Decided),
    (state, reasons): (CommentState, &[Reason]),
) -> Result<()> {
    txn.append(Event::CommentDecided {
        comment,
        article,
        state,
        reasons: reasons.to_vec(),
        by: Some(me.id),
        was: was.state,
        was_reasons: was.reasons,
        was_by: was.by,
    })
}

fn change_of(
    hand: &Hand,
    me: &Person,
    (comment, was): (CommentId, Decided),
    (state, reasons): (CommentState, &[Reason]),
) -> Changed {
    let worded = reasons
        .iter()
        .chain(&was.reasons)
        .any(|reason| !reason.detail.is_empty());
    Changed {
        comment,
        salt: if worded { hand.salt() } else { String::new() },
        was: Stand {
            decided: Some(was),
            ..Stand::default()
        },
        now: Stand {
            decided: Some(Decided {
                state,
                reasons: reasons.to_vec(),
                by: Some(me.id),
                at: Some(hand.now),
            }),
            ..Stand::default()
        },
    }
}

fn told(so_far: SoFar, state: CommentState) -> Result<Act> {
    let SoFar {
        decided,
        claimed,
        stopped,
        last,
        holder,
        ..
    } = so_far;
    if decided == 0 && stopped > 0 {
        return Err(Error::refused(
            "cancelled",
            "Cancelled; nothing was changed.",
        ));
    }
    if decided == 0 && claimed > 0 {
        return Err(in_front(&holder));
    }
    let verb = verb(state);
    let mut words = match decided {
        0 => format!("{last}’s comment is {} already", state.name()),
        1 => format!("{verb} {last}’s comment"),
        n => format!("{verb} {} comments", grouped(n)),
    };
    if claimed > 0 {
        let are = if claimed == 1 { "is" } else { "are" };
        words.push_str(&format!(
            "; {} {are} in front of {holder}",
            grouped(claimed)
        ));
    }
    if stopped > 0 {
        words.push_str(&format!(
            "; stopped before {} more",
            grouped(stopped as u64)
        ));
    }
    Ok(Act {
        words,
        undo: decided > 0,
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

/// Takes back one's last act at the queue, whatever it was: a decision, an edit, a ban, an answer, a place given to an
/// article. An import is none.
///
/// # Errors
/// `wrong-role`, `nothing-to-undo`, `built-on`, `cancelled`; system errors.
pub fn undo(desk: &Desk, hand: &Hand, _: UndoDecision) -> Result<Act> {
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let last = library::Last {
        kinds: Some(DECISIONS),
        step: None,
    };
    library::undo_last(desk, hand, last)
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
        let newest =
            store::journal::last_step(db, me, Some(DECISIONS))?.map(|step| step.op.to_string());
        let decided = store::comment::decided_by(db, me, 10)?;
        Ok(decided
            .into_iter()
            .map(|comment| Decision {
                comment: comment.id.to_string(),
                author: sender(&comment.author),
                state: comment.state,
                reason: comment.reasons.first().map(|reason| reason.code.clone()),
                at: comment.decided_at.unwrap_or_default(),
                undoable: newest.as_ref() == Some(&comment.last_op),
                op: comment.last_op,
            })
            .collect())
    })
}
