//! The window and the terminal on the same article: what comes in is offered, and nothing is written over.

use crate::stage::{Newsroom, Window};
use std::fs;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
const OTHER: &str = "Ida Brandt";
const BODY: &str = "The boats left.\n\nThe quay was empty.\n\nThe lamp burned.\n";

/// The text as it stands in the editor.
const TEXT: &str = "[...document.querySelectorAll('[data-test=body] .cm-line')].map(line => line.textContent).join('\\n')";

async fn text(window: &Window) -> String {
    let text = window.script(&format!("return {TEXT}")).await;
    text.as_str().unwrap().to_owned()
}

fn edit(newsroom: &Newsroom, id: &str, body: &str) {
    let file = newsroom.path("theirs.md");
    fs::write(&file, body).unwrap();
    newsroom.terminal(
        OTHER,
        &["article", "edit", id, "--file", file.to_str().unwrap()],
    );
}

/// The window with a draft of three paragraphs open in it; gives the draft's id.
async fn open(newsroom: &Newsroom) -> (Window, String) {
    let file = newsroom.path("mine.md");
    fs::write(&file, BODY).unwrap();
    let file = file.to_str().unwrap();
    let new = [
        "article",
        "new",
        "--title",
        "The quay at night",
        "--file",
        file,
    ];
    let made = newsroom.terminal(WRITER, &new);
    let window = Window::open(newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    window.click("article-row").await;
    (window, made["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn what_another_changed_waits_beside_the_typing_and_both_are_kept() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom).await;
    window.click("body").await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    window.key(Key::Up).await;
    window.key(Key::End).await;
    window.types(" All night.").await;
    window
        .until("document.querySelector('[data-test=saved].good')")
        .await;

    // Another passage: it waits until it is taken in, and the cursor stays.
    edit(&newsroom, &id, &BODY.replace("empty", "full"));
    window.says("incoming", OTHER).await;
    assert!(
        text(&window).await.contains("empty"),
        "nothing changed by itself"
    );
    window.types(" And day.").await;
    window.says("saved", "Saved").await;
    // What is typed in the very moment before it is taken in stays too.
    window
        .script(
            "document.querySelector('[data-test=body] .cm-content').focus();
             document.execCommand('insertText', false, ' Late.');
             document.querySelector('[data-test=incoming-take]').click();",
        )
        .await;
    window.until(&format!("{TEXT}.includes('full')")).await;
    let both = BODY
        .replace("empty", "full")
        .replace("burned.", "burned. All night. And day. Late.");
    assert_eq!(text(&window).await, both);
    window
        .until("!document.querySelector('[data-test=incoming]')")
        .await;

    // The same passage: both are shown, and what was chosen is what stays.
    edit(
        &newsroom,
        &id,
        &BODY.replace("empty", "full").replace("burned", "went out"),
    );
    window.says("incoming", "the same passage").await;
    window.chord(&[Key::Control], 's').await;
    window
        .says("told", "Someone else changed the same passage")
        .await;
    window.click("incoming-look").await;
    window.says("both", "All night. And day. Late.").await;
    window.says("both", "The lamp went out.").await;
    assert_eq!(
        window
            .script("return document.querySelector('[data-test=incoming-use]').disabled")
            .await,
        true
    );
    window.click("choose-both").await;
    window.click("incoming-use").await;
    window
        .until("document.querySelector('[data-test=saved].good')")
        .await;
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let shown = newsroom.terminal(OTHER, &["article", "show", &id]);
    assert_eq!(
        shown["body"],
        "The boats left.\n\nThe quay was full.\n\nThe lamp burned. All night. And day. Late.\n\nThe lamp went out.\n"
    );
    window.close().await;
}
