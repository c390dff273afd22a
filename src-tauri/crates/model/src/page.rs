//! What intake finds in a saved article page.

use crate::{Time, article::Byline};
use serde::{Deserialize, Serialize};

/// An article page as it was read; what of it is which.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPage {
    /// The page's own address, where it names one.
    pub address: Option<String>,
    /// From the breadcrumb trail; may be empty.
    pub section: String,
    /// The line above the headline; may be empty.
    pub kicker: String,
    /// The headline.
    pub title: String,
    /// May be empty.
    pub standfirst: String,
    /// Markdown, without any of the page's furniture.
    pub body: String,
    /// BCP 47 tag, where the page names it or it could be told.
    pub language: Option<String>,
    /// When the page says it was published.
    pub date: Option<Time>,
    /// From the author box or the byline.
    pub bylines: Vec<Byline>,
    /// "You may also like": the titles.
    pub related: Vec<String>,
    /// Tags or keywords.
    pub tags: Vec<String>,
    /// In the page's order.
    pub comments: Vec<PageComment>,
    /// What was not recognised: never dropped in silence.
    pub unrecognised: Vec<Leftover>,
    /// The lines that were recognised as the page's own and are in no other field as they stand: menus, buttons, the
    /// trail, labels, dates.
    pub furniture: Vec<String>,
}

/// A comment on a saved page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageComment {
    /// Its place in the page's list, from 0, of what it answers.
    pub parent: Option<usize>,
    /// The name shown.
    pub author: String,
    /// When, where the page says so.
    pub created: Option<Time>,
    /// Markdown or plain text.
    pub body: String,
}

/// A part of a page that was not recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// Where: a line number of a text copy, or the element of a page.
    pub place: String,
    /// What it says, whole; a report may shorten it.
    pub text: String,
    /// Why it was set aside.
    pub why: String,
}
