//! Articles: made, read, edited, submitted, recalled, withdrawn, restored.

mod behind;
mod bin;
mod edit;
mod fields;
mod history;
mod many;
pub(crate) mod merge;
mod milestone;
mod new;
mod paste;
mod place;
mod read;
mod recheck;
mod related;
mod restore;
mod save;
mod slug;
mod submit;
mod terms;
mod view;
mod withdraw;

pub use bin::{Bin, Binned, Empty, GoingAsk, bin, binned, empty, going};
pub use edit::{Edit, edit};
pub use fields::{Fields, fields};
pub use history::{DiffAsk, History, Name, diff, history, name};
pub(crate) use history::{compared, fields as differing, find_revision, last_approved};
pub use many::{Many, ManyAct, many};
pub use new::{New, new};
pub use paste::{Paste, paste};
pub use read::{Between, List, Read, SpanAsk, between, list, read, records, span};
pub use recheck::{Recheck, recheck};
pub use related::{Related, related};
pub use restore::{Restore, restore};
pub use submit::{Recall, Submit, SubmitKind, recall, submit};
pub use terms::{TermKind, Terms, terms};
pub use view::{Show, show};
pub use withdraw::{Lift, Withdraw, lift, withdraw};

pub(crate) use behind::{edited_since, quoted};
pub(crate) use bin::set as bin_set;
pub(crate) use edit::fell_out;
pub(crate) use fields::{moved_from, moved_here, was_elsewhere};
pub(crate) use new::make;
pub(crate) use read::{Known, record, row};
pub(crate) use save::{
    BODY, REASON, clean, clean_template, clean_text, contributors, limited, once, reckoned, remark,
    sane, save,
};
pub(crate) use slug::free_slug;
pub(crate) use submit::submit_imported;
pub(crate) use view::view;

use model::{Error, Result, person::Role};
use store::{Db, article::Article};

/// How many articles can be named one by one to be acted on at once; all of a list are as many as there are.
const MOST: u32 = 100_000;

/// Who may make and edit articles.
pub(crate) const WRITERS: &[Role] = &[Role::Writer, Role::Reviewer];

/// Who may take articles in.
pub(crate) const IMPORTERS: &[Role] = &[Role::Writer, Role::Reviewer, Role::Publisher];

/// The article whose id begins so, to be worked on: what is in the bin stays as it is until it comes out.
pub(crate) fn open(db: &Db, named: &str) -> Result<Article> {
    let article = store::article::find(db, named)?;
    if article.binned {
        return Err(
            Error::refused("in-the-bin", format!("“{}” is in the bin.", article.title)).hint(
                format!(
                    "Take it out first: `copydesk article bin {} --back`.",
                    article.id
                ),
            ),
        );
    }
    Ok(article)
}
