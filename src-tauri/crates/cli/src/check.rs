//! `copydesk check ID`, and the checks that there are.

use crate::{
    others_words::SHORT,
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
};
use clap::Args;
use desk::{Act, Check, CheckKind, Desk, Hand, article, check};
use model::{Result, settings::Weight};
use serde_json::json;

/// Most characters of a passage that are printed.
const WORDS: usize = 40;

#[derive(Debug, Args)]
pub struct Ask {
    /// The article, by its id or the beginning of it
    #[arg(value_name = "ID")]
    article: String,
    /// Dismiss a guess, by the letters and digits behind it, until its passage changes
    #[arg(long, value_name = "PASSAGE", conflicts_with = "bring_back")]
    dismiss: Vec<String>,
    /// Have what was dismissed count again
    #[arg(long, value_name = "PASSAGE")]
    bring_back: Vec<String>,
}

/// Prints what the checks say of an article; first dismisses what shall be.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Ask, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let id = article::read(
        &desk,
        &hand,
        article::Read {
            article: ask.article,
            revision: None,
        },
    )?
    .id;
    for (passages, back) in [(ask.dismiss, false), (ask.bring_back, true)] {
        for passage in passages {
            let done = dismiss(&desk, &hand, &id, passage, back)?;
            if !out.json {
                out.line(done.words)?;
            }
        }
    }
    let found = check::check(
        &desk,
        &hand,
        check::CheckAsk {
            article: id.clone(),
            content: None,
        },
    )?;
    let ok = !found.iter().any(|one| one.level == "block");
    if out.json {
        out.value(&json!({"article": id, "ok": ok, "checks": found}))?;
    } else {
        found.iter().try_for_each(|one| line(&id, one, out))?;
        out.line(if ok {
            "Nothing blocks."
        } else {
            "It can’t go on as it is."
        })?;
    }
    Ok(if ok { Outcome::Done } else { Outcome::Blocked })
}

fn dismiss(desk: &Desk, hand: &Hand, id: &str, passage: String, back: bool) -> Result<Act> {
    let article = id.to_owned();
    let ask = check::Dismiss {
        article,
        passage,
        back,
    };
    check::dismiss(desk, hand, ask)
}

/// What was found, its code, and for a guess the name by which it is dismissed; for a change of another's words that one
/// made, how to say why.
fn line(id: &str, found: &Check, out: &mut Out) -> Result<()> {
    let (ink, word) = if found.level == "block" {
        (Ink::Red, "blocks")
    } else {
        (Ink::Yellow, "warns ")
    };
    let named = found.passage.iter().map(|passage| &passage[..8]);
    let named: String = named.map(|passage| format!(" {passage}")).collect();
    let asked = found.stage.as_ref().map(|stage| match ink {
        Ink::Red => format!(" “{stage}” asks for this."),
        _ => format!(" “{stage}” will not pass it like this."),
    });
    let asked = asked.unwrap_or_default();
    // The words that it is about, where the message does not say them already.
    let quote = found.quote.iter().map(|quote| passage(quote));
    let at: String = quote
        .filter(|quote| !quote.is_empty() && !found.message.contains(quote.as_str()))
        .map(|quote| format!("  at “{quote}”"))
        .collect();
    let line = format!("  {}{asked}{at}  [{}{named}]", found.message, found.code);
    out.inked(&[(Some(ink), word), (None, &line)])?;
    match &found.explain {
        Some(change) => out.line(format!(
            "        Say why: copydesk review why {id} {} --why REASON",
            &change[..SHORT]
        )),
        None => Ok(()),
    }
}

/// The first words of a passage, in one line.
fn passage(quote: &str) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WORDS) {
        Some((cut, _)) => format!("{}…", &words[..cut]),
        None => words,
    }
}

/// Prints the checks that there are.
///
/// # Errors
/// What writing says.
pub fn kinds(kinds: &[CheckKind], out: &mut Out) -> Result<()> {
    if out.json {
        return out.value(&json!({"items": kinds, "next": null}));
    }
    kinds.iter().try_for_each(|kind| {
        let weight = word(kind.weight);
        let guess = if kind.guess { " (a guess)" } else { "" };
        out.line(format!("{weight:<6}{:<18}{}{guess}", kind.code, kind.name))
    })
}

/// A weight in a word.
pub fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Off => "off",
        Weight::Warn => "warn",
        Weight::Block => "block",
    }
}

/// Reads `CODE=WEIGHT`.
///
/// # Errors
/// A usage error where it is not so.
pub fn weight(text: &str) -> Result<(String, Weight)> {
    let (code, weight) = text.split_once('=').unwrap_or((text, ""));
    let all = [Weight::Off, Weight::Warn, Weight::Block];
    let weight = all.into_iter().find(|one| word(*one) == weight);
    weight
        .map(|weight| (code.to_owned(), weight))
        .ok_or_else(|| {
            model::Error::usage(
                "bad-weight",
                "Write it as CODE=off, CODE=warn or CODE=block.",
            )
        })
}
