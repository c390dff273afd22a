//! Where the hands are: what a key takes back, whom letters lead to, from a filter into its list, and the place where one was.

use crate::{
    stage::{Newsroom, Window},
    writing,
};
use thirtyfour::Key;

/// Keeps what goes wrong in the page unheard.
const HEARS: &str = "window.wrong = []; addEventListener('error', event => window.wrong.push(event.message)); \
     addEventListener('unhandledrejection', event => window.wrong.push(String(event.reason)))";

/// Nothing in the page went wrong unheard since.
async fn nothing_went_wrong(window: &Window) {
    let wrong = window.script("return window.wrong").await;
    assert_eq!(wrong, serde_json::json!([]));
}

/// Waits until what is marked `name` has the focus.
async fn at(window: &Window, name: &str) {
    let mark = "document.activeElement?.closest('[data-test]')?.dataset.test";
    window.until(&format!("{mark} === '{name}'")).await;
}

async fn undo(window: &Window) {
    window.chord(&[Key::Control], 'z').await;
}

#[tokio::test]
async fn what_is_done_to_an_edition_is_taken_back_before_any_act_and_a_refusal_passes() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Nils Aho").await;
    window.find("go-bundles").await;
    window.script(HEARS).await;
    window.chord(&[Key::Alt], '5').await;
    window.find("edition-row").await;
    let rows = "[...document.querySelectorAll('[data-test=edition-row] b')].map(row => row.textContent).join('|')";
    let before = window.script(&format!("return {rows}")).await;
    let as_before = format!("{rows} === {before}");
    window.types("j").await;
    window.types(" ").await;
    window.says("told", "left out").await;
    window.until(&format!("!({as_before})")).await;
    undo(&window).await;
    window.says("told", "Taken back: “").await;
    window.until(&as_before).await;
    // An act that comes between is taken back in its turn.
    window.chord(&[Key::Alt], char::from(Key::Down)).await;
    window.says("told", "moved").await;
    window.until(&format!("!({as_before})")).await;
    window.click("profile-new").await;
    window.find("profile-name").await;
    window.types("Quiet").await;
    window.key(Key::Enter).await;
    window.says("told", "Made the profile “Quiet”").await;
    window
        .until("!document.querySelector('[data-test=dialog]')")
        .await;
    undo(&window).await;
    window.says("told", "Taken back: made the profile").await;
    undo(&window).await;
    window.says("told", "moved").await;
    window.until(&as_before).await;
    // Then there is nothing of Nils's left, which is said until something is done.
    undo(&window).await;
    window
        .until("document.querySelector('[data-test=told].bad')?.innerText")
        .await;
    window.types("j").await;
    window
        .until("document.querySelector('[data-test=told]').innerText === ''")
        .await;
    // What was told of the edition is not offered to be taken back elsewhere.
    window.types(" ").await;
    window.says("told", "left out").await;
    window.chord(&[Key::Alt], '1').await;
    window
        .until("!document.querySelector('[data-test=edition-row], [data-test=undo]')")
        .await;
    nothing_went_wrong(&window).await;
    window.close().await;
}

#[tokio::test]
async fn a_box_that_has_the_focus_takes_no_key_from_the_desk_and_its_passage_is_noted() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.find("passages-left").await;
    // Where no passage is meant, that is said, and no longer than until the next key.
    window.types("e").await;
    window.says("told", "you would change").await;
    window.types("t").await;
    window.says("told", "Signed off a passage").await;
    at(&window, "tick").await;
    undo(&window).await;
    window.says("told", "Taken back").await;
    window.types("?").await;
    window.find("keys-help").await;
    window.key(Key::Escape).await;
    let passage = "document.querySelector('[data-test=reading] .reading .tick')";
    window.script(&format!("{passage}.focus()")).await;
    window.types("m").await;
    window.find("note-text").await;
    window
        .until(&format!(
            "document.querySelector('[data-test=dialog] mark').innerText.trim() === {passage}.nextElementSibling.innerText.trim()"
        ))
        .await;
    window.types("Says who?").await;
    window.click("dialog-do").await;
    window.says("thread", "Says who?").await;
    window.close().await;
}

#[tokio::test]
async fn a_filter_leads_into_its_list_and_letters_to_a_person_who_finds_no_filter() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    let all = "document.querySelectorAll('[data-test=article-row]').length > 1";
    let one = "document.querySelectorAll('[data-test=article-row]').length === 1";
    window.types("/").await;
    at(&window, "filter").await;
    window.types("Night buses").await;
    window.until(one).await;
    window.key(Key::Down).await;
    at(&window, "article-rows").await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelector('[data-test=headline]')?.value.includes('Night buses')")
        .await;
    window.types("/").await;
    at(&window, "filter").await;
    window.key(Key::Escape).await;
    window.until(all).await;
    at(&window, "filter").await;
    window.key(Key::Escape).await;
    at(&window, "article-rows").await;

    window.types("/").await;
    window.types("Night buses").await;
    window.until(one).await;
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("Ida").await;
    window.key(Key::Enter).await;
    window.says("person", "Ida Brandt").await;
    window.until(all).await;
    window
        .until("document.querySelector('[data-test=filter]').value === ''")
        .await;
    window.close().await;
}

#[tokio::test]
async fn enter_gives_no_reason_from_the_list_too_and_one_comes_to_the_queue_again() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Sam Iversen").await;
    window.find("card").await;
    let painted = "document.querySelector('[data-test=comment][aria-busy=false]')";
    for _ in 0..2 {
        window.script(HEARS).await;
        window.chord(&[Key::Alt], '4').await;
        window.until(painted).await;
        window.tab_to("comment-rows").await;
        window.types("s").await;
        window.find("reasons").await;
        window.key(Key::Enter).await;
        window.says("told", "Marked as spam").await;
        window
            .until("!document.querySelector('[data-test=reasons]')")
            .await;
        nothing_went_wrong(&window).await;
        window.chord(&[Key::Alt], '1').await;
        window.find("card").await;
    }
    window.close().await;
}

#[tokio::test]
async fn one_is_back_where_one_was_in_the_text() {
    let newsroom = Newsroom::sample();
    let (window, _) = writing::open(&newsroom, "The bell rang at the the school.\n").await;
    window.script(HEARS).await;
    let body = "document.querySelector('[data-test=body] .cm-content')";
    let in_text = format!("document.activeElement === {body}");
    window.script(&format!("{body}.focus()")).await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    window.types("So it did.").await;
    window.find("checks").await;
    window.key(Key::F8).await;
    window.find("check").await;
    window.key(Key::Escape).await;
    window.until(&in_text).await;

    window.chord(&[Key::Control, Key::Alt], 's').await;
    at(&window, "suggesting-body").await;
    window.chord(&[Key::Control, Key::Alt], 's').await;
    window.until(&in_text).await;
    window.types(" Twice.").await;
    window
        .until(&format!("{body}.innerText.includes('So it did. Twice.')"))
        .await;

    // Nothing but the text: what is around it can't be seen, until Escape or the mouse.
    window.chord(&[Key::Control], '.').await;
    let seen = |css: &str| format!("getComputedStyle(document.querySelector('{css}')).opacity");
    for around in ["footer", "header.bar", ".tools", "[data-test=headline]"] {
        window.until(&format!("{} === '0'", seen(around))).await;
    }
    window.key(Key::Escape).await;
    window.find("go-desk").await;
    window.until(&format!("{} === '1'", seen("footer"))).await;
    window.until(&in_text).await;

    window
        .script("const head = document.querySelector('[data-test=headline]'); head.focus(); head.setSelectionRange(4, 8)")
        .await;
    window.chord(&[Key::Control, Key::Alt], 'l').await;
    window.find("unlock").await;
    window.key(Key::Enter).await;
    at(&window, "headline").await;
    window
        .until("document.activeElement.selectionStart === 4 && document.activeElement.selectionEnd === 8")
        .await;
    window.script(&format!("{body}.focus()")).await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.key(Key::Right).await;
    window.chord(&[Key::Control, Key::Alt], 'l').await;
    window.find("unlock").await;
    window.key(Key::Enter).await;
    window.until(&in_text).await;
    window.types("_").await;
    window
        .until(&format!("{body}.innerText.startsWith('T_he bell')"))
        .await;
    nothing_went_wrong(&window).await;
    window.close().await;
}

#[tokio::test]
async fn in_a_small_window_the_filter_takes_the_letters_that_are_meant_for_it() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Sam Iversen").await;
    window.resize(900, 600).await;
    window.find("go-comments").await;
    window.chord(&[Key::Alt], '4').await;
    window.find("comment-is").await;
    let waiting = || newsroom.terminal("Sam Iversen", &["comment", "count"]);
    let before = waiting();
    window.types("/").await;
    window
        .until("document.activeElement.matches('[data-filter]')")
        .await;
    window.types("fhds").await;
    window
        .until("document.querySelector('[data-filter]').value === 'fhds'")
        .await;
    assert_eq!(waiting(), before);
    window.close().await;
}

#[tokio::test]
async fn an_article_that_was_made_is_taken_back_before_what_was_done_to_the_edition_before() {
    let newsroom = Newsroom::sample();
    // Both a publisher and a writer.
    let people = newsroom.terminal("Ana Reyes", &["person", "list"]);
    let all = people["items"].as_array().or(people.as_array()).unwrap();
    let nils = all.iter().find(|one| one["name"] == "Nils Aho").unwrap();
    let set = ["person", "set", nils["id"].as_str().unwrap()];
    let roles = ["--roles", "publisher,writer"];
    newsroom.terminal("Ana Reyes", &[&set[..], &roles].concat());
    let window = Window::open(&newsroom, "Nils Aho").await;
    window.find("go-bundles").await;
    window.chord(&[Key::Alt], '5').await;
    window.find("edition-row").await;
    window.types("j").await;
    window.types(" ").await;
    window.says("told", "left out").await;
    window.chord(&[Key::Control], 'n').await;
    window.find("kind-blank").await;
    window.types("Made after").await;
    window.key(Key::Enter).await;
    window.says("told", "Made “Made after”").await;
    window.chord(&[Key::Alt], '5').await;
    window.find("edition-row").await;
    undo(&window).await;
    window.says("told", "Taken back: the new article").await;
    undo(&window).await;
    window.says("told", "left out").await;
    // Another edition on the table is a step like any other.
    window.types("j").await;
    window.types(" ").await;
    window.says("edition", "By hand").await;
    window.click("edition").await;
    window.click("edition-").await;
    window.says("told", "put away unsaved").await;
    undo(&window).await;
    window.says("edition", "By hand").await;
    window.close().await;
}

#[tokio::test]
async fn what_is_typed_into_a_field_is_taken_back_there_and_escape_leads_to_the_list() {
    let newsroom = Newsroom::sample();
    let (window, _) = writing::open(&newsroom, "It rang at noon.").await;
    window.script(HEARS).await;
    let field = "document.querySelector('[data-test=headline]')";
    window.script(&format!("{field}.focus()")).await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    let before = window.script(&format!("return {field}.value")).await;
    window.types(" at last").await;
    window
        .until(&format!("{field}.value.endsWith(' at last')"))
        .await;
    for _ in 0..8 {
        undo(&window).await;
        if window.script(&format!("return {field}.value")).await == before {
            break;
        }
    }
    window.until(&format!("{field}.value === {before}")).await;
    window.chord(&[Key::Control, Key::Shift], 'z').await;
    window
        .until(&format!("{field}.value.length > {before}.length"))
        .await;
    // What was typed elsewhere stays.
    let body = "document.querySelector('[data-test=body] .cm-content')";
    writing::to_the_end(&window).await;
    window.types(" Twice.").await;
    let twice = format!("{body}.innerText.includes('Twice.')");
    window.until(&twice).await;
    window.script(&format!("{field}.focus()")).await;
    for _ in 0..8 {
        undo(&window).await;
        if window.script(&format!("return {field}.value")).await == before {
            break;
        }
    }
    window
        .until(&format!("{twice} && {field}.value === {before}"))
        .await;
    // And what was taken back elsewhere stays so.
    writing::to_the_end(&window).await;
    undo(&window).await;
    window.until(&format!("!({twice})")).await;
    window.script(&format!("{field}.focus()")).await;
    for _ in 0..3 {
        undo(&window).await;
    }
    window
        .until(&format!("!({twice}) && {field}.value === {before}"))
        .await;
    // From what one writes to the list, and from what is open there on with it.
    window.script(&format!("{body}.focus()")).await;
    window.key(Key::Escape).await;
    at(&window, "article-rows").await;
    window.key(Key::Enter).await;
    window
        .until(&format!("document.activeElement === {body}"))
        .await;
    window.chord(&[Key::Alt], '2').await;
    at(&window, "article-rows").await;
    nothing_went_wrong(&window).await;
    window.close().await;
}

#[tokio::test]
async fn a_reviewer_walks_along_what_waits_and_goes_on_after_a_verdict() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.script(HEARS).await;
    // What is open elsewhere and waits for nobody is not in the queue.
    window.to_article("Night buses").await;
    window.find("body").await;
    window.chord(&[Key::Alt], '3').await;
    window.find("passages-left").await;
    let rows = "[...document.querySelectorAll('[data-test=review-row]')]";
    let chosen = format!("{rows}.findIndex(row => row.classList.contains('chosen'))");
    let shows = |row: u8| {
        format!(
            "{chosen} === {row} && document.querySelector('[data-test=reading] h2.headline').innerText.trim() === \
             {rows}[{row}].querySelector('b').innerText.trim()"
        )
    };
    window.until(&shows(0)).await;
    window.types("j").await;
    window.until(&shows(1)).await;
    window.types("k").await;
    window.until(&shows(0)).await;
    window.types("b").await;
    window.find("what-to-change").await;
    window.types("Who pays?").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("told", "Sent back").await;
    window
        .until(&format!(
            "{rows}.length === 1 && {rows}[0].classList.contains('at')"
        ))
        .await;
    at(&window, "review-rows").await;
    window.key(Key::Enter).await;
    window.until(&shows(0)).await;
    nothing_went_wrong(&window).await;
    window.close().await;
}
