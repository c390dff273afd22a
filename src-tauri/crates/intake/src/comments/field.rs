//! What stands in the fields of every source: texts, dates, addresses.

use model::{
    CommentId, Hash, Time,
    comment::{CommentState, Place},
};
use std::net::{IpAddr, SocketAddr};

/// A text without control characters, its lines ended by `\n`. What is invisible or turns the direction stays: it is shown
/// for what it is elsewhere.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            c if is_none(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Whether it is a control character, or one of the two besides that XML does not hold and that mean nothing.
fn is_none(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether a JSON text is an object: a list could be taken for its fields in order.
pub(crate) fn is_object(json: &str) -> bool {
    json.trim_start().starts_with('{')
}

/// The same on one line, with single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || is_none(c))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same, where there is something.
pub(crate) fn some(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|text| !text.is_empty())
}

/// Whether an id is one that a library gave.
pub(crate) fn is_ours(id: &str) -> bool {
    id.len() == 36 && id.parse::<CommentId>().is_ok()
}

/// The moment that a source writes; none where it says that it knows none, an error with what it says instead of one.
pub(crate) fn moment(text: &str) -> Result<Option<Time>, Unreadable> {
    let text = text.trim();
    if text.is_empty() || text.starts_with("0000-00-00") {
        return Ok(None);
    }
    if matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = text.parse().map_err(|_| Unreadable)?;
        return Ok(Some(Time(match text.len() {
            10 => number * 1000,
            _ => number,
        })));
    }
    // A moment without a zone is UTC, as archives write it.
    text.parse()
        .or_else(|_| format!("{}Z", text.replacen(' ', "T", 1)).parse())
        .or_else(|_| format!("{}:00Z", text.replacen(' ', "T", 1)).parse())
        .ok()
        .or_else(|| sheet(text))
        .map(Some)
        .ok_or(Unreadable)
}

/// A date as spreadsheets write it: with dots the day comes first (`02.05.2024 08:00`), with strokes only where it can't be
/// read otherwise (`25/5/2024`).
fn sheet(text: &str) -> Option<Time> {
    let (day, clock) = match text.split_once([' ', ',']) {
        Some((day, clock)) => (day, clock.trim_matches([' ', ','])),
        None => (text, ""),
    };
    let stroke = day.contains('/');
    let number = |part: &str| -> Option<u32> {
        let digits = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let numbers: Vec<u32> = day
        .split(if stroke { '/' } else { '.' })
        .map(number)
        .collect::<Option<_>>()?;
    let [first, second, year] = *numbers.as_slice() else {
        return None;
    };
    let (day, month) = match stroke {
        false => (first, second),
        true if first > 12 || first == second => (first, second),
        true if second > 12 => (second, first),
        true => return None,
    };
    let clock: Vec<u32> = match clock {
        "" => vec![0, 0],
        clock => clock.split(':').map(number).collect::<Option<_>>()?,
    };
    let (hour, minute, second) = match *clock.as_slice() {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    (year >= 1000)
        .then(|| {
            format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
                .parse()
                .ok()
        })
        .flatten()
}

/// What is said of what is no date.
pub(crate) fn no_date(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(40)
        .collect();
    let numbers: Vec<Option<u32>> = text
        .split([' ', ','])
        .next()
        .unwrap_or_default()
        .split('/')
        .map(|part| part.parse().ok())
        .collect();
    match *numbers.as_slice() {
        [Some(a @ 1..=12), Some(b @ 1..=12), Some(year @ 1000..=9999)] => format!(
            "“{text}” could be two days. Write it as {year}-{b:02}-{a:02} or {year}-{a:02}-{b:02}."
        ),
        _ => format!("“{text}” is not a date. Write it as 2024-05-02 08:00."),
    }
}

/// What is said of a word that is no state.
pub(crate) fn no_state(word: &str) -> String {
    let word: String = word.chars().filter(|c| !c.is_control()).take(40).collect();
    format!(
        "“{word}” is not a state of a comment: it is pending, published, held, rejected or spam."
    )
}

/// It is no date.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// A place by the one name that a source gives its article: an address, else an id or a slug.
pub(crate) fn named(article: &str) -> Place {
    let article = article.trim();
    if article.is_empty() {
        return Place::default();
    }
    if article.contains("://") || article.contains('/') {
        return Place {
            slug: slug(article),
            address: Some(article.to_owned()),
            ..Place::default()
        };
    }
    Place {
        article: Some(article.to_owned()),
        ..Place::default()
    }
}

/// Whether it is a network address, or several with commas, as what passes them on writes them: of either kind, with a port and
/// brackets or without, with parts that were hidden (`192.0.2.x`), a net (`192.0.2.0/24`), or the hash that some systems write
/// instead of one.
pub(crate) fn is_network(text: &str) -> bool {
    text.split(',').all(|one| is_one_network(one.trim()))
}

fn is_one_network(text: &str) -> bool {
    let net = |(_, wide): &(&str, &str)| wide.parse::<u8>().is_ok_and(|wide| wide <= 128);
    let text = text.split_once('/').filter(net).map_or(text, |(of, _)| of);
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    // Behind the mark stands by which of its cards a machine reached it.
    let bare = bare.unwrap_or(text).split('%').next().unwrap_or_default();
    if bare.parse::<IpAddr>().is_ok() || text.parse::<SocketAddr>().is_ok() {
        return true;
    }
    let hash = text
        .split_once(':')
        .filter(|(name, _)| name.starts_with("sha") || name.starts_with("md") || *name == "hash");
    let hash = hash.map_or(text, |(_, hash)| hash);
    let some = |of: fn(&u8) -> bool| hash.bytes().any(|byte| of(&byte));
    // In hexadecimal digits, or in the 64 of Base64, which no word of so many letters and figures is.
    let is_hash = match hash.len() {
        6..16 => hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
        16..=128 => hash
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)),
        _ => false,
    } && some(u8::is_ascii_digit)
        && (some(u8::is_ascii_alphabetic) || hash.len() >= 16);
    let hidden = |part: &str| {
        part.len() <= 4
            && part
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || b"xX*".contains(&byte))
    };
    let v6 = text.contains(':') && (3..=8).contains(&text.split(':').count());
    if v6 && text.split(':').all(hidden) {
        return true;
    }
    let parts: Vec<&str> = text.split('.').collect();
    let is_part =
        |part: &&str| matches!(*part, "x" | "xx" | "xxx" | "*") || part.parse::<u8>().is_ok();
    is_hash || parts.len() == 4 && parts.iter().all(is_part)
}

/// The address of a page and of a network, of what stands in the fields that may hold either: `page` and `ip` say which they
/// are; `either` is a network's here and the page's in an inbox, which it shows by how it begins.
pub(crate) fn addresses(
    page: Option<String>,
    either: Option<String>,
    ip: Option<String>,
) -> (Option<String>, Option<String>) {
    let [page, either, ip] = [page, either, ip].map(|one| one.as_deref().and_then(some));
    match either {
        Some(either) if page.is_none() && (either.contains("://") || either.starts_with('/')) => {
            (Some(either), ip)
        }
        Some(either) if ip.is_some() && !is_network(&either) => (page, ip),
        Some(either) => (page, Some(either)),
        None => (page, ip),
    }
}

/// The last part of an address's path, without what is no name of a page.
pub(crate) fn slug(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    let mut parts = path.split('/').rev().filter(|part| !part.is_empty());
    let mut last = parts.next()?;
    if last.starts_with("index.") {
        last = parts.next()?;
    }
    let bare = [".html", ".htm", ".php", ".md"]
        .iter()
        .find_map(|ending| last.strip_suffix(ending))
        .unwrap_or(last);
    Some(unpercented(bare)).filter(|slug| !slug.is_empty())
}

/// A part of an address with its `%` codes read; as it is where they are no text.
pub(crate) fn unpercented(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(byte) => out.push(byte),
            None => out.push(bytes[at]),
        }
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// An id for a comment whose source gives none: by its place, its moment and its words, so that the same file gives the
/// same. Who wrote it is no part of it.
pub(crate) fn made(place: &Place, created: Option<Time>, body: &str) -> String {
    let created = created.map_or(String::new(), |at| at.to_string());
    let of = [&place.article, &place.address, &place.slug, &place.title]
        .into_iter()
        .find_map(Option::as_deref)
        .unwrap_or_default();
    Hash::of(format!("{of}\n{created}\n{body}").as_bytes()).to_string()[..32].to_owned()
}

/// A state by its name in whatever system, and whether the comment was deleted there; none for a word that is no state.
pub(crate) fn state(word: &str) -> Option<(CommentState, bool)> {
    let state = match word.trim().to_lowercase().as_str() {
        "published" | "approved" | "approve" | "1" | "true" | "yes" => CommentState::Published,
        "pending" | "unapproved" | "0" | "false" | "no" | "hold" | "waiting" => {
            CommentState::Pending
        }
        "held" => CommentState::Held,
        "rejected" => CommentState::Rejected,
        "spam" => CommentState::Spam,
        "trash" | "post-trashed" | "deleted" => return Some((CommentState::Rejected, true)),
        _ => return None,
    };
    Some((state, false))
}

/// Text of HTML without its five commonest entities.
pub(crate) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
