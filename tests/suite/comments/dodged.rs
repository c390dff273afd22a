//! What somebody does so that a ban or a limit does not find them.

use super::{drop_in, dropped, inbox, newsroom, saying, sound, take};
use crate::office::{ADMIN, MODERATOR, Office};
use serde_json::{Value, json};

/// Drops one comment with what `more` says and takes it in; gives it with what was found.
fn arrives(office: &Office, author: &str, body: &str, more: Value) -> Value {
    let mut one = dropped(author, body);
    for (name, value) in more.as_object().unwrap() {
        one[name] = value.clone();
    }
    drop_in(office, "one.json", one);
    take(office);
    saying(office, body)
}

fn found(of: &Value, code: &str) -> bool {
    let findings = of["findings"].as_array().unwrap();
    findings.iter().any(|one| one["code"] == code)
}

#[test]
fn no_date_in_a_file_gets_round_a_ban() {
    let (office, ..) = newsroom();
    inbox(&office);
    let vex = json!({"email": "vex@reader.example"});
    let first = arrives(&office, "Vex", "The first words", vex);
    assert!(!found(&first, "banned"));
    let ban = json!({"commenter": first["id"], "days": 30});
    office.does(MODERATOR, "commenter_ban", ban);
    for (body, created) in [
        ("From long before the ban", "2020-01-01T10:00:00Z"),
        ("From long after the ban", "2099-01-01T10:00:00Z"),
    ] {
        let more = json!({"email": "vex@reader.example", "created": created});
        let seen = arrives(&office, "Vex", body, more);
        assert!(found(&seen, "banned"), "{seen:#}");
    }
    let late = saying(&office, "From long after the ban");
    let created = late["created"].as_str().unwrap();
    assert!(created.starts_with("2026-"), "{created}");
    // What was sent while the ban held is not free because it was taken in later.
    office.later(40);
    let during = json!({"email": "vex@reader.example", "created": "2026-09-23T10:00:00Z"});
    let seen = arrives(&office, "Vex", "While the ban held", during);
    assert!(found(&seen, "banned"), "{seen:#}");
    let since = json!({"email": "vex@reader.example"});
    let seen = arrives(&office, "Vex", "Since then", since);
    assert!(!found(&seen, "banned"), "{seen:#}");
    sound(&office);
}

#[test]
fn no_date_in_a_file_gets_round_the_limit_for_an_address() {
    let (office, ..) = newsroom();
    inbox(&office);
    let rules = json!({"floods": {"minutes": 10, "hold-from": 3}});
    office.does(MODERATOR, "rules_set", json!({"rules": rules}));
    let mut last = Value::Null;
    for nth in 1..=5 {
        let more =
            json!({"ip": "192.0.2.7", "created": format!("2020-01-{:02}T10:00:00Z", 20 - nth)});
        let (author, body) = (format!("Name {nth}"), format!("Number {nth} of them"));
        last = arrives(&office, &author, &body, more);
        assert_eq!(found(&last, "flood"), nth > 3, "{nth}: {last:#}");
    }
    assert!(last["created"].as_str().unwrap().starts_with("2020-01-15"));
    sound(&office);
}

#[test]
fn erasing_what_is_private_ends_no_ban_and_moves_it_to_nobody() {
    let (office, ..) = newsroom();
    inbox(&office);
    let mut settings = office.does(ADMIN, "library_show", json!({}))["settings"].clone();
    settings["keep_private_days"] = 30.into();
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    let vex = json!({"email": "Vex@reader.example"});
    let first = arrives(&office, "Vex", "The first words", vex.clone());
    let bare = json!({"ip": "192.0.2.9"});
    let named = arrives(&office, "Nameonly", "Of a name alone", bare);
    for one in [&first, &named] {
        office.does(MODERATOR, "commenter_ban", json!({"commenter": one["id"]}));
    }
    office.later(31);
    office.does("", "private_erase", json!({}));
    let library = std::fs::read(office.path("library").join("library.db")).unwrap();
    let gone = b"vex@reader.example";
    assert!(!library.windows(gone.len()).any(|window| window == gone));
    let innocent = arrives(&office, "Vex", "Of the same name alone", json!({}));
    assert!(!found(&innocent, "banned"), "{innocent:#}");
    let still = arrives(&office, "Nameonly", "Of that name again", json!({}));
    assert!(found(&still, "banned"), "{still:#}");
    let other = arrives(&office, "Someone", "Under another name", vex.clone());
    assert!(found(&other, "banned"), "{other:#}");
    office.later(31);
    office.does("", "private_erase", json!({}));
    let again = arrives(&office, "Vex", "Back again", vex.clone());
    assert!(found(&again, "banned"), "{again:#}");
    assert_eq!(again["record"]["pending"], 1, "{:#}", again["record"]);
    office.later(31);
    office.does("", "private_erase", json!({}));
    let lift = json!({"commenter": first["id"], "days": 0});
    office.does(MODERATOR, "commenter_ban", lift);
    let free = arrives(&office, "Vex", "Free again", vex);
    assert!(!found(&free, "banned"), "{free:#}");
    sound(&office);
}
