//! Whether a phone number or an e-mail address stands in the text. Rather one that is missed than a year, a price, a score
//! or a date that is taken for one.

use super::super::{Case, Link, at, finding, links, rule};
use markup::links::post_office;
use model::comment::{Evidence, Finding};
use std::ops::Range;

/// How many characters beside a number are looked at.
const NEAR: usize = 40;
/// Most places that the finding shows.
const MOST: usize = 20;

pub(super) fn personal(case: &Case) -> Vec<Finding> {
    let Some(says) = case.rules.personal else {
        return vec![];
    };
    let body = case.comment.body;
    let links = links(body);
    let (mails, phones) = (mails(body, &links), phones(body, &links));
    let detail = match (mails.is_empty(), phones.is_empty()) {
        (true, true) => return vec![],
        (false, true) => "It has an e-mail address.",
        (true, false) => "It has what looks like a phone number.",
        (false, false) => "It has an e-mail address and what looks like a phone number.",
    };
    let mut all: Vec<Range<usize>> = mails.into_iter().chain(phones).collect();
    all.sort_by_key(|range| range.start);
    let mut evidence: Vec<Evidence> = all.iter().take(MOST).map(at).collect();
    evidence.push(rule("personal"));
    vec![finding("personal-data", says, detail, evidence)]
}

/// E-mail addresses, also with their signs said: “ada (at) example (dot) org”.
fn mails(body: &str, links: &[Link]) -> Vec<Range<usize>> {
    let lower = body.to_ascii_lowercase();
    let mut found: Vec<Range<usize>> = vec![];
    for sign in ["@", "(at)", "[at]", "{at}", " at "] {
        for (at, _) in lower.match_indices(sign) {
            let said = sign.len() > 1;
            let before = if said {
                lower[..at].trim_end().len()
            } else {
                at
            };
            let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
            let start = lower[..before].trim_end_matches(local).len();
            let after = at + sign.len();
            let blank = lower[after..].len() - lower[after..].trim_start_matches(' ').len();
            let from = if said { after + blank } else { after };
            let Some(end) = end_of_host(&lower, from, said, sign == " at ") else {
                continue;
            };
            let named = lower[start..before].chars().any(char::is_alphanumeric);
            let office = sign != " at " || post_office(&lower[from..end]);
            let free = sign != "@" || !linked(&(start..end), links);
            if named && office && free && found.last().is_none_or(|last| last.end <= start) {
                found.push(start..end);
            }
        }
    }
    found
}

/// Where a host that begins at `from` ends; with a said dot where the `@` is said too, and only with one where that is a
/// word of its own.
fn end_of_host(lower: &str, from: usize, said: bool, word: bool) -> Option<usize> {
    let label = |c: char| c.is_alphanumeric() || c == '-';
    let mut at = from;
    let (mut labels, mut written) = (0, false);
    let mut end = None;
    loop {
        let length = lower[at..]
            .find(|c: char| !label(c))
            .unwrap_or(lower.len() - at);
        if length == 0 {
            break;
        }
        let last = &lower[at..at + length];
        labels += 1;
        at += length;
        let letters = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
        if labels > 1 && letters {
            end = Some(at);
        }
        let dots: &[&str] = if said {
            &[".", " dot ", "(dot)", " (dot) ", "[dot]", " [dot] "]
        } else {
            &["."]
        };
        let Some(dot) = dots.iter().find(|dot| lower[at..].starts_with(**dot)) else {
            break;
        };
        written |= *dot == ".";
        at += dot.len();
    }
    end.filter(|_| !(word && written))
}

/// A run of digits and what parts them.
struct Number<'a> {
    body: &'a str,
    range: Range<usize>,
    /// Groups of digits, each with its length and value where it is short.
    groups: Vec<String>,
    /// What stands between them.
    gaps: Vec<String>,
    plus: bool,
    bracket: bool,
}

/// Whether a place lies in a link.
fn linked(range: &Range<usize>, links: &[Link]) -> bool {
    links
        .iter()
        .any(|link| link.range.start < range.end && range.start < link.range.end)
}

/// Phone numbers.
fn phones(body: &str, links: &[Link]) -> Vec<Range<usize>> {
    let mut found = vec![];
    let mut at = 0;
    while let Some(number) = number(body, at) {
        at = number.range.end.max(at + 1);
        while !body.is_char_boundary(at) {
            at += 1;
        }
        if !linked(&number.range, links) && phone(&number) {
            found.push(number.range);
        }
    }
    found
}

/// The value of a digit of any script.
fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() || !c.is_numeric() {
        return Some(c).filter(char::is_ascii_digit);
    }
    let mut folded = String::new();
    markup::fold::fold(c, &mut folded);
    folded.chars().next().filter(char::is_ascii_digit)
}

/// The next number from `from` on, with all groups that are parted as those of a phone number may be.
fn number(body: &str, from: usize) -> Option<Number<'_>> {
    let (first, _) = body[from..]
        .char_indices()
        .find(|(_, c)| digit(*c).is_some())?;
    let mut start = from + first;
    let before = &body[from..start];
    let bracket = before.ends_with('(') || before.ends_with("(+");
    let plus = before.ends_with('+') || before.ends_with("(+") || before.ends_with('＋');
    let lead = before.trim_end_matches(['(', '+', '＋']);
    if bracket || plus {
        start = from + lead.len();
    }
    let mut number = Number {
        body,
        range: start..start,
        groups: vec![],
        gaps: vec![],
        plus,
        bracket,
    };
    let (mut group, mut gap) = (String::new(), String::new());
    for (at, c) in body[from + first..].char_indices() {
        let at = from + first + at;
        if let Some(digit) = digit(c) {
            if group.is_empty() && !number.groups.is_empty() {
                number.gaps.push(std::mem::take(&mut gap));
            }
            group.push(digit);
            number.range.end = at + c.len_utf8();
            continue;
        }
        if !group.is_empty() {
            number.groups.push(std::mem::take(&mut group));
        }
        gap.push(c);
        let parts = matches!(
            c,
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '‑' | '–' | '.' | '/' | '(' | ')'
        );
        if !parts || gap.chars().count() > 3 {
            break;
        }
    }
    if !group.is_empty() {
        number.groups.push(group);
    }
    Some(number)
}

/// Whether a number is one that calls somebody.
fn phone(number: &Number) -> bool {
    let groups: Vec<usize> = number.groups.iter().map(String::len).collect();
    let digits: usize = groups.iter().sum();
    let (before, after) = (
        &number.body[..number.range.start],
        &number.body[number.range.end..],
    );
    if !(7..=16).contains(&digits) || beside(before, after) || dated(number) {
        return false;
    }
    let first = number.groups[0].as_str();
    let rounded = number.groups.len() > 1 && number.groups.last().is_some_and(|last| last == "000");
    if rounded {
        return false;
    }
    if number.plus || first.starts_with("00") {
        return digits >= 9;
    }
    if number.bracket {
        return digits >= 8 && number.gaps.first().is_some_and(|gap| gap.contains(')'));
    }
    if first.starts_with('0') {
        let decimal = first.len() == 1 && !number.gaps.first().is_some_and(|gap| gap.contains('('));
        return !decimal && (9..=12).contains(&digits);
    }
    let high = first.starts_with(['2', '3', '4', '5', '6', '7', '8', '9']);
    let years = number.groups.iter().rev().take(2).all(|group| year(group));
    let national = match groups.as_slice() {
        [3, 3, 4] | [3, 2, 2, 2] | [2, 3, 2, 2] | [3, 7] => high,
        [1, 3, 3, 4] => first == "1",
        [1, 3, 3, 2, 2] | [1, 3, 7] => matches!(first, "7" | "8"),
        [2, 5, 4] => true,
        _ => false,
    };
    national && !years || cued(before) && digits >= 7
}

/// Whether what stands beside a number makes it something else: a letter, a sum of money, a share, a book's number.
fn beside(before: &str, after: &str) -> bool {
    let (before, after) = (last(before), first(after));
    let joined = before.ends_with(|c: char| c.is_alphanumeric() || "#_&=§$€£¥%".contains(c))
        || after.starts_with(|c: char| c.is_alphanumeric() || "_%$€£¥°".contains(c));
    let trimmed = before
        .trim_end_matches([' ', ':', '\u{a0}', '.'])
        .to_lowercase();
    let named = [
        "isbn", "issn", "doi", "iban", "$", "€", "£", "¥", "§", "art", "isbn-13", "isbn-10", "eur",
        "usd",
    ]
    .iter()
    .any(|word| trimmed.ends_with(word));
    let next = after
        .trim_start_matches([' ', '\u{a0}', '\u{202f}'])
        .to_lowercase();
    let unit = [
        "€",
        "$",
        "£",
        "%",
        "eur",
        "usd",
        "dollar",
        "people",
        "million",
        "billion",
        "km",
        "kg",
        "kr",
        "zł",
        "₽",
        "руб",
        "tl",
        "تومان",
        "ریال",
        "habit",
        "einwohner",
        "menschen",
        "personas",
        "tonn",
        "voters",
        "votes",
        "people",
    ];
    joined || named || unit.iter().any(|unit| next.starts_with(unit))
}

/// The last few characters of a text.
fn last(text: &str) -> &str {
    let start = text.char_indices().nth_back(NEAR - 1);
    start.map_or(text, |(at, _)| &text[at..])
}

/// The first few characters of a text.
fn first(text: &str) -> &str {
    let end = text.char_indices().nth(NEAR);
    end.map_or(text, |(at, _)| &text[..at])
}

/// Whether a group is a year.
fn year(group: &str) -> bool {
    group.len() == 4
        && group
            .parse::<u32>()
            .is_ok_and(|year| (1000..2100).contains(&year))
}

/// Whether a number is days or years, as “17.05.2024” or “2019-2023”, with or without a time behind.
fn dated(number: &Number) -> bool {
    let groups = &number.groups;
    let short =
        |group: &String| group.len() <= 2 && group.parse::<u32>().is_ok_and(|day| day <= 31);
    match groups.as_slice() {
        [a, b, c, ..] if short(a) && short(b) && year(c) => true,
        [a, b, c, ..]
            if year(a)
                && short(b)
                && short(c)
                && groups.iter().skip(3).all(|group| group.len() <= 2) =>
        {
            !number.plus
        }
        all => all.len() <= 3 && all.iter().all(|group| year(group)),
    }
}

/// Whether the words before a number say that it calls somebody.
fn cued(before: &str) -> bool {
    const CUES: [&str; 27] = [
        "tel",
        "phone",
        "call",
        "text",
        "whatsapp",
        "viber",
        "telegram",
        "mobile",
        "cell",
        "handy",
        "telefon",
        "nummer",
        "anrufen",
        "mobil",
        "tél",
        "téléphone",
        "appelez",
        "llama",
        "teléfono",
        "telefone",
        "telefono",
        "zadzwoń",
        "bel",
        "тел",
        "телефон",
        "هاتف",
        "تلفن",
    ];
    let tail: Vec<String> = last(before)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(3)
        .map(str::to_lowercase)
        .collect();
    tail.iter().any(|word| CUES.contains(&word.as_str()))
}
