//! A drawing rewritten from what may be in one: shapes, text and colours. Nothing that acts, nothing that is fetched
//! from elsewhere, nothing that a program noted about who drew it.

use model::{Error, Result};
use quick_xml::{
    Reader, Writer,
    events::{BytesEnd, BytesStart, BytesText, Event, attributes::Attribute},
};
use std::collections::BTreeSet;

/// Largest drawing, in bytes.
const LIMIT: usize = 5 << 20;
/// Most elements, and how deep they may lie within each other.
const ELEMENTS: usize = 100_000;
const DEPTH: usize = 200;

const KEPT: [&str; 41] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "switch",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "feTile",
    "style",
];

/// A cleaned drawing; its size is 0 where it names none.
#[derive(Debug)]
pub struct Drawing {
    /// The drawing.
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Rewrites a drawing from its harmless parts.
///
/// # Errors
/// `picture-too-large`; `unsafe-drawing` for one that declares entities or repeats itself within itself;
/// `damaged-picture` for what is no well-formed drawing.
pub fn clean(bytes: &[u8]) -> Result<Drawing> {
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("it is not UTF-8 text"))?;
    if bytes.len() > LIMIT {
        return Err(too_large());
    }
    let text = text.trim_start_matches('\u{feff}');
    let repeated = repeated(text)?;
    let mut rewrite = Rewrite {
        out: Writer::new(vec![]),
        open: vec![],
        within: 0,
        skipped: 0,
        size: (0, 0),
        repeated,
    };
    let mut seen = 0;
    let mut reader = reader(text);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(start) => {
                seen += 1;
                rewrite.start(&start, false)?;
            }
            Event::Empty(start) => {
                seen += 1;
                rewrite.start(&start, true)?;
            }
            Event::End(_) => rewrite.end()?,
            Event::Text(said) => rewrite.text(&said)?,
            Event::CData(said) => rewrite.text(&said)?,
            Event::GeneralRef(named) => rewrite.named(&named)?,
            Event::DocType(said) if said.contains('[') => {
                return Err(unsafe_drawing("declares entities of its own"));
            }
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
        if seen > ELEMENTS {
            return Err(too_large());
        }
    }
    if !rewrite.open.is_empty() || rewrite.skipped > 0 {
        return Err(damaged("it ends too early"));
    }
    let (width, height) = rewrite.size;
    Ok(Drawing {
        bytes: rewrite.out.into_inner(),
        width,
        height,
    })
}

/// What a drawing holds that [`clean`] would leave out since it could act or ask for something, with its line; none where
/// nothing does. Titles and comments may stay.
#[must_use]
pub fn trouble(bytes: &[u8]) -> Option<(usize, String)> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some((1, "it is not UTF-8 text".into()));
    };
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = reader(text);
    let mut styles = false;
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = text.bytes().take(at).filter(|one| *one == b'\n').count() + 1;
        let found = match event {
            Err(cause) => Some(cause.to_string()),
            Ok(Event::Start(start) | Event::Empty(start)) => {
                styles = start.name().into_inner() == "style";
                acts(&start)
            }
            Ok(Event::Text(said)) if styles => style(&said),
            Ok(Event::CData(said)) if styles => style(&said),
            Ok(Event::GeneralRef(_)) if styles => Some("a style with an entity".into()),
            Ok(Event::PI(_)) => Some("an instruction to programs".into()),
            Ok(Event::DocType(said)) if said.contains('[') => Some("entities of its own".into()),
            Ok(Event::Eof) => return None,
            Ok(_) => None,
        };
        if let Some(found) = found {
            return Some((line, found));
        }
    }
}

fn style(said: &str) -> Option<String> {
    (!reaches_nothing(said)).then(|| "a style that asks for something".into())
}

/// An element that no drawing needs, or an attribute by which one acts or asks for something.
fn acts(start: &BytesStart) -> Option<String> {
    let name = start.name().into_inner();
    if !KEPT.contains(&name) && !["title", "desc"].contains(&name) {
        return Some(format!("<{name}>"));
    }
    for attribute in start.attributes() {
        let Ok(attribute) = attribute else {
            return Some(format!("<{name}> with attributes that can’t be read"));
        };
        let key = attribute.key.into_inner();
        let own = key.rsplit_once(':').map_or(key, |(_, own)| own);
        if key.starts_with("xmlns") {
            continue;
        }
        let value = quick_xml::escape::unescape(&attribute.value);
        let harms = own == "base"
            || own.to_ascii_lowercase().starts_with("on")
            || value.map_or(true, |value| !harmless(own, &value));
        if harms {
            return Some(format!("<{name} {key}=…>"));
        }
    }
    None
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    reader
}

/// The error of a file of a picture that says what it is and then isn't.
#[must_use]
pub fn damaged(why: impl std::fmt::Display) -> Error {
    Error::unreadable(
        "damaged-picture",
        format!(
            "The file is damaged: {}.",
            why.to_string().trim_end_matches('.')
        ),
    )
    .hint("Save or copy it again.")
}

fn too_large() -> Error {
    Error::refused(
        "picture-too-large",
        "The drawing is too large to be shown without harm.",
    )
    .hint("Save it as PNG.")
}

fn unsafe_drawing(why: &str) -> Error {
    Error::refused("unsafe-drawing", format!("The drawing {why}.")).hint("Save it as PNG.")
}

/// The ids that `use` repeats elsewhere.
fn repeated(text: &str) -> Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    let mut reader = reader(text);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(start) | Event::Empty(start) if local(&start) == "use" => {
                for (name, value) in attributes(&start)? {
                    if let ("href", Some(id)) = (name.as_str(), value.strip_prefix('#')) {
                        ids.insert(id.to_owned());
                    }
                }
            }
            Event::Eof => return Ok(ids),
            _ => {}
        }
    }
}

/// An element's name without its prefix; empty for one of another program's.
fn local(start: &BytesStart) -> String {
    let name = start.name().into_inner().to_owned();
    match name.split_once(':') {
        None => name,
        Some(("svg", local)) => local.to_owned(),
        Some(_) => String::new(),
    }
}

/// The attributes that may stay, by name, unescaped; `xlink:href` as `href`.
fn attributes(start: &BytesStart) -> Result<Vec<(String, String)>> {
    let mut kept = vec![];
    for attribute in start.attributes() {
        let attribute: Attribute = attribute.map_err(damaged)?;
        let name = attribute.key.into_inner().to_owned();
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_err(|_| unsafe_drawing("names entities that it does not declare"))?
            .into_owned();
        let name = match name.as_str() {
            "xlink:href" => "href",
            "xml:space" | "xml:lang" => continue,
            // Other programs' notes, and what acts on a click or a key.
            name if name.contains(':') || name.starts_with("xmlns") => continue,
            name if name.to_ascii_lowercase().starts_with("on") || name.starts_with("data-") => {
                continue;
            }
            name => name,
        };
        if harmless(name, &value) {
            kept.push((name.to_owned(), value));
        }
    }
    Ok(kept)
}

/// Whether an attribute reaches nothing outside the drawing.
fn harmless(name: &str, value: &str) -> bool {
    match name {
        "href" => value.starts_with('#'),
        "src" | "srcset" | "action" | "formaction" | "ping" => false,
        _ => reaches_nothing(value),
    }
}

/// Whether a style, or a part of one, names only what is in the drawing itself.
fn reaches_nothing(style: &str) -> bool {
    let plain: String = style
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '"' && *c != '\'')
        .collect();
    // A backslash could write any of the words below in another way; a comment could split them.
    let hidden = plain.contains('\\') || plain.contains("/*");
    let acts = [
        "@import",
        "expression(",
        "javascript:",
        "-moz-binding",
        "image(",
        "image-set(",
        "src(",
    ]
    .iter()
    .any(|word| plain.contains(word));
    let outside = plain
        .split("url(")
        .skip(1)
        .any(|target| !target.starts_with('#'));
    !hidden && !acts && !outside
}

/// The drawing that is being written.
struct Rewrite {
    out: Writer<Vec<u8>>,
    /// The names of the elements that are open, and whether each is repeated elsewhere.
    open: Vec<(String, bool)>,
    /// How many of them are repeated elsewhere.
    within: usize,
    /// How many elements deep in one that is left out.
    skipped: usize,
    size: (u32, u32),
    repeated: BTreeSet<String>,
}

impl Rewrite {
    fn start(&mut self, start: &BytesStart, empty: bool) -> Result<()> {
        let name = local(start);
        let first = self.open.is_empty() && self.out.get_ref().is_empty();
        if first && name != "svg" {
            return Err(damaged("its first element is no drawing"));
        }
        if self.skipped > 0 || !KEPT.contains(&name.as_str()) {
            self.skipped += usize::from(!empty);
            return Ok(());
        }
        if !first && self.open.is_empty() {
            return Err(damaged("it goes on after its end"));
        }
        if self.open.len() >= DEPTH {
            return Err(too_large());
        }
        let attributes = attributes(start)?;
        let again = attributes
            .iter()
            .any(|(key, value)| key == "id" && self.repeated.contains(value));
        if name == "use" && (again || self.within > 0) {
            return Err(unsafe_drawing("repeats itself within itself"));
        }
        let mut tag = BytesStart::new(name.clone());
        if first {
            self.size = size(&attributes);
            tag.push_attribute(("xmlns", "http://www.w3.org/2000/svg"));
        }
        for (key, value) in &attributes {
            tag.push_attribute((key.as_str(), value.as_str()));
        }
        if empty {
            return self.write(Event::Empty(tag));
        }
        self.within += usize::from(again);
        self.open.push((name, again));
        self.write(Event::Start(tag))
    }

    fn end(&mut self) -> Result<()> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let Some((name, again)) = self.open.pop() else {
            return Err(damaged("it closes what was never opened"));
        };
        self.within -= usize::from(again);
        self.write(Event::End(BytesEnd::new(name)))
    }

    fn text(&mut self, said: &str) -> Result<()> {
        let inside = self.open.last().map(|(name, _)| name.as_str());
        let shown = match inside {
            Some("text" | "tspan" | "textPath") => true,
            Some("style") => reaches_nothing(said),
            _ => false,
        };
        if self.skipped > 0 || !shown {
            return Ok(());
        }
        self.write(Event::Text(BytesText::new(said)))
    }

    /// A character that is written by its name or number.
    fn named(&mut self, name: &str) -> Result<()> {
        let character = quick_xml::escape::unescape(&format!("&{name};"))
            .map_err(|_| unsafe_drawing("names entities that it does not declare"))?
            .into_owned();
        self.text(&character)
    }

    fn write(&mut self, event: Event) -> Result<()> {
        self.out.write_event(event).map_err(damaged)
    }
}

/// Width and height in pixels: what the drawing names, else its view.
fn size(attributes: &[(String, String)]) -> (u32, u32) {
    let of = |name: &str| {
        attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let pixels = |value: Option<&str>| {
        let value: f64 = value?.trim().trim_end_matches("px").parse().ok()?;
        (1.0..=30_000.0)
            .contains(&value)
            .then_some(value.round() as u32)
    };
    if let (Some(width), Some(height)) = (pixels(of("width")), pixels(of("height"))) {
        return (width, height);
    }
    let view: Vec<&str> = of("viewBox")
        .unwrap_or_default()
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    match view.as_slice() {
        [_, _, width, height] => (
            pixels(Some(width)).unwrap_or(0),
            pixels(Some(height)).unwrap_or(0),
        ),
        _ => (0, 0),
    }
}
