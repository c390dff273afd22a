//! The search: words of every script, fields, what is private, what lies in the bin, and questions meant to break it.

use crate::{
    checkout::root,
    newsroom::Newsroom,
    office::{ADMIN, CHIEF, MODERATOR, OTHER_WRITER, Office, REVIEWER, WRITER},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

/// What a search finds, whole.
fn found(office: &Office, query: &str) -> Vec<Value> {
    let page = office.does(WRITER, "search", json!({"query": query, "limit": 200}));
    assert_eq!(page["next"], Value::Null);
    page["items"].as_array().unwrap().clone()
}

/// The headlines, and of what is no article the kind as well, in the order of the alphabet.
fn titles(office: &Office, query: &str) -> Vec<String> {
    let name = |hit: &Value| match (
        hit["kind"].as_str().unwrap(),
        hit["title"].as_str().unwrap(),
    ) {
        ("article", title) => title.to_owned(),
        (kind, title) => format!("{kind}: {title}"),
    };
    let mut all: Vec<String> = found(office, query).iter().map(name).collect();
    all.sort_unstable();
    all
}

/// What is marked in a text.
fn marked(text: &Value, marks: &Value) -> Vec<String> {
    let units: Vec<u16> = text.as_str().unwrap().encode_utf16().collect();
    let cut = |mark: &Value| {
        let at = |end: &str| mark[end].as_u64().unwrap() as usize;
        String::from_utf16(&units[at("start")..at("end")]).unwrap()
    };
    marks.as_array().unwrap().iter().map(cut).collect()
}

/// A file of the corpus: its texts, as name, headline and body, and its questions with the names of what they find.
type Corpus = (Vec<(String, String, String)>, Vec<(String, Vec<String>)>);

fn corpus(text: &str) -> Corpus {
    let (mut texts, mut asked): Corpus = (vec![], vec![]);
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("= ") {
            let (name, title) = head.split_once(' ').unwrap();
            texts.push((name.into(), title.into(), String::new()));
        } else if let Some(ask) = line.strip_prefix("? ") {
            let (query, names) = ask.split_once(" ->").unwrap();
            let names = names.split_whitespace().map(str::to_owned).collect();
            asked.push((query.into(), names));
        } else if let Some((_, _, body)) = texts.last_mut() {
            body.push_str(line);
            body.push('\n');
        }
    }
    (texts, asked)
}

#[test]
fn words_of_every_script_are_found_and_marked_as_they_are_written() {
    let office = Office::staffed();
    let (mut names, mut asked) = (BTreeMap::new(), vec![]);
    for file in fs::read_dir(root().join("tests/fixtures/search")).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("hostile.txt") {
            continue;
        }
        let (texts, questions) = corpus(&fs::read_to_string(&path).unwrap());
        assert!(!texts.is_empty() && !questions.is_empty(), "{path:?}");
        for (name, title, body) in texts {
            let new = json!({"title": title, "body": body});
            let made = office.does(WRITER, "article_new", new);
            names.insert(made["id"].as_str().unwrap().to_owned(), name);
        }
        asked.extend(questions);
    }
    let mut wrong = vec![];
    for (query, expected) in asked {
        let hits = found(&office, &query);
        let mut seen: Vec<&String> = hits
            .iter()
            .map(|hit| &names[hit["id"].as_str().unwrap()])
            .collect();
        seen.sort_unstable();
        if seen != expected.iter().collect::<Vec<_>>() {
            wrong.push(format!("{query} finds {seen:?}, not {expected:?}"));
        }
        for hit in hits {
            let mut marks = marked(&hit["title"], &hit["title_marks"]);
            marks.extend(marked(&hit["snippet"], &hit["marks"]));
            if marks.is_empty() || marks.iter().any(String::is_empty) {
                wrong.push(format!("{query} marks nothing in {hit}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A newsroom with something of every kind.
fn furnished() -> (Office, String) {
    let office = Office::staffed();
    let ferry = office.approved("A ferry for Sundays");
    office.does(
        OTHER_WRITER,
        "article_edit",
        json!({"article": ferry, "tags": ["Harbour", "City council"], "section": "City Hall"}),
    );
    let note = json!({"article": ferry, "quote": "old quay", "text": "Which quay is meant? Ask the pilot."});
    office.does(REVIEWER, "review_note", note);
    let line = json!({"id": "c1", "article": ferry, "author": "Tilda Rowan", "email": "tilda@mail.example",
        "created": "2026-10-01T10:00:00Z", "body": "About time, says the lighthouse keeper!", "state": "pending"});
    let file = office.room.file("comments.jsonl", line.to_string());
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    let german = json!({"title": "Die Fähre am Sonntag", "language": "de-AT", "section": "Verkehr",
        "bylines": ["Ole Brandt"], "body": "Sie fährt um zehn."});
    office.does(OTHER_WRITER, "article_new", german);
    office.submitted("Night buses to the harbour");
    (office, ferry)
}

#[test]
fn fields_narrow_down() {
    let (office, _) = furnished();
    let (sundays, german, buses) = (
        "A ferry for Sundays",
        "Die Fähre am Sonntag",
        "Night buses to the harbour",
    );
    let (note, comment) = ("note: A ferry for Sundays", "comment: A ferry for Sundays");
    for (query, expected) in [
        ("section:\"city hall\"", vec![sundays, comment, note]),
        ("SECTION:\"City Hall\" kind:article", vec![sundays]),
        ("section:Verkehr section:Transport", vec![german, buses]),
        ("-section:Transport kind:article", vec![sundays, german]),
        ("status:in-review", vec![buses]),
        ("status:\"In review\" midnight", vec![buses]),
        ("-status:draft kind:article", vec![buses]),
        ("by:\"Ole\"", vec![german]),
        ("by:wanda kind:article", vec![sundays, german]),
        ("by:rhea", vec![note]),
        ("by:me kind:article", vec![sundays, buses]),
        ("-by:wanda kind:article", vec![buses]),
        ("tag:harbour kind:article", vec![sundays]),
        (
            "tag:\"city council\" tag:harbour -kind:note",
            vec![sundays, comment],
        ),
        ("tag:city", vec![]),
        ("lang:de", vec![german]),
        ("lang:de-at", vec![german]),
        ("lang:d", vec![]),
        ("kind:notes", vec![note]),
        ("kind:comment kind:note", vec![comment, note]),
        ("kind:people wim", vec!["person: Wim Writer"]),
        ("state:pending", vec![comment]),
        ("state:waiting lighthouse", vec![comment]),
        ("state:published", vec![]),
        ("-state:spam kind:comment", vec![comment]),
        (
            "before:2026-10-02",
            vec![comment, note, sundays, german, buses],
        ),
        ("before:2026-09-01", vec![]),
        ("after:2026-10", vec![comment]),
        ("after:2026-10-01", vec![comment]),
        ("after:2026-10-02", vec![]),
        ("-after:2026-10-01 kind:comment", vec![]),
        ("midnight -ferry kind:article", vec![buses]),
        ("-midnight kind:article", vec![german]),
        ("", vec![]),
        ("!?", vec![]),
    ] {
        let mut expected: Vec<&str> = expected;
        expected.sort_unstable();
        assert_eq!(titles(&office, query), expected, "{query}");
    }
}

#[test]
fn a_question_that_can_not_be_meant_is_refused_with_what_may_be() {
    let office = Office::staffed();
    for (query, code, says) in [
        (
            "before:2026-13-45",
            "bad-time",
            "No calendar has a 2026-13-45.",
        ),
        ("after:yesterday", "bad-time", "“yesterday” is not a date."),
        ("before:garbage", "bad-time", "“garbage” is not a date."),
        ("before:soon", "bad-time", "“soon” is not a date."),
        (
            "by:me",
            "no-person",
            "nobody is named who does. Name a person",
        ),
        ("status:aproved", "unknown-status", "Did you mean approved?"),
        ("status:review", "unknown-status", "Did you mean in-review?"),
        ("status:reviw", "unknown-status", "Did you mean in-review?"),
        ("state:spma", "unknown-state", "Did you mean spam?"),
        (
            "kind:letter",
            "unknown-kind",
            "article, note, comment or person",
        ),
        ("sectoin:Town", "unknown-field", "Did you mean section: ?"),
        ("author:Wim", "unknown-field", "Did you mean by: ?"),
        ("lang:de_%", "bad-language", "en, fa, zh-Hant"),
        ("section: Town", "no-value", "section:\"City Hall\""),
        (&"ferry ".repeat(33), "too-many-words", "quotation marks"),
        (&"x".repeat(1 << 20), "query-too-long", "A few words"),
    ] {
        let error = office
            .ask("", "search", json!({"query": query}))
            .unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.exit_status()),
            (code, 2),
            "{query:.40}"
        );
        let said = format!("{} {}", error.message, error.hint.unwrap_or_default());
        assert!(said.contains(says), "{query:.40}: {said}");
    }
    for cursor in ["", "2", "r~1", "rzz~1", "r7ff0000000000000~1", "t2026~x"] {
        let ask = json!({"query": "ferry", "after": cursor});
        assert_eq!(office.code("", "search", ask), "bad-cursor", "{cursor}");
    }
}

#[test]
fn no_question_breaks_the_search() {
    let office = Office::staffed();
    office.draft("A ferry for Sundays");
    let corpus = fs::read_to_string(root().join("tests/fixtures/search/hostile.txt")).unwrap();
    let mut questions: Vec<String> = corpus.lines().map(str::to_owned).collect();
    questions.extend([
        "ferry\0quay".into(),
        "\0".into(),
        "\u{feff}\u{200c}".into(),
        "\"".repeat(1900),
    ]);
    for query in questions {
        let code = office.code("", "search", json!({"query": query}));
        assert!(
            ["ok", "no-value", "too-many-words"].contains(&code.as_str()),
            "{query}: {code}"
        );
        office.does("", "search_hints", json!({"query": query}));
    }
    assert_eq!(titles(&office, "ferry"), ["A ferry for Sundays"]);
}

#[test]
fn notes_comments_and_people_are_found_and_who_sent_a_comment_never_is() {
    let (office, ferry) = furnished();
    let pilot = &found(&office, "pilot")[0];
    assert_eq!(
        (&pilot["kind"], &pilot["article"]),
        (&"note".into(), &json!(ferry))
    );
    assert_eq!(pilot["passage"]["quote"], "old quay");
    let keeper = &found(&office, "lighthouse")[0];
    assert_eq!(
        (&keeper["kind"], &keeper["state"]),
        (&"comment".into(), &"pending".into())
    );
    assert_eq!(titles(&office, "rhea"), ["person: Rhea Reviewer"]);
    for private in [
        "tilda",
        "rowan",
        "mail.example",
        "tilda@mail.example",
        "by:tilda",
        "by:rowan kind:comment",
    ] {
        assert_eq!(titles(&office, private), Vec::<String>::new(), "{private}");
    }
    let all = office
        .does("", "search", json!({"query": "lighthouse"}))
        .to_string();
    assert!(!all.contains("Rowan") && !all.contains("@"), "{all}");
    let set = json!({"person": REVIEWER, "name": "Rhea Quill"});
    office.does(ADMIN, "person_set", set);
    assert_eq!(titles(&office, "quill"), ["person: Rhea Quill"]);
}

#[test]
fn the_first_page_says_how_much_there_is_and_counts_no_further_than_a_thousand() {
    let office = Office::staffed();
    let counted = |query: &str| {
        let page = office.does("", "search", json!({"query": query, "limit": 2}));
        (page["found"].clone(), page["more"].clone())
    };
    let articles: Vec<String> = (0..3)
        .map(|n| office.draft(&format!("Ferry {n}")))
        .collect();
    assert_eq!(counted("ferry"), (json!(3), json!(false)));
    assert_eq!(counted("ferry status:approved"), (json!(0), json!(false)));
    assert_eq!(counted("section:transport"), (json!(3), json!(false)));
    let lines: Vec<String> = (0..1001)
        .map(|n| {
            json!({"id": format!("c{n}"), "article": articles[0], "author": "Tilda Rowan",
                "created": "2026-10-01T10:00:00Z", "body": format!("Ferry {n}!"), "state": "pending"})
            .to_string()
        })
        .collect();
    let file = office.room.file("comments.jsonl", lines.join("\n"));
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    assert_eq!(counted("ferry"), (json!(1000), json!(true)));
    let first = office.does("", "search", json!({"query": "ferry", "limit": 2}));
    let next = json!({"query": "ferry", "limit": 2, "after": first["next"]});
    assert_eq!(office.does("", "search", next)["found"], Value::Null);
}

#[test]
fn the_passage_says_where_in_the_source_it_is() {
    let office = Office::staffed();
    let body = "𝄞 See [the list](https://harbour.example/list).\n\nThe **last boat** leaves.\n";
    office.does(
        WRITER,
        "article_new",
        json!({"title": "Sundays", "body": body}),
    );
    let hit = &found(&office, "\"last boat\"")[0];
    let at = body[..body.find("last boat").unwrap()]
        .encode_utf16()
        .count();
    assert_eq!(hit["passage"], json!({"quote": "last boat", "start": at}));
    assert_eq!(marked(&hit["snippet"], &hit["marks"]), ["last boat"]);
    assert!(!hit["snippet"].as_str().unwrap().contains("**"));
}

#[test]
fn what_is_in_the_bin_is_not_found_and_takes_no_place() {
    let (office, ferry) = furnished();
    for number in 0..5 {
        let id = office.draft(&format!("Pilot pilot pilot {number}"));
        office.does(WRITER, "article_bin", json!({"article": id}));
    }
    let page = office.does("", "search", json!({"query": "pilot", "limit": 1}));
    assert_eq!(
        (page["items"].as_array().unwrap().len(), &page["next"]),
        (1, &Value::Null)
    );
    assert_eq!(page["items"][0]["kind"], "note");
    let away = office.draft("The lantern");
    office.does(
        WRITER,
        "review_note",
        json!({"article": away, "quote": "boat", "text": "Lantern or lamp?"}),
    );
    assert_eq!(
        titles(&office, "lantern"),
        ["The lantern", "note: The lantern"]
    );
    office.does(WRITER, "article_bin", json!({"article": away}));
    assert_eq!(titles(&office, "lantern"), Vec::<String>::new());
    office.does(WRITER, "undo", json!({}));
    assert_eq!(
        titles(&office, "lantern"),
        ["The lantern", "note: The lantern"]
    );
    // What is edited or taken back is found as it stands.
    office.does(
        WRITER,
        "article_edit",
        json!({"article": ferry, "title": "A bridge for Sundays"}),
    );
    assert_eq!(titles(&office, "bridge"), ["A bridge for Sundays"]);
    office.does(WRITER, "undo", json!({}));
    assert_eq!(titles(&office, "bridge"), Vec::<String>::new());
    let checked = office.does("", "library_check", json!({}));
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn pages_go_on_by_key_whatever_comes_in_between() {
    let office = Office::staffed();
    for number in 0..7 {
        office.draft(&format!("Harbour report {number}"));
    }
    for query in [
        "harbour report",
        "section:Transport",
        "-sundays kind:article",
    ] {
        let (mut seen, mut after) = (vec![], Value::Null);
        loop {
            let page = office.does(
                "",
                "search",
                json!({"query": query, "limit": 3, "after": after}),
            );
            let items = page["items"].as_array().unwrap();
            seen.extend(
                items
                    .iter()
                    .map(|hit| hit["title"].as_str().unwrap().to_owned()),
            );
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        seen.sort_unstable();
        let all: Vec<String> = (0..7)
            .map(|number| format!("Harbour report {number}"))
            .collect();
        assert_eq!(seen, all, "{query}");
    }
    // The newest come first where there are no words; one that comes in moves nothing on the page after.
    let first = office.does(
        "",
        "search",
        json!({"query": "section:Transport", "limit": 2}),
    );
    office.draft("Harbour report 7");
    let ask = json!({"query": "section:Transport", "limit": 1, "after": first["next"]});
    assert_eq!(
        office.does("", "search", ask)["items"][0]["title"],
        "Harbour report 4"
    );
    let wrong = json!({"query": "harbour", "after": first["next"]});
    assert_eq!(office.code("", "search", wrong), "bad-cursor");
}

#[test]
fn a_repair_makes_the_same_search_again() {
    let (office, _) = furnished();
    let asked = [
        "quay",
        "kind:note",
        "lighthouse",
        "sonntag",
        "tag:harbour",
        "wim",
    ];
    let ask = |room: &Newsroom| asked.map(|query| room.run(&["--json", "search", query]).value());
    let before = ask(&office.room);
    assert!(
        before.iter().all(|page| page["items"][0].is_object()),
        "{before:?}"
    );
    let room = office.close();
    room.json(CHIEF, &["library", "repair"]);
    let ids = |pages: &[Value]| -> Vec<Vec<String>> {
        let of = |page: &Value| {
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hit| hit["id"].to_string())
                .collect()
        };
        pages.iter().map(of).collect()
    };
    assert_eq!(ids(&ask(&room)), ids(&before));
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn a_question_is_completed() {
    let (office, _) = furnished();
    let hints = |query: &str| -> Vec<String> {
        let all = office.does(WRITER, "search_hints", json!({"query": query}));
        let text = |hint: &Value| hint["query"].as_str().unwrap().to_owned();
        all.as_array().unwrap().iter().map(text).collect()
    };
    assert_eq!(hints("").len(), 9);
    assert_eq!(
        hints("ferry s"),
        ["ferry section:", "ferry status:", "ferry state:"]
    );
    assert_eq!(
        hints("ferry -SECTION:ci"),
        ["ferry -section:\"City Hall\" "]
    );
    assert_eq!(
        hints("status:rev"),
        ["status:in-review "].map(str::to_owned)
    );
    assert_eq!(hints("by:brandt"), ["by:\"Ole Brandt\" "]);
    assert_eq!(hints("tag:har"), ["tag:Harbour "]);
    assert_eq!(hints("lang:"), ["lang:de-at ", "lang:en "]);
    assert_eq!(hints("quay"), Vec::<String>::new());
}

#[test]
fn the_terminal_asks_in_the_same_words() {
    let room = Newsroom::staffed();
    room.draft(
        "A ferry for Sundays",
        "The last boat leaves the old quay.\n",
    );
    let page = room.json("Wim Writer", &["search", "boat section:transport by:me"]);
    let hit = &page["items"][0];
    assert_eq!(
        (&hit["kind"], &hit["status"]),
        (&"article".into(), &"draft".into())
    );
    let text = room.run(&["search", "old quay"]).out;
    assert!(
        text.starts_with("A ferry for Sundays  draft · Transport · "),
        "{text}"
    );
    assert!(
        text.contains("The last boat leaves the old quay."),
        "{text}"
    );
    assert_eq!(
        room.run(&["search", "-boat kind:article"]).out,
        "Nothing found.\n"
    );
    assert_eq!(
        room.ask("Wim Writer", &["search", "before:2026-13-45"])
            .refusal(),
        (2, "bad-time".into())
    );
    assert_eq!(
        room.run(&["search", "nothing of it"]).out,
        "Nothing found.\n"
    );
}
