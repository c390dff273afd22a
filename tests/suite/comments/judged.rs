//! What the rules make of what arrives: each code with what shows it.

use super::{all, drop_in, dropped, import, inbox, line, newsroom, saying, shown, sound, take};
use crate::office::{MODERATOR, Office, WRITER};
use serde_json::{Value, json};

/// Rules in which everything that can be found is found.
fn strict() -> Value {
    json!({
        "unremarkable": "published",
        "lists": [
            {"name": "Ours", "kind": "banned", "words": ["blorp*"]},
            {"name": "Looked at", "kind": "suspect", "language": "en", "words": ["grumble"]},
        ],
        "links": {"hold-from": 1, "spam-from": 4, "bad-domain": "rejected"},
        "repeats": {"days": 30, "hold-from": 1, "spam-from": 3},
        "floods": {"minutes": 10, "hold-from": 5},
        "shouting": {"share": 70, "letters": 20},
        "length": {"least": 4, "most": 300},
        "personal": "held",
    })
}

/// A library with these rules and an inbox.
fn strictly(more: Value) -> (Office, String) {
    let (office, trams, _) = newsroom();
    inbox(&office);
    let mut rules = strict();
    for (name, value) in more.as_object().unwrap() {
        rules[name] = value.clone();
    }
    office.does(MODERATOR, "rules_set", json!({"rules": rules}));
    (office, trams)
}

/// Drops one comment and takes it in; gives it with what was found.
fn arrives(office: &Office, comment: Value) -> Value {
    drop_in(office, "one.json", comment.clone());
    let report = take(office);
    assert_eq!(report["added"]["comments"], 1, "{report:#}");
    let rows = all(office, json!({"newest": true}));
    let id = rows.iter().find(|row| {
        row["body"].as_str().unwrap().starts_with(
            &comment["body"]
                .as_str()
                .unwrap()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(30)
                .collect::<String>(),
        )
    });
    shown(office, &id.unwrap()["id"])
}

fn codes(of: &Value) -> Vec<&str> {
    of["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect()
}

/// The words that show a finding.
fn words(of: &Value, code: &str) -> Vec<String> {
    let found = of["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == code);
    found.unwrap()["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["words"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn words_links_length_and_capitals_are_shown_where_they_stand() {
    let (office, _) = strictly(json!({"floods": {"hold-from": 0}}));
    for (body, code, state, evidence) in [
        (
            "What a bl0rping day",
            "banned-word",
            "rejected",
            vec!["bl0rping"],
        ),
        (
            "I only grumble here",
            "suspect-word",
            "held",
            vec!["grumble"],
        ),
        (
            "See https://a.example/x for it",
            "links",
            "held",
            vec!["https://a.example/x"],
        ),
        (
            "https://a.example https://b.example https://c.example http://d.example",
            "links",
            "spam",
            vec![],
        ),
        (
            "ALL OF THIS IS SAID VERY LOUDLY INDEED",
            "shouting",
            "held",
            vec![],
        ),
        ("No", "length", "held", vec![]),
        (
            "Call me on +44 20 7946 0958 tonight",
            "personal-data",
            "held",
            vec!["+44 20 7946 0958"],
        ),
        (
            "Write to jo@private.example about it",
            "personal-data",
            "held",
            vec!["jo@private.example"],
        ),
    ] {
        let seen = arrives(&office, dropped("Mara", body));
        assert!(
            codes(&seen).contains(&code),
            "{body}: {:#}",
            seen["findings"]
        );
        assert_eq!(seen["state"], state, "{body}: {:#}", seen["findings"]);
        for one in evidence {
            assert_eq!(words(&seen, code), [one], "{body}");
        }
        let id = seen["id"].as_str().unwrap();
        let told = office.room.json(MODERATOR, &["comment", "explain", id]);
        assert_eq!(told["shown"], seen["findings"]);
        assert!(
            told["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .any(|reason| reason["code"] == code),
            "{told:#}"
        );
    }
    sound(&office);
}

#[test]
fn a_long_one_is_held_and_a_plain_one_is_what_the_rules_say() {
    let (office, _) = strictly(json!({}));
    let long = arrives(&office, dropped("Mara", &"Words upon words. ".repeat(20)));
    assert_eq!(
        (codes(&long), &long["state"]),
        (vec!["length"], &json!("held"))
    );
    let plain = arrives(&office, dropped("Mara", "Nothing to see in this one"));
    assert_eq!(
        (codes(&plain), &plain["state"]),
        (vec![], &json!("published"))
    );
    sound(&office);
}

#[test]
fn an_article_may_be_closed_or_wait_for_a_person() {
    let (office, trams) = strictly(json!({}));
    let mode = |mode: &str| json!({"article": trams, "mode": mode});
    assert_eq!(
        office.code(WRITER, "commenting_set", mode("closed")),
        "wrong-role"
    );
    assert_eq!(
        office.code(MODERATOR, "commenting_set", mode("shut")),
        "unknown-mode"
    );
    office.does(MODERATOR, "commenting_set", mode("closed"));
    let seen = arrives(&office, dropped("Mara", "Too late for this"));
    assert_eq!(
        (codes(&seen), &seen["state"]),
        (vec!["closed"], &json!("rejected"))
    );
    office.does(MODERATOR, "commenting_set", mode("premoderated"));
    let seen = arrives(&office, dropped("Mara", "Somebody reads this first"));
    assert_eq!(
        (codes(&seen), &seen["state"]),
        (vec!["pre-moderated"], &json!("pending"))
    );
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(
        office.code(MODERATOR, "commenting_set", mode("closed")),
        "already-so"
    );
    office.does(MODERATOR, "commenting_set", mode("open"));
    let seen = arrives(&office, dropped("Mara", "Open to all again"));
    assert_eq!(seen["state"], "published");
    sound(&office);
}

/// A comment from someone with an e-mail and an address.
fn from(author: &str, email: &str, ip: &str, body: &str) -> Value {
    let mut one = dropped(author, body);
    one["email"] = email.into();
    one["ip"] = ip.into();
    one
}

#[test]
fn a_ban_holds_for_its_days_whatever_name_is_given() {
    let (office, _) = strictly(json!({"lists": []}));
    let first = arrives(
        &office,
        from(
            "Trudy",
            "trudy@x.example",
            "192.0.2.9",
            "The first of Trudy",
        ),
    );
    let ban = |days: Value| json!({"commenter": first["id"], "days": days, "reason": "harassment"});
    assert_eq!(
        office.code(WRITER, "commenter_ban", ban(json!(2))),
        "wrong-role"
    );
    assert_eq!(
        office.code(MODERATOR, "commenter_ban", ban(json!(99_999))),
        "bad-length"
    );
    office.does(MODERATOR, "commenter_ban", ban(json!(2)));
    let seen = arrives(
        &office,
        from(
            "Trudy",
            "trudy@x.example",
            "192.0.2.9",
            "The second of Trudy",
        ),
    );
    assert_eq!(
        (codes(&seen), &seen["state"]),
        (vec!["banned"], &json!("rejected"))
    );
    assert!(seen["banned"].is_string(), "{seen:#}");
    let seen = arrives(
        &office,
        from(
            "Someone",
            "TRUDY@x.example",
            "203.0.113.5",
            "Under another name",
        ),
    );
    assert_eq!(codes(&seen), ["banned"]);
    let seen = arrives(
        &office,
        from(
            "Else",
            "else@x.example",
            "192.0.2.9",
            "From the same address",
        ),
    );
    assert_eq!(codes(&seen), ["banned"], "{seen:#}");
    let seen = arrives(
        &office,
        from(
            "Other",
            "other@x.example",
            "198.51.100.1",
            "Somebody else wholly",
        ),
    );
    assert_eq!(seen["state"], "published");
    sound(&office);
}

#[test]
fn a_ban_ends_after_its_days_unless_it_is_for_good() {
    let (office, _) = strictly(json!({"lists": []}));
    let first = arrives(
        &office,
        from(
            "Trudy",
            "trudy@x.example",
            "192.0.2.9",
            "The first of Trudy",
        ),
    );
    let ban = |days: Value| json!({"commenter": first["id"], "days": days});
    office.does(MODERATOR, "commenter_ban", ban(json!(2)));
    office.later(3);
    let seen = arrives(
        &office,
        from(
            "Trudy",
            "trudy@x.example",
            "192.0.2.9",
            "After the days of it",
        ),
    );
    assert!(!codes(&seen).contains(&"banned"), "{seen:#}");
    office.does(MODERATOR, "commenter_ban", ban(Value::Null));
    office.later(4000);
    let seen = arrives(
        &office,
        from(
            "Trudy",
            "trudy@x.example",
            "192.0.2.9",
            "For good is for good",
        ),
    );
    assert!(codes(&seen).contains(&"banned"));
    office.does(MODERATOR, "undo", json!({}));
    let seen = arrives(
        &office,
        from("Trudy", "trudy@x.example", "192.0.2.9", "Taken back again"),
    );
    assert!(!codes(&seen).contains(&"banned"));
    sound(&office);
}

#[test]
fn repeats_and_floods_are_seen_within_one_batch() {
    let (office, _) = strictly(json!({"floods": {"minutes": 10, "hold-from": 4}}));
    let text = "The very same words of an advertiser, sent by one and all";
    for nth in 0..5 {
        // Neither an id nor a moment: all of them arrive at once.
        drop_in(
            &office,
            &format!("{nth}.json"),
            from(
                &format!("Name {nth}"),
                &format!("{nth}@x.example"),
                &format!("192.0.2.{nth}"),
                text,
            ),
        );
    }
    take(&office);
    let rows = all(&office, json!({"found": "repeat"}));
    let spam = rows.iter().filter(|row| row["state"] == "spam").count();
    assert_eq!((rows.len(), spam), (4, 2), "{rows:#?}");
    let seen = shown(&office, &rows[0]["id"]);
    let finding = &seen["findings"][0];
    assert_eq!(
        finding["comments"].as_array().unwrap().len(),
        1,
        "{finding:#}"
    );
    for nth in 0..6 {
        drop_in(
            &office,
            &format!("{nth}.json"),
            from(
                &format!("Flood {nth}"),
                &format!("f{nth}@x.example"),
                "198.51.100.7",
                &format!(
                    "{} is a number that nobody said before",
                    ["one", "two", "three", "four", "five", "six"][nth]
                ),
            ),
        );
    }
    take(&office);
    assert_eq!(all(&office, json!({"found": "flood"})).len(), 2);
    sound(&office);
}

#[test]
fn a_first_comment_a_record_and_a_domain_count() {
    let (office, _) = strictly(
        json!({"first": "held", "links": {"hold-from": 0, "spam-from": 0, "bad-domain": "rejected"},
        "record": {"publish-after": 2, "hold-share": 50}}),
    );
    let seen = arrives(
        &office,
        from("Nova", "nova@x.example", "192.0.2.1", "The first of mine"),
    );
    assert_eq!(
        (codes(&seen), &seen["state"]),
        (vec!["first-comment"], &json!("held"))
    );
    let decide = |id: &Value, state: &str| {
        office.does(
            MODERATOR,
            "comment_decide",
            json!({"comments": [id], "state": state}),
        )
    };
    decide(&seen["id"], "published");
    let seen = arrives(
        &office,
        from("Nova", "nova@x.example", "192.0.2.1", "The second of mine"),
    );
    decide(&seen["id"], "published");
    let seen = arrives(
        &office,
        from(
            "Nova",
            "nova@x.example",
            "192.0.2.1",
            "Known for good by now",
        ),
    );
    assert_eq!(
        (codes(&seen), &seen["state"]),
        (vec!["record"], &json!("published"))
    );
    for nth in 0..3 {
        let text = format!("Attempt {nth} by https://casino.example/{nth}");
        let seen = arrives(&office, from("Vex", "vex@x.example", "192.0.2.2", &text));
        decide(&seen["id"], "spam");
    }
    let seen = arrives(
        &office,
        from(
            "Vex",
            "vex@x.example",
            "192.0.2.2",
            "Entirely harmless talk",
        ),
    );
    assert!(codes(&seen).contains(&"record"), "{seen:#}");
    let seen = arrives(
        &office,
        from(
            "Max",
            "max@x.example",
            "192.0.2.3",
            "Look at www.casino.example once",
        ),
    );
    assert!(
        codes(&seen).contains(&"bad-domain") && seen["state"] == "rejected",
        "{seen:#}"
    );
    sound(&office);
}

#[test]
fn what_a_source_says_is_believed_and_not_judged() {
    let (office, _) = strictly(json!({}));
    import(
        &office,
        &[line(
            "a",
            "A blorp that its source published",
            json!({"state": "published"}),
        )],
    );
    let seen = saying(&office, "A blorp that its source published");
    assert_eq!(
        (codes(&seen), &seen["state"]),
        (vec![], &json!("published"))
    );
}

#[test]
fn other_numbers_are_nearly_the_same_text_and_are_said_to_be() {
    let (office, _) = strictly(json!({}));
    let text = |year, people, crowns| {
        format!("In {year} the ferry carried {people} people and cost {crowns} crowns")
    };
    let says = |name: &str, body: &str| {
        let sent = from(name, &format!("{name}@x.example"), "192.0.2.1", body);
        let seen = arrives(&office, sent);
        assert_eq!(
            (codes(&seen), &seen["state"]),
            (vec!["repeat"], &json!("held"))
        );
        let detail = seen["findings"][0]["detail"].as_str().unwrap().to_owned();
        (detail, shown(&office, &seen["id"])["statement"].clone())
    };
    let first = from("Ada", "ada@x.example", "192.0.2.9", &text(2019, 1200, 45));
    assert_eq!(codes(&arrives(&office, first)), Vec::<&str>::new());
    let (detail, told) = says("Bo", &text(2024, 3100, 80));
    assert_eq!(detail, "Nearly the same text was sent once within 30 days.");
    let because = "the same text, or nearly the same, was sent before";
    assert!(told.as_str().unwrap().contains(because), "{told}");
    let (other, _) = strictly(json!({}));
    for (name, body) in [
        ("Ada", text(2019, 1, 2)),
        ("Bo", text(2019, 1, 2).to_uppercase()),
    ] {
        drop_in(
            &other,
            "one.json",
            from(name, &format!("{name}@x.example"), "192.0.2.9", &body),
        );
        take(&other);
    }
    let rows = all(&other, json!({"found": "repeat"}));
    let seen = shown(&other, &rows[0]["id"]);
    let finding = &seen["findings"][0];
    assert_eq!(
        finding["detail"],
        "The same text was sent once within 30 days."
    );
}
