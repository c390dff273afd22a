//! Taking a picture or an attachment in: cleaned, kept under its hash with its variants, and only then named.

use super::{described, view};
use crate::{AssetView, Desk, Hand, article::WRITERS};
use base64::{Engine, engine::general_purpose::STANDARD};
use model::{Error, Result, event::Event};
use serde::Deserialize;
use std::{fs::File, io::Read, path::Path};

/// A file, and what it shows.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Add {
    pub path: String,
    pub alt: String,
}

/// Takes in a file. One that is there already is not added again, and keeps its description, where it has one.
///
/// # Errors
/// `wrong-role`, `too-long`; as [`intake::asset::take`]; system errors.
pub fn add(desk: &Desk, hand: &Hand, ask: Add) -> Result<AssetView> {
    desk.store.read(|db| hand.must(db, WRITERS))?;
    let path = Path::new(&ask.path);
    let bytes = read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    keep(desk, hand, &name, &bytes, &ask.alt)
}

/// The bytes of a picture as base64, and what it shows.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Paste {
    pub data: String,
    pub alt: String,
}

/// Takes in a picture from the clipboard.
///
/// # Errors
/// `wrong-role`, `not-base64`, `too-long`; as [`intake::asset::take`]; system errors.
pub fn paste(desk: &Desk, hand: &Hand, ask: Paste) -> Result<AssetView> {
    desk.store.read(|db| hand.must(db, WRITERS))?;
    intake::asset::fits(ask.data.len() as u64 / 4 * 3)?;
    let bytes = STANDARD.decode(&ask.data).map_err(|_| {
        Error::usage("not-base64", "What was pasted did not arrive whole.").hint("Paste it again.")
    })?;
    keep(desk, hand, "", &bytes, &ask.alt)
}

/// A file's bytes; one that is too large is not read, and of what is no file nothing: that might never end.
fn read(path: &Path) -> Result<Vec<u8>> {
    let io = |cause: std::io::Error| Error::io(path, &cause);
    let plain = |known: &std::fs::Metadata| match known.is_file() {
        true => Ok(()),
        false => Err(
            Error::unreadable("not-readable", format!("{} is no file.", path.display()))
                .hint("Copy what it gives into a file, and add that."),
        ),
    };
    // Opening a pipe waits for whoever writes to it.
    plain(&std::fs::metadata(path).map_err(io)?)?;
    let file = File::open(path).map_err(io)?;
    let known = file.metadata().map_err(io)?;
    plain(&known)?;
    intake::asset::fits(known.len())?;
    let mut bytes = vec![];
    // It may have grown since.
    file.take(intake::asset::LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(io)?;
    Ok(bytes)
}

fn keep(desk: &Desk, hand: &Hand, name: &str, bytes: &[u8], alt: &str) -> Result<AssetView> {
    let alt = described(alt)?;
    let taken = intake::asset::take(name, bytes)?;
    for file in &taken.files {
        store::asset::put(desk.dir(), file)?;
    }
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let hash = taken.asset.hash;
        let mut known = None;
        match store::asset::get(txn, hash)? {
            None => txn.append(Event::AssetAdded {
                asset: taken.asset,
                name: clean_stem(name),
                alt,
            })?,
            Some(was) if was.alt.is_empty() && !alt.is_empty() => {
                txn.append(Event::AssetDescribed {
                    asset: hash,
                    alt,
                    was: was.alt,
                })?;
            }
            Some(was) if !alt.is_empty() && alt != was.alt => known = Some(was.alt),
            Some(_) => {}
        }
        let kept = store::asset::find(txn, &hash.to_string())?;
        let mut view = view(txn, &kept, &store::person::list(txn)?)?;
        if let Some(alt) = known {
            view.notice = Some(format!(
                "It is here already, and its description stays: “{alt}”. `copydesk asset describe` changes that."
            ));
        }
        Ok(view)
    })
}

/// What may be kept of a file's name: its words, in letters that any system knows. Long numbers go, since cameras and
/// phones name files by date and time.
pub(crate) fn clean_stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // What comes from the clipboard has no name, and a slug is never empty.
    if !stem.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let slug = model::article::slug(stem);
    let mut kept = String::new();
    for word in slug
        .split('-')
        .filter(|word| word.chars().filter(char::is_ascii_digit).count() < 4)
    {
        if kept.len() + word.len() >= 40 {
            break;
        }
        if !kept.is_empty() {
            kept.push('-');
        }
        kept.push_str(word);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::clean_stem;

    #[test]
    fn of_a_name_the_words_stay_and_no_date_or_number() {
        for (name, kept) in [
            ("IMG_20260301_120455.jpg", "img"),
            ("New quay, evening (2).JPG", "new-quay-evening-2"),
            ("PXL_20260301_120455123.MP.jpg", "pxl-mp"),
            ("میدان.png", "mydn"),
            ("", ""),
            (
                &format!("{}.png", "long ".repeat(40)),
                "long-long-long-long-long-long-long-long",
            ),
        ] {
            assert_eq!(clean_stem(name), kept, "{name}");
        }
    }
}
