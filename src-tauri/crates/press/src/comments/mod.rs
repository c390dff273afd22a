//! Readers' comments out, for the newsroom and never for a bundle: as a WordPress export, as JSON lines, as a table. Each is
//! written as it comes, article by article, so that no number of comments is held.

mod csv;
mod jsonl;
mod wxr;

use model::{
    Error, Result, Time,
    comment::{CommentState, Reason},
};
use std::{io::Write, str::FromStr};

/// In which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A WordPress export (WXR 1.2).
    Wxr,
    /// One JSON object a line.
    JsonLines,
    /// A table (RFC 4180).
    Csv,
}

impl Format {
    /// Its name, which is also what the file's name ends in by habit, but for WordPress's.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wxr => "wxr",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Wxr, Self::JsonLines, Self::Csv]
            .into_iter()
            .find(|format| format.name() == text)
            .ok_or_else(|| {
                let message = format!("Comments can’t be written as “{text}”.");
                Error::usage("unknown-format", message).hint("Formats are wxr, jsonl and csv.")
            })
    }
}

/// Whose comments they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newsroom {
    /// The library's name.
    pub name: String,
    /// The site's address; may be empty.
    pub address: String,
    /// BCP 47 tag; may be empty.
    pub language: String,
}

/// Under which article comments stand, or, where none is here, what is known of their place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Under {
    /// The article's id; none where there is no such article here.
    pub id: Option<String>,
    /// The last part of its address.
    pub slug: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// When it was published: importers know an article again by its headline and this.
    pub published: Option<Time>,
}

/// A comment as the library keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// By which its source knows it.
    pub source: String,
    /// The one that it answers; written before it where that is under the same article.
    pub parent: Option<String>,
    /// The name that was given; may be empty.
    pub author: String,
    /// Private: only where it is to be written.
    pub email: Option<String>,
    /// The network address; private as well.
    pub address: Option<String>,
    /// The commenter's own site; private as well.
    pub site: Option<String>,
    /// When it was written.
    pub created: Time,
    /// Markdown or plain text.
    pub body: String,
    /// What the commenter wrote, where the newsroom edited it.
    pub original: Option<String>,
    /// Where it stands.
    pub state: CommentState,
    /// Why.
    pub reasons: Vec<Reason>,
    /// The newsroom wrote it.
    pub newsroom: bool,
    /// Who decided, by name.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Time>,
}

/// Writes comments. An article comes before its comments, and a comment before what answers it.
pub trait Writer {
    /// What stands before all.
    ///
    /// # Errors
    /// System errors.
    fn begin(&mut self, newsroom: &Newsroom) -> Result<()>;

    /// What follows is under this article.
    ///
    /// # Errors
    /// System errors.
    fn article(&mut self, under: &Under) -> Result<()>;

    /// A comment under the article that came last.
    ///
    /// # Errors
    /// System errors.
    fn comment(&mut self, kept: &Kept) -> Result<()>;

    /// What stands after all.
    ///
    /// # Errors
    /// System errors.
    fn end(&mut self) -> Result<()>;
}

/// What writes `format` into `out`.
#[must_use]
pub fn writer<'a>(format: Format, out: &'a mut dyn Write) -> Box<dyn Writer + 'a> {
    match format {
        Format::Wxr => Box::new(wxr::Wxr::new(out)),
        Format::JsonLines => Box::new(jsonl::Lines::new(out)),
        Format::Csv => Box::new(csv::Table::new(out)),
    }
}

/// What a failure of writing means to a person.
fn failed(cause: &std::io::Error) -> Error {
    use std::io::ErrorKind as E;
    match cause.kind() {
        E::StorageFull | E::QuotaExceeded => Error::system(
            "disk-full",
            "The disk is full; the comments were not written.",
        )
        .hint("Free some space and try again; nothing was changed."),
        _ => Error::system("io", format!("The comments were not written: {cause}.")),
    }
}
