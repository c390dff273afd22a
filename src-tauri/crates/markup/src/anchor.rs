//! Where a note sits in a text that goes on changing: its very words, and some around them.

use model::{Error, Result, note::Anchor};
use std::ops::Range;

/// Characters of context on either side.
const CONTEXT: usize = 32;

/// The anchor of the `nth` occurrence (from 1) of `quote` in `body`.
///
/// # Errors
/// `quote-not-found` where it is not there (that often), `quote-ambiguous` where it is there more than once and
/// `nth` is not given.
pub fn make(body: &str, quote: &str, nth: Option<usize>) -> Result<Anchor> {
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
    let end = at + quote.len();
    let prefix: Vec<char> = body[..at].chars().rev().take(CONTEXT).collect();
    Ok(Anchor {
        quote: quote.to_owned(),
        prefix: prefix.into_iter().rev().collect(),
        suffix: body[end..].chars().take(CONTEXT).collect(),
    })
}

/// Where the anchor's words are, in bytes; none where they are gone, or where nothing tells which of several they
/// are.
#[must_use]
pub fn find(body: &str, anchor: &Anchor) -> Option<Range<usize>> {
    if anchor.quote.is_empty() {
        return None;
    }
    let mut best: Option<(usize, usize)> = None;
    let mut tied = false;
    for (at, _) in body.match_indices(&anchor.quote) {
        let end = at + anchor.quote.len();
        let score = common(body[..at].chars().rev(), anchor.prefix.chars().rev())
            + common(body[end..].chars(), anchor.suffix.chars());
        match best {
            Some((_, old)) if score < old => {}
            Some((_, old)) if score == old => tied = true,
            _ => {
                best = Some((at, score));
                tied = false;
            }
        }
    }
    let (at, _) = best?;
    (!tied).then(|| at..at + anchor.quote.len())
}

/// How many characters two sequences have in common from their beginning.
fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::{find, make};

    const BODY: &str = "The bus left at ten. The bus came back at five.";

    #[test]
    fn a_quote_is_found_again_after_an_edit_elsewhere() {
        let anchor = make(BODY, "The bus", Some(2)).expect("it is there twice");
        let edited = format!("Last night. {BODY}");
        assert_eq!(
            find(&edited, &anchor).map(|place| &edited[place.start..]),
            Some("The bus came back at five.")
        );
    }

    #[test]
    fn a_quote_that_is_gone_is_not_found() {
        let anchor = make(BODY, "at ten", None).expect("it is there");
        assert_eq!(find("The bus left at nine.", &anchor), None);
    }

    #[test]
    fn a_quote_that_is_there_twice_needs_its_number() {
        assert_eq!(
            make(BODY, "The bus", None).map_err(|error| error.code),
            Err("quote-ambiguous".into())
        );
        assert_eq!(
            make(BODY, "the tram", None).map_err(|error| error.code),
            Err("quote-not-found".into())
        );
    }
}
