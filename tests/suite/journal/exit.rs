//! Everything out, and the same library from it.

mod hostile;
mod said;

pub use hostile::hand;

use super::{CHIEF, MODERATOR, WRITER, check, difference, dump, eventful, sql};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Local tables that stay where they are: who is told what, where things lie on this computer, what is learned anew.
pub const STAYS: [&str; 9] = [
    "l_signer",
    "l_learned",
    "l_inbox",
    "l_backup",
    "l_backups",
    "l_claim",
    "l_unswept",
    "l_printed",
    "l_chosen",
];

/// A library with everything in it that one can hold: what happens, what is typed, and what is private.
pub fn full() -> Newsroom {
    let room = eventful();
    let comments = ["near", "elsewhere"].map(|name| {
        json!({"id": name, "article": "https://gazette.example/", "author": "Una Late", "address": "192.0.2.9",
            "email": "una@near.example", "body": format!("Good evening from {name}, \u{2028}and \u{0}good night!")})
        .to_string()
    });
    let file = room.file("late.jsonl", comments.join("\n"));
    room.json(MODERATOR, &["comment", "import", &file]);
    let people = room.json(MODERATOR, &["commenter", "list"]);
    let una = people["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["email"] == "una@near.example");
    let una = una.unwrap()["id"].as_str().unwrap();
    room.json(
        MODERATOR,
        &["commenter", "ban", una, "--for-good", "--reason", "spam"],
    );
    // As when the e-mail of someone who is banned was erased.
    let marked =
        ["2090-01-01T00:00:00.000Z", "2000-01-01T00:00:00.000Z"].map(|at| at.parse().unwrap());
    store::Store::open(&room.path("library"))
        .and_then(|open| {
            open.local(|db| store::comment::mark_banned(db, marked.into(), "a key of this library"))
        })
        .unwrap();
    assert_eq!(sql(&room, "SELECT count(*) FROM l_ban_mark").trim(), "1");
    room.draft("A table of tides", "High water is at six.\n");
    let desk = desk::Desk::open(&room.path("library")).unwrap();
    let article = room.json(WRITER, &["article", "list"])["items"][0]["id"].clone();
    let hand = desk::Hand {
        actor: Some(desk::person_named(&desk, WRITER).unwrap().id),
        ..hand(&desk::Quiet)
    };
    let ask = serde_json::from_value(json!({"article": article})).unwrap();
    let mut view = desk::article::show(&desk, &hand, ask).unwrap();
    let head = room.json(WRITER, &["article", "show", article.as_str().unwrap()]);
    view.content.body = "It sails at ten, and at no\u{2028}other “time”.".into();
    let typed = json!({"article": article, "base": head["revision"], "content": view.content});
    desk::draft::save(&desk, &hand, serde_json::from_value(typed).unwrap()).unwrap();
    room
}

/// Every row but of those that stay.
fn rows(library: &Path) -> Vec<String> {
    let stays = |row: &String| {
        STAYS
            .iter()
            .any(|table| row.starts_with(&format!("INSERT INTO {table} ")))
    };
    let all = dump(library);
    all.into_iter().filter(|row| !stays(row)).collect()
}

/// The files of an export in a folder, by name.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    all.insert(
        "library.jsonl".to_owned(),
        fs::read(folder.join("library.jsonl")).unwrap(),
    );
    for entry in fs::read_dir(folder.join("assets")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        all.insert(name, fs::read(path).unwrap());
    }
    all
}

/// The lines of an export, read.
pub fn lines(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn run(room: &Newsroom, library: &str, args: &[&str]) -> Value {
    let mut all = vec!["--json", "--as", CHIEF, "--library", library];
    all.extend(args);
    room.run(&all).value()
}

#[test]
fn everything_out_and_in_again_is_the_same_library_to_the_last_row() {
    let room = full();
    let before = rows(&room.path("library"));
    let everything = ["library", "export", "all", "--private", "--keys"];
    let said = room.json(CHIEF, &everything);
    assert_eq!(said["gone"], json!([]));
    assert!(said["files"].as_i64().unwrap() >= 2, "{said}");
    for (name, library) in [
        ("all", "second"),
        ("all.zip", "third"),
        ("all.jsonl", "fourth"),
    ] {
        if name != "all" {
            room.json(CHIEF, &["library", "export", name, "--private", "--keys"]);
        }
        let made = room
            .run(&["--json", "init", library, "--from", name])
            .value();
        assert_eq!(made["settings"]["name"], "The Harbour Gazette", "{name}");
        assert_eq!(
            run(&room, library, &["library", "check"])["ok"],
            true,
            "{name}"
        );
        assert_eq!(
            difference(&rows(&room.path(library)), &before),
            None,
            "{name}"
        );
        assert_eq!(rows(&room.path(library)).len(), before.len(), "{name}");
        let again = format!("{library}-again");
        run(
            &room,
            library,
            &["library", "export", &again, "--private", "--keys"],
        );
        assert_eq!(
            bytes(&room.path(&again)),
            bytes(&room.path("all")),
            "{name}"
        );
    }
    run(
        &room,
        "second",
        &["library", "export", "second.zip", "--private", "--keys"],
    );
    let zips = ["all.zip", "second.zip"].map(|name| fs::read(room.path(name)).unwrap());
    assert!(zips[0] == zips[1]);
    // What can be found by its words, and what waits for whom, are there as well.
    let found = |library| run(&room, library, &["search", "ferry"])["items"].clone();
    assert_eq!(found("second"), found("library"));
    let undone = ["library", "second"].map(|library| {
        let run = room.run(&["--json", "--as", WRITER, "--library", library, "undo"]);
        (run.status, run.out, run.err)
    });
    assert_eq!(undone[0].0, 0, "{}", undone[0].2);
    assert_eq!(undone[0], undone[1]);
    assert_eq!(check(&room).0, 0);
}

#[test]
fn approvals_stand_and_verify_after_the_way_out_and_in() {
    let room = Newsroom::staffed();
    let id = room.approved(
        "Night buses to the harbour",
        "The last bus leaves at midnight.\n",
    );
    room.json(CHIEF, &["library", "export", "all", "--keys"]);
    room.run(&["--json", "init", "second", "--from", "all"])
        .value();
    for library in ["library", "second"] {
        assert_eq!(
            run(&room, library, &["article", "show", &id])["status"],
            "approved"
        );
    }
    run(&room, "library", &["library", "key"]);
    let released = run(&room, "second", &["export", "--out", "bundle"]);
    assert_eq!(released["held"], json!([]));
    // By the key of the library that it came from.
    assert_eq!(run(&room, "library", &["verify", "bundle"])["ok"], true);
}

#[test]
fn without_keys_a_library_reads_and_says_what_it_can_not_do() {
    let room = Newsroom::staffed();
    let id = room.approved(
        "Night buses to the harbour",
        "The last bus leaves at midnight.\n",
    );
    room.json(WRITER, &["library", "export", "all.zip"]);
    room.run(&["--json", "init", "second", "--from", "all.zip"])
        .value();
    assert_eq!(
        run(&room, "second", &["article", "show", &id])["status"],
        "approved"
    );
    assert_eq!(
        run(&room, "second", &["library", "key"]),
        run(&room, "library", &["library", "key"])
    );
    let refused = room.run(&[
        "--json",
        "--as",
        CHIEF,
        "--library",
        "second",
        "export",
        "--out",
        "out",
    ]);
    assert!(refused.err.contains("--keys"), "{}", refused.err);
    assert_eq!(refused.refusal(), (4, "no-secret".into()));
    assert!(!room.path("out").exists());
    let secrets = "SELECT count(*) FROM l_secret";
    assert_ne!(sql(&room, secrets).trim(), "0");
}

#[test]
fn what_is_private_goes_only_to_moderators_and_keys_only_to_admins() {
    let room = full();
    let private =
        |who, args: &[&str]| room.ask(who, &[&["library", "export", "no"], args].concat());
    for (who, args) in [
        (WRITER, &["--private"][..]),
        (MODERATOR, &["--keys"][..]),
        (crate::office::ADMIN, &["--private"][..]),
        (crate::office::PUBLISHER, &["--keys", "--private"][..]),
    ] {
        assert_eq!(
            private(who, args).refusal(),
            (1, "wrong-role".into()),
            "{who}"
        );
        assert!(!room.path("no").exists());
    }
    room.json(
        MODERATOR,
        &["library", "export", "private.jsonl", "--private"],
    );
    room.json(WRITER, &["library", "export", "open.jsonl"]);
    let [open, private] = ["open.jsonl", "private.jsonl"].map(|name| room.path(name));
    let kinds = |file| -> BTreeSet<String> {
        let all = lines(file).into_iter();
        all.map(|line| line["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(kinds(&private).is_superset(&["sent".to_owned(), "commenter".to_owned()].into()));
    for kind in ["sent", "ban-key", "ban-mark", "secret"] {
        assert!(!kinds(&open).contains(kind), "{kind}");
    }
    let open = fs::read_to_string(open).unwrap();
    for secret in ["near.example", "far.example", "192.0.2."] {
        assert!(!open.contains(secret), "{secret}");
    }
    for salt in sql(&room, "SELECT salt FROM l_commenter WHERE length(salt) > 1").lines() {
        assert!(!open.contains(salt));
    }
    for secret in sql(&room, "SELECT secret FROM l_secret").lines() {
        assert!(!open.contains(secret));
    }
}

#[test]
fn a_library_without_what_is_private_is_made_and_comes_out_alike() {
    let room = full();
    room.json(WRITER, &["library", "export", "open"]);
    room.run(&["--json", "init", "second", "--from", "open"])
        .value();
    assert_eq!(run(&room, "second", &["library", "check"])["ok"], true);
    run(&room, "second", &["library", "export", "again"]);
    assert_eq!(bytes(&room.path("again")), bytes(&room.path("open")));
    // Even asked for what is private: there is none.
    run(
        &room,
        "second",
        &["library", "export", "asked.jsonl", "--private", "--keys"],
    );
    let asked = lines(&room.path("asked.jsonl"));
    let empty = |line: &Value| line["email"].is_null() && line["address"].is_null();
    let commenters = || asked.iter().filter(|line| line["kind"] == "commenter");
    assert!(commenters().count() > 0 && commenters().all(empty));
    let journaled = |library| -> Vec<String> {
        let all = rows(&room.path(library)).into_iter();
        all.filter(|row| !row.starts_with("INSERT INTO l_"))
            .collect()
    };
    assert_eq!(
        difference(&journaled("second"), &journaled("library")),
        None
    );
    let names = |library| run(&room, library, &["comment", "list"])["items"].clone();
    assert_eq!(names("second"), names("library"));
}

#[test]
fn every_local_table_goes_out_or_is_known_to_stay() {
    let room = full();
    let tables = sql(
        &room,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'l\\_%' ESCAPE '\\'",
    );
    let source = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../src-tauri/crates/store/src/exit/state.rs"
    ))
    .unwrap();
    for table in tables.lines() {
        let goes = source.contains(&format!("FROM {table} "))
            || source.contains(&format!("FROM {table}\""));
        assert_ne!(goes, STAYS.contains(&table), "{table}");
    }
}

#[test]
fn a_picture_that_is_gone_keeps_nobody_from_leaving_and_is_told() {
    let room = full();
    let named = sql(&room, "SELECT id FROM j_asset LIMIT 1");
    let file = room.path("library/assets").join(named.trim());
    fs::write(&file, "no picture").unwrap();
    let said = room.json(WRITER, &["library", "export", "all"]);
    assert_eq!(said["gone"], json!([named.trim()]));
    assert!(!room.path("all/assets").join(named.trim()).exists());
    room.run(&["--json", "init", "second", "--from", "all"])
        .value();
    let checked = room.run(&["--json", "--library", "second", "library", "check"]);
    assert!(
        checked.out.contains(named.trim()) && checked.status == 4,
        "{}",
        checked.out
    );
}

#[test]
fn an_export_is_written_over_nothing_and_a_library_made_over_nothing() {
    let room = Newsroom::staffed();
    room.json(WRITER, &["library", "export", "all"]);
    fs::write(room.path("letter.txt"), "Dear").unwrap();
    fs::create_dir(room.path("full")).unwrap();
    fs::write(room.path("full/letter.txt"), "Dear").unwrap();
    for out in ["all", "letter.txt", "full", "library"] {
        assert_eq!(
            room.ask(WRITER, &["library", "export", out]).refusal(),
            (1, "target-in-the-way".into()),
            "{out}"
        );
    }
    assert_eq!(
        room.ask(WRITER, &["library", "export", "none/out.zip"])
            .refusal(),
        (3, "not-found".into())
    );
    for (dir, code) in [("library", "library-exists"), ("full", "target-in-the-way")] {
        let refused = room
            .run(&["--json", "init", dir, "--from", "all"])
            .refusal();
        assert_eq!(refused, (1, code.into()), "{dir}");
    }
    assert_eq!(
        room.run(&["--json", "init", "new", "--from", "nothing"])
            .refusal(),
        (3, "not-found".into())
    );
    for other in ["letter.txt", "full"] {
        let refused = room
            .run(&["--json", "init", "new", "--from", other])
            .refusal();
        assert_eq!(refused, (3, "no-export".into()), "{other}");
    }
    assert!(!room.path("new").exists());
    assert_eq!(fs::read_dir(room.path("full")).unwrap().count(), 1);
    let usage = room.run(&["init", "new", "--from", "all", "--sample"]);
    assert_eq!(usage.status, 2);
    // An empty folder is as good as none.
    fs::create_dir(room.path("empty")).unwrap();
    room.json(WRITER, &["library", "export", "empty"]);
    fs::create_dir(room.path("new")).unwrap();
    room.run(&["--json", "init", "new", "--from", "empty"])
        .value();
    let left: Vec<_> = fs::read_dir(room.path("new"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("incoming")),
        "{left:?}"
    );
}
