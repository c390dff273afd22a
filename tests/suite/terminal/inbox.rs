//! The folder in which comments arrive, and what is private of those who sent them once it is old enough.

use super::{BODY, CHIEF, MODERATOR, WRITER};
use crate::{newsroom::Newsroom, office::Office};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// A file as a form's handler drops it.
fn drop_in(inbox: &Path, id: &str, article: &str) {
    let comment = json!({"id": id, "article": article, "author": "Pia Reader",
        "email": "pia@reader.example", "ip": "192.0.2.7", "body": format!("About time, says {id}!")});
    fs::write(inbox.join(format!("{id}.json")), comment.to_string()).unwrap();
}

/// A newsroom that watches a folder in which a comment and a broken file lie.
fn watching() -> (Newsroom, std::path::PathBuf, String) {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let inbox = room.path("inbox");
    fs::create_dir(&inbox).unwrap();
    room.json(MODERATOR, &["comment", "inbox", inbox.to_str().unwrap()]);
    drop_in(&inbox, "one", &id);
    fs::write(inbox.join("broken.json"), "{").unwrap();
    (room, inbox, id)
}

#[test]
fn what_arrives_is_taken_in_and_what_is_broken_set_aside() {
    let (room, inbox, _) = watching();
    let shown = room.json(MODERATOR, &["comment", "inbox"]);
    assert_eq!(shown["waiting"], 2);
    let may_not = room.ask(WRITER, &["comment", "inbox", "--take"]);
    assert_eq!(may_not.refusal(), (1, "wrong-role".into()));
    let report = room.json(MODERATOR, &["comment", "inbox", "--take"]);
    assert_eq!(report["added"]["comments"], 1);
    assert_eq!(report["skipped"][0]["where"], "broken.json");
    let left: Vec<_> = fs::read_dir(&inbox).unwrap().collect();
    assert_eq!(
        left.len(),
        1,
        "only the folder of what was set aside: {left:?}"
    );
    let shown = room.json(MODERATOR, &["comment", "inbox"]);
    assert_eq!(
        (&shown["waiting"], &shown["aside"]),
        (&json!(0), &json!(["broken.json"]))
    );
}

#[test]
fn undo_leaves_what_arrived_since_its_files_are_gone() {
    let (room, inbox, id) = watching();
    room.json(MODERATOR, &["comment", "inbox", "--take"]);
    let page = room.json(MODERATOR, &["comment", "list", "--article", &id]);
    let comment = page["items"][0]["id"].as_str().unwrap().to_owned();
    room.json(MODERATOR, &["comment", "decide", &comment, "--publish"]);
    drop_in(&inbox, "two", &id);
    room.json(MODERATOR, &["comment", "inbox", "--take"]);
    // The moderator's last act is the decision, whatever came in since.
    room.json(MODERATOR, &["undo"]);
    let page = room.json(MODERATOR, &["comment", "list", "--article", &id]);
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|one| one["state"] == "pending"), "{page}");
    assert_eq!(
        room.ask(MODERATOR, &["undo"]).refusal(),
        (1, "nothing-to-undo".into())
    );
}

/// Who sent comments, as a moderator sees it.
fn senders(room: &Newsroom) -> Value {
    room.json(MODERATOR, &["commenter", "list"])["items"].clone()
}

/// A newsroom to which a comment came in with an e-mail address, years ago.
fn long_ago() -> Newsroom {
    let office = Office::staffed();
    office.later(-4000);
    let article = office.draft("Night buses to the harbour");
    let line = json!({"id": "a", "article": article, "author": "Pia Reader",
        "email": "pia@reader.example", "body": "About time!", "state": "pending"});
    let file = office.room.file("comments.jsonl", line.to_string());
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    office.close()
}

#[test]
fn what_is_private_and_old_enough_goes_with_the_next_act() {
    let room = long_ago();
    assert_eq!(senders(&room)[0]["email"], "pia@reader.example");
    assert_eq!(
        senders(&room)[0]["email"],
        "pia@reader.example",
        "looking at it changes nothing"
    );
    room.json(CHIEF, &["library", "set", "--name", "The Harbour Post"]);
    assert_eq!(senders(&room)[0]["email"], json!(null));
    let done = room.run(&["activity"]).out;
    assert!(done.contains("erased e-mails and addresses"), "{done}");
    assert_eq!(room.json(CHIEF, &["library", "check"])["ok"], true);
}

#[test]
fn what_is_private_stays_where_it_is_kept_for_good() {
    let room = long_ago();
    let set = ["library", "set", "--keep-private-days", "0"];
    room.json(CHIEF, &set);
    room.json(CHIEF, &["library", "set", "--name", "The Harbour Post"]);
    assert_eq!(senders(&room)[0]["email"], "pia@reader.example");
}
