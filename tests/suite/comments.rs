//! Readers' comments: into the library, judged, decided, forgotten, and out again.

mod again;
mod at_the_queue;
mod decisions;
mod dodged;
mod forgotten;
mod forgotten_names;
mod hostile;
mod imports;
mod inbox;
mod judged;
mod kept_days;
mod killed;
mod rings;
mod round_trip;
mod rule_sets;
mod second_look;

use crate::office::{MODERATOR, Office};
use serde_json::{Value, json};

/// A library with the articles that comments are left on here; gives their ids.
fn newsroom() -> (Office, String, String) {
    let office = Office::staffed();
    let trams = office.draft("Night trams");
    let bread = office.draft("Bread");
    (office, trams, bread)
}

/// A comment as a line of a file.
fn line(id: &str, body: &str, more: Value) -> Value {
    let mut one = json!({"id": id, "article": "night-trams", "author": "Mara", "body": body,
        "created": "2026-09-01T10:00:00Z"});
    for (name, value) in more.as_object().unwrap() {
        one[name] = value.clone();
    }
    one
}

/// Takes lines in from a file; gives the receipt.
fn import(office: &Office, lines: &[Value]) -> Value {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let file = office.room.file("lines.jsonl", lines.join("\n"));
    office.does(MODERATOR, "comment_import", json!({"path": file}))
}

/// How many a receipt says came in, were brought up to date, were as they are.
fn counts(report: &Value) -> [i64; 3] {
    [
        &report["added"]["comments"],
        &report["updated"],
        &report["unchanged"],
    ]
    .map(|n| n.as_i64().unwrap())
}

/// Every comment that a filter holds.
fn all(office: &Office, filter: Value) -> Vec<Value> {
    let (mut rows, mut after) = (vec![], Value::Null);
    loop {
        let mut ask = filter.clone();
        ask["limit"] = 1000.into();
        ask["after"] = after;
        let page = office.does(MODERATOR, "comment_list", ask);
        rows.extend(page["items"].as_array().unwrap().iter().cloned());
        after = page["next"].clone();
        if after.is_null() {
            return rows;
        }
    }
}

/// The comment that says so, with everything that is known of it.
fn saying(office: &Office, body: &str) -> Value {
    let rows = all(office, json!({}));
    let found: Vec<&Value> = rows.iter().filter(|row| row["body"] == body).collect();
    assert_eq!(found.len(), 1, "{body}: {rows:#?}");
    office.does(
        MODERATOR,
        "comment_show",
        json!({"comment": found[0]["id"]}),
    )
}

/// The comment with an id, with everything that is known of it.
fn shown(office: &Office, id: &Value) -> Value {
    office.does(MODERATOR, "comment_show", json!({"comment": id}))
}

/// What stands above a comment, nearest last.
fn above(shown: &Value) -> Vec<String> {
    let rows = shown["thread"].as_array().unwrap();
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The library is whole, and its journal says the same as its tables; gives how many entries it has.
fn sound(office: &Office) -> i64 {
    let found = office.does(MODERATOR, "library_check", json!({}));
    assert_eq!(found["ok"], true, "{found:#}");
    found["entries"].as_i64().unwrap()
}

/// A folder in which comments arrive, named to the library.
fn inbox(office: &Office) -> std::path::PathBuf {
    let dir = office.path("inbox");
    std::fs::create_dir_all(&dir).unwrap();
    office.does(MODERATOR, "inbox_set", json!({"folder": dir}));
    dir
}

/// Drops a comment into the folder.
fn drop_in(office: &Office, name: &str, comment: Value) {
    std::fs::write(office.path("inbox").join(name), comment.to_string()).unwrap();
}

/// Takes in what arrived; gives the receipt.
fn take(office: &Office) -> Value {
    office.does(MODERATOR, "inbox_take", json!({}))
}

/// A comment as a form's handler drops it.
fn dropped(author: &str, body: &str) -> Value {
    json!({"article": "night-trams", "author": author, "body": body})
}
