//! A page without the depth that no page needs.

use std::borrow::Cow;

/// How deep elements may lie in each other; deeper ones lose their tags and keep their text. Browsers do the same.
pub(super) const DEPTH: usize = 400;

/// How many elements that only mark text may be open at once, and how many may be left open in all: a parser opens each of them
/// anew in every block that follows.
const MARKS: usize = 24;
const LEFT_OPEN: usize = 30;

/// How many attributes of a tag are read: a parser looks for each among those before it.
const ATTRIBUTES: usize = 100;

/// Elements that only mark text, and go on in the next block where they are not closed.
const MARKING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements in which nothing is a tag but their own end.
const RAW: [&str; 9] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript",
];

struct Open<'a> {
    name: &'a str,
    kept: bool,
    marks: bool,
}

/// The same page without the tags that lie deeper than any page needs: a parser's work grows with the square of the
/// depth, and walking a tree costs stack.
#[must_use]
pub fn shallow(html: &str) -> Cow<'_, str> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let (mut kept, mut marks, mut left_open) = (0, 0, 0);
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let (end, name, closing, many) = match tag(html, start) {
            Some(tag) => tag,
            None if begins_tag(&html[start..]) => break,
            None => {
                at = start + 1;
                continue;
            }
        };
        at = end;
        let before = cuts.len();
        cuts.extend(many.map(|from| (from, end - 1)));
        let cut = |cuts: &mut Vec<(usize, usize)>| {
            cuts.truncate(before);
            cuts.push((start, end));
        };
        let is = |names: &[&str]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        if name.eq_ignore_ascii_case("plaintext") {
            break;
        } else if !closing && is(&RAW) {
            at = raw_end(html, end, name);
        } else if closing {
            // An end tag with no beginning near is ignored, as browsers do; a search over all would be quadratic.
            let near = open.len().saturating_sub(2 * DEPTH);
            let found = open[near..]
                .iter()
                .rposition(|other| other.name.eq_ignore_ascii_case(name));
            let Some(found) = found.map(|found| near + found) else {
                if open.len() > DEPTH {
                    cut(&mut cuts);
                }
                continue;
            };
            if !open[found].kept {
                cut(&mut cuts);
            }
            for (number, other) in open.drain(found..).enumerate() {
                kept -= usize::from(other.kept);
                marks -= usize::from(other.kept && other.marks);
                left_open += usize::from(number > 0 && other.kept && other.marks);
            }
        } else if !closes_itself(name) {
            let marking = is(&MARKING);
            let many = marking && (marks >= MARKS || left_open >= LEFT_OPEN);
            let keep = kept < DEPTH && !many;
            open.push(Open {
                name,
                kept: keep,
                marks: marking,
            });
            if keep {
                kept += 1;
                marks += usize::from(marking);
            } else {
                cut(&mut cuts);
            }
        }
    }
    if cuts.is_empty() {
        Cow::Borrowed(html)
    } else {
        Cow::Owned(without(html, &cuts))
    }
}

/// Whether a parser takes what begins here for a tag or the like.
fn begins_tag(rest: &str) -> bool {
    let next = rest.as_bytes().get(1);
    next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'))
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

/// The tag or comment at `start`: where it ends, its name (that of an element without an end for a comment), whether it closes,
/// and where it has more attributes than are read. None where it has no end, or is none.
fn tag(html: &str, start: usize) -> Option<(usize, &str, bool, Option<usize>)> {
    let rest = &html[start..];
    if rest.starts_with("<!--") {
        // Once along it for both of its ends: most comments have the first, and to look for the other by itself would go through
        // all that follows, for each of them.
        let inner = &rest[2..];
        let end = inner.match_indices('>').find(|(at, _)| {
            let before = &inner.as_bytes()[..*at];
            before.ends_with(b"--") || before.ends_with(b"--!")
        });
        let end = end.map_or(html.len(), |(at, end)| start + 2 + at + end.len());
        return Some((end, "br", false, None));
    }
    let closing = rest.starts_with("</");
    let name_at = if closing { 2 } else { 1 };
    let name = &rest[name_at..];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let other = closing || rest.starts_with("<!") || rest.starts_with("<?");
        // Looked for only where there may be one: a text of nothing but such signs is long.
        let end = other.then(|| rest.find('>')).flatten()?;
        return Some((start + end + 1, "br", false, None));
    }
    let length = name
        .bytes()
        .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>'))
        .count();
    let (end, many) = tag_end(rest.as_bytes(), name_at + length)?;
    let many = many.map(|many| start + many);
    Some((start + end, &name[..length], closing, many))
}

/// What a tag's next byte may be part of.
#[derive(Clone, Copy)]
enum Within {
    Attributes,
    Name,
    /// Behind a name: its equals sign, or the next one.
    Named,
    /// Right after an equals sign.
    Value,
    Quoted(u8),
    Bare,
}

/// Where a tag ends, from the end of its name on, and where the attributes begin that are too many.
fn tag_end(tag: &[u8], from: usize) -> Option<(usize, Option<usize>)> {
    let mut within = Within::Attributes;
    let (mut names, mut many) = (0, None);
    for (at, &byte) in tag.iter().enumerate().skip(from) {
        let space = byte.is_ascii_whitespace();
        within = match (within, byte) {
            (Within::Quoted(open), _) if byte == open => Within::Attributes,
            (Within::Quoted(_), _) => continue,
            (_, b'>') => return Some((at + 1, many)),
            (Within::Value, b'"' | b'\'') => Within::Quoted(byte),
            (Within::Value, _) if space => Within::Value,
            (Within::Value, _) => Within::Bare,
            (Within::Bare, _) if !space => Within::Bare,
            (Within::Name | Within::Named, b'=') => Within::Value,
            (Within::Attributes | Within::Name | Within::Named, b'/') => Within::Attributes,
            (Within::Name | Within::Named, _) if space => Within::Named,
            (Within::Attributes | Within::Bare, _) if space => Within::Attributes,
            (Within::Name, _) => Within::Name,
            _ => {
                names += 1;
                if names == ATTRIBUTES + 1 {
                    many = Some(at);
                }
                Within::Name
            }
        };
    }
    None
}

fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        at += found + 2;
        let after = html.as_bytes().get(at..at + name.len());
        let ends = html.as_bytes().get(at + name.len());
        if after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
            && ends.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        {
            return at - 2;
        }
    }
    html.len()
}

/// Whether elements lie deeper in each other than [`shallow`] leaves them, which only what is made to does.
pub(super) fn is_deep(page: &scraper::Html) -> bool {
    let mut depth = 0_usize;
    for edge in page.root_element().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(_) => depth += 1,
            ego_tree::iter::Edge::Close(_) => depth -= 1,
        }
        if depth > 2 * DEPTH + 100 {
            return true;
        }
    }
    false
}
