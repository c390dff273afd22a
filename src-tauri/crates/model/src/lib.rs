//! The nouns of the newsroom and the rules between them: articles and their revisions, people and their roles,
//! the workflow, verdicts and what they are worth, comments and decisions, and the events that the journal holds.
//! Pure: nothing here reads a file, a clock, the environment or a random source.

mod canonical;
mod error;
mod hash;
mod id;
mod time;
mod utf8;

pub mod archive;
pub mod article;
pub mod asset;
pub mod backup;
pub mod bundle;
pub mod comment;
pub mod edition;
pub mod event;
pub mod mention;
pub mod note;
pub mod page;
pub mod person;
pub mod profile;
pub mod settings;
pub mod signed;
pub mod suggestion;
pub mod template;
pub mod theme;

pub use canonical::canonical;
pub use error::{Error, Kind, Result};
pub use hash::{Hash, Hasher};
pub use id::{
    ArticleId, BatchId, CommentId, CommenterId, EventId, KeyId, NoteId, OpId, PersonId, ProfileId,
    SuggestionId, VerdictId,
};
pub use time::{Day, Time};
pub use utf8::text;
