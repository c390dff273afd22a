//! A second file over what is here: nobody's words under another's name, and nothing that was edited here is lost.

use super::{all, counts, import, line, newsroom, saying, shown, sound};
use crate::office::{MODERATOR, Office};
use serde_json::{Value, json};

/// Takes a table in; gives the receipt.
fn table(office: &Office, name: &str, text: impl AsRef<[u8]>) -> Value {
    let file = office.room.file(name, text);
    office.does(MODERATOR, "comment_import", json!({"path": file}))
}

/// What a receipt says was left out, each with where it stood.
fn left(report: &Value) -> Vec<String> {
    said(report, "skipped")
}

fn said(report: &Value, list: &str) -> Vec<String> {
    let rows = report[list].as_array().unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| format!("{}: {}", text(row, "where"), text(row, "why")))
        .collect()
}

#[test]
fn a_second_table_puts_nobodys_words_under_anothers_name() {
    let heads = [
        ("id,article,author,body,state", "", ""),
        (
            "id,article,author,body,state,created",
            ",2024-05-02",
            ",2024-05-02",
        ),
    ];
    for (head, first, second) in heads {
        let (office, ..) = newsroom();
        let alice = format!("{head}\n1,night-trams,Alice,What a lovely library,published{first}\n");
        assert_eq!(counts(&table(&office, "k1.csv", alice)), [1, 0, 0]);
        let before = saying(&office, "What a lovely library");
        let bob = format!(
            "{head}\n1,night-trams,Bob,The mayor is a crook,published{second}\n2,night-trams,Bob,Another,published{second}\n"
        );
        let report = table(&office, "k2.csv", &bob);
        assert_eq!(counts(&report), [1, 0, 0], "{head}: {report:#}");
        let why = left(&report);
        assert_eq!(why.len(), 1, "{why:?}");
        assert!(
            why[0].starts_with("comment 1: Another comment has this id here"),
            "{why:?}"
        );
        assert_eq!(shown(&office, &before["id"]), before);
        // However a name is written, it is the same one, and the table brings its comment up to date.
        let newer =
            format!("{head}\n1,night-trams,ALICE,What a very lovely library,published{first}\n");
        assert_eq!(counts(&table(&office, "k3.csv", newer)), [0, 1, 0]);
        assert_eq!(
            shown(&office, &before["id"])["body"],
            "What a very lovely library"
        );
        sound(&office);
    }
}

#[test]
fn of_two_with_one_name_the_email_says_who_is_who() {
    let (office, ..) = newsroom();
    let head = "id,article,author,email,body,state";
    let row =
        |email: &str, body: &str| format!("{head}\n1,night-trams,Alice,{email},{body},published\n");
    table(&office, "a.csv", row("alice@reader.example", "Mine"));
    let report = table(&office, "b.csv", row("another@reader.example", "Not hers"));
    assert_eq!(counts(&report), [0, 0, 0], "{report:#}");
    assert_eq!(left(&report).len(), 1);
    let report = table(&office, "c.csv", row("", "Hers without an e-mail"));
    assert_eq!(counts(&report), [0, 1, 0], "{report:#}");
    // Within one file as well.
    let twice = format!(
        "{head}\n7,night-trams,Alice,,Her seventh,published\n7,night-trams,Bob,,His,published\n"
    );
    let report = table(&office, "d.csv", twice);
    assert_eq!(
        (counts(&report), left(&report).len()),
        ([1, 0, 0], 1),
        "{report:#}"
    );
}

#[test]
fn lines_without_dates_are_held_against_who_wrote_them() {
    let (office, ..) = newsroom();
    let one = |author: &str, body: &str| json!({"id": 1, "article": "night-trams", "author": author, "body": body, "state": "published"});
    import(&office, &[one("Alice", "What a lovely library")]);
    let report = import(&office, &[one("Bob", "The mayor is a crook")]);
    assert_eq!(counts(&report), [0, 0, 0], "{report:#}");
    assert_eq!(saying(&office, "What a lovely library")["author"], "Alice");
    assert_eq!(all(&office, json!({})).len(), 1);
}

/// Disqus gives ids for good, and its people other names: the words stay with the name that said them.
#[test]
fn words_of_a_stable_source_never_come_under_a_name_that_did_not_say_them() {
    let (office, ..) = newsroom();
    let file = crate::checkout::root().join("tests/fixtures/comments/disqus.xml");
    let text = std::fs::read_to_string(file).unwrap();
    table(&office, "disqus.xml", &text);
    let before = all(&office, json!({}));
    let name = before
        .iter()
        .map(|row| row["author"].as_str().unwrap().to_owned())
        .find(|name| text.contains(&format!("<name>{name}</name>")))
        .unwrap();
    let renamed = text.replace(
        &format!("<name>{name}</name>"),
        "<name>Renamed Since</name>",
    );
    let report = table(&office, "renamed.xml", &renamed);
    assert_eq!(counts(&report), [0, 0, 5], "{report:#}");
    let theirs = before
        .iter()
        .find(|row| row["author"] == name.as_str())
        .unwrap();
    let theirs = shown(&office, &theirs["id"]);
    let word = theirs["body"]
        .as_str()
        .unwrap()
        .split(' ')
        .find(|word| word.len() > 3)
        .unwrap();
    let other = renamed.replace(word, "Otherwise");
    let report = table(&office, "other.xml", &other);
    assert_eq!(
        shown(&office, &theirs["id"])["body"],
        theirs["body"],
        "{report:#}"
    );
    assert!(
        left(&report).iter().any(|why| why.contains("another name")),
        "{report:#}"
    );
    sound(&office);
}

#[test]
fn what_was_edited_here_stays_and_the_receipt_names_it() {
    let (office, ..) = newsroom();
    let published = json!({"state": "published"});
    import(
        &office,
        &[line("c", "You are all crooks, he said", published.clone())],
    );
    let c = saying(&office, "You are all crooks, he said")["id"].clone();
    let edit = json!({"comment": c, "text": "You are all […], he said"});
    office.does(MODERATOR, "comment_edit", edit);
    let newer = [line("c", "You are all crooks and thieves", published)];
    let report = import(&office, &newer);
    assert_eq!(counts(&report), [0, 0, 0], "{report:#}");
    let why = left(&report);
    assert_eq!(why.len(), 1, "{why:?}");
    assert!(why[0].starts_with("comment c: "), "{why:?}");
    assert!(
        why[0].contains("edited here") && why[0].contains("its source says otherwise now"),
        "{why:?}"
    );
    let now = shown(&office, &c);
    assert_eq!(
        (&now["body"], &now["original"], &now["state"]),
        (
            &json!("You are all […], he said"),
            &json!("You are all crooks, he said"),
            &json!("published")
        )
    );
    // Without the edit it is taken over as before.
    office.does(MODERATOR, "comment_edit", json!({"comment": c, "text": ""}));
    assert_eq!(counts(&import(&office, &newer)), [0, 1, 0]);
    sound(&office);
}

#[test]
fn an_edit_of_what_another_library_edited_stays_too() {
    let (office, ..) = newsroom();
    let id = "0198c0de-0000-7000-8000-000000000001";
    let edited = |body: &str| {
        line(
            id,
            body,
            json!({"state": "published", "original": "As it was sent", "reasons": []}),
        )
    };
    import(&office, &[edited("As edited there")]);
    assert_eq!(
        counts(&import(&office, &[edited("Edited there again")])),
        [0, 1, 0]
    );
    let edit = json!({"comment": id, "text": "Edited by us"});
    office.does(MODERATOR, "comment_edit", edit);
    let report = import(&office, &[edited("Edited there a third time")]);
    assert_eq!(
        (counts(&report), left(&report).len()),
        ([0, 0, 0], 1),
        "{report:#}"
    );
    assert_eq!(shown(&office, &json!(id))["body"], "Edited by us");
    office.does(MODERATOR, "comment_undo", json!({}));
}

#[test]
fn spreadsheets_write_dates_and_letters_as_they_do() {
    let (office, ..) = newsroom();
    let text = "id;article;author;body;date\n1;night-trams;J\u{fc}rgen;Gr\u{fc}\u{df}e;02.05.2024 08:00\n2;night-trams;Ola;Two;2.5.2024\n3;night-trams;Ola;Three;25/5/2024\n4;night-trams;Ola;Four;2/5/2024\n5;night-trams;Ola;Five;31.02.2024\n";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let report = table(&office, "sheet.csv", bytes);
    assert_eq!(counts(&report), [3, 0, 0], "{report:#}");
    let one = saying(&office, "Grüße");
    assert_eq!(
        (&one["author"], &one["created"]),
        (&json!("Jürgen"), &json!("2024-05-02T08:00:00.000Z"))
    );
    assert_eq!(
        saying(&office, "Two")["created"],
        "2024-05-02T00:00:00.000Z"
    );
    assert_eq!(
        saying(&office, "Three")["created"],
        "2024-05-25T00:00:00.000Z"
    );
    let why = left(&report);
    assert!(
        why[0].contains("2/5/2024")
            && why[0].contains("2024-05-02")
            && why[1].contains("31.02.2024"),
        "{why:?}"
    );
    let notes = said(&report, "notes");
    assert!(
        notes.iter().any(|note| note.contains("Windows-1252")),
        "{report:#}"
    );
}

#[test]
fn what_is_wrong_with_a_line_is_said_in_words() {
    let (office, ..) = newsroom();
    let lines = [
        r#"{"id":"1","article":"night-trams","author":"Ola","body":"One","state":"approved"}"#,
        r#"{"id":"2","article":"night-trams","author":7,"body":"Two","state":"pending"}"#,
        r#"{"id":"3","article":"night-trams","author":"Ola","body":["Three"]}"#,
        r#"{"id":"4",""#,
        r#"{"id":"5","body":"Five" "author":"Ola"}"#,
        r#"{"id":"6","article":"night-trams","body":"Six","state":"wobble"}"#,
        r#"{"id":"7","article":"night-trams","body":"Seven","reasons":"none"}"#,
        r#"{"id":"8","article":"night-trams","body":"Eight","created":"yesterday"}"#,
        r#"{"id":"9","article":"night-trams","body":"Nine \ud83d trams"}"#,
    ];
    let report = table(&office, "lines.jsonl", lines.join("\n"));
    assert_eq!(counts(&report), [2, 0, 0], "{report:#}");
    assert_eq!(saying(&office, "One")["state"], "published");
    let why = left(&report);
    for (nth, words) in [
        "its “body” should be text",
        "it ends in the middle",
        "character 25",
        "pending, published, held, rejected or spam",
        "its “reasons” should be a list",
        "Write it as 2024-05-02 08:00",
        "a sign is written by half",
    ]
    .iter()
    .enumerate()
    {
        assert!(why[nth].contains(words), "{words}: {why:#?}");
    }
    for word in ["variant", "EOF", "invalid type", "column", "surrogate"] {
        assert!(!why.concat().contains(word), "{why:#?}");
    }
}

#[test]
fn of_a_folder_the_file_of_a_clash_is_named() {
    let (office, ..) = newsroom();
    let dir = office.path("folder");
    std::fs::create_dir(&dir).unwrap();
    let row = |author: &str| {
        format!(
            "id,article,author,body,state\n1,night-trams,{author},Words of {author},published\n"
        )
    };
    std::fs::write(dir.join("a.csv"), row("Alice")).unwrap();
    std::fs::write(dir.join("b.csv"), row("Bob")).unwrap();
    let report = office.does(MODERATOR, "comment_import", json!({"path": dir}));
    assert_eq!(counts(&report), [1, 0, 0], "{report:#}");
    assert!(
        left(&report)[0].starts_with("b.csv, comment 1: "),
        "{report:#}"
    );
}

#[test]
fn what_may_come_in_may_be_edited() {
    let (office, ..) = newsroom();
    let long = "long ".repeat(19_000);
    import(&office, &[line("a", "Short", json!({"state": "pending"}))]);
    let a = saying(&office, "Short")["id"].clone();
    let edit = |text: &str| {
        office.ask(
            MODERATOR,
            "comment_edit",
            json!({"comment": a, "text": text}),
        )
    };
    edit(&long).unwrap();
    let error = edit(&"long ".repeat(20_001)).unwrap_err();
    assert_eq!(error.code, "too-long");
    assert!(
        error.message.contains("100,000") && error.hint.is_some(),
        "{error:?}"
    );
}

#[test]
fn a_filter_that_is_none_names_those_that_are() {
    let (office, ..) = newsroom();
    let error = office
        .ask(MODERATOR, "comment_list", json!({"found": "nonsense"}))
        .unwrap_err();
    assert!(error.hint.unwrap_or_default().contains("banned-word"));
    let run = office
        .room
        .ask(MODERATOR, &["comment", "list", "--state", "wobble"]);
    assert!(
        run.err
            .contains("pending, published, held, rejected or spam"),
        "{}",
        run.err
    );
}

#[test]
fn a_mind_that_was_changed_is_learned_from() {
    let (office, ..) = newsroom();
    let lines: Vec<Value> = (0..60)
        .map(|nth| {
            line(
                &format!("l{nth}"),
                &format!("Words, number {nth}"),
                json!({"state": "pending"}),
            )
        })
        .collect();
    import(&office, &lines);
    let ids: Vec<Value> = all(&office, json!({}))
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    let decide = |ids: &[Value], state: &str| {
        office.does(
            MODERATOR,
            "comment_decide",
            json!({"comments": ids, "state": state}),
        )
    };
    let learned = || {
        let view = office.does(MODERATOR, "learned_show", json!({}));
        (
            view["published"].as_i64().unwrap(),
            view["refused"].as_i64().unwrap(),
        )
    };
    decide(&ids[..30], "published");
    decide(&ids[30..], "spam");
    assert_eq!(learned(), (30, 30));
    // Each decided otherwise: as many decisions as before.
    decide(&ids[..30], "spam");
    assert_eq!(learned(), (0, 60));
    // Taken back: the older decisions stand again.
    office.does(MODERATOR, "comment_undo", json!({}));
    assert_eq!(learned(), (30, 30));
    // Exchanged, so that there are as many of each kind as before.
    decide(&ids[..30], "spam");
    decide(&ids[30..], "published");
    let before = office.does(MODERATOR, "comment_show", json!({"comment": ids[0]}));
    assert_eq!(before["state"], "spam");
    assert_eq!(learned(), (30, 30));
    let store = store::Store::open(&office.path("library")).unwrap();
    let kept = store.read(store::comment::learned).unwrap().unwrap();
    let model = desk::comment::learn::Model::from_bytes(&kept.model).unwrap();
    let mut anew = desk::comment::learn::Model::new();
    let mut all: Vec<(String, bool)> = store
        .read(|db| store::comment::decided_since(db, None, 100))
        .unwrap()
        .0
        .into_iter()
        .map(|one| {
            (
                one.body,
                one.state != model::comment::CommentState::Published,
            )
        })
        .collect();
    assert_eq!(all.len(), 60);
    for (text, refused) in all.drain(..) {
        anew.learn(&text, refused);
    }
    assert_eq!(
        model.to_bytes(),
        anew.to_bytes(),
        "it learned the exchanged ones"
    );
}

#[test]
fn the_last_day_of_all_is_a_date_and_the_day_that_is_none_is_told() {
    let (office, ..) = newsroom();
    let dir = super::inbox(&office);
    let last = "9999-12-31 23:59:59";
    let rows = format!("id,article,author,body,date\n1,night-trams,Ola,From a table,{last}\n");
    assert_eq!(counts(&table(&office, "last.csv", rows)), [1, 0, 0]);
    let more = json!({"created": last});
    assert_eq!(
        counts(&import(&office, &[line("l", "From a line", more)])),
        [1, 0, 0]
    );
    let mut one = super::dropped("Ola", "From the inbox");
    one["created"] = last.into();
    super::drop_in(&office, "one.json", one);
    assert_eq!(
        counts(&super::take(&office)),
        [1, 0, 0],
        "{}",
        dir.display()
    );
    let file = crate::checkout::root().join("tests/fixtures/comments/wordpress.xml");
    let text = std::fs::read_to_string(file).unwrap();
    let text = text
        .replace("2024-05-02 08:00:00", last)
        .replace("2024-05-02 10:30:00", "0000-00-00 00:00:00");
    let report = table(&office, "wordpress.xml", text);
    assert_eq!(counts(&report), [5, 0, 0], "{report:#}");
    let notes = said(&report, "notes");
    assert!(
        notes
            .iter()
            .any(|note| note.starts_with("comment 22: ") && note.contains("0000-00-00")),
        "{notes:?}"
    );
    for words in ["From a table", "From a line"] {
        let created = saying(&office, words)["created"].clone();
        assert!(
            created.as_str().unwrap().starts_with("9999-12-30"),
            "{created}"
        );
    }
}
