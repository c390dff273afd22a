//! What of a text's quotations, names and numbers an edit changed: what stood there, and what stands there. What somebody
//! said is told where it was taken out too; names and numbers that went with their passage are not, nor is a name that
//! became a pronoun.

use super::{
    names::{NOUNS, bare, is_name},
    numbers::{Number, numbers},
    quoted::{compare, quotations, without},
    spelled,
    words::{Word, words},
};
use markup::{Segment, SegmentKind, changed_pieces, diff, reading::THING};
use model::article::Content;
use serde::{Deserialize, Serialize};
use std::{cell::OnceCell, collections::HashSet, ops::Range};

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
    /// What stood there; within marks, where a quotation lost them.
    pub before: String,
    /// What stands there; empty where it was taken out.
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

/// A number or a name that is dropped in passing, and not with its passage, goes with at most so many words.
const DROPPED: usize = 2;

/// How many of the pieces are lines, each of which is the same one before and after.
pub(super) const LINES: usize = 4;

/// What was changed between two contents' pieces, in the order of the new ones.
pub(crate) fn altered(old: &[String], new: &[String], language: &str) -> Vec<Altered> {
    let lines = LINES.min(old.len()).min(new.len());
    let was: Vec<&str> = old[lines..].iter().map(String::as_str).collect();
    let is: Vec<&str> = new[lines..].iter().map(String::as_str).collect();
    let mut pieces = changed_pieces(&was, &is);
    for (was, is) in &mut pieces.changed {
        (*was, *is) = (*was + lines, *is + lines);
    }
    pieces.gone.iter_mut().for_each(|was| *was += lines);
    pieces.came.iter_mut().for_each(|is| *is += lines);
    pieces.changed.extend(
        (0..lines)
            .filter(|nth| old[*nth] != new[*nth])
            .map(|nth| (nth, nth)),
    );
    pieces.changed.sort_unstable_by_key(|(_, is)| *is);
    let mut out = compare(old, new, &pieces);
    let stays = Stays::of(new);
    for (was, is) in pieces.changed {
        let (said, says) = (quotations(old, was), quotations(new, is));
        let texts = (&*without(&old[was], &said), &*without(&new[is], &says));
        let found = in_piece(texts, language, &stays);
        out.extend(found.into_iter().map(|one| (is, one)));
    }
    // What is quoted comes before the rest of its piece.
    out.sort_by_key(|(piece, _)| *piece);
    out.into_iter().map(|(_, one)| one).collect()
}

/// Which words and numbers stand in the new text, wherever that be: read once something went.
struct Stays<'a> {
    pieces: &'a [String],
    words: OnceCell<HashSet<&'a str>>,
    numbers: OnceCell<HashSet<String>>,
}

impl<'a> Stays<'a> {
    fn of(pieces: &'a [String]) -> Self {
        Self {
            pieces,
            words: OnceCell::new(),
            numbers: OnceCell::new(),
        }
    }

    fn word(&self, sought: &str) -> bool {
        let words = self.words.get_or_init(|| {
            let all = self.pieces.iter().flat_map(|piece| words(piece));
            all.map(|word| bare(word.text)).collect()
        });
        words.contains(sought)
    }

    fn number(&self, sought: &Number) -> bool {
        let numbers = self.numbers.get_or_init(|| {
            let all = self.pieces.iter().flat_map(|piece| numbers(piece));
            all.map(|number| number.value).collect()
        });
        numbers.contains(&sought.value)
    }
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

fn in_piece((old, new): (&str, &str), language: &str, stays: &Stays) -> Vec<Altered> {
    let segments = diff(old, new);
    let known = words(old);
    let (mut at, mut out) = (0, vec![]);
    for (nth, segment) in segments.iter().enumerate() {
        if segment.kind == SegmentKind::Deleted {
            let beside = [nth.checked_sub(1), Some(nth + 1)];
            let came = beside
                .into_iter()
                .flatten()
                .filter_map(|nth| segments.get(nth))
                .find(|other| other.kind == SegmentKind::Inserted);
            let went = at..at + segment.text.len();
            if let Some(came) = came {
                out.extend(
                    number(segment, came, language).or_else(|| spelled(segment, came, language)),
                );
                let names = !NOUNS.contains(&language);
                out.extend(name((old, &known), went, came, names));
            } else {
                out.extend(number_gone(&segment.text, stays));
                out.extend(name_gone((old, &known), went, stays));
            }
        }
        if segment.kind != SegmentKind::Inserted {
            at += segment.text.len();
        }
    }
    out
}

fn number(went: &Segment, came: &Segment, language: &str) -> Option<Altered> {
    let is = numbers(&came.text);
    let said = |one: &Number| {
        let mut words = came.text.split(|c: char| !c.is_alphabetic() && c != '-');
        words.any(|word| {
            let counts = spelled::value(word, language);
            counts.is_some_and(|counts| counts.to_string() == one.value)
        })
    };
    let mut was = numbers(&went.text);
    was.retain(|one| {
        let same = |other: &&Number| other.value == one.value;
        match is.iter().find(same) {
            Some(other) => misread(
                &went.text[one.range.clone()],
                &came.text[other.range.clone()],
                language,
            ),
            None => !said(one),
        }
    });
    let before = &went.text[was.first()?.range.clone()];
    let after = match is.first() {
        Some(number) => &came.text[number.range.clone()],
        None => came.text.trim(),
    };
    altered_to(AlteredKind::Number, before, after)
}

fn altered_to(kind: AlteredKind, before: &str, after: &str) -> Option<Altered> {
    let told = !after.is_empty() && !after.contains(THING);
    told.then(|| Altered {
        kind,
        before: before.to_owned(),
        after: after.to_owned(),
    })
}

/// Whether a number of thousands became one that readers of the language take for less: 1,000 as 1.000 in English.
fn misread(before: &str, after: &str, language: &str) -> bool {
    let sign = |number: &str| number.chars().find(|c| !c.is_numeric());
    let point = spelled::point(language);
    point.is_some() && sign(after) == point && sign(before) != point
}

/// A number that is spelled out and became another.
fn spelled(went: &Segment, came: &Segment, language: &str) -> Option<Altered> {
    let counted = |text: &'_ str| -> Vec<(String, String)> {
        let words = text.split(|c: char| !c.is_alphabetic() && c != '-');
        words
            .filter_map(|word| Some((spelled::value(word, language)?.to_string(), word.to_owned())))
            .collect()
    };
    let mut is = counted(&came.text);
    is.extend(
        numbers(&came.text)
            .into_iter()
            .map(|one| (one.value, came.text[one.range].to_owned())),
    );
    let was = counted(&went.text);
    let differs = |(value, _): &&(String, String)| !is.iter().any(|(other, _)| other == value);
    let (_, before) = was.iter().find(differs)?;
    altered_to(AlteredKind::Number, before, &is.first()?.1)
}

/// A number that was dropped, and not with its passage; one that stands elsewhere is not lost.
fn number_gone(went: &str, stays: &Stays) -> Option<Altered> {
    if went.split_whitespace().count() > DROPPED {
        return None;
    }
    let mut was = numbers(went).into_iter();
    let gone = was.find(|one| !one.named && !stays.number(one))?;
    Some(Altered {
        kind: AlteredKind::Number,
        before: went[gone.range].to_owned(),
        after: String::new(),
    })
}

/// A name of several words that lost one in its middle, which stands nowhere now. That a name is said more shortly at its
/// beginning or end is the custom.
fn name_gone((old, all): (&str, &[Word]), went: Range<usize>, stays: &Stays) -> Option<Altered> {
    let first = all.partition_point(|word| word.range.start < went.start);
    let past = all.partition_point(|word| word.range.start < went.end);
    let names = all.get(first.checked_sub(1)?..=past)?;
    let together = names
        .windows(2)
        .all(|two| &old[two[0].range.end..two[1].range.start] == " ");
    let (one, other) = (names.first()?, names.last()?);
    let lost = &names[1..names.len() - 1];
    let told = (1..=DROPPED).contains(&lost.len())
        && together
        && names.iter().all(is_name)
        && lost.iter().all(|word| !stays.word(bare(word.text)));
    told.then(|| Altered {
        kind: AlteredKind::Name,
        before: old[one.range.start..other.range.start + bare(other.text).len()].to_owned(),
        after: format!("{} {}", one.text, bare(other.text)),
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
            [empty, text.lines().map(str::to_owned).collect()].concat()
        };
        altered(&piece(old), &piece(new), language)
            .into_iter()
            .map(|one| format!("{} {} → {}", one.kind.name(), one.before, one.after))
            .collect()
    }

    #[test]
    fn a_sign_within_what_is_said_is_part_of_it() {
        for (old, new) in [
            ("“It cost 1.5 million.”", "“It cost 15 million.”"),
            ("“It was -5 degrees.”", "“It was 5 degrees.”"),
            ("“I will re-sign it.”", "“I will resign it.”"),
            ("“Is it over?”", "“Is it over!”"),
            ("“1.5 to 2.5 metres”", "“1.5 to 25 metres”"),
            ("“we’re closed”", "“were closed”"),
        ] {
            assert_eq!(told("en", old, new).len(), 1, "{old} {new}");
        }
        let joined = "“We will build, and soon,” she said. “By 1.5 metres.”";
        let parted = "“We will build,” she said, “and soon. By 1.5 metres.”";
        assert_eq!(told("en", joined, parted), Vec::<String>::new());
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
            (old.replace("1,200", "1.200"), vec!["number 1,200 → 1.200"]),
            (old.replace("1,200", "1 200"), vec![]),
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
    fn what_was_said_is_told_whatever_became_of_it() {
        let old = "He said “I did it” on Monday.";
        for (new, expected) in [
            (
                "He said “I did it not” on Monday.",
                "quote I did it → I did it not",
            ),
            (
                "He said “No, I did it” on Monday.",
                "quote I did it → No, I did it",
            ),
            ("He said on Monday.", "quote I did it → "),
            ("He said I did it on Monday.", "quote “I did it” → I did it"),
            ("He said “Nothing” on Monday.", "quote I did it → Nothing"),
        ] {
            assert_eq!(told("en", old, new), [expected], "{new}");
        }
        for (language, old, new, expected) in [
            (
                "de",
                "»Wir bauen«, sagt er.",
                "»Wir bauen nicht«, sagt er.",
                "quote Wir bauen → Wir bauen nicht",
            ),
            (
                "de",
                "Er sagt: ‚Wir bauen.‘",
                "Er sagt: ‚Wir bauen ab.‘",
                "quote Wir bauen. → Wir bauen ab.",
            ),
            (
                "en",
                "‘The road’s shut,’ she said.",
                "‘The road’s open,’ she said.",
                "quote The road’s shut, → The road’s open,",
            ),
            (
                "en",
                "'I did it,' she said.",
                "'I did it not,' she said.",
                "quote I did it, → I did it not,",
            ),
            (
                "en",
                "“We never closed the road,” said the clerk.",
                "We closed the road, said the clerk.",
                "quote “We never closed the road,” → We closed the road",
            ),
        ] {
            assert_eq!(told(language, old, new), [expected], "{new}");
        }
    }

    #[test]
    fn a_quotation_over_paragraphs_is_told_though_its_first_is_left_open() {
        let old = "“We never closed the road.\n“Nor shall we,” said the clerk.";
        let new = old.replace("never closed", "closed");
        assert_eq!(
            told("en", old, &new),
            ["quote We never closed the road. → We closed the road."]
        );
        let french = "« Nous n’avons rien fermé.\n» Nous ne fermerons rien », dit-il.";
        assert_eq!(
            told("fr", french, &french.replace("rien fermé", "fermé")),
            ["quote Nous n’avons rien fermé. → Nous n’avons fermé."]
        );
    }

    #[test]
    fn who_took_a_paragraph_out_took_out_what_it_quotes() {
        let old = "The road is open.\nIt was a “mess”, and “we never closed the road”, said the clerk.\nThat is all.";
        let new = "The road is open.\nThat is all.";
        assert_eq!(told("en", old, new), ["quote we never closed the road → "]);
    }

    #[test]
    fn a_quotation_that_is_set_otherwise_or_elsewhere_is_the_same() {
        let old = "The clerk’s word: “We shall mend it - by May, and it’s the ‘last’ time …”\nNobody else came to the quay.\nIt rained there on both days.";
        let mut moved: Vec<&str> = old.lines().collect();
        moved.rotate_left(1);
        for new in [
            moved.join("\n"),
            old.replace(": “We", " came.\n“We"),
            old.replace('“', "« ").replace('”', "\u{202f}»"),
            old.replace('“', "„").replace('”', "“"),
            old.replace(['“', '”'], "\"").replace(['‘', '’'], "'"),
            old.replace(" - ", " – ").replace(" …", "..."),
            old.replace("by May, and", "by\u{a0}May, and"),
            old.replace("by May, and it", "by May,” she said, “and it"),
            old.replace("Nobody else", "A cat and nobody else"),
        ] {
            assert_eq!(told("en", old, &new), Vec::<String>::new(), "{new}");
        }
        // The stop inside the marks or behind them, as American and British papers set it.
        let (inside, behind) = (
            "“We shall,” he said, “mend it.”",
            "“We shall”, he said, “mend it”.",
        );
        assert_eq!(told("en", inside, behind), Vec::<String>::new());
        // An apostrophe opens nothing.
        let old = "In the ’90s, ’tis said, rock ’n’ roll was the workers’ music. It’s their parents’ still.";
        for new in [
            old.replace("was", "is"),
            old.replace('’', "'"),
            old.replace('’', "'").replace("was", "is"),
        ] {
            assert_eq!(told("en", old, &new), Vec::<String>::new(), "{new}");
        }
    }

    #[test]
    fn a_headline_may_leave_out_what_the_text_quotes() {
        let lines = |title: &str| {
            [title, "", "", "", "“We shall mend it”, said the clerk."].map(str::to_owned)
        };
        let (old, new) = (
            lines("‘We shall mend it’: clerk"),
            lines("The quay will be mended"),
        );
        assert_eq!(altered(&old, &new, "en"), []);
    }

    #[test]
    fn a_number_is_told_where_it_went_or_is_spelled_out() {
        let old =
            "Twenty homes and 12 boats stand there, 3 of them at the 40 metres of the old quay.";
        for (new, expected) in [
            (
                old.replace("Twenty", "Thirty"),
                vec!["number Twenty → Thirty"],
            ),
            (old.replace("Twenty", "30"), vec!["number Twenty → 30"]),
            (old.replace("Twenty", "20"), vec![]),
            (old.replace("Twenty", "Some"), vec![]),
            (old.replace("12", "twelve"), vec![]),
            (old.replace("12", "eleven"), vec!["number 12 → eleven"]),
            (old.replace("12 boats", "boats"), vec!["number 12 → "]),
            (old.replace("3 of", "3.5 of"), vec!["number 3 → 3.5"]),
            (old.replace(" at the 40 metres of the old quay", ""), vec![]),
            (
                old.replace("12 boats", "boats")
                    .replace("quay.", "quay: 12."),
                vec![],
            ),
        ] {
            assert_eq!(told("en", old, &new), expected, "{new}");
        }
        let german = "Die 1.200 Leute zahlten 1.000 Kronen.";
        assert_eq!(
            told("de", german, &german.replace("1.000", "1,000")),
            ["number 1.000 → 1,000"]
        );
        let mended = "Die 1,200 Leute zahlten 1.000 Kronen.";
        assert_eq!(told("de", mended, german), Vec::<String>::new());
    }

    #[test]
    fn a_name_is_told_that_lost_what_stood_in_its_middle() {
        let old = "That was said by Karl Heinz Meyer on the quay, and nobody asked.";
        assert_eq!(
            told("en", old, &old.replace("Heinz ", "")),
            ["name Karl Heinz Meyer → Karl Meyer"]
        );
        for new in [
            old.replace("Karl Heinz ", ""),
            old.replace("Heinz ", "").replace("nobody", "Heinz"),
        ] {
            assert_eq!(told("en", old, &new), Vec::<String>::new(), "{new}");
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
