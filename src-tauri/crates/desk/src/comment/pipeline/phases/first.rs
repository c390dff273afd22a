//! Whether nothing of the commenter was published yet.

use super::super::{Case, finding, rule};
use model::comment::Finding;

pub(super) fn first(case: &Case) -> Vec<Finding> {
    let new = case.facts.record.published == 0;
    case.rules
        .first
        .filter(|_| new)
        .map(|says| {
            let detail = "Nothing of the commenter was published yet.";
            finding("first-comment", says, detail, vec![rule("first")])
        })
        .into_iter()
        .collect()
}
