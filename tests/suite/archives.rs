//! Archives come in whole, twice, and out again: what was published elsewhere by a signed word, all of it as one step.

use crate::{
    newsroom::Newsroom,
    office::{self, Office},
};
use desk::Progress;
use model::canonical;
use serde_json::{Value, json};
use std::{
    fs,
    sync::atomic::{AtomicU64, Ordering},
};

const TOWN: &str = include_str!("../fixtures/archives/wxr/town.xml");
const CHIEF: &str = "Edda Chief";
const WRITER: &str = "Wim Writer";
const PUBLISHER: &str = "Pia Publisher";

/// A picture that programs can read, of a size that needs no smaller ones.
const PICTURE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><path d="M0 0h9v6z" fill="#123456"/></svg>"##;

/// A newsroom, an export, and the pictures that belong to it in a folder beside.
fn room() -> (Newsroom, String, String) {
    let room = Newsroom::staffed();
    room.json(CHIEF, &["person", "add", PUBLISHER, "--roles", "publisher"]);
    let export = room.file("town.xml", TOWN.replace(".png", ".svg"));
    let media = room.path("uploads/2026/03");
    fs::create_dir_all(&media).unwrap();
    for name in ["quay.svg", "stairs.svg"] {
        fs::write(
            media.join(name),
            PICTURE.replace("M0", &format!("M{}", name.len())),
        )
        .unwrap();
    }
    let media = media.display().to_string();
    (room, export, media)
}

fn counts(report: &Value) -> [i64; 6] {
    let added = &report["added"];
    [
        &added["articles"],
        &added["comments"],
        &added["bylines"],
        &added["assets"],
        &report["unchanged"],
        &report["updated"],
    ]
    .map(|count| count.as_i64().unwrap())
}

#[test]
fn an_archive_comes_in_as_it_stood_and_again_as_nothing() {
    let (room, export, media) = room();
    let args = ["import", &export, "--media", &media];
    let foreseen = room.json(CHIEF, &[&args[..], &["--dry-run"]].concat());
    assert_eq!(room.json(CHIEF, &["article", "list"])["items"], json!([]));
    let done = room.json(CHIEF, &args);
    assert_eq!(counts(&done), [8, 4, 3, 2, 0, 0]);
    assert_eq!(counts(&foreseen)[0], 8);
    let stood = |status: &str| {
        let list = room.json(CHIEF, &["article", "list", "--status", status]);
        list["items"].as_array().unwrap().len()
    };
    assert_eq!(
        [stood("published"), stood("in-review"), stood("draft")],
        [4, 1, 3]
    );
    let lamp = room.json(CHIEF, &["search", "ferryman"])["items"][0]["id"].clone();
    let lamp = room.json(CHIEF, &["article", "show", lamp.as_str().unwrap()]);
    assert_eq!(lamp["section"], "Quays");
    assert_eq!(lamp["bylines"][0]["name"], "Nora Vale");
    assert!(
        lamp["body"].as_str().unwrap().contains("](asset:"),
        "{lamp}"
    );
    let comments = room.json(CHIEF, &["comment", "list"]);
    let states: Vec<&str> = comments["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(
        states.iter().filter(|state| **state == "published").count(),
        2
    );
    let again = room.json(CHIEF, &args);
    assert_eq!(counts(&again), [0, 0, 0, 0, 8, 0]);
    // Every line of it is in a file, which no spreadsheet takes for more.
    let report = fs::read_to_string(done["report"].as_str().unwrap()).unwrap();
    for line in [
        "added,post 11,The quay lamp is lit again,https://town.example/2026/03/the-quay-lamp/,",
        "skipped,post 17,",
    ] {
        assert!(report.contains(line), "{report}");
    }
}

#[test]
fn an_archive_that_came_in_is_released_the_same_day_and_proves_what_it_is() {
    let (room, export, media) = room();
    room.json(CHIEF, &["import", &export, "--media", &media]);
    let out = room.path("out");
    room.json(
        CHIEF,
        &[
            "export",
            "--profile",
            "site",
            "--out",
            out.to_str().unwrap(),
        ],
    );
    let verified = room.json(CHIEF, &["verify", out.to_str().unwrap()]);
    assert_eq!(verified["ok"], true);
    assert_eq!(verified["imported"].as_array().unwrap().len(), 4);
    assert_eq!(verified["approvals"], json!([]));
    let redirects = fs::read_to_string(out.join("site/_redirects")).unwrap();
    assert!(
        redirects.contains("/2026/03/the-quay-lamp/ /quays/the-quay-lamp/ 301"),
        "{redirects}"
    );
    // The word is of that very text: a stranger who changes whose it is is found out.
    let path = out.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(manifest["articles"][0]["approved"], false);
    manifest["articles"][0]["imported"]["address"] = json!("https://elsewhere.example/");
    fs::write(&path, canonical(&manifest).unwrap()).unwrap();
    let run = room.run(&["--json", "verify", out.to_str().unwrap()]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    let kinds: Vec<&str> = found["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        (run.status, kinds.contains(&"unapproved")),
        (4, true),
        "{kinds:?}"
    );
}

#[test]
fn who_is_no_publisher_brings_drafts_and_who_is_no_moderator_comments_that_wait() {
    let (room, export, _) = room();
    let done = room.json(WRITER, &["import", &export]);
    let notes = done["notes"].to_string();
    assert!(notes.contains("only a publisher may say"), "{notes}");
    let published = room.json(CHIEF, &["article", "list", "--status", "published"]);
    assert_eq!(published["items"], json!([]));
    let pending = room.json(CHIEF, &["comment", "list", "--state", "pending"]);
    assert_eq!(pending["items"].as_array().unwrap().len(), 4);
    let refused = room.run(&["--json", "--as", "Mo Moderator", "import", &export]);
    assert_eq!(refused.refusal(), (1, "wrong-role".into()));
}

#[test]
fn an_archive_is_taken_back_as_one_step_while_nothing_builds_on_it() {
    let (room, export, media) = room();
    let args = ["import", &export, "--media", &media];
    room.json(PUBLISHER, &args);
    room.json(PUBLISHER, &["undo"]);
    assert_eq!(room.json(CHIEF, &["article", "list"])["items"], json!([]));
    assert_eq!(room.json(CHIEF, &["comment", "list"])["items"], json!([]));
    room.json(PUBLISHER, &args);
    let id = room.json(CHIEF, &["search", "ferryman"])["items"][0]["id"].clone();
    room.json(
        WRITER,
        &[
            "article",
            "edit",
            id.as_str().unwrap(),
            "--title",
            "The lamp, again",
        ],
    );
    let refused = room.run(&["--json", "--as", PUBLISHER, "undo"]);
    assert_eq!(refused.refusal(), (1, "built-on".into()));
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn names_of_the_archive_become_those_of_the_newsroom() {
    let (room, export, _) = room();
    room.json(
        CHIEF,
        &[
            "import",
            &export,
            "--author",
            "Nora Vale=N. Vale",
            "--section",
            "Quays=Harbour",
            "--section",
            "Ring A=",
        ],
    );
    let id = room.json(CHIEF, &["search", "ferryman"])["items"][0]["id"].clone();
    let lamp = room.json(CHIEF, &["article", "show", id.as_str().unwrap()]);
    assert_eq!(
        (&lamp["section"], &lamp["bylines"][0]["name"]),
        (&json!("Harbour"), &json!("N. Vale"))
    );
}

#[test]
fn a_library_and_a_bundle_come_into_another_with_their_comments() {
    let (room, export, media) = room();
    room.json(CHIEF, &["import", &export, "--media", &media]);
    let (all, bundle) = (room.path("all"), room.path("bundle"));
    room.json(CHIEF, &["library", "export", all.to_str().unwrap()]);
    room.json(CHIEF, &["export", "--out", bundle.to_str().unwrap()]);
    for (from, articles, comments) in [(&all, 8, 4), (&bundle, 4, 2)] {
        let other = Newsroom::staffed();
        let done = other.json(CHIEF, &["import", from.to_str().unwrap()]);
        assert_eq!(counts(&done)[..2], [articles, comments], "{done}");
        let another = done
            .to_string()
            .contains("Another key than this newsroom’s signed it");
        assert_eq!(another, from == &bundle, "{done}");
        let list = other.json(CHIEF, &["comment", "list"]);
        assert!(
            list["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| !one["article"].is_null()),
            "{list}"
        );
        let again = other.json(CHIEF, &["import", from.to_str().unwrap()]);
        assert_eq!(counts(&again), [0, 0, 0, 0, articles, 0], "{again}");
    }
}

#[test]
fn a_bundle_that_is_not_as_it_was_signed_is_told_of_before_it_is_believed() {
    let (room, export, media) = room();
    room.json(CHIEF, &["import", &export, "--media", &media]);
    let bundle = room.path("bundle");
    room.json(CHIEF, &["export", "--out", bundle.to_str().unwrap()]);
    let look = || {
        room.json(CHIEF, &["import", bundle.to_str().unwrap(), "--dry-run"])
            .to_string()
    };
    let own = look();
    assert!(
        !own.contains("signed it") && !own.contains("as it was signed"),
        "{own}"
    );
    fs::write(bundle.join("site/index.html"), "<p>Another front page.").unwrap();
    let changed = look();
    assert!(
        changed.contains("It is not as it was signed, in "),
        "{changed}"
    );
    fs::remove_file(bundle.join("manifest.json.minisig")).unwrap();
    let unsigned = look();
    assert!(
        unsigned.contains("It is not as it was signed"),
        "{unsigned}"
    );
}

/// Stops after so many looks, and remembers how far it was.
struct Stops {
    left: AtomicU64,
    far: AtomicU64,
}

impl Progress for Stops {
    fn step(&self, done: u64, _: u64) -> bool {
        self.far.fetch_max(done, Ordering::Relaxed);
        self.left.fetch_sub(1, Ordering::Relaxed) > 1
    }
}

#[test]
fn who_stops_while_a_bundles_signature_is_looked_at_finds_nothing_of_it() {
    let (room, export, media) = room();
    room.json(CHIEF, &["import", &export, "--media", &media]);
    let bundle = room.path("bundle");
    room.json(CHIEF, &["export", "--out", bundle.to_str().unwrap()]);
    let office = Office::staffed();
    let stats = || office.does("", "library_stats", json!({}));
    let before = stats();
    let reports =
        || fs::read_dir(office.path("library").join("reports")).map_or(0, Iterator::count);
    let import = |left: u64| {
        let stops = Stops {
            left: AtomicU64::new(left),
            far: AtomicU64::new(0),
        };
        let ask = json!({"path": bundle, "dry_run": false});
        let done = office.ask_telling(&stops, office::CHIEF, "import_file", ask);
        (done, stops.far.into_inner())
    };
    for left in [1, 5, 20] {
        let (stopped, far) = import(left);
        let stopped = stopped.unwrap_err();
        assert_eq!(
            (stopped.code.as_str(), stopped.message.as_str()),
            ("cancelled", "Cancelled; nothing came in.")
        );
        assert!(far < 300, "{far}");
        assert_eq!((stats(), reports()), (before.clone(), 0));
    }
    let (done, far) = import(u64::MAX);
    assert_eq!(
        (done.unwrap()["added"]["articles"].clone(), far),
        (json!(4), 1000)
    );
}

#[test]
fn a_page_that_was_saved_whole_brings_its_pictures() {
    let room = Newsroom::staffed();
    let html = "<!doctype html><html lang=en><title>The new mast</title><article><h1>The new mast</h1>\
        <p>The mast is up since Monday, and it stands.</p><figure><img src=\"mast_files/mast.svg\" alt=\"A mast\">\
        <figcaption>It stands</figcaption></figure><p>Nobody knows who paid for it, and the council is silent.</p></article></html>";
    let page = room.file("mast.html", html);
    fs::create_dir_all(room.path("mast_files")).unwrap();
    fs::write(room.path("mast_files/mast.svg"), PICTURE).unwrap();
    let done = room.json(WRITER, &["import", &page]);
    assert_eq!(done["added"]["assets"], 1, "{done}");
    let id = done["articles"][0]["id"].as_str().unwrap();
    let body = room.json(WRITER, &["article", "show", id])["body"].clone();
    assert!(
        body.as_str().unwrap().contains("![A mast](asset:"),
        "{body}"
    );
    let again = room.json(WRITER, &["import", &page]);
    assert_eq!(counts(&again), [0, 0, 0, 0, 1, 0]);
}

#[test]
fn what_a_saved_page_says_below_a_picture_that_is_gone_stays_in_the_text() {
    let room = Newsroom::staffed();
    let figure = |at: &str| {
        format!(
            "<figure><img src=\"{at}\" alt=\"A mast\"><figcaption>It *stands*. Photo: Greta Holm</figcaption></figure>"
        )
    };
    let html = format!(
        "<!doctype html><html lang=en><title>The new mast</title><article><h1>The new mast</h1>\
        <p>The mast is up since Monday, and it stands.</p>{}<p>Nobody knows who paid for it, and the council is silent.</p>{}\
        <p>It is said to be of oak, as the one before it was.</p></article></html>",
        figure("mast_files/mast.svg"),
        figure("https://town.example/mast.svg")
    );
    let page = room.file("mast.html", &html);
    let body = |done: &Value| {
        let id = done["articles"][0]["id"].as_str().unwrap();
        let shown = room.json(WRITER, &["article", "show", id]);
        shown["body"].as_str().unwrap().to_owned()
    };
    let done = room.json(WRITER, &["import", &page]);
    let text = body(&done);
    assert!(
        text.contains("stands.\n\n*It \\*stands\\*. (Greta Holm) – A mast*\n\nNobody"),
        "{text}"
    );
    assert!(
        text.contains("![A mast](https://town.example/mast.svg"),
        "{text}"
    );
    assert!(!text.contains("mast_files"), "{text}");
    let told = done["notes"].to_string();
    assert!(
        told.contains("below pictures that are gone stands in the text as lines, 1 of them"),
        "{told}"
    );
    // Once it is there, it is shown.
    fs::create_dir_all(room.path("mast_files")).unwrap();
    fs::write(room.path("mast_files/mast.svg"), PICTURE).unwrap();
    let text = body(&room.json(WRITER, &["import", &page]));
    assert!(
        text.contains("![A mast](asset:") && !text.contains("Greta"),
        "{text}"
    );
}

#[test]
fn what_was_withdrawn_here_or_decided_on_is_not_published_by_what_comes_in_later() {
    let (room, export, _) = room();
    room.json(CHIEF, &["import", &export]);
    let find = |words: &str| {
        room.json(CHIEF, &["search", words])["items"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let lamp = find("ferryman");
    room.json(
        CHIEF,
        &["article", "withdraw", &lamp, "--reason", "It was not so."],
    );
    let newer = fs::read_to_string(&export)
        .unwrap()
        .replace("A ferryman", "An old ferryman");
    fs::write(
        &export,
        newer
            .replace("It waits for a yes.", "It stands in the sun.")
            .replace("pending", "publish"),
    )
    .unwrap();
    room.json(
        "Rhea Reviewer",
        &[
            "review",
            "request-changes",
            &find("waits for a yes"),
            "--note",
            "Which bench?",
        ],
    );
    let bench = find("waits for a yes");
    let shown = |id: &str| room.json(CHIEF, &["article", "show", id]);
    let before = [shown(&lamp), shown(&bench)];
    for _ in 0..2 {
        let done = room.json(CHIEF, &["import", &export]);
        let left: Vec<&str> = done["skipped"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["why"].as_str())
            .filter(|why| why.contains("people here have decided"))
            .collect();
        assert_eq!(left.len(), 2, "{done}");
        assert!(left.iter().any(|why| why.contains(&lamp)), "{left:?}");
        assert_eq!([shown(&lamp), shown(&bench)], before);
        assert_eq!(
            (&before[0]["live"], &before[1]["live"]),
            (&Value::Null, &Value::Null)
        );
    }
}

#[test]
fn what_a_release_held_is_not_taken_back_with_its_archive() {
    let (room, export, _) = room();
    room.json(PUBLISHER, &["import", &export]);
    let out = room.path("out");
    room.json(
        CHIEF,
        &[
            "export",
            "--profile",
            "site",
            "--out",
            out.to_str().unwrap(),
        ],
    );
    let refused = room.run(&["--json", "--as", PUBLISHER, "undo"]);
    assert_eq!(refused.refusal(), (1, "built-on".into()));
}

#[test]
fn an_old_address_leads_on_whatever_sort_of_name_it_has() {
    let (room, export, _) = room();
    let text = fs::read_to_string(&export).unwrap();
    let text = text
        .replace(
            "https://town.example/2026/03/the-quay-lamp/",
            "https://town.example/2026/the-lamp.html",
        )
        .replace(
            "https://town.example/about/",
            "https://town.example/about.php",
        );
    fs::write(&export, text).unwrap();
    room.json(CHIEF, &["import", &export]);
    let out = room.path("out");
    let made = room.json(
        CHIEF,
        &[
            "export",
            "--profile",
            "site",
            "--out",
            out.to_str().unwrap(),
        ],
    );
    assert_eq!(
        room.json(CHIEF, &["verify", made["path"].as_str().unwrap()])["ok"],
        true
    );
    let page = fs::read_to_string(out.join("site/2026/the-lamp.html")).unwrap();
    assert!(page.contains("../quays/the-quay-lamp/"), "{page}");
    let rules = fs::read_to_string(out.join("site/_redirects")).unwrap();
    for rule in [
        "/2026/the-lamp.html /quays/the-quay-lamp/ 301",
        "/about.php /pages/about/ 301",
    ] {
        assert!(rules.contains(rule), "{rules}");
    }
    assert!(!out.join("site/about.php").exists());
}

#[test]
fn a_report_says_where_each_article_is_and_overwrites_nothing() {
    let (room, export, _) = room();
    room.json(WRITER, &["article", "new", "--title", "The quay lamp"]);
    let report = room.path("came-in.csv");
    let args = ["import", &export, "--report", report.to_str().unwrap()];
    room.json(CHIEF, &args);
    let said = fs::read_to_string(&report).unwrap();
    assert!(said.contains(",quays/the-quay-lamp-2/,"), "{said}");
    let before = fs::read(&export).unwrap();
    for taken in [report.to_str().unwrap(), &export] {
        let refused = room.run(&[
            "--json", "--as", CHIEF, "import", &export, "--report", taken,
        ]);
        assert_eq!(refused.refusal(), (1, "target-in-the-way".into()));
    }
    assert_eq!(fs::read(&export).unwrap(), before);
    // What can't be read leaves no report.
    let none = room.file(
        "none.xml",
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel></channel></rss>",
    );
    let folder = room.path("library/reports");
    let count = || fs::read_dir(&folder).map_or(0, Iterator::count);
    let reports = count();
    assert_eq!(
        room.run(&["--json", "--as", CHIEF, "import", &none])
            .refusal(),
        (3, "no-articles".into())
    );
    assert_eq!(count(), reports);
}

#[test]
fn a_librarys_own_export_brings_nothing_twice_into_it() {
    let (room, export, _) = room();
    let own = room.approved("The bell", "It rings at noon.\n");
    room.json(CHIEF, &["import", &export]);
    let all = room.path("all.jsonl");
    room.json(CHIEF, &["library", "export", all.to_str().unwrap()]);
    let again = room.json(CHIEF, &["import", all.to_str().unwrap()]);
    assert_eq!(counts(&again)[0], 0, "{again}");
    let bell = room.json(CHIEF, &["article", "show", &own]);
    assert_eq!(
        (&bell["status"], &bell["live"]),
        (&json!("approved"), &Value::Null)
    );
}

#[test]
fn a_picture_stays_whatever_became_of_the_article_that_had_it_first() {
    let (room, export, media) = room();
    // No folder can be called so on every system: the article is left out, and with it its picture.
    let text = fs::read_to_string(&export).unwrap();
    let text = text.replace(">Quays<", ">Aux<").replace("[Quays]", "[Aux]");
    fs::write(&export, text).unwrap();
    let done = room.json(CHIEF, &["import", &export, "--media", &media]);
    assert_eq!(done["added"]["articles"], 7, "{}", done["skipped"]);
    let assets = room.json(CHIEF, &["asset", "list"]);
    assert_eq!(assets["items"].as_array().unwrap().len(), 2, "{assets}");
}
