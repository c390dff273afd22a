//! Where a note sits in the text that it was made on: its very words, and some around them. How it is followed through
//! later edits, [`crate::follow`] says.

use model::{Error, Hash, Result, note::Anchor};
use std::ops::Range;

/// Characters of context on either side.
const CONTEXT: usize = 32;

/// The anchor of the `nth` occurrence (from 1) of `quote` in `body`, which is the text of `revision`.
///
/// # Errors
/// `quote-not-found` where it is not there (that often), `quote-ambiguous` where it is there more than once and
/// `nth` is not given.
pub fn make(body: &str, revision: Hash, quote: &str, nth: Option<usize>) -> Result<Anchor> {
    let places: Vec<usize> = if quote.is_empty() {
        vec![]
    } else {
        body.match_indices(quote).map(|(at, _)| at).collect()
    };
    let missing = || {
        Error::refused("quote-not-found", "Those words are not in the text.")
            .hint("Quote them exactly as they stand.")
    };
    let at = match (nth, places.as_slice()) {
        (Some(nth), _) => *nth
            .checked_sub(1)
            .and_then(|index| places.get(index))
            .ok_or_else(missing)?,
        (None, [one]) => *one,
        (None, []) => return Err(missing()),
        (None, many) => {
            return Err(Error::refused(
                "quote-ambiguous",
                format!("Those words are in the text {} times.", many.len()),
            )
            .hint("Quote more of them, or say which with --nth."));
        }
    };
    Ok(self::at(body, revision, at..at + quote.len()))
}

/// The anchor of `quote` where it stands in `body`, which is the text of `revision`: so many UTF-16 units from its beginning.
///
/// # Errors
/// `quote-not-found` where it does not stand there.
pub fn placed(body: &str, revision: Hash, quote: &str, start: usize) -> Result<Anchor> {
    let mut units = 0;
    let at = body
        .char_indices()
        .find(|(_, sign)| {
            let here = units == start;
            units += sign.len_utf16();
            here
        })
        .map(|(at, _)| at)
        .filter(|at| !quote.is_empty() && body[*at..].starts_with(quote));
    match at {
        Some(at) => Ok(self::at(body, revision, at..at + quote.len())),
        None => Err(Error::refused(
            "quote-not-found",
            "Those words are not there in the text any more.",
        )
        .hint("Select them again.")),
    }
}

/// The anchor of a place in `body`, which is the text of `revision`.
#[must_use]
pub fn at(body: &str, revision: Hash, place: Range<usize>) -> Anchor {
    let Range { start: at, end } = place;
    let prefix: Vec<char> = body[..at].chars().rev().take(CONTEXT).collect();
    Anchor {
        quote: body[at..end].to_owned(),
        prefix: prefix.into_iter().rev().collect(),
        suffix: body[end..].chars().take(CONTEXT).collect(),
        revision: Some(revision),
        start: Some(at as u64),
    }
}

/// Where the anchor was made in `body`, in bytes: at its place, or, where it came without one, at the only one that has
/// its words between those around them.
#[must_use]
pub fn find(body: &str, anchor: &Anchor) -> Option<Range<usize>> {
    let Anchor {
        quote,
        prefix,
        suffix,
        ..
    } = anchor;
    let fits = |at: usize| {
        let end = at + quote.len();
        body.get(at..end) == Some(quote)
            && body[..at].ends_with(prefix.as_str())
            && body[end..].starts_with(suffix.as_str())
    };
    if quote.is_empty() {
        return None;
    }
    let at = match anchor.start {
        Some(start) => usize::try_from(start).ok().filter(|&at| fits(at))?,
        None => {
            let mut places = body
                .match_indices(quote.as_str())
                .map(|(at, _)| at)
                .filter(|&at| fits(at));
            let first = places.next()?;
            match places.next() {
                Some(_) => return None,
                None => first,
            }
        }
    };
    Some(at..at + quote.len())
}

#[cfg(test)]
mod tests {
    use super::{find, make, placed};
    use model::Hash;

    const BODY: &str = "The bus left at ten. The bus came back at five.";

    #[test]
    fn a_quote_is_found_where_it_was_taken_from() {
        let anchor = make(BODY, Hash::of(b""), "The bus", Some(2)).expect("it is there twice");
        assert_eq!(find(BODY, &anchor), Some(21..28));
        let elsewhere = BODY.replace("at ten", "at nine or ten");
        assert_eq!(find(&elsewhere, &anchor), None);
    }

    #[test]
    fn an_anchor_without_a_place_is_found_by_what_is_around_it() {
        let mut anchor = make(BODY, Hash::of(b""), "The bus", Some(2)).expect("it is there twice");
        (anchor.start, anchor.revision) = (None, None);
        assert_eq!(find(BODY, &anchor), Some(21..28));
        assert_eq!(find(&format!("{BODY}{BODY}"), &anchor), None);
    }

    #[test]
    fn a_quote_is_found_at_its_place_and_nowhere_else() {
        let body = "𝔅us one. Bus two. Bus three.";
        let start = |at| placed(body, Hash::of(b""), "Bus", at).map(|anchor| anchor.start);
        assert_eq!(start(19), Ok(Some(21)));
        assert_eq!(start(10).map_err(|error| error.code), Ok(Some(12)));
        assert!([0, 1, 18, 20, 99].into_iter().all(|at| start(at).is_err()));
    }

    #[test]
    fn a_quote_that_is_there_twice_needs_its_number() {
        let code = |quote| make(BODY, Hash::of(b""), quote, None).map_err(|error| error.code);
        assert_eq!(code("The bus"), Err("quote-ambiguous".into()));
        assert_eq!(code("the tram"), Err("quote-not-found".into()));
    }
}
