//! Removing an edition; what was released as it stays released.

use crate::{Act, Desk, Hand};
use model::{Error, Result, event::Event, person::Role};
use serde::Deserialize;

/// Which, by its name.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Remove {
    pub name: String,
}

/// Removes an edition.
///
/// # Errors
/// `wrong-role`, `no-such-edition`, `always-there`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: Remove) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        if super::is_everything(&ask.name) {
            return Err(Error::refused(
                "always-there",
                "“Everything” is always there and can’t be removed.",
            ));
        }
        let edition = super::named(txn, &ask.name)?;
        let words = format!("Removed the edition “{}”", edition.name);
        txn.append(Event::EditionRemoved { edition })?;
        Ok(Act { words, undo: true })
    })
}
