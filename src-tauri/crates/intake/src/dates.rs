//! Dates as pages write them.

use model::Time;

/// Words for "ago" and the like, in lower case.
const AGO: [&str; 12] = [
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
];

/// What else stands in a date: days of the week, and the small words between its parts.
const BESIDE: [&str; 74] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "at",
    "on",
    "the",
    "of",
    "um",
    "uhr",
    "am",
    "pm",
    "le",
    "à",
    "de",
    "del",
    "kl",
    "a",
    "las",
    "alle",
    "om",
    "uur",
];
const BESIDE_RTL: [&str; 24] = [
    "ساعت",
    "در",
    "شنبه",
    "یکشنبه",
    "یک‌شنبه",
    "دوشنبه",
    "سه‌شنبه",
    "چهارشنبه",
    "پنجشنبه",
    "پنج‌شنبه",
    "جمعه",
    "الساعة",
    "في",
    "الأحد",
    "الاثنين",
    "الإثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "السبت",
    "م",
    "ص",
    "مساءً",
];

/// Whether a line is nothing but a date or time.
pub(crate) fn is_date(line: &str) -> bool {
    if exact(line.trim()).is_some() {
        return true;
    }
    let low = line
        .trim()
        .trim_start_matches(['#', '*', ' '])
        .to_lowercase();
    let count = low.split_whitespace().count();
    if !(1..=9).contains(&count) || low.chars().count() > 60 || low.ends_with(['!', '?']) {
        return false;
    }
    let digits = low.chars().filter(|c| c.is_numeric()).count();
    let letters = low.chars().filter(|c| c.is_alphabetic()).count();
    let ago = digits >= 1 && letters <= 20 && AGO.iter().any(|ago| low.contains(ago));
    if ago || low == "yesterday" || low == "today" {
        return true;
    }
    let mut named = false;
    let fits = words(&low).all(|word| {
        let known = month(word).is_some();
        named |= known;
        let rest = word.trim_start_matches(char::is_numeric);
        known
            || rest.is_empty()
            || BESIDE.contains(&rest)
            || BESIDE_RTL.contains(&rest)
            || rest.len() < word.len() && ["st", "nd", "rd", "th", "er", "h"].contains(&rest)
    });
    let year =
        words(&low).any(|word| word.chars().count() == 4 && word.chars().all(char::is_numeric));
    fits && (named && digits >= 1 || year && low.split_whitespace().any(is_numeric))
}

/// "2026-05-12", "12.05.2026", "12/5/2026".
fn is_numeric(word: &str) -> bool {
    let word = word.split('t').next().unwrap_or(word).trim_end_matches(',');
    let parts: Vec<&str> = word.split(['.', '-', '/']).collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(char::is_numeric))
}

fn words(low: &str) -> impl Iterator<Item = &str> {
    low.split(|c: char| !c.is_alphanumeric() && c != '\u{200c}')
        .filter(|word| !word.is_empty())
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "يناير", "كانون الثاني", "ژانویه"],
    &["feb", "fév", "fev", "فبراير", "شباط", "فوریه"],
    &["mar", "mär", "mrt", "maa", "مارس", "آذار"],
    &["apr", "avr", "abr", "أبريل", "ابريل", "نيسان", "آوریل"],
    &["may", "mai", "maj", "mag", "mei", "مايو", "أيار", "مه"],
    &["jun", "juin", "giu", "يونيو", "حزيران", "ژوئن"],
    &["jul", "juil", "lug", "يوليو", "تموز", "ژوئیه", "جولای"],
    &["aug", "aoû", "ago", "أغسطس", "آب", "اوت"],
    &["sep", "set", "سبتمبر", "أيلول", "سپتامبر"],
    &["oct", "okt", "out", "ott", "أكتوبر", "اكتوبر", "اکتبر"],
    &["nov", "نوفمبر", "نوامبر"],
    &["dec", "dez", "déc", "dic", "ديسمبر", "دسامبر"],
];
/// Months of the Persian calendar, which are dates but not turned into moments.
const PERSIAN: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// The month that a word names, from 0; 12 for one of another calendar. Words that only begin like a month's name
/// are longer than any ("market", "decision").
fn month(word: &str) -> Option<usize> {
    if PERSIAN.contains(&word) {
        return Some(12);
    }
    let latin = word.chars().all(|c| c < '\u{250}');
    let brief =
        word.chars().count() == 3 || ["sept", "janv", "févr", "juil", "sett"].contains(&word);
    let fits = |full: &str| word == full || brief && full.starts_with(word);
    MONTHS.iter().position(|names| match latin {
        true => {
            names.iter().any(|name| word.starts_with(name)) && FULL.iter().any(|full| fits(full))
        }
        false => names.contains(&word),
    })
}

/// The months' names, whose beginnings are their short forms.
const FULL: [&str; 72] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "jänner",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "januari",
    "februari",
    "maj",
    "augusti",
    "december",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "setiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "maart",
    "mrt",
    "mei",
    "augustus",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "outubro",
    "dezembro",
];

/// The moment that a date line means, in UTC; none where it can't be told.
pub(crate) fn moment(line: &str) -> Option<Time> {
    let line = line.trim();
    if let Some(exact) = exact(line) {
        return Some(exact);
    }
    let low = line.to_lowercase();
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
    if named == Some(12) {
        return None;
    }
    let (year, month, day, rest) = match (named, numbers.as_slice()) {
        (Some(month), [day, year, rest @ ..]) if year_like(*year) => {
            (*year, month as i64 + 1, *day, rest)
        }
        (Some(month), [year, day, rest @ ..]) if year_like(*year) => {
            (*year, month as i64 + 1, *day, rest)
        }
        (None, [year, month, day, rest @ ..]) if year_like(*year) => (*year, *month, *day, rest),
        (None, [day, month, year, rest @ ..]) if year_like(*year) && *month <= 12 => {
            (*year, *month, *day, rest)
        }
        _ => return None,
    };
    let (mut hour, minute) = match rest {
        [hour, minute, ..] if *hour < 24 && *minute < 60 => (*hour, *minute),
        _ => (0, 0),
    };
    let half =
        |mark: &str| words(&low).any(|word| word.trim_start_matches(char::is_numeric) == mark);
    if half("pm") && (1..12).contains(&hour) {
        hour += 12;
    } else if half("am") && hour == 12 {
        hour = 0;
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
        .parse()
        .ok()
}

/// A moment as machines write it, with its offset.
fn exact(line: &str) -> Option<Time> {
    line.contains('T').then(|| line.parse().ok()).flatten()
}

fn year_like(number: i64) -> bool {
    (1901..=2199).contains(&number)
}

/// A digit of the scripts that pages here are written in.
fn digit(c: char) -> Option<char> {
    let from = |zero: u32| char::from_digit((c as u32).wrapping_sub(zero), 10);
    match c {
        '0'..='9' => Some(c),
        '٠'..='٩' => from(0x660),
        '۰'..='۹' => from(0x6f0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_date, moment};

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
}
