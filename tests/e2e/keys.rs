//! What the newsroom is to the outside, set in the window: where its site is, how it looks, and which key speaks for it.

use crate::stage::{Newsroom, Window};
use serde_json::{Value, json};
use std::fs;
use thirtyfour::Key;

const ADMIN: &str = "Ana Reyes";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"240\" height=\"60\"><path d=\"M0 0h240v60H0z\" fill=\"#123456\"/></svg>";

/// Someone who may do everything, at the library.
async fn open(newsroom: &Newsroom) -> Window {
    let people = newsroom.terminal(ADMIN, &["person", "list"]);
    let all = people["items"].as_array().or(people.as_array()).unwrap();
    let admin = all.iter().find(|person| person["name"] == ADMIN).unwrap();
    let id = admin["id"].as_str().unwrap();
    let roles = "writer,reviewer,moderator,publisher,admin";
    newsroom.terminal(ADMIN, &["person", "set", id, "--roles", roles]);
    let window = Window::open(newsroom, ADMIN).await;
    window.find("go-library").await;
    window.chord(&[Key::Alt], '6').await;
    window.find("library-row").await;
    window
}

/// Goes to a part of the library.
async fn part(window: &Window, name: &str) {
    let row = format!(
        "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.querySelector('b').textContent === '{name}')"
    );
    window.until(&row).await;
    window.script(&format!("{row}.click()")).await;
}

/// Types another value into a field and leaves it.
async fn fill(window: &Window, field: &str, value: &str) {
    window.click(field).await;
    window.chord(&[Key::Control], 'a').await;
    window.types(value).await;
    window.key(Key::Tab).await;
}

/// Takes the last act back, and waits until `name` holds `value` again.
async fn undone(window: &Window, name: &str, value: &Value) {
    window.click("undo").await;
    window.says("told", "Taken back").await;
    window
        .until(&format!(
            "document.querySelector('[data-test={name}]').value === {value}"
        ))
        .await;
}

/// What the desk says of the library.
async fn library(window: &Window) -> Value {
    window.invoke("library_show", json!({})).await.unwrap()
}

#[tokio::test]
async fn where_the_site_is_and_how_it_looks_is_set_and_taken_back() {
    let newsroom = Newsroom::sample();
    let logo = newsroom.path("logo.svg");
    fs::write(&logo, LOGO).unwrap();
    newsroom.answers(&[Some(&logo)]);
    let window = open(&newsroom).await;
    part(&window, "Settings").await;
    let before = library(&window).await["settings"].clone();
    for (field, value) in [
        ("base_url", "https://weekly.example/paper/"),
        ("comment_address", "https://weekly.example/comments"),
        ("language", "da"),
    ] {
        let name = format!("setting-{field}");
        fill(&window, &name, value).await;
        window.says("told", "etting").await;
        window
            .until(&format!(
                "document.querySelector('[data-test={name}]').value === '{value}'"
            ))
            .await;
        assert_eq!(library(&window).await["settings"][field], value);
        undone(&window, &name, &before[field]).await;
        assert_eq!(library(&window).await["settings"][field], before[field]);
    }
    // What is no address is refused, said, and stays to be mended.
    fill(&window, "setting-base_url", "weekly").await;
    window.says("wrong-base_url", "https://").await;
    assert_eq!(
        library(&window).await["settings"]["base_url"],
        before["base_url"]
    );

    part(&window, "Site").await;
    let page = "document.querySelector('[data-preview], .frame iframe').contentDocument";
    let accent =
        format!("getComputedStyle({page}.documentElement).getPropertyValue('--accent').trim()");
    window
        .until(&format!(
            "document.querySelector('[data-preview], .frame iframe')?.contentDocument && {accent}"
        ))
        .await;
    let was = window.script(&format!("return {accent}")).await;
    let colour = "document.querySelector('[data-test=site-light-accent]')";
    window
        .script(&format!(
            "{colour}.value = '#7a1f4e'; {colour}.dispatchEvent(new Event('change', {{bubbles: true}}))"
        ))
        .await;
    window.until(&format!("{accent}.includes('#7a1f4e')")).await;
    undone(&window, "site-light-accent", &"#1f4e79".into()).await;
    window.until(&format!("{accent} === {was}")).await;

    window.click("site-logo").await;
    let drawn =
        format!("[...{page}.images].some(image => image.complete && image.naturalWidth === 240)");
    window.until(&drawn).await;
    window.says("site-logo", "another logo").await;
    window.click("undo").await;
    window.until(&format!("!{drawn}")).await;

    window.click("site-headlines").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelector('[data-test=theme-reset]')")
        .await;
    window.click("theme-reset").await;
    window
        .until("!document.querySelector('[data-test=theme-reset]')")
        .await;
    window.close().await;
}

#[tokio::test]
async fn the_newsrooms_key_is_changed_and_one_is_revoked() {
    let newsroom = Newsroom::sample();
    let out = newsroom.path("before.zip");
    newsroom.terminal("Nils Aho", &["export", "--out", out.to_str().unwrap()]);
    let window = open(&newsroom).await;
    let first = library(&window).await["newsroom_key"].clone();
    part(&window, "People").await;
    let keys =
        "[...document.querySelectorAll('[data-test=newsroom-key]')].map(row => row.innerText)";
    window.until(&format!("{keys}.length === 1")).await;
    // By keyboard: the dialog says what it does, Escape leaves it undone.
    window.tab_to("rotate").await;
    window.key(Key::Enter).await;
    window.says("dialog", "key").await;
    // What can't be taken back is not what Enter does by itself.
    assert_eq!(window.focused().await, "dialog-cancel");
    window.key(Key::Escape).await;
    window
        .until("!document.querySelector('[data-test=dialog]')")
        .await;
    assert_eq!(
        window.focused().await,
        "rotate",
        "the focus is where it was"
    );
    assert_eq!(library(&window).await["newsroom_key"], first);
    window.key(Key::Enter).await;
    window.find("dialog-do").await;
    window.click("dialog-do").await;
    window.until(&format!("{keys}.length === 2")).await;
    assert_ne!(library(&window).await["newsroom_key"], first);
    let found = newsroom.terminal(ADMIN, &["verify", out.to_str().unwrap()]);
    assert_eq!(found["notices"][0]["kind"], "former-key");

    window.click("revoke").await;
    window
        .until("[...document.querySelectorAll('[role=option], [role=menuitem], [role=menuitemradio]')].length > 2")
        .await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.find("revoke-reason").await;
    window
        .until("document.querySelector('[data-test=dialog-do]').disabled")
        .await;
    window.types("The laptop was stolen.").await;
    window.click("dialog-do").await;
    window.says("revoked-key", "The laptop was stolen.").await;
    window.close().await;
}
