//! `copydesk review …`.

use crate::{
    article as of_article, note,
    out::Out,
    outcome::Outcome,
    reading,
    session::Session,
    suggestion,
    table::{Table, moment},
};
use clap::{Args, Subcommand};
use desk::{AgainRecord, Page, QueueRecord, review};
use model::Result;
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// What waits for a verdict, what waits longest first; and what is published and to be looked at again
    Queue(Queue),
    /// Take a review upon yourself
    Claim {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// Let go of a review, yours or another’s
    Release {
        /// The article, by its id or the beginning of it
        id: String,
    },
    /// Hand a review over to a reviewer, by name or id
    HandOver {
        /// The article, by its id or the beginning of it
        id: String,
        /// Who is to have it, by name or id
        person: String,
    },
    /// Say by which day a review is due
    Due {
        /// The article, by its id or the beginning of it
        id: String,
        /// The day, as 2026-12-01 [default: none]
        day: Option<String>,
    },
    /// Approve the exact content
    Approve {
        /// The article, by its id or the beginning of it
        id: String,
        /// The content hash that you read; refused where it is no longer the head
        #[arg(long, value_name = "R")]
        revision: Option<String>,
        /// The stage that the yes is meant for; refused where another one waits
        #[arg(long)]
        stage: Option<String>,
        /// What to tell the writer with the yes
        #[arg(long)]
        remarks: Option<String>,
    },
    /// Read what changed: since you looked last, since it was approved, since it was published
    Read(reading::Read),
    /// Sign passages off, or take that back
    Tick(reading::Tick),
    /// Say why you changed another’s quotation, name or number
    Why(reading::Why),
    /// Say yes to what a reviewer changed themselves
    Confirm {
        /// The article, by its id or the beginning of it
        id: String,
        /// The content hash that you read; refused where it is no longer the head
        #[arg(long, value_name = "R")]
        revision: Option<String>,
    },
    /// Send an article back
    RequestChanges {
        /// The article, by its id or the beginning of it
        id: String,
        /// What has to change
        #[arg(long)]
        note: String,
        /// The content hash that you read; refused where it is no longer the head
        #[arg(long, value_name = "R")]
        revision: Option<String>,
    },
    /// Make a note on a passage; `@` and a name call upon someone
    Note(note::Note),
    /// Answer a note; one that is resolved is opened again
    Reply(note::Reply),
    /// List the notes on an article with their replies, oldest first
    Notes(note::Notes),
    /// List the notes in which someone calls upon you, until you answer or they are resolved
    Mentions(note::Mentions),
    /// Resolve a note
    Resolve {
        /// The note, by its id or the beginning of it
        note: String,
    },
    /// Open a resolved note again
    Reopen {
        /// The note, by its id or the beginning of it
        note: String,
    },
    /// Propose other words for a passage, or send a whole edited text as suggestions; nothing changes until they are accepted
    Suggest(suggestion::Suggest),
    /// List the suggestions on an article, oldest first
    Suggestions(suggestion::Suggestions),
    /// Put the words of a suggestion into the text, as your edit
    Accept(suggestion::Which),
    /// Reject a suggestion; the text stays as it is
    Reject(suggestion::Reject),
    /// Take back a suggestion of your own
    TakeBack(suggestion::Which),
}

#[derive(Debug, Args)]
pub struct Queue {
    /// Only what waits for you: what you have claimed, and what you may pass and nobody else has
    #[arg(long)]
    mine: bool,
    /// Only what is published and to be looked at again, the longest due first
    #[arg(long)]
    again: bool,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    limit: Option<u16>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

/// Runs one of the group's commands.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, session: &Session, out: &mut Out) -> Result<Outcome> {
    let (id, act): (String, Box<of_article::Action>) = match command {
        Command::Queue(ask) => return queue(ask, session, out),
        Command::Note(ask) => return note::note(ask, session, out),
        Command::Reply(ask) => return note::reply(ask, session, out),
        Command::Notes(ask) => return note::notes(ask, session, out),
        Command::Mentions(ask) => return note::mentions(ask, session, out),
        Command::Read(ask) => return reading::read(ask, session, out),
        Command::Tick(ask) => return reading::tick(ask, session, out),
        Command::Why(ask) => return reading::why(ask, session, out),
        Command::Resolve { note } => return note::resolve(note, session, out),
        Command::Suggest(ask) => return suggestion::suggest(ask, session, out),
        Command::Suggestions(ask) => return suggestion::suggestions(ask, session, out),
        Command::Accept(ask) => return suggestion::accept(ask, session, out),
        Command::Reject(ask) => return suggestion::reject(ask, session, out),
        Command::TakeBack(ask) => return suggestion::take_back(ask, session, out),
        Command::Reopen { note } => return note::reopen(note, session, out),
        Command::Approve {
            id,
            revision,
            stage,
            remarks,
        } => (
            id,
            Box::new(|desk, hand, article| {
                review::approve(desk, hand, approval(article, revision, stage, remarks))
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
        Command::Confirm { id, revision } => (
            id,
            Box::new(|desk, hand, article| {
                review::confirm(desk, hand, review::Confirm { article, revision })
            }),
        ),
        Command::RequestChanges { id, note, revision } => (
            id,
            Box::new(|desk, hand, article| {
                let ask = review::RequestChanges {
                    article,
                    note,
                    revision,
                };
                review::request_changes(desk, hand, ask)
            }),
        ),
    };
    of_article::perform(id, act, session, out)
}

fn approval(
    article: String,
    revision: Option<String>,
    stage: Option<String>,
    remarks: Option<String>,
) -> review::Approve {
    review::Approve {
        article,
        revision,
        stage,
        remarks,
    }
}

/// For scripts every row is a whole article, with what it waits for beside it. Below the first page of reviews stands what
/// is to be looked at again.
fn queue(ask: Queue, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let looked_for = review::Again {
        mine: ask.mine,
        limit: ask.limit.map(Into::into),
        after: ask.after.clone().filter(|_| ask.again),
    };
    if ask.again {
        let page = review::again_records(&desk, &hand, looked_for)?;
        if out.json {
            out.value(&page)?;
            return Ok(Outcome::Done);
        }
        if page.items.is_empty() {
            out.line("Nothing is to be looked at again.")?;
        }
        again_table(&page, out)?;
        return Ok(Outcome::Done);
    }
    let first = ask.after.is_none();
    let ask = review::Queue {
        mine: ask.mine,
        limit: looked_for.limit,
        after: ask.after,
    };
    let page = review::queue_records(&desk, &hand, ask)?;
    let again = if first {
        Some(review::again_records(&desk, &hand, looked_for)?)
    } else {
        None
    };
    if out.json {
        let mut value = json!({"items": page.items, "next": page.next});
        if let Some(again) = &again {
            value["again"] = json!(again);
        }
        out.value(&value)?;
        return Ok(Outcome::Done);
    }
    let again = again.filter(|again| !again.items.is_empty());
    if page.items.is_empty() && again.is_none() {
        out.line("Nothing waits for review.")?;
    }
    waiting_table(&page, out)?;
    if let Some(again) = again {
        if !page.items.is_empty() {
            out.line("")?;
        }
        out.line("To look at again:")?;
        again_table(&again, out)?;
    }
    Ok(Outcome::Done)
}

/// What waits for a verdict.
fn waiting_table(page: &Page<QueueRecord>, out: &mut Out) -> Result<()> {
    if page.items.is_empty() {
        return Ok(());
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
        let waits = match (row.waits.as_str(), &row.article.stage) {
            ("", Some(stage)) => stage.as_str(),
            ("", None) => "verdict",
            (waits, _) => waits,
        };
        let due = day(row.due.as_deref().unwrap_or_default(), row.overdue);
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
    out.more(page.next.as_deref())
}

/// What is to be looked at again.
fn again_table(page: &Page<AgainRecord>, out: &mut Out) -> Result<()> {
    if page.items.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["id", "look again", "section", "byline", "title"]);
    for row in &page.items {
        table.row([
            &row.article.id,
            &day(&row.on, row.overdue),
            &row.article.section,
            &row.byline,
            &row.article.title,
        ]);
    }
    out.table(&table)?;
    let next = page.next.as_ref().map(|cursor| format!("{cursor} --again"));
    out.more(next.as_deref())
}

fn day(day: &str, overdue: bool) -> String {
    if overdue {
        format!("{day} overdue")
    } else {
        day.to_owned()
    }
}
