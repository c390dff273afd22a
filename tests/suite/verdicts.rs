//! A verdict is on the text that was read, and on the stage that it was meant for.

use crate::newsroom::Newsroom;
use crate::office::{ADMIN, CHIEF, OTHER_REVIEWER, OTHER_WRITER, Office, REVIEWER, WRITER};
use serde_json::{Value, json};

fn head(office: &Office, id: &str) -> Value {
    office.does("", "article_show", json!({"article": id}))["revision"].take()
}

fn edit(office: &Office, who: &str, id: &str, body: &str) {
    office.does(who, "article_edit", json!({"article": id, "body": body}));
}

#[test]
fn nobody_confirms_or_sends_back_what_they_have_not_read() {
    let office = Office::staffed();
    let id = office.submitted("Night buses to the harbour");
    edit(&office, REVIEWER, &id, "The clerk has 990 keys.\n");
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let read = head(&office, &id);
    edit(&office, REVIEWER, &id, "The clerk has 9,900 keys.\n");
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let confirm = |revision: &Value| {
        let ask = json!({"article": id, "revision": revision});
        office.code(WRITER, "review_confirm", ask)
    };
    let back = json!({"article": id, "revision": read, "note": "Which keys?"});
    assert_eq!(
        office.code(OTHER_REVIEWER, "review_request_changes", back),
        "not-the-head"
    );
    assert_eq!(confirm(&read), "not-the-head");
    let ask = json!({"article": id, "revision": read});
    let told = office.ask(WRITER, "review_confirm", ask).unwrap_err();
    assert_eq!(
        told.message,
        format!(
            "That is not its newest text. It was edited since by {REVIEWER}: “990” became “9,900”."
        )
    );
    let now = head(&office, &id);
    let digits = |count: usize| json!(now.as_str().unwrap()[..count]);
    for few in [json!(""), digits(5), json!("zzzzzz")] {
        assert_eq!(confirm(&few), "bad-revision", "{few}");
    }
    assert_eq!(confirm(&digits(6)), "ok");
}

#[test]
fn whoever_decides_on_what_a_writer_edited_since_is_told_so() {
    let office = Office::staffed();
    let id = office.submitted("Night buses to the harbour");
    let read = head(&office, &id);
    let edit = json!({"article": id, "title": "Night buses to the quay"});
    office.does(OTHER_WRITER, "article_edit", edit);
    let refused = |revision: Value| {
        let ask = json!({"article": id, "revision": revision});
        let told = office.ask(REVIEWER, "review_approve", ask).unwrap_err();
        (told.code, told.message)
    };
    let words = "The article is a draft; it can’t be approved now.";
    assert_eq!(
        refused(read),
        (
            "not-now".to_owned(),
            format!("{words} It was edited since by {OTHER_WRITER}: “harbour” became “quay”.")
        )
    );
    for other in [head(&office, &id), Value::Null, json!("zzzzzz")] {
        assert_eq!(refused(other), ("not-now".to_owned(), words.to_owned()));
    }
}

#[test]
fn a_yes_meant_for_one_stage_does_not_pass_the_next() {
    let office = Office::staffed();
    let stages =
        json!([{"name": "Desk", "who": ["reviewer"]}, {"name": "Law", "who": ["reviewer"]}]);
    let ask = json!({"section": "Transport", "stages": stages});
    office.does(ADMIN, "workflow_set", ask);
    let id = office.submitted("Night buses to the harbour");
    let told = |stage: &str| {
        let ask = json!({"article": id, "stage": stage});
        office
            .ask(REVIEWER, "review_approve", ask)
            .unwrap_err()
            .message
    };
    assert_eq!(
        told("Law"),
        "Desk comes first; Law waits until that is passed."
    );
    assert_eq!(told("Print"), "It passes no stage “Print”; Desk waits.");
    // Two of them read it side by side, and both say yes to what waits.
    let yes = |who: &str, stage: &str| {
        let ask = json!({"article": id, "revision": head(&office, &id), "stage": stage});
        office.code(who, "review_approve", ask)
    };
    assert_eq!(yes(REVIEWER, "Desk"), "ok");
    assert_eq!(yes(OTHER_REVIEWER, "Desk"), "other-stage");
    assert_eq!(yes(REVIEWER, "Desk"), "other-stage");
    assert_eq!(told("Desk"), "Desk is passed already; Law waits.");
    let status = office.does("", "article_show", json!({"article": id}))["status"].take();
    assert_eq!(status, "in-review");
    assert_eq!(yes(OTHER_REVIEWER, "Law"), "ok");
    // Nor the only one there is, where another was meant.
    let usual = json!({"section": "Transport", "stages": []});
    office.does(ADMIN, "workflow_set", usual);
    let id = office.submitted("A ferry on Sundays");
    let yes = |stage: &str| {
        let ask = json!({"article": id, "stage": stage});
        office.code(REVIEWER, "review_approve", ask)
    };
    assert_eq!(
        (yes("Law"), yes("desk")),
        ("other-stage".into(), "ok".into())
    );
}

#[test]
fn two_who_decide_in_the_same_second_are_one_after_the_other() {
    let room = Newsroom::staffed();
    room.json(
        CHIEF,
        &["person", "add", OTHER_REVIEWER, "--roles", "reviewer"],
    );
    for round in 0..6 {
        let id = room.draft(&format!("Night buses {round}"), "They run.\n");
        room.json(WRITER, &["article", "submit", &id]);
        let yes = ["--json", "--as", REVIEWER, "review", "approve", &id];
        let no = [
            "--json",
            "--as",
            OTHER_REVIEWER,
            "review",
            "request-changes",
            &id,
            "--note",
            "Do they?",
        ];
        let (yes, no) = std::thread::scope(|scope| {
            let yes = scope.spawn(|| room.run(&yes));
            let no = scope.spawn(|| room.run(&no));
            (yes.join().unwrap(), no.join().unwrap())
        });
        // A yes may be followed by a no; a yes to what was sent back is refused, and says so.
        assert_eq!(no.status, 0, "{}", no.err);
        let shown = room.json(WRITER, &["article", "show", &id]);
        assert_eq!(shown["status"], "changes-requested");
        match yes.status {
            0 => assert_eq!(shown["approved_by"], json!([])),
            _ => assert_eq!(yes.refusal(), (1, "not-now".to_owned())),
        }
    }
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn what_is_said_with_a_verdict_or_in_a_note_has_a_limit_and_no_control_characters() {
    let office = Office::staffed();
    let id = office.submitted("Night buses to the harbour");
    let long = "x".repeat(20_001);
    let yes = json!({"article": id, "remarks": long});
    assert_eq!(office.code(REVIEWER, "review_approve", yes), "too-long");
    let no = json!({"article": id, "note": long});
    assert_eq!(
        office.code(REVIEWER, "review_request_changes", no),
        "too-long"
    );
    let about = json!({"article": id, "quote": long, "text": "Why?"});
    assert_eq!(office.code(REVIEWER, "review_note", about), "too-long");
    let note = json!({"article": id, "quote": "old quay", "text": "Why\u{9b}31m?\r\nWho?\u{0}"});
    let made = office.does(REVIEWER, "review_note", note);
    assert_eq!(made["text"], "Why31m?\nWho?");
    let no = json!({"article": id, "note": "Which\u{1b}[2J quay?"});
    office.does(REVIEWER, "review_request_changes", no);
    let shown = office.does(OTHER_WRITER, "article_show", json!({"article": id}));
    assert_eq!(shown["verdicts"][0]["note"], "Which[2J quay?");
}

#[test]
fn a_setting_that_one_changes_leaves_the_others_as_another_set_them() {
    let office = Office::staffed();
    let stages =
        json!([{"name": "Desk", "who": ["reviewer"]}, {"name": "Law", "who": ["reviewer"]}]);
    office.does(
        CHIEF,
        "workflow_set",
        json!({"section": "News", "stages": stages}),
    );
    let set = |settings: Value| office.code(ADMIN, "settings_set", json!({"settings": settings}));
    assert_eq!(set(json!({"checks": {"repeated-word": "off"}})), "ok");
    assert_eq!(
        set(json!({"name": "The Gazette", "checks": {"dead-link": "block"}})),
        "ok"
    );
    assert_eq!(set(json!({"four_eye": false})), "bad-arguments");
    let settings = office.does("", "library_show", json!({}))["settings"].take();
    assert_eq!(settings["name"], "The Gazette");
    assert_eq!(
        settings["checks"],
        json!({"repeated-word": "off", "dead-link": "block"})
    );
    assert_eq!(settings["workflows"]["News"]["stages"][1]["name"], "Law");
}

fn status(office: &Office, id: &str) -> Value {
    office.does("", "article_show", json!({"article": id}))["status"].take()
}

/// An article that the chief alone wrote and approved, while one yes was enough.
fn approved_alone(office: &Office) -> String {
    four_eyes(office, false);
    let id = office.draft_by(CHIEF, "Night buses to the harbour");
    office.does(CHIEF, "article_submit", json!({"article": id}));
    office.does(CHIEF, "review_approve", json!({"article": id}));
    assert_eq!(status(office, &id), "approved");
    id
}

fn four_eyes(office: &Office, wanted: bool) {
    let settings = json!({"settings": {"four_eyes": wanted}});
    office.does(ADMIN, "settings_set", settings);
}

#[test]
fn what_is_taken_back_or_comes_out_of_the_bin_stands_by_the_rules_as_they_are() {
    let office = Office::staffed();
    let confirmed = |id: &str| {
        assert_eq!(status(&office, id), "in-review");
        office.does(WRITER, "review_confirm", json!({"article": id}));
        assert_eq!(status(&office, id), "approved");
    };
    let sent_back = approved_alone(&office);
    let back = json!({"article": sent_back, "note": "Which buses?"});
    office.does(REVIEWER, "review_request_changes", back);
    four_eyes(&office, true);
    office.does(REVIEWER, "undo", json!({}));
    confirmed(&sent_back);
    let bin = |id: &str, back: bool| {
        office.does(WRITER, "article_bin", json!({"article": id, "back": back}));
    };
    for undone in [true, false] {
        let binned = approved_alone(&office);
        bin(&binned, false);
        four_eyes(&office, true);
        match undone {
            true => drop(office.does(WRITER, "undo", json!({}))),
            false => bin(&binned, true),
        }
        confirmed(&binned);
    }
}

#[test]
fn what_was_recalled_and_stands_approved_by_the_stages_of_now_is_approved_once_it_is_submitted() {
    let office = Office::staffed();
    let stages = |stages: Value| {
        let ask = json!({"section": "Transport", "stages": stages});
        office.does(ADMIN, "workflow_set", ask);
    };
    stages(json!([{"name": "desk", "who": ["reviewer"]}, {"name": "law", "who": ["reviewer"]}]));
    let id = office.submitted("Night buses to the harbour");
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    office.does(WRITER, "article_recall", json!({"article": id}));
    stages(json!([]));
    office.does(WRITER, "article_submit", json!({"article": id}));
    assert_eq!(status(&office, &id), "approved");
}
