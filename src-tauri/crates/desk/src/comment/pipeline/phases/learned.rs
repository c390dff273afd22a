//! What the newsroom's own decisions teach. It holds, and never more.

use super::super::{Case, finding, rule};
use model::comment::{CommentState, Evidence, Finding};

pub(super) fn learned(case: &Case) -> Vec<Finding> {
    let from = case.rules.learned.hold_from;
    let Some(opinion) = &case.facts.learned else {
        return vec![];
    };
    if from == 0 || opinion.likelihood < from {
        return vec![];
    }
    let body = case.comment.body;
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut evidence: Vec<Evidence> = opinion
        .weighed
        .iter()
        .filter(|(range, _)| {
            body.get(range.clone())
                .is_some_and(|words| !words.is_empty())
        })
        .map(|(range, weight)| Evidence::Words {
            start: place(range.start),
            end: place(range.end),
            weight: Some(*weight),
        })
        .collect();
    evidence.push(rule("learned"));
    let detail = format!(
        "By the newsroom’s own decisions, it would be refused {} times in 100.",
        opinion.likelihood.min(100)
    );
    vec![finding("learned", CommentState::Held, detail, evidence)]
}
