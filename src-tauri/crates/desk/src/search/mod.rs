//! Finding articles, notes, comments and people by their words. Everyone reads; what only moderators may see is in no
//! index, so it can be found by nobody.

mod hints;
mod hit;
mod query;

pub use hints::{Hints, hints};

use crate::{Desk, Hand, Hits, paging::page};
use model::Result;
use serde::Deserialize;

/// How far what is found is counted.
const COUNTED: u32 = 1000;
/// How much of it is weighed: where there is more, the newest comes first, since weighing all of it takes too long.
const WEIGHED: u32 = 5000;

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

/// A page of what was found: the best first where there are words to go by and they are in 5,000 things at most, else the
/// newest. A question without any finds nothing. The first page says how much there is, counted as far as 1,000.
///
/// # Errors
/// `unknown-field`, `unknown-status`, `unknown-state`, `unknown-kind`, `bad-time`, `bad-language`, `no-value`, `no-person`,
/// `query-too-long`, `too-many-words`, `bad-cursor`; system errors.
pub fn find(desk: &Desk, hand: &Hand, ask: Find) -> Result<Hits> {
    let limit = ask.limit.unwrap_or(20).clamp(1, 200);
    let after = ask.after.as_deref().map(str::parse).transpose()?;
    desk.store.read(|db| {
        let Some(asked) = query::read(db, hand.actor, &ask.query)? else {
            return Ok(Hits {
                items: vec![],
                next: None,
                found: None,
                more: false,
                newest: false,
            });
        };
        let (found, all) = match &after {
            None => {
                let (found, all) = store::search::first(db, &asked, WEIGHED, limit + 1)?;
                (found, Some(all))
            }
            some => (
                store::search::find(db, &asked, some.as_ref(), limit + 1)?,
                None,
            ),
        };
        let many = all.is_some_and(|all| all > WEIGHED);
        let page = page(
            found,
            limit,
            |found| found.place.to_string(),
            |found| hit::hit(db, found, &asked.all),
        )?;
        Ok(Hits {
            items: page.items,
            next: page.next,
            found: all.map(|all| all.min(COUNTED)),
            more: all.is_some_and(|all| all > COUNTED),
            newest: many,
        })
    })
}
