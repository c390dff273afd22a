//! Ids: UUIDv7, passed in from outside beside the time, never made here.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = crate::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| crate::Error::usage("bad-id", format!("“{text}” is not an id.")))
            }
        }
    )*};
}

ids! {
    /// An article.
    ArticleId,
    /// A person who works here.
    PersonId,
    /// A reader's comment.
    CommentId,
    /// Whoever sends comments under one name and address.
    CommenterId,
    /// An editor's note.
    NoteId,
    /// A proposed change of a passage.
    SuggestionId,
    /// A verdict of a reviewer, or a confirmation.
    VerdictId,
    /// An entry of the journal.
    EventId,
    /// What was done in one step, and is undone in one.
    OpId,
    /// One batch of an import.
    BatchId,
    /// A signing key.
    KeyId,
    /// The profile of a public author.
    ProfileId,
}
