//! Pages that come in, and go out again.

use super::{CHIEF, WRITER};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::{fs, path::Path};

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    fs::read(folder.join(name)).unwrap()
}

/// Articles, comments, unchanged, updated.
fn counts(report: &Value) -> Value {
    json!([
        report["added"]["articles"],
        report["added"]["comments"],
        report["unchanged"],
        report["updated"]
    ])
}

#[test]
fn a_page_comes_in_once_and_its_text_copy_not_beside_it() {
    let room = Newsroom::staffed();
    let page = room.file("ferry.html", fixture("harbour-ferry.html"));
    let copy = room.file("ferry.txt", fixture("harbour-ferry.txt"));
    let dry = room.json(WRITER, &["import", &page, "--dry-run"]);
    let first = room.json(WRITER, &["import", &page]);
    assert_eq!(counts(&dry), counts(&first), "a dry run tells the same");
    assert_eq!(counts(&first), json!([1, 3, 0, 0]));
    for again in [&page, &copy] {
        let report = room.json(WRITER, &["import", again]);
        assert_eq!(counts(&report), json!([0, 0, 1, 0]), "{again}");
    }
    let own = first["furniture"].as_i64().unwrap();
    assert!(own > 5, "{first}");
    // Each of its lines can be read.
    let report = fs::read_to_string(first["report"].as_str().unwrap()).unwrap();
    let lines = report
        .lines()
        .filter(|line| line.starts_with("the page’s own,ferry.html,"));
    assert_eq!(lines.count() as i64, own, "{report}");
}

#[test]
fn a_page_is_a_draft_with_all_that_it_tells() {
    let room = Newsroom::staffed();
    let page = room.file("kucheh.html", fixture("kucheh.html"));
    let id = room.json(WRITER, &["import", &page])["articles"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = room.json(WRITER, &["article", "show", &id]);
    let expected: Value = serde_json::from_slice(&fixture("kucheh.expected.json")).unwrap();
    for field in ["title", "kicker", "section", "body"] {
        assert_eq!(shown[field], expected[field], "{field}");
    }
    assert_eq!(shown["status"], "draft");
    assert_eq!(shown["bylines"][0]["role"], expected["bylines"][0]["role"]);
    assert_eq!(
        shown["bylines"][0]["publications"],
        expected["bylines"][0]["publications"]
    );
}

#[test]
fn an_import_is_one_step_that_undo_takes_back_whole() {
    let room = Newsroom::staffed();
    let page = room.file("ferry.html", fixture("harbour-ferry.html"));
    room.json(WRITER, &["import", &page]);
    room.json(WRITER, &["undo"]);
    assert_eq!(room.json(WRITER, &["article", "list"])["items"], json!([]));
    assert_eq!(room.json(CHIEF, &["comment", "list"])["items"], json!([]));
    let back = room.json(WRITER, &["import", &page]);
    assert_eq!(
        counts(&back),
        json!([1, 3, 0, 0]),
        "what was taken back can come in again"
    );
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn an_import_on_which_something_was_built_stays() {
    let room = Newsroom::staffed();
    let page = room.file("ferry.html", fixture("harbour-ferry.html"));
    room.json(WRITER, &["import", &page]);
    let waiting = room.json(CHIEF, &["comment", "list"]);
    let comment = waiting["items"][0]["id"].as_str().unwrap().to_owned();
    room.json(CHIEF, &["comment", "decide", &comment, "--publish"]);
    assert_eq!(
        room.ask(WRITER, &["undo"]).refusal(),
        (1, "built-on".into())
    );
    assert_eq!(
        room.json(CHIEF, &["comment", "list"])["items"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn a_folder_with_a_bad_page_brings_the_others_in_one_step() {
    let room = Newsroom::staffed();
    let folder = room.path("pages");
    fs::create_dir(&folder).unwrap();
    for name in ["brunnen.html", "orologio.txt"] {
        fs::write(folder.join(name), fixture(name)).unwrap();
    }
    fs::write(folder.join("bad.html"), "<nav>Home News</nav>").unwrap();
    let report = room.json(WRITER, &["import", folder.to_str().unwrap()]);
    assert_eq!(report["added"]["articles"], 2);
    assert!(
        report["skipped"].to_string().contains("bad.html"),
        "{report}"
    );
    let said = fs::read_to_string(report["report"].as_str().unwrap()).unwrap();
    for line in [
        "\nadded,brunnen.html,",
        "\nadded,orologio.txt,",
        "\nskipped,bad.html,",
    ] {
        assert!(said.contains(line), "{said}");
    }
    room.json(WRITER, &["undo"]);
    assert_eq!(room.json(WRITER, &["article", "list"])["items"], json!([]));
}

#[test]
fn an_archive_within_a_folder_is_named_and_not_opened() {
    let room = Newsroom::staffed();
    let folder = room.path("notes");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("quay.md"), "# The quay\n\nIt is old.\n").unwrap();
    fs::write(folder.join("older.ZIP"), "PK").unwrap();
    let folder = folder.to_str().unwrap();
    let report = room.json(WRITER, &["import", folder, "--author", "Nobody=Wim Writer"]);
    assert_eq!(report["added"]["articles"], 1);
    let (skipped, notes) = (report["skipped"].to_string(), report["notes"].to_string());
    assert!(
        skipped.contains("older.ZIP") && skipped.contains("unpack it"),
        "{skipped}"
    );
    assert!(notes.contains("Nobody in it is called"), "{notes}");
}

#[test]
fn the_format_that_is_named_is_the_one_that_is_read() {
    let room = Newsroom::staffed();
    let path = room.file(
        "note.txt",
        "---\nsection: Harbour\n---\n# The crane is gone\n\nIt *stood* for forty years.\n",
    );
    let report = room.json(WRITER, &["import", &path, "--format", "markdown"]);
    let id = report["articles"][0]["id"].as_str().unwrap().to_owned();
    let shown = room.json(WRITER, &["article", "show", &id]);
    assert_eq!(
        (&shown["section"], &shown["title"]),
        (&json!("Harbour"), &json!("The crane is gone"))
    );
    let html = room.ask(WRITER, &["import", &path, "--format", "saved-page"]);
    assert_eq!(
        html.refusal(),
        (3, "no-article".into()),
        "there is no page in Markdown"
    );
}

#[test]
fn another_article_with_the_same_headline_is_told() {
    let room = Newsroom::staffed();
    let one = room.file("one.md", "# The quay\n\nIt is open.\n");
    let two = room.file("two.md", "# The quay\n\nIt is closed.\n");
    room.json(WRITER, &["import", &one]);
    let report = room.json(WRITER, &["import", &two]);
    assert_eq!(counts(&report), json!([1, 0, 0, 0]));
    assert!(
        report["skipped"][0]["why"]
            .as_str()
            .unwrap()
            .contains("headline"),
        "{report}"
    );
}

#[test]
fn of_a_long_list_the_beginning_is_shown_and_where_the_rest_is() {
    let room = Newsroom::staffed();
    let folder = room.path("notes");
    fs::create_dir(&folder).unwrap();
    for nth in 0..230 {
        let text = format!("The bell of {nth} is [[nowhere]].\n");
        fs::write(folder.join(format!("bell-{nth:03}.md")), text).unwrap();
    }
    let folder = folder.to_str().unwrap();
    let looked = room
        .run(&["--as", WRITER, "import", folder, "--dry-run"])
        .out;
    let shown = |out: &str, part: &str| out.lines().filter(|line| line.contains(part)).count();
    // How often it is said, and the first twenty.
    let why = "leads to a note that is not in the archive";
    assert_eq!(shown(&looked, why), 21, "{looked}");
    assert_eq!(
        shown(&looked, &format!("  230 times: It {why}")),
        1,
        "{looked}"
    );
    assert!(
        looked.contains("… and 210 more; the whole list is with --json"),
        "{looked}"
    );
    let whole = room.json(WRITER, &["import", folder, "--dry-run"]);
    let places = |list: &Value| list.as_array().unwrap().len();
    assert_eq!(places(&whole["skipped"]), 230);
    let done = room.run(&["--as", WRITER, "import", folder]).out;
    assert_eq!(shown(&done, "bell-"), 40, "{done}");
    let file = done.lines().last().unwrap().rsplit(": ").next().unwrap();
    let rest = format!("… and 210 more; the whole list is in {file}");
    assert_eq!(shown(&done, &rest), 2, "{done}");
    let lines = fs::read_to_string(file).unwrap();
    assert_eq!(shown(&lines, "added,bell-"), 230);
    room.json(WRITER, &["undo"]);
    let again = room.json(WRITER, &["import", folder]);
    assert_eq!(
        (places(&again["articles"]), places(&again["skipped"])),
        (230, 230)
    );
}
