//! The front page of the next release, or a section's, byte for byte as the bundle will hold it.

use super::{
    edition::{edition, surroundings},
    preview::printed,
    wanted::Wanted,
};
use crate::{Desk, Hand, Printed};
use model::{Result, bundle::BundleKind};
use press::{print::Print, site, theme::Theme};
use serde::Deserialize;

/// Which section's page; the front page where none is named.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Front {
    pub section: Option<String>,
}

/// The page and the stylesheet beside it.
///
/// # Errors
/// System errors.
pub fn front(desk: &Desk, _: &Hand, ask: Front) -> Result<Printed> {
    let theme = Theme::builtin()?;
    let page = desk.store.read(|db| {
        let wanted = Wanted::everything(db)?;
        let kind = BundleKind::Release;
        let around = surroundings(db, kind, &edition(db, kind, &wanted)?, &wanted)?;
        let print = Print {
            surroundings: &around,
            theme: &theme,
            contents: &|revision| desk.store.read(|db| store::article::content(db, revision)),
            assets: &|hash| store::asset::read(desk.dir(), hash),
        };
        site::front(&print, ask.section.as_deref())
    })?;
    printed(page, &theme)
}
