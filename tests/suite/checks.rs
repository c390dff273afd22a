//! The checks: what they find in the texts of `fixtures/checks`, what blocks which step, what is dismissed and comes
//! back, and how long a long text takes.

use crate::office::{ADMIN, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::{fs, path::Path, time::Instant};

/// A text of a file, as it is written there and as an article has it.
struct Case<'a> {
    written: &'a str,
    title: &'a str,
    standfirst: &'a str,
    body: &'a str,
}

/// Reads a text: it may begin with lines that name a field and an empty one; behind it is an alarm a line, after `!`.
fn case(text: &str) -> Case<'_> {
    let written = text.split_once("\n! ").map_or(text, |(written, _)| written);
    let written = written.trim_end_matches('\n');
    let whole = written.trim_start_matches('\n');
    let named = whole.starts_with("title: ") || whole.starts_with("standfirst: ");
    let parts = whole.split_once("\n\n").filter(|_| named);
    let (head, body) = parts.unwrap_or(("", whole));
    let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    Case {
        written,
        title: field("title: ").unwrap_or("The keeper of the quay"),
        standfirst: field("standfirst: ").unwrap_or_default(),
        body,
    }
}

/// What the checks say of `content`, each as `code: words`.
fn alarms(office: &Office, id: &str, content: &Value) -> Vec<String> {
    let ask = json!({"article": id, "content": content});
    let found = office.does("", "article_check", ask);
    let told = |one: &Value| {
        let quote = one["quote"].as_str().unwrap_or_default();
        format!("{}: {quote}", one["code"].as_str().unwrap())
    };
    found.as_array().unwrap().iter().map(told).collect()
}

#[test]
fn each_text_raises_the_alarms_that_are_written_beneath_it() {
    let office = Office::staffed();
    let id = office.draft("The keeper of the quay");
    let mut content = office.does("", "article_show", json!({"article": id}))["head"].clone();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/checks");
    let (mut cases, mut wrong) = (0, vec![]);
    for file in fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let (language, texts) = text.split_once('\n').unwrap();
        content["language"] = language.strip_prefix("language: ").unwrap().into();
        let mut anew = vec![];
        for text in texts.split("\n---\n") {
            let one = case(text);
            content["title"] = one.title.into();
            content["standfirst"] = one.standfirst.into();
            content["body"] = one.body.into();
            let found = alarms(&office, &id, &content).into_iter();
            let found: String = found.map(|one| format!("\n! {}", one.trim_end())).collect();
            let now = format!("{}{found}", one.written);
            if now != text.trim_end_matches('\n') {
                wrong.push(format!("{}: {now}", path.display()));
            }
            anew.push(now);
            cases += 1;
        }
        if std::env::var_os("COPYDESK_WRITE_EXPECTED").is_some() {
            fs::write(&path, format!("{language}\n{}\n", anew.join("\n---\n"))).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n---\n"));
    assert!(cases > 50, "{cases} texts were read");
}

/// Sets what checks weigh.
fn weigh(office: &Office, checks: Value) -> String {
    office.code(
        ADMIN,
        "settings_set",
        json!({"settings": {"checks": checks}}),
    )
}

/// The codes of what the checks say of an article's head.
fn codes(office: &Office, id: &str) -> Vec<String> {
    let found = office.does("", "article_check", json!({"article": id}));
    let codes = found.as_array().unwrap().iter();
    codes
        .map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_a_library_has_block_stands_before_every_step() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    let section = |name: &str| json!({"article": id, "section": name});
    office.does(WRITER, "article_edit", section(""));
    let does = |who: &str, command: &str| office.code(who, command, json!({"article": id}));
    assert_eq!(weigh(&office, json!({"no-section": "block"})), "ok");
    let refused = office
        .ask(WRITER, "article_submit", json!({"article": id}))
        .unwrap_err();
    assert_eq!(refused.code, "no-section");
    assert_eq!(
        refused.message,
        "No section is set. It can’t be submitted yet."
    );

    assert_eq!(weigh(&office, json!({"no-section": "warn"})), "ok");
    assert_eq!(does(WRITER, "article_submit"), "ok");
    assert_eq!(weigh(&office, json!({"no-section": "block"})), "ok");
    assert_eq!(does(REVIEWER, "review_approve"), "no-section");
    let shown = office.does(REVIEWER, "article_show", json!({"article": id}));
    assert_eq!(shown["blocks_approval"], json!(["No section is set."]));

    office.does(ADMIN, "undo", json!({}));
    assert_eq!(does(REVIEWER, "review_approve"), "ok");
    assert_eq!(weigh(&office, json!({"no-section": "block"})), "ok");
    let held = || office.does(PUBLISHER, "export_plan", json!({}))["held"].clone();
    assert_eq!(held()[0]["reason"], "no-section");
    office.approved("A ferry for Sundays");
    let out = office.room.path("held.zip");
    let done = office.does(PUBLISHER, "export_bundle", json!({"out": out}));
    assert_eq!(
        done["held"][0]["detail"],
        "No section is set. It can’t be printed yet."
    );
    office.does(ADMIN, "undo", json!({}));
    assert_eq!(held(), json!([]));
}

#[test]
fn several_that_block_are_all_named() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    let bare = json!({"article": id, "section": "", "bylines": [], "body": "![](https://gazette.example/q.png)\n"});
    office.does(WRITER, "article_edit", bare);
    let all = json!({"no-section": "block", "no-byline": "block", "no-alt-text": "block"});
    weigh(&office, all);
    let refused = office
        .ask(WRITER, "article_submit", json!({"article": id}))
        .unwrap_err();
    let message = "There is no byline. No section is set. A picture has no description. It can’t be submitted yet.";
    assert_eq!(
        (refused.code.as_str(), refused.message.as_str()),
        ("no-byline", message)
    );
    assert!(refused.hint.unwrap().contains("copydesk check"));
}

#[test]
fn notes_never_stand_before_submitting_and_an_embargo_before_no_step_but_the_last() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "embargo": "2026-12-01"}),
    );
    let note = json!({"article": id, "quote": "midnight", "text": "Says who?"});
    let note = office.does(REVIEWER, "review_note", note);
    let does = |who: &str, command: &str| office.code(who, command, json!({"article": id}));
    weigh(&office, json!({"embargo": "block"}));
    assert_eq!(does(WRITER, "article_submit"), "ok");
    assert_eq!(does(REVIEWER, "review_approve"), "open-notes");
    office.does(WRITER, "review_resolve", json!({"note": note["id"]}));
    assert_eq!(does(REVIEWER, "review_approve"), "ok");
    // A rule of the export, whatever the check weighs.
    weigh(&office, json!({"embargo": "off"}));
    assert_eq!(codes(&office, &id), [""; 0]);
    let plan = office.does(PUBLISHER, "export_plan", json!({}));
    assert_eq!(plan["held"][0]["reason"], "embargo");
}

#[test]
fn a_guess_never_blocks_and_no_check_is_set_that_there_is_not() {
    let office = Office::staffed();
    assert_eq!(
        weigh(&office, json!({"repeated-word": "block"})),
        "only-a-guess"
    );
    assert_eq!(weigh(&office, json!({"spelling": "off"})), "no-such-check");
    assert_eq!(
        weigh(
            &office,
            json!({"repeated-word": "off", "no-byline": "warn"})
        ),
        "ok"
    );
    // What is as usual is not kept, so that another default reaches who never chose.
    let settings = &office.does("", "library_show", json!({}))["settings"];
    assert_eq!(settings["checks"], json!({"repeated-word": "off"}));
    let kinds = office.does("", "check_kinds", json!({}));
    for kind in kinds.as_array().unwrap() {
        assert!(kind["guess"] == false || kind["usual"] != "block", "{kind}");
    }
}

#[test]
fn a_guess_is_dismissed_until_its_passage_changes() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    let write = |body: &str| {
        office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
    };
    let last = "A ferry left.\n\nIt went to the the old quay.\n";
    write(last);
    let found = office.does("", "article_check", json!({"article": id}));
    let (passage, start) = (found[0]["passage"].clone(), found[0]["start"].as_u64());
    assert_eq!(start, Some(last.find("the the").unwrap() as u64));
    let dismiss = |passage: &Value, back: bool| {
        let ask = json!({"article": id, "passage": passage, "back": back});
        office.code(WRITER, "check_dismiss", ask)
    };
    assert_eq!(dismiss(&"ffff".into(), false), "no-such-alarm");
    assert_eq!(dismiss(&"".into(), false), "no-such-alarm");
    assert_eq!(dismiss(&passage, false), "ok");
    assert_eq!(codes(&office, &id), [""; 0]);

    write("Another ferry left.\n\nIt went to the the old quay.\n");
    assert_eq!(
        codes(&office, &id),
        [""; 0],
        "another paragraph is no matter of it"
    );
    write("A ferry left.\n\nIt went to the the new quay.\n");
    assert_eq!(codes(&office, &id), ["repeated-word"]);
    write(last);
    assert_eq!(
        codes(&office, &id),
        [""; 0],
        "and it returns with its words"
    );

    assert_eq!(dismiss(&passage, true), "ok");
    assert_eq!(codes(&office, &id), ["repeated-word"]);
    office.does(WRITER, "undo", json!({}));
    assert_eq!(codes(&office, &id), [""; 0]);
    let said = office.does("", "activity_list", json!({}));
    let said = said.to_string();
    assert!(
        said.contains("dismissed a check of “the the” in “Night buses to the harbour”"),
        "{said}"
    );
}

#[test]
fn what_is_being_typed_is_dismissed_as_it_is_typed() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    let shown = office.does(WRITER, "article_show", json!({"article": id}));
    let mut content = shown["content"].clone();
    content["body"] = "It went to the the quay.\n".into();
    let save = json!({"article": id, "base": shown["revision"], "content": content});
    office.does(WRITER, "draft_save", save);
    let typed = json!({"article": id, "content": content});
    let passage = office.does(WRITER, "article_check", typed.clone())[0]["passage"].clone();
    let ask = json!({"article": id, "passage": passage});
    assert_eq!(
        office.code(REVIEWER, "check_dismiss", ask.clone()),
        "no-such-alarm"
    );
    office.does(WRITER, "check_dismiss", ask);
    assert_eq!(office.does(WRITER, "article_check", typed), json!([]));
}

#[test]
fn a_link_leads_somewhere_while_the_page_does() {
    let office = Office::staffed();
    let there = office.approved("Night buses to the harbour");
    office.release("first.zip");
    let id = office.draft("A ferry for Sundays");
    let body = "[One](/transport/night-buses-to-the-harbour/), [two](../night-buses-to-the-harbour/#top), \
        [three](https://gazette.example/transport/night-buses-to-the-harbour/?a=b), [four](/transport/none/).\n";
    office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
    let mut settings = office.does("", "library_show", json!({}))["settings"].clone();
    settings["base_url"] = "https://gazette.example/".into();
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    let dead = || {
        let found = office.does("", "article_check", json!({"article": id}));
        let dead = found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["quote"].to_string());
        dead.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(dead(), "\"[four](/transport/none/)\"");
    // It moves: its old address leads on.
    office.does(
        WRITER,
        "article_edit",
        json!({"article": there, "slug": "buses-by-night"}),
    );
    assert_eq!(dead(), "\"[four](/transport/none/)\"");
    office.does(
        PUBLISHER,
        "article_withdraw",
        json!({"article": there, "reason": "Dropped."}),
    );
    office.does(WRITER, "article_bin", json!({"article": there}));
    assert_eq!(dead().matches("](").count(), 4);
}

#[test]
fn a_long_text_is_checked_at_once() {
    let office = Office::staffed();
    let id = office.draft("A harbour of 312 boats");
    let mut content = office.does("", "article_show", json!({"article": id}))["head"].clone();
    let hostile = [
        "the ",
        "\"",
        "“",
        "„a ",
        "[",
        "[a ",
        "![",
        "Anna Meyer ",
        "3.000 ",
        "# ",
        "> ",
        "a",
        "a'",
        "«x» ",
        "[a b c? ",
        "<b",
        "*a ",
    ];
    for piece in hostile {
        content["body"] = piece.repeat(1_000_000 / piece.len()).into();
        let begun = Instant::now();
        alarms(&office, &id, &content);
        println!("{piece:?}: {:?}", begun.elapsed());
        // A debug build on a busy machine: what grows with the square would take hours.
        assert!(
            begun.elapsed().as_secs() < 20,
            "{piece:?}: {:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn two_spellings_that_are_left_as_they_are_say_nothing_of_a_third() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    let body = "The council named Anna Meyer its head. Later Anna Meier declined.\n";
    let write = |body: &str| {
        office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
    };
    let names = || -> Vec<Value> {
        let found = office.does("", "article_check", json!({"article": id}));
        let all = found.as_array().unwrap().iter();
        let names = all.filter(|one| one["code"] == "name-two-ways");
        names.cloned().collect()
    };
    write(body);
    let found = names();
    assert_eq!((found.len(), &found[0]["quote"]), (1, &json!("Meier")));
    let ask = json!({"article": id, "passage": found[0]["passage"]});
    office.does(WRITER, "check_dismiss", ask);
    assert_eq!(names().len(), 0);
    // Far from it, another spelling, which is nearer to the one than to the other.
    let far = "The boat leaves at ten, and it is back by noon.\n\n".repeat(4);
    let third = "In June they asked Anna Meijer. It was Anna Meijer who came.\n";
    write(&format!("{body}\n{far}{third}"));
    let told = names();
    let told = told.iter().map(|one| one["message"].as_str().unwrap());
    assert_eq!(
        told.collect::<Vec<_>>(),
        ["“Meier” here, “Meijer” elsewhere: one name in two spellings?"]
    );
    write(body);
    assert_eq!(names().len(), 0);
}

#[test]
fn a_hidden_mark_that_turns_the_direction_is_told_of_in_every_field() {
    let office = Office::staffed();
    let id = office.draft("The keeper of the quay");
    let shown = office.does("", "article_show", json!({"article": id}));
    let plain = shown["head"].clone();
    let told = |content: &Value| -> Vec<Value> {
        let ask = json!({"article": id, "content": content});
        let found = office.does("", "article_check", ask);
        let all = found.as_array().unwrap().iter();
        all.filter(|one| one["code"] == "direction-mark")
            .cloned()
            .collect()
    };
    // Marks of a single sign, with which right-to-left texts are written, turn nothing else.
    let mut content = plain.clone();
    content["title"] = "שלום\u{200f}, “quay” \u{200e}!".into();
    assert_eq!(told(&content), Vec::<Value>::new());
    for mark in "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars() {
        let words = format!("the {mark}evil quay");
        let sign = format!("U+{:04X}", u32::from(mark));
        for (field, name, value) in [
            ("title", "headline", json!(words)),
            ("kicker", "kicker", json!(words)),
            ("standfirst", "standfirst", json!(words)),
            ("body", "text", json!(words)),
            ("section", "section", json!(words)),
            ("tags", "tags", json!(["boats", words])),
        ] {
            let mut content = plain.clone();
            content[field] = value;
            let found = told(&content);
            assert_eq!(found.len(), 1, "{field}: {found:?}");
            let message = found[0]["message"].as_str().unwrap();
            assert_eq!(
                (&found[0]["field"], &found[0]["level"]),
                (&json!(field), &json!("warn"))
            );
            assert!(message.starts_with(&format!("In the {name} ")), "{message}");
            assert!(message.contains(&sign), "{message}");
            // Where it is, is told by the word at it, which turns nothing in the telling.
            let quoted = !["tags", "section"].contains(&field);
            let quote = quoted.then_some("evil");
            assert_eq!(found[0]["quote"], json!(quote), "{field}");
        }
    }
    let mut content = plain.clone();
    content["body"] = "It says &#x202E;live.".into();
    content["search_title"] = "\u{202e}evil".into();
    content["bylines"][0]["name"] = "Wim\u{202e}".into();
    content["lead_image"] = json!({"asset": "0".repeat(64), "caption": "\u{2067}evil", "credit": "\u{2067}evil", "alt": "\u{2067}evil"});
    let fields: Vec<Value> = told(&content)
        .into_iter()
        .map(|one| one["field"].clone())
        .collect();
    let lead = "lead-image";
    assert_eq!(
        fields,
        ["body", "bylines", lead, lead, lead, "search_title"]
    );
}
