//! Where someone is called upon by name, in notes and the replies to them.

use super::notes::place;
use crate::{Desk, Hand, MentionRow, Page, hand::name_of, paging::page};
use model::{NoteId, PersonId, Result, person::Person};
use serde::Deserialize;
use store::{Db, note::Call};

/// Most rows of one page.
const MOST: u32 = 1000;

/// From where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Mentions {
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of the notes and replies in which who asks is called upon and has not answered, oldest first.
///
/// # Errors
/// `no-person`, `bad-cursor`; system errors.
pub fn mentions(desk: &Desk, hand: &Hand, ask: Mentions) -> Result<Page<MentionRow>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, MOST);
    desk.store.read(|db| {
        let me = hand.me(db)?;
        let after = ask.after.as_deref().map(place).transpose()?;
        let people = store::person::list(db)?;
        let calls = store::note::calls(db, me.id, after, limit + 1)?;
        page(
            calls,
            limit,
            |call| call.note.to_string(),
            |call| row(db, &call, &people),
        )
    })
}

/// The first calls upon a person that wait.
pub(crate) fn upon(
    db: &Db,
    person: PersonId,
    limit: u32,
    people: &[Person],
) -> Result<Vec<MentionRow>> {
    let mut seen: Vec<NoteId> = vec![];
    let mut rows = vec![];
    for call in store::note::calls(db, person, None, limit)? {
        // One who is called upon twice in a thread has one thing to answer.
        if !seen.contains(&call.thread) {
            seen.push(call.thread);
            rows.push(row(db, &call, people)?);
        }
    }
    Ok(rows)
}

fn row(db: &Db, call: &Call, people: &[Person]) -> Result<MentionRow> {
    let note = store::note::find(db, &call.note.to_string())?;
    let article = store::article::get(db, call.article)?;
    Ok(MentionRow {
        id: note.id.to_string(),
        note: call.thread.to_string(),
        article: article.id.to_string(),
        article_title: article.title,
        text: note.text,
        by: name_of(people, note.author),
        at: note.at,
    })
}
