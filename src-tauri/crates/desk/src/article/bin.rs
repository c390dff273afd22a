//! The bin: what nobody needs goes there, comes back from there, and is emptied from there for good.

use super::WRITERS;
use crate::{Act, BinRow, Desk, Hand, hand::name_of};
use model::{
    Error, PersonId, Result,
    event::{Entry, Event},
    person::{Person, Role},
};
use serde::Deserialize;
use store::{Db, Txn, article::Article};

/// Who may empty the bin: an admin all of it, who puts articles there what they put.
const EMPTIERS: &[Role] = &[Role::Writer, Role::Reviewer, Role::Admin];

/// Which article; `back` takes it out again.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Bin {
    pub article: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub back: bool,
}

/// Puts an article that is not in publication into the bin, or takes it out.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `still-live`; system errors.
pub fn bin(desk: &Desk, hand: &Hand, ask: Bin) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let article = store::article::find(txn, &ask.article)?;
        let (binned, undo) = (!ask.back, bin_one(txn, &article, !ask.back)?);
        let words = if binned {
            format!("Put “{}” into the bin", article.title)
        } else {
            format!("Took “{}” out of the bin", article.title)
        };
        Ok(Act { words, undo })
    })
}

/// Puts one article into the bin or takes it out; `false` where it is there already.
pub(super) fn bin_one(txn: &Txn, article: &Article, binned: bool) -> Result<bool> {
    if article.live.is_some() {
        return Err(
            Error::refused("still-live", "The article is in publication.")
                .hint("Withdraw it first."),
        );
    }
    if article.binned == binned {
        return Ok(false);
    }
    txn.append(Event::BinSet {
        article: article.id,
        binned,
    })?;
    Ok(true)
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Binned {}

/// What is in the bin, the latest change first; at most a thousand.
///
/// # Errors
/// System errors.
pub fn binned(desk: &Desk, hand: &Hand, _: Binned) -> Result<Vec<BinRow>> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let me = hand
            .actor
            .and_then(|actor| people.iter().find(|person| person.id == actor));
        let line = |article: Article| {
            let put = put_there(db, &article)?;
            let who = put.as_ref().and_then(|put| put.actor);
            Ok(BinRow {
                id: article.id.to_string(),
                title: article.title,
                section: article.section,
                byline: article.byline,
                status: article.status,
                by: who.map(|who| name_of(&people, who)).unwrap_or_default(),
                at: put.map_or(article.updated, |put| put.at.to_string()),
                may_empty: me.is_some_and(|me| may_empty(me, who)),
            })
        };
        store::article::binned(db)?.into_iter().map(line).collect()
    })
}

/// The entry by which the article came into the bin.
fn put_there(db: &Db, article: &Article) -> Result<Option<Entry>> {
    store::journal::last_about(db, article.id, "bin-set")
}

fn may_empty(me: &Person, put_there: Option<PersonId>) -> bool {
    me.holds(&[Role::Admin]) || me.holds(EMPTIERS) && put_there == Some(me.id)
}

/// Which articles in the bin; left out for all that the person may empty. A list of none is none.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Empty {
    #[ts(optional)]
    pub articles: Option<Vec<String>>,
}

/// Takes articles from the bin for good: out of every list, with what anyone was typing into them. What the journal
/// holds of them stays, since nothing in it may change.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `not-in-the-bin`, `not-yours`, `nothing-to-empty`; system errors.
pub fn empty(desk: &Desk, hand: &Hand, ask: Empty) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, EMPTIERS)?;
        let mut going = vec![];
        if let Some(ids) = &ask.articles {
            for id in ids {
                going.push(to_empty(txn, &me, id)?);
            }
        } else {
            for article in store::article::binned(txn)? {
                if may_empty(&me, put_there(txn, &article)?.and_then(|put| put.actor)) {
                    going.push(article);
                }
            }
        }
        for article in &going {
            txn.append(Event::BinEmptied {
                article: article.id,
            })?;
            store::draft::remove_all(txn, article.id)?;
        }
        let words = match going.as_slice() {
            [] => {
                return Err(Error::refused(
                    "nothing-to-empty",
                    "There is nothing in the bin that you may delete.",
                )
                .hint("An admin may empty all of it, others what they put there."));
            }
            [one] => format!("Deleted “{}” for good", one.title),
            many => format!("Deleted {} articles for good", many.len()),
        };
        Ok(Act { words, undo: false })
    })
}

/// The article in the bin with this id, where `me` may empty it.
fn to_empty(db: &Db, me: &Person, id: &str) -> Result<Article> {
    let article = store::article::find(db, id)?;
    if !article.binned {
        return Err(Error::refused(
            "not-in-the-bin",
            format!("“{}” is not in the bin.", article.title),
        )
        .hint("Put it there first; from there it can still come back."));
    }
    if !may_empty(me, put_there(db, &article)?.and_then(|put| put.actor)) {
        return Err(Error::refused(
            "not-yours",
            format!("“{}” was put into the bin by someone else.", article.title),
        )
        .hint("They or an admin may delete it for good."));
    }
    Ok(article)
}
