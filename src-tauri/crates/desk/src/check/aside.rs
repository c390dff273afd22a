//! A guess put aside for a passage: it counts again once the passage is another one.

use super::report;
use crate::{
    Act, Desk, Hand,
    article::{self, WRITERS},
};
use model::{Error, Hash, Result, event::Event};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Db, Txn, article::Article};

/// Which article, and which alarm: by its passage, or the unique beginning of it. `back` has it count again.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Dismiss {
    pub article: String,
    pub passage: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub back: bool,
}

/// Puts a guess aside in one article, whoever opens it, until its passage changes; or has it count again.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `no-such-alarm`, `ambiguous-id`; system errors.
pub fn dismiss(desk: &Desk, hand: &Hand, ask: Dismiss) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let asked = ask.passage.to_ascii_lowercase();
        let aside = store::aside::list(txn, row.id)?;
        if ask.back {
            let mut all = aside.into_iter().filter(|one| matches(one.passage, &asked));
            let one = only(all.next(), all.next().is_some())?;
            let words = format!("“{}” counts again in “{}”", one.quote, row.title);
            set(txn, &row, (one.code, one.passage, one.quote), false)?;
            return Ok(Act { words, undo: true });
        }
        // What the journal says of a passage is a part of a revision.
        crate::draft::settle(txn, &me, &row)?;
        let row = store::article::get(txn, row.id)?;
        let mut seen = BTreeSet::new();
        let mut found: Vec<_> = alarms(txn, &row)?
            .into_iter()
            .filter(|(_, passage, _)| matches(*passage, &asked) && seen.insert(*passage))
            .collect();
        let one = only(found.pop(), !found.is_empty())?;
        let words = format!("“{}” stays as it is in “{}”", one.2, row.title);
        set(txn, &row, one, true)?;
        Ok(Act { words, undo: true })
    })
}

/// A guess: its check, its passage, its words.
type Guess = (String, Hash, String);

/// The guesses about an article's head.
fn alarms(db: &Db, row: &Article) -> Result<Vec<Guess>> {
    let head = store::article::content(db, row.head)?;
    let mut all = vec![];
    for check in report::findings(db, row, &head)? {
        if let Some(passage) = &check.passage {
            let quote = check.quote.unwrap_or_default();
            all.push((check.code, passage.parse()?, quote));
        }
    }
    Ok(all)
}

fn matches(passage: Hash, asked: &str) -> bool {
    !asked.is_empty() && passage.to_string().starts_with(asked)
}

fn only<T>(one: Option<T>, more: bool) -> Result<T> {
    if more {
        return Err(Error::usage(
            "ambiguous-id",
            "More than one passage begins so.",
        ));
    }
    one.ok_or_else(|| {
        Error::unreadable(
            "no-such-alarm",
            "No guess of a check is about that passage.",
        )
        .hint("`copydesk check` shows what can be dismissed.")
    })
}

fn set(txn: &Txn, row: &Article, (check, passage, quote): Guess, aside: bool) -> Result<()> {
    txn.append(Event::AlarmSet {
        article: row.id,
        check,
        passage,
        quote,
        aside,
    })
}
