//! The library on disk: one SQLite file whose journal is the truth and whose tables are what the journal says.
//! The only crate that knows SQLite. Three kinds of tables, told apart by name: `j_` journaled (only
//! [`journal::apply`] writes them), `d_` derived (rebuilt at will), `l_` local (drafts, keys, private data).

mod connect;
mod cores;
mod error;
mod log;
mod look;
mod memo;
mod rest;
mod schema;
mod sums;
mod synced;

pub mod address;
pub mod article;
pub mod aside;
pub mod asset;
pub mod attested;
pub mod blob;
pub mod byline;
pub mod chosen;
pub mod comment;
pub mod draft;
pub mod edition;
pub mod exit;
pub mod html;
pub mod journal;
pub mod library;
pub mod note;
pub mod person;
pub mod place;
pub mod printed;
pub mod private;
pub mod profile;
pub mod reading;
pub mod route;
pub mod search;
pub mod signer;
pub mod suggesting;
pub mod suggestion;
pub mod template;
pub mod theme;
pub mod verdict;
pub mod word;

pub use connect::{Db, Store, View};
pub(crate) use error::Column;
pub use journal::Txn;
pub use memo::{Ahead, Prose, Remark};
pub use rest::{Bulk, keep_few_pages};
pub use synced::{Shared, shared};
