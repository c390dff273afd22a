//! What waits for a verdict.

use crate::{Desk, Hand, Row, article::row};
use model::{Result, article::Status};
use serde::Deserialize;
use store::article::Filter;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Queue {}

/// Everything in review, what waits longest first; at most a thousand.
///
/// # Errors
/// System errors.
pub fn queue(desk: &Desk, _: &Hand, _: Queue) -> Result<Vec<Row>> {
    desk.store.read(|db| {
        let filter = Filter {
            status: Some(Status::InReview),
            ..Filter::default()
        };
        let mut waiting = store::article::list(db, &filter, None, 1000)?;
        waiting.reverse();
        waiting.iter().map(|article| row(db, article)).collect()
    })
}
