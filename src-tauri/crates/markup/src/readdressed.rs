//! A Markdown text with other addresses: of what comes from elsewhere, whose pictures and texts lie here from now on.

use crate::portable::{destination, titled};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A link or a picture that is open: what stands in place of its end, if anything, and how far what is within it reaches.
struct Open {
    close: Option<String>,
    end: usize,
}

/// The text with each address that `to` gives for one; all else stays as it is written. `to` is told the address and whether
/// it is a picture's. Addresses of raw HTML elements are asked for too.
#[must_use]
pub fn readdressed(markdown: &str, to: &mut dyn FnMut(&str, bool) -> Option<String>) -> String {
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    let mut open: Vec<Open> = vec![];
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let new = to(&dest_url, false).filter(|new| *new != *dest_url);
                let auto = matches!(link_type, LinkType::Autolink | LinkType::Email);
                if let (Some(new), true) = (&new, auto) {
                    edits.push((range.clone(), format!("[{dest_url}]({})", destination(new))));
                }
                let close = new.filter(|_| !auto);
                open.push(opened(close, &title, range.start + 1));
            }
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => {
                let new = to(&dest_url, true).filter(|new| *new != *dest_url);
                open.push(opened(new, &title, range.start + 2));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(Open {
                    close: Some(close),
                    end,
                }) = open.pop()
                {
                    edits.push((end.min(range.end)..range.end, close));
                }
                reach(&mut open, range.end);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                reach(&mut open, range.end);
                let raw = markdown.get(range.clone()).unwrap_or_default();
                attributes(raw, range.start, to, &mut edits);
            }
            Event::Start(_) | Event::End(_) => {}
            _ => reach(&mut open, range.end),
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(markdown.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(markdown.get(at..).unwrap_or_default());
    out
}

fn opened(new: Option<String>, title: &str, end: usize) -> Open {
    Open {
        close: new.map(|new| format!("]({}{})", destination(&new), titled(title))),
        end,
    }
}

fn reach(open: &mut [Open], end: usize) {
    if let Some(last) = open.last_mut() {
        last.end = last.end.max(end);
    }
}

/// What stands in `src` and `href` of raw HTML.
fn attributes(
    raw: &str,
    start: usize,
    to: &mut dyn FnMut(&str, bool) -> Option<String>,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    for (name, picture) in [(" src=", true), (" href=", false)] {
        let mut at = 0;
        while let Some(found) = raw.get(at..).and_then(|rest| rest.find(name)) {
            let begin = at + found + name.len();
            at = begin;
            let Some(quote @ ('"' | '\'')) = raw.get(begin..).and_then(|rest| rest.chars().next())
            else {
                continue;
            };
            let inner = begin + 1;
            let Some(length) = raw.get(inner..).and_then(|rest| rest.find(quote)) else {
                continue;
            };
            let written = raw.get(inner..inner + length).unwrap_or_default();
            let address = written.replace("&amp;", "&");
            if let Some(new) = to(&address, picture).filter(|new| *new != address) {
                let new = new.replace('&', "&amp;").replace(quote, "%22");
                edits.push((start + inner..start + inner + length, new));
            }
            at = inner + length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::readdressed;

    #[test]
    fn every_address_is_asked_for_and_nothing_else_changes() {
        let cases = [
            (
                "![The quay](a.png \"At noon\")",
                "![The quay](x:a.png \"At noon\")",
            ),
            (
                "See [*the* plan](b_(1).pdf) now",
                "See [*the* plan](<x:b_(1).pdf>) now",
            ),
            ("[![in](a.png)](b.html)", "[![in](x:a.png)](x:b.html)"),
            (
                "![of a][one]\n\n[one]: a.png",
                "![of a](x:a.png)\n\n[one]: a.png",
            ),
            (
                "<https://a.example/>",
                "[https://a.example/](x:https://a.example/)",
            ),
            (
                "<img src=\"a.png\" alt=\"\"> `![no](a.png)`",
                "<img src=\"x:a.png\" alt=\"\"> `![no](a.png)`",
            ),
            (
                "| ![t](a.png) |\n|---|\n| [l](b) |",
                "| ![t](x:a.png) |\n|---|\n| [l](x:b) |",
            ),
            ("Plain *words*.", "Plain *words*."),
        ];
        for (from, wanted) in cases {
            let new = readdressed(from, &mut |address, _| Some(format!("x:{address}")));
            assert_eq!(new, wanted, "{from}");
            assert_eq!(readdressed(from, &mut |_, _| None), from);
        }
    }
}
