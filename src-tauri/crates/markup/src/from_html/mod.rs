//! HTML to Markdown, safely: what has no place in Markdown becomes plain text, what could run is left out, and no
//! depth of nesting matters.

mod escape;
mod inline;
mod notes;
mod paste;
mod run;
mod shallow;
mod styled;
mod table;
#[cfg(test)]
mod tests;

pub use escape::escape;
pub use paste::{Pasted, paste};
pub use shallow::shallow;

use escape::line_start;
use run::Run;
use scraper::{ElementRef, Html, Node};
use std::collections::BTreeMap;
use styled::listed;
use url::Url;

/// A line break within a run of inline text, until the run ends. Text from a page holds no control characters.
const BREAK: char = '\u{1}';

/// Elements that are never text of an article.
const SKIPPED: [&str; 24] = [
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "form",
    "input", "button", "select", "textarea", "head", "title", "meta", "link", "nav", "dialog",
    "canvas", "audio", "video", "map",
];

/// Elements that make a paragraph of their own, or hold some.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The Markdown of an HTML text: paragraphs, headings, quotations, lists, tables, footnotes, images and links are
/// kept; scripts, styles, forms and addresses that could run are not. There is no HTML in it.
#[must_use]
pub fn markdown(html: &str) -> String {
    let page = Html::parse_fragment(&shallow(html));
    let root = page.root_element();
    Converter::new(root, None).blocks_in(root).join("\n\n")
}

/// Whether an element by this name makes a paragraph of its own.
#[must_use]
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// What an element holds, in order; comments and the like are left out.
pub enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// An element.
    Element(ElementRef<'a>),
}

/// The text and the elements right within `element`.
#[must_use]
pub fn pieces(element: ElementRef<'_>) -> Vec<Piece<'_>> {
    element
        .children()
        .filter_map(|child| match child.value() {
            Node::Text(text) => Some(Piece::Text(text)),
            _ => ElementRef::wrap(child).map(Piece::Element),
        })
        .collect()
}

/// Whether a paragraph of its own lies somewhere within `element`.
#[must_use]
pub fn holds_block(element: ElementRef<'_>) -> bool {
    element
        .descendent_elements()
        .skip(1)
        .any(|inner| is_block(inner.value().name()))
}

/// Turns the elements of one page into Markdown.
pub struct Converter {
    base: Option<Url>,
    /// The number of each footnote, by the id of its text.
    notes: BTreeMap<String, usize>,
    /// Whether `style` is taken for what it means, as in what word processors copy.
    styled: bool,
}

impl Converter {
    /// For the page under `root`; relative addresses are made absolute by `base`, the page's own address.
    #[must_use]
    pub fn new(root: ElementRef<'_>, base: Option<&str>) -> Self {
        Self {
            base: base.and_then(|base| Url::parse(base).ok()),
            notes: notes::found(root),
            styled: false,
        }
    }

    /// The Markdown blocks of what lies within `element`; text that lies bare among them becomes paragraphs.
    #[must_use]
    pub fn blocks_in(&self, element: ElementRef<'_>) -> Vec<String> {
        let mut out = Vec::new();
        self.blocks(element, &mut out);
        listed(out)
    }

    /// The Markdown blocks of the block `element` itself.
    #[must_use]
    pub fn block_of(&self, element: ElementRef<'_>) -> Vec<String> {
        let mut out = Vec::new();
        self.block(element, &mut out);
        out
    }

    /// The paragraphs of a run of text and inline elements.
    #[must_use]
    pub fn run_of(&self, run: &[Piece<'_>]) -> Vec<String> {
        let mut line = Run::default();
        for piece in run {
            self.add(piece, &mut line);
        }
        line.paragraphs()
    }

    fn blocks(&self, element: ElementRef<'_>, out: &mut Vec<String>) {
        let mut run = Run::default();
        for piece in pieces(element) {
            match piece {
                Piece::Element(inner) if SKIPPED.contains(&inner.value().name()) => {}
                Piece::Element(inner) if is_block(inner.value().name()) || holds_block(inner) => {
                    out.append(&mut std::mem::take(&mut run).paragraphs());
                    self.block(inner, out);
                }
                piece => self.add(&piece, &mut run),
            }
        }
        out.append(&mut run.paragraphs());
    }

    fn block(&self, element: ElementRef<'_>, out: &mut Vec<String>) {
        if let Some(number) = self.note(element) {
            return self.note_text(number, element, out);
        }
        if self.styled_block(element, out) {
            return;
        }
        match element.value().name() {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                out.extend(self.heading(usize::from(name.as_bytes()[1] - b'0'), element));
            }
            "blockquote" => {
                let inner = self.blocks_in(element);
                if !inner.is_empty() {
                    out.push(prefixed(&inner.join("\n\n"), "> ", "> "));
                }
            }
            "ul" | "ol" => self.list(element, out),
            "pre" => out.extend(fenced(&element.text().collect::<String>())),
            "hr" => out.push("* * *".to_owned()),
            "table" => self.table(element, out),
            "figcaption" | "caption" if !holds_block(element) => {
                out.extend(marked(&self.line(element), "*"));
            }
            "dt" if !holds_block(element) => out.extend(marked(&self.line(element), "**")),
            _ => self.blocks(element, out),
        }
    }

    /// An element as a heading; none where it is empty.
    fn heading(&self, level: usize, element: ElementRef<'_>) -> Option<String> {
        let line = self.line(element);
        // A heading is bold by itself.
        let bare = line
            .strip_prefix("**")
            .and_then(|text| text.strip_suffix("**"));
        let mut text = bare
            .filter(|bare| !bare.contains('*'))
            .unwrap_or(&line)
            .to_owned();
        // Number signs at a heading's end would be taken for its own.
        if text.ends_with('#') && !text.ends_with("\\#") {
            let last = text.trim_end_matches('#').len();
            text.insert(last, '\\');
        }
        (!text.is_empty()).then(|| format!("{} {text}", "#".repeat(level)))
    }

    /// An element's inline text on one line.
    fn line(&self, element: ElementRef<'_>) -> String {
        let mut run = Run::default();
        for piece in pieces(element) {
            self.add(&piece, &mut run);
        }
        run.line()
    }

    fn list(&self, element: ElementRef<'_>, out: &mut Vec<String>) {
        let ordered = element.value().name() == "ol";
        let mut number: u32 = element
            .attr("start")
            .and_then(|start| start.parse().ok())
            .filter(|start| *start <= 999_999_999)
            .unwrap_or(1);
        let mut items = Vec::new();
        let mut loose = false;
        for piece in pieces(element) {
            let mut inner = Vec::new();
            let item = match piece {
                Piece::Element(item) => item,
                // Words that stand bare in a list are one of its items.
                Piece::Text(text) => {
                    let bare = self.run_of(&[Piece::Text(text)]);
                    items.extend(
                        bare.into_iter()
                            .map(|line| item_of(&line, ordered, &mut number)),
                    );
                    continue;
                }
            };
            if let Some(note) = self.note(item) {
                self.note_text(note, item, out);
                continue;
            }
            match item.value().name() {
                "ul" | "ol" => self.list(item, &mut inner),
                name if SKIPPED.contains(&name) => continue,
                _ => inner = self.blocks_in(item),
            }
            if inner.is_empty() {
                continue;
            }
            let nested = |text: &String| text.starts_with("- ") || text.starts_with("1. ");
            let tight = inner.len() == 1 || inner.len() == 2 && nested(&inner[1]);
            loose |= !tight;
            let text = inner.join(if tight { "\n" } else { "\n\n" });
            items.push(item_of(&text, ordered, &mut number));
        }
        if !items.is_empty() {
            out.push(items.join(if loose { "\n\n" } else { "\n" }));
        }
    }
}

/// A text as the next item of a list.
fn item_of(text: &str, ordered: bool, number: &mut u32) -> String {
    let marker = match ordered {
        true => format!("{number}. "),
        false => "- ".to_owned(),
    };
    *number = number.saturating_add(1);
    prefixed(text, &marker, &" ".repeat(marker.len()))
}

/// A line between marks, or as it is where it holds some of its own.
fn marked(line: &str, mark: &str) -> Option<String> {
    let plain = line.contains(['*', '\\', '~']);
    (!line.is_empty()).then(|| match plain {
        true => line_start(line),
        false => format!("{mark}{line}{mark}"),
    })
}

/// Code between fences that are longer than any run of backticks within it.
fn fenced(text: &str) -> Option<String> {
    let mut longest = 2;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    (!text.trim().is_empty()).then(|| format!("{fence}\n{}\n{fence}", text.trim_matches('\n')))
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let prefix = if number == 0 { first } else { rest };
        out.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        out.push_str(line);
    }
    out
}
