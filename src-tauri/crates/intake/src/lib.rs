//! Files in: saved article pages, Markdown and comment exports become plain records. Nothing here knows a library;
//! `desk` decides what becomes of what was read.

mod dates;
mod labels;
mod language;
mod quotes;
mod recognise;
mod text;

pub mod comments;
pub mod markdown;
pub mod saved_page;

pub use comments::CommentRecord;
pub use recognise::{Format, recognise};

/// The most bytes that one file may have: 50 MB.
pub const LIMIT: usize = 50_000_000;

/// Refuses what is larger than [`LIMIT`].
fn bounded(bytes: &[u8]) -> model::Result<()> {
    if bytes.len() <= LIMIT {
        return Ok(());
    }
    let size = bytes.len() / 1_000_000;
    Err(model::Error::unreadable("too-large", format!("The file has {size} MB; 50 MB is the most that is read."))
        .hint("Save the page without its pictures, or split the export."))
}
