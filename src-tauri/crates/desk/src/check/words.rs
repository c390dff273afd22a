//! The words of a text, for checks that look at words: letters with what belongs to them. Addresses are none.

use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// A word and its place in the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
}

impl Word<'_> {
    pub fn capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Whether a letter belongs to a word.
fn letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// What parts no word where letters stand on both sides: an apostrophe, or a sign that is not seen.
fn within(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{640}'
    )
}

/// The words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = vec![];
    let mut from = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        if !address(piece) {
            take(text, from..from + piece.len(), &mut out);
        }
        from += piece.len();
    }
    out
}

fn take<'a>(text: &'a str, place: Range<usize>, out: &mut Vec<Word<'a>>) {
    let mut chars = text[place.clone()].char_indices().peekable();
    let mut start = None;
    while let Some((at, c)) = chars.next() {
        let at = place.start + at;
        let goes_on = letter(c)
            || start.is_some() && within(c) && chars.peek().is_some_and(|(_, next)| letter(*next));
        match (start, goes_on) {
            (None, true) => start = Some(at),
            (Some(begun), false) => {
                out.push(Word {
                    text: &text[begun..at],
                    range: begun..at,
                });
                start = None;
            }
            _ => {}
        }
    }
    if let Some(begun) = start {
        out.push(Word {
            text: &text[begun..place.end],
            range: begun..place.end,
        });
    }
}

/// Whether what stands between two spaces leads somewhere: on the web, to a mailbox, to a file.
fn address(piece: &str) -> bool {
    let piece = piece.trim();
    piece.contains("://")
        || piece.contains('@')
        || piece.starts_with("www.")
        || piece.contains('/') && piece.contains('.') && piece.contains(char::is_alphabetic)
}
