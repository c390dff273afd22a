//! What a second, harder look found: each of these once went wrong.

use super::{all, counts, import, line, newsroom, saying, shown, sound};
use crate::office::{MODERATOR, OTHER_MODERATOR};
use serde_json::json;

#[test]
fn an_import_of_someone_who_was_forgotten_is_not_taken_back() {
    let (office, ..) = newsroom();
    let archive = [line(
        "a",
        "Hello",
        json!({"author": "Wanda Far", "email": "wanda@far.example"}),
    )];
    import(&office, &archive);
    let id = saying(&office, "Hello")["id"].clone();
    office.does(
        OTHER_MODERATOR,
        "commenter_forget",
        json!({"commenter": id}),
    );
    assert_eq!(office.code(MODERATOR, "undo", json!({})), "built-on");
    assert_eq!(counts(&import(&office, &archive)), [0, 0, 1]);
    assert_eq!(shown(&office, &id)["author"], "Anonymous");
    sound(&office);
}

#[test]
fn whoever_gave_the_same_e_mail_is_forgotten_too() {
    let (office, ..) = newsroom();
    let mail = json!({"email": "zeb@far.example"});
    let named = |id: &str, name: &str, body: &str| {
        let mut of = mail.clone();
        of["author"] = name.into();
        line(id, body, of)
    };
    import(
        &office,
        &[
            named("a", "Zebulon Quark", "One"),
            named("b", "Zeb Other", "Two"),
        ],
    );
    let told = office.does(
        MODERATOR,
        "commenter_forget",
        json!({"commenter": saying(&office, "One")["id"]}),
    );
    assert_eq!(told["comments"], 2);
    assert_eq!(saying(&office, "Two")["author"], "Anonymous");
    let listed = office.does(MODERATOR, "commenter_list", json!({}));
    assert_eq!(listed["items"], json!([]));
    sound(&office);
}

#[test]
fn another_table_with_the_same_numbers_writes_over_nothing() {
    let (office, ..) = newsroom();
    let table = |name: &str, author: &str, date: &str, body: &str| {
        let text = format!("id,article,author,date,body\n1,night-trams,{author},{date},{body}\n");
        let file = office.room.file(name, text);
        office.does(MODERATOR, "comment_import", json!({"path": file}))
    };
    table("one.csv", "Alice", "2026-09-01T10:00:00Z", "First archive");
    let report = table("two.csv", "Carol", "2026-09-02T10:00:00Z", "Second archive");
    assert_eq!(counts(&report), [0, 0, 0]);
    assert_eq!(report["skipped"].as_array().unwrap().len(), 1);
    assert_eq!(saying(&office, "First archive")["author"], "Alice");
}

#[test]
fn what_a_person_refused_does_not_come_back_through_the_bin_of_its_source() {
    let (office, ..) = newsroom();
    let with = |more| [line("a", "Words", more)];
    import(&office, &with(json!({"state": "published"})));
    let id = saying(&office, "Words")["id"].clone();
    let refuse = json!({"comments": [id], "state": "rejected", "reason": "hate"});
    office.does(MODERATOR, "comment_decide", refuse);
    import(&office, &with(json!({"deleted": true})));
    import(&office, &with(json!({"state": "published"})));
    assert_eq!(shown(&office, &id)["state"], "pending");
}

#[test]
fn a_place_that_becomes_a_pre_moderated_article_publishes_nothing() {
    let (office, trams, _) = newsroom();
    let mut rules = office.does(MODERATOR, "rules_show", json!({}))["rules"].clone();
    rules["unremarkable"] = "published".into();
    office.does(MODERATOR, "rules_set", json!({"rules": rules}));
    let mode = json!({"article": trams, "mode": "premoderated"});
    office.does(MODERATOR, "commenting_set", mode);
    import(
        &office,
        &[line("a", "A fine line", json!({"article": "elsewhere"}))],
    );
    assert_eq!(saying(&office, "A fine line")["state"], "published");
    let place = json!({"place": "elsewhere", "article": trams});
    office.does(MODERATOR, "place_assign", place);
    assert_eq!(saying(&office, "A fine line")["state"], "pending");
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(saying(&office, "A fine line")["article"], json!(null));
    sound(&office);
}

#[test]
fn a_decision_is_over_what_was_seen() {
    let (office, ..) = newsroom();
    import(&office, &[line("a", "Words", json!({"state": "pending"}))]);
    let seen = saying(&office, "Words");
    let id = seen["id"].clone();
    office.does(MODERATOR, "comment_claim", json!({"comment": id}));
    let edit = json!({"comment": id, "text": "Other words"});
    assert_eq!(
        office.code(OTHER_MODERATOR, "comment_edit", edit.clone()),
        "claimed"
    );
    office.does(MODERATOR, "comment_claim", json!({}));
    office.does(OTHER_MODERATOR, "comment_edit", edit);
    let decide = json!({"comments": [id], "state": "published", "seen": seen["seen"]});
    assert_eq!(
        office.code(MODERATOR, "comment_decide", decide),
        "changed-meanwhile"
    );
    // What came in since everything was selected is not decided with it.
    let mark = office.does(MODERATOR, "comment_count", json!({}))["mark"].clone();
    import(
        &office,
        &[line("b", "A latecomer", json!({"state": "pending"}))],
    );
    let every = json!({"all": {"waiting": true}, "mark": mark, "state": "published"});
    office.does(MODERATOR, "comment_decide", every);
    assert_eq!(saying(&office, "A latecomer")["state"], "pending");
    assert_eq!(all(&office, json!({"state": "published"})).len(), 1);
}

#[test]
fn a_name_is_found_however_its_letters_are_written() {
    let (office, ..) = newsroom();
    import(
        &office,
        &[line("a", "Hello", json!({"author": "Özil Ünal"}))],
    );
    for holds in ["Özil", "özil", "ünal", "unal"] {
        let found = office.does(MODERATOR, "commenter_list", json!({"holds": holds}));
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{holds}");
    }
}
