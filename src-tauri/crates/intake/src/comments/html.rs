//! The HTML of a comment as Markdown. No word is lost: what looks like an element and is none that a text has is text.

use markup::from_html;

/// Longest text that is looked at, in bytes; what is longer is too long as Markdown as well.
const LONGEST: usize = 2 << 20;
/// Longest tag, in bytes.
const TAG: usize = 8192;

/// Elements within a line that a text has; those that make paragraphs `from_html` knows.
const INLINE: [&str; 40] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "img", "ins", "kbd", "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "nobr",
];

/// The Markdown of a comment's HTML. Where `lines` are meant, a line break is one and an empty line ends a paragraph, as
/// WordPress shows them.
pub(super) fn markdown(html: &str, lines: bool) -> String {
    if html.len() >= LONGEST {
        // Said to be too long by whoever measures it next.
        return html.to_owned();
    }
    from_html::markdown(&guarded(html, lines))
}

/// The same HTML with every `<` that begins no element of a text as text, without comments, and with its line breaks as
/// elements where they are meant.
fn guarded(html: &str, lines: bool) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    // Past it, what is a tag is no longer looked for: a text of nothing but `<a "` would take the square of its length.
    let mut budget = html.len().saturating_mul(8).saturating_add(TAG);
    let (mut pre, mut after_block) = (0_usize, true);
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, from) = rest.split_at(at);
        let tag = tag(from, &mut budget);
        let before_block = from.is_empty() || matches!(&tag, Some(tag) if tag.block);
        if pre > 0 || !lines {
            out.push_str(text);
        } else {
            broken(text, after_block, before_block, &mut out);
        }
        if !text.trim().is_empty() {
            after_block = false;
        }
        rest = match tag {
            Some(tag) => {
                match (tag.name.as_str(), tag.closes) {
                    ("pre", false) => pre += 1,
                    ("pre", true) => pre = pre.saturating_sub(1),
                    _ => {}
                }
                if tag.name != "!--" {
                    out.push_str(&from[..tag.length]);
                    after_block = tag.block;
                }
                &from[tag.length..]
            }
            None if from.is_empty() => from,
            None => {
                out.push_str("&lt;");
                after_block = false;
                &from[1..]
            }
        };
    }
    out
}

/// Adds a text with its line breaks as elements, but for those beside what breaks the line by itself.
fn broken(text: &str, after_block: bool, before_block: bool, out: &mut String) {
    let breaks = [' ', '\t', '\r', '\n'];
    let mut text = text;
    if after_block {
        text = text.trim_start_matches(breaks);
    }
    if before_block {
        text = text.trim_end_matches(breaks);
    }
    // An empty line begins a paragraph, which what is marked goes on in.
    let (mut first, mut empty) = (true, false);
    let last = text.split('\n').count() - 1;
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 && number < last && line.trim().is_empty() {
            empty = true;
            continue;
        }
        if !first {
            out.push_str(if empty { "<p>" } else { "<br>" });
        }
        out.push_str(line);
        (first, empty) = (false, false);
    }
}

struct Tag {
    name: String,
    closes: bool,
    /// It breaks the line.
    block: bool,
    length: usize,
}

/// The tag that a text begins with, where it is one that a comment's HTML has.
fn tag(from: &str, budget: &mut usize) -> Option<Tag> {
    if from.starts_with("<!--") {
        let length = from.find("-->").filter(|_| *budget > 0)? + 3;
        *budget = budget.saturating_sub(length);
        return Some(Tag {
            name: "!--".into(),
            closes: false,
            block: false,
            length,
        });
    }
    let inner = from.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let named = inner.strip_prefix('/').unwrap_or(inner);
    let end = named
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(named.len());
    let name = named.get(..end).filter(|name| name.len() <= 10)?;
    let name = name.to_ascii_lowercase();
    let block = from_html::is_block(&name) || name == "br";
    if !block && !INLINE.contains(&name.as_str()) {
        return None;
    }
    let begin = from.len() - named.len() + end;
    let mut quote = None;
    let mut close = None;
    for (at, byte) in from.bytes().enumerate().skip(begin).take(TAG) {
        if *budget == 0 {
            return None;
        }
        *budget -= 1;
        match (quote, byte) {
            (None, b'>') => {
                close = Some(at);
                break;
            }
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    let close = close?;
    // What stands in a tag besides attributes are someone's words.
    let said = from[begin..close].trim().trim_end_matches('/').trim();
    if !said.is_empty() && !said.contains('=') {
        return None;
    }
    Some(Tag {
        name,
        closes,
        block,
        length: close + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use proptest::prelude::*;

    const MARKS: [&str; 40] = [
        "<",
        ">",
        "</",
        "<b",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<p>",
        "</p>",
        "<br>",
        "<br/>",
        "\n",
        "\n\n",
        "&",
        "&lt;",
        "<a href=\"https://post.example/\">",
        "</a>",
        "<blockquote>",
        "</blockquote>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<h2>",
        "</h2>",
        "<script>",
        "</script>",
        "<form>",
        "<title>",
        "<textarea>",
        "<x-y>",
        "<div>",
        "</div>",
        "*",
        "`",
    ];

    #[test]
    fn line_breaks_are_meant_where_wordpress_shows_them() {
        for (html, said) in [
            ("One\nTwo\n\nThree", "One\\\nTwo\n\nThree"),
            ("<p>One</p>\n<p>Two</p>\n", "One\n\nTwo"),
            ("One<br />\nTwo", "One\\\nTwo"),
            (
                "See:\n<blockquote>Old\nwords</blockquote>\nNo.",
                "See:\n\n> Old\\\n> words\n\nNo.",
            ),
            (
                "<pre>a\n  b</pre>\nwas <em>it</em>",
                "```\na\n  b\n```\n\nwas *it*",
            ),
            ("<em>a\n\nb</em>", "*a*\n\n*b*"),
        ] {
            assert_eq!(markdown(html, true), said, "{html}");
        }
        assert_eq!(markdown("One\nTwo", false), "One Two");
    }

    #[test]
    fn no_word_is_lost_and_links_are_kept() {
        for (html, words) in [
            ("a <b and c", "a \\<b and c"),
            ("Vec<String> or <T>", "Vec\\<String> or \\<T>"),
            ("I <3 it", "I <3 it"),
            (
                "<script>alert(1)</script> said",
                "\\<script>alert(1)\\</script> said",
            ),
            (
                "mail <someone@example.org> now",
                "mail \\<someone@example.org> now",
            ),
            (
                "<iframe src=\"https://example.org/v\"></iframe>",
                "\\<iframe src=\"https://example.org/v\">\\</iframe>",
            ),
            ("<i think so>", "\\<i think so>"),
            (
                "<a href=\"https://example.org/\" rel=nofollow>here</a>",
                "[here](https://example.org/)",
            ),
            ("1 &lt; 2 &amp; 3 * 4", "1 < 2 & 3 * 4"),
        ] {
            assert_eq!(markdown(html, true), words, "{html}");
        }
    }

    #[test]
    fn what_is_made_to_be_slow_ends_soon() {
        for piece in ["<a \"", "<a '", "<b x=", "<!--", "<p>", "<em>", "\n"] {
            let html = piece.repeat(90_000 / piece.len());
            markdown(&html, true);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_word_comes_through_whatever_stands_around_it(
            marks in prop::collection::vec(prop::sample::select(MARKS.to_vec()), 1..14),
            lines: bool,
        ) {
            let mut html = String::new();
            for (number, mark) in marks.iter().enumerate() {
                html.push_str(&format!(" word{number}{mark}"));
            }
            let said = markdown(&html, lines);
            let mut rest = said.as_str();
            for number in 0..marks.len() {
                let word = format!("word{number}");
                let at = rest.find(&word);
                prop_assert!(at.is_some(), "{word} of {html:?} is not in {said:?}");
                rest = &rest[at.unwrap_or(0)..];
            }
        }
    }
}
