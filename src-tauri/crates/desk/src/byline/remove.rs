//! Removing a profile; the articles that copied it keep what they print.

use crate::{Act, Desk, Hand, article::WRITERS};
use model::{Result, event::Event};
use serde::Deserialize;

/// Which, by its name, its id or the beginning of that.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Remove {
    pub profile: String,
}

/// Takes a profile off the list.
///
/// # Errors
/// `wrong-role`, `no-such-profile`, `ambiguous-id`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: Remove) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let profile = store::byline::find(txn, &ask.profile)?;
        let words = format!("Removed the profile of {}", profile.byline.name);
        txn.append(Event::ProfileSet {
            profile: profile.id,
            now: None,
            was: Some(profile.byline),
        })?;
        Ok(Act { words, undo: true })
    })
}
