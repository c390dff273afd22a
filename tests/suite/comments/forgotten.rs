//! Someone is forgotten: every byte of every file of the library is looked through for them.

use super::{all, counts, line, newsroom, saying, shown, sound};
use crate::office::{MODERATOR, Office, WRITER};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};
use store::Store;

/// What is private of the one who is forgotten, in no other's hand.
const TRACES: [&str; 7] = [
    "Quirkwell Zanzibar",
    "quirk_zan@hidden-mail.example",
    "203.0.113.77",
    "2001:db8:dead::77",
    "zanzibar-home.example",
    "quirkwell",
    "quirk\\_zan",
];

/// Every file of a folder, whole, with its name.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = vec![];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found
}

/// What SQLite's own program says of the library's database.
fn sqlite(library: &Path, ask: &str) -> String {
    let said = Command::new("sqlite3")
        .arg("-readonly")
        .arg(library.join("library.db"))
        .arg(ask)
        .output()
        .unwrap();
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    String::from_utf8(said.stdout).unwrap()
}

/// Where the words stand still: in the files as they are, in any text that is kept, in any entry of the journal.
fn left(library: &Path, words: &[&str]) -> Vec<String> {
    let mut everything = files(library);
    let store = Store::open(library).unwrap();
    for hash in sqlite(library, "SELECT hash FROM blob").lines() {
        let text = store.read(|db| db.blob(hash.parse().unwrap())).unwrap();
        everything.push((format!("text {hash}"), text));
    }
    store
        .read(|db| {
            store::journal::raw(db, |seq, bytes| {
                everything.push((format!("entry {seq}"), bytes.to_vec()));
                Ok(())
            })
        })
        .unwrap();
    let mut found = vec![];
    for (name, bytes) in everything {
        let bytes = bytes.to_ascii_lowercase();
        for word in words {
            let word = word.to_lowercase();
            if bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes())
            {
                found.push(format!("{word} in {name}"));
            }
        }
    }
    found
}

/// Words that stand in the index of words.
fn indexed(office: &Office, words: &str) -> usize {
    all(office, json!({"words": words})).len()
}

fn theirs(id: &str, body: &str, more: Value) -> Value {
    let mut of = json!({"author": TRACES[0], "email": TRACES[1], "address": TRACES[2],
        "site": format!("https://www.{}/", TRACES[4]), "state": "pending"});
    for (name, value) in more.as_object().unwrap() {
        of[name] = value.clone();
    }
    line(id, body, of)
}

/// A library in which one whom nobody could mistake left traces in every place; gives the archive and one of the comments.
fn traced() -> (Office, String, Value) {
    let (office, ..) = newsroom();
    let archive = [
        theirs(
            "a",
            "Signed: Quirkwell Zanzibar, quirk_zan@hidden-mail.example",
            json!({}),
        ),
        theirs(
            "b",
            "My own site is https://zanzibar-home.example, İ say",
            json!({"address": TRACES[3]}),
        ),
        theirs(
            "c",
            "QUIRKWELL  ZANZIBAR says quirk\\_zan@hidden-mail.example",
            json!({}),
        ),
        theirs("d", "Plain words of theirs", json!({})),
        line(
            "e",
            "Words of another",
            json!({"author": "Ola", "email": "ola@reader.example", "address": "198.51.100.4", "state": "pending"}),
        ),
    ];
    let text = archive.map(|one| one.to_string()).join("\n");
    let file = office.room.file("archive.jsonl", &text);
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    // Once taken back and in again: what was taken back is theirs too.
    let edit = |id: &Value, text: &str| {
        office.does(
            MODERATOR,
            "comment_edit",
            json!({"comment": id, "text": text}),
        )
    };
    let first = saying(&office, "Plain words of theirs")["id"].clone();
    edit(&first, "Quirkwell Zanzibar was edited and taken back");
    office.does(MODERATOR, "undo", json!({}));
    office.does(MODERATOR, "undo", json!({}));
    assert!(all(&office, json!({})).is_empty());
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    let d = saying(&office, "Plain words of theirs")["id"].clone();
    edit(&d, "Edited: ask Quirkwell Zanzibar at 203.0.113.77");
    edit(&d, "Edited again");
    let a = shown(&office, &d)["history"][0]["id"].clone();
    office.does(
        MODERATOR,
        "comment_decide",
        json!({"comments": [a], "state": "rejected", "reason": "other",
        "text": "Quirkwell Zanzibar gave quirk_zan@hidden-mail.example away"}),
    );
    // What a decision was is written down by the next one, and by its undo.
    let other = json!({"comments": [a], "state": "published"});
    office.does(MODERATOR, "comment_decide", other);
    office.does(MODERATOR, "comment_undo", json!({}));
    office.does(
        MODERATOR,
        "commenter_ban",
        json!({"commenter": d, "days": 9}),
    );
    (office, file, d)
}

#[test]
fn of_whoever_is_forgotten_no_byte_stays() {
    let (office, file, d) = traced();
    let library = office.path("library");
    assert!(
        left(&library, &TRACES).len() > 20,
        "the traces are there before"
    );
    let before = shown(&office, &saying(&office, "Words of another")["id"]);
    assert_eq!(
        office.code(WRITER, "commenter_forget", json!({"commenter": d})),
        "wrong-role"
    );
    let told = office.does(MODERATOR, "commenter_forget", json!({"commenter": d}));
    assert_eq!(
        (&told["comments"], &told["swept"], &told["left"]),
        (&json!(4), &json!(true), &json!([])),
        "{told:#}"
    );
    assert_eq!(left(&library, &TRACES), Vec::<String>::new());
    assert_eq!(
        (indexed(&office, "quirkwell"), indexed(&office, "zanzibar")),
        (0, 0)
    );
    sound(&office);
    let seen = shown(&office, &d);
    assert_eq!(
        (
            &seen["author"],
            &seen["email"],
            &seen["address"],
            &seen["forgotten"]
        ),
        (
            &json!("Anonymous"),
            &Value::Null,
            &Value::Null,
            &json!(true)
        )
    );
    assert_eq!(seen["original"], "Plain words of theirs");
    assert_eq!(
        shown(&office, &before["id"]),
        before,
        "others are as they were"
    );
    assert_eq!(
        office.code(MODERATOR, "commenter_forget", json!({"commenter": d})),
        "forgotten-already"
    );
    let again = office.does(MODERATOR, "comment_import", json!({"path": file}));
    assert_eq!(counts(&again), [0, 0, 5], "{again:#}");
    assert_eq!(
        left(&library, &TRACES),
        Vec::<String>::new(),
        "nothing comes back by the same archive"
    );
    // Nor by undoing what was done before, as far as that goes.
    while office.ask(MODERATOR, "undo", json!({})).is_ok() {}
    assert_eq!(left(&library, &TRACES), Vec::<String>::new());
    sound(&office);
    drop(office.room.json(MODERATOR, &["comment", "list"]));
    repaired(office);
}

/// A repair brings nothing back.
fn repaired(office: Office) {
    let rows = all(&office, json!({}));
    let room = office.close();
    let run = room.ask(crate::office::ADMIN, &["library", "repair"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert_eq!(room.json(MODERATOR, &["library", "check"])["ok"], true);
    let list = room.json(MODERATOR, &["comment", "list"]);
    assert_eq!(list["items"].as_array().unwrap().len(), rows.len());
    assert_eq!(left(&room.path("library"), &TRACES), Vec::<String>::new());
}

#[test]
fn their_words_go_too_where_that_is_wanted() {
    let (office, file, d) = traced();
    let library = office.path("library");
    let told = office.does(
        MODERATOR,
        "commenter_forget",
        json!({"commenter": d, "texts": true}),
    );
    assert_eq!(told["comments"], 4);
    let words = [
        "My own site",
        "Plain words of theirs",
        "Edited again",
        "was edited and taken back",
    ];
    assert_eq!(
        left(&library, &[&TRACES[..], &words[..]].concat()),
        Vec::<String>::new()
    );
    assert_eq!(shown(&office, &d)["body"], "");
    let again = office.does(MODERATOR, "comment_import", json!({"path": file}));
    assert_eq!(counts(&again), [0, 0, 5]);
    assert_eq!(left(&library, &words), Vec::<String>::new());
    sound(&office);
    // A comment without words is still one: it is listed, exported, and comes in elsewhere.
    for name in ["out.jsonl", "out.xml", "out.csv"] {
        let out = office.path(name);
        office.does(
            MODERATOR,
            "comment_export",
            json!({"path": out, "private": true}),
        );
        let other = Office::staffed();
        let report = other.does(MODERATOR, "comment_import", json!({"path": out}));
        assert_eq!(counts(&report), [5, 0, 0], "{name}: {report:#}");
    }
    repaired(office);
}

#[test]
fn a_comment_without_words_is_on_no_page_and_an_answer_to_it_stands_by_itself() {
    let office = Office::staffed();
    let trams = office.approved("Night trams");
    let out = |author: &str, parent: Value| json!({"author": author, "state": "published", "parent": parent});
    super::import(
        &office,
        &[
            line("a", "The trams are loud", out("Ola", Value::Null)),
            line("b", "They are not", out("Per", json!("a"))),
        ],
    );
    let printed = |name: &str| {
        let around = fs::read(office.release(name).join("surroundings.json")).unwrap();
        let around: Value = serde_json::from_slice(&around).unwrap();
        let all = around["articles"].as_array().unwrap().iter();
        let mut all = all.filter(|one| one["article"] == trams);
        all.next().unwrap()["comments"].as_array().unwrap().clone()
    };
    assert_eq!(printed("before").len(), 2);
    let loud = saying(&office, "The trams are loud")["id"].clone();
    office.does(
        MODERATOR,
        "commenter_forget",
        json!({"commenter": loud, "texts": true}),
    );
    let left = printed("after");
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0]["body"], "They are not");
    assert_eq!(left[0]["parent"], Value::Null);
    assert_eq!(shown(&office, &loud)["state"], "published");
}

#[test]
fn what_is_left_of_them_is_told() {
    let (office, _, d) = traced();
    let other = line(
        "f",
        "I met Quirkwell Zanzibar once",
        json!({"author": "Ola", "state": "pending"}),
    );
    super::import(&office, &[other]);
    let backup = office.path("backup");
    office.does(
        MODERATOR,
        "library_backup",
        json!({"dest": backup, "days": 3}),
    );
    let told = office.does(MODERATOR, "commenter_forget", json!({"commenter": d}));
    let left_over = told["left"].as_array().unwrap();
    assert_eq!(left_over.len(), 2, "{told:#}");
    assert!(
        left_over[0].as_str().unwrap().contains("1 comment"),
        "{told:#}"
    );
    assert!(
        left_over[1]
            .as_str()
            .unwrap()
            .contains(backup.to_str().unwrap()),
        "{told:#}"
    );
    assert!(!left(&backup, &TRACES).is_empty());
    office.later(4);
    office.does("", "private_erase", json!({}));
    assert!(!backup.exists(), "its day has come");
}

#[test]
fn nothing_private_is_in_a_bundle() {
    let office = Office::staffed();
    office.approved("Night trams");
    let lines = [
        theirs("a", "Published words", json!({"state": "published"})),
        theirs("b", "Others", json!({})),
    ];
    super::import(&office, &lines);
    let out = office.release("bundle");
    let everything = files(&out);
    let holds = |word: &str| {
        everything.iter().any(|(_, bytes)| {
            bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes())
        })
    };
    assert!(holds("Published words") && holds(TRACES[0]));
    for word in &TRACES[1..5] {
        assert!(!holds(word), "{word}");
    }
    assert!(!holds("Others"));
}
