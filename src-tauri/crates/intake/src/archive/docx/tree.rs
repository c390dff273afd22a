//! The XML of a document as small trees, one after the other: no document types, no entities but XML's own, no depth and no
//! number of elements past a bound.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::{collections::HashMap, rc::Rc};

/// Deepest nesting that is kept as such; of what is deeper the words are.
const DEPTH: usize = 220;
/// Most elements of one tree; of those past it the words are kept.
const MOST: usize = 1_500_000;
/// What holds the words of what was too deep, or too much.
pub(super) const WORDS: &str = "words";

/// An element, by its name with the prefix that everyone knows: `w:p`.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: Rc<str>,
    attributes: Vec<(Rc<str>, String)>,
    pub(super) kids: Vec<Kid>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Kid {
    Node(Node),
    Text(String),
}

impl Node {
    fn new(name: Rc<str>) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// An attribute by its name with its prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| &**known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// `w:val`.
    pub(super) fn val(&self) -> Option<&str> {
        self.get("w:val")
    }

    /// The elements within.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Self> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Node(node) => Some(node),
            Kid::Text(_) => None,
        })
    }

    /// The first element within that has this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.nodes().find(|node| &*node.name == name)
    }

    /// `w:val` of an element within.
    pub(super) fn val_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.val()
    }

    /// The first element that has this name, however deep.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        if &*self.name == name {
            return Some(self);
        }
        self.nodes().find_map(|node| node.find(name))
    }

    /// The text right within.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for kid in &self.kids {
            if let Kid::Text(text) = kid {
                out.push_str(text);
            }
        }
        out
    }

    /// All words within, paragraphs on lines of their own.
    pub(super) fn words(&self) -> String {
        let mut out = String::new();
        self.push_words(&mut out);
        out.trim().to_owned()
    }

    fn push_words(&self, out: &mut String) {
        match &*self.name {
            "w:t" | "w:delText" | "m:t" | "a:t" | WORDS => out.push_str(&self.text()),
            "w:tab" | "w:br" | "w:cr" => out.push(' '),
            "w:noBreakHyphen" => out.push('\u{2011}'),
            "w:pPr" | "w:rPr" | "w:instrText" => {}
            name => {
                self.nodes().for_each(|node| node.push_words(out));
                if name == "w:p" && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
        }
    }
}

/// Why a document can't be read on.
pub(super) enum Stop {
    /// It declares a document type.
    Dtd,
    /// It is not well-formed from here on, or cut off.
    Broken(String),
}

/// Reads a document and gives each element that stands right within `within`; without such a name the whole document as one.
/// What was open when it could not be read on is given as far as it came.
pub(super) fn each(xml: &str, within: Option<&str>, take: &mut dyn FnMut(Node)) -> Option<Stop> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    let mut building = Building {
        within,
        take,
        open: vec![],
        names: Names::default(),
        skipped: 0,
        is_text: false,
        count: 0,
    };
    let stop = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => building.start(&start),
            Ok(Event::End(_)) => building.end(),
            Ok(Event::Text(text)) => building.text(&text.into_inner()),
            Ok(Event::CData(text)) => building.text(&text.into_inner()),
            Ok(Event::GeneralRef(named)) => {
                let named = format!("&{};", named.into_inner());
                let said = quick_xml::escape::unescape(&named);
                building.text(said.as_deref().unwrap_or(&named));
            }
            Ok(Event::DocType(_)) => break Some(Stop::Dtd),
            Ok(Event::Eof) if building.open.is_empty() => break None,
            Ok(Event::Eof) => break Some(Stop::Broken("it ends in the middle".into())),
            Ok(_) => {}
            Err(cause) => break Some(Stop::Broken(cause.to_string())),
        }
    };
    if !matches!(stop, Some(Stop::Dtd)) {
        building.skipped = 0;
        while !building.open.is_empty() {
            building.end();
        }
    }
    stop
}

/// A whole document; none where it is no XML, or has a document type.
pub(super) fn whole(xml: &str) -> Option<Node> {
    let mut found = None;
    let stop = each(xml, None, &mut |node| {
        found.get_or_insert(node);
    });
    match stop {
        Some(Stop::Dtd) => None,
        _ => found,
    }
}

struct Building<'a, 'b> {
    within: Option<&'b str>,
    take: &'a mut dyn FnMut(Node),
    open: Vec<Node>,
    names: Names,
    /// How many elements are open that are not kept.
    skipped: usize,
    /// Whether the one that began last of these holds words.
    is_text: bool,
    count: usize,
}

impl Building<'_, '_> {
    fn start(&mut self, start: &BytesStart<'_>) {
        if self.skipped > 0 || self.open.len() >= DEPTH || self.count >= MOST {
            self.skipped += 1;
            self.is_text = matches!(start.local_name().into_inner(), "t" | "delText");
            return;
        }
        self.count += 1;
        let depth = self.open.len();
        let mut attributes = vec![];
        // Doubled or broken attributes are left out; the element stays.
        let known: Vec<_> = start.attributes().with_checks(false).flatten().collect();
        for attribute in &known {
            self.names
                .bind(depth, attribute.key.into_inner(), &attribute.value);
        }
        for attribute in known {
            let key = attribute.key.into_inner();
            if key.starts_with("xmlns") {
                continue;
            }
            let value = match quick_xml::escape::unescape(&attribute.value) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.into_owned(),
            };
            attributes.push((self.names.canonical(key, false), value));
        }
        let mut node = Node::new(self.names.canonical(start.name().into_inner(), true));
        node.attributes = attributes;
        self.open.push(node);
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if std::mem::take(&mut self.is_text) {
                self.words(" ");
            }
            return;
        }
        let Some(node) = self.open.pop() else {
            return;
        };
        self.names.close(self.open.len());
        let given = match (self.open.last(), self.within) {
            (None, None) => true,
            (Some(above), Some(within)) => &*above.name == within && self.open.len() <= 3,
            _ => false,
        };
        if given {
            self.count = 0;
            (self.take)(node);
        } else if let Some(above) = self.open.last_mut() {
            above.kids.push(Kid::Node(node));
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            if self.is_text {
                self.words(text);
            }
            return;
        }
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let says = open.name.ends_with(":t") || open.name.ends_with("Text");
        if !says && text.trim().is_empty() {
            return;
        }
        match open.kids.last_mut() {
            Some(Kid::Text(before)) => before.push_str(text),
            _ => open.kids.push(Kid::Text(text.to_owned())),
        }
    }

    /// Adds to the words of what is not kept otherwise.
    fn words(&mut self, text: &str) {
        let name = self.names.canonical(WORDS, false);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        if let Some(Kid::Node(last)) = open.kids.last_mut()
            && &*last.name == WORDS
            && let Some(Kid::Text(before)) = last.kids.last_mut()
        {
            return before.push_str(text);
        }
        let mut node = Node::new(name);
        node.kids.push(Kid::Text(text.to_owned()));
        open.kids.push(Kid::Node(node));
    }
}

/// Which prefix stands for which namespace, and the names that were seen.
#[derive(Default)]
struct Names {
    bound: HashMap<String, &'static str>,
    /// What was bound before, by the depth at which it is again.
    before: Vec<(usize, String, Option<&'static str>)>,
    seen: HashMap<(String, bool), Rc<str>>,
}

impl Names {
    fn bind(&mut self, depth: usize, key: &str, address: &str) {
        let prefix = match key.split_once(':') {
            Some(("xmlns", prefix)) => prefix,
            None if key == "xmlns" => "",
            _ => return,
        };
        let Some(known) = namespace(address) else {
            // What nobody knows keeps its own prefix, unless that stood for something known.
            if let Some(was) = self.bound.remove(prefix) {
                self.before.push((depth, prefix.to_owned(), Some(was)));
                self.seen.clear();
            }
            return;
        };
        let was = self.bound.insert(prefix.to_owned(), known);
        if was != Some(known) {
            self.before.push((depth, prefix.to_owned(), was));
            self.seen.clear();
        }
    }

    fn close(&mut self, depth: usize) {
        while self.before.last().is_some_and(|(at, ..)| *at >= depth) {
            if let Some((_, prefix, was)) = self.before.pop() {
                match was {
                    Some(was) => self.bound.insert(prefix, was),
                    None => self.bound.remove(&prefix),
                };
                self.seen.clear();
            }
        }
    }

    fn canonical(&mut self, name: &str, element: bool) -> Rc<str> {
        let key = (name.to_owned(), element);
        if let Some(known) = self.seen.get(&key) {
            return known.clone();
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let bound = self.bound.get(prefix).copied();
        let full: Rc<str> = match (bound, prefix) {
            // An attribute without a prefix is in no namespace.
            (_, "") if !element => local.into(),
            (Some(known), _) => format!("{known}:{local}").into(),
            (None, _) => name.into(),
        };
        // Names that nobody could count don't stay.
        if self.seen.len() < 4_000 {
            self.seen.insert(key, full.clone());
        }
        full
    }
}

/// The prefix that everyone knows a namespace by, in its transitional and in its strict form.
fn namespace(address: &str) -> Option<&'static str> {
    const OPEN: &str = "http://schemas.openxmlformats.org/";
    const STRICT: &str = "http://purl.oclc.org/ooxml/";
    const MICROSOFT: &str = "http://schemas.microsoft.com/office/word/";
    if let Some(rest) = address.strip_prefix(OPEN) {
        return match rest {
            "wordprocessingml/2006/main" => Some("w"),
            "officeDocument/2006/relationships" => Some("r"),
            "drawingml/2006/main" => Some("a"),
            "drawingml/2006/wordprocessingDrawing" => Some("wp"),
            "drawingml/2006/picture" => Some("pic"),
            "drawingml/2006/chart" => Some("c"),
            "drawingml/2006/diagram" => Some("dgm"),
            "officeDocument/2006/math" => Some("m"),
            "markup-compatibility/2006" => Some("mc"),
            "package/2006/relationships" => Some("rel"),
            "package/2006/metadata/core-properties" => Some("cp"),
            "package/2006/content-types" => Some("ct"),
            "officeDocument/2006/custom-properties" => Some("custom"),
            _ => None,
        };
    }
    if let Some(rest) = address.strip_prefix(STRICT) {
        return match rest {
            "wordprocessingml/main" => Some("w"),
            "officeDocument/relationships" => Some("r"),
            "drawingml/main" => Some("a"),
            "drawingml/wordprocessingDrawing" => Some("wp"),
            "drawingml/picture" => Some("pic"),
            "drawingml/chart" => Some("c"),
            "drawingml/diagram" => Some("dgm"),
            "officeDocument/math" => Some("m"),
            "officeDocument/customProperties" => Some("custom"),
            _ => None,
        };
    }
    if let Some(rest) = address.strip_prefix(MICROSOFT) {
        return match rest {
            "2010/wordml" => Some("w14"),
            "2012/wordml" => Some("w15"),
            "2010/wordprocessingShape" => Some("wps"),
            _ => None,
        };
    }
    match address {
        "urn:schemas-microsoft-com:vml" => Some("v"),
        "urn:schemas-microsoft-com:office:office" => Some("o"),
        "http://purl.org/dc/elements/1.1/" => Some("dc"),
        "http://purl.org/dc/terms/" => Some("dcterms"),
        "http://schemas.microsoft.com/office/drawing/2016/SVG/main" => Some("asvg"),
        _ => None,
    }
}
