//! A moment, to the millisecond.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The year 0 begins.
const FIRST: i64 = -62_167_219_200_000;
/// The year 9999 ends.
const LAST: i64 = 253_402_300_799_999;

/// Milliseconds since 1970-01-01T00:00:00Z; in text and JSON `2026-11-23T14:03:27.000Z`, always of that width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    /// As a time stamp that calendars understand; the epoch for what lies outside years -9999 to 9999.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl FromStr for Time {
    type Err = crate::Error;

    /// RFC 3339, or a plain date, which means its midnight in UTC; of the years 0 to 9999, which are written alike.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>()
            .or_else(|_| format!("{text}T00:00:00Z").parse())
            .ok()
            .map(|at| Self(at.as_millisecond()))
            .filter(|at| (FIRST..=LAST).contains(&at.0))
            .ok_or_else(|| {
                crate::Error::usage("bad-time", format!("“{text}” is not a date."))
                    .hint("Write it as 2026-11-23 or 2026-11-23T14:00:00Z.")
            })
    }
}

impl Serialize for Time {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn a_time_is_of_a_year_of_four_digits() {
        for text in ["0000-01-01T00:00:00.000Z", "9999-12-30T21:59:59.999Z"] {
            assert_eq!(
                text.parse::<Time>().map(|at| at.to_string()),
                Ok(text.into())
            );
        }
        for text in [
            "-000001-12-31",
            "+010000-01-01",
            "yesterday",
            "",
            "2026-13-01",
        ] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_is_written_at_one_width_and_read_back() {
        for millis in [0, 1, 999, 1_764_000_000_000, 1_764_000_000_120] {
            let text = Time(millis).to_string();
            assert_eq!(text.len(), 24, "{text}");
            assert_eq!(text.parse(), Ok(Time(millis)));
        }
    }
}
