//! The queue of comments of a large library in the real window, of a release build: how long it takes from a key to the next
//! comment on the screen, moving along, deciding with one key and with two, and how many decisions a minute that makes.
//! `COPYDESK_TRIAGE_LIBRARY` names the library, `COPYDESK_PERSON` a moderator of it; `./dev bench` makes one and runs this.

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

use serde_json::Value;
use stage::{Newsroom, Window};
use std::time::{Duration, Instant};
use thirtyfour::Key;
use told::{series, told};

/// Notes, for each key, in milliseconds: how long it waited until the page heard it; from then until the next comment stood in
/// the document; until all of that was laid out, which is the work that the key makes before its frame; and what was waited
/// then for the display's next frame. Together they are when the next comment was drawn. Then how long the frame itself took,
/// and when a frame with the comment had gone by.
const WATCH: &str = "
    const card = () => document.querySelector('[data-test=comment]');
    const parts = ['heard', 'changed', 'laid', 'ready', 'waited', 'drawn', 'frame', 'painted'];
    const seen = window.seen = { key: null, clear() { seen.later = 0; for (const part of parts) seen[part] = []; } };
    seen.clear();
    addEventListener('keydown', (event) => {
        if (!event.isTrusted || event.repeat) return;
        const heard = performance.now();
        seen.key = { at: event.timeStamp, heard, ready: 0, id: card()?.dataset.id, drawn: false };
    }, true);
    addEventListener('keydown', () => { if (seen.key && !seen.key.ready) seen.key.later = true; });
    const another = () => seen.key && card() && card().dataset.id !== seen.key.id;
    new MutationObserver(() => {
        const { key } = seen;
        if (!another() || key.ready) return;
        const changed = performance.now();
        void document.documentElement.offsetHeight;
        key.ready = performance.now();
        seen.later += key.later ? 1 : 0;
        seen.heard.push(key.heard - key.at);
        seen.changed.push(changed - key.heard);
        seen.laid.push(key.ready - changed);
        seen.ready.push(key.ready - key.at);
    }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['data-id', 'data-test'] });
    const after = new MessageChannel();
    let begun = 0;
    after.port1.onmessage = () => seen.frame.push(performance.now() - begun);
    const frame = () => {
        const { key } = seen;
        if (another()) {
            begun = performance.now();
            if (!key.drawn) {
                seen.drawn.push(begun - key.at);
                if (key.ready) seen.waited.push(begun - key.ready);
                after.port2.postMessage(0);
            }
            key.drawn = true;
            if (card().getAttribute('aria-busy') === 'false') {
                seen.painted.push(begun - key.at);
                seen.key = null;
            }
        }
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

/// The comment in front of one has been painted.
const PAINTED: &str =
    "document.querySelector('[data-test=comment][aria-busy=false]') && !window.seen.key";

/// What a quick hand takes between two keys.
const BETWEEN: Duration = Duration::from_millis(80);

/// Types the same keys again and again, each time once the comment is painted; tells how long each took, and how many
/// times a minute.
async fn again(window: &Window, what: &str, keys: &[&str], times: usize) -> Value {
    window.script("window.seen.clear()").await;
    let begun = Instant::now();
    for _ in 0..times {
        for (nth, key) in keys.iter().enumerate() {
            if nth > 0 {
                tokio::time::sleep(BETWEEN).await;
            }
            window.types(key).await;
        }
        window.until(PAINTED).await;
    }
    let minute = times as f64 * 60.0 / begun.elapsed().as_secs_f64();
    let seen = window.script("return window.seen").await;
    told(&format!("{what}: the next one drawn"), &seen["drawn"]);
    for (part, name) in [
        ("ready", "  of that, the work from the key on"),
        ("heard", "    until the page heard the key"),
        ("changed", "    until it stood in the document"),
        ("laid", "    until it was laid out"),
        ("waited", "  of that, the wait for the display's next frame"),
        ("frame", "  the frame itself, painted"),
        ("painted", "  and a frame with it gone by"),
    ] {
        told(name, &seen[part]);
    }
    println!(
        "{:<58} {:>10}",
        "  that were not there before their turn", seen["later"]
    );
    println!(
        "{:<58} {minute:>10.0}",
        "  a minute, by a driver that asks the window each time"
    );
    seen
}

fn count(newsroom: &Newsroom, person: &str) -> Value {
    newsroom.terminal(person, &["comment", "count"])
}

#[tokio::main]
async fn main() {
    let named = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let (library, person) = (named("COPYDESK_TRIAGE_LIBRARY"), named("COPYDESK_PERSON"));
    let newsroom = Newsroom::empty();
    std::os::unix::fs::symlink(library, newsroom.library()).unwrap();
    let counted = count(&newsroom, &person);
    println!("{counted}");
    let counted = counted.as_object().unwrap().values();
    let size = counted.filter_map(Value::as_u64).sum();
    let window = Window::open(&newsroom, &person).await;
    window
        .until("document.querySelector('[data-test=told]')")
        .await;
    let begun = Instant::now();
    window.chord(&[Key::Alt], '4').await;
    window
        .until("document.querySelector('[data-test=comment][aria-busy=false]')")
        .await;
    println!(
        "{:<58} {:>6} ms",
        "the screen, first comment painted",
        begun.elapsed().as_millis()
    );
    window.script(WATCH).await;
    again(&window, "j, along the queue", &["j"], 300).await;
    let seen = again(&window, "f, published", &["f"], 300).await;
    series("next-window", size, "ours", "ms", &seen["ready"]);
    series("next-drawn", size, "ours", "ms", &seen["drawn"]);
    again(&window, "d 6, rejected with a reason", &["d", "6"], 150).await;
    // What was decided last is on its way to the disk.
    let mut before = count(&newsroom, &person);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = count(&newsroom, &person);
        if now == before {
            break;
        }
        before = now;
    }
    window
        .script(
            "for (let n = 0; n < 100; n++) document.body.dispatchEvent(
               new KeyboardEvent('keydown', {key: 'f', repeat: true, bubbles: true, cancelable: true}));",
        )
        .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(
        count(&newsroom, &person),
        before,
        "a held key decided something"
    );
    println!("a key held for 100 repeats decided nothing");
    window.close().await;
}
