//! What intake finds in an archive of articles, whatever program wrote it.

use crate::{
    Time,
    article::{Byline, Correction},
    page::Leftover,
};
use serde::{Deserialize, Serialize};

/// How an article stood in the program that it comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stood {
    /// It was being written.
    #[default]
    Draft,
    /// It waited for someone's yes.
    Waiting,
    /// It was to come out on its date.
    Scheduled,
    /// Everyone could read it.
    Published,
    /// It was out, but not for everyone: private, or behind a password or a sign-in.
    Private,
}

/// An article of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// By which it is known again, whatever became of its headline and its name: `wxr:example.org:123`,
    /// `ghost:5f…`, `markdown:example.org:posts/harbour.md`.
    pub source: String,
    /// Its source is only a name, a file's or a number, that the article of another archive may have, too: whoever knows the
    /// source has the same article only where the texts are alike.
    pub weak: bool,
    /// Where it stands in the archive, as a report says it: `item 123`, `posts/harbour.md`.
    pub place: String,
    /// What the archive calls it: `post`, `page`, or a kind of its own.
    pub sort: String,
    /// How it stood there.
    pub stood: Stood,
    /// Its whole address, where the archive names one.
    pub address: Option<String>,
    /// Addresses besides, from which readers were led to it: whole ones, or from the site's root (`/old/`) where nobody says what
    /// that is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its name in the address, as it was.
    pub slug: Option<String>,
    /// The headline, plain text; may be empty.
    pub title: String,
    /// The line above it; may be empty.
    pub kicker: String,
    /// Plain text; may be empty.
    pub standfirst: String,
    /// Markdown. A picture's address is what the archive says: an address on the web, a path within the archive from its
    /// top (`media/quay.jpg`), or the name of one of the `files`.
    pub body: String,
    /// Where links in it lead within the archive, by their addresses as the body has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<(String, Lead)>,
    /// The same with the changes that its document only proposes.
    pub proposed: Option<String>,
    /// The section's name; may be empty. Of a tree the whole way: `News / Town`.
    pub section: String,
    /// In the archive's order, without repeats.
    pub tags: Vec<String>,
    /// BCP 47 tag, where the archive says it.
    pub language: Option<String>,
    /// The public authors.
    pub bylines: Vec<Byline>,
    /// Pictures of them: by name, the address.
    pub portraits: Vec<(String, String)>,
    /// When it came out, or will.
    pub published: Option<Time>,
    /// Nobody outside is to read it before.
    pub embargo: Option<Time>,
    /// When it was changed last.
    pub changed: Option<Time>,
    /// The picture at its top.
    pub lead: Option<Picture>,
    /// For search engines, where it differs from the headline; may be empty.
    pub search_title: String,
    /// For search engines, where it differs from the standfirst; may be empty.
    pub search_description: String,
    /// Where it was first published, where that is elsewhere.
    pub canonical: Option<String>,
    /// Headlines of what to read next.
    pub related: Vec<String>,
    /// No comments come on it any more.
    pub closed: bool,
    /// The `source`s of the same text in other languages.
    pub translations: Vec<String>,
    /// Public notes of what was wrong, oldest first.
    pub corrections: Vec<Correction>,
    /// What else the archive says of it, by name, in its order.
    pub meta: Vec<(String, String)>,
    /// Remarks of editors on passages of the body.
    pub remarks: Vec<Remark>,
    /// Files that stand within it: by the name that the body has for each.
    #[serde(skip)]
    pub files: Vec<(String, Vec<u8>)>,
    /// What of it is not in the other fields, and why.
    pub left: Vec<Leftover>,
}

/// Where a link within an archive leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lead {
    /// To the article that is known by this source.
    Article(String),
    /// To the page of a file, which has this address.
    File(String),
}

/// A picture of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its address, as pictures in the body have theirs.
    pub address: String,
    /// What it shows, for those who don't see it.
    pub alt: String,
    /// Below it.
    pub caption: String,
    /// Who made it.
    pub credit: String,
}

/// A remark of an editor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The passage of the body that it is about, in bytes of UTF-8.
    pub start: usize,
    /// Where that ends.
    pub end: usize,
    /// Who said it, by name; may be empty.
    pub author: String,
    /// When, where that is known.
    pub at: Option<Time>,
    /// What they said, with what others answered.
    pub text: String,
    /// Whether it was settled there.
    pub done: bool,
}
