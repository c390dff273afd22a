//! A clock that is set back by a year, or was a year ahead and is put right: what was done last is last all the same.

use crate::{
    newsroom::Newsroom,
    office::{
        CHIEF, MODERATOR, OTHER_MODERATOR, OTHER_REVIEWER, Office, PUBLISHER, REVIEWER, WRITER,
    },
};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

const YEAR: i64 = 365;

fn edit(office: &Office, id: &str, body: &str) {
    office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
}

fn read(office: &Office, id: &str) -> Value {
    office.does("", "article_read", json!({"article": id}))
}

fn sound(office: &Office) {
    let found = office.does("", "library_check", json!({}));
    assert_eq!(found["ok"], true, "{found}");
}

#[test]
fn journal_history_and_undo_go_by_what_was_done_last() {
    let office = Office::staffed();
    let id = office.draft("The quay at night");
    edit(&office, &id, "First.\n");
    office.later(-YEAR);
    edit(&office, &id, "Second.\n");
    assert_eq!(read(&office, &id)["body"], "Second.\n");
    let history = office.does("", "article_history", json!({"article": id}));
    let newest = history["items"][0]["revision"].clone();
    assert_eq!(newest, read(&office, &id)["revision"]);
    let done = office.does("", "activity_list", json!({"limit": 3}));
    let at: Vec<&str> = done["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["at"].as_str().unwrap())
        .collect();
    assert!(
        at[0] < at[1],
        "the newest act is first, whatever its clock: {at:?}"
    );
    office.does(WRITER, "undo", json!({}));
    assert_eq!(read(&office, &id)["body"], "First.\n");
    office.does(WRITER, "undo", json!({}));
    let body = read(&office, &id)["body"].clone();
    assert!(
        body.as_str().unwrap().starts_with("The quay at night"),
        "{body}"
    );
    sound(&office);
}

#[test]
fn the_newest_verdict_counts_and_a_release_stands() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    office.later(-YEAR);
    let back = json!({"article": id, "note": "Which bus?"});
    office.does(OTHER_REVIEWER, "review_request_changes", back);
    assert_eq!(read(&office, &id)["status"], "changes-requested");
    let body = read(&office, &id)["body"].clone();
    edit(&office, &id, "Another bus.\n");
    edit(&office, &id, body.as_str().unwrap());
    assert_eq!(
        read(&office, &id)["status"],
        "draft",
        "the no is newer than the yes"
    );
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    assert_eq!(read(&office, &id)["status"], "approved");
    let first = std::fs::read(office.release("first.zip")).unwrap();
    office.later(-YEAR);
    let found = office.does(
        "",
        "verify_bundle",
        json!({"path": office.path("first.zip")}),
    );
    assert_eq!(found["faults"], json!([]), "{found}");
    let again = std::fs::read(office.release("again.zip")).unwrap();
    assert!(first == again, "a release of the same is the same");
    sound(&office);
}

/// Types `body` into an article, as the window does.
fn types(office: &Office, id: &str, body: &str) {
    let view = office.does(WRITER, "article_show", json!({"article": id}));
    let mut content = view["content"].clone();
    content["body"] = body.into();
    let base = view["draft_base"].as_str().or(view["revision"].as_str());
    let save = json!({"article": id, "base": base, "was": view["draft_hash"], "content": content});
    office.does(WRITER, "draft_save", save);
}

#[test]
fn what_was_typed_last_is_what_comes_back() {
    let office = Office::staffed();
    let id = office.draft("The quay at night");
    types(&office, &id, "Typed first.\n");
    office.later(-YEAR);
    types(&office, &id, "Typed last.\n");
    let view = office.does(WRITER, "article_show", json!({"article": id}));
    assert_eq!(view["content"]["body"], "Typed last.\n");
    office.does(WRITER, "draft_leave", json!({"article": id}));
    assert_eq!(read(&office, &id)["body"], "Typed last.\n");
    office.later(2 * YEAR);
    types(&office, &id, "Typed in another year.\n");
    office.later(-2 * YEAR);
    office.does(WRITER, "draft_leave", json!({"article": id}));
    assert_eq!(read(&office, &id)["body"], "Typed in another year.\n");
    sound(&office);
}

#[test]
fn nobody_keeps_a_comment_for_a_year() {
    let office = Office::staffed();
    let article = office.approved("Night buses to the harbour");
    let [one, two] = office.comments(&article);
    let decide = |who: &str, id: &str| {
        let ask = json!({"comments": [id], "state": "rejected", "reason": "hate"});
        office.code(who, "comment_decide", ask)
    };
    office.later(YEAR);
    office.does(MODERATOR, "comment_claim", json!({"comment": one}));
    assert_eq!(decide(OTHER_MODERATOR, &one), "claimed");
    office.later(-YEAR);
    assert_eq!(decide(OTHER_MODERATOR, &one), "ok");
    office.later(YEAR);
    office.does(MODERATOR, "comment_claim", json!({"comment": two}));
    office.later(-YEAR);
    let mine = office.does(OTHER_MODERATOR, "comment_claim", json!({"comment": two}));
    assert_eq!(mine, Value::Null);
    assert_eq!(decide(MODERATOR, &two), "claimed");
    assert_eq!(decide(OTHER_MODERATOR, &two), "ok");
    let state = |id: &str| {
        let shown = office.does(MODERATOR, "comment_show", json!({"comment": id}));
        shown["comment"]["state"]
            .as_str()
            .or(shown["state"].as_str())
            .map(str::to_owned)
    };
    assert_eq!(state(&two), Some("rejected".into()));
    office.does(OTHER_MODERATOR, "comment_undo", json!({}));
    assert_eq!(
        state(&two),
        Some("pending".into()),
        "the last one is taken back"
    );
    assert_eq!(state(&one), Some("rejected".into()));
    sound(&office);
}

#[test]
fn an_embargo_ends_when_someone_lifts_it_and_by_no_clock() {
    let office = Office::staffed();
    let id = office.draft("The council decides");
    let embargo = json!({"article": id, "embargo": "2027-03-01 06:30"});
    office.does(WRITER, "article_edit", embargo);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let held = || {
        let plan = office.does(PUBLISHER, "export_plan", json!({}));
        plan["held"][0]["reason"].clone()
    };
    assert_eq!(held(), "embargo");
    office.later(2 * YEAR);
    assert_eq!(held(), "embargo", "a clock that is ahead prints nothing");
    office.does(REVIEWER, "article_lift", json!({"article": id}));
    office.later(-3 * YEAR);
    assert_eq!(
        held(),
        Value::Null,
        "and one that is behind holds nothing back"
    );
    office.release("bundle.zip");
    assert_eq!(read(&office, &id)["status"], "published");
    sound(&office);
}

#[test]
fn a_key_that_is_revoked_under_another_clock_takes_nothing_back_that_it_signed_before() {
    for (then, back) in [(1, -1), (0, -YEAR)] {
        let office = Office::staffed();
        office.later(then);
        office.approved("The lamp on the pier");
        office.release("bundle");
        office.later(back);
        let lost = json!({"key": REVIEWER, "reason": "A laptop was lost."});
        office.does(CHIEF, "key_revoke", lost);
        let again = office.release("again");
        let found = office.does("", "verify_bundle", json!({"path": again}));
        assert_eq!(found["ok"], true, "{then} {back}: {found}");
        sound(&office);
    }
}

#[test]
fn a_backup_goes_when_its_days_are_over_and_not_before() {
    let office = Office::staffed();
    let dir = office.path("copy");
    let copy = json!({"dest": dir, "days": 30});
    office.does(CHIEF, "library_backup", copy);
    let kept = |when: &str, is: bool| {
        office.does(MODERATOR, "private_erase", json!({}));
        assert_eq!(dir.join("library.db").exists(), is, "{when}");
    };
    office.later(-YEAR);
    kept("a year before", true);
    office.later(YEAR + 29);
    kept("on the 29th day", true);
    office.later(2);
    kept("on the 31st day", false);
    sound(&office);
}

/// The program a year ago, or in a year.
fn on(room: &Newsroom, day: &str, args: &[&str]) -> Value {
    let inner = room.command(args);
    let mut command = Command::new("faketime");
    command
        .arg(day)
        .arg(inner.get_program())
        .args(inner.get_args())
        .current_dir(room.path(""))
        .stdin(Stdio::null())
        .env("COPYDESK_LIBRARY", room.path("library"))
        .env("HOME", room.path(""))
        .env_remove("COPYDESK_PERSON");
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{day}: {args:?}: {said}");
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn the_terminal_goes_on_under_a_clock_that_jumps() {
    if Command::new("faketime").arg("--version").output().is_err() {
        return println!("not checked: there is no faketime");
    }
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", "The last bus.\n");
    let days = [
        "2025-11-20 10:00:00",
        "2031-02-03 04:05:06",
        "2001-01-01 00:00:00",
    ];
    for (nth, day) in days.into_iter().enumerate() {
        let text = format!("Written as if on {day}.\n");
        let file = room.file("body.md", &text);
        let json = |who: &'static str, args: &[&str]| {
            on(&room, day, &[&["--json", "--as", who], args].concat())
        };
        json("Wim Writer", &["article", "edit", &id, "--file", &file]);
        json(
            "Wim Writer",
            &[
                "article",
                "edit",
                &id,
                "--title",
                &format!("Night buses {nth}"),
            ],
        );
        json("Wim Writer", &["undo"]);
        json("Wim Writer", &["article", "submit", &id]);
        json("Rhea Reviewer", &["review", "approve", &id]);
        json("Edda Chief", &["export", "--out", "bundle.zip"]);
        let shown = room.json("Wim Writer", &["article", "show", &id]);
        let stands = (&shown["body"], &shown["title"], &shown["status"]);
        let expected = (
            &json!(text),
            &json!("Night buses to the harbour"),
            &json!("published"),
        );
        assert_eq!(stands, expected, "{day}");
        assert_eq!(json("Edda Chief", &["verify", "bundle.zip"])["ok"], true);
        assert_eq!(room.run(&["library", "check"]).status, 0, "{day}");
    }
}
