//! The bin: what nobody needs goes there, comes back from there, and is emptied from there for good.

use super::{
    WRITERS,
    place::{next, place},
    reckoned,
};
use crate::{
    Act, BinRow, Desk, Going, Hand, Page, Put,
    hand::{PART, name_of},
    paging::page,
    words::grouped,
};
use model::{
    Error, OpId, PersonId, Result,
    article::Order,
    event::{Entry, Event},
    person::{Person, Role},
};
use serde::Deserialize;
use store::{
    Db, Txn,
    article::{Article, Filter, Place},
};

/// Who may empty the bin: an admin all of it, who puts articles there what they put.
const EMPTIERS: &[Role] = &[Role::Writer, Role::Reviewer, Role::Admin];

/// How many of those that go are named.
const TITLES: usize = 20;

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
    txn.append(set(txn, article, binned)?)?;
    Ok(true)
}

/// Into the bin, or out of it: what its verdicts are worth may have changed meanwhile.
pub(crate) fn set(db: &Db, article: &Article, binned: bool) -> Result<Event> {
    let now = match binned {
        true => article.status,
        false => reckoned(db, article, (article.head, article.status), None)?,
    };
    Ok(Event::BinSet {
        article: article.id,
        binned,
        status: (now != article.status).then_some((now, article.status)),
    })
}

/// How many at most, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Binned {
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of what is in the bin, the latest change first.
///
/// # Errors
/// `bad-cursor`; system errors.
pub fn binned(desk: &Desk, hand: &Hand, ask: Binned) -> Result<Page<BinRow>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
    let after = ask.after.as_deref().map(place).transpose()?;
    desk.store.read(|db| {
        let looker = Looker::of(db, hand)?;
        let articles = in_bin(db, after.as_ref(), limit + 1)?;
        page(articles, limit, next(Order::Changed), |article| {
            let put = looker.put(db, &article)?;
            Ok(BinRow {
                id: article.id.to_string(),
                title: article.title,
                section: article.section,
                byline: article.byline,
                status: article.status,
                by: put.by,
                at: put.at,
                may_empty: put.may_empty,
            })
        })
    })
}

fn in_bin(db: &Db, after: Option<&Place>, limit: u32) -> Result<Vec<Article>> {
    store::article::list(db, &whole(), Order::Changed, after, limit)
}

fn whole() -> Filter {
    Filter {
        binned: true,
        ..Filter::default()
    }
}

/// Who looks into the bin, and who else works here.
pub(super) struct Looker {
    people: Vec<Person>,
    me: Option<Person>,
}

impl Looker {
    pub(super) fn of(db: &Db, hand: &Hand) -> Result<Self> {
        let people = store::person::list(db)?;
        let me = people.iter().find(|one| Some(one.id) == hand.actor);
        Ok(Self {
            me: me.cloned(),
            people,
        })
    }

    /// Who put an article there, and when.
    pub(super) fn put(&self, db: &Db, article: &Article) -> Result<Put> {
        let put = put_there(db, article)?;
        let who = put.as_ref().and_then(|put| put.actor);
        Ok(Put {
            by: who
                .map(|who| name_of(&self.people, who))
                .unwrap_or_default(),
            at: put.map_or_else(|| article.updated.clone(), |put| put.at.to_string()),
            may_empty: self.me.as_ref().is_some_and(|me| may_empty(me, who)),
        })
    }
}

/// The entry by which the article came into the bin.
fn put_there(db: &Db, article: &Article) -> Result<Option<Entry>> {
    store::journal::last_about(db, article.id, "bin-set")
}

fn may_empty(me: &Person, put_there: Option<PersonId>) -> bool {
    me.holds(&[Role::Admin]) || me.holds(EMPTIERS) && put_there == Some(me.id)
}

/// A part's worth of the bin from after a place: what of it `me` may empty, and the place where the next part begins.
fn mine(db: &Db, me: &Person, after: Option<&Place>) -> Result<(Vec<Article>, Option<Place>)> {
    let articles = in_bin(db, after, PART as u32)?;
    let last = articles.last().map(|last| Place::of(last, Order::Changed));
    let mut mine = vec![];
    for article in articles {
        if me.holds(&[Role::Admin])
            || may_empty(me, put_there(db, &article)?.and_then(|put| put.actor))
        {
            mine.push(article);
        }
    }
    Ok((mine, last))
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct GoingAsk {}

/// What would go if the person emptied the bin.
///
/// # Errors
/// `wrong-role`; system errors.
pub fn going(desk: &Desk, hand: &Hand, _: GoingAsk) -> Result<Going> {
    desk.store.read(|db| {
        let me = hand.must(db, EMPTIERS)?;
        let (mut articles, mut titles, mut after) = (0, vec![], None);
        loop {
            let (part, next) = mine(db, &me, after.as_ref())?;
            articles += part.len();
            let room = TITLES.saturating_sub(titles.len());
            titles.extend(part.into_iter().take(room).map(|article| article.title));
            after = next;
            if after.is_none() {
                return Ok(Going {
                    articles: u32::try_from(articles).unwrap_or(u32::MAX),
                    titles,
                });
            }
        }
    })
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
/// holds of them stays, since nothing in it may change. All of a large bin go in parts.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `not-in-the-bin`, `not-yours`, `nothing-to-empty`; system errors.
pub fn empty(desk: &Desk, hand: &Hand, ask: Empty) -> Result<Act> {
    let words = match &ask.articles {
        Some(ids) => desk.act(hand, |txn| {
            let me = hand.must(txn, EMPTIERS)?;
            let going: Vec<Article> = ids
                .iter()
                .map(|id| to_empty(txn, &me, id))
                .collect::<Result<_>>()?;
            going.iter().try_for_each(|article| gone(txn, article))?;
            deleted(going.len(), going.last())
        }),
        None => empty_all(desk, hand),
    }?;
    Ok(Act { words, undo: false })
}

fn empty_all(desk: &Desk, hand: &Hand) -> Result<String> {
    let (op, mut articles, mut last, mut after) = (OpId(hand.ids.id()), 0, None, None);
    let all = desk.store.read(|db| {
        hand.must(db, EMPTIERS)?;
        store::article::count(db, &whole())
    })?;
    let mut looked_at = 0;
    loop {
        let stopped = !hand.progress.step(looked_at, u64::from(all));
        let (going, next) = if stopped {
            (vec![], None)
        } else {
            desk.part(hand, op, |txn| {
                let me = hand.must(txn, EMPTIERS)?;
                let (going, next) = mine(txn, &me, after.as_ref())?;
                going.iter().try_for_each(|article| gone(txn, article))?;
                Ok((going, next))
            })?
        };
        looked_at += PART as u64;
        articles += going.len();
        last = going.into_iter().next_back().or(last);
        after = next;
        if after.is_none() {
            hand.progress.step(u64::from(all), u64::from(all));
            return deleted(articles, last.as_ref());
        }
    }
}

fn gone(txn: &Txn, article: &Article) -> Result<()> {
    txn.append(Event::BinEmptied {
        article: article.id,
    })?;
    store::draft::remove_all(txn, article.id)?;
    store::suggesting::remove_all(txn, article.id)
}

/// What was done, in words.
fn deleted(articles: usize, last: Option<&Article>) -> Result<String> {
    match (articles, last) {
        (0, _) | (_, None) => Err(Error::refused(
            "nothing-to-empty",
            "There is nothing in the bin that you may delete.",
        )
        .hint("An admin may empty all of it, others what they put there.")),
        (1, Some(one)) => Ok(format!("Deleted “{}” for good", one.title)),
        (many, _) => Ok(format!(
            "Deleted {} articles for good",
            grouped(many as u64)
        )),
    }
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
