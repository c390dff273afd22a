//! A signature in the real window, by keyboard alone: sealed after the first approval, the desk locked and unlocked, and
//! the passphrase asked for when one signs.

use crate::stage::{Newsroom, Window};
use serde_json::json;
use thirtyfour::Key;

const PASSPHRASE: &str = "the night ferry is late";

/// What waits for review longest, which stands first and is open.
fn first(newsroom: &Newsroom) -> String {
    let queue = newsroom.terminal("Ida Brandt", &["review", "queue"]);
    queue["items"][0]["id"].as_str().unwrap().to_owned()
}

fn status(newsroom: &Newsroom, id: &str) -> String {
    let shown = newsroom.terminal("Ida Brandt", &["article", "show", id]);
    shown["status"].as_str().unwrap().to_owned()
}

/// Types a new passphrase twice into the dialog that is open.
async fn seals(window: &Window) {
    window.find("passphrase-new").await;
    window.types(PASSPHRASE).await;
    window.key(Key::Tab).await;
    window.types(PASSPHRASE).await;
    window.key(Key::Enter).await;
    window
        .until("!document.querySelector('[data-test=dialog]')")
        .await;
}

/// Approves what is open in review.
async fn approves(window: &Window) {
    window.find("approve").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
}

#[tokio::test]
async fn a_signature_is_sealed_and_the_desk_locked_by_keyboard() {
    let newsroom = Newsroom::sample();
    let id = first(&newsroom);
    let shown = newsroom.terminal("Ida Brandt", &["article", "show", &id]);
    let title = shown["title"].as_str().unwrap();
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    approves(&window).await;
    window.find("seal-offer").await;
    assert_eq!(status(&newsroom, &id), "approved");

    window.tab_to("seal").await;
    window.key(Key::Enter).await;
    seals(&window).await;
    window.says("told", "Sealed your signature").await;
    assert!(!window.shows("seal-offer").await);

    window.chord(&[Key::Control, Key::Alt], 'l').await;
    window.find("lock").await;
    let page = window.reads().await;
    assert!(
        page.contains("Ida Brandt") && page.contains("Harbour Weekly"),
        "{page}"
    );
    assert!(
        !page.contains(title) && !window.shows("approve").await,
        "{page}"
    );
    for command in [
        "library_show",
        "article_list",
        "review_queue",
        "undo",
        "pick_path",
    ] {
        let refused = window
            .invoke(command, json!({"what": "import"}))
            .await
            .unwrap_err();
        assert_eq!(refused["code"], "locked", "{command}");
    }
    window.find("lock-passphrase").await;
    window.types("the day ferry is early").await;
    window.key(Key::Enter).await;
    window
        .says("lock-wrong", "That is not the passphrase")
        .await;
    window.types(PASSPHRASE).await;
    window.key(Key::Enter).await;
    window.find("reading").await;
    window.close().await;
}

#[tokio::test]
async fn a_passphrase_is_asked_for_when_one_signs_and_when_one_sits_down() {
    let newsroom = Newsroom::sample();
    let id = first(&newsroom);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    let seal = json!({"passphrase": PASSPHRASE});
    window.invoke("key_seal", seal).await.unwrap();
    window.invoke("key_forget", json!({})).await.unwrap();
    window.chord(&[Key::Alt], '3').await;
    approves(&window).await;
    window.find("passphrase").await;
    assert_eq!(status(&newsroom, &id), "in-review");
    window.types("the day ferry is early").await;
    window.key(Key::Enter).await;
    window
        .says("passphrase-wrong", "That is not the passphrase")
        .await;
    window.types(PASSPHRASE).await;
    window.key(Key::Enter).await;
    window.says("told", "Approved").await;
    assert_eq!(status(&newsroom, &id), "approved");

    sits_down_and_up_again(&window).await;
    window.close().await;

    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("lock-passphrase").await;
    window.types(PASSPHRASE).await;
    window.key(Key::Enter).await;
    window.find("card").await;
    window.close().await;
    newsroom.terminal("Ana Reyes", &["person", "new-key", "Ida Brandt"]);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.says("told", "An admin made a new key for you").await;
    window.close().await;
}

/// Someone without a passphrase sits down, locks the desk and opens it by one key; then she comes back with hers.
async fn sits_down_and_up_again(window: &Window) {
    let switch = || window.chord(&[Key::Control, Key::Shift], 'p');
    switch().await;
    window.find("chooser-people").await;
    window.types("n").await;
    window.key(Key::Enter).await;
    window.says("person", "Nils Aho").await;
    window.chord(&[Key::Control, Key::Alt], 'l').await;
    window.find("lock").await;
    assert!(!window.shows("lock-passphrase").await);
    window.key(Key::Enter).await;
    window.says("person", "Nils Aho").await;
    switch().await;
    window.find("chooser-people").await;
    window.types("i").await;
    window.key(Key::Enter).await;
    window.find("passphrase").await;
    window.types(PASSPHRASE).await;
    window.key(Key::Enter).await;
    window.says("person", "Ida Brandt").await;
}
