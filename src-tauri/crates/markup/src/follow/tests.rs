//! Passages through edits: what is followed, what is not, and the rule held against random edits of a text whose letters
//! are known one by one.

use super::{Follow, Path};
use proptest::{collection::vec, prelude::*};
use std::ops::Range;

const BODY: &str = "The ferry left at ten. Nobody saw it.\n\nThe mayor said nothing at all. The quay was empty.\n\nThe lamp burned.\n";

/// The words before and after where `quote` is by now; none where it is gone.
fn around(to: &str, quote: &str, how: Follow) -> Option<String> {
    let at = BODY.find(quote).expect("it is in the text");
    let place = Path::new(BODY, to).follow(&(at..at + quote.len()), how)?;
    assert_eq!(&to[place.clone()], quote);
    Some(to[..place.start].to_owned())
}

#[test]
fn a_passage_is_followed_through_edits_beside_it() {
    let to = BODY
        .replace("left at ten", "sailed at ten")
        .replace("The mayor", "On Sunday the mayor")
        .replace("at all", "at all to us");
    let before = around(&to, "said nothing", Follow::Edit).expect("it is there");
    assert!(before.ends_with("On Sunday the mayor "));
    assert!(around(&to, "Nobody saw it.", Follow::Edit).is_some());
    // A word that grew is still there.
    assert!(around(&BODY.replace("lamp", "lamps"), "lamp", Follow::Edit).is_some());
}

#[test]
fn the_same_words_elsewhere_attract_nothing() {
    for (to, what) in [
        (
            BODY.replace(" said nothing", "") + "\nShe said nothing.\n",
            "at the end",
        ),
        (
            BODY.replace("said nothing at all.", "at all. said nothing"),
            "behind its neighbours",
        ),
        (
            BODY.replace(
                "mayor said nothing at all. The quay",
                "mayor at all. The quay said nothing",
            ),
            "further on",
        ),
    ] {
        assert_eq!(around(&to, "said nothing", Follow::Edit), None, "{what}");
    }
    let whole = BODY
        .replace("The lamp burned.", "It was dark.")
        .replace("The ferry", "The lamp burned.\n\nThe ferry");
    assert_eq!(around(&whole, "The lamp burned.", Follow::Edit), None);
}

#[test]
fn which_of_two_that_are_side_by_side_went_is_not_guessed() {
    let (from, to) = ("One. He ran. He ran. Two.", "One. He ran. Two.");
    for at in [5, 13] {
        assert_eq!(
            Path::new(from, to).follow(&(at..at + 7), Follow::Edit),
            None
        );
    }
}

#[test]
fn a_paragraph_that_was_moved_as_it_is_takes_its_passage_along() {
    let to = "The mayor said nothing at all. The quay was empty.\n\nThe lamp burned.\n\nThe ferry left at ten. Nobody saw it.\n";
    let before = around(to, "left at ten", Follow::Edit).expect("it moved");
    assert!(before.ends_with("burned.\n\nThe ferry "));
    assert_eq!(around(to, "left at ten", Follow::Return), None);
    // Only what is there once: of two such paragraphs none is known.
    let twice = format!("{to}\nThe ferry left at ten. Nobody saw it.\n");
    assert_eq!(around(&twice, "left at ten", Follow::Edit), None);
}

#[test]
fn what_was_gone_comes_back_only_between_the_words_where_it_was() {
    let back = BODY.replace("The lamp burned.", "The lamp burned all night.");
    assert!(around(&back, "said nothing", Follow::Return).is_some());
    let beside = BODY.replace("said nothing at all", "at first said nothing at all");
    assert_eq!(around(&beside, "said nothing", Follow::Return), None);
}

#[test]
fn a_name_that_is_replaced_everywhere_in_a_long_text_loses_no_passage() {
    let paragraph = |n: usize| {
        format!(
            "Line {n} of Ostrava, where number {n} met the clerk of town {n} and went home.\n\n"
        )
    };
    let from: String = (0..700).map(paragraph).collect();
    let to = from.replace("Ostrava", "Tidewell");
    let path = Path::new(&from, &to);
    let lost = (0..700)
        .filter(|n| {
            let quote = format!("town {n} and went");
            let at = from.find(&quote).expect("it is in the text");
            path.follow(&(at..at + quote.len()), Follow::Edit).is_none()
        })
        .count();
    assert_eq!(lost, 0);
}

#[test]
fn a_text_that_is_one_word_over_and_over_is_taken_in_good_time() {
    let from = "all work ".repeat(60_000);
    let to = format!("{from} and no play");
    assert_eq!(Path::new(&from, &to).follow(&(9..17), Follow::Edit), None);
}

/// A text whose letters know who they are.
type Letters = Vec<(char, u32)>;

/// What someone does to a text; the numbers say where.
#[derive(Debug, Clone)]
enum Edit {
    Insert(usize),
    Delete(usize, usize),
    Replace(usize, usize),
    MoveParagraph(usize, usize),
    /// The noted words are written once more, elsewhere.
    Duplicate(usize),
    /// The noted words go, if they are there.
    DeleteNoted,
    /// They are written again where they were.
    Retype,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = || 0..10_000_usize;
    let one = prop_oneof![
        3 => at().prop_map(Edit::Insert),
        3 => (at(), 1..4_usize).prop_map(|(at, n)| Edit::Delete(at, n)),
        3 => (at(), 1..4_usize).prop_map(|(at, n)| Edit::Replace(at, n)),
        2 => (at(), at()).prop_map(|(from, to)| Edit::MoveParagraph(from, to)),
        3 => at().prop_map(Edit::Duplicate),
        2 => Just(Edit::DeleteNoted),
        2 => Just(Edit::Retype),
    ];
    vec(one, 1..12)
}

/// A text being edited, and the letters of the passage that was noted.
struct Desk {
    letters: Letters,
    noted: Letters,
    /// Where the noted words were, and between which letters, when they went.
    gone: Option<usize>,
    next: u32,
}

impl Desk {
    fn fresh(&mut self, text: &str) -> Letters {
        text.chars()
            .map(|letter| {
                self.next += 1;
                (letter, self.next)
            })
            .collect()
    }

    fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.0).collect()
    }

    /// Where words begin.
    fn words(&self) -> Vec<usize> {
        let blank = |at: usize| self.letters[at].0.is_whitespace();
        (0..self.letters.len())
            .filter(|&at| !blank(at) && (at == 0 || blank(at - 1)))
            .collect()
    }

    /// From where to where `n` words go, with the space behind them.
    fn span(&self, at: usize, n: usize) -> Range<usize> {
        let words = self.words();
        if words.is_empty() {
            return 0..0;
        }
        let first = at % words.len();
        let start = words[first];
        let mut end = start;
        for _ in 0..n {
            while end < self.letters.len() && !self.letters[end].0.is_whitespace() {
                end += 1;
            }
            if self.letters.get(end).is_some_and(|letter| letter.0 == ' ') {
                end += 1;
            }
        }
        start..end
    }

    /// Where the noted letters stand, side by side.
    fn place(&self) -> Option<usize> {
        self.letters
            .windows(self.noted.len())
            .position(|letters| letters == self.noted)
    }

    fn does(&mut self, edit: &Edit) {
        match *edit {
            Edit::Insert(at) => {
                let word = format!("new{} ", self.next);
                let word = self.fresh(&word);
                let at = self.span(at, 1).start;
                self.letters.splice(at..at, word);
                self.gone = None;
            }
            Edit::Delete(at, n) => {
                let span = self.span(at, n);
                self.letters.drain(span);
                self.gone = None;
            }
            Edit::Replace(at, n) => {
                let span = self.span(at, n);
                let word = format!("other{} ", self.next);
                let word = self.fresh(&word);
                self.letters.splice(span, word);
                self.gone = None;
            }
            Edit::MoveParagraph(from, to) => {
                let mut all: Vec<Letters> = self
                    .letters
                    .split(|letter| letter.0 == '\n')
                    .filter(|paragraph| !paragraph.is_empty())
                    .map(<[_]>::to_vec)
                    .collect();
                if all.is_empty() {
                    return;
                }
                let moved = all.remove(from % all.len());
                let to = to % (all.len() + 1);
                all.insert(to, moved);
                self.letters.clear();
                for paragraph in all {
                    let end = self.fresh("\n\n");
                    self.letters.extend(paragraph);
                    self.letters.extend(end);
                }
                self.gone = None;
            }
            Edit::Duplicate(at) => {
                let words: String = self.noted.iter().map(|letter| letter.0).collect();
                let words = self.fresh(&format!("{words} "));
                let at = self.span(at, 1).start;
                self.letters.splice(at..at, words);
                self.gone = None;
            }
            Edit::DeleteNoted => {
                if let Some(at) = self.place() {
                    self.letters.drain(at..at + self.noted.len());
                    self.gone = Some(at);
                }
            }
            Edit::Retype => {
                if let Some(at) = self.gone.take() {
                    self.letters.splice(at..at, self.noted.clone());
                }
            }
        }
    }
}

/// What stands right beside a place: the letter before and the letter behind it, whatever white space parts them.
fn beside(text: &str, place: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = text[..place.start].trim_end().chars().next_back();
    (before, text[place.end..].trim_start().chars().next())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Wherever the anchor says that it is, there stand the very letters that were noted, whatever was written beside them
    /// or elsewhere. What was gone comes back only where it was, and with a text that had it.
    #[test]
    fn an_anchor_covers_its_letters_or_says_that_it_is_detached(
        edits in edits(), at in 0..10_000_usize, n in 1..5_usize,
    ) {
        let mut desk = Desk { letters: vec![], noted: vec![], gone: None, next: 0 };
        desk.letters = desk.fresh("He ran to the bus and the bus left. The bus left at ten.\n\nNobody saw the bus. He ran and ran.\n\nThe quay was empty. The quay was wet and the lamp burned.\n\nHe ran to the quay.\n");
        let span = desk.span(at, n);
        let mut noted = desk.letters[span.clone()].to_vec();
        while noted.last().is_some_and(|letter| letter.0.is_whitespace()) {
            noted.pop();
        }
        prop_assume!(noted.iter().all(|letter| letter.0 != '\n'));
        desk.noted = noted;
        let first = desk.text();
        let start = span.start;
        let mut placed = (first.clone(), start..start + desk.noted.len());
        let mut texts = vec![(first.clone(), Some(placed.1.clone()))];
        for edit in &edits {
            let before = desk.text();
            let was = texts.last().and_then(|last| last.1.clone());
            desk.does(edit);
            let now = desk.text();
            let known = texts.iter().rev().find_map(|(text, place)| {
                place.clone().filter(|_| *text == now)
            });
            let how = if placed.0 == before { Follow::Edit } else { Follow::Return };
            let place = known.clone().or_else(|| Path::new(&placed.0, &now).follow(&placed.1, how));
            if let Some(place) = &place {
                let letters = desk.letters[place.clone()].to_vec();
                let words = |of: &[(char, u32)]| of.iter().map(|letter| letter.0).collect::<String>();
                if known.is_none() && how == Follow::Edit {
                    prop_assert_eq!(&letters, &desk.noted, "{:?} made {:?} of {:?}", edit, now, before);
                } else {
                    // What is written again, between the same words, is what was there.
                    prop_assert_eq!(words(&letters), words(&desk.noted));
                    prop_assert!(known.is_some() || beside(&now, place) == beside(&placed.0, &placed.1));
                }
                desk.noted = letters;
                placed = (now.clone(), place.clone());
            }
            // An edit of another paragraph detaches nothing.
            if let (Some(was), Some(truly)) = (was, desk.place()) {
                let own = |text: &str, at: usize| {
                    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
                    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
                    text[start..end].to_owned()
                };
                let paragraph = own(&before, was.start);
                let same = paragraph == own(&now, truly);
                let alone = before.matches(&paragraph).count() == 1 && now.matches(&paragraph).count() == 1;
                let more = paragraph.len() > desk.noted.len();
                prop_assert!(place.is_some() || !(same && alone && more), "{edit:?} lost it in {now:?}");
            }
            texts.push((now, place));
        }
    }
}
