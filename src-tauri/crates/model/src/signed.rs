//! What people sign: the statement behind an approval, a confirmation or a request for changes.

use crate::{ArticleId, Hash, KeyId, PersonId, Result, Time, canonical};
use serde::{Deserialize, Serialize};

/// What a reviewer, or who confirms, says of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Say {
    /// A reviewer's yes.
    Approve,
    /// The yes to what a reviewer changed themselves.
    Confirm,
    /// A reviewer's no, with what should change.
    RequestChanges,
}

/// The signed sentence: who says what of which content, and whose text it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What is said.
    pub say: Say,
    /// The article.
    pub article: ArticleId,
    /// The exact content, by its hash.
    pub revision: Hash,
    /// Who says it.
    pub person: PersonId,
    /// The key that signs.
    pub key: KeyId,
    /// When.
    pub at: Time,
    /// Everyone who saved text into the article since its live revision, in order of id.
    pub contributors: Vec<PersonId>,
    /// The stage that it passes; none for what passes none, and for what was signed before stages had names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// What a publisher says of a text that was published elsewhere before it came in: that this is how it came. It approves
/// nothing, and is bound to the very text as an approval is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// The article.
    pub article: ArticleId,
    /// The exact content, by its hash.
    pub revision: Hash,
    /// Who says it.
    pub person: PersonId,
    /// The key that signs.
    pub key: KeyId,
    /// When.
    pub at: Time,
    /// By what the article is known where it comes from: `wxr:https://example.org:123`.
    pub source: String,
    /// Its whole address there, where it had one.
    pub address: Option<String>,
}

impl Attestation {
    /// The bytes that are signed: canonical JSON with the domain tag `copydesk: imported/1`.
    ///
    /// # Errors
    /// As [`canonical`].
    pub fn bytes(&self) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Tagged<'a> {
            copydesk: &'static str,
            #[serde(flatten)]
            attestation: &'a Attestation,
        }
        canonical(&Tagged {
            copydesk: "imported/1",
            attestation: self,
        })
    }
}

/// What the newsroom's key says of the one that takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// The key that says so: Ed25519, 64 hex digits.
    pub from: String,
    /// The key that takes its place.
    pub to: String,
    /// When.
    pub at: Time,
}

impl Succession {
    /// The bytes that are signed: canonical JSON with the domain tag `copydesk: successor/1`.
    ///
    /// # Errors
    /// As [`canonical`].
    pub fn bytes(&self) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Tagged<'a> {
            copydesk: &'static str,
            #[serde(flatten)]
            succession: &'a Succession,
        }
        canonical(&Tagged {
            copydesk: "successor/1",
            succession: self,
        })
    }
}

impl Statement {
    /// The bytes that are signed: canonical JSON with the domain tag `copydesk: statement/1`, or `statement/2`
    /// where it names a stage.
    ///
    /// # Errors
    /// As [`canonical`].
    pub fn bytes(&self) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Tagged<'a> {
            copydesk: &'static str,
            #[serde(flatten)]
            statement: &'a Statement,
        }
        canonical(&Tagged {
            copydesk: if self.stage.is_some() {
                "statement/2"
            } else {
                "statement/1"
            },
            statement: self,
        })
    }
}
