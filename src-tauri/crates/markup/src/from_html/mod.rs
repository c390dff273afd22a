//! HTML to Markdown, safely: what has no place in Markdown becomes plain text, what could run is left out, and no
//! depth of nesting matters.

mod address;
mod escape;
mod inline;
mod kept;
mod list;
mod notes;
mod paste;
mod shallow;
mod shows;
mod spans;
mod styled;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use escape::escape;
pub use paste::{Pasted, paste};
pub use shallow::shallow;

use crate::html::{DEPTH, TAGS};
use ego_tree::NodeId;
use scraper::{ElementRef, Html, Node};
use shows::Place;
use spans::{Gather, Span, Stand, What};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet, HashSet},
};
use styled::{listed, unmarked};
use url::Url;
use write::{longest_run, written};

/// Elements that are never text of an article.
const SKIPPED: [&str; 24] = [
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "form",
    "input", "button", "select", "textarea", "head", "title", "meta", "link", "nav", "dialog",
    "canvas", "audio", "video", "map",
];

/// Elements that make a paragraph of their own, or hold some.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
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
    "hgroup",
    "hr",
    "html",
    "li",
    "legend",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// What becomes of what Markdown has no marks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// Its words stay: there is no HTML in the text.
    Words,
    /// It becomes the nearest that Markdown has; an element stays where without it the words would say something else.
    Sense,
    /// It stays as an element, as far as a text may hold it.
    All,
}

/// The Markdown of an HTML text: paragraphs, headings, quotations, lists, tables, footnotes, images and links are
/// kept; scripts, styles, forms and addresses that could run are not. There is no HTML in it.
#[must_use]
pub fn markdown(html: &str) -> String {
    let page = parsed(html, Html::parse_fragment);
    let root = page.root_element();
    let mut converter = Converter::new(root, None);
    converter.keep = Keep::Words;
    converter.blocks_in(root).join("\n\n")
}

/// The Markdown of an article that another program kept as HTML. Its page shows the same: what Markdown can't say stays as
/// HTML, as far as an article may hold it; what a style means is kept, how else it looks is not.
#[must_use]
pub fn article(html: &str) -> String {
    let page = parsed(html, Html::parse_fragment);
    let root = page.root_element();
    let mut converter = Converter::new(root, None);
    converter.styled = true;
    let mut text = String::new();
    for keep in [Keep::All, Keep::Words] {
        converter.keep = keep;
        text = unmarked(&converter.blocks_in(root).join("\n\n"));
        // Past that many tags a text's page shows them as words.
        if text.matches('<').count() <= TAGS {
            break;
        }
    }
    text
}

/// A page as a tree that one can walk; of one that is made to be too deep for that the words alone.
fn parsed(html: &str, parse: fn(&str) -> Html) -> Html {
    let page = parse(&shallow(html));
    if !shallow::is_deep(&page) {
        return page;
    }
    let text: String = page.root_element().text().collect();
    parse(&text.replace('&', "&amp;").replace('<', "&lt;"))
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
    /// The ids of the footnotes' marks.
    marks: BTreeSet<String>,
    /// The elements with a paragraph of its own somewhere within.
    blocks: HashSet<NodeId>,
    /// Whether `style` is taken for what it means, as in what word processors copy.
    styled: bool,
    keep: Keep,
    /// How deep in quotations and lists it is.
    depth: Cell<usize>,
}

impl Converter {
    /// For the page under `root`; relative addresses are made absolute by `base`, the page's own address.
    #[must_use]
    pub fn new(root: ElementRef<'_>, base: Option<&str>) -> Self {
        let (notes, marks) = notes::found(root);
        let mut blocks = HashSet::new();
        for inner in root.descendent_elements() {
            if is_block(inner.value().name()) {
                let outer = inner.ancestors().map(|outer| outer.id());
                let new = |id: &NodeId| blocks.insert(*id);
                outer.take_while(new).for_each(drop);
            }
        }
        Self {
            base: base.and_then(|base| Url::parse(base).ok()),
            notes,
            marks,
            blocks,
            styled: false,
            keep: Keep::Sense,
            depth: Cell::new(0),
        }
    }

    /// The Markdown blocks of what lies within `element`; text that lies bare among them becomes paragraphs.
    #[must_use]
    pub fn blocks_in(&self, element: ElementRef<'_>) -> Vec<String> {
        self.inside(element, &[])
    }

    /// The Markdown blocks of the block `element` itself.
    #[must_use]
    pub fn block_of(&self, element: ElementRef<'_>) -> Vec<String> {
        let mut out = Vec::new();
        self.block(element, &[], &mut out);
        out
    }

    /// The paragraphs of a run of text and inline elements.
    #[must_use]
    pub fn run_of(&self, run: &[Piece<'_>]) -> Vec<String> {
        let mut line = self.gather(&[], false);
        for piece in run {
            self.add(piece, &mut line);
        }
        self.paragraphs(line)
    }

    fn paragraphs(&self, mut line: Gather) -> Vec<String> {
        self.written(&line.flush())
    }

    fn written(&self, lines: &[Vec<Span>]) -> Vec<String> {
        lines
            .iter()
            .map(|spans| written(spans, self.keep, Place::Paragraph))
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// What lies within `element`, which lies within inline elements that mark all of it.
    fn inside<'a>(&self, element: ElementRef<'a>, around: &[ElementRef<'a>]) -> Vec<String> {
        let mut out = Vec::new();
        self.blocks(element, around, &mut out);
        listed(out)
    }

    fn has_block(&self, element: ElementRef<'_>) -> bool {
        self.blocks.contains(&element.id())
    }

    fn blocks<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) {
        let mut run = self.gather(around, false);
        for piece in pieces(element) {
            self.take(piece, around, &mut run, out);
        }
        out.append(&mut self.paragraphs(run));
    }

    /// Goes into an element within a line that holds blocks: which elements within lines are around those.
    fn go_into<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        run: &mut Gather,
    ) -> (Stand, Vec<ElementRef<'a>>) {
        let (marks, wrap) = self.holds(element, run);
        let mut within = around.to_vec();
        if marks != 0 || wrap.is_some() {
            within.push(element);
        }
        (run.enter(marks, wrap), within)
    }

    /// Takes a piece into the paragraph that is being gathered, or, where it is a block, ends that.
    fn take<'a>(
        &self,
        piece: Piece<'a>,
        around: &[ElementRef<'a>],
        run: &mut Gather,
        out: &mut Vec<String>,
    ) {
        match piece {
            Piece::Element(inner) if self.skips(inner) => {}
            Piece::Element(inner) if is_block(inner.value().name()) => {
                out.append(&mut self.written(&run.flush()));
                self.block(inner, around, out);
            }
            // The line goes on in it up to the first block.
            Piece::Element(inner) if self.has_block(inner) => {
                let (stand, within) = self.go_into(inner, around, run);
                for piece in pieces(inner) {
                    self.take(piece, &within, run, out);
                }
                run.leave(&stand);
            }
            piece => self.add(&piece, run),
        }
    }

    fn block<'a>(&self, element: ElementRef<'a>, around: &[ElementRef<'a>], out: &mut Vec<String>) {
        if let Some(number) = self.note(element) {
            return self.note_text(number, element, out);
        }
        if self.styled_block(element, around, out) {
            return;
        }
        let name = element.value().name();
        if self.keep == Keep::All && self.kept_block(element, around, out) {
            return;
        }
        // Past that depth a page shows no more of them.
        let nests = match name {
            "blockquote" => 1,
            "ul" | "ol" | "menu" | "dir" => 2,
            _ => 0,
        };
        let depth = self.depth.get();
        if nests > 0 && depth + nests > DEPTH {
            return self.blocks(element, around, out);
        }
        self.depth.set(depth + nests);
        self.known_block(element, around, out);
        self.depth.set(depth);
    }

    fn known_block<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) {
        let name = element.value().name();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = usize::from(name.as_bytes()[1] - b'0');
                out.extend(self.heading(level, element, around));
            }
            "blockquote" => {
                let inner = self.inside(element, around);
                if !inner.is_empty() {
                    out.push(prefixed(&inner.join("\n\n"), "> ", "> "));
                }
            }
            "ul" | "ol" | "menu" | "dir" => self.list(element, around, out),
            "pre" => out.extend(self.fenced(element)),
            "hr" if notes_rule(element) => {}
            "hr" => out.push("* * *".to_owned()),
            "table" => self.table(element, around, out),
            "figcaption" | "caption" if !self.has_block(element) && self.keep != Keep::All => {
                out.extend(marked(&self.line(element, around, Place::Paragraph), "*"));
            }
            "dt" if !self.has_block(element) && self.keep != Keep::All => {
                out.extend(marked(&self.line(element, around, Place::Paragraph), "**"));
            }
            _ if is_block(name) => self.blocks(element, around, out),
            _ => {
                let mut run = self.gather(around, false);
                self.take(Piece::Element(element), around, &mut run, out);
                out.append(&mut self.paragraphs(run));
            }
        }
    }

    /// An element as a heading; none where it is empty.
    fn heading<'a>(
        &self,
        level: usize,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
    ) -> Option<String> {
        let mut spans = self.spans(element, around);
        // A heading is bold by itself.
        let bold = |span: &Span| span.marks & spans::STRONG != 0 || span.what == What::Break;
        if spans.iter().all(bold) {
            for span in &mut spans {
                span.marks &= !spans::STRONG;
            }
        }
        let text = written(&spans, self.keep, Place::Heading);
        (!text.is_empty()).then(|| format!("{} {text}", "#".repeat(level)))
    }

    /// An element's inline text as one paragraph.
    fn spans<'a>(&self, element: ElementRef<'a>, around: &[ElementRef<'a>]) -> Vec<Span> {
        let mut line = self.gather(around, true);
        for piece in pieces(element) {
            self.add(&piece, &mut line);
        }
        line.flush().into_iter().next().unwrap_or_default()
    }

    /// An element's inline text on one line.
    fn line<'a>(&self, element: ElementRef<'a>, around: &[ElementRef<'a>], place: Place) -> String {
        let mut spans = self.spans(element, around);
        if place == Place::Paragraph {
            unbroken(&mut spans);
        }
        written(&spans, self.keep, place)
    }

    /// Code between fences that are longer than any run of backticks within it.
    fn fenced(&self, element: ElementRef<'_>) -> Option<String> {
        let text = kept::lines_of(element);
        let text = match self.keep {
            Keep::All => text.strip_suffix('\n').unwrap_or(&text),
            _ => text.trim_matches('\n'),
        };
        let fence = "`".repeat(longest_run(text).max(2) + 1);
        let language = match self.keep {
            Keep::All => kept::language(element).unwrap_or_default(),
            _ => String::new(),
        };
        (!text.trim().is_empty()).then(|| format!("{fence}{language}\n{text}\n{fence}"))
    }
}

/// Whether a rule only sets footnotes apart, which are set apart anyway.
fn notes_rule(element: ElementRef<'_>) -> bool {
    let class = |element: ElementRef<'_>| element.attr("class").unwrap_or_default().to_owned();
    let outer = element.parent().and_then(ElementRef::wrap);
    class(element).contains("footnotes-sep")
        || outer.is_some_and(|outer| class(outer).split(' ').any(|name| name == "footnotes"))
}

/// Makes a space of each line break.
fn unbroken(spans: &mut [Span]) {
    for span in spans {
        match &mut span.what {
            What::Break => span.what = What::Text(" ".into()),
            What::Within(_, inner) => unbroken(inner),
            _ => {}
        }
    }
}

/// A line between marks, or as it is where it holds some of its own.
fn marked(line: &str, mark: &str) -> Option<String> {
    let plain = line.contains(['*', '\\', '~', '<']);
    (!line.is_empty()).then(|| match plain {
        true => line.to_owned(),
        false => format!("{mark}{line}{mark}"),
    })
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.split('\n').enumerate() {
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
