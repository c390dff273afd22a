//! What an export would come to, before it is made: which pages there would be, and what would change at the site and in the
//! other parts.

use super::{
    edition::{self, Edition, edition, surroundings},
    printed::Printed,
    texts::Texts,
    wanted::Which,
};
use crate::{BundleChanges, BundlePage, Desk, Hand};
use model::{Result, article::folder, bundle::Stage};
use press::{bundle::foresee, print::Print};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Of which bundle.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ChangesAsk {
    #[serde(flatten)]
    #[ts(flatten)]
    pub which: Which,
}

/// The pages that an export would have, and what it would add, change and remove, held against the last release of the same
/// edition and profile; nothing is written.
///
/// # Errors
/// `no-such-edition`, `no-such-profile`, `part-not-built`, `cancelled`; system errors.
pub fn changes(desk: &Desk, hand: &Hand, ask: ChangesAsk) -> Result<BundleChanges> {
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
        let found = foresee(&print, &manifest.parts, &past, &step)?;
        let mut kinds = kinds(&edition);
        let page = |path: String| {
            let (kind, title) = kinds.remove(&path).unwrap_or(("page", String::new()));
            BundlePage {
                kind: kind.into(),
                title,
                path,
            }
        };
        let pages = found.paths.into_iter();
        let pages = pages.filter(|path| path.starts_with("site/") && path.ends_with(".html"));
        Ok(BundleChanges {
            pages: pages.map(page).collect(),
            changes: found.changes,
            compared: found.compared,
        })
    })?;
    hand.progress.stage(Stage::Printing, 1, 1);
    Ok(found)
}

/// What is known of pages by their paths: what sort they are, and what they are called.
fn kinds(edition: &Edition) -> BTreeMap<String, (&'static str, String)> {
    let mut kinds = BTreeMap::from([("site/index.html".to_owned(), ("front", String::new()))]);
    for printing in &edition.printing {
        let section = format!("site/{}/index.html", folder(&printing.section));
        kinds.insert(section, ("section", printing.section.clone()));
    }
    for printing in &edition.printing {
        let page = ("article", printing.content_title.clone());
        kinds.insert(printing.page.clone(), page);
    }
    kinds
}
