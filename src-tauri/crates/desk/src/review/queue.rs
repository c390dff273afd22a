//! What waits for a verdict: since when, claimed by whom, due when.

use crate::{
    Desk, Hand, Page, QueueRecord, QueueRow,
    article::{self, Known, record, row},
    hand::name_of,
    paging::cursor,
};
use model::{
    Day, Result,
    person::{Person, Role},
};
use serde::Deserialize;
use store::{
    Db,
    article::{Article, Waits},
};

/// Most rows of one page.
const MOST: u32 = 1000;
/// How many are read at once.
const AT_ONCE: u32 = 200;

/// How much of the queue, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Queue {
    /// Only what waits for who asks: what they have claimed, and what they may pass and nobody else has.
    #[ts(optional, as = "Option<bool>")]
    pub mine: bool,
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of what is in review, what was submitted first coming first; a hundred rows where no limit is named.
///
/// # Errors
/// `bad-cursor`; system errors.
pub fn queue(desk: &Desk, hand: &Hand, ask: Queue) -> Result<Page<QueueRow>> {
    desk.store.read(|db| {
        let desk = Waiting::of(db, hand)?;
        desk.page(db, &ask, |article| desk.row(db, article))
    })
}

/// The same for the terminal: whole articles, with what each waits for.
///
/// # Errors
/// As [`queue`].
pub fn queue_records(desk: &Desk, hand: &Hand, ask: Queue) -> Result<Page<QueueRecord>> {
    desk.store.read(|db| {
        let (desk, known) = (Waiting::of(db, hand)?, Known::of(db)?);
        desk.page(db, &ask, |article| {
            let line = desk.row(db, article)?;
            Ok(QueueRecord {
                article: record(db, &known, article, article.head)?,
                byline: line.row.byline,
                waits: line.row.waits,
                open_notes: line.row.open_notes,
                open_suggestions: line.row.open_suggestions,
                since: line.since,
                claimed_by: line.claimed_by,
                due: line.due,
                overdue: line.overdue,
            })
        })
    })
}

/// Who looks at the queue, and on which day.
pub(crate) struct Waiting {
    people: Vec<Person>,
    me: Option<Person>,
    today: Day,
}

impl Waiting {
    pub(crate) fn of(db: &Db, hand: &Hand) -> Result<Self> {
        let people = store::person::list(db)?;
        let mine = |person: &&Person| Some(person.id) == hand.actor;
        Ok(Self {
            me: people.iter().find(mine).cloned(),
            today: hand.today(db)?,
            people,
        })
    }

    /// At most `limit` rows, oldest first, and whether there are more.
    fn page<T: ts_rs::TS>(
        &self,
        db: &Db,
        ask: &Queue,
        mut each: impl FnMut(&Article) -> Result<T>,
    ) -> Result<Page<T>> {
        let limit = ask.limit.unwrap_or(100).clamp(1, MOST) as usize;
        let mut after =
            cursor(ask.after.as_deref())?.map(|(at, id)| (at.to_owned(), id.to_owned()));
        let (mut items, mut last): (Vec<T>, Option<String>) = (vec![], None);
        loop {
            let place = after.as_ref().map(|(at, id)| (at.as_str(), id.as_str()));
            let some = match ask.mine {
                true => store::article::waiting_for(db, &self.known_as(), place, AT_ONCE)?,
                false => store::article::queue(db, place, AT_ONCE)?,
            };
            let Some(end) = some.last() else {
                return Ok(Page { items, next: None });
            };
            after = Some((end.submitted.clone(), end.id.to_string()));
            for article in some {
                if items.len() == limit {
                    return Ok(Page { items, next: last });
                }
                items.push(each(&article)?);
                last = Some(format!("{}~{}", article.submitted, article.id));
            }
        }
    }

    /// The rows that wait for who looks, at most `limit`.
    pub(crate) fn mine(&self, db: &Db, limit: u32) -> Result<Vec<QueueRow>> {
        let ask = Queue {
            mine: true,
            limit: Some(limit),
            after: None,
        };
        Ok(self.page(db, &ask, |article| self.row(db, article))?.items)
    }

    /// The first rows of the whole queue.
    pub(crate) fn first(&self, db: &Db, limit: u32) -> Result<Vec<QueueRow>> {
        let ask = Queue {
            limit: Some(limit),
            ..Queue::default()
        };
        Ok(self.page(db, &ask, |article| self.row(db, article))?.items)
    }

    /// For whom that is who looks something may wait: claimed by them; or claimed by nobody, and for them to pass or confirm.
    fn known_as(&self) -> Vec<Waits> {
        let Some(me) = &self.me else { return vec![] };
        let mut all = vec![Waits::Claimed(me.id)];
        all.extend(me.roles.iter().copied().map(Waits::Role));
        if me.holds(&[Role::Reviewer]) {
            all.push(Waits::Named(me.id));
        }
        if me.holds(article::WRITERS) {
            all.push(Waits::Confirmation);
        }
        all
    }

    pub(crate) fn row(&self, db: &Db, article: &Article) -> Result<QueueRow> {
        let me = self.me.as_ref().map(|me| me.id);
        Ok(QueueRow {
            row: row(db, article)?,
            since: article.submitted.clone(),
            claimed_by: article.claimed.map(|who| name_of(&self.people, who)),
            mine: article.claimed.is_some() && article.claimed == me,
            due: article.due.map(|day| day.to_string()),
            overdue: article.due.is_some_and(|day| day < self.today),
        })
    }
}
