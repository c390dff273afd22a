//! What became of an article's revisions: submitted, approved, sent back, released, withdrawn.

use crate::{Milestone, hand::name_of};
use model::{PersonId, Result, event::Event, person::Person, signed::Say};
use std::collections::BTreeSet;
use store::{
    Db,
    article::{Article, Saved},
};

/// The milestones of these saved states, newest first as they come, each with the place in the journal of the state that
/// it is of; oldest first. What was taken back since is none.
///
/// # Errors
/// System errors.
pub(crate) fn milestones(
    db: &Db,
    article: &Article,
    states: &[Saved],
    people: &[Person],
) -> Result<Vec<(i64, Milestone)>> {
    let Some(oldest) = states.last() else {
        return Ok(vec![]);
    };
    let here: BTreeSet<_> = states.iter().map(|saved| saved.revision).collect();
    let (done, releases) = store::article::milestones(db, article.id, oldest.seq)?;
    let mut found = vec![];
    for done in done {
        let (seq, entry) = (done.seq, done.entry);
        let (what, revision) = match &entry.event {
            Event::StatusSet { because, .. } if because == "submitted" => {
                let head = store::article::head_at(db, article.id, seq)?;
                let Some(head) = head else { continue };
                ("submitted", head.revision)
            }
            Event::VerdictGiven { revision, say, .. } => match say {
                Say::Approve => ("approved", *revision),
                Say::RequestChanges => ("sent-back", *revision),
                Say::Confirm => continue,
            },
            Event::Withdrawn { was_live, .. } => ("withdrawn", *was_live),
            _ => continue,
        };
        found.push((seq, what, revision, entry.actor, entry.at.to_string()));
    }
    for release in releases {
        let of = (release.seq, "released", release.revision);
        found.push((of.0, of.1, of.2, release.actor, release.at));
    }
    found.sort_unstable_by_key(|(seq, ..)| *seq);
    let mut out = vec![];
    for (seq, what, revision, actor, at) in found {
        if !here.contains(&revision) {
            continue;
        }
        // The same content may have been saved more than once: it is of the last time before.
        let state = store::article::last_saved(db, article.id, revision, seq)?;
        out.extend(state.map(|state| (state.seq, milestone(people, what, actor, at))));
    }
    Ok(out)
}

fn milestone(people: &[Person], what: &str, actor: Option<PersonId>, at: String) -> Milestone {
    Milestone {
        what: what.into(),
        who: actor
            .map(|actor| name_of(people, actor))
            .unwrap_or_default(),
        at,
    }
}
