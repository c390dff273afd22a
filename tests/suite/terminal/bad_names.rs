//! Names that are none: what people call articles, sections and tags becomes folders on machines that we don't know.

use super::{CHIEF, WRITER, text};
use crate::newsroom::Newsroom;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use unicode_normalization::UnicodeNormalization;

/// Headlines that some system takes for something else than a name.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "..",
        ".",
        "con",
        "CON",
        "Aux",
        "nul",
        "com1",
        "index",
        "Index",
        "index.html",
        "404",
        "assets",
        "tag",
        "feed.xml",
        "🦀🦀",
        "🦀",
        "\u{301}\u{302}",
        "\u{200b}",
        "Café",
        "Cafe\u{301}",
        "CAFÉ",
        "café ",
        "a/b",
        "a\\b",
        "a:b|c?*",
        "-",
        "--rf",
        "\u{202e}live\u{202c}",
        "]]>",
        "<b>bold</b>",
        "&amp;",
        "%2e%2e",
        "~",
        "$HOME",
        "`id`",
        "'\"",
        "ﬁ",
        "fi",
        "Ⅷ",
        "ß",
        "SS",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("word ".repeat(60));
    names.push("word ".repeat(60));
    names.push("語".repeat(100));
    names
}

/// Every file of a folder, from its root.
fn files(dir: &Path, below: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = below.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => files(&entry.path(), &name, all),
            false => all.push(name),
        }
    }
}

/// What two names come to that one system or another takes for the same.
fn folded(path: &str) -> String {
    path.nfc()
        .collect::<String>()
        .to_lowercase()
        .nfc()
        .collect()
}

#[test]
fn whatever_people_call_things_a_bundle_of_them_lies_on_every_file_system() {
    let room = Newsroom::staffed();
    room.json(
        CHIEF,
        &["library", "set", "--base-url", "https://gazette.example/"],
    );
    let body = room.file("body.md", "Ends with ]]> and <!-- in it.\n");
    let mut made = 0;
    for (nth, name) in names().iter().enumerate() {
        let section = &names()[(nth * 7 + 3) % names().len()];
        let tag = &names()[(nth * 5 + 1) % names().len()];
        let (title, byline) = (format!("--title={name}"), format!("--byline={name}"));
        let section = format!("--section={section}");
        let ask = ["article", "new", &title, &section, &byline, "--file", &body];
        let run = room.ask(WRITER, &ask);
        if run.status != 0 {
            let (status, code) = run.refusal();
            assert!(status == 1 || status == 2, "{name:?} {status}");
            assert!(
                ["bad-section", "no-title"].contains(&code.as_str()),
                "{name:?} {section:?}: {code}"
            );
            continue;
        }
        made += 1;
        let id = text(&run.value(), "id").to_owned();
        let tagged = room.ask(WRITER, &["article", "edit", &id, &format!("--tag={tag}")]);
        assert_eq!(tagged.status, 0, "{tag:?}: {}", tagged.err);
    }
    assert!(made > 30, "{made}");
    let exported = room.json(CHIEF, &["export", "--proof", "--out", "proof"]);
    assert_eq!(exported["held"], Value::Array(vec![]));
    assert_eq!(room.json(CHIEF, &["verify", "proof"])["ok"], true);
    let mut all = vec![];
    files(&room.path("proof"), Path::new(""), &mut all);
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for path in &all {
        let path = path.to_str().unwrap();
        assert!(path.len() < 240, "{path}");
        if let Some(other) = seen.insert(folded(path), path.to_owned()) {
            panic!("{path} and {other} are one file to some");
        }
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            assert!(!model::article::is_device(&stem.to_lowercase()), "{path}");
            assert!(
                !part.ends_with(['.', ' ']) && !part.starts_with('-'),
                "{path}"
            );
            assert!(
                part.chars()
                    .all(|c| !c.is_control() && !"<>:\"\\|?*".contains(c)),
                "{path}"
            );
        }
    }
    let pages = all
        .iter()
        .filter(|path| path.ends_with("index.html"))
        .count();
    assert!(pages > made, "{pages}");
    room.json(CHIEF, &["export", "--proof", "--out", "proof.zip"]);
    assert_eq!(room.json(CHIEF, &["verify", "proof.zip"])["ok"], true);
}

#[test]
fn two_articles_with_one_long_headline_have_two_addresses() {
    let room = Newsroom::staffed();
    let title = "A very long headline about the ferry that does not end ".repeat(4);
    let slugs: Vec<String> = (0..12)
        .map(|_| {
            let id = room.draft(title.trim(), "It sails.\n");
            let shown = room.json(WRITER, &["article", "show", &id]);
            text(&shown, "slug").to_owned()
        })
        .collect();
    for (nth, slug) in slugs.iter().enumerate() {
        assert!(
            slug.len() <= 80 && !slugs[..nth].contains(slug),
            "{slugs:?}"
        );
    }
}

#[test]
fn an_address_of_a_site_is_one_or_refused() {
    let room = Newsroom::staffed();
    for address in [
        "foo",
        "javascript:alert(1)/",
        "http://x/../",
        "https://x/?q=/",
        "https://a b/",
        "https://müller.example/",
    ] {
        let refused = room
            .ask(CHIEF, &["library", "set", "--base-url", address])
            .refusal();
        assert_eq!(refused, (2, "bad-setting".into()), "{address}");
    }
    room.json(
        CHIEF,
        &[
            "library",
            "set",
            "--base-url",
            "http://localhost:8000/news/",
        ],
    );
}

#[test]
fn an_address_that_leads_out_of_the_site_is_in_no_library() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses", "The last bus.\n");
    for slug in ["..", "../..", "a/b", "con", "Nul", "", "a b", "ä"] {
        let refused = room
            .ask(WRITER, &["article", "edit", &id, &format!("--slug={slug}")])
            .refusal();
        assert_eq!(refused, (1, "bad-slug".into()), "{slug:?}");
    }
    for section in ["con", "CON", "Aux", "lpt1"] {
        let refused = room
            .ask(
                WRITER,
                &["article", "edit", &id, &format!("--section={section}")],
            )
            .refusal();
        assert_eq!(refused, (1, "bad-section".into()), "{section:?}");
    }
}

#[test]
fn a_newsroom_is_called_something_that_can_be_read() {
    let room = Newsroom::staffed();
    let set = |name: &str| room.ask(CHIEF, &["library", "set", "--name", name]);
    for name in ["\u{200b}", " \t", "\u{1b}\u{7}", &"x".repeat(201)] {
        assert_eq!(set(name).refusal(), (2, "bad-setting".into()), "{name:?}");
        let made = room.run(&["--json", "init", "other", "--name", name]);
        assert_eq!(made.refusal(), (2, "bad-setting".into()), "{name:?}");
    }
    let name = || room.json(CHIEF, &["library", "set"])["name"].clone();
    assert_eq!(name(), "The Harbour Gazette");
    assert_eq!(set("  The\u{1b}[31m \u{200b}Bay\u{202e}\n News ").status, 0);
    assert_eq!(name(), "The[31m Bay News");
}
