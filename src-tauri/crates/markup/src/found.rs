//! Where words stand in a text, and the passage that shows them best.

use crate::fold::{Token, tokens};
use std::ops::Range;

/// One thing that is looked for: a word, or several that follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded, at least one.
    pub words: Vec<String>,
    /// Whether the last of them is only a beginning.
    pub prefix: bool,
}

impl Term {
    /// What `text` looks for; none where it holds no word.
    #[must_use]
    pub fn new(text: &str, prefix: bool) -> Option<Self> {
        let words: Vec<String> = tokens(text)
            .into_iter()
            .filter(|token| !token.joined)
            .map(|token| token.text)
            .collect();
        (!words.is_empty()).then_some(Self { words, prefix })
    }

    /// Whether the term begins at the first of `here`; how many it takes up.
    fn begins(&self, here: &[&Token]) -> bool {
        let last = self.words.len() - 1;
        here.len() > last
            && self
                .words
                .iter()
                .zip(here)
                .enumerate()
                .all(|(nth, (word, token))| {
                    token.text == *word
                        || (self.prefix && nth == last && token.text.starts_with(word.as_str()))
                })
    }
}

/// A passage of a text and what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The passage, one space for each run of white space.
    pub text: String,
    /// What was found, in bytes of `text`, in order and apart.
    pub marks: Vec<Range<usize>>,
}

/// Every place of the terms in a text, in bytes, in order; places that touch are one.
#[must_use]
pub fn places(text: &str, terms: &[Term]) -> Vec<Range<usize>> {
    if terms.is_empty() {
        return vec![];
    }
    let all = tokens(text);
    let plain: Vec<&Token> = all.iter().filter(|token| !token.joined).collect();
    let mut found: Vec<Range<usize>> = vec![];
    for at in 0..plain.len() {
        for term in terms.iter().filter(|term| term.begins(&plain[at..])) {
            found.push(plain[at].at.start..plain[at + term.words.len() - 1].at.end);
        }
    }
    for token in all.iter().filter(|token| token.joined) {
        if terms.iter().any(|term| term.begins(&[token])) {
            found.push(token.at.clone());
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = vec![];
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// The passage of about `width` characters that shows most of what was found, with an ellipsis where it was cut; the
/// text's beginning where nothing was.
#[must_use]
pub fn passage(text: &str, terms: &[Term], width: usize) -> Passage {
    let places = places(text, terms);
    let (start, end) = window(text, &places, width);
    let mut passage = Passage::default();
    if start > 0 {
        passage.text.push('…');
    }
    let mut within = places
        .iter()
        .filter(|place| place.start >= start && place.end <= end)
        .peekable();
    let mut open = None;
    for (at, c) in text[start..end].char_indices() {
        let at = start + at;
        if let Some(from) = open
            && within.peek().is_some_and(|place| place.end <= at)
        {
            passage.marks.push(from..passage.text.len());
            open = None;
            within.next();
        }
        let space = c.is_whitespace() || c.is_control();
        if open.is_none() && within.peek().is_some_and(|place| place.start <= at) {
            open = Some(passage.text.len());
        }
        if !space {
            passage.text.push(c);
        } else if !passage.text.ends_with([' ', '…']) && !passage.text.is_empty() {
            passage.text.push(' ');
        }
    }
    if let Some(from) = open {
        passage.marks.push(from..passage.text.len());
    }
    let trimmed = passage.text.trim_end().len();
    passage.text.truncate(trimmed);
    if end < text.trim_end().len() {
        passage.text.push('…');
    }
    passage
}

/// Where the best passage begins and ends, in bytes: at words where there are any near.
fn window(text: &str, places: &[Range<usize>], width: usize) -> (usize, usize) {
    // Bytes stand for characters here: a passage needs no exact length, and Han needs fewer characters to say as much.
    let best = (0..places.len()).max_by_key(|first| {
        let from = places[*first].start;
        let shown = places[*first..]
            .iter()
            .take_while(|place| place.end <= from + width);
        (shown.count(), std::cmp::Reverse(*first))
    });
    let Some(first) = best.map(|first| &places[first]) else {
        return (0, ends(text, width.min(text.len())));
    };
    let before = width / 4;
    let start = begins(text, first.start.saturating_sub(before)).min(first.start);
    let end = ends(text, (start + width).max(first.end).min(text.len()));
    (start, end)
}

/// The beginning of the word at or after `at`, where one is near; else the character's.
fn begins(text: &str, at: usize) -> usize {
    if at == 0 {
        return 0;
    }
    let at = text.ceil_char_boundary(at);
    let near = text.ceil_char_boundary((at + 24).min(text.len()));
    match text[at..near].find(char::is_whitespace) {
        Some(space) => at + space + 1,
        None => at,
    }
}

/// The end of the word at or after `at`, where one is near; else the character's.
fn ends(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let near = text.ceil_char_boundary((at + 24).min(text.len()));
    match text[at..near].find(char::is_whitespace) {
        Some(space) => at + space,
        None if near == text.len() => near,
        None => at,
    }
}

#[cfg(test)]
mod tests {
    use super::{Term, passage, places};

    fn terms(words: &[&str]) -> Vec<Term> {
        words
            .iter()
            .filter_map(|word| Term::new(word, true))
            .collect()
    }

    #[test]
    fn what_was_found_is_marked_in_the_text_as_it_is_written() {
        for (text, asked, found) in [
            ("Der Fluß steigt", "fluss", vec!["Fluß"]),
            ("A café by the CAFÉS", "cafe", vec!["café", "CAFÉS"]),
            ("他在北京工作", "北京", vec!["北京"]),
            ("کتاب‌ها را", "کتابها", vec!["کتاب‌ها"]),
            (
                "The old quay and the new quay",
                "\u{201c}new quay\u{201d}",
                vec!["new quay"],
            ),
            ("nothing of it", "ferry", vec![]),
        ] {
            let seen: Vec<_> = places(text, &terms(&[asked]))
                .into_iter()
                .map(|place| &text[place])
                .collect();
            assert_eq!(seen, found, "{text}");
        }
    }

    #[test]
    fn the_passage_is_where_most_was_found() {
        let text = format!(
            "The ferry.\n\n{}The last ferry left the quay at ten.{}",
            "Words on words. ".repeat(30),
            " More on it.".repeat(30)
        );
        let shown = passage(&text, &terms(&["ferry", "quay"]), 120);
        assert!(
            shown.text.starts_with('…') && shown.text.ends_with('…'),
            "{shown:?}"
        );
        let marked: Vec<_> = shown
            .marks
            .iter()
            .map(|mark| &shown.text[mark.clone()])
            .collect();
        assert_eq!(marked, ["ferry", "quay"]);
    }

    #[test]
    fn a_text_without_it_shows_its_beginning() {
        let shown = passage("One  line.\n\nAnother.", &terms(&["ferry"]), 200);
        assert_eq!(
            (shown.text.as_str(), shown.marks.len()),
            ("One line. Another.", 0)
        );
    }
}
