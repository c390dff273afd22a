//! `copydesk article spell` and `copydesk library words …`.

use crate::{
    out::Out,
    outcome::Outcome,
    session::Session,
    table::{Table, moment},
};
use clap::Subcommand;
use desk::{Desk, Hand, Page, article, library, spelling};
use model::Result;
use serde::Serialize;
use serde_json::json;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the newsroom’s words
    List {
        /// Only those of this language
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
    },
    /// Add words
    Add(Words),
    /// Take words out
    Remove(Words),
}

#[derive(Debug, clap::Args)]
pub struct Words {
    /// Words as they are written
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    /// The tag of their language [default: the newsroom’s]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// Runs one of `library words`.
///
/// # Errors
/// What the desk says.
pub fn run(command: Command, desk: &Desk, hand: &Hand, out: &mut Out) -> Result<Outcome> {
    match command {
        Command::List { language } => list(language, desk, hand, out)?,
        Command::Add(ask) => each(ask, desk, hand, out, |language, word| {
            spelling::add(desk, hand, spelling::Add { language, word })
        })?,
        Command::Remove(ask) => each(ask, desk, hand, out, |language, word| {
            spelling::remove(desk, hand, spelling::Remove { language, word })
        })?,
    }
    Ok(Outcome::Done)
}

/// Does one thing to several words, each a step of its own.
fn each(
    ask: Words,
    desk: &Desk,
    hand: &Hand,
    out: &mut Out,
    act: impl Fn(String, String) -> Result<desk::Act>,
) -> Result<()> {
    let language = match ask.language {
        Some(language) => language,
        None => {
            let view = library::show(desk, hand, library::Show::default())?;
            view.settings.language
        }
    };
    let mut done = vec![];
    for word in ask.words {
        done.push(act(language.clone(), word)?.words);
    }
    if out.json {
        return out.value(&json!({"language": language, "words": done}));
    }
    done.iter().try_for_each(|words| out.line(words))
}

fn list(language: Option<String>, desk: &Desk, hand: &Hand, out: &mut Out) -> Result<()> {
    let words = spelling::words(desk, hand, spelling::Words { language })?;
    if out.json {
        return out.value(&Page {
            items: words,
            next: None,
        });
    }
    if words.is_empty() {
        return out.line("The newsroom has no words of its own.");
    }
    let mut table = Table::new(["word", "language", "by", "added"]);
    for word in &words {
        table.row([&word.word, &word.language, &word.by, &moment(&word.at)]);
    }
    out.table(&table)
}

/// A misspelt word as the terminal prints it.
#[derive(Serialize)]
struct Line {
    field: &'static str,
    /// In the field, from 1.
    line: usize,
    word: String,
    /// Whether it is likely a name.
    name: bool,
}

/// `copydesk article spell`.
///
/// # Errors
/// What the desk says.
pub fn article(id: String, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let ask = article::Read {
        article: id,
        revision: None,
    };
    let article = article::read(&desk, &hand, ask)?;
    let fields = ["kicker", "title", "standfirst", "body"];
    let texts = [
        article.kicker,
        article.title,
        article.standfirst,
        article.body,
    ];
    let ask = spelling::Check {
        language: article.language.clone(),
        article: Some(article.id),
        paragraphs: texts.to_vec(),
    };
    let found = spelling::check(&desk, &hand, ask)?;
    let items: Vec<Line> = found
        .words
        .into_iter()
        .filter_map(|word| {
            let nth = usize::try_from(word.paragraph).ok()?;
            Some(Line {
                field: fields.get(nth)?,
                line: line_of(texts.get(nth)?, word.from),
                word: word.word,
                name: word.name,
            })
        })
        .collect();
    if out.json {
        out.value(&json!({"language": article.language, "dictionary": found.dictionary, "items": items, "next": null}))?;
        return Ok(Outcome::Done);
    }
    match found.dictionary {
        None => out.line(format!(
            "There is no dictionary for {} here; nothing was checked.",
            article.language
        ))?,
        Some(_) if items.is_empty() => out.line("No word is misspelt.")?,
        Some(_) => table(&items, out)?,
    }
    Ok(Outcome::Done)
}

fn table(items: &[Line], out: &mut Out) -> Result<()> {
    let mut table = Table::new(["field", "line", "word", ""]);
    for item in items {
        let likely = if item.name { "a name?" } else { "" };
        table.row([item.field, &item.line.to_string(), &item.word, likely]);
    }
    out.table(&table)
}

/// The line, from 1, in which the UTF-16 unit `at` of a text is.
fn line_of(text: &str, at: i32) -> usize {
    let before = usize::try_from(at).unwrap_or_default();
    let breaks = text.encode_utf16().take(before);
    breaks.filter(|unit| *unit == u16::from(b'\n')).count() + 1
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_line_is_counted_past_what_takes_two_units() {
        assert_eq!(line_of("🚢 One\ntwo\nthree", 0), 1);
        assert_eq!(line_of("🚢 One\ntwo\nthree", 7), 2);
    }
}
