//! What someone could be known by in what they wrote, and texts without it.

use markup::fold::unseen;
use std::{iter::once, ops::Range};
use store::comment::Commenter;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What stands in the place of what was taken out.
const GONE: &str = "[…]";
/// A name of two letters is in every word.
const LEAST: usize = 3;

/// The words by which someone could be known, as an eye reads them.
pub(super) struct Traces(Vec<Vec<char>>);

impl Traces {
    /// Their names, e-mails, network addresses, and sites, with and without what stands around a site's address: of every name
    /// that someone has.
    pub(super) fn of<'a>(
        names: impl IntoIterator<Item = &'a Commenter>,
        addresses: Vec<String>,
    ) -> Self {
        let mut all = addresses;
        for private in names {
            all.push(private.name.clone());
            all.extend(private.email.clone());
            all.extend(private.address.clone());
            if let Some(site) = &private.site {
                let bare = site
                    .split_once("://")
                    .map_or(site.as_str(), |(_, rest)| rest);
                let bare = bare.strip_prefix("www.").unwrap_or(bare);
                all.push(site.clone());
                all.push(bare.trim_end_matches('/').to_owned());
            }
        }
        let signs = |text: String| signs(&text).into_iter().map(|one| one.0).collect();
        let mut all: Vec<Vec<char>> = all.into_iter().map(signs).collect();
        all.retain(|trace: &Vec<char>| trace.len() >= LEAST);
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

/// A text sign by sign as an eye reads it, each with its place: in small letters without their accents, nothing that is not
/// seen, one space for all between two words, no stroke that only keeps a sign from being Markdown.
fn signs(text: &str) -> Vec<(char, Range<usize>)> {
    let mut all: Vec<(char, Range<usize>)> = Vec::with_capacity(text.len());
    let mut from = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let start = from.take().unwrap_or(at);
        if c == '\\' && text[end..].starts_with(|next: char| next.is_ascii_punctuation()) {
            // A stroke after a stroke is a sign itself.
            if start == at {
                from = Some(at);
                continue;
            }
        }
        if c.is_whitespace() {
            match all.last_mut() {
                Some((' ', place)) => place.end = end,
                _ => all.push((' ', start..end)),
            }
            continue;
        }
        if unseen(c) {
            continue;
        }
        let letters = once(c).nfkd().filter(|c| !is_combining_mark(*c));
        all.extend(
            letters
                .flat_map(char::to_lowercase)
                .map(|letter| (letter, start..end)),
        );
    }
    while all.last().is_some_and(|(sign, _)| *sign == ' ') {
        all.pop();
    }
    all
}

/// A text without someone's traces, or without any words.
pub(super) fn without(text: &str, traces: &Traces, all: bool) -> String {
    if all {
        return String::new();
    }
    let signs = signs(text);
    let letter = |at: Option<usize>| {
        at.and_then(|at| signs.get(at))
            .is_some_and(|(sign, _)| sign.is_alphanumeric())
    };
    let mut gone: Vec<Range<usize>> = vec![];
    for trace in &traces.0 {
        for at in 0..(signs.len() + 1).saturating_sub(trace.len()) {
            let end = at + trace.len();
            let same = signs[at..end]
                .iter()
                .zip(trace)
                .all(|((sign, _), sought)| sign == sought);
            if same && !letter(at.checked_sub(1)) && !letter(Some(end)) {
                gone.push(signs[at].1.start..signs[end - 1].1.end);
            }
        }
    }
    gone.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for range in gone {
        if range.start >= from {
            out.push_str(&text[from..range.start]);
            out.push_str(GONE);
        }
        from = from.max(range.end);
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::{Traces, without};
    use store::comment::Commenter;

    #[test]
    fn traces_are_found_however_they_are_written() {
        let private = Commenter {
            name: "Zoë Mara_Kay".into(),
            email: Some("zoe_mara@reader.example".into()),
            address: Some("192.0.2.7".into()),
            site: Some("https://www.zoe.example/".into()),
            ..Commenter::default()
        };
        let traces = Traces::of([&private], vec!["2001:db8::77".into()]);
        for (text, left) in [
            ("I am Zoë Mara_Kay.", "I am […]."),
            ("ZOE\nMARA\\_KAY, İstanbul", "[…], İstanbul"),
            ("zoe\u{308} mara_kay", "[…]"),
            ("Z\u{200b}oë Mara_Kay", "[…]"),
            ("to zoe\\_mara@reader.example", "to […]"),
            (
                "<https://zoe.example> and zoe.example/x",
                "<https://[…]> and […]/x",
            ),
            ("from 192.0.2.7, not 192.0.2.77", "from […], not 192.0.2.77"),
            ("2001:DB8::77", "[…]"),
            ("Zoë Mara_Kayak \\\\ stays", "Zoë Mara_Kayak \\\\ stays"),
            ("", ""),
        ] {
            assert_eq!(without(text, &traces, false), left, "{text}");
        }
        assert_eq!(without("anything", &traces, true), "");
        let none = Traces::of([], vec![]);
        assert_eq!(without("As it was.", &none, false), "As it was.");
    }
}
