//! Files in: what is in a saved page, a text copy, a Markdown file, a file of comments or a picture, as records that
//! desk takes. Knows no SQLite and trusts nothing that it reads.

mod author;
mod body;
mod byline;
mod dates;
mod front;
mod head;
mod html;
mod labels;
mod language;
mod lines;
mod mhtml;
mod remarks;
mod tail;
mod text;
mod trail;

pub mod archive;
pub mod asset;
pub mod comments;
pub mod markdown;
pub mod saved_page;

use std::fmt;

/// What sort of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An article page as HTML.
    SavedPage,
    /// An article page as "select all, copy" gives it.
    TextCopy,
    /// A Markdown file.
    Markdown,
    /// A WordPress export.
    Wxr,
    /// A Ghost export.
    Ghost,
    /// A Disqus export.
    Disqus,
    /// A TextBundle or TextPack.
    TextBundle,
    /// A Word document.
    Docx,
    /// Something else.
    Unknown,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SavedPage => "a saved page",
            Self::TextCopy => "a text copy",
            Self::Markdown => "a Markdown file",
            Self::Wxr => "a WordPress export",
            Self::Ghost => "a Ghost export",
            Self::Disqus => "a Disqus export",
            Self::TextBundle => "a TextBundle",
            Self::Docx => "a Word document",
            Self::Unknown => "a file of an unknown sort",
        })
    }
}

/// Recognises a file by its name and its first bytes.
#[must_use]
pub fn recognise(name: &str, bytes: &[u8]) -> Format {
    let name = name.to_lowercase();
    let start = lines::decode(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let ends = |kinds: &[&str]| kinds.iter().any(|kind| name.ends_with(kind));
    if mhtml::is_one(bytes) {
        return Format::SavedPage;
    }
    if bytes.starts_with(b"PK") {
        return if ends(&[".docx"]) {
            Format::Docx
        } else if ends(&[".textpack"]) {
            Format::TextBundle
        } else {
            Format::Unknown
        };
    }
    if start.contains("wordpress.org/export") {
        Format::Wxr
    } else if start.contains("disqus.com") && start.contains("<?xml") {
        Format::Disqus
    } else if start.trim_start().starts_with('{') && start.contains("exported_on") {
        Format::Ghost
    } else if start.contains("<html")
        || start.contains("<!doctype html")
        || start.contains("<body")
        || ends(&[".html", ".htm", ".xhtml"])
    {
        Format::SavedPage
    } else if ends(&[".md", ".markdown"]) {
        Format::Markdown
    } else if bytes.iter().take(4096).filter(|b| **b == 0).count() > 8
        && !bytes.starts_with(&[0xff, 0xfe])
        && !bytes.starts_with(&[0xfe, 0xff])
    {
        Format::Unknown
    } else {
        Format::TextCopy
    }
}
