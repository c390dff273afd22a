//! Reading a change: what differs since one looked last, since it was approved, since it was published; what of it is
//! signed off; and first of all, what was changed of others' words.

use super::{
    others,
    tick::{Passage, passages},
};
use crate::{
    Desk, Hand, OthersWords, ReadPassage, ReadRow, ReadSince, Reading,
    article::{compared, differing, find_revision, last_approved},
};
use model::{Hash, PersonId, Result, article::Content, person::Person};
use serde::Deserialize;
use store::{Db, article::Article};

/// How much of a passage tells it from others, in characters.
const BEGINNING: usize = 80;

/// Which article, since what: `look`, `approved`, `live` or a revision; else the first of these that there is.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Read {
    pub article: String,
    #[ts(optional)]
    pub since: Option<String>,
}

/// The head as a change to be read.
///
/// # Errors
/// `no-such-article`, `no-such-revision`; system errors.
pub fn read(desk: &Desk, hand: &Hand, ask: Read) -> Result<Reading> {
    desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let people = store::person::list(db)?;
        let bases = bases(db, hand, &row)?;
        let base = match ask.since.as_deref().filter(|since| !since.is_empty()) {
            None => bases.first().cloned(),
            Some(since) => match bases.iter().find(|base| base.since == named(since)) {
                Some(base) => Some(base.clone()),
                None => since_revision(db, &row, since)?,
            },
        };
        let head = store::article::content(db, row.head)?;
        let from: Option<Hash> = base
            .as_ref()
            .map(|base| base.revision.parse())
            .transpose()?;
        let before = from
            .map(|from| store::article::content(db, from))
            .transpose()?;
        let nothing = Content::new(row.id, &head.language);
        let old = before.as_ref().unwrap_or(&nothing);
        let rows = compared(old, &head, before.is_none());
        let changed = rows
            .iter()
            .filter(|row| row.kind != markup::RowKind::Same)
            .count();
        let (since, at) = base.map(|base| (base.since, base.at)).unzip();
        Ok(Reading {
            article: row.id.to_string(),
            revision: row.head.to_string(),
            since: since.unwrap_or_default(),
            from: from.map(|from| from.to_string()),
            at,
            bases,
            fields: match &before {
                Some(before) => differing(before, &head, &store::person::settings(db)?.time_zone),
                None => vec![],
            },
            retargeted: match &before {
                Some(before) => markup::retargeted(&before.body, &head.body),
                None => vec![],
            },
            passages: signed_off(db, hand, &row, &head, &people)?,
            rows: with_places(rows, &head),
            others: of_others(db, hand, &row, &head, &people)?,
            changed: u32::try_from(changed).unwrap_or(u32::MAX),
            before,
        })
    })
}

/// The rows, each with where in the text of `head` its words stand.
fn with_places(rows: Vec<markup::Row>, head: &Content) -> Vec<ReadRow> {
    let blocks = markup::placed(&head.body);
    let there = |row: &&markup::Row| !row.plain.is_empty();
    let known = rows.iter().filter(there).count() == blocks.len();
    let mut blocks = blocks.into_iter().filter(|_| known);
    rows.into_iter()
        .map(|row| {
            let words = match row.plain.is_empty() {
                true => None,
                false => blocks.next(),
            };
            row_of(row, words.unwrap_or_default())
        })
        .collect()
}

fn row_of(row: markup::Row, words: Vec<markup::Stretch>) -> ReadRow {
    ReadRow {
        words,
        passage: super::tick::of_block(&row.plain).map(|passage| passage.to_string()),
        kind: row.kind,
        html: row.html,
        was: row.was,
        is: row.is,
    }
}

/// What a reader may hold the head against, the nearest first: what they looked at last, what was approved last, what is
/// live; none that is the head.
fn bases(db: &Db, hand: &Hand, row: &Article) -> Result<Vec<ReadSince>> {
    let looked = match hand.actor {
        Some(me) => look_before(db, row, me)?,
        None => None,
    };
    let approved = last_approved(db, row, row.head)?;
    let approved = approved.map(|given| (given.revision, given.at.to_string()));
    let live = row.live.filter(|live| *live != row.head);
    let live = match live {
        Some(live) => store::article::last_saved(db, row.id, live, i64::MAX)?,
        None => None,
    };
    let live = live.map(|saved| (saved.revision, saved.at));
    Ok([("look", looked), ("approved", approved), ("live", live)]
        .into_iter()
        .filter_map(|(since, base)| Some((since, base?)))
        .filter(|(_, (revision, _))| *revision != row.head)
        .map(|(since, (revision, at))| ReadSince {
            since: since.into(),
            revision: revision.to_string(),
            at,
        })
        .collect())
}

/// The text that `me` looked at last which is not the head.
fn look_before(db: &Db, row: &Article, me: PersonId) -> Result<Option<(Hash, String)>> {
    let look = store::reading::look(db, row.id, me)?;
    Ok(look.and_then(|look| match look.revision == row.head {
        true => look.before,
        false => Some((look.revision, look.at)),
    }))
}

/// What is published is live.
fn named(since: &str) -> &str {
    if since == "published" { "live" } else { since }
}

fn since_revision(db: &Db, row: &Article, since: &str) -> Result<Option<ReadSince>> {
    if matches!(named(since), "look" | "approved" | "live") {
        return Ok(None);
    }
    let revision = find_revision(db, row, since)?;
    let saved = store::article::last_saved(db, row.id, revision, i64::MAX)?;
    Ok(saved.map(|saved| ReadSince {
        since: revision.to_string(),
        revision: revision.to_string(),
        at: saved.at,
    }))
}

/// The revision that a change is read since: `look`, `approved`, `live`, or a revision; none where there is none of these.
pub(crate) fn since(db: &Db, hand: &Hand, row: &Article, since: &str) -> Result<Option<Hash>> {
    let revision = match named(since) {
        "look" => match hand.actor {
            Some(me) => look_before(db, row, me)?.map(|(revision, _)| revision),
            None => None,
        },
        "approved" => last_approved(db, row, row.head)?.map(|given| given.revision),
        "live" => row.live,
        revision => Some(find_revision(db, row, revision)?),
    };
    Ok(revision)
}

fn signed_off(
    db: &Db,
    hand: &Hand,
    row: &Article,
    head: &Content,
    people: &[Person],
) -> Result<Vec<ReadPassage>> {
    let ticks = store::reading::ticks(db, row.id)?;
    Ok(passages(head)?
        .into_iter()
        .map(
            |Passage {
                 field,
                 hash: passage,
                 words,
             }| {
                let by = people.iter().filter(|person| {
                    Some(person.id) != hand.actor && ticks.contains(&(passage, person.id))
                });
                ReadPassage {
                    passage: passage.to_string(),
                    field: field.into(),
                    words: words.chars().take(BEGINNING).collect(),
                    ticked: hand.actor.is_some_and(|me| ticks.contains(&(passage, me))),
                    by: by.map(|person| person.name.clone()).collect(),
                }
            },
        )
        .collect())
}

fn of_others(
    db: &Db,
    hand: &Hand,
    row: &Article,
    head: &Content,
    people: &[Person],
) -> Result<Vec<OthersWords>> {
    let found = others::changed(db, row, head, None)?;
    Ok(found
        .into_iter()
        .map(|one| others::view(one, head, hand, people))
        .collect())
}

/// Which text one looked at: the head, where none is named.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Looked {
    pub article: String,
    #[ts(optional)]
    pub revision: Option<String>,
}

/// Remembers that one looked at a text, so that the next change is shown since then. Local: nobody else sees it. A sealed
/// person shows that it is them, since nobody else may move the mark.
///
/// # Errors
/// `sealed`, `no-such-article`, `no-such-revision`; system errors.
pub fn looked(desk: &Desk, hand: &Hand, ask: Looked) -> Result<()> {
    if desk.store.shared().is_some() {
        // Reading is all that can be done there, and nobody keeps a mark in it.
        return Ok(());
    }
    desk.admit(hand)?;
    desk.store.local(|db| {
        let me = hand.me(db)?;
        let row = store::article::find(db, &ask.article)?;
        let revision = match ask.revision.as_deref() {
            Some(revision) => find_revision(db, &row, revision)?,
            None => row.head,
        };
        store::reading::looked(db, row.id, me.id, revision, hand.now)
    })
}
