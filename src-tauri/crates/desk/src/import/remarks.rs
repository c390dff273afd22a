//! What an archive says about passages of an article: remarks, and changes that someone proposed.

use super::item::Ready;
use crate::article;
use markup::suggested::Stretch;
use model::{
    ArticleId, Hash, NoteId, Result, SuggestionId, archive::Remark, event::Event, note::Anchor,
    person::Person,
};
use std::{collections::HashMap, hash::Hash as Hashed};
use store::{Db, Txn, suggestion::Which};

/// What an archive says of passages that is not known here yet.
pub(super) struct New<'a> {
    /// With its text as a note.
    remarks: Vec<(&'a Remark, String)>,
    stretches: Vec<Stretch>,
    head: Hash,
    body: String,
}

/// How often each of these is there.
fn counted<T: Eq + Hashed>(all: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// Takes one of those that are known; whether it was one.
fn is_known<T: Eq + Hashed>(known: &mut HashMap<T, usize>, one: &T) -> bool {
    let left = known.get_mut(one).filter(|left| **left > 0);
    left.map(|left| *left -= 1).is_some()
}

impl<'a> New<'a> {
    /// Of an article that is here: a remark is known by its words, a change by what it replaces and by what.
    pub(super) fn of(db: &Db, id: ArticleId, ready: &'a Ready) -> Result<Option<Self>> {
        if ready.item.remarks.is_empty() && ready.proposed.is_none() {
            return Ok(None);
        }
        let head = store::article::get(db, id)?.head;
        let body = store::article::content(db, head)?.body;
        let notes = store::note::page(db, id, None, None, u32::MAX)?;
        let mut notes = counted(notes.into_iter().map(|note| note.text));
        let mut remarks = vec![];
        for remark in &ready.item.remarks {
            let text = match remark.author.trim() {
                "" => remark.text.clone(),
                author => format!("{author}: {}", remark.text),
            };
            let text = article::remark(&text)?;
            if !is_known(&mut notes, &text) {
                remarks.push((remark, text));
            }
        }
        let made = store::suggestion::page(db, id, Which::All, None, u32::MAX)?;
        let mut made = counted(made.into_iter().map(|one| (one.anchor.quote, one.proposed)));
        let proposed = ready
            .proposed
            .as_ref()
            .and_then(|proposed| markup::suggested::stretches(&body, proposed));
        let mut stretches = proposed.unwrap_or_default();
        stretches.retain(|stretch| {
            let anchor = markup::anchor::at(&body, head, stretch.place.clone());
            !is_known(&mut made, &(anchor.quote, stretch.proposed.clone()))
        });
        let any = !remarks.is_empty() || !stretches.is_empty();
        Ok(any.then_some(Self {
            remarks,
            stretches,
            head,
            body,
        }))
    }
}

/// Remarks become notes, and proposed changes suggestions, those alone that are not known yet; whether there were any.
pub(super) fn remarks(txn: &Txn, me: &Person, id: ArticleId, ready: &Ready) -> Result<bool> {
    let Some(New {
        remarks,
        stretches,
        head,
        body,
    }) = New::of(txn, id, ready)?
    else {
        return Ok(false);
    };
    for (remark, text) in remarks {
        let place = (remark.start, remark.end);
        let anchor = anchor(&ready.item.body, &body, head, place);
        let Some(anchor) = anchor.or_else(|| at_the_top(&body, head)) else {
            continue;
        };
        let note = NoteId(txn.id());
        txn.append(Event::NoteMade {
            note,
            article: id,
            anchor,
            text,
            mentions: vec![],
        })?;
        if remark.done {
            txn.append(Event::NoteSet {
                note,
                article: Some(id),
                resolved: true,
            })?;
        }
    }
    for stretch in stretches {
        txn.append(Event::SuggestionMade {
            suggestion: SuggestionId(txn.id()),
            article: id,
            author: me.id,
            anchor: markup::anchor::at(&body, head, stretch.place),
            proposed: stretch.proposed,
        })?;
    }
    Ok(true)
}

/// The anchor of a passage in the text as it stands here, whose pictures have other addresses.
fn anchor(from: &str, to: &str, head: Hash, (start, end): (usize, usize)) -> Option<Anchor> {
    let quote = from
        .get(start..end)
        .filter(|quote| !quote.trim().is_empty())?;
    let nth = from.get(..start)?.matches(quote).count() + 1;
    markup::anchor::make(to, head, quote, Some(nth))
        .or_else(|_| markup::anchor::make(to, head, quote, None))
        .ok()
}

/// The first word of a text, for a remark whose passage is not in it.
fn at_the_top(body: &str, head: Hash) -> Option<Anchor> {
    let start = body.find(char::is_alphanumeric)?;
    let rest = body.get(start..)?;
    let length = rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len());
    Some(markup::anchor::at(body, head, start..start + length))
}
