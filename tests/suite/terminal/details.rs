//! What stands beside the text, from the terminal: templates, the day to look again, dates, other articles.

use super::{BODY, CHIEF, REVIEWER, WRITER, text};
use crate::newsroom::Newsroom;
use serde_json::json;

#[test]
fn an_article_begins_with_a_template_that_the_newsroom_made() {
    let room = Newsroom::staffed();
    let body = room.file("diary.md", "[What happened today, and to whom?]\n");
    let kind = [
        "template", "save", "Diary", "--kicker", "Diary", "--about", "One day.", "--tag", "days",
    ];
    room.json(WRITER, &[&kind[..], &["--file", &body]].concat());
    let made = room.json(
        WRITER,
        &[
            "article",
            "new",
            "--title",
            "Low tide",
            "--template",
            "diary",
        ],
    );
    assert_eq!(
        (text(&made, "kicker"), text(&made, "body"), &made["tags"]),
        (
            "Diary",
            "[What happened today, and to whom?]\n",
            &json!(["days"])
        )
    );
    assert_eq!(
        room.run(&["template", "show", "DIARY"]).out,
        "[What happened today, and to whom?]\n"
    );
    let list = room.run(&["template", "list"]).out;
    assert!(
        list.contains("Fact check") && list.contains("your own"),
        "{list}"
    );
    room.json(
        WRITER,
        &["template", "save", "News", "--kicker", "In short"],
    );
    let shown = room.json(WRITER, &["template", "show", "news"]);
    assert!(
        text(&shown["template"], "body").contains("## Background"),
        "{shown}"
    );
    room.json(WRITER, &["template", "reset", "News"]);
    room.json(WRITER, &["template", "remove", "Diary"]);
    let refused = room
        .ask(
            WRITER,
            &["article", "new", "--title", "A", "--template", "Diary"],
        )
        .refusal();
    assert_eq!((refused.0, refused.1.as_str()), (2, "no-such-template"));
}

#[test]
fn fields_beside_the_text_are_set_and_refused_by_name() {
    let room = Newsroom::staffed();
    let id = room.approved("Night buses to the harbour", BODY);
    let other = room.approved("A bridge for cyclists", BODY);
    let edited = room.json(
        WRITER,
        &[
            "article",
            "edit",
            &id,
            "--related",
            &other,
            "--related",
            "A walk elsewhere",
            "--translation",
            &other,
            "--search-title",
            "Buses",
            "--canonical",
            "https://example.org/buses",
            "--date",
            "2026-12-01 06:30",
        ],
    );
    assert_eq!(
        edited["related"],
        json!(["A bridge for cyclists", "A walk elsewhere"])
    );
    assert_eq!(edited["translations"], json!([other]));
    let said = room.run(&["article", "show", &id]).out;
    assert!(
        said.contains(&format!("translations    {other}\n")),
        "{said}"
    );
    assert_eq!(text(&edited, "canonical"), "https://example.org/buses");
    for (args, status, code) in [
        (["--embargo", "2026-02-30"], 2, "bad-time"),
        (["--embargo", "0000-01-01"], 2, "bad-time"),
        (["--slug", "Not an address"], 1, "bad-slug"),
        (["--canonical", "example"], 1, "bad-address"),
        (["--translation", "0193ffff"], 3, "no-such-article"),
        (["--related", "0193ffff"], 3, "no-such-article"),
    ] {
        let refused = room
            .ask(WRITER, &[&["article", "edit", &id][..], &args[..]].concat())
            .refusal();
        assert_eq!((refused.0, refused.1.as_str()), (status, code), "{args:?}");
    }
    let again = room.json(CHIEF, &["article", "recheck", &id, "2027-01-31"]);
    assert_eq!(text(&again, "recheck"), "2027-01-31");
    assert!(
        room.ask(REVIEWER, &["article", "show", &id])
            .out
            .contains("2027-01-31")
    );
    let none = room.json(CHIEF, &["article", "recheck", &id]);
    assert_eq!(none["recheck"], json!(null));
}
