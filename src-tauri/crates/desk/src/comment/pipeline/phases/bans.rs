//! Whether the commenter is banned, or somebody with the same network address.

use super::super::{Case, finding, rule};
use model::comment::Finding;

pub(super) fn bans(case: &Case) -> Vec<Finding> {
    let Some(says) = case.rules.bans else {
        return vec![];
    };
    let now = case.comment.created;
    let detail = if case.facts.ban.is_some_and(|ban| ban.holds(now)) {
        "The commenter is banned."
    } else if case.facts.address_ban.is_some_and(|ban| ban.holds(now)) {
        "Somebody with the same network address is banned."
    } else {
        return vec![];
    };
    vec![finding("banned", says, detail, vec![rule("bans")])]
}
