//! What a sealed signature is worth against whoever has the library: who makes a key anew and what is told of it, what a
//! changed passphrase ends, what undo passes by, what stays in files; and whose a name is.

use crate::{
    journal::sql,
    office::{ADMIN, CHIEF, OTHER_REVIEWER, Office, REVIEWER, WRITER},
    signatures::{PASSPHRASE, key, lies_open, seal, secret, tried},
};
use serde_json::{Value, json};
use std::fs;
use store::Store;

fn renewed(office: &Office, by: &str, whom: &str) -> String {
    office.code(by, "key_renew", json!({"person": whom}))
}

/// What verification tells of an approval: the headline, whether it was sealed, and who had made the key anew, with whether
/// they had sealed theirs.
type Told = (String, bool, Option<(String, bool)>);

/// The same of each in a release.
fn told(office: &Office, out: &str) -> Vec<Told> {
    let bundle = office.release(out);
    let found = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(found["ok"], true, "{found}");
    let approvals = found["approvals"].as_array().unwrap().iter();
    let mut told: Vec<_> = approvals
        .map(|yes| {
            let by = &yes["renewed_by"];
            let by = by.as_object().map(|by| {
                let name = by["name"].as_str().unwrap().to_owned();
                (name, by["sealed"].as_bool().unwrap())
            });
            let title = yes["title"].as_str().unwrap().to_owned();
            (title, yes["sealed"].as_bool().unwrap(), by)
        })
        .collect();
    told.sort();
    told
}

#[test]
fn where_an_admin_is_sealed_only_a_sealed_one_makes_a_key_anew() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    seal(&office, CHIEF);
    assert_eq!(renewed(&office, ADMIN, REVIEWER), "not-sealed");
    assert_eq!(renewed(&office, ADMIN, CHIEF), "not-sealed");
    assert_eq!(key(&office, REVIEWER)["sealed"], true);
    office.does(CHIEF, "key_forget", json!({}));
    assert_eq!(renewed(&office, CHIEF, REVIEWER), "sealed");
    office.does(CHIEF, "key_open", json!({"passphrase": PASSPHRASE}));
    assert_eq!(renewed(&office, CHIEF, REVIEWER), "ok");
    assert_eq!(key(&office, REVIEWER)["sealed"], false);
}

#[test]
fn a_key_that_another_made_is_told_as_such_by_all_that_follow_from_it() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    office.approved("A bell for the school");
    assert_eq!(renewed(&office, ADMIN, REVIEWER), "ok");
    seal(&office, REVIEWER);
    office.approved("Night buses to the harbour");
    let change = json!({"passphrase": PASSPHRASE, "new": "the last ferry is full"});
    office.does(REVIEWER, "key_change", change);
    office.approved("A ferry for Sundays");
    let by_admin = Some((ADMIN.to_owned(), false));
    assert_eq!(
        told(&office, "first"),
        [
            ("A bell for the school".into(), true, None),
            ("A ferry for Sundays".into(), true, by_admin.clone()),
            ("Night buses to the harbour".into(), true, by_admin),
        ]
    );
    let tells = |who: &str| key(&office, who)["renewed_by"].clone();
    assert_eq!(tells(REVIEWER)["name"], ADMIN);
    assert_eq!(tells(CHIEF), Value::Null);
    let done = office.does("", "activity_list", json!({}));
    let words = done["items"].to_string();
    let sealed = format!("sealed the signature of {REVIEWER}, whose key {ADMIN} had made anew");
    assert!(words.contains(&sealed), "{words}");
    // Another by someone who showed by their passphrase that it was them.
    seal(&office, CHIEF);
    assert_eq!(renewed(&office, CHIEF, REVIEWER), "ok");
    seal(&office, REVIEWER);
    office.approved("Bridges");
    let last = told(&office, "second");
    let by_chief = Some((CHIEF.to_owned(), true));
    let bridges = last.iter().find(|one| one.0 == "Bridges").unwrap();
    assert_eq!((bridges.1, &bridges.2), (true, &by_chief));
    let manifest = fs::read_to_string(office.room.path("second/manifest.json")).unwrap();
    assert!(manifest.contains(&format!(
        r#""renewed_by":{{"name":"{CHIEF}","person":"{}","sealed":true}}"#,
        office.person(CHIEF)
    )));
}

#[test]
fn a_passphrase_that_was_changed_is_worth_nothing_for_what_is_signed_from_then_on() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    let article = office.approved("Night buses to the harbour");
    let public = || {
        let person = office.person(REVIEWER);
        let newest =
            format!("SELECT id FROM j_key WHERE person = '{person}' ORDER BY rowid DESC LIMIT 1");
        sql(&office.room, &newest)
    };
    let before = public();
    let change = json!({"passphrase": PASSPHRASE, "new": "the last ferry is full"});
    office.does(REVIEWER, "key_change", change);
    assert_ne!(public(), before);
    let kept = format!(
        "SELECT count(*) FROM l_sealed WHERE key = '{}'",
        before.trim()
    );
    assert_eq!(sql(&office.room, &kept).trim(), "0");
    office.does(REVIEWER, "key_forget", json!({}));
    assert_eq!(tried(&office, PASSPHRASE), "wrong-passphrase");
    assert_eq!(tried(&office, "the last ferry is full"), "ok");
    office.approved("A ferry for Sundays");
    let shown = office.does("", "article_read", json!({"article": article}));
    assert_eq!(shown["status"], "approved");
    let told = told(&office, "bundle");
    assert!(
        told.len() == 2 && told.iter().all(|yes| yes.1 && yes.2.is_none()),
        "{told:?}"
    );
    let done = office.does("", "activity_list", json!({}));
    let words = done["items"].to_string();
    let changed = format!("changed the passphrase of {REVIEWER}");
    assert!(words.contains(&changed), "{words}");
}

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
fn the_key_before_leaves_the_files_when_the_library_is_opened_next() {
    let office = Office::staffed();
    let before = secret(&office, REVIEWER);
    let other = Store::open(&office.room.path("library")).unwrap();
    let words = other.read(|db| {
        // A reader is one once it has read.
        store::person::settings(db)?;
        Ok(office.does(REVIEWER, "key_seal", json!({"passphrase": PASSPHRASE})))
    });
    let words = words.unwrap()["words"].to_string();
    assert!(words.contains("leaves the library’s file"), "{words}");
    assert!(lies_open(&office.room, &before));
    assert_eq!(office.room.run(&["person", "list"]).status, 0);
    assert!(!lies_open(&office.room, &before));
    assert_eq!(
        sql(&office.room, "SELECT count(*) FROM l_unswept").trim(),
        "0"
    );
}

#[test]
fn who_seals_is_told_of_the_file_that_a_repair_left() {
    let office = Office::staffed();
    let words = |who: &str| {
        let done = office.does(who, "key_seal", json!({"passphrase": PASSPHRASE}));
        done["words"].as_str().unwrap().to_owned()
    };
    assert_eq!(words(OTHER_REVIEWER), "Sealed your signature");
    let left = office.room.path("library/library.db.before-repair");
    fs::write(left, "as it was").unwrap();
    let said = words(REVIEWER);
    assert!(
        said.contains("library.db.before-repair") && said.contains("delete"),
        "{said}"
    );
}

#[test]
fn a_passphrase_is_as_long_as_its_letters_are() {
    let office = Office::staffed();
    let sealed =
        |passphrase: &str| office.code(REVIEWER, "key_seal", json!({"passphrase": passphrase}));
    let long = "f".repeat(1001);
    for short in [
        "        ",
        "  ferry  ",
        "f      y",
        "a\u{301}e\u{301}i\u{301}o\u{301}",
        "f\u{332}e\u{332}r\u{332}y\u{332}",
        "fe\u{200b}\u{200b}\u{200b}\u{200b}rry",
        "ferry\u{7}\u{7}\u{7}",
        &long,
    ] {
        assert_eq!(sealed(short), "short-passphrase", "{short:?}");
    }
    assert_eq!(sealed("fe\u{301}rry no"), "ok");
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

#[test]
fn nobody_moves_the_mark_of_what_a_sealed_person_looked_at() {
    let office = Office::staffed();
    let id = office.submitted("Night buses to the harbour");
    let read = |args: &[&str]| {
        let ask = [&["review", "read", &id], args].concat();
        office.room.ask(REVIEWER, &ask)
    };
    office.does(REVIEWER, "review_looked", json!({"article": id}));
    let looked = office.does("", "article_show", json!({"article": id}))["revision"].take();
    seal(&office, REVIEWER);
    for body in [
        "The last boat stole the quay.\n",
        "The last boat stole, the quay.\n",
    ] {
        let edit = json!({"article": id, "body": body});
        office.does(CHIEF, "article_edit", edit);
        // Whoever sits there reads it in her name, and has no passphrase.
        let made = read(&[]).value();
        assert_eq!((&made["since"], &made["from"]), (&json!("look"), &looked));
    }
    let file = office.room.file("passphrase", PASSPHRASE);
    read(&["--passphrase-file", &file]).value();
    let edit = json!({"article": id, "body": "The last boat stole away.\n"});
    office.does(CHIEF, "article_edit", edit);
    let made = read(&["--peek"]).value();
    assert_ne!(made["from"], looked);
}
