//! What leads to an article within its archive, and from outside to where it was, leads to it here.

use crate::newsroom::Newsroom;
use serde_json::Value;
use std::fs;

const CHIEF: &str = "Edda Chief";

/// A site of Hugo's with one text, which has these lines in its front matter.
fn site(room: &Newsroom, more: &str, words: &str) -> String {
    let folder = room.path("site");
    fs::create_dir_all(folder.join("content/town")).unwrap();
    let settings = "baseURL = \"https://old.example/\"\n";
    fs::write(folder.join("hugo.toml"), settings).unwrap();
    let text = format!("---\ntitle: The bell\ndate: 2024-05-01\n{more}---\n{words}\n");
    fs::write(folder.join("content/town/bell.md"), text).unwrap();
    folder.display().to_string()
}

/// Where readers are led from, in the next bundle.
fn led(room: &Newsroom, name: &str) -> String {
    let out = room.path(name);
    let to = out.to_str().unwrap();
    room.json(
        CHIEF,
        &["export", "--profile", "site", "--proof", "--out", to],
    );
    assert_eq!(room.json(CHIEF, &["verify", to])["ok"], true);
    fs::read_to_string(out.join("site/_redirects")).unwrap_or_default()
}

fn counts(done: &Value) -> [i64; 3] {
    [
        &done["added"]["articles"],
        &done["unchanged"],
        &done["updated"],
    ]
    .map(|count| count.as_i64().unwrap())
}

#[test]
fn an_alias_leads_to_its_article_once_and_for_good() {
    let room = Newsroom::staffed();
    let folder = site(
        &room,
        "slug: the-bell\naliases: [/2019/bell.html, ring]\n",
        "It rings at noon.",
    );
    let import = || room.json(CHIEF, &["import", &folder]);
    let foreseen = room.path("foreseen.csv");
    let path = foreseen.to_str().unwrap();
    room.json(CHIEF, &["import", &folder, "--dry-run", "--report", path]);
    let done = import();
    assert_eq!(counts(&done), [1, 0, 0], "{done}");
    assert!(done["notes"].to_string().contains("From 2 old addresses"));
    for report in [path, done["report"].as_str().unwrap()] {
        let lines = fs::read_to_string(report).unwrap();
        for line in [
            "old address,content/town/bell.md,The bell,https://old.example/2019/bell.html,town/the-bell/,",
            "old address,content/town/bell.md,The bell,https://old.example/town/ring,town/the-bell/,",
        ] {
            assert!(lines.contains(line), "{line} in {lines}");
        }
    }
    let again = import();
    assert_eq!(counts(&again), [0, 1, 0], "{again}");
    assert!(
        !fs::read_to_string(again["report"].as_str().unwrap())
            .unwrap()
            .contains("old address")
    );
    let rules = led(&room, "first");
    let old = [
        "/2019/bell.html /town/the-bell/ 301",
        "/town/ring/ /town/the-bell/ 301",
    ];
    assert!(old.iter().all(|rule| rules.contains(rule)), "{rules}");
    // One that is new is led from, though the text is the same; that alone is taken back. One that is gone leads on.
    site(
        &room,
        "slug: the-bell\naliases: [/2019/bell.html, /newer/]\n",
        "It rings at noon.",
    );
    let foreseen = room.json(CHIEF, &["import", &folder, "--dry-run"]);
    assert_eq!(counts(&foreseen), [0, 0, 1]);
    assert_eq!(counts(&import()), [0, 0, 1]);
    let newer = "/newer/ /town/the-bell/ 301";
    let rules = led(&room, "second");
    assert!(
        old.iter().chain([&newer]).all(|rule| rules.contains(rule)),
        "{rules}"
    );
    room.json(CHIEF, &["undo"]);
    let rules = led(&room, "third");
    assert!(old.iter().all(|rule| rules.contains(rule)), "{rules}");
    assert!(!rules.contains(newer), "{rules}");
    site(&room, "slug: the-bell\n", "It rings at noon, and at six.");
    assert_eq!(counts(&import()), [0, 0, 1]);
    let rules = led(&room, "fourth");
    assert!(old.iter().all(|rule| rules.contains(rule)), "{rules}");
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn an_alias_goes_with_its_import_and_comes_with_it_again() {
    let room = Newsroom::staffed();
    let folder = site(&room, "aliases: [/2019/bell/]\n", "It rings at noon.");
    let rule = "/2019/bell/ /town/bell/ 301";
    room.approved("The horn", "It blows.\n");
    room.json(CHIEF, &["import", &folder]);
    room.json(CHIEF, &["undo"]);
    assert!(!led(&room, "undone").contains(rule));
    assert_eq!(counts(&room.json(CHIEF, &["import", &folder])), [1, 0, 0]);
    assert!(led(&room, "again").contains(rule));
    assert_eq!(room.run(&["library", "check"]).status, 0);
    // What was withdrawn has no page to lead to.
    let found = room.json(CHIEF, &["search", "noon"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    room.json(
        CHIEF,
        &["article", "withdraw", id, "--reason", "It cracked."],
    );
    site(&room, "aliases: [/2018/bell/]\n", "It rings at noon.");
    for more in [&["--dry-run"][..], &[]] {
        let done = room.json(CHIEF, &[&["import", &folder], more].concat());
        assert_eq!(counts(&done), [0, 1, 0], "{done}");
    }
    // Who may not say that it was published leads nobody to it.
    let room = Newsroom::staffed();
    let folder = site(&room, "aliases: [/2019/bell/]\n", "It rings at noon.");
    room.approved("The horn", "It blows.\n");
    let done = room.json("Wim Writer", &["import", &folder]);
    assert!(!done["notes"].to_string().contains("old address"), "{done}");
    assert!(!led(&room, "drafts").contains(rule));
}

#[test]
fn an_alias_that_leads_to_another_article_goes_on_to() {
    let room = Newsroom::staffed();
    let folder = site(&room, "aliases: [/town/drum/]\n", "It rings at noon.");
    let drum = "---\ntitle: The drum\ndate: 2024-05-01\n---\nIt is loud.\n";
    // Its name comes before the other's.
    fs::write(
        room.path("site/content/town/a.md"),
        drum.replace("---\nIt", "slug: drum\n---\nIt"),
    )
    .unwrap();
    let done = room.json(CHIEF, &["import", &folder]);
    assert_eq!(counts(&done), [2, 0, 0]);
    assert!(
        done["notes"]
            .to_string()
            .contains("An old address of it, town/drum/, leads to"),
        "{done}"
    );
    assert!(!led(&room, "out").contains("/town/drum/ /town/bell/"));
}
