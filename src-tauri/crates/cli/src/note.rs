//! `copydesk review note`, `reply`, `notes`, `mentions`, `resolve`, `reopen`.

use crate::{
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
    table::{Table, moment},
};
use clap::Args;
use desk::{NoteView, review};
use model::{Result, note::NoteState};

#[derive(Debug, Args)]
pub struct Note {
    /// The article, by its id or the beginning of it
    id: String,
    /// The very words of the body that it is about
    #[arg(long)]
    quote: String,
    /// What to say about them
    #[arg(long)]
    text: String,
    /// Which of several places that have these words, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    nth: Option<u16>,
}

#[derive(Debug, Args)]
pub struct Reply {
    /// The note, by its id or the beginning of it
    note: String,
    /// What to answer
    #[arg(long)]
    text: String,
}

#[derive(Debug, Args)]
pub struct Notes {
    /// The article, by its id or the beginning of it
    id: String,
    /// Only those that are not resolved
    #[arg(long, conflicts_with = "resolved")]
    open: bool,
    /// Only those that are resolved
    #[arg(long)]
    resolved: bool,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Args)]
pub struct Mentions {
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

pub fn note(ask: Note, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let Note {
        id: article,
        quote,
        text,
        nth,
    } = ask;
    let ask = review::NoteAsk {
        article,
        quote,
        nth: nth.map(Into::into),
        start: None,
        text,
    };
    let made = review::note(&desk, &hand, ask)?;
    if out.json {
        out.value(&made)?;
        return Ok(Outcome::Done);
    }
    out.line(&made.note.id)?;
    called(&made.mentioned, made.told.as_deref(), out)
}

pub fn reply(ask: Reply, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let Reply { note, text } = ask;
    let made = review::reply(&desk, &hand, review::Reply { note, text })?;
    if out.json {
        out.value(&made)?;
        return Ok(Outcome::Done);
    }
    out.line(&made.id)?;
    if made.reopened {
        out.line("The note is open again.")?;
    }
    called(&made.mentioned, made.told.as_deref(), out)
}

/// Says who has the note on their desk now, and who could not be called upon.
fn called(names: &[String], told: Option<&str>, out: &mut Out) -> Result<Outcome> {
    if !names.is_empty() {
        out.line(format!("On the desk of {}.", names.join(", ")))?;
    }
    if let Some(told) = told {
        out.inked(&[(Some(Ink::Yellow), told)])?;
    }
    Ok(Outcome::Done)
}

pub fn notes(ask: Notes, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = review::Notes {
        article: ask.id,
        resolved: (ask.open || ask.resolved).then_some(ask.resolved),
        limit: Some(ask.limit.into()),
        after: ask.after,
    };
    let page = review::notes(&desk, &hand, ask)?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("No notes.")?;
    }
    for note in &page.items {
        let (ink, state) = words(note);
        let head = format!("  {}  {}  {}", note.author, moment(&note.at), note.id);
        out.inked(&[(Some(ink), state), (None, &head)])?;
        out.line(format!("  “{}”\n  {}", note.quote, within(&note.text, 2)))?;
        for reply in &note.replies {
            out.line(format!("    {}  {}", reply.author, moment(&reply.at)))?;
            out.line(format!("    {}", within(&reply.text, 4)))?;
        }
    }
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

/// A text whose further lines are set in as its first one is.
fn within(text: &str, indent: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(indent)))
}

pub fn mentions(ask: Mentions, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = review::Mentions {
        limit: Some(ask.limit.into()),
        after: ask.after,
    };
    let page = review::mentions(&desk, &hand, ask)?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("Nobody calls upon you.")?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["note", "by", "at", "article", "title", "text"]);
    for row in &page.items {
        table.row([
            &row.note,
            &row.by,
            &moment(&row.at),
            &row.article,
            &row.article_title,
            &row.text.replace('\n', " "),
        ]);
    }
    out.table(&table)?;
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

fn words(note: &NoteView) -> (Ink, &'static str) {
    match note.state {
        NoteState::Open => (Ink::Yellow, "open    "),
        NoteState::Resolved => (Ink::Green, "resolved"),
        NoteState::Detached => (Ink::Red, "detached"),
    }
}

pub fn resolve(note: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    session.act(out, |desk, hand| {
        review::resolve(desk, hand, review::Resolve { note })
    })
}

pub fn reopen(note: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    session.act(out, |desk, hand| {
        review::reopen(desk, hand, review::Reopen { note })
    })
}
