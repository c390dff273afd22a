//! What the rules of a newsroom make of a comment. Pure: whatever a phase looks at was fetched before (`Facts`).
//!
//! The phases run in the order of `PHASES`, always all of them, so that a moderator sees everything that speaks against a
//! comment and not only what came first. Each says nothing, or that a comment is to be published, to wait for a person
//! (pending), to be held, rejected, or is spam. Of all that was said the gravest counts: spam before rejected before held
//! before pending before published. So a comment is published by a rule only where nothing else was found, never under an
//! article that is moderated first, and one more finding never makes it milder. Where nothing was found, the rules say
//! what becomes of it (`Rules::unremarkable`).

mod facts;
mod phases;
mod usual;
mod words;

pub use facts::{Ban, Counts, Domain, Facts, Flood, Judged, Opinion, Repeat};
pub use markup::likeness::{near, nearness, same};
pub use markup::links::{Link, links};
pub use phases::codes;
pub use usual::usual;
pub use words::{Hit, Words};

use model::comment::{CommentState, Evidence, Finding, Judgement, Rules, Unremarkable};
use std::ops::Range;

/// Everything that a phase may look at.
struct Case<'a> {
    rules: &'a Rules,
    words: &'a Words,
    comment: &'a Judged<'a>,
    facts: &'a Facts,
}

/// What the rules make of a comment. For one alone; [`Judge`] makes the lists ready once for many.
#[must_use]
pub fn judge(rules: &Rules, comment: &Judged, facts: &Facts) -> Judgement {
    Judge::new(rules).judge(comment, facts)
}

/// The rules of a newsroom, ready to judge comments.
#[derive(Debug, Clone)]
pub struct Judge<'a> {
    rules: &'a Rules,
    words: Words,
}

impl<'a> Judge<'a> {
    /// Makes rules ready.
    #[must_use]
    pub fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            words: Words::new(rules),
        }
    }

    /// What they make of a comment.
    #[must_use]
    pub fn judge(&self, comment: &Judged, facts: &Facts) -> Judgement {
        let case = Case {
            rules: self.rules,
            words: &self.words,
            comment,
            facts,
        };
        let findings: Vec<Finding> = phases::PHASES
            .iter()
            .flat_map(|(_, phase)| phase(&case))
            .collect();
        Judgement {
            state: state(self.rules, &findings),
            findings,
        }
    }
}

/// The state of a comment of which `findings` were found.
#[must_use]
pub fn state(rules: &Rules, findings: &[Finding]) -> CommentState {
    let unremarkable = match rules.unremarkable {
        Unremarkable::Waits => CommentState::Pending,
        Unremarkable::Published => CommentState::Published,
    };
    findings
        .iter()
        .map(|finding| finding.says)
        .max_by_key(|state| gravity(*state))
        .unwrap_or(unremarkable)
}

fn gravity(state: CommentState) -> u8 {
    match state {
        CommentState::Published => 0,
        CommentState::Pending => 1,
        CommentState::Held => 2,
        CommentState::Rejected => 3,
        CommentState::Spam => 4,
    }
}

fn finding(
    code: &str,
    says: CommentState,
    detail: impl Into<String>,
    evidence: Vec<Evidence>,
) -> Finding {
    Finding {
        code: code.into(),
        says,
        detail: detail.into(),
        evidence,
    }
}

/// A place in the comment's text, as evidence.
fn at(range: &Range<usize>) -> Evidence {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Evidence::Words {
        start: place(range.start),
        end: place(range.end),
        weight: None,
    }
}

/// A rule, as evidence.
fn rule(name: &str) -> Evidence {
    Evidence::Rule { rule: name.into() }
}
