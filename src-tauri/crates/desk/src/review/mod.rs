//! Review: the queue, who reviews what, the verdicts, the notes.

mod claim;
mod note;
mod queue;
mod stage;
mod verdict;

pub use claim::{Claim, Due, HandOver, Release, claim, due, hand_over, release};
pub use note::{NoteAsk, Notes, Resolve, note, notes, resolve};
pub use queue::{Queue, queue, queue_records};
pub use verdict::{Approve, Confirm, RequestChanges, approve, confirm, request_changes};

pub(crate) use claim::{day, give, set_due};
pub(crate) use queue::Waiting;
pub(crate) use stage::Place;
pub(crate) use verdict::statement_of;
