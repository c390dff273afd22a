//! Bundles: what would print, the page as it will be, the export itself, and its proof.

mod bundle;
mod changes;
mod choice;
mod edition;
mod files;
mod front;
mod kept;
mod lacking;
mod look;
mod outline;
mod page;
mod plan;
mod preview;
mod printed;
mod texts;
mod translations;
mod verify;
mod wanted;

pub use bundle::{Bundle, bundle};
pub use changes::{ChangesAsk, changes};
pub use front::{Front, front};
pub use page::{Page, page};
pub use plan::{PlanAsk, plan};
pub use preview::{Preview, preview};
pub use verify::{Verify, verify, verify_alone};
pub use wanted::Which;

pub(crate) use bundle::release_sample;
pub(crate) use choice::held_back;
pub(crate) use edition::newsroom_public;
pub(crate) use files::{outside, write_file};
pub(crate) use front::next_release;
pub(crate) use outline::Kept;
pub(crate) use verify::released;
