//! Notes in threads: answered, resolved, opened again, taken back; who is called upon in them; and many of them.

use crate::office::{
    CHIEF, MODERATOR, OTHER_REVIEWER, OTHER_WRITER, Office, REVIEWER, THIRD_WRITER, WRITER,
};
use serde_json::{Value, json};

/// Makes a note on the first occurrence of some words; gives its id.
fn note(office: &Office, who: &str, article: &str, quote: &str, text: &str) -> Value {
    let ask = json!({"article": article, "quote": quote, "nth": 1, "text": text});
    office.does(who, "review_note", ask)["id"].clone()
}

fn reply(office: &Office, who: &str, note: &Value, text: &str) -> Value {
    let ask = json!({"note": note, "text": text});
    office.does(who, "review_reply", ask)["id"].clone()
}

/// The notes on an article, each with what was answered to it.
fn notes(office: &Office, article: &str) -> Vec<Value> {
    let page = office.does("", "review_notes", json!({"article": article}));
    page["items"].as_array().unwrap().clone()
}

/// The only note on an article: its state, and the replies to it.
fn thread(office: &Office, article: &str) -> (String, Vec<String>) {
    let all = notes(office, article);
    assert_eq!(all.len(), 1, "{all:?}");
    let said = |one: &Value| {
        let part = |name: &str| one[name].as_str().unwrap().to_owned();
        format!("{}: {}", part("author"), part("text"))
    };
    let replies = all[0]["replies"].as_array().unwrap().iter();
    (
        all[0]["state"].as_str().unwrap().to_owned(),
        replies.map(said).collect(),
    )
}

/// Whose notes wait on someone's desk, by the name of who asks.
fn asked(office: &Office, who: &str) -> Vec<String> {
    let cards = office.does(who, "desk_show", json!({}))["waiting"].clone();
    let of_notes = cards.as_array().unwrap().iter();
    let of_notes = of_notes.filter(|card| card["go"] == "note");
    let named: Vec<String> = of_notes
        .map(|card| {
            assert!(card["note"].is_string() && card["article"].is_string());
            let line = card["line"].as_str().unwrap();
            line.split_once(" asks you").unwrap().0.to_owned()
        })
        .collect();
    let listed = office.does(who, "review_mentions", json!({}))["items"].clone();
    assert_eq!(listed.as_array().unwrap().len(), named.len(), "{listed}");
    named
}

#[test]
fn an_answer_to_an_answer_joins_the_thread() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let first = note(&office, REVIEWER, &id, "midnight", "Says who?");
    let answer = reply(&office, WRITER, &first, "The timetable.");
    reply(&office, REVIEWER, &answer, "Which one?");
    let said = [
        format!("{WRITER}: The timetable."),
        format!("{REVIEWER}: Which one?"),
    ];
    assert_eq!(thread(&office, &id), ("open".into(), said.into()));
    // A thread is resolved and opened as one, whichever part of it is named.
    office.does(WRITER, "review_resolve", json!({"note": answer}));
    assert_eq!(thread(&office, &id).0, "resolved");
    let code = |command, note: &Value| office.code(WRITER, command, json!({"note": note}));
    assert_eq!(code("review_resolve", &first), "resolved-already");
    assert_eq!(code("review_reopen", &first), "ok");
    assert_eq!(code("review_reopen", &answer), "open-already");
    assert_eq!(thread(&office, &id).0, "open");
}

#[test]
fn a_reply_opens_what_was_resolved_and_undo_closes_it_again() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let first = note(&office, REVIEWER, &id, "midnight", "Says who?");
    office.does(WRITER, "review_resolve", json!({"note": first}));
    let ask = json!({"note": first, "text": "It is not."});
    assert_eq!(office.does(REVIEWER, "review_reply", ask)["reopened"], true);
    assert_eq!(thread(&office, &id).0, "open");
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!(thread(&office, &id), ("resolved".into(), vec![]));
    // The writer's own step lies before it, and can still be taken back.
    office.does(WRITER, "undo", json!({}));
    assert_eq!(thread(&office, &id).0, "open");
}

#[test]
fn a_note_that_is_taken_back_is_gone_until_someone_answered_it() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    note(&office, REVIEWER, &id, "midnight", "A lantern or a lamp?");
    let found = |words: &str| {
        let hits = office.does("", "search", json!({"query": words}));
        hits["items"].as_array().unwrap().len()
    };
    assert_eq!(found("lantern"), 1);
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!((notes(&office, &id), found("lantern")), (vec![], 0));

    let first = note(&office, REVIEWER, &id, "midnight", "Says who?");
    reply(&office, WRITER, &first, "The almanac.");
    let hit = &office.does("", "search", json!({"query": "almanac"}))["items"][0];
    assert_eq!(hit["passage"]["quote"], "midnight", "{hit}");
    assert_eq!(office.code(REVIEWER, "undo", json!({})), "built-on");
    office.does(WRITER, "undo", json!({}));
    assert_eq!(found("almanac"), 0);
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!(notes(&office, &id), Vec::<Value>::new());
    // Nobody's answer is left without what it answers.
    let first = note(&office, REVIEWER, &id, "midnight", "Says who?");
    reply(&office, WRITER, &first, "The timetable.");
    reply(&office, OTHER_WRITER, &first, "The old one.");
    assert_eq!(office.code(WRITER, "undo", json!({})), "built-on");
}

#[test]
fn what_lies_in_the_bin_is_answered_by_nobody() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let first = note(&office, REVIEWER, &id, "midnight", "@Wim, says who?");
    assert_eq!(asked(&office, WRITER), [REVIEWER]);
    office.does(WRITER, "article_bin", json!({"article": id}));
    let ask = json!({"note": first, "text": "The timetable."});
    for command in ["review_reply", "review_resolve", "review_reopen"] {
        assert_eq!(office.code(WRITER, command, ask.clone()), "in-the-bin");
    }
    assert_eq!(asked(&office, WRITER), [""; 0]);
}

#[test]
fn a_reply_that_says_nothing_or_too_much_is_refused() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let first = note(&office, REVIEWER, &id, "midnight", "Says who?");
    note(&office, REVIEWER, &id, "quay", "Which one?");
    let code = |note: &Value, text: &str| {
        office.code(WRITER, "review_reply", json!({"note": note, "text": text}))
    };
    assert_eq!(code(&first, " \n"), "no-note");
    assert_eq!(code(&first, &"long ".repeat(5_000)), "too-long");
    assert_eq!(code(&json!("0"), "The timetable."), "ambiguous-id");
    assert_eq!(code(&json!("none"), "The timetable."), "no-such-note");
}

#[test]
fn who_is_called_upon_has_it_on_their_desk_until_they_answer_or_it_is_resolved() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let first = note(
        &office,
        REVIEWER,
        &id,
        "midnight",
        "@Wim Writer, says who? @Mo knows. @Rhea, that is me.",
    );
    assert_eq!(asked(&office, WRITER), [REVIEWER]);
    assert_eq!(asked(&office, MODERATOR), [REVIEWER]);
    assert_eq!(asked(&office, REVIEWER), [""; 0], "nobody asks themselves");
    reply(&office, WRITER, &first, "The timetable. @Wanda Writer?");
    assert_eq!(asked(&office, WRITER), [""; 0]);
    assert_eq!(asked(&office, MODERATOR), [REVIEWER], "another's answer");
    assert_eq!(asked(&office, OTHER_WRITER), [WRITER]);
    // Asked again after one's answer, one is asked again; and taking the answer back is no answer.
    reply(&office, OTHER_REVIEWER, &first, "Which one, @wim?");
    assert_eq!(asked(&office, WRITER), [OTHER_REVIEWER]);
    reply(&office, WRITER, &first, "The winter one.");
    assert_eq!(asked(&office, WRITER), [""; 0]);
    office.does(WRITER, "undo", json!({}));
    assert_eq!(asked(&office, WRITER), [OTHER_REVIEWER]);

    office.does(REVIEWER, "review_resolve", json!({"note": first}));
    for who in [WRITER, OTHER_WRITER, MODERATOR] {
        assert_eq!(asked(&office, who), [""; 0], "{who}");
    }
    office.does(REVIEWER, "review_reopen", json!({"note": first}));
    assert_eq!(asked(&office, MODERATOR), [REVIEWER]);
}

#[test]
fn a_name_that_nobody_has_is_told_and_the_note_is_made() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let name = json!({"name": "Wim Waters", "roles": ["writer"]});
    office.does(CHIEF, "person_add", name);
    let ask = json!({"article": id, "quote": "midnight",
        "text": "@Nils, @Wim and @Wolf Writer: who was it? Mail a@b.example."});
    let made = office.does(REVIEWER, "review_note", ask);
    assert_eq!(made["mentioned"], json!([THIRD_WRITER]));
    assert_eq!(
        made["told"],
        "Nobody called “Nils” works here. More than one person is called “Wim”: write the whole name."
    );
    assert_eq!(thread(&office, &id).0, "open");
    assert_eq!(asked(&office, THIRD_WRITER), [REVIEWER]);
    let ask = json!({"note": made["id"], "text": "Wolf was there."});
    let made = office.does(THIRD_WRITER, "review_reply", ask);
    assert_eq!(
        (&made["told"], &made["mentioned"]),
        (&Value::Null, &json!([]))
    );
}

#[test]
fn the_check_leads_to_the_open_note_that_stands_first() {
    let office = Office::staffed();
    let id = office.submitted("A ferry for Sundays");
    note(&office, REVIEWER, &id, "midnight", "Says who?");
    let second = note(&office, REVIEWER, &id, "old quay", "Which one?");
    let alarm = || {
        let found = office.does("", "article_check", json!({"article": id}));
        let all = found.as_array().unwrap();
        let alarm = all.iter().find(|one| one["code"] == "open-notes");
        alarm.cloned().unwrap_or_default()
    };
    let body = office.does("", "article_read", json!({"article": id}))["body"].clone();
    let body = body.as_str().unwrap();
    let leads = |alarm: &Value, quote: &str| {
        let start = u64::try_from(body.find(quote).unwrap()).unwrap();
        assert_eq!(
            (&alarm["field"], &alarm["quote"]),
            (&json!("body"), &json!(quote))
        );
        assert_eq!(alarm["start"], start, "{alarm}");
    };
    leads(&alarm(), "old quay");
    assert_eq!(alarm()["message"], "2 notes are open.");
    office.does(WRITER, "review_resolve", json!({"note": second}));
    leads(&alarm(), "midnight");
    // In what is being typed it is where it stands there; where its words are gone, it is among the notes.
    let seen = office.does(WRITER, "article_show", json!({"article": id}));
    let mut content = seen["head"].clone();
    content["body"] = format!("Täglich. {body}").into();
    let ask = json!({"article": id, "content": content});
    let found = office.does(WRITER, "article_check", ask)[0].clone();
    let start = body.find("midnight").unwrap() + "Taglich. ".len();
    assert_eq!(
        (&found["quote"], &found["start"]),
        (&json!("midnight"), &json!(start))
    );
    let gone = json!({"article": id, "body": "The quay is closed."});
    office.does(WRITER, "article_edit", gone);
    assert_eq!(
        (&alarm()["field"], &alarm()["quote"]),
        (&json!("notes"), &Value::Null)
    );
}

#[test]
fn an_edit_takes_a_notes_words_away_and_its_undo_brings_them_back() {
    let office = Office::staffed();
    let id = office.submitted("A ferry for Sundays");
    let first = note(&office, REVIEWER, &id, "at midnight", "Says who?");
    let place = || {
        let seen = office.does(WRITER, "article_show", json!({"article": id}));
        let note = &seen["notes"][0];
        (note["state"].clone(), note["start"].clone())
    };
    let before = place();
    assert_eq!(before.0, "open");
    let noon = "A ferry for Sundays.\n\nThe last boat leaves the old quay at noon.\n";
    office.does(WRITER, "article_edit", json!({"article": id, "body": noon}));
    assert_eq!(place(), (json!("detached"), Value::Null));
    assert_eq!(notes(&office, &id)[0]["quote"], "at midnight");
    // Detached it is open still, and what is said of it is no matter of where it stands.
    reply(&office, WRITER, &first, "It leaves at noon now.");
    office.does(WRITER, "article_submit", json!({"article": id}));
    let approve = || office.code(REVIEWER, "review_approve", json!({"article": id}));
    assert_eq!(approve(), "open-notes");
    for _ in 0..3 {
        office.does(WRITER, "undo", json!({}));
    }
    assert_eq!(place(), before);
    assert_eq!(thread(&office, &id), ("open".into(), vec![]));
    office.does(WRITER, "review_resolve", json!({"note": first}));
    assert_eq!(approve(), "ok");
}

#[test]
fn a_note_that_holds_markup_is_kept_to_the_letter() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let text = "<img src=x onerror=alert(1)> **not bold** & `<b>`\n\n<script>alert(2)</script>";
    let first = note(&office, REVIEWER, &id, "midnight", text);
    reply(&office, WRITER, &first, text);
    let all = notes(&office, &id);
    assert_eq!(
        (&all[0]["text"], &all[0]["replies"][0]["text"]),
        (&json!(text), &json!(text))
    );
    let page = office.does(WRITER, "preview", json!({"article": id}));
    assert!(!page["html"].as_str().unwrap().contains("onerror"));
}

/// Sentences that each text has once, ten in a paragraph.
fn sentences(count: usize) -> Vec<String> {
    (0..count)
        .map(|n| format!("Boat {n} left quay {} at noon.", n % 7))
        .collect()
}

fn body_of(sentences: &[String]) -> String {
    let paragraphs: Vec<String> = sentences.chunks(10).map(|some| some.join(" ")).collect();
    paragraphs.join("\n\n")
}

#[test]
fn five_thousand_notes_on_one_article_are_followed_listed_and_counted() {
    const NOTES: usize = 5_000;
    const PASSAGES: usize = 500;
    let office = Office::staffed();
    let id = office.draft("A day at the quay");
    let mut lines = sentences(PASSAGES);
    let edit = |lines: &[String]| json!({"article": id, "body": body_of(lines)});
    office.does(WRITER, "article_edit", edit(&lines));
    for n in 0..NOTES {
        let quote = format!("Boat {} left", n % PASSAGES);
        note(
            &office,
            REVIEWER,
            &id,
            &quote,
            &format!("Is number {n} right?"),
        );
    }
    // The first ten sentences go, the others move.
    lines.drain(..10);
    lines.insert(0, "It was a long day.".into());
    office.does(WRITER, "article_edit", edit(&lines));
    let pages = |ask: Value| {
        let (mut states, mut ask) = (vec![], ask);
        loop {
            let page = office.does("", "review_notes", ask.clone());
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= 1000);
            states.extend(
                items
                    .iter()
                    .map(|one| one["state"].as_str().unwrap().to_owned()),
            );
            if page["next"].is_null() {
                return states;
            }
            ask["after"] = page["next"].clone();
        }
    };
    let count = |states: &[String], state: &str| states.iter().filter(|one| *one == state).count();
    let all = pages(json!({"article": id, "limit": 1000}));
    assert_eq!(count(&all, "detached"), 10 * NOTES / PASSAGES);
    assert_eq!(count(&all, "open"), NOTES - 10 * NOTES / PASSAGES);
    let seen = office.does(WRITER, "article_show", json!({"article": id}));
    assert_eq!(seen["notes"].as_array().unwrap().len(), NOTES);
    assert_eq!(seen["blocks_approval"], json!(["5,000 notes are open."]));
    let first = seen["notes"][0]["id"].clone();
    office.does(WRITER, "review_resolve", json!({"note": first}));
    let open = json!({"article": id, "resolved": false, "limit": 1000});
    assert_eq!(pages(open).len(), NOTES - 1);
    let resolved = json!({"article": id, "resolved": true});
    assert_eq!(pages(resolved), ["resolved"]);
    assert_eq!(
        office.code("", "review_notes", json!({"article": id, "after": "3"})),
        "bad-cursor"
    );
}

#[test]
fn a_passage_that_was_selected_on_the_page_is_the_one_that_the_note_is_about() {
    let office = Office::staffed();
    let id = office.draft("A map of Berlin");
    let body = "[The map](https://maps.example/Berlin) of Berlin.\n\n*Berlin* has 𝔅 canals.\n";
    office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
    let rows = office.does("", "review_read", json!({"article": id}))["rows"].take();
    let words = |row: usize, nth: usize| &rows[row]["words"][nth];
    assert_eq!(
        *words(0, 1),
        json!({"at": 7, "length": 11, "from": 38, "to": 49})
    );
    // The first Berlin of the page is the second of the source, and the second of the page the third.
    for (stretch, within) in [(words(0, 1), 4), (words(1, 0), 0)] {
        let start = stretch["from"].as_u64().unwrap() + within;
        let ask = json!({"article": id, "quote": "Berlin", "start": start, "text": "Which?"});
        let made = office.does(REVIEWER, "review_note", ask.clone());
        assert_eq!(made["start"], start);
        let mut other = ask;
        other["start"] = json!(start + 1);
        assert_eq!(
            office.code(REVIEWER, "review_note", other),
            "quote-not-found"
        );
    }
}
