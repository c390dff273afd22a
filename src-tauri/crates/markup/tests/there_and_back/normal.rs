//! What a page says, line by line, without what makes no difference to its readers: which of two elements for the same mark,
//! which marks white space has, paragraphs around a single line, and what no article may hold.

use super::{
    pruned::{prune, says_something},
    tables::table,
};
use scraper::{ElementRef, Html, Node as Raw};

/// A part of a page: a line of its own, or something that holds others.
#[derive(Debug, Clone)]
pub enum Node {
    Leaf(String),
    Holds(String, Vec<Node>),
}

/// What is around a text: its marks, and what else holds it.
#[derive(Clone, Default)]
pub struct Around {
    marks: [bool; 3],
    path: Vec<String>,
    linked: bool,
}

impl Around {
    fn sign(&self) -> String {
        let marks: String = "BIS"
            .chars()
            .zip(self.marks)
            .filter_map(|(sign, on)| on.then_some(sign))
            .collect();
        format!("{marks}/{}", self.path.join("/"))
    }
}

/// A paragraph that is being read.
#[derive(Default)]
pub struct Paragraph {
    leaves: Vec<Node>,
    word: Option<(String, String)>,
    space: String,
    breaks: usize,
    line: bool,
}

impl Paragraph {
    fn flush(&mut self) {
        if let Some((sign, word)) = self.word.take() {
            self.leaves.push(Node::Leaf(format!("{sign}: {word}")));
        }
    }

    fn before(&mut self, out: &mut Vec<Node>) {
        let any = self.word.is_some() || !self.leaves.is_empty();
        if self.breaks > 1 {
            let space = std::mem::take(&mut self.space);
            self.end(out);
            self.space = space;
        } else if self.breaks == 1 && any {
            self.flush();
            self.leaves.push(Node::Leaf("line break".into()));
        }
        self.breaks = 0;
        if !self.space.is_empty() {
            self.flush();
            let space = std::mem::take(&mut self.space);
            self.leaves.push(Node::Leaf(format!("space {:?}", space)));
        }
        self.line = true;
    }

    fn text(&mut self, text: &str, around: &Around, out: &mut Vec<Node>) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.space.ends_with(' ') && (self.line || !self.space.is_empty()) {
                    self.space.push(' ');
                }
            } else if c.is_whitespace() {
                self.space.push(c);
            } else {
                self.before(out);
                let sign = around.sign();
                match &mut self.word {
                    Some((other, word)) if *other == sign => word.push(c),
                    _ => {
                        self.flush();
                        self.word = Some((sign, c.to_string()));
                    }
                }
            }
        }
    }

    fn leaf(&mut self, leaf: String, out: &mut Vec<Node>) {
        self.before(out);
        self.flush();
        self.leaves.push(Node::Leaf(leaf));
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        self.space.clear();
        self.line = false;
    }

    pub fn end(&mut self, out: &mut Vec<Node>) {
        self.flush();
        let leaves = std::mem::take(&mut self.leaves);
        if !leaves.is_empty() {
            out.push(Node::Holds("paragraph".into(), leaves));
        }
        *self = Self::default();
    }
}

/// What a page says.
pub fn normal(html: &str) -> Vec<String> {
    let page = Html::parse_fragment(html);
    let mut out = vec![];
    let mut paragraph = Paragraph::default();
    inside(
        page.root_element(),
        &Around::default(),
        &mut paragraph,
        &mut out,
    );
    paragraph.end(&mut out);
    prune(&mut out);
    let mut lines = vec![];
    let highest = highest(&out).unwrap_or(2);
    write(&out, 0, highest, &mut lines);
    lines
}

/// Whether the highest heading of a page is a second one, or none is there.
pub fn begins_at_the_second(html: &str) -> bool {
    let mut out = vec![];
    let page = Html::parse_fragment(html);
    let mut paragraph = Paragraph::default();
    inside(
        page.root_element(),
        &Around::default(),
        &mut paragraph,
        &mut out,
    );
    prune(&mut out);
    highest(&out).is_none_or(|highest| highest == 2)
}

fn highest(nodes: &[Node]) -> Option<usize> {
    nodes
        .iter()
        .filter_map(|node| match node {
            Node::Holds(name, inner) => match name.strip_prefix("heading ") {
                Some(level) => level.parse().ok(),
                None => highest(inner),
            },
            Node::Leaf(_) => None,
        })
        .min()
}

fn write(nodes: &[Node], depth: usize, highest: usize, out: &mut Vec<String>) {
    for node in nodes {
        let (text, inner) = match node {
            Node::Leaf(text) => (text.clone(), &[] as &[Node]),
            Node::Holds(name, inner) => (name.clone(), inner.as_slice()),
        };
        let text = match text
            .strip_prefix("heading ")
            .and_then(|level| level.parse::<usize>().ok())
        {
            Some(level) => format!("heading {}", level + 2 - highest),
            None => text,
        };
        out.push(format!("{}{text}", "  ".repeat(depth)));
        write(inner, depth + 1, highest, out);
    }
}

const SKIPPED: [&str; 14] = [
    "script", "style", "template", "noscript", "svg", "math", "form", "button", "select",
    "textarea", "title", "head", "nav", "map",
];

pub fn inside(
    element: ElementRef<'_>,
    around: &Around,
    paragraph: &mut Paragraph,
    out: &mut Vec<Node>,
) {
    for child in element.children() {
        match child.value() {
            Raw::Text(text) => paragraph.text(text, around, out),
            _ => {
                if let Some(inner) = ElementRef::wrap(child) {
                    one(inner, around, paragraph, out);
                }
            }
        }
    }
}

fn one_line(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// An address as far as following it runs nothing, its characters as they are meant.
fn address(to: &str) -> Option<String> {
    let to: String = to.trim().chars().filter(|c| !c.is_control()).collect();
    if to.is_empty() || to.starts_with('#') {
        return None;
    }
    let scheme = to
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'));
    if let Some((scheme, rest)) = scheme {
        let asset = scheme == "asset" && rest.len() == 64;
        if !asset && !["http", "https", "mailto", "tel"].contains(&scheme.to_lowercase().as_str()) {
            return None;
        }
    }
    let bytes = to.as_bytes();
    let mut out = vec![];
    let mut at = 0;
    while at < bytes.len() {
        let hex = to
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// The number of the footnote that an id is of.
fn note(id: &str) -> Option<usize> {
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    let name = &id[..id.len() - digits.len()];
    ["u", "fn", "fn:", "_ftn", "text-"]
        .contains(&name)
        .then(|| digits.parse().ok())
        .flatten()
}

/// Whether an id is of the mark of a footnote.
fn leads_back(id: &str) -> bool {
    ["fnref", "_ftnref"]
        .iter()
        .any(|start| id.starts_with(start))
        || id.starts_with('u') && id.ends_with("-link")
}

fn one(element: ElementRef<'_>, around: &Around, paragraph: &mut Paragraph, out: &mut Vec<Node>) {
    let name = element.value().name();
    let attribute = |name: &str| element.attr(name).unwrap_or_default();
    if SKIPPED.contains(&name) || attribute("class") == "footnote-definition-label" {
        return;
    }
    if let Some(number) = note(attribute("id")).filter(|_| matches!(name, "li" | "div")) {
        return hold(
            format!("text of note {number}"),
            element,
            around,
            paragraph,
            out,
        );
    }
    if name == "p"
        && let Some(number) = element
            .child_elements()
            .next()
            .and_then(|first| note(first.attr("name")?))
    {
        return hold(
            format!("text of note {number}"),
            element,
            around,
            paragraph,
            out,
        );
    }
    known(element, around, paragraph, out);
}

fn known(element: ElementRef<'_>, around: &Around, paragraph: &mut Paragraph, out: &mut Vec<Node>) {
    let name = element.value().name();
    match name {
        "br" => paragraph.line_break(),
        "wbr" => {}
        "hr" => {
            paragraph.end(out);
            let outer = element.parent().and_then(ElementRef::wrap);
            if outer.is_none_or(|outer| outer.attr("class") != Some("footnotes")) {
                out.push(Node::Leaf("rule".into()));
            }
        }
        "img" => picture(element, around, paragraph, out),
        "input" => paragraph.text("☑ ", around, out),
        "iframe" | "video" => {
            let inner = element
                .child_elements()
                .next()
                .and_then(|inner| inner.attr("src"));
            let to = element.attr("src").or(inner).unwrap_or_default();
            let mut around = around.clone();
            if !around.linked {
                around
                    .path
                    .push(format!("link {} ", address(to).unwrap_or_default()));
            }
            paragraph.text(element.attr("title").unwrap_or(to), &around, out);
        }
        "a" => link(element, around, paragraph, out),
        "pre" => {
            paragraph.end(out);
            out.extend(code(element));
        }
        "table" => {
            paragraph.end(out);
            table(element, around, out);
        }
        "ul" | "menu" | "ol" => list(element, around, paragraph, out),
        "h2" | "h3" | "h4" | "h5" | "h6" => hold(
            format!("heading {}", &name[1..]),
            element,
            around,
            paragraph,
            out,
        ),
        "blockquote" | "details" | "summary" | "dl" | "dt" | "dd" | "figure" => {
            hold(name.to_owned(), element, around, paragraph, out)
        }
        "figcaption" => hold("caption".to_owned(), element, around, paragraph, out),
        "p" | "div" | "section" | "article" | "center" | "address" | "html" | "body" => {
            paragraph.end(out);
            inside(element, around, paragraph, out);
            paragraph.end(out);
        }
        _ => inside(element, &marked(element, around), paragraph, out),
    }
}

/// What is around the text in an element within a line.
fn marked(element: ElementRef<'_>, around: &Around) -> Around {
    let mut around = around.clone();
    match element.value().name() {
        "b" | "strong" => around.marks[0] = true,
        "i" | "em" => around.marks[1] = true,
        "s" | "del" | "strike" => around.marks[2] = true,
        "abbr" => {
            let title = one_line(element.attr("title").unwrap_or_default());
            if !title.is_empty() {
                around.path.push(format!("abbr {title}"));
            }
        }
        "code" | "tt" if around.path.iter().any(|outer| outer == "code") => {}
        "code" | "tt" => around.path.push("code".into()),
        name @ ("sub" | "ins" | "mark" | "small" | "u" | "kbd" | "samp" | "var" | "dfn"
        | "cite" | "q" | "bdi" | "ruby" | "rt" | "rp") => {
            around.path.push(name.into());
        }
        "sup" => {
            let is_note = |inner: ElementRef<'_>| {
                inner
                    .attr("href")
                    .and_then(|to| note(to.strip_prefix('#')?))
                    .is_some()
            };
            if !element.descendent_elements().any(is_note) {
                around.path.push("sup".into());
            }
        }
        _ => {}
    }
    around
}

fn link(element: ElementRef<'_>, around: &Around, paragraph: &mut Paragraph, out: &mut Vec<Node>) {
    let to = element.attr("href").unwrap_or_default();
    if let Some(place) = to.strip_prefix('#') {
        if let Some(number) = note(place) {
            return paragraph.leaf(format!("note {number}"), out);
        }
        if leads_back(place) {
            return;
        }
    }
    let mut around = around.clone();
    if let Some(to) = address(to).filter(|_| !around.linked) {
        let title = one_line(element.attr("title").unwrap_or_default());
        around.path.push(format!("link {to} {title}"));
        around.linked = true;
    }
    inside(element, &around, paragraph, out);
}

fn picture(
    element: ElementRef<'_>,
    around: &Around,
    paragraph: &mut Paragraph,
    out: &mut Vec<Node>,
) {
    let alt = one_line(element.attr("alt").unwrap_or_default());
    match element.attr("src").and_then(address) {
        Some(to) => {
            let title = one_line(element.attr("title").unwrap_or_default());
            paragraph.leaf(
                format!("image /{}: {to}|{alt}|{title}", around.path.join("/")),
                out,
            );
        }
        None => paragraph.text(&alt, around, out),
    }
}

pub fn hold(
    name: String,
    element: ElementRef<'_>,
    around: &Around,
    paragraph: &mut Paragraph,
    out: &mut Vec<Node>,
) {
    paragraph.end(out);
    let mut inner = vec![];
    inside(element, around, paragraph, &mut inner);
    paragraph.end(&mut inner);
    out.push(Node::Holds(name, inner));
}

fn list(element: ElementRef<'_>, around: &Around, paragraph: &mut Paragraph, out: &mut Vec<Node>) {
    paragraph.end(out);
    let name = match element.value().name() {
        "ol" => {
            let start = element
                .attr("start")
                .and_then(|start| start.parse::<u32>().ok())
                .unwrap_or(1);
            let kind = element
                .attr("type")
                .filter(|kind| *kind != "1")
                .unwrap_or_default();
            format!(
                "numbered from {start} {kind} {}",
                element.attr("reversed").is_some()
            )
        }
        _ => "list".into(),
    };
    let mut items: Vec<Node> = vec![];
    fill(element, &name, around, paragraph, &mut items, out);
    out.push(Node::Holds(name, items));
}

fn fill(
    element: ElementRef<'_>,
    name: &str,
    around: &Around,
    paragraph: &mut Paragraph,
    items: &mut Vec<Node>,
    out: &mut Vec<Node>,
) {
    for child in element.child_elements() {
        if note(child.attr("id").unwrap_or_default()).is_some() {
            one(child, around, paragraph, out);
        } else if child.value().name() == "li" {
            let value = child
                .attr("value")
                .and_then(|value| value.parse::<u32>().ok());
            let value = value.map(|value| format!(" {value}")).unwrap_or_default();
            hold(format!("item{value}"), child, around, paragraph, items);
        } else if child
            .child_elements()
            .any(|inner| inner.value().name() == "li")
            && !matches!(child.value().name(), "ul" | "ol" | "menu")
        {
            let mut within = marked(child, around);
            if let Some(to) = child.attr("href").and_then(address) {
                within.path.push(format!("link {to} "));
                within.linked = true;
            }
            fill(child, name, &within, paragraph, items, out);
        } else {
            let mut inner = vec![];
            one(child, around, paragraph, &mut inner);
            paragraph.end(&mut inner);
            if !inner.iter().any(says_something) {
                continue;
            }
            // A list right within a list belongs to the item before.
            let bulleted = name == "list";
            let nested = matches!(child.value().name(), "ul" | "ol" | "menu");
            match items
                .iter_mut()
                .rfind(|item| nested && (!bulleted || says_something(item)))
            {
                Some(Node::Holds(_, outer)) => outer.append(&mut inner),
                _ => items.push(Node::Holds("item".into(), inner)),
            }
        }
    }
}

fn code(element: ElementRef<'_>) -> Option<Node> {
    fn gather(element: ElementRef<'_>, out: &mut String) {
        for child in element.children() {
            match child.value() {
                Raw::Text(text) => out.push_str(text),
                Raw::Element(inner) => {
                    let kept = matches!(inner.name(), "b" | "a" | "em");
                    if kept {
                        out.push_str(&format!("<{}>", inner.name()));
                    }
                    if let Some(inner) = ElementRef::wrap(child) {
                        gather(inner, out);
                    }
                    if kept {
                        out.push_str(&format!("</{}>", inner.name()));
                    }
                }
                _ => {}
            }
        }
    }
    let mut text = String::new();
    gather(element, &mut text);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let classes = element
        .child_elements()
        .chain([element])
        .filter_map(|element| element.attr("class"));
    let language = classes
        .flat_map(str::split_whitespace)
        .find_map(|class| {
            class
                .strip_prefix("language-")
                .or_else(|| class.strip_prefix("lang-"))
        })
        .unwrap_or_default();
    (!text.trim().is_empty()).then(|| Node::Leaf(format!("code {language}: {text:?}")))
}
