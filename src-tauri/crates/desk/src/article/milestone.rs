//! What became of an article's revisions: submitted, approved, sent back, released, withdrawn.

use crate::{Milestone, hand::name_of};
use model::{Hash, Result, event::Event, person::Person, signed::Say};
use std::collections::BTreeSet;
use store::{
    Db,
    article::{Article, Saved},
    journal::Done,
};

/// The milestones of an article, oldest first, each with the place in the journal of the saved state that it is of.
/// What was taken back since is none.
///
/// # Errors
/// System errors.
pub(crate) fn milestones(
    db: &Db,
    article: &Article,
    states: &[Saved],
    people: &[Person],
) -> Result<Vec<(i64, Milestone)>> {
    let mut entries = store::journal::entries(db, Some(article.id), None, u32::MAX)?;
    entries.extend(store::journal::releases(db)?);
    entries.sort_by_key(|done| done.seq);
    let undone: BTreeSet<_> = entries
        .iter()
        .filter_map(|done| done.entry.undoes)
        .collect();
    let mut head = None;
    let mut out = vec![];
    for Done { seq, entry } in entries {
        if let Event::RevisionSaved { revision, .. } = &entry.event {
            head = Some(*revision);
        }
        if undone.contains(&entry.op) || entry.undoes.is_some() {
            continue;
        }
        let Some((what, revision)) = milestone(&entry.event, article, head) else {
            continue;
        };
        // The same content may have been saved more than once: it is of the last time before.
        let state = states
            .iter()
            .find(|saved| saved.revision == revision && saved.seq < seq);
        let milestone = Milestone {
            what: what.into(),
            who: entry
                .actor
                .map(|actor| name_of(people, actor))
                .unwrap_or_default(),
            at: entry.at.to_string(),
        };
        out.extend(state.map(|state| (state.seq, milestone)));
    }
    Ok(out)
}

fn milestone(event: &Event, article: &Article, head: Option<Hash>) -> Option<(&'static str, Hash)> {
    match event {
        Event::StatusSet { because, .. } if because == "submitted" => Some(("submitted", head?)),
        Event::VerdictGiven { revision, say, .. } => match say {
            Say::Approve => Some(("approved", *revision)),
            Say::RequestChanges => Some(("sent-back", *revision)),
            Say::Confirm => None,
        },
        Event::Withdrawn { was_live, .. } => Some(("withdrawn", *was_live)),
        Event::Released { articles, .. } => articles
            .iter()
            .find(|(released, _)| *released == article.id)
            .map(|(_, revision)| ("released", *revision)),
        _ => None,
    }
}
