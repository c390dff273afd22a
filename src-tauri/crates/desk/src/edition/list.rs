//! Which editions there are, and one of them.

use crate::{Desk, EditionView, Hand};
use model::{Result, edition::Edition};
use serde::Deserialize;
use store::Db;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Every edition: the one that is always there, then the others by name.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<EditionView>> {
    desk.store.read(|db| {
        let kept = store::edition::list(db)?;
        let all = [Edition::everything()].into_iter().chain(kept);
        all.map(|edition| view(db, edition)).collect()
    })
}

/// Which, by its name.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub name: String,
}

/// One edition.
///
/// # Errors
/// `no-such-edition`; system errors.
pub fn show(desk: &Desk, _: &Hand, ask: Show) -> Result<EditionView> {
    desk.store.read(|db| {
        let edition = super::named(db, &ask.name)?;
        view(db, edition)
    })
}

fn view(db: &Db, edition: Edition) -> Result<EditionView> {
    let released = store::journal::releases(db)?
        .into_iter()
        .rfind(|done| {
            matches!(&done.entry.event, model::event::Event::Released { edition: name, .. } if *name == edition.name)
        })
        .map(|done| done.entry.at.to_string());
    Ok(EditionView {
        always: super::is_everything(&edition.name),
        released,
        edition,
    })
}
