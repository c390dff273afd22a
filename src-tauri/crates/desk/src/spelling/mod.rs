//! Spelling: what no dictionary knows, what it may have been meant to be, and the newsroom's own words.

mod check;
mod dictionaries;
mod known;
mod text;

pub use check::{Check, Suggest, check, suggest};
pub use known::{Add, Ignore, Remove, Words, add, ignore, remove, words};

pub(crate) use dictionaries::Dictionaries;

/// The language of a tag without region or script: the newsroom's words in `en` are right in `en-GB` too.
fn language_of(tag: &str) -> String {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    first.to_ascii_lowercase()
}
