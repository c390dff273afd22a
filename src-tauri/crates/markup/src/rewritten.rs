//! A Markdown text in which addresses and raw HTML become others, and all else stays as it is written; and where in it code stands.

use crate::portable::destination;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A part of a Markdown text that may become another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// The address of a link.
    Link(&'a str),
    /// The address of a picture.
    Picture(&'a str),
    /// A block of raw HTML, without the marks of the quotation or list that it is in.
    Block(&'a str),
    /// A tag amid a text.
    Tag(&'a str),
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// The text with each part as `to` gives it; where it gives none, it stays as it is. What stands in place of raw HTML is Markdown.
#[must_use]
pub fn rewritten(markdown: &str, to: &mut dyn FnMut(Part<'_>) -> Option<String>) -> String {
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    // The links and pictures that are open, and how far what is within each reaches.
    let mut open: Vec<usize> = vec![];
    let mut block: Option<Range<usize>> = None;
    let parser = Parser::new_ext(markdown, options());
    let definitions = parser.reference_definitions().iter();
    for (_, definition) in definitions {
        if let Some(new) = to(Part::Link(&definition.dest))
            && let Some(place) = place(markdown, definition.span.clone(), "]:")
        {
            edits.push((place, destination(&new)));
        }
    }
    for (event, range) in parser.into_offset_iter() {
        let ends_link = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        if let Some(end) = open.last_mut()
            && !ends_link
        {
            *end = (*end).max(range.end.min(markdown.len()));
        }
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(range),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(range) = block.take() {
                    edits.extend(of_block(markdown, range, to));
                }
            }
            Event::InlineHtml(raw) => {
                edits.extend(to(Part::Tag(&raw)).map(|new| (range, new)));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let new = match link_type {
                    LinkType::Inline => to(Part::Link(&dest_url)),
                    LinkType::Autolink => {
                        let new = to(Part::Link(&dest_url)).filter(|new| *new != *dest_url);
                        let link = |new: String| format!("[{dest_url}]({})", destination(&new));
                        edits.extend(new.map(|new| (range.clone(), link(new))));
                        None
                    }
                    _ => None,
                };
                begin(range, 1, new, &mut open, &mut edits);
            }
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                ..
            }) => {
                let new = (link_type == LinkType::Inline).then(|| to(Part::Picture(&dest_url)));
                begin(range, 2, new.flatten(), &mut open, &mut edits);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                end(markdown, range, &mut open, &mut edits);
            }
            _ => {}
        }
    }
    applied(markdown, edits)
}

/// A link begins: until it ends, nobody knows where its address stands.
fn begin(
    range: Range<usize>,
    mark: usize,
    new: Option<String>,
    open: &mut Vec<usize>,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    // What is around it reaches as far as it does, so that an address within is not taken for the outer one.
    open.push(range.start + mark);
    edits.push((range.start..range.start, new.unwrap_or_default()));
}

fn end(
    markdown: &str,
    range: Range<usize>,
    open: &mut Vec<usize>,
    edits: &mut [(Range<usize>, String)],
) {
    let within = open.pop().unwrap_or(range.start);
    if let Some(around) = open.last_mut() {
        *around = (*around).max(range.end);
    }
    let begun = |edit: &&mut (Range<usize>, String)| edit.0 == (range.start..range.start);
    let Some(edit) = edits.iter_mut().rev().find(begun) else {
        return;
    };
    if let Some(place) = place(markdown, within.min(range.end)..range.end, "](")
        && !edit.1.is_empty()
    {
        *edit = (place, destination(&edit.1));
    } else {
        edit.1.clear();
    }
}

/// Where an address stands behind a mark.
fn place(markdown: &str, within: Range<usize>, mark: &str) -> Option<Range<usize>> {
    let text = markdown.get(within.clone())?;
    let after = text.find(mark)? + mark.len();
    let start = after + (text[after..].len() - text[after..].trim_start().len());
    let rest = &text[start..];
    let len = if rest.starts_with('<') {
        rest.find('>')? + 1
    } else {
        let mut depth = 0_usize;
        let mut guarded = false;
        rest.find(|c: char| {
            let ends = match c {
                _ if guarded => false,
                '(' => {
                    depth += 1;
                    false
                }
                ')' if depth > 0 => {
                    depth -= 1;
                    false
                }
                c => c == ')' || c.is_whitespace(),
            };
            guarded = c == '\\' && !guarded;
            ends
        })
        .unwrap_or(rest.len())
    };
    Some(within.start + start..within.start + start + len)
}

/// A block without the marks of the quotation or list that it is in, and what stands before each of its lines for these.
pub(crate) fn unmarked(markdown: &str, block: &Range<usize>) -> (String, String) {
    let raw = markdown.get(block.clone()).unwrap_or_default();
    let line = markdown.get(..block.start).unwrap_or_default();
    let line = line.rsplit('\n').next().unwrap_or_default();
    // Of a list's mark only its width is repeated in the lines below.
    let kept = |c: char| c == '>' || c.is_whitespace();
    let before: String = line
        .chars()
        .map(|c| if kept(c) { c } else { ' ' })
        .collect();
    let own = raw
        .lines()
        .map(|line| line.strip_prefix(before.as_str()).unwrap_or(line));
    (own.collect::<Vec<_>>().join("\n"), before)
}

/// A block of raw HTML as what stands in its place.
fn of_block(
    markdown: &str,
    range: Range<usize>,
    to: &mut dyn FnMut(Part<'_>) -> Option<String>,
) -> Option<(Range<usize>, String)> {
    let (raw, before) = unmarked(markdown, &range);
    let new = to(Part::Block(&raw))?;
    let mut new = new.lines().collect::<Vec<_>>();
    new.push("");
    let mut new = new.join(&format!("\n{before}"));
    new.truncate(new.trim_end_matches(' ').len());
    new.push('\n');
    Some((range, new))
}

fn applied(markdown: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at || range.is_empty() {
            continue;
        }
        out.push_str(markdown.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(markdown.get(at..).unwrap_or_default());
    out
}

/// Where code stands in a Markdown text, in its order: spans, and blocks between fences or set in.
#[must_use]
pub fn code(markdown: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Code(_) => found.push(range),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                found.push(range);
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Part, code, rewritten};

    fn made(markdown: &str) -> String {
        rewritten(markdown, &mut |part| match part {
            Part::Link(to) | Part::Picture(to) => to.strip_prefix("up:").map(str::to_uppercase),
            Part::Block(html) if html.contains("<hr") => Some("* * *".into()),
            Part::Tag("<big>") => Some("**".into()),
            _ => None,
        })
    }

    #[test]
    fn only_what_is_named_changes() {
        for (from, to) in [
            (
                "Plain *words*, `[a](up:b)`\n",
                "Plain *words*, `[a](up:b)`\n",
            ),
            (
                "[a](up:b \"t\") ![c *d*](<up:e f> 't')",
                "[a](B \"t\") ![c *d*](<E F> 't')",
            ),
            ("[![a](up:p(1))](up:q) x", "[![a](<P(1)>)](Q) x"),
            ("[a\\]](up:b) [](up:c)", "[a\\]](B) [](C)"),
            (
                "[a][r] ![b][r]\n\n[r]: up:b 'T'\n",
                "[a][r] ![b][r]\n\n[r]: B 'T'\n",
            ),
            ("> - <hr>\n>   <i>x</i>\n>\n> b", "> - * * *\n>\n>\n> b"),
            ("a <big> b <x>", "a ** b <x>"),
            ("<https://a.example/>", "<https://a.example/>"),
        ] {
            assert_eq!(made(from), to, "{from}");
        }
    }

    #[test]
    fn code_is_found_in_every_form() {
        let text = "a `b` c\n\n```\nd\n```\n\n    e\n";
        let found: Vec<&str> = code(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["`b`", "```\nd\n```", "e\n"]);
    }
}
