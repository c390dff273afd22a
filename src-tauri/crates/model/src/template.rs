//! What an article of a kind begins with.

use serde::{Deserialize, Serialize};

/// A kind of article and what one begins with. Guidance in its text stands in square brackets, a paragraph each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default, ts_rs::TS)]
#[serde(default)]
pub struct Template {
    /// What the kind is called: "Interview".
    pub name: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// The line above the headline, plain text; may be empty.
    pub kicker: String,
    /// The paragraph below the headline, plain text; may be empty.
    pub standfirst: String,
    /// The section's name; may be empty.
    pub section: String,
    /// In order.
    pub tags: Vec<String>,
    /// Markdown.
    pub body: String,
}

/// What became of a template; each has a key that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// It is as it came with the program; or is not there, where none of that key came with it.
    AsShipped,
    /// The newsroom made it, or changed it.
    Changed(Template),
    /// It came with the program, and the newsroom took it out.
    Removed,
}
