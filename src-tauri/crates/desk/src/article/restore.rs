//! An older content brought back: all of it, a field, or a paragraph.

use super::{WRITERS, merge, open, save};
use crate::{Act, Desk, Hand};
use markup::became::{NotBroughtBack, bring_back};
use model::{Error, Result, article::Content, event::Origin};
use serde::Deserialize;

/// Which article, to which revision; and what of it, else all.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Restore {
    pub article: String,
    pub revision: String,
    /// This field alone.
    #[ts(optional)]
    pub field: Option<String>,
    /// This paragraph of the text alone, from 0: the place that a [`crate::Diff`] gives it.
    #[ts(optional)]
    pub paragraph: Option<u32>,
}

/// Makes an older content, or a part of it, the head again; a whole one's approval comes back with it.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-such-revision`, `no-such-field`, `no-such-paragraph`, `still-there`;
/// system errors.
pub fn restore(desk: &Desk, hand: &Hand, ask: Restore) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let article = open(txn, &ask.article)?;
        let revision = super::find_revision(txn, &article, &ask.revision)?;
        let old = store::article::content(txn, revision)?;
        let head = store::article::content(txn, article.head)?;
        let title = old.title.clone();
        let (content, what) = if let Some(nth) = ask.paragraph {
            (paragraph(&old, head, nth)?, "a paragraph of ")
        } else if let Some(field) = &ask.field {
            (one_field(&old, &head, field)?, "a part of ")
        } else {
            (old, "")
        };
        let undo = save(txn, &me, &article, content, Origin::Restore)?;
        Ok(Act {
            words: format!("Restored {what}{} of “{title}”", revision.short()),
            undo,
        })
    })
}

fn paragraph(old: &Content, mut head: Content, nth: u32) -> Result<Content> {
    match bring_back(&old.body, &head.body, nth as usize) {
        Ok(body) => head.body = body,
        Err(NotBroughtBack::StillThere) => {
            return Err(
                Error::refused("still-there", "This paragraph is still there as it was.")
                    .hint("Where it moved, it is moved back by an edit."),
            );
        }
        Err(NotBroughtBack::NoSuch(all)) => {
            let many = match all {
                1 => "1 paragraph".to_owned(),
                all => format!("{all} paragraphs"),
            };
            return Err(
                Error::usage("no-such-paragraph", "That text has no such paragraph.")
                    .hint(format!("It has {many}.")),
            );
        }
    }
    Ok(head)
}

fn one_field(old: &Content, head: &Content, field: &str) -> Result<Content> {
    let (before, mut now) = (merge::object(old)?, merge::object(head)?);
    let fixed = ["copydesk", "article"].contains(&field);
    match before.get(field).filter(|_| !fixed) {
        Some(value) => {
            now.insert(field.to_owned(), value.clone());
            merge::content_of(now)
        }
        None => Err(Error::usage(
            "no-such-field",
            format!("An article has no field “{field}”."),
        )
        .hint("Such as title, standfirst, body or tags.")),
    }
}
