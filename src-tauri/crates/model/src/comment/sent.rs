//! A comment as a file or a form brings it, before the library knows it.

use super::{CommentState, Reason};
use crate::Time;

/// Under which article a comment was left, by whatever its source says; the library looks for the article by each in turn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The article's id in a library, or by what an archive knows it: `wxr:https://example.org:123`.
    pub article: Option<String>,
    /// The page's address, whole or from the root of the site.
    pub address: Option<String>,
    /// The last part of that address.
    pub slug: Option<String>,
    /// The page's headline.
    pub title: Option<String>,
}

/// A comment that comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Where it was left.
    pub place: Place,
    /// By which its source knows it.
    pub id: String,
    /// The one that it answers, by the same.
    pub parent: Option<String>,
    /// The name that was given; may be empty.
    pub author: String,
    /// Private.
    pub email: Option<String>,
    /// The network address that it came from; private.
    pub address: Option<String>,
    /// The commenter's own site; private, since it is never printed.
    pub site: Option<String>,
    /// When; none where the source does not say.
    pub created: Option<Time>,
    /// Markdown or plain text.
    pub body: String,
    /// What it was at its source; none where that does not say, and then the newsroom's rules judge it.
    pub state: Option<CommentState>,
    /// Why, where the source is an export of a library.
    pub reasons: Vec<Reason>,
    /// It was deleted at its source.
    pub deleted: bool,
    /// The newsroom itself wrote it.
    pub newsroom: bool,
}
