//! A page of a bundle before it is made, byte for byte as the bundle will hold it.

use super::{
    edition::{edition, surroundings},
    preview::printed,
    wanted::{Wanted, Which},
};
use crate::{Desk, Hand, Printed};
use model::{Error, Result, bundle::Surroundings};
use press::{look, print::Print, site, theme::Theme};
use serde::Deserialize;
use std::sync::Arc;

/// What a bundle is printed from, before it is.
struct Made {
    wanted: Wanted,
    around: Surroundings,
    theme: Arc<Theme>,
}

impl Made {
    fn of(desk: &Desk, which: &Which) -> Result<Self> {
        desk.store.read(|db| {
            let wanted = which.find(db)?;
            let mut edition = edition(db, which.kind(), &wanted)?;
            edition.hold_broken(desk.dir());
            Ok(Self {
                around: surroundings(db, which.kind(), &edition, &wanted)?,
                theme: wanted.theme(desk, db)?,
                wanted,
            })
        })
    }

    fn with<T>(&self, desk: &Desk, work: impl FnOnce(&Print) -> Result<T>) -> Result<T> {
        work(&Print {
            surroundings: &self.around,
            theme: &self.theme,
            contents: &|revision| desk.store.read(|db| store::article::content(db, revision)),
            heads: None,
            html: &press::print::made,
            assets: &|hash| store::asset::read(desk.dir(), hash),
        })
    }
}

/// Which page of which bundle, by its path from the bundle's root.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Page {
    #[serde(flatten)]
    #[ts(flatten)]
    pub which: Which,
    pub path: String,
}

/// A page as the bundle will hold it, and the stylesheet beside it.
///
/// # Errors
/// `no-such-page`, `no-such-edition`, `no-such-profile`, `part-not-built`; system errors.
pub fn page(desk: &Desk, _: &Hand, ask: Page) -> Result<Printed> {
    let made = Made::of(desk, &ask.which)?;
    let found = made.with(desk, |print| {
        look::one(print, &made.wanted.profile.parts, &ask.path)
    })?;
    let bytes = found.ok_or_else(|| {
        Error::usage(
            "no-such-page",
            format!("This bundle prints nothing at {}.", ask.path),
        )
    })?;
    let page = site::Page {
        path: ask.path,
        bytes,
    };
    desk.store.read(|db| printed(db, page, &made.theme))
}
