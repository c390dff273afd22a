//! Pictures: added, listed, described, shown, removed.

use super::{BODY, CHIEF, REVIEWER, WRITER, has, text};
use crate::{newsroom::Newsroom, office::DRAWING};
use serde_json::json;
use std::fs;

/// A picture in the library, and its hash.
fn added(room: &Newsroom) -> String {
    let file = room.file("The quay (2).svg", DRAWING);
    let added = room.json(WRITER, &["asset", "add", &file, "--alt", "The old quay"]);
    has(
        &added,
        &[
            "hash", "name", "alt", "media", "size", "width", "height", "used", "uses", "markdown",
        ],
    );
    assert_eq!(
        (text(&added, "name"), &added["width"], &added["height"]),
        ("the-quay-2", &json!(80), &json!(40))
    );
    text(&added, "hash").to_owned()
}

fn unused(room: &Newsroom) -> usize {
    let found = room.json(WRITER, &["asset", "list", "--unused"]);
    found["items"].as_array().unwrap().len()
}

#[test]
fn a_picture_goes_from_its_file_into_a_verified_release() {
    let room = Newsroom::staffed();
    let hash = added(&room);
    assert_eq!(unused(&room), 1);
    let shown = room.file(
        "text.md",
        format!("{BODY}\n![The mast](asset:{hash} \"At low tide\")\n"),
    );
    let id = room.draft("Night buses to the harbour", BODY);
    let lead = [
        "article",
        "edit",
        &id,
        "--file",
        &shown,
        "--lead-image",
        &hash[..8],
    ];
    let words = [
        "--lead-caption",
        "The quay at dusk",
        "--lead-credit",
        "Nora Vale",
    ];
    room.json(WRITER, &[&lead[..], &words].concat());
    assert_eq!(unused(&room), 0);
    let list = room.json(WRITER, &["asset", "list"]);
    assert_eq!(text(&list["items"][0]["uses"][0], "id"), id);
    let (status, code) = room
        .run(&["--json", "--as", WRITER, "asset", "remove", &hash])
        .refusal();
    assert_eq!((status, code.as_str()), (1, "in-use"));

    room.json(WRITER, &["article", "submit", &id]);
    room.json(REVIEWER, &["review", "approve", &id]);
    room.json(CHIEF, &["export", "--out", "bundle"]);
    assert_eq!(room.json(CHIEF, &["verify", "bundle"])["ok"], true);
    let page = fs::read_to_string(
        room.path("bundle/site/transport/night-buses-to-the-harbour/index.html"),
    )
    .unwrap();
    let src = format!("<img src=\"../../assets/{hash}.svg\"");
    assert_eq!(page.matches(&src).count(), 2, "{page}");
    for words in [
        "alt=\"The old quay\"",
        "alt=\"The mast\"",
        "The quay at dusk",
        "Nora Vale",
        "<figcaption>At low tide</figcaption>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let file = format!("bundle/site/assets/{hash}.svg");
    fs::write(room.path(&file), DRAWING.replace("M0", "M9")).unwrap();
    assert_eq!(room.run(&["verify", "bundle"]).status, 4);
}

#[test]
fn a_picture_that_nothing_shows_is_described_and_removed_and_both_are_taken_back() {
    let room = Newsroom::staffed();
    let hash = added(&room);
    room.json(WRITER, &["asset", "describe", &hash, "--alt", "The pier"]);
    let alt = || {
        let list = room.json(WRITER, &["asset", "list"]);
        list["items"][0]["alt"].clone()
    };
    assert_eq!(alt(), "The pier");
    room.json(WRITER, &["undo"]);
    assert_eq!(alt(), "The old quay");
    room.json(WRITER, &["asset", "remove", &hash]);
    assert_eq!(unused(&room), 0);
    room.json(WRITER, &["undo"]);
    assert_eq!(unused(&room), 1);
    room.json(WRITER, &["undo"]);
    assert_eq!(unused(&room), 0, "step by step, to before it was added");
}

#[test]
fn a_picture_that_is_here_takes_a_description_where_it_has_none_and_else_says_which_it_has() {
    let room = Newsroom::staffed();
    let file = room.file("quay.svg", DRAWING);
    let add = |alt: &str| room.json(WRITER, &["asset", "add", &file, "--alt", alt]);
    assert_eq!(add("")["alt"], "");
    let described = add("The old quay");
    assert_eq!(
        (&described["alt"], &described["notice"]),
        (&json!("The old quay"), &json!(null))
    );
    for same in ["", "The old quay"] {
        assert_eq!(add(same), described);
    }
    let other = add("A mast");
    assert_eq!(other["alt"], "The old quay");
    let notice = other["notice"].as_str().unwrap();
    assert!(
        notice.starts_with("It is here already, and its description stays: “The old quay”."),
        "{notice}"
    );
    let told = room
        .run(&["--as", WRITER, "asset", "add", &file, "--alt", "A mast"])
        .out;
    assert!(told.contains(notice), "{told}");
    room.json(WRITER, &["undo"]);
    assert_eq!(add("")["alt"], "");
}

#[test]
fn what_is_missing_about_a_picture_is_checked() {
    let room = Newsroom::staffed();
    let hash = added(&room);
    let id = room.draft("Night buses to the harbour", "![](quay.jpg)\n");
    let lead = ["--lead-image", &hash, "--lead-alt", ""];
    room.json(WRITER, &[&["article", "edit", &id][..], &lead].concat());
    let found = room.run(&["--json", "--as", WRITER, "check", &id]).out;
    for code in [
        "no-alt-text",
        "relative-picture",
        "no-lead-alt",
        "no-credit",
    ] {
        assert!(found.contains(&format!("\"{code}\"")), "{code}: {found}");
    }
}

#[test]
fn what_can_not_be_kept_is_refused_and_leaves_nothing() {
    let room = Newsroom::staffed();
    let huge = room.file("huge.jpg", b"\xff\xd8\xff");
    let file = fs::File::options().write(true).open(&huge).unwrap();
    file.set_len(200 << 20).unwrap();
    // Whoever opens a pipe waits for who writes to it, and here nobody does.
    let pipe = room.path("pipe.png").to_str().unwrap().to_owned();
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for (file, code) in [
        (pipe, "not-readable"),
        (huge, "file-too-large"),
        (room.file("quay.png", DRAWING), "mislabelled"),
        (
            room.file("quay.jpg", "The ferry is late."),
            "unknown-format",
        ),
        (
            room.file("quay.avif", b"\0\0\0\x20ftypavif\0\0\0\0"),
            "format-refused",
        ),
        (room.file("quay.gif", b"GIF89a"), "damaged-picture"),
        (
            room.path("library").to_str().unwrap().to_owned(),
            "not-readable",
        ),
    ] {
        let run = room.run(&["--json", "--as", WRITER, "asset", "add", &file]);
        assert_eq!(run.refusal().1, code, "{file}");
    }
    let kept = fs::read_dir(room.path("library/assets")).unwrap();
    assert_eq!(kept.count(), 0);
}
