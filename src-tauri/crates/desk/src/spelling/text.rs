//! The words of a text that a dictionary can be asked about.

use markup::Prose;
use unicode_segmentation::UnicodeSegmentation;

/// Longest word that is checked, in characters; what is longer is no word.
const LONGEST: usize = 64;

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    pub(super) text: &'a str,
    /// Of how many words joined by hyphens it is the first, with those in `text`; the single ones follow.
    pub(super) joined: bool,
    /// Whether a sentence begins with it.
    pub(super) starts: bool,
}

/// Gives `each` the words of a Markdown text in order, words joined by hyphens first whole (`joined`) and then one by one;
/// `each` says of a whole whether it is known, and then its parts are left out. Left out too is what no dictionary speaks
/// of: addresses, handles, tags, paths, abbreviations with a full stop within, whatever holds a digit or an underscore,
/// ACRONYMS, namesLikeThis, single letters.
pub(super) fn each_word<'a>(text: &'a str, mut each: impl FnMut(Word<'a>) -> bool) {
    let mut starts = true;
    for Prose { range, begins } in markup::prose(text) {
        starts |= begins;
        let mut at = range.start;
        for chunk in text[range].split_inclusive(char::is_whitespace) {
            if is_address(chunk.trim_end()) {
                starts = chunk.trim_end().ends_with(['.', '!', '?']);
            } else {
                words_of(chunk, at, &mut starts, &mut each);
            }
            at += chunk.len();
        }
    }
}

fn words_of<'a>(
    chunk: &'a str,
    at: usize,
    starts: &mut bool,
    each: &mut impl FnMut(Word<'a>) -> bool,
) {
    let parts: Vec<(usize, &str)> = chunk.split_word_bound_indices().collect();
    let mut next = 0;
    while let Some((from, part)) = parts.get(next).copied() {
        next += 1;
        if !part.contains(char::is_alphabetic) {
            // A colon may begin a sentence, and a line of poetry any line: who is unsure is not quiet.
            *starts |= part.contains(['.', '!', '?', '…', ':', '؟', '。']);
            continue;
        }
        let first = next - 1;
        while let [(_, hyphen), (_, more), ..] = parts[next..]
            && matches!(hyphen, "-" | "\u{2010}" | "\u{2011}")
            && more.contains(char::is_alphabetic)
        {
            next += 2;
        }
        let word = |from: usize, text: &'a str, starts: bool, joined: bool| Word {
            at: at + from,
            text,
            joined,
            starts,
        };
        let begins = std::mem::replace(starts, false);
        let end = parts[next - 1].0 + parts[next - 1].1.len();
        if next - first > 1 && each(word(from, &chunk[from..end], begins, true)) {
            continue;
        }
        for (nth, (from, part)) in parts[first..next].iter().enumerate() {
            if is_checked(part) {
                each(word(*from, part, begins && nth == 0, false));
            }
        }
    }
}

/// Whether a run without spaces is an address, a handle, a tag or a path, whatever marks are around it.
fn is_address(chunk: &str) -> bool {
    let bare = chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && !"@#/~\\".contains(c));
    bare.contains("://")
        || bare.contains('@')
        || bare.contains('\\')
        || bare.starts_with(['#', '/', '~'])
        || bare.starts_with("www.")
}

fn is_checked(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let (first, second) = (letters.next(), letters.next());
    first.is_some()
        && second.is_some()
        && word.chars().nth(LONGEST).is_none()
        && !word.contains(|c: char| c.is_numeric() || matches!(c, '_' | '.'))
        && !is_acronym(word)
        && !has_inner_capital(word)
}

/// Whether all letters that can be are capitals: NATO, and with it its plural and its genitive.
fn is_acronym(word: &str) -> bool {
    let word = word
        .strip_suffix("'s")
        .or(word.strip_suffix("’s"))
        .unwrap_or(word);
    let word = word.strip_suffix('s').unwrap_or(word);
    word.contains(char::is_uppercase)
        && !word.contains(char::is_lowercase)
        && word.chars().count() > 1
}

fn has_inner_capital(word: &str) -> bool {
    let pairs = word.chars().zip(word.chars().skip(1));
    pairs
        .into_iter()
        .any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::each_word;

    fn words(text: &str) -> Vec<&str> {
        let mut out = vec![];
        each_word(text, |word| {
            if !word.joined {
                out.push(word.text);
            }
            false
        });
        out
    }

    #[test]
    fn words_are_what_unicode_says() {
        assert_eq!(
            words("The mayor’s plan, don't"),
            ["The", "mayor’s", "plan", "don't"]
        );
        assert_eq!(words("می‌خواهم بروم"), ["می‌خواهم", "بروم"]);
        assert_eq!(
            words("cafe\u{301} na\u{ef}ve"),
            ["cafe\u{301}", "na\u{ef}ve"]
        );
        assert_eq!(
            words("well-known ice‑cold"),
            ["well", "known", "ice", "cold"]
        );
    }

    #[test]
    fn what_no_dictionary_speaks_of_is_left_out() {
        let text = "See https://harbour.example/teh, (www.teh.example) tips@teh.example @tehdesk #tehtag /usr/teh \
            C:\\teh 3rd 2nd-hand B2B snake_case e.g. U.S. NATO NATO's MPs iPhone McDonald a I";
        assert_eq!(words(text), ["See", "hand"]);
        assert_eq!(words(&"a".repeat(65)), [""; 0]);
    }

    #[test]
    fn a_sentence_begins_where_readers_see_it_begin() {
        let mut starts = vec![];
        let text = "One two. “Three four?” *Five*\nsix\n\n- Seven eight\n\nAs he said: Nine";
        each_word(text, |word| {
            starts.extend(word.starts.then_some(word.text));
            false
        });
        assert_eq!(starts, ["One", "Three", "Five", "Seven", "As", "Nine"]);
    }

    #[test]
    fn a_compound_that_is_known_whole_is_not_taken_apart() {
        let mut out = vec![];
        each_word("a re-enactment and a re-runn", |word| {
            out.push(word.text);
            word.text == "re-enactment"
        });
        assert_eq!(out, ["re-enactment", "and", "re-runn", "re", "runn"]);
    }
}
