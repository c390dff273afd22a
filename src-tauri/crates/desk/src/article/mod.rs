//! Articles: made, read, edited, submitted, recalled, withdrawn, restored.

mod check;
mod edit;
mod history;
mod new;
mod read;
mod save;
mod submit;
mod view;
mod withdraw;

pub use check::{CheckAsk, check};
pub use edit::{Edit, edit};
pub(crate) use history::find_revision;
pub use history::{DiffAsk, History, Restore, diff, history, restore};
pub use new::{New, new};
pub use read::{List, Read, list, read, records};
pub use submit::{Recall, Submit, SubmitKind, recall, submit};
pub use view::{Show, show};
pub use withdraw::{Bin, Lift, Withdraw, bin, lift, withdraw};

pub(crate) use check::findings;
pub(crate) use new::{free_slug, make};
pub(crate) use read::{cursor, page, row};
pub(crate) use save::{contributors, sane, save};
pub(crate) use view::{note_view, notes, view};

use model::person::Role;

/// Who may make and edit articles.
pub(crate) const WRITERS: &[Role] = &[Role::Writer, Role::Reviewer];
