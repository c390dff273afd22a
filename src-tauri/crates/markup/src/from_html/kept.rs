//! Blocks that Markdown can't say, as elements that stand on lines of their own. What is in them is Markdown again, so that
//! it is found, counted and spelled like any other text.

use super::{
    Converter, Piece, is_block, listed, pieces,
    spans::{Gather, Span, What},
    write::verbatim,
};
use scraper::{ElementRef, Node};

/// Elements that a text of which white space counts keeps.
const INLINE: [&str; 14] = [
    "a", "b", "strong", "em", "i", "u", "s", "del", "ins", "mark", "sub", "sup", "kbd", "code",
];

impl Converter {
    /// A block that is kept as an element. False where it is none of those.
    pub(super) fn kept_block<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) -> bool {
        let named = |names: &[&str]| {
            element
                .child_elements()
                .any(|inner| names.contains(&inner.value().name()))
        };
        match element.value().name() {
            "ol" | "ul" if is_special_list(element) => {
                out.extend(self.kept(element, around, &["li"]));
            }
            "dl" if named(&["dt", "dd", "div"]) => {
                out.extend(self.kept(element, around, &["dt", "dd"]));
            }
            "details" => {
                out.extend(self.kept(element, around, &["summary"]));
            }
            "figure" => self.figure(element, around, out),
            "pre" if is_marked(element) => out.extend(self.verse(element)),
            _ => return false,
        }
        true
    }

    /// An element with those of its children that are kept as well, by their names.
    pub(super) fn kept<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        children: &[&str],
    ) -> Option<String> {
        let name = element.value().name();
        let mut to = Kept {
            run: self.gather(around, false),
            between: vec![],
            parts: vec![Part::Tag(format!("<{name}{}>", attributes(element)))],
        };
        self.kept_children(element, around, children, &mut to);
        to.between.append(&mut self.paragraphs(to.run));
        to.parts.append(&mut texts(&mut to.between));
        (to.parts.len() > 1).then(|| {
            to.parts.push(Part::Tag(format!("</{name}>")));
            together(&to.parts)
        })
    }

    fn kept_children<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        children: &[&str],
        to: &mut Kept,
    ) {
        for piece in pieces(element) {
            let inner = match piece {
                Piece::Element(inner) if is_block(inner.value().name()) => inner,
                Piece::Element(inner) if self.has_block(inner) && !self.skips(inner) => {
                    let (stand, within) = self.go_into(inner, around, &mut to.run);
                    self.kept_children(inner, &within, children, to);
                    to.run.leave(&stand);
                    continue;
                }
                piece => {
                    self.take(piece, around, &mut to.run, &mut to.between);
                    continue;
                }
            };
            to.between.append(&mut self.written(&to.run.flush()));
            let name = inner.value().name();
            if let Some(name) = children.iter().find(|child| **child == name) {
                let mut blocks = self.inside(inner, around);
                if !blocks.is_empty() || *name == "li" {
                    to.parts.append(&mut texts(&mut to.between));
                    let tag = format!("<{name}{}>", attributes(inner));
                    to.parts.push(Part::Tag(tag));
                    to.parts.append(&mut texts(&mut blocks));
                    to.parts.push(Part::Tag(format!("</{name}>")));
                }
            } else if name == "div" && children.contains(&"dd") {
                self.kept_children(inner, around, children, to);
                to.between.append(&mut self.written(&to.run.flush()));
            } else {
                self.block(inner, around, &mut to.between);
            }
        }
    }

    fn figure<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) {
        let caption = |inner: &ElementRef<'_>| inner.value().name() == "figcaption";
        let captions: Vec<_> = element.child_elements().filter(caption).collect();
        if !captions.iter().any(|caption| self.shows(*caption)) {
            return self.blocks(element, around, out);
        }
        if let [caption] = captions.as_slice()
            && let Some(picture) = self.captioned(element, *caption, around)
        {
            return out.push(picture);
        }
        out.extend(self.kept(element, around, &["figcaption"]));
    }

    /// Whether there is anything to see in an element.
    pub(super) fn shows(&self, element: ElementRef<'_>) -> bool {
        let seen = |inner: ego_tree::NodeRef<'_, Node>| {
            inner
                .ancestors()
                .map_while(ElementRef::wrap)
                .take_while(|outer| outer.id() != element.id())
                .all(|outer| !self.skips(outer))
        };
        element.descendants().any(|inner| match inner.value() {
            Node::Text(text) => {
                text.contains(|c: char| !c.is_whitespace() && !c.is_control()) && seen(inner)
            }
            Node::Element(_) => ElementRef::wrap(inner).is_some_and(|inner| {
                let empty = inner.first_child().is_none() || self.is_embed(inner);
                let mut line = self.gather(&[], true);
                if empty {
                    self.add(&Piece::Element(inner), &mut line);
                }
                empty && !line.flush().is_empty() && seen(*inner)
            }),
            _ => false,
        })
    }

    /// One of the library's own pictures with a caption that is words alone, as Markdown has it.
    fn captioned<'a>(
        &self,
        element: ElementRef<'a>,
        caption: ElementRef<'a>,
        around: &[ElementRef<'a>],
    ) -> Option<String> {
        let words = match self.spans(caption, around).as_slice() {
            [
                Span {
                    marks: 0,
                    what: What::Text(words),
                },
            ] => words.clone(),
            _ => return None,
        };
        let more =
            |inner: &ElementRef<'_>| inner.value().name() == "figcaption" && self.shows(*inner);
        if element.descendent_elements().filter(more).nth(1).is_some() {
            return None;
        }
        let frame = |inner: ElementRef<'_>| {
            let name = inner.value().name();
            !is_block(name) || matches!(name, "figure" | "figcaption" | "div" | "p" | "center")
        };
        if !element.descendent_elements().all(frame) {
            return None;
        }
        let mut line = self.gather(around, true);
        for piece in pieces(element) {
            match piece {
                Piece::Element(inner) if inner == caption => {}
                piece => self.add(&piece, &mut line),
            }
        }
        let mut lines = line.flush();
        let [spans] = lines.as_mut_slice() else {
            return None;
        };
        match spans.as_mut_slice() {
            [
                Span {
                    marks: 0,
                    what: What::Image { address, title, .. },
                },
            ] if title.is_empty() && address.starts_with("asset:") => *title = words,
            _ => return None,
        }
        Some(super::written(spans, self.keep, super::Place::Paragraph))
    }

    /// A text of which white space counts and some is marked.
    fn verse(&self, element: ElementRef<'_>) -> Option<String> {
        let mut text = String::new();
        self.verbatim(element, &mut text);
        (!text.trim().is_empty()).then(|| format!("<pre>{}</pre>", text.replace('\n', "&#10;")))
    }

    fn verbatim(&self, element: ElementRef<'_>, out: &mut String) {
        for piece in pieces(element) {
            let inner = match piece {
                Piece::Text(text) => {
                    let text: String = text
                        .chars()
                        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
                        .collect();
                    out.push_str(&verbatim(&text));
                    continue;
                }
                Piece::Element(inner) => inner,
            };
            let name = inner.value().name();
            let address = inner.attr("href").and_then(|to| self.address(to));
            match name {
                "br" => out.push('\n'),
                _ if self.skips(inner) => {}
                "a" if address.is_none() => self.verbatim(inner, out),
                _ if INLINE.contains(&name) => {
                    let to = address.map(|to| format!(" href=\"{}\"", verbatim(&to)));
                    out.push_str(&format!("<{name}{}>", to.unwrap_or_default()));
                    self.verbatim(inner, out);
                    out.push_str(&format!("</{name}>"));
                }
                _ => self.verbatim(inner, out),
            }
        }
    }
}

/// A block that is kept as an element, as far as it is known.
struct Kept {
    run: Gather,
    /// The blocks since the last tag.
    between: Vec<String>,
    parts: Vec<Part>,
}

fn texts(blocks: &mut Vec<String>) -> Vec<Part> {
    let blocks = listed(std::mem::take(blocks));
    blocks.into_iter().map(Part::Text).collect()
}

/// A part of a block that is kept as an element.
pub(super) enum Part {
    /// A tag, on a line of its own.
    Tag(String),
    /// Markdown.
    Text(String),
}

/// Tags and Markdown, one after the other: between Markdown and what is beside it a line is empty.
pub(super) fn together(parts: &[Part]) -> String {
    let mut out = String::new();
    let mut last = None;
    for part in parts {
        let (text, tag) = match part {
            Part::Tag(text) => (text, true),
            Part::Text(text) => (text, false),
        };
        out.push_str(match last {
            None => "",
            Some(true) if tag => "\n",
            Some(_) => "\n\n",
        });
        out.push_str(text);
        last = Some(tag);
    }
    out
}

/// The attributes of an element that an article may have.
pub(super) fn attributes(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    let number = |name: &str| {
        element
            .attr(name)
            .and_then(|value| value.trim().parse::<u32>().ok())
    };
    match element.value().name() {
        "ol" => {
            if let Some(start) = number("start").filter(|start| *start != 1) {
                out.push_str(&format!(" start=\"{start}\""));
            }
            if let Some(kind) = numerals(element) {
                out.push_str(&format!(" type=\"{kind}\""));
            }
            if element.attr("reversed").is_some() {
                out.push_str(" reversed=\"\"");
            }
        }
        "li" => {
            if let Some(value) = number("value") {
                out.push_str(&format!(" value=\"{value}\""));
            }
        }
        "td" | "th" => {
            for name in ["colspan", "rowspan"] {
                if let Some(span) = number(name).filter(|span| (2..=1000).contains(span)) {
                    out.push_str(&format!(" {name}=\"{span}\""));
                }
            }
        }
        "details" if element.attr("open").is_some() => out.push_str(" open=\"\""),
        _ => {}
    }
    out
}

/// What a list is numbered with, where it is not figures.
fn numerals(element: ElementRef<'_>) -> Option<&'static str> {
    let style = element.attr("style").unwrap_or_default();
    let by_style = [
        ("lower-alpha", "a"),
        ("lower-latin", "a"),
        ("upper-alpha", "A"),
        ("upper-latin", "A"),
        ("lower-roman", "i"),
        ("upper-roman", "I"),
    ];
    let kind = element.attr("type").unwrap_or_default();
    let styled = by_style
        .iter()
        .find(|(name, _)| style.contains(name) || kind == *name);
    match kind {
        "a" => Some("a"),
        "A" => Some("A"),
        "i" => Some("i"),
        "I" => Some("I"),
        _ => styled.map(|(_, kind)| *kind),
    }
}

/// Whether a list is numbered in a way that Markdown has no word for.
fn is_special_list(element: ElementRef<'_>) -> bool {
    let valued = |item: ElementRef<'_>| item.value().name() == "li" && item.attr("value").is_some();
    element.value().name() == "ol"
        && (numerals(element).is_some()
            || element.attr("reversed").is_some()
            || element
                .child_elements()
                .flat_map(|inner| std::iter::once(inner).chain(inner.child_elements()))
                .any(valued))
}

/// Whether some of a text of which white space counts is marked.
fn is_marked(element: ElementRef<'_>) -> bool {
    element.descendent_elements().skip(1).any(|inner| {
        let name = inner.value().name();
        let address = inner.attr("href").is_some();
        name != "code" && INLINE.contains(&name) && (name != "a" || address)
    })
}

/// The lines of a text of which white space counts.
pub(super) fn lines_of(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    for inner in element.descendants() {
        match inner.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(inner) if inner.name() == "br" => out.push('\n'),
            _ => {}
        }
    }
    out.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    out
}

/// The language that code is said to be in.
pub(super) fn language(element: ElementRef<'_>) -> Option<String> {
    let inner = element.child_elements().next();
    let classes = [Some(element), inner]
        .into_iter()
        .flatten()
        .filter_map(|element| element.attr("class"));
    classes.flat_map(str::split_whitespace).find_map(|class| {
        let name = class
            .strip_prefix("language-")
            .or_else(|| class.strip_prefix("lang-"))?;
        let known = |c: char| c.is_ascii_alphanumeric() || "+-#_".contains(c);
        (!name.is_empty() && name.len() <= 30 && name.chars().all(known)).then(|| name.to_owned())
    })
}
