//! Footnotes: a raised link to the id of a text further down.

use super::{Converter, prefixed};
use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};

/// The footnotes of a page, numbered in the order of their texts: an element is one where a raised link leads to it.
pub(super) fn found(root: ElementRef<'_>) -> BTreeMap<String, usize> {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for link in root.descendent_elements() {
        // The link from a note back to its mark is raised as well.
        let back = named(link).any(|name| wanted.contains(name));
        if link.value().name() == "a" && raised(link) && !back {
            wanted.extend(link.attr("href").and_then(|href| href.strip_prefix('#')));
        }
    }
    let mut notes = BTreeMap::new();
    if wanted.is_empty() {
        return notes;
    }
    for element in root.descendent_elements() {
        let holds = matches!(element.value().name(), "li" | "p" | "div" | "dd" | "aside");
        if let Some(id) = ids(element).find(|id| holds && wanted.contains(id)) {
            let next = notes.len() + 1;
            notes.entry(id.to_owned()).or_insert(next);
        }
    }
    notes
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
    link.attr("role") == Some("doc-noteref")
        || link.parent().and_then(ElementRef::wrap).is_some_and(sup)
        || link.child_elements().any(sup)
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

    /// The mark of a footnote, where `link` is one.
    pub(super) fn note_mark(&self, link: ElementRef<'_>) -> Option<String> {
        let number = self.notes.get(link.attr("href")?.strip_prefix('#')?)?;
        raised(link).then(|| format!("[^{number}]"))
    }

    /// Appends a footnote's text.
    pub(super) fn note_text(&self, number: usize, element: ElementRef<'_>, out: &mut Vec<String>) {
        let text = self.blocks_in(element).join("\n\n");
        let text = text
            .trim_end_matches(|c: char| c.is_whitespace() || "↩↑\u{fe0e}\u{fe0f}^\\".contains(c));
        if !text.is_empty() {
            out.push(prefixed(text, &format!("[^{number}]: "), "    "));
        }
    }
}
