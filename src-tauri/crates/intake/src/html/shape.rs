//! The comments of a page by their shape, where no class tells them: each has a date, a name and something said.

use super::{
    frame::select,
    named::COMMENT,
    role::names,
    walk::{is_unseen, lines},
    words,
};
use crate::{dates, labels};
use markup::from_html::is_block;
use scraper::ElementRef;

/// Most comments that are told by their shape.
const MOST: usize = 20_000;

/// The elements in `element` that each hold one comment, in the page's order.
pub(super) fn items(element: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut out: Vec<ElementRef<'_>> = vec![];
    let dates = element
        .descendent_elements()
        .skip(1)
        .filter(|one| is_dated(*one))
        .take(MOST);
    for date in dates {
        let Some(item) = item_of(date, element) else {
            continue;
        };
        let known = out.iter().rev().take(8).any(|one| one.id() == item.id());
        if !known {
            out.push(item);
        }
    }
    out
}

/// An element that says nothing but a date, or a line of a name and a date with more in other lines.
fn is_dated(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    if is_unseen(element) || matches!(name, "form" | "nav" | "button") {
        return false;
    }
    if name == "time" {
        return true;
    }
    let leaf = !element
        .descendent_elements()
        .skip(1)
        .any(|one| is_block(one.value().name()) || is_date_leaf(one));
    leaf && (is_date_leaf(element) || is_line_of_both(element))
}

fn is_date_leaf(element: ElementRef<'_>) -> bool {
    let mut length = 0;
    let brief = element.text().all(|text| {
        length += text.len();
        length <= 120
    });
    brief && {
        let said = words(element);
        dates::is_date(bare(&said))
            || dates::only(bare(&said))
            || element
                .attr("title")
                .is_some_and(|title| !said.is_empty() && dates::moment(title).is_some())
    }
}

/// "NAME (14.08.2026 12:30)", and below it in the same element what they say.
fn is_line_of_both(element: ElementRef<'_>) -> bool {
    if !is_block(element.value().name()) {
        return false;
    }
    let all = lines(element);
    all.len() >= 2
        && all
            .first()
            .is_some_and(|first| name_and_date(first).is_some())
}

/// A name and a date that stand on one line.
pub(super) fn name_and_date(line: &str) -> Option<(String, String)> {
    if line.chars().count() > 120 {
        return None;
    }
    for (at, c) in line.char_indices() {
        if matches!(c, '(' | ',' | '|' | '·' | '—' | '–' | '-') {
            let (name, rest) = (line[..at].trim(), line[at + c.len_utf8()..].trim());
            let date = bare(rest);
            if !name.is_empty()
                && name.chars().count() <= 60
                && dates::is_date(date)
                && dates::moment(date).is_some()
            {
                return Some((name.to_owned(), date.to_owned()));
            }
        }
    }
    None
}

fn bare(said: &str) -> &str {
    said.trim_matches(|c: char| c.is_whitespace() || "()[]|·•—–-,".contains(c))
}

/// The smallest element about a date in which someone says something.
fn item_of<'a>(date: ElementRef<'a>, within: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let mut at = date;
    for _ in 0..8 {
        if at.id() == within.id() {
            return None;
        }
        let said: Vec<String> = lines(at).into_iter().filter(|line| says(line)).collect();
        let both = at.id() == date.id() && is_line_of_both(at)
            || said.len() >= 2
            || said.len() == 1 && name_apart(at, &said[0]);
        if both {
            // What holds it all may be called a comment.
            let outer = at
                .parent()
                .and_then(ElementRef::wrap)
                .filter(|outer| outer.id() != within.id());
            let called =
                |one: &ElementRef<'_>| COMMENT.iter().any(|word| names(*one).contains(*word));
            return Some(outer.filter(called).filter(|_| !called(&at)).unwrap_or(at));
        }
        at = at.parent().and_then(ElementRef::wrap)?;
    }
    None
}

/// Whether a line is said by someone or names them: no date, no button.
fn says(line: &str) -> bool {
    let said = bare(line);
    !(dates::is_date(said)
        || dates::only(said)
        || labels::is_furniture(said)
        || labels::is(said, &labels::lists().reply))
        && said.chars().any(char::is_alphanumeric)
        && !labels::is_answer_row(said)
}

/// Whether the one line of an element is a name that an element of its own holds, a date, and something said.
fn name_apart(element: ElementRef<'_>, line: &str) -> bool {
    let dates: Vec<String> = element
        .descendent_elements()
        .filter(|one| is_date_leaf(*one))
        .map(words)
        .collect();
    let rest = dates.iter().fold(line.to_owned(), |rest, date| {
        rest.replacen(date.as_str(), "", 1)
    });
    select(element, "b, strong, cite, a, span, h3, h4, h5, h6")
        .into_iter()
        .any(|one| {
            let name = words(one);
            let said = rest.replacen(&name, "", 1);
            !name.is_empty()
                && says(&name)
                && name.chars().count() <= 60
                && said.chars().filter(|c| c.is_alphabetic()).count() >= 12
        })
}
