//! Pasting: where one goes on after it, which pictures come along, and how long its receipt stands.

use crate::{
    stage::Newsroom,
    writing::{kept, leave, open, paste, to_the_end},
};
use serde_json::json;
use std::time::Duration;
use thirtyfour::Key;

#[tokio::test]
async fn behind_a_very_long_line_one_goes_on_where_one_was() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "Begun.\n").await;
    for words in [7_990, 8_000, 8_010] {
        to_the_end(&window).await;
        window.chord(&[Key::Control], 'a').await;
        window.types("keep me ").await;
        let line = "lorem ipsum ".repeat(words);
        paste(&window, json!({"text/plain": line})).await;
        window
            .until("document.querySelector('[data-test=saved].good')")
            .await;
        // The line is drawn in pieces, measured, and drawn again.
        tokio::time::sleep(Duration::from_secs(1)).await;
        window.types("xyz").await;
        leave(&window, &newsroom, &id).await;
        let text = kept(&newsroom, &id);
        assert!(
            text.starts_with("keep me lorem") && text.trim_end().ends_with("ipsum xyz"),
            "{words}: {}",
            &text[..20]
        );
    }
    window.close().await;
}

#[tokio::test]
async fn pictures_within_what_is_pasted_come_into_the_library_and_those_that_cannot_are_told() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "It began.\n").await;
    to_the_end(&window).await;
    // A picture that the page holds, one on the disk of whoever wrote it, and what counts readers.
    let page = "const canvas = document.createElement('canvas');
        canvas.width = 64; canvas.height = 32;
        canvas.getContext('2d').fillRect(8, 8, 32, 16);
        return `<p>The <b>lamp</b>:</p><p><img alt='A &amp; B' src=\"${canvas.toDataURL()}\"></p>`
            + '<!-- <img src=\"file:///c.png\"> --><p><img src=\"file:///C:/Temp/clip_image001.png\"></p>'
            + '<img width=1 height=1 src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">';";
    let html = window.script(page).await;
    paste(
        &window,
        json!({"text/html": html, "text/plain": "The lamp:"}),
    )
    .await;
    let told = "Kept 1 picture; 1 picture could not be taken along: paste or drop its file";
    window.says("paste-receipt", told).await;
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    assert!(
        text.starts_with("It began.\n\nThe **lamp**:\n\n![A & B](asset:")
            && !text.contains("file:"),
        "{text}"
    );
    let known = newsroom.terminal("Marta Lind", &["asset", "list"]);
    assert_eq!(known["items"][0]["alt"], "A & B", "{known}");

    // A photo of millions of characters is no length of the text; here it is no picture either.
    let much = "const html = `<p>So <b>far</b>.<img src=\"data:image/png;base64,${'A'.repeat(5_000_000)}\"></p>`;
        const data = new DataTransfer();
        data.setData('text/html', html); data.setData('text/plain', 'So far.');
        document.querySelector('[data-test=body] .cm-content').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    to_the_end(&window).await;
    window.script(much).await;
    window
        .says("paste-receipt", "1 picture could not be taken along")
        .await;
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    assert!(text.trim_end().ends_with("So **far**."), "{text}");

    // What is too long without them, too, says what became of it.
    to_the_end(&window).await;
    window
        .script(
            &much
                .replace("src=", "data-src=")
                .replace("'A'.repeat", "'b'.repeat"),
        )
        .await;
    window
        .says("paste-receipt", "Too long to keep its formatting")
        .await;
    window.close().await;
}

#[tokio::test]
async fn a_receipt_goes_with_the_next_paste_and_with_its_text() {
    let newsroom = Newsroom::sample();
    let (window, _) = open(&newsroom, "It began.\n").await;
    to_the_end(&window).await;
    let rich = json!({"text/html": "<p>She said “no”.</p><p>He left.</p>", "text/plain": "She said “no”."});
    let gone = "!document.querySelector('[data-test=paste-receipt]')";
    paste(&window, rich.clone()).await;
    window.says("paste-receipt", "1 quotation").await;
    window.types(" And").await;
    window.says("paste-receipt", "1 quotation").await;
    paste(&window, json!({"text/plain": " so on."})).await;
    window.until(gone).await;

    paste(&window, rich.clone()).await;
    window.says("paste-receipt", "1 quotation").await;
    window.chord(&[Key::Control], 'a').await;
    window.key(Key::Delete).await;
    window.until(gone).await;

    paste(&window, rich).await;
    window.says("paste-receipt", "1 quotation").await;
    window.chord(&[Key::Control], 'z').await;
    window.until(gone).await;
    window.close().await;
}
