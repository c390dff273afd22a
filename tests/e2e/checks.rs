//! What the checks found, in the real window: gone to and dismissed by keyboard alone, in the editor and in review.

use crate::stage::{Newsroom, Window};
use std::fs;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
const TITLE: &str = "The bell of the school";
const SELECTED: &str = "getSelection().toString()";

/// Opens the list of what the checks found.
async fn opens(window: &Window) {
    window.key(Key::F8).await;
    window.find("check").await;
}

/// How the check is called that has the focus.
async fn at(window: &Window, code: &str) {
    window
        .until(&format!("document.activeElement.dataset.code === '{code}'"))
        .await;
}

#[tokio::test]
async fn a_guess_is_gone_to_and_dismissed_by_keyboard() {
    let newsroom = Newsroom::sample();
    let file = newsroom.path("text.md");
    fs::write(
        &file,
        "The bell rang.\n\nIt rang at the the school, and “all was well.\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let made = newsroom.terminal(
        WRITER,
        &[
            "article",
            "new",
            "--title",
            TITLE,
            "--section",
            "Schools",
            "--byline",
            "Nora Vale",
            "--file",
            file,
        ],
    );
    let id = made["id"].as_str().unwrap().to_owned();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.to_article(TITLE).await;
    window.find("checks").await;

    opens(&window).await;
    at(&window, "unpaired-quotes").await;
    window.key(Key::Down).await;
    at(&window, "repeated-word").await;
    window.key(Key::Enter).await;
    window.until(&format!("{SELECTED} === 'the the'")).await;
    assert_eq!(window.focused().await, "body", "one puts it right at once");

    opens(&window).await;
    window.key(Key::Down).await;
    at(&window, "repeated-word").await;
    window.key(Key::Delete).await;
    window
        .says(
            "told",
            "“the the” stays as it is in “The bell of the school”",
        )
        .await;
    at(&window, "unpaired-quotes").await;
    window.key(Key::Escape).await;
    assert_eq!(window.focused().await, "body", "one is back in the text");
    let told = newsroom.terminal(WRITER, &["check", &id]);
    assert_eq!(told["checks"].as_array().unwrap().len(), 1, "{told}");
    // Taken back, it counts again.
    window.click("undo").await;
    window
        .until("document.querySelector('[data-test=checks]').innerText.includes('2')")
        .await;
    window.close().await;
}
