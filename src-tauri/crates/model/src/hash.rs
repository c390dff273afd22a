//! SHA-256, the name of every content.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// A SHA-256 hash; 64 lower-case hex digits in text and JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first eight digits, for people.
    #[must_use]
    pub fn short(&self) -> String {
        hex::encode(&self.0[..4])
    }

    /// Its digits, in a place for them: they are written so often that a place of their own each time would be felt.
    fn written<'a>(&self, text: &'a mut [u8; 64]) -> &'a str {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for (pair, byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(self.0) {
            *pair = [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ];
        }
        // Digits and letters alone.
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// What each byte is worth as a hexadecimal digit, by its number; more than 15 where it is none. Hashes are read by the ten
/// thousand, so a digit is looked up and not weighed.
const WORTH: [u8; 256] = {
    let mut worth = [0xff; 256];
    let (digits, capitals) = (b"0123456789abcdef", b"0123456789ABCDEF");
    let mut digit = 0;
    while digit < 16 {
        worth[digits[digit as usize] as usize] = digit;
        worth[capitals[digit as usize] as usize] = digit;
        digit += 1;
    }
    worth
};

/// A hash of bytes that come piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all of them.
    #[must_use]
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        f.write_str(self.written(&mut text))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Hash {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || crate::Error::usage("bad-hash", format!("“{text}” is not a content hash."));
        let mut bytes = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return Err(bad());
        }
        let mut worst = 0;
        for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
            let (high, low) = (WORTH[usize::from(high)], WORTH[usize::from(low)]);
            *byte = high << 4 | low & 15;
            worst |= high | low;
        }
        if worst > 15 {
            return Err(bad());
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.written(&mut [0; 64]))
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Digits;
        impl serde::de::Visitor<'_> for Digits {
            type Value = Hash;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a content hash")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Hash, E> {
                text.parse().map_err(E::custom)
            }
        }
        from.deserialize_str(Digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_sixty_four_digits_and_nothing_else() {
        let hash = Hash::of(b"quay");
        let text = hash.to_string();
        assert_eq!(text.parse::<Hash>().unwrap(), hash);
        assert_eq!(text.to_uppercase().parse::<Hash>().unwrap(), hash);
        let json = format!("\"{text}\"");
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
        // Every byte in place of the first digit: twenty-two are digits.
        let digits = (0..=u8::MAX).filter(|byte| {
            let mut bytes = text.clone().into_bytes();
            bytes[0] = *byte;
            String::from_utf8(bytes).is_ok_and(|text| text.parse::<Hash>().is_ok())
        });
        assert_eq!(digits.count(), 22);
        for bad in [
            "",
            &text[1..],
            &format!("{text}0"),
            &text.replacen(&text[..2], "é", 1),
        ] {
            assert_eq!(bad.parse::<Hash>().unwrap_err().code, "bad-hash");
        }
        assert!(serde_json::from_str::<Hash>("7").is_err());
    }
}
