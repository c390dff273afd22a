//! Comments by what they say. A word that many have is looked for along the list, in the comments themselves; of others
//! the index of words is asked once for all of them. The index has no list of what begins in some way, and puts one together
//! from all words that do: so where other words narrow it down, the beginning is looked for in what they leave.

use crate::{Db, error::sql};
use markup::fold::{LONGEST, folded, tokens};
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
        if text.is_ascii() {
            return self.all(|word, open| {
                plain(text).any(|one| {
                    let same = if open {
                        one.get(..word.len())
                    } else {
                        Some(one)
                    };
                    same.is_some_and(|same| same.eq_ignore_ascii_case(word.as_bytes()))
                })
            });
        }
        let text = tokens(text);
        self.all(|word, open| {
            text.iter().any(|one| match open {
                true => one.text.starts_with(word),
                false => one.text == word,
            })
        })
    }

    /// Whether all of them are there, each by itself and by whether it is perhaps unfinished.
    fn all(&self, there: impl Fn(&str, bool) -> bool) -> bool {
        let last = self.words.len().saturating_sub(1);
        let mut words = self.words.iter().enumerate();
        words.all(|(at, word)| there(word, self.open && at == last))
    }

    /// As the index of words is asked.
    fn query(&self) -> String {
        let open = if self.open { "*" } else { "" };
        format!("{}{open}", quoted(&self.words))
    }

    /// The same for those alone that are whole, where there are such beside an unfinished one.
    fn whole(&self) -> Option<String> {
        let (_, whole) = self.words.split_last()?;
        (self.open && !whole.is_empty()).then(|| quoted(whole))
    }
}

fn quoted(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|one| format!("\"{one}\"")).collect();
    words.join(" ")
}

/// The words of a text that has no letters but plain ones, as [`tokens`] parts them, though their capitals stay.
fn plain(text: &str) -> impl Iterator<Item = &[u8]> {
    let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    words.map(|word| word.get(..LONGEST).unwrap_or(word))
}

/// Which entries of the index of words match, as one bit each: that is little even where nearly all of a million do.
pub(super) struct Matching {
    bits: Vec<u64>,
    count: usize,
}

impl Matching {
    /// Those that hold all words.
    pub(super) fn of(db: &Db, words: &Words) -> Result<Self> {
        Self::asked(db, &words.query(), usize::MAX)
    }

    /// Those that hold all words that are whole, where there are such beside an unfinished one and no more than so many hold
    /// them: that one is then to be looked for in what they say.
    pub(super) fn of_whole(db: &Db, words: &Words, most: usize) -> Result<Option<Self>> {
        let Some(query) = words.whole() else {
            return Ok(None);
        };
        let found = Self::asked(db, &query, most + 1)?;
        Ok((found.count <= most).then_some(found))
    }

    fn asked(db: &Db, query: &str, most: usize) -> Result<Self> {
        crate::search::settle(db)?;
        let (mut bits, mut count) = (vec![], 0);
        let mut found = db
            .conn
            .prepare_cached("SELECT rowid FROM d_search WHERE d_search MATCH ?1 LIMIT ?2")
            .map_err(sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut rows = found.query((query, most)).map_err(sql)?;
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

    /// Those comments among them that hold the words.
    pub(super) fn that_hold(&self, db: &Db, words: &Words) -> Result<Self> {
        let (mut bits, mut count) = (vec![0; self.bits.len()], 0);
        let mut found = db
            .conn
            .prepare_cached(
                "SELECT d.row, c.body FROM d_found AS d JOIN j_comment AS c ON c.id = d.id
                 WHERE d.kind = 'comment' AND d.row IN (SELECT value FROM json_each(?1))",
            )
            .map_err(sql)?;
        let mut rows = found.query([self.rows()]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let text = row.get_ref(1).map_err(sql)?.as_str();
            if text.is_ok_and(|text| words.are_in(text)) {
                let row = row.get::<_, i64>(0).map_err(sql)? as usize;
                if let Some(word) = bits.get_mut(row / 64) {
                    *word |= 1 << (row % 64);
                }
                count += 1;
            }
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
        let plain = |words: &str, open: bool| {
            let words = Words::of(words, open).unwrap();
            words.are_in("The FERRY's late again, 2nd time")
                && words.are_in("The FERRY's late again, 2nd time – twice")
        };
        assert!(plain("ferry s 2ND", false));
        assert!(plain("time Fer", true));
        assert!(!plain("time fer", false));
        assert!(!plain("ferrys", false));
        let long = "a".repeat(70);
        let of_long = |words: &str, open| Words::of(words, open).unwrap().are_in(&long);
        assert!(of_long(&"a".repeat(66), false), "as the index has it");
        assert!(of_long(&"a".repeat(10), true));
        assert!(!of_long(&"a".repeat(10), false));
        assert_eq!(Words::of(" … ", true), None);
    }
}
