//! Texts of Ghost's present editor, a tree of nodes, as HTML.

use super::{
    body::Out,
    cards::{self, said},
};
use crate::archive::common::{escaped, left};
use serde_json::Value;

/// The bits of a text's marks, and their elements.
const MARKS: [(u64, &str); 8] = [
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
];

/// Writes the whole text.
pub(super) fn write(text: &Value, out: &mut Out) {
    let root = text.get("root").unwrap_or(text);
    children(root, out);
}

fn children(node: &Value, out: &mut Out) {
    for child in node
        .get("children")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        write_node(child, out);
    }
}

fn element(name: &str, node: &Value, out: &mut Out) {
    out.html(&format!("<{name}>"));
    children(node, out);
    out.html(&format!("</{name}>"));
}

/// One node. How deep they lie within each other the reader of JSON bounds.
fn write_node(node: &Value, out: &mut Out) {
    let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "paragraph" => element("p", node, out),
        "heading" | "extended-heading" => {
            let tag = said(node, &["tag"]);
            let known = ["h1", "h2", "h3", "h4", "h5", "h6"];
            let tag = known.iter().find(|known| **known == tag).unwrap_or(&"h2");
            element(tag, node, out);
        }
        "quote" | "extended-quote" | "aside" => element("blockquote", node, out),
        "list" => list(node, out),
        "listitem" => {
            out.html("<li>");
            item(node, out);
            out.html("</li>");
        }
        "link" | "autolink" | "at-link" => {
            let address = said(node, &["url"]);
            let title = match said(node, &["title"]).as_str() {
                "" => String::new(),
                title => format!(" title=\"{}\"", escaped(title)),
            };
            out.html(&format!("<a href=\"{}\"{title}>", escaped(&address)));
            children(node, out);
            out.html("</a>");
        }
        "text" | "extended-text" | "code-highlight" | "tk" | "hashtag" => words(node, out),
        "linebreak" => out.html("<br>"),
        "tab" => out.html(" "),
        "zwnj" => out.html("\u{200c}"),
        "" | "root" => children(node, out),
        "code" if node.get("children").is_some() => {
            out.html("<pre><code>");
            children(node, out);
            out.html("</code></pre>");
        }
        card if cards::card(card, node, out) => {}
        other => unknown(other, node, out),
    }
}

fn unknown(kind: &str, node: &Value, out: &mut Out) {
    if node.get("children").is_some() {
        return element("div", node, out);
    }
    let mut text = node.to_string();
    if text.len() > 2_000 {
        text.truncate(text.floor_char_boundary(2_000));
        text.push('…');
    }
    out.left(left(kind, text, "This sort of card is not known"));
}

fn list(node: &Value, out: &mut Out) {
    let ordered = said(node, &["listType"]) == "number" || said(node, &["tag"]) == "ol";
    let start = node.get("start").and_then(Value::as_u64).unwrap_or(1);
    let (open, name) = match (ordered, start) {
        (true, 1) => ("<ol>".to_owned(), "ol"),
        (true, start) => (format!("<ol start=\"{start}\">"), "ol"),
        (false, _) => ("<ul>".to_owned(), "ul"),
    };
    out.html(&open);
    let mut is_open = false;
    for child in node
        .get("children")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        // A list within one stands in an item of its own, and belongs to the one before it.
        let first = child.get("children").and_then(|all| all.get(0));
        let nested = first.is_some_and(|first| first.get("type") == Some(&"list".into()));
        if !nested || !is_open {
            if is_open {
                out.html("</li>");
            }
            out.html("<li>");
            is_open = true;
        }
        match child.get("type").and_then(Value::as_str) {
            Some("listitem") => item(child, out),
            _ => write_node(child, out),
        }
    }
    if is_open {
        out.html("</li>");
    }
    out.html(&format!("</{name}>"));
}

fn item(node: &Value, out: &mut Out) {
    match node.get("checked") {
        Some(Value::Bool(true)) => out.html("☑ "),
        Some(Value::Bool(false)) => out.html("☐ "),
        _ => {}
    }
    children(node, out);
}

fn words(node: &Value, out: &mut Out) {
    let text = node.get("text").and_then(Value::as_str).unwrap_or_default();
    let format = node.get("format").and_then(Value::as_u64).unwrap_or(0);
    let marks = || MARKS.iter().filter(|(bit, _)| format & bit != 0);
    for (_, name) in marks() {
        out.html(&format!("<{name}>"));
    }
    out.html(&escaped(text).replace('\n', "<br>"));
    for (_, name) in marks().rev() {
        out.html(&format!("</{name}>"));
    }
}
