//! Review: the queue, the verdicts, the notes.

mod note;
pub(crate) mod others;
mod queue;
mod reading;
mod tick;
mod verdict;

pub use note::{NoteAsk, Notes, Resolve, note, notes, resolve};
pub use others::{Explain, explain};
pub use queue::{Queue, QueuePage, queue, queue_page};
pub use reading::{Looked, Read, looked, read};
pub use tick::{Tick, tick};
pub use verdict::{Approve, Confirm, RequestChanges, approve, confirm, request_changes};

pub(crate) use reading::since;
pub(crate) use verdict::statement_of;
