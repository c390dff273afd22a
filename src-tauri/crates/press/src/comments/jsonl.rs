//! JSON lines: one comment a line, with the fields that the terminal prints and, beside them, what else is known.

use super::{Kept, Newsroom, Under, Writer, failed};
use model::{
    Error, Result, Time,
    comment::{CommentState, Reason},
};
use serde::Serialize;
use std::io::Write;

/// A line; what is not known is left out.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_slug: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    parent: Option<&'a str>,
    author: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
    created: Time,
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    state: CommentState,
    reasons: &'a [Reason],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    newsroom: bool,
    source: &'a str,
    decided_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Time>,
}

/// Writes line by line.
pub(super) struct Lines<'a> {
    out: &'a mut dyn Write,
    under: Under,
}

impl<'a> Lines<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            under: Under::default(),
        }
    }
}

impl Writer for Lines<'_> {
    fn begin(&mut self, _: &Newsroom) -> Result<()> {
        Ok(())
    }

    fn article(&mut self, under: &Under) -> Result<()> {
        self.under = under.clone();
        Ok(())
    }

    fn comment(&mut self, kept: &Kept) -> Result<()> {
        let line = Line {
            id: &kept.id,
            article: self.under.id.as_deref(),
            article_slug: self.under.slug.as_deref(),
            article_title: self.under.title.as_deref(),
            article_address: self.under.address.as_deref(),
            language: self.under.language.as_deref(),
            parent: kept.parent.as_deref(),
            author: &kept.author,
            email: kept.email.as_deref(),
            address: kept.address.as_deref(),
            site: kept.site.as_deref(),
            created: kept.created,
            body: &kept.body,
            original: kept.original.as_deref(),
            state: kept.state,
            reasons: &kept.reasons,
            newsroom: kept.newsroom,
            source: &kept.source,
            decided_by: kept.decided_by.as_deref(),
            decided_at: kept.decided_at,
        };
        let line = serde_json::to_string(&line)
            .map_err(|cause| Error::system("json", cause.to_string()))?;
        writeln!(self.out, "{line}").map_err(|cause| failed(&cause))
    }

    fn end(&mut self) -> Result<()> {
        self.out.flush().map_err(|cause| failed(&cause))
    }
}
