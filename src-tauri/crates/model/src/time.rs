//! A moment, to the millisecond, and a day of the calendar.

use jiff::{
    Timestamp, civil,
    tz::{AmbiguousOffset, TimeZone},
};
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

    /// The moment of a time stamp; none outside years 0 to 9999.
    fn of(at: Timestamp) -> Option<Self> {
        Some(Self(at.as_millisecond())).filter(|at| (FIRST..=LAST).contains(&at.0))
    }

    /// What people write for a moment, by the clocks of `zone` (an IANA name; UTC where it is none): a day, which means
    /// its beginning, a day with hour and minute, or RFC 3339. An hour that clocks go through twice is the first of the
    /// two.
    ///
    /// # Errors
    /// `bad-time`, with what is wrong: no date, a day that no calendar has, an hour that no clock has, or that clocks leave
    /// out on that day.
    pub fn written(text: &str, zone: &str) -> Result<Self, crate::Error> {
        let text = text.trim();
        if let Ok(at) = text.parse::<Timestamp>() {
            return Self::of(at).ok_or_else(|| out_of_reach(text));
        }
        let (day, clock, said) = match text.split_once([' ', 'T']) {
            Some((day, clock)) => (day, clock.trim(), true),
            None => (text, "00:00", false),
        };
        let day: Day = day.parse()?;
        let hour = |text: &str| text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit());
        let (hours, minutes) = clock
            .split_once(':')
            .filter(|(hours, minutes)| hour(hours) && hour(minutes))
            .ok_or_else(|| bad(format!("“{clock}” is no time of day."), CLOCK))?;
        let time = civil::Time::new(
            hours.parse().unwrap_or(99),
            minutes.parse().unwrap_or(99),
            0,
            0,
        )
        .map_err(|_| bad(format!("No clock shows {clock}."), CLOCK))?;
        let there = zone_named(zone).to_ambiguous_zoned_datetime(day.0.to_datetime(time));
        let left_out = matches!(there.offset(), AmbiguousOffset::Gap { .. });
        let zoned = there.compatible().map_err(|_| out_of_reach(text))?;
        // A day begins all the same, with the hour that comes instead.
        if left_out && said {
            let instead = zoned.strftime("%H:%M");
            return Err(bad(
                format!("The clocks go forward on {day}, and leave {clock} out."),
                &format!("Write {instead} for the hour that comes instead, or one before."),
            ));
        }
        Self::of(zoned.timestamp()).ok_or_else(|| out_of_reach(text))
    }

    /// The day that it is in `zone`.
    #[must_use]
    pub fn day(self, zone: &str) -> Day {
        Day(self.timestamp().to_zoned_datetime(zone_named(zone)).date())
    }

    /// As a part of a file's name, by the clocks of `zone`: `2026-11-27 09.03.12`.
    #[must_use]
    pub fn in_a_name(self, zone: &str) -> String {
        let there = self.timestamp().to_zoned_datetime(zone_named(zone));
        there.strftime("%Y-%m-%d %H.%M.%S").to_string()
    }

    /// The month that it is in UTC, counted from the year 0.
    pub(crate) fn month(self) -> i64 {
        let date = self.day("UTC").0;
        i64::from(date.year()) * 12 + i64::from(date.month())
    }
}

/// The first year in which something may be planned.
const EARLIEST: i16 = 1900;
const DATE: &str = "Write it as 2026-12-01 or 2026-12-01 06:30.";
const CLOCK: &str = "Write it as 06:30.";

fn bad(message: String, hint: &str) -> crate::Error {
    crate::Error::usage("bad-time", message).hint(hint)
}

fn out_of_reach(text: &str) -> crate::Error {
    bad(format!("“{text}” is out of reach."), DATE)
}

fn zone_named(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC)
}

/// The last moment that there is in every zone, for what lies after it in the year 9999.
fn last(text: &str) -> Option<Timestamp> {
    let said: civil::DateTime = text.trim_end_matches(['Z', 'z']).parse().ok()?;
    let last = Timestamp::from_second(Timestamp::MAX.as_second()).ok()?;
    (said > civil::date(9999, 12, 30).at(22, 0, 0, 0)).then_some(last)
}

/// A day of the calendar, wherever one is; in text and JSON `2026-12-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(civil::Date);

impl Day {
    /// The day, where it may be one that is still to come.
    ///
    /// # Errors
    /// `bad-time` for one of another age, which is a slip of the hand.
    pub fn ahead(self) -> Result<Self, crate::Error> {
        if self.0.year() < EARLIEST {
            return Err(bad(format!("{self} is too long ago."), DATE));
        }
        Ok(self)
    }

    /// The day after.
    ///
    /// # Errors
    /// `bad-time` after the last day that there is.
    pub fn next(self) -> Result<Self, crate::Error> {
        let next = self.0.tomorrow();
        next.map(Self).map_err(|_| out_of_reach(&self.to_string()))
    }

    /// The same day a year later; the last of February after its 29th.
    ///
    /// # Errors
    /// `bad-time` in the last year that there is.
    pub fn in_a_year(self) -> Result<Self, crate::Error> {
        let next = self.0.checked_add(jiff::Span::new().years(1));
        next.map(Self).map_err(|_| out_of_reach(&self.to_string()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = crate::Error;

    /// A day of the years 0 to 9999, written with all its digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = |from: usize, to: usize| {
            text.get(from..to)
                .filter(|part| part.chars().all(|c| c.is_ascii_digit()))
                .and_then(|part| part.parse::<i16>().ok())
        };
        let shaped = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let (Some(year), Some(month), Some(day), true) =
            (digits(0, 4), digits(5, 7), digits(8, 10), shaped)
        else {
            return Err(bad(format!("“{text}” is not a date."), DATE));
        };
        let none = || bad(format!("No calendar has a {text}."), DATE);
        let (month, day) = (month.try_into().ok(), day.try_into().ok());
        civil::Date::new(year, month.ok_or_else(none)?, day.ok_or_else(none)?)
            .map(Self)
            .map_err(|_| none())
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

impl FromStr for Time {
    type Err = crate::Error;

    /// RFC 3339, or a plain date, which means its midnight in UTC; of the years 0 to 9999, which are written alike. The last
    /// day of all, by which programs say that something never ends, is the last moment that there is.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>()
            .or_else(|_| format!("{text}T00:00:00Z").parse())
            .ok()
            .or_else(|| last(text))
            .and_then(Self::of)
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
    use super::{Day, Time};

    #[test]
    fn a_moment_is_read_by_the_clocks_of_its_place() {
        for (text, zone, at) in [
            ("2026-12-01", "Europe/Berlin", "2026-11-30T23:00:00.000Z"),
            (
                "2026-12-01 06:30",
                "Europe/Berlin",
                "2026-12-01T05:30:00.000Z",
            ),
            ("2026-12-01T6:30", "Asia/Tehran", "2026-12-01T03:00:00.000Z"),
            (
                "2026-12-01T06:30:00+09:00",
                "Europe/Berlin",
                "2026-11-30T21:30:00.000Z",
            ),
            // Clocks go from two to three, and later in the year from three to two.
            (
                "2026-03-29 03:30",
                "Europe/Berlin",
                "2026-03-29T01:30:00.000Z",
            ),
            (
                "2026-10-25 02:30",
                "Europe/Berlin",
                "2026-10-25T00:30:00.000Z",
            ),
            // Midnight is left out where clocks go forward at midnight.
            ("2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"),
            ("2026-12-01", "Nowhere/At all", "2026-12-01T00:00:00.000Z"),
        ] {
            let read = Time::written(text, zone).map(|at| at.to_string());
            assert_eq!(read, Ok(at.to_owned()), "{text} in {zone}");
        }
        let at: Time = "2026-12-01T05:30:00.000Z".parse().unwrap();
        assert_eq!(at.day("Pacific/Honolulu").to_string(), "2026-11-30");
    }

    #[test]
    fn what_is_wrong_with_a_date_is_said() {
        for (text, why) in [
            ("", "“” is not a date."),
            ("tomorrow", "“tomorrow” is not a date."),
            ("1.12.2026", "“1.12.2026” is not a date."),
            ("2026-1-12", "“2026-1-12” is not a date."),
            ("2026-02-30", "No calendar has a 2026-02-30."),
            ("2026-13-01", "No calendar has a 2026-13-01."),
            ("2026-12-01 25:00", "No clock shows 25:00."),
            ("2026-12-01 noon", "“noon” is no time of day."),
            ("２０２６-12-01", "“２０２６-12-01” is not a date."),
        ] {
            let said = Time::written(text, "UTC").unwrap_err();
            assert_eq!(
                (said.code.as_str(), said.message.as_str()),
                ("bad-time", why)
            );
        }
        assert!("2026-12-01 06:30".parse::<Day>().is_err());
        let gone = Time::written("2026-03-29 02:30", "Europe/Berlin").unwrap_err();
        assert_eq!(
            (
                gone.code.as_str(),
                gone.message.as_str(),
                gone.hint.as_deref()
            ),
            (
                "bad-time",
                "The clocks go forward on 2026-03-29, and leave 02:30 out.",
                Some("Write 03:30 for the hour that comes instead, or one before.")
            )
        );
        let first = "1900-01-01".parse::<Day>().and_then(Day::ahead);
        assert!(first.is_ok(), "{first:?}");
        let early = "0001-01-01"
            .parse::<Day>()
            .and_then(Day::ahead)
            .unwrap_err();
        assert_eq!(early.message, "0001-01-01 is too long ago.");
    }

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
