//! Markdown to safe HTML and back, differences, anchors and measures of text. Pure: from text to text, so that the
//! preview, the bundle and its verification make the same bytes from the same words. The only crate that knows
//! pulldown-cmark and ammonia.

mod asset;
mod changes;
mod difference;
mod html;
mod marked;
mod measure;
mod passage;
mod placed;
mod portable;
mod prose;
mod readdressed;
mod rewritten;
mod shortcodes;
mod targets;

pub mod anchor;
pub mod became;
pub mod fold;
pub mod follow;
pub mod found;
pub mod from_html;
pub mod likeness;
pub mod links;
pub mod merge;
pub mod reading;
pub mod seen;
pub mod suggested;
pub mod svg;
pub mod turned;

pub use asset::{Place, Shown, assets, pictures, place_assets};
pub use changes::{Pieces, Row, RowKind, changed_pieces, changes_html, rows};
pub use difference::{Segment, SegmentKind, diff};
pub use html::{article_html, comment_html, made_by, seen};
pub use measure::{direction, guidance, plain, said, unguided, words};
pub use passage::passage;
pub use placed::{Stretch, placed};
pub use portable::{destination, portable};
pub use prose::{Prose, prose};
pub use readdressed::readdressed;
pub use reading::reading;
pub use rewritten::{Part, code, rewritten};
pub use shortcodes::no_shortcodes;
pub use targets::{Retargeted, retargeted};
