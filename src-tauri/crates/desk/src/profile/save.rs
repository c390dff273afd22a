//! Making a profile, and changing one.

use crate::{
    Act, Desk, Hand, article,
    edition::{languages_known, one_line},
    library, theme,
};
use model::{Error, Result, bundle::Part, event::Event, person::Role, profile::Profile};
use serde::Deserialize;
use store::Txn;

/// A profile; with the name of the one that it replaces, or none for a new one.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Save {
    #[serde(default)]
    #[ts(optional)]
    pub was: Option<String>,
    pub profile: Profile,
}

/// Makes a profile or changes it. Bundles that were made by it stay as they are.
///
/// # Errors
/// `wrong-role`, `no-such-profile`, `no-name`, `name-taken`, `always-there`, `no-parts`, `bad-address`, `bad-language`,
/// `no-such-theme`, `too-long`; system errors.
pub fn save(desk: &Desk, hand: &Hand, ask: Save) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let was = match &ask.was {
            Some(name) => {
                let was = super::named(txn, name)?;
                if Part::named(&was.name).is_some() {
                    return Err(always(&was.name));
                }
                Some(was)
            }
            None => None,
        };
        set(txn, ask.profile, was)
    })
}

/// The same within a step.
pub(super) fn set(txn: &Txn, mut profile: Profile, was: Option<Profile>) -> Result<Act> {
    sane(&mut profile)?;
    let namesake = store::profile::named(txn, &profile.name)?;
    if namesake.is_some_and(|other| was.as_ref().is_none_or(|was| was.name != other.name)) {
        return Err(Error::refused(
            "name-taken",
            format!("There is a profile “{}” already.", profile.name),
        )
        .hint("Change that one, or give this one another name."));
    }
    let words = match &was {
        None => format!("Made the profile “{}”", profile.name),
        Some(was) if *was == profile => format!("The profile “{}” is already so", profile.name),
        Some(_) => format!("Changed the profile “{}”", profile.name),
    };
    let undo = was.as_ref() != Some(&profile);
    if undo {
        txn.append(Event::ProfileSaved { profile, was })?;
    }
    Ok(Act { words, undo })
}

/// It is always there, and always so.
pub(super) fn always(name: &str) -> Error {
    Error::refused(
        "always-there",
        format!("The profile “{name}” is always there as it is: the part “{name}” alone."),
    )
    .hint("Make another one with a name of its own.")
}

/// Cleans a profile, and refuses one that no bundle could be made by.
fn sane(profile: &mut Profile) -> Result<()> {
    profile.name = one_line(&profile.name)?;
    if profile.name.is_empty() {
        return Err(Error::usage("no-name", "A profile needs a name.")
            .hint("Name it after what it makes: Website and feeds."));
    }
    if Part::named(&profile.name.to_lowercase()).is_some() {
        return Err(always(&profile.name.to_lowercase()));
    }
    profile.parts.sort();
    profile.parts.dedup();
    if profile.parts.is_empty() {
        let parts: Vec<&str> = Part::ALL.into_iter().map(Part::name).collect();
        return Err(
            Error::usage("no-parts", "A profile needs a part that it makes.")
                .hint(format!("The parts are {}.", parts.join(", "))),
        );
    }
    profile.base_url = profile.base_url.trim().to_owned();
    if !profile.base_url.is_empty() {
        // As the library's own.
        library::address::site(&profile.base_url).map_err(|error| Error {
            code: "bad-address".into(),
            message: format!("“{}” is no address of a site.", profile.base_url),
            ..error
        })?;
    }
    for one in &mut profile.languages {
        *one = one_line(one)?;
    }
    article::once(&mut profile.languages, |one| one.to_lowercase());
    languages_known(&mut profile.languages)?;
    profile.theme = one_line(&profile.theme)?;
    theme::known(&profile.theme)
}
