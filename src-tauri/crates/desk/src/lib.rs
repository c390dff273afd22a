//! What a person can do: one file per action, each of which checks its permission at its top and then transacts.
//! Window and terminal both go through here; nothing else writes to a library.

mod hand;
mod paging;
mod views;
mod words;

pub mod article;
pub mod asset;
pub mod byline;
pub mod check;
pub mod commands;
pub mod comment;
pub mod draft;
pub mod edition;
pub mod export;
pub mod home;
pub mod import;
pub mod key;
pub mod library;
pub mod person;
pub mod profile;
pub mod review;
pub mod search;
pub mod spelling;
pub mod template;
pub mod theme;
pub mod workflow;

pub use hand::{Desk, Hand, Ids, NewLibrary, Progress, Quiet, person_named};
pub use key::{Passphrase, Passphrases};
pub use model::{
    bundle::{Change, Verification},
    person::Person,
};
pub use views::*;
