//! A Markdown text with other addresses: of what comes from elsewhere, whose pictures and texts lie here from now on.

use crate::rewritten::{Part, rewritten};
use std::ops::Range;

/// The text with each address that `to` gives for one; all else stays as it is written. `to` is told the address and whether
/// it is a picture's: of one that is written in its place, since a definition serves links and pictures alike. Addresses of raw
/// HTML elements are asked for too.
#[must_use]
pub fn readdressed(markdown: &str, to: &mut dyn FnMut(&str, bool) -> Option<String>) -> String {
    rewritten(markdown, &mut |part| match part {
        Part::Link(address) => to(address, false),
        Part::Picture(address) => to(address, true),
        Part::Block(raw) | Part::Tag(raw) => attributes(raw, to),
    })
}

/// Raw HTML with what `to` gives for each `src` and `href`; none where it stays.
fn attributes(raw: &str, to: &mut dyn FnMut(&str, bool) -> Option<String>) -> Option<String> {
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    for (name, picture) in [(" src=", true), (" href=", false)] {
        let mut at = 0;
        while let Some(found) = raw.get(at..).and_then(|rest| rest.find(name)) {
            at += found + name.len();
            let rest = raw.get(at..).unwrap_or_default();
            let Some(quote @ ('"' | '\'')) = rest.chars().next() else {
                continue;
            };
            let Some(length) = rest.get(1..).and_then(|rest| rest.find(quote)) else {
                continue;
            };
            let place = at + 1..at + 1 + length;
            let address = raw
                .get(place.clone())
                .unwrap_or_default()
                .replace("&amp;", "&");
            if let Some(new) = to(&address, picture).filter(|new| *new != address) {
                let new = new.replace('&', "&amp;").replace(quote, "%22");
                edits.push((place, new));
            }
            at += 1 + length;
        }
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut out = raw.to_owned();
    for (place, new) in edits.iter().rev() {
        out.replace_range(place.clone(), new);
    }
    (!edits.is_empty()).then_some(out)
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
                "![of a][one]\n\n[one]: x:a.png",
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
