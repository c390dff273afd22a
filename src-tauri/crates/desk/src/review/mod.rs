//! Review: the queue, the verdicts, the notes.

mod note;
mod queue;
mod verdict;

pub use note::{NoteAsk, Notes, Resolve, note, notes, resolve};
pub use queue::{Queue, QueuePage, queue, queue_page};
pub use verdict::{Approve, Confirm, RequestChanges, approve, confirm, request_changes};

pub(crate) use verdict::statement_of;
