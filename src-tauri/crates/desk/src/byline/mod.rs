//! Profiles of the public authors: kept once, and copied into the articles that they sign. An article prints what it
//! copied, whatever becomes of the profile.

mod list;
mod remove;
mod save;

pub use list::{List, Show, list, show};
pub use remove::{Remove, remove};
pub(crate) use save::fits;
pub use save::{Save, save};

use model::{Result, article::Byline};
use store::Db;

/// The byline of this name for an article: its profile's, else the one that the article had, else the name alone.
pub(crate) fn of(db: &Db, name: &str, had: &[Byline]) -> Result<Byline> {
    if let Some(profile) = store::byline::named(db, name)? {
        return Ok(profile.byline);
    }
    let known = had.iter().find(|byline| byline.name == name).cloned();
    Ok(known.unwrap_or_else(|| Byline {
        name: name.to_owned(),
        ..Byline::default()
    }))
}
