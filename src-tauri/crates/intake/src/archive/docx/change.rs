//! Tracked changes: which of them a view of the document has, and who made them.

use super::tree::Node;
use model::Time;
use std::collections::BTreeMap;

/// As which text a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// As it was before the changes.
    Before,
    /// As it would be with all of them.
    After,
}

/// Whether an element is what was put in, or what was taken out.
fn put_in(name: &str) -> Option<bool> {
    match name {
        "w:ins" | "w:moveTo" | "w:cellIns" => Some(true),
        "w:del" | "w:moveFrom" | "w:cellDel" => Some(false),
        _ => None,
    }
}

impl View {
    /// Whether what a tracked change holds stands in this view; none where the element is no change.
    pub(super) fn shows(self, name: &str) -> Option<bool> {
        put_in(name).map(|put_in| put_in == (self == Self::After))
    }

    /// The properties that hold in this view: those before a change, where one is tracked.
    pub(super) fn props<'n>(self, node: &'n Node, name: &str) -> Option<&'n Node> {
        let now = node.child(name)?;
        if self == Self::After {
            return Some(now);
        }
        let change = format!("{name}Change");
        let was = now.child(&change).and_then(|change| change.child(name));
        Some(was.unwrap_or(now))
    }

    /// Whether something with these properties is not there in this view: the mark at a paragraph's end, a row of a table.
    pub(super) fn is_gone(self, props: Option<&Node>) -> bool {
        let hides = |node: &Node| self.shows(&node.name) == Some(false);
        props.is_some_and(|props| props.nodes().any(hides))
    }
}

/// Who changed how much, and when last.
#[derive(Debug, Default)]
pub(super) struct Changes(BTreeMap<String, (u64, Option<Time>)>);

impl Changes {
    /// Counts every change within.
    pub(super) fn count(&mut self, node: &Node) {
        let tracked =
            put_in(&node.name).is_some() || matches!(&*node.name, "w:rPrChange" | "w:pPrChange");
        if tracked {
            let author = node.get("w:author").unwrap_or_default().trim().to_owned();
            let at = node.get("w:date").and_then(moment);
            let known = self.0.entry(author).or_default();
            known.0 += 1;
            known.1 = known.1.max(at);
        }
        node.nodes().for_each(|node| self.count(node));
    }

    /// As it is told.
    pub(super) fn told(&self) -> Vec<(String, String)> {
        let told = self.0.iter().map(|(author, (count, at))| {
            let author = if author.is_empty() { "someone" } else { author };
            let changes = if *count == 1 { "change" } else { "changes" };
            let last = at.map(|at| format!(", last {at}")).unwrap_or_default();
            (
                "changed by".to_owned(),
                format!("{author} ({count} {changes}{last})"),
            )
        });
        told.collect()
    }
}

/// A date of a document: without a zone it is by the clock of whoever wrote it, and taken as UTC.
pub(super) fn moment(text: &str) -> Option<Time> {
    let text = text.trim();
    text.parse()
        .or_else(|_| format!("{text}Z").parse())
        .or_else(|_| format!("{text}:00Z").parse())
        .ok()
        .filter(|_| !text.is_empty())
}
