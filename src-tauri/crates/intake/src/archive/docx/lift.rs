//! Places in a text that are to be found again once it is written: marks that nobody can type, taken out at the end.

/// The mark of a place.
pub(super) fn mark(place: usize) -> String {
    format!("\u{1}{place}\u{2}")
}

/// A text without its marks, and where each of them stood.
pub(super) fn lift(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut out = String::with_capacity(text.len());
    let mut places = vec![];
    let mut rest = text;
    while let Some(at) = rest.find('\u{1}') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.find('\u{2}').unwrap_or(after.len());
        if let Ok(place) = after[..end].parse() {
            places.push((out.len(), place));
        }
        rest = after.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    (out, places)
}

/// A text with a backslash at each place that `ask` names of the text without marks.
pub(super) fn settle(text: &str, ask: impl Fn(&str) -> Vec<usize>) -> String {
    let (clean, places) = lift(text);
    let slashes = ask(&clean);
    if slashes.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + slashes.len());
    let mut places = places.into_iter().peekable();
    let mut slashes = slashes.into_iter().peekable();
    for (at, c) in clean.char_indices() {
        while let Some((_, place)) = places.next_if(|(before, _)| *before <= at) {
            out.push_str(&mark(place));
        }
        if slashes.next_if_eq(&at).is_some() {
            out.push('\\');
        }
        out.push(c);
    }
    places.for_each(|(_, place)| out.push_str(&mark(place)));
    out
}

#[cfg(test)]
mod tests {
    use super::{lift, mark, settle};

    #[test]
    fn a_place_is_found_again() {
        let text = format!("{}1{}. March{}", mark(0), mark(7), mark(1));
        assert_eq!(
            lift(&text),
            ("1. March".into(), vec![(0, 0), (1, 7), (8, 1)])
        );
        let settled = settle(&text, |_| vec![1]);
        assert_eq!(
            lift(&settled),
            ("1\\. March".into(), vec![(0, 0), (1, 7), (9, 1)])
        );
    }
}
