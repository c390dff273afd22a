//! Taking comments in: private data into local rows, everything else into one blob and one event.

use crate::Hand;
use model::{
    ArticleId, BatchId, CommentId, CommenterId, Hash, Result, Time,
    comment::{CommentState, Reason},
    event::Event,
};
use std::collections::{HashMap, HashSet};
use store::{
    Txn,
    comment::{Commenter, Taken},
};

/// A comment that comes in.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub article: ArticleId,
    /// By which source it is known; the answer to it names the same.
    pub source: String,
    pub parent: Option<String>,
    pub author: String,
    pub email: Option<String>,
    pub created: Time,
    pub body: String,
    pub state: CommentState,
    pub reasons: Vec<Reason>,
}

/// Takes those in that are not here yet, in any order; returns how many, and how many were.
pub(crate) fn take(txn: &Txn, hand: &Hand, all: Vec<New>) -> Result<(u32, u32)> {
    let mut known: HashMap<String, (ArticleId, CommentId)> = HashMap::new();
    let mut fresh: Vec<(CommentId, New)> = vec![];
    let mut unchanged = 0;
    for new in all {
        let here = match store::comment::by_source(txn, &new.source)? {
            None => known.get(&new.source).map(|(_, id)| *id),
            here => here,
        };
        if let Some(id) = here {
            known.insert(new.source, (new.article, id));
            unchanged += 1;
            continue;
        }
        let id = own_id(&new.source).unwrap_or_else(|| CommentId(txn.id()));
        known.insert(new.source.clone(), (new.article, id));
        fresh.push((id, new));
    }
    let mut parents = HashMap::new();
    for (id, new) in &fresh {
        if let Some(parent) = parent_of(txn, new, &known)? {
            parents.insert(*id, parent);
        }
    }
    let rings = rings(&parents);
    let mut records = vec![];
    for (id, new) in fresh {
        let (commenter, commitment) = commenter(txn, hand, &new)?;
        records.push(Taken {
            id,
            article: new.article,
            parent: parents.get(&id).copied().filter(|_| !rings.contains(&id)),
            commenter,
            commitment,
            created: new.created,
            body: new.body.replace('\0', ""),
            state: new.state,
            reasons: new.reasons,
            source: new.source,
        });
    }
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    if count > 0 {
        let blob = txn.keep(&model::canonical(&records)?, true)?;
        txn.append(Event::CommentsTaken {
            batch: BatchId(txn.id()),
            records: blob,
            count,
        })?;
    }
    Ok((count, unchanged))
}

/// What a comment answers: by its source, or by the very id of a comment that is here; on the same article alone.
fn parent_of(
    txn: &Txn,
    new: &New,
    known: &HashMap<String, (ArticleId, CommentId)>,
) -> Result<Option<CommentId>> {
    let Some(source) = &new.parent else {
        return Ok(None);
    };
    if let Some((article, id)) = known.get(source) {
        return Ok((*article == new.article).then_some(*id));
    }
    let here = |id: CommentId| -> Result<Option<CommentId>> {
        let parent = store::comment::find(txn, &id.to_string())?;
        Ok((parent.article == new.article).then_some(id))
    };
    if let Some(id) = store::comment::by_source(txn, source)? {
        return here(id);
    }
    let named = source.rsplit(':').next().unwrap_or(source);
    if named.parse::<CommentId>().is_err() {
        return Ok(None);
    }
    Ok(store::comment::find(txn, named)
        .ok()
        .filter(|parent| parent.article == new.article)
        .map(|parent| parent.id))
}

/// The id that a comment of another library had there; it keeps it here, so that its thread is known again wherever
/// it is taken.
fn own_id(source: &str) -> Option<CommentId> {
    source.strip_prefix(super::JSONL)?.parse().ok()
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

/// The commenter's local row, made where there is none, and the commitment to what it holds.
fn commenter(txn: &Txn, hand: &Hand, new: &New) -> Result<(CommenterId, String)> {
    let id = match store::comment::commenter_named(txn, &new.author, new.email.as_deref())? {
        Some(id) => id,
        None => {
            let id = CommenterId(txn.id());
            let salt: String = hand
                .ids
                .secret()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let of = Commenter {
                salt,
                name: new.author.clone(),
                email: new.email.clone(),
                address: None,
            };
            store::comment::keep_commenter(txn, id, &of)?;
            id
        }
    };
    let private = store::comment::commenter(txn, id)?.unwrap_or_default();
    let said = [
        &private.salt,
        &private.name,
        &private.email.unwrap_or_default(),
    ];
    Ok((id, Hash::of(&model::canonical(&said)?).to_string()))
}
