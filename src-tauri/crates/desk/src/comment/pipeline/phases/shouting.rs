//! Whether it is written in capital letters. Scripts that have none never shout.

use super::super::{Case, finding, links, rule};
use model::comment::{CommentState, Finding};

pub(super) fn shouting(case: &Case) -> Vec<Finding> {
    let rules = &case.rules.shouting;
    if rules.share == 0 {
        return vec![];
    }
    let links = links(case.comment.body);
    let mut ahead = links.iter().peekable();
    let (mut capitals, mut letters) = (0u64, 0u64);
    for (at, c) in case.comment.body.char_indices() {
        while ahead.next_if(|link| link.range.end <= at).is_some() {}
        if ahead.peek().is_some_and(|link| link.range.contains(&at)) {
            continue;
        }
        capitals += u64::from(c.is_uppercase());
        letters += u64::from(c.is_uppercase() || c.is_lowercase());
    }
    if letters < u64::from(rules.letters.max(1))
        || capitals * 100 < letters * u64::from(rules.share)
    {
        return vec![];
    }
    let detail = format!(
        "{} in 100 of its letters are capitals.",
        capitals * 100 / letters
    );
    vec![finding(
        "shouting",
        CommentState::Held,
        detail,
        vec![rule("shouting")],
    )]
}
