//! Notes on a passage: made, answered, resolved, opened again.

use super::notes::note_view;
use crate::{
    Act, Desk, Hand, NoteMade, ReplyMade,
    article::{self, WRITERS},
    hand::name_of,
};
use model::{
    Error, Hash, NoteId, PersonId, Result,
    event::Event,
    mention::{Mentioned, mentioned},
    note::Anchor,
    person::Person,
};
use serde::Deserialize;
use store::{Db, note::Note};

/// Longest passage that a note is about, in bytes.
const QUOTE: usize = 20_000;

/// Most replies in one thread.
const REPLIES: i64 = 500;

/// On which words of which article; `nth` (from 1) where they occur more than once, or `start`, their place in the Markdown
/// in UTF-16 units.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct NoteAsk {
    pub article: String,
    pub quote: String,
    pub nth: Option<u32>,
    #[ts(optional)]
    pub start: Option<u32>,
    pub text: String,
}

/// Makes a note on a passage of the head. Whom it calls upon by `@` and a name has it on their desk.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-note`, `too-long`, `quote-not-found`, `quote-ambiguous`; system errors.
pub fn note(desk: &Desk, hand: &Hand, ask: NoteAsk) -> Result<NoteMade> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let text = said(&ask.text)?;
        let content = store::article::content(txn, row.head)?;
        article::limited(&ask.quote, QUOTE, "passage")?;
        let place = (ask.nth, ask.start);
        let anchor = anchor(&content.body, row.head, &ask.quote, place)?;
        let called = Called::of(txn, &text, me.id)?;
        let id = NoteId(txn.id());
        txn.append(Event::NoteMade {
            note: id,
            article: row.id,
            anchor,
            text,
            mentions: called.ids(),
        })?;
        let note = store::note::find(txn, &id.to_string())?;
        let start = note.anchor.start.and_then(|start| {
            let before = content.body.get(..usize::try_from(start).ok()?)?;
            i32::try_from(before.encode_utf16().count()).ok()
        });
        Ok(NoteMade {
            note: note_view(&note, (start, start), vec![], &[me]),
            told: called.told(),
            mentioned: called.names,
        })
    })
}

/// The anchor of words in a text: of which occurrence of them, or of those at a place.
pub(super) fn anchor(
    body: &str,
    revision: Hash,
    quote: &str,
    (nth, start): (Option<u32>, Option<u32>),
) -> Result<Anchor> {
    match start {
        Some(start) => markup::anchor::placed(body, revision, quote, start as usize),
        None => markup::anchor::make(body, revision, quote, nth.map(|nth| nth as usize)),
    }
}

/// Which note is answered, and how.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Reply {
    pub note: String,
    pub text: String,
}

/// Answers a note. An answer to a reply joins its thread; one to a note that is resolved opens that again.
///
/// # Errors
/// `wrong-role`, `no-such-note`, `no-note`, `too-long`, `too-many`, `in-the-bin`; system errors.
pub fn reply(desk: &Desk, hand: &Hand, ask: Reply) -> Result<ReplyMade> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let first = thread(txn, &ask.note)?;
        let text = said(&ask.text)?;
        if store::note::count_replies(txn, &first)? >= REPLIES {
            return Err(
                Error::refused("too-many", format!("This note has {REPLIES} replies."))
                    .hint("Make another note on the passage."),
            );
        }
        if first.resolved {
            set(txn, &first, false)?;
        }
        let called = Called::of(txn, &text, me.id)?;
        let id = NoteId(txn.id());
        txn.append(Event::NoteReplied {
            reply: id,
            note: first.id,
            article: first.article,
            text: text.clone(),
            mentions: called.ids(),
        })?;
        Ok(ReplyMade {
            id: id.to_string(),
            note: first.id.to_string(),
            text,
            author: me.name,
            at: hand.now.to_string(),
            reopened: first.resolved,
            told: called.told(),
            mentioned: called.names,
        })
    })
}

/// Which note.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Resolve {
    pub note: String,
}

/// Resolves a note, with all that was answered to it.
///
/// # Errors
/// `wrong-role`, `no-such-note`, `resolved-already`, `in-the-bin`; system errors.
pub fn resolve(desk: &Desk, hand: &Hand, ask: Resolve) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let first = thread(txn, &ask.note)?;
        if first.resolved {
            return Err(Error::refused(
                "resolved-already",
                "This note is resolved already.",
            ));
        }
        set(txn, &first, true)?;
        Ok(Act {
            words: "Resolved a note".into(),
            undo: true,
        })
    })
}

/// Which note.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Reopen {
    pub note: String,
}

/// Opens a resolved note again.
///
/// # Errors
/// `wrong-role`, `no-such-note`, `open-already`, `in-the-bin`; system errors.
pub fn reopen(desk: &Desk, hand: &Hand, ask: Reopen) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let first = thread(txn, &ask.note)?;
        if !first.resolved {
            return Err(Error::refused("open-already", "This note is open already."));
        }
        set(txn, &first, false)?;
        Ok(Act {
            words: "Opened a note again".into(),
            undo: true,
        })
    })
}

/// The first note of the thread in which the named one stands, on an article that can be worked on.
fn thread(db: &Db, named: &str) -> Result<Note> {
    let note = store::note::find(db, named)?;
    article::open(db, &note.article.to_string())?;
    match note.thread {
        Some(first) => store::note::find(db, &first.to_string()),
        None => Ok(note),
    }
}

fn set(txn: &store::Txn, note: &Note, resolved: bool) -> Result<()> {
    txn.append(Event::NoteSet {
        note: note.id,
        article: Some(note.article),
        resolved,
    })
}

/// What someone says in a note.
fn said(text: &str) -> Result<String> {
    let text = article::remark(text)?;
    if text.is_empty() {
        return Err(Error::usage("no-note", "A note needs its text."));
    }
    Ok(text)
}

/// Who is called upon in a text, besides who wrote it; and who could not be.
struct Called {
    people: Vec<PersonId>,
    names: Vec<String>,
    nobody: Vec<String>,
    several: Vec<String>,
}

impl Called {
    fn of(db: &Db, text: &str, author: PersonId) -> Result<Self> {
        let people: Vec<Person> = if text.contains('@') {
            store::person::list(db)?
        } else {
            vec![]
        };
        let Mentioned {
            people: mut ids,
            nobody,
            several,
        } = mentioned(text, &people);
        ids.retain(|id| *id != author);
        Ok(Self {
            names: ids.iter().map(|id| name_of(&people, *id)).collect(),
            people: ids,
            nobody,
            several,
        })
    }

    fn ids(&self) -> Vec<PersonId> {
        self.people.clone()
    }

    /// What has to be said of names that call upon nobody.
    fn told(&self) -> Option<String> {
        let quoted = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
            names.join(", ")
        };
        let nobody = (!self.nobody.is_empty())
            .then(|| format!("Nobody called {} works here.", quoted(&self.nobody)));
        let several = (!self.several.is_empty()).then(|| {
            format!(
                "More than one person is called {}: write the whole name.",
                quoted(&self.several)
            )
        });
        let told: Vec<String> = nobody.into_iter().chain(several).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }
}
