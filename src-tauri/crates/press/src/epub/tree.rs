//! HTML as a tree that XML can hold: made from what `markup` writes, and brought into the shape that the rules of HTML ask for,
//! which no browser needs and a book does. Words are never lost; elements out of place are.

use crate::xml::escaped;

/// Deepest nesting that is kept.
const DEPTH: usize = 64;
/// Elements without an end.
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];
/// Elements that stand in a line.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "q", "s",
    "strong", "sub", "sup", "wbr",
];

/// A piece of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn new(name: &str, children: Vec<Node>) -> Self {
        Self {
            name: name.into(),
            attributes: vec![],
            children,
        }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.attributes.push((name.into(), value.into()));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(key, _)| key != name);
    }
}

/// The tree of HTML as `markup` writes it: every value in double quotes, every element closed, four entities.
pub(super) fn parse(html: &str) -> Vec<Node> {
    let mut stack = vec![Element::default()];
    // How many elements are open that are too deep to be kept.
    let mut ghosts = 0_usize;
    let mut rest = html;
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            push(&mut stack, Node::Text(plain(&rest[..end])));
            rest = &rest[end..];
            continue;
        };
        let end = tag_end(after);
        let tag = &after[..end];
        rest = after.get(end + 1..).unwrap_or_default();
        if tag.starts_with('/') {
            if ghosts > 0 {
                ghosts -= 1;
            } else if stack.len() > 1
                && let Some(done) = stack.pop()
            {
                push(&mut stack, Node::Element(done));
            }
            continue;
        }
        let element = opened(tag);
        if VOID.contains(&element.name.as_str()) {
            push(&mut stack, Node::Element(element));
        } else if stack.len() > DEPTH {
            ghosts += 1;
        } else {
            stack.push(element);
        }
    }
    while stack.len() > 1
        && let Some(done) = stack.pop()
    {
        push(&mut stack, Node::Element(done));
    }
    stack.pop().map(|root| root.children).unwrap_or_default()
}

fn push(stack: &mut [Element], node: Node) {
    if let Some(last) = stack.last_mut() {
        last.children.push(node);
    }
}

/// Where a tag ends; `>` within quotes is part of it.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

fn opened(tag: &str) -> Element {
    let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let mut element = Element::new(&tag[..end], vec![]);
    let mut rest = &tag[end..];
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        element.set(key.trim(), &plain(value));
        rest = after;
    }
    element
}

/// A text with its entities as what they stand for.
fn plain(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// All the words of these pieces.
pub(super) fn words(nodes: &[Node]) -> String {
    let texts = nodes.iter().map(|node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => words(&element.children),
    });
    texts.collect()
}

fn blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim().is_empty())
}

fn holds_block(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) => !inline(&element.name) || holds_block(&element.children),
    })
}

/// Pieces as they may stand among paragraphs.
pub(super) fn flow(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = vec![];
    for node in nodes {
        let Node::Element(mut element) = node else {
            out.push(node);
            continue;
        };
        let children = std::mem::take(&mut element.children);
        match element.name.as_str() {
            name if inline(name) && !holds_block(&children) => {
                element.children = line(children, element.name == "a");
            }
            name if inline(name) => {
                out.extend(flow(children));
                continue;
            }
            "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" => {
                element.children = line(children, false);
            }
            "hr" => {}
            "ul" | "ol" => element.children = items(children),
            "dl" => described(&mut element, children),
            "table" => element.children = rows(children),
            "figure" => element.children = figure(children),
            "blockquote" | "div" => element.children = flow(children),
            // What belongs into a list, a table or a figure, and is in none.
            "li" | "dd" | "dt" | "figcaption" => {
                element.name = "div".into();
                element.children = flow(children);
            }
            _ => {
                out.extend(flow(children));
                continue;
            }
        }
        out.push(Node::Element(element));
    }
    out
}

/// Pieces as they may stand in a line; in a link there is no other link.
fn line(nodes: Vec<Node>, linked: bool) -> Vec<Node> {
    let mut out = vec![];
    for node in nodes {
        let Node::Element(mut element) = node else {
            out.push(node);
            continue;
        };
        let children = std::mem::take(&mut element.children);
        let link = element.name == "a";
        if inline(&element.name) && !(link && linked) {
            element.children = line(children, linked || link);
            out.push(Node::Element(element));
        } else {
            let parts = !inline(&element.name);
            out.extend(line(children, linked));
            if parts {
                out.push(Node::Text(" ".into()));
            }
        }
    }
    out
}

fn items(nodes: Vec<Node>) -> Vec<Node> {
    let kept = nodes.into_iter().filter(|node| !blank(node));
    kept.map(|node| {
        Node::Element(match node {
            Node::Element(mut item) if item.name == "li" => {
                item.children = flow(std::mem::take(&mut item.children));
                item
            }
            other => Element::new("li", flow(vec![other])),
        })
    })
    .collect()
}

/// Terms with what they mean; paragraphs where they are in no such order.
fn described(list: &mut Element, nodes: Vec<Node>) {
    let parts: Vec<Node> = nodes.into_iter().filter(|node| !blank(node)).collect();
    let names: Vec<&str> = parts
        .iter()
        .map(|node| match node {
            Node::Element(element) => element.name.as_str(),
            Node::Text(_) => "",
        })
        .collect();
    let sound = names.first() == Some(&"dt")
        && names.last() == Some(&"dd")
        && names.iter().all(|name| matches!(*name, "dt" | "dd"));
    if !sound {
        list.name = "div".into();
        list.children = flow(parts);
        return;
    }
    list.children = parts
        .into_iter()
        .map(|node| match node {
            Node::Element(mut part) => {
                let children = std::mem::take(&mut part.children);
                part.children = if part.name == "dt" {
                    line(children, false)
                } else {
                    flow(children)
                };
                Node::Element(part)
            }
            text => text,
        })
        .collect();
}

/// A table's head and body, whose rows hold cells and nothing else.
fn rows(nodes: Vec<Node>) -> Vec<Node> {
    let mut head: Vec<Node> = vec![];
    let mut body: Vec<Node> = vec![];
    for node in nodes {
        match node {
            Node::Element(group) if matches!(group.name.as_str(), "thead" | "tbody") => {
                let first_head = group.name == "thead" && head.is_empty() && body.is_empty();
                let to = if first_head { &mut head } else { &mut body };
                to.extend(group.children.into_iter().filter_map(row));
            }
            other => body.extend(row(other)),
        }
    }
    let group = |name: &str, rows: Vec<Node>| {
        (!rows.is_empty()).then(|| Node::Element(Element::new(name, rows)))
    };
    group("thead", head)
        .into_iter()
        .chain(group("tbody", body))
        .collect()
}

fn row(node: Node) -> Option<Node> {
    if blank(&node) {
        return None;
    }
    let mut row = match node {
        Node::Element(row) if row.name == "tr" => row,
        other => Element::new("tr", vec![other]),
    };
    let cells = std::mem::take(&mut row.children).into_iter();
    row.children = cells
        .filter(|cell| !blank(cell))
        .map(|cell| {
            Node::Element(match cell {
                Node::Element(mut cell) if matches!(cell.name.as_str(), "td" | "th") => {
                    let children = std::mem::take(&mut cell.children);
                    cell.children = if cell.name == "th" {
                        line(children, false)
                    } else {
                        flow(children)
                    };
                    cell
                }
                other => Element::new("td", flow(vec![other])),
            })
        })
        .collect();
    (!row.children.is_empty()).then_some(Node::Element(row))
}

/// A figure with at most one caption, at its end.
fn figure(nodes: Vec<Node>) -> Vec<Node> {
    let (captions, rest): (Vec<Node>, Vec<Node>) = nodes
        .into_iter()
        .partition(|node| matches!(node, Node::Element(element) if element.name == "figcaption"));
    let mut out = flow(rest);
    let mut words = vec![];
    for caption in captions {
        if let Node::Element(caption) = caption {
            words.extend(flow(caption.children));
        }
    }
    if !words.is_empty() {
        out.push(Node::Element(Element::new("figcaption", words)));
    }
    out
}

/// Pieces as XML.
pub(super) fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        let element = match node {
            Node::Text(text) => {
                out.push_str(&escaped(text));
                continue;
            }
            Node::Element(element) => element,
        };
        out.push('<');
        out.push_str(&element.name);
        for (key, value) in &element.attributes {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(&escaped(value));
            out.push('"');
        }
        if VOID.contains(&element.name.as_str()) {
            out.push_str("/>");
            continue;
        }
        out.push('>');
        write(&element.children, out);
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::{flow, parse, write};

    fn made(html: &str) -> String {
        let mut out = String::new();
        write(&flow(parse(html)), &mut out);
        out
    }

    #[test]
    fn html_comes_out_as_the_same_xml() {
        for (from, to) in [
            (
                "<p>a&nbsp;&amp; <em title=\"x > &quot;y&quot;\">b</em><br>c</p>",
                "<p>a\u{a0}&amp; <em title=\"x &gt; &quot;y&quot;\">b</em><br/>c</p>",
            ),
            (
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
            ),
        ] {
            assert_eq!(made(from), to);
        }
    }

    #[test]
    fn what_is_out_of_place_is_put_in_its_place_and_keeps_its_words() {
        for (from, to) in [
            ("<em><p>a</p></em>", "<p>a</p>"),
            ("<ul>a<p>b</p></ul>", "<ul><li>a</li><li><p>b</p></li></ul>"),
            ("<li>a</li>", "<div>a</div>"),
            ("<dl><dd>a</dd></dl>", "<div><div>a</div></div>"),
            ("<h2><div>a</div>b</h2>", "<h2>a b</h2>"),
            ("<figcaption>a</figcaption>", "<div>a</div>"),
            (
                "<a href=\"x\"><b><a href=\"y\">c</a></b></a>",
                "<a href=\"x\"><b>c</b></a>",
            ),
        ] {
            assert_eq!(made(from), to, "{from}");
        }
        let deep = format!("{}a{}", "<div>".repeat(3000), "</div>".repeat(3000));
        assert!(made(&deep).contains(">a<"));
    }
}
