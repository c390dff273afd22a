//! What a line must show, held against what Markdown makes of it.

use super::spans::{Marks, OUT, SLANTED, STRONG, Span, What, Wrap};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// What a line must show.
pub(super) struct Wanted {
    told: Told,
    notes: Vec<usize>,
    place: Place,
}

/// Between what is told; no text holds control characters.
const END: char = '\u{1}';

/// What is seen of a line, in one text: the words, and where marks, links and the like begin and end.
struct Told {
    text: String,
    last: Marks,
    /// Whether marks and white space count as well as words.
    exact: bool,
}

impl Told {
    fn new(exact: bool) -> Self {
        Self {
            text: String::new(),
            last: 0,
            exact,
        }
    }

    fn text(&mut self, text: &str, marks: Marks) {
        if !self.exact {
            let shows = |c: &char| !c.is_whitespace() && !c.is_control();
            self.text.extend(text.chars().filter(shows));
            return;
        }
        let words = text.trim_start();
        let (space, _) = text.split_at(text.len() - words.len());
        self.text.push_str(space);
        if !words.is_empty() && marks != self.last {
            self.last = marks;
            self.text.push(END);
            self.text.push(char::from(b'0' + marks));
        }
        self.text.push_str(words);
    }

    fn sign(&mut self, sign: &str) {
        if self.exact {
            self.text.push(END);
            self.text.push_str(sign);
            self.text.push(END);
        }
    }

    fn thing(&mut self, sign: &str, marks: Marks) {
        if self.exact && marks != self.last {
            self.last = marks;
            self.text.push(END);
            self.text.push(char::from(b'0' + marks));
        }
        self.sign(sign);
    }

    fn spans(&mut self, spans: &[Span], around: Marks, notes: &mut Vec<usize>) {
        for span in spans {
            let marks = span.marks | around;
            match &span.what {
                What::Text(text) => self.text(text, marks),
                What::Code(text) => {
                    self.sign("<code>");
                    self.text(text, marks);
                    self.sign("</code>");
                }
                What::Break => self.sign("<br>"),
                What::Note(number) => {
                    notes.push(*number);
                    self.thing(&format!("note {number}"), marks);
                    if !self.exact {
                        self.text(&format!("[^{number}]"), 0);
                    }
                }
                What::Image {
                    alt,
                    address,
                    title,
                } => self.thing(&format!("image {address} {title}{END}{alt}"), marks),
                What::Within(Wrap::Link { address, title }, inner) => {
                    self.sign(&format!("link {address} {title}"));
                    self.spans(inner, marks, notes);
                    self.sign("/link");
                }
                What::Within(Wrap::Element { name, attributes }, inner) => {
                    self.sign(&format!("<{name}{attributes}>"));
                    self.spans(inner, marks, notes);
                    self.sign(&format!("</{name}>"));
                }
            }
        }
    }
}

/// What is seen of Markdown's events, as it is told of spans.
struct Reader {
    told: Told,
    marks: Vec<Marks>,
    /// The address and the words of an image that is open.
    image: Option<(String, String)>,
    /// Whether something came that no line holds.
    strange: bool,
    blocks: usize,
    /// Within the text of a footnote.
    note: bool,
    cells: usize,
}

impl Reader {
    fn now(&self) -> Marks {
        self.marks.iter().fold(0, |all, mark| all | mark)
    }

    fn close(&mut self, mark: Marks) {
        if let Some(at) = self.marks.iter().rposition(|open| *open == mark) {
            self.marks.remove(at);
        }
    }

    fn html(&mut self, raw: &str) {
        match raw {
            "<strong>" => self.marks.push(STRONG),
            "<em>" => self.marks.push(SLANTED),
            "<del>" => self.marks.push(OUT),
            "</strong>" => self.close(STRONG),
            "</em>" => self.close(SLANTED),
            "</del>" => self.close(OUT),
            raw => self.told.sign(raw),
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.image {
            Some((_, alt)) => alt.push_str(text),
            None => self.told.text(text, self.now()),
        }
    }

    fn take(&mut self, event: Event<'_>, place: Place) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => self.note = true,
            Event::End(TagEnd::FootnoteDefinition) => self.note = false,
            _ if self.note => {}
            Event::Start(Tag::Paragraph) if place == Place::Paragraph => self.blocks += 1,
            Event::Start(Tag::Heading { .. }) if place == Place::Heading => self.blocks += 1,
            Event::Start(Tag::Table(_)) if place == Place::Cell => self.blocks += 1,
            Event::Start(Tag::TableHead | Tag::TableRow) if place == Place::Cell => {}
            Event::Start(Tag::TableCell) if place == Place::Cell => self.cells += 1,
            Event::Start(Tag::Strong) => self.marks.push(STRONG),
            Event::Start(Tag::Emphasis) => self.marks.push(SLANTED),
            Event::Start(Tag::Strikethrough) => self.marks.push(OUT),
            Event::End(TagEnd::Strong) => self.close(STRONG),
            Event::End(TagEnd::Emphasis) => self.close(SLANTED),
            Event::End(TagEnd::Strikethrough) => self.close(OUT),
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => self.told.sign(&format!("link {dest_url} {title}")),
            Event::End(TagEnd::Link) => self.told.sign("/link"),
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => self.image = Some((format!("image {dest_url} {title}"), String::new())),
            Event::End(TagEnd::Image) => {
                if let Some((image, alt)) = self.image.take() {
                    let marks = self.now();
                    self.told.thing(&format!("{image}{END}{alt}"), marks);
                }
            }
            Event::Start(_) | Event::Rule | Event::Html(_) | Event::SoftBreak => {
                self.strange = true;
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.told.sign("<code>");
                self.text(&text);
                self.told.sign("</code>");
            }
            Event::HardBreak => self.told.sign("<br>"),
            Event::InlineHtml(raw) => self.html(&raw),
            Event::FootnoteReference(name) => {
                let marks = self.now();
                self.told.thing(&format!("note {name}"), marks);
                if !self.told.exact {
                    self.told.text(&format!("[^{name}]"), 0);
                }
            }
            _ => {}
        }
    }
}

impl Wanted {
    /// What `spans` must show at `place`; marks and white space too where it is to be exact.
    pub(super) fn of(spans: &[Span], exact: bool, place: Place) -> Self {
        let mut told = Told::new(exact);
        let mut notes = vec![];
        told.spans(spans, 0, &mut notes);
        Self { told, notes, place }
    }

    /// Whether that is what `markdown` shows.
    pub(super) fn is_shown_by(&self, markdown: &str) -> bool {
        if self.notes.is_empty() && tame(markdown) {
            return self.told.text == markdown || !self.told.exact;
        }
        let mut source = match self.place {
            Place::Paragraph => markdown.to_owned(),
            Place::Heading => format!("# {markdown}"),
            Place::Cell => format!("| {markdown} |\n| --- |"),
        };
        for note in &self.notes {
            source.push_str(&format!("\n\n[^{note}]: x"));
        }
        let mut reader = Reader {
            told: Told::new(self.told.exact),
            marks: vec![],
            image: None,
            strange: false,
            blocks: 0,
            note: false,
            cells: 0,
        };
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
        for event in Parser::new_ext(&source, options) {
            reader.take(event, self.place);
        }
        let one = reader.blocks == 1 && (self.place != Place::Cell || reader.cells == 1);
        let empty = markdown.is_empty();
        one && !reader.strange && reader.told.text == self.told.text || empty
    }
}

/// Whether a text holds nothing that Markdown could take for its own.
fn tame(markdown: &str) -> bool {
    markdown.starts_with(char::is_alphabetic)
        && markdown
            .bytes()
            .all(|b| b >= 0x80 || b.is_ascii_alphanumeric() || b" .,;:?'\"()/%".contains(&b))
}
