//! What Obsidian and its like put into notes: links between them, callouts, marks, comments, names of blocks.

use super::{
    hugo::link,
    marks::{Code, calls, picture, spliced},
    paths::{Paths, is_text},
};
use crate::archive::common::{keep, left};
use model::archive::Item;
use std::ops::Range;

/// What of these is in the archive, to be said once.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub callouts: usize,
    pub embeds: usize,
}

/// A note's text as Markdown.
pub(super) fn text(
    text: String,
    from: &str,
    paths: &Paths<'_>,
    seen: &mut Seen,
    item: &mut Item,
) -> String {
    let text = comments(text, item);
    let text = links(text, from, paths, seen, item);
    let text = callouts(text, seen);
    let text = marked(text);
    let text = super::footnotes::text(text);
    let text = blocks(text, item);
    tags(&text, item);
    text
}

/// The part of it that other programs for notes have as well.
pub(super) fn plain(text: String, item: &mut Item) -> String {
    let text = marked(text);
    tags(&text, item);
    text
}

/// `%%what no reader sees%%`.
fn comments(text: String, item: &mut Item) -> String {
    if !text.contains("%%") {
        return text;
    }
    let code = Code::of(&text);
    let mut edits = vec![];
    for call in calls(&text, &[("%%", "%%")]) {
        if code.holds(call.range.start) {
            continue;
        }
        let inner = text.get(call.inner.clone()).unwrap_or_default().trim();
        if !inner.is_empty() {
            let why = "It was for writers, and on no page";
            item.left.push(left("comment", inner, why));
        }
        edits.push((call.range, String::new()));
    }
    spliced(&text, edits)
}

/// `[[Note#Heading|words]]` and `![[picture.png|300]]`.
fn links(text: String, from: &str, paths: &Paths<'_>, seen: &mut Seen, item: &mut Item) -> String {
    if !text.contains("[[") {
        return text;
    }
    let code = Code::of(&text);
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    for call in calls(&text, &[("[[", "]]")]) {
        // The innermost: `[[a [[b]]`.
        let inner = text.get(call.inner.clone()).unwrap_or_default();
        let start = inner
            .rfind("[[")
            .map_or(call.range.start, |at| call.inner.start + at);
        let inner = text.get(start + 2..call.inner.end).unwrap_or_default();
        if code.holds(start) || inner.trim().is_empty() || inner.contains('\n') {
            continue;
        }
        let shows = text
            .get(..start)
            .is_some_and(|before| before.ends_with('!'));
        let start = start - usize::from(shows);
        let new = match shows {
            true => shown(inner, from, paths, seen, item),
            false => led(inner, from, paths, item),
        };
        edits.push((start..call.range.end, new));
    }
    spliced(&text, edits)
}

/// A name, where in it, and the words that stand for it.
fn parts(inner: &str) -> (&str, &str, &str) {
    // In a table the bar is guarded.
    let (to, words) = inner.split_once('|').unwrap_or((inner, ""));
    let to = to.trim_end_matches('\\');
    let (name, place) = to.split_once('#').unwrap_or((to, ""));
    (name.trim(), place.trim(), words.trim())
}

/// A link to another note, or to a file.
fn led(inner: &str, from: &str, paths: &Paths<'_>, item: &mut Item) -> String {
    let (name, place, words) = parts(inner);
    // A heading may be named with those above it.
    let within = place.trim_start_matches('^').replace('#', " > ");
    let shown = match (words, name, place) {
        ("", "", _) => &within,
        ("", name, "") => name,
        ("", name, _) => &format!("{name} > {within}"),
        (words, ..) => words,
    };
    let shown = escaped(shown);
    let place = match place.trim_start_matches('^') {
        "" => String::new(),
        place => format!("#{}", fragment(place)),
    };
    // Headings and passages of a page have no addresses of their own: a link to another page leads to its top, one within the page nowhere.
    if name.is_empty() {
        let why = "It leads to a place in the same text, which is no address of its own here; its words stand in the text";
        item.left.push(left("link", inner, why));
        return shown;
    }
    match paths
        .named(from, name)
        .or_else(|| paths.attachment(from, name))
    {
        Some(path) => format!("[{shown}]({}{place})", link(path)),
        None => {
            let why = "It leads to a note that is not in the archive; its words stand in the text";
            item.left.push(left("link", inner, why));
            shown
        }
    }
}

/// A place within a text as an address has it.
fn fragment(place: &str) -> String {
    let plain = |c: char| !(c.is_whitespace() || "()<>%#\"\\".contains(c));
    let mut out = String::new();
    for c in place.trim().chars() {
        match c {
            c if plain(c) => out.push(c),
            c => out.push_str(&format!("%{:02X}", u32::from(c).min(0x7f))),
        }
    }
    out
}

/// A picture, another file, or another note in the text.
fn shown(inner: &str, from: &str, paths: &Paths<'_>, seen: &mut Seen, item: &mut Item) -> String {
    let (name, place, words) = parts(inner);
    let is_size = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || c == 'x' || c == 'X')
    };
    let alt = words
        .split('|')
        .map(str::trim)
        .filter(|part| !is_size(part));
    let alt = alt.collect::<Vec<_>>().join(" ");
    let found = paths.attachment(from, name);
    let low = name.to_lowercase();
    let pictures = [
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp",
    ];
    if pictures.iter().any(|end| low.ends_with(end)) {
        if found.is_none() {
            let why = "This picture is not in the archive";
            item.left.push(left("picture", name, why));
        }
        return picture(&found.map_or_else(|| name.to_owned(), link), &alt, "", "");
    }
    let note = paths.named(from, name);
    if note.is_some_and(is_text) {
        seen.embeds += 1;
    }
    let whole = match (place, alt.as_str()) {
        ("", "") => name.to_owned(),
        (place, "") => format!("{name}#{place}"),
        ("", alt) => format!("{name}|{alt}"),
        (place, alt) => format!("{name}#{place}|{alt}"),
    };
    led(&whole, from, paths, item)
}

/// Words within a link.
fn escaped(words: &str) -> String {
    crate::archive::common::words(&crate::lines::squeeze(words)).replace(']', "\\]")
}

/// `> [!note] Title` as a quotation with its title in bold.
fn callouts(text: String, seen: &mut Seen) -> String {
    if !text.contains("[!") {
        return text;
    }
    let code = Code::of(&text);
    let mut edits = vec![];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_start_matches(['>', ' ', '\t']);
        let before = line.len() - bare.len();
        let quotes = line.get(..before).is_some_and(|marks| marks.contains('>'));
        let Some((kind, title)) = bare
            .strip_prefix("[!")
            .and_then(|rest| rest.split_once(']'))
        else {
            continue;
        };
        let plain = |c: char| c.is_alphanumeric() || "-_| ".contains(c);
        if !quotes || kind.is_empty() || !kind.chars().all(plain) || code.holds(start) {
            continue;
        }
        seen.callouts += 1;
        let title = title.strip_prefix(['-', '+']).unwrap_or(title).trim();
        let kind = kind.split('|').next().unwrap_or_default();
        let named = match title {
            "" => {
                let mut chars = kind.chars();
                let first = chars.next().into_iter().flat_map(char::to_uppercase);
                first.collect::<String>() + &chars.as_str().to_lowercase()
            }
            title => title.to_owned(),
        };
        let marks = line.get(..before).unwrap_or_default();
        let marks_only = marks.trim_end();
        let bold = match named.contains('*') {
            true => named,
            false => format!("**{named}**"),
        };
        let end = if line.ends_with('\n') { "\n" } else { "" };
        edits.push((start..at, format!("{marks}{bold}\n{marks_only}{end}")));
    }
    spliced(&text, edits)
}

/// `==what is marked==`.
fn marked(text: String) -> String {
    if !text.contains("==") {
        return text;
    }
    let code = Code::of(&text);
    let mut edits = vec![];
    for call in calls(&text, &[("==", "==")]) {
        let inner = text.get(call.inner.clone()).unwrap_or_default();
        let tight = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '=');
        let sound = tight(inner.chars().next())
            && tight(inner.chars().last())
            && !inner.contains("\n\n")
            && !text
                .get(call.range.end..)
                .is_some_and(|rest| rest.starts_with('='));
        if sound && !code.holds(call.range.start) {
            edits.push((call.range, format!("<mark>{inner}</mark>")));
        }
    }
    spliced(&text, edits)
}

/// ` ^name` at a line's end, by which other notes lead to it.
fn blocks(text: String, item: &mut Item) -> String {
    if !text.contains('^') {
        return text;
    }
    let code = Code::of(&text);
    let mut edits = vec![];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        let Some((before, name)) = bare.rsplit_once('^') else {
            continue;
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let apart = before.is_empty() || before.ends_with(' ');
        if apart && !name.is_empty() && name.chars().all(plain) && !code.holds(start) {
            keep(item, "block", name);
            let from = start + before.trim_end().len();
            edits.push((from..start + bare.len(), String::new()));
        }
    }
    spliced(&text, edits)
}

/// `#tags` amid the words; they stay there.
fn tags(text: &str, item: &mut Item) {
    if !text.contains('#') {
        return;
    }
    let code = Code::of(text);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = c == '#' && before.is_whitespace();
        before = c;
        if !begins || item.tags.len() >= 500 || code.holds(at) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let plain = |c: char| c.is_alphanumeric() || "-_/".contains(c);
        let end = rest.find(|c: char| !plain(c)).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default().trim_end_matches('/');
        if name.chars().any(char::is_alphabetic) && name.len() <= 100 {
            super::super::common::tags(&mut item.tags, [name]);
        }
    }
}
