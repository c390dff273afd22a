//! Readers' comments: taken in, judged by the rules, read, decided, answered; who sends them; and out again.

mod again;
mod commenter;
mod decide;
mod edit;
mod export;
mod import;
mod inbox;
mod judge;
mod learned;
mod new;
mod place;
mod read;
mod reading;
mod rules;
mod senders;
mod shown;
mod stand;
mod statement;
mod take;
mod text;
mod told;
mod traces;

pub mod learn;
pub mod pipeline;

pub use commenter::{
    BanAsk, CommenterList, Erase, Forget, Whom, commenter, commenters, erase, forget, set_ban,
};
pub use decide::{Decide, Decisions, UndoDecision, decide, decisions, undo};
pub use edit::{Edit, Reply, edit, reply};
pub use export::{Export, export};
pub(crate) use import::{Archived, of_archive};
pub use import::{Import, import};
pub use inbox::{SetInbox, ShowInbox, TakeInbox, set_inbox, show_inbox, take_inbox};
pub use learned::{Learn, learn_now};
pub use place::{Assign, CommentingAsk, Places, assign, places, set_commenting};
pub use read::{Claim, Count, List, Read, Show, claim, count, list, read, records, show};
pub use rules::{SetRules, ShowRules, TryRules, set_rules, show_rules, try_rules};

/// What the sources of comments from a library's own exports begin with; the id that the file gives follows.
const JSONL: &str = "jsonl:";
/// By what the sources of comments begin that arrived in the inbox.
const INBOX: &str = "inbox:";

pub(crate) use decide::verb;
pub(crate) use export::in_order;
pub(crate) use new::New;
pub(crate) use shown::shown;
pub(crate) use stand::{stands, stands_as_taken};
pub(crate) use take::take;
pub(crate) use told::{comments, words_of};
