//! What is said of bundles, editions and profiles, where somebody could think otherwise.

use super::{BODY, CHIEF, WRITER, text};
use crate::newsroom::{Newsroom, Run};
use serde_json::{Value, json};
use std::{fs, path::Path};

fn copied(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn kinds(run: &Run, list: &str) -> Vec<String> {
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let all = found[list].as_array().unwrap().iter();
    all.map(|one| text(one, "kind").to_owned()).collect()
}

#[test]
fn a_revoked_key_that_is_given_counts_as_little_as_one_that_is_known() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "before"]);
    let old = room.file("old.pub", room.run(&["library", "key"]).out);
    copied(&room.path("library"), &room.path("copy"));
    let why = ["--reason", "The laptop was stolen."];
    room.json(CHIEF, &[&["key", "revoke", "newsroom"][..], &why].concat());
    let theft = ["--library", "copy", "export", "--proof", "--out", "thief"];
    room.json(CHIEF, &theft);
    for given in [&[][..], &["--key", &old]] {
        let run = room.run(&[&["--json", "verify", "thief"], given].concat());
        assert_eq!(run.status, 4, "{given:?}: {}", run.out);
        assert_eq!(kinds(&run, "faults"), ["revoked-key"], "{given:?}");
        let run = room.run(&[&["--json", "verify", "before"], given].concat());
        assert_eq!(run.status, 0, "{given:?}: {}", run.out);
        assert_eq!(kinds(&run, "notices"), ["revoked-key"], "{given:?}");
    }
    // Where no library is open, or none that can be read, the key that is given is believed.
    let elsewhere = Newsroom::empty();
    let thief = room.path("thief");
    let ask = ["--json", "verify", thief.to_str().unwrap(), "--key", &old];
    assert_eq!(elsewhere.run(&ask).status, 0);
    fs::create_dir(elsewhere.path("library")).unwrap();
    elsewhere.file("library/library.db", "no library");
    assert_eq!(elsewhere.run(&ask).status, 0);
}

/// An article of this section and tag that may print.
fn approved_in(room: &Newsroom, title: &str, section: &str) -> String {
    let id = room.draft(title, BODY);
    room.json(WRITER, &["article", "edit", &id, "--section", section]);
    room.json(WRITER, &["article", "submit", &id]);
    room.json("Rhea Reviewer", &["review", "approve", &id]);
    id
}

#[test]
fn a_section_called_like_a_folder_of_the_site_leads_on_from_what_was_there() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    let release = || room.json(CHIEF, &["export", "--profile", "site", "--out", "out"]);
    assert_eq!(release()["warnings"], json!([]));
    let year = fs::read_dir(room.path("out/site/archive")).unwrap();
    let year = year.flatten().find(|entry| entry.path().is_dir()).unwrap();
    let year = year.file_name().into_string().unwrap();
    let page = format!("out/site/archive/{year}/index.html");
    assert!(
        !fs::read_to_string(room.path(&page))
            .unwrap()
            .contains("http-equiv=\"refresh\"")
    );
    approved_in(&room, "Maps of the old quay", "Archive");
    let done = release();
    assert_eq!(done["warnings"][0]["code"], "folder-taken");
    assert_eq!(done["warnings"][0]["title"], "Archive");
    let leads = fs::read_to_string(room.path(&page)).unwrap();
    let to = format!("archive-2/{year}/index.html");
    assert!(
        leads.contains("http-equiv=\"refresh\"") && leads.contains(&to),
        "{leads}"
    );
    assert!(room.path(&format!("out/site/{to}")).is_file());
    let rules = fs::read_to_string(room.path("out/site/_redirects")).unwrap();
    let rule = format!("/archive/{year}/ /archive-2/{year}/ 301");
    assert!(rules.contains(&rule), "{rules}");
    // The section's own page is there, and no rule leads away from it.
    assert!(!rules.contains("/archive/ "), "{rules}");
    assert_eq!(room.json(CHIEF, &["verify", "out"])["ok"], true);
}

#[test]
fn every_page_and_line_of_a_proof_says_that_it_is_one() {
    const PROOF: &str = "Proof: not for publication";
    let room = Newsroom::staffed();
    let gone = room.approved("Night buses to the harbour", BODY);
    let moved = approved_in(&room, "The bath opens", "Town");
    room.json(CHIEF, &["export", "--out", "out"]);
    room.json(
        CHIEF,
        &["article", "withdraw", &gone, "--reason", "It was wrong."],
    );
    room.json(WRITER, &["article", "edit", &moved, "--section", "Harbour"]);
    for kind in [&["--proof"][..], &[]] {
        let proof = !kind.is_empty();
        if !proof {
            room.json(WRITER, &["article", "submit", &moved]);
            room.json("Rhea Reviewer", &["review", "approve", &moved]);
        }
        let out = if proof { "proof" } else { "out" };
        room.json(CHIEF, &[&["export", "--out", out][..], kind].concat());
        let (mut pages, mut kinds) = (vec![], [0, 0]);
        for entry in walk(&room.path(out).join("site")) {
            if entry.extension().is_some_and(|kind| kind == "html") {
                let html = fs::read_to_string(&entry).unwrap();
                kinds[0] += usize::from(html.contains("was withdrawn"));
                kinds[1] += usize::from(html.contains("http-equiv=\"refresh\""));
                assert_eq!(html.contains(PROOF), proof, "{}", entry.display());
                pages.push(entry);
            }
        }
        assert!(pages.len() > 5 && kinds[0] > 0 && kinds[1] > 0, "{kinds:?}");
        for name in ["articles", "bylines", "sections"] {
            let lines = room.path(out).join(format!("jsonl/{name}.jsonl"));
            for line in fs::read_to_string(lines).unwrap().lines() {
                let line: Value = serde_json::from_str(line).unwrap();
                assert_eq!(line["proof"] == true, proof, "{name}: {line}");
            }
        }
        assert_eq!(room.json(CHIEF, &["verify", out])["ok"], true);
    }
}

fn walk(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files = vec![];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(walk(&path)),
            false => files.push(path),
        }
    }
    files
}

#[test]
fn what_hugo_left_in_a_bundle_is_told_with_what_to_do() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "out"]);
    room.file("out/markdown/.hugo_build.lock", "");
    let run = room.run(&["--as", CHIEF, "export", "--out", "out"]);
    assert_eq!(run.status, 1, "{}", run.out);
    assert!(
        run.err.contains("copy the folder markdown first"),
        "{}",
        run.err
    );
    let config = fs::read_to_string(room.path("out/markdown/hugo.toml")).unwrap();
    assert!(config.contains("copy this folder first"), "{config}");
}

#[test]
fn no_bundle_is_made_within_another() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "out"]);
    for within in ["out/more", "out/site/more.zip", "out/site/archive/x"] {
        let run = room.ask(CHIEF, &["export", "--proof", "--out", within]);
        assert_eq!(run.refusal(), (1, "inside-a-bundle".into()), "{within}");
    }
    assert_eq!(room.json(CHIEF, &["verify", "out"])["ok"], true);
    // Over it and beside it bundles go as ever.
    room.json(CHIEF, &["export", "--out", "out"]);
    room.json(CHIEF, &["export", "--out", "out.zip"]);
}

#[test]
fn an_edition_shows_what_it_finds_and_says_when_it_holds_nothing() {
    let room = Newsroom::staffed();
    let bus = room.approved("Night buses to the harbour", BODY);
    room.draft("The bath opens", BODY);
    let everything = room.run(&["edition", "show", "Everything"]).out;
    assert!(
        everything.contains("Night buses to the harbour"),
        "{everything}"
    );
    assert!(everything.contains("held back") && everything.contains("The bath opens"));
    let made = room.json(CHIEF, &["edition", "set", "Town", "--section", "Town"]);
    assert_eq!(made["words"], "Made the edition “Town”");
    let town = room.run(&["edition", "show", "Town"]).out;
    assert!(town.contains("holds nothing that may print now"), "{town}");
    let shown = room.json(CHIEF, &["edition", "show", "Everything"]);
    assert_eq!(shown["articles"][0]["id"], bus);
    let made = room.json(CHIEF, &["edition", "set", "Sixth"]);
    assert!(text(&made, "words").contains("holds nothing"), "{made}");
}

#[test]
fn a_theme_is_blamed_by_the_file_and_line_that_is_wrong() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["theme", "export", "theme"]);
    let base = room.path("theme/base.html");
    let good = fs::read_to_string(&base).unwrap();
    let meta = "<meta charset=\"utf-8\">";
    let line = good.lines().position(|line| line == meta).unwrap() + 1;
    for (wrong, place) in [
        (
            good.replace(
                meta,
                "<link rel=\"preconnect\" href=\"https://example.org\">",
            ),
            format!("base.html, line {line} prints"),
        ),
        (
            good.replace("<head>", ""),
            "base.html, line 1: a page begins".into(),
        ),
        (
            good.replace(meta, "{{ site.nope }}"),
            format!("base.html, line {line}: `site.nope` is undefined, in “{{{{ site.nope }}}}”."),
        ),
    ] {
        fs::write(&base, wrong).unwrap();
        let run = room.run(&["--as", CHIEF, "theme", "import", "theme"]);
        assert!(run.err.contains(&place), "{}", run.err);
        assert!(run.err.contains("hint: Mend that file"), "{}", run.err);
    }
}

#[test]
fn refusals_say_what_to_do_next() {
    let room = Newsroom::staffed();
    room.approved("Night buses to the harbour", BODY);
    let told = |line: &[&str]| room.run(&[&["--as", CHIEF], line].concat()).err;
    let long = format!("{}.zip", "x".repeat(300));
    let long = told(&["export", "--out", &long]);
    assert!(
        long.contains("error[bad-name]") && long.contains("hint: Choose a shorter name."),
        "{long}"
    );
    let here = told(&["export", "--out", ".."]);
    assert!(
        here.contains("error[no-target]") && here.contains("hint: Name a file"),
        "{here}"
    );
    room.json(CHIEF, &["export", "--out", "out"]);
    fs::rename(room.path("out/manifest.json"), room.path("kept.json")).unwrap();
    let gone = room.run(&["verify", "out"]).out;
    assert!(
        gone.contains("manifest.json") && !gone.contains(".."),
        "{gone}"
    );
    fs::rename(room.path("kept.json"), room.path("out/manifest.json")).unwrap();
    let null = told(&["theme", "export", "/dev/null"]);
    assert!(null.contains("error[target-in-the-way]"), "{null}");
    if cfg!(target_os = "linux") {
        let nowhere = told(&["export", "--out", "/proc/x"]);
        assert!(
            nowhere.contains("error[no-permission]: Nothing can be written into /proc."),
            "{nowhere}"
        );
    }
    let undo = told(&["undo"]);
    assert!(
        undo.contains("error[not-undoable]") && undo.contains("hint: "),
        "{undo}"
    );
    let admin = room
        .run(&[
            "--as",
            WRITER,
            "person",
            "add",
            "Nora Vale",
            "--roles",
            "writer",
        ])
        .err;
    assert!(admin.contains("hint: Ask an admin.\n"), "{admin}");
}
