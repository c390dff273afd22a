//! What the phases look at: the comment, and what the library knows, fetched before. They ask for nothing themselves.

use model::{CommentId, Time};
use std::ops::Range;

/// A comment that is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged<'a> {
    /// The name that was given.
    pub author: &'a str,
    /// Its text.
    pub body: &'a str,
    /// BCP 47 tag of its article's language.
    pub language: &'a str,
    /// When it was sent.
    pub created: Time,
    /// Its commenter gave an e-mail address: without one, anyone can take the name.
    pub has_email: bool,
}

/// What the library knows of a comment's surroundings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Its article takes no comments any more.
    pub closed: bool,
    /// A person is to see every comment of its article first.
    pub pre_moderated: bool,
    /// Its commenter is banned.
    pub ban: Option<Ban>,
    /// Somebody with the same network address is banned.
    pub address_ban: Option<Ban>,
    /// What became of the commenter's earlier comments.
    pub record: Counts,
    /// Earlier comments with the same text or nearly the same, newest first.
    pub repeats: Vec<Repeat>,
    /// How many came lately.
    pub flood: Flood,
    /// What is known of the domains that it links.
    pub domains: Vec<Domain>,
    /// What the classifier says; none while it is silent.
    pub learned: Option<Opinion>,
}

/// A ban.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ban {
    /// Until when; none for always.
    pub until: Option<Time>,
}

impl Ban {
    /// Whether it holds at a time.
    #[must_use]
    pub fn holds(self, at: Time) -> bool {
        self.until.is_none_or(|until| at < until)
    }
}

/// Comments by their state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nobody decided yet.
    pub pending: u32,
    /// On the page.
    pub published: u32,
    /// Set aside.
    pub held: u32,
    /// Not to be on the page.
    pub rejected: u32,
    /// Advertising or worse.
    pub spam: u32,
}

/// An earlier comment with the same text, or nearly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// Which.
    pub comment: CommentId,
    /// When it was sent.
    pub created: Time,
    /// How near its text is, as [`nearness`](super::nearness) says; 100 for the same.
    pub nearness: u32,
    /// It is of the same commenter or from the same network address.
    pub own: bool,
}

/// How many comments came within the minutes that the rules name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flood {
    /// From the same network address.
    pub by_address: u32,
    /// Under the same name.
    pub by_name: u32,
}

/// What earlier comments with a link to a domain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// Which, as [`links`](super::links) gives it.
    pub domain: String,
    /// How many linked it.
    pub linked: u32,
    /// How many of them were rejected or spam.
    pub refused: u32,
}

/// What the classifier says of a comment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opinion {
    /// How likely it would be rejected or spam, in hundredths.
    pub likelihood: u32,
    /// Which words weighed how much, by their places in its text.
    pub weighed: Vec<(Range<usize>, i32)>,
}
