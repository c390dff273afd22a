//! Which profiles there are, and one of them.

use crate::{BundleProfileView, Desk, Hand};
use model::{Result, bundle::Part, profile::Profile};
use serde::Deserialize;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Every profile: the newsroom's by name, then those that are always there, one of each part that can be made.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<BundleProfileView>> {
    desk.store.read(|db| {
        let own = store::profile::list(db)?.into_iter();
        let own = own.map(|profile| BundleProfileView {
            profile,
            always: false,
        });
        let always = press::print::BUILT.iter().map(|part| BundleProfileView {
            profile: Profile::of_part(*part),
            always: true,
        });
        Ok(own.chain(always).collect())
    })
}

/// Which, by its name.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub name: String,
}

/// One profile.
///
/// # Errors
/// `no-such-profile`; system errors.
pub fn show(desk: &Desk, _: &Hand, ask: Show) -> Result<BundleProfileView> {
    desk.store.read(|db| {
        let profile = super::named(db, &ask.name)?;
        Ok(BundleProfileView {
            always: Part::named(&profile.name).is_some(),
            profile,
        })
    })
}
