//! A page without the depth that no page needs.

use std::borrow::Cow;

/// How deep elements may lie in each other; deeper ones lose their tags and keep their text. Browsers do the same.
pub(super) const DEPTH: usize = 400;

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
