//! What is exported is what was shown, and an export leaves nothing else behind.

use super::{BODY, CHIEF, REVIEWER, WRITER, text};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::{fs, path::Path};

fn manifest(bundle: &Path) -> Value {
    serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap()
}

/// The first article's page in a bundle.
fn page(bundle: &Path) -> String {
    let manifest = manifest(bundle);
    fs::read_to_string(bundle.join(text(&manifest["articles"][0], "page"))).unwrap()
}

#[test]
fn what_was_released_when_one_pair_of_eyes_was_enough_verifies_still() {
    let room = Newsroom::empty();
    room.run(&["init", "--person", CHIEF, "--solo"]);
    let body = room.file("body.md", BODY);
    let new = [
        "article",
        "new",
        "--title",
        "A ferry for Sundays",
        "--file",
        &body,
    ];
    let made = room.json(CHIEF, &new);
    let id = text(&made, "id");
    room.json(CHIEF, &["article", "submit", id]);
    room.json(CHIEF, &["review", "approve", id]);
    room.json(CHIEF, &["export", "--out", "first.zip"]);
    room.json(CHIEF, &["library", "set", "--four-eyes", "true"]);
    room.json(CHIEF, &["export", "--out", "second"]);
    let manifest = manifest(&room.path("second"));
    assert_eq!(
        (
            &manifest["four_eyes"],
            &manifest["articles"][0]["four_eyes"]
        ),
        (&false.into(), &false.into())
    );
    assert_eq!(room.run(&["verify", "second"]).status, 0);
    let shown = room.json(CHIEF, &["article", "show", id]);
    assert_eq!(shown["approved_by"], json!([CHIEF]));
}

#[test]
fn every_page_of_the_sample_is_the_page_that_was_shown() {
    let room = Newsroom::sample();
    let people = room.run(&["--json", "person", "list"]).value();
    let publishes = |person: &&Value| {
        person["roles"]
            .as_array()
            .unwrap()
            .contains(&"publisher".into())
    };
    let publisher = text(
        people.as_array().unwrap().iter().find(publishes).unwrap(),
        "name",
    );
    room.json(publisher, &["export", "--out", "bundle"]);
    let manifest = manifest(&room.path("bundle"));
    let printed = manifest["articles"].as_array().unwrap();
    assert!(printed.len() > 3, "{}", printed.len());
    for article in printed {
        let (id, revision) = (text(article, "article"), text(article, "revision"));
        let show = [
            "article",
            "show",
            id,
            "--revision",
            revision,
            "--format",
            "html",
        ];
        let page = fs::read_to_string(room.path("bundle").join(text(article, "page"))).unwrap();
        assert!(room.run(&show).out == page, "{}", text(article, "title"));
    }
}

#[test]
fn an_edit_is_shown_as_it_will_be_exported() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "edit", &id, "--section", "Night life"]);
    room.json(WRITER, &["article", "submit", &id]);
    let shown = room.run(&["article", "show", &id, "--format", "html"]).out;
    room.json(REVIEWER, &["review", "approve", &id]);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    assert_eq!(page(&room.path("bundle")), shown);
}

#[test]
fn a_bundle_replaces_another_whole_and_leaves_nothing_beside_it() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    for out in ["bundle", "bundle.zip"] {
        let proof = ["export", "--out", out, "--proof"];
        room.json(CHIEF, &proof);
        room.json(CHIEF, &["export", "--out", out]);
        let refused = room.ask(CHIEF, &proof).refusal();
        assert_eq!(refused, (1, "proof-over-release".into()));
        let kind = room.json(CHIEF, &["verify", out]);
        assert_eq!(text(&kind, "kind"), "release");
    }
    room.json(CHIEF, &["article", "withdraw", &id, "--reason", "Dropped"]);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    let place = "bundle/site/transport/night-buses-to-the-harbour/index.html";
    let said = fs::read_to_string(room.path(place)).unwrap();
    assert!(said.contains("withdrawn on") && !said.contains("midnight"));
    let entries = fs::read_dir(room.path("")).unwrap();
    let mut beside: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["body.md", "bundle", "bundle.zip", "library"]);
}

#[test]
fn the_longest_name_that_a_file_may_have_is_a_name_for_a_bundle() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    let longest = format!("{}.zip", "b".repeat(251));
    room.json(CHIEF, &["export", "--out", &longest]);
    assert!(room.path(&longest).is_file());
    let longer = room.ask(CHIEF, &["export", "--out", &"b".repeat(300)]);
    assert_eq!(longer.refusal().0, 5);
}

#[test]
fn an_empty_folder_in_a_bundle_was_added() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    fs::create_dir(room.path("bundle/site/extra")).unwrap();
    let run = room.run(&["--json", "verify", "bundle"]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let fault = &found["faults"][0];
    assert_eq!(
        (text(fault, "path"), text(fault, "kind")),
        ("site/extra/", "added")
    );
}

#[test]
fn a_page_lets_nothing_in_from_elsewhere() {
    let room = Newsroom::staffed();
    let address = "https://gazette.example:8443/comments?x=1";
    room.json(CHIEF, &["library", "set", "--comment-address", address]);
    let id = room.draft("Night buses to the harbour", BODY);
    let page = room.run(&["article", "show", &id, "--format", "html"]).out;
    let policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
        form-action https://gazette.example:8443; base-uri 'none'";
    assert!(page.replace("&#x2f;", "/").contains(policy), "{page}");
}
