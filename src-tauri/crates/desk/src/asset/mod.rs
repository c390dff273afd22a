//! Pictures and attachments: added, listed, described, removed, and shown in the window.

mod add;
mod list;

pub(crate) use add::clean_stem;
pub use add::{Add, Paste, add, paste};
pub use list::{Describe, List, Remove, describe, list, remove};

use crate::{AssetUse, AssetView, Desk, hand::name_of};
use model::{Error, Hash, Result, asset::Media, person::Person};
use store::{Db, asset::Kept};

/// Longest description, in bytes.
const ALT: usize = 2_000;

/// The bytes of a file that pages show, by its hash, and its media type; for the window, whose pictures do not pass
/// over the bridge. Of a picture's own hash, `small` gives the narrowest file that is kept of it.
///
/// # Errors
/// `bad-hash`, `damaged-asset`; system errors.
pub fn file(desk: &Desk, hash: &str, small: bool) -> Result<(Vec<u8>, &'static str)> {
    let mut hash = hash.parse()?;
    if small && let Some(kept) = desk.store.read(|db| store::asset::get(db, hash))? {
        hash = kept.asset.narrowest();
    }
    let bytes = store::asset::read(desk.dir(), hash)?;
    let media = intake::asset::media(&bytes)?;
    Ok((bytes, media.name()))
}

/// A description as it is kept: one line.
fn described(alt: &str) -> Result<String> {
    let alt = alt
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if alt.len() > ALT {
        return Err(
            Error::refused("too-long", "The description is too long to be kept.")
                .hint("One or two sentences help readers most."),
        );
    }
    Ok(alt)
}

/// Refuses to remove what something shows.
///
/// # Errors
/// `in-use`; system errors.
pub(crate) fn unused(db: &Db, hash: Hash) -> Result<()> {
    if !store::asset::is_used(db, hash)? {
        return Ok(());
    }
    let bylines = store::byline::showing(db, hash)?;
    let hint = match store::asset::uses(db, hash)?.as_slice() {
        [] if !bylines.is_empty() => format!("The profile of {} shows it.", bylines.join(", ")),
        [] => "Someone is writing a text that shows it.".to_owned(),
        [(_, title)] => format!("“{title}” shows it."),
        [(_, title), rest @ ..] => format!("“{title}” and {} more show it.", rest.len()),
    };
    Err(Error::refused("in-use", "The picture is in use.").hint(hint))
}

/// What is known of an asset.
fn view(db: &Db, kept: &Kept, people: &[Person]) -> Result<AssetView> {
    let asset = &kept.asset;
    let target = format!("asset:{}", asset.hash);
    Ok(AssetView {
        hash: asset.hash.to_string(),
        name: kept.name.clone(),
        alt: kept.alt.clone(),
        media: asset.media,
        size: i32::try_from(asset.size).unwrap_or(i32::MAX),
        width: i32::try_from(asset.width).unwrap_or(i32::MAX),
        height: i32::try_from(asset.height).unwrap_or(i32::MAX),
        small: asset.narrowest().to_string(),
        added: kept.added.clone(),
        by: name_of(people, kept.person),
        used: store::asset::is_used(db, asset.hash)?,
        uses: store::asset::uses(db, asset.hash)?
            .into_iter()
            .map(|(id, title)| AssetUse {
                id: id.to_string(),
                title,
            })
            .collect(),
        bylines: store::byline::showing(db, asset.hash)?,
        markdown: match asset.media {
            Media::Pdf => format!("[{}]({target})", bracketed(&kept.name)),
            _ => format!("![{}]({target})", bracketed(&kept.alt)),
        },
        notice: (asset.media == Media::Pdf).then(|| {
            "A PDF keeps what its maker wrote into it: often a name, a program, a date.".to_owned()
        }),
    })
}

/// Words between square brackets in Markdown.
fn bracketed(words: &str) -> String {
    words
        .chars()
        .flat_map(|c| {
            matches!(c, '[' | ']' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect()
}
