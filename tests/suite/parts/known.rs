//! Bundles of a library: which profile makes which part, that each is verified by printing it again, and what WordPress'
//! importer will do with an article that it knows.

use super::below;
use crate::newsroom::Newsroom;
use serde_json::Value;
use std::fs;

fn export(room: &Newsroom, profile: Option<&str>, out: &str) -> Value {
    let path = room.path(out);
    let mut args = vec!["export", "--out", path.to_str().unwrap()];
    if let Some(profile) = profile {
        args.extend(["--profile", profile]);
    }
    room.json("Edda Chief", &args)
}

fn verify(room: &Newsroom, out: &str) -> Value {
    let path = room.path(out);
    let run = room.ask("Edda Chief", &["verify", path.to_str().unwrap()]);
    serde_json::from_str(&run.out).unwrap()
}

/// A newsroom with an approved article that shows a picture, at its top and in its text.
fn pictured() -> (Newsroom, String) {
    let room = Newsroom::staffed();
    let quay = super::edition::fixture("quay.jpg");
    let added = room.json("Wim Writer", &["asset", "add", quay.to_str().unwrap()]);
    let hash = added["hash"].as_str().unwrap();
    let body =
        format!("![The quay](asset:{hash} \"At noon\")\n\nIt was fog.[^1]\n\n[^1]: Thick.\n");
    let id = room.approved("The ferry is late", &body);
    (room, id)
}

#[test]
fn a_profile_named_after_a_part_makes_that_part_and_each_is_printed_again() {
    let (room, _) = pictured();
    for part in ["site", "wxr", "epub", "ninjs", "markdown", "jsonl"] {
        for out in [part.to_owned(), format!("{part}.zip")] {
            export(&room, Some(part), &out);
            let found = verify(&room, &out);
            assert_eq!(found["faults"], serde_json::json!([]), "{out}");
            assert_eq!(
                (&found["ok"], &found["reprinted"]),
                (&true.into(), &true.into()),
                "{out}"
            );
        }
        let own = below(&room.path(part));
        let known = [
            "manifest.json",
            "revisions/",
            "theme/",
            "surroundings.json",
            part,
        ];
        assert!(
            own.iter()
                .all(|name| known.iter().any(|start| name.starts_with(start))),
            "{own:?}"
        );
    }
    export(&room, None, "all");
    let all = below(&room.path("all"));
    for part in ["site/", "wxr/", "epub/", "ninjs/", "markdown/", "jsonl/"] {
        assert!(all.iter().any(|name| name.starts_with(part)), "{part}");
    }
    let run = room.ask(
        "Edda Chief",
        &["export", "--out", "x", "--profile", "papyrus"],
    );
    assert_eq!(run.refusal(), (2, "no-such-profile".into()));
}

#[test]
fn a_print_of_a_part_that_was_changed_or_a_picture_that_is_gone_is_found() {
    let (room, _) = pictured();
    export(&room, None, "all");
    let jsonl = room.path("all/jsonl/articles.jsonl");
    let text = fs::read_to_string(&jsonl).unwrap();
    fs::write(&jsonl, text.replace("late", "early")).unwrap();
    let found = verify(&room, "all");
    let kinds: Vec<&Value> = found["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert!(kinds.contains(&&Value::from("changed")), "{found}");
    export(&room, Some("epub"), "book");
    let name = below(&room.path("book"))
        .into_iter()
        .find(|name| name.ends_with(".epub"))
        .unwrap();
    fs::write(room.path("book").join(&name), b"PK").unwrap();
    let found = verify(&room, "book");
    let details = found["faults"].to_string();
    assert!(
        details.contains("nothing in the bundle has its bytes"),
        "{details}"
    );
    assert_eq!(found["ok"], false);
}

/// What was warned of, as codes.
fn codes(exported: &Value) -> Vec<&str> {
    let warnings = exported["warnings"].as_array().unwrap().iter();
    warnings.map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn the_export_says_which_articles_wordpress_will_skip_and_which_it_will_double() {
    let (room, id) = pictured();
    let again = |change: &[&str]| {
        room.json("Wim Writer", change);
        room.json("Wim Writer", &["article", "submit", &id]);
        room.json("Rhea Reviewer", &["review", "approve", &id]);
    };
    // Nobody has said yet where the site is, so WordPress can't fetch the picture.
    assert_eq!(codes(&export(&room, Some("wxr"), "a")), ["no-address"]);
    let set = ["library", "set", "--base-url", "https://gazette.example/"];
    room.json("Edda Chief", &set);
    assert_eq!(codes(&export(&room, Some("wxr"), "b")), Vec::<&str>::new());
    let file = room.file("new.md", "It was fog, and late.\n");
    again(&["article", "edit", &id, "--file", &file]);
    let skipped = export(&room, None, "c");
    assert_eq!(codes(&skipped), ["skipped"]);
    assert_eq!(skipped["warnings"][0]["article"], id.as_str());
    again(&["article", "edit", &id, "--title", "The ferry is later"]);
    assert_eq!(
        codes(&export(&room, Some("site"), "s")),
        Vec::<&str>::new(),
        "only WordPress does so"
    );
    let file = room.file("newer.md", "It was fog, and later.\n");
    again(&["article", "edit", &id, "--file", &file]);
    again(&["article", "edit", &id, "--title", "The ferry never came"]);
    let doubled = export(&room, Some("wxr"), "d");
    assert_eq!(codes(&doubled), ["doubled"]);
    assert!(
        doubled["warnings"][0]["words"]
            .as_str()
            .unwrap()
            .contains("The ferry is later")
    );
    let second = room.approved("Two of a kind", "One.\n");
    let third = room.approved("Two of a kind", "Other.\n");
    for (id, slug) in [(&second, "one-of-a-kind"), (&third, "other-of-a-kind")] {
        room.json(
            "Wim Writer",
            &[
                "article",
                "edit",
                id,
                "--date",
                "2026-11-20",
                "--slug",
                slug,
            ],
        );
        room.json("Wim Writer", &["article", "submit", id]);
        room.json("Rhea Reviewer", &["review", "approve", id]);
    }
    assert_eq!(codes(&export(&room, Some("wxr"), "e")), ["twins"]);
}
