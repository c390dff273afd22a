//! Comments that answer what is not here yet, or themselves.

use super::{above, all, counts, import, line, newsroom, saying, sound};
use serde_json::json;

fn answer(id: &str, parent: &str) -> serde_json::Value {
    line(
        id,
        &format!("Words of {id}"),
        json!({"parent": parent, "state": "published"}),
    )
}

#[test]
fn orphans_are_adopted_when_what_they_answer_arrives() {
    let (office, ..) = newsroom();
    import(
        &office,
        &[answer("child", "parent"), answer("grandchild", "child")],
    );
    assert!(above(&saying(&office, "Words of child")).is_empty());
    assert_eq!(above(&saying(&office, "Words of grandchild")).len(), 1);
    let report = import(&office, &[line("parent", "Words of parent", json!({}))]);
    assert_eq!(counts(&report), [1, 0, 0]);
    assert_eq!(above(&saying(&office, "Words of grandchild")).len(), 2);
    sound(&office);
    office.does(crate::office::MODERATOR, "undo", json!({}));
    assert_eq!(above(&saying(&office, "Words of grandchild")).len(), 1);
    sound(&office);
}

#[test]
fn an_answer_stays_under_its_own_article() {
    let (office, ..) = newsroom();
    let elsewhere = json!({"article": "bread", "parent": "a"});
    import(
        &office,
        &[answer("a", ""), line("b", "Words of b", elsewhere)],
    );
    assert!(above(&saying(&office, "Words of b")).is_empty());
    sound(&office);
}

#[test]
fn rings_within_a_file_and_across_files_answer_nothing() {
    let (office, ..) = newsroom();
    import(&office, &[answer("self", "self")]);
    import(
        &office,
        &[
            answer("one", "two"),
            answer("two", "three"),
            answer("three", "one"),
        ],
    );
    // Across two files: each of the second closes the ring of the other.
    import(&office, &[answer("o1", "r1"), answer("o2", "r2")]);
    import(&office, &[answer("r1", "o2"), answer("r2", "o1")]);
    // And one by one.
    import(&office, &[answer("x", "y")]);
    import(&office, &[answer("y", "z")]);
    import(&office, &[answer("z", "x")]);
    let rows = all(&office, json!({}));
    assert_eq!(rows.len(), 11);
    for row in rows {
        let view = super::shown(&office, &row["id"]);
        let above = above(&view);
        assert!(
            above.len() < 4,
            "{} stands in a ring: {above:?}",
            row["body"]
        );
        assert!(!above.contains(&row["id"].as_str().unwrap().to_owned()));
    }
    sound(&office);
}
