//! Dates as pages write them.

mod names;

use model::{Time, page::SavedPage};
use names::{is_beside, is_last, month, says_changed, says_published};

/// Words for "ago" and the like, in lower case.
const AGO: [&str; 18] = [
    " ago",
    "vor ",
    "il y a",
    "sedan",
    "hace ",
    "yesterday",
    "today",
    "just now",
    "geleden",
    " fa",
    "پیش",
    "منذ",
    " temu",
    "назад",
    "há ",
    "siden",
    "sitten",
    " önce",
];

/// Most letters of a line that is a date.
const LINE: usize = 60;

/// Whether a line is nothing but a date or time.
pub(crate) fn is_date(line: &str) -> bool {
    if exact(line.trim()).is_some() {
        return true;
    }
    let low = plain(line.trim().trim_start_matches(['#', '*', ' ']));
    let count = low.split_whitespace().count();
    if !(1..=9).contains(&count) || low.chars().count() > LINE || low.ends_with(['!', '?']) {
        return false;
    }
    let digits = low.chars().filter(|c| c.is_numeric()).count();
    let letters = low.chars().filter(|c| c.is_alphabetic()).count();
    let ago = digits >= 1 && letters <= 20 && AGO.iter().any(|ago| low.contains(ago));
    if ago || low == "yesterday" || low == "today" {
        return true;
    }
    made_of_dates(&low, |_| false)
}

/// Whether a line is nothing but dates and what says what they are: "Published 3 June 2026, updated 4 June 2026".
pub(crate) fn only(line: &str) -> bool {
    let low = plain(line);
    (1..=24).contains(&low.split_whitespace().count())
        && low.chars().count() <= 140
        && !low.ends_with(['!', '?'])
        && made_of_dates(&low, |word| {
            says_published(word) || says_changed(word) || is_last(word)
        })
}

/// Whether `low` holds a date, and besides nothing but small words and what `also` takes.
fn made_of_dates(low: &str, also: impl Fn(&str) -> bool) -> bool {
    let digits = low.chars().any(char::is_numeric);
    let mut named = false;
    let fits = words(low).all(|word| {
        let known = month(word).is_some();
        named |= known;
        let rest = word.trim_start_matches(char::is_numeric);
        known
            || rest.is_empty()
            || is_beside(rest)
            || also(rest)
            || rest.len() < word.len() && ["st", "nd", "rd", "th", "er", "h", "º"].contains(&rest)
            || rest
                .strip_prefix('h')
                .is_some_and(|minutes| minutes.chars().all(char::is_numeric))
    });
    let year = words(low).any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    fits && (named && digits || year && low.split_whitespace().any(is_numeric))
}

/// "2026-05-12", "12.05.2026", "12/5/2026".
fn is_numeric(word: &str) -> bool {
    let word = word
        .split('t')
        .next()
        .unwrap_or(word)
        .trim_end_matches([',', '.']);
    let parts: Vec<&str> = word.split(['.', '-', '/']).collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(char::is_numeric))
}

fn words(low: &str) -> impl Iterator<Item = &str> {
    low.split(|c: char| {
        !c.is_alphanumeric() && c != '\u{200c}' && !('\u{64b}'..='\u{65f}').contains(&c)
    })
    .filter(|word| !word.is_empty())
}

/// A line in lower case, its digits as ours, with what parts a date in other scripts as spaces.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars().flat_map(char::to_lowercase) {
        let after_digit = out.ends_with(|last: char| last.is_ascii_digit());
        match digit(c) {
            Some(digit) => out.push(digit),
            None if after_digit && "年月년월".contains(c) => out.push('.'),
            None if after_digit && "日일".contains(c) => out.push(' '),
            None if after_digit && "時时".contains(c) => out.push(':'),
            None if after_digit && "分".contains(c) => out.push(' '),
            None if "：（）".contains(c) => out.push(' '),
            None => out.push(c),
        }
    }
    out.replace("a.m.", "am")
        .replace("p.m.", "pm")
        .replace("a. m.", "am")
        .replace("p. m.", "pm")
}

/// The moment that a date line means, in UTC; none where it can't be told.
pub(crate) fn moment(line: &str) -> Option<Time> {
    let line = line.trim();
    if line.chars().count() > 200 {
        return None;
    }
    if let Some(exact) = exact(line) {
        return Some(exact);
    }
    let mut low = plain(line);
    let (hour, minute) = clock(&mut low).unwrap_or((0, 0));
    let mut numbers: Vec<i64> = vec![];
    let mut named = None;
    for word in words(&low) {
        let digits: String = word.chars().map_while(digit).collect();
        if let Ok(number) = digits.parse() {
            numbers.push(number);
        } else if named.is_none() {
            named = month(word);
        }
    }
    let (year, month, day) = match (named, numbers.as_slice()) {
        (Some((month, _)), [day, year, ..]) if year_like(*year) || solar_like(*year) => {
            (*year, month as i64 + 1, *day)
        }
        (Some((month, _)), [year, day, ..]) if year_like(*year) || solar_like(*year) => {
            (*year, month as i64 + 1, *day)
        }
        (None, [year, month, day, ..]) if year_like(*year) || solar_like(*year) => {
            (*year, *month, *day)
        }
        (None, [day, month, year, ..]) if year_like(*year) && *month <= 12 => (*year, *month, *day),
        (None, [month, day, year, ..]) if year_like(*year) && *day <= 31 => (*year, *month, *day),
        _ => return None,
    };
    let persian = named.is_some_and(|(_, persian)| persian);
    let (year, month, day) = match solar_like(year) {
        true => gregorian(year, month, day)?,
        false if persian => return None,
        false => (year, month, day),
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
        .parse()
        .ok()
}

/// The time of the day in `low`, which is taken out: "14:05", "9:15 pm", "2 pm", "16 h 00", "08h12", "14.21".
fn clock(low: &mut String) -> Option<(i64, i64)> {
    let bytes = low.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let spaces = |from: usize| bytes[from..].iter().take_while(|b| **b == b' ').count();
    let mut at = 0;
    while at < bytes.len() {
        let count = digits(at);
        let start = at;
        if count == 0 {
            at += 1;
            continue;
        }
        at += count;
        let before = start.checked_sub(1).map_or(b' ', |before| bytes[before]);
        if count > 2 || before == b'.' || before == b'/' || before == b'-' {
            continue;
        }
        let hour: i64 = low[start..at].parse().ok()?;
        let mark = bytes.get(at).copied().unwrap_or_default();
        let minutes = || digits(at + 1) == 2;
        let dotted =
            mark == b'.' && minutes() && !matches!(bytes.get(at + 3), Some(b'.' | b'/' | b'-'));
        let h = at + spaces(at);
        let (minute, mut end) = if (mark == b':' || dotted) && minutes() {
            let mut end = at + 3;
            if bytes.get(end) == Some(&b':') && digits(end + 1) == 2 {
                end += 3;
            }
            (low[at + 1..at + 3].parse().ok()?, end)
        } else if bytes.get(h) == Some(&b'h')
            && !bytes.get(h + 1).is_some_and(u8::is_ascii_alphabetic)
        {
            let next = h + 1 + spaces(h + 1);
            match digits(next) {
                2 => (low[next..next + 2].parse().ok()?, next + 2),
                _ => (0, h + 1),
            }
        } else if half(&low[h..]).is_some() {
            (0, at)
        } else {
            continue;
        };
        let rest = low[end..].trim_start_matches(' ');
        let mut hour = hour;
        if let Some(late) = half(rest).or_else(|| half_elsewhere(low)) {
            if late && (1..12).contains(&hour) {
                hour += 12;
            } else if !late && hour == 12 {
                hour = 0;
            }
            end = low.len() - rest.len() + if half(rest).is_some() { 2 } else { 0 };
        }
        if hour > 23 || minute > 59 {
            continue;
        }
        low.replace_range(start..end, " ");
        return Some((hour, minute));
    }
    None
}

/// Whether a text begins with "pm", or with "am".
fn half(rest: &str) -> Option<bool> {
    let whole = |mark: &str| {
        rest.strip_prefix(mark)
            .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    match () {
        () if whole("pm") => Some(true),
        () if whole("am") => Some(false),
        () => None,
    }
}

/// The half of the day in scripts that say it before the hour or in words.
fn half_elsewhere(low: &str) -> Option<bool> {
    let has = |all: &[&str]| all.iter().any(|word| low.contains(word));
    match () {
        () if has(&["午後", "下午", "مساء", "بعدازظهر", "بعد از ظهر"]) => {
            Some(true)
        }
        () if has(&["午前", "上午", "صباح", "قبل از ظهر"]) => Some(false),
        () => None,
    }
}

/// Takes what a line says of when the page was published and changed, where that is not known yet.
pub(crate) fn take(page: &mut SavedPage, line: &str) {
    let (published, changed) = told(line);
    page.date = page.date.or(published);
    page.modified = page.modified.or(changed);
}

/// When a line says that something was published, and when changed.
pub(crate) fn told(line: &str) -> (Option<Time>, Option<Time>) {
    if line.chars().count() > 300 {
        return (None, None);
    }
    // Each part runs from one such word to the next.
    let mut parts: Vec<(bool, usize)> = vec![(false, 0)];
    let mut at = 0;
    let apart = |c: char| !c.is_alphanumeric() && c != '\u{200c}';
    for word in line.split(apart) {
        let low = word.trim_start_matches(char::is_numeric).to_lowercase();
        let changed = says_changed(&low);
        if changed || says_published(&low) {
            // Without spaces a number may stand right before the word.
            let number = word.len() - word.trim_start_matches(char::is_numeric).len();
            parts.push((changed, at + number));
        }
        let next = line[at + word.len()..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        at += word.len() + next;
    }
    let mut found = (None, None);
    for (index, (changed, start)) in parts.iter().enumerate() {
        let end = parts.get(index + 1).map_or(line.len(), |(_, next)| *next);
        let said = line.get(*start..end).and_then(moment);
        let place = if *changed { &mut found.1 } else { &mut found.0 };
        *place = place.or(said);
    }
    found
}

/// A moment as machines write it, with its offset; one without is taken for UTC.
fn exact(line: &str) -> Option<Time> {
    let start = line.get(..10)?;
    let shaped = start.bytes().enumerate().all(|(at, b)| match at {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    let rest = line.get(10..)?;
    if !shaped || rest.is_empty() || rest.len() > 40 {
        return None;
    }
    let time = rest.strip_prefix(['T', 't', ' '])?.trim();
    let time = time
        .strip_suffix("UTC")
        .map_or(time.to_owned(), |time| format!("{}Z", time.trim_end()));
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => (time[..at].trim_end(), &time[at..]),
        None => (time.as_str(), "Z"),
    };
    // "+0200 CET" names its zone twice.
    let zone = zone.split(' ').next().unwrap_or(zone);
    let seconds = if clock.matches(':').count() == 1 {
        ":00"
    } else {
        ""
    };
    format!("{start}T{clock}{seconds}{zone}").parse().ok()
}

fn year_like(number: i64) -> bool {
    (1901..=2199).contains(&number)
}

/// A year of the Persian calendar in which pages were written.
fn solar_like(number: i64) -> bool {
    (1350..=1480).contains(&number)
}

/// A day of the Persian calendar in ours. Its leap years follow each other in rounds of 33 years.
fn gregorian(year: i64, month: i64, day: i64) -> Option<(i64, i64, i64)> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let leap = |year: i64| [1, 5, 9, 13, 17, 22, 26, 30].contains(&(year % 33));
    let length = |year: i64| if leap(year) { 366 } else { 365 };
    // The first day of 1350 was 21 March 1971, which was day 444 after 1970 began.
    let before: i64 = (1350..year).map(length).sum();
    let months = if month <= 7 {
        (month - 1) * 31
    } else {
        (month - 1) * 30 + 6
    };
    let mut left = 444 + before + months + day - 1;
    let mut at = 1970;
    let ours = |year: i64| {
        if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) {
            366
        } else {
            365
        }
    };
    while left >= ours(at) {
        left -= ours(at);
        at += 1;
    }
    let lengths = [31, ours(at) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    Some((at, month as i64 + 1, left + 1))
}

/// A digit of the scripts that pages here are written in.
fn digit(c: char) -> Option<char> {
    let from = |zero: u32| char::from_digit((c as u32).wrapping_sub(zero), 10);
    match c {
        '0'..='9' => Some(c),
        '٠'..='٩' => from(0x660),
        '۰'..='۹' => from(0x6f0),
        '０'..='９' => from(0xff10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_date, moment, only, told};

    #[test]
    fn dates_are_read_in_every_language_of_the_fixtures() {
        for (line, means) in [
            ("12 May 2026", "2026-05-12T00:00:00Z"),
            ("May 12, 2026 at 9:15 pm", "2026-05-12T21:15:00Z"),
            ("12. März 2026, 08:30 Uhr", "2026-03-12T08:30:00Z"),
            ("le 3 août 2026 à 14:05", "2026-08-03T14:05:00Z"),
            ("3 oktober 2026 kl. 07.10", "2026-10-03T07:10:00Z"),
            ("5 de septiembre de 2026", "2026-09-05T00:00:00Z"),
            ("١٢ مايو ٢٠٢٦", "2026-05-12T00:00:00Z"),
            ("2026-05-12 18:40", "2026-05-12T18:40:00Z"),
            ("12.05.2026", "2026-05-12T00:00:00Z"),
            ("2026-05-12T18:40:00+02:00", "2026-05-12T16:40:00Z"),
            ("2026-05-12 18:40:00 +0200 CEST", "2026-05-12T16:40:00Z"),
            ("۲۱ اردیبهشت ۱۴۰۵", "2026-05-11T00:00:00Z"),
            ("۱۴۰۳/۱۲/۳۰ - ۱۲:۱۵", "2025-03-20T12:15:00Z"),
            ("2026年2月8日 6:00", "2026-02-08T06:00:00Z"),
            ("12 października 2026, 11:20", "2026-10-12T11:20:00Z"),
            ("14 августа 2026 г., 10:05", "2026-08-14T10:05:00Z"),
            ("4:15 p.m. June 3, 2026", "2026-06-03T16:15:00Z"),
            ("Saturday 29 August 2026, 6.30pm", "2026-08-29T18:30:00Z"),
            ("7 juin 2026 à 16 h 00", "2026-06-07T16:00:00Z"),
            ("3 mars 2026 à 08h12", "2026-03-03T08:12:00Z"),
        ] {
            assert!(is_date(line), "{line}");
            assert_eq!(moment(line), means.parse().ok(), "{line}");
        }
        assert!(is_date("۲۱ اردیبهشت ۱۴۰۵") && is_date("3 days ago") && is_date("vor 2 Stunden"));
    }

    #[test]
    fn text_with_numbers_is_no_date() {
        for line in [
            "The market of 2026",
            "Bus lines 12 and 2026",
            "Marta Lind",
            "A decision in 2031?",
            "1,200 visitors",
        ] {
            assert!(!is_date(line), "{line}");
        }
    }

    #[test]
    fn what_was_published_and_what_was_changed_are_told_apart() {
        let both = |line: &str| {
            let (published, changed) = told(line);
            [published, changed].map(|time| time.map(|time| time.to_string()).unwrap_or_default())
        };
        for line in [
            "Published 4:15 p.m. June 3, 2026 | Updated 9:02 a.m. June 4, 2026",
            "Publié le 3 juin 2026 à 16 h 15, modifié le 4 juin 2026 à 9 h 02",
            "公開日：2026年6月3日 16:15更新日：2026年6月4日 9:02",
        ] {
            assert!(only(line), "{line}");
            assert_eq!(
                both(line),
                ["2026-06-03T16:15:00.000Z", "2026-06-04T09:02:00.000Z"],
                "{line}"
            );
        }
        assert_eq!(
            both("Stand: 04.06.2026, 09:02 Uhr"),
            ["", "2026-06-04T09:02:00.000Z"]
        );
    }
}
