//! Marks that turn the direction in which what stands behind them is read, until another closes them (Unicode, annex 9).

use std::borrow::Cow;

/// Whether a character is such a mark, or closes one.
#[must_use]
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The marks that close what a text leaves open, in their order; for nearly every text none.
#[must_use]
pub fn open_in(text: &str) -> String {
    // As most of what is printed is: each of these marks begins with this byte.
    if !text.as_bytes().contains(&0xe2) {
        return String::new();
    }
    let mut open = vec![];
    for c in text.chars().filter(|c| turns(*c)) {
        match c {
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' if open.last() == Some(&c) => {
                open.pop();
            }
            // It closes all that was opened behind the one that it belongs to.
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|end| *end == c) {
                    open.truncate(at);
                }
            }
            '\u{202c}' => {}
            _ => open.push('\u{202c}'),
        }
    }
    open.into_iter().rev().collect()
}

/// A text that turns nothing that stands behind it.
#[must_use]
pub fn closed(text: &str) -> Cow<'_, str> {
    let ends = open_in(text);
    if ends.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned([text, &ends].concat())
}

#[cfg(test)]
mod tests {
    use super::{closed, open_in};
    use std::borrow::Cow;

    #[test]
    fn what_is_left_open_is_closed_from_the_inside_out() {
        for (text, ends) in [
            ("", ""),
            ("plain, “quoted”, سلام", ""),
            ("\u{202e}evil", "\u{202c}"),
            ("\u{202e}evil\u{202c} end", ""),
            ("\u{2067}a \u{202d}b", "\u{202c}\u{2069}"),
            ("\u{2067}a \u{202d}b\u{2069} c", ""),
            ("\u{202b}a \u{2068}b\u{202c}", "\u{2069}\u{202c}"),
            ("\u{202c}\u{2069}strays", ""),
        ] {
            assert_eq!(open_in(text), ends, "{text:?}");
            assert_eq!(open_in(&closed(text)), "", "{text:?}");
        }
        assert!(matches!(closed("plain “quoted”"), Cow::Borrowed(_)));
    }
}
