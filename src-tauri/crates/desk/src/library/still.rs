//! Whether what a step did is still as it left it: only then can it be taken back.

use super::{
    ahead::Ahead,
    since::{built_on, untouched_since},
    who_undoes::who_may,
};
use crate::{asset, edition, person, template};
use model::{
    Hash, OpId, Result,
    event::{Event, Origin},
    person::Person,
    suggestion::SuggestionState,
};
use store::{Db, person::Table};

/// Refuses where `me` may not take back this event of the step `op`, or something was built on it since by another step
/// than `mine`, which takes it back. `ahead` is what that step has still to take back before it.
pub(super) fn may_be_taken_back(
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
