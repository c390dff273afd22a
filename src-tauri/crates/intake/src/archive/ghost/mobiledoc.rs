//! Texts of Ghost's former editor, sections of marked stretches, as HTML.

use super::{body::Out, cards};
use crate::archive::common::{escaped, left};
use serde_json::Value;

/// Elements that sections and marks may be; another one is a paragraph, or no mark.
const SECTIONS: [&str; 9] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "aside",
];
const MARKS: [&str; 13] = [
    "a", "b", "code", "em", "i", "s", "strong", "sub", "sup", "u", "del", "mark", "strike",
];

/// Writes the whole text.
pub(super) fn write(text: &Value, out: &mut Out) {
    for section in list(text.get("sections")) {
        let at = |nth: usize| section.get(nth);
        match at(0).and_then(Value::as_u64) {
            Some(1) => {
                let name = known(at(1), &SECTIONS).unwrap_or("p");
                let name = if name == "aside" { "blockquote" } else { name };
                out.html(&format!("<{name}>"));
                markers(text, at(2), out);
                out.html(&format!("</{name}>"));
            }
            Some(2) => {
                let address = at(1).and_then(Value::as_str).unwrap_or_default();
                out.html(&cards::picture(address, "", "", "", ""));
            }
            Some(3) => {
                let name = known(at(1), &["ul", "ol"]).unwrap_or("ul");
                out.html(&format!("<{name}>"));
                for item in list(at(2)) {
                    out.html("<li>");
                    markers(text, Some(item), out);
                    out.html("</li>");
                }
                out.html(&format!("</{name}>"));
            }
            Some(10) => {
                let nth = at(1).and_then(Value::as_u64);
                let card = nth.and_then(|nth| text.get("cards")?.get(usize::try_from(nth).ok()?));
                if let Some(card) = card {
                    write_card(card, out);
                }
            }
            _ => unknown("section", section, out),
        }
    }
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn known<'a>(name: Option<&Value>, all: &[&'a str]) -> Option<&'a str> {
    let name = name?.as_str()?.to_ascii_lowercase();
    all.iter().find(|known| **known == name).copied()
}

fn unknown(place: &str, value: &Value, out: &mut Out) {
    let mut text = value.to_string();
    text.truncate(text.floor_char_boundary(2_000));
    out.left(left(place, text, "This sort of card is not known"));
}

fn write_card(card: &Value, out: &mut Out) {
    let name = card.get(0).and_then(Value::as_str).unwrap_or_default();
    let none = Value::Null;
    let data = card.get(1).unwrap_or(&none);
    if !cards::card(name, data, out) {
        unknown(name, data, out);
    }
}

/// Stretches of text, each of which opens some marks and closes as many as it says.
fn markers(text: &Value, all: Option<&Value>, out: &mut Out) {
    let mut open: Vec<&str> = vec![];
    for marker in list(all) {
        for nth in list(marker.get(1)) {
            let markup = nth.as_u64().and_then(|nth| {
                let nth = usize::try_from(nth).ok()?;
                text.get("markups")?.get(nth)
            });
            let name = markup.and_then(|markup| known(markup.get(0), &MARKS));
            open.push(name.unwrap_or_default());
            match (name, markup) {
                (Some("a"), Some(markup)) => {
                    let attributes: Vec<&Value> = list(markup.get(1)).collect();
                    let href = attributes.chunks(2).find_map(|pair| match pair {
                        [name, value] if name.as_str() == Some("href") => value.as_str(),
                        _ => None,
                    });
                    let href = escaped(href.unwrap_or_default());
                    out.html(&format!("<a href=\"{href}\">"));
                }
                (Some(name), _) => out.html(&format!("<{name}>")),
                (None, _) => {}
            }
        }
        match (marker.get(0).and_then(Value::as_u64), marker.get(3)) {
            (Some(1), Some(atom)) => write_atom(text, atom, out),
            (_, Some(Value::String(words))) => {
                out.html(&escaped(words).replace('\n', "<br>"));
            }
            _ => {}
        }
        let closes = marker.get(2).and_then(Value::as_u64).unwrap_or(0);
        for _ in 0..closes.min(open.len() as u64) {
            close(open.pop(), out);
        }
    }
    while let Some(name) = open.pop() {
        close(Some(name), out);
    }
}

fn close(name: Option<&str>, out: &mut Out) {
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        out.html(&format!("</{name}>"));
    }
}

/// A thing amid words: a line break, or what some program put there, whose words stay.
fn write_atom(text: &Value, nth: &Value, out: &mut Out) {
    let atom = nth
        .as_u64()
        .and_then(|nth| text.get("atoms")?.get(usize::try_from(nth).ok()?));
    let Some(atom) = atom else { return };
    match atom.get(0).and_then(Value::as_str) {
        Some("soft-return") => out.html("<br>"),
        _ => {
            let words = atom.get(1).and_then(Value::as_str).unwrap_or_default();
            out.html(&escaped(words));
        }
    }
}
