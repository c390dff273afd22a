//! What is published and to be looked at again: the days that are set for it bring it into the queue.

use crate::{
    AgainRecord, AgainRow, Desk, Hand, Page,
    article::{Known, record, row},
    paging::cursor,
};
use model::{Day, Result, person::Role};
use serde::Deserialize;
use store::{Db, article::Article};

/// Who may say that an article was looked at, and when it is to be again.
pub(crate) const LOOKERS: &[Role] = &[Role::Writer, Role::Reviewer, Role::Publisher];

/// Most rows of one page.
const MOST: u32 = 1000;

/// How much of it, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Again {
    /// Only what waits for who asks: all of it where they may look at it, nothing else.
    #[ts(optional, as = "Option<bool>")]
    pub mine: bool,
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of what is to be looked at again by today, the longest due first; a hundred rows where no limit is named.
///
/// # Errors
/// `bad-cursor`; system errors.
pub fn again(desk: &Desk, hand: &Hand, ask: Again) -> Result<Page<AgainRow>> {
    desk.store.read(|db| {
        let today = hand.today(db)?;
        page(db, hand, today, &ask, |article, on| {
            Ok(AgainRow {
                row: row(db, article)?,
                on: on.to_string(),
                overdue: on < today,
                next: today.in_a_year().unwrap_or(today).to_string(),
            })
        })
    })
}

/// The same for the terminal: whole articles.
///
/// # Errors
/// As [`again`].
pub fn again_records(desk: &Desk, hand: &Hand, ask: Again) -> Result<Page<AgainRecord>> {
    desk.store.read(|db| {
        let (known, today) = (Known::of(db)?, hand.today(db)?);
        page(db, hand, today, &ask, |article, on| {
            Ok(AgainRecord {
                article: record(db, &known, article, article.head)?,
                byline: article.byline.clone(),
                waits: "look-again".into(),
                on: on.to_string(),
                overdue: on < today,
            })
        })
    })
}

/// The articles that are due, the longest first, at most `limit`.
pub(crate) fn due(db: &Db, hand: &Hand, limit: u32) -> Result<Vec<Article>> {
    store::article::again(db, hand.today(db)?, None, limit)
}

fn page<T: ts_rs::TS>(
    db: &Db,
    hand: &Hand,
    today: Day,
    ask: &Again,
    mut each: impl FnMut(&Article, Day) -> Result<T>,
) -> Result<Page<T>> {
    let after = cursor(ask.after.as_deref())?;
    if ask.mine {
        let people = store::person::list(db)?;
        let me = people.iter().find(|one| Some(one.id) == hand.actor);
        if !me.is_some_and(|me| me.holds(LOOKERS)) {
            return Ok(Page {
                items: vec![],
                next: None,
            });
        }
    }
    let limit = ask.limit.unwrap_or(100).clamp(1, MOST);
    let mut found = store::article::again(db, today, after, limit + 1)?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let (mut items, mut last) = (vec![], None);
    for article in &found {
        let Some(on) = article.recheck else { continue };
        items.push(each(article, on)?);
        last = Some(format!("{on}~{}", article.id));
    }
    Ok(Page {
        items,
        next: last.filter(|_| more),
    })
}
