//! A reader's remark and the decisions on it.

mod change;
mod finding;
mod rules;
mod sent;

pub use change::{Answers, Ban, Changed, Commenting, Decided, Stand, Text, What};
pub use finding::{Evidence, Finding, Judgement};
pub use rules::{
    Floods, Learned, Length, Links, ListKind, Record, Repeats, Rules, Shouting, Unremarkable,
    WordList,
};
pub use sent::{Place, Sent};

use crate::Error;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Where a comment stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "kebab-case")]
pub enum CommentState {
    /// Nobody decided yet.
    Pending,
    /// On the page.
    Published,
    /// Set aside for another look.
    Held,
    /// Not to be on the page.
    Rejected,
    /// Advertising or worse, sent by a machine.
    Spam,
}

impl CommentState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Published,
        Self::Held,
        Self::Rejected,
        Self::Spam,
    ];

    /// Its name in text and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Published => "published",
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Spam => "spam",
        }
    }
}

impl FromStr for CommentState {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| {
                Error::usage(
                    "unknown-state",
                    format!(
                        "“{text}” is not a state of a comment: it is pending, published, held, rejected or spam."
                    ),
                )
                .hint("Name one of these, in small letters.")
            })
    }
}

/// Why a decision was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Reason {
    /// One of [`REASONS`].
    pub code: String,
    /// More, in words; may be empty.
    pub detail: String,
}

/// The reason codes that a person can give.
pub const REASONS: [&str; 12] = [
    "hate",
    "threat",
    "harassment",
    "sexual",
    "spam",
    "off-topic",
    "personal-data",
    "impersonation",
    "misinformation",
    "copyright",
    "illegal",
    "other",
];

impl Reason {
    /// The reason with `code`.
    ///
    /// # Errors
    /// `unknown-reason`, listing those there are.
    pub fn of(code: &str) -> Result<Self, Error> {
        if REASONS.contains(&code) {
            return Ok(Self {
                code: code.into(),
                detail: String::new(),
            });
        }
        Err(
            Error::usage("unknown-reason", format!("“{code}” is not a reason."))
                .hint(format!("Reasons are {}.", REASONS.join(", "))),
        )
    }
}
