//! The templates that there are.

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
