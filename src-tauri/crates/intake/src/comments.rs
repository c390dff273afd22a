//! Comments as JSON lines.

use model::{
    Result,
    comment::{CommentState, Reason},
    page::Leftover,
};
use serde::Deserialize;

/// A comment of a file; the fields are those that the terminal prints, and two private ones.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct CommentRecord {
    pub id: String,
    pub article: String,
    #[serde(default)]
    pub parent: Option<String>,
    #[serde(default)]
    pub author: String,
    #[serde(default)]
    pub created: Option<String>,
    pub body: String,
    #[serde(default)]
    pub state: Option<CommentState>,
    #[serde(default)]
    pub reasons: Vec<Reason>,
    #[serde(default)]
    pub email: Option<String>,
}

/// The comments of a JSON lines file, and the lines that are none.
///
/// # Errors
/// `not-comments` where no line at all is a comment.
pub fn read(bytes: &[u8]) -> Result<(Vec<CommentRecord>, Vec<Leftover>)> {
    let text = crate::lines::decode(bytes);
    let (mut all, mut left) = (vec![], vec![]);
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        match serde_json::from_str(line) {
            Ok(record) => all.push(record),
            Err(cause) => left.push(Leftover {
                place: format!("line {}", index + 1),
                text: line.chars().take(200).collect(),
                why: format!("It is no comment: {cause}."),
            }),
        }
    }
    if all.is_empty() && !left.is_empty() {
        return Err(model::Error::unreadable(
            "not-comments",
            "There are no comments in this file.",
        )
        .hint("It should hold one JSON object a line, as `copydesk comment export` writes them."));
    }
    Ok((all, left))
}
