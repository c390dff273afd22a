//! Articles that are about the same things as a text: those that share the words by which it differs from the others.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Result};
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// Words that are looked up, the most telling first.
const WORDS: usize = 24;
/// A word that so many articles have says nothing of what one is about.
const COMMON: i64 = 2000;

/// A word of a text, folded as the index has it: one, or two signs of a script without spaces, parted by a space.
#[derive(Debug, Clone)]
pub struct Word {
    /// Folded.
    pub text: String,
    /// How much it stands out in the text itself, from 0.
    pub weight: f64,
}

/// An article with the words that it shares, as their places among those asked, the most telling first.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Shared {
    pub article: ArticleId,
    pub words: Vec<usize>,
}

/// The articles outside the bin, other than `own`, that share at least two of the words which tell `words` from the
/// rest of the library; those that share most first, at most `limit`.
///
/// # Errors
/// System errors.
pub fn related(db: &Db, own: ArticleId, words: &[Word], limit: usize) -> Result<Vec<Shared>> {
    crate::search::settle(db)?;
    let all: i64 = db
        .conn
        .query_row(
            "SELECT count(*) FROM d_found WHERE kind = 'article'",
            [],
            |row| row.get(0),
        )
        .map_err(sql)?;
    // In a small library two or three articles on one thing are many.
    let common = (all / 4).clamp(3, COMMON);
    let mut telling = vec![];
    for (at, word) in words.iter().enumerate() {
        let found = frequency(db, &word.text, common)?;
        if (2..=common).contains(&found) {
            let rare = ((all + 1) as f64 / found as f64).ln();
            telling.push((word.weight * rare, at));
        }
    }
    telling.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    telling.truncate(WORDS);
    let mut shared: BTreeMap<String, (f64, Vec<usize>)> = BTreeMap::new();
    for (score, at) in telling {
        let Some(word) = words.get(at) else { continue };
        for article in having(db, &word.text)? {
            let one = shared.entry(article).or_default();
            one.0 += score;
            one.1.push(at);
        }
    }
    shared.remove(&own.to_string());
    let mut best: Vec<(f64, String, Vec<usize>)> = shared
        .into_iter()
        .filter(|(_, (_, words))| words.len() > 1)
        .map(|(article, (score, words))| (score, article, words))
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
    best.truncate(limit);
    best.into_iter()
        .map(|(_, article, words)| {
            let article = article.kept()?;
            Ok(Shared { article, words })
        })
        .collect()
}

/// In how many things of the library a word stands; past `enough` it is not counted to the end.
fn frequency(db: &Db, word: &str, enough: i64) -> Result<i64> {
    if word.contains(' ') {
        return db
            .conn
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM d_search WHERE d_search MATCH ?1 LIMIT ?2)",
            )
            .map_err(sql)?
            .query_row((quoted(word), enough + 1), |row| row.get(0))
            .map_err(sql);
    }
    let known: Option<i64> = db
        .conn
        .prepare_cached("SELECT doc FROM d_search_word WHERE term = ?1")
        .map_err(sql)?
        .query_row([word], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    Ok(known.unwrap_or_default())
}

/// The articles that have a word.
fn having(db: &Db, word: &str) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(
            "SELECT d.id FROM d_search s JOIN d_found d ON d.row = s.rowid
             WHERE d_search MATCH ?1 AND d.kind = 'article'",
        )
        .map_err(sql)?
        .query_map([quoted(word)], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// A word as the index is asked for it: folded, so without quotation marks of its own.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', ""))
}
