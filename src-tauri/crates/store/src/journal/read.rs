//! Reading the journal back.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Hash, OpId, PersonId, Result,
    event::{Entry, Event},
};
use rusqlite::{Connection, OptionalExtension};

/// An entry with its place.
#[derive(Debug, Clone)]
pub struct Done {
    /// Its place, from 1.
    pub seq: i64,
    /// What was done.
    pub entry: Entry,
}

/// Writes an entry; returns its place.
pub(crate) fn write(conn: &Connection, entry: &Entry, hash: Hash, bytes: &[u8]) -> Result<i64> {
    conn.prepare_cached(
        "INSERT INTO journal (hash, bytes, op, undoes, actor, at, kind, article)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .map_err(sql)?
    .execute((
        hash.to_string(),
        bytes,
        entry.op.to_string(),
        entry.undoes.map(|op| op.to_string()),
        entry.actor.map(|actor| actor.to_string()),
        entry.at.to_string(),
        kind(&entry.event),
        about(&entry.event).map(|article| article.to_string()),
    ))
    .map_err(sql)?;
    Ok(conn.last_insert_rowid())
}

/// The entries newest first, before place `before`, of one article or of all.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn entries(
    db: &Db,
    article: Option<ArticleId>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Done>> {
    let before = before.unwrap_or(i64::MAX);
    let read = |row: &rusqlite::Row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
    let rows: Vec<_> = match article {
        Some(article) => db
            .conn
            .prepare_cached(
                "SELECT seq, bytes FROM journal WHERE article = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
            )
            .map_err(sql)?
            .query_map((article.to_string(), before, limit), read)
            .map_err(sql)?
            .collect::<rusqlite::Result<_>>()
            .map_err(sql)?,
        None => db
            .conn
            .prepare_cached("SELECT seq, bytes FROM journal WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2")
            .map_err(sql)?
            .query_map((before, limit), read)
            .map_err(sql)?
            .collect::<rusqlite::Result<_>>()
            .map_err(sql)?,
    };
    done(rows)
}

/// The newest entries by any of some people, newest first.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn entries_by(db: &Db, people: &[PersonId], limit: u32) -> Result<Vec<Done>> {
    let mut all: Vec<i64> = vec![];
    // Of each of them by an index, since one alone may have done all that is newest.
    let mut ask = db
        .conn
        .prepare_cached("SELECT seq FROM journal WHERE actor = ?1 ORDER BY seq DESC LIMIT ?2")
        .map_err(sql)?;
    for person in people {
        let rows = ask
            .query_map((person.to_string(), limit), |row| row.get(0))
            .map_err(sql)?;
        for seq in rows {
            all.push(seq.map_err(sql)?);
        }
    }
    all.sort_unstable_by(|one, other| other.cmp(one));
    all.truncate(limit as usize);
    let mut ask = db
        .conn
        .prepare_cached("SELECT seq, bytes FROM journal WHERE seq = ?1")
        .map_err(sql)?;
    let rows: rusqlite::Result<Vec<(i64, Vec<u8>)>> = all
        .iter()
        .map(|seq| ask.query_row([seq], |row| Ok((row.get(0)?, row.get(1)?))))
        .collect();
    done(rows.map_err(sql)?)
}

/// The entries after place `after`, oldest first; none where there are more than `most`.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn since(db: &Db, after: i64, most: u32) -> Result<Option<Vec<Done>>> {
    let rows: Vec<(i64, Vec<u8>)> = db
        .conn
        .prepare_cached("SELECT seq, bytes FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2")
        .map_err(sql)?
        .query_map((after, i64::from(most) + 1), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    match rows.len() > most as usize {
        true => Ok(None),
        false => done(rows).map(Some),
    }
}

/// The newest entry's place and hash; 0 and nothing where there is none yet.
///
/// # Errors
/// System errors.
pub fn newest(db: &Db) -> Result<(i64, String)> {
    let newest = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1";
    let read = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
    let row = db.conn.query_row(newest, [], read).optional();
    Ok(row.map_err(sql)?.unwrap_or_default())
}

/// The hash of the entry at a place; none where there is none.
///
/// # Errors
/// System errors.
pub fn hash_at(db: &Db, seq: i64) -> Result<Option<String>> {
    let at = "SELECT hash FROM journal WHERE seq = ?1";
    let row = db.conn.query_row(at, [seq], |row| row.get(0)).optional();
    row.map_err(sql)
}

/// The entries of these rows, each a place and its bytes; not those that were lost.
pub(super) fn done(rows: Vec<(i64, Vec<u8>)>) -> Result<Vec<Done>> {
    rows.into_iter()
        .filter(|(_, bytes)| !super::replay::is_lost(bytes))
        .map(|(seq, bytes)| {
            Ok(Done {
                seq,
                entry: Entry::from_bytes(&bytes)?,
            })
        })
        .collect()
}

/// The newest entry of one kind about an article.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn last_about(db: &Db, article: ArticleId, kind: &str) -> Result<Option<Entry>> {
    let bytes: Option<Vec<u8>> = db
        .conn
        .prepare_cached(
            "SELECT bytes FROM journal WHERE article = ?1 AND kind = ?2 ORDER BY seq DESC LIMIT 1",
        )
        .map_err(sql)?
        .query_row((article.to_string(), kind), |row| row.get(0))
        .optional()
        .map_err(sql)?;
    bytes.map(|bytes| Entry::from_bytes(&bytes)).transpose()
}

/// Whether the journal has a release with this manifest.
///
/// # Errors
/// System errors.
pub fn was_released(db: &Db, manifest: Hash) -> Result<bool> {
    db.conn
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM j_release WHERE manifest = ?1)",
            [manifest.to_string()],
            |row| row.get(0),
        )
        .map_err(sql)
}

/// Every release, oldest first.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn releases(db: &Db) -> Result<Vec<Done>> {
    let rows: Vec<(i64, Vec<u8>)> = db
        .conn
        .prepare_cached(
            "SELECT seq, bytes FROM journal WHERE seq IN (SELECT seq FROM j_release) ORDER BY seq",
        )
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    done(rows)
}

/// Every entry's bytes, oldest first, one after the other.
///
/// # Errors
/// What `each` returns; system errors.
pub fn raw(db: &Db, mut each: impl FnMut(i64, &[u8]) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT seq, bytes FROM journal ORDER BY seq")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(1).map_err(sql)?;
        each(row.get(0).map_err(sql)?, &bytes)?;
    }
    Ok(())
}

/// Every entry's hash and bytes, oldest first, one after the other.
pub(super) fn each_entry(
    db: &Db,
    mut each: impl FnMut(i64, &str, &[u8]) -> Result<()>,
) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT seq, hash, bytes FROM journal ORDER BY seq")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let hash: String = row.get(1).map_err(sql)?;
        let bytes: Vec<u8> = row.get(2).map_err(sql)?;
        each(row.get(0).map_err(sql)?, &hash, &bytes)?;
    }
    Ok(())
}

/// What was saved of articles that have notes, and the notes, oldest first, one after the other.
pub(crate) fn noted(db: &Db, mut each: impl FnMut(&Event) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare(
            "SELECT bytes FROM journal WHERE kind IN ('note-made', 'revision-saved')
               AND article IN (SELECT article FROM j_note) ORDER BY seq",
        )
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(0).map_err(sql)?;
        if let Ok(entry) = Entry::from_bytes(&bytes) {
            each(&entry.event)?;
        }
    }
    Ok(())
}

/// A step that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub op: OpId,
    /// How many of its events are to be taken back still.
    pub left: u64,
    /// Its newest entry that is.
    pub newest: i64,
    /// Whether a step was passed over to come to it which only made its actor a key, for which there is no way back.
    pub past_key: bool,
}

/// Which entries of the step `?1` are taken back one by one: an article that was made goes to the bin whole, and what
/// else was done to it in that step goes with it.
const ONE_BY_ONE: &str = "op = ?1 AND (kind = 'article-made' OR article IS NULL
  OR article NOT IN (SELECT article FROM journal WHERE op = ?1 AND kind = 'article-made'))";

/// The newest step of `actor` that was not taken back whole and is none itself; of any kind, or with events of the kinds
/// `only`: of what comments became, what someone decided or wrote, and nothing that rules or a source made of them; of what
/// came in, an answer. What only made them another key is passed over, where anything came before: nothing is built on it.
///
/// # Errors
/// System errors.
pub fn last_step(db: &Db, actor: PersonId, only: Option<&[&str]>) -> Result<Option<Step>> {
    let (person, mut before, mut passed) = (actor, i64::MAX, String::new());
    let (actor, mut key) = (actor.to_string(), None);
    let only = only.map(|kinds| super::json(&kinds)).transpose()?;
    let mut newest = db
        .conn
        .prepare_cached(
            "SELECT op, seq FROM journal WHERE actor = ?1 AND undoes IS NULL AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2))
               AND (kind <> 'comments-changed' OR json_extract(CAST(bytes AS TEXT), '$.event.what') IN ('decided', 'edited'))
               AND (kind <> 'comments-taken' OR json_extract(CAST(bytes AS TEXT), '$.event.reply') IS NOT NULL))
             AND seq < ?3 AND op <> ?4 ORDER BY seq DESC LIMIT 1",
        )
        .map_err(sql)?;
    loop {
        let found: Option<(String, i64)> = newest
            .query_row((&actor, &only, before, &passed), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(sql)?;
        let Some((op, seq)) = found else {
            return Ok(key);
        };
        if let Some(step) = left_of(db, &op)? {
            if !makes_key(db, step, person)? {
                let past_key = key.is_some();
                return Ok(Some(Step { past_key, ..step }));
            }
            key = key.or(Some(step));
        }
        (before, passed) = (seq, op);
    }
}

/// What of a step is to be taken back still; none where it was taken back whole.
fn left_of(db: &Db, op: &str) -> Result<Option<Step>> {
    let taken_back: i64 = db
        .conn
        .prepare_cached("SELECT count(*) FROM journal WHERE undoes = ?1")
        .map_err(sql)?
        .query_row([op], |row| row.get(0))
        .map_err(sql)?;
    let (all, oldest): (i64, i64) = db
        .conn
        .prepare_cached(&format!(
            "SELECT count(*), coalesce(min(seq), 0) FROM journal WHERE {ONE_BY_ONE}"
        ))
        .map_err(sql)?
        .query_row([op], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?;
    if taken_back >= all {
        return Ok(None);
    }
    // They are taken back from the newest on.
    let newest = db
        .conn
        .prepare_cached(&format!(
            "SELECT seq FROM journal WHERE {ONE_BY_ONE} ORDER BY seq DESC LIMIT 1 OFFSET ?2"
        ))
        .map_err(sql)?
        .query_row((op, taken_back), |row| row.get(0))
        .optional()
        .map_err(sql)?;
    Ok(Some(Step {
        op: op.kept()?,
        left: u64::try_from(all - taken_back).unwrap_or_default(),
        newest: newest.unwrap_or(oldest),
        past_key: false,
    }))
}

/// Whether all that a step did is another key for `person`.
fn makes_key(db: &Db, step: Step, person: PersonId) -> Result<bool> {
    if step.left > 1 {
        return Ok(false);
    }
    let entries = of_step(db, step.op, step.newest, 1)?;
    Ok(entries.iter().any(|done| {
        matches!(&done.entry.event, Event::KeyMade { person: Some(whose), was: Some(_), .. } if *whose == person)
    }))
}

/// The entries of a step that are taken back one by one, newest first, from the place `from` on.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn of_step(db: &Db, op: OpId, from: i64, limit: u32) -> Result<Vec<Done>> {
    let rows: Vec<(i64, Vec<u8>)> = db
        .conn
        .prepare_cached(&format!(
            "SELECT seq, bytes FROM journal WHERE {ONE_BY_ONE} AND seq <= ?2 ORDER BY seq DESC LIMIT ?3"
        ))
        .map_err(sql)?
        .query_map((op.to_string(), from, limit), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    done(rows)
}

/// Which step the step `op` took back; none where it did another thing.
///
/// # Errors
/// System errors.
pub fn took_back(db: &Db, op: &str) -> Result<Option<OpId>> {
    let undoes: Option<Option<String>> = db
        .conn
        .prepare_cached("SELECT undoes FROM journal WHERE op = ?1 LIMIT 1")
        .map_err(sql)?
        .query_row([op], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    undoes.flatten().map(|op| op.kept()).transpose()
}

/// Whether all that was done to an article after the step `op` did something to it last was taken back, whoever did it; comments on
/// it and what was suggested are passed over.
///
/// # Errors
/// System errors.
pub fn only_taken_back_since(db: &Db, article: ArticleId, op: OpId) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM journal AS j
               WHERE article = ?1 AND seq > coalesce((SELECT max(seq) FROM journal WHERE op = ?2 AND article = ?1), 0)
                 AND kind NOT IN ('comment-decided', 'suggestion-made', 'suggestion-decided')
                 AND undoes IS NULL
                 AND NOT EXISTS (SELECT 1 FROM journal AS u WHERE u.undoes = j.op AND u.article = j.article))",
        )
        .map_err(sql)?
        .query_row((article.to_string(), op.to_string()), |row| row.get(0))
        .map_err(sql)
}

/// Whether an article was ever submitted.
///
/// # Errors
/// System errors.
pub fn was_submitted(db: &Db, article: ArticleId) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM journal WHERE article = ?1 AND kind = 'status-set')",
        )
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// The hash of a library's first entry, by which copies of one library know each other; none where it has none yet.
///
/// # Errors
/// System errors.
pub fn first_hash(db: &Db) -> Result<Option<String>> {
    db.conn
        .query_row("SELECT hash FROM journal WHERE seq = 1", [], |row| {
            row.get(0)
        })
        .optional()
        .map_err(sql)
}

/// The hash of a library's newest entry; empty where it has none yet.
///
/// # Errors
/// System errors.
pub fn newest_hash(db: &Db) -> Result<String> {
    db.conn
        .query_row(
            "SELECT hash FROM journal ORDER BY seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()
        .map_err(sql)
        .map(Option::unwrap_or_default)
}

/// The event's name, as its JSON has it.
pub(crate) fn kind(event: &Event) -> &'static str {
    match event {
        Event::SettingsSet { .. } => "settings-set",
        Event::PersonSet { .. } => "person-set",
        Event::KeyMade { .. } => "key-made",
        Event::KeyRevoked { .. } => "key-revoked",
        Event::ArticleMade { .. } => "article-made",
        Event::RevisionSaved { .. } => "revision-saved",
        Event::StatusSet { .. } => "status-set",
        Event::VerdictGiven { .. } => "verdict-given",
        Event::VerdictTakenBack { .. } => "verdict-taken-back",
        Event::Withdrawn { .. } => "withdrawn",
        Event::EmbargoLifted { .. } => "embargo-lifted",
        Event::RecheckSet { .. } => "recheck-set",
        Event::ClaimSet { .. } => "claim-set",
        Event::DueSet { .. } => "due-set",
        Event::RouteSet { .. } => "route-set",
        Event::TemplateSet { .. } => "template-set",
        Event::BinSet { .. } => "bin-set",
        Event::BinEmptied { .. } => "bin-emptied",
        Event::RevisionNamed { .. } => "revision-named",
        Event::Released { .. } => "released",
        Event::Attested { .. } => "attested",
        Event::AttestationTakenBack { .. } => "attestation-taken-back",
        Event::SourceKept { .. } => "source-kept",
        Event::AddressesSet { .. } => "addresses-set",
        Event::WordSet { .. } => "word-set",
        Event::AlarmSet { .. } => "alarm-set",
        Event::PassagesTicked { .. } => "passages-ticked",
        Event::ChangeExplained { .. } => "change-explained",
        Event::ProfileSet { .. } => "profile-set",
        Event::EditionSaved { .. } => "edition-saved",
        Event::EditionRemoved { .. } => "edition-removed",
        Event::ProfileSaved { .. } => "profile-saved",
        Event::ProfileRemoved { .. } => "profile-removed",
        Event::NoteMade { .. } => "note-made",
        Event::NoteSet { .. } => "note-set",
        Event::NoteReplied { .. } => "note-replied",
        Event::NoteTakenBack { .. } => "note-taken-back",
        Event::SuggestionMade { .. } => "suggestion-made",
        Event::SuggestionDecided { .. } => "suggestion-decided",
        Event::CommentsTaken { .. } => "comments-taken",
        Event::CommentsTakenBack { .. } => "comments-taken-back",
        Event::AssetAdded { .. } => "asset-added",
        Event::AssetRemoved { .. } => "asset-removed",
        Event::AssetDescribed { .. } => "asset-described",
        Event::CommentDecided { .. } => "comment-decided",
        Event::CommentsChanged { .. } => "comments-changed",
        Event::PlaceSet { .. } => "place-set",
        Event::RulesSet { .. } => "rules-set",
        Event::ThemeSet { .. } => "theme-set",
        Event::CommentingSet { .. } => "commenting-set",
        Event::CommenterBanned { .. } => "commenter-banned",
        Event::CommenterForgotten { .. } => "commenter-forgotten",
        Event::PrivateErased { .. } => "private-erased",
    }
}

/// The article that the event is about, where it is about one.
pub(crate) fn about(event: &Event) -> Option<ArticleId> {
    match event {
        Event::ArticleMade { article, .. }
        | Event::RevisionSaved { article, .. }
        | Event::StatusSet { article, .. }
        | Event::VerdictGiven { article, .. }
        | Event::VerdictTakenBack { article, .. }
        | Event::Withdrawn { article, .. }
        | Event::EmbargoLifted { article }
        | Event::RecheckSet { article, .. }
        | Event::ClaimSet { article, .. }
        | Event::DueSet { article, .. }
        | Event::RouteSet { article, .. }
        | Event::BinSet { article, .. }
        | Event::BinEmptied { article }
        | Event::RevisionNamed { article, .. }
        | Event::AlarmSet { article, .. }
        | Event::PassagesTicked { article, .. }
        | Event::ChangeExplained { article, .. }
        | Event::NoteMade { article, .. }
        | Event::NoteReplied { article, .. }
        | Event::NoteTakenBack { article, .. }
        | Event::SuggestionMade { article, .. }
        | Event::CommentingSet { article, .. }
        | Event::Attested { article, .. }
        | Event::AttestationTakenBack { article, .. }
        | Event::SourceKept { article, .. }
        | Event::AddressesSet { article, .. }
        | Event::SuggestionDecided { article, .. } => Some(*article),
        Event::CommentsTaken { reply: article, .. }
        | Event::CommentsChanged { article, .. }
        | Event::WordSet { article, .. }
        | Event::NoteSet { article, .. }
        | Event::CommentDecided { article, .. } => *article,
        _ => None,
    }
}
