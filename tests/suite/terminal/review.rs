//! Verdicts and notes.

use super::{BODY, CHIEF, REVIEWER, WRITER, has, text};
use crate::newsroom::Newsroom;
use serde_json::Value;

#[test]
fn rules_refuse_with_status_1() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    assert_eq!(
        room.ask(WRITER, &["review", "approve", &id]).refusal(),
        (1, "wrong-role".into())
    );
    assert_eq!(
        room.ask(REVIEWER, &["review", "approve", &id]).refusal(),
        (1, "not-now".into())
    );
    assert_eq!(
        room.ask(WRITER, &["person", "add", "Nils New", "--roles", "writer"])
            .refusal()
            .0,
        1
    );
    let people = room.run(&["--as", WRITER, "review", "approve", &id]);
    assert!(
        people.err.starts_with("error[wrong-role]: ") && people.err.contains("\nhint: "),
        "{}",
        people.err
    );
}

#[test]
fn four_eyes_wait_for_a_confirmation() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "submit", &id]);
    let edited = room.json(
        REVIEWER,
        &[
            "article",
            "edit",
            &id,
            "--standfirst",
            "The council has decided.",
        ],
    );
    assert_eq!(text(&edited, "status"), "in-review");
    assert_eq!(
        text(&room.json(REVIEWER, &["review", "approve", &id]), "status"),
        "in-review"
    );
    assert_eq!(
        text(
            &room.json(REVIEWER, &["review", "queue"])["items"][0],
            "waits"
        ),
        "confirmation"
    );
    assert_eq!(
        text(&room.json(WRITER, &["review", "confirm", &id]), "status"),
        "approved"
    );
}

#[test]
fn a_note_names_one_place_and_blocks_approval_until_it_is_resolved() {
    let room = Newsroom::staffed();
    let id = room.draft(
        "Night buses to the harbour",
        "The bus is late. The bus is full.\n",
    );
    let note = |more: &[&str]| {
        room.ask(
            REVIEWER,
            &[&["review", "note", &id, "--text", "Says who?"], more].concat(),
        )
    };
    assert_eq!(note(&["--quote", "The tram"]).refusal().0, 1);
    assert_eq!(note(&["--quote", "The bus"]).refusal().0, 1);
    let made = note(&["--quote", "The bus", "--nth", "2"]).value();
    has(&made, &["id", "quote", "text", "author", "state"]);
    assert_eq!(
        (text(&made, "state"), text(&made, "author")),
        ("open", REVIEWER)
    );
    room.json(WRITER, &["article", "submit", &id]);
    assert_eq!(
        room.ask(REVIEWER, &["review", "approve", &id]).refusal(),
        (1, "open-notes".into())
    );
    let check = room.ask(WRITER, &["check", &id]);
    assert_eq!(check.status, 1);
    let report: Value = serde_json::from_str(&check.out).unwrap();
    assert_eq!(
        (text(&report, "article"), &report["ok"]),
        (id.as_str(), &false.into())
    );
    has(&report["checks"][0], &["code", "level", "message"]);
    room.json(WRITER, &["review", "resolve", text(&made, "id")]);
    assert_eq!(room.run(&["check", &id]).status, 0);
    let notes = room.json(REVIEWER, &["review", "notes", &id]);
    assert_eq!(text(&notes["items"][0], "state"), "resolved");
    room.json(
        REVIEWER,
        &[
            "review",
            "request-changes",
            &id,
            "--note",
            "Name the source",
        ],
    );
    assert_eq!(
        text(&room.json(WRITER, &["article", "show", &id]), "status"),
        "changes-requested"
    );
    assert_eq!(
        room.ask(WRITER, &["article", "recall", &id]).refusal(),
        (1, "not-now".into())
    );
}

#[test]
fn a_thread_is_answered_resolved_and_opened_again_page_by_page() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let note = |text: &str| {
        let quote = BODY.split('.').next().unwrap();
        let ask = ["review", "note", &id, "--quote", quote, "--text", text];
        let made = room.json(REVIEWER, &[&ask[..], &["--nth", "1"]].concat());
        text_of(&made, "id")
    };
    let first = note("@Wim Writer, says who?");
    let second = note("Which ones?");
    let asked = room.json(WRITER, &["review", "mentions"]);
    assert_eq!(text(&asked["items"][0], "note"), first);
    let reply = ["review", "reply", &first, "--text", "The timetable, @Nils."];
    let told = room.run(&[&["--as", WRITER], &reply[..]].concat());
    assert!(
        told.out.contains("Nobody called “Nils” works here."),
        "{}",
        told.out
    );
    let made = room.json(WRITER, &reply);
    has(&made, &["id", "note", "text", "author", "at", "told"]);
    assert_eq!(
        room.json(WRITER, &["review", "mentions"])["items"],
        Value::Array(vec![])
    );
    room.json(REVIEWER, &["review", "resolve", &text_of(&made, "id")]);
    let page = |more: &[&str]| {
        let found = room.json(REVIEWER, &[&["review", "notes", &id], more].concat());
        let ids = found["items"].as_array().unwrap().iter();
        let ids: Vec<String> = ids.map(|one| text_of(one, "id")).collect();
        (ids, found["next"].as_str().map(str::to_owned))
    };
    assert_eq!(page(&["--open"]).0, [second.as_str()]);
    assert_eq!(page(&["--resolved"]).0, [first.as_str()]);
    let (ids, next) = page(&["--limit", "1"]);
    assert_eq!(ids, [first.as_str()]);
    assert_eq!(
        page(&["--limit", "1", "--after", &next.unwrap()]),
        (vec![second], None)
    );
    room.json(REVIEWER, &["review", "reopen", &first]);
    let shown = room.run(&["review", "notes", &id]).out;
    assert!(
        shown.contains("open  ") && shown.contains("    Wim Writer"),
        "{shown}"
    );
    assert_eq!(
        room.ask(REVIEWER, &["review", "reopen", &first]).refusal(),
        (1, "open-already".into())
    );
}

fn text_of(value: &Value, name: &str) -> String {
    text(value, name).to_owned()
}

#[test]
fn an_open_note_blocks_the_confirmation_too() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "submit", &id]);
    room.json(REVIEWER, &["article", "edit", &id, "--kicker", "Transport"]);
    room.json(REVIEWER, &["review", "approve", &id]);
    let note = [
        "review", "note", &id, "--quote", "midnight", "--text", "Sure?",
    ];
    room.json(WRITER, &note);
    assert_eq!(
        room.ask(WRITER, &["review", "confirm", &id]).refusal(),
        (1, "open-notes".into())
    );
}

#[test]
fn an_open_note_keeps_what_is_approved_from_being_printed() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    let note = [
        "review", "note", &id, "--quote", "midnight", "--text", "Sure?",
    ];
    room.json(REVIEWER, &note);
    let alone = room.ask(CHIEF, &["export", "--out", "bundle.zip"]);
    assert_eq!(alone.refusal(), (1, "nothing-to-print".into()));
    room.approved("A ferry for Sundays", BODY);
    let exported = room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    assert_eq!(text(&exported["held"][0], "reason"), "open-notes");
}

#[test]
fn an_approval_follows_the_rule_of_four_eyes_when_it_changes() {
    let room = Newsroom::staffed();
    let id = room.draft("A ferry for Sundays", BODY);
    room.json(CHIEF, &["article", "edit", &id, "--kicker", "Harbour"]);
    room.json(CHIEF, &["article", "submit", &id]);
    room.json(CHIEF, &["review", "approve", &id]);
    let seen = ["true", "false", "true"].map(|on| {
        room.json(CHIEF, &["library", "set", "--four-eyes", on]);
        text(&room.json(CHIEF, &["article", "show", &id]), "status").to_owned()
    });
    assert_eq!(seen, ["in-review", "approved", "in-review"]);
    room.approved("Night buses to the harbour", BODY);
    let exported = room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    assert_eq!(text(&exported["held"][0], "reason"), "unconfirmed");
}

#[test]
fn an_undone_edit_brings_back_no_approval_that_the_rule_has_ended() {
    let room = Newsroom::staffed();
    room.json(CHIEF, &["library", "set", "--four-eyes", "false"]);
    let id = room.draft("Night buses to the harbour", BODY);
    room.json(CHIEF, &["article", "edit", &id, "--kicker", "Transport"]);
    room.json(CHIEF, &["article", "submit", &id]);
    room.json(CHIEF, &["review", "approve", &id]);
    room.json(WRITER, &["article", "edit", &id, "--kicker", "Harbour"]);
    room.json(CHIEF, &["library", "set", "--four-eyes", "true"]);
    room.json(WRITER, &["undo"]);
    let shown = room.json(WRITER, &["article", "show", &id]);
    assert_eq!(
        (text(&shown, "kicker"), text(&shown, "status")),
        ("Transport", "in-review")
    );
}

#[test]
fn a_section_has_two_stages_and_the_queue_says_which_waits() {
    let room = Newsroom::staffed();
    let set = [
        "library",
        "workflow",
        "Transport",
        "--stage",
        "desk=reviewer",
        "--stage",
        "legal=Edda Chief",
    ];
    assert_eq!(
        room.ask(WRITER, &set).refusal(),
        (1, "wrong-role".to_owned())
    );
    let shown = room.json(CHIEF, &set);
    assert_eq!(
        (
            text(&shown[0], "section"),
            shown[0]["stages"][1]["names"][0].as_str().unwrap()
        ),
        ("Transport", CHIEF)
    );
    let id = room.draft("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "submit", &id]);
    room.json(REVIEWER, &["review", "approve", &id]);
    let queue = room.run(&["review", "queue"]).out;
    assert!(queue.contains("legal"), "{queue}");
    for args in [&["article", "list"][..], &["article", "show", &id]] {
        let shown = room.run(args).out;
        assert!(shown.contains("in-review (legal)"), "{shown}");
    }
    let shown = room.json(WRITER, &["article", "show", &id]);
    assert_eq!(text(&shown, "stage"), "legal");
    assert_eq!(
        room.ask(REVIEWER, &["review", "approve", &id]).refusal(),
        (1, "not-your-stage".into())
    );
    let approved = room.json(CHIEF, &["review", "approve", &id]);
    assert_eq!(text(&approved, "status"), "approved");
    let table = room.run(&["library", "workflow"]).out;
    assert!(
        table.contains("desk (reviewer), then legal (Edda Chief)"),
        "{table}"
    );
    let usual = room.json(CHIEF, &["library", "workflow", "Transport", "--usual"]);
    assert_eq!(usual[0]["own"], false);
}

#[test]
fn a_stage_asks_for_checks_and_the_report_says_which_does() {
    let room = Newsroom::staffed();
    let workflow = |args: &[&str]| {
        let all = [&["library", "workflow", "Transport"], args].concat();
        room.ask(CHIEF, &all)
    };
    let stages = ["--stage", "desk=reviewer", "--stage", "legal=Edda Chief"];
    let asks = ["--check", "legal=no-lead-alt, skipped-heading"];
    workflow(&[&stages[..], &asks].concat()).value();
    // The stages stay as they are where only their checks are named.
    let set = workflow(&["--check", "legal=skipped-heading"]).value();
    assert_eq!(
        (
            &set[0]["stages"][1]["checks"],
            &set[0]["stages"][1]["names"][0]
        ),
        (&serde_json::json!(["skipped-heading"]), &CHIEF.into())
    );
    for (asks, refusal) in [
        ("legal=repeated-word", (1, "only-a-guess")),
        ("legal=no-such-thing", (2, "no-such-check")),
        ("law=no-credit", (2, "bad-workflow")),
    ] {
        let (status, code) = workflow(&["--check", asks]).refusal();
        assert_eq!((status, code.as_str()), refusal, "{asks}");
    }
    assert_eq!(workflow(&["--check", "legal"]).status, 2);
    let table = room.run(&["library", "workflow"]).out;
    assert!(
        table.contains("legal (Edda Chief; clean: skipped-heading)"),
        "{table}"
    );
    let body = "Boats.\n\n## By day\n\n#### By night\n\nNo boat.\n";
    let id = room.draft("Night buses to the harbour", body);
    room.json(WRITER, &["article", "submit", &id]);
    let early = room.run(&["check", &id]);
    let (out, status) = (early.out, early.status);
    assert!(
        status == 0 && out.contains("“legal” will not pass it like this."),
        "{out}"
    );
    room.json(REVIEWER, &["review", "approve", &id]);
    let found = room.run(&["check", &id]);
    assert!(
        found.out.contains("“legal” asks for this."),
        "{}",
        found.out
    );
    assert_eq!(found.status, 1);
    assert_eq!(
        room.ask(CHIEF, &["review", "approve", &id]).refusal(),
        (1, "skipped-heading".into())
    );
    let none = workflow(&["--check", "legal="]).value();
    assert_eq!(none[0]["stages"][1]["checks"], serde_json::json!([]));
}

#[test]
fn a_review_is_claimed_handed_over_and_due_on_a_day() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    room.json(WRITER, &["article", "submit", &id, "--due", "2026-01-02"]);
    room.json(REVIEWER, &["review", "claim", &id]);
    let row = |who: &str| room.json(who, &["review", "queue"])["items"][0].clone();
    let claimed = row(WRITER);
    has(&claimed, &["claimed_by", "due", "overdue", "since"]);
    assert_eq!(
        (
            text(&claimed, "claimed_by"),
            text(&claimed, "due"),
            &claimed["overdue"]
        ),
        (REVIEWER, "2026-01-02", &true.into())
    );
    let table = room.run(&["review", "queue"]).out;
    assert!(table.contains("2026-01-02 overdue"), "{table}");
    room.json(REVIEWER, &["review", "hand-over", &id, CHIEF]);
    assert_eq!(text(&row(WRITER), "claimed_by"), CHIEF);
    let mine = room.json(REVIEWER, &["review", "queue", "--mine"]);
    assert_eq!(mine["items"], serde_json::json!([]));
    room.json(CHIEF, &["review", "release", &id]);
    room.json(CHIEF, &["review", "due", &id]);
    assert_eq!(
        (&row(WRITER)["claimed_by"], &row(WRITER)["due"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn the_queue_comes_in_pages_what_waits_longest_first() {
    let room = Newsroom::staffed();
    let waiting = ["One", "Two", "Three"].map(|title| {
        let id = room.draft(title, BODY);
        room.json(WRITER, &["article", "submit", &id]);
        id
    });
    let first = room.json(REVIEWER, &["review", "queue", "--limit", "2"]);
    let after = ["review", "queue", "--after", text(&first, "next")];
    let rest = room.json(REVIEWER, &after);
    let ids: Vec<&str> = [&first, &rest]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap())
        .map(|item| text(item, "id"))
        .collect();
    assert_eq!(
        (ids.as_slice(), &rest["next"]),
        (&waiting.each_ref().map(String::as_str)[..], &Value::Null)
    );
}

#[test]
fn what_is_to_be_looked_at_again_stands_below_the_queue() {
    let room = Newsroom::staffed();
    let ids = ["One", "Two"].map(|title| room.approved(title, BODY));
    let out = room.path("site.zip");
    room.json(CHIEF, &["export", "--out", out.to_str().unwrap()]);
    room.json(WRITER, &["article", "recheck", &ids[0], "2026-02-01"]);
    room.json(WRITER, &["article", "recheck", &ids[1], "2026-01-01"]);
    let waiting = room.draft("Three", BODY);
    room.json(WRITER, &["article", "submit", &waiting]);
    let queue = room.json(REVIEWER, &["review", "queue"]);
    assert_eq!(text(&queue["items"][0], "id"), waiting);
    let row = &queue["again"]["items"][0];
    assert_eq!(
        (
            text(row, "id"),
            text(row, "on"),
            text(row, "waits"),
            &row["overdue"]
        ),
        (ids[1].as_str(), "2026-01-01", "look-again", &true.into())
    );
    let table = room.run(&["review", "queue"]).out;
    let (above, below) = table.split_once("To look at again:").unwrap();
    assert!(
        above.contains("Three") && below.contains("2026-01-01 overdue"),
        "{table}"
    );
    let first = room.json(REVIEWER, &["review", "queue", "--again", "--limit", "1"]);
    let next = text(&first, "next");
    let rest = room.json(REVIEWER, &["review", "queue", "--again", "--after", next]);
    assert_eq!(text(&rest["items"][0], "id"), ids[0]);
    let none = room.json("Mo Moderator", &["review", "queue", "--again", "--mine"]);
    assert_eq!(none["items"], serde_json::json!([]));

    let looked = ["article", "recheck", &ids[1], "9998-01-01", "--looked"];
    assert_eq!(
        room.ask("Mo Moderator", &looked).refusal(),
        (1, "wrong-role".into())
    );
    assert_eq!(text(&room.json(WRITER, &looked), "recheck"), "9998-01-01");
    let left = || room.run(&["review", "queue", "--again"]).out;
    assert!(
        !left().contains("Two") && left().contains("One"),
        "{}",
        left()
    );
    room.json(WRITER, &["undo"]);
    assert!(left().contains("Two"), "{}", left());
}

#[test]
fn submitting_says_which_of_anothers_words_were_changed_without_a_reason() {
    let room = Newsroom::staffed();
    let price = "The bus costs 1,200 crowns, and 40 guests fit in.\n";
    let id = room.draft("Night buses to the harbour", price);
    let file = room.file(
        "changed.md",
        price.replace("1,200", "1,300").replace("40", "50"),
    );
    room.json(CHIEF, &["article", "edit", &id, "--file", &file]);
    let submitted = room.json(CHIEF, &["article", "submit", &id]);
    let left = submitted["unexplained"].as_array().unwrap().clone();
    assert_eq!((left.len(), text(&left[0], "before")), (2, "1,200"));
    let (change, other) = (text(&left[0], "change"), text(&left[1], "change"));
    room.json(CHIEF, &["article", "recall", &id]);
    let why = format!("{}=The bill says so.", &change[..8]);
    let said = room.run(&["--as", CHIEF, "article", "submit", &id, "--why", &why]);
    let command = format!("copydesk review why {id} {} --why", &other[..8]);
    assert!(said.out.contains(&command), "{}", said.out);
    assert!(!said.out.contains(&change[..8]), "{}", said.out);
    let checked = room.run(&["--as", CHIEF, "check", &id]);
    assert!(checked.out.contains(&command), "{}", checked.out);
    let read = room.json(REVIEWER, &["review", "read", &id]);
    assert_eq!(read["others"][0]["why"], "The bill says so.");
    let plain = ["article", "submit", &id, "--why", "because"];
    assert_eq!(room.ask(CHIEF, &plain).status, 2);
}
