//! The front page of the next release, or a section's, byte for byte as the bundle will hold it.

use super::{
    edition::{edition, surroundings},
    preview::printed,
    wanted::Wanted,
};
use crate::{Desk, Hand, Printed, theme};
use model::{
    Result,
    bundle::{BundleKind, Surroundings},
};
use press::{print::Print, site};
use serde::Deserialize;
use store::Db;

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
    desk.store.read(|db| {
        let theme = theme::active(desk, db, "")?;
        let around = next_release(db)?;
        let print = Print {
            surroundings: &around,
            theme: &theme,
            contents: &|revision| desk.store.read(|db| store::article::content(db, revision)),
            heads: None,
            html: &press::print::made,
            assets: &|hash| store::asset::read(desk.dir(), hash),
        };
        printed(db, site::front(&print, ask.section.as_deref())?, &theme)
    })
}

/// What the pages of the next release show besides their texts.
pub(crate) fn next_release(db: &Db) -> Result<Surroundings> {
    let (kind, wanted) = (BundleKind::Release, Wanted::everything(db)?);
    surroundings(db, kind, &edition(db, kind, &wanted)?, &wanted)
}
