//! One act on many articles: one step, which one undo takes back, and which names those that it could not be done to.

use super::{WRITERS, bin::bin_one, read::List, save, submit::submit_one};
use crate::{Desk, Hand, ManyDone, Refused};
use model::{Error, Kind, Result, event::Origin, person::Person};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{Db, Txn};

/// How many articles can be acted on at once.
pub(super) const MOST: u32 = 10_000;

/// What is done to each of them.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum ManyAct {
    /// Asks for review.
    Submit,
    /// Puts it into the bin.
    Bin,
    /// Takes it out of the bin.
    Unbin,
    /// Moves it to another section.
    Section {
        /// Its name, or empty for none.
        section: String,
    },
    /// Adds a tag.
    Tag {
        /// The tag.
        tag: String,
    },
}

/// Which articles: these, or all that a list holds but a few; and what is done to them.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Many {
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub articles: Vec<String>,
    #[ts(optional)]
    pub all: Option<List>,
    /// Left out of `all`.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub except: Vec<String>,
    pub act: ManyAct,
}

/// Does it to each of them, at most 10,000. What it can't be done to stays as it is and is named with the reason; where
/// that is all of them, nothing is done.
///
/// # Errors
/// `wrong-role`, `no-text`, `nothing-chosen`, `too-many`, `none-of-them`, `cancelled`; system errors.
pub fn many(desk: &Desk, hand: &Hand, ask: Many) -> Result<ManyDone> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        if matches!(&ask.act, ManyAct::Tag { tag } if tag.trim().is_empty()) {
            return Err(Error::refused("no-text", "A tag needs a name."));
        }
        let chosen = chosen(txn, &ask)?;
        let (mut done, mut already, mut refused) = (0, 0, vec![]);
        for (nth, id) in chosen.iter().enumerate() {
            if nth % 50 == 0 && !hand.progress.step(nth as u64, chosen.len() as u64) {
                return Err(Error::refused(
                    "cancelled",
                    "Cancelled; nothing was changed.",
                ));
            }
            match txn.part(|txn| one(txn, hand, &me, id, &ask.act)) {
                Ok(true) => done += 1,
                Ok(false) => already += 1,
                Err(error) if matches!(error.kind, Kind::System | Kind::Damaged) => {
                    return Err(error);
                }
                Err(error) => refused.push((id, error)),
            }
        }
        hand.progress.step(chosen.len() as u64, chosen.len() as u64);
        let why = reasons(&refused, already);
        if done == 0 {
            return Err(Error::refused(
                "none-of-them",
                format!("Nothing was changed: {why}."),
            ));
        }
        let rest = if why.is_empty() {
            String::new()
        } else {
            format!("; {why}")
        };
        Ok(ManyDone {
            words: format!("{}{rest}", said(&ask.act, done)),
            undo: true,
            done,
            refused: refused
                .into_iter()
                .map(|(id, error)| named(txn, id, error))
                .collect(),
        })
    })
}

/// The ids of those that were chosen, each once.
fn chosen(db: &Db, ask: &Many) -> Result<Vec<String>> {
    let ids = match &ask.all {
        Some(list) => {
            let except: BTreeSet<&str> = ask.except.iter().map(String::as_str).collect();
            // One more than may be, so that too many are seen to be so.
            let most = MOST + 1 + u32::try_from(except.len()).unwrap_or(MOST);
            let ids = store::article::ids(db, &list.filter(db)?, list.order(), 0, most)?;
            let ids = ids.iter().map(ToString::to_string);
            ids.filter(|id| !except.contains(id.as_str())).collect()
        }
        None => {
            let mut seen = BTreeSet::new();
            let mut ids = ask.articles.clone();
            ids.retain(|id| seen.insert(id.clone()));
            ids
        }
    };
    if ids.is_empty() {
        return Err(Error::usage("nothing-chosen", "No article is chosen."));
    }
    if ids.len() > MOST as usize {
        return Err(Error::refused(
            "too-many",
            "More than 10,000 articles can’t be changed at once.",
        )
        .hint("Narrow the list down with a filter, and do it in parts."));
    }
    Ok(ids)
}

/// Does it to one; `false` where it is so already.
fn one(txn: &Txn, hand: &Hand, me: &Person, id: &str, act: &ManyAct) -> Result<bool> {
    match act {
        ManyAct::Bin => bin_one(txn, &store::article::find(txn, id)?, true),
        ManyAct::Unbin => bin_one(txn, &store::article::find(txn, id)?, false),
        ManyAct::Submit => {
            let ask = super::Submit {
                article: id.to_owned(),
                kind: None,
                text: None,
            };
            submit_one(txn, hand, me, super::open(txn, id)?, &ask)
        }
        ManyAct::Section { section } => {
            let article = super::open(txn, id)?;
            let mut content = store::article::content(txn, article.head)?;
            section.trim().clone_into(&mut content.section);
            save(txn, me, &article, content, Origin::Edit)
        }
        ManyAct::Tag { tag } => {
            let article = super::open(txn, id)?;
            let mut content = store::article::content(txn, article.head)?;
            let tag = tag.trim();
            let same = |one: &String| one.to_lowercase() == tag.to_lowercase();
            if content.tags.iter().any(same) {
                return Ok(false);
            }
            content.tags.push(tag.to_owned());
            save(txn, me, &article, content, Origin::Edit)
        }
    }
}

/// What was done, in words.
fn said(act: &ManyAct, n: u32) -> String {
    let articles = if n == 1 {
        "1 article".to_owned()
    } else {
        format!("{n} articles")
    };
    match act {
        ManyAct::Submit => format!("Submitted {articles}"),
        ManyAct::Bin => format!("Put {articles} into the bin"),
        ManyAct::Unbin => format!("Took {articles} out of the bin"),
        ManyAct::Section { section } if section.trim().is_empty() => {
            format!("Took {articles} out of their section")
        }
        ManyAct::Section { section } => format!("Moved {articles} to {}", section.trim()),
        ManyAct::Tag { tag } => format!("Tagged {articles} “{}”", tag.trim()),
    }
}

/// Why it was not done to some: `3 not: 2 in publication, 1 not there; 4 already so`.
fn reasons(refused: &[(&String, Error)], already: u32) -> String {
    let mut by_reason: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, error) in refused {
        let why = match error.code.as_str() {
            "still-live" => "in publication",
            "in-the-bin" => "in the bin",
            "no-such-article" => "not there",
            "changed-meanwhile" => "changed by someone meanwhile",
            "not-now" => "published as it stands",
            _ => error.message.trim_end_matches('.'),
        };
        *by_reason.entry(why).or_default() += 1;
    }
    let whys: Vec<String> = by_reason
        .iter()
        .map(|(why, n)| format!("{n} {why}"))
        .collect();
    let mut parts = vec![];
    if !refused.is_empty() {
        parts.push(format!("{} not: {}", refused.len(), whys.join(", ")));
    }
    if already > 0 {
        parts.push(format!("{already} already so"));
    }
    parts.join("; ")
}

/// One that stays as it is, as the receipt names it.
fn named(db: &Db, id: &str, error: Error) -> Refused {
    let title = store::article::find(db, id).map_or_else(|_| id.to_owned(), |found| found.title);
    Refused {
        id: id.to_owned(),
        title,
        why: error.message,
    }
}
