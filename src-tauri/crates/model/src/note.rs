//! An editor's remark on a passage.

use serde::{Deserialize, Serialize};

/// Where a note sits: the words it is about, and those around them (as W3C Web Annotation's text quote selector).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The very words.
    pub quote: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
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
