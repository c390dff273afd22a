//! An author's profile in the real window: made in the library, put on an article by keyboard, seen on its page.

use crate::stage::{Newsroom, Window};
use std::fs;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
const FACE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"80\"><circle cx=\"40\" cy=\"40\" \
    r=\"30\" fill=\"#b80\"/></svg>";

/// The names of the article's bylines, in order.
const NAMES: &str =
    "[...document.querySelectorAll('[data-test=byline] b')].map(one => one.textContent).join()";

/// The boxes below the text, as the preview shows them.
const BOXES: &str =
    "[...document.querySelector('[data-preview]').contentDocument.querySelectorAll('.author')]";

/// Opens the part of the library where profiles are, and makes one with a role, a link and a picture.
async fn nora(window: &Window) {
    window.chord(&[Key::Alt], '6').await;
    let part = "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.innerText.includes('Bylines'))";
    window.until(part).await;
    window.script(&format!("{part}.click()")).await;
    window.click("add-profile").await;
    window.types("Nora Vale").await;
    window.key(Key::Enter).await;
    window.says("told", "Added the profile of Nora Vale").await;
    window.click("byline-role").await;
    window.types("Harbour reporter").await;
    window.key(Key::Tab).await;
    window.says("author-box", "Harbour reporter").await;
    window.click("byline-links").await;
    window.types("vale.example").await;
    window.key(Key::Tab).await;
    window.says("byline-wrong", "is no web address").await;
    window.click("byline-links").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("https://vale.example").await;
    window.key(Key::Tab).await;
    window.says("author-box", "vale.example").await;
    window
        .until("!document.querySelector('[data-test=byline-wrong]')")
        .await;
    window.click("byline-picture").await;
    window.click("picture-file").await;
    window
        .until("document.querySelector('[data-test=author-box] img')")
        .await;
    window
        .says("profile-articles", "No article prints this name")
        .await;
}

/// Presses a button by keyboard.
async fn press(window: &Window, name: &str) {
    // What the window learns meanwhile may draw it anew.
    window
        .until(&format!(
            "(document.querySelector('[data-test={name}]')?.focus(), document.activeElement?.dataset.test === '{name}')"
        ))
        .await;
    window.key(Key::Enter).await;
}

#[tokio::test]
async fn a_profile_is_made_and_put_on_an_article_by_keyboard() {
    let newsroom = Newsroom::sample();
    let face = newsroom.path("face.svg");
    fs::write(&face, FACE).unwrap();
    newsroom.answers(&[Some(&face)]);
    let new = ["article", "new", "--title", "The lamp on the mole"];
    let made = newsroom.terminal(WRITER, &[&new[..], &["--byline", WRITER]].concat());
    let id = made["id"].as_str().unwrap();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    nora(&window).await;

    window.chord(&[Key::Alt], '2').await;
    window.click("article-row").await;
    window.click("tab-details").await;
    window.until(&format!("{NAMES} === 'Marta Lind'")).await;
    window.click("add-byline").await;
    window.types("val").await;
    window.says("add-byline-suggestion", "Nora Vale").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window
        .until(&format!("{NAMES} === 'Marta Lind,Nora Vale'"))
        .await;
    assert_eq!(window.focused().await, "add-byline", "one goes on adding");
    window
        .script("[...document.querySelectorAll('[data-test=byline]')].at(-1).focus()")
        .await;
    window.chord(&[Key::Alt], char::from(Key::Up)).await;
    window
        .until(&format!("{NAMES} === 'Nora Vale,Marta Lind'"))
        .await;
    assert_eq!(window.focused().await, "byline");

    window.click("tab-preview").await;
    window
        .until(&format!(
            "{BOXES}.some(one => one.querySelector('img')?.naturalWidth && one.innerText.includes('Harbour reporter'))"
        ))
        .await;
    window.click("body").await;
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let shown = newsroom.terminal(WRITER, &["article", "show", id]);
    assert_eq!(shown["bylines"][0]["role"], "Harbour reporter", "{shown}");

    newsroom.terminal(WRITER, &["byline", "set", "Nora Vale", "--role", "Editor"]);
    window.click("tab-details").await;
    window.says("byline-differs", "was changed since").await;
    press(&window, "byline-take-over").await;
    window
        .until("!document.querySelector('[data-test=byline-differs]')")
        .await;
    window.says("byline", "Editor").await;
    press(&window, "bylines-back").await;
    window.says("byline", "Harbour reporter").await;
    window.close().await;
}
