//! Footnotes: a raised link to the id of a text further down.

use super::{Converter, prefixed};
use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};

/// The footnotes of a page, numbered in the order of their texts: an element is one where a raised link leads to it.
pub(super) fn found(root: ElementRef<'_>) -> BTreeMap<String, usize> {
    let wanted: BTreeSet<&str> = root
        .descendent_elements()
        .filter(|element| element.value().name() == "a" && raised(*element))
        .filter_map(|element| element.attr("href")?.strip_prefix('#'))
        .collect();
    let mut notes = BTreeMap::new();
    if wanted.is_empty() {
        return notes;
    }
    for element in root.descendent_elements() {
        let holds = matches!(element.value().name(), "li" | "p" | "div" | "dd" | "aside");
        if let Some(id) = element.attr("id").filter(|id| holds && wanted.contains(id)) {
            let next = notes.len() + 1;
            notes.entry(id.to_owned()).or_insert(next);
        }
    }
    notes
}

fn raised(link: ElementRef<'_>) -> bool {
    let sup = |element: ElementRef<'_>| element.value().name() == "sup";
    link.attr("role") == Some("doc-noteref")
        || link.parent().and_then(ElementRef::wrap).is_some_and(sup)
        || link.child_elements().any(sup)
}

impl Converter {
    /// The number of the footnote whose text `element` is.
    pub(super) fn note(&self, element: ElementRef<'_>) -> Option<usize> {
        self.notes.get(element.attr("id")?).copied()
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
