//! A change that someone proposes: other words for a passage.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What became of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestionState {
    /// It waits, and blocks approval.
    Open,
    /// It waits, and its words are no longer in the text as they were. Reckoned from the text, never written down.
    Detached,
    /// Its words are in the text.
    Accepted,
    /// Someone who may edit the text did not want it.
    Rejected,
    /// Who made it did not want it any more.
    TakenBack,
}

impl SuggestionState {
    /// As the journal and scripts name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Detached => "detached",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::TakenBack => "taken-back",
        }
    }
}

impl FromStr for SuggestionState {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Open, Self::Accepted, Self::Rejected, Self::TakenBack]
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| {
                Error::damaged("damaged", format!("“{text}” is no state of a suggestion."))
            })
    }
}
