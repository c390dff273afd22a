//! How a command ended that went through.

use std::process::ExitCode;

/// What a command that went through says by its exit status, besides "done".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 0.
    Done,
    /// 1: the report is printed, and something in it blocks.
    Blocked,
    /// 4: the report is printed, and it lists damage.
    Damaged,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Blocked => 1,
            Outcome::Damaged => 4,
        })
    }
}
