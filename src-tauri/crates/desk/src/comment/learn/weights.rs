//! The classifier itself: a weight for each slot, and what keeps a likelihood honest.

use super::features::{Features, SLOTS, features};
use model::Error;
use std::ops::Range;

/// How far a weight moves at first; less with each time that it moved.
const PACE: f32 = 0.3;
/// What a slot that never moved is taken to have moved already.
const INERTIA: f32 = 0.01;
/// How far the two numbers move by which a score becomes a likelihood.
const TRIM: f64 = 0.02;
/// From how many decisions on they move.
const TRIMMED_FROM: u64 = 50;
/// Most words that are said to have weighed.
const SAID: usize = 8;
const MAGIC: &[u8; 8] = b"deskmod1";
const HEAD: usize = 8 + 4 * 8;

/// What decisions taught. About a megabyte.
#[derive(Clone, PartialEq)]
pub struct Model {
    weights: Vec<f32>,
    /// How much each weight has moved, squared.
    moved: Vec<f32>,
    /// A score times the first plus the second is the logarithm of the odds; learnt from scores of what was not yet
    /// learnt from, so that a likelihood of 0.8 comes true four times in five.
    slope: f64,
    shift: f64,
    published: u64,
    refused: u64,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Model({} published, {} refused)",
            self.published, self.refused
        )
    }
}

impl Default for Model {
    fn default() -> Self {
        Self::new()
    }
}

impl Model {
    /// One that knows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            weights: vec![0.0; SLOTS],
            moved: vec![0.0; SLOTS],
            slope: 1.0,
            shift: 0.0,
            published: 0,
            refused: 0,
        }
    }

    /// How many decisions it learnt from.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.published + self.refused
    }

    /// Learns from a decision: whether the comment with `text` was refused (rejected or spam) or published.
    pub fn learn(&mut self, text: &str, refused: bool) {
        let features = features(text);
        let truth = f64::from(u8::from(refused));
        let score = self.score(&features);
        if self.seen() >= TRIMMED_FROM {
            let miss = truth - likelihood(self.slope * score + self.shift);
            self.slope = (self.slope + TRIM * miss * score.clamp(-4.0, 4.0)).clamp(0.2, 8.0);
            self.shift = (self.shift + TRIM * miss).clamp(-4.0, 4.0);
        }
        let miss = (likelihood(score) - truth) as f32;
        for one in &features.all {
            let slot = one.slot as usize;
            let step = miss * one.value;
            self.moved[slot] += step * step;
            self.weights[slot] -= PACE * step / (INERTIA + self.moved[slot].sqrt());
        }
        if refused {
            self.refused += 1;
        } else {
            self.published += 1;
        }
    }

    /// How likely a comment with `text` would be refused, from 0 to 1.
    #[must_use]
    pub fn likelihood(&self, text: &str) -> f64 {
        likelihood(self.slope * self.score(&features(text)) + self.shift)
    }

    /// Which words weighed most, for refusing (or, negative, against), in hundredths of a natural logarithm of the odds; at
    /// most eight, the heaviest first. A piece of a word is counted to the word, a pair by halves.
    #[must_use]
    pub fn explain(&self, text: &str) -> Vec<(Range<usize>, i32)> {
        let features = features(text);
        let mut weighed = vec![0.0_f64; features.places.len()];
        for one in &features.all {
            let Some((first, last)) = one.within else {
                continue;
            };
            let weight = f64::from(self.weights[one.slot as usize]) * f64::from(one.value);
            let share = self.slope * weight / f64::from(last - first + 1);
            for nth in first..=last {
                weighed[nth as usize] += share;
            }
        }
        let mut said: Vec<(Range<usize>, i32)> = features
            .places
            .into_iter()
            .zip(weighed)
            .map(|(place, weight)| (place, (weight * 100.0).round() as i32))
            .filter(|(place, weight)| *weight != 0 && text.get(place.clone()).is_some())
            .collect();
        said.sort_by_key(|(place, weight)| (-weight.abs(), place.start, place.end));
        said.truncate(SAID);
        said
    }

    fn score(&self, features: &Features) -> f64 {
        let weight = |slot: u32| f64::from(self.weights[slot as usize]);
        features
            .all
            .iter()
            .map(|one| weight(one.slot) * f64::from(one.value))
            .sum()
    }

    /// The bytes of it, the same wherever it learnt the same.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + SLOTS * 8 + 8);
        bytes.extend(MAGIC);
        bytes.extend(self.published.to_le_bytes());
        bytes.extend(self.refused.to_le_bytes());
        bytes.extend(self.slope.to_le_bytes());
        bytes.extend(self.shift.to_le_bytes());
        for number in self.weights.iter().chain(&self.moved) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(sum(&bytes).to_le_bytes());
        bytes
    }

    /// What [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// `bad-model` where they are none of its bytes, or not all of them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        read(bytes).ok_or_else(|| {
            Error::usage("bad-model", "What was learnt from decisions can’t be read.")
                .hint("It can be learnt anew from the decisions themselves.")
        })
    }
}

/// Reads a model; none where the bytes are not one.
fn read(bytes: &[u8]) -> Option<Model> {
    if bytes.len() != HEAD + SLOTS * 8 + 8 || !bytes.starts_with(MAGIC) {
        return None;
    }
    let (all, end) = bytes.split_last_chunk::<8>()?;
    if u64::from_le_bytes(*end) != sum(all) {
        return None;
    }
    let eight = |at: usize| all.get(at..at + 8)?.first_chunk::<8>().copied();
    let numbers: Vec<f32> = all
        .get(HEAD..)?
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| f32::from_le_bytes(*four))
        .collect();
    let (weights, moved) = numbers.split_at_checked(SLOTS)?;
    let model = Model {
        weights: weights.to_vec(),
        moved: moved.to_vec(),
        published: u64::from_le_bytes(eight(8)?),
        refused: u64::from_le_bytes(eight(16)?),
        slope: f64::from_le_bytes(eight(24)?),
        shift: f64::from_le_bytes(eight(32)?),
    };
    let sound = numbers.iter().all(|number| number.is_finite())
        && model.moved.iter().all(|moved| *moved >= 0.0)
        && model.slope.is_finite()
        && model.shift.is_finite()
        && model.published.checked_add(model.refused).is_some();
    sound.then_some(model)
}

/// A checksum, by eight bytes at a time.
fn sum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        sum = (sum ^ u64::from_le_bytes(*eight))
            .wrapping_mul(0x0100_0000_01b3)
            .rotate_left(23);
    }
    for byte in rest {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum
}

/// What a logarithm of odds is as a likelihood.
fn likelihood(odds: f64) -> f64 {
    1.0 / (1.0 + exp(-odds))
}

/// `e` to the power of `x`, by arithmetic that is the same on every machine; that of the system is not.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0);
    let twos = (x / std::f64::consts::LN_2).round();
    let rest = x - twos * std::f64::consts::LN_2;
    let (mut term, mut sum) = (1.0, 1.0);
    for nth in 1..16 {
        term *= rest / f64::from(nth);
        sum += term;
    }
    let exponent = (1023 + twos as i64) as u64;
    sum * f64::from_bits(exponent << 52)
}

#[cfg(test)]
mod tests {
    use super::{exp, likelihood};

    #[test]
    fn powers_are_as_those_of_the_system() {
        for x in [-40.0, -3.7, -0.5, 0.0, 0.1, 1.0, 5.25, 39.0_f64] {
            let off = (exp(x) - x.exp()).abs() / x.exp();
            assert!(off < 1e-12, "{x}: {off}");
        }
        assert!((likelihood(0.0) - 0.5).abs() < 1e-12);
    }
}
