//! What a comment was and became, and what is laid down about commenters and articles.

use super::{CommentState, Finding, Reason};
use crate::{CommentId, PersonId, Time};
use serde::{Deserialize, Serialize};

/// By what act comments became another thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Someone decided on them.
    Decided,
    /// Someone of the newsroom edited what they say.
    Edited,
    /// They came in again, and are otherwise at their source.
    Updated,
    /// The rules judged them again.
    Judged,
}

/// One comment of a change: what it was and what it is. Both hold the same parts of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Changed {
    pub comment: CommentId,
    /// Random, where it is about a text: a hash of all this then tells nobody what it said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub salt: String,
    pub was: Stand,
    pub now: Stand,
}

/// Those parts of a comment that a change is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// Its state, and who decided it why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
    /// What was found in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
}

/// A comment's state, and who decided it why and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Decided {
    pub state: CommentState,
    pub reasons: Vec<Reason>,
    pub by: Option<PersonId>,
    pub at: Option<Time>,
}

/// What a comment says; `original` is what it said as it was sent, where the newsroom edited it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Text {
    pub body: String,
    pub original: Option<String>,
}

/// What a comment answers: a comment that is here, or one that is not, by its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Answers {
    pub parent: Option<CommentId>,
    pub source: Option<String>,
}

/// How comments come to an article, where that is not as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Commenting {
    /// None come any more: what is sent is rejected, and the page has no form.
    Closed,
    /// Each waits for a person, whatever the rules say.
    Premoderated,
}

impl Commenting {
    /// Its name in text and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Premoderated => "premoderated",
        }
    }
}

impl std::str::FromStr for Commenting {
    type Err = crate::Error;

    fn from_str(text: &str) -> Result<Self, crate::Error> {
        [Self::Closed, Self::Premoderated]
            .into_iter()
            .find(|mode| mode.name() == text)
            .ok_or_else(|| {
                crate::Error::usage(
                    "unknown-mode",
                    format!("“{text}” is no way in which comments come."),
                )
                .hint("Comments are open, premoderated or closed.")
            })
    }
}

/// That someone is banned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// Until when; none for good.
    pub until: Option<Time>,
    /// A reason's code, or empty.
    pub reason: String,
}
