//! Dates and comments in the form in which templates take them.

use super::dates;
use jiff::{ZonedDateTime, tz::TimeZone};
use model::{
    CommentId, Time,
    bundle::{PrintedComment, Surroundings},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Deepest indent of a thread; what is deeper stands at it.
const DEPTH: usize = 4;

/// A date for machines (RFC 3339) and for readers.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Dated {
    pub(crate) machine: String,
    pub(crate) human: String,
}

/// A date in the surroundings' time zone, in words of `language`.
pub(crate) fn dated(at: Time, surroundings: &Surroundings, language: &str) -> Dated {
    let local = local(at, surroundings);
    Dated {
        machine: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        human: dates::day(language, (local.year(), local.month(), local.day())),
    }
}

/// A moment by the surroundings' calendar and clock.
pub(crate) fn local(at: Time, surroundings: &Surroundings) -> ZonedDateTime {
    let zone = TimeZone::get(&surroundings.time_zone).unwrap_or(TimeZone::UTC);
    at.timestamp().to_zoned_datetime(zone)
}

/// A comment with its place in the thread.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CommentForm {
    id: String,
    author: String,
    date: Dated,
    body: String,
    edited: bool,
    depth: usize,
}

/// The comments in reading order: each thread whole, answers below what they answer.
pub(crate) fn comments(
    all: &[PrintedComment],
    surroundings: &Surroundings,
    language: &str,
) -> Vec<CommentForm> {
    let mut answers: BTreeMap<Option<CommentId>, Vec<&PrintedComment>> = BTreeMap::new();
    for comment in all {
        answers.entry(comment.parent).or_default().push(comment);
    }
    let mut out = Vec::with_capacity(all.len());
    // A stack rather than recursion: a thread may be of any depth.
    let mut next: Vec<(&PrintedComment, usize)> = answers
        .get(&None)
        .into_iter()
        .flatten()
        .rev()
        .map(|comment| (*comment, 0))
        .collect();
    while let Some((comment, depth)) = next.pop() {
        out.push(CommentForm {
            id: comment.id.to_string(),
            author: markup::seen(&comment.author),
            date: dated(comment.created, surroundings, language),
            body: markup::comment_html(&comment.body),
            edited: comment.edited,
            depth: depth.min(DEPTH),
        });
        next.extend(
            answers
                .get(&Some(comment.id))
                .into_iter()
                .flatten()
                .rev()
                .map(|answer| (*answer, depth + 1)),
        );
    }
    out
}

/// Scheme, host and port of an address on the web; `'none'` where there is none.
pub(crate) fn origin(address: &str) -> &str {
    let after_scheme = address.find("://").map(|at| at + 3);
    let Some((start, rest)) = after_scheme.and_then(|at| Some((at, address.get(at..)?))) else {
        return "'none'";
    };
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    address.get(..start + host).unwrap_or("'none'")
}
