//! Markdown with components in it, as Astro has it: what makes them is left, and they stay in sight.

use super::marks::{Code, spliced, unknown};
use crate::archive::{common::left, prepared};
use model::archive::Item;

/// A text without what imports, and with its components as code.
pub(super) fn text(text: String, item: &mut Item) -> String {
    let code = Code::of(&text);
    let mut edits = vec![];
    let mut at = 0;
    let mut imports = vec![];
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let makes = ["import ", "export "]
            .iter()
            .any(|word| line.starts_with(word));
        if makes && !code.holds(start) {
            imports.push(line.trim_end());
            edits.push((start..at, String::new()));
        }
    }
    if !imports.is_empty() {
        let why = "These lines are a program’s, and on no page";
        item.left.push(left("imports", imports.join("\n"), why));
    }
    let mut at = 0;
    while let Some(tag) = prepared::next(&text, at) {
        at = tag.end;
        let written = text.get(tag.start..tag.end).unwrap_or_default();
        let name = written.trim_start_matches(['<', '/']);
        if name.starts_with(|c: char| c.is_ascii_uppercase()) && !code.holds(tag.start) {
            let new = unknown(written, &tag.name, "component", item);
            edits.push((tag.start..tag.end, new));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    spliced(&text, edits)
}
