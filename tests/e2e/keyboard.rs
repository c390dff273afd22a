//! Keys as a keyboard sends them, through the system's own layouts and its input method: dead keys, a letter by its
//! number, Persian. What is being composed lives through the saves and previews that come meanwhile.

use crate::{
    stage::{Newsroom, Window},
    writing::open,
};
use std::{process::Command, time::Duration};
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
/// Longer than a save and a preview take.
const A_WHILE: Duration = Duration::from_millis(700);

/// A tool of the display that the window is on.
fn run(window: &Window, tool: &str, args: &[&str]) {
    let ran = Command::new(tool)
        .args(args)
        .env("DISPLAY", window.display())
        .status();
    assert!(ran.is_ok_and(|status| status.success()), "{tool} {args:?}");
}

/// Presses keys one after the other, as fast as fingers are.
async fn press(window: &Window, keys: &[&str]) {
    for key in keys {
        run(window, "xdotool", &["key", key]);
        tokio::time::sleep(Duration::from_millis(120)).await;
    }
}

const TEXT: &str = "document.querySelector('[data-test=body] .cm-content').innerText.trim()";

#[tokio::test]
async fn dead_keys_letters_by_number_and_persian_come_from_a_real_keyboard() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Control], 'n').await;
    window.find("new-headline").await;
    window.types("Names from everywhere").await;
    window.key(Key::Enter).await;
    window
        .until("!!document.querySelector('[data-test=body] .cm-content')")
        .await;
    window
        .script(
            "const text = document.querySelector('[data-test=body] .cm-content');
            window.composed = [];
            text.addEventListener('compositionend', (event) => window.composed.push(event.data));
            text.focus();",
        )
        .await;
    run(&window, "setxkbmap", &["us", "intl"]);
    press(&window, &["c", "a", "f", "dead_acute"]).await;
    tokio::time::sleep(A_WHILE).await;
    press(&window, &["e", "space"]).await;
    window.until(&format!("{TEXT} === 'café'")).await;

    // The input method shows what is being composed, letter by letter, until it is one sign.
    press(&window, &["ctrl+shift+u", "6", "5"]).await;
    tokio::time::sleep(A_WHILE).await;
    press(&window, &["e", "5", "space"]).await;
    window.until(&format!("{TEXT} === 'café 日'")).await;

    // Four keys of the Persian layout, by their places on the keyboard.
    run(&window, "setxkbmap", &["ir"]);
    press(&window, &["39", "42", "43", "46"]).await;
    window.until(&format!("{TEXT} === 'café 日سلام'")).await;
    run(&window, "setxkbmap", &["us"]);
    let composed = window
        .script("return window.composed.filter(Boolean).join(' ')")
        .await;
    assert_eq!(composed, "é 日");

    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let list = newsroom.terminal(WRITER, &["article", "list", "--limit", "1"]);
    assert_eq!(list["items"][0]["body"], "café 日سلام");
    window.close().await;
}

#[tokio::test]
async fn words_that_another_program_copied_are_pasted() {
    let newsroom = Newsroom::sample();
    let (window, _) = open(&newsroom, "Begun.\n").await;
    let copied = newsroom.path("copied.txt");
    std::fs::write(&copied, "plain words, ").unwrap();
    let file = copied.to_str().unwrap();
    run(&window, "xclip", &["-selection", "clipboard", "-i", file]);
    window
        .script("document.querySelector('[data-test=body] .cm-content').focus()")
        .await;
    press(&window, &["ctrl+Home", "ctrl+v"]).await;
    window
        .until(&format!("{TEXT} === 'plain words, Begun.'"))
        .await;
    window.close().await;
}
