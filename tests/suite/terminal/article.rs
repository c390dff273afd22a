//! Articles: made, read, edited, listed, taken in.

use super::{BODY, CHIEF, MODERATOR, REVIEWER, WRITER, fields, has, text};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};

#[test]
fn an_edit_leaves_the_approval_behind_and_restoring_brings_it_back() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    let before = room.json(WRITER, &["article", "show", &id]);
    let changed = room.file("changed.md", BODY.replace("midnight", "one"));
    let edited = room.json(WRITER, &["article", "edit", &id, "--file", &changed]);
    assert_eq!(
        (
            text(&edited, "status"),
            edited["approved_by"].as_array().unwrap().len()
        ),
        ("draft", 0)
    );
    let history = room.json(WRITER, &["article", "history", &id]);
    assert_eq!(history["items"].as_array().unwrap().len(), 2);
    let diff = room
        .run(&[
            "article",
            "diff",
            &id,
            text(&before, "revision"),
            text(&edited, "revision"),
        ])
        .out;
    assert!(
        diff.contains("[-midnight") && diff.contains("{+one"),
        "{diff}"
    );
    let short = &text(&before, "revision")[..12];
    let restored = room.json(WRITER, &["article", "restore", &id, short]);
    assert_eq!(
        (text(&restored, "status"), &restored["revision"]),
        ("approved", &before["revision"])
    );
    let old = room.json(
        WRITER,
        &[
            "article",
            "show",
            &id,
            "--revision",
            text(&edited, "revision"),
        ],
    );
    assert!(text(&old, "body").contains("at one."));
}

#[test]
fn a_live_article_is_corrected_and_withdrawn() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "first.zip"]);
    let changed = room.file("changed.md", BODY.replace("an hour", "two hours"));
    room.json(WRITER, &["article", "edit", &id, "--file", &changed]);
    assert_eq!(
        room.ask(WRITER, &["article", "submit", &id, "--kind", "correction"])
            .refusal()
            .0,
        1
    );
    let note = "An earlier version gave the wrong hour.";
    room.json(
        WRITER,
        &[
            "article",
            "submit",
            &id,
            "--kind",
            "correction",
            "--text",
            note,
        ],
    );
    room.json(REVIEWER, &["review", "approve", &id]);
    let page = room.run(&["article", "show", &id, "--format", "html"]).out;
    assert!(page.contains(note), "the page carries its correction");
    assert_eq!(
        room.ask(WRITER, &["article", "withdraw", &id, "--reason", "x"])
            .refusal(),
        (1, "wrong-role".into())
    );
    let withdrawn = room.json(
        CHIEF,
        &[
            "article",
            "withdraw",
            &id,
            "--reason",
            "The plan was dropped",
        ],
    );
    assert_eq!(
        (text(&withdrawn, "status"), &withdrawn["live"]),
        ("withdrawn", &Value::Null)
    );
}

#[test]
fn an_article_prints_as_json_as_markdown_and_as_its_page() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let article = room.json(WRITER, &["article", "show", &id]);
    has(
        &article,
        &[
            "id",
            "title",
            "kicker",
            "standfirst",
            "slug",
            "section",
            "tags",
            "status",
            "revision",
            "live",
        ],
    );
    has(
        &article,
        &[
            "body",
            "bylines",
            "related",
            "created",
            "updated",
            "approved_by",
        ],
    );
    has(
        &article["bylines"][0],
        &["name", "role", "publications", "about"],
    );
    assert_eq!(text(&article, "slug"), "night-buses-to-the-harbour");
    assert_eq!(
        room.run(&["article", "show", &id, "--format", "md"]).out,
        BODY
    );
    let json: Value =
        serde_json::from_str(&room.run(&["article", "show", &id, "--format", "json"]).out).unwrap();
    assert_eq!(json, article);
    let page = room.run(&["article", "show", &id, "--format", "html"]).out;
    assert!(page.starts_with("<!"), "{page}");
    let people = room.run(&["article", "show", &id]).out;
    assert!(
        people.starts_with("Night buses to the harbour\n") && !people.contains('\u{1b}'),
        "{people}"
    );
}

#[test]
fn a_text_may_come_from_standard_input_and_must_be_readable() {
    let room = Newsroom::staffed();
    let new = [
        "--as",
        WRITER,
        "article",
        "new",
        "--title",
        "A ferry for Sundays",
        "--file",
        "-",
    ];
    let made = room.feed(&new, BODY.as_bytes());
    assert_eq!((made.status, made.out.lines().count()), (0, 1));
    let id = made.out.trim();
    assert_eq!(
        room.run(&["article", "show", id, "--format", "md"]).out,
        BODY
    );

    let missing = ["article", "edit", id, "--file", "nowhere.md"];
    assert_eq!(
        room.ask(WRITER, &missing).refusal(),
        (3, "not-found".into())
    );
    let latin = room.file("latin.md", b"caf\xe9");
    assert_eq!(
        room.ask(WRITER, &["article", "edit", id, "--file", &latin])
            .refusal(),
        (3, "not-utf8".into())
    );
    assert_eq!(
        room.json(WRITER, &["article", "history", id])["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_list_is_narrowed_down_by_tag_byline_and_language() {
    let room = Newsroom::staffed();
    let new = |title: &str, more: &[&str]| {
        let args = [&["article", "new", "--title", title], more].concat();
        room.json(WRITER, &args);
    };
    new(
        "The winter ferry",
        &["--tag", "Winter", "--byline", "Ole Brandt"],
    );
    new(
        "Die Winterfähre",
        &["--tag", "winter", "--language", "de-AT"],
    );
    new("The bell", &["--byline", "ole brandt"]);
    for (ask, expected) in [
        (
            ["--tag", "WINTER"],
            vec!["Die Winterfähre", "The winter ferry"],
        ),
        (
            ["--byline", "Ole Brandt"],
            vec!["The bell", "The winter ferry"],
        ),
        (["--language", "de"], vec!["Die Winterfähre"]),
        (["--language", "d"], vec![]),
    ] {
        let args = [&["article", "list", "--sort", "headline"], &ask[..]].concat();
        let page = room.json(WRITER, &args);
        let rows = page["items"].as_array().unwrap();
        let titles: Vec<&str> = rows.iter().map(|row| text(row, "title")).collect();
        assert_eq!(titles, expected, "{ask:?}");
    }
}

#[test]
fn lists_come_in_pages_that_hold_everything_once() {
    let room = Newsroom::staffed();
    let mut made: Vec<String> = (1..=5)
        .map(|n| room.draft(&format!("Harbour report {n}"), BODY))
        .collect();
    let mut seen = vec![];
    let mut next: Option<String> = None;
    loop {
        let mut args = vec!["article", "list", "--limit", "2", "--status", "draft"];
        if let Some(cursor) = &next {
            args.extend(["--after", cursor]);
        }
        let page = room.json(WRITER, &args);
        assert_eq!(fields(&page), ["items", "next"]);
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| text(item, "id").to_owned()),
        );
        next = page["next"].as_str().map(str::to_owned);
        if next.is_none() {
            break;
        }
    }
    made.sort();
    seen.sort();
    assert_eq!(seen, made);
    let hits = room.json(WRITER, &["search", "harbour report", "--limit", "2"]);
    assert_eq!(hits["items"].as_array().unwrap().len(), 2);
    let cursor = text(&hits, "next");
    let rest = room.json(
        WRITER,
        &[
            "search",
            "harbour report",
            "--limit",
            "4",
            "--after",
            cursor,
        ],
    );
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (3, &Value::Null)
    );
}

#[test]
fn a_text_file_comes_in_as_a_draft_once() {
    let room = Newsroom::staffed();
    let file = room.file(
        "ferry.md",
        "---\ntitle: A ferry for Sundays\n---\n\nIt sails at ten.\n",
    );
    assert_eq!(
        room.json(WRITER, &["import", &file, "--dry-run"])["added"]["articles"],
        1
    );
    assert_eq!(
        room.json(WRITER, &["article", "list"])["items"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    assert_eq!(
        room.json(WRITER, &["import", &file])["added"]["articles"],
        1
    );
    let again = room.json(WRITER, &["import", &file]);
    assert_eq!(
        (&again["added"]["articles"], &again["unchanged"]),
        (&0.into(), &1.into())
    );
    assert_eq!(
        room.ask(WRITER, &["import", "nowhere.md"]).refusal(),
        (3, "not-found".into())
    );
    assert_eq!(
        room.ask(MODERATOR, &["import", &file]).refusal(),
        (1, "wrong-role".into())
    );
}

#[test]
fn a_correction_is_a_change_of_its_own_and_is_added_once() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    room.json(CHIEF, &["export", "--out", "first.zip"]);
    let note = "An earlier version gave the wrong hour.";
    let submit = [
        "article",
        "submit",
        &id,
        "--kind",
        "correction",
        "--text",
        note,
    ];
    let first = room.json(WRITER, &submit);
    let again = room.json(WRITER, &submit);
    assert_eq!(
        (text(&first, "status"), &first["revision"]),
        ("in-review", &again["revision"])
    );
}

#[test]
fn a_lift_is_of_one_embargo() {
    let room = Newsroom::staffed();
    room.approved("A ferry for Sundays", BODY);
    let id = room.draft("Night buses to the harbour", BODY);
    let approved_until = |day| {
        room.json(WRITER, &["article", "edit", &id, "--embargo", day]);
        room.json(WRITER, &["article", "submit", &id]);
        room.json(REVIEWER, &["review", "approve", &id]);
    };
    let held = |out| room.json(CHIEF, &["export", "--out", out])["held"][0]["reason"].clone();
    approved_until("2030-01-01");
    assert_eq!(held("first.zip"), "embargo");
    room.json(REVIEWER, &["article", "lift", &id]);
    approved_until("2031-01-01");
    assert_eq!(held("second.zip"), "embargo");
    room.json(REVIEWER, &["article", "lift", &id]);
    assert_eq!(held("third.zip"), Value::Null);
}

#[test]
fn what_is_in_the_bin_is_left_alone_until_it_comes_out() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "bin", &id]);
    for (who, group, verb) in [
        (WRITER, "article", "submit"),
        (WRITER, "article", "recall"),
        (REVIEWER, "review", "approve"),
        (WRITER, "review", "confirm"),
        (REVIEWER, "article", "lift"),
    ] {
        assert_eq!(
            room.ask(who, &[group, verb, &id]).refusal(),
            (1, "in-the-bin".into()),
            "{verb}"
        );
    }
    let list = room.json(WRITER, &["article", "list"]);
    room.approved("A ferry for Sundays", BODY);
    let exported = room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    assert_eq!(
        (&list["items"], &exported["held"]),
        (&json!([]), &json!([]))
    );
    let back = room.json(WRITER, &["article", "bin", &id, "--back"]);
    assert_eq!(text(&back, "status"), "approved");
}

#[test]
fn a_text_that_could_not_stand_on_a_page_is_refused() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    for (field, value, code) in [
        ("--slug", "Night Buses", "bad-slug"),
        ("--slug", "../../etc", "bad-slug"),
        ("--language", "<b>", "bad-language"),
        ("--language", "", "bad-language"),
    ] {
        let edit = ["article", "edit", &id, field, value];
        assert_eq!(
            room.ask(WRITER, &edit).refusal(),
            (1, code.into()),
            "{value}"
        );
    }
}

#[test]
fn a_history_comes_in_pages_newest_first() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    for kicker in ["One", "Two", "Three"] {
        room.json(WRITER, &["article", "edit", &id, "--kicker", kicker]);
    }
    let whole = room.json(WRITER, &["article", "history", &id]);
    let first = room.json(WRITER, &["article", "history", &id, "--limit", "3"]);
    // What is saved meanwhile does not move the pages that follow.
    room.json(WRITER, &["article", "edit", &id, "--kicker", "Four"]);
    let after = ["article", "history", &id, "--after", text(&first, "next")];
    let rest = room.json(WRITER, &after);
    let revisions = |pages: &[&Value]| -> Vec<Value> {
        let entries = pages
            .iter()
            .flat_map(|page| page["items"].as_array().unwrap());
        entries.map(|entry| entry["revision"].clone()).collect()
    };
    assert_eq!(revisions(&[&first, &rest]), revisions(&[&whole]));
}
