//! What is being typed: kept at every key, made a revision when it is left.

use crate::{ArticleView, Desk, DraftSaved, Hand, article, article::WRITERS};
use model::{Error, Hash, Result, article::Content, event::Origin, person::Person};
use serde::Deserialize;
use store::{Txn, article::Article};

/// What was typed, from which revision on.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Save {
    pub article: String,
    pub base: String,
    pub content: Content,
}

/// Keeps what is being typed; once this returns, it is on disk.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `wrong-article`, `too-long`; system errors.
pub fn save(desk: &Desk, hand: &Hand, ask: Save) -> Result<DraftSaved> {
    desk.store.local(|db| {
        let me = hand.must(db, WRITERS)?;
        let row = article::open(db, &ask.article)?;
        let base: Hash = ask.base.parse()?;
        if ask.content.article != row.id {
            return Err(Error::usage(
                "wrong-article",
                "The text belongs to another article.",
            ));
        }
        let mut content = ask.content.clone();
        article::clean(&mut content)?;
        let hash = store::draft::save(db, me.id, base, &content, hand.now)?;
        Ok(DraftSaved {
            saved: hand.now.to_string(),
            hash: hash.to_string(),
        })
    })
}

/// Makes the person's draft a revision, where it differs from the head.
pub(crate) fn settle(txn: &Txn, me: &Person, row: &Article) -> Result<()> {
    let Some(draft) = store::draft::get(txn, row.id, me.id)? else {
        return Ok(());
    };
    if draft.hash != row.head && draft.base != row.head {
        return Err(Error::refused(
            "changed-meanwhile",
            "Someone else saved this article while it was being typed.",
        )
        .hint("Compare the two, then keep yours or discard it; nothing is lost until you do."));
    }
    article::save(txn, me, row, draft.content, Origin::Edit)?;
    store::draft::remove(txn, row.id, me.id)
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Leave {
    pub article: String,
}

/// Makes what was typed a revision, where it differs.
///
/// # Errors
/// `no-such-article`, `changed-meanwhile`; system errors.
pub fn leave(desk: &Desk, hand: &Hand, ask: Leave) -> Result<ArticleView> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        settle(txn, &me, &article::open(txn, &ask.article)?)
    })?;
    article::show(
        desk,
        hand,
        article::Show {
            article: ask.article,
        },
    )
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Discard {
    pub article: String,
}

/// Throws away what was typed since the last revision.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn discard(desk: &Desk, hand: &Hand, ask: Discard) -> Result<ArticleView> {
    desk.store.local(|db| {
        let me = hand.must(db, WRITERS)?;
        store::draft::remove(db, store::article::find(db, &ask.article)?.id, me.id)
    })?;
    article::show(
        desk,
        hand,
        article::Show {
            article: ask.article,
        },
    )
}
