//! The stages that an article of a section passes on its way to being approved: who may pass each, and which checks must
//! be clean for that.

use crate::{
    Error, PersonId, Result,
    person::{Person, Role},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most stages of a workflow.
const MOST: usize = 2;
/// Most signs of a stage's name.
const NAME: usize = 40;

/// Who may pass a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Pass {
    /// Whoever holds the role.
    Role(Role),
    /// These people, while they are reviewers.
    People(#[ts(type = "string[]")] BTreeSet<PersonId>),
}

/// A step on the way to being approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Stage {
    /// What it is called: desk, legal.
    pub name: String,
    /// Who may pass it.
    pub pass: Pass,
    /// The checks, by code, that must find nothing for it to be passed, besides those that block an approval anyway.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub checks: BTreeSet<String>,
}

impl Stage {
    /// Whether `person` may pass it.
    #[must_use]
    pub fn allows(&self, person: &Person) -> bool {
        match &self.pass {
            Pass::Role(role) => person.holds(&[*role]),
            Pass::People(people) => people.contains(&person.id) && person.holds(&[Role::Reviewer]),
        }
    }

    /// Refuses who may not pass it.
    ///
    /// # Errors
    /// `wrong-role`; `not-your-stage` where people are named for it.
    pub fn must_allow(&self, person: &Person) -> Result<()> {
        match &self.pass {
            Pass::Role(role) => person.must_hold(&[*role]),
            Pass::People(_) => {
                person.must_hold(&[Role::Reviewer])?;
                if self.allows(person) {
                    return Ok(());
                }
                Err(Error::refused(
                    "not-your-stage",
                    format!("{} is not named for “{}”.", person.name, self.name),
                )
                .hint("Ask someone who is, or an admin to name you."))
            }
        }
    }
}

/// The stages of a section, in order; all of them are passed by what is approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Workflow {
    /// One or two.
    pub stages: Vec<Stage>,
}

impl Default for Workflow {
    /// One stage, which any reviewer may pass.
    fn default() -> Self {
        Self {
            stages: vec![Stage {
                name: "desk".into(),
                pass: Pass::Role(Role::Reviewer),
                checks: BTreeSet::new(),
            }],
        }
    }
}

impl Workflow {
    /// What its stages are called.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.stages.iter().map(|stage| stage.name.clone()).collect()
    }

    /// The stage that waits where so many are passed; the last one once all are, for a second yes.
    #[must_use]
    pub fn waiting(&self, passed: usize) -> Option<&Stage> {
        self.stages.get(passed).or(self.stages.last())
    }

    /// Refuses a workflow that could not be gone through.
    ///
    /// # Errors
    /// `bad-workflow`, with what is wrong.
    pub fn sane(&self) -> Result<()> {
        let bad = |what: &str| {
            Err(Error::usage("bad-workflow", what)
                .hint("Write a stage as desk=reviewer, or as legal=NAME,NAME."))
        };
        if self.stages.is_empty() || self.stages.len() > MOST {
            return bad("A section has one stage or two.");
        }
        let mut names = BTreeSet::new();
        for stage in &self.stages {
            let name = stage.name.trim();
            if name.is_empty() || name != stage.name || name.chars().count() > NAME {
                return bad("A stage needs a short name.");
            }
            if !names.insert(name.to_lowercase()) {
                return bad("Two stages have the same name.");
            }
            if matches!(&stage.pass, Pass::People(people) if people.is_empty()) {
                return bad("Nobody could pass a stage.");
            }
        }
        Ok(())
    }
}
