//! The full-text index: derived from the tables, kept in step with every event, made again at will.

mod find;
mod index;
mod reach;
mod related;

pub use find::{Ask, Cursor, Either, Found, bylines, find, first, languages};
pub use index::rebuild;
pub(crate) use index::{faults, follow, settle, words};
pub(crate) use reach::unreached;
pub use related::{Shared, Word, related};

use model::{Error, Result};
use std::str::FromStr;

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Article,
    Note,
    Comment,
    Person,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Article, Self::Note, Self::Comment, Self::Person];

    /// Its name in text and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Note => "note",
            Self::Comment => "comment",
            Self::Person => "person",
        }
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| {
                Error::usage(
                    "unknown-kind",
                    format!("“{text}” is nothing that is searched."),
                )
                .hint("A kind is article, note, comment or person.")
            })
    }
}
