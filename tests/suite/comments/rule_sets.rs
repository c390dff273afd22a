//! Rules tried, set, and taken back.

use super::{all, import, line, newsroom, shown, sound};
use crate::office::{MODERATOR, Office, WRITER};
use serde_json::{Value, json};

/// Comments of which every third has a word, and of which three were decided.
fn furnished() -> Office {
    let (office, ..) = newsroom();
    let lines: Vec<Value> = (0..120)
        .map(|nth| {
            let word = if nth % 3 == 0 { "blorp" } else { "harmless" };
            line(
                &format!("c{nth}"),
                &format!("Remark number {nth} is {word}, says reader {nth}"),
                json!({"state": "pending", "author": format!("Reader {nth}"),
                    "created": format!("2026-09-01T{:02}:{:02}:00Z", nth / 60, nth % 60)}),
            )
        })
        .collect();
    import(&office, &lines);
    let rows = all(&office, json!({}));
    for (nth, state) in [(0, "rejected"), (1, "published"), (3, "published")] {
        office.does(
            MODERATOR,
            "comment_decide",
            json!({"comments": [rows[nth]["id"]], "state": state}),
        );
    }
    office
}

fn quiet(more: Value) -> Value {
    let mut rules = json!({"repeats": {"hold-from": 0, "spam-from": 0}, "floods": {"hold-from": 0},
        "learned": {"hold-from": 0}, "personal": null, "links": {"hold-from": 0, "spam-from": 0}});
    for (name, value) in more.as_object().unwrap() {
        rules[name] = value.clone();
    }
    rules
}

fn blorp() -> Value {
    quiet(json!({"lists": [{"name": "Ours", "kind": "banned", "words": ["blorp"]}]}))
}

#[test]
fn a_trial_changes_nothing_and_says_how_many() {
    let office = furnished();
    office.does(MODERATOR, "rules_set", json!({"rules": quiet(json!({}))}));
    let (entries, before) = (sound(&office), all(&office, json!({})));
    let told = office.does(MODERATOR, "rules_try", json!({"rules": blorp()}));
    assert_eq!(
        (&told["looked"], &told["changed"]),
        (&json!(120), &json!(40)),
        "{told:#}"
    );
    let moved = told["moves"].as_array().unwrap();
    assert!(
        moved.contains(&json!({"now": "pending", "then": "rejected", "n": 40})),
        "{moved:#?}"
    );
    assert!(
        moved.contains(&json!({"now": "pending", "then": "pending", "n": 80})),
        "{moved:#?}"
    );
    assert_eq!(
        told["codes"],
        json!([{"code": "banned-word", "now": 0, "then": 40}])
    );
    assert_eq!(told["decided"], 3);
    assert_eq!(
        (&told["agrees_now"], &told["agrees_then"]),
        (&json!(0), &json!(1)),
        "{told:#}"
    );
    assert_eq!(
        (&told["left_now"], &told["left_then"]),
        (&json!(3), &json!(1)),
        "{told:#}"
    );
    assert_eq!(told["examples"].as_array().unwrap().len(), 40);
    let few = office.does(
        MODERATOR,
        "rules_try",
        json!({"rules": blorp(), "limit": 7}),
    );
    assert_eq!(few["looked"], 7);
    assert_eq!(all(&office, json!({})), before);
    assert_eq!(sound(&office), entries);
    let file = office.room.file("rules.json", blorp().to_string());
    let told = office
        .room
        .json(MODERATOR, &["rules", "test", "--file", &file]);
    assert_eq!(told["changed"], 40);
    assert_eq!(sound(&office), entries);
}

#[test]
fn rules_judge_what_waits_and_undo_brings_both_back() {
    let office = furnished();
    let states = |office: &Office| -> Vec<Value> {
        all(office, json!({}))
            .iter()
            .map(|row| row["state"].clone())
            .collect()
    };
    let (before, rules) = (
        states(&office),
        office.does(MODERATOR, "rules_show", json!({})),
    );
    let act = office.does(
        MODERATOR,
        "rules_set",
        json!({"rules": blorp(), "waiting": true}),
    );
    assert_eq!(
        act["words"],
        "Changed the rules; they judged 117 that waited"
    );
    let rejected = all(&office, json!({"state": "rejected"}));
    assert_eq!(
        rejected.len(),
        39,
        "38 by the rule, one by a person: the other was published by one"
    );
    assert_eq!(all(&office, json!({"found": "banned-word"})).len(), 38);
    sound(&office);
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(states(&office), before);
    assert_eq!(
        office.does(MODERATOR, "rules_show", json!({}))["rules"],
        rules["rules"]
    );
    assert_eq!(all(&office, json!({"found": "banned-word"})).len(), 0);
    sound(&office);
    // Where someone decided since, nothing of it is taken back.
    office.does(
        MODERATOR,
        "rules_set",
        json!({"rules": blorp(), "waiting": true}),
    );
    let one = all(&office, json!({"found": "banned-word"}))[0]["id"].clone();
    office.does(
        crate::office::OTHER_MODERATOR,
        "comment_decide",
        json!({"comments": [one], "state": "published"}),
    );
    assert_eq!(office.code(MODERATOR, "undo", json!({})), "built-on");
    assert_eq!(shown(&office, &one)["state"], "published");
    sound(&office);
}

#[test]
fn rules_that_are_none_are_refused_with_what_is_wrong() {
    let office = furnished();
    for (rules, word) in [
        (
            json!({"banned": "pending"}),
            "published, held, rejected or spam",
        ),
        (json!({"shouting": {"share": 101}}), "shouting.share"),
        (json!({"record": {"hold-share": 400}}), "record.hold-share"),
        (json!({"repeats": {"days": 40_000}}), "repeats.days"),
        (json!({"floods": {"minutes": 99_999}}), "floods.minutes"),
        (
            json!({"lists": [{"name": " ", "kind": "banned", "words": []}]}),
            "name",
        ),
        (
            json!({"lists": [{"name": "A", "kind": "banned", "words": []}, {"name": "a", "kind": "banned", "words": []}]}),
            "name",
        ),
        (
            json!({"lists": [{"name": "A", "kind": "banned", "language": "q!", "words": []}]}),
            "language",
        ),
        (
            json!({"lists": [{"name": "A", "kind": "banned", "words": vec!["x".repeat(150); 15_000]}]}),
            "2 MB",
        ),
    ] {
        let file = office.room.file("bad.json", rules.to_string());
        for command in ["test", "set"] {
            let run = office
                .room
                .ask(MODERATOR, &["rules", command, "--file", &file]);
            assert_eq!(run.refusal(), (2, "bad-rules".into()), "{rules:.80}");
            assert!(run.err.contains(word), "{word}: {}", run.err);
        }
    }
    for (text, word) in [
        ("{", "EOF"),
        ("{\"unknown\": 1}", "unknown"),
        ("{\"links\": {\"hold-from\": -1}}", "-1"),
        ("[]", "no rules"),
        ("{\"links\": []}", "no rules"),
    ] {
        let file = office.room.file("bad.json", text);
        let run = office
            .room
            .ask(MODERATOR, &["rules", "set", "--file", &file]);
        assert_eq!(run.refusal(), (3, "bad-rules".into()), "{text}");
        assert!(run.err.contains(word), "{word}: {}", run.err);
    }
    assert_eq!(
        office.code(WRITER, "rules_set", json!({"rules": blorp()})),
        "wrong-role"
    );
    assert_eq!(
        office.code(WRITER, "rules_try", json!({"rules": blorp()})),
        "wrong-role"
    );
    assert_eq!(
        office.does(MODERATOR, "rules_show", json!({}))["set"],
        false
    );
}
