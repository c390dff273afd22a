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
    /// The steps of the breadcrumb trail between the front page and the article, the section's own last; may be empty.
    #[serde(default)]
    pub trail: Vec<String>,
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
    /// When the page says it was last changed.
    #[serde(default)]
    pub modified: Option<Time>,
    /// The article's own, in the page's order; those within the text stand in `body` too.
    #[serde(default)]
    pub pictures: Vec<PagePicture>,
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

/// A picture on a saved page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePicture {
    /// Where it is, as the page writes it: a file beside the page, an address, or the picture itself (`data:`).
    pub reference: String,
    /// What it shows, for who can't see it; may be empty.
    pub alt: String,
    /// What stands below it, without the credit; may be empty.
    pub caption: String,
    /// Who made it or owns it, without the words before the name; may be empty.
    pub credit: String,
    /// Whether it is the one that stands for the article.
    pub lead: bool,
    /// The address by which it stands in `body`: absolute where the page's own is known, `#picture-1` and so on for one
    /// that the page holds itself.
    #[serde(default)]
    pub in_body: Option<String>,
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
