//! What nobody would send, but somebody does.

use super::{counts, drop_in, dropped, import, inbox, line, newsroom, saying, shown, sound, take};
use crate::office::{MODERATOR, Office};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long anything with a thread of 100,000 may take in a build without optimisation, beside other tests.
const LONG: Duration = Duration::from_secs(240);

#[test]
fn a_thread_100_000_deep_is_taken_listed_shown_and_printed() {
    let office = Office::staffed();
    office.approved("Night trams");
    let mut lines = String::new();
    for nth in 0..100_000 {
        let parent = if nth == 0 {
            Value::Null
        } else {
            json!(format!("c{}", nth - 1))
        };
        let more = json!({"state": "published", "parent": parent, "author": "",
            "created": format!("2026-09-{:02}T{:02}:{:02}:{:02}Z", 1 + nth / 86_400, nth / 3600 % 24, nth / 60 % 60, nth % 60)});
        lines.push_str(&line(&format!("c{nth}"), &format!("Remark {nth}"), more).to_string());
        lines.push('\n');
    }
    let file = office.room.file("deep.jsonl", lines);
    let timed = |what: &str, act: &mut dyn FnMut()| {
        let begun = Instant::now();
        act();
        println!("{what}: {:.1} s", begun.elapsed().as_secs_f64());
        assert!(begun.elapsed() < LONG, "{what}: {:?}", begun.elapsed());
    };
    timed("in", &mut || {
        let report = office.does(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(counts(&report), [100_000, 0, 0]);
    });
    let last = office.does(
        MODERATOR,
        "comment_list",
        json!({"newest": true, "limit": 1}),
    );
    timed("shown", &mut || {
        let seen = shown(&office, &last["items"][0]["id"]);
        assert_eq!(seen["body"], "Remark 99999");
        assert_eq!(seen["thread"].as_array().unwrap().len(), 20);
    });
    timed("again", &mut || {
        let report = office.does(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(counts(&report), [0, 0, 100_000]);
    });
    timed("out", &mut || {
        office.does(
            MODERATOR,
            "comment_export",
            json!({"path": office.path("out.jsonl")}),
        );
    });
    timed("printed", &mut || {
        let out = office.release("bundle");
        assert!(super::decisions::pages(&out).contains("Remark 99999"));
    });
}

#[test]
fn answers_before_what_they_answer_and_many_orphans_take_no_square() {
    let (office, ..) = newsroom();
    let many = 6000;
    let one = |id: String, parent: String| {
        line(
            &id,
            &format!("Words of {id}"),
            json!({"state": "published", "parent": parent, "author": ""}),
        )
    };
    // Each answers the next one, and one more answers each.
    let upside: Vec<Value> = (0..many)
        .map(|nth| one(format!("u{nth}"), format!("u{}", nth + 1)))
        .collect();
    let orphans: Vec<Value> = (0..many)
        .map(|nth| one(format!("o{nth}"), format!("d{nth}")))
        .collect();
    let down: Vec<Value> = (0..many)
        .map(|nth| one(format!("d{nth}"), format!("d{}", nth - 1)))
        .collect();
    let begun = Instant::now();
    for lines in [upside, orphans, down] {
        assert_eq!(counts(&import(&office, &lines)), [many, 0, 0]);
    }
    println!("{:.1} s", begun.elapsed().as_secs_f64());
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
    assert_eq!(super::above(&saying(&office, "Words of u3")).len(), 20);
    assert_eq!(super::above(&saying(&office, "Words of o5")).len(), 6);
}

#[test]
fn dates_at_the_end_of_time_are_dates() {
    let (office, trams, _) = newsroom();
    let at = |when: &str| json!({"created": when, "state": "pending"});
    import(
        &office,
        &[
            line("a", "Far off", at("9999-12-30T00:00:00Z")),
            line("b", "At the beginning", at("0000-01-01T00:00:00Z")),
            line("c", "Today", at("2026-09-01T10:00:00Z")),
        ],
    );
    let rows = office.does(MODERATOR, "comment_list", json!({"article": trams}));
    let bodies: Vec<&Value> = rows["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["body"])
        .collect();
    assert_eq!(bodies, ["At the beginning", "Today", "Far off"]);
    for body in ["Far off", "At the beginning"] {
        let id = saying(&office, body)["id"].clone();
        office.does(
            MODERATOR,
            "comment_decide",
            json!({"comments": [id], "state": "published"}),
        );
        office.does(
            MODERATOR,
            "commenter_ban",
            json!({"commenter": id, "days": 3660}),
        );
        office.does(
            MODERATOR,
            "commenter_ban",
            json!({"commenter": id, "days": 0}),
        );
    }
    office.does(MODERATOR, "rules_set", json!({"waiting": true}));
    let first = office.does(MODERATOR, "comment_list", json!({"limit": 1}));
    let rest = office.does(MODERATOR, "comment_list", json!({"after": first["next"]}));
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    sound(&office);
}

#[test]
fn a_list_shows_what_comments_say_without_the_marks_of_their_form() {
    let (office, ..) = newsroom();
    let at = |minute: u32| json!({"created": format!("2026-09-01T10:{minute:02}:00Z")});
    let far = format!("{}**and the end**", "long ".repeat(1_000));
    for (minute, (body, listed)) in (10..).zip([
        (
            "Only **four** seats, [they say](https://ferry.example).",
            "Only four seats, they say (https://ferry.example).",
        ),
        ("> Is it?\n\nIt is: `no`", "Is it? It is: no"),
        // What a page shows, the list does.
        (
            "<div>Buy at once</div>\n\nNice, thank you",
            "<div>Buy at once</div> Nice, thank you",
        ),
        (
            "Array<String> is <kaboom>bad",
            "Array<String> is <kaboom>bad",
        ),
        (
            "[Nice](https://casino.example)",
            "Nice (https://casino.example)",
        ),
        ("<br>", "<br>"),
        (&far, far.get(..160).unwrap()),
        (&"ж".repeat(3_000), &"ж".repeat(160)),
    ]) {
        import(&office, &[line(&minute.to_string(), body, at(minute))]);
        let rows = office.does(
            MODERATOR,
            "comment_list",
            json!({"newest": true, "limit": 1}),
        );
        assert_eq!(
            rows["items"][0]["body"].as_str().map(str::trim),
            Some(listed.trim()),
            "{body}"
        );
    }
}

#[test]
fn what_hides_or_turns_what_is_read_is_named_and_harmless_on_the_page() {
    let office = Office::staffed();
    office.approved("Night trams");
    inbox(&office);
    let mut one = dropped(
        "Ma\u{202e}ra\u{200b}",
        "He\u{200b}llo \u{202e}evil\u{202c} &#x202E;entity &#8238;too \u{2067}isolated",
    );
    one["created"] = "2026-09-01T10:00:00Z".into();
    drop_in(&office, "1.json", one);
    take(&office);
    let rows = office.does(MODERATOR, "comment_list", json!({}));
    let id = rows["items"][0]["id"].clone();
    let seen = shown(&office, &id);
    let named: Vec<&str> = seen["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|piece| piece["unseen"] == true)
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(named.len(), 4, "{:#}", seen["pieces"]);
    let said = office
        .room
        .run(&["--as", MODERATOR, "comment", "show", id.as_str().unwrap()])
        .out;
    for turns in ['\u{202e}', '\u{2067}', '\u{202c}'] {
        assert!(
            !seen["html"].as_str().unwrap().contains(turns),
            "{}",
            seen["html"]
        );
        assert!(
            !said.contains(turns),
            "{turns:?} reaches the terminal: {said:?}"
        );
    }
    office.does(
        MODERATOR,
        "comment_decide",
        json!({"comments": [id], "state": "published"}),
    );
    let page = super::decisions::pages(&office.release("bundle"));
    assert!(page.contains("Hello evil"), "{page}");
    for turns in ['\u{202e}', '\u{200b}', '\u{2067}', '\u{202c}'] {
        assert!(!page.contains(turns), "{turns:?} is on the page");
    }
    assert!(page.contains("Mara"));
}

#[test]
fn nothing_that_is_sent_acts_on_the_page() {
    let office = Office::staffed();
    office.approved("Night trams");
    let bodies = [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "[click](javascript:alert(1)) and [ok](https://ok.example/x?a=1&b=2)",
        "![x](https://track.example/pixel.png)",
        "<https://auto.example> and <a href=\"https://raw.example\" onclick=\"x()\">raw</a>",
        "</article></section><style>*{display:none}</style><form action=//evil.example>",
        "[data](data:text/html;base64,PHNjcmlwdD4=) [v](vbscript:x) [r](//rel.example/x) [l](/local)",
    ];
    let lines: Vec<Value> = bodies
        .iter()
        .enumerate()
        .map(|(nth, body)| {
            line(
                &format!("c{nth}"),
                body,
                json!({"state": "published", "author": "<b onmouseover=x()>\"'&"}),
            )
        })
        .collect();
    import(&office, &lines);
    let page = super::decisions::pages(&office.release("bundle"));
    let from = page.find("alert(1)").unwrap_or_default();
    let part = &page[from.saturating_sub(3000)..];
    for bad in [
        "<script>alert",
        "<img src=x",
        "href=\"javascript:",
        "pixel.png\"",
        "<a href=\"https://raw.example\" onclick",
        "<style>*",
        "<form action=//evil",
        "href=\"data:",
        "href=\"vbscript:",
        "<b onmouseover",
    ] {
        assert!(!part.contains(bad), "{bad} in {part}");
    }
    for link in ["https://ok.example/x?a=1&amp;b=2", "https://auto.example"] {
        let whole = format!("<a href=\"{link}\" rel=\"nofollow ugc noopener\">");
        assert!(part.contains(&whole), "{whole} in {part}");
    }
}
