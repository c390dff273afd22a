//! Where someone was in an article that they were typing.

use serde::{Deserialize, Serialize};

/// A selection in one of an article's texts; a cursor where both ends are one. In UTF-16 units from the text's start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Cursor {
    /// The content's field: `body`, `title`, `standfirst`, `kicker`.
    pub field: String,
    /// Where the selection began.
    pub anchor: u32,
    /// Where it was going on.
    pub head: u32,
}
