//! A page without what says nothing.

use super::normal::Node;

/// Whether there is anything to read in it.
pub fn says_something(node: &Node) -> bool {
    match node {
        Node::Leaf(_) => true,
        Node::Holds(_, inner) => inner.iter().any(says_something),
    }
}

/// Leaves out what says nothing, and makes one of what is the same.
pub fn prune(nodes: &mut Vec<Node>) {
    for node in nodes.iter_mut() {
        if let Node::Holds(name, inner) = node {
            prune_inner(name, inner);
        }
    }
    // A figure without a caption is what is in it.
    let all = std::mem::take(nodes);
    for node in all {
        match node {
            Node::Holds(name, inner) if name == "figure" => nodes.extend(figure(inner)),
            node => nodes.push(node),
        }
    }
    nodes.retain(|node| {
        says_something(node) || matches!(node, Node::Holds(name, _) if name.starts_with("item") || name.starts_with("cell") || name.starts_with("row"))
    });
}

fn prune_inner(name: &str, inner: &mut Vec<Node>) {
    prune(inner);
    if name.starts_with("numbered") {
        while inner.last().is_some_and(|last| !says_something(last)) {
            inner.pop();
        }
    } else if name == "list" {
        inner.retain(says_something);
    } else if name.starts_with("row") {
        while inner.last().is_some_and(|last| !says_something(last)) {
            inner.pop();
        }
    } else if name.starts_with("heading") {
        // A heading is bold by itself.
        unbold(inner);
    }
}

fn unbold(nodes: &mut [Node]) {
    fn all_bold(nodes: &[Node]) -> bool {
        nodes.iter().all(|node| match node {
            Node::Leaf(text) => {
                text.starts_with('B')
                    || ["space ", "line break", "image", "note"]
                        .iter()
                        .any(|start| text.starts_with(start))
            }
            Node::Holds(_, inner) => all_bold(inner),
        })
    }
    fn strip(nodes: &mut [Node]) {
        for node in nodes {
            match node {
                Node::Leaf(text) => {
                    if let Some(rest) = text.strip_prefix('B') {
                        *text = rest.to_owned();
                    }
                }
                Node::Holds(_, inner) => strip(inner),
            }
        }
    }
    if all_bold(nodes) {
        strip(nodes);
    }
}

/// A figure; one of the library's own pictures with a plain caption is a picture that has it as its title.
fn figure(inner: Vec<Node>) -> Vec<Node> {
    let is_caption = |node: &Node| matches!(node, Node::Holds(name, inner) if name == "caption" && inner.iter().any(says_something));
    if !inner.iter().any(is_caption) {
        return inner.into_iter().filter(says_something).collect();
    }
    let others: Vec<&Node> = inner
        .iter()
        .filter(|node| !is_caption(node) && says_something(node))
        .collect();
    let captions: Vec<&Node> = inner.iter().filter(|node| is_caption(node)).collect();
    if let ([Node::Holds(_, picture)], [Node::Holds(_, caption)]) =
        (others.as_slice(), captions.as_slice())
        && let [Node::Leaf(picture)] = picture.as_slice()
        && picture.starts_with("image /: asset:")
        && picture.ends_with('|')
        && let Some(words) = plain(caption)
    {
        return vec![Node::Holds(
            "paragraph".into(),
            vec![Node::Leaf(format!("{picture}{words}"))],
        )];
    }
    vec![Node::Holds("figure with caption".into(), inner)]
}

fn plain(caption: &[Node]) -> Option<String> {
    let [Node::Holds(_, leaves)] = caption else {
        return None;
    };
    let mut out = String::new();
    for leaf in leaves {
        let Node::Leaf(text) = leaf else {
            return None;
        };
        if let Some(word) = text.strip_prefix("/: ") {
            out.push_str(word);
        } else if let Some(space) = text.strip_prefix("space ") {
            out.push_str(
                &serde_json::from_str::<String>(&space.replace("\\u{a0}", "\u{a0}"))
                    .unwrap_or_else(|_| " ".into()),
            );
        } else {
            return None;
        }
    }
    Some(
        out.split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}
