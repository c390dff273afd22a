//! One act on many articles: one step, which one undo takes back, and which names those that it could not be done to.
//! What is more than a part's worth is done in parts, so that nobody's save waits for the end of it.

use super::{MOST, WRITERS, bin::bin_one, read::List, save, submit::submit_one};
use crate::{Desk, Hand, ManyDone, Refused, hand::PART, words::grouped};
use model::{Error, Kind, OpId, Result, event::Origin, person::Person};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{Db, Txn};

/// How many of those that it could not be done to the receipt names.
const NAMED: usize = 1000;

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

/// Does it to each of them, many in parts: what is long keeps nobody else from writing. What it can't be done to stays as
/// it is and is named with the reason; where that is all of them, nothing is done. Where it is stopped, what was done by
/// then is done, and one undo takes all of it back.
///
/// # Errors
/// `wrong-role`, `no-text`, `nothing-chosen`, `too-many`, `none-of-them`, `cancelled`; system errors.
pub fn many(desk: &Desk, hand: &Hand, ask: Many) -> Result<ManyDone> {
    let chosen = desk.store.read(|db| {
        hand.must(db, WRITERS)?;
        if matches!(&ask.act, ManyAct::Tag { tag } if tag.trim().is_empty()) {
            return Err(Error::refused("no-text", "A tag needs a name."));
        }
        chosen(db, &ask)
    })?;
    let (op, all) = (OpId(hand.ids.id()), chosen.len() as u64);
    let mut so_far = SoFar::default();
    for part in chosen.chunks(PART) {
        if !hand.progress.step(so_far.looked_at, all) {
            so_far.stopped = true;
            break;
        }
        let done = desk.part(hand, op, |txn| {
            let me = hand.must(txn, WRITERS)?;
            let mut this = SoFar::default();
            for id in part {
                let done = txn.part(|txn| one(txn, hand, &me, id, &ask.act));
                this.note(txn, id, done)?;
            }
            Ok(this)
        });
        match done {
            Ok(this) => so_far.add(this),
            Err(error) => return Err(so_far.broken_off(error)),
        }
    }
    hand.progress.step(all, all);
    so_far.told(&ask.act, all)
}

/// What came of those that were looked at so far.
#[derive(Default)]
struct SoFar {
    looked_at: u64,
    done: u64,
    already: u64,
    /// How many were refused, by the reason in a few words.
    whys: BTreeMap<String, u64>,
    /// Some of them by name.
    refused: Vec<Refused>,
    /// Whether someone stopped it before the rest was looked at.
    stopped: bool,
}

impl SoFar {
    /// What became of one of them; a failure that is not about it alone ends the part.
    fn note(&mut self, db: &Db, id: &str, done: Result<bool>) -> Result<()> {
        self.looked_at += 1;
        match done {
            Ok(true) => self.done += 1,
            Ok(false) => self.already += 1,
            Err(error) if matches!(error.kind, Kind::System | Kind::Damaged) => return Err(error),
            Err(error) => {
                *self.whys.entry(why(&error).to_owned()).or_default() += 1;
                if self.refused.len() < NAMED {
                    self.refused.push(named(db, id, error));
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, part: Self) {
        self.looked_at += part.looked_at;
        self.done += part.done;
        self.already += part.already;
        for (why, n) in part.whys {
            *self.whys.entry(why).or_default() += n;
        }
        self.refused.extend(part.refused);
        self.refused.truncate(NAMED);
    }

    /// What is told where a part failed: what was done in those before it stands.
    fn broken_off(&self, error: Error) -> Error {
        if self.done == 0 {
            return error;
        }
        let done = grouped(self.done);
        Error {
            message: format!(
                "{} It was done to {done} before; undo takes that back.",
                error.message
            ),
            ..error
        }
    }

    /// The receipt.
    fn told(self, act: &ManyAct, all: u64) -> Result<ManyDone> {
        let mut rest = self.reasons();
        if self.stopped && self.done == 0 {
            let nothing = "Cancelled; nothing was changed.";
            return Err(Error::refused("cancelled", nothing));
        }
        if self.stopped {
            rest.push(format!(
                "stopped before {} more",
                grouped(all - self.looked_at)
            ));
        }
        if self.done == 0 {
            return Err(Error::refused(
                "none-of-them",
                format!("Nothing was changed: {}.", rest.join("; ")),
            ));
        }
        rest.insert(0, said(act, self.done));
        Ok(ManyDone {
            words: rest.join("; "),
            undo: true,
            done: u32::try_from(self.done).unwrap_or(u32::MAX),
            refused: self.refused,
        })
    }

    /// Why it was not done to some: `3 not: 2 in publication, 1 not there`, `4 already so`.
    fn reasons(&self) -> Vec<String> {
        let mut parts = vec![];
        if !self.whys.is_empty() {
            let whys: Vec<String> = self
                .whys
                .iter()
                .map(|(why, n)| format!("{} {why}", grouped(*n)))
                .collect();
            let n = self.whys.values().sum();
            parts.push(format!("{} not: {}", grouped(n), whys.join(", ")));
        }
        if self.already > 0 {
            parts.push(format!("{} already so", grouped(self.already)));
        }
        parts
    }
}

/// The ids of those that were chosen, each once.
fn chosen(db: &Db, ask: &Many) -> Result<Vec<String>> {
    let ids = match &ask.all {
        Some(list) => {
            let except: BTreeSet<&str> = ask.except.iter().map(String::as_str).collect();
            let ids = store::article::ids(db, &list.filter(db)?, list.order(), 0, u32::MAX)?;
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
    if ask.all.is_none() && ids.len() > MOST as usize {
        return Err(Error::refused(
            "too-many",
            "More than 100,000 articles can’t be named one by one.",
        )
        .hint("Narrow the list down with a filter, and select all of it."));
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
                due: None,
                reasons: vec![],
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
fn said(act: &ManyAct, n: u64) -> String {
    let articles = if n == 1 {
        "1 article".to_owned()
    } else {
        format!("{} articles", grouped(n))
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

/// Why it was not done to one, in a few words.
fn why(error: &Error) -> &str {
    match error.code.as_str() {
        "still-live" => "in publication",
        "in-the-bin" => "in the bin",
        "no-such-article" => "not there",
        "changed-meanwhile" => "changed by someone meanwhile",
        "not-now" => "published as it stands",
        _ => error.message.trim_end_matches('.'),
    }
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
