//! Measures of a text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How many words, by Unicode's rules (UAX 29).
#[must_use]
pub fn words(text: &str) -> usize {
    text.unicode_words().count()
}

/// A Markdown text without its marks, blocks parted by line breaks.
#[must_use]
pub fn plain(markdown: &str) -> String {
    unmarked(markdown, false)
}

/// What a comment says, without the marks of its form: as [`plain`], with what is written as HTML, which a page shows as it is
/// written, and with where links and pictures lead, which a page does not show.
#[must_use]
pub fn said(comment: &str) -> String {
    unmarked(comment, true)
}

fn unmarked(markdown: &str, all: bool) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut leads: Vec<(usize, String)> = vec![];
    for event in Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Html(text) | Event::InlineHtml(text) if all => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if all => {
                leads.push((out.len(), dest_url.into_string()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((from, to)) = leads.pop()
                    && out.get(from..).is_some_and(|words| words.trim() != to)
                {
                    out.push_str(&format!(" ({to})"));
                }
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock,
            ) => {
                out.push('\n');
            }
            Event::End(TagEnd::HtmlBlock) if all => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// Where in a plain text its guidance is, brackets and all: a sentence of three words or more in square brackets. What an
/// editor puts into a quotation, "[the mayor]", is none.
pub fn guidance(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('[').filter_map(move |(at, _)| {
        // No further than the next bracket, so that a text of nothing else is read once.
        let rest = text.get(at + 1..)?;
        let within = rest.get(..rest.find(['[', ']', '\n'])?)?;
        let guides = rest[within.len()..].starts_with(']')
            && within.ends_with(['.', '?', '!', '…'])
            && within.split_whitespace().nth(2).is_some();
        guides.then(|| at..at + within.len() + 2)
    })
}

/// What `plain` gives, without a template's guidance.
#[must_use]
pub fn unguided(markdown: &str) -> String {
    let mut text = plain(markdown);
    let found: Vec<_> = guidance(&text).collect();
    for piece in found.into_iter().rev() {
        text.replace_range(piece, "");
    }
    text
}

/// `rtl` for languages written from right to left, else `ltr`; by the BCP 47 tag's language or script.
#[must_use]
pub fn direction(language: &str) -> &'static str {
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts
        .find(|part| part.len() == 4)
        .map(str::to_ascii_lowercase);
    let rtl = match script.as_deref() {
        Some(script) => matches!(script, "arab" | "hebr" | "thaa" | "syrc" | "nkoo"),
        None => matches!(
            first.as_str(),
            "ar" | "fa" | "he" | "ur" | "yi" | "dv" | "ps" | "sd" | "ug" | "ckb" | "syr"
        ),
    };
    if rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::{direction, guidance, plain, said, unguided, words};

    #[test]
    fn words_and_plain_text_are_what_a_reader_sees() {
        assert_eq!(words("The first bus left at midnight."), 6);
        assert_eq!(plain("# A\n\n*b* [c](d) <e>"), "A\nb c \n");
        assert_eq!(said("# A\n\n*b* [c](d) <e>"), "A\nb c (d) <e>\n");
        assert_eq!(
            said("<https://a.example> ![x](y)"),
            "https://a.example x (y)\n"
        );
        assert_eq!(
            (direction("fa-IR"), direction("en"), direction("az-Arab")),
            ("rtl", "ltr", "rtl")
        );
    }

    #[test]
    fn guidance_is_a_sentence_in_brackets() {
        let text = "[Who is it, and why now?]\n\nThe keeper of [the mayor] said [sic].\n\n[The answer, word for word.]";
        let found = |text: &str| {
            let places = guidance(text).map(|place| text[place].to_owned());
            places.collect::<Vec<_>>()
        };
        assert_eq!(
            found(text),
            ["[Who is it, and why now?]", "[The answer, word for word.]"]
        );
        assert_eq!(
            unguided(text).trim(),
            "The keeper of [the mayor] said [sic]."
        );
        assert_eq!(found("a [open to the end of it."), [""; 0]);
        assert_eq!(found(&"[".repeat(1_000_000)), [""; 0]);
    }
}
