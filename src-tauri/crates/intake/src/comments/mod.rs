//! Readers' comments in: archives of other systems, tables, our own exports, saved pages, and what a form drops. Each is
//! read as it comes, record by record, so that no size of a file matters.

mod csv;
mod disqus;
pub(crate) mod field;
pub(crate) mod html;
mod inbox;
mod jsonl;
mod letters;
mod offer;
mod page;
mod remark42;
pub(crate) mod source;
mod torn;
mod wxr;
pub(crate) mod xml;

pub use inbox::{FIELDS, LIMIT as INBOX_LIMIT};

use model::{Error, Result, Time, comment::Sent, page::Leftover};
use offer::Offers;
use source::Source;
use std::{fmt, io::BufRead};

/// Longest text of a comment, in characters.
pub const LONGEST: usize = 100_000;

/// What a cell begins with that a spreadsheet takes for a formula, or drops before it looks for one.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What a library's own exports are known by, in whatever format: the comment's id there follows after a colon.
const OURS: &str = "jsonl";

/// What sort of file comments come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A WordPress export.
    Wxr,
    /// A Disqus export.
    Disqus,
    /// A backup of Remark42.
    Remark42,
    /// A table with separators.
    Csv,
    /// One JSON object a line, as a library writes them.
    JsonLines,
    /// A saved page.
    SavedPage,
    /// One comment as a form's handler drops it.
    Inbox,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wxr => "a WordPress export",
            Self::Disqus => "a Disqus export",
            Self::Remark42 => "a Remark42 backup",
            Self::Csv => "a table of comments",
            Self::JsonLines => "JSON lines",
            Self::SavedPage => "a saved page",
            Self::Inbox => "a comment from the inbox",
        })
    }
}

/// By what a comment is known again, and what a library's own export says of it beyond what every source says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The archive: `wxr:https://example.org`, `disqus:forum`, `remark42:site`, `csv`, `jsonl`, `page`, `inbox`.
    pub archive: String,
    /// By which the library that wrote the file knew the comment's own source.
    pub source: Option<String>,
    /// BCP 47 tag of the article's language.
    pub language: Option<String>,
    /// What the commenter wrote, where the newsroom edited it.
    pub original: Option<String>,
    /// Who decided, by name.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Time>,
}

impl Origin {
    /// Of an archive that says no more.
    fn of(archive: impl Into<String>) -> Self {
        Self {
            archive: archive.into(),
            ..Self::default()
        }
    }

    /// By which a library knows the comment that has `id` there.
    #[must_use]
    pub fn known(&self, id: &str) -> String {
        format!("{}:{id}", self.archive)
    }
}

/// Takes what is found: comments and what could not be taken, each with where it comes from. A leftover that begins with
/// "It was taken" is about a comment that came just before.
pub type Each<'a> = dyn FnMut(&Origin, Found) -> Result<()> + 'a;

/// A comment, or what could not be taken.
pub type Found = std::result::Result<Sent, Leftover>;

/// How much was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// Comments.
    pub comments: u64,
    /// What was said beside them.
    pub leftovers: u64,
}

/// Recognises a file of comments by its name and its first bytes; a few thousand are enough.
#[must_use]
pub fn recognise(name: &str, start: &[u8]) -> Option<Kind> {
    let name = name.to_lowercase();
    let ends = |kinds: &[&str]| kinds.iter().any(|kind| name.ends_with(kind));
    let start = &start[..start.len().min(8192)];
    let text = crate::lines::decode(start);
    let text = text.trim_start();
    let low = text.to_lowercase();
    if crate::lines::is_binary(start) {
        return None;
    }
    if low.contains("wordpress.org/export") {
        return Some(Kind::Wxr);
    }
    if low.contains("<disqus") {
        return Some(Kind::Disqus);
    }
    if low.starts_with('{') {
        let first = text.lines().next().unwrap_or_default();
        return Some(if remark42::is_first(first) {
            Kind::Remark42
        } else if ends(&[".jsonl", ".ndjson"]) || jsonl::is_first(text) {
            Kind::JsonLines
        } else {
            Kind::Inbox
        });
    }
    let page = ["<html", "<!doctype html", "<body"];
    if page.iter().any(|mark| low.contains(mark)) || ends(&[".html", ".htm", ".xhtml"]) {
        return Some(Kind::SavedPage);
    }
    if ends(&[".csv", ".tsv"]) || csv::is_header(text.lines().next().unwrap_or_default()) {
        return Some(Kind::Csv);
    }
    ends(&[".jsonl", ".ndjson"]).then_some(Kind::JsonLines)
}

/// Reads a file of comments, one after the other. Where it can't be read on, what came before stands, and the rest is a
/// leftover that says from where on.
///
/// # Errors
/// `not-comments` where there is none in it; `not-well-formed`, `has-dtd`, `too-large`, `not-utf-8` where nothing of it
/// could be read; what `each` says; system errors.
pub fn read(kind: Kind, from: &mut dyn BufRead, each: &mut Each<'_>) -> Result<Told> {
    let mut offers = Offers::new(each);
    let done = match kind {
        Kind::Wxr => wxr::read(Source::new(from)?, &mut offers),
        Kind::Disqus => disqus::read(Source::new(from)?, &mut offers),
        Kind::Remark42 => remark42::read(Source::new(from)?, &mut offers),
        Kind::Csv => csv::read(Source::lenient(from)?, &mut offers),
        Kind::JsonLines => jsonl::read(Source::new(from)?, &mut offers),
        Kind::SavedPage => page::read(from, &mut offers),
        Kind::Inbox => inbox::read(from, &mut offers),
    };
    offers.end(done)
}

/// The error of a file that holds no comments.
fn none(hint: &str) -> Error {
    Error::unreadable("not-comments", "There are no comments in this file.").hint(hint)
}
