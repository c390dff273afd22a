//! The queue of review in the real window: claimed, handed over and given a day by keyboard alone.

use crate::stage::{Newsroom, Window};
use std::time::Duration;
use thirtyfour::Key;

#[tokio::test]
async fn a_review_is_claimed_and_handed_over_by_keyboard() {
    let newsroom = Newsroom::sample();
    let before = newsroom.terminal("Ida Brandt", &["review", "queue"]);
    let id = before["items"][0]["id"].as_str().unwrap().to_owned();
    let first = || newsroom.terminal("Ida Brandt", &["review", "queue"])["items"][0].clone();
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.says("reviewed-by", "Nobody has claimed this").await;
    window.types("c").await;
    window.says("reviewed-by", "You review this").await;
    // Its state is seen by its shape as before.
    window
        .until("document.querySelector('[data-test=review-row].chosen svg')")
        .await;
    assert_eq!(first()["claimed_by"], "Ida Brandt");

    window.types("o").await;
    window.find("dialog").await;
    window
        .until("document.activeElement.type === 'radio'")
        .await;
    window.key(Key::Down).await;
    let to = "document.querySelector('[data-test=hand-over-to]:checked')?.labels[0].innerText";
    window.until(&format!("{to} !== undefined")).await;
    let to = window.script(&format!("return {to}")).await;
    window.key(Key::Enter).await;
    window
        .until("!document.querySelector('[data-test=dialog]')")
        .await;
    window.says("reviewed-by", to.as_str().unwrap()).await;
    assert_eq!(first()["claimed_by"], to);
    window.chord(&[Key::Control], 'z').await;
    window.says("reviewed-by", "You review this").await;

    window.tab_to("review-due").await;
    window.types("2026-01-02").await;
    window.key(Key::Enter).await;
    window.says("review-rows", "overdue, 2 Jan").await;
    assert_eq!(
        (&first()["id"], &first()["due"]),
        (&id.into(), &"2026-01-02".into())
    );
    window.close().await;
}

#[tokio::test]
async fn what_is_to_be_looked_at_again_is_said_to_be_right_by_keyboard() {
    let newsroom = Newsroom::sample();
    let live = ["article", "list", "--status", "published", "--limit", "2"];
    let live = newsroom.terminal("Ida Brandt", &live);
    let ids: Vec<String> = live["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    for (id, day) in ids.iter().zip(["2026-01-02", "2026-02-03"]) {
        newsroom.terminal("Ida Brandt", &["article", "recheck", id, day]);
    }
    let again =
        || newsroom.terminal("Ida Brandt", &["review", "queue", "--again"])["items"].clone();
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.says("again-rows", "overdue, 2 Jan").await;
    window.says("again-n", "2").await;
    window.tab_to("again-rows").await;
    window.key(Key::Home).await;
    window.key(Key::Enter).await;
    window.says("look-again-since", "2 Jan").await;
    window.tab_to("look-again-next").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("2031-05-06").await;
    window.key(Key::Enter).await;
    window.tab_to("still-right").await;
    window.key(Key::Enter).await;
    window.says("told", "is still right").await;
    window.says("look-again-since", "3 Feb").await;
    window.says("again-n", "1").await;
    let shown = newsroom.terminal("Ida Brandt", &["article", "show", &ids[0]]);
    assert_eq!(shown["recheck"], "2031-05-06");
    window.chord(&[Key::Control], 'z').await;
    window.says("again-n", "2").await;
    // The last that is left goes by its key alone, to the day that is proposed, once it is before one.
    window.says("reading", "Night buses").await;
    window.types("l").await;
    window.says("again-n", "1").await;
    let left = again();
    assert_eq!(
        (left.as_array().unwrap().len(), &left[0]["id"]),
        (1, &ids[0].clone().into())
    );
    window.close().await;
}

#[tokio::test]
async fn what_is_in_review_and_to_be_looked_at_again_shows_what_can_be_done_to_both() {
    let newsroom = Newsroom::sample();
    let live = ["article", "list", "--status", "published", "--limit", "1"];
    let live = newsroom.terminal("Ida Brandt", &live);
    let id = live["items"][0]["id"].as_str().unwrap();
    newsroom.terminal("Ida Brandt", &["article", "recheck", id, "2026-01-02"]);
    let file = newsroom.path("text.md");
    std::fs::write(&file, "It is mended.\n").unwrap();
    let edit = ["article", "edit", id, "--file", file.to_str().unwrap()];
    newsroom.terminal("Marta Lind", &edit);
    newsroom.terminal("Marta Lind", &["article", "submit", id]);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.tab_to("review-rows").await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.says("look-again-since", "2 Jan").await;
    window.says("reviewed-by", "Nobody").await;
    window.resize(1280, 800).await;
    assert_eq!(window.faults().await, [""; 0]);
    window.types("c").await;
    window.says("reviewed-by", "You").await;
    window.types("l").await;
    window
        .until("!document.querySelector('[data-test=look-again-since]')")
        .await;
    window.says("reviewed-by", "You").await;
    window.close().await;
}

#[tokio::test]
async fn the_article_that_one_comes_from_is_in_sight_in_the_queue() {
    let newsroom = Newsroom::sample();
    let file = newsroom.path("text.md");
    std::fs::write(&file, "The bell rang.\n").unwrap();
    let file = file.to_str().unwrap();
    for nth in 0..12 {
        let title = format!("Bell {nth}");
        let new = [
            "article",
            "new",
            "--title",
            &title,
            "--section",
            "Harbour",
            "--byline",
            "Marta Lind",
        ];
        let made = newsroom.terminal("Marta Lind", &[&new[..], &["--file", file]].concat());
        newsroom.terminal(
            "Marta Lind",
            &["article", "submit", made["id"].as_str().unwrap()],
        );
    }
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.resize(1280, 560).await;
    window.to_article("Bell 11").await;
    window.click("to-review").await;
    window.find("reviewed-by").await;
    let seen = "(() => {
        const list = document.querySelector('[data-test=review-rows]').getBoundingClientRect();
        const row = document.querySelector('[data-test=review-row].chosen')?.getBoundingClientRect();
        return row && row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
    })()";
    window.until(seen).await;
    // It stays so once what can be done to it stands beneath the list.
    tokio::time::sleep(Duration::from_millis(500)).await;
    window.until(seen).await;
    window.close().await;
}

#[tokio::test]
async fn where_nothing_waits_no_text_is_shown_whatever_is_open_elsewhere() {
    let newsroom = Newsroom::sample();
    let waiting = newsroom.terminal("Ida Brandt", &["review", "queue"]);
    for row in waiting["items"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let back = ["review", "request-changes", id, "--note", "Say where."];
        newsroom.terminal("Jo Adeyemi", &back);
    }
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.to_article("Night buses").await;
    window.find("body").await;
    window.chord(&[Key::Alt], '3').await;
    window
        .until("document.querySelector('main').innerText.includes('Nothing waits for a verdict.')")
        .await;
    // Nor later, once it could have been read.
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let shown = "return document.querySelectorAll('[data-test=reading]').length";
        assert_eq!(window.script(shown).await, 0);
    }
    // What is open elsewhere stays open there.
    window.chord(&[Key::Alt], '2').await;
    window.find("body").await;
    window.close().await;
}
