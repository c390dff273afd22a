//! What the library did since a bundle was made, and what it never published.

use super::said;
use crate::office::{MODERATOR, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::json;
use std::process::Command;

#[test]
fn what_the_library_released_or_withdrew_since_is_named() {
    let office = Office::staffed();
    let changed = office.approved("Night buses to the harbour");
    let gone = office.approved("A ferry for Sundays");
    office.approved("A bell for the school");
    office.release("first.zip");
    let none = Vec::<String>::new();
    assert_eq!(
        said(&office, "first.zip", &json!({})),
        (none.clone(), none.clone())
    );
    let change = json!({"article": changed, "body": "The last boat leaves at one.\n"});
    office.does(WRITER, "article_edit", change);
    office.does(WRITER, "article_submit", json!({"article": changed}));
    office.does(REVIEWER, "review_approve", json!({"article": changed}));
    let why = json!({"article": gone, "reason": "It was wrong."});
    office.does(PUBLISHER, "article_withdraw", why);
    office.release("second.zip");
    let ask = json!({"path": office.path("first.zip")});
    let found = office.does("", "verify_bundle", ask);
    assert_eq!(found["ok"], true);
    let notices = found["notices"].as_array().unwrap().iter();
    let notices: Vec<_> = notices
        .map(|one| (one["path"].as_str().unwrap(), one["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(
        notices,
        [
            ("manifest.json", "older"),
            ("site/transport/a-ferry-for-sundays/index.html", "withdrawn"),
            (
                "site/transport/night-buses-to-the-harbour/index.html",
                "older"
            ),
        ]
    );
    assert_eq!(
        said(&office, "second.zip", &json!({})),
        (none.clone(), none)
    );
}

#[test]
fn the_headline_of_what_is_not_out_is_on_no_page_that_names_it_as_related() {
    let office = Office::staffed();
    let secret = office.draft("The mayor resigns");
    let open = office.draft("A bell for the school");
    let named = json!({"article": open, "related": [secret, open, "A walk along the quay"]});
    office.does(WRITER, "article_edit", named);
    let read = office.does("", "article_read", json!({"article": open}));
    assert_eq!(
        read["related"].as_array().unwrap().len(),
        2,
        "not itself: {read}"
    );
    let found = office
        .does(WRITER, "article_check", json!({"article": open}))
        .to_string();
    assert!(
        found.contains("“The mayor resigns”, named as related, is neither out nor approved"),
        "{found}"
    );
    office.does(WRITER, "article_submit", json!({"article": open}));
    office.does(REVIEWER, "review_approve", json!({"article": open}));
    let profile = json!({"profile": {"name": "all", "parts": ["site", "jsonl", "ninjs", "markdown", "wxr", "epub"]}});
    office.does(PUBLISHER, "profile_save", profile);
    let out = office.path("bundle");
    office.does(
        PUBLISHER,
        "export_bundle",
        json!({"out": out, "profile": "all"}),
    );
    let within = |text: &str| {
        let grep = Command::new("grep")
            .args(["-rl", text, "."])
            .current_dir(&out)
            .output()
            .unwrap();
        String::from_utf8(grep.stdout)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(within("A walk along the quay").len() > 3);
    // The text itself, as it was approved, names it; that is signed, and can't be another.
    let named = within("The mayor resigns");
    assert!(
        named.iter().all(|file| file.starts_with("./revisions/")),
        "{named:?}"
    );
}

#[test]
fn an_old_release_is_told_from_the_newest_though_every_text_in_it_stands() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    let [comment, _] = office.comments(&id);
    let decide = |what: &str| {
        let ask = json!({"comments": [comment], "state": what});
        office.does(MODERATOR, "comment_decide", ask);
    };
    decide("published");
    office.release("first.zip");
    decide("rejected");
    office.release("second.zip");
    let none = Vec::<String>::new();
    let notices = |name: &str| said(&office, name, &json!({})).1;
    assert_eq!(notices("first.zip"), ["older"]);
    assert_eq!(notices("second.zip"), none);
    decide("published");
    office.release("third.zip");
    // The same bytes as the first one's, and released once more: it is the newest again.
    assert_eq!(notices("first.zip"), none);
    assert_eq!(notices("second.zip"), ["older"]);
}
