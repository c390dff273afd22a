//! What became of the commenter's earlier comments.

use super::super::{Case, finding, rule};
use model::comment::{CommentState, Finding};

/// From how many decided comments on a record says something against someone.
const DECIDED: u32 = 3;

pub(super) fn record(case: &Case) -> Vec<Finding> {
    let rules = &case.rules.record;
    let record = case.facts.record;
    let refused = record.rejected.saturating_add(record.spam);
    let decided = record.published.saturating_add(refused);
    let share = u64::from(refused) * 100;
    let evidence = vec![rule("record")];
    if rules.hold_share > 0
        && decided >= DECIDED
        && share >= u64::from(rules.hold_share) * u64::from(decided)
    {
        let detail =
            format!("Of the commenter’s {decided} earlier comments, {refused} were refused.");
        return vec![finding("record", CommentState::Held, detail, evidence)];
    }
    // A name alone is anybody's.
    if rules.publish_after > 0
        && refused == 0
        && record.published >= rules.publish_after
        && case.comment.has_email
    {
        let detail = format!(
            "All of the commenter’s {} earlier comments that were decided were published.",
            record.published
        );
        return vec![finding("record", CommentState::Published, detail, evidence)];
    }
    vec![]
}
