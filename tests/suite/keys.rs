//! What a sealed signature is worth against whoever has the library: who makes a key anew and what is told of it, what a
//! changed passphrase ends, what undo passes by, what stays in files; and whose a name is.

use crate::{
    office::{ADMIN, CHIEF, Office, REVIEWER, WRITER},
    signatures::{PASSPHRASE, key, seal},
};
use serde_json::json;

#[test]
fn sealing_does_not_keep_what_came_before_it_from_being_taken_back() {
    let office = Office::staffed();
    let article = office.approved("Night buses to the harbour");
    seal(&office, REVIEWER);
    let change = json!({"passphrase": PASSPHRASE, "new": "the last ferry is full"});
    office.does(REVIEWER, "key_change", change);
    let done = office.does(REVIEWER, "undo", json!({}));
    let words = done["words"].as_str().unwrap();
    assert!(words.ends_with("; your key stays as it is"), "{words}");
    let shown = office.does("", "article_read", json!({"article": article}));
    assert_eq!(shown["status"], "in-review");
    assert_eq!(key(&office, REVIEWER)["sealed"], true);
    // A key for another is an act on another, and nothing is taken back over it.
    office.does(CHIEF, "key_renew", json!({"person": REVIEWER}));
    assert_eq!(office.code(CHIEF, "undo", json!({})), "not-undoable");
}

#[test]
fn a_name_is_nobodys_else_however_it_is_written() {
    let office = Office::staffed();
    let add = |name: &str| {
        office.code(
            CHIEF,
            "person_add",
            json!({"name": name, "roles": ["writer"]}),
        )
    };
    for taken in [
        "Rhea\u{200b} Reviewer",
        "Rhe\u{301}a  re\u{ad}viewer",
        "Ｒｈｅａ Reviewer",
        "RHEA\u{a0}REVIEWER\u{202e}",
    ] {
        assert_eq!(add(taken), "name-taken", "{taken:?}");
    }
    let id = office.person(WRITER).to_string();
    for none in [
        &id,
        &id.to_uppercase(),
        &id.replace('-', ""),
        &id[..13],
        "\u{200b}\u{202e}",
        "",
    ] {
        assert_eq!(add(none), "no-name", "{none:?}");
    }
    let added = json!({"name": "Rita\u{200b}\u{202e} Ro\u{7}e", "roles": ["writer"]});
    let added = office.does(CHIEF, "person_add", added);
    assert_eq!(added["name"], "Rita Roe");
    // A script that joins its letters needs what joins them not.
    assert_eq!(add("می\u{200c}نا"), "ok");
    let set = json!({"person": "Rita Roe", "name": "wim writer\u{200b}"});
    assert_eq!(office.code(CHIEF, "person_set", set), "name-taken");
    let same = json!({"person": "Rita Roe", "name": "Rita Röe"});
    assert_eq!(office.code(CHIEF, "person_set", same), "ok");
    // Nor does undo bring back a name that somebody else has by now.
    assert_eq!(add("Rita Roe-Ray"), "ok");
    let ana = json!({"person": "Rita Röe", "name": "Ana Roe"});
    office.does(ADMIN, "person_set", ana);
    assert_eq!(add("Rita Roe"), "ok");
    assert_eq!(office.code(ADMIN, "undo", json!({})), "built-on");
}
