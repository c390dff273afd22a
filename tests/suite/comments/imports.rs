//! Files of every format, again and again: in once, up to date, and nowhere lost.

use super::{all, counts, import, line, newsroom, saying, shown, sound};
use crate::{
    checkout::root,
    office::{MODERATOR, Office, WRITER},
};
use serde_json::{Value, json};

/// The files, with how many comments of each come in, how many lines of it don't, and how many comments wait for a place.
const FILES: [(&str, i64, usize, usize); 6] = [
    ("wordpress.xml", 5, 3, 1),
    ("disqus.xml", 5, 1, 1),
    ("remark42.jsonl", 3, 2, 0),
    ("table.csv", 5, 3, 2),
    ("lines.jsonl", 5, 4, 0),
    ("page.html", 2, 0, 0),
];

#[test]
fn each_format_comes_in_once_and_a_dry_run_changes_nothing() {
    for (name, added, left, unplaced) in FILES {
        let (office, ..) = newsroom();
        let file = root().join("tests/fixtures/comments").join(name);
        let entries = sound(&office);
        let dry = json!({"path": file, "dry_run": true});
        let dry = office.does(MODERATOR, "comment_import", dry);
        assert_eq!(counts(&dry), [added, 0, 0], "{name}: {dry:#}");
        assert_eq!(sound(&office), entries, "{name}: a dry run wrote");
        assert!(all(&office, json!({})).is_empty());
        let report = office.does(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(counts(&report), [added, 0, 0], "{name}: {report:#}");
        assert_eq!(dry["skipped"], report["skipped"], "{name}");
        let skipped = report["skipped"].as_array().unwrap().len();
        assert_eq!(skipped, left, "{name}: {report:#}");
        let waits = all(&office, json!({"unplaced": true})).len();
        assert_eq!(waits, unplaced, "{name}");
        let before = all(&office, json!({}));
        let entries = sound(&office);
        let again = office.does(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(counts(&again), [0, 0, added], "{name}: {again:#}");
        assert_eq!(all(&office, json!({})), before, "{name}");
        assert_eq!(sound(&office), entries, "{name}: nothing new wrote");
    }
}

#[test]
fn a_folder_of_single_comments_comes_in_as_a_file_does() {
    let (office, ..) = newsroom();
    let dir = office.path("folder");
    std::fs::create_dir(&dir).unwrap();
    let file = root().join("tests/fixtures/comments/inbox.json");
    std::fs::copy(file, dir.join("one.json")).unwrap();
    std::fs::write(dir.join("notes.bin"), [0, 1, 2, 3, 0, 0, 0, 0]).unwrap();
    let report = office.does(MODERATOR, "comment_import", json!({"path": dir}));
    assert_eq!(counts(&report), [1, 0, 0], "{report:#}");
    assert_eq!(report["skipped"].as_array().unwrap().len(), 1, "{report:#}");
    let again = office.does(MODERATOR, "comment_import", json!({"path": dir}));
    assert_eq!(counts(&again), [0, 0, 1]);
    assert!(
        dir.join("one.json").exists(),
        "an import takes no file away"
    );
}

#[test]
fn one_undo_takes_an_import_back_and_it_can_come_in_again() {
    let (office, ..) = newsroom();
    let file = root().join("tests/fixtures/comments/wordpress.xml");
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    assert_eq!(
        office.code(MODERATOR, "comment_undo", json!({})),
        "nothing-to-undo",
        "an import is no decision"
    );
    office.does(MODERATOR, "undo", json!({}));
    assert!(all(&office, json!({})).is_empty());
    sound(&office);
    let again = office.does(MODERATOR, "comment_import", json!({"path": file}));
    assert_eq!(counts(&again), [5, 0, 0]);
    sound(&office);
}

#[test]
fn a_long_import_goes_back_after_a_decision_that_was_taken_back() {
    let (office, ..) = newsroom();
    let list = json!({"name": "Ours", "kind": "banned", "words": ["blorp*"]});
    let rules = json!({"lists": [list], "repeats": {"days": 0}});
    office.does(MODERATOR, "rules_set", json!({"rules": rules}));
    let lines: Vec<Value> = (0..1100)
        .map(|nth| {
            line(
                &format!("l{nth}"),
                &format!("A blorp, number {nth}"),
                json!({}),
            )
        })
        .collect();
    assert_eq!(counts(&import(&office, &lines)), [1100, 0, 0]);
    let one = saying(&office, "A blorp, number 7");
    assert_eq!(one["state"], "rejected", "a rule judged it: {one:#}");
    let decide = json!({"comments": [one["id"]], "state": "published"});
    office.does(MODERATOR, "comment_decide", decide);
    office.does(MODERATOR, "comment_undo", json!({}));
    office.does(MODERATOR, "undo", json!({}));
    assert!(all(&office, json!({})).is_empty());
    sound(&office);
    // What somebody else decided, and stands, is in the way of it.
    import(&office, &lines);
    let one = saying(&office, "A blorp, number 7");
    let decide = json!({"comments": [one["id"]], "state": "published"});
    office.does(crate::office::OTHER_MODERATOR, "comment_decide", decide);
    assert_eq!(office.code(MODERATOR, "undo", json!({})), "built-on");
    assert_eq!(all(&office, json!({})).len(), 1100);
}

#[test]
fn a_newer_archive_is_taken_over() {
    let (office, ..) = newsroom();
    let published = json!({"state": "published"});
    import(
        &office,
        &[
            line("a", "First words", published.clone()),
            line("b", "To be deleted", published.clone()),
            line("c", "Edited here", published.clone()),
        ],
    );
    let a = saying(&office, "First words")["id"].clone();
    let b = saying(&office, "To be deleted")["id"].clone();
    let c = saying(&office, "Edited here")["id"].clone();
    office.does(
        MODERATOR,
        "comment_decide",
        json!({"comments": [a], "state": "published"}),
    );
    let edit = json!({"comment": c, "text": "Edited by us"});
    office.does(MODERATOR, "comment_edit", edit);
    let newer = [
        line("a", "Second words", published.clone()),
        line("b", "", json!({"state": "published", "deleted": true})),
        line("c", "Edited here", published.clone()),
    ];
    assert_eq!(counts(&import(&office, &newer)), [0, 2, 1]);
    let was = shown(&office, &a);
    assert_eq!(
        (&was["body"], &was["state"]),
        (&json!("Second words"), &json!("pending"))
    );
    assert_eq!(was["decided_by"], Value::Null);
    let gone = shown(&office, &b);
    assert_eq!(
        (&gone["state"], &gone["reasons"][0]["code"]),
        (&json!("rejected"), &json!("deleted"))
    );
    assert_eq!(gone["body"], "To be deleted", "its words are kept");
    let edited = shown(&office, &c);
    assert_eq!(
        (&edited["body"], &edited["original"]),
        (&json!("Edited by us"), &json!("Edited here"))
    );
    assert_eq!(counts(&import(&office, &newer)), [0, 0, 3], "nothing twice");
    let back = [line("b", "To be deleted", published)];
    assert_eq!(counts(&import(&office, &back)), [0, 1, 0]);
    assert_eq!(shown(&office, &b)["state"], "published");
    sound(&office);
    office.does(MODERATOR, "undo", json!({}));
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(shown(&office, &a)["body"], "First words");
    assert_eq!(shown(&office, &a)["state"], "published");
    sound(&office);
}

#[test]
fn what_a_person_refused_is_not_published_by_a_rule_once_it_says_something_else() {
    let (office, ..) = newsroom();
    let rules = json!({"unremarkable": "published"});
    office.does(MODERATOR, "rules_set", json!({"rules": rules}));
    import(&office, &[line("a", "Refused words", json!({}))]);
    let a = saying(&office, "Refused words");
    assert_eq!(a["state"], "published", "{a:#}");
    let refuse = json!({"comments": [a["id"]], "state": "rejected", "reason": "hate"});
    office.does(MODERATOR, "comment_decide", refuse);
    import(&office, &[line("a", "Harmless words now", json!({}))]);
    assert_eq!(shown(&office, &a["id"])["state"], "pending");
    // Deleted at its source and back, without a state: the rules say what it is.
    import(&office, &[line("b", "Gone and back", json!({}))]);
    import(
        &office,
        &[line("b", "Gone and back", json!({"deleted": true}))],
    );
    assert_eq!(saying(&office, "Gone and back")["state"], "rejected");
    import(&office, &[line("b", "Gone and back", json!({}))]);
    assert_eq!(saying(&office, "Gone and back")["state"], "published");
    sound(&office);
}

#[test]
fn comments_without_an_article_wait_until_their_place_is_said() {
    let (office, trams, _) = newsroom();
    let elsewhere = json!({"article": "https://old.example/1998/05/tram.php"});
    import(
        &office,
        &[
            line("a", "Left elsewhere", elsewhere.clone()),
            line(
                "b",
                "Its answer",
                json!({"article": elsewhere["article"], "parent": "a"}),
            ),
        ],
    );
    let places = office.does(MODERATOR, "place_list", json!({}));
    let place = places["items"][0]["place"].clone();
    assert_eq!(places["items"].as_array().unwrap().len(), 1);
    assert_eq!(places["items"][0]["comments"], 2);
    assert_eq!(
        office.code(
            WRITER,
            "place_assign",
            json!({"place": place, "article": trams})
        ),
        "wrong-role"
    );
    assert_eq!(
        office.code(
            MODERATOR,
            "place_assign",
            json!({"place": "nowhere", "article": trams})
        ),
        "no-such-place"
    );
    office.does(
        MODERATOR,
        "place_assign",
        json!({"place": place, "article": trams}),
    );
    assert_eq!(all(&office, json!({"article": trams})).len(), 2);
    assert_eq!(all(&office, json!({"unplaced": true})).len(), 0);
    import(&office, &[line("c", "Later one", elsewhere)]);
    assert_eq!(
        all(&office, json!({"article": trams})).len(),
        3,
        "later ones go there by themselves"
    );
    sound(&office);
    office.does(MODERATOR, "undo", json!({}));
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(all(&office, json!({"unplaced": true})).len(), 2);
    let thread = saying(&office, "Its answer");
    assert_eq!(super::above(&thread).len(), 1);
    sound(&office);
}

#[test]
fn files_that_hold_no_comments_are_refused() {
    let (office, ..) = newsroom();
    // It is one, and longer than any that is taken: that is what the report says.
    let long = json!({"id": "1", "author": "Una Late", "body": "long ".repeat(40_000)}).to_string();
    for (name, bytes, code) in [
        ("a.txt", &b"Some words, and others"[..], "not-comments"),
        ("a.bin", &[0, 1, 2, 3][..], "not-comments"),
        ("a.jsonl", b"", "ok"),
        ("b.jsonl", long.as_bytes(), "ok"),
        ("c.jsonl", b"[1]\n[2]\n", "not-comments"),
        ("a.csv", b"one,two\n1,2\n", "not-comments"),
        ("a.xml", b"<rss><channel></channel></rss>", "not-comments"),
    ] {
        let file = office.room.file(name, bytes);
        let code_then = office.code(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(code_then, code, "{name}");
    }
    let missing = json!({"path": office.path("missing.xml")});
    assert_eq!(
        office.code(MODERATOR, "comment_import", missing),
        "not-found"
    );
    sound(&office);
}

/// What stands in the answer of the terminal is what the desk says.
#[test]
fn the_terminal_imports_too() {
    let office: Office = newsroom().0;
    let file = root().join("tests/fixtures/comments/table.csv");
    let args = ["comment", "import", file.to_str().unwrap(), "--dry-run"];
    let report = office.room.json(MODERATOR, &args);
    assert_eq!(report["added"]["comments"], 5, "{report:#}");
    let report = office.room.json(MODERATOR, &args[..3]);
    assert_eq!(report["added"]["comments"], 5, "{report:#}");
    let rows = office
        .room
        .json(MODERATOR, &["comment", "list", "--state", "spam"]);
    assert_eq!(rows["items"].as_array().unwrap().len(), 1);
}
