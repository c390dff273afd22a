//! One step back: the inverse of one's own last act, refused where something has built on it since.

use crate::{
    Act, Desk, Hand,
    article::{self, WRITERS},
    asset, template, words,
};
use model::{
    Error, Hash, OpId, PersonId, Result,
    article::Status,
    event::Event,
    person::{Person, Role},
};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Txn, person::Table};

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Undo {}

/// Takes back one's own last act.
///
/// # Errors
/// `nothing-to-undo`, `not-undoable`, `built-on`, `wrong-role`; system errors.
pub fn undo(desk: &Desk, hand: &Hand, _: Undo) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        take_back(txn, &me, None)
    })
}

/// Takes back the last step of `me`, of any kind or of one.
pub(crate) fn take_back(txn: &Txn, me: &Person, kind: Option<&str>) -> Result<Act> {
    let Some((op, events)) = store::journal::last_op(txn, me.id, kind)? else {
        return Err(Error::refused(
            "nothing-to-undo",
            "There is nothing of yours to take back.",
        ));
    };
    let made: BTreeSet<String> = events
        .iter()
        .filter(|event| matches!(event, Event::ArticleMade { .. }))
        .filter_map(words::article)
        .collect();
    // An article that was made goes to the bin whole; what else was done to it in that step goes with it.
    let steps: Vec<&Event> = events
        .iter()
        .rev()
        .filter(|event| {
            matches!(event, Event::ArticleMade { .. })
                || words::article(event).is_none_or(|article| !made.contains(&article))
        })
        .collect();
    let mut said = vec![];
    txn.undoes(op);
    for event in steps {
        me.must_hold(who_may(event))?;
        if let Some((table, id)) = touched(event) {
            untouched_since(txn, table, &id, op).or_else(|built_on| {
                if stands_again(txn, event, (op, me.id), table, &id)? {
                    Ok(())
                } else {
                    Err(built_on)
                }
            })?;
        }
        if let Event::CommentsTaken { records, .. } = event {
            undecided_since(txn, *records, op)?;
        }
        named_so_still(txn, event)?;
        listed_so_still(txn, event)?;
        spelt_so_still(txn, event)?;
        aside_so_still(txn, event)?;
        laid_down_so_still(txn, event)?;
        profiled_so_still(txn, event)?;
        let back = as_it_stands(txn, store::journal::inverse(event)?)?;
        said.extend(words::of(txn, event));
        txn.append(back)?;
        if matches!(event, Event::SettingsSet { .. }) {
            super::show::approvals_follow(txn)?;
        }
    }
    let what = match said.as_slice() {
        [] if !made.is_empty() => "the new article".to_owned(),
        [one] => one.clone(),
        many => format!("{} changes", many.len()),
    };
    Ok(Act {
        words: format!("Taken back: {what}"),
        undo: false,
    })
}

/// An approval that a text had may be worth less by now, where the rule was changed since: then it is in review.
fn as_it_stands(txn: &Txn, mut back: Event) -> Result<Event> {
    if let Event::RevisionSaved {
        article,
        revision,
        status: status @ (Status::Approved | Status::Published),
        ..
    } = &mut back
    {
        let row = store::article::get(txn, *article)?;
        *status = article::stands(txn, &row, *revision)?.unwrap_or(Status::InReview);
    }
    Ok(back)
}

/// Whoever may do it may take it back.
fn who_may(event: &Event) -> &'static [Role] {
    match event {
        Event::CommentDecided { .. } => &[Role::Moderator],
        Event::CommentsTaken { .. } => &[Role::Writer, Role::Reviewer, Role::Moderator],
        Event::SettingsSet { .. } | Event::PersonSet { .. } | Event::KeyMade { .. } => {
            &[Role::Admin]
        }
        Event::VerdictGiven {
            say: model::signed::Say::Confirm,
            ..
        } => WRITERS,
        Event::VerdictGiven { .. } => &[Role::Reviewer],
        Event::RecheckSet { .. } => &[Role::Writer, Role::Reviewer, Role::Publisher],
        // None of these can be taken back by anyone, and that is the reason to give.
        Event::Released { .. }
        | Event::Withdrawn { .. }
        | Event::EmbargoLifted { .. }
        | Event::BinEmptied { .. } => &Role::ALL,
        _ => WRITERS,
    }
}

fn touched(event: &Event) -> Option<(Table, String)> {
    match event {
        Event::RevisionSaved { article, .. }
        | Event::StatusSet { article, .. }
        | Event::VerdictGiven { article, .. }
        | Event::ArticleMade { article, .. }
        | Event::BinSet { article, .. } => Some((Table::Article, article.to_string())),
        Event::CommentDecided { comment, .. } => Some((Table::Comment, comment.to_string())),
        Event::NoteMade { note, .. } | Event::NoteSet { note, .. } => {
            Some((Table::Note, note.to_string()))
        }
        Event::AssetDescribed { asset, .. } => Some((Table::Asset, asset.to_string())),
        Event::AssetAdded { asset, .. } => Some((Table::Asset, asset.hash.to_string())),
        Event::PersonSet { person, .. } => Some((Table::Person, person.to_string())),
        Event::SettingsSet { .. } => Some((Table::Settings, String::new())),
        _ => None,
    }
}

/// A row that was changed by another step since, and not by this undo itself, is left alone.
fn untouched_since(txn: &Txn, table: Table, id: &str, op: OpId) -> Result<()> {
    let last = store::person::last_op_of(txn, table, id)?.unwrap_or_default();
    if last == op.to_string() || last == txn.op().to_string() {
        return Ok(());
    }
    Err(built_on())
}

/// A picture that something shows stays on the list, and one that was added again is there already.
fn listed_so_still(txn: &Txn, event: &Event) -> Result<()> {
    match event {
        Event::AssetAdded { asset, .. } => asset::unused(txn, asset.hash),
        Event::AssetRemoved { asset, .. } if store::asset::get(txn, asset.hash)?.is_some() => {
            Err(built_on())
        }
        _ => Ok(()),
    }
}

/// Whether what came after was itself taken back, so that all is again as `event` left it: then there is nothing that
/// builds on it, and one can go back step by step.
fn stands_again(
    txn: &Txn,
    event: &Event,
    (op, me): (OpId, PersonId),
    table: Table,
    id: &str,
) -> Result<bool> {
    let last = store::person::last_op_of(txn, table, id)?.unwrap_or_default();
    if !store::journal::took_back(txn, &last)? {
        return Ok(false);
    }
    let described = |asset: Hash, alt: &str| {
        store::asset::get(txn, asset).map(|kept| kept.is_some_and(|kept| kept.alt == alt))
    };
    Ok(match event {
        Event::AssetAdded { asset, alt, .. } => described(asset.hash, alt)?,
        Event::AssetDescribed { asset, alt, .. } => described(*asset, alt)?,
        Event::CommentDecided {
            comment,
            state,
            reasons,
            by,
            ..
        } => {
            let now = store::comment::find(txn, &comment.to_string())?;
            (now.state, &now.reasons, now.decided_by) == (*state, reasons, *by)
        }
        // A verdict or a submission stands for what others saw then; of edits, one's own are gone through one by one.
        Event::RevisionSaved {
            article,
            revision,
            status,
            ..
        } => {
            let now = store::article::get(txn, *article)?;
            (now.head, now.status, now.binned) == (*revision, *status, false)
                && store::journal::only_taken_back_since(txn, *article, op, me)?
        }
        Event::SettingsSet { settings, .. } => store::person::settings(txn)? == *settings,
        Event::PersonSet {
            person,
            name,
            roles,
            ..
        } => store::person::list(txn)?
            .iter()
            .any(|now| now.id == *person && now.name == *name && now.roles == *roles),
        _ => false,
    })
}

/// Comments that came in are taken back only while nobody has decided or answered one of them.
fn undecided_since(txn: &Txn, records: Hash, op: OpId) -> Result<()> {
    for comment in store::comment::records(txn, records)? {
        untouched_since(txn, Table::Comment, &comment.id.to_string(), op)?;
        if store::comment::answered_since(txn, &comment, &op.to_string())? {
            return Err(built_on());
        }
    }
    Ok(())
}

/// A name is taken back only while it is still that one.
fn named_so_still(txn: &Txn, event: &Event) -> Result<()> {
    let Event::RevisionNamed {
        article,
        revision,
        name,
        ..
    } = event
    else {
        return Ok(());
    };
    let row = store::article::get(txn, *article)?;
    if article::name_of_revision(txn, &row, *revision)? == *name {
        return Ok(());
    }
    Err(built_on())
}

/// A word is taken out, or put in again, only while it is as that step left it.
fn spelt_so_still(txn: &Txn, event: &Event) -> Result<()> {
    let Event::WordSet {
        language,
        article,
        word,
        known,
    } = event
    else {
        return Ok(());
    };
    if store::word::is_known(txn, language, *article, word)? == *known {
        return Ok(());
    }
    Err(built_on())
}

/// A guess counts again, or is put aside again, only while it is as that step left it.
fn aside_so_still(txn: &Txn, event: &Event) -> Result<()> {
    let Event::AlarmSet {
        article,
        check,
        passage,
        aside,
        ..
    } = event
    else {
        return Ok(());
    };
    if store::aside::is_aside(txn, *article, check, *passage)? == *aside {
        return Ok(());
    }
    Err(built_on())
}

/// A template, or the day to look again, is taken back only while it is as that step left it.
fn laid_down_so_still(txn: &Txn, event: &Event) -> Result<()> {
    let still = match event {
        Event::TemplateSet { key, now, was } => {
            let free = template::name_of(key, was)
                .is_none_or(|name| template::name_free(txn, key, &name).is_ok());
            template::kept(txn, key)? == *now && free
        }
        Event::RecheckSet { article, on, .. } => store::article::get(txn, *article)?.recheck == *on,
        _ => true,
    };
    if still { Ok(()) } else { Err(built_on()) }
}

/// A profile is taken back only while it is as that step left it, and where what it was can stand again: under a name
/// that no other took, with a picture that is still on the list.
fn profiled_so_still(txn: &Txn, event: &Event) -> Result<()> {
    let Event::ProfileSet { profile, now, was } = event else {
        return Ok(());
    };
    let stands = store::byline::get(txn, *profile)?.map(|profile| profile.byline);
    if stands != *now {
        return Err(built_on());
    }
    let Some(was) = was else { return Ok(()) };
    let namesake = store::byline::named(txn, &was.name)?;
    let gone = match was.picture {
        Some(picture) => store::asset::get(txn, picture)?.is_none(),
        None => false,
    };
    if gone || namesake.is_some_and(|other| other.id != *profile) {
        return Err(built_on());
    }
    Ok(())
}

fn built_on() -> Error {
    Error::refused(
        "built-on",
        "Something was done since that builds on it; it can't be taken back.",
    )
    .hint("Take back what came after first, or change it by hand.")
}
