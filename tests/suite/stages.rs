//! Two stages of a section: passed in turn, as they were when an article was submitted; and the workflow as it is drawn.

use crate::office::{ADMIN, OTHER_REVIEWER, OTHER_WRITER, Office, PUBLISHER, REVIEWER, WRITER};
use model::article::{Status, TABLE};
use serde_json::{Value, json};
use std::{fmt::Write as _, fs};

/// A newsroom whose reports on transport pass the desk, and then one reviewer who knows the law.
fn two_stages() -> Office {
    let office = Office::staffed();
    let stages =
        json!([{"name": "desk", "who": ["reviewer"]}, {"name": "legal", "who": [OTHER_REVIEWER]}]);
    set(&office, stages);
    office
}

fn set(office: &Office, stages: Value) {
    let ask = json!({"section": "Transport", "stages": stages});
    office.does(ADMIN, "workflow_set", ask);
}

fn status(office: &Office, id: &str) -> String {
    let shown = office.does("", "article_read", json!({"article": id}));
    shown["status"].as_str().unwrap().to_owned()
}

#[test]
fn the_second_stage_is_passed_by_who_is_named_for_it_once_the_first_is() {
    let office = two_stages();
    let id = office.submitted("One");
    let article = json!({"article": id});
    let done = office.does(REVIEWER, "review_approve", article.clone());
    assert_eq!(done["words"], "Passed “One” at desk; legal is next");
    assert_eq!(status(&office, &id), "in-review");
    assert_eq!(
        office.code(REVIEWER, "review_approve", article.clone()),
        "not-your-stage"
    );
    let mine = |who| office.does(who, "review_queue", json!({"mine": true}))["items"].clone();
    assert_eq!(mine(REVIEWER), json!([]));
    assert_eq!(mine(OTHER_REVIEWER)[0]["stage"], "legal");
    let done = office.does(OTHER_REVIEWER, "review_approve", article.clone());
    assert_eq!(done["words"], "Passed “One” at legal: it is approved");
    assert_eq!(status(&office, &id), "approved");
    let seen = office.does("", "article_show", article.clone());
    assert_eq!(seen["verdicts"][1]["stage"], "legal");
    // An edit leaves both behind, and taking it back brings both back.
    let more = json!({"article": id, "kicker": "Old Quay"});
    office.does(WRITER, "article_edit", more);
    assert_eq!(status(&office, &id), "draft");
    office.does(WRITER, "undo", json!({}));
    assert_eq!(status(&office, &id), "approved");
}

#[test]
fn whoever_may_pass_the_stage_that_waits_may_claim_it_and_nobody_else() {
    let office = Office::staffed();
    set(
        &office,
        json!([{"name": "copy", "who": ["writer"]}, {"name": "print", "who": ["publisher"]}]),
    );
    let id = office.submitted("One");
    let article = json!({"article": id});
    let code = |who: &str, what: &str| office.code(who, what, article.clone());
    let may = |who: &str| office.does(who, "article_show", article.clone())["may"].clone();
    let has = |who: &str, what: &str| may(who).as_array().unwrap().contains(&json!(what));
    for (who, able) in [(OTHER_WRITER, true), (REVIEWER, false), (PUBLISHER, false)] {
        assert_eq!(has(who, "claim"), able, "{who}");
        assert_eq!(code(who, "review_claim") == "ok", able, "{who}");
    }
    let to = |who: &str| json!({"article": id, "to": who});
    assert_eq!(
        office.code(OTHER_WRITER, "review_hand_over", to(REVIEWER)),
        "can-not-review"
    );
    office.does(REVIEWER, "review_hand_over", to(OTHER_WRITER));
    // Its yes passes the stage, and can be taken back by who gave it, whatever their role.
    office.does(OTHER_WRITER, "review_approve", article.clone());
    let row = || office.does("", "article_span", json!({}))["items"][0].clone();
    assert_eq!(row()["stage"], "print");
    assert!(has(PUBLISHER, "claim") && !has(OTHER_WRITER, "claim"));
    let cards = office.does(PUBLISHER, "desk_show", json!({}))["waiting"].clone();
    assert_eq!(cards[0]["stage"], "print");
    office.does(OTHER_WRITER, "undo", json!({}));
    assert_eq!(
        (row()["stage"].clone(), status(&office, &id)),
        (json!("copy"), "in-review".into())
    );
    office.does(OTHER_WRITER, "review_approve", article.clone());
    assert_eq!(code(PUBLISHER, "review_claim"), "ok");
    assert_eq!(code(PUBLISHER, "review_release"), "ok");
    assert_eq!(code(OTHER_WRITER, "review_claim"), "wrong-role");
}

#[test]
fn other_stages_are_for_what_is_submitted_from_then_on() {
    let office = Office::staffed();
    let id = office.submitted("One");
    let article = json!({"article": id});
    let two =
        json!([{"name": "desk", "who": ["reviewer"]}, {"name": "legal", "who": [OTHER_REVIEWER]}]);
    set(&office, two);
    // A reviewer's own change is a part of the review.
    let change = json!({"article": id, "body": "The last boat leaves at one.\n"});
    office.does(REVIEWER, "article_edit", change);
    office.does(OTHER_REVIEWER, "review_approve", article.clone());
    assert_eq!(status(&office, &id), "approved");
    // Sent back and submitted anew, it passes those that there are now.
    let no = json!({"article": id, "note": "Check the date."});
    office.does(REVIEWER, "review_request_changes", no);
    office.does(WRITER, "article_submit", article.clone());
    office.does(REVIEWER, "review_approve", article);
    assert_eq!(status(&office, &id), "in-review");
    let held = office.does("", "export_plan", json!({}))["held"][0].clone();
    assert_eq!(held["reason"], "stage-missing");
}

/// What the checks say of an article that has a heading of the wrong depth, and which stage asks for it.
fn skipped(office: &Office, id: &str) -> (Value, Value) {
    let found = office.does("", "article_check", json!({"article": id}));
    let all = found.as_array().unwrap();
    let one = all.iter().find(|one| one["code"] == "skipped-heading");
    one.map_or((Value::Null, Value::Null), |one| {
        (one["level"].clone(), one["stage"].clone())
    })
}

#[test]
fn a_stage_is_passed_once_its_own_checks_are_clean_and_by_those_that_it_had() {
    let office = Office::staffed();
    let legal = |checks: &[&str]| {
        json!([{"name": "desk", "who": ["reviewer"]},
            {"name": "legal", "who": [OTHER_REVIEWER], "checks": checks}])
    };
    let off = json!({"settings": {"name": "The Quay", "checks": {"skipped-heading": "off"}}});
    office.does(ADMIN, "settings_set", off);
    let body = "Boats.\n\n## By day\n\n#### By night\n\nNo boat.\n";
    let id = office.draft("One");
    let article = json!({"article": id});
    let edit = |body: &str| json!({"article": id, "body": body});
    office.does(WRITER, "article_edit", edit(body));
    // It is off here, and one would not know of it but for the stage.
    assert_eq!(skipped(&office, &id), (Value::Null, Value::Null));
    set(&office, legal(&["skipped-heading"]));
    assert_eq!(skipped(&office, &id), (json!("warn"), json!("legal")));
    office.does(WRITER, "article_submit", article.clone());
    assert_eq!(skipped(&office, &id), (json!("warn"), json!("legal")));
    office.does(REVIEWER, "review_approve", article.clone());
    assert_eq!(skipped(&office, &id), (json!("block"), json!("legal")));
    let seen = office.does(OTHER_REVIEWER, "article_show", article.clone());
    let said = seen["blocks_approval"][0].as_str().unwrap();
    assert!(said.ends_with("“legal” asks for this."), "{said}");
    let refused = office.ask(OTHER_REVIEWER, "review_approve", article.clone());
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, "skipped-heading");
    assert!(refused.message.contains("“legal” asks for this."));
    // What is in flight keeps what its stages asked when it was submitted; what is submitted again goes by what they ask now.
    set(&office, legal(&[]));
    assert_eq!(skipped(&office, &id), (json!("block"), json!("legal")));
    let code = |who| office.code(who, "review_approve", article.clone());
    assert_eq!(code(OTHER_REVIEWER), "skipped-heading");
    office.does(WRITER, "article_recall", article.clone());
    office.does(WRITER, "article_submit", article.clone());
    assert_eq!(skipped(&office, &id), (Value::Null, Value::Null));
    assert_eq!(code(OTHER_REVIEWER), "ok");
    assert_eq!(status(&office, &id), "approved");
    // Another one goes by the stages that there are now.
    let other = office.draft("Two");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": other, "body": body}),
    );
    office.does(WRITER, "article_submit", json!({"article": other}));
    office.does(REVIEWER, "review_approve", json!({"article": other}));
    office.does(OTHER_REVIEWER, "review_approve", json!({"article": other}));
    assert_eq!(status(&office, &other), "approved");
}

#[test]
fn a_stage_asks_for_no_guess_and_a_confirmation_goes_by_the_last_one() {
    let office = Office::staffed();
    let one = |checks: &[&str]| json!([{"name": "desk", "who": ["reviewer"], "checks": checks}]);
    let code = |checks: &[&str]| {
        let ask = json!({"section": "Transport", "stages": one(checks)});
        office.code(ADMIN, "workflow_set", ask)
    };
    assert_eq!(code(&["name-two-ways"]), "only-a-guess");
    assert_eq!(code(&["repeated-word"]), "only-a-guess");
    assert_eq!(code(&["no-such-thing"]), "no-such-check");
    // The settings are no way round.
    let by_settings = json!({"settings": {"workflows": {}}});
    assert_eq!(
        office.code(ADMIN, "settings_set", by_settings),
        "bad-arguments"
    );
    let warns = json!({"settings": {"name": "The Quay", "checks": {"open-notes": "warn"}}});
    office.does(ADMIN, "settings_set", warns);
    assert_eq!(code(&["open-notes"]), "ok");
    let id = office.unconfirmed("One");
    let note = json!({"article": id, "quote": "midnight", "text": "Is it?"});
    let made = office.does(REVIEWER, "review_note", note);
    let article = json!({"article": id});
    let confirm = || office.code(WRITER, "review_confirm", article.clone());
    assert_eq!(confirm(), "open-notes");
    office.does(WRITER, "review_resolve", json!({"note": made["id"]}));
    assert_eq!(
        (confirm(), status(&office, &id)),
        ("ok".into(), "approved".into())
    );
    // An open note is no matter of a stage that is passed: what the library itself says of it holds from there on.
    let note = json!({"article": id, "quote": "midnight", "text": "Is it?"});
    office.does(REVIEWER, "review_note", note);
    let plan = office.does(ADMIN, "export_plan", json!({}));
    assert_eq!(plan["held"], json!([]));
}

#[test]
fn a_section_is_the_same_however_its_name_is_written() {
    let office = Office::staffed();
    let two =
        json!([{"name": "desk", "who": ["reviewer"]}, {"name": "legal", "who": [OTHER_REVIEWER]}]);
    let stages = |section: &str| json!({"section": section, "stages": two});
    office.does(ADMIN, "workflow_set", stages("Politics"));
    office.does(ADMIN, "workflow_set", stages("News"));
    for section in [
        "Politics",
        "Politics ",
        "politics",
        "POLITICS!",
        "Politics\u{200b}",
        "news",
        "",
    ] {
        let id = office.draft("One");
        let moved = json!({"article": id, "section": section});
        office.does(WRITER, "article_edit", moved);
        office.does(WRITER, "article_submit", json!({"article": id}));
        office.does(REVIEWER, "review_approve", json!({"article": id}));
        assert_eq!(status(&office, &id), "in-review", "{section:?}");
        // Another spelling of it is no other section either.
        office.does(
            OTHER_REVIEWER,
            "article_edit",
            json!({"article": id, "section": section.to_lowercase()}),
        );
        assert_eq!(status(&office, &id), "in-review", "{section:?}");
    }
    office.does(
        ADMIN,
        "workflow_set",
        json!({"section": "politics", "stages": []}),
    );
    let own = office.does("", "workflow_list", json!({}));
    let own = own
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["own"] == true);
    let own: Vec<_> = own.map(|one| one["section"].as_str().unwrap()).collect();
    assert_eq!(own, ["News"]);
}

#[test]
fn another_section_in_review_is_no_way_around_its_stages() {
    let office = two_stages();
    let id = office.submitted("One");
    let moved = |section: &str| json!({"article": id, "section": section});
    let article = json!({"article": id});
    office.does(WRITER, "article_recall", article.clone());
    office.does(WRITER, "article_edit", moved("Culture"));
    office.does(WRITER, "article_submit", article.clone());
    office.does(REVIEWER, "article_edit", moved("Transport"));
    assert_eq!(status(&office, &id), "draft");
    assert_eq!(
        office.code(OTHER_REVIEWER, "review_approve", article.clone()),
        "not-now"
    );
    office.does(WRITER, "article_submit", article.clone());
    office.does(OTHER_REVIEWER, "review_approve", article);
    assert_eq!(status(&office, &id), "in-review");
}

#[test]
fn a_workflow_that_nobody_could_go_through_is_refused() {
    let office = Office::staffed();
    let code = |stages: Value| {
        let ask = json!({"section": "Transport", "stages": stages});
        office.code(ADMIN, "workflow_set", ask)
    };
    let stage = |name: &str, who: &str| json!({"name": name, "who": [who]});
    let one = || stage("desk", "reviewer");
    assert_eq!(code(json!([one(), one()])), "bad-workflow");
    assert_eq!(
        code(json!([one(), stage("law", "admin"), stage("tax", "admin")])),
        "bad-workflow"
    );
    assert_eq!(code(json!([stage(" ", "reviewer")])), "bad-workflow");
    assert_eq!(code(json!([stage("law", WRITER)])), "can-not-review");
    assert_eq!(code(json!([stage("law", "Nobody")])), "no-such-person");
    assert_eq!(code(json!([stage("law", REVIEWER)])), "ok");
    office.does(ADMIN, "undo", json!({}));
    let all = office.does("", "workflow_list", json!({}));
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|one| one["own"] == false)
    );
}

#[test]
fn the_workflow_is_drawn_as_the_program_has_it() {
    let names = |all: &[Status]| {
        let names: Vec<&str> = all.iter().map(|status| status.name()).collect();
        if names.is_empty() {
            "stays as it is".to_owned()
        } else {
            names.join(", ")
        }
    };
    let mut drawn = String::from(
        "# The workflow\n\nMade from the table in `model::article::workflow`, which is asked before every step and before every \
         entry of the journal.\nA step that is not here is refused; taking one back leads to where the article was before it.\n\
         Who may approve, and which checks must be clean for that, the stage says that waits: a section has one or two, and an \
         article\nkeeps those that it was submitted under.\n\n\
         | step | from | to |\n|---|---|---|\n",
    );
    for row in TABLE {
        let _ = writeln!(
            drawn,
            "| {:?} | {} | {} |",
            row.step,
            names(row.from),
            names(row.to)
        );
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/WORKFLOW.md");
    if std::env::var_os("COPYDESK_WRITE_EXPECTED").is_some() {
        fs::write(file, &drawn).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap_or_default(), drawn);
}
