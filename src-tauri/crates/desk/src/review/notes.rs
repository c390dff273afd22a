//! The notes on an article, each with its replies and its place in the text.

use crate::{
    Desk, Hand, NoteView, Page, ReplyView,
    hand::name_of,
    paging::{bad_cursor, page},
};
use model::{ArticleId, Hash, NoteId, Result, article::Content, note::NoteState, person::Person};
use serde::Deserialize;
use std::{collections::HashMap, ops::Range};
use store::{Db, article::Article, note::Note};

/// Most notes of one page.
const MOST: u32 = 1000;

/// Of which article, and from where on; `resolved` for those alone that are, or are not.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Notes {
    pub article: String,
    #[ts(optional)]
    pub resolved: Option<bool>,
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of the notes on an article, oldest first; a hundred where no limit is named.
///
/// # Errors
/// `no-such-article`, `bad-cursor`; system errors.
pub fn notes(desk: &Desk, _: &Hand, ask: Notes) -> Result<Page<NoteView>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, MOST);
    desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let after = ask.after.as_deref().map(place).transpose()?;
        let found = store::note::page(db, row.id, ask.resolved, after, limit + 1)?;
        let head = store::article::content(db, row.head)?;
        let people = store::person::list(db)?;
        let views = Noted::of(db, &row, &head, None)?.views(found, &people)?;
        page(views, limit, |note| note.id.clone(), Ok)
    })
}

/// The note after which a page begins.
pub(super) fn place(cursor: &str) -> Result<NoteId> {
    cursor.parse().map_err(|_| bad_cursor(cursor))
}

/// Where the notes and suggestions on an article stand: in its head, and in what someone is typing.
pub(crate) struct Noted<'a> {
    db: &'a Db<'a>,
    article: ArticleId,
    head: Units,
    typed: Option<Units>,
}

impl<'a> Noted<'a> {
    /// Of the article with the `head`, and of the text `typed` on top of a revision.
    pub(crate) fn of(
        db: &'a Db<'a>,
        article: &Article,
        head: &Content,
        typed: Option<(Hash, &str)>,
    ) -> Result<Self> {
        let typed = match typed {
            Some((base, body)) if body != head.body => Some(Units::new(
                store::place::typed(db, article.id, base, body)?,
                body,
            )),
            _ => None,
        };
        Ok(Self {
            db,
            article: article.id,
            head: Units::new(store::place::at(db, article.id, article.head)?, &head.body),
            typed,
        })
    }

    /// Where one of them begins, in the head and in what is being typed, in UTF-16 units.
    pub(crate) fn starts(&self, id: &str) -> (Option<i32>, Option<i32>) {
        let start = self.head.start(id);
        let typed = self.typed.as_ref().map_or(start, |typed| typed.start(id));
        (start, typed)
    }

    /// Some notes of the article, in the order of their ids, as others see them.
    pub(crate) fn views(&self, notes: Vec<Note>, people: &[Person]) -> Result<Vec<NoteView>> {
        let (Some(first), Some(last)) = (notes.first(), notes.last()) else {
            return Ok(vec![]);
        };
        let mut replies = store::note::replies(self.db, self.article, (first.id, last.id))?;
        let view = |note: &Note| {
            let replies = replies.remove(&note.id).unwrap_or_default();
            note_view(note, self.starts(&note.id.to_string()), replies, people)
        };
        Ok(notes.iter().map(view).collect())
    }
}

/// Where that one of some notes or suggestions stands which is the first in a text, which is to be the article's next head
/// and was begun with the revision `base`; none where each has lost its words.
pub(crate) fn first_of(
    db: &Db,
    article: &Article,
    base: Hash,
    body: &str,
    ids: &[String],
) -> Result<Option<Range<usize>>> {
    let head = store::article::content(db, article.head)?;
    let places = if head.body == body {
        store::place::at(db, article.id, article.head)?
    } else {
        store::place::typed(db, article.id, base, body)?
    };
    let stand = ids.iter().filter_map(|id| places.get(id));
    Ok(stand.min_by_key(|place| place.start).cloned())
}

/// Where passages begin, in UTF-16 units of their text.
struct Units(HashMap<String, i32>);

impl Units {
    fn new(places: store::place::Places, body: &str) -> Self {
        let mut starts: Vec<_> = places
            .into_iter()
            .map(|(id, place)| (place.start, id))
            .collect();
        starts.sort_unstable();
        let (mut at, mut units) = (0, 0_usize);
        let counted = starts.into_iter().filter_map(|(start, id)| {
            units += body.get(at..start)?.encode_utf16().count();
            at = start;
            Some((id, i32::try_from(units).ok()?))
        });
        Self(counted.collect())
    }

    fn start(&self, id: &str) -> Option<i32> {
        self.0.get(id).copied()
    }
}

/// A note that begins there in the head, and there in what is being typed, with what was answered to it.
pub(super) fn note_view(
    note: &Note,
    (start, typed): (Option<i32>, Option<i32>),
    replies: Vec<Note>,
    people: &[Person],
) -> NoteView {
    let state = match (note.resolved, start) {
        (true, _) => NoteState::Resolved,
        (false, Some(_)) => NoteState::Open,
        (false, None) => NoteState::Detached,
    };
    let reply = |reply: Note| ReplyView {
        id: reply.id.to_string(),
        text: reply.text,
        author: name_of(people, reply.author),
        at: reply.at,
    };
    NoteView {
        id: note.id.to_string(),
        quote: note.anchor.quote.clone(),
        text: note.text.clone(),
        author: name_of(people, note.author),
        state,
        at: note.at.clone(),
        start,
        typed,
        replies: replies.into_iter().map(reply).collect(),
    }
}
