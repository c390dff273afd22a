//! Making a profile, and changing what it says.

use crate::{
    Act, Desk, Hand,
    article::{WRITERS, clean_text, limited, once},
};
use model::{
    Error, ProfileId, Result,
    article::{Byline, web_address},
    event::Event,
};
use serde::Deserialize;
use store::Db;

/// Longest name, role, publication or address, in bytes.
const LINE: usize = 300;
/// Longest biography, in bytes.
const ABOUT: usize = 5_000;
/// Most publications, and most links.
const LINES: usize = 20;

/// What to keep of an author; what is not given stays.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Save {
    /// Which, by its name, its id or the beginning of that; without one it is new.
    #[ts(optional)]
    pub profile: Option<String>,
    #[ts(optional)]
    pub name: Option<String>,
    #[ts(optional)]
    pub role: Option<String>,
    #[ts(optional)]
    pub publications: Option<Vec<String>>,
    #[ts(optional)]
    pub about: Option<String>,
    #[ts(optional)]
    pub links: Option<Vec<String>>,
    /// A picture of the library by its hash or the beginning of it, or empty for none.
    #[ts(optional)]
    pub picture: Option<String>,
}

/// Makes a profile or changes it. The articles that copied it keep what they print.
///
/// # Errors
/// `wrong-role`, `no-such-profile`, `ambiguous-id`, `no-name`, `name-taken`, `bad-link`, `no-such-asset`, `no-picture`,
/// `too-long`; system errors.
pub fn save(desk: &Desk, hand: &Hand, ask: Save) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let before = match &ask.profile {
            Some(wanted) => Some(store::byline::find(txn, wanted)?),
            None => None,
        };
        let id = before.as_ref().map(|profile| profile.id);
        let was = before.map(|profile| profile.byline);
        let now = filled(txn, was.clone().unwrap_or_default(), &ask)?;
        own_name(txn, &now.name, id)?;
        let name = &now.name;
        let words = match &was {
            None => format!("Added the profile of {name}"),
            Some(was) if *was == now => format!("The profile of {name} is already so"),
            Some(_) => format!("Changed the profile of {name}"),
        };
        let undo = was.as_ref() != Some(&now);
        if undo {
            txn.append(Event::ProfileSet {
                profile: id.unwrap_or_else(|| ProfileId(txn.id())),
                now: Some(now),
                was,
            })?;
        }
        Ok(Act { words, undo })
    })
}

/// The byline with what was given put in, where that can be kept.
fn filled(db: &Db, mut byline: Byline, ask: &Save) -> Result<Byline> {
    if let Some(name) = &ask.name {
        byline.name = line(name, "name")?;
    }
    if let Some(role) = &ask.role {
        byline.role = line(role, "role")?;
    }
    if let Some(all) = &ask.publications {
        byline.publications = lines(all, "publication")?;
    }
    if let Some(all) = &ask.links {
        byline.links = lines(all, "link")?;
        if let Some(link) = byline.links.iter().find(|link| !web_address(link)) {
            return Err(
                Error::refused("bad-link", format!("“{link}” is no web address."))
                    .hint("Write it as https://example.org/page."),
            );
        }
    }
    if let Some(about) = &ask.about {
        about.trim().clone_into(&mut byline.about);
        clean_text(&mut byline.about);
        limited(&byline.about, ABOUT, "biography")?;
    }
    if let Some(prefix) = &ask.picture {
        byline.picture = match prefix.as_str() {
            "" => None,
            prefix => {
                let asset = store::asset::find(db, prefix)?.asset;
                if !asset.media.is_picture() {
                    return Err(Error::refused(
                        "no-picture",
                        "An attachment can’t be an author’s picture.",
                    )
                    .hint("Choose a picture."));
                }
                Some(asset.hash)
            }
        };
    }
    Ok(byline)
}

/// Whether a byline can be kept as a profile, as it is.
pub(crate) fn fits(byline: &Byline) -> bool {
    let lines = [&byline.name, &byline.role];
    let many = [&byline.publications, &byline.links];
    !byline.name.trim().is_empty()
        && byline.about.len() <= ABOUT
        && byline.links.iter().all(|link| web_address(link))
        && many.iter().all(|all| all.len() <= LINES)
        && lines
            .into_iter()
            .chain(many.into_iter().flatten())
            .all(|line| line.len() <= LINE)
}

/// Refuses a profile without a name, or with one that another has.
fn own_name(db: &Db, name: &str, id: Option<ProfileId>) -> Result<()> {
    if name.is_empty() {
        return Err(Error::usage("no-name", "A profile needs a name.")
            .hint("Write it as it is to be printed."));
    }
    if let Some(other) = store::byline::named(db, name)?.filter(|other| Some(other.id) != id) {
        let message = format!("There is a profile of {} already.", other.byline.name);
        return Err(Error::refused("name-taken", message)
            .hint("Change that one, or give this one a name that tells them apart."));
    }
    Ok(())
}

/// A text as it is kept where it is one line.
fn line(text: &str, what: &str) -> Result<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    limited(&line, LINE, what)?;
    Ok(line)
}

/// The same of several, each once, without the empty ones.
fn lines(all: &[String], what: &str) -> Result<Vec<String>> {
    let mut lines = all
        .iter()
        .map(|text| line(text, what))
        .collect::<Result<Vec<_>>>()?;
    lines.retain(|line| !line.is_empty());
    once(&mut lines, Clone::clone);
    if lines.len() > LINES {
        return Err(Error::refused(
            "too-long",
            format!(
                "At most {LINES} of each are kept; these are {}.",
                lines.len()
            ),
        )
        .hint("Keep those that tell readers most."));
    }
    Ok(lines)
}
