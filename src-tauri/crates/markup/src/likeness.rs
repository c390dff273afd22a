//! By what a short text is found again that says the same as another, or nearly: numbers that its words come to, the same
//! on every machine.

use crate::fold::folded;
use std::collections::BTreeSet;

/// How many words stand in one shingle.
const SHINGLE: usize = 3;
/// Bands of the sketch, and rows of each: two texts of which four fifths are shared meet in a band 98 times of 100.
const BANDS: usize = 4;
const ROWS: usize = 2;
/// Fewer words than these are too few to be nearly the same.
const LEAST: usize = 5;

/// FNV-1a, 64 bits, then mixed so that near inputs lie far apart (the finaliser of MurmurHash3).
fn hash(seed: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    let mut at = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in bytes {
        at = (at ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    at ^= at >> 33;
    at = at.wrapping_mul(0xff51_afd7_ed55_8ccd);
    at ^= at >> 33;
    at = at.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    at ^ (at >> 33)
}

fn words(text: &str) -> Vec<String> {
    folded(text)
        .split_whitespace()
        .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(ToOwned::to_owned)
        .collect()
}

fn shingles(words: &[String]) -> BTreeSet<u64> {
    words
        .windows(SHINGLE.min(words.len()).max(1))
        .map(|run| hash(1, run.join(" ").into_bytes()))
        .collect()
}

/// What texts of the same words share, numbers, case, accents and signs aside; none for one without words.
#[must_use]
pub fn same(text: &str) -> Option<i64> {
    let words = words(text);
    (!words.is_empty()).then(|| hash(2, words.join(" ").into_bytes()).cast_signed())
}

/// What texts that are nearly the same share one of, mostly: the bands of a MinHash over runs of three words. None for fewer
/// than five words.
#[must_use]
pub fn near(text: &str) -> Vec<i64> {
    let words = words(text);
    if words.len() < LEAST {
        return vec![];
    }
    let shingles = shingles(&words);
    (0..BANDS)
        .map(|band| {
            let least = (0..ROWS).flat_map(|row| {
                let seed = (band * ROWS + row + 3) as u64;
                let least = shingles.iter().map(|one| hash(seed, one.to_le_bytes()));
                least.min().unwrap_or_default().to_le_bytes()
            });
            hash(100 + band as u64, least).cast_signed()
        })
        .collect()
}

/// How much of two texts is the same, in hundredths: their shared runs of three words of all that either has.
#[must_use]
pub fn nearness(one: &str, other: &str) -> u32 {
    let (one, other) = (shingles(&words(one)), shingles(&words(other)));
    let shared = one.intersection(&other).count();
    let all = one.len() + other.len() - shared;
    u32::try_from(shared * 100 / all.max(1)).unwrap_or(100)
}

/// What comments share that link to one domain.
#[must_use]
pub fn domain(domain: &str) -> i64 {
    hash(3, domain.bytes()).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::{near, nearness, same};

    const SENT: &str = "Cheap night taxis here, better than any bus in town: call now and get a fifth off your first ride home";

    #[test]
    fn case_signs_and_numbers_make_no_other_text() {
        let again = SENT.to_uppercase().replace(',', " – 24 / 7 –");
        assert_eq!(same(SENT), same(&again));
        assert_ne!(same(SENT), same("Cheap night taxis"));
        assert_eq!(same("… 12 !"), None);
    }

    #[test]
    fn a_text_with_a_few_other_words_meets_the_first_in_a_band() {
        let other = SENT.replace("your first", "the next");
        assert!(nearness(SENT, &other) >= 60);
        assert!(near(SENT).iter().any(|band| near(&other).contains(band)));
        let far = "The choir’s last bus home leaves at twenty to midnight since the night lines were stopped";
        assert_eq!(nearness(SENT, far), 0);
        assert!(!near(SENT).iter().any(|band| near(far).contains(band)));
        assert!(near("Cheap night taxis here").is_empty());
    }

    #[test]
    fn what_is_kept_by_these_numbers_is_found_by_another_version() {
        assert_eq!(same("Good evening"), Some(EVENING));
    }

    const EVENING: i64 = 0;
}
