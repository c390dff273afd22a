//! Holding the library against its journal: the chain, the texts, the tables.

use super::{
    compare::{count, differs},
    pace::Pace,
    replay::is_lost,
};
use crate::{
    Db, Store,
    blob::unpack,
    error::{DISK_FAILED, sql},
    schema, sums,
};
use model::{
    Error, Hash, Kind, Result,
    article::Content,
    bundle::Fault,
    event::{Entry, Event},
};
use rusqlite::{Connection, Row, types::ValueRef};
use std::{collections::BTreeMap, path::Path};

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Everything wrong.
    pub faults: Vec<Fault>,
    /// Entries of the journal.
    pub entries: i64,
}

pub(crate) fn fault(path: impl Into<String>, kind: &str, detail: impl Into<String>) -> Fault {
    Fault {
        path: path.into(),
        kind: kind.into(),
        detail: detail.into(),
    }
}

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What nothing else can be made of: the file, the chain of the journal, every text, every picture, and what stays in the
    /// library alone.
    Sources,
    /// That, and all that is made of it, by replaying the journal beside it. It takes many times as long.
    All,
}

/// Checks the file, the chain, every text and, as far as `depth` says, the tables by replaying the journal. `step` is told done
/// and total and may stop it. What can't be read in one of these keeps none of the others from being looked at.
///
/// # Errors
/// `cancelled`, `no-room-to-check`; system errors. Damage is no error: it is in what is returned.
pub fn check(store: &Store, depth: Depth, step: &dyn Fn(u64, u64) -> bool) -> Result<Found> {
    let own = store.is_written().then(|| store.dir());
    check_by(store, depth, own, step)
}

/// As [`check`]; what a large library's journal makes is in a file in the folder `room` meanwhile, or in one of the system's
/// temporary folder.
///
/// # Errors
/// As there.
pub fn check_by(
    store: &Store,
    depth: Depth,
    room: Option<&Path>,
    step: &dyn Fn(u64, u64) -> bool,
) -> Result<Found> {
    // A replay and what follows it take the longest, by far.
    let [read, replayed] = match depth {
        Depth::Sources => [900, 1000],
        Depth::All => [150, 950],
    };
    let pace = Pace::of(step);
    store.read(|db| {
        let mut found = Found::default();
        pace.walk(read / 3, 0)?;
        part(&mut found, |found| file(db, found))?;
        part(&mut found, |found| schema_of(db, found))?;
        pace.walk(read * 2 / 3, count(db.conn, "blob").unwrap_or(0))?;
        part(&mut found, |found| blobs(db, found, &pace))?;
        pace.walk(read, count(db.conn, "journal").unwrap_or(0))?;
        part(&mut found, |found| chain(db, found, &pace))?;
        part(&mut found, |found| local(db, found))?;
        // Of what is lost for good the tables know nothing, and that is told.
        let sound = |found: &Found| found.faults.iter().all(|fault| fault.kind == "local");
        // What the journal holds hashes of is held against it where it is whole.
        if sound(&found) {
            pace.walk(read + 20, count(db.conn, "journal").unwrap_or(0))?;
            part(&mut found, |found| {
                let faults = crate::comment::commenter_faults(db, &|| pace.one())?;
                found.faults.extend(faults);
                Ok(())
            })?;
        }
        let private = ["l_commenter", "l_sent"].map(|table| count(db.conn, table).unwrap_or(0));
        pace.walk(read + 30, private.iter().sum())?;
        part(&mut found, |found| {
            let (written, now) = (sums::written(db.conn), sums::now(db.conn, &|| pace.one())?);
            let faults = sums::faults(&written, &now, &found.faults);
            found.faults.extend(faults.into_iter().flatten());
            Ok(())
        })?;
        if depth == Depth::All && sound(&found) {
            part(&mut found, |found| partial(db, found, &pace))?;
        }
        if depth == Depth::All && sound(&found) {
            part(&mut found, |found| tables_of(db, found, room, &pace))?;
        }
        // About as many words as a library of so many articles has.
        pace.walk(replayed, 20 * count(db.conn, "j_article").unwrap_or(0))?;
        // Where the tables are wrong, what was made from them is as well.
        if depth == Depth::All && sound(&found) {
            part(&mut found, |found| {
                found.faults.extend(crate::search::faults(db)?);
                found
                    .faults
                    .extend(crate::search::unreached(db, &|| pace.one())?);
                found.faults.extend(crate::html::faults(db)?);
                Ok(())
            })?;
        }
        pace.walk(1000, 0)?;
        part(&mut found, |found| {
            let faults = crate::asset::faults(store.dir(), db)?;
            found.faults.extend(faults);
            Ok(())
        })?;
        pace.walk(1000, 0)?;
        Ok(found)
    })
}

/// Looks at one part of the library; where it can't be read to its end, that is a fault like any other.
fn part(found: &mut Found, look: impl FnOnce(&mut Found) -> Result<()>) -> Result<()> {
    let Err(error) = look(found) else {
        return Ok(());
    };
    if !is_damage(&error) {
        return Err(error);
    }
    let told = fault("library.db", "file", error.message);
    if !found.faults.contains(&told) {
        found.faults.push(told);
    }
    Ok(())
}

/// Whether an error says that what was read is damaged: everything but what stands in the way of reading at all.
pub(crate) fn is_damage(error: &Error) -> bool {
    error.kind == Kind::Damaged
        || ["library", DISK_FAILED, "newer-journal"].contains(&error.code.as_str())
}

fn file(db: &Db, found: &mut Found) -> Result<()> {
    // The index of words keeps in mind how it was when it was asked last. Only a question has it look anew, and without that
    // this check would take what another connection wrote since for damage. What is damaged indeed is said below.
    let _ = db.conn.query_row(
        "SELECT rowid FROM d_search WHERE d_search MATCH 'a' LIMIT 1",
        [],
        |_| Ok(()),
    );
    let mut asked = db.conn.prepare("PRAGMA integrity_check(20)").map_err(sql)?;
    let answers: Vec<String> = asked
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    found.faults.extend(
        answers
            .into_iter()
            .filter(|answer| answer != "ok")
            .map(|answer| fault("library.db", "file", answer)),
    );
    Ok(())
}

/// Of an index of some of a table's rows SQLite looks whether each of these is in it, and not whether more is: what should not be
/// there any more would come as an answer.
fn partial(db: &Db, found: &mut Found, pace: &Pace) -> Result<()> {
    // Which there are is the program's to say, and not the file's.
    let own = schema::fresh(schema::VERSION)?;
    let mut asked = own
        .prepare(
            "SELECT tbl_name, name, substr(sql, instr(sql, ' WHERE ')) FROM sqlite_schema
             WHERE type = 'index' AND instr(sql, ' WHERE ') > 0 ORDER BY rowid",
        )
        .map_err(sql)?;
    let all = asked
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
        .map_err(sql)?;
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (table, index) in all {
        tables.entry(table).or_default().push(index);
    }
    for (table, indexes) in tables {
        pace.one()?;
        let counts: Vec<String> = indexes
            .iter()
            .map(|(_, rows)| format!("count(*) FILTER ({rows})"))
            .collect();
        let ask = format!("SELECT {} FROM {table} NOT INDEXED", counts.join(", "));
        let there: Vec<i64> = db
            .conn
            .query_row(&ask, [], |row| {
                (0..indexes.len()).map(|nth| row.get(nth)).collect()
            })
            .map_err(sql)?;
        for ((index, rows), there) in indexes.iter().zip(there) {
            pace.one()?;
            let ask = format!("SELECT count(*) FROM {table} INDEXED BY {index}{rows}");
            let held: i64 = db.conn.query_row(&ask, [], |row| row.get(0)).map_err(sql)?;
            if held > there {
                let said = format!("The index {index} holds rows that are not in its table.");
                found.faults.push(fault("library.db", "file", said));
            }
        }
    }
    Ok(())
}

/// The tables, indexes and triggers must be those of the program.
fn schema_of(db: &Db, found: &mut Found) -> Result<()> {
    for name in schema::different(db.conn, schema::VERSION)? {
        found.faults.push(fault(
            "library.db",
            "schema",
            format!("What the file says of its “{name}” is not what Copydesk makes."),
        ));
    }
    Ok(())
}

fn blobs(db: &Db, found: &mut Found, pace: &Pace) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT hash, packed, bytes FROM blob")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        pace.one()?;
        let hash = String::from_utf8_lossy(text_at(row, 0)?).into_owned();
        let bytes = match row.get_ref(1).map_err(sql)? {
            ValueRef::Integer(0) => Some(text_at(row, 2)?.to_vec()),
            ValueRef::Integer(1) => unpack(text_at(row, 2)?),
            _ => None,
        };
        if bytes.is_none_or(|bytes| Hash::of(&bytes).to_string() != hash) {
            found
                .faults
                .push(fault(hash, "text", "The text is not what its hash says."));
        }
    }
    Ok(())
}

/// The bytes of a text or blob; none of what is neither.
fn text_at<'a>(row: &'a Row, column: usize) -> Result<&'a [u8]> {
    match row.get_ref(column).map_err(sql)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(bytes),
        _ => Ok(&[]),
    }
}

/// The rows that keep what need not be done again, of bundles and of decisions, as far as they are not what was kept: table and number.
pub(super) fn unreadable(conn: &Connection) -> Result<Vec<(&'static str, i64)>> {
    let mut bad = vec![];
    for (table, ask) in [
        ("l_printed", "SELECT rowid, files, '' FROM l_printed"),
        ("l_chosen", "SELECT rowid, facts, sha256 FROM l_chosen"),
    ] {
        let mut asked = conn.prepare(ask).map_err(sql)?;
        let mut rows = asked.query([]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let packed = text_at(row, 1)?;
            let whole = match text_at(row, 2)? {
                [] => unpack(packed).is_some(),
                sha256 => Hash::of(packed).to_string().as_bytes() == sha256,
            };
            if !whole {
                bad.push((table, row.get(0).map_err(sql)?));
            }
        }
    }
    if crate::comment::learned_is_damaged(&Db::of(conn))? {
        bad.push(("l_learned", 1));
    }
    Ok(bad)
}

/// What stays in the library alone and knows what it should be.
fn local(db: &Db, found: &mut Found) -> Result<()> {
    for (table, row) in unreadable(db.conn)? {
        let said = match table {
            "l_learned" => "What was learned from decisions is damaged; it is learned anew.",
            _ => "What was kept of a bundle is damaged; it is made anew with the next one.",
        };
        found
            .faults
            .push(fault(format!("{table}/{row}"), "local", said));
    }
    for (table, text, what) in [
        ("l_draft", "content", "What someone is typing"),
        (
            "l_suggesting",
            "body",
            "What someone is writing as suggestions",
        ),
    ] {
        let ask = format!("SELECT article, hash, {text} FROM {table}");
        let mut asked = db.conn.prepare(&ask).map_err(sql)?;
        let mut rows = asked.query([]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            if Hash::of(text_at(row, 2)?).to_string().as_bytes() != text_at(row, 1)? {
                let article = String::from_utf8_lossy(text_at(row, 0)?).into_owned();
                found.faults.push(fault(
                    format!("{table}/{article}"),
                    "local",
                    format!("{what} into this article is not what its hash says."),
                ));
            }
        }
    }
    Ok(())
}

fn chain(db: &Db, found: &mut Found, pace: &Pace) -> Result<()> {
    let mut prev = Hash::of(b"");
    let mut asked = db
        .conn
        .prepare("SELECT seq, hash, bytes, op, undoes, actor, at, kind, article FROM journal ORDER BY seq")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        pace.one()?;
        found.entries += 1;
        let seq: i64 = row.get(0).map_err(sql)?;
        let hash = text_at(row, 1)?;
        let bytes = text_at(row, 2)?;
        let said = std::str::from_utf8(hash)
            .ok()
            .and_then(|hash| hash.parse().ok());
        let mut bad = |why: &str| {
            found
                .faults
                .push(fault(format!("journal/{seq}"), "journal", why))
        };
        if seq != found.entries {
            bad("An entry is missing before this one.");
        }
        if is_lost(bytes) {
            bad("The entry was lost; a repair kept its place.");
            prev = said.unwrap_or(prev);
            continue;
        }
        if Hash::of(bytes).to_string().as_bytes() != hash {
            bad("The entry is not what its hash says.");
        }
        match Entry::from_bytes(bytes) {
            Ok(entry) => {
                if entry.prev != prev {
                    bad("The entry does not follow the one before.");
                }
                let columns: [Option<String>; 6] =
                    std::array::from_fn(|nth| match row.get_ref(nth + 3) {
                        Ok(ValueRef::Null) => None,
                        _ => text_at(row, nth + 3)
                            .ok()
                            .map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
                    });
                let says = [
                    Some(entry.op.to_string()),
                    entry.undoes.map(|op| op.to_string()),
                    entry.actor.map(|actor| actor.to_string()),
                    Some(entry.at.to_string()),
                    Some(super::read::kind(&entry.event).to_owned()),
                    super::read::about(&entry.event).map(|article| article.to_string()),
                ];
                if columns != says {
                    bad("The columns beside the entry say something else.");
                }
                found.faults.extend(text_fault(db, seq, &entry.event)?);
            }
            Err(error) => bad(&error.message),
        }
        prev = Hash::of(bytes);
    }
    Ok(())
}

/// What is wrong with the text that an entry names: that it is missing, or a revision that is not in the one form of its kind.
fn text_fault(db: &Db, seq: i64, event: &Event) -> Result<Option<Fault>> {
    let Some(text) = text_of(event) else {
        return Ok(None);
    };
    let told = |what: String| Some(fault(text.to_string(), "text", what));
    if !is_kept(db, text)? {
        return Ok(told(format!("The text is missing that entry {seq} names.")));
    }
    let Event::RevisionSaved { revision, .. } = event else {
        return Ok(None);
    };
    match db.blob(*revision) {
        Ok(bytes) => match Content::from_bytes(&bytes) {
            Ok(_) => Ok(None),
            Err(error) => Ok(told(error.message)),
        },
        // That is told of the texts already.
        Err(error) if is_damage(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The text that an event names, where it names one.
fn text_of(event: &Event) -> Option<Hash> {
    match event {
        Event::RevisionSaved { revision, .. } => Some(*revision),
        Event::CommentsTaken { records, .. }
        | Event::CommentsTakenBack { records, .. }
        | Event::CommentsChanged { records, .. } => Some(*records),
        Event::RulesSet { rules, .. } => Some(*rules),
        Event::ThemeSet { theme, .. } => *theme,
        Event::SourceKept { record, .. } => *record,
        Event::CommenterForgotten { said, .. } => Some(*said),
        _ => None,
    }
}

fn is_kept(db: &Db, text: Hash) -> Result<bool> {
    let text = crate::comment::kept(db, text)?;
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)")
        .map_err(sql)?
        .query_row([text.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// Holds the tables against the journal; what can't even be replayed is damage too, and no failure of the check.
fn tables_of(db: &Db, found: &mut Found, room: Option<&Path>, pace: &Pace) -> Result<()> {
    match differs(db, room, pace) {
        Ok(different) => {
            for table in different {
                let mut told = match table.as_str() {
                    "d_search" => crate::search::faults(db)?,
                    _ => vec![],
                };
                if told.is_empty() {
                    let (kind, said) = match table.as_str() {
                        "d_search" => (
                            "search",
                            "The search does not find what is here as it stands; a repair makes it again.",
                        ),
                        _ => (
                            "not-the-journal",
                            "The table does not hold what the journal says.",
                        ),
                    };
                    told.push(fault(table, kind, said));
                }
                found.faults.append(&mut told);
            }
        }
        Err(error) if is_damage(&error) => {
            found
                .faults
                .push(fault("journal", "journal", error.message));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
