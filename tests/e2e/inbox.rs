//! The folder in which comments arrive, watched by the real window; and the rules, changed and switched on in it.

use crate::stage::{Newsroom, Window};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use thirtyfour::Key;

const MODERATOR: &str = "Sam Iversen";
const WRITER: &str = "Marta Lind";

/// A newsroom with a folder for comments, which the dialog will name.
fn with_inbox() -> (Newsroom, PathBuf, String) {
    let newsroom = Newsroom::sample();
    let inbox = newsroom.path("inbox");
    fs::create_dir(&inbox).unwrap();
    newsroom.answers(&[Some(&inbox)]);
    let page = newsroom.terminal(WRITER, &["article", "list", "--limit", "1"]);
    let article = page["items"][0]["id"].as_str().unwrap().to_owned();
    (newsroom, inbox, article)
}

/// Drops a file as a form's handler does: written beside, then renamed.
fn drop_in(inbox: &std::path::Path, id: &str, comment: &Value) {
    let beside = inbox.join(format!(".{id}.part"));
    fs::write(&beside, comment.to_string()).unwrap();
    fs::rename(beside, inbox.join(format!("{id}.json"))).unwrap();
}

/// Goes to the part of the library with the rules.
async fn rules(window: &Window, tab: &str) {
    window.find("go-library").await;
    window.chord(&[Key::Alt], '6').await;
    let row = "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.innerText.includes('Comment rules'))";
    window.until(row).await;
    window.script(&format!("{row}.click()")).await;
    window.click(&format!("rules-tab-{tab}")).await;
}

#[tokio::test]
async fn a_file_in_the_folder_comes_up_as_a_comment() {
    let (newsroom, inbox, article) = with_inbox();
    let window = Window::open(&newsroom, MODERATOR).await;
    rules(&window, "in-and-out").await;
    window.click("inbox-choose").await;
    window.says("inbox", inbox.to_str().unwrap()).await;
    let said = "The gulls had the last word, as ever.";
    drop_in(
        &inbox,
        "one",
        &json!({"id": "one", "article": article, "author": "Pia Reader", "body": said}),
    );
    fs::write(inbox.join("two.json"), "no comment").unwrap();
    window.says("inbox-came", "Inbox: 1 new").await;
    window.says("inbox-came", "1 set aside").await;
    window.says("inbox-waiting", "No file waits").await;
    window.says("inbox-aside", "1 file was set aside").await;
    assert!(!inbox.join("one.json").exists());
    let all = newsroom.terminal(MODERATOR, &["comment", "list", "--article", &article]);
    let mut all = all["items"].as_array().unwrap().iter();
    assert!(all.any(|one| one["body"] == said), "{all:?}");
    // Leading there is what the line is for; then it has said it.
    window.click("go-inbox-came").await;
    window
        .until(&format!("document.body.innerText.includes('{said}')"))
        .await;
    assert!(!window.shows("go-inbox-came").await);
    rules(&window, "in-and-out").await;
    window.click("inbox-stop").await;
    window.find("inbox-none").await;
    window.close().await;
}

#[tokio::test]
async fn while_nobody_sits_here_who_may_the_files_wait() {
    let (newsroom, inbox, article) = with_inbox();
    let folder = inbox.to_str().unwrap();
    newsroom.terminal(MODERATOR, &["comment", "inbox", folder]);
    let comment = json!({"id": "one", "article": article, "body": "Who reads this?"});
    drop_in(&inbox, "one", &comment);
    let window = Window::open(&newsroom, WRITER).await;
    rules(&window, "in-and-out").await;
    window.says("rules-read-only", "A moderator").await;
    window.says("inbox-waiting", "1 file waits").await;
    assert!(!window.shows("inbox-choose").await);
    let refused = window
        .invoke("inbox_take", json!({"folder": folder}))
        .await
        .unwrap_err();
    assert_eq!(refused["code"], "path-not-chosen");
    tokio::time::sleep(std::time::Duration::from_secs(7)).await;
    assert!(inbox.join("one.json").exists());
    window.close().await;
}

#[tokio::test]
async fn rules_take_effect_once_they_are_switched_on() {
    let newsroom = Newsroom::sample();
    let set = |field: &'static str| {
        let rules = newsroom.terminal(MODERATOR, &["rules", "show"]);
        rules["links"][field].clone()
    };
    let before = set("hold-from");
    let window = Window::open(&newsroom, MODERATOR).await;
    rules(&window, "rules").await;
    window
        .script(
            "const field = document.querySelector('[data-test=rule-links-hold]');
            field.focus(); field.select()",
        )
        .await;
    window.types("1").await;
    window.key(Key::Tab).await;
    window.says("rules-unsaved", "not switched on").await;
    assert_eq!(set("hold-from"), before);
    // It is there again after another screen, and nothing was changed by going there.
    window.chord(&[Key::Alt], '1').await;
    window.find("card").await;
    window.chord(&[Key::Alt], '6').await;
    window.says("rules-unsaved", "not switched on").await;
    window
        .until("document.querySelector('[data-test=rule-links-hold]').value === '1'")
        .await;
    window.tab_to("rules-try").await;
    window.key(Key::Enter).await;
    window.says("rules-tried", "Of the newest").await;
    window
        .says("rules-people", "The 21 that people decided")
        .await;
    // It could not be pressed while it worked, and one is at it still.
    window
        .until("document.activeElement?.dataset.test === 'rules-try'")
        .await;
    assert_eq!(set("hold-from"), before);
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("told", "Changed the rules").await;
    window
        .says("rules-unsaved", "These rules are switched on")
        .await;
    assert_eq!(set("hold-from"), 1);
    window.chord(&[Key::Control], 'z').await;
    window.says("told", "Taken back").await;
    window
        .until(&format!(
            "document.querySelector('[data-test=rule-links-hold]').value === '{before}'"
        ))
        .await;
    assert_eq!(set("hold-from"), before);
    window.close().await;
}

#[tokio::test]
async fn comments_are_seen_first_then_taken_in_put_under_an_article_and_written_out() {
    let newsroom = Newsroom::sample();
    let (file, out) = (
        newsroom.path("elsewhere.jsonl"),
        newsroom.path("comments.csv"),
    );
    let lines = [
        json!({"id": "a", "article": "the-old-pier", "author": "Pia Reader", "email": "pia@reader.example",
            "body": "I miss it."}),
        json!({"id": "", "body": ""}),
    ];
    fs::write(&file, lines.map(|line| format!("{line}\n")).concat()).unwrap();
    newsroom.answers(&[Some(&file), Some(&out)]);
    let window = Window::open(&newsroom, MODERATOR).await;
    rules(&window, "in-and-out").await;
    window.click("import-comments").await;
    window.says("comments-seen", "1").await;
    window.click("dialog-do").await;
    window.says("told", "1 comment came in").await;
    window.says("place", "the-old-pier").await;
    window
        .script("document.querySelector('[data-test=place-article]').focus()")
        .await;
    window.types("ferry").await;
    window.find("place-article-suggestion").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window
        .says("told", "Put the comments from the-old-pier")
        .await;
    window.find("no-places").await;
    window.chord(&[Key::Control], 'z').await;
    window.says("place", "the-old-pier").await;
    window.click("export-comments-format").await;
    window.click("export-comments-format-csv").await;
    window.click("export-comments").await;
    window.says("told", "Wrote").await;
    let written = fs::read_to_string(&out).unwrap();
    assert!(written.contains("I miss it."), "{written}");
    assert!(!written.contains("reader.example"), "private, unless asked");
    window.close().await;
}
