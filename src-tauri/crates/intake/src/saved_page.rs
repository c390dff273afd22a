//! A saved article page, as HTML or as the text that "select all, copy" gives.

use crate::{Format, archive::common::escaped, html, language, lines, mhtml, text};
use model::{Error, Result, page::SavedPage};

/// Largest input, in bytes.
const LIMIT: usize = 50 << 20;
/// Longest headline, in characters; a longer one is a text that was taken for one.
const HEADLINE: usize = 1_000;

/// Reads an article page, whatever it is by its name and its bytes.
///
/// # Errors
/// `too-large` past 50 MB; `not-text` for a binary file; `no-article` where there is no headline or no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<SavedPage> {
    read_as(crate::recognise(name, bytes), name, bytes)
}

/// Reads an article page as HTML (`Format::SavedPage`), else as a text copy.
///
/// # Errors
/// As [`read`].
pub fn read_as(format: Format, name: &str, bytes: &[u8]) -> Result<SavedPage> {
    if bytes.len() > LIMIT {
        return Err(
            Error::unreadable("too-large", format!("{name} is larger than 50 MB."))
                .hint("Save the page without its pictures."),
        );
    }
    let mut page = match mhtml::is_one(bytes) && format != Format::TextCopy {
        true => single(bytes),
        false => plain(format, name, bytes)?,
    };
    let long = page.title.chars().count() > HEADLINE;
    if page.title.trim().is_empty() || page.body.trim().is_empty() || long {
        let message = match long {
            true => format!("The headline in {name} is longer than {HEADLINE} characters."),
            false => format!("There is no article in {name}."),
        };
        return Err(Error::unreadable("no-article", message)
            .hint("Save the article’s own page, or copy all of its text."));
    }
    if page.language.is_none() {
        page.language = language::of(&page.body);
    }
    Ok(page)
}

/// A page, or its text copy, as a file by itself.
fn plain(format: Format, name: &str, bytes: &[u8]) -> Result<SavedPage> {
    if lines::is_binary(bytes) {
        return Err(Error::unreadable("not-text", format!("{name} is no text."))
            .hint("Save the page as HTML, or copy its text."));
    }
    let whole = lines::decode(bytes);
    Ok(match format {
        Format::SavedPage => html::read(&whole),
        _ => text::read(
            &lines::blocks(&whole),
            SavedPage::default(),
            vec![],
            text::Hints::default(),
        ),
    })
}

/// A page that is in a single file with all that it shows; an empty one where there is none in it.
fn single(bytes: &[u8]) -> SavedPage {
    let Some(saved) = mhtml::read(bytes) else {
        return SavedPage::default();
    };
    let mut page = html::read(&saved.html);
    // Where the page does not say where it was, its browser did.
    if let Some(address) = saved.address.as_ref().filter(|_| page.address.is_none()) {
        let said = format!("<link rel=\"canonical\" href=\"{}\">", escaped(address));
        page = html::read(&format!("{}{said}", saved.html));
    }
    saved.shown(page)
}
