//! What stands within a paragraph, and how it is written in Markdown, held against what it must show.

use super::lift::{lift, mark, settle};
use std::rc::Rc;

/// How a stretch of text is marked, a bit each.
pub(super) type Marks = u8;
pub(super) const BOLD: Marks = 1;
pub(super) const ITALIC: Marks = 2;
pub(super) const STRIKE: Marks = 4;
pub(super) const SUB: Marks = 8;
pub(super) const SUP: Marks = 16;
pub(super) const CODE: Marks = 32;
/// In the order in which they are opened.
const ALL: [Marks; 5] = [BOLD, ITALIC, STRIKE, SUB, SUP];

/// A stretch of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) marks: Marks,
    pub(super) link: Option<Rc<str>>,
    pub(super) what: What,
}

/// What a stretch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Text(String),
    Break,
    /// The mark of a footnote, by its number.
    Note(usize),
    Picture(Picture),
    /// A place that is to be found again.
    Place(usize),
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) alt: String,
    pub(super) address: String,
    pub(super) caption: String,
}

impl Picture {
    /// As it is written.
    pub(super) fn markdown(&self) -> String {
        let (caption, places) = lift(&self.caption);
        let title = match caption.trim() {
            "" => String::new(),
            text => {
                let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                let text = text.replace('&', "\\&").replace('<', "\\<");
                format!(" \"{}\"", one_line(&text))
            }
        };
        let places: String = places.iter().map(|(_, place)| mark(*place)).collect();
        let alt = escaped(&one_line(&self.alt), true);
        format!("![{alt}]({}{title}){places}", address(&self.address))
    }
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// In a paragraph, where lines may break.
    Paragraph,
    /// On one line, as headings are.
    Line,
}

/// How marks are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// As Markdown has them.
    Markdown,
    /// As elements, which may stand anywhere.
    Elements,
    /// Not at all, and everything escaped that may mean something.
    Bare,
}

/// The words of a line, without any marks; places stay.
pub(super) fn plain(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match &span.what {
            What::Text(text) => out.push_str(text),
            What::Break => out.push(' '),
            What::Place(place) => out.push_str(&mark(*place)),
            What::Note(_) | What::Picture(_) => {}
        }
    }
    one_line(&out)
}

/// A line in Markdown. Where it would show other words than it should, its marks are written as elements, and else left out:
/// the words matter more.
pub(super) fn markdown(spans: &[Span], place: Where) -> String {
    let spans = tidy(spans);
    let wanted = letters(&shown(&spans));
    let mut last = String::new();
    for how in [How::Markdown, How::Elements, How::Bare] {
        last = settle(&write(&spans, how, place), |clean| started(clean, place));
        let (clean, _) = lift(&last);
        // A letter before it keeps what looks like a list from being one where it can't be one.
        let read = match place {
            Where::Paragraph => markup::plain(&clean),
            _ => markup::plain(&format!("x {clean}")).split_off(1),
        };
        if letters(&read) == wanted {
            break;
        }
    }
    last
}

/// What a reader of the Markdown must see.
fn shown(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match &span.what {
            What::Text(text) => out.push_str(text),
            What::Note(number) => out.push_str(&format!("[^{number}]")),
            What::Picture(picture) => out.push_str(&picture.alt),
            What::Break | What::Place(_) => {}
        }
    }
    out
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect()
}

/// Runs of spaces and tabs as one; no-break spaces stay.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let space = matches!(c, ' ' | '\t' | '\n' | '\r');
        if !space {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    let kept = out.trim_end_matches(' ').len();
    out.truncate(kept);
    out
}

/// The same stretches with single spaces, and without what is empty; equals next to each other are one.
fn tidy(spans: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = vec![];
    let mut space = true;
    for span in spans {
        let What::Text(text) = &span.what else {
            if span.what == What::Break {
                trim_end(&mut out);
                space = true;
            } else if !matches!(span.what, What::Place(_)) {
                space = false;
            }
            out.push(span.clone());
            continue;
        };
        let mut flat = String::with_capacity(text.len());
        for c in text.chars() {
            let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !blank && !c.is_control() {
                flat.push(c);
            } else if blank && !space {
                flat.push(' ');
            }
            space = blank || space && c.is_control();
        }
        if flat.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(Span {
                marks,
                link,
                what: What::Text(before),
            }) if *marks == span.marks && *link == span.link => before.push_str(&flat),
            _ => out.push(Span {
                what: What::Text(flat),
                ..span.clone()
            }),
        }
    }
    while matches!(out.last(), Some(span) if span.what == What::Break) {
        out.pop();
    }
    trim_end(&mut out);
    out
}

fn trim_end(spans: &mut Vec<Span>) {
    let last = spans
        .iter_mut()
        .rev()
        .find(|span| !matches!(span.what, What::Place(_)));
    if let Some(What::Text(text)) = last.map(|span| &mut span.what) {
        let kept = text.trim_end_matches(' ').len();
        text.truncate(kept);
    }
    spans.retain(|span| !matches!(&span.what, What::Text(text) if text.is_empty()));
}

fn write(spans: &[Span], how: How, place: Where) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < spans.len() {
        let link = spans[at].link.clone();
        let end = spans[at..]
            .iter()
            .position(|span| span.link != link && !matches!(span.what, What::Place(_)))
            .map_or(spans.len(), |end| at + end.max(1));
        let part = &spans[at..end];
        let after = next(&spans[end..]);
        match &link {
            Some(to)
                if part
                    .iter()
                    .any(|span| matches!(span.what, What::Text(_) | What::Picture(_))) =>
            {
                let mut inner = String::new();
                marked(part, 0, how, place, (' ', ' '), true, &mut inner);
                let (lead, core, tail) = edges(&inner);
                out.push_str(lead);
                bang(&mut out);
                out.push_str(&format!("[{core}]({})", address(to)));
                out.push_str(tail);
            }
            _ => {
                let before = last(&out);
                marked(part, 0, how, place, (before, after), false, &mut out);
            }
        }
        at = end;
    }
    out
}

/// An exclamation mark before a bracket would make a picture of it.
fn bang(out: &mut String) {
    let (clean, _) = lift(out);
    let escaped = clean.ends_with("\\!");
    if clean.ends_with('!')
        && !escaped
        && let Some(at) = out.rfind('!')
    {
        out.insert(at, '\\');
    }
}

/// The last character that shows.
fn last(out: &str) -> char {
    let mut rest = out;
    while let Some(start) = rest
        .ends_with('\u{2}')
        .then(|| rest.rfind('\u{1}'))
        .flatten()
    {
        rest = &rest[..start];
    }
    rest.chars().last().unwrap_or(' ')
}

/// The first character of what comes.
fn next(spans: &[Span]) -> char {
    spans
        .iter()
        .find_map(|span| match &span.what {
            What::Text(text) if span.link.is_none() => text.chars().next(),
            What::Text(_) | What::Note(_) => Some('['),
            What::Picture(_) => Some('!'),
            What::Break => Some(' '),
            What::Place(_) => None,
        })
        .unwrap_or(' ')
}

/// What is white or a place at both ends, and what is between.
fn edges(text: &str) -> (&str, &str, &str) {
    let mut start = 0;
    while let Some(c) = text[start..].chars().next() {
        if c == '\u{1}' {
            start += text[start..].find('\u{2}').map_or(1, |end| end + 1);
        } else if c.is_whitespace() {
            start += c.len_utf8();
        } else {
            break;
        }
    }
    let mut end = text.len();
    while let Some(c) = text[start..end].chars().last() {
        if c == '\u{2}' {
            end = text[..end]
                .rfind('\u{1}')
                .map_or(end - 1, |at| at.max(start));
        } else if c.is_whitespace() {
            end -= c.len_utf8();
        } else {
            break;
        }
    }
    (&text[..start], &text[start..end], &text[end..])
}

/// Writes stretches of one link, or of none: each mark around as much as it holds for, the longest outside.
fn marked(
    spans: &[Span],
    done: Marks,
    how: How,
    place: Where,
    (before, after): (char, char),
    bracketed: bool,
    out: &mut String,
) {
    let mut at = 0;
    while at < spans.len() {
        let has =
            |span: &Span, bit: Marks| span.marks & bit != 0 || matches!(span.what, What::Place(_));
        let length = |bit: Marks| spans[at..].iter().take_while(|span| has(span, bit)).count();
        let open = ALL
            .into_iter()
            .filter(|bit| done & bit == 0 && spans[at].marks & bit != 0 && how != How::Bare)
            .max_by_key(|bit| (length(*bit), u8::MAX - bit));
        let Some(bit) = open else {
            single(
                &spans[at],
                how,
                place,
                bracketed,
                next_of(spans, at + 1, after),
                out,
            );
            at += 1;
            continue;
        };
        let end = at + length(bit);
        let mut inner = String::new();
        let around = (' ', ' ');
        marked(
            &spans[at..end],
            done | bit,
            how,
            place,
            around,
            bracketed,
            &mut inner,
        );
        let (lead, core, tail) = edges(&inner);
        out.push_str(lead);
        let before = if out.is_empty() { before } else { last(out) };
        let after = match tail.chars().find(|c| c.is_whitespace()) {
            Some(_) => ' ',
            None => next_of(spans, end, after),
        };
        out.push_str(&around_of(bit, core, how, before, after));
        out.push_str(tail);
        at = end;
    }
}

fn next_of(spans: &[Span], at: usize, after: char) -> char {
    match spans.get(at..) {
        Some(rest) if rest.iter().any(|span| !matches!(span.what, What::Place(_))) => next(rest),
        _ => after,
    }
}

/// Text between marks, which are elements where Markdown's own would not be taken for any.
fn around_of(bit: Marks, core: &str, how: How, before: char, after: char) -> String {
    if core.is_empty() {
        return String::new();
    }
    let (sign, element) = match bit {
        BOLD => ("**", "strong"),
        ITALIC => ("*", "em"),
        STRIKE => ("~~", "del"),
        SUB => ("", "sub"),
        _ => ("", "sup"),
    };
    let (clean, _) = lift(core);
    let first = clean.chars().next().unwrap_or(' ');
    let end = clean.chars().last().unwrap_or(' ');
    let open = |c: char| c.is_whitespace() || is_sign(c);
    let stands = (!is_sign(first) || first == '*' || open(before))
        && (!is_sign(end) || end == '*' || open(after))
        && !matches!(before, '*' | '~')
        && !matches!(after, '*' | '~');
    // Signs of two kinds in a row are one run, which opens or closes by what is beside all of it.
    let inside = clean.starts_with(['*', '~']) && !open(before)
        || clean.ends_with(['*', '~']) && !clean.ends_with("\\*") && !open(after);
    if how == How::Markdown && !sign.is_empty() && stands && !inside {
        format!("{sign}{core}{sign}")
    } else {
        format!("<{element}>{core}</{element}>")
    }
}

/// Whether it is neither a letter nor a digit nor white.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

fn single(span: &Span, how: How, place: Where, bracketed: bool, after: char, out: &mut String) {
    match &span.what {
        What::Place(number) => out.push_str(&mark(*number)),
        What::Note(number) => {
            bang(out);
            out.push_str(&format!("[^{number}]"));
        }
        What::Picture(picture) => {
            bang(out);
            out.push_str(&picture.markdown());
        }
        What::Break => out.push_str(match place {
            Where::Paragraph => "\\\n",
            Where::Line => " ",
        }),
        What::Text(text) if span.marks & CODE != 0 && how != How::Bare => {
            let (lead, core, tail) = edges(text);
            out.push_str(lead);
            if !core.is_empty() {
                out.push_str(&coded(core));
            }
            out.push_str(tail);
        }
        What::Text(text) => {
            let before = last(out);
            let text = match how {
                How::Bare => all_escaped(text),
                _ => escaped_between(text, before, after, bracketed),
            };
            out.push_str(&text);
        }
    }
}

/// Code between as many backticks as it needs.
fn coded(code: &str) -> String {
    let (mut longest, mut run) = (0, 0);
    for c in code.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    match code.starts_with('`') || code.ends_with('`') {
        true => format!("{fence} {code} {fence}"),
        false => format!("{fence}{code}{fence}"),
    }
}

/// Plain text as Markdown within a line.
pub(super) fn escaped(text: &str, bracketed: bool) -> String {
    escaped_between(text, ' ', ' ', bracketed)
}

/// Escapes only what Markdown would take for its own: a text full of backslashes is hard to edit.
fn escaped_between(text: &str, before: char, next: char, bracketed: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = before;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(next, |(_, c)| *c);
        let rest = &text[at + c.len_utf8()..];
        let special = match c {
            '*' | '`' | '[' | '~' => true,
            ']' => bracketed,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '\\' => after.is_ascii_punctuation() || rest.is_empty(),
            '<' => rest.is_empty() || after.is_ascii_alphabetic() || "/!?".contains(after),
            '&' => rest.is_empty() || is_entity(rest),
            '!' => rest.is_empty() && after == '[',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

fn all_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether what follows `&` makes it an entity.
fn is_entity(after: &str) -> bool {
    let name = after
        .bytes()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
        .count();
    name > 0 && after.as_bytes().get(name) == Some(&b';')
}

/// An address as it may stand in parentheses.
pub(super) fn address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '"' | '`' | '*' | '[' | ']' | '|' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() || c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            '&' if is_entity(&address[at + 1..]) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// Escapes what would make a heading, a quotation, a list or a rule of a line's beginning: at which places of the text a
/// backslash belongs.
fn started(clean: &str, place: Where) -> Vec<usize> {
    if place != Where::Paragraph {
        return vec![];
    }
    let mut out = vec![];
    let mut at = 0;
    for line in clean.split('\n') {
        out.extend(line_start(line).map(|within| at + within));
        at += line.len() + 1;
    }
    out
}

fn line_start(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let white = |at: usize| matches!(bytes.get(at), None | Some(b' ' | b'\t' | b'\\'));
    let hashes = bytes.iter().take_while(|b| **b == b'#').count();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let rule = !line.is_empty()
        && !line.starts_with('\\')
        && line.bytes().all(|b| b"-=:| \\".contains(&b));
    if (1..=6).contains(&hashes) && white(hashes)
        || line.starts_with('>')
        || line.starts_with(['-', '+']) && white(1)
        || rule
    {
        return Some(0);
    }
    let listed = (1..=9).contains(&digits)
        && matches!(bytes.get(digits), Some(b'.' | b')'))
        && white(digits + 1);
    listed.then_some(digits)
}
