//! What was found in a comment, as people see it: the very words, the earlier comment, the rule.

use crate::{FindingView, FoundWords, Piece, SeenComment};
use model::{
    Result,
    comment::{Evidence, Finding},
};
use std::collections::BTreeSet;
use store::Db;

/// The findings with what shows them, read from the comment as it is.
pub(crate) fn findings(
    db: &Db,
    all: &[Finding],
    body: &str,
    author: &str,
) -> Result<Vec<FindingView>> {
    all.iter()
        .map(|finding| {
            let mut view = FindingView {
                code: finding.code.clone(),
                says: finding.says,
                detail: finding.detail.clone(),
                words: vec![],
                comments: vec![],
                rules: vec![],
            };
            for evidence in &finding.evidence {
                match evidence {
                    Evidence::Words { start, end, weight } => {
                        view.words
                            .extend(cut(body, *start, *end).map(|words| FoundWords {
                                words,
                                weight: *weight,
                            }))
                    }
                    Evidence::Name { start, end } => {
                        view.words
                            .extend(cut(author, *start, *end).map(|words| FoundWords {
                                words,
                                weight: None,
                            }))
                    }
                    Evidence::Comment { comment } => {
                        // One that was taken back since is no evidence any more.
                        if let Ok(one) = store::comment::find(db, &comment.to_string()) {
                            view.comments.push(SeenComment {
                                id: one.id.to_string(),
                                author: sender(&one.author),
                                created: one.created.to_string(),
                                state: one.state,
                                body: one.body.chars().take(300).collect(),
                            });
                        }
                    }
                    Evidence::Rule { rule } => view.rules.push(rule.clone()),
                }
            }
            Ok(view)
        })
        .collect()
}

fn cut(text: &str, start: u32, end: u32) -> Option<String> {
    text.get(start as usize..end as usize)
        .map(|words| words.trim().to_owned())
}

/// The source of a comment in pieces, each marked or not: marked are the words that something was found by. What can't be
/// seen in it is named, and turns nothing around.
pub(crate) fn pieces(all: &[Finding], body: &str) -> Vec<Piece> {
    let mut edges = BTreeSet::from([0, body.len()]);
    let mut marks = vec![];
    for evidence in all.iter().flat_map(|finding| &finding.evidence) {
        if let Evidence::Words { start, end, .. } = evidence {
            let (start, end) = (*start as usize, *end as usize);
            if body.get(start..end).is_some() && start < end {
                edges.extend([start, end]);
                marks.push(start..end);
            }
        }
    }
    let edges: Vec<usize> = edges.into_iter().collect();
    let mut pieces: Vec<Piece> = vec![];
    for edge in edges.windows(2) {
        let marked = marks
            .iter()
            .any(|mark| mark.start <= edge[0] && edge[1] <= mark.end);
        for (text, unseen) in named(&body[edge[0]..edge[1]]) {
            match pieces.last_mut() {
                Some(last) if last.marked == marked && last.unseen == unseen && !unseen => {
                    last.text.push_str(&text);
                }
                _ => pieces.push(Piece {
                    text,
                    marked,
                    unseen,
                }),
            }
        }
    }
    pieces
}

/// A text in a line of a list: what can't be seen in it is named, and turns nothing around.
pub(super) fn plainly(text: &str) -> String {
    let part = |(text, unseen)| match unseen {
        true => format!("‹{text}›"),
        false => text,
    };
    named(text).into_iter().map(part).collect()
}

/// A text parted into what is seen and the names of what is not: signs of no width, and signs that turn the direction of
/// what follows.
fn named(text: &str) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = vec![];
    for c in text.chars() {
        let name = match c {
            '\u{200b}' => Some("zero width space"),
            '\u{2060}' | '\u{feff}' => Some("word joiner"),
            '\u{00ad}' => Some("soft hyphen"),
            '\u{202a}' | '\u{2066}' => Some("left to right"),
            '\u{202b}' | '\u{2067}' => Some("right to left"),
            '\u{202d}' => Some("forced left to right"),
            '\u{202e}' => Some("forced right to left"),
            '\u{202c}' | '\u{2069}' => Some("end of direction"),
            '\u{2068}' => Some("own direction"),
            '\u{200e}' | '\u{200f}' | '\u{061c}' => Some("direction mark"),
            '\u{e0000}'..='\u{e007f}' => Some("tag sign"),
            _ => None,
        };
        match (name, parts.last_mut()) {
            (Some(name), _) => parts.push((name.to_owned(), true)),
            (None, Some((last, false))) => last.push(c),
            (None, _) => parts.push((c.to_string(), false)),
        }
    }
    parts
}

/// Who sent a comment, for an eye.
pub(super) fn sender(author: &str) -> String {
    plainly(&shown(author))
}

/// A name that was erased, or never given, still needs a word.
pub(crate) fn shown(author: &str) -> String {
    if author.trim().is_empty() {
        "Anonymous".into()
    } else {
        author.to_owned()
    }
}
