//! What was copied elsewhere, on its way into a text.

use crate::{Desk, Hand, Pasted, article::WRITERS};
use model::{Error, Result};
use serde::Deserialize;

/// Longest paste with marks of its own, in bytes; what is longer comes in as plain text.
const LONGEST: usize = 8 << 20;

/// What is on the clipboard.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Paste {
    pub html: String,
}

/// Reads HTML as Markdown, and says what of it was kept. Nothing is saved.
///
/// # Errors
/// `wrong-role`, `too-long`; system errors.
pub fn paste(desk: &Desk, hand: &Hand, ask: Paste) -> Result<Pasted> {
    desk.store.read(|db| hand.must(db, WRITERS).map(drop))?;
    if ask.html.len() > LONGEST {
        return Err(
            Error::refused("too-long", "That is too much to be pasted with its marks.")
                .hint("Paste it as plain text, or in parts."),
        );
    }
    let found = markup::from_html::paste(&ask.html);
    Ok(Pasted {
        markdown: found.markdown,
        quoted: found.quoted,
        quotations: found.quotations,
        links: found.links,
        images: found.images,
        tables: found.tables,
        footnotes: found.footnotes,
        indented: found.indented,
    })
}
