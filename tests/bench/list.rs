//! The article list of a large library in the real window, of a release build: how long a frame takes while one scrolls
//! by wheel, by dragging and by keys, and how long rows are missing; then all of its articles put into the bin and taken
//! out again, while someone else saves. `COPYDESK_LIST_LIBRARY` names the library; `./dev bench` makes one and runs this.

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

use serde_json::{Value, json};
use stage::{Newsroom, Window};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};
use thirtyfour::{Key, common::command::Command};
use told::told;

const PERSON: &str = "Bench Writer";

/// How long anything that acts on all of the library may take before it counts as stuck.
const LONG: Duration = Duration::from_secs(900);

/// Notes the time between two frames, and for how long a row was missing in what is in sight.
const WATCH: &str = "
    const box = document.querySelector('[data-test=article-rows]');
    const seen = window.seen = { frames: [], missing: [], on: true };
    const missing = () => {
        const { top, bottom, left } = box.getBoundingClientRect();
        for (let y = top + 4; y < bottom - 4; y += 28)
            if (!document.elementFromPoint(left + 40, y)?.closest('[role=option]')) return true;
        return false;
    };
    let last = performance.now(), since = null;
    const frame = (now) => {
        if (!seen.on) return;
        seen.frames.push(now - last);
        last = now;
        if (missing()) since ??= now;
        else if (since !== null) {
            seen.missing.push(now - since);
            since = null;
        }
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    box.focus();";

/// Drags to the end in two seconds, a bit in each frame.
const DRAG: &str = "
    const done = arguments[0], box = document.querySelector('[data-test=article-rows]');
    box.scrollTop = 0;
    const begun = performance.now(), all = box.scrollHeight - box.clientHeight;
    const frame = (now) => {
        const part = Math.min(1, (now - begun) / 2000);
        box.scrollTop = all * part;
        if (part < 1) requestAnimationFrame(frame); else done();
    };
    requestAnimationFrame(frame);";

async fn measured(window: &Window, how: &str, act: impl AsyncFnOnce()) {
    window.script(WATCH).await;
    act().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let seen = window
        .script("window.seen.on = false; return window.seen")
        .await;
    told(&format!("frame, {how}"), &seen["frames"]);
    told(&format!("  rows missing, {how}"), &seen["missing"]);
}

/// Turns the wheel over the list, so many times by so much.
async fn wheel(window: &Window, times: usize, by: i64) {
    let list = window.find("article-rows").await.rect().await.unwrap();
    let turn = json!({
        "type": "scroll", "x": (list.x + 60.0) as i64, "y": (list.y + 120.0) as i64,
        "deltaX": 0, "deltaY": by, "duration": 0, "origin": "viewport",
    });
    for _ in 0..times {
        let actions = json!([{"type": "wheel", "id": "wheel", "actions": [turn]}]);
        let turned = window
            .driver
            .handle()
            .cmd(Command::PerformActions(actions.into()));
        turned.await.unwrap();
    }
}

async fn scrolling(window: &Window) {
    measured(window, "still", async || {
        tokio::time::sleep(Duration::from_secs(1)).await;
    })
    .await;
    measured(window, "by wheel", async || wheel(window, 200, 240).await).await;
    measured(
        window,
        "dragged from top to end in two seconds",
        async || {
            window.driver.execute_async(DRAG, vec![]).await.unwrap();
        },
    )
    .await;
    measured(window, "thrown to the middle", async || {
        let jump = "const box = document.querySelector('[data-test=article-rows]'); box.scrollTop = box.scrollHeight / 2";
        window.script(jump).await;
    })
    .await;
    measured(window, "by Home, Page Down and End", async || {
        window.key(Key::Home).await;
        for _ in 0..100 {
            window.key(Key::PageDown).await;
        }
        window.key(Key::End).await;
    })
    .await;
}

/// Waits for a receipt that begins so; how long that took.
async fn receipt(window: &Window, begins: &str) -> Duration {
    let begun = Instant::now();
    let script = "return document.querySelector('[data-test=told]')?.innerText ?? ''";
    loop {
        let said = window.script(script).await;
        if said.as_str().is_some_and(|said| said.starts_with(begins)) {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < LONG, "{begins}: {said}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Saves one article again and again from a terminal until it is told to stop; how long each took.
fn saving(newsroom: &Newsroom, article: &str, on: &AtomicBool) -> Vec<f64> {
    let mut took = vec![];
    for nth in 0.. {
        if !on.load(Ordering::Relaxed) {
            break;
        }
        let kicker = format!("Kicker {nth}");
        let begun = Instant::now();
        newsroom.terminal(PERSON, &["article", "edit", article, "--kicker", &kicker]);
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(200));
    }
    took
}

/// Does something that takes long while another program saves; tells how long both took.
async fn while_saving(
    newsroom: &Newsroom,
    article: &str,
    what: &str,
    act: impl AsyncFnOnce() -> Duration,
) {
    let on = AtomicBool::new(true);
    let (took, saves) = std::thread::scope(|scope| {
        let saves = scope.spawn(|| saving(newsroom, article, &on));
        let took =
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(act()));
        on.store(false, Ordering::Relaxed);
        (took, saves.join().unwrap())
    });
    println!("{what:<58} {:>8.1} s", took.as_secs_f64());
    told("  a save by another program meanwhile", &json!(saves));
}

async fn acting(newsroom: &Newsroom, window: &Window, article: &str) {
    while_saving(
        newsroom,
        article,
        "all but one put into the bin",
        async || {
            window.tab_to("article-rows").await;
            window.chord(&[Key::Control], 'a').await;
            // The one that is being saved stays.
            window.key(Key::Home).await;
            window.says("article-row", "Saved meanwhile").await;
            window.types(" ").await;
            window.click("with-selected").await;
            window.click("with-selected-bin").await;
            receipt(window, "Put").await
        },
    )
    .await;
    while_saving(newsroom, article, "taken out again by undo", async || {
        window.click("undo").await;
        receipt(window, "Taken back").await
    })
    .await;
}

#[tokio::main]
async fn main() {
    let library =
        std::env::var_os("COPYDESK_LIST_LIBRARY").expect("COPYDESK_LIST_LIBRARY names no library");
    let newsroom = Newsroom::empty();
    std::os::unix::fs::symlink(library, newsroom.library()).unwrap();
    let mine = newsroom.terminal(PERSON, &["article", "new", "--title", "Saved meanwhile"]);
    let window = Window::open(&newsroom, PERSON).await;
    window
        .until("document.querySelector('[data-test=told]')")
        .await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    scrolling(&window).await;
    let id: &Value = &mine["id"];
    acting(&newsroom, &window, id.as_str().unwrap()).await;
    window.close().await;
}
