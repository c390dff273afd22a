//! Changes that someone proposes: an edited text taken apart into one change per stretch, each with words of the old text
//! to hold to; and what of a change is shown, without what stays.

use crate::{SegmentKind, diff};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How far beside a change a word is looked for, in bytes.
const BESIDE: usize = 400;

/// A stretch of a text, and what someone wrote in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands in the text, in bytes; never blank.
    pub place: Range<usize>,
    /// The words in its place; empty to leave it out.
    pub proposed: String,
}

/// A change by its places in both texts.
#[derive(Debug, Clone)]
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

/// What was changed from one text to another, a stretch each, in order and apart from each other: putting each stretch's
/// words in its place makes the other text. A stretch without words of its own takes a neighbour with it. None where the
/// text has no words at all.
#[must_use]
pub fn stretches(from: &str, to: &str) -> Option<Vec<Stretch>> {
    let mut hunks = hunks(from, to);
    let mut before = 0;
    for hunk in &mut hunks {
        to_the_left(from, to, hunk, before);
        before = hunk.old.end;
    }
    let mut out: Vec<Hunk> = vec![];
    for hunk in hunks {
        match out.last_mut() {
            Some(last) if beside(&from[last.old.end..hunk.old.start]) => join(last, &hunk),
            _ => out.push(hunk),
        }
    }
    let held = hold(from, out)?;
    Some(
        held.into_iter()
            .map(|hunk| Stretch {
                place: hunk.old,
                proposed: to[hunk.new].to_owned(),
            })
            .collect(),
    )
}

fn hunks(from: &str, to: &str) -> Vec<Hunk> {
    let (mut old, mut new) = (0, 0);
    let mut out: Vec<Hunk> = vec![];
    let mut open = false;
    for segment in diff(from, to) {
        let length = segment.text.len();
        let (was, is) = match segment.kind {
            SegmentKind::Same => (length, length),
            SegmentKind::Deleted => (length, 0),
            SegmentKind::Inserted => (0, length),
        };
        if segment.kind == SegmentKind::Same {
            open = false;
        } else {
            let next = Hunk {
                old: old..old + was,
                new: new..new + is,
            };
            match out.last_mut() {
                Some(last) if open => join(last, &next),
                _ => out.push(next),
            }
            open = true;
        }
        (old, new) = (old + was, new + is);
    }
    out
}

fn join(one: &mut Hunk, next: &Hunk) {
    one.old.end = next.old.end;
    one.new.end = next.new.end;
}

/// Whether so little parts two changes that they are one: white space within a paragraph.
fn beside(gap: &str) -> bool {
    gap.trim().is_empty() && gap.matches('\n').count() < 2
}

/// What only came or only went may as well begin with the white space before it as end with that behind it: a new
/// paragraph then stands after the one before.
fn to_the_left(from: &str, to: &str, hunk: &mut Hunk, before: usize) {
    loop {
        let only = match (hunk.old.is_empty(), hunk.new.is_empty()) {
            (true, false) => &to[hunk.new.clone()],
            (false, true) => &from[hunk.old.clone()],
            _ => return,
        };
        let ahead = from[before..hunk.old.start].chars().next_back();
        let (Some(ahead), Some(last)) = (ahead, only.chars().next_back()) else {
            return;
        };
        if ahead != last || !ahead.is_whitespace() || only.trim().is_empty() {
            return;
        }
        let by = ahead.len_utf8();
        for place in [&mut hunk.old, &mut hunk.new] {
            *place = place.start - by..place.end - by;
        }
    }
}

/// Gives each change words to hold to: its own, else the word before it, else the one after it, else those of a change
/// beside it.
fn hold(from: &str, hunks: Vec<Hunk>) -> Option<Vec<Hunk>> {
    let starts: Vec<usize> = hunks.iter().map(|hunk| hunk.old.start).collect();
    let mut out: Vec<Hunk> = vec![];
    let mut waiting: Option<Hunk> = None;
    for (nth, hunk) in hunks.into_iter().enumerate() {
        let mut hunk = match waiting.take() {
            Some(mut first) => {
                join(&mut first, &hunk);
                first
            }
            None => hunk,
        };
        let before = out.last().map_or(0, |last| last.old.end);
        let after = starts.get(nth + 1).copied().unwrap_or(from.len());
        let own = &from[hunk.old.clone()];
        if !has_words(own) {
            let beside = [has_words, has_signs].into_iter().find_map(|found| {
                if !has_words(own) && found(own) {
                    return Some(hunk.old.clone());
                }
                let start = last_word(from, before..hunk.old.start, found);
                let end = || first_word(from, hunk.old.end..after, found);
                start
                    .map(|start| start..hunk.old.end)
                    .or_else(|| end().map(|end| hunk.old.start..end))
            });
            match (beside, out.last_mut()) {
                (Some(wider), _) => {
                    hunk.new.start -= hunk.old.start - wider.start;
                    hunk.new.end += wider.end - hunk.old.end;
                    hunk.old = wider;
                }
                (None, Some(last)) => {
                    join(last, &hunk);
                    continue;
                }
                (None, None) => {
                    waiting = Some(hunk);
                    continue;
                }
            }
        }
        out.push(hunk);
    }
    waiting.is_none().then_some(out)
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn has_signs(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Where the last word that is `found` begins in a stretch of a text.
fn last_word(text: &str, place: Range<usize>, found: fn(&str) -> bool) -> Option<usize> {
    let mut start = place.start.max(place.end.saturating_sub(BESIDE));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..place.end]
        .split_word_bound_indices()
        .rev()
        .find(|(_, word)| found(word))
        .map(|(at, _)| start + at)
}

/// Where the first word that is `found` ends in a stretch of a text.
fn first_word(text: &str, place: Range<usize>, found: fn(&str) -> bool) -> Option<usize> {
    let mut end = place.end.min(place.start + BESIDE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[place.start..end]
        .split_word_bound_indices()
        .find(|(_, word)| found(word))
        .map(|(at, word)| place.start + at + word.len())
}

/// How much of a change stays as it was: bytes at the beginning and at the end that both have, never a part of a word.
#[must_use]
pub fn stays(was: &str, proposed: &str) -> (usize, usize) {
    let length = |pair: (char, char)| pair.0.len_utf8();
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let both = was.chars().zip(proposed.chars());
    let mut lead: usize = both.take_while(same).map(length).sum();
    while !(parts(was, lead) && parts(proposed, lead)) {
        lead -= was[..lead].chars().next_back().map_or(lead, char::len_utf8);
    }
    let (was, proposed) = (&was[lead..], &proposed[lead..]);
    let both = was.chars().rev().zip(proposed.chars().rev());
    let mut tail: usize = both.take_while(same).map(length).sum();
    while !(parts(was, was.len() - tail) && parts(proposed, proposed.len() - tail)) {
        let first = was[was.len() - tail..].chars().next();
        tail -= first.map_or(tail, char::len_utf8);
    }
    (lead, tail)
}

/// Whether a place in a text lies between words.
fn parts(text: &str, at: usize) -> bool {
    let word = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() && (letter as u32) < 0x2e80)
    };
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::{Stretch, stays, stretches};
    use proptest::{collection::vec, prelude::*};

    const BASE: &str = "The boats left.\n\nThe quay was empty at noon.\n";

    fn made(from: &str, to: &str) -> Vec<(String, String)> {
        let found = stretches(from, to).expect("it has words");
        let pair = |one: Stretch| (from[one.place].to_owned(), one.proposed);
        found.into_iter().map(pair).collect()
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
        all.iter().map(owned).collect()
    }

    #[test]
    fn each_changed_stretch_is_one_and_holds_to_words() {
        let to = BASE
            .replace("left", "came")
            .replace("at noon", "after dark");
        let expected = pairs(&[("left", "came"), ("at noon", "after dark")]);
        assert_eq!(made(BASE, &to), expected);
        let to = BASE.replace(" at noon", "");
        assert_eq!(made(BASE, &to), pairs(&[(" at noon", "")]));
        let to = BASE.replace("noon.", "noon already.");
        assert_eq!(made(BASE, &to), pairs(&[("noon", "noon already")]));
        let to = BASE.replace("noon.", "noon!");
        assert_eq!(made(BASE, &to), pairs(&[("noon.", "noon!")]));
    }

    #[test]
    fn a_paragraph_comes_after_the_one_before_and_goes_whole() {
        let to = BASE.replace("left.\n", "left.\n\nIt rained.\n");
        assert_eq!(made(BASE, &to), pairs(&[("left.", "left.\n\nIt rained.")]));
        assert_eq!(made(&to, BASE), pairs(&[("\n\nIt rained.", "")]));
        let to = format!("It rained.\n\n{BASE}");
        assert_eq!(made(BASE, &to), pairs(&[("The", "It rained.\n\nThe")]));
        assert_eq!(stretches("", "It rained."), None);
        assert_eq!(stretches(" \n", "It rained."), None);
    }

    #[test]
    fn what_stays_is_not_a_part_of_a_word() {
        assert_eq!(stays("midnight", "midday"), (0, 0));
        assert_eq!(stays("leaves", "leaves now"), (6, 0));
        assert_eq!(stays("at noon", "at ten"), (3, 0));
        assert_eq!(stays("old quay", "new quay"), (0, 5));
        assert_eq!(stays("a a", "a"), (1, 0));
        assert_eq!(stays("最後の船", "最初の船"), (3, 6));
    }

    fn text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            6 => "[ab]{1,2}",
            3 => Just(" ".to_owned()),
            2 => Just("\n\n".to_owned()),
            1 => Just(".".to_owned()),
            1 => Just("é".to_owned()),
            1 => Just("船".to_owned()),
        ];
        vec(word, 0..24).prop_map(|all| all.concat())
    }

    proptest! {
        #[test]
        fn the_stretches_make_the_other_text(from in text(), to in text()) {
            match stretches(&from, &to) {
                None => prop_assert!(from.trim().is_empty() && from != to),
                Some(all) => {
                    let (mut out, mut at) = (String::new(), 0);
                    for one in all {
                        prop_assert!(one.place.start >= at);
                        prop_assert!(!from[one.place.clone()].trim().is_empty());
                        prop_assert!(from[one.place.clone()] != one.proposed);
                        out.push_str(&from[at..one.place.start]);
                        out.push_str(&one.proposed);
                        at = one.place.end;
                    }
                    out.push_str(&from[at..]);
                    prop_assert_eq!(out, to);
                }
            }
        }

        #[test]
        fn what_stays_is_in_both(was in text(), proposed in text()) {
            let (lead, tail) = stays(&was, &proposed);
            prop_assert!(lead + tail <= was.len().min(proposed.len()));
            prop_assert_eq!(&was[..lead], &proposed[..lead]);
            prop_assert_eq!(&was[was.len() - tail..], &proposed[proposed.len() - tail..]);
        }
    }
}
