//! Footnotes: a raised link to the id of a text further down.

use super::{Converter, Keep, prefixed};
use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};

/// The footnotes of a page, by the ids of their texts, numbered in the order of their marks: an element is one where a raised
/// link leads to it. And the ids of the marks, to which its text leads back.
pub(super) fn found(root: ElementRef<'_>) -> (BTreeMap<String, usize>, BTreeSet<String>) {
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut places: Vec<(&str, Vec<&str>)> = vec![];
    for link in root.descendent_elements() {
        if link.value().name() != "a" || !raised(link) {
            continue;
        }
        // The link from a note back to its mark is raised as well.
        if named(link).any(|name| wanted.contains_key(name)) {
            continue;
        }
        if let Some(to) = link.attr("href").and_then(|href| href.strip_prefix('#')) {
            let next = wanted.len();
            wanted.entry(to).or_insert(next);
            places.push((to, around(link)));
        }
    }
    if wanted.is_empty() {
        return (BTreeMap::new(), BTreeSet::new());
    }
    let mut texts: Vec<(usize, &str)> = vec![];
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for element in root.descendent_elements() {
        let holds = matches!(element.value().name(), "li" | "p" | "div" | "dd" | "aside");
        if !holds {
            continue;
        }
        let found = ids(element).find_map(|id| wanted.get(id).map(|order| (*order, id)));
        texts.extend(found.filter(|(_, id)| seen.insert(id)));
    }
    texts.sort_unstable();
    let numbered = texts.iter().zip(1..);
    let notes = numbered.map(|((_, id), number)| ((*id).to_owned(), number));
    let marks = places
        .into_iter()
        .filter(|(to, _)| seen.contains(to))
        .flat_map(|(_, names)| names)
        .map(ToOwned::to_owned)
        .collect();
    (notes.collect(), marks)
}

/// The names by which links reach a mark: its own, of what raises it, and of what stands in it.
fn around(link: ElementRef<'_>) -> Vec<&str> {
    let outer = link
        .parent()
        .and_then(ElementRef::wrap)
        .filter(|outer| !super::is_block(outer.value().name()));
    let within = link.descendent_elements().skip(1);
    let all = outer.into_iter().chain([link]).chain(within);
    all.flat_map(named).collect()
}

/// The names by which links reach an element itself.
fn named(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let name = (element.value().name() == "a").then(|| element.attr("name"));
    element.attr("id").into_iter().chain(name.flatten())
}

/// The names by which links reach an element, or the link that a paragraph begins with.
fn ids(element: ElementRef<'_>) -> impl Iterator<Item = &str> {
    let first = (element.value().name() == "p")
        .then(|| element.child_elements().next())
        .flatten()
        .filter(|first| first.value().name() == "a");
    element
        .attr("id")
        .into_iter()
        .chain(first.into_iter().flat_map(named))
}

fn raised(link: ElementRef<'_>) -> bool {
    let sup = |element: ElementRef<'_>| {
        element.value().name() == "sup"
            || element
                .attr("class")
                .is_some_and(|class| class.contains("FootnoteReference"))
    };
    let text = || link.text().collect::<String>();
    link.attr("role") == Some("doc-noteref")
        || link.attr("href").is_some_and(|to| to.starts_with('#')) && in_brackets(text().trim())
        || link.parent().and_then(ElementRef::wrap).is_some_and(sup)
        || link.child_elements().any(sup)
}

/// Whether a text is a number or a sign in square brackets, as word processors mark notes where nothing can be raised.
fn in_brackets(text: &str) -> bool {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    inner.is_some_and(|inner| {
        (1..=4).contains(&inner.len())
            && inner
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'*')
    })
}

impl Converter {
    /// The number of the footnote whose text `element` is.
    pub(super) fn note(&self, element: ElementRef<'_>) -> Option<usize> {
        ids(element).find_map(|id| self.notes.get(id)).copied()
    }

    /// Whether a link is what leads from a footnote's text back to its mark.
    pub(super) fn is_target(&self, link: ElementRef<'_>) -> bool {
        named(link).any(|name| self.notes.contains_key(name))
    }

    /// Whether a place within the page is the mark of a footnote.
    pub(super) fn marked_at(&self, place: &str) -> bool {
        self.marks.contains(place)
    }

    /// The number of the footnote of which `link` is a mark.
    pub(super) fn note_mark(&self, link: ElementRef<'_>) -> Option<usize> {
        if self.notes.is_empty() {
            return None;
        }
        let number = self.notes.get(link.attr("href")?.strip_prefix('#')?)?;
        raised(link).then_some(*number)
    }

    /// Appends a footnote's text.
    pub(super) fn note_text(&self, number: usize, element: ElementRef<'_>, out: &mut Vec<String>) {
        let text = self.blocks_in(element).join("\n\n");
        let arrow = |c: char| c.is_whitespace() || "↩↑\u{fe0e}\u{fe0f}".contains(c);
        let text = match self.keep {
            Keep::All => text.trim_end_matches(arrow),
            _ => text.trim_end_matches(|c: char| arrow(c) || matches!(c, '^' | '\\')),
        };
        if !text.is_empty() {
            out.push(prefixed(text, &format!("[^{number}]: "), "    "));
        }
    }
}
