//! The workflow, as one table: which step may be taken from which status.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Where an article's head stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Waits for a reviewer, or for a confirmation.
    InReview,
    /// A reviewer sent it back.
    ChangesRequested,
    /// Approved as it stands.
    Approved,
    /// Approved and released.
    Published,
    /// Taken out of publication.
    Withdrawn,
}

impl Status {
    /// Every status, in the order of an article's life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::InReview,
        Self::ChangesRequested,
        Self::Approved,
        Self::Published,
        Self::Withdrawn,
    ];

    /// Its name in text and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::ChangesRequested => "changes-requested",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl FromStr for Status {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|status| status.name() == text).ok_or_else(|| {
            Error::usage("unknown-status", format!("“{text}” is not a status."))
                .hint("A status is draft, in-review, changes-requested, approved, published or withdrawn.")
        })
    }
}

/// What can be done to an article's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Save another content.
    Edit,
    /// Ask for review. From in-review and approved it is accepted and changes nothing.
    Submit,
    /// Take back what was submitted.
    Recall,
    /// A reviewer's yes.
    Approve,
    /// The yes to a reviewer's own changes.
    Confirm,
    /// A reviewer's no.
    RequestChanges,
    /// Take the review upon oneself, let go of it, hand it over.
    Claim,
    /// Take out of publication; needs a live revision.
    Withdraw,
}

/// Which step may be taken from which status.
pub const TABLE: [(Step, &[Status]); 8] = {
    use Status::{Approved, ChangesRequested, Draft, InReview, Published, Withdrawn};
    [
        (
            Step::Edit,
            &[
                Draft,
                InReview,
                ChangesRequested,
                Approved,
                Published,
                Withdrawn,
            ],
        ),
        (
            Step::Submit,
            &[Draft, ChangesRequested, Withdrawn, InReview, Approved],
        ),
        (Step::Recall, &[InReview]),
        (Step::Approve, &[InReview]),
        (Step::Confirm, &[InReview]),
        (Step::RequestChanges, &[InReview, Approved]),
        (Step::Claim, &[InReview]),
        (
            Step::Withdraw,
            &[Draft, InReview, ChangesRequested, Approved, Published],
        ),
    ]
};

impl Step {
    /// Refuses a step that the status does not allow.
    ///
    /// # Errors
    /// `not-now`, with where the article stands.
    pub fn from(self, status: Status) -> Result<()> {
        if TABLE
            .iter()
            .any(|(step, from)| *step == self && from.contains(&status))
        {
            return Ok(());
        }
        let (verb, hint) = match self {
            Self::Edit => ("edited", "Open it again."),
            Self::Submit => (
                "submitted",
                "Change something first: what is published stands as it is.",
            ),
            Self::Recall => ("recalled", "Only what is in review can be recalled."),
            Self::Approve => ("approved", "A writer submits it for review first."),
            Self::Confirm => ("confirmed", "A reviewer approves it first."),
            Self::RequestChanges => (
                "sent back",
                "Only what is in review or approved can be sent back.",
            ),
            Self::Claim => ("claimed", "Only what is in review can be."),
            Self::Withdraw => ("withdrawn", "It is not in publication."),
        };
        Err(Error::refused(
            "not-now",
            format!("The article is {}; it can't be {verb} now.", status.name()),
        )
        .hint(hint))
    }
}
