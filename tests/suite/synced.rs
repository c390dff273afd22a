//! A library in a folder that other computers write to is read there, and worked in elsewhere.

use crate::newsroom::Newsroom;
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
