//! What Hugo takes for its own in a text, which was only words.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
use std::ops::Range;

/// A Markdown text in which Hugo finds no shortcode (`{{< … >}}`, `{{% … %}}`), and shows the same words.
#[must_use]
pub fn no_shortcodes(markdown: &str) -> String {
    if !markdown.contains("{{<") && !markdown.contains("{{%") {
        return markdown.to_owned();
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let (mut code, mut addresses): (Vec<Range<usize>>, Vec<Range<usize>>) = (vec![], vec![]);
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => code.push(range),
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                ..
            }) => addresses.push(range),
            _ => {}
        }
    }
    let within = |all: &[Range<usize>], at: usize| {
        let next = all.partition_point(|range| range.start <= at);
        let last = next.checked_sub(1).and_then(|last| all.get(last));
        last.is_some_and(|range| range.contains(&at))
    };
    let mut out = String::with_capacity(markdown.len() + 64);
    let mut rest = 0;
    while let Some(at) = next(markdown, rest) {
        out.push_str(&markdown[rest..at]);
        let open = &markdown[at..at + 3];
        rest = at + 3;
        if within(&addresses, at) {
            out.push_str("%7B%7B");
            out.push_str(&open[2..]);
        } else if within(&code, at) {
            let close = if open.ends_with('<') { ">}}" } else { "%}}" };
            let inner = markdown[rest..].find(close).map(|end| rest..rest + end);
            match inner.filter(|inner| sound(&markdown[inner.clone()])) {
                Some(inner) => {
                    let text = &markdown[inner.clone()];
                    out.push_str(&format!("{open}/*{text}*/{close}"));
                    rest = inner.end + close.len();
                }
                // Nothing in code stands for something else, so that a space has to part them.
                None => {
                    out.push_str("{{ ");
                    out.push_str(&open[2..]);
                }
            }
        } else {
            out.push_str("{\\{");
            out.push_str(&open[2..]);
        }
    }
    out.push_str(&markdown[rest..]);
    out
}

/// Where the next one begins.
fn next(markdown: &str, from: usize) -> Option<usize> {
    let found = markdown.get(from..)?;
    let angle = found.find("{{<");
    let percent = found.find("{{%");
    let first = match (angle, percent) {
        (Some(one), Some(other)) => one.min(other),
        (one, other) => one.or(other)?,
    };
    Some(from + first)
}

/// Whether it can be said to Hugo that this is none.
fn sound(inner: &str) -> bool {
    !inner.contains("*/") && !inner.contains("{{") && !inner.contains('`') && !inner.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::no_shortcodes;
    use crate::article_html;

    #[test]
    fn what_looks_like_a_shortcode_is_words() {
        for (from, to) in [
            ("a {{< b >}} c", "a {\\{< b >}} c"),
            ("`{{< b >}}`", "`{{</* b */>}}`"),
            ("`{{< b`", "`{{ < b`"),
            ("<http://a.example/{{%b>", "<http://a.example/%7B%7B%b>"),
            ("{{ a }}", "{{ a }}"),
        ] {
            assert_eq!(no_shortcodes(from), to, "{from}");
        }
        let text = "a {{< b >}} and {{% c %}} [d](https://e.example/{{<f)";
        assert_eq!(article_html(&no_shortcodes(text)), article_html(text));
    }
}
