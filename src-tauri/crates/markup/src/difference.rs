//! What differs between two texts, word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;
use unicode_segmentation::UnicodeSegmentation;

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// It stayed.
    Same,
    /// It came.
    Inserted,
    /// It went.
    Deleted,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Segment {
    /// What became of it.
    pub kind: SegmentKind,
    /// Its words, with the spaces and line breaks between them.
    pub text: String,
}

/// The segments that make `to` from `from`, by words; by patience first, which keeps paragraphs together.
#[must_use]
pub fn diff(from: &str, to: &str) -> Vec<Segment> {
    let (old, new) = (words(from), words(to));
    let made = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .timeout(Duration::from_secs(2))
        .diff_slices(&old, &new);
    let mut out: Vec<Segment> = vec![];
    for change in made.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => SegmentKind::Same,
            ChangeTag::Insert => SegmentKind::Inserted,
            ChangeTag::Delete => SegmentKind::Deleted,
        };
        match out.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => out.push(Segment {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    out
}

/// The words of a text with all that stands between them, as Unicode parts them (UAX #29).
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::with_capacity(text.len() / 2);
    for line in text.split_inclusive('\n') {
        if !line.is_ascii() {
            out.extend(line.split_word_bounds());
            continue;
        }
        // Words alone are found many times sooner where all is ASCII.
        let mut end = 0;
        for (at, word) in line.unicode_word_indices() {
            between(&line[end..at], &mut out);
            out.push(word);
            end = at + word.len();
        }
        between(&line[end..], &mut out);
    }
    out
}

/// What stands between words in ASCII: spaces together, underscores too, a line's two ends, all else each by itself.
fn between<'a>(gap: &'a str, out: &mut Vec<&'a str>) {
    let alike =
        |one: &u8, other: &u8| matches!((one, other), (b' ', b' ') | (b'_', b'_') | (b'\r', b'\n'));
    let mut at = 0;
    for run in gap.as_bytes().chunk_by(alike) {
        out.push(&gap[at..at + run.len()]);
        at += run.len();
    }
}

#[cfg(test)]
mod tests {
    use super::{SegmentKind, diff, words};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    proptest! {
        #[test]
        fn a_text_is_parted_as_unicode_says(text in "([a-c.,:;'_ 0-2é\\-]{0,12}[\r\n ]{0,2}){0,4}") {
            let said: Vec<&str> = text.split_word_bounds().collect();
            prop_assert_eq!(words(&text), said);
        }
    }

    #[test]
    fn a_changed_word_is_one_deletion_and_one_insertion() {
        let kinds: Vec<_> = diff("about nine million", "almost nine million")
            .into_iter()
            .map(|s| s.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                SegmentKind::Deleted,
                SegmentKind::Inserted,
                SegmentKind::Same
            ]
        );
    }

    #[test]
    fn the_segments_make_both_texts_again() {
        let (from, to) = (
            "One two.\n\nThree four five.",
            "One two and.\n\nFive four.\n",
        );
        let segments = diff(from, to);
        let without = |kind| {
            segments
                .iter()
                .filter(|s| s.kind != kind)
                .map(|s| s.text.as_str())
                .collect::<String>()
        };
        assert_eq!(without(SegmentKind::Inserted), from);
        assert_eq!(without(SegmentKind::Deleted), to);
    }
}
