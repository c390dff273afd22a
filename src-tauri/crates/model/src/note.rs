//! An editor's remark on a passage.

use crate::Hash;
use serde::{Deserialize, Serialize};

/// Where a note, or what else is about a passage, was made: the words, those around them, and their place (as W3C Web
/// Annotation's text quote and text position selectors).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The very words.
    pub quote: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
    /// In which revision; none in what older programs wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Hash>,
    /// Where they begin in its body, in bytes of UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u64>,
}

/// Whether a note still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum NoteState {
    /// It waits, and blocks approval.
    Open,
    /// It was settled.
    Resolved,
    /// It waits, and its words are no longer in the text.
    Detached,
}
