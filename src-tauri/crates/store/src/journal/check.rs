//! Holding the library against its journal: the chain, the texts, the tables; and making the tables again.

use crate::{Db, Store, blob::unpack, error::sql, schema};
use model::{
    Error, Hash, Kind, Result,
    bundle::Fault,
    event::{Entry, Event},
};
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
    types::ValueRef,
};
use std::path::{Path, PathBuf};

/// What a check found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Everything wrong.
    pub faults: Vec<Fault>,
    /// Entries of the journal.
    pub entries: i64,
}

fn fault(path: impl Into<String>, kind: &str, detail: impl Into<String>) -> Fault {
    Fault {
        path: path.into(),
        kind: kind.into(),
        detail: detail.into(),
    }
}

/// Checks the file, the chain, every text and, by replaying the journal, the tables. `step` is told done and total
/// and may stop it.
///
/// # Errors
/// `cancelled`; system errors. Damage is no error: it is in what is returned.
pub fn check(store: &Store, step: &dyn Fn(u64, u64) -> bool) -> Result<Found> {
    store.read(|db| {
        let mut found = Found::default();
        file(db, &mut found)?;
        go_on(step(1, 4))?;
        blobs(db, &mut found)?;
        go_on(step(2, 4))?;
        chain(db, &mut found)?;
        go_on(step(3, 4))?;
        if found.faults.is_empty() {
            tables_of(db, &mut found)?;
        }
        // Where the tables are wrong, what was made from them is as well.
        if found.faults.is_empty() {
            found.faults.extend(crate::search::faults(db)?);
            found.faults.extend(crate::html::faults(db)?);
        }
        found.faults.extend(crate::asset::faults(store.dir(), db)?);
        go_on(step(4, 4))?;
        Ok(found)
    })
}

fn go_on(yes: bool) -> Result<()> {
    if yes {
        Ok(())
    } else {
        Err(Error::refused(
            "cancelled",
            "Cancelled; nothing was changed.",
        ))
    }
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

fn blobs(db: &Db, found: &mut Found) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT hash, packed, bytes FROM blob")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let hash: String = row.get(0).map_err(sql)?;
        let packed: bool = row.get(1).map_err(sql)?;
        let bytes: Vec<u8> = row.get(2).map_err(sql)?;
        let bytes = if packed { unpack(&bytes) } else { Some(bytes) };
        if bytes.is_none_or(|bytes| Hash::of(&bytes).to_string() != hash) {
            found
                .faults
                .push(fault(hash, "text", "The text is not what its hash says."));
        }
    }
    Ok(())
}

fn chain(db: &Db, found: &mut Found) -> Result<()> {
    let mut prev = Hash::of(b"");
    let mut asked = db
        .conn
        .prepare("SELECT seq, hash, bytes, op, undoes, actor, at, kind, article FROM journal ORDER BY seq")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        found.entries += 1;
        let seq: i64 = row.get(0).map_err(sql)?;
        let hash: String = row.get(1).map_err(sql)?;
        let bytes: Vec<u8> = row.get(2).map_err(sql)?;
        let mut bad = |why: &str| {
            found
                .faults
                .push(fault(format!("journal/{seq}"), "journal", why))
        };
        if seq != found.entries {
            bad("An entry is missing before this one.");
        }
        if Hash::of(&bytes).to_string() != hash {
            bad("The entry is not what its hash says.");
        }
        match Entry::from_bytes(&bytes) {
            Ok(entry) => {
                if entry.prev != prev {
                    bad("The entry does not follow the one before.");
                }
                let columns: [Option<String>; 6] = [
                    row.get(3).map_err(sql)?,
                    row.get(4).map_err(sql)?,
                    row.get(5).map_err(sql)?,
                    row.get(6).map_err(sql)?,
                    row.get(7).map_err(sql)?,
                    row.get(8).map_err(sql)?,
                ];
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
                if let Some(text) = text_of(&entry.event)
                    && !is_kept(db, text)?
                {
                    found.faults.push(fault(
                        text.to_string(),
                        "text",
                        format!("The text is missing that entry {seq} names."),
                    ));
                }
            }
            Err(error) => bad(&error.message),
        }
        prev = Hash::of(&bytes);
    }
    Ok(())
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
fn tables_of(db: &Db, found: &mut Found) -> Result<()> {
    match replays(db) {
        Ok(different) => found.faults.extend(different.into_iter().map(|table| {
            fault(
                table,
                "not-the-journal",
                "The table does not hold what the journal says.",
            )
        })),
        Err(error) if error.kind == Kind::Damaged => {
            found
                .faults
                .push(fault("journal", "journal", error.message));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Replays the journal into an empty library and names the journaled tables that come out differently.
///
/// # Errors
/// What [`super::apply`] returns; system errors.
pub fn replays(db: &Db) -> Result<Vec<String>> {
    let mut empty = Connection::open_in_memory().map_err(sql)?;
    schema::migrate(&mut empty)?;
    copy(db.conn, &empty, "blob")?;
    replay(db, &Db::of(&empty))?;
    let mut different = vec![];
    for table in journaled(db.conn)? {
        if dump(db.conn, &table)? != dump(&empty, &table)? {
            different.push(table);
        }
    }
    Ok(different)
}

fn replay(from: &Db, to: &Db) -> Result<()> {
    to.conn.execute_batch("BEGIN").map_err(sql)?;
    texts_since(from, to)?;
    super::raw(from, |seq, bytes| {
        let entry = Entry::from_bytes(bytes)?;
        super::read::write(to.conn, &entry, Hash::of(bytes), bytes)?;
        super::apply(to, seq, &entry)
    })?;
    to.conn.execute_batch("COMMIT").map_err(sql)
}

/// Tells beforehand which texts are kept otherwise than the entries before name them, since someone was forgotten after.
fn texts_since(from: &Db, to: &Db) -> Result<()> {
    super::raw(from, |_, bytes| {
        let Ok(entry) = Entry::from_bytes(bytes) else {
            return Ok(());
        };
        if let Event::CommenterForgotten { texts, .. } = entry.event {
            for (was, now) in texts {
                crate::comment::replace_text(to, was, now)?;
            }
        }
        Ok(())
    })
}

/// The names of the journaled tables.
fn journaled(conn: &Connection) -> Result<Vec<String>> {
    tables(conn, "j\\_%")
}

fn tables(conn: &Connection, like: &str) -> Result<Vec<String>> {
    conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE ?1 ESCAPE '\\' ORDER BY name")
        .map_err(sql)?
        .query_map([like], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// One hash over all rows of a table, in the order of its first column.
fn dump(conn: &Connection, table: &str) -> Result<Hash> {
    let mut asked = conn
        .prepare(&format!("SELECT * FROM {table} ORDER BY 1"))
        .map_err(sql)?;
    let columns = asked.column_count();
    let mut rows = asked.query([]).map_err(sql)?;
    let mut so_far = Hash::of(table.as_bytes());
    while let Some(row) = rows.next().map_err(sql)? {
        let mut line = so_far.0.to_vec();
        for column in 0..columns {
            let value = match row.get_ref(column).map_err(sql)? {
                ValueRef::Null => vec![0],
                ValueRef::Integer(n) => n.to_be_bytes().to_vec(),
                ValueRef::Real(n) => n.to_be_bytes().to_vec(),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
            };
            line.extend((value.len() as u64).to_be_bytes());
            line.extend(value);
        }
        so_far = Hash::of(&line);
    }
    Ok(so_far)
}

/// Copies every row of `table` that can be read.
fn copy(from: &Connection, to: &Connection, table: &str) -> Result<()> {
    let mut asked = from
        .prepare(&format!("SELECT * FROM {table}"))
        .map_err(sql)?;
    let marks = vec!["?"; asked.column_count()].join(", ");
    let columns = asked.column_count();
    let mut insert = to
        .prepare(&format!("INSERT OR IGNORE INTO {table} VALUES ({marks})"))
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let values = (0..columns)
            .map(|column| row.get::<_, rusqlite::types::Value>(column))
            .collect::<rusqlite::Result<Vec<_>>>()
            .map_err(sql)?;
        insert
            .execute(rusqlite::params_from_iter(values))
            .map_err(sql)?;
    }
    Ok(())
}

/// Makes the tables again from journal and texts, and keeps what was there beside it as `library.db.before-repair`. Entries
/// from the first broken one on can't be used; how many is returned.
///
/// # Errors
/// `library-in-use`; system errors; the library is then as it was.
pub fn repair(dir: &Path) -> Result<i64> {
    let old = crate::connect::alone(dir)?;
    let beside = |name: &str| -> Result<(PathBuf, Connection)> {
        let path = dir.join(name);
        std::fs::remove_file(&path).or_else(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(Error::io(&path, &cause)),
        })?;
        let conn = Connection::open(&path).map_err(sql)?;
        conn.execute_batch("PRAGMA synchronous = FULL")
            .map_err(sql)?;
        Ok((path, conn))
    };
    let (path, mut fresh) = beside("library.db.repaired")?;
    schema::migrate(&mut fresh)?;
    let lost = made_again(&old, &fresh)?;
    // Page by page and into the same file: whoever waits for it finds the new one whole or the old one whole, and the log
    // of the one is never read over the other.
    let (_, mut kept) = beside("library.db.before-repair")?;
    pages(&old, &mut kept)?;
    let mut old = old;
    pages(&fresh, &mut old)?;
    drop(fresh);
    std::fs::remove_file(&path).map_err(|cause| Error::io(&path, &cause))?;
    Ok(lost)
}

/// Fills `fresh` with what the journal of `old` makes; gives how many entries could not be used.
fn made_again(old: &Connection, fresh: &Connection) -> Result<i64> {
    let db = &Db::of(old);
    fresh.execute_batch("BEGIN").map_err(sql)?;
    copy(old, fresh, "blob")?;
    for table in tables(old, "l\\_%")? {
        copy(old, fresh, &table)?;
    }
    texts_since(db, &Db::of(fresh))?;
    let mut lost = 0;
    let mut prev = Hash::of(b"");
    super::raw(db, |seq, bytes| {
        let sound = lost == 0
            && Entry::from_bytes(bytes).is_ok_and(|entry| {
                entry.prev == prev
                    && super::read::write(fresh, &entry, Hash::of(bytes), bytes).is_ok()
                    && super::apply(&Db::of(fresh), seq, &entry).is_ok()
            });
        prev = Hash::of(bytes);
        lost += i64::from(!sound);
        Ok(())
    })?;
    crate::search::rebuild(&Db::of(fresh))?;
    fresh.execute_batch("COMMIT").map_err(sql)?;
    Ok(lost)
}

/// Makes `to` the same file as `from`, in one step.
fn pages(from: &Connection, to: &mut Connection) -> Result<()> {
    let copying = Backup::new(from, to).map_err(sql)?;
    match copying.step(-1).map_err(sql)? {
        StepResult::Done => Ok(()),
        _ => Err(Error::refused(
            "library-in-use",
            "Somebody has the library open.",
        )),
    }
}
