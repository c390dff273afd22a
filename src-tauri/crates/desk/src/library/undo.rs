//! One step back: the inverse of one's own last act, refused where something has built on it since.

use super::{ahead::Ahead, who_undoes::who_may};
use crate::{
    Act, Desk, Hand, article, asset, edition, hand::PART, person, template, words, words::grouped,
};
use model::{
    Error, Hash, OpId, Result,
    event::{Event, Origin},
    person::Person,
    suggestion::SuggestionState,
};
use serde::Deserialize;
use store::{Db, Txn, journal::Step, person::Table};

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
    let mut said = vec![];
    let mut made = false;
    let mut came = 0;
    for done in store::journal::of_step(txn, step.op, step.newest, u32::MAX)? {
        let event = &done.entry.event;
        made |= matches!(event, Event::ArticleMade { .. });
        came += u64::from(matches!(
            event,
            Event::ArticleMade {
                source: Some(_),
                ..
            }
        ));
        said.extend(words::of(txn, event));
        take_back_one(txn, me, step.op, event)?;
    }
    let what = match said.as_slice() {
        _ if came == 1 => "the article that came in".to_owned(),
        _ if came > 1 => format!("{} articles that came in", grouped(came)),
        [] if made => "the new article".to_owned(),
        [one] => one.clone(),
        many => format!("{} changes", many.len()),
    };
    Ok(taken_back(&what, step))
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
                take_back_one(txn, me, step.op, &done.entry.event)?;
            }
            done += events.len() as u64;
            Ok(events.last().map(|done| done.seq - 1))
        })?;
    }
    hand.progress.step(step.left, step.left);
    Ok(taken_back(&format!("{} changes", grouped(done)), step))
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

/// Refuses where `me` may not take back this event of the step `op`, or something was built on it since by another step
/// than `mine`, which takes it back. `ahead` is what that step has still to take back before it.
fn may_be_taken_back(
    db: &Db,
    me: &Person,
    (op, mine): (OpId, OpId),
    (event, ahead): (&Event, &Ahead),
) -> Result<()> {
    me.must_hold(who_may(event))?;
    if let Some((table, id)) = touched(event)
        && !untouched_since(db, table, &id, (op, mine))?
        && !stands_again(db, event, op, table, &id)?
    {
        return Err(built_on());
    }
    match event {
        Event::CommentsTaken { records, .. } => ahead.undecided_since(db, *records, (op, mine))?,
        Event::CommentsChanged { records, back, .. } => {
            ahead.unchanged_since(db, *records, *back, (op, mine))?;
        }
        Event::ArticleMade { article, .. }
            if store::attested::released_since(db, *article, None)? =>
        {
            return Err(built_on());
        }
        Event::Attested { article, at, .. }
            if store::attested::released_since(db, *article, Some(*at))? =>
        {
            return Err(built_on());
        }
        _ => remarked_so_still(db, event)?,
    }
    named_so_still(db, event)?;
    name_free_still(db, event)?;
    listed_so_still(db, op, event)?;
    spelt_so_still(db, event)?;
    aside_so_still(db, event)?;
    read_so_still(db, event)?;
    unanswered_still(db, event)?;
    laid_down_so_still(db, event)?;
    profiled_so_still(db, event)?;
    if edition::stands_so_still(db, event)? {
        return Ok(());
    }
    Err(built_on())
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

fn touched(event: &Event) -> Option<(Table, String)> {
    match event {
        Event::RevisionSaved { article, .. }
        | Event::StatusSet { article, .. }
        | Event::VerdictGiven { article, .. }
        | Event::ArticleMade { article, .. }
        | Event::Attested { article, .. }
        | Event::BinSet { article, .. } => Some((Table::Article, article.to_string())),
        Event::CommentDecided { comment, .. } => Some((Table::Comment, comment.to_string())),
        Event::NoteMade { note, .. }
        | Event::NoteSet { note, .. }
        | Event::NoteReplied { reply: note, .. } => Some((Table::Note, note.to_string())),
        Event::SuggestionMade { suggestion, .. } | Event::SuggestionDecided { suggestion, .. } => {
            Some((Table::Suggestion, suggestion.to_string()))
        }
        Event::AssetDescribed { asset, .. } => Some((Table::Asset, asset.to_string())),
        Event::AssetAdded { asset, .. } => Some((Table::Asset, asset.hash.to_string())),
        Event::PersonSet { person, .. } => Some((Table::Person, person.to_string())),
        Event::SettingsSet { .. } => Some((Table::Settings, String::new())),
        _ => None,
    }
}

/// A row that was changed by another step since, and not by one that takes this back, is left alone.
pub(super) fn untouched_since(
    db: &Db,
    table: Table,
    id: &str,
    (op, mine): (OpId, OpId),
) -> Result<bool> {
    let last = store::person::last_op_of(db, table, id)?.unwrap_or_default();
    Ok(last == op.to_string()
        || last == mine.to_string()
        || store::journal::took_back(db, &last)? == Some(op))
}

/// A picture that something shows stays on the list, and one that was added again is there already. One that came with more
/// stays by itself.
fn listed_so_still(db: &Db, op: OpId, event: &Event) -> Result<()> {
    match event {
        Event::AssetAdded { .. } if store::journal::of_step(db, op, i64::MAX, 2)?.len() > 1 => {
            Ok(())
        }
        Event::AssetAdded { asset, .. } => asset::unused(db, asset.hash),
        Event::AssetRemoved { asset, .. } if store::asset::get(db, asset.hash)?.is_some() => {
            Err(built_on())
        }
        _ => Ok(()),
    }
}

/// Whether what came after was itself taken back, so that all is again as `event` left it: then there is nothing that
/// builds on it, and one can go back step by step.
fn stands_again(db: &Db, event: &Event, op: OpId, table: Table, id: &str) -> Result<bool> {
    let last = store::person::last_op_of(db, table, id)?.unwrap_or_default();
    if store::journal::took_back(db, &last)?.is_none() {
        return Ok(false);
    }
    let described = |asset: Hash, alt: &str| {
        store::asset::get(db, asset).map(|kept| kept.is_some_and(|kept| kept.alt == alt))
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
            let now = store::comment::find(db, &comment.to_string())?;
            (now.state, &now.reasons, now.decided_by) == (*state, reasons, *by)
        }
        // What came in was all made at once: it stands if all that was done to the article since was taken back.
        Event::ArticleMade { article, .. }
        | Event::Attested { article, .. }
        | Event::RevisionSaved {
            article,
            origin: Origin::Import,
            ..
        } => {
            !store::article::get(db, *article)?.binned
                && store::journal::only_taken_back_since(db, *article, op)?
        }
        // A verdict or a submission stands for what others saw then; of edits, one's own are gone through one by one.
        Event::RevisionSaved {
            article,
            revision,
            status,
            ..
        } => {
            let now = store::article::get(db, *article)?;
            (now.head, now.status, now.binned) == (*revision, *status, false)
                && store::journal::only_taken_back_since(db, *article, op)?
        }
        Event::NoteMade { note, .. } => !store::note::find(db, &note.to_string())?.resolved,
        Event::NoteSet { note, resolved, .. } => {
            store::note::find(db, &note.to_string())?.resolved == *resolved
        }
        Event::SuggestionMade { suggestion, .. } => {
            store::suggestion::find(db, &suggestion.to_string())?.state == SuggestionState::Open
        }
        Event::SuggestionDecided {
            suggestion, state, ..
        } => store::suggestion::find(db, &suggestion.to_string())?.state == *state,
        Event::SettingsSet { settings, .. } => store::person::settings(db)? == *settings,
        Event::ThemeSet { theme, .. } => store::theme::hash(db)? == *theme,
        Event::PersonSet {
            person,
            name,
            roles,
            ..
        } => store::person::list(db)?
            .iter()
            .any(|now| now.id == *person && now.name == *name && now.roles == *roles),
        _ => false,
    })
}

/// What is laid down about comments is taken back only while it is as that step left it.
fn remarked_so_still(db: &Db, event: &Event) -> Result<()> {
    let still = match event {
        Event::PlaceSet { place, article, .. } => store::comment::place_of(db, place)? == *article,
        Event::RulesSet { rules, .. } => {
            store::comment::rules(db)?.is_some_and(|(now, _)| now == *rules)
        }
        Event::CommentingSet { article, mode, .. } => {
            store::comment::commenting(db, *article)? == *mode
        }
        Event::CommenterBanned { commenter, now, .. } => {
            let ban = store::comment::ban(db, *commenter)?;
            ban.map(|banned| banned.ban) == *now && !store::comment::forgotten(db, *commenter)?
        }
        _ => true,
    };
    if still { Ok(()) } else { Err(built_on()) }
}

/// A name is taken back only while it is still that one.
fn named_so_still(db: &Db, event: &Event) -> Result<()> {
    let Event::RevisionNamed {
        article,
        revision,
        name,
        ..
    } = event
    else {
        return Ok(());
    };
    let row = store::article::get(db, *article)?;
    if store::article::named(db, row.id, *revision)? == *name {
        return Ok(());
    }
    Err(built_on())
}

/// A person's name comes back only while nobody else has it.
fn name_free_still(db: &Db, event: &Event) -> Result<()> {
    match event {
        Event::PersonSet {
            person,
            name,
            was: Some((before, _)),
            ..
        } if before != name && !person::name_free(db, before, Some(*person))? => Err(built_on()),
        _ => Ok(()),
    }
}

/// A word is taken out, or put in again, only while it is as that step left it.
fn spelt_so_still(db: &Db, event: &Event) -> Result<()> {
    let Event::WordSet {
        language,
        article,
        word,
        known,
    } = event
    else {
        return Ok(());
    };
    if store::word::is_known(db, language, *article, word)? == *known {
        return Ok(());
    }
    Err(built_on())
}

/// A guess counts again, or is put aside again, only while it is as that step left it.
fn aside_so_still(db: &Db, event: &Event) -> Result<()> {
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
    if store::aside::is_aside(db, *article, check, *passage)? == *aside {
        return Ok(());
    }
    Err(built_on())
}

/// A reason, or passages signed off, are taken back only while they are as that step left them.
fn read_so_still(db: &Db, event: &Event) -> Result<()> {
    let still = match event {
        Event::PassagesTicked {
            article,
            person,
            passages,
            ticked,
        } => {
            let ticks = store::reading::ticks(db, *article)?;
            passages
                .iter()
                .all(|passage| ticks.contains(&(*passage, *person)) == *ticked)
        }
        Event::ChangeExplained {
            article,
            change,
            person,
            why,
            ..
        } => {
            let reasons = store::reading::reasons(db, *article, None)?;
            let mut all = reasons.into_iter().rev();
            let now = all.find(|one| (one.change, one.person) == (*change, *person));
            now.map(|one| one.why) == *why
        }
        _ => true,
    };
    if still { Ok(()) } else { Err(built_on()) }
}

/// A note is taken back only while nobody has answered it, and a reply while it is the last.
fn unanswered_still(db: &Db, event: &Event) -> Result<()> {
    let (Event::NoteMade { note, .. } | Event::NoteReplied { reply: note, .. }) = event else {
        return Ok(());
    };
    let note = store::note::find(db, &note.to_string())?;
    if store::note::answered(db, &note)? {
        return Err(built_on());
    }
    Ok(())
}

/// A template, the day to look again, a claim or a day that a review is due is taken back only while it is as that step left it.
fn laid_down_so_still(db: &Db, event: &Event) -> Result<()> {
    let still = match event {
        Event::TemplateSet { key, now, was } => {
            let free = template::name_of(key, was)
                .is_none_or(|name| template::name_free(db, key, &name).is_ok());
            template::kept(db, key)? == *now && free
        }
        Event::RecheckSet { article, on, .. } => store::article::get(db, *article)?.recheck == *on,
        Event::ClaimSet { article, by, .. } => store::article::get(db, *article)?.claimed == *by,
        Event::RouteSet {
            article,
            cycle,
            section,
            now,
            ..
        } => store::route::taken(db, *article, *cycle, section)? == *now,
        Event::DueSet { article, on, .. } => store::article::get(db, *article)?.due == *on,
        _ => true,
    };
    if still { Ok(()) } else { Err(built_on()) }
}

/// A profile is taken back only while it is as that step left it, and where what it was can stand again: under a name
/// that no other took, with a picture that is still on the list.
fn profiled_so_still(db: &Db, event: &Event) -> Result<()> {
    let Event::ProfileSet { profile, now, was } = event else {
        return Ok(());
    };
    let stands = store::byline::get(db, *profile)?.map(|profile| profile.byline);
    if stands != *now {
        return Err(built_on());
    }
    let Some(was) = was else { return Ok(()) };
    let namesake = store::byline::named(db, &was.name)?;
    let gone = match was.picture {
        Some(picture) => store::asset::get(db, picture)?.is_none(),
        None => false,
    };
    if gone || namesake.is_some_and(|other| other.id != *profile) {
        return Err(built_on());
    }
    Ok(())
}

pub(super) fn built_on() -> Error {
    Error::refused(
        "built-on",
        "Something was done since that builds on it; it can't be taken back.",
    )
    .hint("Take back what came after first, or change it by hand.")
}
