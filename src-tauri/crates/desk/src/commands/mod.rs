//! The one list of commands, from which the dispatcher, the permissions and the TypeScript client are made.

mod typescript;

pub use typescript::typescript;
