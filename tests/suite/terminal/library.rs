//! The library and its people.

use super::{BODY, CHIEF, WRITER, fields, text};
use crate::newsroom::Newsroom;
use std::fs;

#[test]
fn the_only_person_and_the_environment_need_no_as() {
    let room = Newsroom::empty();
    room.run(&["init", "--person", "Solveig Alone", "--solo"]);
    let id = room
        .run(&["article", "new", "--title", "A ferry for Sundays"])
        .out;
    room.run(&[
        "article",
        "edit",
        id.trim(),
        "--file",
        &room.file("body.md", BODY),
    ]);
    room.run(&["article", "submit", id.trim()]);
    assert_eq!(room.run(&["review", "approve", id.trim()]).status, 0);
    assert_eq!(
        text(
            &room.run(&["--json", "article", "show", id.trim()]).value(),
            "status"
        ),
        "approved"
    );

    let staffed = Newsroom::staffed();
    let mut new = staffed.command(&["article", "new", "--title", "A ferry for Sundays"]);
    assert!(
        new.env("COPYDESK_PERSON", WRITER)
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn without_a_library_there_is_nothing_to_read() {
    let room = Newsroom::empty();
    assert_eq!(
        room.run(&["--json", "article", "list"]).refusal(),
        (3, "no-library".into())
    );
    let damaged = Newsroom::empty();
    fs::create_dir(damaged.path("library")).unwrap();
    fs::write(damaged.path("library/library.db"), b"not a database at all").unwrap();
    let (status, _) = damaged.run(&["--json", "article", "list"]).refusal();
    assert!(status == 3 || status == 4, "{status}");
    let made = Newsroom::staffed();
    assert_ne!(
        made.run(&["--json", "init"]).refusal().0,
        0,
        "a library is never made over another"
    );
}

#[test]
fn people_are_added_listed_and_changed() {
    let room = Newsroom::staffed();
    let added = room.json(
        CHIEF,
        &[
            "person",
            "add",
            "Paul Publisher",
            "--roles",
            "publisher,reviewer",
        ],
    );
    assert_eq!(fields(&added).len(), 3);
    assert_eq!(added["roles"], serde_json::json!(["reviewer", "publisher"]));
    let changed = room.json(
        CHIEF,
        &[
            "person",
            "set",
            "Paul Publisher",
            "--name",
            "Paula Publisher",
            "--roles",
            "writer",
        ],
    );
    assert_eq!(
        (text(&changed, "id"), text(&changed, "name")),
        (text(&added, "id"), "Paula Publisher")
    );
    let people = room.json(WRITER, &["person", "list"]);
    assert_eq!(people.as_array().unwrap().len(), 5);
    assert!(
        room.run(&["person", "list"])
            .out
            .contains("Paula Publisher")
    );
}

#[test]
fn a_library_is_checked_counted_backed_up_restored_and_repaired() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    assert_eq!(
        room.run(&["--json", "library", "check"]).value()["ok"],
        true
    );
    assert_eq!(
        room.run(&["--json", "library", "stats"]).value()["articles"],
        1
    );
    room.json(CHIEF, &["library", "backup", "copy"]);
    room.json(CHIEF, &["library", "restore", "copy", "second"]);
    let second = room
        .run(&["--json", "--library", "second", "article", "show", &id])
        .value();
    assert_eq!(second, room.json(CHIEF, &["article", "show", &id]));
    let unnamed = room.ask(CHIEF, &["library", "backup", "sealed.age", "--seal"]);
    assert!(unnamed.err.contains("--seal-with FILE"), "{}", unnamed.err);
    assert_eq!(unnamed.refusal(), (2, "no-passphrase".into()));
    // Of a library that was whole a repair says that it is.
    let repaired = room.json(CHIEF, &["library", "repair"]);
    let words = text(&repaired, "words");
    assert!(
        words.starts_with("Nothing was lost: every entry"),
        "{words}"
    );
    assert_eq!(room.run(&["library", "check"]).status, 0);
    assert_eq!(second, room.json(CHIEF, &["article", "show", &id]));
    // What is in the bin while a library is repaired is found once it is out, and by its words alone.
    let linked = "The [ferry](https://gazette.example/timetable) sails.\n";
    let binned = room
        .run(&[
            "--as",
            WRITER,
            "article",
            "new",
            "--title",
            "Sundays",
            "--file",
            &room.file("ferry.md", linked),
        ])
        .out;
    let binned = binned.trim();
    room.json(WRITER, &["article", "bin", binned]);
    room.json(CHIEF, &["library", "repair"]);
    room.json(WRITER, &["article", "bin", binned, "--back"]);
    let found = |word: &str| {
        room.json(CHIEF, &["search", word])["items"]
            .as_array()
            .map(Vec::len)
    };
    assert_eq!((found("sails"), found("timetable")), (Some(1), Some(0)));
    room.json(CHIEF, &["library", "export", "everything"]);
    assert!(room.path("everything").exists());
    assert_eq!(
        room.ask(CHIEF, &["library", "restore", "nowhere", "third"])
            .refusal()
            .0,
        3
    );
    let set = room.json(
        CHIEF,
        &["library", "set", "--base-url", "https://gazette.example/"],
    );
    assert_eq!(text(&set, "base_url"), "https://gazette.example/");
}

#[test]
fn the_sample_newsroom_has_something_to_do() {
    let room = Newsroom::sample();
    let page = room.run(&["--json", "article", "list"]).value();
    assert!(!page["items"].as_array().unwrap().is_empty());
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn only_an_admin_of_the_backup_restores_it() {
    let room = Newsroom::staffed();
    room.json(WRITER, &["library", "backup", "copy"]);
    let restore = ["library", "restore", "copy", "second"];
    assert_eq!(
        room.ask(WRITER, &restore).refusal(),
        (1, "wrong-role".into())
    );
    assert!(!room.path("second").exists());
    room.json(CHIEF, &restore);
    assert!(room.path("second/library.db").exists());
}

#[cfg(unix)]
#[test]
fn what_holds_keys_and_addresses_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let room = Newsroom::staffed();
    room.file("phrase", "a long passphrase for a copy\n");
    let picture = include_bytes!("../../fixtures/edition/quay.jpg");
    room.json(WRITER, &["asset", "add", &room.file("quay.jpg", picture)]);
    for name in ["page", "other"] {
        room.file(
            &format!("{name}.md"),
            format!("# The {name} of tides\n\n{BODY}"),
        );
    }
    for args in [
        &["library", "backup", "copy"][..],
        &["library", "backup", "sealed.age", "--seal-with", "phrase"],
        &["library", "export", "out", "--keys"],
        &["library", "export", "out.jsonl"],
        &["library", "restore", "copy", "restored"],
        &["init", "made", "--from", "out.jsonl"],
        &["import", "page.md", "--report", "report.csv"],
        &["import", "other.md"],
    ] {
        let run = room.ask(CHIEF, args);
        assert_eq!(run.status, 0, "{args:?}: {}", run.err);
    }
    let others = |name: &str| {
        let found = fs::metadata(room.path(name)).unwrap();
        found.permissions().mode() & 0o077
    };
    for name in [
        "library",
        "library/library.db",
        "copy",
        "sealed.age",
        "out",
        "out.jsonl",
        "restored",
        "report.csv",
        "library/reports",
    ] {
        assert_eq!(others(name), 0, "{name}");
    }
    // Each file by itself, since it may be moved out of its folder.
    let mut seen = 0;
    for folder in ["out", "out/assets", "library/reports"] {
        for entry in fs::read_dir(room.path(folder)).unwrap() {
            let name = format!("{folder}/{}", entry.unwrap().file_name().display());
            assert_eq!(others(&name), 0, "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 4, "{seen}");
    room.approved("Night buses to the harbour", BODY);
    let site = room.ask(CHIEF, &["export", "--out", "bundle"]);
    assert_eq!(site.status, 0, "{}", site.err);
    // What is published is for everyone.
    assert_ne!(others("bundle"), 0);
}

#[test]
fn a_library_without_its_empty_folder_of_pictures_is_copied_and_takes_a_picture() {
    let room = Newsroom::staffed();
    fs::remove_dir(room.path("library/assets")).unwrap();
    room.json(CHIEF, &["library", "backup", "copy"]);
    let picture = room.file(
        "quay.png",
        include_bytes!("../../fixtures/edition/quay.jpg"),
    );
    fs::rename(&picture, room.path("quay.jpg")).unwrap();
    room.json(WRITER, &["asset", "add", "quay.jpg"]);
    assert_eq!(room.json(CHIEF, &["library", "check"])["ok"], true);
}
