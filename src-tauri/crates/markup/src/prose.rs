//! Where a Markdown text has words that are read, in its source.

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A piece of source that is shown as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Its place, in bytes.
    pub range: Range<usize>,
    /// Whether a paragraph, a heading, a list's item or a table's cell begins with it.
    pub begins: bool,
}

/// The pieces of `markdown` that are words for readers, in order: without code, HTML, addresses, marks, the targets of
/// links, and what stands for another character.
#[must_use]
pub fn prose(markdown: &str) -> Vec<Prose> {
    // What a reference points to may stand elsewhere than in the piece that is looked at.
    let elsewhere = |_: BrokenLink| Some((CowStr::Borrowed(""), CowStr::Borrowed("")));
    let parser = Parser::new_with_broken_link_callback(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH,
        Some(elsewhere),
    );
    let mut out: Vec<Prose> = vec![];
    let (mut hidden, mut begins) = (0_usize, true);
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(tag) if hides(&tag) => hidden += 1,
            Event::Start(tag) => begins |= is_block(&tag),
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) => {
                hidden = hidden.saturating_sub(1);
            }
            Event::End(TagEnd::Link) if hidden > 0 => hidden -= 1,
            Event::Text(text) if hidden == 0 && markdown.get(range.clone()) == Some(&*text) => {
                match out.last_mut() {
                    Some(last) if last.range.end == range.start && !begins => {
                        last.range.end = range.end;
                    }
                    _ => out.push(Prose { range, begins }),
                }
                begins = false;
            }
            _ => {}
        }
    }
    out.into_iter()
        .flat_map(|piece| without_references(markdown, piece))
        .collect()
}

/// A piece without the footnotes' labels in it. Where the note is in the same source the parser has taken them out; from a
/// note that stands elsewhere, all that is there is how it is written.
fn without_references(markdown: &str, piece: Prose) -> Vec<Prose> {
    let Prose { range, begins } = piece;
    let text = &markdown[range.clone()];
    let (mut out, mut done) = (vec![], 0);
    let mut keep = |from: usize, to: usize| {
        if from < to {
            let begins = begins && out.is_empty();
            let range = range.start + from..range.start + to;
            out.push(Prose { range, begins });
        }
    };
    for (at, _) in text.match_indices("[^") {
        let label = &text[at + 2..];
        let end = label.find(|c: char| c == ']' || c == '[' || c.is_whitespace());
        if let Some(end) = end.filter(|end| label[*end..].starts_with(']')) {
            keep(done, at);
            done = at + 2 + end + 1;
        }
    }
    keep(done, text.len());
    out
}

/// A link that is its own address is hidden too; nothing can stand within it but that.
fn hides(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_)
            | Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }
    )
}

fn is_block(tag: &Tag) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::prose;

    fn read(markdown: &str) -> Vec<&str> {
        prose(markdown)
            .into_iter()
            .map(|piece| &markdown[piece.range])
            .collect()
    }

    #[test]
    fn code_addresses_html_and_targets_are_no_prose() {
        assert_eq!(
            read(
                "A `let x` b <https://a.example/teh> [c](https://b.example/teh \"t\") <b>d</b> ![e](f.png)"
            ),
            ["A ", " b ", " ", "c", " ", "d", " ", "e"]
        );
        assert_eq!(
            read("# One\n\n```\nteh\n```\n\n<div>\nteh\n</div>\n\n    teh\n\n- two\n"),
            ["One", "two"]
        );
    }

    #[test]
    fn a_reference_whose_target_is_elsewhere_shows_its_words_alone() {
        assert_eq!(
            read("See [the plan][pln] there."),
            ["See ", "the plan", " there."]
        );
        assert_eq!(read("As he said.[^frst]"), ["As he said."]);
    }

    #[test]
    fn a_block_says_that_it_begins() {
        let begins = |markdown| {
            let pieces = prose(markdown).into_iter();
            pieces.map(|piece| piece.begins).collect::<Vec<_>>()
        };
        assert_eq!(
            begins("One *two*\nthree\n\nfour"),
            [true, false, false, true]
        );
        assert_eq!(begins("- one\n- two\n"), [true, true]);
    }
}
