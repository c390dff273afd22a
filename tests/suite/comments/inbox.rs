//! The folder in which comments arrive, filled by anyone.

use super::{all, counts, drop_in, dropped, inbox, newsroom, saying, sound, take};
use crate::office::{MODERATOR, WRITER};
use serde_json::{Value, json};
use std::fs;

#[test]
fn hostile_files_are_set_aside_and_named_and_the_others_come_in() {
    let (office, ..) = newsroom();
    let dir = inbox(&office);
    let put = |name: &str, bytes: &[u8]| fs::write(dir.join(name), bytes).unwrap();
    put(
        "a-bytes.json",
        b"{\"article\":\"bread\",\"body\":\"\xff\xfe\"}",
    );
    let long = dropped("Mara", &"x".repeat(1 << 20)).to_string();
    put("b-large.json", long.as_bytes());
    put("c-text.json", b"Not JSON at all");
    put("d-list.json", b"[]");
    put("e-empty.json", b"");
    put("f-deep.json", "[".repeat(200_000).as_bytes());
    put("g-line\nbreak.json", b"{}");
    put("..h.json", b"{}");
    put("...json", b"{}");
    put(
        "i-date.json",
        b"{\"article\":\"bread\",\"body\":\"x\",\"created\":\"never\"}",
    );
    put("half.tmp", b"{\"article\":\"bread\",\"body\":\"half");
    put(
        "good.json",
        dropped("Mara", "Good words").to_string().as_bytes(),
    );
    put(
        "z-good.JSON",
        dropped("Mara", "More good words").to_string().as_bytes(),
    );
    fs::create_dir(dir.join("folder.json")).unwrap();
    fs::write(
        office.path("secret.json"),
        dropped("Eve", "A secret").to_string(),
    )
    .unwrap();
    std::os::unix::fs::symlink(office.path("secret.json"), dir.join("link.json")).unwrap();
    let report = take(&office);
    assert_eq!(counts(&report), [2, 0, 0], "{report:#}");
    let named: Vec<&str> = report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["where"].as_str().unwrap())
        .collect();
    assert_eq!(
        named,
        [
            "a-bytes.json",
            "b-large.json",
            "c-text.json",
            "d-list.json",
            "e-empty.json",
            "f-deep.json",
            "g-line\nbreak.json",
            "i-date.json"
        ],
        "{report:#}"
    );
    for name in named {
        assert!(dir.join("set-aside").join(name).is_file(), "{name}");
    }
    assert!(
        office.path("secret.json").exists(),
        "what a link leads to is left alone"
    );
    assert!(dir.join("half.tmp").exists() && dir.join("folder.json").is_dir());
    assert!(!dir.join("good.json").exists() && !dir.join("z-good.JSON").exists());
    let seen = office.does(MODERATOR, "inbox_show", json!({}));
    assert_eq!(
        (&seen["waiting"], &seen["trouble"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(seen["aside"].as_array().unwrap().len(), 8, "{seen:#}");
    assert_eq!(counts(&take(&office)), [0, 0, 0]);
    sound(&office);
}

#[test]
fn where_nothing_can_be_set_aside_the_others_come_in_all_the_same() {
    let (office, ..) = newsroom();
    let dir = inbox(&office);
    fs::write(dir.join("set-aside"), "a file in the way").unwrap();
    fs::write(dir.join("a.json"), "nonsense").unwrap();
    drop_in(&office, "b.json", dropped("Mara", "Good words"));
    let report = take(&office);
    assert_eq!(counts(&report), [1, 0, 0], "{report:#}");
    assert_eq!(report["skipped"][0]["where"], "a.json");
    assert!(dir.join("a.json").exists());
    // A link leads to where others may read it.
    let elsewhere = office.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::remove_file(dir.join("set-aside")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, dir.join("set-aside")).unwrap();
    let report = take(&office);
    assert_eq!(report["skipped"][0]["where"], "a.json", "{report:#}");
    assert!(dir.join("a.json").exists());
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}

#[test]
fn an_id_that_another_comment_has_changes_nothing() {
    let (office, ..) = newsroom();
    inbox(&office);
    let with = |author: &str, body: &str, id: &Value| {
        let mut one = dropped(author, body);
        one["id"] = id.clone();
        one
    };
    drop_in(
        &office,
        "1.json",
        with("Mara", "The first", &json!("form-1")),
    );
    take(&office);
    let first = saying(&office, "The first");
    drop_in(
        &office,
        "2.json",
        with("Eve", "Not the first", &json!("form-1")),
    );
    drop_in(
        &office,
        "3.json",
        with("Eve", "By its very id", &first["id"]),
    );
    drop_in(&office, "4.json", with("Eve", "Twice", &json!(7)));
    drop_in(&office, "5.json", with("Eve", "Other words", &json!(7)));
    let report = take(&office);
    assert_eq!(counts(&report), [2, 0, 0], "{report:#}");
    let aside: Vec<&Value> = report["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["where"])
        .collect();
    assert_eq!(aside, ["2.json", "5.json"]);
    let same = super::shown(&office, &first["id"]);
    assert_eq!(same, first);
    // Sent again as it was, it is here already; the state that a file claims is none.
    let mut again = with("Mara", "The first", &json!("form-1"));
    again["state"] = "published".into();
    drop_in(&office, "6.json", again);
    assert_eq!(counts(&take(&office)), [0, 0, 1]);
    assert_eq!(super::shown(&office, &first["id"])["state"], "pending");
    sound(&office);
}

#[test]
fn the_same_words_of_two_people_are_two_comments() {
    let (office, ..) = newsroom();
    inbox(&office);
    drop_in(&office, "1.json", dropped("Mara", "Thank you!"));
    drop_in(&office, "2.json", dropped("Ola", "Thank you!"));
    assert_eq!(counts(&take(&office)), [2, 0, 0]);
    drop_in(&office, "2.json", dropped("Ola", "Thank you!"));
    assert_eq!(
        counts(&take(&office)),
        [0, 0, 1],
        "the same file again is the same"
    );
}

#[test]
fn what_arrives_is_nobodys_act_and_no_undo_takes_it_back() {
    let (office, ..) = newsroom();
    inbox(&office);
    drop_in(&office, "1.json", dropped("Mara", "First words"));
    take(&office);
    let first = saying(&office, "First words")["id"].clone();
    let decide = json!({"comments": [first], "state": "published"});
    office.does(MODERATOR, "comment_decide", decide);
    drop_in(
        &office,
        "2.json",
        dropped("Ola", "Others, with https://a.example https://b.example"),
    );
    take(&office);
    office.does(MODERATOR, "comment_undo", json!({}));
    assert_eq!(super::shown(&office, &first)["state"], "pending");
    assert_eq!(office.code(MODERATOR, "undo", json!({})), "nothing-to-undo");
    assert_eq!(all(&office, json!({})).len(), 2);
    sound(&office);
}

#[test]
fn an_answer_from_the_form_finds_what_it_answers() {
    let (office, ..) = newsroom();
    inbox(&office);
    drop_in(&office, "1.json", dropped("Mara", "A question"));
    take(&office);
    let first = saying(&office, "A question")["id"].clone();
    let mut answer = dropped("Ola", "An answer");
    answer["parent"] = first.clone();
    drop_in(&office, "2.json", answer);
    let mut elsewhere = dropped("Ola", "Under bread");
    elsewhere["parent"] = first.clone();
    elsewhere["article"] = "bread".into();
    drop_in(&office, "3.json", elsewhere);
    take(&office);
    assert_eq!(
        super::above(&saying(&office, "An answer")),
        [first.as_str().unwrap()]
    );
    assert!(super::above(&saying(&office, "Under bread")).is_empty());
}

#[test]
fn only_moderators_open_it() {
    let (office, ..) = newsroom();
    let dir = inbox(&office);
    drop_in(&office, "1.json", dropped("Mara", "Words"));
    assert_eq!(office.code(WRITER, "inbox_take", json!({})), "wrong-role");
    assert_eq!(
        office.code(WRITER, "inbox_set", json!({"folder": dir})),
        "wrong-role"
    );
    assert!(dir.join("1.json").exists());
    let missing = json!({"folder": office.path("missing")});
    assert_eq!(office.code(MODERATOR, "inbox_set", missing), "not-a-folder");
    fs::remove_dir_all(&dir).unwrap();
    let seen = office.does(MODERATOR, "inbox_show", json!({}));
    assert!(seen["trouble"].is_string(), "{seen:#}");
    assert_eq!(office.code(MODERATOR, "inbox_take", json!({})), "not-found");
    office.does(MODERATOR, "inbox_set", json!({}));
    assert_eq!(office.code(MODERATOR, "inbox_take", json!({})), "no-inbox");
}
