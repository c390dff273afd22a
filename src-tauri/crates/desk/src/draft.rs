//! What is being typed: kept at every key, made a revision when it is left.

use crate::{ArticleView, Desk, DraftSaved, Hand, Merged, article, article::WRITERS};
use model::{
    Error, Hash, Result,
    article::{Content, Cursor},
    event::Origin,
    person::Person,
};
use serde::Deserialize;
use store::{Txn, article::Article};

/// What was typed, from which revision on.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Save {
    pub article: String,
    pub base: String,
    pub content: Content,
    /// The hash of what this program knows to be kept; none where it knows of nothing.
    #[serde(default)]
    #[ts(optional)]
    pub was: Option<String>,
    /// Where the person is in it.
    #[serde(default)]
    #[ts(optional)]
    pub cursor: Option<Cursor>,
}

/// Keeps what is being typed; once this returns, it is on disk. What the same person typed in another program is not
/// written over: it has to be merged first.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `wrong-article`, `too-long`, `typed-elsewhere`; system errors.
pub fn save(desk: &Desk, hand: &Hand, ask: Save) -> Result<DraftSaved> {
    desk.store.local(|db| {
        let me = hand.must(db, WRITERS)?;
        let row = article::open(db, &ask.article)?;
        let base: Hash = ask.base.parse()?;
        let content = typed(&row, ask.content)?;
        if let Some(kept) = store::draft::hash(db, row.id, me.id)?
            && ask.was.as_deref() != Some(kept.as_str())
            && content.hash()?.to_string() != kept
        {
            return Err(Error::refused(
                "typed-elsewhere",
                "You typed into this article in another window.",
            )
            .hint("The two have to be brought together first."));
        }
        let cursor = ask.cursor.as_ref();
        let hash = store::draft::save(db, me.id, base, &content, cursor, hand.now)?;
        Ok(DraftSaved {
            saved: hand.now.to_string(),
            hash: hash.to_string(),
        })
    })
}

/// What someone typed into `article`, within the limits.
fn typed(article: &Article, mut content: Content) -> Result<Content> {
    if content.article != article.id {
        return Err(Error::usage(
            "wrong-article",
            "The text belongs to another article.",
        ));
    }
    article::clean(&mut content)?;
    Ok(content)
}

/// What was typed into which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Merge {
    pub article: String,
    /// The revision that it began with.
    pub base: String,
    pub mine: Content,
}

/// What was typed and the head, brought together; nothing is saved.
///
/// # Errors
/// `no-such-article`, `no-such-revision`, `wrong-article`, `too-long`; system errors.
pub fn merge(desk: &Desk, _: &Hand, ask: Merge) -> Result<Merged> {
    desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let was = article::merge::revision(db, &row, ask.base.parse()?)?;
        let theirs = store::article::content(db, row.head)?;
        let mine = typed(&row, ask.mine)?;
        article::merge::together(&was, &theirs, &mine)
    })
}

/// Makes the person's draft a revision, where it differs from the head. What others saved since it was begun is merged
/// with it, where the two don't touch.
pub(crate) fn settle(txn: &Txn, me: &Person, row: &Article) -> Result<()> {
    let Some(draft) = store::draft::get(txn, row.id, me.id)? else {
        return Ok(());
    };
    if draft.hash != row.head {
        let content = article::merge::onto_head(txn, row, draft.base, draft.content)?;
        article::save(txn, me, row, content, Origin::Edit)?;
    }
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
