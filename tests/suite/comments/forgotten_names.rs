//! Whoever is forgotten has as many names as they gave, and a ban that goes on.

use super::{all, drop_in, dropped, inbox, line, newsroom, saying, shown, sound, take};
use crate::office::{MODERATOR, Office};
use serde_json::{Value, json};

#[test]
fn each_comment_of_someone_is_cleaned_of_all_their_names() {
    let (office, ..) = newsroom();
    let by = |id: &str, name: &str, body: &str, address: &str| {
        let more = json!({"author": name, "email": "zq@reader.example", "address": address, "state": "pending"});
        line(id, body, more)
    };
    super::import(
        &office,
        &[
            by(
                "a",
                "Zebedee Quux",
                "Ask Zeb Q. at 203.0.113.9",
                "203.0.113.8",
            ),
            by(
                "b",
                "Zeb Q.",
                "Signed: Zebedee Quux, formerly Zeb Q.",
                "203.0.113.9",
            ),
        ],
    );
    let rows = all(&office, json!({}));
    let told = office.does(
        MODERATOR,
        "commenter_forget",
        json!({"commenter": rows[0]["id"]}),
    );
    assert_eq!(
        (&told["comments"], &told["left"]),
        (&json!(2), &json!([])),
        "{told:#}"
    );
    let rows = all(&office, json!({})).to_vec();
    let text = serde_json::to_string(&rows).unwrap();
    for name in ["Zebedee", "Zeb", "Quux", "203.0.113"] {
        assert!(!text.contains(name), "{name}: {rows:#?}");
    }
    sound(&office);
}

/// What someone of some address sends, with an e-mail or without.
fn from(email: Option<&str>, ip: &str, body: &str) -> Value {
    let mut one = dropped("Some Body", body);
    one["ip"] = ip.into();
    if let Some(email) = email {
        one["email"] = email.into();
    }
    one
}

#[test]
fn a_ban_goes_on_when_its_person_is_forgotten() {
    let (office, ..) = newsroom();
    inbox(&office);
    let rules = json!({"unremarkable": "published"});
    office.does(MODERATOR, "rules_set", json!({"rules": rules}));
    drop_in(
        &office,
        "1.json",
        from(
            Some("bad@reader.example"),
            "203.0.113.5",
            "First of the one",
        ),
    );
    drop_in(
        &office,
        "2.json",
        from(None, "203.0.113.6", "First of the other"),
    );
    take(&office);
    let mut ids = vec![];
    for words in ["First of the one", "First of the other"] {
        let id = saying(&office, words)["id"].clone();
        office.does(
            MODERATOR,
            "commenter_ban",
            json!({"commenter": id, "days": 30}),
        );
        let told = office.does(MODERATOR, "commenter_forget", json!({"commenter": id}));
        assert!(
            told["words"].as_str().unwrap().contains("ban goes on"),
            "{told:#}"
        );
        ids.push(id);
    }
    drop_in(
        &office,
        "3.json",
        from(
            Some("Bad@reader.example"),
            "198.51.100.1",
            "Second of the one",
        ),
    );
    drop_in(
        &office,
        "4.json",
        from(None, "203.0.113.6", "Second of the other"),
    );
    drop_in(
        &office,
        "5.json",
        from(
            Some("ola@reader.example"),
            "198.51.100.2",
            "Of somebody else",
        ),
    );
    take(&office);
    for words in ["Second of the one", "Second of the other"] {
        let one = saying(&office, words);
        assert_eq!(
            (&one["state"], &one["reasons"][0]["code"]),
            (&json!("rejected"), &json!("banned")),
            "{one:#}"
        );
    }
    assert_eq!(saying(&office, "Of somebody else")["state"], "published");
    sound(&office);
    assert_eq!(shown(&office, &ids[0])["forgotten"], true);
    ends(&office, &ids);
}

/// Such a ban is lifted by a comment of theirs, since nothing else is known of them; or it ends with its days.
fn ends(office: &Office, ids: &[Value]) {
    office.does(
        MODERATOR,
        "commenter_ban",
        json!({"commenter": ids[0], "days": 0}),
    );
    drop_in(
        office,
        "6.json",
        from(
            Some("bad@reader.example"),
            "198.51.100.1",
            "Third of the one",
        ),
    );
    take(office);
    assert_eq!(saying(office, "Third of the one")["state"], "published");
    office.later(31);
    office.does("", "private_erase", json!({}));
    drop_in(
        office,
        "7.json",
        from(None, "203.0.113.6", "Third of the other"),
    );
    take(office);
    assert_eq!(saying(office, "Third of the other")["state"], "published");
    sound(office);
}
