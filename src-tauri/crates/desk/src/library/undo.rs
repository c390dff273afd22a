//! One step back: the inverse of one's own last act, refused where something has built on it since.

use super::{ahead::Ahead, still::may_be_taken_back, undone::Undone};
use crate::{Act, Desk, Hand, article, hand::PART, words::grouped};
use model::{Error, OpId, Result, event::Event, person::Person};
use serde::Deserialize;
use store::{Db, Txn, journal::Step};

/// Nothing to say; or the step that it is about, where that is one's last.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Undo {
    #[ts(optional)]
    pub step: Option<String>,
}

/// Takes back one's own last act. A long one is taken back in parts; where that is stopped, the next undo goes on with it.
///
/// # Errors
/// `nothing-to-undo`, `not-undoable`, `not-last`, `built-on`, `wrong-role`, `cancelled`; system errors.
pub fn undo(desk: &Desk, hand: &Hand, ask: Undo) -> Result<Act> {
    let step = ask.step.as_deref().map(str::parse).transpose()?;
    undo_last(desk, hand, Last { kinds: None, step })
}

/// What the last act has to be.
#[derive(Default, Clone, Copy)]
pub(crate) struct Last<'a> {
    /// Of one of some kinds.
    pub kinds: Option<&'a [&'a str]>,
    /// This very one.
    pub step: Option<OpId>,
}

/// Takes back one's own last act, if it is what it has to be.
pub(crate) fn undo_last(desk: &Desk, hand: &Hand, last: Last<'_>) -> Result<Act> {
    let (me, step, long) = desk.store.read(|db| {
        let me = hand.me(db)?;
        let step = last_step(db, &me, last)?;
        let events = store::journal::of_step(db, step.op, step.newest, PART as u32)?;
        let weight: usize = events.iter().map(|done| weight(&done.entry.event)).sum();
        Ok((me, step, step.left > PART as u64 || weight > HEAVY))
    })?;
    if long {
        return in_parts(desk, hand, &me, step);
    }
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        take_back(txn, &me, last)
    })
}

/// How many rows are taken back in one part.
const HEAVY: usize = 1000;

/// How many rows an event is about.
fn weight(event: &Event) -> usize {
    match event {
        Event::CommentsTaken { count, .. } | Event::CommentsChanged { count, .. } => {
            *count as usize
        }
        _ => 1,
    }
}

/// The next events of a step to be taken back in one part.
fn next_part(db: &Db, step: Step, from: i64) -> Result<Vec<store::journal::Done>> {
    let mut events = store::journal::of_step(db, step.op, from, PART as u32)?;
    let mut heavy = 0;
    let fits = events
        .iter()
        .take_while(|done| {
            let first = heavy == 0;
            heavy += weight(&done.entry.event);
            first || heavy <= HEAVY
        })
        .count();
    events.truncate(fits);
    Ok(events)
}

fn last_step(db: &Db, me: &Person, last: Last<'_>) -> Result<Step> {
    let found = store::journal::last_step(db, me.id, last.kinds)?.ok_or_else(|| {
        Error::refused("nothing-to-undo", "There is nothing of yours to take back.")
    })?;
    match last.step.is_none_or(|step| step == found.op) {
        true => Ok(found),
        false => Err(Error::refused("not-last", "You did something else since.")
            .hint("Take that back first.")),
    }
}

/// Takes back the last step of `me`, of any kind or of one.
pub(crate) fn take_back(txn: &Txn, me: &Person, last: Last<'_>) -> Result<Act> {
    let step = last_step(txn, me, last)?;
    let mut undone = Undone::default();
    for done in store::journal::of_step(txn, step.op, step.newest, u32::MAX)? {
        let event = &done.entry.event;
        undone.note(txn, event);
        take_back_one(txn, me, step.op, event)?;
    }
    Ok(taken_back(&undone.words(), step))
}

/// Says what was taken back, and what was left as it is.
fn taken_back(what: &str, step: Step) -> Act {
    let key = if step.past_key {
        "; your key stays as it is"
    } else {
        ""
    };
    Act {
        words: format!("Taken back: {what}{key}"),
        undo: false,
    }
}

/// Takes back a long step in parts, once it is seen that all of it can be.
fn in_parts(desk: &Desk, hand: &Hand, me: &Person, step: Step) -> Result<Act> {
    let mine = OpId(hand.ids.id());
    let (mut next, mut ahead) = (Some(step.newest), Ahead::default());
    while let Some(from) = next {
        next = desk.store.read(|db| {
            let events = next_part(db, step, from)?;
            for done in &events {
                let event = &done.entry.event;
                may_be_taken_back(db, me, (step.op, mine), (event, &ahead))?;
                store::journal::inverse(event)?;
                ahead.without(db, event)?;
            }
            Ok(events.last().map(|done| done.seq - 1))
        })?;
    }
    let (mut done, mut next) = (0, Some(step.newest));
    let mut undone = Undone::default();
    while let Some(from) = next {
        if !hand.progress.step(done, step.left) {
            let left = grouped(step.left - done);
            return Err(Error::refused(
                "cancelled",
                format!("Stopped: {left} changes are not taken back."),
            )
            .hint("Undo again takes them back too."));
        }
        next = desk.part(hand, mine, |txn| {
            let events = next_part(txn, step, from)?;
            for done in &events {
                undone.note(txn, &done.entry.event);
                take_back_one(txn, me, step.op, &done.entry.event)?;
            }
            done += events.len() as u64;
            Ok(events.last().map(|done| done.seq - 1))
        })?;
    }
    hand.progress.step(step.left, step.left);
    Ok(taken_back(&undone.words(), step))
}

fn take_back_one(txn: &Txn, me: &Person, op: OpId, event: &Event) -> Result<()> {
    may_be_taken_back(txn, me, (op, txn.op()), (event, &Ahead::default()))?;
    let back = as_it_stands(txn, store::journal::inverse(event)?)?;
    txn.undoes(op);
    txn.append(back)?;
    if matches!(event, Event::SettingsSet { .. }) {
        super::show::approvals_follow(txn)?;
    }
    Ok(())
}

/// An approval that a text had may be worth less by now, or more, where the rule was changed since: it stands as it does by
/// the rule as it is.
fn as_it_stands(txn: &Txn, mut back: Event) -> Result<Event> {
    match &mut back {
        Event::RevisionSaved {
            article,
            revision,
            status,
            ..
        } => {
            let row = store::article::get(txn, *article)?;
            *status = article::reckoned(txn, &row, (*revision, *status), None)?;
        }
        Event::StatusSet {
            article, status, ..
        } => {
            let row = store::article::get(txn, *article)?;
            *status = article::reckoned(txn, &row, (row.head, *status), None)?;
        }
        Event::VerdictTakenBack {
            verdict,
            article,
            status,
            ..
        } => {
            let row = store::article::get(txn, *article)?;
            *status = article::reckoned(txn, &row, (row.head, *status), Some(*verdict))?;
        }
        Event::BinSet {
            article, binned, ..
        } => {
            let row = store::article::get(txn, *article)?;
            return article::bin_set(txn, &row, *binned);
        }
        // What came with articles is shown in the bin, too: it stays on the list.
        Event::AssetRemoved { asset, alt, .. } if store::asset::is_used(txn, asset.hash)? => {
            return Ok(Event::AssetDescribed {
                asset: asset.hash,
                alt: alt.clone(),
                was: alt.clone(),
            });
        }
        _ => {}
    }
    Ok(back)
}
