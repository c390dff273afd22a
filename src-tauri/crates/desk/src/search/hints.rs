//! How a question may go on: the fields there are, and the values that they have in this library.

use super::query::{Field, parts};
use crate::{Desk, Hand, Hint};
use markup::fold::folded;
use model::{Result, article::Status, comment::CommentState};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Db, search::Kind};

/// Most of them.
const MOST: usize = 8;

/// The question so far, up to where the cursor is.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Hints {
    pub query: String,
}

/// What may stand at its end in place of what is being typed there; fields where nothing is.
///
/// # Errors
/// System errors.
pub fn hints(desk: &Desk, hand: &Hand, ask: Hints) -> Result<Vec<Hint>> {
    let query = ask.query.as_str();
    let last = parts(query)
        .pop()
        .filter(|part| part.at.end == query.len() && !query.ends_with(char::is_whitespace));
    let (start, not) = last
        .as_ref()
        .map_or((query.len(), false), |part| (part.at.start, part.not));
    let before = format!("{}{}", &query[..start], if not { "-" } else { "" });
    let field = |field: Field| Hint {
        query: format!("{before}{}:", field.name()),
        name: field.name().to_owned(),
        value: false,
    };
    let Some(part) = last else {
        return Ok(Field::ALL.map(field).into());
    };
    let Some(name) = part.name else {
        let typed = part.text.to_lowercase();
        let fits = |field: &Field| !part.quoted && field.name().starts_with(&typed);
        return Ok(Field::ALL.into_iter().filter(fits).map(field).collect());
    };
    let Some(of) = Field::ALL
        .into_iter()
        .find(|one| one.name().eq_ignore_ascii_case(name))
    else {
        return Ok(vec![]);
    };
    let typed = folded(part.text);
    let values = desk.store.read(|db| values(db, hand, of))?;
    Ok(values
        .into_iter()
        .filter(|value| fits(value, &typed))
        .take(MOST)
        .map(|value| Hint {
            query: format!("{before}{}:{} ", of.name(), written(&value)),
            name: value,
            value: true,
        })
        .collect())
}

/// Whether a word of the value begins as what is typed.
fn fits(value: &str, typed: &str) -> bool {
    format!(" {}", folded(value)).contains(&format!(" {typed}"))
}

/// A value as it stands in a question.
fn written(value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("\"{}\"", value.replace('"', ""))
    } else {
        value.to_owned()
    }
}

fn values(db: &Db, hand: &Hand, field: Field) -> Result<Vec<String>> {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let names = |used: Vec<(String, i64)>| used.into_iter().map(|(name, _)| name).collect();
    Ok(match field {
        Field::Section => names(store::article::sections(db)?),
        Field::Tag => names(store::article::filed(db, store::article::Filed::Tag)?),
        Field::Status => owned(&Status::ALL.map(Status::name)),
        Field::State => owned(&CommentState::ALL.map(CommentState::name)),
        Field::Kind => owned(&Kind::ALL.map(Kind::name)),
        Field::By => {
            let mut names: BTreeSet<String> = store::search::bylines(db)?.into_iter().collect();
            names.extend(
                store::person::list(db)?
                    .into_iter()
                    .map(|person| person.name),
            );
            let me = hand.actor.map(|_| "me".to_owned());
            me.into_iter().chain(names).collect()
        }
        Field::Lang => store::search::languages(db)?,
        Field::Before | Field::After => {
            let day = hand.now.to_string();
            [10, 7, 4]
                .iter()
                .map(|many| day.chars().take(*many).collect())
                .collect()
        }
    })
}
