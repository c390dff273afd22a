//! `copydesk review read`, `tick` and `why`.

use crate::{
    article as of_article, diff,
    others_words::{self, SHORT},
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
    table::moment,
};
use clap::Args;
use desk::{Desk, Diff, Hand, Reading, review};
use model::Result;
use std::io::Write;

#[derive(Debug, Args)]
pub struct Read {
    /// The article, by its id or the beginning of it
    id: String,
    /// Since what: look, approved, live, or a content hash [default: the first of these that there is]
    #[arg(long, value_name = "WHAT")]
    since: Option<String>,
    /// Don’t remember that you looked
    #[arg(long)]
    peek: bool,
}

#[derive(Debug, Args)]
pub struct Tick {
    /// The article, by its id or the beginning of it
    id: String,
    /// The passages, by the letters and digits before them in `review read`
    #[arg(value_name = "PASSAGE", required_unless_present = "rest")]
    passages: Vec<String>,
    /// All that are left
    #[arg(long, conflicts_with = "passages")]
    rest: bool,
    /// Take the sign-off back
    #[arg(long)]
    back: bool,
}

#[derive(Debug, Args)]
pub struct Why {
    /// The article, by its id or the beginning of it
    id: String,
    /// The change, by the letters and digits before it in `review read`
    change: String,
    /// The reason, which stays with the article
    #[arg(long)]
    why: String,
}

/// Prints what changed, what is signed off of it, and first what was changed of others' words.
///
/// # Errors
/// What the desk says.
pub fn read(ask: Read, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let Read {
        id: article,
        since,
        peek,
    } = ask;
    let made = review::read(&desk, &hand, review::Read { article, since })?;
    if !peek && hand.actor.is_some() {
        let looked = review::Looked {
            article: made.article.clone(),
            revision: Some(made.revision.clone()),
        };
        match review::looked(&desk, &hand, looked) {
            // Reading needs no passphrase; nobody moves the mark of someone else.
            Err(error) if error.code == "sealed" => {
                let _ = writeln!(
                    std::io::stderr(),
                    "Not counted as looked at: no passphrase was given."
                );
            }
            done => done?,
        }
    }
    if out.json {
        out.value(&made)?;
        return Ok(Outcome::Done);
    }
    made.others
        .iter()
        .try_for_each(|one| others_words::words(one, out))?;
    let at = made.at.as_deref().map(moment).unwrap_or_default();
    let since = match made.since.as_str() {
        "" => "Read for the first time.".to_owned(),
        "look" => format!("Since you looked last, {at}:"),
        "approved" => format!("Since it was approved, {at}:"),
        "live" => format!("Since what is published, {at}:"),
        revision => format!("Since {}, {at}:", &revision[..SHORT.min(revision.len())]),
    };
    out.inked(&[(Some(Ink::Bold), &since)])?;
    for one in &made.retargeted {
        let what = if one.picture { "picture" } else { "link" };
        let (from, to) = (one.from.as_deref(), one.to.as_deref());
        let (from, to) = (from.unwrap_or("nothing"), to.unwrap_or("nothing"));
        out.line(format!("  {what} “{}”: {from} → {to}", one.words))?;
    }
    if made.from.is_some() {
        diff::print(&difference(&made), out)?;
    }
    for one in &made.passages {
        let (ink, mark) = if one.ticked {
            (Some(Ink::Green), "[x]")
        } else {
            (None, "[ ]")
        };
        let by = match one.by.as_slice() {
            [] => String::new(),
            by => format!("  ({})", by.join(", ")),
        };
        let line = format!(
            " {}  {}: {}{by}",
            &one.passage[..SHORT],
            one.field,
            one.words
        );
        out.inked(&[(ink, mark), (None, &line)])?;
    }
    let ticked = made.passages.iter().filter(|one| one.ticked).count();
    out.line(format!(
        "{ticked} of {} passages signed off.",
        made.passages.len()
    ))?;
    Ok(Outcome::Done)
}

fn difference(made: &Reading) -> Diff {
    Diff {
        from: made.from.clone(),
        to: made.revision.clone(),
        fields: made.fields.clone(),
        html: made.rows.iter().map(|row| row.html.as_str()).collect(),
        gone: vec![],
        retargeted: vec![],
    }
}

/// Signs passages off.
///
/// # Errors
/// What the desk says.
pub fn tick(ask: Tick, session: &Session, out: &mut Out) -> Result<Outcome> {
    let Tick {
        id,
        passages,
        rest,
        back,
    } = ask;
    let act = move |desk: &Desk, hand: &Hand, article| {
        let ask = review::Tick {
            article,
            passages,
            rest,
            ticked: !back,
        };
        review::tick(desk, hand, ask)
    };
    of_article::perform(id, Box::new(act), session, out)
}

/// Says why another's words were changed.
///
/// # Errors
/// What the desk says.
pub fn why(ask: Why, session: &Session, out: &mut Out) -> Result<Outcome> {
    let Why { id, change, why } = ask;
    let act = move |desk: &Desk, hand: &Hand, article| {
        let ask = review::Explain {
            article,
            change,
            why,
        };
        review::explain(desk, hand, ask)
    };
    of_article::perform(id, Box::new(act), session, out)
}
