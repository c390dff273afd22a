//! An archive that comes in by parts: what leads from one to another, what is one step back, and what is said of what can't be read.

use crate::{newsroom::Newsroom, office::Office};
use desk::Progress;
use serde_json::{Value, json};
use std::{
    fs,
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
};

const CHIEF: &str = "Edda Chief";

/// A post of a WordPress export.
fn post(id: u32, slug: &str, text: &str, status: &str) -> String {
    format!(
        "<item><title>The {slug}</title><link>https://old.example/town/{slug}/</link><dc:creator>lis</dc:creator>\
         <content:encoded><![CDATA[<p>{text}</p>]]></content:encoded><wp:post_id>{id}</wp:post_id>\
         <wp:post_date_gmt>2025-05-01 10:00:00</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status>\
         <wp:post_type>post</wp:post_type><category domain=\"category\" nicename=\"town\"><![CDATA[Town]]></category></item>"
    )
}

fn export(posts: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title>\
         <link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>\
         {}</channel></rss>",
        posts.concat()
    )
}

const BELL: &str =
    "It rings over <a href=\"https://old.example/town/crane/\">the crane</a> at noon.";

fn bell() -> String {
    post(1, "bell", BELL, "publish")
}

fn crane() -> String {
    post(11, "crane", "It lifts herring barrels.", "publish")
}

fn body(room: &Newsroom, words: &str) -> String {
    let found = room.json(CHIEF, &["search", words]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let shown = room.json(CHIEF, &["article", "show", id]);
    shown["body"].as_str().unwrap().to_owned()
}

fn counts(done: &Value) -> [i64; 3] {
    [
        &done["added"]["articles"],
        &done["unchanged"],
        &done["updated"],
    ]
    .map(|count| count.as_i64().unwrap())
}

fn undo(room: &Newsroom) -> String {
    room.json(CHIEF, &["undo"])["words"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_link_leads_to_what_came_in_with_another_part() {
    let room = Newsroom::staffed();
    let both = room.file("both.xml", export(&[bell(), crane()]));
    let one = room.file("one.xml", export(&[bell()]));
    let other = room.file("other.xml", export(&[crane()]));
    room.json(CHIEF, &["import", &both]);
    assert!(body(&room, "noon").contains("](/town/crane/)"));
    assert_eq!(counts(&room.json(CHIEF, &["import", &one])), [0, 1, 0]);
    assert!(body(&room, "noon").contains("](/town/crane/)"));
    // Parts that come one by one find each other, at the latest when they come in again.
    let room = Newsroom::staffed();
    let import = |part: &str| counts(&room.json(CHIEF, &["import", part]));
    assert_eq!(import(&one), [1, 0, 0]);
    assert!(body(&room, "noon").contains("https://old.example/town/crane/"));
    assert_eq!(import(&other), [1, 0, 0]);
    assert_eq!(import(&one), [0, 0, 1]);
    assert!(body(&room, "noon").contains("](/town/crane/)"));
    assert_eq!(import(&one), [0, 1, 0]);
    let asked = BELL.replace("town/crane/", "?p=11#top");
    let third = room.file(
        "third.xml",
        export(&[post(3, "third", &asked.replace("noon", "dusk"), "publish")]),
    );
    assert_eq!(import(&third), [1, 0, 0]);
    assert!(body(&room, "dusk").contains("](/town/crane/#top)"));
    // What another site calls the same is another page.
    let away = export(&[bell()]).replace("https://old.example<", "https://new.example<");
    let away = away
        .replace("<link>https://old", "<link>https://new")
        .replace("noon", "dawn");
    let away = room.file("away.xml", away);
    assert_eq!(import(&away), [1, 0, 0]);
    assert!(body(&room, "dawn").contains("https://old.example/town/crane/"));
}

#[test]
fn a_link_between_texts_of_a_folder_stays_where_one_alone_comes_in_again() {
    let room = Newsroom::staffed();
    let folder = room.path("texts");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.to_str().unwrap();
    let text = |name: &str, words: &str| fs::write(folder.join(name), words).unwrap();
    text(
        "a.md",
        "# Bell\n\nIt rings over [the crane](the%20crane.md) at noon.\n",
    );
    text("the crane.md", "# Crane\n\nIt lifts herring barrels.\n");
    room.json(CHIEF, &["import", path]);
    let before = body(&room, "noon");
    assert!(before.contains("](/"), "{before}");
    fs::remove_file(folder.join("the crane.md")).unwrap();
    text("c.md", "# Drum\n\nIt is loud.\n");
    let done = room.json(CHIEF, &["import", path]);
    assert_eq!(counts(&done), [1, 1, 0], "{done}");
    assert_eq!(body(&room, "noon"), before);
}

#[test]
fn what_comes_in_again_unchanged_is_no_step_back() {
    let room = Newsroom::staffed();
    let file = room.file("both.xml", export(&[bell(), crane()]));
    let path = room.path("texts");
    let deeper = path.join("town");
    fs::create_dir_all(&deeper).unwrap();
    let text = "---\nid: 20240501-000017\n---\n# Drum\n\nIt is loud.\n";
    fs::write(path.join("drum.md"), text).unwrap();
    let folder = path.to_str().unwrap();
    room.json(CHIEF, &["import", &file]);
    room.json(CHIEF, &["import", folder]);
    let entries = || room.json(CHIEF, &["library", "stats"])["entries"].clone();
    let before = entries();
    room.json(CHIEF, &["import", &file]);
    room.json(CHIEF, &["import", folder]);
    assert_eq!(entries(), before);
    // The same text by another name is the same.
    fs::rename(path.join("drum.md"), path.join("the drum.md")).unwrap();
    assert_eq!(counts(&room.json(CHIEF, &["import", folder])), [0, 1, 0]);
    assert_eq!(entries(), before);
    let saved = |when: &str| {
        bell().replace(
            "<wp:post_name>",
            &format!("<wp:post_modified_gmt>{when} 10:00:00</wp:post_modified_gmt><wp:post_name>"),
        )
    };
    for when in ["2025-06-01", "2025-06-02"] {
        room.file("both.xml", export(&[saved(when)]));
        assert_eq!(counts(&room.json(CHIEF, &["import", &file])), [0, 1, 0]);
        assert_eq!(entries(), before);
    }
}

#[test]
fn an_import_is_taken_back_though_somebody_edited_and_thought_better_of_it() {
    let room = Newsroom::staffed();
    let file = room.file("both.xml", export(&[bell(), crane()]));
    room.json(CHIEF, &["import", &file]);
    let found = room.json(CHIEF, &["search", "noon"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let edit = ["article", "edit", id, "--title", "The big bell"];
    room.json("Wim Writer", &edit);
    let refused = room.ask(CHIEF, &["undo"]);
    assert_ne!(refused.status, 0);
    room.json("Wim Writer", &["undo"]);
    let back = undo(&room);
    assert!(back.contains("2 articles"), "{back}");
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

/// Stops once so many articles were read.
struct Stops {
    after: u64,
    read: AtomicU64,
}

impl Progress for Stops {
    fn step(&self, _: u64, _: u64) -> bool {
        self.read.load(Ordering::Relaxed) < self.after
    }

    fn counted(&self, n: u64) {
        self.read.store(n, Ordering::Relaxed);
    }
}

#[test]
fn an_import_that_was_stopped_and_went_on_is_one_step_back() {
    let office = Office::staffed();
    let posts: Vec<String> = (1..=650)
        .map(|n| {
            post(
                n,
                &format!("bell-{n}"),
                &format!("Bell {n} rings."),
                "draft",
            )
        })
        .collect();
    let path = office.room.file("many.xml", export(&posts));
    let ask = || json!({"path": path, "dry_run": false});
    for after in [250, 450] {
        let read = AtomicU64::new(0);
        let stops = Stops { after, read };
        let stopped = office.ask_telling(&stops, CHIEF, "import_file", ask());
        assert_eq!(stopped.unwrap_err().code, "cancelled");
    }
    let done = office.does(CHIEF, "import_file", ask());
    assert_eq!(done["added"]["articles"], 250, "{done}");
    let back = office.does(CHIEF, "undo", json!({"step": done["step"]}));
    let left = office.room.json(CHIEF, &["article", "list"]);
    assert_eq!(left["items"], json!([]), "{back}");
    // Before it, only the library was begun.
    assert_eq!(office.code(CHIEF, "undo", json!({})), "not-undoable");
    assert_eq!(office.room.run(&["library", "check"]).status, 0);
    // What came to its end and is brought again, changed, is a step of its own.
    office.does(CHIEF, "import_file", ask());
    let mut posts = posts;
    posts.push(post(700, "late", "It came late.", "draft"));
    office.room.file("many.xml", export(&posts));
    office.does(CHIEF, "import_file", ask());
    office.does(CHIEF, "undo", json!({}));
    let left = office.room.json(CHIEF, &["search", "rings"]);
    assert_ne!(left["items"], json!([]));
}

#[test]
fn what_is_wrong_with_a_file_is_said_before_who_may_take_it_in() {
    let room = Newsroom::staffed();
    let saved = "<html><body><article><h1>The quay</h1><p>The quay is open again after a long winter.</p></article></body></html>";
    let files = [
        room.file("empty.xml", ""),
        room.file("random.zip", "these are no zip archive's bytes"),
        room.file("old.xml.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
        room.file("broken.json", "{\"posts\": ["),
    ];
    let export = room.file("bell.xml", export(&[bell()]));
    let nothing = room.path("nothing");
    fs::create_dir_all(&nothing).unwrap();
    let publisher = "Pia Publisher";
    room.json(CHIEF, &["person", "add", publisher, "--roles", "publisher"]);
    for person in [publisher, "Wim Writer"] {
        for file in &files {
            let run = room.ask(person, &["import", file]);
            assert_eq!(run.refusal(), (3, "no-export".into()), "{file}");
        }
        let run = room.ask(person, &["import", nothing.to_str().unwrap()]);
        assert_eq!(run.refusal(), (3, "no-article".into()));
        for args in [
            &["import", "/nowhere/at/all.xml"][..],
            &["import", &export, "--media", "/nowhere"],
            &["import", &export, "--report", "/nowhere/all.csv"],
        ] {
            let run = room.ask(person, args);
            assert_eq!(run.refusal(), (3, "not-found".into()));
            let said: Value = serde_json::from_str(&run.err).unwrap();
            assert!(said["error"]["hint"].is_string(), "{said}");
        }
    }
    let page = room.file("quay.html", saved);
    let run = room.ask(publisher, &["import", &page]);
    assert_eq!(run.refusal(), (1, "wrong-role".into()));
    let pipe = room.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let run = room.ask("Wim Writer", &["import", pipe.to_str().unwrap()]);
    assert_eq!(run.refusal(), (3, "not-readable".into()));
}

#[test]
fn a_link_to_a_draft_is_told_by_the_check() {
    let room = Newsroom::staffed();
    let crane = post(11, "crane", "It lifts herring barrels.", "draft");
    let file = room.file("both.xml", export(&[bell(), crane]));
    room.json(CHIEF, &["import", &file]);
    let found = room.json(CHIEF, &["search", "noon"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let told = room.ask(CHIEF, &["check", id]);
    assert!(
        told.out.contains("neither out nor approved"),
        "{}",
        told.out
    );
}
