//! Readers' comments: taken in, read, decided.

mod decide;
mod read;
mod take;
mod transfer;

pub mod learn;
pub mod pipeline;

pub use decide::{Decide, Decisions, UndoDecision, decide, decisions, undo};
pub use read::{List, Read, Show, list, read, records, show};
pub use transfer::{Export, Import, export, import};

/// What the sources of comments from JSON lines begin with; the id that the line gives follows.
const JSONL: &str = "jsonl:";

pub(crate) use read::shown;
pub(crate) use take::{New, take};
