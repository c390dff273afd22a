//! Profiles of the public authors: kept, changed, removed, and copied into what they sign.

use super::{BODY, CHIEF, REVIEWER, WRITER, has, text};
use crate::{
    newsroom::Newsroom,
    office::{DRAWING, Office},
};
use serde_json::{Value, json};
use std::fs;

/// The profile of Nora Vale, with a picture; gives it and the picture's hash.
fn nora(room: &Newsroom) -> (Value, String) {
    let file = room.file("nora.svg", DRAWING);
    let picture = room.json(WRITER, &["asset", "add", &file, "--alt", "Nora at sea"]);
    let hash = text(&picture, "hash").to_owned();
    let words = ["byline", "add", "Nora  Vale", "--role", "Harbour reporter"];
    let works = ["--publication", "Salt and Rope", "--publication", "The Log"];
    let rest = [
        "--link",
        "https://vale.example/",
        "--about",
        "Writes about tides.",
        "--picture",
        &hash[..8],
    ];
    let made = room.json(WRITER, &[&words[..], &works, &rest].concat());
    (made, hash)
}

fn bylines(room: &Newsroom, id: &str) -> Value {
    room.json(WRITER, &["article", "show", id])["bylines"].clone()
}

/// Exit status and code of what is refused.
fn refused(room: &Newsroom, args: &[&str]) -> (i32, String) {
    let line = [&["--json", "--as", WRITER, "byline"][..], args].concat();
    room.run(&line).refusal()
}

#[test]
fn a_profile_is_kept_listed_shown_and_changed() {
    let room = Newsroom::staffed();
    assert_eq!(room.run(&["byline", "list"]).out, "No profiles.\n");
    let (made, picture) = nora(&room);
    has(
        &made,
        &[
            "id",
            "name",
            "role",
            "publications",
            "links",
            "about",
            "picture",
            "articles",
        ],
    );
    assert_eq!(
        (
            text(&made, "name"),
            text(&made, "picture"),
            &made["articles"]
        ),
        ("Nora Vale", picture.as_str(), &json!(0))
    );
    assert_eq!(made["publications"], json!(["Salt and Rope", "The Log"]));
    let list = room.json(WRITER, &["byline", "list"]);
    assert_eq!(list["items"][0]["id"], made["id"]);

    let renamed = [
        "byline",
        "set",
        "nora vale",
        "--name",
        "Nora V. Vale",
        "--picture",
        "",
    ];
    let renamed = room.json(WRITER, &renamed);
    assert_eq!(
        (
            text(&renamed, "id"),
            text(&renamed, "name"),
            &renamed["picture"]
        ),
        (text(&made, "id"), "Nora V. Vale", &Value::Null)
    );
    assert_eq!(
        text(&renamed, "role"),
        "Harbour reporter",
        "what is not given stays"
    );
    let id = text(&made, "id");
    let shown = room.run(&["byline", "show", id]).out;
    assert!(
        shown.starts_with("Nora V. Vale\n") && shown.contains("Writes about tides."),
        "{shown}"
    );
    room.json(WRITER, &["byline", "remove", id]);
    assert_eq!(room.json(WRITER, &["byline", "list"])["items"], json!([]));
    room.json(WRITER, &["undo"]);
    room.json(WRITER, &["undo"]);
    let back = room.json(WRITER, &["byline", "show", "Nora Vale"]);
    assert_eq!(back, made, "step by step, as it was made");
}

#[test]
fn an_article_copies_the_profile_whole_and_keeps_what_it_copied() {
    let room = Newsroom::staffed();
    let (made, picture) = nora(&room);
    let new = [
        "article",
        "new",
        "--title",
        "Fog",
        "--byline",
        "nora vale",
        "--byline",
        "Jan Otter",
    ];
    let id = text(&room.json(WRITER, &new), "id").to_owned();
    let printed = bylines(&room, &id);
    for field in ["name", "role", "publications", "links", "about", "picture"] {
        assert_eq!(printed[0][field], made[field], "{field}");
    }
    assert_eq!(
        (text(&printed[1], "name"), text(&printed[1], "role")),
        ("Jan Otter", "")
    );
    let shown = room.json(WRITER, &["byline", "show", "Nora Vale"]);
    assert_eq!(shown["articles"], 1);

    room.json(
        WRITER,
        &[
            "byline",
            "set",
            "Nora Vale",
            "--role",
            "Editor",
            "--picture",
            "",
        ],
    );
    assert_eq!(
        bylines(&room, &id),
        printed,
        "what is printed is not changed from afar"
    );
    let again = ["article", "edit", &id, "--byline", "Nora Vale"];
    room.json(WRITER, &again);
    assert_eq!(bylines(&room, &id)[0]["role"], "Editor");
    room.json(WRITER, &["byline", "remove", "Nora Vale"]);
    room.json(WRITER, &again);
    assert_eq!(
        bylines(&room, &id)[0]["role"],
        "Editor",
        "without a profile it stays"
    );
    assert_eq!(bylines(&room, &id)[0]["picture"], Value::Null);
    assert_ne!(picture, "");
}

#[test]
fn what_can_not_be_kept_of_an_author_is_refused_by_name() {
    let room = Newsroom::staffed();
    nora(&room);
    let long = "x".repeat(301);
    for (args, status, code) in [
        (&["add", " "][..], 2, "no-name"),
        (&["add", "NORA VALE"], 1, "name-taken"),
        (&["add", &long], 1, "too-long"),
        (
            &["set", "Nora Vale", "--link", "javascript:alert(1)"],
            1,
            "bad-link",
        ),
        (
            &["set", "Nora Vale", "--link", "vale.example"],
            1,
            "bad-link",
        ),
        (
            &["set", "Nora Vale", "--picture", "0000"],
            3,
            "no-such-asset",
        ),
        (
            &["set", "Jan Otter", "--role", "Reporter"],
            2,
            "no-such-profile",
        ),
        (&["remove", ""], 2, "no-such-profile"),
    ] {
        assert_eq!(refused(&room, args), (status, code.to_owned()), "{args:?}");
    }
    assert_eq!(
        room.run(&["byline", "set", "Nora Vale"]).status,
        2,
        "nothing to change"
    );
}

#[test]
fn a_picture_that_a_profile_shows_is_in_use_and_says_so() {
    let room = Newsroom::staffed();
    let (_, picture) = nora(&room);
    let known = room.json(WRITER, &["asset", "list"]);
    assert_eq!(known["items"][0]["bylines"], json!(["Nora Vale"]));
    let run = room.run(&["--json", "--as", WRITER, "asset", "remove", &picture]);
    assert!(
        run.err.contains("The profile of Nora Vale shows it."),
        "{}",
        run.err
    );
    assert_eq!(run.refusal().1, "in-use");

    room.json(WRITER, &["byline", "set", "Nora Vale", "--picture", ""]);
    room.json(WRITER, &["asset", "remove", &picture]);
    assert_eq!(room.json(WRITER, &["asset", "list"])["items"], json!([]));
}

#[test]
fn a_profile_does_not_come_back_beside_a_namesake_or_without_its_picture() {
    let room = Newsroom::staffed();
    let (_, picture) = nora(&room);
    room.json(WRITER, &["byline", "remove", "Nora Vale"]);
    room.json(REVIEWER, &["byline", "add", "Nora Vale"]);
    let undo = || room.run(&["--json", "--as", WRITER, "undo"]).refusal().1;
    assert_eq!(undo(), "built-on");
    room.json(REVIEWER, &["undo"]);
    room.json(REVIEWER, &["asset", "remove", &picture]);
    assert_eq!(undo(), "built-on");
    room.json(REVIEWER, &["undo"]);
    room.json(WRITER, &["undo"]);
    assert_eq!(
        room.json(WRITER, &["byline", "list"])["items"][0]["picture"],
        picture
    );
}

#[test]
fn an_authors_box_goes_into_a_release_that_prints_again_the_same() {
    let room = Newsroom::staffed();
    let (_, picture) = nora(&room);
    let id = room.draft("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "edit", &id, "--byline", "Nora Vale"]);
    room.json(WRITER, &["article", "submit", &id]);
    room.json(REVIEWER, &["review", "approve", &id]);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    assert_eq!(room.json(CHIEF, &["verify", "bundle"])["ok"], true);
    let page = room.path("bundle/site/transport/night-buses-to-the-harbour/index.html");
    let page = fs::read_to_string(page).unwrap();
    let shown = format!("<img src=\"../../assets/{picture}.svg\" alt=\"Nora Vale\"");
    for words in [
        &shown,
        "Harbour reporter",
        "<cite>Salt and Rope</cite>",
        ">vale.example</a>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        room.path(&format!("bundle/site/assets/{picture}.svg"))
            .exists()
    );
}

#[test]
fn a_link_that_leads_nowhere_is_named_by_the_checks_and_not_printed() {
    let office = Office::staffed();
    let id = office.draft("Fog over the sound");
    let shown = office.does(WRITER, "article_show", json!({"article": id}));
    let mut content = shown["head"].clone();
    content["bylines"][0]["links"] = json!(["javascript:alert(1)", "https://vale.example/"]);
    let typed = json!({"article": id, "base": shown["revision"], "content": content});
    office.does(WRITER, "draft_save", typed);
    office.does(WRITER, "draft_leave", json!({"article": id}));
    let found = office.does("", "article_check", json!({"article": id}));
    let codes = found.as_array().unwrap().iter();
    let codes: Vec<&str> = codes.map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["bad-byline-link"]);
    let page = office.does("", "preview", json!({"article": id}));
    let html = page["html"].as_str().unwrap();
    assert!(
        html.contains(">vale.example</a>") && !html.contains("javascript:"),
        "{html}"
    );
}
