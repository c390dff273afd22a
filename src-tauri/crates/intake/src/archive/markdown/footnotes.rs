//! `^[words]` amid a text, as Obsidian has its notes, as a footnote whose words stand at the text's end.

use super::marks::{Code, spliced};
use std::{collections::HashSet, ops::Range};

/// What holds more than so many, one within another, stays as it is written.
const DEEP: usize = 50;

/// The text with its notes as footnotes; one within another stands in brackets in its words.
pub(super) fn text(text: String) -> String {
    let found = noted(&text);
    if found.is_empty() {
        return text;
    }
    let names = numbers(&text);
    let mut free = (1_u64..).map(|nth| nth.to_string());
    let (mut edits, mut notes) = (vec![], String::new());
    for note in found {
        let Some(name) = free.find(|name| !names.contains(name.as_str())) else {
            break;
        };
        let inner = words(&text, &note);
        // A quotation's marks begin each of its lines.
        let lines = inner
            .lines()
            .map(|line| line.trim_start_matches(['>', ' ', '\t']));
        let words = lines.collect::<Vec<_>>().join(" ");
        notes.push_str(&format!("\n\n[^{name}]: {}", words.trim()));
        edits.push((note.place, format!("[^{name}]")));
    }
    let text = spliced(&text, edits);
    format!("{}{notes}\n", text.trim_end())
}

/// The numbers that footnotes have already: no other name is given to one here.
fn numbers(text: &str) -> HashSet<&str> {
    let named = text.match_indices("[^").filter_map(|(at, _)| {
        let rest = text.get(at + 2..)?;
        let len = rest.bytes().take(20).take_while(u8::is_ascii_digit).count();
        let (name, after) = rest.split_at_checked(len)?;
        after.starts_with(']').then_some(name)
    });
    named.collect()
}

/// What a note says.
fn words(text: &str, note: &Noted) -> String {
    let (start, end) = (note.place.start + 2, note.place.end - 1);
    let mut edits = vec![];
    for inner in &note.inner {
        let apart = text
            .get(..inner.start)
            .is_some_and(|before| before.ends_with(char::is_whitespace));
        let opens = if apart { "(" } else { " (" };
        edits.push((
            inner.start - start..inner.start + 2 - start,
            opens.to_owned(),
        ));
        edits.push((inner.end - 1 - start..inner.end - start, ")".to_owned()));
    }
    edits.sort_by_key(|(range, _)| range.start);
    spliced(text.get(start..end).unwrap_or_default(), edits)
}

/// A note, and those within it.
struct Noted {
    place: Range<usize>,
    inner: Vec<Range<usize>>,
    /// How many there are, one within another.
    height: usize,
}

/// Where such notes stand: each within one paragraph, and outside of code and of formulas.
fn noted(text: &str) -> Vec<Noted> {
    if !text.contains("^[") {
        return vec![];
    }
    let code = Code::of(text);
    let formulas = formulas(text, &code);
    let mut all: Vec<Noted> = vec![];
    let mut open: Vec<(usize, bool)> = vec![];
    let (mut before, mut guarded, mut bare) = (' ', false, true);
    let mut refused = None;
    for (at, c) in text.char_indices() {
        let plain = !guarded && "\n[]".contains(c) && !code.holds(at) && !formulas.holds(at);
        match c {
            '\n' if std::mem::replace(&mut bare, true) => open.clear(),
            '[' if plain => {
                let note = before == '^';
                open.push((at - usize::from(note), note));
            }
            ']' if plain => {
                if let Some((start, true)) = open.pop() {
                    close(text, &mut all, &mut refused, start..at + 1);
                }
            }
            _ => {}
        }
        bare &= c.is_whitespace();
        // A mark that is guarded opens nothing.
        before = if guarded { ' ' } else { c };
        guarded = c == '\\' && !guarded;
    }
    all
}

/// A note ends: what stood within it is part of its words. `refused` is where the last one begins that holds too many.
fn close(text: &str, all: &mut Vec<Noted>, refused: &mut Option<usize>, place: Range<usize>) {
    let first = all.partition_point(|note| note.place.start < place.start);
    let holds_it = refused.is_some_and(|start| start > place.start);
    let within = all.get(first..).filter(|_| !holds_it).unwrap_or_default();
    let height = 1 + within.iter().map(|note| note.height).max().unwrap_or(0);
    if holds_it || height > DEEP {
        *refused = Some(place.start);
        return;
    }
    let mut inner: Vec<Range<usize>> = vec![];
    for mut note in all.drain(first..) {
        match inner.is_empty() {
            true => inner = std::mem::take(&mut note.inner),
            false => inner.append(&mut note.inner),
        }
        inner.push(note.place);
    }
    let words = text.get(place.start + 2..place.end - 1).unwrap_or_default();
    if !words.trim().is_empty() {
        all.push(Noted {
            place,
            inner,
            height,
        });
    }
}

/// Formulas: `$x^2$` within a paragraph, `$$…$$` over several lines.
fn formulas(text: &str, code: &Code) -> Code {
    let mut all = vec![];
    let mut open: Option<(usize, bool)> = None;
    let mut lines = text.char_indices().peekable();
    let (mut before, mut guarded, mut bare) = (' ', false, true);
    while let Some((at, c)) = lines.next() {
        let next = lines.peek().map_or(' ', |(_, next)| *next);
        let plain = c == '$' && !guarded && !code.holds(at);
        match open {
            _ if c == '\n' && std::mem::replace(&mut bare, true) => open = None,
            None if plain && next == '$' => {
                lines.next();
                open = Some((at, true));
            }
            None if plain && !next.is_whitespace() => open = Some((at, false)),
            Some((start, true)) if plain && next == '$' => {
                lines.next();
                all.push(start..at + 2);
                open = None;
            }
            // `$5 and $6` are sums of money.
            Some((start, false)) if plain && !before.is_whitespace() && !next.is_ascii_digit() => {
                all.push(start..at + 1);
                open = None;
            }
            _ => {}
        }
        bare &= c.is_whitespace();
        before = c;
        guarded = c == '\\' && !guarded;
    }
    Code::at(all)
}
