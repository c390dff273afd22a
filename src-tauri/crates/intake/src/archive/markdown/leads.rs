//! What a site's program puts in for the name of another text: the address of a link, or, amid words, a link by itself.

use super::{marks::Call, paths::FOUND};
use crate::archive::common::{escaped, words};

/// Where a name stands.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// It is the address of a link or of an element.
    Address,
    /// It is what a link says.
    Within,
    /// It stands by itself.
    Words,
}

/// The text for the call `nth` of a text, whose name is that of the text at `to`: an address that was found. In HTML a link is an
/// element.
pub(super) fn put(text: &str, (all, nth): (&[Call], usize), to: String, html: bool) -> String {
    let Some(path) = to.strip_prefix(FOUND) else {
        return to;
    };
    let place = place(before(text, all, nth));
    if place == Place::Address {
        return to;
    }
    let path = path.split('#').next().unwrap_or_default();
    let path = crate::archive::decoded(path);
    let title = name(&path);
    match (place, html) {
        (Place::Within, true) => escaped(title),
        (Place::Within, false) => words(title),
        (_, true) => format!("<a href=\"{to}\">{}</a>", escaped(title)),
        (_, false) => format!("[{}]({to})", words(title).replace(']', "\\]")),
    }
}

/// What stands before a call, and before others that end right where it begins.
fn before<'a>(text: &'a str, all: &[Call], nth: usize) -> &'a str {
    let mut start = all.get(nth).map_or(0, |call| call.range.start);
    for call in all.get(..nth).unwrap_or_default().iter().rev() {
        if call.range.end != start {
            break;
        }
        start = call.range.start;
    }
    text.get(..start).unwrap_or_default()
}

fn place(before: &str) -> Place {
    let parts = |c: char| c.is_whitespace() || "\"'(<=[>".contains(c);
    let head = before.trim_end_matches(|c| !parts(c));
    let mark = head.chars().next_back().unwrap_or(' ');
    let rest = head.get(..head.len() - mark.len_utf8().min(head.len()));
    let rest = rest.unwrap_or_default();
    let says = rest.trim_end().ends_with('=');
    let defines = rest.trim_end_matches([' ', '\t']).ends_with("]:");
    let links = rest.ends_with("](");
    match mark {
        '=' => Place::Address,
        '"' | '\'' if says => Place::Address,
        '(' if rest.ends_with(']') => Place::Address,
        '<' if links || defines => Place::Address,
        '[' => Place::Within,
        ' ' | '\t' if defines => Place::Address,
        _ => Place::Words,
    }
}

/// What a link to a text is called that is one by itself: its file's name. Its headline may be one that nobody has published.
fn name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::{Place, place};

    #[test]
    fn a_name_is_an_address_or_amid_words() {
        for before in [
            "[a](",
            "[a](<",
            "<a href=\"",
            "<a href = '",
            "<a href=",
            "[a]: ",
            "[a]: <",
            "[a](https://a.example",
        ] {
            assert_eq!(place(before), Place::Address, "{before}");
        }
        for before in ["", "see ", "see (", "said: \"", "<p>", "so <", "a: "] {
            assert_eq!(place(before), Place::Words, "{before}");
        }
        assert_eq!(place("see ["), Place::Within);
    }
}
