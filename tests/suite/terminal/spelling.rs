//! Misspelt words and the newsroom's own, in the terminal.

use super::{WRITER, has};
use crate::newsroom::Newsroom;

#[test]
fn an_articles_misspelt_words_are_listed_with_their_lines() {
    let room = Newsroom::staffed();
    let id = room.draft(
        "Teh night buses",
        "The last bsu leaves.\n\n🚌 It was Vrabnok who saw it, at midnihgt.\n",
    );
    let found = room.run(&["--json", "article", "spell", &id]).value();
    has(&found, &["language", "dictionary", "items", "next"]);
    let items = found["items"].as_array().unwrap().iter();
    let told: Vec<_> = items
        .map(|one| {
            (
                one["field"].as_str().unwrap(),
                one["line"].as_i64().unwrap(),
                one["word"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("title", 1, "Teh"),
            ("body", 1, "bsu"),
            ("body", 3, "Vrabnok"),
            ("body", 3, "midnihgt")
        ]
    );
    assert_eq!(found["items"][2]["name"], true);
    let spoken = room.run(&["article", "spell", &id]);
    assert!(
        spoken.out.contains("body   3     Vrabnok   a name?"),
        "{}",
        spoken.out
    );
    room.json(WRITER, &["article", "edit", &id, "--language", "tlh"]);
    let spoken = room.run(&["article", "spell", &id]);
    assert_eq!(
        (spoken.status, spoken.out.as_str()),
        (
            0,
            "There is no dictionary for tlh here; nothing was checked.\n"
        )
    );
}

#[test]
fn the_newsrooms_words_are_added_listed_and_taken_out() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses", "Then Vrabnok saw Zelimkhan.\n");
    room.json(
        WRITER,
        &[
            "library",
            "words",
            "add",
            "Vrabnok",
            "Zelimkhan",
            "--language",
            "en",
        ],
    );
    let listed = room.run(&["--json", "library", "words", "list"]).value();
    has(&listed["items"][0], &["language", "word", "by", "at"]);
    assert_eq!(listed["items"][1]["word"], "Zelimkhan");
    assert_eq!(
        room.run(&["article", "spell", &id]).out,
        "No word is misspelt.\n"
    );
    room.json(WRITER, &["library", "words", "remove", "Vrabnok"]);
    let found = room.run(&["--json", "article", "spell", &id]).value();
    assert_eq!(found["items"][0]["word"], "Vrabnok");
    let again = room.ask(WRITER, &["library", "words", "remove", "Vrabnok"]);
    assert_eq!(again.refusal(), (1, "no-such-word".into()));
    assert_eq!(
        room.run(&["--json", "library", "words", "add", "x"])
            .refusal(),
        (2, "no-person".into())
    );
}
