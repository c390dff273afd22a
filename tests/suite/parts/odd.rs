//! What a newsroom may have in its library that means harm, through the desk and into every part at once: it stays words.

use super::below;
use crate::{
    judges,
    office::{ADMIN, MODERATOR, Office, PUBLISHER, REVIEWER, WRITER},
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Headlines, sections, tags and names that are none; the last two differ in their case alone.
const ODD: [&str; 12] = [
    "]]> <script>alert(1)</script> & \"quotes\" 'n' <!-- --> {{< harm >}} {{ harm }}",
    "bell\u{7}\u{0}\u{8}\u{b}\u{1b}[31m\u{85}\u{9f}\u{fffe}\u{feff}\u{ffff}end",
    "\u{202e}desrever\u{202c} \u{2066}held\u{2069} \u{200f}\u{200e}\u{2028}\u{2029}",
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 👩\u{200d}🚀 🦀",
    "..",
    "../../etc/passwd",
    "CON",
    "¿?!…—",
    "\" onmouseover=\"alert(1)\" x=\"",
    "</title></h1></a><img src=x onerror=alert(1)>",
    "Quay News",
    "QUAY news",
];

/// Who comments, and what.
const REMARKS: [(&str, &str); 4] = [
    (
        "<b onclick=alert(1)>Bo</b> ]]> \u{0}",
        "First ]]> <script>alert(1)</script>\u{8}",
    ),
    (
        "\u{202e}oB\u{202c} <img src=x onerror=alert(1)>",
        "![x](javascript:alert(1)) <iframe src=//evil.example>",
    ),
    (
        "'\"; DROP TABLE comments; --",
        "&lt;b&gt; &amp;amp; \u{1b}[2J",
    ),
    ("👩\u{200d}🚀", "]]><![CDATA["),
];

/// The desk takes it, or says why not.
fn edit(office: &Office, id: &str, mut fields: Value) -> bool {
    fields["article"] = json!(id);
    match office.ask(WRITER, "article_edit", fields.clone()) {
        Ok(_) => true,
        Err(error) => {
            let known = [
                "bad-section",
                "bad-tag",
                "too-long",
                "no-title",
                "bad-byline",
            ];
            assert!(known.contains(&&*error.code), "{fields}: {error:?}");
            false
        }
    }
}

/// A library that holds all of it, approved; how many articles.
fn library() -> (Office, usize) {
    let office = Office::staffed();
    let settings = json!({"name": "The <Harbour> & \"Quay\" ]]>", "base_url": "https://gazette.example/",
        "comment_address": "https://gazette.example/comment"});
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    let long = ["long ".repeat(60), "語".repeat(300)];
    let odd: Vec<&str> = ODD
        .iter()
        .copied()
        .chain(long.iter().map(String::as_str))
        .collect();
    let mut remarks = vec![];
    for (nth, name) in odd.iter().enumerate() {
        let id = office.draft(&format!("Story {nth}"));
        let body = format!(
            "{name}\n\n> {name}\n\n- {name}\n\n`{name}` [^1]\n\n[^1]: {name}\n\n    {name}\n"
        );
        assert!(edit(&office, &id, json!({"body": body})), "{name}");
        let mut taken = 0;
        for field in ["title", "kicker", "standfirst", "section"] {
            taken += usize::from(edit(&office, &id, json!({field: name})));
        }
        taken += usize::from(edit(&office, &id, json!({"tags": [name, "Quay"]})));
        taken += usize::from(edit(&office, &id, json!({"bylines": [name]})));
        assert!(taken >= 3, "{name:?}: {taken}");
        office.does(WRITER, "article_submit", json!({"article": id}));
        office.does(REVIEWER, "review_approve", json!({"article": id}));
        for (count, (author, body)) in REMARKS.iter().enumerate() {
            let parent = (count > 0).then(|| format!("{nth}-{}", count - 1));
            let line = json!({"id": format!("{nth}-{count}"), "article": id, "parent": parent, "author": author,
                "created": "2026-10-01T10:00:00Z", "body": body, "state": "pending"});
            remarks.push(line.to_string());
        }
    }
    let file = office.room.file("comments.jsonl", remarks.join("\n"));
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    let list = office.does(MODERATOR, "comment_list", json!({"limit": 200}));
    let list = list["items"].as_array().unwrap().iter();
    let all: Vec<&str> = list.map(|one| one["id"].as_str().unwrap()).collect();
    assert!(all.len() > 40, "{}", all.len());
    let publish = json!({"comments": all, "state": "published"});
    office.does(MODERATOR, "comment_decide", publish);
    (office, odd.len())
}

/// Unpacks a book.
fn unpack(book: &Path, to: &Path) {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    zip.extract(to).unwrap();
}

/// What is XML by its name, below `dir`.
fn xml(dir: &Path) -> Vec<PathBuf> {
    let kinds = ["xml", "xhtml", "opf", "ncx", "svg"];
    let all = below(dir).into_iter();
    all.filter(|name| kinds.iter().any(|kind| name.ends_with(&format!(".{kind}"))))
        .map(|name| dir.join(name))
        .collect()
}

#[test]
fn a_judge_of_xml_finds_what_no_xml_can_hold() {
    let dir = tempfile::tempdir().unwrap();
    for (nth, bad) in [
        "<a>\u{8}</a>",
        "<a>]]></a>",
        "<a>&nbsp;</a>",
        "<a b=\"<\"/>",
    ]
    .iter()
    .enumerate()
    {
        let file = dir.path().join(format!("{nth}.xml"));
        fs::write(&file, bad).unwrap();
        assert_ne!(judges::broken_xml(&[file]), "", "{bad:?}");
    }
}

#[test]
fn odd_names_and_texts_stay_words_in_every_part() {
    let (office, count) = library();
    let (bundle, zip) = (office.path("bundle"), office.path("bundle.zip"));
    for out in [&bundle, &zip] {
        let done = office.does(PUBLISHER, "export_bundle", json!({"out": out}));
        assert_eq!(done["held"], json!([]));
        let found = office.does("", "verify_bundle", json!({"path": out}));
        assert_eq!(
            (&found["faults"], &found["notices"]),
            (&json!([]), &json!([]))
        );
        assert_eq!(
            (&found["reprinted"], &found["articles"]),
            (&json!(true), &json!(count))
        );
    }
    let book = below(&bundle.join("epub"));
    let book = bundle.join("epub").join(&book[0]);
    let unpacked = office.path("book");
    unpack(&book, &unpacked);
    let parts = ["site", "wxr", "epub"].map(|part| xml(&bundle.join(part)));
    let all = [parts.concat(), xml(&unpacked)].concat();
    assert!(all.len() > count + 5, "{all:?}");
    assert_eq!(judges::broken_xml(&all), "");
    nothing_acts(&[&bundle.join("site"), &unpacked]);
    assert_eq!(
        judges::html_faults(&bundle.join("site")),
        Vec::<String>::new()
    );
    assert_eq!(judges::book_faults(&book), "");
    assert_eq!(
        judges::hugo_faults(&bundle.join("markdown"), &office.path("hugo")),
        ""
    );
    nothing_acts(&[&office.path("hugo")]);
    let feeds = [bundle.join("site/feed.xml"), bundle.join("site/rss.xml")];
    let read = judges::feeds(&feeds);
    for feed in &feeds {
        assert_eq!(
            read[feed.to_str().unwrap()]["wrong"],
            "",
            "{}",
            feed.display()
        );
    }
    let feed = bundle.join("site/feed.json");
    assert_eq!(
        judges::json_faults("node_modules/jsonfeed-schema/schema-v1.1.json", &[feed]),
        ""
    );
    let lines = fs::read_to_string(bundle.join("jsonl/comments.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), count * REMARKS.len());
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(
            line["author"].is_string() && line["html"].is_string(),
            "{line}"
        );
    }
    if let Some(schema) = judges::ninjs_schema() {
        let items: Vec<PathBuf> = below(&bundle.join("ninjs"))
            .iter()
            .map(|name| bundle.join("ninjs").join(name))
            .collect();
        assert_eq!(items.len(), count);
        assert_eq!(judges::faults_by(&schema, &items), "");
    }
}

/// No page below these folders holds a script, an attribute that acts, or an element that nobody but a reader wrote.
fn nothing_acts(dirs: &[&Path]) {
    let mut looked = 0;
    for dir in dirs {
        let pages = below(dir).into_iter();
        for name in pages.filter(|name| name.ends_with("html")) {
            let page = fs::read_to_string(dir.join(&name)).unwrap();
            let tags = page
                .split('<')
                .skip(1)
                .map(|rest| rest.split('>').next().unwrap());
            for tag in tags {
                let tag = tag.to_lowercase();
                let acts = tag.starts_with("script") && !tag.contains("application/ld+json")
                    || tag.starts_with("iframe")
                    || tag.starts_with("img src=x")
                    || [" onclick=", " onerror=", " onmouseover="]
                        .iter()
                        .any(|one| {
                            tag.split('"')
                                .step_by(2)
                                .any(|outside| outside.contains(one))
                        })
                    || tag.contains("javascript:");
                assert!(!acts, "<{tag}> in {name}");
            }
            looked += 1;
        }
    }
    assert!(looked > 5);
}
