//! What of a text's quotations, names and numbers an edit changed: what stood there, and what stands there. Whole passages
//! that came or went are not changed words; neither is a name that became a pronoun.

use super::{
    names::{NOUNS, bare, is_name},
    numbers::numbers,
    quotes::closes,
    words::{Word, words},
};
use markup::{Segment, SegmentKind, changed_pieces, diff, reading::THING};
use model::article::Content;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// What was changed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "kebab-case")]
pub enum AlteredKind {
    /// Words within quotation marks.
    Quote,
    /// A name.
    Name,
    /// A number.
    Number,
}

impl AlteredKind {
    /// Its name in text and JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Name => "name",
            Self::Number => "number",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Altered {
    pub kind: AlteredKind,
    pub before: String,
    pub after: String,
}

/// The pieces of a content that hold words of others: its lines, and the blocks of its text.
pub(crate) fn pieces(content: &Content) -> Vec<String> {
    let caption = content.lead_image.as_ref().map(|lead| lead.caption.clone());
    let lines = [&content.title, &content.kicker, &content.standfirst].map(Clone::clone);
    let lines = lines.into_iter().chain([caption.unwrap_or_default()]);
    let blocks = markup::reading(&content.body).blocks;
    lines
        .chain(blocks.into_iter().map(|block| block.text))
        .collect()
}

/// So many quotations of a piece are told of at most, and each is held against so many before and after its place.
const QUOTES: usize = 200;
const NEAR: usize = 20;

/// How many of the pieces are lines, each of which is the same one before and after.
const LINES: usize = 4;

/// What was changed between two contents' pieces, in the order of the new ones.
pub(crate) fn altered(old: &[String], new: &[String], language: &str) -> Vec<Altered> {
    let (old_lines, old_blocks) = old.split_at(LINES.min(old.len()));
    let (new_lines, new_blocks) = new.split_at(LINES.min(new.len()));
    let mut pairs: Vec<(&str, &str)> = old_lines
        .iter()
        .zip(new_lines)
        .filter(|(old, new)| old != new)
        .map(|(old, new)| (old.as_str(), new.as_str()))
        .collect();
    let old_blocks: Vec<&str> = old_blocks.iter().map(String::as_str).collect();
    let new_blocks: Vec<&str> = new_blocks.iter().map(String::as_str).collect();
    let mut changed = changed_pieces(&old_blocks, &new_blocks);
    changed.sort_unstable_by_key(|(_, new)| *new);
    pairs.extend(
        changed
            .into_iter()
            .map(|(was, is)| (old_blocks[was], new_blocks[is])),
    );
    let mut out = vec![];
    for (old, new) in pairs {
        out.extend(in_piece(old, new, language));
    }
    out
}

/// Whether words stand in a piece, as words of their own and not as a part of others.
pub(crate) fn stands_in(piece: &str, sought: &str) -> Option<Range<usize>> {
    places(piece, sought).next()
}

fn places<'a>(piece: &'a str, sought: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    piece.match_indices(sought).filter_map(move |(at, found)| {
        let place = at..at + found.len();
        (!found.is_empty() && apart(piece, place.clone())).then_some(place)
    })
}

/// Whether what stands there begins and ends where words do.
pub(crate) fn apart(piece: &str, place: Range<usize>) -> bool {
    let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found = &piece[place.clone()];
    let within = inner(piece[..place.start].chars().next_back()) && inner(found.chars().next())
        || inner(piece[place.end..].chars().next()) && inner(found.chars().next_back());
    !within
}

/// What is quoted, and how often each.
pub(crate) fn quoted(pieces: &[String]) -> HashMap<String, usize> {
    let mut all = HashMap::new();
    for piece in pieces {
        for at in quotations(piece) {
            *all.entry(spoken(&piece[at])).or_default() += 1;
        }
    }
    all
}

fn in_piece(old: &str, new: &str, language: &str) -> Vec<Altered> {
    let (said, says) = (quotations(old), quotations(new));
    let mut out = quotes(old, new, &said, &says);
    let (old, new) = (without(old, &said), without(new, &says));
    let segments = diff(&old, &new);
    let known = words(&old);
    let mut at = 0;
    for (nth, segment) in segments.iter().enumerate() {
        if segment.kind == SegmentKind::Deleted {
            let beside = [nth.checked_sub(1), Some(nth + 1)];
            let came = beside
                .into_iter()
                .flatten()
                .filter_map(|nth| segments.get(nth))
                .find(|other| other.kind == SegmentKind::Inserted);
            if let Some(came) = came {
                out.extend(number(segment, came));
                let names = !NOUNS.contains(&language);
                let went = at..at + segment.text.len();
                out.extend(name((&old, &known), went, came, names));
            }
        }
        if segment.kind != SegmentKind::Inserted {
            at += segment.text.len();
        }
    }
    out
}

/// The quotations of a piece: the places between their marks.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut out = vec![];
    let mut open: Option<(char, usize)> = None;
    for (at, sign) in text.char_indices() {
        match open {
            Some((begun, from)) if closes(begun, sign) => {
                if !text[from..at].trim().is_empty() {
                    out.push(from..at);
                }
                open = None;
            }
            None if matches!(
                sign,
                '"' | '„' | '‟' | '“' | '”' | '«' | '»' | '「' | '『' | '〝'
            ) =>
            {
                open = Some((sign, at + sign.len_utf8()));
            }
            _ => {}
        }
    }
    out
}

/// The text with one sign for what is quoted.
fn without(text: &str, quoted: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for quote in quoted {
        out.push_str(&text[from..quote.start]);
        out.push(THING);
        from = quote.end;
    }
    out.push_str(&text[from..]);
    out
}

/// What is said between other marks, or with other spaces, is said still.
fn spoken(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How much of their words two quotations share, from 0 to 1.
fn likeness(one: &str, other: &str) -> f32 {
    let mut left: HashMap<&str, usize> = HashMap::new();
    let (mut words, mut shared) = (0_usize, 0_usize);
    for word in other.split_whitespace() {
        *left.entry(word).or_default() += 1;
        words += 1;
    }
    for word in one.split_whitespace() {
        words += 1;
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    2.0 * shared as f32 / words.max(1) as f32
}

fn quotes(old: &str, new: &str, said: &[Range<usize>], says: &[Range<usize>]) -> Vec<Altered> {
    let said: Vec<String> = said.iter().map(|at| spoken(&old[at.clone()])).collect();
    let says: Vec<String> = says.iter().map(|at| spoken(&new[at.clone()])).collect();
    let [there, here] = [&said, &says].map(|all| all.iter().collect::<HashSet<_>>());
    let gone = said.iter().filter(|one| !here.contains(one));
    let mut gone: Vec<Option<&String>> = gone.take(QUOTES).map(Some).collect();
    let came = says.iter().filter(|one| !there.contains(one));
    let came: Vec<&String> = came.take(QUOTES).collect();
    let mut out = vec![];
    let only = gone.len() == 1 && came.len() == 1;
    for (nth, after) in came.into_iter().enumerate() {
        let near = nth.saturating_sub(NEAR)..(nth + NEAR).min(gone.len());
        let best = near
            .filter_map(|at| Some((at, likeness(gone[at]?, after))))
            .max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((at, alike)) = best
            && (only || alike >= 0.3)
            && let Some(before) = gone[at].take()
        {
            out.push(Altered {
                kind: AlteredKind::Quote,
                before: before.clone(),
                after: after.clone(),
            });
        }
    }
    // The words are there still, and are said to be nobody's.
    let new = spoken(new);
    out.extend(
        gone.into_iter()
            .flatten()
            .filter(|before| new.contains(before.as_str()) && before.contains(' '))
            .map(|before| Altered {
                kind: AlteredKind::Quote,
                before: format!("“{before}”"),
                after: before.clone(),
            }),
    );
    out
}

fn number(went: &Segment, came: &Segment) -> Option<Altered> {
    let is = numbers(&came.text);
    let mut was = numbers(&went.text);
    was.retain(|one| !is.iter().any(|other| other.value == one.value));
    let before = &went.text[was.first()?.range.clone()];
    let after = match is.first() {
        Some(number) => &came.text[number.range.clone()],
        None => came.text.trim(),
    };
    (!after.is_empty()).then(|| Altered {
        kind: AlteredKind::Number,
        before: before.to_owned(),
        after: after.to_owned(),
    })
}

/// A name that became another. Where nouns are capitalised too, only one that stands beside another name is told.
fn name(
    (old, all): (&str, &[Word]),
    went: Range<usize>,
    came: &Segment,
    alone: bool,
) -> Option<Altered> {
    let new = words(&came.text);
    let same =
        |one: &Word, other: &Word| bare(one.text).to_lowercase() == bare(other.text).to_lowercase();
    let beside = |nth: Option<usize>| nth.and_then(|nth| all.get(nth)).is_some_and(is_name);
    let first = all.partition_point(|word| word.range.start < went.start);
    let past = all.partition_point(|word| word.range.start < went.end);
    let before = (first..past)
        .map(|nth| (nth, &all[nth]))
        .find(|(nth, word)| {
            let within = nth.checked_sub(1).is_some_and(|before| {
                matches!(&old[all[before].range.end..word.range.start], " " | ", ")
            });
            let paired = beside(nth.checked_sub(1)) || beside(Some(nth + 1));
            is_name(word)
                && (within && alone || paired)
                && !new.iter().any(|other| same(word, other))
        });
    let before = bare(before?.1.text);
    let after = new
        .iter()
        .find(|word| is_name(word) && !all[first..past].iter().any(|old| same(old, word)));
    Some(Altered {
        kind: AlteredKind::Name,
        before: before.to_owned(),
        after: bare(after?.text).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{altered, stands_in};

    fn told(language: &str, old: &str, new: &str) -> Vec<String> {
        let piece = |text: &str| {
            let empty = vec![String::new(); super::LINES];
            [empty, vec![text.to_owned()]].concat()
        };
        altered(&piece(old), &piece(new), language)
            .into_iter()
            .map(|one| format!("{} {} → {}", one.kind.name(), one.before, one.after))
            .collect()
    }

    #[test]
    fn changed_quotations_names_and_numbers_are_told_and_nothing_else() {
        let old = "The clerk said: “We shall mend it in May.” It cost 1,200 crowns, says Anna Berg of the quay office.";
        for (new, expected) in [
            (
                old.replace("May", "June"),
                vec!["quote We shall mend it in May. → We shall mend it in June."],
            ),
            (old.replace("1,200", "1,300"), vec!["number 1,200 → 1,300"]),
            (
                old.replace("1,200 crowns", "much money"),
                vec!["number 1,200 → much"],
            ),
            (old.replace("Berg", "Borg"), vec!["name Berg → Borg"]),
            (old.replace("1,200", "1.200"), vec![]),
            (old.replace("says Anna Berg", "she says"), vec![]),
            (old.replace("quay office", "harbour office"), vec![]),
            (
                old.replace("“We shall mend it in May.”", "„We shall mend it in May.“"),
                vec![],
            ),
            (
                old.replace("“We shall mend it in May.”", "We shall mend it in May."),
                vec!["quote “We shall mend it in May.” → We shall mend it in May."],
            ),
        ] {
            assert_eq!(told("en", old, &new), expected, "{new}");
        }
    }

    #[test]
    fn where_nouns_are_capitalised_only_a_name_beside_another_is_told() {
        let old = "Das sagte Anna Berg vom Hafenamt nach der Sitzung im alten Rathaus.";
        assert!(told("de", old, &old.replace("Hafenamt", "Seeamt")).is_empty());
        assert_eq!(
            told("de", old, &old.replace("Berg", "Borg")),
            ["name Berg → Borg"]
        );
    }

    #[test]
    fn a_number_within_another_is_not_that_number() {
        assert_eq!(stands_in("in 2012 and 12", "12"), Some(12..14));
        assert_eq!(stands_in("in 2012", "12"), None);
    }
}
