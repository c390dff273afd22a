//! Making an edition, and changing one.

use super::{is_everything, one_line};
use crate::{Act, Desk, Hand, article};
use model::{
    ArticleId, Error, Result,
    article::folder,
    edition::{Edition, Query},
    event::Event,
    person::Role,
};
use serde::Deserialize;
use store::Db;

/// Most articles that are picked or left out by hand.
const PICKED: usize = 10_000;

/// An edition; with the name of the one that it replaces, or none for a new one.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Save {
    #[serde(default)]
    #[ts(optional)]
    pub was: Option<String>,
    pub edition: Edition,
}

/// Makes an edition or changes it.
///
/// # Errors
/// `wrong-role`, `no-such-edition`, `no-name`, `name-taken`, `always-there`, `no-such-article`, `bad-language`,
/// `bad-days`, `too-long`; system errors.
pub fn save(desk: &Desk, hand: &Hand, ask: Save) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let was = match &ask.was {
            Some(name) if is_everything(name) => return Err(always()),
            Some(name) => Some(super::named(txn, name)?),
            None => None,
        };
        let mut edition = ask.edition;
        sane(txn, &mut edition)?;
        if edition.name.is_empty() {
            return Err(Error::usage("no-name", "An edition needs a name.")
                .hint("Name it after when or for whom it is: Monday."));
        }
        if is_everything(&edition.name) {
            return Err(always());
        }
        let namesake = store::edition::named(txn, &edition.name)?;
        if namesake.is_some_and(|other| was.as_ref().is_none_or(|was| was.name != other.name)) {
            return Err(Error::refused(
                "name-taken",
                format!("There is an edition “{}” already.", edition.name),
            )
            .hint("Change that one, or give this one another name."));
        }
        let words = match &was {
            None => format!("Made the edition “{}”", edition.name),
            Some(was) if *was == edition => {
                format!("The edition “{}” is already so", edition.name)
            }
            Some(_) => format!("Changed the edition “{}”", edition.name),
        };
        let words = match edition.picked.is_empty() && edition.query.is_none() {
            true => format!("{words}; it holds nothing: pick articles, or search for some"),
            false => words,
        };
        let undo = was.as_ref() != Some(&edition);
        if undo {
            txn.append(Event::EditionSaved { edition, was })?;
        }
        Ok(Act { words, undo })
    })
}

fn always() -> Error {
    Error::refused(
        "always-there",
        "“Everything” is always there as it is: everything that may print.",
    )
    .hint("Give this edition another name.")
}

/// Cleans an edition, and refuses one that can't be.
pub(crate) fn sane(db: &Db, edition: &mut Edition) -> Result<()> {
    edition.name = one_line(&edition.name)?;
    article::once(&mut edition.picked, |one| *one);
    article::once(&mut edition.left_out, |one| *one);
    if edition.picked.len() > PICKED || edition.left_out.len() > PICKED {
        return Err(
            Error::refused("too-long", "That is more than can be picked by hand.")
                .hint("Search for sections, tags or days instead."),
        );
    }
    let picked = &edition.picked;
    edition.left_out.retain(|one| !picked.contains(one));
    let named: Vec<ArticleId> = edition
        .picked
        .iter()
        .chain(&edition.left_out)
        .chain(&edition.lead)
        .chain(edition.fronts.values())
        .copied()
        .collect();
    for article in named {
        store::article::get(db, article)?;
    }
    let mut folders = vec![];
    for section in edition.fronts.keys() {
        if folders.contains(&folder(section)) {
            return Err(Error::refused(
                "two-leads",
                format!("The section “{section}” is led by two articles."),
            )
            .hint("Its name is written in two ways; keep one."));
        }
        folders.push(folder(section));
    }
    if let Some(query) = &mut edition.query {
        asked_well(query)?;
    }
    Ok(())
}

/// Cleans a query, and refuses one that nothing could answer.
fn asked_well(query: &mut Query) -> Result<()> {
    for all in [&mut query.sections, &mut query.tags, &mut query.languages] {
        for one in all.iter_mut() {
            *one = one_line(one)?;
        }
        article::once(all, |one| one.to_lowercase());
    }
    // A section without a name is one, too.
    query.tags.retain(|one| !one.is_empty());
    languages_known(&mut query.languages)?;
    if let (Some(from), Some(to)) = (query.from, query.to)
        && from > to
    {
        return Err(Error::usage(
            "bad-days",
            format!("{from} is after {to}; no day is between."),
        )
        .hint("Give the earlier day first."));
    }
    Ok(())
}

/// Refuses what is no language.
pub(crate) fn languages_known(languages: &mut Vec<String>) -> Result<()> {
    languages.retain(|one| !one.is_empty());
    // No language has a subtag of more letters than three.
    let short = |tag: &str| tag.split('-').next().is_some_and(|first| first.len() <= 3);
    let known = |tag: &str| model::article::language_tag(tag) && short(tag);
    match languages.iter().find(|one| !known(one)) {
        Some(bad) => Err(
            Error::usage("bad-language", format!("“{bad}” is no language."))
                .hint("Write its tag: en for English, de for German, fa for Persian."),
        ),
        None => Ok(()),
    }
}
