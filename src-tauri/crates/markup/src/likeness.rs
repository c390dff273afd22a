//! Texts that are the same, or nearly: by numbers that an index can keep. All of them are the same on every machine.

use crate::seen::units;
use std::collections::BTreeSet;

/// How many bands an index keeps of a text, and how many rows one has: of two texts that share seven in ten of their pairs
/// of words, four in five share a band; of those that share one in ten, one in 250.
const BANDS: usize = 4;
const ROWS: u64 = 3;
/// Most words of a text that are looked at.
const MOST: usize = 2000;

/// The words of a text as an eye reads them, without punctuation.
fn words(body: &str) -> Vec<String> {
    let mut found = vec![];
    let mut word = String::new();
    for unit in units(body) {
        let letter = unit
            .letters()
            .first()
            .filter(|_| !unit.parts || unit.sign.is_alphanumeric());
        if unit.alone || letter.is_none() {
            found.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if let Some(letter) = letter {
            word.push(written(unit.letters(), *letter));
        }
        if unit.alone {
            found.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if found.len() > MOST {
            break;
        }
    }
    found.extend((!word.is_empty()).then_some(word));
    found
}

/// One letter for all that look alike: the Latin one, where there is one.
fn written(letters: &[char], first: char) -> char {
    let latin = |c: &&char| c.is_ascii_lowercase();
    if first.is_ascii() {
        first
    } else {
        *letters.iter().find(latin).unwrap_or(&first)
    }
}

/// FNV-1a, then mixed so that every bit counts.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mixed(hash)
}

fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// A number that is the same for texts whose letters are the same, whatever their case, accents, numbers and punctuation;
/// of a text without letters, for those with the same signs.
#[must_use]
pub fn same(body: &str) -> i64 {
    same_of(&words(body), body)
}

fn same_of(words: &[String], body: &str) -> i64 {
    let without_digits = |word: &String| {
        let letters: String = word.chars().filter(|c| !c.is_numeric()).collect();
        (!letters.is_empty()).then_some(letters)
    };
    let mut text = words
        .iter()
        .filter_map(without_digits)
        .collect::<Vec<_>>()
        .join(" ");
    if text.is_empty() {
        text = body.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    hash(1, text.as_bytes()).cast_signed()
}

/// Pairs of neighbouring words, hashed; of a single word, itself; of a text of signs, all of it.
fn pairs(body: &str) -> BTreeSet<u64> {
    pairs_of(&words(body), body)
}

fn pairs_of(words: &[String], body: &str) -> BTreeSet<u64> {
    match words {
        [] if body.trim().is_empty() => return BTreeSet::new(),
        [] => return BTreeSet::from([hash(0, body.trim().as_bytes())]),
        [word] => return BTreeSet::from([hash(2, word.as_bytes())]),
        _ => {}
    }
    words
        .windows(2)
        .map(|pair| hash(2, pair.join(" ").as_bytes()))
        .collect()
}

/// Keys for an index: texts that are nearly the same share at least one of them, most likely; others hardly ever do.
#[must_use]
pub fn near(body: &str) -> [i64; BANDS] {
    near_of(&pairs(body))
}

/// What [`same`] gives and then what [`near`] does, of a text that is read once for both.
#[must_use]
pub fn prints(body: &str) -> [i64; BANDS + 1] {
    let words = words(body);
    let mut all = [same_of(&words, body); BANDS + 1];
    for (print, near) in all.iter_mut().skip(1).zip(near_of(&pairs_of(&words, body))) {
        *print = near;
    }
    all
}

fn near_of(pairs: &BTreeSet<u64>) -> [i64; BANDS] {
    let mut keys = [0; BANDS];
    for (band, key) in (0u64..).zip(&mut keys) {
        let mut rows = vec![];
        for row in 0..ROWS {
            let seed = mixed(band * ROWS + row + 1);
            let least = pairs.iter().map(|pair| mixed(pair ^ seed)).min();
            rows.extend(least.unwrap_or_default().to_le_bytes());
        }
        *key = hash(band + 3, &rows).cast_signed();
    }
    keys
}

/// How many hundredths of the pairs of words that two texts have, they share; rounded down, so that only the same is 100.
#[must_use]
pub fn nearness(a: &str, b: &str) -> u32 {
    let (a, b) = (pairs(a), pairs(b));
    let shared = a.intersection(&b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 {
        return 0;
    }
    u32::try_from(shared * 100 / all).unwrap_or_default()
}

/// What comments share that link to one domain, as [`links`](crate::links::links) names it.
#[must_use]
pub fn domain(domain: &str) -> i64 {
    hash(20, domain.as_bytes()).cast_signed()
}
