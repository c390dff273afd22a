//! The library's file: its schema, its marks, and what is refused in its place.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says so by failing, in its helpers too"
)]

use model::{Hash, Time, event::Event, settings::Settings};
use rusqlite::Connection;
use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
};
use store::{Store, journal::Depth};
use tempfile::TempDir;
use uuid::Uuid;

/// A library as version 1 of the schema wrote it, compressed; made by `copydesk`, with an article in review.
const VERSION_1: &[u8] = include_bytes!("../../../../tests/fixtures/library-1.db.zst");

/// The same of version 3: the sample newsroom with its comments, released, decided on, and reviewed since.
const VERSION_3: &[u8] = include_bytes!("../../../../tests/fixtures/library-3.db.zst");

/// The same of version 5: the sample newsroom with an edition, a profile, a look of its own and a second key, released.
const VERSION_5: &[u8] = include_bytes!("../../../../tests/fixtures/library-5.db.zst");

/// The same of version 6: the sample newsroom, released, with comments from elsewhere.
const VERSION_6: &[u8] = include_bytes!("../../../../tests/fixtures/library-6.db.zst");

fn fresh(dir: &Path) -> PathBuf {
    drop(Store::create(dir).unwrap());
    dir.join("library.db")
}

fn version_1(dir: &Path) -> PathBuf {
    unpacked(VERSION_1, dir)
}

fn unpacked(library: &[u8], dir: &Path) -> PathBuf {
    let file = dir.join("library.db");
    fs::create_dir_all(dir.join("assets")).unwrap();
    fs::write(&file, zstd::stream::decode_all(library).unwrap()).unwrap();
    file
}

/// Everything that the schema says, in the order of its names.
fn schema(file: &Path) -> Vec<(String, String)> {
    Connection::open(file)
        .unwrap()
        .prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap()
}

fn mark(file: &Path, name: &str) -> i64 {
    let conn = Connection::open(file).unwrap();
    conn.pragma_query_value(None, name, |row| row.get(0))
        .unwrap()
}

#[test]
fn a_library_of_the_first_version_comes_forward_to_what_a_fresh_one_is() {
    let dir = TempDir::new().unwrap();
    let fresh = fresh(&dir.path().join("fresh"));
    let old = version_1(&dir.path().join("old"));
    assert_eq!(mark(&old, "user_version"), 1);
    let store = Store::open(&dir.path().join("old")).unwrap();
    let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
    drop(store);
    assert_eq!((found.faults, found.entries > 5), (vec![], true));
    assert_eq!(schema(&old), schema(&fresh));
    for name in ["user_version", "application_id"] {
        assert_eq!(mark(&old, name), mark(&fresh, name), "{name}");
    }
}

#[test]
fn a_library_of_the_second_version_comes_forward_with_what_it_has() {
    let dir = TempDir::new().unwrap();
    let fresh = fresh(&dir.path().join("fresh"));
    let second = dir.path().join("second");
    fs::create_dir_all(second.join("assets")).unwrap();
    let old = second.join("library.db");
    let conn = Connection::open(&old).unwrap();
    for tables in [
        include_str!("../src/schema.sql"),
        include_str!("../src/schema-2.sql"),
    ] {
        conn.execute_batch(tables).unwrap();
    }
    conn.execute_batch("PRAGMA user_version = 2; PRAGMA application_id = 0x436f4465;")
        .unwrap();
    drop(conn);
    drop(Store::open(&second).unwrap());
    assert_eq!(schema(&old), schema(&fresh));
    for name in ["user_version", "application_id"] {
        assert_eq!(mark(&old, name), mark(&fresh, name), "{name}");
    }
}

#[test]
fn a_library_of_the_third_version_comes_forward_with_its_comments() {
    let dir = TempDir::new().unwrap();
    let fresh = fresh(&dir.path().join("fresh"));
    let old = unpacked(VERSION_3, &dir.path().join("old"));
    assert_eq!(mark(&old, "user_version"), 3);
    let store = Store::open(&dir.path().join("old")).unwrap();
    let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
    assert_eq!((found.faults, found.entries > 100), (vec![], true));
    store
        .read(|db| {
            let (states, waiting) = store::comment::tally(db, None)?;
            let all: i64 = states.iter().map(|(_, n)| n).sum();
            let listed = store::comment::list(db, &store::comment::Filter::default(), None, 1000)?;
            assert_eq!((all, waiting > 0), (listed.len() as i64, true));
            for comment in &listed {
                let same = [markup::likeness::same(&comment.body)];
                let span = (comment.created, (Time(comment.created.0 + 1), comment.id));
                let alike = store::comment::alike(db, &same, span, 10)?;
                assert!(
                    alike.iter().any(|one| one.id == comment.id),
                    "{}",
                    comment.body
                );
            }
            // What is private counts as come in now, and is not erased at once.
            assert!(!store::comment::has_due(db, Time(1_790_000_000_000))?);
            Ok(())
        })
        .unwrap();
    drop(store);
    assert_eq!(schema(&old), schema(&fresh));
    assert_eq!(mark(&old, "user_version"), mark(&fresh, "user_version"));
}

#[test]
fn a_library_of_the_fifth_version_comes_forward_with_every_text_and_bundle() {
    let dir = TempDir::new().unwrap();
    let fresh = fresh(&dir.path().join("fresh"));
    let old = unpacked(VERSION_5, &dir.path().join("old"));
    assert_eq!(mark(&old, "user_version"), 5);
    let texts = |file: &Path| -> Vec<(String, bool, Vec<u8>)> {
        let conn = Connection::open(file).unwrap();
        let mut asked = conn
            .prepare("SELECT hash, packed, bytes FROM blob ORDER BY hash")
            .unwrap();
        let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    let before = texts(&old);
    let store = Store::open(&dir.path().join("old")).unwrap();
    let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
    assert_eq!((found.faults, found.entries > 100), (vec![], true));
    let manifests = store.read(store::printed::manifests).unwrap();
    assert_eq!((manifests.len(), before.len() > 10), (1, true));
    drop(store);
    assert!(texts(&old) == before);
    assert_eq!(schema(&old), schema(&fresh));
    assert_eq!(mark(&old, "user_version"), mark(&fresh, "user_version"));
}

#[test]
fn a_library_of_the_sixth_version_comes_forward_whole() {
    let dir = TempDir::new().unwrap();
    let fresh = fresh(&dir.path().join("fresh"));
    let old = unpacked(VERSION_6, &dir.path().join("old"));
    assert_eq!(mark(&old, "user_version"), 6);
    let store = Store::open(&dir.path().join("old")).unwrap();
    let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
    assert_eq!((found.faults, found.entries > 100), (vec![], true));
    assert!(store.read(store::attested::every).unwrap().is_empty());
    drop(store);
    assert_eq!(schema(&old), schema(&fresh));
    assert_eq!(mark(&old, "user_version"), mark(&fresh, "user_version"));
}

#[test]
fn a_search_that_lost_something_is_found_out_and_made_again() {
    let dir = TempDir::new().unwrap();
    let file = version_1(dir.path());
    let faults = || {
        let store = Store::open(dir.path()).unwrap();
        let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
        let kinds: Vec<String> = found.faults.into_iter().map(|fault| fault.kind).collect();
        kinds
    };
    assert_eq!(
        faults(),
        Vec::<String>::new(),
        "the older one was brought forward"
    );
    for loss in [
        "DELETE FROM d_found WHERE kind = 'article'",
        "DELETE FROM d_search WHERE rowid IN (SELECT row FROM d_found WHERE kind = 'article')",
        "UPDATE d_found SET revision = 'of before' WHERE kind = 'article'",
        "INSERT INTO d_found (kind, id, at) VALUES ('note', 'a ghost', '')",
    ] {
        let conn = Connection::open(&file).unwrap();
        assert!(conn.execute(loss, []).unwrap() > 0, "{loss}");
        drop(conn);
        assert_eq!(faults(), ["search"], "{loss}");
        assert_eq!(store::journal::make_again(dir.path()).unwrap().entries, 0);
        assert_eq!(faults(), Vec::<String>::new(), "{loss}");
    }
}

#[test]
fn a_library_of_the_first_version_with_a_damaged_text_opens_and_is_named_damaged() {
    let dir = TempDir::new().unwrap();
    let old = version_1(dir.path());
    let conn = Connection::open(&old).unwrap();
    conn.execute(
        "UPDATE blob SET bytes = x'00' WHERE hash = (SELECT head FROM j_article LIMIT 1)",
        [],
    )
    .unwrap();
    drop(conn);
    let store = Store::open(dir.path()).unwrap();
    let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
    assert!(
        found.faults.iter().any(|fault| fault.kind == "text"),
        "{found:?}"
    );
}

#[test]
fn the_file_says_that_it_is_a_library() {
    let dir = TempDir::new().unwrap();
    let file = fresh(dir.path());
    assert_eq!(&mark(&file, "application_id").to_be_bytes()[4..], b"CoDe");
}

/// What `Store::open` says of a file; it must be left as it was.
fn refused(dir: &Path) -> (String, String) {
    let file = dir.join("library.db");
    let before = Hash::of(&fs::read(&file).unwrap());
    let error = Store::open(dir).err().unwrap();
    assert_eq!(Hash::of(&fs::read(&file).unwrap()), before, "untouched");
    assert_eq!(error.exit_status(), 3);
    (error.code, error.message)
}

#[test]
fn a_library_of_a_newer_program_is_refused_and_left_alone() {
    let dir = TempDir::new().unwrap();
    let file = fresh(dir.path());
    let conn = Connection::open(&file).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
    conn.pragma_update(None, "journal_mode", "delete").unwrap();
    drop(conn);
    let sentence = "This library was made by a newer Copydesk.";
    assert_eq!(
        refused(dir.path()),
        ("newer-library".into(), sentence.into())
    );
}

#[test]
fn another_programs_database_is_refused_and_left_alone() {
    let sentence = "This file is another program’s, not a Copydesk library.";
    // One that numbers its versions and one that does not, one with its own mark, and one without any of these.
    for marks in [
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 0",
        "PRAGMA application_id = 7; PRAGMA user_version = 1",
        "PRAGMA application_id = 7",
    ] {
        let dir = TempDir::new().unwrap();
        let conn = Connection::open(dir.path().join("library.db")).unwrap();
        conn.execute_batch("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('Soup')")
            .unwrap();
        conn.execute_batch(marks).unwrap();
        drop(conn);
        assert_eq!(
            refused(dir.path()),
            ("no-library".into(), sentence.into()),
            "{marks}"
        );
    }
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let dir = TempDir::new().unwrap();
    fs::write(
        dir.path().join("library.db"),
        "Soup: leeks, water. ".repeat(100),
    )
    .unwrap();
    assert_eq!(refused(dir.path()).0, "no-library");
    fs::write(dir.path().join("library.db"), "").unwrap();
    assert_eq!(refused(dir.path()).0, "no-library");
}

#[test]
fn two_libraries_open_at_once_write_one_after_the_other() {
    let dir = TempDir::new().unwrap();
    let (one, other) = (
        Store::create(dir.path()).unwrap(),
        Store::open(dir.path()).unwrap(),
    );
    let count = Cell::new(0);
    let ids = || {
        count.set(count.get() + 1);
        Uuid::from_u128(count.get())
    };
    let before = one.changes().unwrap();
    for (turn, store) in [&one, &other, &one, &other].into_iter().enumerate() {
        let settings = Settings {
            name: format!("Gazette {turn}"),
            ..Settings::default()
        };
        let event = Event::SettingsSet {
            settings,
            was: None,
        };
        store
            .transact(None, Time(0), &ids, |txn| txn.append(event))
            .unwrap();
    }
    assert_ne!(one.changes().unwrap(), before, "the other's writing shows");
    let found = store::journal::check(&one, Depth::All, &|_, _| true).unwrap();
    assert_eq!((found.faults, found.entries), (vec![], 4));
}

#[test]
fn nothing_is_written_any_more_once_a_newer_program_brought_the_library_forward() {
    let dir = TempDir::new().unwrap();
    let store = Store::create(dir.path()).unwrap();
    let keep = || store.local(|db| db.keep(b"words", false));
    keep().unwrap();
    let newer = Connection::open(dir.path().join("library.db")).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    let append = |txn: &store::journal::Txn| {
        txn.append(Event::SettingsSet {
            settings: Settings::default(),
            was: None,
        })
    };
    let ids = || Uuid::from_u128(7);
    let written = store.transact(None, Time(0), &ids, append);
    assert_eq!(written.unwrap_err().code, "newer-library");
    assert_eq!(keep().unwrap_err().code, "newer-library");
}

#[test]
fn where_there_is_no_room_to_look_the_library_is_not_called_damaged() {
    let dir = TempDir::new().unwrap();
    let store = Store::create(dir.path()).unwrap();
    // More than is looked at in memory.
    let text = vec![b'.'; 65 << 20];
    store.local(|db| db.keep(&text, false)).unwrap();
    let look = |room: &Path| store::journal::check_by(&store, Depth::All, Some(room), &|_, _| true);
    let (nowhere, room) = (dir.path().join("nowhere"), TempDir::new().unwrap());
    let refused = look(&nowhere).unwrap_err();
    assert_eq!(refused.code, "no-room-to-check");
    assert!(refused.message.contains("nowhere"), "{refused:?}");
    assert!(look(room.path()).unwrap().faults.is_empty());
    assert_eq!(fs::read_dir(room.path()).unwrap().count(), 0);
}
