//! The article's panel, by keyboard: a template to begin with, fields that complete and say what is wrong with them.

use crate::stage::{Newsroom, Window};
use serde_json::json;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";

const GUIDE: &str = "getSelection().toString()";

/// Puts the focus where Tab would bring it.
async fn focus(window: &Window, test: &str) {
    window.find(test).await;
    window
        .script(&format!(
            "document.querySelector('[data-test={test}]').focus()"
        ))
        .await;
}

#[tokio::test]
async fn an_article_is_begun_and_filed_by_keyboard() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Control], 'n').await;
    window.find("kind-interview").await;
    window
        .types("The lighthouse keepers at the tide gates")
        .await;
    window.key(Key::Tab).await;
    for _ in 0..3 {
        window.key(Key::Down).await;
    }
    window.key(Key::Enter).await;
    window
        .says("told", "Made “The lighthouse keepers at the tide gates”")
        .await;

    over_the_guidance(&window).await;
    filed(&window).await;
    dated(&window).await;

    // What can't be part of an address is said beside the field, and mended there.
    focus(&window, "slug").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("Tide Gates").await;
    window.find("said-bad-slug").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("tide-gates").await;
    window
        .until("!document.querySelector('[data-test=said-bad-slug]')")
        .await;
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;

    let list = newsroom.terminal(WRITER, &["article", "list", "--limit", "1"]);
    let shown = &list["items"][0];
    assert_eq!(shown["path"], "harbour/tide-gates/", "{shown}");
    assert_eq!(shown["tags"], json!(["harbour board", "tide gates"]));
    assert_eq!(shown["embargo"], "2027-01-31T06:30:00.000Z");
    assert_eq!(shown["related"].as_array().unwrap().len(), 2, "{shown}");
    assert!(shown["recheck"].is_string(), "{shown}");
    window.close().await;
}

/// The cursor at the beginning of the text, which is guidance.
async fn focus_body(window: &Window) {
    window
        .until("!!document.querySelector('[data-test=body] .cm-content')")
        .await;
    window
        .script("document.querySelector('[data-test=body] .cm-content').focus()")
        .await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
}

/// The templates among the newsroom's own pages.
async fn to_templates(window: &Window) {
    const PAGE: &str = "[...document.querySelectorAll('[role=option]')].find(one => one.innerText.startsWith('Templates'))";
    window.chord(&[Key::Alt], '6').await;
    window.until(&format!("!!{PAGE}")).await;
    window.script(&format!("{PAGE}.click()")).await;
}

#[tokio::test]
async fn a_template_is_changed_put_back_and_made() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    to_templates(&window).await;
    window.click("template-obituary").await;
    focus(&window, "template-kicker").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("A life").await;
    window.key(Key::Tab).await;
    window.says("told", "Saved the template “Obituary”").await;
    let kicker = || {
        newsroom.terminal(WRITER, &["template", "show", "obituary"])["template"]["kicker"].take()
    };
    assert_eq!(kicker(), "A life");
    window.click("template-reset").await;
    window.says("told", "as it came with Copydesk").await;
    assert_eq!(kicker(), "Obituary");
    focus(&window, "template-new").await;
    window.types("Diary").await;
    window.key(Key::Enter).await;
    window.says("told", "Saved the template “Diary”").await;
    window
        .until("document.querySelector('[data-test=template-name]').value === 'Diary'")
        .await;
    window.click("template-remove").await;
    window.says("told", "Removed the template “Diary”").await;
    window.chord(&[Key::Control], 'z').await;
    window.says("told", "Taken back").await;
    window.find("template-diary").await;
    window.close().await;
}

async fn over_the_guidance(window: &Window) {
    // What is to be written over is taken whole, and Tab goes from one to the next.
    focus_body(window).await;
    window.key(Key::Tab).await;
    window
        .until(&format!("{GUIDE}.startsWith('[Who is it')"))
        .await;
    window.key(Key::Tab).await;
    window
        .until(&format!("{GUIDE} === '[The first question.]'"))
        .await;
    window.types("Who are you?").await;
    window.key(Key::Tab).await;
    window
        .until(&format!("{GUIDE}.startsWith('[The answer, word')"))
        .await;
    window
        .until("document.querySelector('[data-test=body] .cm-content').innerText.includes('Who are you?')")
        .await;
}

async fn filed(window: &Window) {
    window.click("tab-details").await;
    focus(window, "section").await;
    window.types("har").await;
    window.find("section-suggestion").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelector('[data-test=section]').value === 'Harbour'")
        .await;
    // What was chosen is not given up again.
    window.key(Key::Escape).await;
    window.types("x").await;
    window.key(Key::Escape).await;
    window.key(Key::Escape).await;
    window
        .until("document.querySelector('[data-test=section]').value === 'Harbour'")
        .await;
    focus(window, "tags").await;
    window.types("harbour b").await;
    window.find("tags-suggestion").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window.types("tide gates, ").await;
    window
        .until("document.querySelector('[data-test=tag-chips]').innerText.includes('tide gates')")
        .await;
    focus(window, "related").await;
    window.types("market hall").await;
    window.find("related-suggestion").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window.find("related-list").await;
    focus(window, "propose-related").await;
    window.key(Key::Enter).await;
    window.find("proposals").await;
    let named = "document.querySelectorAll('[data-test=related-list] li').length";
    window.key(Key::Tab).await;
    window.key(Key::Enter).await;
    window.until(&format!("{named} === 2")).await;
}

async fn dated(window: &Window) {
    // A date that no calendar has is said so, and changes nothing; the next one is taken.
    focus(window, "embargo").await;
    window.types("2026-02-30").await;
    window.key(Key::Tab).await;
    window
        .until("document.body.innerText.includes('No calendar has a 2026-02-30.')")
        .await;
    focus(window, "embargo").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("2027-01-31 06:30").await;
    window.key(Key::Tab).await;
    window
        .until("!document.body.innerText.includes('No calendar has')")
        .await;
    focus(window, "recheck").await;
    window.key(Key::Down).await;
    window.key(Key::PageDown).await;
    window.key(Key::Enter).await;
    window.says("told", "is to be looked at again on").await;
}

#[tokio::test]
async fn the_address_follows_a_headline_that_is_typed_with_pauses() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Control], 'n').await;
    window.find("new-headline").await;
    window.types("Tide").await;
    window.key(Key::Enter).await;
    window.click("tab-details").await;
    let slug = |is: &str| format!("document.querySelector('[data-test=slug]')?.value === '{is}'");
    window.until(&slug("tide")).await;
    focus(&window, "headline").await;
    window.key(Key::End).await;
    for (typed, is) in [
        (" gat", "tide-gat"),
        ("es", "tide-gates"),
        (" close", "tide-gates-close"),
    ] {
        window.types(typed).await;
        window.until(&slug(is)).await;
    }
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let list = newsroom.terminal(WRITER, &["article", "list", "--limit", "1"]);
    assert_eq!(list["items"][0]["slug"], "tide-gates-close");
    window.close().await;
}

#[tokio::test]
async fn what_is_typed_into_a_template_stays_while_the_library_changes() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    to_templates(&window).await;
    focus(&window, "template-body").await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.types("First: ").await;
    // Another program changes another field, and the screen shows it around what is being typed.
    newsroom.terminal(
        WRITER,
        &["template", "save", "News", "--kicker", "In short"],
    );
    window
        .until("document.querySelector('[data-test=template-kicker]').value === 'In short'")
        .await;
    window
        .until("document.querySelector('[data-test=template-body]').value.startsWith('First: [The news')")
        .await;
    // And it is kept when the screen goes away under it.
    window.chord(&[Key::Alt], '1').await;
    window.find("card").await;
    window.says("told", "Saved the template “News”").await;
    let news = newsroom.terminal(WRITER, &["template", "show", "News"]);
    let body = news["template"]["body"].as_str().unwrap();
    assert!(body.starts_with("First: [The news"), "{body}");
    assert_eq!(news["template"]["kicker"], "In short");
    window.close().await;
}
