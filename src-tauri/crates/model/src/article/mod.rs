//! An article: its content, its status, and what the verdicts on it are worth.

mod content;
mod cursor;
mod order;
mod slug;
mod stages;
mod standing;
mod workflow;

pub use content::{
    Byline, Content, Correction, CorrectionKind, LeadImage, Related, folder, language_tag, path,
    web_address,
};
pub use cursor::Cursor;
pub use order::Order;
pub use slug::{SLUG, headline_slug, is_device, slug};
pub use stages::{Pass, Stage, Workflow};
pub use standing::{Standing, Verdict, passed, standing};
pub use workflow::{Status, Step, TABLE, Transition};
