//! The queue of review in the real window: claimed, handed over and given a day by keyboard alone.

use crate::stage::{Newsroom, Window};
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
