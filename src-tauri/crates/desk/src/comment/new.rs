//! A comment that comes in, by whatever way.

use model::{ArticleId, CommentId, comment::Sent};
use std::sync::Arc;
use store::comment::DecidedThere;

/// A comment that comes in.
#[derive(Debug, Clone)]
pub(crate) struct New {
    /// None where nothing here is its place.
    pub article: Option<ArticleId>,
    /// Where it was left, and under which headline, where no article's id says so.
    pub place: Option<(String, String)>,
    /// By which source it is known; the answer to it names the same.
    pub source: String,
    /// The source of what it answers.
    pub parent: Option<String>,
    /// The id that it had in another library: it keeps it here, so that its thread is known again wherever it is taken.
    pub own: Option<CommentId>,
    /// What it said as it was sent, where the newsroom that it comes from edited it.
    pub original: Option<String>,
    /// Who decided on it in the library that it comes from.
    pub decided: Option<DecidedThere>,
    /// Whoever brings it may not decide on comments: one that is here stays as it is.
    pub only_new: bool,
    /// The file that it stands in, where it is one of several.
    pub file: Option<Arc<str>>,
    /// What was sent.
    pub sent: Sent,
}

impl New {
    /// Where it stands, as a receipt names it.
    pub(super) fn at(&self) -> String {
        named_at(self.file.as_deref(), &self.sent.id)
    }
}

/// How a receipt names a comment of a file.
pub(super) fn named_at(file: Option<&str>, id: &str) -> String {
    match file {
        Some(file) => format!("{file}, comment {id}"),
        None => format!("comment {id}"),
    }
}
