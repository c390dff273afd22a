//! `copydesk review …`.

use crate::{
    Outcome, article as of_article,
    out::{Ink, Out},
    session::Session,
    table::moment,
};
use clap::{Args, Subcommand};
use desk::{NoteView, article, review};
use model::{Error, Result, note::NoteState};
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What waits for a verdict
    Queue,
    /// Approve the exact content
    Approve {
        id: String,
        /// The content hash that you read; refused where it is no longer the head
        #[arg(long, value_name = "R")]
        revision: Option<String>,
    },
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
    /// List the notes on an article
    Notes { id: String },
    /// Settle a note
    Resolve { note: String },
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
        Command::Queue => return queue(session, out),
        Command::Note(ask) => return note(ask, session, out),
        Command::Notes { id } => return notes(id, session, out),
        Command::Resolve { note } => return resolve(note, session, out),
        Command::Approve { id, revision } => (
            id,
            Box::new(|desk, hand, article| {
                review::approve(desk, hand, review::Approve { article, revision })
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
fn queue(session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let rows = review::queue(&desk, &hand, review::Queue::default())?;
    if !out.json {
        if rows.is_empty() {
            out.line("Nothing waits for review.")?;
        } else {
            of_article::rows(&rows, out)?;
        }
        return Ok(Outcome::Done);
    }
    let mut items = Vec::new();
    for row in rows {
        let read = article::read(
            &desk,
            &hand,
            article::Read {
                article: row.id.clone(),
                revision: None,
            },
        )?;
        let mut item = serde_json::to_value(read)
            .map_err(|cause| Error::system("not-json", cause.to_string()))?;
        if let Value::Object(fields) = &mut item {
            fields.insert("waits".into(), row.waits.into());
            fields.insert("open_notes".into(), row.open_notes.into());
        }
        items.push(item);
    }
    out.value(&json!({"items": items, "next": null}))?;
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

fn notes(article: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let notes = review::notes(&desk, &hand, review::Notes { article })?;
    if out.json {
        out.value(&notes)?;
        return Ok(Outcome::Done);
    }
    if notes.is_empty() {
        out.line("No notes.")?;
    }
    for note in &notes {
        let (ink, state) = words(note);
        let head = format!("  {}  {}  {}", note.author, moment(&note.at), note.id);
        out.inked(&[(Some(ink), state), (None, &head)])?;
        out.line(format!("  “{}”\n  {}", note.quote, note.text))?;
    }
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
