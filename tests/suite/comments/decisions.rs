//! Decided, claimed, edited, answered, and taken back.

use super::{all, import, line, newsroom, saying, shown, sound};
use crate::office::{MODERATOR, OTHER_MODERATOR, PUBLISHER, WRITER};
use serde_json::{Value, json};

#[test]
fn what_someone_has_in_front_of_them_is_left_to_them() {
    let (office, ..) = newsroom();
    let lines: Vec<Value> = (0..30)
        .map(|nth| {
            line(
                &format!("c{nth}"),
                &format!("Remark {nth}"),
                json!({"state": "pending"}),
            )
        })
        .collect();
    import(&office, &lines);
    let rows = all(&office, json!({}));
    let (one, two) = (rows[0]["id"].clone(), rows[1]["id"].clone());
    let claim = |who: &str, id: &Value| office.does(who, "comment_claim", json!({"comment": id}));
    assert_eq!(claim(MODERATOR, &one), Value::Null);
    assert_eq!(claim(OTHER_MODERATOR, &one), MODERATOR);
    let decide = json!({"comments": [one], "state": "published"});
    assert_eq!(
        office.code(OTHER_MODERATOR, "comment_decide", decide.clone()),
        "claimed"
    );
    let listed = office.does(OTHER_MODERATOR, "comment_list", json!({"limit": 1}));
    assert_eq!(listed["items"][0]["claimed_by"], MODERATOR);
    let every = json!({"all": {"state": "pending"}, "except": [two], "state": "spam"});
    let act = office.does(OTHER_MODERATOR, "comment_decide", every);
    assert_eq!(
        act["words"],
        format!("Marked as spam 28 comments; 1 is in front of {MODERATOR}")
    );
    assert_eq!(shown(&office, &one)["state"], "pending");
    assert_eq!(shown(&office, &two)["state"], "pending");
    // Going on lets go of it; so does a minute.
    assert_eq!(claim(MODERATOR, &two), Value::Null);
    assert_eq!(claim(OTHER_MODERATOR, &one), Value::Null);
    for _ in 0..60 {
        office.does(MODERATOR, "comment_count", json!({}));
    }
    office.does(MODERATOR, "comment_decide", decide);
    assert_eq!(shown(&office, &one)["state"], "published");
    for who in [WRITER, PUBLISHER] {
        assert_eq!(
            office.code(who, "comment_claim", json!({"comment": one})),
            "wrong-role"
        );
    }
    sound(&office);
}

#[test]
fn another_reason_is_said_in_words_and_the_commenter_would_read_them() {
    let (office, ..) = newsroom();
    import(&office, &[line("a", "Words", json!({"state": "pending"}))]);
    let a = saying(&office, "Words")["id"].clone();
    let decide = |reason: Value, text: Value| json!({"comments": [a], "state": "rejected", "reason": reason, "text": text});
    for (ask, code) in [
        (decide(json!("other"), Value::Null), "no-text"),
        (decide(json!("other"), json!(" \u{7} ")), "no-text"),
        (decide(Value::Null, json!("Words")), "no-reason"),
        (decide(json!("dislike"), Value::Null), "unknown-reason"),
        (decide(json!("other"), json!("x".repeat(501))), "too-long"),
        (
            json!({"comments": [a], "state": "pending"}),
            "not-a-decision",
        ),
        (json!({"comments": [], "state": "held"}), "nothing-chosen"),
        (
            json!({"comments": ["zz"], "state": "held"}),
            "no-such-comment",
        ),
    ] {
        assert_eq!(
            office.code(MODERATOR, "comment_decide", ask.clone()),
            code,
            "{ask}"
        );
    }
    let ask = decide(json!("other"), json!("It repeats a rumour"));
    assert_eq!(
        office.code(WRITER, "comment_decide", ask.clone()),
        "wrong-role"
    );
    office.does(MODERATOR, "comment_decide", ask);
    let seen = shown(&office, &a);
    assert_eq!(
        seen["reasons"],
        json!([{"code": "other", "detail": "It repeats a rumour"}])
    );
    assert!(
        seen["statement"]
            .as_str()
            .unwrap()
            .contains("It repeats a rumour."),
        "{seen:#}"
    );
    let said = office
        .room
        .run(&["--as", MODERATOR, "comment", "explain", a.as_str().unwrap()])
        .out;
    assert!(
        said.contains("It repeats a rumour") && said.contains(MODERATOR),
        "{said}"
    );
    office.does(MODERATOR, "comment_undo", json!({}));
    let seen = shown(&office, &a);
    assert_eq!(
        (&seen["state"], &seen["reasons"]),
        (&json!("pending"), &json!([]))
    );
    sound(&office);
}

#[test]
fn an_edit_keeps_what_was_sent_and_is_taken_back() {
    let (office, ..) = newsroom();
    import(
        &office,
        &[line("a", "As it was sent", json!({"state": "published"}))],
    );
    let a = saying(&office, "As it was sent")["id"].clone();
    let edit = |text: &str| {
        office.does(
            MODERATOR,
            "comment_edit",
            json!({"comment": a, "text": text}),
        )
    };
    edit("Once edited");
    edit("Twice edited");
    let seen = shown(&office, &a);
    assert_eq!(
        (&seen["body"], &seen["original"]),
        (&json!("Twice edited"), &json!("As it was sent"))
    );
    office.does(MODERATOR, "comment_undo", json!({}));
    assert_eq!(shown(&office, &a)["body"], "Once edited");
    edit("");
    let seen = shown(&office, &a);
    assert_eq!(
        (&seen["body"], &seen["original"]),
        (&json!("As it was sent"), &Value::Null)
    );
    let empty = json!({"comment": a, "text": ""});
    assert_eq!(office.code(MODERATOR, "comment_edit", empty), "no-text");
    let long = json!({"comment": a, "text": "x".repeat(100_001)});
    assert_eq!(office.code(MODERATOR, "comment_edit", long), "too-long");
    assert_eq!(
        office.code(
            WRITER,
            "comment_edit",
            json!({"comment": a, "text": "Mine"})
        ),
        "wrong-role"
    );
    // What another decided on since is not in the way of an edit's undo.
    edit("Edited again");
    office.does(
        OTHER_MODERATOR,
        "comment_decide",
        json!({"comments": [a], "state": "held"}),
    );
    office.does(MODERATOR, "comment_undo", json!({}));
    let seen = shown(&office, &a);
    assert_eq!(
        (&seen["body"], &seen["state"]),
        (&json!("As it was sent"), &json!("held"))
    );
    sound(&office);
}

#[test]
fn the_newsrooms_answer_is_on_the_page() {
    let office = crate::office::Office::staffed();
    let trams = office.approved("Night trams");
    import(
        &office,
        &[
            line(
                "a",
                "Do they stop at the mill?",
                json!({"state": "published"}),
            ),
            line("b", "Kept off the page", json!({"state": "held"})),
        ],
    );
    let a = saying(&office, "Do they stop at the mill?")["id"].clone();
    let reply = json!({"comment": a, "text": "They *do*."});
    assert_eq!(
        office.code(WRITER, "comment_reply", reply.clone()),
        "wrong-role"
    );
    for nothing in ["", " \n", "\u{200b}\u{2060}"] {
        let reply = json!({"comment": a, "text": nothing});
        assert_eq!(office.code(MODERATOR, "comment_reply", reply), "no-text");
        let edit = json!({"comment": a, "text": nothing});
        assert_eq!(office.code(MODERATOR, "comment_edit", edit), "no-text");
    }
    let id = office.does(MODERATOR, "comment_reply", reply);
    let seen = shown(&office, &id);
    assert_eq!(
        (&seen["newsroom"], &seen["author"]),
        (&json!(true), &json!("The Harbour Gazette"))
    );
    assert_eq!(super::above(&seen), [a.as_str().unwrap()]);
    let out = office.release("bundle");
    let page = pages(&out);
    assert!(page.contains("They <em>do</em>.") && page.contains("The Harbour Gazette"));
    assert!(page.contains("Do they stop at the mill?") && !page.contains("Kept off the page"));
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(
        office.does(MODERATOR, "comment_count", json!({"article": trams}))["states"]["published"],
        1
    );
    sound(&office);
}

/// Every page of a bundle, one after the other.
pub(super) fn pages(out: &std::path::Path) -> String {
    let mut all = String::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                all.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    all
}
