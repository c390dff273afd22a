//! What is looked at in a text: its words and pairs of them, pieces of three to five letters, and its look.

use crate::comment::pipeline::links;
use std::ops::Range;

/// How many slots there are; a power of two.
pub(super) const SLOTS: usize = 1 << 17;
/// Most characters and words of a text that are looked at.
const LONGEST: usize = 20_000;
const WORDS: usize = 400;
/// Most letters of a word that are taken to pieces.
const LETTERS: usize = 24;

/// Which words a feature lies in: the first and the last; none for the look of the whole.
type Within = Option<(u32, u32)>;

/// Something that a text has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Feature {
    /// Its slot.
    pub slot: u32,
    /// How much it counts.
    pub value: f32,
    /// Where it lies.
    pub within: Within,
}

/// What a text has.
#[derive(Debug, Default)]
pub(super) struct Features {
    pub all: Vec<Feature>,
    /// The places of its words, and behind them of its links, in bytes.
    pub places: Vec<Range<usize>>,
}

/// What each kind of feature counts: pieces are many, and each says little.
const WORD: f32 = 1.0;
const PAIR: f32 = 0.7;
const PIECE: f32 = 0.45;
const LOOK: f32 = 1.0;

fn hash(kind: u8, parts: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ (u64::from(kind) << 56);
    for part in parts {
        for byte in *part {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash = (hash ^ 0xff).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

impl Features {
    fn add(&mut self, kind: u8, parts: &[&[u8]], value: f32, within: Within) {
        let slot = hash(kind, parts) % SLOTS as u64;
        self.all.push(Feature {
            slot: u32::try_from(slot).unwrap_or_default(),
            value,
            within,
        });
    }

    /// Each piece of three to five letters of a word, its ends marked.
    fn pieces(&mut self, word: &str, nth: u32) {
        let mut text = String::with_capacity(word.len() + 2);
        text.push('<');
        text.extend(word.chars().take(LETTERS));
        text.push('>');
        let ends: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        for length in 3..=5 {
            for window in ends.windows(length + 1) {
                let piece = &text.as_bytes()[window[0]..window[length]];
                // All of a short word is the word itself.
                if piece.len() < text.len() {
                    self.add(3, &[piece], PIECE, Some((nth, nth)));
                }
            }
        }
    }

    /// The look of a text: how long, how loud, how many links and to where.
    fn look(&mut self, text: &str) {
        let (mut letters, mut capitals, mut digits, mut shouts, mut asks, mut signs, mut all) =
            (0u32, 0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
        for c in text.chars() {
            all += 1;
            letters += u32::from(c.is_alphabetic());
            capitals += u32::from(c.is_uppercase());
            digits += u32::from(c.is_numeric());
            shouts += u32::from(c == '!');
            asks += u32::from(c == '?');
            signs += u32::from(u32::from(c) > 0x1f000 || matches!(c, '$' | '€' | '%' | '£'));
        }
        let steps = |value: u32, of: u32| (value * 10).checked_div(of).unwrap_or_default().min(10);
        let size = |value: u32| u32::BITS - value.leading_zeros();
        let looks = [
            ("length", size(all / 8)),
            ("capitals", steps(capitals, letters).div_ceil(2)),
            ("digits", steps(digits, all).min(3)),
            ("shouts", shouts.min(4)),
            ("asks", asks.min(2)),
            ("signs", size(signs).min(4)),
        ];
        for (name, value) in looks {
            self.add(
                4,
                &[name.as_bytes(), &value.to_le_bytes()],
                LOOK * 0.5,
                None,
            );
        }
        let links = links(text);
        let count = u32::try_from(links.len()).unwrap_or(u32::MAX).min(4);
        self.add(5, &[&count.to_le_bytes()], LOOK, None);
        for link in links.into_iter().take(8) {
            let nth = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
            self.places.push(link.range);
            self.add(6, &[b"link"], LOOK, Some((nth, nth)));
            self.add(6, &[link.domain.as_bytes()], LOOK, Some((nth, nth)));
        }
    }
}

/// What a text has; all together count as one, however long it is.
pub(super) fn features(text: &str) -> Features {
    let mut features = Features::default();
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let mut words = markup::fold::tokens(&text[..end]);
    words.retain(|word| !word.joined);
    words.truncate(WORDS);
    features.places = words.iter().map(|word| word.at.clone()).collect();
    for (nth, word) in (0u32..).zip(&words) {
        let number = word.text.bytes().all(|byte| byte.is_ascii_digit());
        let said: &str = if number { "0" } else { &word.text };
        features.add(1, &[said.as_bytes()], WORD, Some((nth, nth)));
        if !number {
            features.pieces(&word.text, nth);
        }
        if let Some(next) = words.get(nth as usize + 1) {
            let parts = [word.text.as_bytes(), next.text.as_bytes()];
            features.add(2, &parts, PAIR, Some((nth, nth + 1)));
        }
    }
    features.look(&text[..end]);
    let squares: f32 = features.all.iter().map(|one| one.value * one.value).sum();
    let scale = 1.0 / squares.max(1.0).sqrt();
    for one in &mut features.all {
        one.value *= scale;
    }
    features
}
