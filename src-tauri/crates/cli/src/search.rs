//! `copydesk search QUERY`.

use crate::{
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
};
use clap::Args;
use desk::{Hit, Mark, search};
use model::Result;

#[derive(Debug, Args)]
#[command(after_help = "\
Words: all of them must be there; the last one may be unfinished. \"Words in a row\" as they stand; -word for without.
Fields: section: status: state: by: before: after: tag: lang: kind:, as in section:\"City Hall\" by:me after:2026-11 -kind:comment
Dates are days (2026-11-23), months or years, in the newsroom’s time zone; after: holds the day itself, before: not.
A question that begins with - goes behind --, as in copydesk search -- -word.")]
pub struct Ask {
    /// What to look for in articles, notes, comments and people
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

/// Prints what has the words.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Ask, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let page = search::find(
        &desk,
        &hand,
        search::Find {
            query: ask.query,
            limit: Some(ask.limit),
            after: ask.after,
        },
    )?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("Nothing found.")?;
    }
    for hit in &page.items {
        print(hit, out)?;
    }
    if let Some(found) = page
        .found
        .filter(|found| *found as usize > page.items.len())
    {
        let found = if page.more {
            "more than 1,000".to_owned()
        } else {
            found.to_string()
        };
        out.line(format!("There are {found} in all."))?;
    }
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

fn print(hit: &Hit, out: &mut Out) -> Result<()> {
    let mut beside = vec![];
    if hit.kind != "article" {
        beside.push(hit.kind.as_str());
    }
    beside.extend(hit.state.map(model::comment::CommentState::name));
    beside.extend(
        hit.status
            .filter(|_| hit.kind == "article")
            .map(model::article::Status::name),
    );
    beside.push(&hit.section);
    beside.push(hit.at.get(..10).unwrap_or_default());
    beside.retain(|word| !word.is_empty());
    out.inked(&[
        (Some(Ink::Bold), &hit.title),
        (None, "  "),
        (Some(Ink::Dim), &beside.join(" · ")),
    ])?;
    out.line(format!("  {}", hit.id))?;
    let mut parts = vec![(None, "  ".to_owned())];
    parts.extend(inked(&hit.snippet, &hit.marks));
    let parts: Vec<(Option<Ink>, &str)> = parts
        .iter()
        .map(|(ink, text)| (*ink, text.as_str()))
        .collect();
    out.inked(&parts)
}

/// A text in pieces, what was found in it in its ink.
fn inked(text: &str, marks: &[Mark]) -> Vec<(Option<Ink>, String)> {
    let mut pieces: Vec<(Option<Ink>, String)> = vec![];
    let mut units = 0;
    for c in text.chars() {
        let found = marks
            .iter()
            .any(|mark| (mark.start..mark.end).contains(&units));
        let ink = found.then_some(Ink::Yellow);
        match pieces.last_mut() {
            Some((last, piece)) if *last == ink => piece.push(c),
            _ => pieces.push((ink, c.to_string())),
        }
        units += if c.len_utf16() == 2 { 2 } else { 1 };
    }
    pieces
}
