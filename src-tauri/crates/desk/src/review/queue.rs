//! What waits for a verdict.

use crate::{
    Desk, Hand, Page, QueueRecord, Row,
    article::{Known, cursor, page, record, row},
};
use model::{
    Result,
    article::{Order, Status},
};
use serde::Deserialize;
use store::{
    Db,
    article::{Article, Filter, Place},
};

/// Most rows that the window shows at once.
const SHOWN: u32 = 1000;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Queue {}

/// What is in review, what waits longest first; at most a thousand.
///
/// # Errors
/// System errors.
pub fn queue(desk: &Desk, _: &Hand, _: Queue) -> Result<Vec<Row>> {
    desk.store.read(|db| {
        let waiting = waiting(db)?;
        let shown = waiting.iter().take(SHOWN as usize);
        shown.map(|article| row(db, article)).collect()
    })
}

/// How many at most, and from where on.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct QueuePage {
    pub limit: Option<u32>,
    pub after: Option<String>,
}

/// A page of the queue, for the terminal: whole articles, with what each waits for.
///
/// # Errors
/// `bad-cursor`; system errors.
pub fn queue_page(desk: &Desk, _: &Hand, ask: QueuePage) -> Result<Page<QueueRecord>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, SHOWN);
    desk.store.read(|db| {
        let mut waiting = waiting(db)?;
        if let Some((updated, id)) = cursor(ask.after.as_deref())? {
            waiting.retain(|article| {
                (article.updated.as_str(), article.id.to_string().as_str()) > (updated, id)
            });
        }
        let known = Known::of(db)?;
        let place = |article: &Article| format!("{}~{}", article.updated, article.id);
        page(waiting, limit, place, |article| {
            let row = row(db, &article)?;
            Ok(QueueRecord {
                article: record(db, &known, &article, article.head)?,
                byline: row.byline,
                waits: row.waits,
                open_notes: row.open_notes,
            })
        })
    })
}

/// Everything in review, what waits longest first.
fn waiting(db: &Db) -> Result<Vec<Article>> {
    let filter = Filter {
        status: Some(Status::InReview),
        ..Filter::default()
    };
    let mut all: Vec<Article> = vec![];
    loop {
        let after = all.last().map(|last| Place::of(last, Order::Oldest));
        let more = store::article::list(db, &filter, Order::Oldest, after.as_ref(), SHOWN)?;
        if more.is_empty() {
            return Ok(all);
        }
        all.extend(more);
    }
}
