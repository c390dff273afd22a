//! The templates that there are, and one of them.

use crate::{Desk, Hand, TemplateView};
use model::Result;
use serde::Deserialize;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Every template: those that came with the program, as the newsroom has them, the removed ones too; then its own.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<TemplateView>> {
    desk.store.read(super::all)
}

/// Which, by key or name.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub name: String,
}

/// One template, for the terminal.
///
/// # Errors
/// `no-such-template`; system errors.
pub fn show(desk: &Desk, _: &Hand, ask: Show) -> Result<TemplateView> {
    desk.store.read(|db| super::named(db, &ask.name))
}
