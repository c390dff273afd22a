//! What is told of a bundle before it is made: who said yes to what, why nothing is in it, and what is held back.

use crate::office::{CHIEF, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};

const ARCHIVE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/fixtures/archives/wxr/quay.xml"
);

fn plan(office: &Office, ask: Value) -> Value {
    office.does("", "export_plan", ask)
}

#[test]
fn what_was_imported_is_counted_apart_from_what_was_approved_here() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    let archive = json!({"path": ARCHIVE, "dry_run": false});
    office.does(CHIEF, "import_file", archive);
    let plan = plan(&office, json!({}));
    let all = plan["articles"].as_array().unwrap().len();
    assert!(all > 2, "{plan}");
    assert_eq!(plan["approved"], 1);
    assert_eq!(plan["imported"], all - 1);
    assert_eq!(plan["approvers"], json!([REVIEWER]));
}

#[test]
fn a_profile_of_no_language_is_refused_and_one_that_leaves_nothing_is_named() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    let profile = |language: &str| json!({"profile": {"name": "Abroad", "parts": ["site"], "languages": [language]}});
    for bad in ["english", "e", "en_GB", "12"] {
        let code = office.code(PUBLISHER, "profile_save", profile(bad));
        assert_eq!(code, "bad-language", "{bad}");
    }
    office.does(PUBLISHER, "profile_save", profile("fr"));
    let told = plan(&office, json!({"profile": "Abroad"}));
    assert_eq!(
        (&told["articles"], &told["others_speak"]),
        (&json!([]), &json!(true))
    );
    assert_eq!(plan(&office, json!({}))["others_speak"], false);
    let out = json!({"out": office.path("abroad"), "profile": "Abroad"});
    let error = office.ask(PUBLISHER, "export_bundle", out).unwrap_err();
    assert_eq!(error.code, "nothing-to-print");
    assert!(
        error
            .message
            .contains("“Abroad” takes nothing but articles in fr"),
        "{error}"
    );
}

#[test]
fn what_a_release_would_hold_back_is_not_ready_for_the_next_edition() {
    let office = Office::staffed();
    let ready = office.approved("Night buses to the harbour");
    let waits = office.draft("A bell for the school");
    let fields = json!({"article": waits, "embargo": "2026-12-01T06:30:00Z"});
    office.does(WRITER, "article_edit", fields);
    office.does(WRITER, "article_submit", json!({"article": waits}));
    office.does(REVIEWER, "review_approve", json!({"article": waits}));
    let view = office.does(WRITER, "desk_show", json!({}));
    assert_eq!(view["edition_ready"].as_array().unwrap().len(), 1);
    assert_eq!(view["edition_ready"][0]["id"], ready);
    assert_eq!(view["edition_held"][0]["article"], waits);
    assert_eq!(view["edition_held"][0]["reason"], "embargo");
    // Its day is told, and that somebody has to lift it, which no clock does.
    let detail = |view: &Value| view["held"][0]["detail"].as_str().unwrap().to_owned();
    office.later(400);
    let held = detail(&plan(&office, json!({})));
    assert!(
        held.contains("2026-12-01") && held.contains("article lift"),
        "{held}"
    );
    office.does(PUBLISHER, "article_lift", json!({"article": waits}));
    assert_eq!(plan(&office, json!({}))["held"], json!([]));
}
