//! The library that a journal makes, held against the one that there is.

use super::{pace::Pace, replay::Replay};
use crate::{Db, error::sql, schema};
use model::{
    Hash, Result,
    event::{Entry, Event},
};
use rusqlite::{Connection, types::ValueRef};

/// For a library that is made to be compared and thrown away: nothing of it need outlive a power cut, and 128 MB of it stay in memory.
const IN_PASSING: &str =
    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072;";

/// Replays the journal into an empty library and names the journaled tables that come out differently.
///
/// # Errors
/// What [`super::apply`] returns; system errors.
pub fn replays(db: &Db) -> Result<Vec<String>> {
    differs(db, &Pace::none())
}

/// How many words something has that is searched, about.
const WORDS: u64 = 200;

/// As [`replays`], with something to be told how far it is.
///
/// # Errors
/// As there; `cancelled`.
pub(super) fn differs(db: &Db, pace: &Pace) -> Result<Vec<String>> {
    let all = count(db.conn, "journal")?;
    pace.walk(400, all + count(db.conn, "blob")?)?;
    let empty = made(db, pace)?;
    let mut different = vec![];
    let tables_made = journaled(db.conn)?;
    let rows: Result<Vec<u64>> = tables_made
        .iter()
        .map(|table| count(db.conn, table))
        .collect();
    pace.walk(500, 2 * rows?.iter().sum::<u64>())?;
    for table in tables_made {
        if dump(db.conn, &table, pace)? != dump(&empty, &table, pace)? {
            different.push(table);
        }
    }
    if !different.is_empty() {
        return Ok(different);
    }
    // What is made from them: each as it would be made now.
    let again = Db::of(&empty);
    let searched = count(db.conn, "d_found")?;
    pace.walk(700, searched)?;
    let seen = || pace.one();
    crate::search::rebuild(&again, &seen)?;
    pace.walk(950, 2 * searched * WORDS)?;
    if crate::search::words(db, &seen)? != crate::search::words(&again, &seen)? {
        different.push("d_search".to_owned());
    }
    for table in tables(db.conn, "d\\_%")? {
        let known_elsewhere =
            table.starts_with("d_search") || ["d_found", "d_html"].contains(&table.as_str());
        if !known_elsewhere && dump(db.conn, &table, pace)? != dump(&empty, &table, pace)? {
            different.push(table);
        }
    }
    Ok(different)
}

/// The library that the journal makes, in a file of the system's temporary folder that has no name there and goes when it is
/// closed; a small one stays in memory. It holds the texts, the entries, and the tables that they were applied to. What is searched
/// is not made.
///
/// # Errors
/// What [`super::apply`] returns; system errors.
pub fn replayed(db: &Db) -> Result<Connection> {
    made(db, &Pace::none())
}

fn made(db: &Db, pace: &Pace) -> Result<Connection> {
    let mut empty = Connection::open("").map_err(sql)?;
    empty.execute_batch(IN_PASSING).map_err(sql)?;
    // As many statements as entries take, none of them made anew.
    empty.set_prepared_statement_cache_capacity(128);
    schema::migrate(&mut empty)?;
    replay(db, &Db::of(&empty), pace)?;
    Ok(empty)
}

fn replay(from: &Db, to: &Db, pace: &Pace) -> Result<()> {
    to.conn.execute_batch("BEGIN").map_err(sql)?;
    // In the same step as all else: at each end of one SQLite looks through all pages that it has in memory.
    copy(from.conn, to.conn, "blob", pace)?;
    super::raw(from, |_, bytes| text_since(bytes, to))?;
    let mut replay = Replay::default();
    super::each_entry(from, |_, hash, bytes| {
        pace.one()?;
        replay.take(to, hash, bytes)
    })?;
    replay.end(to)?;
    to.conn.execute_batch("COMMIT").map_err(sql)
}

/// Tells beforehand which texts are kept otherwise than the entries before name them, since someone was forgotten after.
pub(super) fn text_since(bytes: &[u8], to: &Db) -> Result<()> {
    let Ok(entry) = Entry::from_bytes(bytes) else {
        return Ok(());
    };
    if let Event::CommenterForgotten { texts, .. } = entry.event {
        for (was, now) in texts {
            crate::comment::replace_text(to, was, now)?;
        }
    }
    Ok(())
}

/// How many rows a table has.
pub(super) fn count(conn: &Connection, table: &str) -> Result<u64> {
    let ask = format!("SELECT count(*) FROM {table}");
    let rows: i64 = conn.query_row(&ask, [], |row| row.get(0)).map_err(sql)?;
    Ok(rows.unsigned_abs())
}

/// The names of the journaled tables.
fn journaled(conn: &Connection) -> Result<Vec<String>> {
    tables(conn, "j\\_%")
}

pub(super) fn tables(conn: &Connection, like: &str) -> Result<Vec<String>> {
    conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE ?1 ESCAPE '\\' ORDER BY name")
        .map_err(sql)?
        .query_map([like], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// What of a table is compared: the numbers of a comment in any order, since older programs wrote them in another.
fn compared(table: &str) -> String {
    match table {
        "d_printed" => "(SELECT comment, created, (SELECT group_concat(value) FROM
            (SELECT DISTINCT value FROM json_each(prints) ORDER BY value)) FROM d_printed)"
            .to_owned(),
        table => table.to_owned(),
    }
}

/// The sum of the hashes of all rows of a table, which is the same in whatever order they come.
fn dump(conn: &Connection, table: &str, pace: &Pace) -> Result<[u64; 4]> {
    let mut asked = conn
        .prepare(&format!("SELECT * FROM {}", compared(table)))
        .map_err(sql)?;
    let columns = asked.column_count();
    let mut rows = asked.query([]).map_err(sql)?;
    let (mut sum, mut line) = ([0; 4], vec![]);
    while let Some(row) = rows.next().map_err(sql)? {
        pace.one()?;
        line.clear();
        for column in 0..columns {
            let mut put = |kind, value: &[u8]| {
                line.push(kind);
                line.extend((value.len() as u64).to_be_bytes());
                line.extend(value);
            };
            match row.get_ref(column).map_err(sql)? {
                ValueRef::Null => put(0, &[]),
                ValueRef::Integer(n) => put(1, &n.to_be_bytes()),
                ValueRef::Real(n) => put(2, &n.to_be_bytes()),
                ValueRef::Text(bytes) => put(3, bytes),
                ValueRef::Blob(bytes) => put(4, bytes),
            }
        }
        add(&mut sum, Hash::of(&line));
    }
    Ok(sum)
}

/// Adds a hash to a sum of 256 bits, the lowest first; what goes beyond them is dropped.
fn add(sum: &mut [u64; 4], hash: Hash) {
    let mut carry = false;
    for (part, bytes) in sum.iter_mut().zip(hash.0.as_chunks::<8>().0) {
        (*part, carry) = part.carrying_add(u64::from_le_bytes(*bytes), carry);
    }
}

/// Copies every row of `table` that can be read.
fn copy(from: &Connection, to: &Connection, table: &str, pace: &Pace) -> Result<()> {
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
        pace.one()?;
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
