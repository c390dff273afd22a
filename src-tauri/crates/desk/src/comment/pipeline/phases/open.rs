//! Whether the article takes comments at all, and whether a person is to see each first.

use super::super::{Case, finding, rule};
use model::comment::{CommentState, Finding};

pub(super) fn open(case: &Case) -> Vec<Finding> {
    let mut found = vec![];
    if case.facts.closed {
        found.push(finding(
            "closed",
            CommentState::Rejected,
            "The article takes no comments any more.",
            vec![rule("article")],
        ));
    }
    if case.facts.pre_moderated {
        found.push(finding(
            "pre-moderated",
            CommentState::Pending,
            "Comments on the article wait until somebody has read them.",
            vec![rule("article")],
        ));
    }
    found
}
