//! What an export would change at the site and in the other parts, before it is made.

use super::{
    edition::{self, edition, surroundings},
    printed::Printed,
    texts::Texts,
    wanted::Which,
};
use crate::{Desk, Hand};
use model::{
    Result,
    bundle::{Change, Stage},
};
use press::{bundle::would_change, print::Print};
use serde::Deserialize;

/// Of which bundle.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ChangesAsk {
    #[serde(flatten)]
    #[ts(flatten)]
    pub which: Which,
}

/// What an export would add, change and remove, held against the last release of the same edition and profile; nothing is
/// written.
///
/// # Errors
/// `no-such-edition`, `no-such-profile`, `part-not-built`, `cancelled`; system errors.
pub fn changes(desk: &Desk, hand: &Hand, ask: ChangesAsk) -> Result<Vec<Change>> {
    let kind = ask.which.kind();
    let found = desk.store.read(|db| {
        hand.progress.stage(Stage::Choosing, 0, 1);
        let wanted = ask.which.find(db)?;
        let theme = wanted.theme(desk, db)?;
        let mut edition = edition(db, kind, &wanted)?;
        edition.hold_broken(desk.dir());
        let texts = Texts::of(desk, &mut edition);
        let around = surroundings(db, kind, &edition, &wanted)?;
        let manifest = edition::manifest(db, kind, &edition, &wanted)?;
        let print = Print {
            surroundings: &around,
            theme: &theme,
            contents: &|revision| texts.content(revision),
            heads: Some(&|revision| texts.head(revision)),
            html: &|revision, markdown| texts.html(revision, markdown),
            assets: &|hash| store::asset::read(desk.dir(), hash),
        };
        let past = Printed::new(db, &manifest);
        let step = |stage, done, total| hand.progress.stage(stage, done, total);
        would_change(&print, &manifest.parts, &past, &step)
    })?;
    hand.progress.stage(Stage::Printing, 1, 1);
    Ok(found)
}
