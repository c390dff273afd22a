//! Profiles of bundles: which parts one holds and how they are made, kept by name; in and out as TOML.

mod file;
mod list;
mod remove;
mod save;

pub use file::{Export, Import, export, import, text};
pub use list::{List, Show, list, show};
pub use remove::{Remove, remove};
pub use save::{Save, save};

use model::{Error, Result, bundle::Part, profile::Profile};
use store::Db;

/// The profile of this name, whatever its case: the newsroom's, or the one that is always there for a part.
///
/// # Errors
/// `no-such-profile`; system errors.
pub(crate) fn named(db: &Db, name: &str) -> Result<Profile> {
    let name = name.trim();
    if let Some(part) = Part::named(&name.to_lowercase()) {
        return Ok(Profile::of_part(part));
    }
    if let Some(profile) = store::profile::named(db, name)? {
        return Ok(profile);
    }
    let mut known: Vec<String> = Part::ALL
        .into_iter()
        .filter(|part| press::print::BUILT.contains(part))
        .map(|part| part.name().to_owned())
        .collect();
    known.extend(store::profile::list(db)?.into_iter().map(|one| one.name));
    Err(
        Error::usage("no-such-profile", format!("There is no profile “{name}”."))
            .hint(format!("There are: {}.", known.join(", "))),
    )
}

/// The profile that a bundle is made by: of this name, or every part that can be made.
///
/// # Errors
/// `no-such-profile`, `part-not-built`; system errors.
pub(crate) fn wanted(db: &Db, name: Option<&str>) -> Result<Profile> {
    let built = press::print::BUILT;
    let profile = match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => named(db, name)?,
        None => match built {
            [only] => Profile::of_part(*only),
            _ => Profile {
                name: "every part".into(),
                parts: built.to_vec(),
                ..Profile::default()
            },
        },
    };
    if let Some(part) = profile.parts.iter().find(|part| !built.contains(part)) {
        let can: Vec<&str> = built.iter().map(|part| part.name()).collect();
        return Err(Error::refused(
            "part-not-built",
            format!("The part “{}” can’t be made yet.", part.name()),
        )
        .hint(format!("These can: {}.", can.join(", "))));
    }
    Ok(profile)
}
