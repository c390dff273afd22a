//! What the phases of the pipeline found in a comment. The journal keeps it, so nothing of it is private: it says where
//! something stands, never what stands there.

use super::{CommentState, Reason};
use crate::CommentId;
use serde::{Deserialize, Serialize};

/// What one phase says of a comment, and by what it shows that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Finding {
    /// The phase's reason code, as `banned-word`.
    pub code: String,
    /// What it would have become of the comment: published, held, rejected or spam; pending where it only keeps the others
    /// from publishing it.
    pub says: CommentState,
    /// A sentence for people, without a word of the comment or of who sent it.
    pub detail: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// Something that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Evidence {
    /// Words of the comment, by their place in its text, in bytes; what they weigh, in hundredths, where that is known.
    Words {
        /// Where they begin.
        start: u32,
        /// Where they end.
        end: u32,
        /// What they weigh for it (or, negative, against it), in hundredths of a natural logarithm of the odds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        weight: Option<i32>,
    },
    /// Words of the name that the commenter gave, by their place in it, in bytes.
    Name {
        /// Where they begin.
        start: u32,
        /// Where they end.
        end: u32,
    },
    /// An earlier comment.
    Comment {
        /// Which.
        #[ts(type = "string")]
        comment: CommentId,
    },
    /// A rule of the newsroom, by the name of its list or setting.
    Rule {
        /// Its name.
        rule: String,
    },
}

/// What the pipeline made of a comment: the state that it takes, and everything that was found, in the order of the phases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Pending where nobody but a person is to decide.
    pub state: CommentState,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// The reasons of the state, as a decision gives them: of those findings that say it, each code once.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = vec![];
        for finding in self.findings.iter().filter(|one| one.says == self.state) {
            if !reasons.iter().any(|reason| reason.code == finding.code) {
                reasons.push(Reason {
                    code: finding.code.clone(),
                    detail: finding.detail.clone(),
                });
            }
        }
        reasons
    }
}
