//! Whether it is too short to say something, or too long.

use super::super::{Case, finding, rule};
use model::comment::{CommentState, Finding};

pub(super) fn length(case: &Case) -> Vec<Finding> {
    let rules = &case.rules.length;
    let seen = |c: &char| !markup::fold::unseen(*c) || c.is_whitespace();
    let length = case.comment.body.trim().chars().filter(seen).count();
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    let detail = if length < rules.least {
        format!("It has fewer than {} characters.", rules.least)
    } else if rules.most > 0 && length > rules.most {
        format!("It has more than {} characters.", rules.most)
    } else {
        return vec![];
    };
    vec![finding(
        "length",
        CommentState::Held,
        detail,
        vec![rule("length")],
    )]
}
