//! A moment as people write it, by the newsroom's clocks.

use crate::{Desk, Hand, MomentView};
use model::{Result, Time};
use serde::Deserialize;

/// What was written: a day, or a day and a time of day.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Moment {
    pub text: String,
}

/// The moment that was meant.
///
/// # Errors
/// `bad-time`, with what is wrong; system errors.
pub fn moment(desk: &Desk, _: &Hand, ask: Moment) -> Result<MomentView> {
    let zone = desk
        .store
        .read(|db| Ok(store::person::settings(db)?.time_zone))?;
    let at = Time::written(&ask.text, &zone)?;
    Ok(MomentView { at: at.to_string() })
}
