//! The comments of a page, from its lines.

use crate::{author::is_name, labels, lines::Block};
use model::{
    Time,
    page::{Leftover, PageComment},
};

/// The comments among `blocks`, which follow the comments' title; what is no part of any goes to `left`.
pub(crate) fn read(blocks: &[Block], left: &mut Vec<Leftover>) -> Vec<PageComment> {
    let mut out: Vec<PageComment> = vec![];
    let mut at = 0;
    while at < blocks.len() {
        let line = blocks[at]
            .text
            .trim_start_matches(['#', '>', '-', '*', ' '])
            .replace("**", "");
        if labels::is_furniture(&line)
            || labels::is(&line, labels::COMMENTS)
            || labels::is(&line, labels::REPLY)
        {
            at += 1;
            continue;
        }
        let next = blocks
            .get(at + 1)
            .map(|block| block.text.as_str())
            .unwrap_or_default();
        if let Some((author, said, date)) = begins(&line, next) {
            let answers = answers(&author, &out);
            out.push(PageComment {
                parent: answers.1,
                author: answers.0,
                created: date.and_then(|date| moment(&date)),
                body: said,
            });
            at += if is_date(next) && !line_has_date(&line) {
                2
            } else {
                1
            };
            continue;
        }
        match out.last_mut() {
            Some(last) => {
                if !last.body.is_empty() {
                    last.body.push_str("\n\n");
                }
                last.body.push_str(blocks[at].text.trim());
            }
            None => left.push(Leftover {
                place: format!("line {}", blocks[at].line),
                text: line.chars().take(200).collect(),
                why: "It stands among the comments and belongs to none".into(),
            }),
        }
        at += 1;
    }
    out.retain(|comment| !comment.body.trim().is_empty());
    out
}

/// Author, first words and date, where `line` begins a comment.
fn begins(line: &str, next: &str) -> Option<(String, String, Option<String>)> {
    for says in labels::SAYS {
        if let Some(name) = line.strip_suffix(says).map(str::trim)
            && !name.is_empty()
            && name.chars().count() <= 60
        {
            return Some((
                name.to_owned(),
                String::new(),
                is_date(next).then(|| next.to_owned()),
            ));
        }
    }
    if line.chars().count() <= 60 && is_date(next) && !is_date(line) {
        return Some((line.to_owned(), String::new(), Some(next.to_owned())));
    }
    for dash in [" · ", " | ", " — ", " – ", ", "] {
        if let Some((name, date)) = line.split_once(dash)
            && is_date(date)
            && name.chars().count() <= 60
        {
            return Some((name.trim().to_owned(), String::new(), Some(date.to_owned())));
        }
    }
    let (name, said) = line.split_once(": ")?;
    (is_name(name) && name.split_whitespace().count() <= 3 && !said.trim().is_empty())
        .then(|| (name.to_owned(), said.trim().to_owned(), None))
}

fn line_has_date(line: &str) -> bool {
    [" · ", " | ", " — ", " – ", ", "]
        .iter()
        .any(|dash| line.split_once(dash).is_some_and(|(_, date)| is_date(date)))
}

/// "NAME in reply to OTHER", "NAME replied to OTHER".
fn answers(author: &str, before: &[PageComment]) -> (String, Option<usize>) {
    for by in [
        " in reply to ",
        " replied to ",
        " replying to ",
        " → ",
        " antwortet ",
        " en réponse à ",
        " svarar ",
        " در پاسخ به ",
    ] {
        if let Some((name, other)) = author.split_once(by) {
            let parent = before
                .iter()
                .rposition(|comment| comment.author == other.trim_end_matches(':').trim());
            return (name.trim().to_owned(), parent);
        }
    }
    (author.to_owned(), None)
}

/// Whether a line is nothing but a date or time.
pub(crate) fn is_date(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['#', '*', ' ']);
    let words = line.split_whitespace().count();
    let digits = line.chars().filter(|c| c.is_numeric()).count();
    let low = line.to_lowercase();
    let ago = [
        " ago",
        "vor ",
        "il y a",
        "sedan",
        "hace ",
        "yesterday",
        "today",
        "just now",
        "پیش",
        "منذ",
    ];
    (1..=9).contains(&words)
        && line.chars().count() <= 60
        && (digits >= 4
            || digits >= 1 && ago.iter().any(|ago| low.contains(ago))
            || low == "yesterday"
            || low == "today")
        && !line.ends_with(['!', '?'])
        && line.chars().filter(|c| c.is_alphabetic()).count() <= 36
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "maj", "mag", "mei"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "ago"],
    &["sep", "set"],
    &["oct", "okt", "out", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// The moment that a date line means, in UTC; none where it can't be told.
pub(crate) fn moment(line: &str) -> Option<Time> {
    let low = line.to_lowercase();
    let mut numbers: Vec<i64> = vec![];
    let mut month = None;
    for word in low
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse() {
            numbers.push(number);
        } else if month.is_none() {
            month = MONTHS
                .iter()
                .position(|names| names.iter().any(|name| word.starts_with(name)));
        }
    }
    let (year, month, day, rest) = match (month, numbers.as_slice()) {
        (Some(month), [day, year, rest @ ..]) if *year > 1900 => {
            (*year, month as i64 + 1, *day, rest)
        }
        (Some(month), [year, day, rest @ ..]) if *year > 1900 => {
            (*year, month as i64 + 1, *day, rest)
        }
        (None, [year, month, day, rest @ ..]) if *year > 1900 => (*year, *month, *day, rest),
        (None, [day, month, year, rest @ ..]) if *year > 1900 && *month <= 12 => {
            (*year, *month, *day, rest)
        }
        _ => return None,
    };
    let (mut hour, minute) = match rest {
        [hour, minute, ..] if *hour < 24 && *minute < 60 => (*hour, *minute),
        _ => (0, 0),
    };
    if low.contains("pm") && hour < 12 && hour > 0 {
        hour += 12;
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
        .parse()
        .ok()
}
