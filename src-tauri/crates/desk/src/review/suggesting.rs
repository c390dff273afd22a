//! What is being written as suggestions: kept at every key, until it is sent or thrown away. Local: nobody else sees it.

use crate::{
    Desk, Hand, SuggestingSaved, SuggestingView,
    article::{self, BODY, WRITERS, clean_text, find_revision, limited},
};
use model::{Error, Result};
use serde::Deserialize;

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SuggestingAsk {
    pub article: String,
}

/// What one is writing as suggestions; where that is nothing, the head, to begin with.
///
/// # Errors
/// `wrong-role`, `no-such-article`; system errors.
pub fn suggesting(desk: &Desk, hand: &Hand, ask: SuggestingAsk) -> Result<SuggestingView> {
    desk.store.read(|db| {
        let me = hand.must(db, WRITERS)?;
        let row = store::article::find(db, &ask.article)?;
        let kept = store::suggesting::get(db, row.id, me.id)?;
        let base = kept.as_ref().map_or(row.head, |kept| kept.base);
        let was = store::article::content(db, base)?.body;
        let (body, hash, saved) = match kept {
            Some(kept) => (kept.body, Some(kept.hash.to_string()), Some(kept.saved)),
            None => (was.clone(), None, None),
        };
        let count = super::suggest::count(db, &me, &row, base, &body)?;
        Ok(SuggestingView {
            count,
            base: base.to_string(),
            was,
            body,
            hash,
            saved,
            behind: base != row.head,
        })
    })
}

/// What was written, on top of which revision.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SuggestingSave {
    pub article: String,
    pub base: String,
    pub body: String,
    /// The hash of what this program knows to be kept; none where it knows of nothing.
    #[serde(default)]
    #[ts(optional)]
    pub was: Option<String>,
}

/// Keeps what is being written as suggestions; once this returns, it is on disk. A text as it was is nothing to keep.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-such-revision`, `in-the-bin`, `too-long`, `typed-elsewhere`; system errors.
pub fn suggesting_save(desk: &Desk, hand: &Hand, ask: SuggestingSave) -> Result<SuggestingSaved> {
    desk.store.local(|db| {
        let me = hand.must(db, WRITERS)?;
        let row = article::open(db, &ask.article)?;
        let base = find_revision(db, &row, &ask.base)?;
        let mut body = ask.body;
        clean_text(&mut body);
        limited(&body, BODY, "text")?;
        let kept = store::suggesting::get(db, row.id, me.id)?;
        if let Some(kept) = kept
            && ask.was != Some(kept.hash.to_string())
            && kept.body != body
        {
            return Err(Error::refused(
                "typed-elsewhere",
                "You are writing suggestions on this article elsewhere too; nothing there was changed.",
            )
            .hint("Open the article anew to see what is kept there."));
        }
        let hash = store::suggesting::save(db, (row.id, me.id), base, &body, hand.now)?;
        if store::article::content(db, base)?.body == body {
            store::suggesting::remove(db, row.id, me.id)?;
        }
        Ok(SuggestingSaved {
            count: super::suggest::count(db, &me, &row, base, &body)?,
            saved: hand.now.to_string(),
            hash: hash.to_string(),
        })
    })
}

/// Throws away what one was writing as suggestions.
///
/// # Errors
/// `wrong-role`, `no-such-article`; system errors.
pub fn suggesting_discard(desk: &Desk, hand: &Hand, ask: SuggestingAsk) -> Result<()> {
    desk.store.local(|db| {
        let me = hand.must(db, WRITERS)?;
        let row = store::article::find(db, &ask.article)?;
        store::suggesting::remove(db, row.id, me.id)
    })
}
