//! `copydesk search QUERY`.

use crate::{
    Outcome,
    article::more,
    out::{Ink, Out},
    session::Session,
};
use clap::Args;
use desk::search;
use model::Result;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Ask {
    /// Words of the article; all of them must be there
    query: String,
    /// How many at most; the best 200 can be had page by page
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<u16>,
}

/// Prints the articles that have the words.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Ask, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let begin = usize::from(ask.after.unwrap_or(0));
    let end = begin.saturating_add(usize::from(ask.limit));
    // One more than the page holds tells whether another follows.
    let wanted = u32::try_from(end + 1).ok();
    let mut hits = search::find(
        &desk,
        &hand,
        search::Find {
            query: ask.query,
            limit: wanted,
        },
    )?;
    let next = (hits.len() > end).then(|| end.to_string());
    hits.truncate(end);
    let hits = hits.get(begin..).unwrap_or_default();
    if out.json {
        out.value(&json!({"items": hits, "next": next}))?;
        return Ok(Outcome::Done);
    }
    if hits.is_empty() {
        out.line("Nothing found.")?;
    }
    for hit in hits {
        out.inked(&[
            (Some(Ink::Bold), &hit.title),
            (None, "  "),
            (Some(Ink::Dim), hit.status.name()),
        ])?;
        out.line(format!("  {}\n  {}", hit.article, hit.snippet.trim()))?;
    }
    more(next.as_deref(), out)?;
    Ok(Outcome::Done)
}
