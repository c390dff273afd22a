//! Finding articles, notes, comments and people by their words. Everyone reads; what only moderators may see is in no
//! index, so it can be found by nobody.

mod hints;
mod hit;
mod query;

pub use hints::{Hints, hints};

use crate::{Desk, Hand, Hit, Page, article::page};
use model::Result;
use serde::Deserialize;

/// What is looked for, in the language that `query` reads, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Find {
    pub query: String,
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of what was found: the best first where there are words to go by, else the newest. A question without any
/// finds nothing.
///
/// # Errors
/// `unknown-field`, `unknown-status`, `unknown-kind`, `bad-time`, `bad-language`, `no-value`, `query-too-long`,
/// `too-many-words`, `bad-cursor`; system errors.
pub fn find(desk: &Desk, hand: &Hand, ask: Find) -> Result<Page<Hit>> {
    let limit = ask.limit.unwrap_or(20).clamp(1, 200);
    let after = ask.after.as_deref().map(str::parse).transpose()?;
    desk.store.read(|db| {
        let Some(asked) = query::read(db, hand.actor, &ask.query)? else {
            return Ok(Page {
                items: vec![],
                next: None,
            });
        };
        let found = store::search::find(db, &asked, after.as_ref(), limit + 1)?;
        page(
            found,
            limit,
            |found| found.place.to_string(),
            |found| hit::hit(db, found, &asked.all),
        )
    })
}
