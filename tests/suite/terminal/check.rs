//! What the checks find: dismissed where it is a guess, and weighed by the library's settings.

use super::{CHIEF, MODERATOR, REVIEWER, WRITER, text};
use crate::newsroom::Newsroom;
use serde_json::Value;

const TWICE: &str = "The last bus leaves leaves the harbour at midnight.\n";

/// What the checks say of an article, of one code.
fn found(room: &Newsroom, id: &str, code: &str) -> Option<Value> {
    let run = room.ask(WRITER, &["check", id]);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let all = told["checks"].as_array().unwrap();
    all.iter().find(|one| one["code"] == code).cloned()
}

#[test]
fn a_guess_is_dismissed_by_the_letters_behind_it_until_its_passage_changes() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", TWICE);
    let one = found(&room, &id, "repeated-word").unwrap();
    let passage = text(&one, "passage")[..8].to_owned();
    let shown = room.run(&["check", &id]).out;
    assert!(
        shown.contains(&format!("[repeated-word {passage}]")),
        "{shown}"
    );
    let dismiss = ["check", &id, "--dismiss", &passage];
    assert_eq!(
        room.ask(MODERATOR, &dismiss).refusal(),
        (1, "wrong-role".into())
    );
    let done = room.run(&[&["--as", WRITER], &dismiss[..]].concat());
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.out.contains("stays as it is in"), "{}", done.out);
    assert!(!done.out.contains("repeated-word"), "{}", done.out);
    assert_eq!(found(&room, &id, "repeated-word"), None);
    assert_eq!(
        room.ask(WRITER, &dismiss).refusal(),
        (3, "no-such-alarm".into())
    );
    // An edit elsewhere leaves it dismissed; one of its passage has it count again.
    let more = room.file("more.md", format!("{TWICE}\nAnother one comes at noon.\n"));
    room.json(WRITER, &["article", "edit", &id, "--file", &more]);
    assert_eq!(found(&room, &id, "repeated-word"), None);
    let other = room.file("other.md", TWICE.replace("midnight", "noon"));
    room.json(WRITER, &["article", "edit", &id, "--file", &other]);
    assert!(found(&room, &id, "repeated-word").is_some());
    let back = room.file("back.md", TWICE);
    room.json(WRITER, &["article", "edit", &id, "--file", &back]);
    let again = ["check", &id, "--bring-back", &passage];
    room.ask(REVIEWER, &again).value();
    assert!(found(&room, &id, "repeated-word").is_some());
    room.json(REVIEWER, &["undo"]);
    assert_eq!(found(&room, &id, "repeated-word"), None);
}

#[test]
fn a_library_says_what_each_check_weighs_and_no_guess_blocks() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", TWICE);
    let set = |who: &str, weight: &str| room.ask(who, &["library", "set", "--check", weight]);
    assert_eq!(
        set(WRITER, "no-credit=off").refusal(),
        (1, "wrong-role".into())
    );
    assert_eq!(
        set(CHIEF, "repeated-word=block").refusal(),
        (1, "only-a-guess".into())
    );
    assert_eq!(
        set(CHIEF, "no-such=warn").refusal(),
        (2, "no-such-check".into())
    );
    assert_eq!(set(CHIEF, "no-credit=loud").status, 2);
    set(CHIEF, "repeated-word=off").value();
    assert_eq!(found(&room, &id, "repeated-word"), None);
    set(CHIEF, "no-section=block").value();
    room.json(WRITER, &["article", "edit", &id, "--section", ""]);
    assert_eq!(
        text(&found(&room, &id, "no-section").unwrap(), "level"),
        "block"
    );
    assert_eq!(room.ask(WRITER, &["check", &id]).status, 1);
    assert_eq!(
        room.ask(WRITER, &["article", "submit", &id]).refusal(),
        (1, "no-section".into())
    );
    let all = room.json(WRITER, &["library", "checks"]);
    let weight = |code: &str| {
        let all = all["items"].as_array().unwrap();
        let one = all.iter().find(|one| one["code"] == code).unwrap();
        text(one, "weight").to_owned()
    };
    assert_eq!(
        (weight("repeated-word"), weight("no-section")),
        ("off".into(), "block".into())
    );
    room.json(CHIEF, &["undo"]);
    room.json(WRITER, &["article", "submit", &id]);
}
