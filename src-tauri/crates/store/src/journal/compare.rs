//! The library that a journal makes, held against the one that there is.

use super::{pace::Pace, replay::Replay};
use crate::{
    Db,
    error::{DISK_FAILED, sql},
    schema,
};
use model::{
    Error, Hash, Result,
    event::{Entry, Event},
};
use rusqlite::{
    Connection, params_from_iter,
    types::{Value, ValueRef},
};
use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

/// In whose folder, so that its texts stay on its disk, what is too large for memory is while it is compared; else in the system's.
type Room<'a> = Option<&'a Path>;

/// For a library that is made to be compared and thrown away: nothing of it need outlive a power cut, and 128 MB of it stay in memory.
const IN_PASSING: &str =
    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072;";

/// Of how many bytes a library is at most where what its journal makes surely stays in memory.
const IN_MEMORY: i64 = 64 << 20;

/// Replays the journal into an empty library and names the journaled tables that come out differently.
///
/// # Errors
/// What [`super::apply`] returns; system errors.
pub fn replays(db: &Db) -> Result<Vec<String>> {
    differs(db, None, &Pace::none())
}

/// How many words something has that is searched, about.
const WORDS: u64 = 200;

/// As [`replays`], with something to be told how far it is, and a folder for what is made.
///
/// # Errors
/// As there; `no-room-to-check`, `cancelled`.
pub(super) fn differs(db: &Db, room: Room, pace: &Pace) -> Result<Vec<String>> {
    let all = count(db.conn, "journal")?;
    pace.walk(400, all + count(db.conn, "blob")?)?;
    let made = Made::of(db, room, pace)?;
    let dumped = |table: &str| dump(&made.conn, table, pace).map_err(|error| made.told(error));
    let mut different = vec![];
    let tables_made = journaled(db.conn)?;
    let rows: Result<Vec<u64>> = tables_made
        .iter()
        .map(|table| count(db.conn, table))
        .collect();
    pace.walk(500, 2 * rows?.iter().sum::<u64>())?;
    for table in tables_made {
        if dump(db.conn, &table, pace)? != dumped(&table)? {
            different.push(table);
        }
    }
    if !different.is_empty() {
        return Ok(different);
    }
    // What is made from them: each as it would be made now.
    let again = Db::of(&made.conn);
    let searched = count(db.conn, "d_found")?;
    pace.walk(700, searched)?;
    let seen = || pace.one();
    crate::search::rebuild(&again, &seen).map_err(|error| made.told(error))?;
    pace.walk(950, 2 * searched * WORDS)?;
    let words = crate::search::words(&again, &seen).map_err(|error| made.told(error))?;
    if crate::search::words(db, &seen)? != words {
        different.push("d_search".to_owned());
    }
    for table in tables(db.conn, "d\\_%")? {
        let known_elsewhere =
            table.starts_with("d_search") || ["d_found", "d_html"].contains(&table.as_str());
        if !known_elsewhere && dump(db.conn, &table, pace)? != dumped(&table)? {
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
/// What [`super::apply`] returns; `no-room-to-check`; system errors.
pub fn replayed(db: &Db) -> Result<Connection> {
    Made::of(db, None, &Pace::none()).map(|made| made.conn)
}

/// A library that is made to be compared.
struct Made<'a> {
    conn: Connection,
    room: Room<'a>,
}

impl<'a> Made<'a> {
    fn of(db: &Db, room: Room<'a>, pace: &Pace) -> Result<Self> {
        let bytes: i64 = db
            .conn
            .query_row(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                [],
                |row| row.get(0),
            )
            .map_err(sql)?;
        let room = room.filter(|_| bytes > IN_MEMORY);
        let conn = match room {
            Some(room) => nameless(room),
            None => Connection::open(""),
        };
        let mut made = Self {
            conn: conn.map_err(|cause| told(room, sql(cause)))?,
            room,
        };
        let begun = made.conn.execute_batch(IN_PASSING).map_err(sql);
        begun
            .and_then(|()| schema::migrate(&mut made.conn))
            .map_err(|error| made.told(error))?;
        // As many statements as entries take, none of them made anew.
        made.conn.set_prepared_statement_cache_capacity(128);
        made.replay(db, pace)?;
        Ok(made)
    }

    fn replay(&self, from: &Db, pace: &Pace) -> Result<()> {
        let to = &Db::of(&self.conn);
        let own = |error| self.told(error);
        self.conn.execute_batch("BEGIN").map_err(sql).map_err(own)?;
        // In the same step as all else: at each end of one SQLite looks through all pages that it has in memory.
        self.texts(from, pace)?;
        super::raw(from, |_, bytes| text_since(bytes, to).map_err(own))?;
        let mut replay = Replay::default();
        super::each_entry(from, |_, hash, bytes| {
            pace.one()?;
            replay.take(to, hash, bytes).map_err(own)
        })?;
        replay.end(to).map_err(own)?;
        self.conn.execute_batch("COMMIT").map_err(sql).map_err(own)
    }

    /// Copies every text.
    fn texts(&self, from: &Db, pace: &Pace) -> Result<()> {
        let own = |cause| self.told(sql(cause));
        let mut asked = from
            .conn
            .prepare("SELECT hash, packed, bytes FROM blob")
            .map_err(sql)?;
        let mut insert = self
            .conn
            .prepare("INSERT OR IGNORE INTO blob (hash, packed, bytes) VALUES (?1, ?2, ?3)")
            .map_err(own)?;
        let mut rows = asked.query([]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            pace.one()?;
            let values: [Value; 3] = [
                row.get(0).map_err(sql)?,
                row.get(1).map_err(sql)?,
                row.get(2).map_err(sql)?,
            ];
            insert.execute(params_from_iter(values)).map_err(own)?;
        }
        Ok(())
    }

    /// What went wrong in it: what a disk is to blame for is no fault of the library that is looked at.
    fn told(&self, error: Error) -> Error {
        told(self.room, error)
    }
}

fn told(room: Room, error: Error) -> Error {
    let of_disk = ["disk-full", DISK_FAILED, "no-permission"];
    if !of_disk.contains(&error.code.as_str()) {
        return error;
    }
    let place = match room {
        Some(room) => room.display().to_string(),
        None => "the system’s temporary folder".to_owned(),
    };
    Error::system(
        "no-room-to-check",
        format!(
            "The journal could not be looked at to its end: that takes as much room in {place} as the library has, for as long as it lasts."
        ),
    )
    .hint("Free some space there and try again; nothing was changed.")
}

/// A new file in a folder, which has no name there and goes when it is closed.
fn nameless(room: &Path) -> rusqlite::Result<Connection> {
    static NTH: AtomicU32 = AtomicU32::new(0);
    let nth = NTH.fetch_add(1, Ordering::Relaxed);
    let file = room.join(format!("library.db.check-{}-{nth}", std::process::id()));
    let conn = Connection::open(&file)?;
    // Where a file that is open has to keep its name it goes with the next check of the same number.
    let _ = std::fs::remove_file(&file);
    Ok(conn)
}

/// What every entry says of itself that forgets someone.
const FORGOTTEN: &[u8] = b"commenter-forgotten";

/// Tells beforehand which texts are kept otherwise than the entries before name them, since someone was forgotten after.
pub(super) fn text_since(bytes: &[u8], to: &Db) -> Result<()> {
    // What names no such event, and writes nothing otherwise than by its letters, is none: most need not be read for that.
    let holds = |what: &[u8]| memchr::memmem::find(bytes, what).is_some();
    if !holds(FORGOTTEN) && !holds(b"\\u") {
        return Ok(());
    }
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

/// What of a table is compared: the numbers of a comment in any order, since older programs wrote them in another; and of what was
/// counted only what there is, since a replay counts down to none what was never counted here.
fn compared(table: &str) -> String {
    match table {
        "d_printed" => "(SELECT comment, created, (SELECT group_concat(value) FROM
            (SELECT DISTINCT value FROM json_each(prints) ORDER BY value)) FROM d_printed)"
            .to_owned(),
        "d_tally" => "(SELECT * FROM d_tally WHERE n <> 0)".to_owned(),
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
