//! How long a key takes to be seen in the real window, of a release build: until the character is painted, and until the
//! preview is. Beside it, as the floor, a bare text field of the same engine with the same text. `./dev bench` runs it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement that can't go on says so by failing"
)]

#[path = "../e2e/page.rs"]
#[allow(dead_code, reason = "the tests of the window need the rest of it")]
mod page;
#[path = "../e2e/stage.rs"]
#[allow(dead_code, reason = "the tests of the window need the rest of it")]
mod stage;
#[path = "told.rs"]
mod told;

use stage::{Newsroom, Window};
use std::{fs, time::Duration};
use told::{series, told};

const WRITER: &str = "Marta Lind";

/// Keys that are measured a text, and the pause between two of them: a fast typist's.
const KEYS: usize = 400;
const PAUSE: Duration = Duration::from_millis(60);

/// Notes, for each key, when the frame that shows it was painted, and when the preview was that holds it: a message
/// that is posted in a frame is read once that frame is painted. Keys that come before the preview of an earlier one
/// are painted are counted from the first of them. And when the preview held it and was laid out, which is all of the work
/// before the display's next frame.
const WATCH: &str = "
    const seen = window.seen = { painted: [], printed: [], ready: [] };
    const typed = arguments[0] ? document.querySelector(arguments[0]) : document.createElement('textarea');
    if (!arguments[0]) {
        typed.value = arguments[1];
        typed.style = 'position: fixed; inset: 0; z-index: 99; font: 17px/28px serif';
        document.body.append(typed);
    }
    let first = null;
    const painted = (since, to) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => to.push(performance.now() - since);
        port2.postMessage(0);
    });
    typed.addEventListener('keydown', (event) => {
        first ??= event.timeStamp;
        painted(event.timeStamp, seen.painted);
    }, true);
    const frame = document.querySelector('[data-preview]');
    if (arguments[0]) new MutationObserver(() => {
        if (first === null) return;
        void frame.contentDocument.documentElement.offsetHeight;
        seen.ready.push(performance.now() - first);
        painted(first, seen.printed);
        first = null;
    }).observe(frame.contentDocument, { subtree: true, childList: true, characterData: true });
    typed.focus();";

async fn type_into(window: &Window) -> serde_json::Value {
    for number in 0..KEYS {
        window.types(if number % 6 == 5 { " " } else { "e" }).await;
        tokio::time::sleep(PAUSE).await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    window.script("return window.seen").await
}

async fn measure(name: &str, text: &str, words: u64) {
    let newsroom = Newsroom::sample();
    let file = newsroom.path("text.md");
    fs::write(&file, text).unwrap();
    let new = [
        "article",
        "new",
        "--title",
        "Measured",
        "--file",
        file.to_str().unwrap(),
    ];
    newsroom.terminal(WRITER, &new);
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[thirtyfour::Key::Alt], '2').await;
    window.click("article-row").await;
    window
        .until("document.querySelector('[data-preview]')?.contentDocument?.querySelector('h1')")
        .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let watch = |css: &str| vec![css.into(), text.into()];
    let body = "[data-test=body] .cm-content";
    window.driver.execute(WATCH, watch(body)).await.unwrap();
    let seen = type_into(&window).await;
    told(
        &format!("key to character painted, {name}"),
        &seen["painted"],
    );
    told(&format!("key to preview laid out, {name}"), &seen["ready"]);
    told(&format!("key to preview painted, {name}"), &seen["printed"]);
    if words > 0 {
        series("preview", words, "ours", "ms", &seen["ready"]);
        series("preview-painted", words, "ours", "ms", &seen["printed"]);
    }
    window.driver.execute(WATCH, watch("")).await.unwrap();
    let seen = type_into(&window).await;
    told(
        &format!("  floor: key painted in a bare field, {name}"),
        &seen["painted"],
    );
    if words > 0 {
        let floor = "a bare field, painted";
        series("preview-painted", words, floor, "ms", &seen["painted"]);
    }
    window.close().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sentence = "The first bus of the night left the old quay at a quarter past midnight with nine people. ";
    let text = |sentences: usize| -> String {
        (0..sentences)
            .map(|number| {
                let end = if number % 5 == 4 { "\n\n" } else { "" };
                format!("{number}. {sentence}{end}")
            })
            .collect()
    };
    measure("an empty text", "", 0).await;
    for words in [1_000, 3_000, 10_000] {
        let name = format!("{words} words");
        measure(&name, &text(words * 59 / 1000), words as u64).await;
    }
}
