//! Removing a profile; what was made by it stays.

use super::save::always;
use crate::{Act, Desk, Hand};
use model::{Result, bundle::Part, event::Event, person::Role};
use serde::Deserialize;

/// Which, by its name.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Remove {
    pub name: String,
}

/// Removes a profile.
///
/// # Errors
/// `wrong-role`, `no-such-profile`, `always-there`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: Remove) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let profile = super::named(txn, &ask.name)?;
        if Part::named(&profile.name).is_some() {
            return Err(always(&profile.name));
        }
        let words = format!("Removed the profile “{}”", profile.name);
        txn.append(Event::ProfileRemoved { profile })?;
        Ok(Act { words, undo: true })
    })
}
