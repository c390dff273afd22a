//! Suggestions in the real window: written into a text that stays as it is, kept until they are sent, accepted and rejected
//! by keyboard, and approved.

use crate::{
    stage::{Newsroom, Window},
    writing::{kept, open, to_the_end},
};
use thirtyfour::Key;

const TEXT: &str = "The bell rings at noon.\n\nNobody hears it in the harbour.\n";

/// Writes at the end of the text in which one suggests.
async fn at_the_end(window: &Window, words: &str) {
    window
        .until("document.activeElement?.closest('[data-test=suggesting-body]')")
        .await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    window.key(Key::Left).await;
    window.types(words).await;
}

/// How often an element is in the text in which one writes.
fn there(css: &str, count: usize) -> String {
    format!("document.querySelectorAll('.cm-content {css}').length === {count}")
}

#[tokio::test]
async fn what_is_written_as_suggestions_is_kept_sent_accepted_and_taken_back() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, TEXT).await;
    window.chord(&[Key::Control, Key::Alt], 's').await;
    at_the_end(&window, "It is heard now.").await;
    window
        .until("document.querySelector('.cm-content ins.cm-came')?.innerText.includes('It is heard now.')")
        .await;
    for _ in 0.."It is heard now.".len() {
        window.key(Key::Backspace).await;
    }
    window.until(&there(".cm-came", 0)).await;
    // The last word goes, and stands struck.
    for _ in 0.." harbour.".len() {
        window.key(Key::Backspace).await;
    }
    window.types(" tower.").await;
    window.until(&there("del.cm-gone", 1)).await;
    window.says("suggest-send", "Suggest 1 change").await;
    window.says("suggesting-kept", "Kept for you").await;
    assert_eq!(window.faults().await, [""; 0]);
    assert_eq!(kept(&newsroom, &id), TEXT, "nothing of the article changed");

    // It is there when one comes back, and nobody else has seen it.
    window.chord(&[Key::Alt], '1').await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    window.click("suggesting-go-on").await;
    window.says("suggest-send", "Suggest 1 change").await;
    let none = newsroom.terminal("Ida Brandt", &["review", "suggestions", &id]);
    assert_eq!(none["items"].as_array().unwrap().len(), 0);
    window.chord(&[Key::Control], Key::Enter).await;
    window.says("blocks", "1 suggestion").await;
    window.says("suggest-send", "Suggest").await;
    let sent = newsroom.terminal("Ida Brandt", &["review", "suggestions", &id]);
    assert_eq!(sent["items"][0]["was"], "harbour", "{sent}");

    // Back to editing: it stands in the text, and is accepted, taken back, rejected.
    window.chord(&[Key::Control, Key::Alt], 's').await;
    window.find("body").await;
    window.until(&there("ins.cm-came", 1)).await;
    window.key(Key::F9).await;
    window
        .until("getSelection().toString().includes('harbour')")
        .await;
    window.says("suggestion", "tower").await;
    assert_eq!(window.faults().await, [""; 0]);
    window.chord(&[Key::Alt], 'a').await;
    window.says("body", "Nobody hears it in the tower.").await;
    window.until(&there(".cm-gone", 0)).await;
    assert!(kept(&newsroom, &id).contains("in the tower."));
    window.script("document.activeElement?.blur?.()").await;
    window.chord(&[Key::Control], 'z').await;
    window.until(&there("ins.cm-came", 1)).await;
    assert_eq!(kept(&newsroom, &id), TEXT);
    window.click("reject-why").await;
    window.types("It is heard at sea.").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window
        .until("!document.querySelector('[data-test=suggestion]')")
        .await;
    window.click("decided-suggestions").await;
    window.says("suggestion", "It is heard at sea.").await;
    assert_eq!(kept(&newsroom, &id), TEXT);
    window.close().await;
}

#[tokio::test]
async fn leaving_with_what_was_not_sent_asks_and_loses_nothing() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, TEXT).await;
    // What is being typed becomes a revision first.
    to_the_end(&window).await;
    window.types("It is loud.").await;
    window.click("suggesting").await;
    at_the_end(&window, " Very loud.").await;
    window.says("suggest-send", "Suggest 1 change").await;
    window.click("suggesting").await;
    window.says("dialog", "1 change is not suggested yet").await;
    window.click("for-later").await;
    window.find("body").await;
    window.find("suggesting-waits").await;
    assert!(kept(&newsroom, &id).ends_with("It is loud."));
    window.click("suggesting-go-on").await;
    window.says("suggesting-body", "Very loud.").await;
    at_the_end(&window, " Again").await;
    window.says("suggesting-body", "Very loud. Again").await;
    window.says("suggesting-kept", "Kept for you").await;
    // The window goes without a word, and comes back.
    rustix::process::kill_process(newsroom.desktop(), rustix::process::Signal::KILL).unwrap();
    drop(window);
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    window.click("article-row").await;
    window.click("suggesting-go-on").await;
    window.says("suggesting-body", "Very loud. Again").await;
    window.click("suggesting-discard").await;
    window
        .until("!document.querySelector('[data-test=suggesting-body]').innerText.includes('Very')")
        .await;
    window.click("suggesting").await;
    window.find("body").await;
    assert!(!window.shows("suggesting-waits").await);
    window.close().await;
}

#[tokio::test]
async fn a_reviewer_goes_from_suggestion_to_suggestion_and_approves() {
    let newsroom = Newsroom::sample();
    let queue = newsroom.terminal("Ida Brandt", &["review", "queue"]);
    let id = queue["items"][0]["id"].as_str().unwrap().to_owned();
    let shown = newsroom.terminal("Ida Brandt", &["article", "show", &id]);
    let body = shown["body"].as_str().unwrap().to_owned();
    let plain = |line: &&str| line.len() > 60 && !line.starts_with(['#', '>', '-', '[', '!']);
    let lines: Vec<&str> = body.lines().filter(plain).take(2).collect();
    let words = |nth: usize| lines[nth].split(' ').take(3).collect::<Vec<_>>().join(" ");
    for nth in [1, 0] {
        let with = format!("{} then", words(nth));
        let ask = [
            "review",
            "suggest",
            &id,
            "--quote",
            &words(nth),
            "--with",
            &with,
        ];
        newsroom.terminal("Piet Okonjo", &ask);
    }
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.says("blocks", "2 suggestions are open").await;
    let proposed = "[...document.querySelectorAll('[data-test=reading] .proposed')]";
    window.until(&format!("{proposed}.length === 2")).await;
    assert!(
        window
            .find("approve")
            .await
            .is_enabled()
            .await
            .is_ok_and(|able| !able)
    );
    let first = format!(
        "document.activeElement.dataset.test === 'suggestion' && document.activeElement.innerText.includes({:?})",
        "then"
    );
    window.key(Key::F9).await;
    window.until(&first).await;
    assert_eq!(window.faults().await, [""; 0]);
    window.chord(&[Key::Alt], 'a').await;
    window.says("blocks", "1 suggestion is open").await;
    let text = newsroom.terminal("Ida Brandt", &["article", "show", &id]);
    let with = body.replacen(&words(0), &format!("{} then", words(0)), 1);
    assert_eq!(text["body"], with);
    // One goes on to the next, and rejects that.
    window.until(&first).await;
    window.chord(&[Key::Alt], 'r').await;
    window
        .until("!document.querySelector('[data-test=suggestion]')")
        .await;
    window.until(&format!("{proposed}.length === 0")).await;
    window.chord(&[Key::Control], 'z').await;
    window.says("blocks", "1 suggestion is open").await;
    window.click("reject-all").await;
    window
        .until("!document.querySelector('[data-test=suggestion]')")
        .await;
    // Her own edit is in it now, and so are another's words: each has someone else's yes.
    window.chord(&[Key::Control], Key::Enter).await;
    window
        .until("document.body.innerText.includes('approved')")
        .await;
    let after = newsroom.terminal("Ida Brandt", &["article", "show", &id]);
    assert_eq!(
        after["status"], "in-review",
        "her own edit waits for a confirmation"
    );
    let confirmed = newsroom.terminal("Marta Lind", &["review", "confirm", &id]);
    assert_eq!(confirmed["status"], "approved");
    window.close().await;
}

#[tokio::test]
async fn the_button_counts_the_suggestions_that_it_makes() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, TEXT).await;
    window.chord(&[Key::Control, Key::Alt], 's').await;
    at_the_end(&window, " So it is.").await;
    window.says("suggest-send", "Suggest 1 change").await;
    window.says("suggesting-kept", "Kept for you").await;
    window.click("suggest-send").await;
    window.says("told", "Suggested a change").await;
    window
        .until(&there("ins.cm-came:not([data-proposed])", 0))
        .await;
    // What one has suggested already is not suggested again.
    window
        .script("document.querySelector('[data-test=suggesting-body] .cm-content').focus()")
        .await;
    at_the_end(&window, " So it is.").await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.types("Hear: ").await;
    window
        .until(&there("ins.cm-came:not([data-proposed])", 2))
        .await;
    window.says("suggest-send", "Suggest 1 change").await;
    window.click("suggest-send").await;
    window.says("told", "Suggested a change").await;
    let sent = newsroom.terminal("Ida Brandt", &["review", "suggestions", &id]);
    assert_eq!(sent["items"].as_array().unwrap().len(), 2, "{sent}");
    window.close().await;
}
