//! A saved article page, as HTML or as the text that "select all, copy" gives.

use crate::{Format, html, lines, text};
use model::{Error, Result, page::SavedPage};

/// Largest input, in bytes.
const LIMIT: usize = 50 << 20;

/// Reads an article page.
///
/// # Errors
/// `too-large` past 50 MB; `no-article` where there is no headline or no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<SavedPage> {
    if bytes.len() > LIMIT {
        return Err(
            Error::unreadable("too-large", format!("{name} is larger than 50 MB."))
                .hint("Save the page without its pictures."),
        );
    }
    let whole = lines::decode(bytes);
    let mut page = if crate::recognise(name, bytes) == Format::SavedPage {
        let told = html::read(&whole);
        let blocks = markdown_blocks(&told.markdown);
        let mut page = text::read(&blocks, &told.hints);
        page.address = told.address;
        page.language = told.language;
        page.date = told
            .date
            .and_then(|date| crate::remarks::moment(&date))
            .or(page.date);
        page
    } else {
        text::read(&lines::blocks(&whole), &text::Hints::default())
    };
    if page.title.trim().is_empty() || page.body.trim().is_empty() {
        return Err(
            Error::unreadable("no-article", format!("There is no article in {name}."))
                .hint("Save the article's own page, or copy all of its text."),
        );
    }
    if page.language.is_none() {
        page.language = by_script(&page.body);
    }
    Ok(page)
}

/// Markdown's blocks, parted by blank lines; a block of several lines stays one.
fn markdown_blocks(markdown: &str) -> Vec<lines::Block> {
    let mut out = vec![];
    for (index, block) in markdown.split("\n\n").enumerate() {
        if !block.trim().is_empty() {
            out.push(lines::Block {
                line: index + 1,
                text: block.trim().to_owned(),
            });
        }
    }
    out
}

/// The language that a script alone tells.
fn by_script(text: &str) -> Option<String> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count().max(1);
    let share = |of: &dyn Fn(char) -> bool| text.chars().filter(|c| of(*c)).count() * 2 > letters;
    if share(&|c| ('\u{600}'..='\u{6ff}').contains(&c)) {
        let persian = text.chars().any(|c| "پچژگکی".contains(c));
        return Some(if persian { "fa" } else { "ar" }.into());
    }
    if share(&|c| ('\u{590}'..='\u{5ff}').contains(&c)) {
        return Some("he".into());
    }
    None
}
