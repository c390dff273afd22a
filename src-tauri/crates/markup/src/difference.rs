//! What differs between two texts, word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::time::Duration;

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
    let made = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .timeout(Duration::from_secs(2))
        .diff_unicode_words(from, to);
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

#[cfg(test)]
mod tests {
    use super::{SegmentKind, diff};

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
