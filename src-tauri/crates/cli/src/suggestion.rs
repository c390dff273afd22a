//! `copydesk review suggest`, `suggestions`, `accept`, `reject`, `take-back`.

use crate::{
    article as of_article, files,
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
    table::moment,
};
use clap::Args;
use desk::{SuggestionView, review};
use model::{Result, suggestion::SuggestionState};

#[derive(Debug, Args)]
pub struct Suggest {
    /// The article, by its id or the beginning of it
    id: String,
    /// The very words of the body that others should take the place of
    #[arg(
        long,
        required_unless_present = "file",
        requires = "with",
        conflicts_with = "file"
    )]
    quote: Option<String>,
    /// The words in their place; empty to leave them out
    #[arg(long, value_name = "WORDS", requires = "quote")]
    with: Option<String>,
    /// Which of several places that have these words, from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), requires = "quote")]
    nth: Option<u16>,
    /// The whole text with your changes in it (`-` for standard input): a suggestion is made of each
    #[arg(long)]
    file: Option<String>,
    /// The revision that this text began with [default: the newest]
    #[arg(long, value_name = "R", requires = "file", conflicts_with = "quote")]
    base: Option<String>,
}

#[derive(Debug, Args)]
pub struct Suggestions {
    /// The article, by its id or the beginning of it
    id: String,
    /// Those that were decided, too
    #[arg(long)]
    all: bool,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

#[derive(Debug, Args)]
pub struct Which {
    /// The article, by its id or the beginning of it
    id: String,
    /// The suggestion, by its id or the beginning of it
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    suggestion: Option<String>,
    /// All that are open
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
pub struct Reject {
    #[command(flatten)]
    which: Which,
    /// What to tell who made it
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

pub fn suggest(ask: Suggest, session: &Session, out: &mut Out) -> Result<Outcome> {
    // A text is read before the library is opened: what can't be read touches nothing.
    let body = ask.file.as_deref().map(files::text).transpose()?;
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let made = match body {
        Some(body) => {
            let ask = review::SuggestAll {
                article: ask.id,
                base: ask.base,
                body,
            };
            review::suggest_all(&desk, &hand, ask)?
        }
        None => {
            let ask = review::Suggest {
                article: ask.id,
                quote: ask.quote.unwrap_or_default(),
                nth: ask.nth.map(Into::into),
                start: None,
                proposed: ask.with.unwrap_or_default(),
            };
            review::suggest(&desk, &hand, ask)?
        }
    };
    if out.json {
        out.value(&made)?;
        return Ok(Outcome::Done);
    }
    for id in &made.suggestions {
        out.line(id)?;
    }
    Ok(Outcome::Done)
}

pub fn suggestions(ask: Suggestions, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = review::Suggestions {
        article: ask.id,
        all: Some(ask.all),
        decided: None,
        limit: Some(ask.limit.into()),
        after: ask.after,
    };
    let page = review::suggestions(&desk, &hand, ask)?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("No suggestions.")?;
    }
    for one in &page.items {
        print(one, out)?;
    }
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}

/// A suggestion: its state, whose it is, and the change with what stays about it.
fn print(one: &SuggestionView, out: &mut Out) -> Result<()> {
    let (ink, state) = match one.state {
        SuggestionState::Open => (Ink::Yellow, "open      "),
        SuggestionState::Detached => (Ink::Red, "detached  "),
        SuggestionState::Accepted => (Ink::Green, "accepted  "),
        SuggestionState::Rejected => (Ink::Dim, "rejected  "),
        SuggestionState::TakenBack => (Ink::Dim, "taken back"),
    };
    let head = format!("  {}  {}  {}", one.author, moment(&one.at), one.id);
    out.inked(&[(Some(ink), state), (None, &head)])?;
    let (lead, tail) = bytes_of(&one.was, one.lead, one.tail);
    let gone = &one.was[lead..one.was.len() - tail];
    let came = &one.proposed[lead..one.proposed.len() - tail];
    let (gone, came) = if out.coloured() {
        (gone.to_owned(), came.to_owned())
    } else {
        (about(gone, "[-", "-]"), about(came, "{+", "+}"))
    };
    out.inked(&[
        (None, "  "),
        (None, &one.was[..lead]),
        (Some(Ink::Red), &gone),
        (Some(Ink::Green), &came),
        (None, &one.was[one.was.len() - tail..]),
    ])?;
    if let (Some(by), Some(at)) = (&one.decided_by, &one.decided_at) {
        let why = one.why.as_deref().unwrap_or_default();
        let parted = if why.is_empty() { "" } else { ": " };
        out.line(format!("  by {by}  {}{parted}{why}", moment(at)))?;
    }
    Ok(())
}

fn about(text: &str, open: &str, close: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{open}{text}{close}")
}

/// How many bytes of a text its first and last UTF-16 units are.
fn bytes_of(text: &str, lead: u32, tail: u32) -> (usize, usize) {
    let bytes = |letters: &mut dyn Iterator<Item = char>, units: u32| {
        let (mut left, mut bytes) = (units as usize, 0);
        for letter in letters {
            if left < letter.len_utf16() {
                break;
            }
            left -= letter.len_utf16();
            bytes += letter.len_utf8();
        }
        bytes
    };
    (
        bytes(&mut text.chars(), lead),
        bytes(&mut text.chars().rev(), tail),
    )
}

pub fn accept(ask: Which, session: &Session, out: &mut Out) -> Result<Outcome> {
    let Which {
        id,
        suggestion,
        all,
    } = ask;
    let act: Box<of_article::Action> = Box::new(move |desk, hand, article| {
        let ask = review::Accept {
            article,
            suggestion,
            all: Some(all),
        };
        review::accept(desk, hand, ask)
    });
    of_article::perform(id, act, session, out)
}

pub fn reject(ask: Reject, session: &Session, out: &mut Out) -> Result<Outcome> {
    let Which {
        id,
        suggestion,
        all,
    } = ask.which;
    let act: Box<of_article::Action> = Box::new(move |desk, hand, article| {
        let ask = review::Reject {
            article,
            suggestion,
            all: Some(all),
            why: ask.why,
        };
        review::reject(desk, hand, ask)
    });
    of_article::perform(id, act, session, out)
}

pub fn take_back(ask: Which, session: &Session, out: &mut Out) -> Result<Outcome> {
    let Which {
        id,
        suggestion,
        all,
    } = ask;
    let act: Box<of_article::Action> = Box::new(move |desk, hand, article| {
        let ask = review::TakeBack {
            article,
            suggestion,
            all: Some(all),
        };
        review::take_back(desk, hand, ask)
    });
    of_article::perform(id, act, session, out)
}
