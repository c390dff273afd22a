//! What word processors say by style alone: weight, slant, indents, and lists that are none.

use super::{
    Converter, Keep, pieces,
    spans::{Marks, OUT, SLANTED, STRONG},
};
use scraper::ElementRef;

/// Before a block that is set in from the margin, until the paste ends. Text from a page holds no control characters.
pub(super) const INDENTED: char = '\u{2}';
/// Before an item of a list that is a paragraph by its element; its level and its kind follow.
pub(super) const ITEM: char = '\u{3}';

/// An indent from here on is meant, in points.
const MEANT: f32 = 18.0;

/// What an element's `style` says of `property`.
fn declared<'a>(element: ElementRef<'a>, property: &str) -> Option<&'a str> {
    element.attr("style")?.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case(property)
            .then_some(value.trim())
    })
}

fn bold(element: ElementRef<'_>) -> Option<bool> {
    let weight = declared(element, "font-weight")?;
    match weight.parse::<u16>() {
        Ok(weight) => Some(weight >= 600),
        Err(_) => Some(weight.starts_with("bold")),
    }
}

fn italic(element: ElementRef<'_>) -> Option<bool> {
    declared(element, "font-style").map(|style| style.starts_with("italic"))
}

fn struck(element: ElementRef<'_>) -> bool {
    ["text-decoration", "text-decoration-line"]
        .iter()
        .any(|name| declared(element, name).is_some_and(|line| line.contains("line-through")))
}

/// A CSS length in points, as far as one can be told without the page around it.
fn points(length: &str) -> Option<f32> {
    let end = length
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(length.len());
    let number: f32 = length[..end].parse().ok()?;
    Some(match length[end..].trim() {
        "px" => number * 0.75,
        "pt" => number,
        "pc" | "em" | "rem" => number * 12.0,
        "in" => number * 72.0,
        "cm" => number * 28.35,
        "mm" => number * 2.835,
        _ => return None,
    })
}

fn indented(element: ElementRef<'_>) -> bool {
    let side = ["margin-left", "margin-inline-start", "padding-left"]
        .iter()
        .find_map(|name| declared(element, name));
    let side = side.or_else(|| {
        let around: Vec<&str> = declared(element, "margin")?.split_whitespace().collect();
        around.get(3).or_else(|| around.get(1)).copied()
    });
    side.and_then(points).is_some_and(|side| side >= MEANT)
}

/// The level of a list's item that is a paragraph, from 1.
fn level(element: ElementRef<'_>) -> Option<usize> {
    let list = declared(element, "mso-list")?;
    let (_, level) = list.split_once("level")?;
    let digits = level.split_whitespace().next()?;
    digits.parse().ok().filter(|level| (1..=9).contains(level))
}

/// Whether an element only shows the mark of such an item.
pub(super) fn marks_item(element: ElementRef<'_>) -> bool {
    declared(element, "mso-list").is_some_and(|list| list.eq_ignore_ascii_case("ignore"))
}

fn is_numbered(item: ElementRef<'_>) -> bool {
    let mark = item
        .descendent_elements()
        .find(|inner| marks_item(*inner))
        .map(|mark| mark.text().collect::<String>());
    mark.is_some_and(|mark| mark.trim().ends_with(['.', ')']))
}

/// Whether a stretch of text is underlined by its style.
pub(super) fn underlined(element: ElementRef<'_>) -> bool {
    element.value().name() == "span"
        && ["text-decoration", "text-decoration-line"]
            .iter()
            .any(|name| declared(element, name).is_some_and(|line| line.contains("underline")))
}

impl Converter {
    /// The marks that an element has by its style, where by its name it has `marks`.
    pub(super) fn styled_marks(&self, element: ElementRef<'_>, marks: Marks) -> Marks {
        let mut marks = marks;
        let mut set = |mark: Marks, has: bool| match has {
            true => marks |= mark,
            false => marks &= !mark,
        };
        if let Some(has) = bold(element) {
            set(STRONG, has);
        }
        if let Some(has) = italic(element) {
            set(SLANTED, has);
        }
        if struck(element) {
            set(OUT, true);
        }
        marks
    }

    /// A paragraph that is something else by its style. False where it is not.
    pub(super) fn styled_block<'a>(
        &self,
        element: ElementRef<'a>,
        around: &[ElementRef<'a>],
        out: &mut Vec<String>,
    ) -> bool {
        let plain = matches!(element.value().name(), "p" | "div") && !self.has_block(element);
        if !self.styled || !plain {
            return false;
        }
        let class = element.attr("class").unwrap_or_default();
        let text = || {
            let mut line = self.gather(around, false);
            for piece in pieces(element) {
                self.add(&piece, &mut line);
            }
            self.paragraphs(line).join("\\\n")
        };
        if class.contains("MsoTitle") {
            out.extend(self.heading(1, element, around));
        } else if class.contains("MsoQuote") || class.contains("MsoIntenseQuote") {
            out.push(format!("> {}", text().replace('\n', "\n> ")));
        } else if let Some(level) = level(element) {
            let kind = if is_numbered(element) { '1' } else { '-' };
            out.push(format!("{ITEM}{level}{kind}{}", text()));
        } else if self.keep == Keep::Sense && indented(element) {
            let mut inner = Vec::new();
            self.blocks(element, around, &mut inner);
            out.extend(
                inner
                    .into_iter()
                    .map(|block| match block.starts_with([INDENTED, ITEM]) {
                        true => block,
                        false => format!("{INDENTED}{block}"),
                    }),
            );
        } else {
            return false;
        }
        true
    }
}

/// The blocks with each run of items made one list.
pub(super) fn listed(blocks: Vec<String>) -> Vec<String> {
    if !blocks.iter().any(|block| block.starts_with(ITEM)) {
        return blocks;
    }
    let mut out: Vec<String> = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    // Of each level: how far its text is set in, and the last number.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for block in blocks {
        let Some((level, kind, text)) = item(&block) else {
            if !lines.is_empty() {
                out.push(std::mem::take(&mut lines).join("\n"));
                open.clear();
            }
            out.push(block);
            continue;
        };
        let depth = level.min(open.len() + 1);
        open.truncate(depth);
        if open.len() < depth {
            open.push((0, 0));
        }
        let margin: usize = open[..depth - 1].iter().map(|(width, _)| width).sum();
        let last = &mut open[depth - 1];
        last.1 += 1;
        let mark = match kind {
            '1' => format!("{}. ", last.1),
            _ => "- ".to_owned(),
        };
        last.0 = mark.len();
        let inner = " ".repeat(margin + mark.len());
        let text = text.replace('\n', &format!("\n{inner}"));
        lines.push(format!("{}{mark}{text}", " ".repeat(margin)));
    }
    if !lines.is_empty() {
        out.push(lines.join("\n"));
    }
    out
}

fn item(block: &str) -> Option<(usize, char, &str)> {
    let mut chars = block.strip_prefix(ITEM)?.chars();
    let level = chars.next()?.to_digit(10)?;
    let kind = chars.next()?;
    Some((usize::try_from(level).ok()?.max(1), kind, chars.as_str()))
}

/// A text without the signs that stand in it until it is whole.
pub(super) fn unmarked(text: &str) -> String {
    text.replace([INDENTED, ITEM], "")
}
