//! Who works here, and what each role may do.

use crate::{Error, PersonId, Result};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, str::FromStr};

/// What a person may do; one person may hold several. None implies another.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Makes, edits, submits and recalls articles; imports as drafts.
    Writer,
    /// The same, and approves or requests changes.
    Reviewer,
    /// Decides on comments.
    Moderator,
    /// Exports, withdraws, imports as published.
    Publisher,
    /// People, roles, settings, restore, repair.
    Admin,
}

impl Role {
    /// Every role, in the order in which they are named.
    pub const ALL: [Self; 5] = [
        Self::Writer,
        Self::Reviewer,
        Self::Moderator,
        Self::Publisher,
        Self::Admin,
    ];

    /// Its name in text and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Reviewer => "reviewer",
            Self::Moderator => "moderator",
            Self::Publisher => "publisher",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Role {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == text.trim())
            .ok_or_else(|| {
                Error::usage("unknown-role", format!("“{text}” is not a role."))
                    .hint("Roles are writer, reviewer, moderator, publisher and admin.")
            })
    }
}

/// Someone who works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Person {
    /// Their id.
    #[ts(type = "string")]
    pub id: PersonId,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub roles: BTreeSet<Role>,
}

impl Person {
    /// Whether one of `roles` is theirs.
    #[must_use]
    pub fn holds(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }

    /// Refuses who holds none of `roles`.
    ///
    /// # Errors
    /// `wrong-role`, naming the roles that may.
    pub fn must_hold(&self, roles: &[Role]) -> Result<()> {
        if self.holds(roles) {
            return Ok(());
        }
        let wanted = roles
            .iter()
            .map(|role| role.name())
            .collect::<Vec<_>>()
            .join(" or ");
        let a = if wanted.starts_with('a') { "an" } else { "a" };
        Err(Error::refused(
            "wrong-role",
            format!("{} is not {a} {wanted}, which this needs.", self.name),
        )
        .hint(match roles {
            [Role::Admin] => "Ask an admin.".to_owned(),
            _ => format!("Ask {a} {wanted}, or an admin for the role."),
        }))
    }
}
