//! The body of a document, as one of its two texts: what each paragraph and table comes to.

use super::{
    block::{Block, Item},
    change::View,
    lift::{lift, mark},
    line::{self, BOLD, Picture, Span, What, Where},
    names::{Role, is_monospaced},
    numbering::{Counters, LEVELS, Marker},
    package::Relations,
    run::Field,
    styles::{self, Look},
    told::{Document, Told},
    tree::{Node, WORDS},
};
use std::{cell::RefCell, rc::Rc};

/// Makes blocks of elements.
pub(super) struct Builder<'a> {
    pub(super) doc: &'a Document<'a>,
    pub(super) told: &'a RefCell<Told>,
    pub(super) view: View,
    /// What leads on from the part that is being read.
    pub(super) relations: &'a Relations,
    pub(super) blocks: Vec<Block>,
    pub(super) line: Vec<Span>,
    /// What comes after the paragraph that is being read: what is anchored in it.
    pub(super) after: Vec<Block>,
    /// The paragraph before has no end in this view, and goes on in the next one.
    held: Option<(Role, Option<(String, usize)>)>,
    pub(super) paragraph: Paragraph,
    pub(super) links: Vec<Option<Rc<str>>>,
    pub(super) fields: Vec<Field>,
    counters: Counters,
    /// The footnotes that were met, by their numbers.
    pub(super) notes: Vec<(usize, (bool, String))>,
    /// How many tables are open.
    pub(super) nest: usize,
}

/// What holds for all of a paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) look: Look,
    pub(super) role: Role,
    /// Whether a font of equal widths marks code in it: not where all of it has one.
    pub(super) code_fonts: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn new(doc: &'a Document<'a>, told: &'a RefCell<Told>, view: View) -> Self {
        Self {
            doc,
            told,
            view,
            relations: &doc.relations,
            blocks: vec![],
            line: vec![],
            after: vec![],
            held: None,
            paragraph: Paragraph::default(),
            links: vec![],
            fields: vec![],
            counters: Counters::default(),
            notes: vec![],
            nest: 0,
        }
    }

    /// Something is left out, or comes otherwise than it was.
    pub(super) fn left(&self, text: &str, why: &str) {
        self.told.borrow_mut().left(&self.doc.place, text, why);
    }

    /// What stands among paragraphs.
    pub(super) fn block(&mut self, node: &Node) {
        match &*node.name {
            "w:p" => self.paragraph(node),
            "w:tbl" => {
                self.flush();
                self.table(node);
            }
            "w:sdt" => self.control(node, &mut Self::block),
            "mc:AlternateContent" => {
                if let Some(chosen) = choice(node) {
                    self.blocks_in(chosen);
                }
            }
            "w:commentRangeStart" | "w:commentRangeEnd" => self.range(node),
            "w:altChunk" => self.left("", "Another document stands within it, which is not read."),
            "w:sectPr" | "w:pPr" | "w:bookmarkStart" | "w:bookmarkEnd" | "w:proofErr"
            | "w:tblPr" | "w:tblGrid" | "w:trPr" | "w:tcPr" | "w:sdtPr" | "w:permStart"
            | "w:permEnd" => {}
            WORDS => {
                self.flush();
                let text = node.text();
                self.left(
                    &text,
                    "It stood too deep, or in too much, and comes as plain words.",
                );
                self.line.push(text_span(text));
                self.finish(Role::Text, None);
            }
            "w:r" | "w:hyperlink" | "w:fldSimple" | "m:oMath" | "m:oMathPara" => {
                self.inline(node);
                self.finish(Role::Text, None);
            }
            name => match self.view.shows(name) {
                Some(false) => self.hidden(node),
                _ => self.blocks_in(node),
            },
        }
    }

    pub(super) fn blocks_in(&mut self, node: &Node) {
        node.nodes().for_each(|node| self.block(node));
    }

    /// What a content control holds; the words that only ask for some are none.
    pub(super) fn control(&mut self, node: &Node, take: &mut dyn FnMut(&mut Self, &Node)) {
        let props = node.child("w:sdtPr");
        let has = |name: &str| props.is_some_and(|props| props.find(name).is_some());
        let Some(content) = node.child("w:sdtContent") else {
            return;
        };
        if has("w:showingPlcHdr") {
            return self.left(&content.words(), "It only asks for words, and holds none.");
        }
        let gallery = props.and_then(|props| props.find("w:docPartGallery"));
        if gallery.and_then(Node::val) == Some("Table of Contents") {
            return self.left(
                &content.words(),
                "It is a table of contents, which an article has none of.",
            );
        }
        content.nodes().for_each(|node| take(self, node));
    }

    /// Places within what does not stand in this view are still places.
    pub(super) fn hidden(&mut self, node: &Node) {
        if matches!(
            &*node.name,
            "w:commentRangeStart" | "w:commentRangeEnd" | "w:commentReference"
        ) {
            self.range(node);
        }
        node.nodes().for_each(|node| self.hidden(node));
    }

    /// Where a remark's passage begins or ends, or its sign stands.
    pub(super) fn range(&mut self, node: &Node) {
        let Some(nth) = node.get("w:id").and_then(|id| self.doc.remarks.get(id)) else {
            return;
        };
        let place = match &*node.name {
            "w:commentRangeStart" => 3 * nth,
            "w:commentRangeEnd" => 3 * nth + 1,
            _ => 3 * nth + 2,
        };
        let marks = self.line.last().map_or(0, |span| span.marks);
        self.line.push(Span {
            marks,
            link: None,
            what: What::Place(place),
        });
    }

    fn paragraph(&mut self, node: &Node) {
        let props = self.view.props(node, "w:pPr");
        let style = self
            .doc
            .styles
            .paragraph(props.and_then(|props| props.val_of("w:pStyle")));
        let mut role = style.role;
        let outline = props
            .and_then(styles::outline_of)
            .filter(|level| *level < 9);
        if let (Role::Text, Some(level)) = (role, outline) {
            role = Role::Heading(level + 1);
        }
        let (list, level) = props.map(styles::list_of).unwrap_or_default();
        let level = level.or(style.list.1).unwrap_or(0).min(LEVELS - 1);
        let list = list.or(style.list.0).filter(|list| list != "0");
        let outer = std::mem::replace(
            &mut self.paragraph,
            Paragraph {
                look: style.look,
                role,
                code_fonts: self.doc.code_fonts && !all_monospaced(node),
            },
        );
        node.nodes().for_each(|node| self.inline(node));
        self.end_orders();
        self.paragraph = outer;
        let own = node.child("w:pPr");
        let dropped = own.and_then(|own| own.child("w:framePr")?.get("w:dropCap"));
        let dropped = dropped.is_some_and(|dropped| dropped != "none");
        let gone = self.view.is_gone(own.and_then(|own| own.child("w:rPr")));
        let list = list.map(|list| (list, level));
        if gone || dropped {
            self.held = Some((role, list));
        } else {
            self.finish(role, list);
        }
    }

    /// A paragraph that waits for the next one ends where none comes.
    pub(super) fn flush(&mut self) {
        if let Some((role, list)) = self.held.take() {
            self.finish(role, list);
        }
    }

    /// The line is a paragraph of this role.
    fn finish(&mut self, role: Role, list: Option<(String, usize)>) {
        self.held = None;
        let mut spans = std::mem::take(&mut self.line);
        if !spans.iter().any(says) {
            // Places wait for the next words.
            spans.retain(|span| matches!(span.what, What::Place(_)));
            self.line = spans;
        } else if spans
            .iter()
            .all(|span| !says(span) || matches!(span.what, What::Picture(_)))
        {
            self.pictures_alone(spans);
        } else {
            self.words(role, list, spans);
        }
        self.blocks.append(&mut self.after);
    }

    /// Pictures without words beside them are blocks of their own.
    fn pictures_alone(&mut self, spans: Vec<Span>) {
        let mut places = String::new();
        let mut pictures: Vec<Picture> = vec![];
        for span in spans {
            match span.what {
                What::Picture(picture) => pictures.push(picture),
                What::Place(place) => places.push_str(&mark(place)),
                _ => {}
            }
        }
        if let Some(first) = pictures.first_mut() {
            first.caption = places;
        }
        self.blocks.extend(pictures.into_iter().map(Block::Picture));
    }

    fn words(&mut self, role: Role, list: Option<(String, usize)>, mut spans: Vec<Span>) {
        let heads = matches!(role, Role::Title | Role::Subtitle | Role::Heading(_));
        let plain = line::plain(&spans);
        if role == Role::Contents {
            return self.left(
                &lift(&plain).0,
                "It is a table of contents, which an article has none of.",
            );
        }
        if role == Role::Code {
            let markdown = code(&spans);
            return self.blocks.push(Block::Text {
                role,
                markdown,
                plain,
            });
        }
        let bold = |span: &Span| span.marks & BOLD != 0 || !says(span);
        if heads && spans.iter().all(bold) {
            // A heading is bold by itself.
            spans.iter_mut().for_each(|span| span.marks &= !BOLD);
        }
        if let Some((marker, level, list)) = self.marker(role, list) {
            let markdown = line::markdown(&spans, Where::Paragraph);
            let item = Item {
                level,
                marker,
                list,
                markdown,
            };
            return self.blocks.push(Block::Item(item));
        }
        let place = if heads { Where::Line } else { Where::Paragraph };
        let markdown = line::markdown(&spans, place);
        self.blocks.push(Block::Text {
            role,
            markdown,
            plain,
        });
    }

    /// The mark of a paragraph, where it is an item of a list.
    fn marker(
        &mut self,
        role: Role,
        list: Option<(String, usize)>,
    ) -> Option<(Marker, usize, String)> {
        let deeper = match role {
            Role::Bullet(level) | Role::Number(level) => usize::from(level),
            _ => 0,
        };
        let next = |counters: &mut Counters| {
            let (list, level) = list.as_ref()?;
            let marker = self.doc.numbering.next(list, *level, counters)?;
            Some((marker, (*level).max(deeper), list.clone()))
        };
        let found = next(&mut self.counters);
        match (role, found) {
            (Role::Text | Role::Bullet(_) | Role::Number(_) | Role::Quote, Some(found)) => {
                if matches!(found.0, Marker::Other(_)) {
                    self.left(
                        "",
                        "Lists of it count in letters or Roman numerals; here they count in numbers.",
                    );
                }
                Some(found)
            }
            (_, Some((Marker::Number(_) | Marker::Other(_), ..))) => {
                self.left(
                    "",
                    "Numbers that its headings were given are not part of their words.",
                );
                None
            }
            (Role::Bullet(_), None) => Some((Marker::Bullet, deeper, "bullet".into())),
            (Role::Number(_), None) => {
                let before = match self.blocks.last() {
                    Some(Block::Item(item)) if item.list == "number" => Some(item.marker),
                    _ => None,
                };
                let number = match before {
                    Some(Marker::Number(number)) => number.saturating_add(1),
                    _ => 1,
                };
                Some((Marker::Number(number), deeper, "number".into()))
            }
            _ => None,
        }
    }

    /// What `fill` makes, apart from what is being read: a cell, a text box, a footnote.
    pub(super) fn apart(&mut self, fill: &mut dyn FnMut(&mut Self)) -> Vec<Block> {
        let blocks = std::mem::take(&mut self.blocks);
        let line = std::mem::take(&mut self.line);
        let after = std::mem::take(&mut self.after);
        let held = self.held.take();
        let links = std::mem::take(&mut self.links);
        fill(self);
        self.close();
        self.held = held;
        self.links = links;
        self.after = after;
        // Places that found no words wait for the next ones outside.
        let waiting = std::mem::replace(&mut self.line, line);
        self.line.extend(waiting);
        std::mem::replace(&mut self.blocks, blocks)
    }

    /// Ends what is being read; places that wait for words that don't come stand at the end.
    pub(super) fn close(&mut self) {
        self.flush();
        if self.line.iter().any(says) {
            self.finish(Role::Text, None);
        }
        self.blocks.append(&mut self.after);
        let text = self.blocks.iter_mut().rev().find_map(|block| match block {
            Block::Text { markdown, .. } => Some(markdown),
            Block::Item(item) => Some(&mut item.markdown),
            Block::Whole(whole) => Some(whole),
            _ => None,
        });
        if let Some(text) = text {
            for span in self.line.drain(..) {
                if let What::Place(place) = span.what {
                    text.push_str(&mark(place));
                }
            }
        }
    }
}

/// Whether a stretch shows something.
fn says(span: &Span) -> bool {
    match &span.what {
        What::Text(text) => !text.trim().is_empty(),
        What::Note(_) | What::Picture(_) => true,
        What::Break | What::Place(_) => false,
    }
}

/// Words without any marks.
pub(super) fn text_span(text: String) -> Span {
    Span {
        marks: 0,
        link: None,
        what: What::Text(text),
    }
}

/// A line of code as it stands.
fn code(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match &span.what {
            What::Text(text) => out.push_str(text),
            What::Break => out.push('\n'),
            What::Place(place) => out.push_str(&mark(*place)),
            What::Note(_) | What::Picture(_) => {}
        }
    }
    out.trim_end().to_owned()
}

/// What of an element in several forms is read: the newest that anyone knows.
pub(super) fn choice(node: &Node) -> Option<&Node> {
    let full = |node: &&Node| node.nodes().next().is_some();
    node.nodes()
        .filter(|node| &*node.name == "mc:Choice")
        .find(full)
        .or_else(|| node.child("mc:Fallback"))
}

/// Whether all words of a paragraph are in fonts of equal widths.
fn all_monospaced(node: &Node) -> bool {
    let mut runs = node
        .nodes()
        .filter(|run| &*run.name == "w:r" && run.child("w:t").is_some());
    runs.all(|run| {
        let look = run.child("w:rPr").map(Look::of).unwrap_or_default();
        look.font.is_some_and(|font| is_monospaced(&font))
    })
}
