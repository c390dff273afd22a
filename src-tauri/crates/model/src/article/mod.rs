//! An article: its content, its status, and what the verdicts on it are worth.

mod content;
mod cursor;
mod order;
mod slug;
mod standing;
mod workflow;

pub use content::{
    Byline, Content, Correction, CorrectionKind, LeadImage, Related, path, web_address,
};
pub use cursor::Cursor;
pub use order::Order;
pub use slug::slug;
pub use standing::{Standing, Verdict, standing};
pub use workflow::{Status, Step, TABLE};
