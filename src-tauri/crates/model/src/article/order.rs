//! In which order a list of articles stands.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a list of articles is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The newest change first.
    #[default]
    Changed,
    /// The oldest change first.
    Oldest,
    /// The newest article first.
    Created,
    /// By headline, whatever its case.
    Headline,
    /// By section; within one, the newest change first.
    Section,
    /// By status; within one, the newest change first.
    Status,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 6] = [
        Self::Changed,
        Self::Oldest,
        Self::Created,
        Self::Headline,
        Self::Section,
        Self::Status,
    ];

    /// Its name in text and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Oldest => "oldest",
            Self::Created => "created",
            Self::Headline => "headline",
            Self::Section => "section",
            Self::Status => "status",
        }
    }
}

impl FromStr for Order {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|order| order.name() == text);
        known.ok_or_else(|| {
            Error::usage("unknown-order", format!("Nothing is sorted by “{text}”."))
                .hint("Sort by changed, oldest, created, headline, section or status.")
        })
    }
}
