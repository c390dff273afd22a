//! Lists: which of them a paragraph is an item of, and the number that it has there.

use super::tree::Node;
use std::collections::{HashMap, HashSet};

/// Levels of a list.
pub(super) const LEVELS: usize = 9;

/// How the items of a level are marked.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    start: u32,
}

#[derive(Debug, Default)]
struct List {
    /// Lists that count on together.
    counter: String,
    levels: HashMap<usize, Level>,
    /// Where it begins anew, by level.
    anew: HashMap<usize, u32>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering(HashMap<String, List>);

/// How far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    at: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

/// The mark of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    Number(u32),
    /// It counts in letters or in Roman numerals.
    Other(u32),
}

impl Numbering {
    /// Of the part with lists.
    pub(super) fn of(root: &Node) -> Self {
        let mut kinds: HashMap<&str, &Node> = HashMap::new();
        let mut by_style: HashMap<&str, &Node> = HashMap::new();
        for node in root.nodes().filter(|node| &*node.name == "w:abstractNum") {
            if let Some(id) = node.get("w:abstractNumId") {
                kinds.insert(id, node);
            }
            if let Some(style) = node.val_of("w:styleLink") {
                by_style.insert(style, node);
            }
        }
        let mut out = HashMap::new();
        for node in root.nodes().filter(|node| &*node.name == "w:num") {
            let (Some(id), Some(kind)) = (node.get("w:numId"), node.val_of("w:abstractNumId"))
            else {
                continue;
            };
            let mut list = List {
                counter: kind.to_owned(),
                ..List::default()
            };
            if let Some(kind) = kinds.get(kind) {
                // A list may take its levels from the style of lists that it names.
                let linked = kind
                    .val_of("w:numStyleLink")
                    .and_then(|style| by_style.get(style));
                levels(linked.unwrap_or(kind), &mut list.levels);
            }
            for over in node.nodes().filter(|node| &*node.name == "w:lvlOverride") {
                let Some(level) = over.get("w:ilvl").and_then(|level| level.parse().ok()) else {
                    continue;
                };
                levels(over, &mut list.levels);
                if let Some(start) = over.val_of("w:startOverride") {
                    list.anew.insert(level, start.parse().unwrap_or(1));
                }
            }
            out.insert(id.to_owned(), list);
        }
        Self(out)
    }

    /// The mark of the next item of a list at a level; none where it has no mark, and is a paragraph like any other.
    pub(super) fn next(&self, id: &str, level: usize, counters: &mut Counters) -> Option<Marker> {
        let level = level.min(LEVELS - 1);
        if id == "0" {
            return None;
        }
        let Some(list) = self.0.get(id) else {
            // A list that the document says nothing of.
            return Some(Marker::Bullet);
        };
        let known = list.levels.get(&level);
        let format = known.map_or("decimal", |known| known.format.as_str());
        let start = known.map_or(1, |known| known.start);
        let at = counters.at.entry(list.counter.clone()).or_default();
        let first = counters.begun.insert((id.to_owned(), level));
        let anew = list.anew.get(&level).copied().filter(|_| first);
        let number = match (anew, at[level]) {
            (Some(anew), _) => anew,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => start,
        };
        at[level] = Some(number);
        at[level + 1..].fill(None);
        match format {
            "bullet" => Some(Marker::Bullet),
            "none" => None,
            "decimal" | "decimalZero" | "ordinal" => Some(Marker::Number(number)),
            format if format.starts_with("decimal") => Some(Marker::Number(number)),
            _ => Some(Marker::Other(number)),
        }
    }
}

fn levels(node: &Node, into: &mut HashMap<usize, Level>) {
    for level in node.nodes().filter(|node| &*node.name == "w:lvl") {
        let Some(at) = level.get("w:ilvl").and_then(|at| at.parse().ok()) else {
            continue;
        };
        let picture = level.child("w:lvlPicBulletId").is_some();
        let format = level.val_of("w:numFmt").unwrap_or("decimal");
        let start = level.val_of("w:start").and_then(|start| start.parse().ok());
        into.insert(
            at,
            Level {
                format: if picture { "bullet" } else { format }.to_owned(),
                start: start.unwrap_or(1),
            },
        );
    }
}
