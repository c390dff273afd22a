//! The stages that the articles of a section pass, and who may pass each.

mod list;
mod set;

pub use list::{List, list};
pub use set::{Set, StageAsk, set};

pub(crate) use set::sane;
