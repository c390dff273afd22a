//! A profile of bundles: which parts one holds, and how they are made.

use crate::bundle::Part;
use serde::{Deserialize, Serialize};

/// How a bundle is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Profile {
    /// What it is called: "Website and feeds".
    pub name: String,
    /// The parts, in their order.
    pub parts: Vec<Part>,
    /// Where the site will be, ending in `/`; empty for where the library's is.
    pub base_url: String,
    /// The theme's name; empty for the library's.
    pub theme: String,
    /// Only articles in these languages, BCP 47 tags; none for all.
    pub languages: Vec<String>,
    /// Whether readers' comments print, with the form for more.
    pub comments: bool,
    /// Whether the site has feeds.
    pub feeds: bool,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: String::new(),
            parts: vec![],
            base_url: String::new(),
            theme: String::new(),
            languages: vec![],
            comments: true,
            feeds: true,
        }
    }
}

impl Profile {
    /// The profile that is always there for a part, and has its name.
    #[must_use]
    pub fn of_part(part: Part) -> Self {
        Self {
            name: part.name().into(),
            parts: vec![part],
            ..Self::default()
        }
    }
}
