//! XML as it is written here: texts that can stand in it whatever they hold.

use std::{borrow::Cow, fmt::Write as _};

/// Whether XML 1.0 can hold a character (section 2.2, `Char`).
pub(crate) fn legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Without what XML can't hold: that parts words, if anything.
pub(crate) fn held(text: &str) -> Cow<'_, str> {
    if text.chars().all(legal) {
        return Cow::Borrowed(text);
    }
    let spaced = |c| if legal(c) { c } else { ' ' };
    Cow::Owned(text.chars().map(spaced).collect())
}

/// A text as it can stand in a CDATA section.
pub(crate) fn cdata(text: &str) -> Cow<'_, str> {
    let text = held(text);
    if !text.contains("]]>") {
        return text;
    }
    Cow::Owned(text.replace("]]>", "]]]]><![CDATA[>"))
}

/// A text as an element's content or an attribute's value.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in held(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// Appends `<name><![CDATA[text]]></name>` and a line end.
pub(crate) fn element(to: &mut String, name: &str, text: &str) {
    let text = cdata(text);
    let _ = writeln!(to, "<{name}><![CDATA[{text}]]></{name}>");
}

/// One line of plain text: without control characters, its spaces joined, and turning the direction of nothing behind it.
pub(crate) fn line(text: &str) -> String {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control() || !legal(c))
        .filter(|part| !part.is_empty())
        .collect();
    let mut line = parts.join(" ");
    line.push_str(&markup::turned::open_in(&line));
    line
}

#[cfg(test)]
mod tests {
    use super::{cdata, escaped, line};

    #[test]
    fn a_text_stands_in_xml_whatever_it_holds() {
        assert_eq!(cdata("a]]>b]]>"), "a]]]]><![CDATA[>b]]]]><![CDATA[>");
        assert_eq!(cdata("a\u{0}b\u{ffff}c\u{1f600}"), "a b c\u{1f600}");
        assert_eq!(
            escaped("<a href=\"x\">&\u{8}"),
            "&lt;a href=&quot;x&quot;&gt;&amp; "
        );
        assert_eq!(line(" a\u{7}\n b\u{85}c\u{2028}d "), "a b c d");
        assert_eq!(line("\u{202e}evil"), "\u{202e}evil\u{202c}");
    }
}
