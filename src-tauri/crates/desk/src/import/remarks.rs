//! What an archive says about passages of an article: remarks, and changes that someone proposed.

use super::item::Ready;
use crate::article;
use model::{
    ArticleId, Hash, NoteId, Result, SuggestionId, event::Event, note::Anchor, person::Person,
};
use store::Txn;

/// Remarks become notes, and proposed changes suggestions.
pub(super) fn remarks(txn: &Txn, me: &Person, id: ArticleId, ready: &Ready) -> Result<()> {
    if ready.item.remarks.is_empty() && ready.proposed.is_none() {
        return Ok(());
    }
    let head = store::article::get(txn, id)?.head;
    let body = store::article::content(txn, head)?.body;
    for remark in &ready.item.remarks {
        let place = (remark.start, remark.end);
        let anchor = anchor(&ready.item.body, &body, head, place);
        let Some(anchor) = anchor.or_else(|| at_the_top(&body, head)) else {
            continue;
        };
        let text = match remark.author.trim() {
            "" => remark.text.clone(),
            author => format!("{author}: {}", remark.text),
        };
        let note = NoteId(txn.id());
        txn.append(Event::NoteMade {
            note,
            article: id,
            anchor,
            text: article::remark(&text)?,
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
    let stretches = ready
        .proposed
        .as_ref()
        .and_then(|proposed| markup::suggested::stretches(&body, proposed));
    for stretch in stretches.unwrap_or_default() {
        txn.append(Event::SuggestionMade {
            suggestion: SuggestionId(txn.id()),
            article: id,
            author: me.id,
            anchor: markup::anchor::at(&body, head, stretch.place),
            proposed: stretch.proposed,
        })?;
    }
    Ok(())
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
