//! The one way in for comments: private data into local rows, everything else into one blob and one event. What is here
//! already is brought up to date with its source.

use super::{
    again::{Again, again, here},
    new::New,
    senders::Senders,
    stand::{change, reason},
    text::{cleaned, one_line},
};
use crate::{Hand, comment::judge};
use model::{
    ArticleId, BatchId, CommentId, CommenterId, Result,
    comment::{Answers, Changed, CommentState, Stand, What},
    event::Event,
};
use std::collections::{HashMap, HashSet};
use store::{
    Txn,
    comment::{Comment, Taken},
};

/// How many came in, how many were here and changed, how many were here as they are; and those that stay as they are although
/// their source has them otherwise, with why.
#[derive(Debug, Clone, Default)]
pub(crate) struct Took {
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub stay: Vec<(String, String)>,
}

/// Takes those in that are not here yet, in any order, and brings those up to date that are; the rules judge those of which
/// the source does not say what they are.
pub(crate) fn take(txn: &Txn, hand: &Hand, all: Vec<New>) -> Result<Took> {
    let mut known: HashMap<String, CommentId> = HashMap::new();
    let mut fresh: Vec<(CommentId, New)> = vec![];
    let mut changes = vec![];
    let mut took = Took::default();
    let (mut seen, mut owned) = (HashSet::new(), HashSet::new());
    for new in all {
        if let Some(id) = here(txn, &new)? {
            known.insert(new.source.clone(), id);
            match again(txn, hand, id, &new)? {
                Again::Otherwise(change) if seen.insert(id) => {
                    took.updated += 1;
                    changes.push(*change);
                }
                Again::Stays(why) => took.stay.push((new.at(), why)),
                _ => took.unchanged += 1,
            }
        } else if known.contains_key(&new.source) || new.own.is_some_and(|own| !owned.insert(own)) {
            took.unchanged += 1;
        } else {
            let id = new.own.unwrap_or_else(|| CommentId(txn.id()));
            known.insert(new.source.clone(), id);
            if let Some(own) = new.own {
                known.insert(format!("{}{own}", super::JSONL), id);
            }
            fresh.push((id, new));
        }
    }
    took.added = u32::try_from(fresh.len()).unwrap_or(u32::MAX);
    let places: HashMap<CommentId, Where> =
        fresh.iter().map(|(id, new)| (*id, place_of(new))).collect();
    let mut parents = HashMap::new();
    for (id, new) in &fresh {
        if let Some(parent) = parent_of(txn, new, &known, &places)? {
            parents.insert(*id, parent);
        }
    }
    let rings = rings(&parents);
    parents.retain(|id, _| !rings.contains(id));
    let mut judged = vec![];
    let mut records = vec![];
    let mut senders = Senders::default();
    for (id, new) in fresh {
        if new.sent.state.is_none() && !new.sent.deleted && !new.sent.newsroom {
            judged.push((new.sent.created.unwrap_or(hand.now), id));
        }
        records.push(record(
            txn,
            hand,
            (id, new),
            (&parents, &rings),
            &mut senders,
        )?);
    }
    let parents: Vec<Parent> = records.iter().map(Parent::of).collect();
    keep(txn, records)?;
    changes.extend(adopted(txn, &parents)?);
    // What a person decided on waits for a person again; the rules only say what they find.
    let (decided, waits): (Vec<&Changed>, Vec<&Changed>) = changes
        .iter()
        .filter(|one| awaits(&one.now))
        .partition(|one| was_decided(&one.was));
    let ids = |of: Vec<&Changed>| of.into_iter().map(|one| one.comment).collect::<Vec<_>>();
    let (decided, waits) = (ids(decided), ids(waits));
    change(txn, What::Updated, None, changes)?;
    judged.sort_unstable();
    let fresh: Vec<CommentId> = judged.into_iter().map(|(_, id)| id).collect();
    judge::look(txn, hand, &decided)?;
    judge::judge(txn, hand, &waits)?;
    judge::judge(txn, hand, &fresh)?;
    Ok(took)
}

fn was_decided(stand: &Stand) -> bool {
    stand
        .decided
        .as_ref()
        .is_some_and(|decided| decided.by.is_some())
}

fn awaits(stand: &Stand) -> bool {
    stand
        .decided
        .as_ref()
        .is_some_and(|decided| decided.state == CommentState::Pending)
}

/// Writes comments into the journal, in one event.
fn keep(txn: &Txn, records: Vec<Taken>) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    txn.append(Event::CommentsTaken {
        batch: BatchId(txn.id()),
        records: store::comment::keep_records(txn, records)?,
        count,
        reply: None,
    })
}

/// The id that a source ends with, where it is one.
fn named_id(source: &str) -> Option<CommentId> {
    source.rsplit(':').next()?.parse().ok()
}

/// Under what a comment stands: an article, or a place that is none.
type Where = (Option<ArticleId>, Option<String>);

fn place_of(new: &New) -> Where {
    match new.article {
        Some(article) => (Some(article), None),
        None => (None, new.place.as_ref().map(|(place, _)| place.clone())),
    }
}

/// What a comment answers: by its source, or by the very id of a comment that is here; under the same article alone.
fn parent_of(
    txn: &Txn,
    new: &New,
    known: &HashMap<String, CommentId>,
    places: &HashMap<CommentId, Where>,
) -> Result<Option<CommentId>> {
    let Some(source) = &new.parent else {
        return Ok(None);
    };
    let mine = place_of(new);
    if let Some(id) = known.get(source)
        && let Some(place) = places.get(id)
    {
        return Ok((*place == mine).then_some(*id));
    }
    let id = match known.get(source) {
        Some(id) => Some(*id),
        None => store::comment::by_source(txn, source)?.or_else(|| named_id(source)),
    };
    let Some(id) = id else { return Ok(None) };
    Ok(store::comment::find(txn, &id.to_string())
        .ok()
        .filter(|parent| at(parent) == mine)
        .map(|parent| parent.id))
}

fn at(comment: &Comment) -> Where {
    match comment.article {
        Some(article) => (Some(article), None),
        None => (None, comment.place.clone()),
    }
}

/// The comment as the journal holds it.
fn record(
    txn: &Txn,
    hand: &Hand,
    (id, new): (CommentId, New),
    (parents, rings): (&HashMap<CommentId, CommentId>, &HashSet<CommentId>),
    senders: &mut Senders,
) -> Result<Taken> {
    let created = new.sent.created.unwrap_or(hand.now);
    let (commenter, commitment) = match new.sent.newsroom {
        true => (CommenterId(uuid::Uuid::nil()), String::new()),
        false => senders.of(txn, hand, &new.sent)?,
    };
    if let Some(address) = new.sent.address.as_deref().map(one_line)
        && !address.is_empty()
    {
        store::comment::keep_address(txn, id, &address, created, hand.now)?;
    }
    let parent = parents.get(&id).copied();
    let (state, reasons) = match new.sent.deleted {
        true => (CommentState::Rejected, vec![reason("deleted")]),
        false => (
            new.sent.state.unwrap_or(CommentState::Pending),
            new.sent.reasons,
        ),
    };
    Ok(Taken {
        id,
        article: new.article,
        parent,
        commenter,
        commitment,
        created,
        body: cleaned(&new.sent.body),
        state,
        reasons,
        source: new.source,
        place: new.place,
        answers: new
            .parent
            .filter(|_| parent.is_none() && !rings.contains(&id)),
        findings: vec![],
        original: new.original,
        newsroom: new.sent.newsroom,
        decided_there: new.decided,
    })
}

/// What a comment that came in is known by to those that answer it.
struct Parent {
    id: CommentId,
    source: String,
    place: Where,
}

impl Parent {
    fn of(taken: &Taken) -> Self {
        let place = match taken.article {
            Some(article) => (Some(article), None),
            None => (None, taken.place.as_ref().map(|(place, _)| place.clone())),
        };
        Self {
            id: taken.id,
            source: taken.source.clone(),
            place,
        }
    }
}

/// Orphans that were here and answer one of these.
fn adopted(txn: &Txn, records: &[Parent]) -> Result<Vec<Changed>> {
    let mut changes = vec![];
    if !store::comment::has_orphans(txn)? {
        return Ok(changes);
    }
    let mut found = HashMap::new();
    for parent in records {
        for orphan in store::comment::orphans(txn, &parent.source)? {
            if at(&orphan) != parent.place || above(txn, parent.id, &orphan, &found)? {
                continue;
            }
            found.insert(orphan.id, parent.id);
            changes.push(Changed {
                comment: orphan.id,
                salt: String::new(),
                was: Stand {
                    answers: Some(Answers {
                        parent: orphan.parent,
                        source: orphan.answers,
                    }),
                    ..Stand::default()
                },
                now: Stand {
                    answers: Some(Answers {
                        parent: Some(parent.id),
                        source: None,
                    }),
                    ..Stand::default()
                },
            });
        }
    }
    Ok(changes)
}

/// Whether an orphan stands anywhere above a comment: it can't answer what answers it. `found` are those that were given a
/// parent just before, which the library does not know yet.
fn above(
    txn: &Txn,
    of: CommentId,
    orphan: &Comment,
    found: &HashMap<CommentId, CommentId>,
) -> Result<bool> {
    // Most stand above nothing: then the way up, which may be long, is no matter.
    if store::comment::answers(txn, orphan.id, 1)?.is_empty() {
        return Ok(false);
    }
    let mut from = Some(of);
    while let Some(id) = from {
        if id == orphan.id {
            return Ok(true);
        }
        from = match found.get(&id) {
            Some(parent) => Some(*parent),
            None => store::comment::parent(txn, id)?,
        };
    }
    Ok(false)
}

/// The comments that answer each other in a ring; each of them then answers nothing.
fn rings(parents: &HashMap<CommentId, CommentId>) -> HashSet<CommentId> {
    let mut rings = HashSet::new();
    let mut done: HashSet<CommentId> = HashSet::new();
    for start in parents.keys() {
        let mut path = vec![];
        let mut on_path = HashSet::new();
        let mut at = Some(*start);
        while let Some(id) = at.filter(|id| !done.contains(id)) {
            if !on_path.insert(id) {
                rings.extend(path.iter().copied().skip_while(|on| *on != id));
                break;
            }
            path.push(id);
            at = parents.get(&id).copied();
        }
        done.extend(path);
    }
    rings
}
