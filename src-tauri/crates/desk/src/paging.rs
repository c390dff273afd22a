//! Lists a page at a time: where one begins, and where the next does.

use crate::Page;
use model::{Error, Result};

/// Splits a page's cursor into the place it stands for.
pub(crate) fn cursor(after: Option<&str>) -> Result<Option<(&str, &str)>> {
    after
        .map(|cursor| cursor.split_once('~').ok_or_else(|| bad_cursor(cursor)))
        .transpose()
}

/// What is said of a cursor that leads nowhere.
pub(crate) fn bad_cursor(cursor: &str) -> Error {
    Error::usage(
        "bad-cursor",
        format!("“{cursor}” is not where a page begins."),
    )
    .hint("Use the `next` of the page before.")
}

/// A page of at most `limit` rows from `limit + 1` that were asked for.
pub(crate) fn page<S, T: ts_rs::TS>(
    mut rows: Vec<S>,
    limit: u32,
    place: impl Fn(&S) -> String,
    each: impl FnMut(S) -> Result<T>,
) -> Result<Page<T>> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = if more { rows.last().map(place) } else { None };
    Ok(Page {
        items: rows.into_iter().map(each).collect::<Result<_>>()?,
        next,
    })
}
