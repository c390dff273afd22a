//! Taking comments in: private data into local rows, everything else into one blob and one event.

use crate::Hand;
use model::{
    ArticleId, BatchId, CommentId, CommenterId, Hash, Result, Time,
    comment::{CommentState, Reason},
    event::Event,
};
use std::collections::HashMap;
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

/// Takes those in that are not here yet; returns how many, and how many were.
pub(crate) fn take(txn: &Txn, hand: &Hand, all: Vec<New>) -> Result<(u32, u32)> {
    let mut known: HashMap<String, CommentId> = HashMap::new();
    let mut records = vec![];
    let mut unchanged = 0;
    for new in all {
        if let Some(id) = store::comment::by_source(txn, &new.source)? {
            known.insert(new.source, id);
            unchanged += 1;
            continue;
        }
        let id = CommentId(txn.id());
        let parent = match &new.parent {
            Some(source) => match known.get(source) {
                Some(id) => Some(*id),
                None => store::comment::by_source(txn, source)?,
            },
            None => None,
        };
        known.insert(new.source.clone(), id);
        let (commenter, commitment) = commenter(txn, hand, &new)?;
        records.push(Taken {
            id,
            article: new.article,
            parent,
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
