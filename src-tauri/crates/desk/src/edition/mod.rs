//! Editions: which articles a bundle holds and in which order, kept by name.

mod list;
mod remove;
mod save;

pub use list::{List, Show, list, show};
pub use remove::{Remove, remove};
pub use save::{Save, save};
pub(crate) use save::{languages_known, sane};

use crate::article::limited;
use model::{
    Error, Result,
    edition::{EVERYTHING, Edition},
    event::Event,
};
use store::Db;

/// Longest name of an edition or a profile, in bytes.
const NAME: usize = 120;

/// A name of one line.
pub(crate) fn one_line(name: &str) -> Result<String> {
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    limited(&line, NAME, "name")?;
    Ok(line)
}

/// The edition of this name, whatever its case; the one that is always there, where none is given.
///
/// # Errors
/// `no-such-edition`; system errors.
pub(crate) fn named(db: &Db, name: &str) -> Result<Edition> {
    if is_everything(name) {
        return Ok(Edition::everything());
    }
    if let Some(edition) = store::edition::named(db, name)? {
        return Ok(edition);
    }
    let known = store::edition::list(db)?.into_iter().map(|one| one.name);
    let known: Vec<String> = [EVERYTHING.to_owned()].into_iter().chain(known).collect();
    Err(Error::usage(
        "no-such-edition",
        format!("There is no edition “{}”.", name.trim()),
    )
    .hint(format!(
        "There are: {}. Without --edition everything that may print is printed.",
        known.join(", ")
    )))
}

/// Whether a name is that of the edition that is always there.
pub(crate) fn is_everything(name: &str) -> bool {
    name.trim().is_empty() || name.trim().eq_ignore_ascii_case(EVERYTHING)
}

/// Whether an edition, or a profile of bundles, is as this event left it, and what it was can stand again under its name.
pub(crate) fn stands_so_still(db: &Db, event: &Event) -> Result<bool> {
    let other = |one: &str, other: &str| one.to_lowercase() != other.to_lowercase();
    Ok(match event {
        Event::EditionSaved { edition, was } => {
            let renamed = was.as_ref().filter(|was| other(&was.name, &edition.name));
            store::edition::named(db, &edition.name)?.as_ref() == Some(edition)
                && match renamed {
                    Some(was) => store::edition::named(db, &was.name)?.is_none(),
                    None => true,
                }
        }
        Event::EditionRemoved { edition } => store::edition::named(db, &edition.name)?.is_none(),
        Event::ProfileSaved { profile, was } => {
            let renamed = was.as_ref().filter(|was| other(&was.name, &profile.name));
            store::profile::named(db, &profile.name)?.as_ref() == Some(profile)
                && match renamed {
                    Some(was) => store::profile::named(db, &was.name)?.is_none(),
                    None => true,
                }
        }
        Event::ProfileRemoved { profile } => store::profile::named(db, &profile.name)?.is_none(),
        _ => true,
    })
}
