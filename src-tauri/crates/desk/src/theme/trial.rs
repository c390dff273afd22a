//! A theme tried before it is taken: an edition is printed by it and thrown away, so that what is wrong with a template is said
//! when it comes in, and not when the paper goes out.

use super::active::assembled;
use crate::{Desk, export};
use model::{
    Result,
    bundle::{BundleKind, Part},
    theme::NewsroomTheme,
};
use press::print::{self, Print, Sink, made};
use std::io::Write;
use store::Db;

/// How many articles are printed.
const TRIED: usize = 20;

/// Where what was printed goes.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &str, _: &[u8]) -> Result<()> {
        Ok(())
    }

    fn stream(&self, _: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        fill(&mut std::io::sink())
    }
}

/// Prints the newest of what would be in a release by this theme.
///
/// # Errors
/// `bad-theme`, naming file and line; system errors.
pub(super) fn print(desk: &Desk, db: &Db, theme: &NewsroomTheme) -> Result<()> {
    let theme = assembled(desk, db, theme)?;
    let mut around = export::next_release(db)?;
    around.articles.truncate(TRIED);
    if around.base_url.is_empty() {
        // So that feeds and maps are tried too.
        around.base_url = "https://example.org/".into();
    }
    around.kind = BundleKind::Release;
    let print = Print {
        surroundings: &around,
        theme: &theme,
        contents: &|revision| desk.store.read(|db| store::article::content(db, revision)),
        heads: None,
        html: &made,
        assets: &|hash| store::asset::read(desk.dir(), hash),
    };
    print::print(&print, &[Part::Site], &Nowhere, &|_, _| Ok(()))
}
