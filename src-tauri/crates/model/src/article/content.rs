//! All that prints of an article; hashed as one.

use crate::{ArticleId, Error, Hash, Result, Time, canonical};
use serde::{Deserialize, Serialize};

/// All that prints of an article. Its hash is the SHA-256 of its canonical JSON, which holds the domain tag
/// `"copydesk": "revision/1"`, so that any SHA-256 tool can check a file of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Content {
    /// The domain tag, always `revision/1`.
    #[ts(type = "\"revision/1\"")]
    pub copydesk: Tag,
    /// The article that it is the content of.
    #[ts(type = "string")]
    pub article: ArticleId,
    /// The headline, plain text.
    pub title: String,
    /// The line above the headline, plain text; may be empty.
    pub kicker: String,
    /// The paragraph below the headline, plain text; may be empty.
    pub standfirst: String,
    /// Markdown.
    pub body: String,
    /// The article's name in its address: lower-case letters, digits and hyphens.
    pub slug: String,
    /// The section's name; may be empty.
    pub section: String,
    /// In the order given.
    pub tags: Vec<String>,
    /// BCP 47 tag.
    pub language: String,
    /// The same text in other languages.
    #[ts(type = "string[]")]
    pub translations: Vec<ArticleId>,
    /// Where it was first published, where that is elsewhere.
    pub canonical: Option<String>,
    /// For search engines, where it differs from the headline.
    pub search_title: String,
    /// For search engines, where it differs from the standfirst.
    pub search_description: String,
    /// The date its editors set, where they did.
    #[ts(type = "string | null")]
    pub date: Option<Time>,
    /// Not to be printed before an editor lifts it; shown is this date.
    #[ts(type = "string | null")]
    pub embargo: Option<Time>,
    /// As they stood when this was saved.
    pub bylines: Vec<Byline>,
    /// The picture at its top.
    pub lead_image: Option<LeadImage>,
    /// Every asset that the body names.
    #[ts(type = "string[]")]
    pub assets: Vec<Hash>,
    /// Public notes of what was wrong, oldest first.
    pub corrections: Vec<Correction>,
    /// Chosen by an editor, in order.
    pub related: Vec<Related>,
}

/// The constant text `revision/1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub enum Tag {
    /// The first format.
    #[default]
    #[serde(rename = "revision/1")]
    Revision1,
}

/// The public author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default, ts_rs::TS)]
#[serde(default)]
pub struct Byline {
    /// The name that prints.
    pub name: String,
    /// What they are: "Transport reporter".
    pub role: String,
    /// Where else they are published, or what they wrote.
    pub publications: Vec<String>,
    /// A biography, plain text.
    pub about: String,
    /// Addresses.
    pub links: Vec<String>,
    /// A picture.
    #[ts(type = "string | null")]
    pub picture: Option<Hash>,
}

/// The picture at the top of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LeadImage {
    /// The asset.
    #[ts(type = "string")]
    pub asset: Hash,
    /// Below it.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// What it shows, for those who don't see it.
    pub alt: String,
}

/// Whether something was wrong, or only unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// It was wrong.
    Correction,
    /// It was unclear.
    Clarification,
}

/// A dated public note of what was wrong and what replaced it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Correction {
    /// When it was made.
    #[ts(type = "string")]
    pub at: Time,
    /// Which of the two.
    pub kind: CorrectionKind,
    /// Plain text.
    pub text: String,
}

/// An article to read next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Related {
    /// The article, where it is one of ours.
    #[ts(type = "string | null")]
    pub article: Option<ArticleId>,
    /// Its headline.
    pub title: String,
}

impl Content {
    /// An empty article.
    #[must_use]
    pub fn new(article: ArticleId, language: &str) -> Self {
        Self {
            copydesk: Tag::Revision1,
            article,
            title: String::new(),
            kicker: String::new(),
            standfirst: String::new(),
            body: String::new(),
            slug: String::new(),
            section: String::new(),
            tags: vec![],
            language: language.to_owned(),
            translations: vec![],
            canonical: None,
            search_title: String::new(),
            search_description: String::new(),
            date: None,
            embargo: None,
            bylines: vec![],
            lead_image: None,
            assets: vec![],
            corrections: vec![],
            related: vec![],
        }
    }

    /// The canonical bytes that are hashed and stored.
    ///
    /// # Errors
    /// As [`canonical`].
    pub fn bytes(&self) -> Result<Vec<u8>> {
        canonical(self)
    }

    /// The content behind canonical bytes.
    ///
    /// # Errors
    /// `bad-revision` where the bytes are no content, or not canonical.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let broken = |why: String| {
            Error::damaged("bad-revision", format!("A revision can’t be read: {why}."))
        };
        let content = Self::from_known_bytes(bytes)?;
        if content.bytes()? != bytes {
            return Err(broken("it is not in canonical form".into()));
        }
        Ok(content)
    }

    /// The same of bytes that were looked at before, and are known by their hash: their form is not looked at again.
    ///
    /// # Errors
    /// `bad-revision`.
    pub fn from_known_bytes(bytes: &[u8]) -> Result<Self> {
        // Of a text each of its parts is known to be one.
        let read = match crate::text(bytes) {
            Some(text) => serde_json::from_str(text),
            None => serde_json::from_slice(bytes),
        };
        read.map_err(|cause| {
            Error::damaged(
                "bad-revision",
                format!("A revision can’t be read: {cause}."),
            )
        })
    }

    /// The content hash.
    ///
    /// # Errors
    /// As [`canonical`].
    pub fn hash(&self) -> Result<Hash> {
        Ok(Hash::of(&self.bytes()?))
    }

    /// Every asset that its page shows: those of the body, the picture at its top, the bylines'.
    pub fn every_asset(&self) -> impl Iterator<Item = Hash> {
        let lead = self.lead_image.iter().map(|lead| lead.asset);
        let pictures = self.bylines.iter().filter_map(|byline| byline.picture);
        self.assets.iter().copied().chain(lead).chain(pictures)
    }

    /// Folder and name of its page within the site, without a leading slash: `section/slug/`.
    #[must_use]
    pub fn path(&self) -> String {
        path(&self.section, &self.slug)
    }

    /// When it was corrected last.
    #[must_use]
    pub fn corrected(&self) -> Option<Time> {
        self.corrections.iter().map(|one| one.at).max()
    }
}

/// Where the page of an article with this section and slug is within the site: `section/slug/`.
#[must_use]
pub fn path(section: &str, slug: &str) -> String {
    format!("{}/{slug}/", folder(section))
}

/// The folder that a section's pages are in, by which it is the same section however its name is written.
#[must_use]
pub fn folder(section: &str) -> String {
    super::slug(if section.is_empty() { "news" } else { section })
}

/// Whether a text looks like a BCP 47 tag: parts of 1 to 8 letters and digits, the first of letters alone.
#[must_use]
pub fn language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

/// Whether a text is an address on the web that can stand in a page.
#[must_use]
pub fn web_address(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest
                .chars()
                .any(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ';'))
    })
}
