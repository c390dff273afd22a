//! From a page's elements to blocks, each with what it is part of.

use super::{
    frame::{Frame, select, size},
    pictures, role, words,
};
use crate::{
    lines::{Block, Part, numbered, squeeze},
    text::{key, same},
};
use markup::from_html::{Converter, Piece, holds_block, is_block, pieces};
use model::page::{Leftover, SavedPage};
use scraper::ElementRef;
use std::collections::HashSet;

/// Elements that show nothing.
const UNSEEN: [&str; 18] = [
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "svg", "math",
    "canvas", "map", "source", "track", "option", "optgroup", "datalist", "base",
];
/// Elements that show what is no text.
const EMBEDDED: [&str; 5] = ["iframe", "video", "audio", "object", "embed"];
/// Elements that become Markdown as a whole.
const UNITS: [&str; 18] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "blockquote",
    "pre",
    "table",
    "hr",
    "figcaption",
    "address",
    "dt",
    "dd",
    "summary",
];

/// Goes through a page once.
pub(super) struct Walker<'a> {
    pub convert: &'a Converter,
    pub frame: &'a Frame,
    pub blocks: Vec<Block>,
    pub page: SavedPage,
    pub trail: Vec<String>,
    /// Whether the trail's first step is a section and not the front page.
    pub from_section: bool,
    /// The words of the menus above the headline, as keys.
    pub menu: HashSet<String>,
    /// Whether a box about an author is being read.
    pub in_box: bool,
    pub headline: bool,
    pub text: bool,
}

impl<'a> Walker<'a> {
    pub fn new(convert: &'a Converter, frame: &'a Frame) -> Self {
        Self {
            convert,
            frame,
            blocks: vec![],
            page: SavedPage::default(),
            trail: vec![],
            from_section: false,
            menu: HashSet::new(),
            in_box: false,
            headline: false,
            text: false,
        }
    }

    /// The blocks that are left, and what was taken already.
    pub fn done(self) -> (Vec<Block>, SavedPage, Vec<String>) {
        (self.blocks, self.page, self.trail)
    }

    /// Walks through what is in `element`, which is `part` of the page.
    pub fn walk(&mut self, element: ElementRef<'_>, part: Part) {
        let mut run: Vec<Piece<'_>> = vec![];
        for piece in pieces(element) {
            let Piece::Element(inner) = piece else {
                run.push(piece);
                continue;
            };
            if is_unseen(inner) {
                continue;
            }
            let name = inner.value().name();
            if self.frame.headline == Some(inner.id()) {
                self.flush(&mut run, element, part);
                self.headline_at(inner);
                continue;
            }
            let text = self.frame.texts.contains(&inner.id());
            let within = part == Part::Text;
            if (within || self.passed() && !self.text && self.in_scope(inner))
                && pictures::is_box(inner, self)
            {
                self.flush(&mut run, element, part);
                self.picture(inner, part);
                continue;
            }
            let role = role::of(
                inner,
                self.frame,
                self.headline || self.frame.headline.is_none(),
                self.text,
                within,
            );
            if let Some(role) = role {
                self.flush(&mut run, element, part);
                self.take(inner, role);
            } else if EMBEDDED.contains(&name) {
                self.flush(&mut run, element, part);
                self.embedded(inner, within || text);
            } else if is_block(name) || text || holds_block(inner) || self.holds_role(inner, within)
            {
                self.flush(&mut run, element, part);
                let part = if text {
                    Part::Text
                } else {
                    self.near(inner, part)
                };
                let unit = UNITS.contains(&name) && !text && !self.holds_role(inner, within);
                if unit && !(part == Part::Text && pictures::is_gallery(inner)) {
                    let markdown = self.convert.block_of(inner);
                    if part == Part::Text {
                        self.pictures_within(inner);
                    }
                    self.push_all(markdown, inner, part);
                } else {
                    self.walk(inner, part);
                }
            } else {
                // Beside the text only a style sets such parts of a line apart: a name and a date, two links.
                let beside = |name: &str| matches!(name, "a" | "span" | "time" | "cite");
                let apart = match run.last() {
                    Some(Piece::Element(last)) => beside(name) && beside(last.value().name()),
                    _ => false,
                };
                if apart && (part != Part::Text || !self.text) {
                    run.push(Piece::Text(" "));
                }
                run.push(piece);
            }
        }
        self.flush(&mut run, element, part);
    }

    /// Beside the headline, up to the text, its kicker and its byline may stand without being called that.
    fn near(&self, element: ElementRef<'_>, part: Part) -> Part {
        let below = || self.headline && self.frame.scope.is_some() && self.in_scope(element);
        let beside = part == Part::Outside
            && !self.text
            && (self.frame.near == Some(element.id()) || below());
        if beside { Part::Unknown } else { part }
    }

    fn headline_at(&mut self, element: ElementRef<'_>) {
        self.headline = true;
        let mut text = words(element);
        if let Some((kicker, rest)) = role::kicker_in(element) {
            if self.page.kicker.is_empty() {
                self.page.kicker = kicker;
            }
            text = rest;
        }
        self.blocks.push(Block {
            place: place(element),
            markdown: markup::from_html::escape(&text),
            text,
            part: Part::Headline,
        });
    }

    /// Whether something in `element` has a role of its own, or is the headline or the text.
    fn holds_role(&self, element: ElementRef<'_>, within: bool) -> bool {
        self.frame.above.contains(&element.id())
            || element
                .descendent_elements()
                .skip(1)
                .take(400)
                .any(|inner| {
                    let name = inner.value().name();
                    EMBEDDED.contains(&name)
                        || is_unseen(inner) && !matches!(name, "source" | "svg" | "noscript")
                        || !matches!(
                            name,
                            "a" | "em"
                                | "strong"
                                | "b"
                                | "i"
                                | "br"
                                | "img"
                                | "li"
                                | "p"
                                | "sup"
                                | "tr"
                                | "td"
                                | "th"
                        ) && role::of(inner, self.frame, self.headline, self.text, within)
                            .is_some()
                })
    }

    fn flush(&mut self, run: &mut Vec<Piece<'_>>, parent: ElementRef<'_>, part: Part) {
        if !run.is_empty() {
            let markdown = self.convert.run_of(run);
            run.clear();
            self.push_all(markdown, parent, part);
        }
    }

    /// Adds Markdown blocks; the items of a list one by one, as lines of a text copy are.
    pub fn push_all(&mut self, markdown: Vec<String>, element: ElementRef<'_>, part: Part) {
        let place = place(element);
        for whole in markdown {
            let items = match whole.starts_with("- ") || numbered(&whole) {
                true if !whole.contains("\n\n") => items(&whole),
                // Beside the text a line break parts lines, as in a text copy.
                _ if part != Part::Text => whole.split("\\\n").map(str::to_owned).collect(),
                _ => vec![whole],
            };
            for markdown in items {
                let image = is_image(&markdown);
                let text = if image {
                    String::new()
                } else {
                    squeeze(&markup::plain(&markdown))
                };
                let shown =
                    !text.is_empty() || markdown.starts_with("![") || markdown.starts_with("* * *");
                if !shown || part != Part::Text && text.is_empty() {
                    continue;
                }
                self.text |= part == Part::Text && self.passed();
                let part = if part == Part::Text && !self.passed() {
                    Part::Unknown
                } else {
                    part
                };
                self.blocks.push(Block {
                    place: place.clone(),
                    text,
                    markdown,
                    part,
                });
            }
        }
    }

    /// Whether the headline stands above what is being read.
    pub fn passed(&self) -> bool {
        self.headline || self.frame.headline.is_none()
    }

    /// Whether `element` is in what holds both the headline and the text.
    fn in_scope(&self, element: ElementRef<'_>) -> bool {
        self.frame
            .scope
            .is_none_or(|scope| element.ancestors().any(|node| node.id() == scope))
    }

    fn embedded(&mut self, element: ElementRef<'_>, within: bool) {
        if !within {
            return;
        }
        let what = ["title", "src", "data"]
            .iter()
            .find_map(|name| element.attr(name))
            .unwrap_or_default();
        self.page.unrecognised.push(Leftover {
            place: place(element),
            text: squeeze(what),
            why: "It is embedded in the text and is no text itself".into(),
        });
    }

    /// Takes every line in `element` for the page's furniture.
    pub fn furniture(&mut self, element: ElementRef<'_>) {
        let known = [self.page.kicker.clone(), self.page.standfirst.clone()];
        if !self.headline {
            let links = select(element, "a")
                .into_iter()
                .filter(|link| size(*link) <= 40);
            self.menu.extend(
                links
                    .map(|link| key(&words(link)))
                    .filter(|word| !word.is_empty()),
            );
        }
        let lines = lines(element);
        self.page.furniture.extend(
            lines
                .into_iter()
                .filter(|line| !known.iter().any(|known| same(known, line))),
        );
    }
}

/// Whether Markdown is one picture and nothing else.
fn is_image(markdown: &str) -> bool {
    let address = markdown
        .strip_prefix("![")
        .and_then(|rest| rest.split_once("]("))
        .map(|(_, rest)| rest);
    address.is_some_and(|rest| !rest.contains('\n') && rest.find(')') == Some(rest.len() - 1))
}

/// A list's Markdown by its items; what is indented belongs to the item before.
fn items(list: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![];
    for line in list.lines() {
        match out.last_mut() {
            Some(last) if line.starts_with(' ') => {
                last.push('\n');
                last.push_str(line);
            }
            _ => out.push(line.to_owned()),
        }
    }
    out
}

/// Whether a browser shows nothing of `element`.
pub(super) fn is_unseen(element: ElementRef<'_>) -> bool {
    let style = element.attr("style").unwrap_or_default();
    UNSEEN.contains(&element.value().name())
        || element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("display: none")
}

/// The lines that a browser shows of an element.
pub(super) fn lines(element: ElementRef<'_>) -> Vec<String> {
    fn gather(element: ElementRef<'_>, out: &mut Vec<String>) {
        for piece in pieces(element) {
            match piece {
                Piece::Text(text) => {
                    if let Some(last) = out.last_mut() {
                        last.push_str(text);
                    }
                }
                Piece::Element(inner) if is_unseen(inner) => {}
                Piece::Element(inner) => {
                    let name = inner.value().name();
                    let apart = is_block(name)
                        || matches!(name, "br" | "nav" | "form" | "button" | "label" | "option");
                    if apart {
                        out.push(String::new());
                    }
                    // Parts of one line that only a style sets apart: a name and a date, two buttons.
                    let beside = matches!(name, "span" | "a" | "time" | "cite");
                    if let Some(last) = out.last_mut().filter(|_| beside) {
                        last.push(' ');
                    }
                    gather(inner, out);
                    if let Some(last) = out.last_mut().filter(|_| beside) {
                        last.push(' ');
                    }
                    if apart {
                        out.push(String::new());
                    }
                }
            }
        }
    }
    let mut out = vec![String::new()];
    gather(element, &mut out);
    out.iter()
        .map(|line| squeeze(line))
        .filter(|line| !line.is_empty())
        .collect()
}

/// An element by its name and its first class, after the one that it is in.
pub(super) fn place(element: ElementRef<'_>) -> String {
    match element.parent().and_then(ElementRef::wrap) {
        Some(outer) => format!("{} > {}", named(outer), named(element)),
        None => named(element),
    }
}

fn named(element: ElementRef<'_>) -> String {
    let name = element.value().name();
    match element
        .attr("class")
        .and_then(|class| class.split_whitespace().next())
    {
        Some(class) => format!("{name}.{class}"),
        None => name.to_owned(),
    }
}
