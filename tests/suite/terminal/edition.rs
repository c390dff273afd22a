//! Editions and profiles in the terminal.

use super::{BODY, CHIEF, WRITER, fields, text};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::fs;

fn titles(bundle: &Value) -> Vec<&str> {
    let all = bundle["articles"].as_array().unwrap().iter();
    all.map(|one| one["title"].as_str().unwrap()).collect()
}

fn manifest(room: &Newsroom, out: &str) -> Value {
    let bytes = fs::read(room.path(out).join("manifest.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn an_edition_is_made_shown_exported_and_removed() {
    let room = Newsroom::staffed();
    let bus = room.approved("Night buses to the harbour", BODY);
    let bath = room.approved("The bath opens", BODY);
    let set = [
        "edition",
        "set",
        "Weekend",
        "--article",
        &bus,
        "--article",
        &bath,
        "--lead",
        &bath,
    ];
    assert_eq!(
        room.json(CHIEF, &set)["words"],
        "Made the edition “Weekend”"
    );
    let shown = room.json(CHIEF, &["edition", "show", "weekend"]);
    assert_eq!(
        fields(&shown),
        ["edition", "always", "released", "articles", "held"]
    );
    assert_eq!(shown["edition"]["picked"], json!([bus, bath]));
    assert_eq!(room.run(&["edition", "show", "Weekend"]).status, 0);
    room.json(
        CHIEF,
        &["export", "--out", "weekend", "--edition", "Weekend"],
    );
    let printed = manifest(&room, "weekend");
    assert_eq!(
        titles(&printed),
        ["The bath opens", "Night buses to the harbour"]
    );
    let since = [
        "edition",
        "set",
        "Weekend",
        "--since-last",
        "--section",
        "Transport",
        "--from",
        "2026-01-01",
    ];
    room.json(CHIEF, &since);
    let listed = room.run(&["edition", "list"]).out;
    let words = "new since the last bundle, section Transport, from 2026-01-01";
    assert!(
        listed.contains("Everything") && listed.contains(words),
        "{listed}"
    );
    let none = room.ask(CHIEF, &["export", "--out", "none", "--edition", "Weekend"]);
    assert_eq!(none.refusal(), (1, "nothing-to-print".into()));
    let rename = [
        "edition",
        "set",
        "Weekend",
        "--name",
        "Sunday",
        "--everything",
    ];
    room.json(CHIEF, &rename);
    room.json(CHIEF, &["edition", "remove", "Sunday"]);
    let gone = room.ask(CHIEF, &["edition", "show", "Sunday"]).refusal();
    assert_eq!(gone, (2, "no-such-edition".into()));
}

#[test]
fn only_a_publisher_keeps_editions_and_profiles() {
    let room = Newsroom::staffed();
    let refused = (1, "wrong-role".to_owned());
    let set = room.ask(WRITER, &["edition", "set", "Monday", "--everything"]);
    assert_eq!(set.refusal(), refused);
    let set = room.ask(WRITER, &["profile", "set", "Web", "--part", "site"]);
    assert_eq!(set.refusal(), refused);
}

#[test]
fn a_profile_goes_out_as_toml_and_comes_in_again() {
    let room = Newsroom::staffed();
    let set = [
        "profile",
        "set",
        "Web",
        "--part",
        "site",
        "--base-url",
        "https://news.example/",
        "--comments",
        "no",
    ];
    room.json(CHIEF, &set);
    room.json(CHIEF, &["profile", "set", "Web", "--feeds", "no"]);
    let shown = room.run(&["profile", "show", "web"]).out;
    assert_eq!(
        shown,
        "name = \"Web\"\nparts = [\"site\"]\nbase_url = \"https://news.example/\"\ncomments = false\nfeeds = false\n"
    );
    room.json(CHIEF, &["profile", "export", "Web", "web.toml"]);
    assert_eq!(fs::read_to_string(room.path("web.toml")).unwrap(), shown);
    let again = room.ask(CHIEF, &["profile", "export", "Web", "web.toml"]);
    assert_eq!(again.refusal(), (1, "target-in-the-way".into()));
    let before = room.json(CHIEF, &["profile", "show", "Web"]);
    room.json(CHIEF, &["profile", "remove", "Web"]);
    room.json(CHIEF, &["profile", "import", "web.toml"]);
    assert_eq!(room.json(CHIEF, &["profile", "show", "Web"]), before);
    let names = room.json(CHIEF, &["profile", "list"]);
    assert_eq!(names[0]["profile"]["name"], "Web");
    assert!(
        names
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["profile"]["name"] == "site")
    );
}

#[test]
fn a_bad_profile_is_refused_with_its_line_and_nothing_is_kept() {
    let room = Newsroom::staffed();
    for (toml, status, code, words) in [
        (
            "name = \"Web\"\nparts = [\"site\"]\ncolour = 1\n",
            3,
            "bad-profile",
            "Line 3 of the profile: there is no setting “colour”.",
        ),
        (
            "name = \"Web\"\nparts = [\"site\"\n",
            3,
            "bad-profile",
            "Line ",
        ),
        (
            "name = \"Web\"\nparts = [\"fax\"]\n",
            3,
            "no-such-part",
            "“fax”",
        ),
        (
            "name = \"Web\"\nparts = [\"site\"]\nbase_url = \"news\"\n",
            2,
            "bad-address",
            "“news”",
        ),
        (
            "name = \"Web\"\nparts = [\"site\"]\nbase_url = \"https://a.example/../\"\n",
            2,
            "bad-address",
            "a.example",
        ),
        ("name = \"Web\"\nparts = []\n", 2, "no-parts", "part"),
    ] {
        let file = room.file("bad.toml", toml);
        let run = room.ask(CHIEF, &["profile", "import", &file]);
        assert!(run.err.contains(words), "{}", run.err);
        assert_eq!(run.refusal(), (status, code.into()), "{toml}");
    }
    let missing = room.ask(CHIEF, &["profile", "import", "nothing.toml"]);
    assert_eq!(missing.refusal(), (3, "not-found".into()));
    let list = room.json(CHIEF, &["profile", "list"]);
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .all(|one| one["always"] == true)
    );
}

#[test]
fn a_section_lead_names_its_section() {
    let room = Newsroom::staffed();
    let bus = room.approved("Night buses to the harbour", BODY);
    let bad = room.ask(CHIEF, &["edition", "set", "Monday", "--section-lead", &bus]);
    assert_eq!(bad.refusal(), (2, "bad-arguments".into()));
    let lead = format!("Transport={bus}");
    room.json(
        CHIEF,
        &[
            "edition",
            "set",
            "Monday",
            "--everything",
            "--section-lead",
            &lead,
        ],
    );
    room.json(CHIEF, &["export", "--out", "monday", "--edition", "Monday"]);
    let around = fs::read(room.path("monday/surroundings.json")).unwrap();
    let around: Value = serde_json::from_slice(&around).unwrap();
    assert_eq!(text(&around["fronts"], "transport"), bus);
}
