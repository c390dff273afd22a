//! What nearly went wrong: each of these did once.

use super::{BODY, CHIEF, MODERATOR, REVIEWER, WRITER, text};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_live_address_is_not_approved_for_another_article() {
    let room = Newsroom::staffed();
    let one = room.approved("Night buses to the harbour", BODY);
    let other = room.approved("A ferry for Sundays", BODY);
    room.json(CHIEF, &["export", "--out", "first"]);
    let slug = text(&room.json(WRITER, &["article", "show", &other]), "slug").to_owned();
    room.json(WRITER, &["article", "edit", &one, "--slug", &slug]);
    room.json(WRITER, &["article", "submit", &one]);
    let refused = room.ask(REVIEWER, &["review", "approve", &one]).refusal();
    assert_eq!(refused, (1, "slug-taken".into()));
}

const PAGE: &str = "<html><head><link rel=canonical href=https://old.example/town/bell></head><body>\
    <nav class=breadcrumb>Home » Town » The bell</nav><h1>The bell</h1>\
    <p>The bell of the old quay rang at noon on Saturday for the first time.</p>\
    <p>MORE</p></body></html>";

#[test]
fn importing_again_writes_over_nobodys_words() {
    let room = Newsroom::staffed();
    let page = |more: &str| room.file("bell.html", PAGE.replace("MORE", more));
    room.json(
        WRITER,
        &["import", &page("People came to listen from every street.")],
    );
    let id = text(&room.json(WRITER, &["article", "list"])["items"][0], "id").to_owned();
    let mine = room.file("mine.md", "Written here, and better.\n");
    room.json(WRITER, &["article", "edit", &id, "--file", &mine]);
    let again = room.json(
        WRITER,
        &[
            "import",
            &page("Nobody came to listen at all, it says now."),
        ],
    );
    assert_eq!(
        (
            &again["updated"],
            again["skipped"].as_array().unwrap().len()
        ),
        (&json!(0), 1)
    );
    assert_eq!(
        text(&room.json(WRITER, &["article", "show", &id]), "body"),
        "Written here, and better.\n"
    );
}

#[test]
fn one_goes_back_step_by_step() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    for kicker in ["Old Quay", "New Quay"] {
        room.json(WRITER, &["article", "edit", &id, "--kicker", kicker]);
    }
    for kicker in ["Old Quay", ""] {
        room.json(WRITER, &["undo"]);
        assert_eq!(
            text(&room.json(WRITER, &["article", "show", &id]), "kicker"),
            kicker
        );
    }
}

#[test]
fn taking_four_eyes_back_puts_what_one_pair_approved_into_review() {
    let room = Newsroom::staffed();
    room.json(CHIEF, &["library", "set", "--four-eyes", "false"]);
    let file = room.file("body.md", BODY);
    let new = ["article", "new", "--title", "By one alone", "--file", &file];
    let id = text(&room.json(REVIEWER, &new), "id").to_owned();
    room.json(REVIEWER, &["article", "submit", &id]);
    assert_eq!(
        text(&room.json(REVIEWER, &["review", "approve", &id]), "status"),
        "approved"
    );
    room.json(CHIEF, &["undo"]);
    assert_eq!(
        text(&room.json(CHIEF, &["article", "show", &id]), "status"),
        "in-review"
    );
}

#[test]
fn a_bundles_folder_that_holds_something_else_is_not_replaced() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "site"]);
    fs::write(room.path("site/notes.txt"), "mine").unwrap();
    let refused = room.ask(CHIEF, &["export", "--out", "site"]).refusal();
    assert_eq!(refused, (1, "target-in-the-way".into()));
    assert_eq!(
        fs::read_to_string(room.path("site/notes.txt")).unwrap(),
        "mine"
    );
}

#[cfg(unix)]
#[test]
fn a_bundle_whose_manifest_is_a_pipe_or_a_link_is_damaged_and_does_not_hang() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "site"]);
    fs::rename(room.path("site/manifest.json"), room.path("elsewhere.json")).unwrap();
    std::os::unix::fs::symlink(room.path("elsewhere.json"), room.path("site/manifest.json"))
        .unwrap();
    assert_eq!(room.run(&["verify", "site"]).status, 4);
    fs::remove_file(room.path("site/manifest.json")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(room.path("site/manifest.json"))
        .status();
    assert!(made.unwrap().success());
    assert_eq!(room.run(&["verify", "site"]).status, 4);
}

#[cfg(unix)]
#[test]
fn an_export_whose_lines_are_a_pipe_keeps_nobody_waiting() {
    let room = Newsroom::empty();
    fs::create_dir(room.path("all")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(room.path("all/library.jsonl"))
        .status();
    assert!(made.unwrap().success());
    let from = room.path("all");
    let run = room.run(&["--json", "init", "new", "--from", from.to_str().unwrap()]);
    assert_eq!(run.refusal(), (3, "not-readable".to_owned()), "{}", run.err);
    assert!(!room.path("new").exists());
}

#[test]
fn a_comment_answers_only_on_its_own_article_and_for_a_known_reason() {
    let room = Newsroom::staffed();
    let one = room.draft("Night buses to the harbour", BODY);
    let other = room.draft("A ferry for Sundays", BODY);
    let lines = [
        json!({"id": "p1", "article": one, "author": "Odd", "body": "First."}),
        json!({"id": "p2", "article": other, "author": "Runa", "body": "Second.", "parent": "p1"}),
        json!({"id": "p3", "article": one, "author": "Odd", "body": "Third.",
            "reasons": [{"code": "nonsense", "detail": "wrote from odd@mail.example"}]}),
    ];
    let file = room.file("in.jsonl", lines.map(|line| line.to_string()).join("\n"));
    let report = room.json(MODERATOR, &["comment", "import", &file]);
    assert_eq!(
        (
            &report["added"]["comments"],
            report["skipped"].as_array().unwrap().len()
        ),
        (&json!(2), 1)
    );
    let list = room.json(MODERATOR, &["comment", "list", "--article", &other]);
    assert_eq!(list["items"][0]["parent"], Value::Null);
}

#[test]
fn a_missing_key_file_is_called_missing() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    let refused = room
        .ask(CHIEF, &["verify", "bundle.zip", "--key", "nokey.pub"])
        .refusal();
    assert_eq!(refused, (3, "not-found".into()));
}
