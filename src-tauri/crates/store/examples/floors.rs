//! What the desk's acts are held against: the bare work in SQLite, and nothing else. As series for the table of speeds, a
//! line of which begins with `=`, and says which work, of which size, whose, in which unit, and every single time.
//!
//! `floors commits DB` commits texts of 1,000, 3,000 and 10,000 words; `floors searches LIBRARY DB ARTICLES` indexes the
//! articles of a library and asks the bare index; `floors updates LIBRARY DB COMMENTS` changes a thousand of as many rows as
//! a library has comments, and then the same of its own rows, in a copy with their indexes; `floors replay
//! LIBRARY EVENTS` replays the journal of a library and writes the same rows bare.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement stops where it can't go on"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use rusqlite::{Connection, params_from_iter, types::Value};
use std::{path::Path, time::Instant};

const RUNS: usize = 300;
const STEPS: usize = 7;
const DURABLE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

/// As in both programs: which memory a work is given decides much of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["commits", db] => commits(db),
        ["searches", library, db, articles] => searches(library, db, articles),
        ["updates", library, db, comments] => {
            updates(library, db, comments);
            updates_of_rows(library, db, comments);
        }
        ["replay", library, events] => replay(library, events),
        _ => println!(
            "floors commits DB, searches LIBRARY DB ARTICLES, updates LIBRARY DB COMMENTS, or replay LIBRARY EVENTS"
        ),
    }
}

fn said(key: &str, size: &str, whose: &str, took: &[f64]) {
    let took: Vec<String> = took.iter().map(|took| format!("{took:.4}")).collect();
    println!("=\t{key}\t{size}\t{whose}\tms\t{}", took.join(" "));
}

fn timed(times: usize, mut act: impl FnMut(usize)) -> Vec<f64> {
    (0..times)
        .map(|nth| {
            let begun = Instant::now();
            act(nth);
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect()
}

fn commits(db: &str) {
    let conn = Connection::open(db).unwrap();
    conn.execute_batch(DURABLE).unwrap();
    conn.execute_batch("CREATE TABLE one (id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE every (id INTEGER PRIMARY KEY, text TEXT)")
        .unwrap();
    for words in [1_000, 3_000, 10_000] {
        let text = corpus::long(0, words, None).body;
        for (key, sql) in [
            ("save", "INSERT OR REPLACE INTO one VALUES (1, ?1)"),
            ("revise", "INSERT INTO every (text) VALUES (?1)"),
        ] {
            let took = timed(RUNS, |nth| {
                let mut put = conn.prepare_cached(sql).unwrap();
                put.execute([format!("{text}{nth}")]).unwrap();
            });
            said(key, &words.to_string(), "bare commit", &took);
        }
    }
}

fn library(dir: &str) -> Connection {
    let conn = Connection::open(Path::new(dir).join("library.db")).unwrap();
    conn.execute_batch("PRAGMA query_only = 1").unwrap();
    conn
}

fn searches(dir: &str, db: &str, articles: &str) {
    let conn = Connection::open(db).unwrap();
    conn.execute_batch(DURABLE).unwrap();
    conn.execute_batch("CREATE VIRTUAL TABLE found USING fts5(title, body); BEGIN")
        .unwrap();
    let from = library(dir);
    let mut asked = from
        .prepare("SELECT a.title, b.bytes FROM j_article AS a JOIN blob AS b ON b.hash = a.head")
        .unwrap();
    let mut rows = asked.query([]).unwrap();
    let mut put = conn.prepare("INSERT INTO found VALUES (?1, ?2)").unwrap();
    while let Some(row) = rows.next().unwrap() {
        let content: serde_json::Value =
            serde_json::from_slice(&row.get::<_, Vec<u8>>(1).unwrap()).unwrap();
        put.execute((row.get::<_, String>(0).unwrap(), content["body"].as_str()))
            .unwrap();
    }
    conn.execute_batch("COMMIT").unwrap();
    let sql = "SELECT f.title, snippet(found, 1, '<', '>', '…', 24)
        FROM (SELECT rowid AS row, rank FROM found WHERE found MATCH ?1 ORDER BY rank LIMIT 20) AS r
        JOIN found AS f ON f.rowid = r.row WHERE found MATCH ?1 ORDER BY r.rank";
    for (key, query) in [
        ("search-common", "lo"),
        ("search-some", "minelo"),
        ("search-two", "stave tor"),
        ("search-rare", "gihapene"),
        ("search-typed", "sta*"),
    ] {
        // A beginning that most texts have takes seconds here.
        let runs = if key == "search-typed" { 5 } else { RUNS / 3 };
        let took = timed(runs, |_| {
            let mut asked = conn.prepare_cached(sql).unwrap();
            let mut rows = asked.query([query]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                row.get::<_, String>(1).unwrap();
            }
        });
        said(key, articles, "bare FTS5", &took);
    }
}

fn updates(dir: &str, db: &str, comments: &str) {
    let conn = Connection::open(db).unwrap();
    conn.execute_batch(DURABLE).unwrap();
    conn.execute_batch("CREATE TABLE comment (id TEXT PRIMARY KEY, article TEXT, created TEXT, state TEXT, decided TEXT, body TEXT); BEGIN")
        .unwrap();
    let from = library(dir);
    let mut asked = from
        .prepare("SELECT id, article, created, state, NULL, body FROM j_comment")
        .unwrap();
    let mut rows = asked.query([]).unwrap();
    let mut put = conn
        .prepare("INSERT INTO comment VALUES (?, ?, ?, ?, ?, ?)")
        .unwrap();
    while let Some(row) = rows.next().unwrap() {
        let values = (0..6).map(|at| row.get::<_, Value>(at).unwrap());
        put.execute(params_from_iter(values)).unwrap();
    }
    conn.execute_batch("COMMIT; CREATE INDEX comment_state ON comment (state, created)")
        .unwrap();
    let ids: Vec<String> = conn
        .prepare("SELECT id FROM comment WHERE state = 'pending' ORDER BY created LIMIT 1000")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let all = |state: &str| {
        conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut set = conn
            .prepare_cached("UPDATE comment SET state = ?1, decided = ?2 WHERE id = ?3")
            .unwrap();
        for id in &ids {
            set.execute((state, "2026-11-27T12:00:00Z", id)).unwrap();
        }
        conn.execute_batch("COMMIT").unwrap();
    };
    for _ in 0..STEPS {
        said(
            "decide",
            comments,
            "bare updates",
            &timed(1, |_| all("published")),
        );
        said(
            "undo",
            comments,
            "bare updates",
            &timed(1, |_| all("pending")),
        );
    }
}

/// The same of a copy of the library: what a decision writes into the row of a comment, with all indexes that it has there, and no
/// journal, no count and nothing to take back. With as much memory as the desk's, and the log put away in between, too.
fn updates_of_rows(dir: &str, db: &str, comments: &str) {
    let copy = format!("{db}-rows");
    std::fs::copy(Path::new(dir).join("library.db"), &copy).unwrap();
    let conn = Connection::open(&copy).unwrap();
    conn.execute_batch(DURABLE).unwrap();
    conn.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32768")
        .unwrap();
    let strings = |sql: &str| -> Vec<String> {
        conn.prepare(sql)
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap()
    };
    for trigger in strings("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        conn.execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    let ids =
        strings("SELECT id FROM j_comment WHERE state = 'pending' ORDER BY created, id LIMIT 1000");
    let all = |state: &str, by: Option<&str>| {
        let took = timed(1, |_| {
            conn.execute_batch("BEGIN IMMEDIATE").unwrap();
            let mut set = conn
                .prepare_cached("UPDATE j_comment SET state = ?1, reasons = '[]', decided_by = ?2, decided_at = ?3, last_op = ?4 WHERE id = ?5")
                .unwrap();
            for id in &ids {
                let at = by.map(|_| "2026-11-27T12:00:00Z");
                set.execute((state, by, at, ids[0].as_str(), id)).unwrap();
            }
            conn.execute_batch("COMMIT").unwrap();
        });
        conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .unwrap();
        took
    };
    let by = ids[0].clone();
    for _ in 0..STEPS {
        for (key, state, by) in [
            ("decide-rows", "published", Some(by.as_str())),
            ("undo-rows", "pending", None),
        ] {
            said(key, comments, "bare updates of them", &all(state, by));
        }
    }
}

/// Replays, and compares every table; then writes the same rows with the same indexes into an empty database, in memory as
/// the replay does.
fn replay(dir: &str, events: &str) {
    let store = store::Store::open(Path::new(dir)).unwrap();
    let ms = |begun: Instant| begun.elapsed().as_secs_f64() * 1000.0;
    let different = store.read(|db| {
        let begun = Instant::now();
        let again = store::journal::replayed(db)?;
        said("replay", events, "ours", &[ms(begun)]);
        drop(again);
        let begun = Instant::now();
        let different = store::journal::replays(db)?;
        said("replay-compare", events, "ours", &[ms(begun)]);
        Ok(different)
    });
    assert!(different.unwrap().is_empty(), "the replay differs");
    let from = library(dir);
    let to = Connection::open_in_memory().unwrap();
    let wanted = "name = 'blob' OR name = 'journal' OR name LIKE 'j\\_%' ESCAPE '\\'";
    let tables: Vec<(String, String)> = from
        .prepare(&format!(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND ({wanted})"
        ))
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let begun = Instant::now();
    for (_, sql) in &tables {
        to.execute_batch(sql).unwrap();
    }
    indexes(&from, &to, &wanted.replace("name", "tbl_name"));
    to.execute_batch("BEGIN").unwrap();
    let mut count = 0;
    for (table, _) in &tables {
        count += copied(&from, &to, table);
    }
    to.execute_batch("COMMIT").unwrap();
    said("replay", events, "bare inserts", &[ms(begun)]);
    println!("{count} rows");
}

fn indexes(from: &Connection, to: &Connection, wanted: &str) {
    let mut asked = from
        .prepare(&format!(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND ({wanted})"
        ))
        .unwrap();
    let mut rows = asked.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        to.execute_batch(&row.get::<_, String>(0).unwrap()).unwrap();
    }
}

fn copied(from: &Connection, to: &Connection, table: &str) -> usize {
    let mut asked = from.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = asked.column_count();
    let marks = vec!["?"; columns].join(", ");
    let mut put = to
        .prepare(&format!("INSERT INTO {table} VALUES ({marks})"))
        .unwrap();
    let mut rows = asked.query([]).unwrap();
    let mut count = 0;
    while let Some(row) = rows.next().unwrap() {
        let values = (0..columns).map(|at| row.get::<_, Value>(at).unwrap());
        put.execute(params_from_iter(values)).unwrap();
        count += 1;
    }
    count
}
