//! Suggestions in the terminal.

use super::{BODY, REVIEWER, WRITER, has, text};
use crate::newsroom::Newsroom;
use serde_json::Value;

const OTHER: &str = "Edda Chief";

#[test]
fn a_passage_is_suggested_listed_accepted_rejected_and_taken_back() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let suggest = |quote: &str, with: &str| {
        let args = ["review", "suggest", &id, "--quote", quote, "--with", with];
        room.ask(REVIEWER, &args)
    };
    assert_eq!(
        suggest("tram", "bus").refusal(),
        (1, "quote-not-found".into())
    );
    assert_eq!(
        suggest("leave", "go").refusal(),
        (1, "quote-ambiguous".into())
    );
    let made = suggest("midnight", "noon").value();
    has(&made, &["words", "undo", "suggestions"]);
    let first = made["suggestions"][0].as_str().unwrap();
    suggest("last bus", "last tram").value();
    suggest(" an hour", "").value();
    let list = |more: &[&str]| {
        let args = [&["review", "suggestions", &id], more].concat();
        room.json(WRITER, &args)["items"].clone()
    };
    has(
        &list(&[])[0],
        &["id", "was", "proposed", "author", "state", "at", "start"],
    );
    assert_eq!(list(&[]).as_array().unwrap().len(), 3);
    let nth = |nth: usize| text(&list(&["--all"])[nth], "id").to_owned();
    let shown = room
        .run(&["--as", WRITER, "review", "suggestions", &id])
        .out;
    assert!(shown.contains("[-midnight-]{+noon+}"), "{shown}");
    assert!(shown.contains("last [-bus-]{+tram+}"), "{shown}");

    let accepted = room.json(WRITER, &["review", "accept", &id, first]);
    assert_eq!(text(&accepted, "body"), BODY.replace("midnight", "noon"));
    let again = room.ask(WRITER, &["review", "accept", &id, first]);
    assert_eq!(again.refusal(), (1, "decided-already".into()));
    let args = ["review", "reject", &id, &nth(1), "--why", "It is a bus."];
    let said = room.run(&[&["--as", WRITER], &args[..]].concat()).out;
    assert_eq!(
        said,
        format!("Rejected {REVIEWER}’s suggestion: “tram” for “bus”\n")
    );
    let other = room.ask(OTHER, &["review", "take-back", &id, &nth(2)]);
    assert_eq!(other.refusal(), (1, "not-yours".into()));
    room.json(REVIEWER, &["review", "take-back", &id, &nth(2)]);
    assert_eq!(list(&[]), Value::Array(vec![]));
    let states: Vec<_> = list(&["--all"])
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(one, "state").to_owned())
        .collect();
    assert_eq!(states, ["accepted", "rejected", "taken-back"]);
    let shown = room
        .run(&["--as", WRITER, "review", "suggestions", &id, "--all"])
        .out;
    assert!(shown.contains("It is a bus."), "{shown}");
    let history = room.run(&["article", "history", &id]).out;
    assert!(
        history.contains("accepted Rhea Reviewer’s suggestion"),
        "{history}"
    );
}

#[test]
fn a_whole_text_is_suggested_and_all_of_it_accepted_at_once() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let typed = BODY
        .replace("midnight", "noon")
        .replace("an hour", "two hours");
    let file = room.file("typed.md", &typed);
    let args = ["review", "suggest", &id, "--file", &file];
    let made = room.json(REVIEWER, &args);
    assert_eq!(made["suggestions"].as_array().unwrap().len(), 2);
    room.json(WRITER, &["article", "submit", &id]);
    let approve = room.ask(REVIEWER, &["review", "approve", &id]);
    assert_eq!(approve.refusal(), (1, "open-suggestions".into()));
    assert_eq!(room.run(&["check", &id]).status, 1);
    let accepted = room.json(WRITER, &["review", "accept", &id, "--all"]);
    assert_eq!(text(&accepted, "body"), typed);
    let fed = ["--as", REVIEWER, "review", "suggest", &id, "--file", "-"];
    let run = room.feed(&fed, typed.as_bytes());
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(
        run.err.starts_with("error[nothing-to-suggest]"),
        "{}",
        run.err
    );
    for bad in [
        &["review", "suggest", &id][..],
        &["review", "suggest", &id, "--quote", "noon"],
        &["review", "suggest", &id, "--with", "noon"],
        &["review", "accept", &id],
        &["review", "accept", &id, "0", "--all"],
    ] {
        assert_eq!(room.ask(WRITER, bad).status, 2, "{bad:?}");
    }
}
