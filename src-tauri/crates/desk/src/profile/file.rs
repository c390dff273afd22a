//! A profile as a file: TOML that people write and read.

use super::save::set;
use crate::{Act, Desk, Hand, export::write_file};
use model::{Error, Result, bundle::Part, person::Role, profile::Profile};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, io::Read as _, path::Path};

/// Longest file that is read, in bytes: a profile is some lines.
const LONGEST: u64 = 64 * 1024;

/// The keys that a file may have.
const KEYS: [&str; 7] = [
    "name",
    "parts",
    "base_url",
    "theme",
    "languages",
    "comments",
    "feeds",
];

/// A profile as its file has it; only the parts must be there, and the name.
#[derive(Deserialize, Serialize)]
struct Written {
    name: String,
    parts: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    base_url: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    theme: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    languages: Vec<String>,
    #[serde(default = "yes")]
    comments: bool,
    #[serde(default = "yes")]
    feeds: bool,
}

fn yes() -> bool {
    true
}

/// Where the file is; the profile takes the place of one of the same name.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Import {
    pub path: String,
}

/// Takes a profile from a TOML file.
///
/// # Errors
/// `wrong-role`, `not-found`, `not-utf8`, `too-long`, `bad-profile` with the line, `no-such-part`, and what
/// [`super::save()`] refuses; system errors.
pub fn import(desk: &Desk, hand: &Hand, ask: Import) -> Result<Act> {
    desk.store.read(|db| hand.must(db, &[Role::Publisher]))?;
    let path = Path::new(&ask.path);
    let mut bytes = vec![];
    std::fs::File::open(path)
        .and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes))
        .map_err(|cause| Error::io(path, &cause))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::unreadable(
            "too-long",
            format!("{} is too long to be a profile.", path.display()),
        ));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::unreadable("not-utf8", format!("{} is not UTF-8 text.", path.display()))
    })?;
    let profile = read(text.trim_start_matches('\u{feff}'))?;
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let was = store::profile::named(txn, &profile.name)?;
        set(txn, profile, was)
    })
}

/// Which, and where to.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Export {
    pub name: String,
    pub path: String,
}

/// Writes a profile to a TOML file.
///
/// # Errors
/// `no-such-profile`; system errors.
pub fn export(desk: &Desk, _: &Hand, ask: Export) -> Result<Act> {
    let profile = desk.store.read(|db| super::named(db, &ask.name))?;
    let text = text(&profile)?;
    let path = Path::new(&ask.path);
    write_file(desk, path, |to| {
        to.write_all(text.as_bytes())
            .map_err(|cause| Error::io(path, &cause))
    })?;
    Ok(Act {
        words: format!("Wrote the profile “{}” to {}", profile.name, ask.path),
        undo: false,
    })
}

/// A profile as TOML.
///
/// # Errors
/// `internal`, for what TOML can't hold, which no profile is.
pub fn text(profile: &Profile) -> Result<String> {
    let Profile {
        name,
        parts,
        base_url,
        theme,
        languages,
        comments,
        feeds,
    } = profile.clone();
    let parts = parts.iter().map(|part| part.name().to_owned()).collect();
    toml::to_string(&Written {
        name,
        parts,
        base_url,
        theme,
        languages,
        comments,
        feeds,
    })
    .map_err(|cause| Error::system("internal", format!("The profile was lost: {cause}.")))
}

/// A profile from TOML.
fn read(text: &str) -> Result<Profile> {
    let known: BTreeSet<&str> = KEYS.into_iter().collect();
    let table: toml::Spanned<toml::de::DeTable> =
        toml::de::DeTable::parse(text).map_err(|cause| bad(text, &cause))?;
    if let Some(key) = table
        .get_ref()
        .keys()
        .find(|key| !known.contains(key.get_ref().as_ref()))
    {
        return Err(Error::unreadable(
            "bad-profile",
            format!(
                "Line {} of the profile: there is no setting “{}”.",
                line(text, key.span().start),
                key.get_ref()
            ),
        )
        .hint(format!("The settings are {}.", KEYS.join(", "))));
    }
    let written: Written = toml::from_str(text).map_err(|cause| bad(text, &cause))?;
    let parts = written
        .parts
        .iter()
        .map(|name| {
            Part::named(name).ok_or_else(|| {
                let parts: Vec<&str> = Part::ALL.into_iter().map(Part::name).collect();
                Error::unreadable("no-such-part", format!("There is no part “{name}”."))
                    .hint(format!("The parts are {}.", parts.join(", ")))
            })
        })
        .collect::<Result<_>>()?;
    Ok(Profile {
        name: written.name,
        parts,
        base_url: written.base_url,
        theme: written.theme,
        languages: written.languages,
        comments: written.comments,
        feeds: written.feeds,
    })
}

/// What is wrong with a file, and in which line.
fn bad(text: &str, cause: &toml::de::Error) -> Error {
    let at = cause.span().map_or(1, |span| line(text, span.start));
    Error::unreadable(
        "bad-profile",
        format!("Line {at} of the profile: {}.", cause.message().trim()),
    )
    .hint("`copydesk profile show site` prints how one is written.")
}

/// The line in which this byte is, from 1 on.
fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::{read, text};
    use model::{bundle::Part, profile::Profile};

    #[test]
    fn a_profile_comes_back_as_it_was() {
        let profile = Profile {
            name: "Website “and” feeds\\".into(),
            parts: vec![Part::Site, Part::Epub],
            base_url: "https://gazette.example/".into(),
            languages: vec!["en".into(), "fa".into()],
            comments: false,
            ..Profile::default()
        };
        assert_eq!(read(&text(&profile).unwrap()).unwrap(), profile);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let told = |text: &str| read(text).unwrap_err().message;
        assert_eq!(
            told("name = \"Web\"\nparts = [\"site\"]\n\ncolour = 3\n"),
            "Line 4 of the profile: there is no setting “colour”."
        );
        assert!(told("name = \"Web\"\nparts = [\"site\"\ncomments = true").starts_with("Line "));
        assert!(told("name = \"Web\"\nparts = \"site\"").starts_with("Line 2 "));
        assert!(told("parts = [\"site\"]").contains("name"));
        assert_eq!(
            told("name = \"Web\"\nparts = [\"fax\"]"),
            "There is no part “fax”."
        );
    }
}
