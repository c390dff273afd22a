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

    /// What one says that an article is.
    fn said(self) -> &'static str {
        match self {
            Self::Draft => "a draft",
            Self::InReview => "in review",
            Self::ChangesRequested => "sent back",
            other => other.name(),
        }
    }

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
    /// Count an approval anew, since how many eyes it needs has changed.
    Recount,
}

/// A row of the workflow: a step, from where it may be taken, and where it may lead.
#[derive(Debug, Clone, Copy)]
pub struct Transition {
    /// What is done.
    pub step: Step,
    /// Where the article may stand before.
    pub from: &'static [Status],
    /// Where it may stand after; nothing where it stays as it was.
    pub to: &'static [Status],
}

const fn row(step: Step, from: &'static [Status], to: &'static [Status]) -> Transition {
    Transition { step, from, to }
}

/// The workflow: which step may be taken from which status, and where it may lead. A text that was released or approved
/// before is that again when it is brought back.
pub const TABLE: [Transition; 11] = {
    use Status::{Approved, ChangesRequested, Draft, InReview, Published, Withdrawn};
    const OUT: &[Status] = &[Draft, ChangesRequested, Approved, Published, Withdrawn];
    [
        row(Step::Edit, OUT, &[Draft, Approved, Published]),
        row(
            Step::Edit,
            &[InReview],
            &[InReview, Draft, Approved, Published],
        ),
        row(
            Step::Submit,
            &[Draft, ChangesRequested, Withdrawn],
            &[InReview, Approved],
        ),
        row(Step::Submit, &[InReview, Approved], &[]),
        row(Step::Recall, &[InReview], &[Draft]),
        row(Step::Approve, &[InReview], &[InReview, Approved, Published]),
        row(Step::Confirm, &[InReview], &[InReview, Approved, Published]),
        row(
            Step::RequestChanges,
            &[InReview, Approved],
            &[ChangesRequested],
        ),
        row(Step::Claim, &[InReview], &[]),
        row(
            Step::Withdraw,
            &[Draft, InReview, ChangesRequested, Approved, Published],
            &[Withdrawn],
        ),
        row(
            Step::Recount,
            &[InReview, Approved],
            &[InReview, Approved, Published],
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
            .any(|row| row.step == self && row.from.contains(&status))
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
            Self::Recount => ("counted anew", "It waits for no approval."),
            Self::Withdraw => ("withdrawn", "It is not in publication."),
        };
        Err(Error::refused(
            "not-now",
            format!("The article is {}; it can’t be {verb} now.", status.said()),
        )
        .hint(hint))
    }

    /// Refuses to write what the table does not have: a step that leads from `was` to `status`.
    ///
    /// # Errors
    /// `impossible-step`.
    pub fn leads(self, was: Status, status: Status) -> Result<()> {
        if TABLE
            .iter()
            .any(|row| row.step == self && row.from.contains(&was) && row.to.contains(&status))
        {
            return Ok(());
        }
        Err(Error::refused(
            "impossible-step",
            format!(
                "No {self:?} leads from {} to {}.",
                was.name(),
                status.name()
            ),
        ))
    }
}
