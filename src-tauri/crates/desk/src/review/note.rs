//! Notes on a passage.

use crate::{Act, Desk, Hand, NoteView, article, article::WRITERS};
use model::{Error, NoteId, Result, event::Event};
use serde::Deserialize;

/// Longest note, in bytes.
const LIMIT: usize = 20_000;

/// On which words of which article; `nth` (from 1) where they occur more than once.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct NoteAsk {
    pub article: String,
    pub quote: String,
    pub nth: Option<u32>,
    pub text: String,
}

/// Makes a note on a passage of the head.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-note`, `too-long`, `quote-not-found`, `quote-ambiguous`; system errors.
pub fn note(desk: &Desk, hand: &Hand, ask: NoteAsk) -> Result<NoteView> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        if ask.text.trim().is_empty() {
            return Err(Error::usage("no-note", "A note needs its text."));
        }
        if ask.text.len() > LIMIT {
            return Err(Error::refused("too-long", "The note is too long.")
                .hint("Put it into the article's text."));
        }
        let content = store::article::content(txn, row.head)?;
        let anchor = markup::anchor::make(
            &content.body,
            row.head,
            &ask.quote,
            ask.nth.map(|nth| nth as usize),
        )?;
        let id = NoteId(txn.id());
        txn.append(Event::NoteMade {
            note: id,
            article: row.id,
            anchor,
            text: ask.text.trim().to_owned(),
        })?;
        let note = store::note::find(txn, &id.to_string())?;
        let start = note.anchor.start.and_then(|start| {
            let before = content.body.get(..usize::try_from(start).ok()?)?;
            i32::try_from(before.encode_utf16().count()).ok()
        });
        Ok(article::note_view(&note, (start, start), &[me]))
    })
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Notes {
    pub article: String,
}

/// The notes on an article, oldest first.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn notes(desk: &Desk, _: &Hand, ask: Notes) -> Result<Vec<NoteView>> {
    desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let head = store::article::content(db, row.head)?;
        article::notes(db, &row, &head, None, &store::person::list(db)?)
    })
}

/// Which note.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Resolve {
    pub note: String,
}

/// Resolves a note.
///
/// # Errors
/// `wrong-role`, `no-such-note`, `resolved-already`; system errors.
pub fn resolve(desk: &Desk, hand: &Hand, ask: Resolve) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let note = store::note::find(txn, &ask.note)?;
        if note.resolved {
            return Err(Error::refused(
                "resolved-already",
                "This note is resolved already.",
            ));
        }
        txn.append(Event::NoteSet {
            note: note.id,
            resolved: true,
        })?;
        Ok(Act {
            words: "Resolved a note".into(),
            undo: true,
        })
    })
}
