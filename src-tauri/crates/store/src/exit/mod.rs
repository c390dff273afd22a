//! Everything out as lines that a stranger can read, and a library made from such lines: the entries of the journal as
//! they are, each after the texts that it names; what is local and worth keeping; how everything stands now, for readers
//! alone. `docs/EXPORT.md` is the format.

mod line;
mod make;
mod make_local;
mod state;
mod write;

pub use line::FileLine;
pub use make::{Asked, Incoming};
pub use write::{Choice, Written, files, write};

use model::{Hash, event::Event};

/// The format that is written, and the only one that is read.
pub const FORMAT: &str = "copydesk-library/1";

/// The texts that an event names and nothing but them says, each with the kind of its line.
pub(crate) fn texts(event: &Event) -> Vec<(Hash, &'static str)> {
    match event {
        Event::RevisionSaved { revision, .. } => vec![(*revision, "revision")],
        Event::CommentsTaken { records, .. } | Event::CommentsTakenBack { records, .. } => {
            vec![(*records, "comments")]
        }
        Event::CommentsChanged { records, .. } => vec![(*records, "changes")],
        Event::SourceKept { record, was, .. } => {
            let all = was.iter().chain(record);
            all.map(|text| (*text, "source")).collect()
        }
        Event::RulesSet { rules, was } => {
            let all = was.iter().chain([rules]);
            all.map(|text| (*text, "rules")).collect()
        }
        Event::ThemeSet { theme, was } => {
            let all = was.iter().chain(theme);
            all.map(|text| (*text, "theme")).collect()
        }
        Event::CommenterForgotten { said, .. } => vec![(*said, "said")],
        _ => vec![],
    }
}
