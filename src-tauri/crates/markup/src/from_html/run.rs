//! A run of inline text on its way to paragraphs, held against what a reader of the page sees.

use super::{
    BREAK, Converter, Piece, SKIPPED,
    escape::{escape_inline, line_start, push_text},
    pieces,
    styled::marks_item,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::ElementRef;

/// Markdown, and the text that it must show.
#[derive(Default)]
pub(super) struct Run {
    markdown: String,
    shown: String,
}

impl Converter {
    /// Appends a text or an inline element to the run.
    pub(super) fn add(&self, piece: &Piece<'_>, run: &mut Run) {
        match piece {
            Piece::Text(text) => {
                push_text(text, &mut run.markdown);
                run.shown.push_str(text);
            }
            Piece::Element(inner) => {
                self.inline_element(*inner, &mut run.markdown);
                self.shown(*inner, &mut run.shown);
            }
        }
    }

    /// What a reader sees of an inline element, with the marks that Markdown shows for it.
    fn shown(&self, element: ElementRef<'_>, out: &mut String) {
        let name = element.value().name();
        match name {
            name if SKIPPED.contains(&name) => return,
            _ if self.styled && marks_item(element) => return,
            "br" => return out.push(BREAK),
            "a" => {
                if let Some(mark) = self.note_mark(element) {
                    return out.push_str(&mark);
                }
                if self.leads_back(element) {
                    return;
                }
            }
            _ => {}
        }
        let quoted = name == "q";
        out.extend(quoted.then_some('“'));
        for piece in pieces(element) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Element(inner) => self.shown(inner, out),
            }
        }
        out.extend(quoted.then_some('”'));
    }
}

impl Run {
    /// The paragraphs of the run; two line breaks in a row are a paragraph's end. Where Markdown would show another
    /// text than the page does, its marks are left out: the words matter more.
    pub(super) fn paragraphs(self) -> Vec<String> {
        let marked = paragraphs(&self.markdown);
        if same(&marked.join("\n\n"), &self.shown) {
            return marked;
        }
        let lines: Vec<String> = self.shown.split(BREAK).map(plain).collect();
        paragraphs(&lines.join(&BREAK.to_string()))
    }

    /// The run on one line, for headings, captions and cells of a table.
    pub(super) fn line(self) -> String {
        let marked = self.markdown.replace(BREAK, " ").trim().to_owned();
        // A letter before it keeps what looks like a list or a heading from being one.
        if same(&format!("x {marked}"), &format!("x{}", self.shown)) {
            return marked;
        }
        plain(&self.shown.replace(BREAK, " ")).trim().to_owned()
    }
}

fn plain(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    escape_inline(&clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn paragraphs(run: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for line in run.split(BREAK).map(str::trim) {
        if !line.is_empty() {
            lines.push(line_start(line));
        } else if !lines.is_empty() {
            out.push(lines.join("\\\n"));
            lines.clear();
        }
    }
    if !lines.is_empty() {
        out.push(lines.join("\\\n"));
    }
    out
}

/// Whether `markdown` shows `text`, white space aside.
fn same(markdown: &str, text: &str) -> bool {
    let mut shown = String::with_capacity(markdown.len());
    let mut image = 0_usize;
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { .. }) => image += 1,
            Event::End(TagEnd::Image) => image = image.saturating_sub(1),
            Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::Heading { .. }) | Event::Rule => {
                return false;
            }
            Event::Text(text) | Event::Code(text) if image == 0 => shown.push_str(&text),
            _ => {}
        }
    }
    let letters = |c: &char| !c.is_whitespace() && !c.is_control();
    shown
        .chars()
        .filter(letters)
        .eq(text.chars().filter(letters))
}
