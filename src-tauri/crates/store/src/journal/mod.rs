//! The journal: the one way to write, the chain that shows tampering, and the replay that proves the tables.

mod apply;
mod apply_comment;
mod apply_note;
mod apply_suggestion;
mod check;
mod compare;
mod image;
mod pace;
mod read;
mod repair;
mod replay;
mod rescue;
mod roots;
mod salvage;
mod seek;
mod transact;
mod undo;

pub use apply::apply;
pub(crate) use apply::{json, run, who};
pub use check::{Depth, check, check_by};
pub(crate) use check::{fault, is_damage};
pub use compare::{replayed, replays};
pub(crate) use image::holds_a_library;
pub use image::{BEFORE, left};
use read::each_entry;
pub use read::{
    Done, Step, entries, entries_by, first_hash, hash_at, last_about, last_step, newest,
    newest_hash, of_step, only_taken_back_since, raw, releases, since, took_back, was_released,
    was_submitted,
};
pub(crate) use read::{noted, write};
pub use repair::{Repaired, make_again};
pub use seek::{Sought, seek};
pub use transact::Txn;
pub use undo::inverse;
