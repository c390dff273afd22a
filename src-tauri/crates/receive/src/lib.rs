//! Readers' comments in: the small server that the form of a published page is sent to, behind any reverse proxy. It
//! puts each comment into a folder of files, the inbox, and knows nothing of the library that takes them from there.
//!
//! What it says yes to is on the disk: a file is written under a hidden name, synced, renamed, and its folder synced,
//! before the answer leaves. What is in the inbox nobody reads through it.

mod caller;
mod form;
mod handle;
mod inbox;
mod page;
mod rate;
mod refusal;
mod serve;
mod site;
mod tally;
mod words;

pub use caller::Hops;
pub use inbox::Inbox;
pub use serve::{Hands, Receiver, serve};
pub use site::Site;
pub use words::Thanks;
