//! Review: the queue, who reviews what, the verdicts, the notes.

mod again;
mod claim;
mod mention;
mod note;
mod notes;
pub(crate) mod others;
mod queue;
mod reading;
mod stage;
mod tick;
mod verdict;

pub use again::{Again, again, again_records};
pub use claim::{Claim, Due, HandOver, Release, claim, due, hand_over, release};
pub use mention::{Mentions, mentions};
pub use note::{NoteAsk, Reopen, Reply, Resolve, note, reopen, reply, resolve};
pub use notes::{Notes, notes};
pub use others::{Because, Explain, Unexplained, explain, unexplained};
pub use queue::{Queue, queue, queue_records};
pub use reading::{Looked, Read, looked, read};
pub use tick::{Tick, tick};
pub use verdict::{Approve, Confirm, RequestChanges, approve, confirm, request_changes};

pub(crate) use again::{LOOKERS, due as due_again};
pub(crate) use claim::{day, give, set_due};
pub(crate) use mention::upon;
pub(crate) use notes::{Noted, first_open};
pub(crate) use others::give_reasons;
pub(crate) use queue::Waiting;
pub(crate) use reading::since;
pub(crate) use stage::{Place, next_route, stage_that_waits};
pub(crate) use verdict::statement_of;
