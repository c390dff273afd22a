//! Where a page of articles begins, in each order.

use crate::paging::bad_cursor;
use model::{Result, article::Order};
use store::article::{Article, Place};

/// The place in an order that a cursor stands for: its key, which may hold anything, before the rest.
pub(super) fn place(cursor: &str) -> Result<Place> {
    let mut parts = cursor.rsplitn(3, '~').map(str::to_owned);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(id), Some(updated), Some(key)) => Ok(Place { key, updated, id }),
        _ => Err(bad_cursor(cursor)),
    }
}

/// The cursor of what follows an article.
pub(super) fn next(order: Order) -> impl Fn(&Article) -> String {
    move |article| {
        let Place { key, updated, id } = Place::of(article, order);
        format!("{key}~{updated}~{id}")
    }
}
