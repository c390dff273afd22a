//! Words of the whole library in the real window: from any screen to the passage of an article by keyboard alone.

use crate::stage::{Newsroom, Window};
use std::fs;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";

/// The words that are selected, or none while the text has not the focus.
const SELECTED: &str =
    "document.activeElement?.closest('[data-test=body]') && getSelection().toString()";

#[tokio::test]
async fn a_word_leads_to_its_passage_by_keyboard_alone() {
    let newsroom = Newsroom::sample();
    let file = newsroom.path("text.md");
    let filler = "The tide came in and went out again.\n\n".repeat(60);
    fs::write(&file, format!("{filler}The **Gießerei** closes in May.\n")).unwrap();
    let text = file.to_str().unwrap();
    let new = [
        "article",
        "new",
        "--title",
        "The foundry",
        "--section",
        "Town",
        "--file",
        text,
    ];
    let id = newsroom.terminal(WRITER, &new)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let note = [
        "review",
        "note",
        &id,
        "--quote",
        "closes in May",
        "--text",
        "Ask the plumber.",
    ];
    newsroom.terminal("Ida Brandt", &note);
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;

    find(&window, "giesserei").await;
    window.says("search-hit", "The foundry").await;
    let marked =
        "document.querySelector('[data-test=search-hit] mark')?.textContent === 'Gießerei'";
    window.until(marked).await;
    window.key(Key::Enter).await;
    window.until(&format!("({SELECTED}) === 'Gießerei'")).await;

    // A field is completed; what can't be meant is said in place, and Escape leaves all as it was.
    find(&window, "section:tow").await;
    window.says("search-hints", "Town").await;
    window.tab_to("search-hints").await;
    window.key(Key::Enter).await;
    window.types("before:2026-13-45").await;
    window
        .says("search-why", "No calendar has a 2026-13-45")
        .await;
    window.key(Key::Escape).await;
    window.until(&format!("({SELECTED}) === 'Gießerei'")).await;

    // A note leads to the passage that it is about; the arrows walk along what was found.
    find(&window, "plumber kind:note").await;
    window.says("search-hit", "Ask the plumber.").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window
        .until(&format!("({SELECTED}) === 'closes in May'"))
        .await;
    // A field whose value is still to come takes nothing away.
    find(&window, "plumber section:").await;
    window.says("search-hit", "Ask the plumber.").await;
    find(&window, "zzyzx").await;
    window
        .says("search-nothing", "Nothing has these words")
        .await;
    window.key(Key::Escape).await;
    from_the_palette(&window).await;
    window.close().await;
}

/// The box that finds anything knows sections, and hands over what it does not know.
async fn from_the_palette(window: &Window) {
    window.chord(&[Key::Control], 'k').await;
    window.find("palette-query").await;
    window.types("tow").await;
    window.says("palette-found", "Section Town").await;
    // What is shown of a text begins where the words are: a row has room for little more.
    window.chord(&[Key::Control], 'a').await;
    window.types("giesserei").await;
    let near = "[...document.querySelectorAll('[data-test=palette-found] .hint')].some(one => { const at = one.textContent.toLowerCase().indexOf('closes'); return at >= 0 && at < 20; })";
    window.until(near).await;
    // Who is found by name is one choice, to work as them another.
    window.chord(&[Key::Control], 'a').await;
    window.types("ida brandt").await;
    window.says("palette-found", "Work as Ida Brandt").await;
    window.until("[...document.querySelectorAll('[data-test=palette-found] .words')].some(one => one.textContent === 'Ida Brandt')").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("plumber").await;
    let last = "document.querySelectorAll('[data-test=palette-found] li').length === 1";
    window.until(last).await;
    window.key(Key::Enter).await;
    window.says("search-hit", "Ask the plumber.").await;
}

#[tokio::test]
async fn the_latest_question_is_the_one_that_is_answered_and_a_long_list_goes_on() {
    let newsroom = Newsroom::sample();
    for number in 0..60 {
        let title = format!("Tide table {number}");
        newsroom.terminal(WRITER, &["article", "new", "--title", &title]);
    }
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    find(&window, "tide table 5").await;
    window.types("9").await;
    let only = "document.querySelectorAll('[data-test=search-hit]').length === 1";
    window.until(only).await;
    window.says("search-hit", "Tide table 59").await;
    find(&window, "\"tide table\"").await;
    let sizes = "[...document.querySelectorAll('[data-test=search-hit]')].some(row => row.ariaSetSize === '60')";
    window
        .until("document.querySelector('[data-test=search-hit]')")
        .await;
    for _ in 0..8 {
        window.key(Key::PageDown).await;
    }
    window.until(sizes).await;
    window.close().await;
}

/// Opens the box from wherever one is, and asks.
async fn find(window: &Window, words: &str) {
    window.chord(&[Key::Control, Key::Shift], 'f').await;
    window.find("search-query").await;
    let ready = "document.activeElement?.dataset.test === 'search-query'";
    window.until(ready).await;
    window.chord(&[Key::Control], 'a').await;
    window.types(words).await;
}

#[tokio::test]
async fn the_search_opens_out_of_the_box_that_finds_anything_with_what_stands_in_it() {
    let newsroom = Newsroom::sample();
    newsroom.terminal(WRITER, &["article", "new", "--title", "Zyzzyva"]);
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Control], 'k').await;
    window.find("palette-query").await;
    window.types("zyzzyva").await;
    window.chord(&[Key::Control, Key::Shift], 'F').await;
    window.says("search-hit", "Zyzzyva").await;
    window.says("search-count", "1 found").await;
    assert!(!window.shows("palette-query").await);
    window.close().await;
}
