//! The same table at the terminal: what it refuses someone, the program refuses them by the same code, before it does anything.

use super::asks::{furnished, told};
use crate::office::{ADMIN, MODERATOR, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};

/// What is typed for a command of the desk; `{…}` stands for what is called so in the library, `@` for a file beside it.
const TYPED: &[(&str, &str)] = &[
    ("person_add", "person add Nils --roles writer"),
    ("person_set", "person set {moderator} --roles writer"),
    ("key_rotate", "key rotate"),
    ("key_revoke", "key revoke {reviewer} --reason Lost"),
    ("key_renew", "person new-key {reviewer}"),
    ("article_new", "article new --title Bells"),
    ("article_edit", "article edit {draft} --file @text.md"),
    ("article_submit", "article submit {draft}"),
    ("article_recall", "article recall {review}"),
    ("article_lift", "article lift {embargoed}"),
    ("article_restore", "article restore {draft} {revision}"),
    ("article_withdraw", "article withdraw {live} --reason Wrong"),
    ("article_bin", "article bin {draft}"),
    ("review_approve", "review approve {review}"),
    ("review_confirm", "review confirm {unconfirmed}"),
    (
        "review_request_changes",
        "review request-changes {review} --note Why",
    ),
    (
        "review_note",
        "review note {draft} --quote quay --text Which",
    ),
    ("review_resolve", "review resolve {note}"),
    ("review_claim", "review claim {review}"),
    ("review_release", "review release {claimed}"),
    ("comment_decide", "comment decide {pending} --spam"),
    ("comment_import", "comment import @comments.jsonl"),
    ("comment_export", "comment export @out.jsonl"),
    ("comment_undo", "comment undo"),
    ("import_file", "import @text.md"),
    ("export_bundle", "export --out @out.zip"),
    ("edition_remove", "edition remove Monday"),
    ("profile_remove", "profile remove Web"),
    ("profile_import", "profile import @tuesday.toml"),
    ("byline_remove", "byline remove Nora"),
    ("theme_reset", "theme reset"),
    ("asset_add", "asset add @mast.svg"),
];

/// A name of the library, as it is typed.
fn named(names: &Value, word: &str) -> String {
    let Some(name) = word
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    else {
        return word.to_owned();
    };
    match name {
        "moderator" => MODERATOR.into(),
        "reviewer" => REVIEWER.into(),
        other => names[other].as_str().unwrap().to_owned(),
    }
}

#[test]
fn what_the_table_refuses_the_terminal_refuses() {
    let (office, names) = furnished();
    let before = office.does("", "activity_list", json!({"limit": 1}));
    let room = office.close();
    let (mut refused, mut wrong) = (0, vec![]);
    for (command, typed) in TYPED {
        for (role, who) in [
            ("writer", WRITER),
            ("reviewer", REVIEWER),
            ("moderator", MODERATOR),
            ("publisher", PUBLISHER),
            ("admin", ADMIN),
        ] {
            let expected = told(command, role);
            if expected != "wrong-role" {
                continue;
            }
            let words: Vec<String> = typed
                .split(' ')
                .map(|word| match word.strip_prefix('@') {
                    Some(file) => room.path(file).to_str().unwrap().to_owned(),
                    None => named(&names, word),
                })
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = room.ask(who, &words);
            refused += 1;
            let code = serde_json::from_str::<Value>(&run.err)
                .map_or(json!(run.err), |line| line["error"]["code"].clone());
            if run.status != 1 || code != expected {
                wrong.push(format!(
                    "{who}: {}: {code} with status {}",
                    words.join(" "),
                    run.status
                ));
            }
        }
    }
    println!("{} verbs, {refused} refusals at the terminal", TYPED.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let after = room.json(ADMIN, &["activity", "--limit", "1"]);
    assert_eq!(
        after["items"][0]["id"], before["items"][0]["id"],
        "something was done"
    );
}
