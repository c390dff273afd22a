//! A text in which many words are looked for: each is found by its rarest word, and not by reading all of the text again.

use crate::check::{
    altered::{AlteredKind, apart, pieces},
    numbers::numbers,
    quoted::{key, quoted},
};
use model::article::Content;
use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

/// A word of a text: what it is known by, in which piece it stands and where there.
type Word = (u64, usize, usize);

/// The pieces of a content, and what was looked for in them.
pub(super) struct Sought {
    pub pieces: Vec<String>,
    words: OnceCell<Vec<Word>>,
    quoted: OnceCell<HashMap<String, usize>>,
    numbers: OnceCell<HashMap<String, usize>>,
    times: RefCell<HashMap<String, usize>>,
}

impl Sought {
    pub(super) fn of(content: &Content) -> Self {
        Self {
            pieces: pieces(content),
            words: OnceCell::new(),
            quoted: OnceCell::new(),
            numbers: OnceCell::new(),
            times: RefCell::default(),
        }
    }

    /// Whether words stand there; those of a quotation, with marks or without.
    pub(super) fn has(&self, kind: AlteredKind, words: &str) -> bool {
        let bare = words.trim_matches(['“', '”']);
        self.count(kind, words) > 0
            || self.times(bare) > 0
            || kind == AlteredKind::Quote && {
                let sought = key(bare);
                self.pieces.iter().any(|piece| key(piece).contains(&sought))
            }
    }

    /// How often words stand there as what they are: a quotation as all that its marks hold, a number as all of its digits.
    pub(super) fn count(&self, kind: AlteredKind, words: &str) -> usize {
        let all = match kind {
            AlteredKind::Quote => {
                let all = self.quoted.get_or_init(|| quoted(&self.pieces));
                return times(all, &key(words.trim_matches(['“', '”'])));
            }
            AlteredKind::Number => self.numbers.get_or_init(|| written(&self.pieces)),
            AlteredKind::Name => return self.times(words),
        };
        match words.starts_with(char::is_numeric) {
            true => times(all, words),
            false => self.times(words),
        }
    }

    fn times(&self, sought: &str) -> usize {
        if let Some(times) = self.times.borrow().get(sought) {
            return *times;
        }
        let times = self.found(sought);
        self.times.borrow_mut().insert(sought.to_owned(), times);
        times
    }

    fn found(&self, sought: &str) -> usize {
        let all = self.words.get_or_init(|| index(&self.pieces));
        let rarest = runs(sought)
            .map(|run| (places(all, known_by(&sought[run.clone()])), run.start))
            .min_by_key(|(places, _)| places.len());
        let Some((places, within)) = rarest else {
            // Signs alone.
            let pieces = self.pieces.iter();
            return pieces
                .map(|piece| match sought.is_empty() {
                    true => 0,
                    false => piece.matches(sought).count(),
                })
                .sum();
        };
        let (mut times, mut past) = (0, (0, 0));
        for (_, piece, at) in places {
            let Some(start) = at.checked_sub(within) else {
                continue;
            };
            let (text, end) = (&self.pieces[*piece], start + sought.len());
            let stands = text.as_bytes().get(start..end) == Some(sought.as_bytes());
            if stands && (*piece, start) >= past && apart(text, start..end) {
                (times, past) = (times + 1, (*piece, end));
            }
        }
        times
    }
}

fn times(all: &HashMap<String, usize>, sought: &str) -> usize {
    all.get(sought).copied().unwrap_or_default()
}

/// The numbers as they are written, and how often each.
fn written(pieces: &[String]) -> HashMap<String, usize> {
    let mut all = HashMap::new();
    for piece in pieces {
        for number in numbers(piece) {
            *all.entry(piece[number.range].to_owned()).or_default() += 1;
        }
    }
    all
}

/// The places of the word that is known so.
fn places(all: &[Word], word: u64) -> &[Word] {
    let from = all.partition_point(|one| one.0 < word);
    let past = all.partition_point(|one| one.0 <= word);
    &all[from..past]
}

/// Every word of the pieces, in an order in which each can be found.
fn index(pieces: &[String]) -> Vec<Word> {
    let mut all: Vec<Word> = vec![];
    for (nth, piece) in pieces.iter().enumerate() {
        all.extend(runs(piece).map(|run| (known_by(&piece[run.clone()]), nth, run.start)));
    }
    all.sort_unstable();
    all
}

fn known_by(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The runs of letters and digits.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|(_, sign)| sign.is_alphanumeric())?;
        while rest.next_if(|(_, sign)| sign.is_alphanumeric()).is_some() {}
        let end = rest.peek().map_or(text.len(), |(at, _)| *at);
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::{AlteredKind, Sought};
    use model::{ArticleId, article::Content};
    use uuid::Uuid;

    #[test]
    fn words_are_found_as_words_of_their_own_and_counted_once_each() {
        let mut content = Content::new(ArticleId(Uuid::from_u128(1)), "en");
        content.title = "The keys".into();
        content.body =
            "In 2012 the 12 keys, 12 of 12: “the 12 keys”.\n\nÅsa, Åsa Åsa Åsas …\n".into();
        let sought = Sought::of(&content);
        for (words, times) in [
            ("12", 4),
            ("2012", 1),
            ("the 12 keys", 2),
            ("Åsa", 3),
            ("Åsa Åsa", 1),
            (", 12 of", 1),
            ("…", 1),
            ("", 0),
            ("key", 0),
        ] {
            assert_eq!(sought.count(AlteredKind::Name, words), times, "{words}");
        }
    }

    #[test]
    fn a_quotation_and_a_number_are_counted_as_a_whole() {
        let mut content = Content::new(ArticleId(Uuid::from_u128(1)), "en");
        content.body =
            "The 12 keys, “the 12 keys”, «the\u{a0}12 keys»; 3 and 3.5, 1,200 and 1,200,000.\n"
                .into();
        let sought = Sought::of(&content);
        for (kind, words, times) in [
            (AlteredKind::Quote, "the 12 keys", 2),
            (AlteredKind::Quote, "“the 12 keys”", 2),
            (AlteredKind::Quote, "12 keys", 0),
            (AlteredKind::Number, "3", 1),
            (AlteredKind::Number, "1,200", 1),
            (AlteredKind::Number, "12", 3),
        ] {
            assert_eq!(sought.count(kind, words), times, "{words}");
        }
        assert!(sought.has(AlteredKind::Quote, "12 keys"));
        assert!(!sought.has(AlteredKind::Quote, "13 keys"));
    }
}
