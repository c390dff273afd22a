//! Readers' comments.

use super::{BODY, CHIEF, MODERATOR, WRITER, fields, has, text};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
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

/// Those that are named are decided on, or those that a filter holds, and never one of the two without a word.
fn never_both(room: &Newsroom, comment: &str) {
    let both = ["comment", "decide", comment, "--spam", "--words", "zebra"];
    assert_eq!(room.ask(MODERATOR, &both).refusal(), (2, "usage".into()));
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
    never_both(&room, spam);
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

/// Takes these comments in on a fresh article; gives the newsroom and what the import reported.
fn taken(lines: &[Value]) -> (Newsroom, Value) {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let on_it = |line: &Value| {
        let mut line = line.clone();
        line["article"] = id.as_str().into();
        line["body"] = "About time!".into();
        line.to_string()
    };
    let lines: Vec<String> = lines.iter().map(on_it).collect();
    let file = room.file("comments.jsonl", lines.join("\n"));
    let report = room.json(MODERATOR, &["comment", "import", &file]);
    (room, report)
}

/// Who answers whom, by name: `Tom>Pia`.
fn answers(room: &Newsroom) -> Vec<String> {
    let page = room.json(MODERATOR, &["comment", "list"]);
    let items = page["items"].as_array().unwrap();
    let name = |id: &Value| {
        let one = items.iter().find(|item| item["id"] == *id);
        one.map_or("", |one| text(one, "author"))
    };
    let mut said: Vec<String> = items
        .iter()
        .map(|item| format!("{}>{}", text(item, "author"), name(&item["parent"])))
        .collect();
    said.sort();
    said
}

#[test]
fn an_answer_may_stand_before_what_it_answers() {
    let (room, _) = taken(&[
        json!({"id": "b", "parent": "a", "author": "Tom", "created": "2026-10-01T11:00:00Z"}),
        json!({"id": "a", "author": "Pia", "created": "2026-10-01T12:00:00Z"}),
    ]);
    assert_eq!(answers(&room), ["Pia>", "Tom>Pia"]);
}

#[test]
fn comments_that_answer_each_other_in_a_ring_answer_nothing() {
    let (room, _) = taken(&[
        json!({"id": "a", "parent": "c", "author": "Ada"}),
        json!({"id": "b", "parent": "a", "author": "Ben"}),
        json!({"id": "c", "parent": "b", "author": "Cleo"}),
        json!({"id": "d", "parent": "a", "author": "Dan"}),
        json!({"id": "e", "parent": "e", "author": "Eva"}),
    ]);
    assert_eq!(answers(&room), ["Ada>", "Ben>", "Cleo>", "Dan>Ada", "Eva>"]);
}

#[test]
fn a_line_that_can_not_be_taken_is_named_and_the_others_come_in() {
    let (_, report) = taken(&[
        json!({"id": "a", "author": "Pia", "created": "0000-01-01T00:00:00Z"}),
        json!({"id": "b", "author": "Tom", "created": "+010000-01-01T00:00:00Z"}),
        json!({"id": "", "author": "Eva"}),
    ]);
    let skipped = report["skipped"].as_array().unwrap().len();
    assert_eq!((&report["added"]["comments"], skipped), (&1.into(), 2));
}

#[test]
fn a_foreign_number_is_not_taken_for_the_beginning_of_an_id() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let line = json!({"id": "a", "article": "0", "author": "Pia", "body": "About time!"});
    let file = room.file("comments.jsonl", line.to_string());
    let report = room.json(MODERATOR, &["comment", "import", &file]);
    assert_eq!(report["added"]["comments"], 1);
    let there = room.json(MODERATOR, &["comment", "list", "--article", &id]);
    assert_eq!(there["items"], json!([]));
    let places = room.json(MODERATOR, &["comment", "places"]);
    assert_eq!(places["items"][0]["place"], "0");
    assert_eq!(places["items"][0]["comments"], 1);
}

#[test]
fn comments_are_known_again_in_their_own_library_and_in_another() {
    let (room, _) = taken(&[
        json!({"id": "b", "parent": "a", "author": "Tom", "created": "2026-10-01T11:00:00Z"}),
        json!({"id": "a", "author": "Pia", "created": "2026-10-01T12:00:00Z"}),
    ]);
    room.json(MODERATOR, &["comment", "export", "out.jsonl"]);
    let own = room.json(MODERATOR, &["comment", "import", "out.jsonl"]);
    assert_eq!(
        (&own["added"]["comments"], &own["unchanged"]),
        (&0.into(), &2.into())
    );

    let said = fs::read_to_string(room.path("out.jsonl")).unwrap();
    let first: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    let other = Newsroom::staffed();
    let id = other.draft("Night buses to the harbour", BODY);
    let there = other.file("there.jsonl", said.replace(text(&first, "article"), &id));
    other.json(MODERATOR, &["comment", "import", &there]);
    other.json(MODERATOR, &["comment", "export", "back.jsonl"]);
    let back = fs::read_to_string(other.path("back.jsonl")).unwrap();
    assert_eq!(back.replace(&id, text(&first, "article")), said);
}

#[test]
fn an_e_mail_address_stays_in_the_library() {
    let (room, _) = taken(&[
        json!({"id": "a", "author": "Pia", "email": "pia@reader.example", "state": "published"}),
    ]);
    room.json(MODERATOR, &["comment", "export", "said.jsonl"]);
    room.json(CHIEF, &["library", "export", "all.jsonl"]);
    room.json(CHIEF, &["export", "--out", "proof", "--proof"]);
    for name in ["said.jsonl", "all.jsonl", "proof/surroundings.json"] {
        let said = fs::read_to_string(room.path(name)).unwrap();
        assert!(!said.contains("reader.example"), "{name}");
    }
    let private = ["library", "export", "private.jsonl", "--private"];
    assert_eq!(
        room.ask(WRITER, &private).refusal(),
        (1, "wrong-role".into())
    );
    room.json(MODERATOR, &private);
    let said = fs::read_to_string(room.path("private.jsonl")).unwrap();
    assert!(said.contains("pia@reader.example"));
}

#[test]
fn what_became_of_a_comment_is_told_with_the_comment() {
    let (room, _) = taken(&[json!({"id": "a", "author": "Pia"})]);
    let page = room.json(MODERATOR, &["comment", "list"]);
    let listed = &page["items"][0];
    let told = room.json(MODERATOR, &["comment", "explain", text(listed, "id")]);
    has(&told, &fields(listed));
    has(&told, &["decided_at", "statement", "words"]);
}
