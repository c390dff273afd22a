//! Remarks of a document, with what others answered.

use super::{
    change::moment,
    package::{Package, Relations},
    tree::Node,
};
use model::{Result, Time, archive::Remark, page::Leftover};
use std::collections::HashMap;

/// A remark as the document has it.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) id: String,
    author: String,
    at: Option<Time>,
    text: String,
    /// By which others name its last paragraph.
    paragraph: Option<String>,
    /// Which one it answers, in order.
    answers: Option<usize>,
    done: bool,
}

/// Every remark of a document, in its order.
pub(super) fn all(
    package: &Package<'_>,
    relations: &Relations,
    left: &mut Vec<Leftover>,
) -> Result<Vec<Comment>> {
    let mut out: Vec<Comment> = vec![];
    for path in relations.all("comments") {
        let Some(root) = package.tree(path, left)? else {
            continue;
        };
        for node in root.nodes().filter(|node| &*node.name == "w:comment") {
            let mut paragraphs = vec![];
            ids(node, &mut paragraphs);
            let author = node.get("w:author").or_else(|| node.get("w:initials"));
            out.push(Comment {
                id: node.get("w:id").unwrap_or_default().to_owned(),
                author: author.unwrap_or_default().trim().to_owned(),
                at: node.get("w:date").and_then(moment),
                text: clean(&node.words()),
                paragraph: paragraphs.pop(),
                answers: None,
                done: false,
            });
        }
    }
    let by_paragraph: HashMap<String, usize> = out
        .iter()
        .enumerate()
        .filter_map(|(nth, comment)| Some((comment.paragraph.clone()?, nth)))
        .collect();
    for path in relations.all("commentsExtended") {
        let Some(root) = package.tree(path, left)? else {
            continue;
        };
        for node in root.nodes() {
            let named = |name: &str| by_paragraph.get(node.get(name)?).copied();
            let above = named("w15:paraIdParent");
            let Some(comment) = named("w15:paraId").and_then(|nth| out.get_mut(nth)) else {
                continue;
            };
            comment.answers = above;
            comment.done = matches!(node.get("w15:done"), Some("1" | "true"));
        }
    }
    Ok(out)
}

/// The ids of the paragraphs within.
fn ids(node: &Node, into: &mut Vec<String>) {
    if &*node.name == "w:p"
        && let Some(id) = node.get("w14:paraId")
    {
        into.push(id.to_owned());
    }
    node.nodes().for_each(|node| ids(node, into));
}

fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// The remarks on their passages. `places` has where in the body each mark stands, and `elsewhere` what the words of a remark
/// are that stands on none of it.
pub(super) fn placed(
    comments: &[Comment],
    places: &HashMap<usize, usize>,
    elsewhere: &HashMap<usize, String>,
) -> Vec<Remark> {
    let mut out = vec![];
    let mut answers: HashMap<usize, Vec<&Comment>> = HashMap::new();
    for (nth, comment) in comments.iter().enumerate() {
        let root = root(comments, nth);
        if root != nth {
            answers.entry(root).or_default().push(comment);
        }
    }
    for (nth, comment) in comments.iter().enumerate() {
        if root(comments, nth) != nth {
            continue;
        }
        let at = |which: usize| places.get(&(3 * nth + which)).copied();
        let start = at(0).or(at(2));
        let end = at(1).or(at(2)).or(start);
        let (start, end) = match (start, end) {
            (Some(start), Some(end)) => (start.min(end), start.max(end)),
            (None, Some(end)) => (end, end),
            _ => (0, 0),
        };
        let mut text = comment.text.clone();
        if let Some(words) = elsewhere.get(&nth) {
            text = format!("On “{words}”: {text}");
        }
        for answer in answers.get(&nth).into_iter().flatten() {
            text.push_str(&format!("\n\n{}: {}", answer.author, answer.text));
        }
        out.push(Remark {
            start,
            end,
            author: comment.author.clone(),
            at: comment.at,
            text,
            done: comment.done,
        });
    }
    out
}

/// The remark that a thread began with; itself where it answers in a circle.
fn root(comments: &[Comment], nth: usize) -> usize {
    let mut at = nth;
    for _ in 0..100 {
        match comments.get(at).and_then(|comment| comment.answers) {
            Some(above) if above == nth => return nth,
            Some(above) => at = above,
            None => return at,
        }
    }
    nth
}
