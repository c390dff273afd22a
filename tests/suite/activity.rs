//! The journal in words: narrowed down in each way, page by page, and as a file.

use crate::office::{MODERATOR, OTHER_WRITER, Office, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::fs;

fn busy() -> (Office, String) {
    let office = Office::staffed();
    let id = office.approved("Night buses, \"quietly\"");
    office.draft_by(OTHER_WRITER, "A ferry for Sundays");
    office.comments(&id);
    office.release("bundle.zip");
    (office, id)
}

fn list(office: &Office, sought: Value) -> Vec<Value> {
    let page = office.does(
        "",
        "activity_list",
        json!({"sought": sought, "limit": 1000}),
    );
    page["items"].as_array().unwrap().clone()
}

#[test]
fn activity_is_narrowed_down_by_article_person_kind_and_day() {
    let (office, id) = busy();
    let all = list(&office, json!({}));
    let kinds = ["texts", "review", "comments", "publishing", "library"];
    let parts: Vec<usize> = kinds
        .map(|kind| list(&office, json!({"kind": kind})).len())
        .into();
    assert_eq!(
        parts.iter().sum::<usize>(),
        all.len(),
        "each is of one kind: {parts:?}"
    );
    assert!(parts.iter().all(|n| *n > 0), "{parts:?}");
    let of = list(&office, json!({"article": id}));
    assert!(of.len() > 2 && of.iter().all(|one| one["article"] == json!(id)));
    let by = list(&office, json!({"by": OTHER_WRITER}));
    assert!(
        !by.is_empty() && by.iter().all(|one| one["who"] == OTHER_WRITER),
        "{by:?}"
    );
    let both = list(
        &office,
        json!({"by": WRITER, "article": id, "kind": "review"}),
    );
    assert_eq!(both.len(), 1, "{both:?}");
    let day = all[0]["at"].as_str().unwrap()[..10].to_owned();
    assert_eq!(
        list(
            &office,
            json!({"from": "2000-01-01", "through": "2000-12-31"})
        )
        .len(),
        0
    );
    assert_eq!(list(&office, json!({"through": "2000-12-31"})).len(), 0);
    assert!(!list(&office, json!({"from": "2000-01-01", "through": day})).is_empty());
    for (sought, code) in [
        (json!({"by": "Nobody Here"}), "no-such-person"),
        (json!({"article": "ffffffff"}), "no-such-article"),
        (json!({"from": "yesterday"}), "bad-time"),
    ] {
        assert_eq!(
            office.code("", "activity_list", json!({"sought": sought})),
            code
        );
    }
    assert_eq!(
        office.code("", "activity_list", json!({"after": "no place"})),
        "bad-cursor"
    );
}

#[test]
fn pages_of_activity_are_the_whole_and_nothing_twice() {
    let (office, _) = busy();
    let all = list(&office, json!({}));
    let (mut paged, mut after) = (vec![], Value::Null);
    loop {
        let page = office.does("", "activity_list", json!({"limit": 3, "after": after}));
        paged.extend(page["items"].as_array().unwrap().clone());
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(paged, all);
}

#[test]
fn activity_goes_into_a_file_as_a_table_or_as_json() {
    let (office, id) = busy();
    let all = list(&office, json!({"article": id}));
    let path = |name: &str| office.room.path(name);
    let write = |name: &str| {
        let ask = json!({"path": path(name), "sought": {"article": id}});
        office.code(REVIEWER, "activity_export", ask)
    };
    assert_eq!(
        [write("a.json"), write("a.csv"), write("a.txt")],
        ["ok", "ok", "unknown-format"]
    );
    assert_eq!(write("a.csv"), "target-in-the-way");
    let json: Value = serde_json::from_str(&fs::read_to_string(path("a.json")).unwrap()).unwrap();
    assert_eq!(json.as_array().unwrap(), &all);
    let table = fs::read_to_string(path("a.csv")).unwrap();
    let rows: Vec<&str> = table.trim_end().split("\r\n").collect();
    assert_eq!(
        (rows[0], rows.len()),
        ("at,who,what,article,entry", all.len() + 1)
    );
    assert!(
        table.contains("\"submitted “Night buses, \"\"quietly\"\"”\""),
        "{table}"
    );
    let empty = json!({"path": path("none.json"), "sought": {"by": MODERATOR, "kind": "texts"}});
    office.does("", "activity_export", empty);
    assert_eq!(fs::read_to_string(path("none.json")).unwrap(), "[\n]\n");
}

#[test]
fn a_decision_over_a_comment_says_on_which_article() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    let [first, _] = office.comments(&id);
    let decide = json!({"comments": [first], "state": "published"});
    office.does(MODERATOR, "comment_decide", decide);
    office.does(MODERATOR, "undo", json!({}));
    let of = list(&office, json!({"article": id, "kind": "comments"}));
    let words: Vec<&str> = of
        .iter()
        .map(|one| one["words"].as_str().unwrap())
        .collect();
    assert_eq!(
        words,
        [
            "put a comment back into the queue on “Night buses to the harbour”",
            "published a comment on “Night buses to the harbour”"
        ]
    );
    assert!(of.iter().all(|one| one["article"] == json!(id)));
}
