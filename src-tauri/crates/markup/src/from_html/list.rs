//! Lists.

use super::{Converter, Keep, Piece, is_block, pieces, prefixed};
use scraper::ElementRef;

/// The sign of a list's items where it does not follow another one, and where it does.
const SIGNS: [(char, char); 2] = [('-', '*'), ('.', ')')];

impl Converter {
    pub(super) fn list<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) {
        let ordered = element.value().name() == "ol";
        let mut items = Items {
            counts: ordered && self.keep == Keep::All,
            items: vec![],
            waiting: 0,
        };
        self.items(element, around, &mut items, out);
        if !items.items.is_empty() {
            let after = out.last().and_then(|last| sign(last));
            out.push(joined(&items.items, start(element), ordered, after));
        }
    }

    fn items<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        to: &mut Items,
        out: &mut Vec<String>,
    ) {
        for piece in pieces(element) {
            let item = match piece {
                Piece::Element(item) => item,
                // Words that stand bare in a list are one of its items.
                Piece::Text(text) => {
                    let mut run = self.gather(around, false);
                    self.add(&Piece::Text(text), &mut run);
                    let bare = self.paragraphs(run);
                    if !bare.is_empty() {
                        to.put(bare);
                    }
                    continue;
                }
            };
            if let Some(note) = self.note(item) {
                self.note_text(note, item, out);
                continue;
            }
            let is_item = |inner: ElementRef<'_>| inner.value().name() == "li";
            match item.value().name() {
                "ul" | "ol" | "menu" | "dir" => {
                    // It belongs to the item before it.
                    let mut inner = to.last();
                    self.block(item, around, &mut inner);
                    to.put(inner);
                }
                "li" => to.put(self.inside(item, around)),
                _ if self.skips(item) => {}
                name if !is_block(name) && item.child_elements().any(is_item) => {
                    let mut run = self.gather(around, false);
                    let (_, within) = self.go_into(item, around, &mut run);
                    self.items(item, &within, to, out);
                }
                _ => {
                    let mut inner = vec![];
                    self.block(item, around, &mut inner);
                    if !inner.is_empty() {
                        to.put(inner);
                    }
                }
            }
        }
    }
}

/// The items of a list, each by its blocks.
struct Items {
    /// Whether an item without words counts, as where items are numbered.
    counts: bool,
    items: Vec<Vec<String>>,
    /// How many without words came last.
    waiting: usize,
}

impl Items {
    fn put(&mut self, inner: Vec<String>) {
        if inner.is_empty() {
            self.waiting += usize::from(self.counts);
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.items.extend(std::iter::repeat_n(vec![], waiting));
        self.items.push(inner);
    }

    /// Takes back the last one.
    fn last(&mut self) -> Vec<String> {
        if self.waiting > 0 {
            self.waiting -= 1;
            return vec![];
        }
        self.items.pop().unwrap_or_default()
    }
}

/// The number of a list's first item.
fn start(element: ElementRef<'_>) -> u32 {
    let start = element
        .attr("start")
        .and_then(|start| start.trim().parse().ok());
    start.filter(|start| *start <= 999_999_999).unwrap_or(1)
}

/// A list's items, after a block that may be a list with the sign `after`.
fn joined(items: &[Vec<String>], start: u32, ordered: bool, after: Option<char>) -> String {
    let (first, other) = SIGNS[usize::from(ordered)];
    let sign = if after == Some(first) { other } else { first };
    let tight = items.iter().all(|item| is_tight(item));
    let mut number = start;
    let lines = items.iter().map(|inner| {
        let marker = match ordered {
            true => format!("{number}{sign} "),
            false => format!("{sign} "),
        };
        number = number.saturating_add(1);
        let mut text = match inner.as_slice() {
            [first, second] if is_tight(inner) => format!("{first}\n{second}"),
            inner => inner.join("\n\n"),
        };
        // Stars would make a rule of the whole line.
        if sign == '*' && text.starts_with("* * *") {
            text.replace_range(..5, "---");
        }
        let text = prefixed(&text, &marker, &" ".repeat(marker.len()));
        text.trim_end_matches(' ').to_owned()
    });
    let gap = if tight { "\n" } else { "\n\n" };
    lines.collect::<Vec<_>>().join(gap)
}

/// Whether an item's blocks are a line, or a line and a list right below it.
fn is_tight(item: &[String]) -> bool {
    match item {
        [] | [_] => true,
        [line, list] => {
            let after = list.trim_start_matches(['-', '*']).strip_prefix(' ');
            let numbered = list.strip_prefix("1.").or_else(|| list.strip_prefix("1)"));
            let begins = |rest: &str| !rest.trim_start_matches(' ').starts_with('\n');
            sign(list).is_some() && !line.starts_with('<') && after.or(numbered).is_some_and(begins)
        }
        _ => false,
    }
}

/// The sign of the items where a block is a list.
pub(super) fn sign(block: &str) -> Option<char> {
    let digits = block.bytes().take_while(u8::is_ascii_digit).count();
    let signs: &[char] = if digits == 0 {
        &['-', '*']
    } else {
        &['.', ')']
    };
    let sign = block[digits..]
        .chars()
        .next()
        .filter(|c| signs.contains(c))?;
    let rest = &block[digits + 1..];
    let space = rest.is_empty() || rest.starts_with([' ', '\n']);
    (space && !block.starts_with("* * *")).then_some(sign)
}
