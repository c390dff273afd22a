//! How the site looks: the newsroom's own theme, its colours, type and logo, and its files in and out.

mod active;
mod files;
mod set;
mod trial;

pub(crate) use active::{Kept, known};
pub use active::{PROGRAMS, active};
pub use files::{Export, Import, export, import};
pub use set::{Copy, Dress, Reset, Show, copy, dress, reset, show};
