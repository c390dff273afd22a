//! Whether many comments came at once from one address or under one name.

use super::super::{Case, finding, rule};
use model::comment::{CommentState, Finding};

pub(super) fn floods(case: &Case) -> Vec<Finding> {
    let rules = &case.rules.floods;
    let flood = case.facts.flood;
    let reached = |count: u32| rules.hold_from > 0 && count >= rules.hold_from;
    let (count, whence) = if reached(flood.by_address) {
        (flood.by_address, "from one network address")
    } else if reached(flood.by_name) {
        (flood.by_name, "under one name")
    } else {
        return vec![];
    };
    let detail = format!(
        "{count} comments came {whence} within {} minutes before it.",
        rules.minutes
    );
    vec![finding(
        "flood",
        CommentState::Held,
        detail,
        vec![rule("floods")],
    )]
}
