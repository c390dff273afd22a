//! A bundle's pages before it is made: which there are, and any of them byte for byte as the bundle will hold it.

use super::{
    edition::{Edition, edition, surroundings},
    preview::printed,
    wanted::{Wanted, Which},
};
use crate::{BundlePage, BundlePages, Desk, Hand, Printed};
use model::{Error, Hash, Result, article::folder, bundle::Surroundings};
use press::{look, print::Print, site, theme::Theme};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Of which bundle, and beside which one it is to be held: a folder or a zip; nothing is compared where none is there.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct PagesAsk {
    #[serde(flatten)]
    #[ts(flatten)]
    pub which: Which,
    #[ts(optional)]
    pub against: Option<String>,
}

/// What a bundle is printed from, before it is.
struct Made {
    wanted: Wanted,
    edition: Edition,
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
                edition,
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

/// Every file of a bundle's parts, with what became of each since the one that is there.
///
/// # Errors
/// `no-such-edition`, `no-such-profile`, `part-not-built`, `cancelled`; system errors.
pub fn pages(desk: &Desk, hand: &Hand, ask: PagesAsk) -> Result<BundlePages> {
    let made = Made::of(desk, &ask.which)?;
    let step = |done, total| {
        if hand.progress.step(done, total) {
            Ok(())
        } else {
            Err(Error::refused("cancelled", "The pages were not looked at."))
        }
    };
    let files = made.with(desk, |print| {
        look::files(print, &made.wanted.profile.parts, &step)
    })?;
    let before = ask
        .against
        .as_deref()
        .and_then(|path| look::of_bundle(Path::new(path)));
    let (kinds, is_part) = (kinds(&made.edition), |path: &str| {
        path.split('/')
            .next()
            .and_then(model::bundle::Part::named)
            .is_some()
    });
    let pages: Vec<BundlePage> = files
        .iter()
        .map(|(path, (size, hash))| {
            let (kind, title) = kinds.get(path).cloned().unwrap_or_else(|| {
                let kind = if path.ends_with(".html") {
                    "page"
                } else {
                    "file"
                };
                (kind, String::new())
            });
            BundlePage {
                path: path.clone(),
                kind: kind.into(),
                title,
                how: before
                    .as_ref()
                    .map(|before| how(before, path, *hash).into()),
                bytes: i64::try_from(*size).unwrap_or(i64::MAX),
            }
        })
        .collect();
    let removed = before.iter().flatten().map(|(path, _)| path);
    Ok(BundlePages {
        removed: removed
            .filter(|path| is_part(path) && !files.contains_key(*path))
            .cloned()
            .collect(),
        compared: before.is_some(),
        pages,
    })
}

fn how(before: &look::Files, path: &str, hash: Hash) -> &'static str {
    match before.get(path) {
        None => "added",
        Some((_, was)) if *was == hash => "same",
        Some(_) => "changed",
    }
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
