//! The lock of the real window, and what is called off: the desk is locked at once and keeps what was half written, and
//! Cancel is heard while a passphrase is being tried.

use crate::stage::{Newsroom, Window};
use serde_json::json;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};
use thirtyfour::Key;

const PASSPHRASE: &str = "the night ferry is late";
const REVIEWER: &str = "Ida Brandt";
const WRITER: &str = "Marta Lind";
const TITLE: &str = "The bell of the school";

/// The lines of the text as they stand in the editor.
const LINES: &str =
    "[...document.querySelectorAll('[data-test=body] .cm-line')].map(line => line.textContent)";

/// Presses the verb of the dialog, and Cancel while the passphrase is being tried.
async fn thinks_better_of_it(window: &Window) {
    window.types(PASSPHRASE).await;
    let presses = "const press = name => document.querySelector(`[data-test=${name}]`).click();
        press('dialog-do');
        setTimeout(() => press('dialog-cancel'), 20);";
    window.script(presses).await;
    window
        .until("!document.querySelector('[data-test=dialog]')")
        .await;
}

#[tokio::test]
async fn cancel_is_heard_while_a_passphrase_is_being_tried() {
    let newsroom = Newsroom::sample();
    let people = newsroom.terminal(REVIEWER, &["person", "list"]);
    let mut people = people.as_array().unwrap().iter();
    let reviewer = people.find(|person| person["name"] == REVIEWER).unwrap()["id"].clone();
    let queue = newsroom.terminal(REVIEWER, &["review", "queue"]);
    let id = queue["items"][0]["id"].as_str().unwrap();
    let window = Window::open(&newsroom, REVIEWER).await;
    window.find("card").await;
    let seal = json!({"passphrase": PASSPHRASE});
    window.invoke("key_seal", seal.clone()).await.unwrap();
    window.invoke("key_forget", json!({})).await.unwrap();
    // To sign.
    window.chord(&[Key::Alt], '3').await;
    window.find("approve").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.find("passphrase").await;
    thinks_better_of_it(&window).await;
    // What begins later and takes as long ends later.
    window.invoke("key_open", seal).await.unwrap();
    window.invoke("key_forget", json!({})).await.unwrap();
    let status = newsroom.terminal(REVIEWER, &["article", "show", id])["status"].clone();
    assert_eq!(status, "in-review");
    assert!(!window.reads().await.contains("Approved “"));
    // To sit down.
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("n").await;
    window.key(Key::Enter).await;
    window.says("person", "Nils Aho").await;
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("i").await;
    window.key(Key::Enter).await;
    window.find("passphrase").await;
    thinks_better_of_it(&window).await;
    let wrong = json!({"person": reviewer, "passphrase": "not the ferry"});
    let refused = window.invoke("act_as", wrong).await.unwrap_err();
    assert_eq!(refused["code"], "wrong-passphrase");
    let seen = window.invoke("library_show", json!({})).await.unwrap();
    assert_eq!(seen["me"]["name"], "Nils Aho");
    window.says("person", "Nils Aho").await;
    window.close().await;
}

/// Another program, which writes to the library and does not come to an end.
fn writes(newsroom: &Newsroom) -> Child {
    let mut other = Command::new("sqlite3")
        .arg(newsroom.library().join("library.db"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let asks = "BEGIN IMMEDIATE;\nSELECT 'writing';\n";
    other
        .stdin
        .as_mut()
        .unwrap()
        .write_all(asks.as_bytes())
        .unwrap();
    let mut said = String::new();
    BufReader::new(other.stdout.as_mut().unwrap())
        .read_line(&mut said)
        .unwrap();
    assert_eq!(said, "writing\n");
    other
}

async fn locks(window: &Window) {
    window.chord(&[Key::Control, Key::Alt], 'l').await;
    window.find("lock").await;
    let refused = window.invoke("article_list", json!({})).await.unwrap_err();
    assert_eq!(refused["code"], "locked");
}

/// By one key, where there is no passphrase.
async fn unlocks(window: &Window) {
    window.find("unlock").await;
    window.key(Key::Enter).await;
    window
        .until("!document.querySelector('[data-test=lock]')")
        .await;
}

#[tokio::test]
async fn the_desk_is_locked_at_once_and_what_was_just_typed_is_saved_behind_the_lock() {
    let newsroom = Newsroom::sample();
    let file = newsroom.path("text.md");
    fs::write(&file, "The bell rang.\n\nNobody came.\n").unwrap();
    let file = file.to_str().unwrap();
    let new = ["article", "new", "--title", TITLE, "--file", file];
    let id = newsroom.terminal(WRITER, &new)["id"].clone();
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.to_article(TITLE).await;
    window
        .until(&format!("{LINES}[0] === 'The bell rang.'"))
        .await;
    let focus = "document.querySelector('[data-test=body] .cm-content').focus()";
    window.script(focus).await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    let mut other = writes(&newsroom);
    window.types("At noon: ").await;
    locks(&window).await;
    let page = window.reads().await;
    assert!(
        page.contains(WRITER) && !page.contains(TITLE) && !page.contains("noon"),
        "{page}"
    );
    assert!(other.try_wait().unwrap().is_none(), "it still writes");
    drop(other.stdin.take());
    other.wait().unwrap();
    unlocks(&window).await;
    window
        .until(&format!("{LINES}[0] === 'At noon: The bell rang.'"))
        .await;
    let seen = window
        .invoke("article_show", json!({"article": id}))
        .await
        .unwrap();
    let body = seen["content"]["body"].as_str().unwrap();
    assert!(body.starts_with("At noon: The bell rang."), "{body}");
    // One goes on from there.
    window.script(focus).await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    window.types("Nor later.").await;
    window.says("saved", "Saved").await;
    assert_eq!(window.faults().await, [""; 0]);
    window.close().await;
}

#[tokio::test]
async fn nobody_is_brought_after_unlocking_where_they_were_going_before() {
    let newsroom = Newsroom::sample();
    let new = ["article", "new", "--title", TITLE];
    newsroom.terminal(WRITER, &new);
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.to_article(TITLE).await;
    window.find("body").await;
    let focus = "document.querySelector('[data-test=body] .cm-content').focus()";
    window.script(focus).await;
    // What was typed is settled before one goes; the answer to that takes its time.
    let held = "const asks = window.fetch;
        const until = new Promise(then => (window.settles = then));
        window.fetch = async (...of) => {
            const answer = await asks(...of);
            if (String(of[0]).includes('draft_leave')) { window.held = true; await until; }
            return answer;
        };";
    window.script(held).await;
    window.types("The bell rang.").await;
    window.chord(&[Key::Alt], '1').await;
    window.until("window.held").await;
    locks(&window).await;
    unlocks(&window).await;
    window.find("headline").await;
    window.script("window.settles()").await;
    window
        .until("document.body.innerText.includes('Saved a revision')")
        .await;
    // What is asked now is answered after what followed that.
    window.invoke("library_show", json!({})).await.unwrap();
    window
        .until(&format!("{LINES}[0] === 'The bell rang.'"))
        .await;
    assert!(window.shows("headline").await && !window.shows("card").await);
    assert_eq!(window.faults().await, [""; 0]);
    window.close().await;
}

#[tokio::test]
async fn what_was_half_written_is_there_after_unlocking_and_for_nobody_else() {
    let newsroom = Newsroom::sample();
    let queue = newsroom.terminal(REVIEWER, &["review", "queue"]);
    let id = queue["items"][0]["id"].as_str().unwrap();
    let shown = newsroom.terminal(REVIEWER, &["article", "show", id]);
    let body = shown["body"].as_str().unwrap();
    let quote = body
        .split_whitespace()
        .next()
        .unwrap()
        .trim_matches(|c: char| !c.is_alphanumeric());
    let ask = [
        "review", "note", id, "--quote", quote, "--nth", "1", "--text", "Who?",
    ];
    newsroom.terminal(WRITER, &ask);
    let window = Window::open(&newsroom, REVIEWER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.click("reply").await;
    window.find("reply-text").await;
    window.types("The harbour office").await;
    locks(&window).await;
    assert!(!window.reads().await.contains("harbour office"));
    // Someone else sits down and finds nothing of it.
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("n").await;
    window.key(Key::Enter).await;
    window.says("person", "Nils Aho").await;
    let found = window.invoke("take_up", json!({})).await.unwrap();
    assert_eq!(found["kept"], json!(null));
    locks(&window).await;
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("i").await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelector('[data-test=reply-text]')?.value === 'The harbour office'")
        .await;
    // Someone else sits down, and it is locked before the page hears of it: what is half written in it is not theirs.
    let people = window.invoke("person_list", json!({})).await.unwrap();
    let of = |name: &str| {
        let mut all = people.as_array().unwrap().iter();
        all.find(|one| one["name"] == name).unwrap()["id"].clone()
    };
    let nils = json!({"person": of("Nils Aho")});
    window.invoke("act_as", nils.clone()).await.unwrap();
    locks(&window).await;
    window.invoke("act_as", nils).await.unwrap();
    let found = window.invoke("take_up", json!({})).await.unwrap();
    assert_eq!(found["kept"]["halves"], json!([]), "{found}");
    // Once it has heard of it, nothing can be laid by in the name of who was there before.
    let other = json!({"person": of(REVIEWER), "kept": {"halves": []}, "typed": []});
    window.invoke("lock_desk", other).await.unwrap();
    window.chord(&[Key::Control, Key::Shift], 'p').await;
    window.find("chooser-people").await;
    window.types("i").await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelector('[data-test=reply-text]')?.value === 'The harbour office'")
        .await;
    window.click("send-back").await;
    window.find("what-to-change").await;
    window.types("Ask the mayor").await;
    locks(&window).await;
    unlocks(&window).await;
    window.click("send-back").await;
    window
        .until("document.querySelector('[data-test=what-to-change]')?.value === 'Ask the mayor'")
        .await;
    assert_eq!(window.faults().await, [""; 0]);
    window.close().await;
}
