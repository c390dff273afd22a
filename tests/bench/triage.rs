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
use std::time::Instant;
use thirtyfour::Key;
use told::told;

/// Notes from the key on when another comment is drawn, and when a frame with it has gone by.
const WATCH: &str = "
    const card = () => document.querySelector('[data-test=comment]');
    const seen = window.seen = { drawn: [], painted: [], key: null };
    addEventListener('keydown', (event) => {
        if (event.isTrusted && !event.repeat) seen.key = { at: event.timeStamp, id: card()?.dataset.id, drawn: false };
    }, true);
    const frame = (now) => {
        const { key } = seen;
        if (key && card()?.dataset.id !== key.id) {
            if (!key.drawn) seen.drawn.push(performance.now() - key.at);
            key.drawn = true;
            if (card()?.getAttribute('aria-busy') === 'false') {
                seen.painted.push(performance.now() - key.at);
                seen.key = null;
            }
        }
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

/// The comment in front of one has been painted.
const PAINTED: &str =
    "document.querySelector('[data-test=comment][aria-busy=false]') && !window.seen.key";

/// Types the same keys again and again, each time once the comment is painted; tells how long each took, and how many
/// times a minute.
async fn again(window: &Window, what: &str, keys: &[&str], times: usize) {
    window
        .script("window.seen.drawn = []; window.seen.painted = []")
        .await;
    let begun = Instant::now();
    for _ in 0..times {
        for key in keys {
            window.types(key).await;
        }
        window.until(PAINTED).await;
    }
    let minute = times as f64 * 60.0 / begun.elapsed().as_secs_f64();
    let seen = window.script("return window.seen").await;
    told(&format!("{what}: the next one drawn"), &seen["drawn"]);
    told("  and a frame with it gone by", &seen["painted"]);
    println!(
        "{:<58} {minute:>10.0}",
        "  a minute, by a driver that asks the window each time"
    );
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
    println!("{}", count(&newsroom, &person));
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
    again(&window, "f, published", &["f"], 300).await;
    again(&window, "d 6, rejected with a reason", &["d", "6"], 150).await;
    let before = count(&newsroom, &person);
    window
        .script(
            "for (let n = 0; n < 100; n++) document.body.dispatchEvent(
               new KeyboardEvent('keydown', {key: 'f', repeat: true, bubbles: true, cancelable: true}));",
        )
        .await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(
        count(&newsroom, &person),
        before,
        "a held key decided something"
    );
    println!("a key held for 100 repeats decided nothing");
    window.close().await;
}
