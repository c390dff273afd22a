//! Export and verify.

use super::{BODY, CHIEF, REVIEWER, WRITER, has, text};
use crate::newsroom::Newsroom;
use serde_json::Value;
use std::{fs, path::Path};

#[test]
fn an_article_goes_from_draft_to_a_verified_release() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    assert_eq!(
        text(&room.json(WRITER, &["article", "submit", &id]), "status"),
        "in-review"
    );
    let queue = room.json(REVIEWER, &["review", "queue"]);
    assert_eq!(text(&queue["items"][0], "id"), id);
    let approved = room.json(REVIEWER, &["review", "approve", &id]);
    assert_eq!(
        (text(&approved, "status"), &approved["live"]),
        ("approved", &Value::Null)
    );
    assert_eq!(approved["approved_by"], serde_json::json!([REVIEWER]));

    let exported = room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    has(
        &exported,
        &["path", "files", "bytes", "manifest_sha256", "held"],
    );
    assert_eq!(exported["held"], serde_json::json!([]));
    let shown = room.json(CHIEF, &["article", "show", &id]);
    assert_eq!(text(&shown, "status"), "published");
    assert_eq!(shown["live"], shown["revision"]);

    let found = room.json(CHIEF, &["verify", "bundle.zip"]);
    assert_eq!(
        (&found["ok"], text(&found, "kind"), &found["faults"]),
        (&true.into(), "release", &serde_json::json!([]))
    );
}

#[test]
fn verify_needs_nothing_but_the_bundle_and_the_key() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    let key = room.run(&["library", "key"]).out;
    assert_eq!(key.lines().count(), 2);
    assert!(key.starts_with("untrusted comment: "), "{key}");
    let file = room.file("newsroom.pub", &key);
    let elsewhere = Newsroom::empty();
    let bundle = room.path("bundle.zip");
    let bundle = bundle.to_str().unwrap();

    assert_eq!(elsewhere.run(&["verify", bundle, "--key", &file]).status, 0);
    assert_eq!(
        elsewhere
            .run(&["verify", bundle, "--key", key.lines().nth(1).unwrap()])
            .status,
        0
    );
    let unknown = elsewhere.run(&["--json", "verify", bundle]);
    assert_eq!(unknown.status, 4, "{}", unknown.err);
    let found: Value = serde_json::from_str(&unknown.out).unwrap();
    assert_eq!(text(&found["faults"][0], "kind"), "signer-unknown");
    has(&found["faults"][0], &["path", "kind", "detail"]);
    let told = elsewhere.run(&["verify", bundle]).out;
    assert!(told.contains(" with --key FILE"), "{told}");
    let other = Newsroom::staffed();
    let told = other.run(&["verify", bundle]);
    assert_eq!(told.status, 4);
    assert!(told.out.contains(" with --key FILE"), "{}", told.out);
    let stranger = other.run(&["library", "key"]).out;
    let told = elsewhere.run(&["verify", bundle, "--key", stranger.lines().nth(1).unwrap()]);
    assert!(!told.out.contains("--key"), "{}", told.out);
    assert_eq!(
        elsewhere
            .run(&["verify", bundle, "--key", stranger.lines().nth(1).unwrap()])
            .status,
        4
    );
}

#[test]
fn a_changed_page_is_damage_and_what_is_no_bundle_is_unreadable() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    assert_eq!(room.run(&["verify", "bundle"]).status, 0);
    let page = find(&room.path("bundle/site"), "night-buses").unwrap();
    let mut html = fs::read(&page).unwrap();
    html.extend_from_slice(b"<!-- changed -->");
    fs::write(&page, html).unwrap();
    let run = room.run(&["--json", "verify", "bundle"]);
    assert_eq!(run.status, 4);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["ok"], false);
    assert!(
        found["faults"]
            .as_array()
            .unwrap()
            .iter()
            .any(|fault| text(fault, "kind") == "changed"),
        "{found}"
    );

    let no_bundle = room.file("notes.txt", "not a bundle");
    assert_eq!(room.ask(CHIEF, &["verify", &no_bundle]).refusal().0, 3);
    assert_eq!(
        room.ask(CHIEF, &["verify", "nowhere.zip"]).refusal(),
        (3, "not-found".into())
    );
}

/// The first page below `dir` whose path has `words` in it.
fn find(dir: &Path, words: &str) -> Option<std::path::PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir)
        .ok()?
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.into_iter().find_map(|path| {
        if path.is_dir() {
            return find(&path, words);
        }
        let is = path.to_string_lossy().contains(words)
            && path.extension().is_some_and(|end| end == "html");
        is.then_some(path)
    })
}

#[test]
fn two_exports_of_one_state_are_the_same_and_a_proof_publishes_nothing() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    let proof = room.json(CHIEF, &["export", "--out", "proof.zip", "--proof"]);
    assert_eq!(
        text(&room.json(CHIEF, &["article", "show", &id]), "status"),
        "approved"
    );
    assert_eq!(
        text(&room.json(CHIEF, &["verify", "proof.zip"]), "kind"),
        "proof"
    );
    let first = room.json(CHIEF, &["export", "--out", "first.zip"]);
    let second = room.json(CHIEF, &["export", "--out", "second.zip"]);
    assert_eq!(first["manifest_sha256"], second["manifest_sha256"]);
    assert_ne!(first["manifest_sha256"], proof["manifest_sha256"]);
    assert_eq!(
        fs::read(room.path("first.zip")).unwrap(),
        fs::read(room.path("second.zip")).unwrap()
    );
}

#[test]
fn what_is_not_approved_is_held_and_the_export_goes_on() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    let waits = room.draft("A ferry for Sundays", BODY);
    room.json(WRITER, &["article", "submit", &waits]);
    let exported = room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    let held = exported["held"].as_array().unwrap();
    assert!(
        held.iter()
            .any(|held| text(held, "article") == waits && !text(held, "reason").is_empty()),
        "{held:?}"
    );
    assert_eq!(
        room.ask(WRITER, &["export", "--out", "other.zip"])
            .refusal(),
        (1, "wrong-role".into())
    );
    assert!(!room.path("other.zip").exists());
    assert_ne!(
        room.ask(
            CHIEF,
            &["export", "--out", "other.zip", "--profile", "papyrus"]
        )
        .refusal()
        .0,
        0
    );
    assert!(!room.path("other.zip").exists());
}

#[test]
fn a_page_of_the_bundle_is_the_page_that_was_shown() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    let shown = room.run(&["article", "show", &id, "--format", "html"]).out;
    let page = find(&room.path("bundle/site"), "night-buses").unwrap();
    assert_eq!(fs::read_to_string(page).unwrap(), shown);
}
