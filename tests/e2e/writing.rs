//! Writing: what is pasted and typed, in whatever script, and what no text holds.

use crate::{
    page::PATIENCE,
    stage::{Newsroom, Window},
};
use serde_json::{Value, json};
use std::{
    fs,
    time::{Duration, Instant},
};
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";

/// The text that is kept, read by the terminal.
pub fn kept(newsroom: &Newsroom, id: &str) -> String {
    let shown = newsroom.terminal(WRITER, &["article", "show", id]);
    shown["body"].as_str().unwrap().to_owned()
}

/// The window with a new draft open in it that holds `text`; gives the draft's id.
pub async fn open(newsroom: &Newsroom, text: &str) -> (Window, String) {
    let file = newsroom.path("text.md");
    fs::write(&file, text).unwrap();
    let made = newsroom.terminal(
        WRITER,
        &[
            "article",
            "new",
            "--title",
            "The bell of the school",
            "--file",
            file.to_str().unwrap(),
        ],
    );
    let window = Window::open(newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    window.click("article-row").await;
    window
        .until("document.querySelector('[data-test=headline]')?.value === 'The bell of the school'")
        .await;
    (window, made["id"].as_str().unwrap().to_owned())
}

/// Puts the cursor at the end of the text.
pub async fn to_the_end(window: &Window) {
    window
        .script("document.querySelector('[data-test=body] .cm-content').focus()")
        .await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
}

/// Pastes what a program put on the clipboard.
pub async fn paste(window: &Window, data: Value) {
    let script = "const data = new DataTransfer();
        for (const [type, text] of Object.entries(arguments[0])) data.setData(type, text);
        document.querySelector('[data-test=body] .cm-content').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    window.driver.execute(script, vec![data]).await.unwrap();
}

/// Makes what was typed a revision, and waits for it: an earlier one may still be spoken of.
pub async fn leave(window: &Window, newsroom: &Newsroom, id: &str) {
    let revisions = || newsroom.terminal(WRITER, &["article", "history", id]);
    let before = revisions();
    window.chord(&[Key::Control], 's').await;
    let start = Instant::now();
    while revisions() == before {
        assert!(start.elapsed() < PATIENCE, "no revision was made");
    }
    window.says("told", "Saved a revision").await;
}

#[tokio::test]
async fn rich_text_becomes_markdown_with_a_receipt() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "It began.\n").await;
    to_the_end(&window).await;
    let html = "<p>She said <b>“no”</b>, and <a href='https://example.org/a'>left</a>.</p>\
                <p style='margin-left:36pt'>We never saw the plan.</p>";
    paste(
        &window,
        json!({"text/html": html, "text/plain": "She said “no”, and left."}),
    )
    .await;
    window
        .says(
            "paste-receipt",
            "Kept 1 quotation, 1 link; 1 indented passage",
        )
        .await;
    window.click("paste-quote").await;
    leave(&window, &newsroom, &id).await;
    assert_eq!(
        kept(&newsroom, &id).trim(),
        "It began.\n\nShe said **“no”**, and [left](https://example.org/a).\n\n> We never saw the plan."
    );
    // An address over words links them.
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window
        .chord(&[Key::Control, Key::Shift], char::from(Key::Right))
        .await;
    paste(&window, json!({"text/plain": "https://example.org/b(c)"})).await;
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    assert!(
        text.starts_with("[It](https://example.org/b%28c%29) began."),
        "{text}"
    );
    window.close().await;
}

#[tokio::test]
async fn a_composition_is_not_disturbed_by_saving_or_by_the_preview() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "A line.\n\nAnother.\n").await;
    to_the_end(&window).await;
    // What an input method does to the page: one text node that changes, until its words are chosen.
    let compose = "const content = document.querySelector('[data-test=body] .cm-content');
        const say = (type, data) => content.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
        const line = [...content.querySelectorAll('.cm-line')].at(-1);
        say('compositionstart', '');
        const node = document.createTextNode('に');
        line.replaceChildren(node);
        getSelection().collapse(node, 1);
        say('compositionupdate', 'に');
        window.composed = node;";
    window.script(compose).await;
    let saved = "document.querySelector('[data-test=saved].good')";
    window
        .until(&format!("window.composed.isConnected && {saved}"))
        .await;
    let more = "window.composed.data = 'にほん'; getSelection().collapse(window.composed, 3);";
    window.script(more).await;
    // Saved and printed while it goes on: the node under the input method is still the same one.
    let printed = "document.querySelector('[data-test=preview]').contentDocument.body.innerText.includes('にほん')";
    window.until(&format!("{printed} && {saved}")).await;
    let still = window
        .script("return window.composed.isConnected && window.composed.data")
        .await;
    assert_eq!(still, json!("にほん"));
    let done = "const content = document.querySelector('[data-test=body] .cm-content');
        window.composed.data = '日本'; getSelection().collapse(window.composed, 2);
        content.dispatchEvent(new CompositionEvent('compositionend', { data: '日本', bubbles: true }));";
    window.script(done).await;
    // The key that chose the words may be heard after them, and is not taken for another one; a person's next comes later.
    tokio::time::sleep(Duration::from_millis(300)).await;
    // Accents of dead keys and Persian come as whole characters; a right-to-left line is one.
    window.key(Key::Enter).await;
    window.types("é ñ ô سلام دنیا").await;
    window.key(Key::Enter).await;
    window.types("سلام").await;
    // The text ends with an empty line, so the Persian one is looked for by its words.
    let side = "return getComputedStyle([...document.querySelectorAll('.cm-line')].findLast(line => line.textContent === 'سلام')).direction";
    assert_eq!(window.script(side).await, json!("rtl"));
    // On the page too: a paragraph of its own begins at the right, though the article is in English.
    window.key(Key::Enter).await;
    window.key(Key::Enter).await;
    window.types("دنیا").await;
    let right = "(() => {
        const page = document.querySelector('[data-test=preview]').contentDocument;
        const paragraph = [...page.querySelectorAll('.body p')].find(p => p.textContent === 'دنیا');
        if (!paragraph) return false;
        const words = page.createRange();
        words.selectNodeContents(paragraph);
        return Math.abs(words.getBoundingClientRect().right - paragraph.getBoundingClientRect().right) < 2;
    })()";
    window.until(right).await;
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    assert!(
        text.trim_end()
            .ends_with("日本\n\né ñ ô سلام دنیا\n\nسلام\n\nدنیا"),
        "{text}"
    );
    window.close().await;
}

#[tokio::test]
async fn what_no_text_holds_stays_out_and_the_editor_goes_on() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "It began.\n").await;
    to_the_end(&window).await;
    paste(&window, json!({"text/plain": "a\u{0}b\u{7}c"})).await;
    window.script(
        "const data = new DataTransfer(); data.setData('text/plain', 'd\\ud800e');
         document.querySelector('[data-test=body] .cm-content').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));",
    ).await;
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    assert!(
        text.contains("abcde") && !text.contains(['\u{0}', '\u{7}']),
        "{text:?}"
    );
    // 50 MB at once.
    let much = "const content = document.querySelector('[data-test=body] .cm-content');
        const data = { getData: type => type === 'text/plain' ? 'much '.repeat(10_000_000) : '', files: [], types: ['text/plain'] };
        const event = new Event('paste', { bubbles: true, cancelable: true });
        Object.defineProperty(event, 'clipboardData', { value: data });
        content.dispatchEvent(event);";
    window.script(much).await;
    window.says("told", "more than an article holds").await;
    // A line of a million characters, and what is nested ten thousand deep.
    for text in [
        "x".repeat(1_000_000),
        "> ".repeat(10_000) + "deep",
        "[".repeat(10_000) + "deep",
    ] {
        paste(&window, json!({"text/plain": format!("\n\n{text}\n\n")})).await;
        window.types("on.").await;
        window
            .until("document.querySelector('[data-test=saved].good')")
            .await;
    }
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    let end = text.trim_end();
    assert!(
        text.starts_with("It began.") && end.ends_with("on."),
        "{:?}",
        &end[end.len() - 20..]
    );
    assert_eq!(text.matches("on.").count(), 3);
    assert!(text.len() > 1_030_000, "{}", text.len());
    window.close().await;
}

#[tokio::test]
async fn the_preview_shows_what_is_typed_between_other_words_of_its_paragraph() {
    let newsroom = Newsroom::sample();
    let (window, _) = open(&newsroom, "It is *one* and **two** and one").await;
    let page = "document.querySelector('[data-preview]')?.contentDocument?.querySelector('.body')?.innerText.trim()";
    window
        .until(&format!("{page} === 'It is one and two and one'"))
        .await;
    to_the_end(&window).await;
    window.types("more").await;
    window
        .until(&format!("{page} === 'It is one and two and onemore'"))
        .await;
    window.close().await;
}

#[tokio::test]
async fn of_a_long_text_only_what_changes_goes_over_the_bridge() {
    let newsroom = Newsroom::sample();
    let line = "The first bus of the night left the old quay at a quarter past midnight.\n\n";
    let (window, id) = open(&newsroom, &line.repeat(800)).await;
    let sizes = "window.sizes = { preview: [], draft_save: [] };
        const send = window.fetch;
        window.fetch = (to, how) => {
            const command = String(to).split('/').at(-1);
            window.sizes[command]?.push(how.body.length ?? how.body.byteLength);
            return send(to, how);
        };
        document.querySelector('[data-test=body] .cm-content').focus();";
    window.script(sizes).await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    // Characters of two units that share their first: none is parted.
    for typed in ["😀", "😁 ", "é", "a"] {
        window.types(typed).await;
        window
            .until("document.querySelector('[data-test=saved].good')")
            .await;
    }
    window.key(Key::Backspace).await;
    window.until("window.sizes.draft_save.length > 2").await;
    for command in ["preview", "draft_save"] {
        let sent = window.script("return window.sizes").await[command].take();
        let sent = sent.as_array().unwrap();
        assert!(sent.len() > 2, "{command}: {sent:?}");
        // The first is whole; then the names of the two texts and what lies between them.
        let most = sent.iter().skip(1).filter_map(Value::as_u64).max();
        assert!(most.is_some_and(|most| most < 1000), "{command}: {sent:?}");
    }
    leave(&window, &newsroom, &id).await;
    let text = kept(&newsroom, &id);
    assert!(text.starts_with("😀😁 éThe first bus"), "{}", &text[..80]);

    // Who changes a text that is not the newest is told so, and sends it whole.
    let piece = json!({"name": "b", "of": "a", "from": 0, "to": 0, "with": "x"});
    let refused = window
        .call(
            "preview",
            json!({"args": {"article": id}, "content": piece, "had": ""}),
        )
        .await;
    assert_eq!(refused.unwrap_err()["code"], "not-held");
    window.close().await;
}

#[tokio::test]
async fn a_link_whose_title_has_a_line_of_its_own_is_read_and_written_in() {
    let newsroom = Newsroom::sample();
    let text = "See [the book](https://example.org/a\n\"Its title\") here.\n";
    let (window, _) = open(&newsroom, text).await;
    window
        .until("document.querySelector('[data-test=body]').innerText.includes('See the book')")
        .await;
    to_the_end(&window).await;
    window.types(" Now.").await;
    window
        .until("document.querySelector('[data-test=body]').innerText.includes('Now.')")
        .await;
    assert_eq!(window.faults().await, [""; 0]);
    window.close().await;
}
