//! Readers' comments.

use super::{BODY, MODERATOR, WRITER, has, text};
use crate::newsroom::Newsroom;
use std::fs;

/// An article and a file with two comments on it, the second an answer to the first.
fn commented(room: &Newsroom) -> (String, String) {
    let id = room.approved("Night buses to the harbour", BODY);
    let lines = [
        serde_json::json!({"id": "a", "article": id, "parent": null, "author": "Pia Reader",
            "created": "2026-10-01T10:00:00Z", "body": "About time!", "state": "pending"}),
        serde_json::json!({"id": "b", "article": id, "parent": "a", "author": "Tom Reader",
            "created": "2026-10-01T11:00:00Z", "body": "Buy watches here", "state": "pending"}),
    ];
    let file = room.file(
        "comments.jsonl",
        lines.map(|line| format!("{line}\n")).concat(),
    );
    (id, file)
}

#[test]
fn comments_are_taken_in_once() {
    let room = Newsroom::staffed();
    let (_, file) = commented(&room);
    let dry = room.json(MODERATOR, &["comment", "import", &file, "--dry-run"]);
    assert_eq!(dry["added"]["comments"], 2);
    let report = room.json(MODERATOR, &["comment", "import", &file]);
    has(&report, &["added", "unchanged", "updated", "skipped"]);
    has(
        &report["added"],
        &["articles", "comments", "bylines", "assets"],
    );
    assert_eq!(report["added"]["comments"], 2);
    assert_eq!(
        room.json(MODERATOR, &["comment", "import", &file])["unchanged"],
        2
    );
}

#[test]
fn a_comment_is_decided_explained_and_put_back() {
    let room = Newsroom::staffed();
    let (id, file) = commented(&room);
    room.json(MODERATOR, &["comment", "import", &file]);
    let page = room.json(
        MODERATOR,
        &["comment", "list", "--state", "pending", "--article", &id],
    );
    let spam = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["author"] == "Tom Reader")
        .unwrap();
    has(
        spam,
        &[
            "id",
            "article",
            "parent",
            "author",
            "created",
            "body",
            "state",
            "reasons",
            "decided_by",
        ],
    );
    assert!(spam["parent"].is_string());
    let spam = text(spam, "id");
    assert_eq!(
        room.ask(WRITER, &["comment", "decide", spam, "--spam"])
            .refusal(),
        (1, "wrong-role".into())
    );
    assert_eq!(
        room.ask(
            MODERATOR,
            &["comment", "decide", spam, "--spam", "--reason", "dull"]
        )
        .refusal()
        .0,
        2
    );
    room.json(
        MODERATOR,
        &["comment", "decide", spam, "--spam", "--reason", "spam"],
    );
    let why = room.json(MODERATOR, &["comment", "explain", spam]);
    assert_eq!(
        (text(&why, "state"), text(&why, "decided_by")),
        ("spam", MODERATOR)
    );
    has(&why["reasons"][0], &["code", "detail"]);
    let words = room.run(&["comment", "explain", spam]).out;
    assert!(
        words.contains("is spam") && words.contains(MODERATOR),
        "{words}"
    );
    room.json(MODERATOR, &["comment", "undo"]);
    assert_eq!(
        text(
            &room.json(MODERATOR, &["comment", "explain", spam]),
            "state"
        ),
        "pending"
    );
    room.json(MODERATOR, &["comment", "export", "out.jsonl"]);
    assert_eq!(
        fs::read_to_string(room.path("out.jsonl"))
            .unwrap()
            .lines()
            .count(),
        2
    );
}
