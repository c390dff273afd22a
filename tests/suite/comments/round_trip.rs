//! Out of one library and into another: the same comments come out of that one.

use super::{all, import, line, newsroom, saying, sound};
use crate::office::{MODERATOR, Office};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const FORMATS: [&str; 3] = ["jsonl", "xml", "csv"];

/// Every kind of comment that there can be.
fn every() -> Vec<Value> {
    let with = |more: Value| {
        let mut of = json!({"email": "mara@reader.example", "address": "192.0.2.7", "site": "https://mara.example/"});
        for (name, value) in more.as_object().unwrap() {
            of[name] = value.clone();
        }
        of
    };
    let why = json!([{"code": "off-topic", "detail": ""}]);
    vec![
        line(
            "a",
            "First\n\nwith *two* paragraphs, <b>a tag</b> & \"quotes\"; and a comma",
            with(json!({"state": "published"})),
        ),
        line(
            "b",
            "An answer",
            json!({"state": "pending", "parent": "a", "author": "Ola", "created": "2026-09-01T10:00:00.123Z"}),
        ),
        line(
            "c",
            "Its answer",
            json!({"state": "rejected", "reasons": why, "parent": "b"}),
        ),
        line(
            "d",
            "=HYPERLINK(\"https://evil.example\")",
            json!({"state": "spam", "author": "=1+1", "article": "bread"}),
        ),
        line(
            "e",
            "@SUM(1)\n+2\n-3\t|x",
            json!({"state": "held", "author": "+Anna", "article": "bread"}),
        ),
        line(
            "f",
            "Left elsewhere",
            json!({"state": "published", "article": "https://old.example/1998/tram.php"}),
        ),
        line(
            "g",
            "Answer elsewhere",
            json!({"state": "published", "article": "https://old.example/1998/tram.php", "parent": "f"}),
        ),
        line(
            "h",
            "An orphan",
            json!({"state": "published", "parent": "never-came"}),
        ),
        line(
            "i",
            "Deleted",
            json!({"state": "published", "deleted": true}),
        ),
        line(
            "j",
            "Without a name",
            json!({"state": "published", "author": ""}),
        ),
        line(
            "k",
            "Year nought",
            json!({"state": "published", "created": "0000-01-01T00:00:00Z"}),
        ),
        line(
            "l",
            "Far off",
            json!({"state": "published", "created": "9999-12-30T00:00:00Z"}),
        ),
        line(
            "m",
            "'quoted, =and\u{202e}turned\u{200b}",
            json!({"state": "published", "author": "'Tick"}),
        ),
    ]
}

/// A library with every kind of comment that there can be.
fn full() -> Office {
    let (office, ..) = newsroom();
    import(&office, &every());
    let id = |body: &str| saying(&office, body)["id"].clone();
    office.does(
        MODERATOR,
        "comment_edit",
        json!({"comment": id("An answer"), "text": "An answer, edited"}),
    );
    office.does(
        MODERATOR,
        "comment_reply",
        json!({"comment": id("An answer, edited"), "text": "The newsroom’s answer"}),
    );
    office.does(
        MODERATOR,
        "comment_decide",
        json!({"comments": [id("An orphan")], "state": "rejected",
        "reason": "other", "text": "Said \"twice\", so, =no"}),
    );
    office.does(
        MODERATOR,
        "comment_decide",
        json!({"comments": [id("Left elsewhere")], "state": "spam", "reason": "spam"}),
    );
    sound(&office);
    office
}

fn export(office: &Office, name: &str, private: bool) -> String {
    let path = office.path(name);
    let _ = std::fs::remove_file(&path);
    office.does(
        MODERATOR,
        "comment_export",
        json!({"path": path, "private": private}),
    );
    std::fs::read_to_string(path).unwrap()
}

/// What a library says of each of its comments that another could say too: by its words, without the ids of articles.
fn said(office: &Office) -> BTreeMap<String, Value> {
    let mut told = BTreeMap::new();
    for row in all(office, json!({})) {
        let mut one = office.does(MODERATOR, "comment_show", json!({"comment": row["id"]}));
        let bodies: Vec<Value> = one["thread"]
            .as_array()
            .unwrap()
            .iter()
            .map(|above| above["html"].clone())
            .collect();
        one["thread"] = bodies.into();
        for gone in [
            "commenter",
            "article",
            "record",
            "history",
            "answers",
            "findings",
            "seen",
            "place",
            "passage",
            "pieces",
            "statement",
        ] {
            one.as_object_mut().unwrap().remove(gone);
        }
        told.insert(one["id"].as_str().unwrap().to_owned(), one);
    }
    told
}

fn fresh(articles: bool) -> Office {
    match articles {
        true => newsroom().0,
        false => Office::staffed(),
    }
}

#[test]
fn a_round_trip_through_each_format_changes_nothing() {
    let office = full();
    let was = said(&office);
    for format in FORMATS {
        let name = format!("out.{format}");
        let out = export(&office, &name, true);
        for articles in [true, false] {
            let other = fresh(articles);
            let file = other.room.file(&name, &out);
            let report = other.does(MODERATOR, "comment_import", json!({"path": file}));
            assert_eq!(
                report["skipped"],
                json!([]),
                "{format}, {articles}: {report:#}"
            );
            assert_eq!(
                report["added"]["comments"],
                was.len(),
                "{format}: {report:#}"
            );
            sound(&other);
            let mut now = said(&other);
            if !articles {
                // Where there is no article, its headline is that of the place.
                let titles = |of: &mut BTreeMap<String, Value>| {
                    of.values_mut().for_each(|one| {
                        one.as_object_mut().unwrap().remove("article_title");
                    })
                };
                let mut was = was.clone();
                titles(&mut was);
                titles(&mut now);
                assert_eq!(now, was, "{format}, no articles");
            } else {
                assert_eq!(now, was, "{format}, the same articles");
            }
            let again = other.does(MODERATOR, "comment_import", json!({"path": file}));
            assert_eq!(
                super::counts(&again),
                [0, 0, i64::try_from(was.len()).unwrap()],
                "{format}: {again:#}"
            );
            // Out of that one it is the same again, and so in another.
            let twice = export(&other, "again", true);
            let twice = match format {
                "jsonl" => twice,
                _ => export(&other, &format!("again.{format}"), true),
            };
            let third = fresh(articles);
            let file = third.room.file(&name, &twice);
            third.does(MODERATOR, "comment_import", json!({"path": file}));
            let mut last = said(&third);
            if !articles {
                last.values_mut().for_each(|one| {
                    one.as_object_mut().unwrap().remove("article_title");
                });
            }
            assert_eq!(last, now, "{format}: out of the second");
        }
        let mine = office.does(
            MODERATOR,
            "comment_import",
            json!({"path": office.path(&name)}),
        );
        assert_eq!(
            super::counts(&mine),
            [0, 0, i64::try_from(was.len()).unwrap()],
            "{format}, its own: {mine:#}"
        );
    }
}

#[test]
fn exports_hold_private_data_only_where_that_is_asked_for() {
    let office = full();
    for format in FORMATS {
        let private = export(&office, &format!("private.{format}"), true);
        let public = export(&office, &format!("public.{format}"), false);
        for datum in ["mara@reader.example", "192.0.2.7", "https://mara.example/"] {
            assert!(private.contains(datum), "{format}: {datum}");
            assert!(!public.contains(datum), "{format}: {datum}");
        }
    }
    let path = office.path("writer.csv");
    assert_eq!(
        office.code(
            crate::office::WRITER,
            "comment_export",
            json!({"path": path})
        ),
        "wrong-role"
    );
    assert!(!path.exists());
    office.does(MODERATOR, "comment_export", json!({"path": path}));
    assert_eq!(
        office.code(MODERATOR, "comment_export", json!({"path": path})),
        "target-in-the-way"
    );
    let odd = json!({"path": office.path("x"), "format": "pdf"});
    assert_eq!(
        office.code(MODERATOR, "comment_export", odd),
        "unknown-format"
    );
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
    let office = full();
    let table = export(&office, "table.csv", true);
    let (mut cells, mut cell, mut quoted) = (0, String::new(), false);
    for c in table.trim_start_matches('\u{feff}').chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                cells += 1;
                assert!(
                    !cell
                        .trim_start()
                        .starts_with(['=', '@', '+', '-', '|', '%']),
                    "{cell}"
                );
                cell.clear();
            }
            c => cell.push(c),
        }
    }
    assert!(cells > 250 && table.contains("HYPERLINK"), "{cells}");
}
