//! An approval that an edit left behind: whose edit, of which words.

use super::differing;
use crate::hand::name_of;
use markup::SegmentKind;
use model::{
    Hash, Result,
    article::{Content, Status},
    person::Person,
    signed::Say,
};
use store::{Db, article::Article, verdict::Given};

/// How far back the edit is looked for.
const STATES: u32 = 500;
/// Most characters of a passage that are said.
const WORDS: usize = 60;

/// Whose approval which edit left behind, in a sentence; none where the head stands approved, or nothing was approved.
pub(super) fn left_behind(
    db: &Db,
    article: &Article,
    given: &[Given],
    people: &[Person],
) -> Result<Option<String>> {
    if matches!(article.status, Status::Approved | Status::Published) {
        return Ok(None);
    }
    let last = given
        .iter()
        .rev()
        .find(|given| given.cycle == article.cycle && given.verdict.say == Say::Approve)
        .filter(|last| last.revision != article.head);
    let Some(last) = last else { return Ok(None) };
    let approver = name_of(people, last.verdict.person);
    let edit = store::article::history(db, article.id, None, STATES)?
        .into_iter()
        .find(|saved| saved.parent == Some(last.revision) && saved.revision != last.revision);
    let Some(edit) = edit else {
        let short = last.revision.short();
        return Ok(Some(format!(
            "{approver} approved {short}; it was edited since, and is not approved as it stands."
        )));
    };
    let before = store::article::content(db, last.revision)?;
    let after = store::article::content(db, edit.revision)?;
    Ok(Some(format!(
        "{approver} approved this until {} edited it: {}. It is not approved as it stands.",
        name_of(people, edit.author),
        changed_words(&before, &after)
    )))
}

/// Whose edit made the head what it is, and of which words it differs from a revision of the article.
///
/// # Errors
/// `damaged-blob`; system errors.
pub(crate) fn edited_since(db: &Db, article: &Article, revision: Hash) -> Result<String> {
    let before = store::article::content(db, revision)?;
    let after = store::article::content(db, article.head)?;
    let last = store::article::head_at(db, article.id, i64::MAX)?;
    let people = store::person::list(db)?;
    let author = last.map(|saved| name_of(&people, saved.author));
    let by = author.map_or_else(String::new, |author| format!(" by {author}"));
    Ok(format!(
        "It was edited since{by}: {}.",
        changed_words(&before, &after)
    ))
}

/// What an edit changed first, and how much more.
fn changed_words(before: &Content, after: &Content) -> String {
    let mut changes = vec![];
    for field in differing(before, after, "UTC") {
        let mut parts = field.segments.iter().peekable();
        while let Some(part) = parts.next() {
            let next = parts
                .peek()
                .filter(|next| next.kind == SegmentKind::Inserted);
            changes.push(match (part.kind, next) {
                (SegmentKind::Same, _) => continue,
                (SegmentKind::Deleted, Some(next)) => {
                    let said = format!("{} became {}", quoted(&part.text), quoted(&next.text));
                    parts.next();
                    said
                }
                (SegmentKind::Deleted, None) => format!("{} went", quoted(&part.text)),
                (SegmentKind::Inserted, _) => format!("{} came in", quoted(&part.text)),
            });
        }
    }
    let first = changes.first().cloned().unwrap_or_default();
    match changes.len().saturating_sub(1) {
        0 => first,
        1 => format!("{first}, and one more change"),
        more => format!("{first}, and {more} more changes"),
    }
}

/// Words in quotation marks, cut where they are many.
pub(crate) fn quoted(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WORDS) {
        Some((cut, _)) => format!("“{}…”", &words[..cut]),
        None => format!("“{words}”"),
    }
}
