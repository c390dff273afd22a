//! Comments by what they say. A word that many have is looked for along the list, in the comments themselves; of others
//! the index of words is asked once for all of them.

use crate::{Db, error::sql};
use markup::fold::folded;
use model::Result;

/// Most words that are looked for.
const MOST: usize = 16;

/// Words that a comment has to hold, all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    words: Vec<String>,
    /// Whether the last is perhaps unfinished.
    open: bool,
}

impl Words {
    /// The words of a text, of which the last is perhaps unfinished where it is `open`; none where there are none.
    #[must_use]
    pub fn of(text: &str, open: bool) -> Option<Self> {
        let text = folded(text);
        let words: Vec<String> = text.split(' ').take(MOST).map(str::to_owned).collect();
        (!text.is_empty()).then_some(Self { words, open })
    }

    /// Whether a text holds them, as the index of words would say.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let text = folded(text);
        let last = self.words.len().saturating_sub(1);
        self.words.iter().enumerate().all(|(at, word)| {
            text.split(' ').any(|one| match self.open && at == last {
                true => one.starts_with(word.as_str()),
                false => one == word,
            })
        })
    }

    /// As the index of words is asked.
    fn query(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|one| format!("\"{one}\"")).collect();
        let open = if self.open { "*" } else { "" };
        format!("{}{open}", words.join(" "))
    }
}

/// Which entries of the index of words match, as one bit each: that is little even where nearly all of a million do.
pub(super) struct Matching {
    bits: Vec<u64>,
    count: usize,
}

impl Matching {
    pub(super) fn of(db: &Db, words: &Words) -> Result<Self> {
        let (mut bits, mut count) = (vec![], 0);
        let mut found = db
            .conn
            .prepare_cached("SELECT rowid FROM d_search WHERE d_search MATCH ?1")
            .map_err(sql)?;
        let mut rows = found.query([words.query()]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let row = row.get::<_, i64>(0).map_err(sql)? as usize;
            if bits.len() <= row / 64 {
                bits.resize(row / 64 + 1, 0);
            }
            if let Some(word) = bits.get_mut(row / 64) {
                *word |= 1 << (row % 64);
            }
            count += 1;
        }
        Ok(Self { bits, count })
    }

    /// How many match.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn has(&self, row: i64) -> bool {
        let row = row as usize;
        let word = self.bits.get(row / 64).copied().unwrap_or_default();
        word >> (row % 64) & 1 == 1
    }

    /// The rows, as a list in JSON.
    pub(super) fn rows(&self) -> String {
        let rows = self.bits.iter().enumerate().flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| (at * 64 + bit).to_string())
        });
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn a_text_holds_words_in_any_order_and_the_beginning_of_the_last() {
        let in_text = |words: &str, open: bool| {
            Words::of(words, open)
                .unwrap()
                .are_in("Die Fähre fährt – über den Hafen!")
        };
        assert!(in_text("hafen FAHRE", false));
        assert!(in_text("hafen fahr", true));
        assert!(!in_text("hafen fahr", false));
        assert!(!in_text("haf fahrt", true), "only the last is unfinished");
        assert_eq!(Words::of(" … ", true), None);
    }
}
