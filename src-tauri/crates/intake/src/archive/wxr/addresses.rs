//! Addresses on a line of their own, which WordPress shows as what is there, a film say: links to it here, as those of `[embed]`.

use crate::archive::{common::escaped, prepared};

/// In which elements an address is what it is.
const WITHIN: [&str; 7] = ["a", "pre", "code", "script", "style", "textarea", "option"];

/// Most of them, one within another.
const DEEP: usize = 100;

/// The text with a link for each.
pub(super) fn linked(html: &str) -> String {
    if !html.contains("://") {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let (mut at, mut amid) = (0, false);
    // The elements that are open in which an address is what it is.
    let mut open: Vec<String> = vec![];
    loop {
        let tag = prepared::next(html, at);
        let end = tag.as_ref().map_or(html.len(), |tag| tag.start);
        let text = html.get(at..end).unwrap_or_default();
        let block = |name: &str| markup::from_html::is_block(name);
        let ends = tag.as_ref().is_none_or(|tag| block(&tag.name));
        match open.is_empty() {
            true => lines(text, (!amid, ends), &mut out),
            false => out.push_str(text),
        }
        let Some(tag) = tag else {
            return out;
        };
        out.push_str(html.get(tag.start..tag.end).unwrap_or_default());
        at = tag.end;
        amid = !block(&tag.name);
        if WITHIN.contains(&tag.name.as_str()) {
            match tag.closes {
                false if open.len() < DEEP => open.push(tag.name),
                false => {}
                true => {
                    if let Some(begun) = open.iter().rposition(|name| *name == tag.name) {
                        open.truncate(begun);
                    }
                }
            }
        }
    }
}

/// Adds words between two tags; whether a line begins with them, and ends.
fn lines(text: &str, (begins, ends): (bool, bool), out: &mut String) {
    let count = text.split('\n').count();
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        let whole = (nth > 0 || begins) && (nth + 1 < count || ends);
        let bare = line.trim();
        if whole && is_address(bare) {
            let address = escaped(&prepared::meant(bare));
            out.push_str(&format!("<a href=\"{address}\">{address}</a>"));
        } else {
            out.push_str(line);
        }
    }
}

fn is_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !text.contains([' ', '\t', '"', '<', '[']))
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn an_address_on_a_line_of_its_own_is_a_link() {
        let film = "https://film.example/watch?v=1&amp;t=2";
        let link = format!("<a href=\"{film}\">{film}</a>");
        for (html, linked_) in [
            (format!("One.\n\n{film}\n\nTwo."), true),
            (format!("<p>{film}</p>"), true),
            (format!("<div>\n{film}\n</div>"), true),
            (film.to_owned(), true),
            (format!("See {film}"), false),
            (format!("<p>See <b>{film}</b></p>"), false),
            (format!("<a href=\"x\">\n{film}\n</a>"), false),
            (format!("<pre>\n{film}\n</pre>"), false),
            (format!("<img alt=\"\n{film}\n\">"), false),
            (format!("<b>See</b>{film}\n"), false),
        ] {
            let wanted = if linked_ {
                html.replace(film, &link)
            } else {
                html.clone()
            };
            assert_eq!(linked(&html), wanted);
        }
        linked(&"<a>\nhttps://a.example\n".repeat(20_000));
    }
}
