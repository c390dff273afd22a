//! Comments worked through in the real window, by keyboard alone: one key a verdict, a second for the reason, undo that
//! outlives the window, everything that matches at once, and what keeps two moderators apart.

use crate::stage::{Newsroom, Window};
use serde_json::Value;
use thirtyfour::Key;

const MODERATOR: &str = "Sam Iversen";
/// The comment in front of one is on the screen.
const PAINTED: &str = "document.querySelector('[data-test=comment][aria-busy=false]')";

fn listed(newsroom: &Newsroom, which: &[&str]) -> Vec<Value> {
    let list = [&["comment", "list", "--limit", "500"], which].concat();
    let page = newsroom.terminal(MODERATOR, &list);
    page["items"].as_array().unwrap().clone()
}

/// What waits for a person, the oldest first.
fn waiting(newsroom: &Newsroom) -> Vec<Value> {
    listed(newsroom, &["--waiting"])
}

fn ids(of: &[Value]) -> Vec<&str> {
    of.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

async fn at_the_queue(newsroom: &Newsroom) -> Window {
    let window = Window::open(newsroom, MODERATOR).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '4').await;
    window.until(PAINTED).await;
    window
}

#[tokio::test]
async fn a_queue_is_worked_through_by_keyboard_and_undo_outlives_the_window() {
    let newsroom = Newsroom::sample();
    let before = waiting(&newsroom);
    let window = at_the_queue(&newsroom).await;
    // How much waits and for how long is said whole, also where the oldest came days ago.
    let heading = "document.querySelector('main .heading .cut')";
    window
        .until(&format!("/^\\d+ waiting · oldest \\d+ (min|h|days|months|years)$/.test({heading}?.textContent.trim()) && {heading}.scrollWidth <= {heading}.clientWidth"))
        .await;
    // A key that is held decides nothing, and neither does one whose comment is not painted yet.
    window
        .script(
            "const key = (repeat) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'f', repeat, bubbles: true, cancelable: true}));
             for (let n = 0; n < 20; n++) key(true);
             key(false); key(false); key(false);",
        )
        .await;
    window.says("told", "Published").await;
    window.until(PAINTED).await;
    assert_eq!(waiting(&newsroom).len(), before.len() - 1);

    window.types("j").await;
    window.until(PAINTED).await;
    let chosen = "document.querySelector('[data-test=comment-row].chosen')?.id";
    let third = before[2]["id"].as_str().unwrap();
    window
        .until(&format!("{chosen}?.endsWith('{third}')"))
        .await;
    window.types("d").await;
    window.find("reasons").await;
    window.types("o").await;
    window.find("reason-words").await;
    window
        .until("document.activeElement.dataset.test === 'reason-words'")
        .await;
    window.types("It asks for what the article says.").await;
    window.key(Key::Enter).await;
    window.says("told", "Rejected").await;
    let why = newsroom.terminal(MODERATOR, &["comment", "explain", third]);
    assert_eq!(why["reasons"][0]["code"], "other");
    assert!(
        why["statement"]
            .as_str()
            .unwrap()
            .contains("It asks for what the article says.")
    );
    window.close().await;

    let window = at_the_queue(&newsroom).await;
    window.types("z").await;
    window.says("told", "Taken back").await;
    window
        .until(&format!("{chosen}?.endsWith('{third}')"))
        .await;
    window.until(PAINTED).await;
    window.types("z").await;
    // The words of the first are still there: what is waited for is the comment itself.
    let first = before[0]["id"].as_str().unwrap();
    window
        .until(&format!("{chosen}?.endsWith('{first}')"))
        .await;
    assert_eq!(ids(&waiting(&newsroom)), ids(&before));
    window.close().await;
}

#[tokio::test]
async fn all_that_match_are_decided_and_put_back_at_once() {
    let newsroom = Newsroom::sample();
    let before = waiting(&newsroom);
    let window = at_the_queue(&newsroom).await;
    // Wherever one came from: the list has lost the focus to a field that is gone.
    window.types("r").await;
    window.find("comment-text").await;
    window.key(Key::Escape).await;
    window
        .until("!document.querySelector('[data-test=comment-text]')")
        .await;
    window.script("document.activeElement?.blur()").await;
    window.chord(&[Key::Control], 'a').await;
    assert_eq!(window.script("return String(getSelection())").await, "");
    window.says("selected", &before.len().to_string()).await;
    window.types("s").await;
    window.find("reasons").await;
    window.types("5").await;
    window
        .says("told", &format!("Marked as spam {} comments", before.len()))
        .await;
    assert!(waiting(&newsroom).is_empty());
    window.types("z").await;
    window.says("told", "Taken back").await;
    assert_eq!(ids(&waiting(&newsroom)), ids(&before));
    window.close().await;
}

#[tokio::test]
async fn an_edit_keeps_what_was_sent_and_an_answer_stands_below() {
    let newsroom = Newsroom::sample();
    let window = at_the_queue(&newsroom).await;
    let first = waiting(&newsroom)[0].clone();
    let id = first["id"].as_str().unwrap();
    window.types("e").await;
    window
        .until("document.activeElement.dataset.test === 'comment-text'")
        .await;
    window.chord(&[Key::Control], 'a').await;
    window.types("Is it the small boat?").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window.says("told", "Edited").await;
    window.says("comment", "Is it the small boat?").await;
    let now = &waiting(&newsroom)[0];
    assert_eq!(
        (&now["id"], &now["original"]),
        (&first["id"], &first["body"])
    );

    window.types("r").await;
    window
        .until("document.activeElement.dataset.test === 'comment-text'")
        .await;
    window.types("It is; the timetable says so now.").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window.says("told", "Answered").await;
    let answers = listed(&newsroom, &["--state", "published"]);
    let answer = answers.iter().find(|one| one["parent"] == id).unwrap();
    assert_eq!(
        (&answer["newsroom"], &answer["author"]),
        (&true.into(), &"Harbour Weekly".into())
    );

    window.until(PAINTED).await;
    window.types("b").await;
    window.find("dialog").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window.says("is-banned", "Banned until").await;
    window.types("z").await;
    window.close().await;
}

#[tokio::test]
async fn what_another_has_in_front_of_them_is_left_to_them() {
    let newsroom = Newsroom::sample();
    newsroom.terminal(
        "Ana Reyes",
        &["person", "add", "Runa Vik", "--roles", "moderator"],
    );
    let first = waiting(&newsroom)[0].clone();
    let id = first["id"].as_str().unwrap();
    newsroom.terminal("Runa Vik", &["comment", "claim", id]);
    let window = at_the_queue(&newsroom).await;
    window.says("claimed-by", "Runa Vik").await;
    window.types("f").await;
    window
        .says("told", "Runa Vik has it in front of them")
        .await;
    assert_eq!(ids(&waiting(&newsroom))[0], id);
    window.close().await;
}

#[tokio::test]
async fn what_turns_a_text_around_or_can_not_be_seen_is_named_in_the_list_and_in_names() {
    let newsroom = Newsroom::sample();
    let of = &waiting(&newsroom)[0]["article"];
    let sent = serde_json::json!({
        "article": of, "author": "Zero\u{200b}Width", "id": "turned", "created": "2020-01-01T00:00:00Z",
        "body": "Look: \u{202e}gnp.exe",
    });
    let file = newsroom.path("turned.jsonl");
    std::fs::write(&file, sent.to_string()).unwrap();
    newsroom.terminal(MODERATOR, &["comment", "import", file.to_str().unwrap()]);
    let window = at_the_queue(&newsroom).await;
    let row = "document.querySelector('[data-test=comment-row]').innerText";
    for words in [
        "Look: ‹forced right to left›gnp.exe",
        "Zero‹zero width space›Width",
    ] {
        window.until(&format!("{row}.includes('{words}')")).await;
    }
    window.says("comment", "Zero‹zero width space›Width").await;
    window.close().await;
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_words_and_one_is_still_at_the_queue() {
    let newsroom = Newsroom::sample();
    let window = at_the_queue(&newsroom).await;
    let first = waiting(&newsroom)[0]["author"].as_str().unwrap().to_owned();
    window.says("comment", &first).await;
    window.tab_to("forget").await;
    window.key(Key::Enter).await;
    window.says("dialog", &format!("Forget {first}")).await;
    assert_eq!(window.focused().await, "forget-texts");
    window.types(" ").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("comment-no-words", "were erased").await;
    window.says("comment-row", "No words").await;
    assert_eq!(waiting(&newsroom)[0]["body"], "");
    // The button that one came from is gone with whom it was about.
    window
        .until("document.activeElement?.closest('[data-test=comment-rows]')")
        .await;
    window.close().await;
}
