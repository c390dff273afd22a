//! Whether the same text came before, or nearly the same.

use super::super::{Case, facts::Repeat, finding, rule};
use model::comment::{CommentState, Evidence, Finding};

/// From which nearness on a text is nearly the same, in hundredths.
const NEAR: u32 = 70;
/// Texts of fewer letters, as “Well said!”, are anybody's; they repeat one only of the same commenter.
const LETTERS: usize = 25;
/// Most earlier comments that the finding shows.
const MOST: usize = 5;
const DAY: i64 = 86_400_000;

pub(super) fn repeats(case: &Case) -> Vec<Finding> {
    let rules = &case.rules.repeats;
    let letters = case.comment.body.chars().filter(|c| c.is_alphanumeric());
    let short = letters.take(LETTERS).count() < LETTERS;
    let since = case
        .comment
        .created
        .0
        .saturating_sub(i64::from(rules.days).saturating_mul(DAY));
    let counts = |repeat: &&Repeat| {
        repeat.created.0 >= since && repeat.nearness >= NEAR && (repeat.own || !short)
    };
    let earlier: Vec<&Repeat> = case.facts.repeats.iter().filter(counts).collect();
    let count = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
    let reached = |from: u32| from > 0 && count >= from;
    let says = if reached(rules.spam_from) {
        CommentState::Spam
    } else if reached(rules.hold_from) {
        CommentState::Held
    } else {
        return vec![];
    };
    let same = earlier.iter().all(|repeat| repeat.nearness >= 100);
    let text = if same {
        "The same text"
    } else {
        "Nearly the same text"
    };
    let times = match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    let mut evidence: Vec<Evidence> = earlier
        .iter()
        .take(MOST)
        .map(|repeat| Evidence::Comment {
            comment: repeat.comment,
        })
        .collect();
    evidence.push(rule("repeats"));
    let detail = format!("{text} was sent {times} within {} days.", rules.days);
    vec![finding("repeat", says, detail, evidence)]
}
