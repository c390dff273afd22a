//! The safe HTML that is kept of texts: one that is not its text's is found, and prints nothing that verifies.

use crate::office::{Office, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn the_kept_html_of_a_text_that_is_another_is_found_and_never_verifies() {
    let office = Office::staffed();
    office.approved("A ferry for Sundays");
    let other = office.draft("Night buses to the harbour");
    let edit = json!({"article": other, "body": "They run every forty minutes.\n"});
    office.does(WRITER, "article_edit", edit);
    office.does(WRITER, "article_submit", json!({"article": other}));
    office.does(REVIEWER, "review_approve", json!({"article": other}));
    // Whoever can write into the library's file makes the hash beside it fit, too.
    let others = model::Hash::of(b"<p>They run every forty minutes.</p>\n");
    let sum = |revision: &str, by: &str| {
        model::Hash::of(format!("{revision}\n{by}\n{others}").as_bytes()).to_string()
    };
    let rows = crate::journal::sql(
        &office.room,
        "SELECT revision, made_by, sha256, hex(html) FROM d_html",
    );
    let rows: Vec<Vec<&str>> = rows.lines().map(|row| row.split('|').collect()).collect();
    let is_others = |row: &&Vec<&str>| row[2] == sum(row[0], row[1]);
    let html = rows.iter().find(is_others).expect("the other’s HTML")[3];
    for row in &rows {
        let sum = sum(row[0], row[1]);
        let forged = format!(
            "UPDATE d_html SET sha256 = '{sum}', html = x'{html}' WHERE revision = '{}'",
            row[0]
        );
        crate::journal::sql(&office.room, &forged);
    }
    let kinds = |found: &Value| {
        let faults = found["faults"].as_array().unwrap().iter();
        let kinds = faults.map(|fault| fault["kind"].as_str().unwrap().to_owned());
        kinds.collect::<BTreeSet<_>>()
    };
    let found = office.does("", "library_check", json!({}));
    assert_eq!(kinds(&found), BTreeSet::from(["html".to_owned()]));
    let out = office.release("bundle");
    let found = office.does("", "verify_bundle", json!({"path": out}));
    assert!(kinds(&found).contains("not-the-print"), "{found:#}");
}
