//! A library in a folder that other computers write to, or nobody can, is read there, and worked in elsewhere.

use crate::{crash::Sealed, newsroom::Newsroom};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

const CHIEF: &str = "Edda Chief";
const WRITER: &str = "Wim Writer";
const REVIEWER: &str = "Rhea Reviewer";
const BODY: &str = "The last boat leaves the old quay at midnight.\n";

/// Every file below a folder, with when it was changed and what is in it.
fn state(folder: &Path) -> Vec<(PathBuf, SystemTime, Vec<u8>)> {
    let mut all = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(state(&path));
        } else {
            let at = fs::metadata(&path).unwrap().modified().unwrap();
            let bytes = fs::read(&path).unwrap();
            all.push((path, at, bytes));
        }
    }
    all.sort();
    all
}

/// A library with an approved article, in a folder that Syncthing keeps in step.
fn synced() -> (Newsroom, String) {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    fs::create_dir(room.path(".stfolder")).unwrap();
    (room, id)
}

#[test]
fn every_act_is_refused_by_one_code_and_nothing_is_written() {
    let (room, id) = synced();
    let before = state(&room.path("library"));
    let file = room.file("other.md", "Other words.\n");
    let out = room.path("release").display().to_string();
    let acts: [(&str, Vec<&str>); 13] = [
        (WRITER, vec!["article", "new", "--title", "A bell"]),
        (WRITER, vec!["article", "edit", &id, "--file", &file]),
        (WRITER, vec!["article", "bin", &id]),
        (
            REVIEWER,
            vec![
                "review",
                "note",
                &id,
                "--quote",
                "midnight",
                "--text",
                "Says who?",
            ],
        ),
        (
            CHIEF,
            vec!["person", "add", "Nils New", "--roles", "writer"],
        ),
        (CHIEF, vec!["library", "set", "--name", "Other"]),
        (CHIEF, vec!["library", "repair"]),
        (CHIEF, vec!["library", "backups", "--unasked", "false"]),
        (CHIEF, vec!["key", "rotate"]),
        (CHIEF, vec!["export", "--out", &out]),
        (CHIEF, vec!["import", &file]),
        (CHIEF, vec!["theme", "reset"]),
        (CHIEF, vec!["undo"]),
    ];
    for (who, act) in acts {
        let run = room.ask(who, &act);
        assert_eq!(run.refusal(), (1, "synced-folder".into()), "{act:?}");
        assert!(run.err.contains("library move"), "{act:?}: {}", run.err);
    }
    assert!(!room.path("release").exists());
    assert_eq!(
        state(&room.path("library")),
        before,
        "not even a file beside it"
    );
}

#[test]
fn reading_checking_proofs_and_backups_elsewhere_go_on() {
    let (room, id) = synced();
    let before = state(&room.path("library"));
    let show = room.run(&["--json", "article", "show", &id]).value();
    assert_eq!(show["title"], "Night buses to the harbour");
    assert_eq!(
        room.json(CHIEF, &["search", "midnight"])["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(room.run(&["library", "check"]).status, 0);
    room.json(CHIEF, &["export", "--proof", "--out", "proof"]);
    let verified = room.run(&["--json", "verify", "proof"]).value();
    assert_eq!(
        (&verified["ok"], &verified["kind"]),
        (&json!(true), &json!("proof"))
    );
    room.json(CHIEF, &["library", "backup", "copy"]);
    assert!(room.path("copy").join("library.db").is_file());
    for read in [
        &["review", "queue"][..],
        &["library", "backups"],
        &["library", "stats"],
        &["comment", "list"],
    ] {
        assert_eq!(room.run(read).status, 0, "{read:?}");
    }
    assert_eq!(state(&room.path("library")), before);
}

#[test]
fn it_is_worked_in_elsewhere_by_one_command() {
    let (room, id) = synced();
    let elsewhere = Newsroom::empty();
    let here = elsewhere.path("here");
    let into = here.to_str().unwrap();
    let inside = room.ask(CHIEF, &["library", "move", "still-here"]);
    assert_eq!(inside.refusal(), (1, "synced-folder".into()));
    room.json(CHIEF, &["library", "move", into]);
    let act = [
        "--library",
        into,
        "article",
        "withdraw",
        &id,
        "--reason",
        "Gone",
    ];
    assert_ne!(room.ask(CHIEF, &act).refusal().1, "synced-folder");
    let made = room.json(
        CHIEF,
        &[
            "--library",
            into,
            "person",
            "add",
            "Nils New",
            "--roles",
            "writer",
        ],
    );
    assert_eq!(made["name"], "Nils New");
    assert_eq!(room.run(&["--library", into, "library", "check"]).status, 0);
    let again = room.ask(CHIEF, &["--library", into, "library", "move", "other"]);
    assert_eq!(again.refusal(), (1, "not-synced".into()));
    // No new one is made there either, but by who says that no other computer writes to it.
    let new = room.ask(CHIEF, &["--library", "fresh", "init"]);
    assert_eq!(new.refusal(), (1, "synced-folder".into()));
    let mut anyway = room.command(&["--as", CHIEF, "--json", "library", "set", "--name", "Other"]);
    let anyway = anyway
        .env("COPYDESK_SYNCED_FOLDER", "write")
        .output()
        .unwrap();
    assert!(anyway.status.success());
}

#[test]
fn what_another_computer_left_in_the_log_is_read_and_an_older_library_is_moved_first() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    let library = room.path("library");
    // Another program has it open: what it wrote lies in the log alone.
    let open = desk::Desk::open(&library).unwrap();
    room.json(CHIEF, &["person", "add", "Nils New", "--roles", "writer"]);
    assert!(fs::metadata(library.join("library.db-wal")).unwrap().len() > 0);
    fs::create_dir(room.path(".stfolder")).unwrap();
    let people = room.run(&["--json", "person", "list"]).value();
    assert!(people.to_string().contains("Nils New"), "{people}");
    assert_eq!(room.run(&["--json", "article", "show", &id]).status, 0);
    drop(open);
    let old = room.path("old");
    fs::create_dir_all(old.join("assets")).unwrap();
    let packed = include_bytes!("../fixtures/library-6.db.zst");
    fs::write(
        old.join("library.db"),
        zstd::stream::decode_all(&packed[..]).unwrap(),
    )
    .unwrap();
    let before = state(&old);
    let named = old.to_str().unwrap();
    let shown = room.run(&["--json", "--library", named, "article", "list"]);
    assert_eq!(shown.refusal(), (1, "synced-folder".into()));
    let elsewhere = Newsroom::empty();
    let here = elsewhere.path("here");
    room.json(
        CHIEF,
        &[
            "--library",
            named,
            "library",
            "move",
            here.to_str().unwrap(),
        ],
    );
    let shown = room.run(&[
        "--json",
        "--library",
        here.to_str().unwrap(),
        "article",
        "list",
    ]);
    assert!(!shown.value()["items"].as_array().unwrap().is_empty());
    assert_eq!(state(&old), before);
}

const NOT_CHECKED: &str = "not checked: no folder can be mounted read-only here";

#[test]
fn a_library_that_cannot_be_written_is_read_where_it_is_and_worked_in_elsewhere() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    let library = room.path("library");
    let before = state(&library);
    let Some(sealed) = Sealed::over(&library) else {
        return println!("{NOT_CHECKED}");
    };
    let list = room.run(&["--json", "article", "list"]).value();
    assert_eq!(list["items"][0]["title"], "Night buses to the harbour");
    let found = room.json(CHIEF, &["search", "midnight"]);
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    for read in [
        &["article", "show", &id][..],
        &["library", "check"],
        &["library", "backups"],
        &["review", "queue"],
        &["comment", "list"],
    ] {
        let run = room.run(read);
        assert_eq!(run.status, 0, "{read:?}: {}", run.err);
    }
    room.json(CHIEF, &["export", "--proof", "--out", "proof"]);
    assert_eq!(
        room.run(&["--json", "verify", "proof"]).value()["ok"],
        json!(true)
    );
    room.json(CHIEF, &["library", "backup", "copy"]);
    assert!(room.path("copy").join("library.db").is_file());
    let new = ["article", "new", "--title", "A bell"];
    for act in [
        &new[..],
        &["library", "repair"],
        &["export", "--out", "release"],
    ] {
        let run = room.ask(CHIEF, act);
        assert_eq!(
            run.refusal(),
            (1, "read-only-place".into()),
            "{act:?}: {}",
            run.err
        );
        assert!(run.err.contains("library move"), "{}", run.err);
    }
    // Who promises that no other computer writes there can write there no more than before.
    let mut anyway = room.command(&["--json", "article", "list"]);
    let anyway = anyway.env("COPYDESK_SYNCED_FOLDER", "write");
    assert!(anyway.output().unwrap().status.success());
    let inside = room.ask(CHIEF, &["library", "move", "library/again"]);
    assert_eq!(inside.refusal(), (1, "read-only-place".into()));
    room.json(CHIEF, &["library", "move", "here"]);
    drop(sealed);
    assert_eq!(state(&library), before);
    let made = room.ask(WRITER, &[&["--library", "here"], &new[..]].concat());
    assert_eq!(made.status, 0, "{}", made.err);
}

#[test]
fn what_lies_in_the_log_alone_is_read_where_nothing_can_be_written() {
    let room = Newsroom::staffed();
    let (library, copy) = (room.path("library"), room.path("copy"));
    // Another program has it open: what it wrote lies in the log alone. Who copies the folder may leave out what SQLite keeps beside
    // that.
    let open = desk::Desk::open(&library).unwrap();
    room.json(CHIEF, &["person", "add", "Nils New", "--roles", "writer"]);
    fs::create_dir_all(copy.join("assets")).unwrap();
    for name in ["library.db", "library.db-wal"] {
        fs::copy(library.join(name), copy.join(name)).unwrap();
    }
    drop(open);
    let before = state(&copy);
    assert!(
        before
            .iter()
            .any(|(name, _, bytes)| name.ends_with("library.db-wal") && !bytes.is_empty())
    );
    let Some(sealed) = Sealed::over(&copy) else {
        return println!("{NOT_CHECKED}");
    };
    let people = room.run(&["--json", "--library", "copy", "person", "list"]);
    assert!(people.value().to_string().contains("Nils New"));
    assert_eq!(
        room.run(&["--library", "copy", "library", "check"]).status,
        0
    );
    room.json(CHIEF, &["--library", "copy", "library", "move", "here"]);
    drop(sealed);
    assert_eq!(state(&copy), before);
    let people = room.run(&["--json", "--library", "here", "person", "list"]);
    assert!(people.value().to_string().contains("Nils New"));
}
