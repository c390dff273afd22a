//! Finding one's way in a text: find and replace, the headings, the place where one was, and how large it is shown.

use crate::{
    stage::Newsroom,
    writing::{kept, leave, open},
};
use thirtyfour::Key;

const TEXT: &str =
    "The bell rang.\n\n## A bell in the fog\n\nNo Bell was heard; the bells were silent.\n";

#[tokio::test]
async fn one_finds_replaces_and_finds_ones_way_by_keyboard() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, TEXT).await;
    let body = "document.querySelector('[data-test=body] .cm-content')";
    window.script(&format!("{body}.focus()")).await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.chord(&[Key::Control], 'f').await;
    window.types("bell").await;
    window.says("find-count", "4 times").await;
    window.key(Key::Enter).await;
    window.says("find-count", "1 of 4").await;
    window.chord(&[Key::Shift], char::from(Key::Enter)).await;
    window.says("find-count", "4 of 4").await;
    for (option, count) in [("find-case", "3"), ("find-word", "2")] {
        window.key(Key::Tab).await;
        assert_eq!(window.focused().await, option);
        window.types(" ").await;
        window.says("find-count", count).await;
    }
    window
        .script("document.querySelector('[data-test=replace-with]').focus()")
        .await;
    window.types("gong").await;
    window
        .script("document.querySelector('[data-test=replace-all]').focus()")
        .await;
    window.key(Key::Enter).await;
    window.says("find-count", "Nowhere").await;
    window.key(Key::Escape).await;
    window
        .until(&format!("document.activeElement === {body}"))
        .await;
    leave(&window, &newsroom, &id).await;
    assert_eq!(
        kept(&newsroom, &id),
        TEXT.replace("The bell", "The gong")
            .replace("A bell", "A gong")
    );

    // A heading is a few keys away, and what is typed there is typed under it.
    window.chord(&[Key::Control], 'k').await;
    window.types("#fog").await;
    window
        .until("document.querySelector('dialog[open] [role=option]')?.innerText.includes('A gong in the fog')")
        .await;
    window.key(Key::Enter).await;
    window
        .until(&format!("document.activeElement === {body}"))
        .await;
    window.key(Key::End).await;
    window.types("!").await;
    leave(&window, &newsroom, &id).await;
    assert!(kept(&newsroom, &id).contains("## A gong in the fog!\n"));

    // Whoever comes back goes on where they were.
    window.chord(&[Key::Alt], '1').await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window
        .until(&format!("{body} && !document.querySelector('.cm-focused')"))
        .await;
    window.script(&format!("{body}.focus()")).await;
    window.types("?").await;
    leave(&window, &newsroom, &id).await;
    assert!(kept(&newsroom, &id).contains("## A gong in the fog!?\n"));
    window.close().await;
}

#[tokio::test]
async fn the_page_is_shown_larger_and_as_it_was_and_dark_or_light() {
    let newsroom = Newsroom::sample();
    let (window, _) = open(&newsroom, TEXT).await;
    let width = window.script("return innerWidth").await.as_u64().unwrap();
    window.chord(&[Key::Control], '+').await;
    window.says("told", "110 %").await;
    window.until(&format!("innerWidth < {width}")).await;
    window.chord(&[Key::Control], '0').await;
    window.says("told", "100 %").await;
    window.until(&format!("innerWidth === {width}")).await;
    let ground = "getComputedStyle(document.querySelector('[data-test=preview]').contentDocument.documentElement).backgroundColor";
    window
        .until(&format!("{ground} !== 'rgba(0, 0, 0, 0)'"))
        .await;
    let light = window.script(&format!("return {ground}")).await;
    window.click("preview-dark").await;
    window.until(&format!("{ground} !== {light}")).await;
    window.click("preview-dark").await;
    window.until(&format!("{ground} === {light}")).await;
    // As wide as on a desk, as on a phone, and as there is room.
    let room = "document.querySelector('[data-test=preview]').contentWindow.innerWidth";
    let fit = window.script(&format!("return {room}")).await;
    window.click("desktop").await;
    window.until(&format!("{room} > 1000")).await;
    window.click("phone").await;
    window.until(&format!("{room} < 420")).await;
    window.click("phone").await;
    window.until(&format!("{room} === {fit}")).await;
    window.close().await;
}
