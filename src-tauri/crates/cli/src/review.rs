//! `copydesk review …`.

use crate::{
    Outcome, article as of_article,
    out::{Ink, Out},
    reading,
    session::Session,
    table::{Table, moment},
};
use clap::{Args, Subcommand};
use desk::{NoteView, review};
use model::{Result, note::NoteState};
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What waits for a verdict, what waits longest first
    Queue(Queue),
    /// Take a review upon yourself
    Claim { id: String },
    /// Let go of a review, yours or another's
    Release { id: String },
    /// Hand a review over to a reviewer, by name or id
    HandOver { id: String, person: String },
    /// Say by which day a review is due
    Due {
        id: String,
        /// The day, as 2026-12-01 [default: none]
        day: Option<String>,
    },
    /// Approve the exact content
    Approve {
        id: String,
        /// The content hash that you read; refused where it is no longer the head
        #[arg(long, value_name = "R")]
        revision: Option<String>,
        /// What to tell the writer with the yes
        #[arg(long)]
        remarks: Option<String>,
    },
    /// Read what changed: since you looked last, since it was approved, since it was published
    Read(reading::Read),
    /// Sign passages off, or take that back
    Tick(reading::Tick),
    /// Say why you changed another's quotation, name or number
    Why(reading::Why),
    /// Say yes to what a reviewer changed themselves
    Confirm { id: String },
    /// Send an article back
    RequestChanges {
        id: String,
        /// What has to change
        #[arg(long)]
        note: String,
    },
    /// Make a note on a passage
    Note(Note),
    /// List the notes on an article, oldest first
    Notes(Notes),
    /// Settle a note
    Resolve { note: String },
}

#[derive(Debug, Args)]
pub struct Queue {
    /// Only what waits for you: what you have claimed, and what you may pass and nobody else has
    #[arg(long)]
    mine: bool,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Args)]
pub struct Notes {
    id: String,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<u32>,
}

#[derive(Debug, Args)]
pub struct Note {
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

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let (id, act): (String, Box<of_article::Action>) = match command {
        Command::Queue(ask) => return queue(ask, session, out),
        Command::Note(ask) => return note(ask, session, out),
        Command::Notes(ask) => return notes(ask, session, out),
        Command::Read(ask) => return reading::read(ask, session, out),
        Command::Tick(ask) => return reading::tick(ask, session, out),
        Command::Why(ask) => return reading::why(ask, session, out),
        Command::Resolve { note } => return resolve(note, session, out),
        Command::Approve {
            id,
            revision,
            remarks,
        } => (
            id,
            Box::new(|desk, hand, article| {
                review::approve(
                    desk,
                    hand,
                    review::Approve {
                        article,
                        revision,
                        remarks,
                    },
                )
            }),
        ),
        Command::Claim { id } => (
            id,
            Box::new(|desk, hand, article| review::claim(desk, hand, review::Claim { article })),
        ),
        Command::Release { id } => (
            id,
            Box::new(|desk, hand, article| {
                review::release(desk, hand, review::Release { article })
            }),
        ),
        Command::HandOver { id, person } => (
            id,
            Box::new(move |desk, hand, article| {
                review::hand_over(
                    desk,
                    hand,
                    review::HandOver {
                        article,
                        to: person,
                    },
                )
            }),
        ),
        Command::Due { id, day } => (
            id,
            Box::new(move |desk, hand, article| {
                review::due(desk, hand, review::Due { article, on: day })
            }),
        ),
        Command::Confirm { id } => (
            id,
            Box::new(|desk, hand, article| {
                review::confirm(desk, hand, review::Confirm { article })
            }),
        ),
        Command::RequestChanges { id, note } => (
            id,
            Box::new(|desk, hand, article| {
                review::request_changes(desk, hand, review::RequestChanges { article, note })
            }),
        ),
    };
    of_article::perform(id, act, session, out)
}

/// For scripts every row is a whole article, with what it waits for beside it.
fn queue(ask: Queue, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = review::Queue {
        mine: ask.mine,
        limit: ask.limit.map(Into::into),
        after: ask.after,
    };
    let page = review::queue_records(&desk, &hand, ask)?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("Nothing waits for review.")?;
        return Ok(Outcome::Done);
    }
    let mut table = Table::new([
        "id",
        "waits for",
        "since",
        "due",
        "claimed by",
        "section",
        "byline",
        "title",
    ]);
    for row in &page.items {
        let waits = match (row.waits.as_str(), &row.stage) {
            ("", Some(stage)) => stage.as_str(),
            ("", None) => "verdict",
            (waits, _) => waits,
        };
        let due = match (row.due.as_deref().unwrap_or_default(), row.overdue) {
            (day, true) => format!("{day} overdue"),
            (day, false) => day.to_owned(),
        };
        table.row([
            &row.article.id,
            waits,
            &moment(&row.since),
            &due,
            row.claimed_by.as_deref().unwrap_or_default(),
            &row.article.section,
            &row.byline,
            &row.article.title,
        ]);
    }
    out.table(&table)?;
    of_article::more(page.next.as_deref(), out)?;
    Ok(Outcome::Done)
}

fn note(ask: Note, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let Note {
        id: article,
        quote,
        text,
        nth,
    } = ask;
    let made = review::note(
        &desk,
        &hand,
        review::NoteAsk {
            article,
            quote,
            nth: nth.map(Into::into),
            text,
        },
    )?;
    if out.json {
        out.value(&made)?
    } else {
        out.line(made.id)?
    }
    Ok(Outcome::Done)
}

fn notes(ask: Notes, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let all = review::notes(&desk, &hand, review::Notes { article: ask.id })?;
    let begin = ask.after.map_or(0, |after| after as usize).min(all.len());
    let end = (begin + usize::from(ask.limit)).min(all.len());
    let next = (end < all.len()).then(|| end.to_string());
    let notes = all.get(begin..end).unwrap_or_default();
    if out.json {
        out.value(&json!({"items": notes, "next": next}))?;
        return Ok(Outcome::Done);
    }
    if notes.is_empty() {
        out.line("No notes.")?;
    }
    for note in notes {
        let (ink, state) = words(note);
        let head = format!("  {}  {}  {}", note.author, moment(&note.at), note.id);
        out.inked(&[(Some(ink), state), (None, &head)])?;
        out.line(format!("  “{}”\n  {}", note.quote, note.text))?;
    }
    of_article::more(next.as_deref(), out)?;
    Ok(Outcome::Done)
}

fn words(note: &NoteView) -> (Ink, &'static str) {
    match note.state {
        NoteState::Open => (Ink::Yellow, "open    "),
        NoteState::Resolved => (Ink::Green, "resolved"),
        NoteState::Detached => (Ink::Red, "detached"),
    }
}

fn resolve(note: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let done = review::resolve(&desk, &hand, review::Resolve { note })?;
    if out.json {
        out.value(&done)?
    } else {
        out.line(done.words)?
    }
    Ok(Outcome::Done)
}
