//! Which pictures there are, where each is shown, and what it shows.

use super::{described, unused, view};
use crate::{
    Act, AssetView, Desk, Hand, Page,
    article::WRITERS,
    paging::{cursor, page},
};
use model::{Result, event::Event};
use serde::Deserialize;

/// Which, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct List {
    /// Only those that nothing shows.
    pub unused: bool,
    pub limit: Option<u32>,
    pub after: Option<String>,
}

/// A page of pictures and attachments, newest first.
///
/// # Errors
/// `bad-cursor`; system errors.
pub fn list(desk: &Desk, _: &Hand, ask: List) -> Result<Page<AssetView>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
    let after = cursor(ask.after.as_deref())?;
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let rows = store::asset::list(db, ask.unused, after, limit + 1)?;
        page(
            rows,
            limit,
            |kept| format!("{}~{}", kept.added, kept.asset.hash),
            |kept| view(db, &kept, &people),
        )
    })
}

/// Which, by its name or the beginning of it, and what it shows.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Describe {
    pub asset: String,
    pub alt: String,
}

/// Says what a picture shows; the texts that show it already keep their own words.
///
/// # Errors
/// `wrong-role`, `no-such-asset`, `ambiguous-id`, `too-long`; system errors.
pub fn describe(desk: &Desk, hand: &Hand, ask: Describe) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let kept = store::asset::find(txn, &ask.asset)?;
        let alt = described(&ask.alt)?;
        let changed = alt != kept.alt;
        if changed {
            txn.append(Event::AssetDescribed {
                asset: kept.asset.hash,
                alt,
                was: kept.alt,
            })?;
        }
        Ok(Act {
            words: "Described the picture".into(),
            undo: changed,
        })
    })
}

/// Which, by its name or the beginning of it.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Remove {
    pub asset: String,
}

/// Takes a picture that nothing shows off the list. Its file stays, so that this can be undone.
///
/// # Errors
/// `wrong-role`, `no-such-asset`, `ambiguous-id`, `in-use`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: Remove) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let kept = store::asset::find(txn, &ask.asset)?;
        unused(txn, kept.asset.hash)?;
        txn.append(Event::AssetRemoved {
            asset: kept.asset,
            name: kept.name,
            alt: kept.alt,
        })?;
        Ok(Act {
            words: "Removed the picture".into(),
            undo: true,
        })
    })
}
