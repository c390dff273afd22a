//! What stands within a paragraph: emphasis, links, images, code and line breaks.

use super::{
    Converter, Keep, Piece, SKIPPED, is_block, pieces,
    spans::{Gather, Marks, OUT, SLANTED, STRONG, Spaces, What, Wrap, is_space},
    styled::{marks_item, underlined},
};
use scraper::ElementRef;

/// Elements without attributes that a text keeps as they are, since Markdown has no marks for them.
const KEPT: [&str; 16] = [
    "sub", "sup", "ins", "mark", "small", "u", "kbd", "samp", "var", "dfn", "cite", "q", "bdi",
    "ruby", "rt", "rp",
];

/// Elements that show what is no text, and have an address.
const EMBEDS: [&str; 5] = ["iframe", "video", "audio", "object", "embed"];

impl Converter {
    /// For the text of one paragraph, or more, that lies within `around`.
    pub(super) fn gather(&self, around: &[ElementRef<'_>], single: bool) -> Gather {
        let spaces = match self.keep {
            Keep::Words => Spaces::Alike,
            Keep::Sense => Spaces::Alone,
            Keep::All => Spaces::Kept,
        };
        let mut gather = Gather::new(single, spaces);
        for element in around {
            let (marks, wrap) = self.holds(*element, &gather);
            gather.enter(marks, wrap);
        }
        gather
    }

    pub(super) fn add(&self, piece: &Piece<'_>, to: &mut Gather) {
        match piece {
            Piece::Text(text) => to.text(text),
            Piece::Element(inner) => self.element(*inner, to),
        }
    }

    fn children(&self, element: ElementRef<'_>, to: &mut Gather) {
        for piece in pieces(element) {
            self.add(&piece, to);
        }
    }

    /// Whether nothing of an element comes into a text.
    pub(super) fn skips(&self, element: ElementRef<'_>) -> bool {
        let name = element.value().name();
        let kept = self.keep == Keep::All && (EMBEDS.contains(&name) || ticked(element).is_some());
        SKIPPED.contains(&name) && !kept
            || element.attr("class") == Some("footnote-definition-label")
    }

    fn element(&self, element: ElementRef<'_>, to: &mut Gather) {
        let name = element.value().name();
        if self.skips(element) || self.styled && marks_item(element) {
            return;
        }
        match name {
            "br" => to.line_break(),
            "code" | "tt" => self.code(element, to),
            "kbd" | "samp" if self.keep != Keep::All => self.code(element, to),
            "img" => self.image(element, to),
            "input" => to.text(ticked(element).unwrap_or_default()),
            "q" if self.keep != Keep::All => {
                to.text("“");
                self.children(element, to);
                to.text("”");
            }
            _ if EMBEDS.contains(&name) => self.embed(element, to),
            "a" if self.note_mark(element).is_some() => {
                to.put(What::Note(self.note_mark(element).unwrap_or_default()));
            }
            "a" if self.leads_back(element) => {}
            "sup" if self.raises_notes(element) => {
                for piece in pieces(element) {
                    match piece {
                        Piece::Text(text) => to.text(&text.replace(['[', ']', '(', ')'], "")),
                        piece => self.add(&piece, to),
                    }
                }
            }
            _ => {
                let block = is_block(name);
                if block {
                    to.edge();
                }
                let (marks, wrap) = self.holds(element, to);
                let stand = to.enter(marks, wrap);
                self.children(element, to);
                to.leave(&stand);
                if block {
                    to.edge();
                }
            }
        }
    }

    /// Whether an element shows something from elsewhere.
    pub(super) fn is_embed(&self, element: ElementRef<'_>) -> bool {
        EMBEDS.contains(&element.value().name())
    }

    /// Whether a raised text is the mark of footnotes, which are raised anyway.
    fn raises_notes(&self, element: ElementRef<'_>) -> bool {
        element
            .descendent_elements()
            .any(|inner| inner.value().name() == "a" && self.note_mark(inner).is_some())
    }

    /// What an element makes of all that is in it.
    pub(super) fn holds(&self, element: ElementRef<'_>, to: &Gather) -> (Marks, Option<Wrap>) {
        let name = element.value().name();
        let named = |names: &[&str]| names.contains(&name);
        let by_name = [
            (STRONG, named(&["strong", "b"])),
            (SLANTED, named(&["em", "i"])),
            (OUT, named(&["del", "s", "strike"])),
            (
                SLANTED,
                self.keep != Keep::All && named(&["cite", "var", "dfn"]),
            ),
        ];
        let mut marks = by_name
            .iter()
            .filter(|(_, has)| *has)
            .fold(0, |all, (mark, _)| all | mark);
        if self.styled {
            marks = self.styled_marks(element, marks);
        }
        (marks, self.wrap(element, to))
    }

    fn wrap(&self, element: ElementRef<'_>, to: &Gather) -> Option<Wrap> {
        let name = element.value().name();
        let plain = |name| Wrap::Element {
            name,
            attributes: String::new(),
        };
        if name == "a" {
            let address = self.address(element.attr("href")?)?;
            let title = one_line(element.attr("title").unwrap_or_default());
            let wrap = Wrap::Link { address, title };
            return (!to.links()).then_some(wrap);
        }
        let with = |name, attribute: &str, value: &str| Wrap::Element {
            name,
            attributes: format!(" {attribute}=\"{}\"", attribute_value(value)),
        };
        match (self.keep, name) {
            (Keep::Words, _) => None,
            (Keep::Sense, "sub") => Some(plain("sub")),
            (Keep::Sense, "sup") => Some(plain("sup")),
            (Keep::Sense, _) => None,
            (Keep::All, "abbr" | "acronym") => {
                let title = one_line(element.attr("title").unwrap_or_default());
                (!title.is_empty()).then(|| with("abbr", "title", &title))
            }
            (Keep::All, _) if self.styled && underlined(element) && !to.links() => Some(plain("u")),
            (Keep::All, _) => KEPT.iter().find(|kept| **kept == name).copied().map(plain),
        }
    }

    /// Code within a line. Where some of it is marked, it is an element, since nothing in Markdown's code is.
    fn code(&self, element: ElementRef<'_>, to: &mut Gather) {
        if self.keep == Keep::All {
            let wrap = Wrap::Element {
                name: "code",
                attributes: String::new(),
            };
            let stand = to.enter(0, (!to.is_in("code")).then_some(wrap));
            self.children(element, to);
            return to.leave(&stand);
        }
        let mut text = String::new();
        for inner in element.descendants() {
            match inner.value() {
                scraper::Node::Text(part) => text.push_str(part),
                scraper::Node::Element(inner) if inner.name() == "br" => text.push(' '),
                _ => {}
            }
        }
        let soft = |c: char| c.is_control() || c.is_whitespace();
        let words = text.split(soft).filter(|word| !word.is_empty());
        let code = words.collect::<Vec<_>>().join(" ");
        if text.starts_with(soft) {
            to.text(" ");
        }
        if !code.is_empty() {
            to.put(What::Code(code));
        }
        if text.ends_with(soft) {
            to.text(" ");
        }
    }

    /// Something from elsewhere, as a link to it.
    fn embed(&self, element: ElementRef<'_>, to: &mut Gather) {
        let inner = element
            .child_elements()
            .find(|inner| inner.value().name() == "source");
        let address = [element.attr("src"), element.attr("data")]
            .into_iter()
            .flatten()
            .chain(inner.and_then(|inner| inner.attr("src")))
            .find_map(|address| self.address(address));
        let Some(address) = address else {
            return;
        };
        let name = ["title", "aria-label"]
            .iter()
            .filter_map(|name| element.attr(name))
            .map(one_line)
            .find(|name| !name.is_empty())
            .unwrap_or_else(|| address.clone());
        let title = String::new();
        let wrap = (!to.links()).then_some(Wrap::Link { address, title });
        // It stands by itself, even beside words.
        let stand = to.enter(0, wrap);
        to.text(&name);
        to.leave(&stand);
    }

    /// The arrow from a footnote back into the text.
    pub(super) fn leads_back(&self, link: ElementRef<'_>) -> bool {
        if self.is_target(link) {
            return true;
        }
        let Some(place) = link.attr("href").and_then(|href| href.strip_prefix('#')) else {
            return false;
        };
        let arrow = |c: char| "↩↑\u{fe0e}\u{fe0f}".contains(c) || c.is_whitespace();
        let text: String = link.text().collect();
        !text.trim().is_empty() && text.chars().all(arrow) || self.marked_at(place)
    }

    fn image(&self, element: ElementRef<'_>, to: &mut Gather) {
        // Pages that load pictures late keep the real address beside a stand-in.
        let sources = [
            "src",
            "data-src",
            "data-lazy-src",
            "data-original",
            "data-srcset",
            "srcset",
        ];
        let found = sources
            .iter()
            .filter_map(|name| element.attr(name).map(|value| (name, value)))
            .find_map(|(name, value)| match name.ends_with("srcset") {
                true => self.address(value.split_whitespace().next()?),
                false => self.address(value),
            });
        let tiny = |name| {
            element
                .attr(name)
                .is_some_and(|size| matches!(size.trim(), "0" | "1"))
        };
        let alt = one_line(element.attr("alt").unwrap_or_default());
        match found {
            Some(address) if !tiny("width") && !tiny("height") => {
                let title = match self.keep {
                    Keep::All => one_line(element.attr("title").unwrap_or_default()),
                    _ => String::new(),
                };
                to.put(What::Image {
                    alt,
                    address,
                    title,
                });
            }
            // Of a picture that can't be shown, what it shows is told.
            None if self.keep == Keep::All => to.text(&alt),
            _ => {}
        }
    }
}

/// Whether a box to tick is ticked, as a sign.
fn ticked(element: ElementRef<'_>) -> Option<&'static str> {
    let is_box = element.value().name() == "input"
        && element
            .attr("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
    is_box.then(|| match element.attr("checked") {
        Some(_) => "☑ ",
        None => "☐ ",
    })
}

/// A value with its white space as one space each.
fn one_line(text: &str) -> String {
    let soft = |c: char| is_space(c) || c.is_control();
    let words = text.split(soft).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A value as an attribute has it between double quotes.
pub(super) fn attribute_value(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        // It would end a cell of a table.
        .replace('|', "&#124;")
}
