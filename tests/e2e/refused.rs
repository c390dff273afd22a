//! What is refused is said where it was typed or ticked, and never looks as if it were done.

use crate::stage::{Newsroom, Window};
use serde_json::Value;
use thirtyfour::Key;

const ADMIN: &str = "Ana Reyes";
const WRITER: &str = "Marta Lind";
const REVIEWER: &str = "Ida Brandt";

/// One of the library's pages.
async fn page(window: &Window, name: &str) {
    let page = format!(
        "[...document.querySelectorAll('[role=option]')].find(one => one.innerText.startsWith('{name}'))"
    );
    window.until(&format!("!!{page}")).await;
    window.script(&format!("{page}.click()")).await;
}

/// Types into a setting in place of what it is, and leaves it.
async fn set(window: &Window, one: &str, to: &str) {
    window.click(&format!("setting-{one}")).await;
    window.chord(&[Key::Control], 'a').await;
    window.types(to).await;
    window.key(Key::Tab).await;
}

#[tokio::test]
async fn a_setting_that_can_not_be_so_says_why_beside_it_until_it_is_mended() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, ADMIN).await;
    window.find("go-library").await;
    window.chord(&[Key::Alt], '6').await;
    page(&window, "Settings").await;
    let invalid = |one: &str, is: bool| {
        format!(
            "(document.querySelector('[data-test=setting-{one}]').ariaInvalid === 'true') === {is}"
        )
    };
    for (one, wrong, right) in [
        ("time_zone", "Mars/Base", "Europe/Oslo"),
        ("base_url", "not a url", "https://harbour.example/"),
        ("name", " ", "The Harbour Weekly"),
    ] {
        set(&window, one, wrong).await;
        window.until(&invalid(one, true)).await;
        let said = format!(
            "return document.querySelector('[data-test=wrong-{one}]').innerText.length > 10"
        );
        assert_eq!(window.script(&said).await, true, "{one}");
        set(&window, one, right).await;
        window.until(&invalid(one, false)).await;
    }
    // No number is not understood.
    set(&window, "forget_after", "-5").await;
    window.until(&invalid("forget_after", true)).await;
    assert!(!window.reads().await.contains("u32"));
    let settings = newsroom.terminal(ADMIN, &["library", "set"]);
    assert_eq!(settings["time_zone"], "Europe/Oslo", "{settings}");
    // What is not set is nobody else's.
    set(&window, "time_zone", "Mars/Base").await;
    window.until(&invalid("time_zone", true)).await;
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("Marta").await;
    window.key(Key::Enter).await;
    window.says("person", WRITER).await;
    window
        .until("document.querySelector('[data-test=setting-time_zone]').value === 'Europe/Oslo'")
        .await;
    window
        .until("document.querySelector('[data-test=wrong-time_zone]').innerText === ''")
        .await;
    window.close().await;
}

#[tokio::test]
async fn a_role_that_stays_is_ticked_and_whoever_is_not_added_is_asked_for_again() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, ADMIN).await;
    window.find("go-library").await;
    window.chord(&[Key::Alt], '6').await;
    page(&window, "People").await;
    let role = format!("document.querySelector('[aria-label=\"{ADMIN}: Admin\"]')");
    window.until(&format!("{role}?.checked")).await;
    window.script(&format!("{role}.click()")).await;
    window.says("told", "admin").await;
    window.until(&format!("{role}.checked")).await;
    window.click("add-person").await;
    window.types(WRITER).await;
    window.key(Key::Enter).await;
    window.says("dialog-trouble", WRITER).await;
    window.chord(&[Key::Control], 'a').await;
    window.types("Olu Berg").await;
    window.key(Key::Enter).await;
    window.says("told", "Olu Berg works here now").await;
    window.close().await;
}

#[tokio::test]
async fn a_large_picture_stands_in_review_without_a_hole_around_it() {
    let newsroom = Newsroom::sample();
    let drawing = newsroom.path("harbour.svg");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"900\"><path d=\"M0 0h1600v900z\"/></svg>";
    std::fs::write(&drawing, svg).unwrap();
    let drawing = drawing.to_str().unwrap();
    let kept: Value = newsroom.terminal(WRITER, &["asset", "add", drawing]);
    let text = newsroom.path("text.md");
    let body = format!(
        "Before it.\n\n{}\n\nBehind it.\n",
        kept["markdown"].as_str().unwrap()
    );
    std::fs::write(&text, body).unwrap();
    let new = ["article", "new", "--title", "The harbour, drawn", "--file"];
    let made = newsroom.terminal(WRITER, &[&new[..], &[text.to_str().unwrap()]].concat());
    newsroom.terminal(
        WRITER,
        &[
            "asset",
            "describe",
            kept["hash"].as_str().unwrap(),
            "--alt",
            "The harbour",
        ],
    );
    newsroom.terminal(WRITER, &["article", "submit", made["id"].as_str().unwrap()]);
    let window = Window::open(&newsroom, REVIEWER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    let row = "[...document.querySelectorAll('[role=option]')].find(one => one.innerText.includes('harbour, drawn'))";
    window.until(&format!("!!{row}")).await;
    window.script(&format!("{row}.click()")).await;
    // Between the picture and the paragraphs around it is no more than between two paragraphs.
    window
        .until(
            "(() => {
                const blocks = [...document.querySelectorAll('.reading .block')];
                const at = blocks.findIndex((one) => one.querySelector('img'));
                const picture = blocks[at]?.querySelector('img');
                if (!picture?.naturalWidth) return false;
                const [before, is, behind] = [blocks[at - 1], picture, blocks[at + 1]].map((one) => one.getBoundingClientRect());
                return is.top - before.bottom < 60 && behind.top - is.bottom < 60;
            })()",
        )
        .await;
    window.close().await;
}
