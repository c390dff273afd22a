//! Review: the queue, who reviews what, the verdicts, the notes, the suggestions.

mod again;
mod claim;
mod decide;
mod mention;
mod note;
mod notes;
pub(crate) mod others;
mod queue;
mod reading;
mod sought;
mod stage;
mod suggest;
mod suggesting;
mod suggestions;
mod tick;
mod verdict;

pub use again::{Again, again, again_records};
pub use claim::{Claim, Due, HandOver, Release, claim, due, hand_over, release};
pub use decide::{Accept, Reject, TakeBack, accept, reject, take_back};
pub use mention::{Mentions, mentions};
pub use note::{NoteAsk, Reopen, Reply, Resolve, note, reopen, reply, resolve};
pub use notes::{Notes, notes};
pub use others::{Because, Explain, Unexplained, explain, unexplained};
pub use queue::{Queue, queue, queue_records};
pub use reading::{Looked, Read, looked, read};
pub use suggest::{Suggest, SuggestAll, suggest, suggest_all};
pub use suggesting::{
    SuggestingAsk, SuggestingSave, suggesting, suggesting_discard, suggesting_save,
};
pub use suggestions::{Suggestions, suggestions};
pub use tick::{Tick, tick};
pub use verdict::{Approve, Confirm, RequestChanges, approve, confirm, request_changes};

pub(crate) use again::{LOOKERS, due as due_again};
pub(crate) use claim::{day, give, set_due};
pub(crate) use mention::upon;
pub(crate) use notes::{Noted, first_of};
pub(crate) use others::give_reasons;
pub(crate) use queue::Waiting;
pub(crate) use reading::since;
pub(crate) use stage::{Place, next_route, stage_that_waits};
pub(crate) use suggestions::{taken_in, views as suggestion_views, words as words_of_suggestion};
pub(crate) use verdict::statement_of;
