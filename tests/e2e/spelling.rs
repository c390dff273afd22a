//! A misspelt word in the real window: marked once one has typed on, put right and added by keyboard alone.

use crate::{
    stage::{Newsroom, Window},
    writing::open,
};
use std::fs;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
const TITLE: &str = "The bell of the school";
const LINE: &str = "document.querySelector('[data-test=body] .cm-line')?.textContent";

/// What is marked, likely names left out.
const MARKED: &str = "[...document.querySelectorAll('.cm-misspelt:not(.cm-name)')].map(one => one.textContent).join()";

#[tokio::test]
async fn a_misspelt_word_is_marked_and_put_right_by_keyboard() {
    let newsroom = Newsroom::sample();
    let file = newsroom.path("text.md");
    fs::write(&file, "The bell rang.\n").unwrap();
    let file = file.to_str().unwrap();
    newsroom.terminal(
        WRITER,
        &["article", "new", "--title", TITLE, "--file", file],
    );
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.to_article(TITLE).await;
    window.until(&format!("{LINE} === 'The bell rang.'")).await;
    window
        .script("document.querySelector('[data-test=body] .cm-content').focus()")
        .await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.key(Key::End).await;

    window
        .types(" We recieve `teh` lettrs at Vrabnok quay.")
        .await;
    window
        .until(&format!("{MARKED} === 'recieve,lettrs'"))
        .await;
    window
        .until("document.querySelector('.cm-name')?.textContent === 'Vrabnok'")
        .await;
    let style =
        "return getComputedStyle(document.querySelector('.cm-misspelt')).textDecorationStyle";
    assert_eq!(window.script(style).await, "wavy");
    // From the end one comes to the first again; the likeliest suggestion is taken.
    window.key(Key::F7).await;
    window.find("spelling").await;
    window.key(Key::Enter).await;
    window
        .until(&format!("{LINE}?.includes('We receive `teh`')"))
        .await;
    window.until(&format!("{MARKED} === 'lettrs'")).await;
    // The next one is added to the newsroom's words: the one before the last of the choices.
    window.key(Key::F7).await;
    window.find("spelling").await;
    window.key(Key::Up).await;
    window.key(Key::Up).await;
    window.key(Key::Enter).await;
    window
        .says("told", "Added “lettrs” to the newsroom’s words")
        .await;
    window.until(&format!("{MARKED} === ''")).await;
    assert_eq!(
        window.focused().await,
        "body",
        "one writes on where one was"
    );
    let words = newsroom.terminal(WRITER, &["library", "words", "list"]);
    assert_eq!(words["items"][0]["word"], "lettrs");
    window.close().await;
}

#[tokio::test]
async fn a_misspelt_word_is_marked_in_what_one_suggests_and_put_right_there() {
    let newsroom = Newsroom::sample();
    let (window, _) = open(&newsroom, "The bell rang.\n").await;
    window.chord(&[Key::Control, Key::Alt], 's').await;
    window
        .until("document.activeElement?.closest('[data-test=suggesting-body]')")
        .await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.key(Key::End).await;
    window.types(" We recieve it.").await;
    window.until(&format!("{MARKED} === 'recieve'")).await;
    window.key(Key::F7).await;
    window.find("spelling").await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelector('[data-test=suggesting-body]').innerText.includes('We receive it.')")
        .await;
    window.until(&format!("{MARKED} === ''")).await;
    window.close().await;
}
