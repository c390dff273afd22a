//! What a moderator does at the queue, and what the page, the list and the terminal say of it.

use super::{all, import, line, newsroom, saying, shown, sound};
use crate::office::{MODERATOR, Office};
use serde_json::{Value, json};
use std::{fs, io::Read, path::Path};

/// A comment that waits, each by another reader.
fn waits(id: &str, body: &str) -> Value {
    line(id, body, json!({"state": "pending", "author": id}))
}

fn decide(office: &Office, body: &str, state: &str) {
    let id = saying(office, body)["id"].clone();
    let ask = json!({"comments": [id], "state": state});
    office.does(MODERATOR, "comment_decide", ask);
}

fn answer(office: &Office, to: &Value, text: &str) -> Value {
    let ask = json!({"comment": to["id"], "text": text});
    office.does(MODERATOR, "comment_reply", ask)
}

/// The files of a bundle that hold a text, also those within its book.
fn holding(dir: &Path, text: &str) -> Vec<String> {
    let mut found = vec![];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
            continue;
        }
        let mut said = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        if path.extension().is_some_and(|end| end == "epub") {
            let mut book = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
            for nth in 0..book.len() {
                let mut bytes = vec![];
                book.by_index(nth).unwrap().read_to_end(&mut bytes).unwrap();
                said.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
        if said.contains(text) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn the_newsrooms_answer_prints_only_with_what_it_answers() {
    let office = Office::staffed();
    office.approved("Night trams");
    import(
        &office,
        &["held", "rejected", "spam", "waits", "good"].map(|one| waits(one, one)),
    );
    for (body, state) in [
        ("held", "held"),
        ("rejected", "rejected"),
        ("spam", "spam"),
        ("good", "published"),
    ] {
        decide(&office, body, state);
    }
    for body in ["held", "rejected", "spam", "waits"] {
        let id = answer(&office, &saying(&office, body), "It goes to nobody");
        // Neither does what the newsroom adds to it.
        answer(&office, &json!({"id": id}), "Nor does this");
    }
    answer(&office, &saying(&office, "good"), "It goes to somebody");
    let out = office.release("bundle");
    assert_eq!(holding(&out, "It goes to nobody"), Vec::<String>::new());
    assert_eq!(holding(&out, "Nor does this"), Vec::<String>::new());
    let parts = holding(&out, "It goes to somebody");
    for part in ["/site/", "/wxr/", "/jsonl/", "surroundings.json"] {
        assert!(
            parts.iter().any(|file| file.contains(part)),
            "{part}: {parts:#?}"
        );
    }
    // Once its comment is published, so is the answer.
    decide(&office, "waits", "published");
    let page = super::decisions::pages(&office.release("again"));
    assert_eq!(page.matches("It goes to nobody").count(), 1);
    assert_eq!(page.matches("Nor does this").count(), 1);
    sound(&office);
}

#[test]
fn what_was_done_to_several_at_once_is_called_so_when_it_is_taken_back() {
    let (office, ..) = newsroom();
    let waiting: Vec<Value> = (0..30)
        .map(|nth| waits(&nth.to_string(), &format!("Remark {nth}")))
        .collect();
    import(&office, &waiting);
    let ids: Vec<Value> = (0..30)
        .map(|nth| saying(&office, &format!("Remark {nth}"))["id"].clone())
        .collect();
    for (many, state, said) in [
        (2, "published", "published 2 comments"),
        (2, "spam", "marked 2 comments as spam"),
        (30, "published", "published 30 comments"),
        (30, "spam", "marked 30 comments as spam"),
    ] {
        let ask = json!({"comments": &ids[..many], "state": state});
        office.does(MODERATOR, "comment_decide", ask);
        let undone = office.does(MODERATOR, "comment_undo", json!({}));
        assert_eq!(undone["words"], format!("Taken back: {said}"));
        assert_eq!(saying(&office, "Remark 1")["state"], "pending");
    }
}

#[test]
fn undo_at_the_queue_goes_back_through_whatever_was_done_there() {
    let (office, ..) = newsroom();
    import(&office, &[waits("a", "First"), waits("b", "Second")]);
    decide(&office, "First", "published");
    let second = saying(&office, "Second");
    let ban = json!({"commenter": second["commenter"], "days": 7});
    office.does(MODERATOR, "commenter_ban", ban);
    let reply = answer(&office, &second, "An answer");
    let undo = || office.does(MODERATOR, "comment_undo", json!({}))["words"].clone();
    let states = || {
        let banned = !saying(&office, "Second")["banned"].is_null();
        let first = saying(&office, "First")["state"].clone();
        (all(&office, json!({})).len(), banned, first)
    };
    assert_eq!(states(), (3, true, json!("published")));
    assert_eq!(undo(), "Taken back: answered a comment on “Night trams”");
    assert_eq!(states(), (2, true, json!("published")), "{reply}");
    assert_eq!(undo(), "Taken back: banned a commenter for a while");
    assert_eq!(states(), (2, false, json!("published")));
    assert_eq!(undo(), "Taken back: published a comment on “Night trams”");
    assert_eq!(states(), (2, false, json!("pending")));
    // What came in is no act at the queue.
    assert_eq!(
        office.code(MODERATOR, "comment_undo", json!({})),
        "nothing-to-undo"
    );
    assert_eq!(all(&office, json!({})).len(), 2);
    sound(&office);
}

#[test]
fn words_of_which_nothing_can_be_looked_for_hold_nothing() {
    let (office, ..) = newsroom();
    import(
        &office,
        &[waits("a", "First!!!"), waits("b", "Second \"two\"")],
    );
    for words in ["!!!", "\"", " ", "…—", "🙂"] {
        let ask = json!({"all": {"words": words}, "state": "spam"});
        assert_eq!(
            office.code(MODERATOR, "comment_decide", ask),
            "no-words",
            "{words}"
        );
        let ask = json!({"words": words});
        assert_eq!(
            office.code(MODERATOR, "comment_list", ask),
            "no-words",
            "{words}"
        );
        let run = office.room.ask(
            MODERATOR,
            &["comment", "decide", "--all", "--words", words, "--spam"],
        );
        assert_eq!(run.refusal(), (2, "no-words".into()), "{words}");
    }
    assert_eq!(all(&office, json!({"state": "pending"})).len(), 2);
    assert_eq!(all(&office, json!({"words": "two!"})).len(), 1);
}

#[test]
fn the_terminal_shows_what_a_comment_answers() {
    let (office, ..) = newsroom();
    let long = format!("Is the mill\nopen {}?", "so ".repeat(100));
    let below = json!({"state": "pending", "parent": "a", "author": "Tom"});
    import(
        &office,
        &[waits("a", &long), line("b", "I think not", below)],
    );
    let id = saying(&office, "I think not")["id"].clone();
    let said = office
        .room
        .run(&["comment", "show", id.as_str().unwrap()])
        .out;
    assert!(
        said.contains("said before: Is the mill open so so"),
        "{said}"
    );
    let above = said
        .lines()
        .find(|line| line.contains("said before"))
        .unwrap();
    assert!(
        above.ends_with('…') && above.chars().count() < 250,
        "{above}"
    );
}

#[test]
fn what_is_published_has_no_reason_and_its_sender_reads_none() {
    let (office, ..) = newsroom();
    import(&office, &[waits("a", "First")]);
    let id = saying(&office, "First")["id"].clone();
    for more in [
        json!({"reason": "spam"}),
        json!({"reason": "other", "text": "Because"}),
        json!({"text": "Because"}),
    ] {
        let mut ask = json!({"comments": [id], "state": "published"});
        ask.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        assert_eq!(
            office.code(MODERATOR, "comment_decide", ask),
            "needs-no-reason",
            "{more}"
        );
    }
    let ask = [
        "comment",
        "decide",
        id.as_str().unwrap(),
        "--publish",
        "--reason",
        "spam",
    ];
    assert_eq!(
        office.room.ask(MODERATOR, &ask).refusal(),
        (2, "needs-no-reason".into())
    );
    assert_eq!(shown(&office, &id)["state"], "pending");
    let spam = json!({"comments": [id], "state": "spam", "reason": "spam"});
    office.does(MODERATOR, "comment_decide", spam);
    let told = shown(&office, &id)["statement"].clone();
    assert!(
        told.as_str()
            .unwrap()
            .contains("was not published because it advertises"),
        "{told}"
    );
    // Its source says something else than what was decided on: it waits again, and nobody was told no.
    decide(&office, "First", "published");
    import(&office, &[waits("a", "First, edited")]);
    let again = shown(&office, &id);
    assert_eq!(
        (&again["state"], &again["reasons"][0]["code"]),
        (&json!("pending"), &json!("edited"))
    );
    assert_eq!(again["statement"], "");
}

#[test]
fn a_trial_of_rules_says_what_is_left_to_a_person() {
    let (office, ..) = newsroom();
    import(
        &office,
        &[
            waits("a", "One blorp"),
            waits("b", "Two"),
            waits("c", "Three blorp"),
        ],
    );
    for (body, state) in [
        ("One blorp", "rejected"),
        ("Two", "published"),
        ("Three blorp", "published"),
    ] {
        decide(&office, body, state);
    }
    let rules = json!({"repeats": {"hold-from": 0, "spam-from": 0}, "floods": {"hold-from": 0},
        "learned": {"hold-from": 0}, "lists": [{"name": "Ours", "kind": "banned", "words": ["blorp"]}]});
    let mut quiet = rules.clone();
    quiet["lists"] = json!([]);
    office.does(MODERATOR, "rules_set", json!({"rules": quiet}));
    let told = office.does(MODERATOR, "rules_try", json!({"rules": rules}));
    let number = |name: &str| told[name].as_i64().unwrap();
    assert_eq!(
        [
            "decided",
            "agrees_now",
            "left_now",
            "agrees_then",
            "left_then"
        ]
        .map(number),
        [3, 0, 3, 1, 1],
        "{told:#}"
    );
    let file = office.room.file("rules.json", rules.to_string());
    let run = [
        &["--as", MODERATOR],
        &["rules", "test", "--file", &file][..],
    ]
    .concat();
    let said = office.room.run(&run).out;
    assert!(
        said.contains("these do as they did with 1, otherwise with 1, and leave 1 to a person."),
        "{said}"
    );
}

#[test]
fn the_terminal_says_numbers_and_texts_as_one_would() {
    let (office, trams, _) = newsroom();
    import(&office, &[waits("a", "First"), waits("b", "Second")]);
    let (first, second) = (saying(&office, "First"), saying(&office, "Second"));
    let run = |args: &[&str]| office.room.run(&[&["--as", MODERATOR], args].concat()).out;
    let id = first["id"].as_str().unwrap();
    run(&[
        "comment", "decide", id, "--reject", "--reason", "other", "--text", "-no-",
    ]);
    assert_eq!(shown(&office, &first["id"])["reasons"][0]["detail"], "-no-");
    run(&["comment", "edit", id, "--text", "- a list"]);
    assert_eq!(shown(&office, &first["id"])["body"], "- a list");
    let said = run(&["comment", "reply", id, "--text", "-so"]);
    assert!(
        said.ends_with("It is published with the comment that it answers.\n"),
        "{said}"
    );
    // A mode is said as the documentation writes it, or in one word.
    run(&["comment", "mode", &trams, "pre-moderated"]);
    assert_eq!(shown(&office, &second["id"])["commenting"], "premoderated");
    run(&["comment", "mode", &trams, "closed"]);
    import(&office, &[line("c", "Late", json!({"author": "Late"}))]);
    let late = saying(&office, "Late");
    let said = run(&["comment", "show", late["id"].as_str().unwrap()]);
    assert!(
        said.contains("any more: rule article") && !said.contains(".:"),
        "{said}"
    );
    let nothing = office.room.ask(
        MODERATOR,
        &["comment", "decide", "--all", "--found", "links", "--spam"],
    );
    assert_eq!(nothing.refusal(), (2, "nothing-chosen".into()));
}

#[test]
fn a_ban_that_ran_out_or_was_lifted_is_in_no_list_of_the_banned() {
    let (office, ..) = newsroom();
    import(&office, &[waits("a", "First"), waits("b", "Second")]);
    let banned = || {
        let list = office.does(MODERATOR, "commenter_list", json!({"banned": true}));
        let all = list["items"].as_array().unwrap().iter();
        all.map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    let who = |words: &str| saying(&office, words)["commenter"].clone();
    let ban = |words: &str, days: Value| {
        let ask = json!({"commenter": who(words), "days": days});
        office.does(MODERATOR, "commenter_ban", ask);
    };
    ban("First", json!(3));
    ban("Second", json!(null));
    let mut both = vec![who("First"), who("Second")];
    both.sort_by_key(ToString::to_string);
    assert_eq!(banned(), both);
    office.later(4);
    assert_eq!(banned(), [who("Second")]);
    ban("Second", json!(0));
    assert_eq!(banned(), Vec::<Value>::new());
}
