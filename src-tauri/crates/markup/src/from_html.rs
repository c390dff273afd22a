//! HTML to Markdown, safely: what has no place in Markdown becomes plain text, what could run is left out, and no
//! depth of nesting matters.

use scraper::{ElementRef, Html, Node};
use std::borrow::Cow;

/// How deep elements may lie in each other; deeper ones lose their tags and keep their text. Browsers do the same.
const DEPTH: usize = 400;

/// Elements that are never text of an article.
const SKIPPED: [&str; 24] = [
    "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "form",
    "input", "button", "select", "textarea", "head", "title", "meta", "link", "nav", "dialog",
    "canvas", "audio", "video", "map",
];

/// Elements that make a paragraph of their own, or hold some.
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The Markdown of an HTML text: paragraphs, headings, quotations, lists, tables, images and links are kept;
/// scripts, styles, forms and addresses that could run are not. There is no HTML in it.
#[must_use]
pub fn markdown(html: &str) -> String {
    let page = Html::parse_fragment(&shallow(html));
    let mut out = Vec::new();
    blocks(page.root_element(), &mut out);
    out.join("\n\n")
}

/// Whether an element by this name makes a paragraph of its own.
#[must_use]
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Plain text as Markdown that shows it unchanged.
#[must_use]
pub fn escape(text: &str) -> String {
    line_start(&escape_inline(text))
}

enum Piece<'a> {
    Text(&'a str),
    Element(ElementRef<'a>),
}

fn pieces(element: ElementRef<'_>) -> Vec<Piece<'_>> {
    element
        .children()
        .filter_map(|child| match child.value() {
            Node::Text(text) => Some(Piece::Text(text)),
            _ => ElementRef::wrap(child).map(Piece::Element),
        })
        .collect()
}

fn holds_block(element: ElementRef<'_>) -> bool {
    element
        .descendent_elements()
        .skip(1)
        .any(|inner| is_block(inner.value().name()))
}

/// Appends the blocks within `element`; text that lies bare among them becomes paragraphs.
fn blocks(element: ElementRef<'_>, out: &mut Vec<String>) {
    let mut run = String::new();
    for piece in pieces(element) {
        match piece {
            Piece::Text(text) => push_text(text, &mut run),
            Piece::Element(inner) => {
                let name = inner.value().name();
                if SKIPPED.contains(&name) {
                    continue;
                }
                if is_block(name) || holds_block(inner) {
                    flush(&mut run, out);
                    block(inner, out);
                } else {
                    inline_element(inner, &mut run);
                }
            }
        }
    }
    flush(&mut run, out);
}

/// Ends a run of inline text; two line breaks in a row are a paragraph's end.
fn flush(run: &mut String, out: &mut Vec<String>) {
    for paragraph in run.split("\\\n\\\n") {
        let mut text = paragraph.trim();
        while let Some(rest) = text
            .strip_suffix("\\\n")
            .or_else(|| text.strip_suffix('\\').filter(|r| r.ends_with('\n')))
        {
            text = rest.trim_end();
        }
        while let Some(rest) = text.strip_prefix("\\\n") {
            text = rest.trim_start();
        }
        if !text.is_empty() && text != "\\" {
            out.push(line_start(text));
        }
    }
    run.clear();
}

fn block(element: ElementRef<'_>, out: &mut Vec<String>) {
    match element.value().name() {
        name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
            let level = usize::from(name.as_bytes()[1] - b'0');
            let text = inline(element).replace("\\\n", " ");
            if !text.trim().is_empty() {
                out.push(format!("{} {}", "#".repeat(level), text.trim()));
            }
        }
        "blockquote" => {
            let mut inner = Vec::new();
            blocks(element, &mut inner);
            if !inner.is_empty() {
                out.push(prefixed(&inner.join("\n\n"), "> ", "> "));
            }
        }
        "ul" | "ol" => list(element, out),
        "pre" => {
            let text: String = element.text().collect();
            let fence = if text.contains("```") { "~~~~" } else { "```" };
            if !text.trim().is_empty() {
                out.push(format!("{fence}\n{}\n{fence}", text.trim_matches('\n')));
            }
        }
        "hr" => out.push("* * *".to_owned()),
        "table" => table(element, out),
        "figcaption" => {
            let text = inline(element).replace("\\\n", " ").replace('*', "");
            if !text.trim().is_empty() {
                out.push(format!("*{}*", text.trim()));
            }
        }
        "dt" => {
            let text = inline(element);
            if !text.trim().is_empty() {
                out.push(format!("**{}**", text.trim().replace("**", "")));
            }
        }
        _ => blocks(element, out),
    }
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let prefix = if number == 0 { first } else { rest };
        out.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        out.push_str(line);
    }
    out
}

fn list(element: ElementRef<'_>, out: &mut Vec<String>) {
    let ordered = element.value().name() == "ol";
    let mut number: u32 = element
        .attr("start")
        .and_then(|start| start.parse().ok())
        .unwrap_or(1);
    let mut items = Vec::new();
    let mut loose = false;
    for item in element.child_elements() {
        let mut inner = Vec::new();
        match item.value().name() {
            "ul" | "ol" => list(item, &mut inner),
            name if SKIPPED.contains(&name) => continue,
            _ => blocks(item, &mut inner),
        }
        if inner.is_empty() {
            continue;
        }
        let nested = |text: &String| text.starts_with("- ") || text.starts_with("1. ");
        let tight = inner.len() == 1 || inner.len() == 2 && nested(&inner[1]);
        loose |= !tight;
        let marker = if ordered {
            format!("{number}. ")
        } else {
            "- ".to_owned()
        };
        number = number.saturating_add(1);
        let text = inner.join(if tight { "\n" } else { "\n\n" });
        items.push(prefixed(&text, &marker, &" ".repeat(marker.len())));
    }
    if !items.is_empty() {
        out.push(items.join(if loose { "\n\n" } else { "\n" }));
    }
}

/// A table of facts becomes a table; one that only lays out a page becomes what is in it.
fn table(element: ElementRef<'_>, out: &mut Vec<String>) {
    let named = |name: &'static str| {
        element
            .descendent_elements()
            .filter(move |inner| inner.value().name() == name)
    };
    let rows: Vec<Vec<ElementRef<'_>>> = named("tr")
        .map(|row| {
            row.child_elements()
                .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                .collect()
        })
        .filter(|row: &Vec<_>| !row.is_empty())
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let complex = |cell: &ElementRef<'_>| {
        let blocks = cell
            .descendent_elements()
            .skip(1)
            .filter(|inner| is_block(inner.value().name()));
        blocks.take(2).count() > 1
    };
    if !(2..=50).contains(&width) || rows.len() < 2 || rows.iter().flatten().any(complex) {
        for cell in rows
            .iter()
            .flatten()
            .filter(|_| named("table").nth(1).is_none())
        {
            blocks(*cell, out);
        }
        if named("table").nth(1).is_some() {
            blocks_of_layout(element, out);
        }
        return;
    }
    if let Some(caption) = named("caption").next() {
        let text = inline(caption);
        if !text.trim().is_empty() {
            out.push(format!("*{}*", text.trim().replace('*', "")));
        }
    }
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let mut cells: Vec<String> = row
            .iter()
            .map(|cell| {
                inline(*cell)
                    .replace("\\\n", " ")
                    .replace('|', "\\|")
                    .trim()
                    .to_owned()
            })
            .collect();
        cells.resize(width, String::new());
        lines.push(format!("| {} |", cells.join(" | ")));
        if number == 0 {
            lines.push(format!("|{}", " --- |".repeat(width)));
        }
    }
    out.push(lines.join("\n"));
}

fn blocks_of_layout(element: ElementRef<'_>, out: &mut Vec<String>) {
    for inner in element.child_elements() {
        match inner.value().name() {
            "tbody" | "thead" | "tfoot" | "tr" => blocks_of_layout(inner, out),
            _ => blocks(inner, out),
        }
    }
}

fn inline(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    inline_children(element, &mut out);
    out
}

fn inline_children(element: ElementRef<'_>, out: &mut String) {
    for piece in pieces(element) {
        match piece {
            Piece::Text(text) => push_text(text, out),
            Piece::Element(inner) => inline_element(inner, out),
        }
    }
}

fn inline_element(element: ElementRef<'_>, out: &mut String) {
    match element.value().name() {
        name if SKIPPED.contains(&name) => {}
        "br" => {
            out.truncate(out.trim_end_matches(' ').len());
            out.push_str("\\\n");
        }
        "strong" | "b" => wrapped(element, "**", out),
        "em" | "i" | "cite" | "var" | "dfn" => wrapped(element, "*", out),
        "code" | "kbd" | "samp" | "tt" => {
            let text: String = element
                .text()
                .collect::<String>()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            if !text.is_empty() {
                let fence = if text.contains('`') { "`` " } else { "`" };
                out.push_str(fence);
                out.push_str(&text);
                out.extend(fence.chars().rev());
            }
        }
        "a" => link(element, out),
        "img" => image(element, out),
        "q" => {
            out.push('“');
            inline_children(element, out);
            out.push('”');
        }
        _ => inline_children(element, out),
    }
}

/// Marks what is in `element`, with the spaces around it left outside: `**bold **` would not be bold.
fn wrapped(element: ElementRef<'_>, mark: &str, out: &mut String) {
    let inner = inline(element);
    let text = inner.trim();
    let bare = text.is_empty()
        || text.contains("\\\n\\\n")
        || text.starts_with('*')
        || text.ends_with('*');
    if inner.starts_with(char::is_whitespace) && !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
    if bare {
        out.push_str(text);
    } else {
        out.push_str(mark);
        out.push_str(text);
        out.push_str(mark);
    }
    if inner.ends_with(char::is_whitespace) && !text.is_empty() {
        out.push(' ');
    }
}

fn link(element: ElementRef<'_>, out: &mut String) {
    let inner = inline(element);
    let text = inner.trim();
    match element.attr("href").and_then(safe_address) {
        Some(address) if !text.is_empty() && !text.contains("](") && !address.starts_with('#') => {
            if inner.starts_with(' ') && !out.ends_with([' ', '\n']) && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&format!("[{text}]({address})"));
            if inner.ends_with(' ') {
                out.push(' ');
            }
        }
        _ => out.push_str(&inner),
    }
}

fn image(element: ElementRef<'_>, out: &mut String) {
    // Pages that load pictures late keep the real address beside a stand-in.
    let sources = ["src", "data-src", "data-lazy-src", "data-original"];
    let Some(address) = sources
        .iter()
        .filter_map(|name| element.attr(name))
        .find_map(safe_address)
    else {
        return;
    };
    let tiny = |name| {
        element
            .attr(name)
            .is_some_and(|size| matches!(size.trim(), "0" | "1"))
    };
    if !tiny("width") && !tiny("height") {
        let alt = element
            .attr("alt")
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        out.push_str(&format!("![{}]({address})", escape_inline(&alt)));
    }
}

/// The address where following it runs nothing: http, https, mailto, or one within the site.
fn safe_address(address: &str) -> Option<String> {
    let address: String = address.trim().chars().filter(|c| !c.is_control()).collect();
    let scheme = address
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(name, _)| name);
    let safe = scheme
        .is_none_or(|name| ["http", "https", "mailto"].contains(&name.to_lowercase().as_str()));
    if !safe || address.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            _ => out.push(c),
        }
    }
    Some(out)
}

/// Appends text with its white space as a browser shows it: runs are one space.
fn push_text(text: &str, out: &mut String) {
    let mut flat = String::with_capacity(text.len());
    let mut space = out.is_empty() || out.ends_with([' ', '\n']);
    for c in text.chars() {
        if c.is_whitespace() {
            if !space {
                flat.push(' ');
            }
            space = true;
        } else if !c.is_control() {
            flat.push(c);
            space = false;
        }
    }
    out.push_str(&escape_inline(&flat));
}

/// Escapes only what Markdown would take for its own: a text full of needless backslashes is hard to edit.
fn escape_inline(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        let before = at
            .checked_sub(1)
            .and_then(|i| chars.get(i))
            .copied()
            .unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        let special = match c {
            '*' => !(before.is_whitespace() && after.is_whitespace()) || at == 0,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '`' => true,
            '\\' => after.is_ascii_punctuation() || at + 1 == chars.len(),
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => after == '#' || after.is_ascii_alphabetic() && entity(&chars[at + 1..]),
            '[' => chars[at..].iter().take(500).any(|&end| end == ']'),
            '~' => before == '~' || after == '~',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn entity(after: &[char]) -> bool {
    let name = after
        .iter()
        .take(32)
        .take_while(|c| c.is_ascii_alphanumeric())
        .count();
    after.get(name) == Some(&';')
}

/// Escapes what would make a heading, a quotation or a list of a paragraph's beginning.
fn line_start(text: &str) -> String {
    let hashes = text.bytes().take_while(|&b| b == b'#').count();
    let after = |n: usize| text.as_bytes().get(n).is_none_or(|&b| b == b' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rule = text.len() > 2 && text.chars().all(|c| matches!(c, '-' | '=' | ' '));
    if (1..=6).contains(&hashes) && after(hashes)
        || text.starts_with('>')
        || text.starts_with(['-', '+']) && after(1)
        || rule
    {
        return format!("\\{text}");
    }
    if (1..=9).contains(&digits)
        && matches!(text.as_bytes().get(digits), Some(b'.' | b')'))
        && after(digits + 1)
    {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text.to_owned()
}

/// The same page without the tags that lie deeper than any page needs: a parser's work grows with the square of the
/// depth, and walking a tree costs stack.
#[must_use]
pub fn shallow(html: &str) -> Cow<'_, str> {
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut kept = 0;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let Some((end, name, closing)) = tag(html, start) else {
            at = start + 1;
            continue;
        };
        at = end;
        if !closing && matches!(name, "script" | "style" | "SCRIPT" | "STYLE") {
            at = raw_end(html, end, name);
        } else if closing {
            // An end tag with no beginning near is ignored, as browsers do; a search over all would be quadratic.
            let near = open.len().saturating_sub(2 * DEPTH);
            if let Some(found) = open[near..]
                .iter()
                .rposition(|(other, _)| other.eq_ignore_ascii_case(name))
            {
                if !open[near + found].1 {
                    cuts.push((start, end));
                }
                kept -= open.drain(near + found..).filter(|(_, kept)| *kept).count();
            } else if open.len() > DEPTH {
                cuts.push((start, end));
            }
        } else if !closes_itself(name) {
            let keep = kept < DEPTH;
            open.push((name, keep));
            if keep {
                kept += 1;
            } else {
                cuts.push((start, end));
            }
        }
    }
    if cuts.is_empty() {
        Cow::Borrowed(html)
    } else {
        Cow::Owned(without(html, &cuts))
    }
}

fn without(html: &str, cuts: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for &(start, end) in cuts {
        out.push_str(&html[from..start]);
        out.push(' ');
        from = end;
    }
    out.push_str(&html[from..]);
    out
}

/// Elements that hold nothing, or that the next one of their kind closes.
fn closes_itself(name: &str) -> bool {
    const NAMES: [&str; 22] = [
        "br", "img", "hr", "meta", "link", "input", "wbr", "area", "base", "col", "embed",
        "source", "track", "p", "html", "head", "body", "option", "tr", "td", "th", "tbody",
    ];
    NAMES.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// The tag or comment at `start`: where it ends, its name (empty for a comment), and whether it closes.
fn tag(html: &str, start: usize) -> Option<(usize, &str, bool)> {
    let rest = &html[start..];
    if rest.starts_with("<!--") {
        let end = rest
            .find("-->")
            .map_or(html.len(), |found| start + found + 3);
        return Some((end, "br", false));
    }
    let closing = rest.starts_with("</");
    let name_at = if closing { 2 } else { 1 };
    let name = &rest[name_at..];
    let length = name
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
        .count();
    if length == 0 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (offset, byte) in rest.bytes().enumerate().skip(name_at + length) {
        match (quote, byte) {
            (None, b'>') => return Some((start + offset + 1, &name[..length], closing)),
            (None, b'"' | b'\'') if rest.as_bytes()[..offset].trim_ascii_end().ends_with(b"=") => {
                quote = Some(byte)
            }
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let wanted = [b"</", name.as_bytes()].concat();
    let found = html.as_bytes()[from..]
        .windows(wanted.len())
        .position(|part| part.eq_ignore_ascii_case(&wanted));
    found.map_or(html.len(), |found| from + found)
}

#[cfg(test)]
mod tests {
    use super::{escape, markdown};

    fn check(html: &str, expected: &str) {
        assert_eq!(markdown(html), expected, "{html}");
    }

    #[test]
    fn what_articles_hold_is_kept() {
        check(
            "<h2>The <em>old</em> bridge</h2><p>It  was\n<b>closed </b>today.</p>",
            "## The *old* bridge\n\nIt was **closed** today.",
        );
        check(
            "<blockquote><p>We waited.</p><p>Then we left.</p></blockquote>",
            "> We waited.\n>\n> Then we left.",
        );
        check(
            "<ul><li>One<ol><li>Two</li></ol></li><li>Three</li></ul>",
            "- One\n  1. Two\n- Three",
        );
        check(
            "<p>See <a href='https://example.org/a b'>the plan</a>.</p>",
            "See [the plan](https://example.org/a%20b).",
        );
        check(
            "<figure><img src='b.jpg' alt='A bus'><figcaption>Night bus</figcaption></figure>",
            "![A bus](b.jpg)\n\n*Night bus*",
        );
        check(
            "<table><tr><th>Line</th><th>Every</th></tr><tr><td>N1</td><td>30 min</td></tr></table>",
            "| Line | Every |\n| --- | --- |\n| N1 | 30 min |",
        );
        check("One<br>two<br><br>three", "One\\\ntwo\n\nthree");
    }

    #[test]
    fn what_could_run_is_not() {
        check(
            "<p>a<script>alert(1)</script><a href='javascript:x()'>b</a><img src='data:x' onerror=x></p>",
            "ab",
        );
        check(
            "<p>a<svg><script>x</script></svg>&lt;script&gt;</p>",
            "a\\<script>",
        );
        check("<a href=' java\nscript:x()'>b</a>", "b");
    }

    #[test]
    fn text_that_looks_like_markdown_stays_text() {
        assert_eq!(escape("# 1"), "\\# 1");
        assert_eq!(escape("1986. The year"), "1986\\. The year");
        assert_eq!(
            escape("2 * 3, snake_case, R&D, 5 < 6"),
            "2 * 3, snake_case, R&D, 5 < 6"
        );
        assert_eq!(escape("*stars* [x] <b>"), "\\*stars\\* \\[x] \\<b>");
    }

    #[test]
    fn any_depth_is_read() {
        let deep = format!(
            "{}text{}after",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        check(&deep, "text\n\nafter");
        assert!(markdown(&"<b>x".repeat(50_000)).contains('x'));
        assert!(markdown(&"<blockquote><ul><li>x".repeat(20_000)).contains('x'));
    }
}
