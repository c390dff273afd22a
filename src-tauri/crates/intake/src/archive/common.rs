//! What readers of several archives do alike.

use crate::dates;
use model::{Time, archive::Item, page::Leftover};
use std::collections::HashSet;

/// What was set aside, and why.
pub(crate) fn left(place: impl Into<String>, text: impl Into<String>, why: &str) -> Leftover {
    Leftover {
        place: place.into(),
        text: text.into(),
        why: why.to_owned(),
    }
}

/// The moment that a field names: RFC 3339, a day with or without a clock and an offset, or what people write. Without an
/// offset it is UTC, so that every machine reads the same.
pub(crate) fn moment(text: &str) -> Option<Time> {
    let text = text.trim();
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    // “2024-05-01 10:00:00 +0200”, as Jekyll and git write it; “2024-05-01T10:00”, as forms do.
    let day = text.get(..10).filter(|day| {
        let bytes = day.as_bytes();
        bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-')
    });
    if let Some(day) = day {
        let rest = text.get(10..).unwrap_or_default();
        let rest = rest.trim_start_matches(['T', 't', ' ']);
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || ":.".contains(c)))
            .unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(end);
        let clock = match clock.matches(':').count() {
            0 => "00:00:00".to_owned(),
            1 => format!("{clock}:00"),
            _ => clock.to_owned(),
        };
        let clock = match clock.find(':') {
            Some(1) => format!("0{clock}"),
            _ => clock,
        };
        let zone = zone.trim();
        let zone = match zone {
            "" | "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
            zone if zone.starts_with(['+', '-']) && zone.len() == 5 => {
                format!(
                    "{}:{}",
                    zone.get(..3).unwrap_or_default(),
                    zone.get(3..).unwrap_or_default()
                )
            }
            zone => zone.to_owned(),
        };
        if let Ok(at) = format!("{day}T{clock}{zone}").parse() {
            return Some(at);
        }
    }
    dates::moment(text)
}

/// The longest value that is kept by its name; what is longer is a text, and left.
const SHORT: usize = 500;
/// Most of what is kept by name of one article; what is more is left.
const KEPT: usize = 2_000;

/// Keeps what has no field, by its name.
pub(crate) fn keep(item: &mut Item, name: &str, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    if value.len() > SHORT || item.meta.len() >= KEPT {
        let why = match value.len() > SHORT {
            true => "There is no field for it",
            false => "More than 2,000 such lines of one article are not kept",
        };
        item.left.push(left(name, value, why));
        return;
    }
    let pair = (name.to_owned(), value.to_owned());
    if !item.meta.contains(&pair) {
        item.meta.push(pair);
    }
}

/// Adds the tags that are not there yet, in whatever case.
pub(crate) fn tags<'a>(tags: &mut Vec<String>, more: impl IntoIterator<Item = &'a str>) {
    let mut known: HashSet<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    for tag in more {
        let tag = crate::lines::squeeze(tag);
        if !tag.is_empty() && known.insert(tag.to_lowercase()) {
            tags.push(tag);
        }
    }
}

/// What tells a site from all others: its address without the protocol and `www.`, under which it is the same one. Empty for
/// what is no address.
pub(crate) fn site(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    let bare = ["https://", "http://", "//"].iter().find_map(|start| {
        let begins = address.get(..start.len())?.eq_ignore_ascii_case(start);
        begins.then(|| address.get(start.len()..))?
    });
    let bare = bare.unwrap_or(address);
    let (host, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
    let host = host.to_lowercase();
    format!("{}{path}", host.strip_prefix("www.").unwrap_or(&host))
}

/// Whether a field's name says that nobody but its owner may see what is in it.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "password",
        "secret",
        "token",
        "api_key",
        "apikey",
        "private_key",
        "email",
        "e-mail",
    ]
    .iter()
    .any(|part| name.contains(part))
}

/// Plain words as Markdown shows them; of none nothing.
pub(crate) fn words(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => markup::from_html::escape(text),
    }
}

/// Plain text within HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The text's first words, as a headline for what has none.
pub(crate) fn first_words(body: &str) -> String {
    let start: String = body.chars().take(2_000).collect();
    let plain = markup::plain(&start);
    let line = plain.lines().find(|line| !line.trim().is_empty());
    let words = line.unwrap_or_default().split_whitespace().take(10);
    let words = words.collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(100) {
        Some((end, _)) => words.get(..end).unwrap_or_default().to_owned(),
        None => words,
    }
}

/// The text of a file that was written for others to read on: spaces that don't break, and places to break a word at, are its
/// writer's, and stay. Line ends are `\n`; what turns the direction of what follows is gone.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return crate::lines::decode(bytes);
    };
    if crate::lines::wide(bytes).is_some() {
        return crate::lines::decode(bytes);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// What is said of a text that is no UTF-8.
pub(crate) const FOREIGN: &str = "It is no UTF-8, and was read in the encoding that it names, or as Windows-1252: look whether its letters are right";

/// Whether a text is in no encoding that says so itself and was read as Windows-1252; `true` where some of it reads as UTF-8, so
/// that neither is right for all of it.
pub(crate) fn foreign(bytes: &[u8]) -> Option<bool> {
    if encoding_rs::Encoding::for_bom(bytes).is_some() || crate::lines::wide(bytes).is_some() {
        return None;
    }
    std::str::from_utf8(bytes).err()?;
    let text = String::from_utf8_lossy(bytes);
    Some(text.chars().any(|c| !c.is_ascii() && c != '\u{fffd}'))
}

/// Text as it may stand in a record: without control characters.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{decoded, foreign, keep, moment, site, tags};
    use model::archive::Item;

    #[test]
    fn a_site_is_the_same_under_any_protocol() {
        for address in [
            "https://example.org/blog",
            "http://www.Example.org/blog/",
            "HTTPS://WWW.EXAMPLE.ORG/blog",
        ] {
            assert_eq!(site(address), "example.org/blog");
        }
        assert_ne!(site("https://a.example"), site("https://b.example"));
        assert_ne!(site("https://a.example/One"), site("https://a.example/one"));
    }

    #[test]
    fn many_tags_and_fields_take_no_time() {
        let all: Vec<String> = (0..100_000).map(|nth| format!("tag {nth}")).collect();
        let mut own = vec!["Tag 1".to_owned()];
        tags(&mut own, all.iter().map(String::as_str));
        assert_eq!(own.len(), 100_000);
        let mut item = Item::default();
        for one in &all {
            keep(&mut item, "field", one);
        }
        assert_eq!(item.meta.len() + item.left.len(), 100_000);
    }

    #[test]
    fn what_is_no_utf_8_is_told() {
        assert_eq!(foreign("früh".as_bytes()), None);
        assert_eq!(foreign(b"fr\xfch"), Some(false));
        assert_eq!(foreign(b"fr\xc3\xbch, sp\xe4t"), Some(true));
    }

    #[test]
    fn spaces_that_do_not_break_are_their_writers() {
        let text = "a\u{a0}b\u{ad}c\r\nd\re\u{202e}f\0";
        assert_eq!(decoded(text.as_bytes()), "a\u{a0}b\u{ad}c\nd\nef");
        assert_eq!(decoded(b"fr\xfch"), "früh");
    }

    #[test]
    fn moments_are_read_in_every_form_that_programs_write() {
        for (text, means) in [
            ("2024-05-01T10:00:00.000Z", "2024-05-01T10:00:00Z"),
            ("2024-05-01 10:00:05 +0200", "2024-05-01T08:00:05Z"),
            ("2024-05-01 10:00", "2024-05-01T10:00:00Z"),
            ("2024-05-01T9:30", "2024-05-01T09:30:00Z"),
            ("2024-05-01", "2024-05-01T00:00:00Z"),
            ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z"),
            ("1 May 2024", "2024-05-01T00:00:00Z"),
        ] {
            assert_eq!(moment(text), means.parse().ok(), "{text}");
        }
        for text in [
            "",
            "soon",
            "2024-13-45",
            "0000-00-00 00:00:00",
            "ß2024-05-0",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
