//! Every screen before the accessibility judge, light and dark, in a large window and in the smallest; nothing may
//! stick out at the side.

use crate::stage::{Newsroom, Window};
use thirtyfour::Key;

const SCREENS: [&str; 6] = [
    "desk", "articles", "review", "comments", "bundles", "library",
];

#[tokio::test]
async fn the_judge_knows_a_fault_when_it_sees_one() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("go-desk").await;
    window
        .script(
            "for (const name of ['aria-label', 'title'])
                document.querySelector('[data-test=go-desk]').removeAttribute(name)",
        )
        .await;
    let faults = window.faults().await;
    assert!(
        faults.iter().any(|fault| fault.starts_with("button-name")),
        "{faults:?}"
    );
    window.close().await;
}

#[tokio::test]
async fn every_screen_is_within_reach_of_everyone() {
    let newsroom = Newsroom::sample();
    let chief = newsroom.terminal("Ana Reyes", &["person", "list"]);
    let all = chief["items"].as_array().or(chief.as_array()).unwrap();
    let ida = all
        .iter()
        .find(|person| person["name"] == "Ida Brandt")
        .unwrap();
    let roles = "writer,reviewer,moderator,publisher,admin";
    newsroom.terminal(
        "Ana Reyes",
        &[
            "person",
            "set",
            ida["id"].as_str().unwrap(),
            "--roles",
            roles,
        ],
    );
    let window = Window::open(&newsroom, "Ida Brandt").await;
    let mut faults = vec![];
    for theme in ["light", "dark"] {
        window
            .script(&format!(
                "localStorage.setItem('copydesk.theme', '{theme}'); location.reload()"
            ))
            .await;
        for (width, height) in [(1280, 800), (900, 600)] {
            window.resize(width, height).await;
            for (number, screen) in ('1'..).zip(SCREENS) {
                window.find(&format!("go-{screen}")).await;
                window.chord(&[Key::Alt], number).await;
                settle(&window, screen).await;
                let place = format!("{screen}, {theme}, {width}x{height}");
                faults.extend(seen(&window, &place).await);
                if screen == "articles" {
                    faults.extend(article(&window, &place).await);
                }
                if screen == "bundles" {
                    faults.extend(bundles(&window, &place).await);
                }
                if screen == "library" {
                    faults.extend(library(&window, &place).await);
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    window.close().await;
}

/// Waits until a screen shows what it is for.
async fn settle(window: &Window, screen: &str) {
    let shown = match screen {
        "desk" => "card",
        "articles" => "article-row",
        "review" => "reading",
        "comments" => "comment",
        "bundles" => "held",
        _ => "library-row",
    };
    window
        .until(&format!(
            "document.querySelector('[data-test=go-{screen}][aria-current=page]')"
        ))
        .await;
    // Rows that are still to come are no reason to fold the list away.
    let folded =
        "return Boolean(document.querySelector('[data-test=fold-list][aria-pressed=false]'))";
    if screen == "articles" && window.script(folded).await == true {
        window.click("fold-list").await;
    }
    window.find(shown).await;
}

/// An open article with each of its tabs, its dialogs and the boxes over it.
async fn article(window: &Window, place: &str) -> Vec<String> {
    let mut faults = vec![];
    window.click("article-row").await;
    window.find("body").await;
    for tab in ["preview", "details", "notes", "history"] {
        window.click(&format!("tab-{tab}")).await;
        faults.extend(seen(window, &format!("{place}, {tab}")).await);
    }
    window.chord(&[Key::Control], 'n').await;
    window.find("new-headline").await;
    faults.extend(seen(window, &format!("{place}, new article")).await);
    window.key(Key::Escape).await;
    window.chord(&[Key::Control], 'k').await;
    window.find("palette-query").await;
    faults.extend(seen(window, &format!("{place}, palette")).await);
    window.key(Key::Escape).await;
    window.chord(&[Key::Control, Key::Shift], 'f').await;
    window.find("search-query").await;
    faults.extend(seen(window, &format!("{place}, search, empty")).await);
    window.types("harbour").await;
    window.find("search-hit").await;
    faults.extend(seen(window, &format!("{place}, search")).await);
    window.key(Key::Escape).await;
    window.click("person").await;
    faults.extend(seen(window, &format!("{place}, people")).await);
    window.key(Key::Escape).await;
    faults
}

/// What a bundle is searched for, its profile, the last question before it goes out, and the page that verifies one.
async fn bundles(window: &Window, place: &str) -> Vec<String> {
    let mut faults = vec![];
    let folded =
        "return Boolean(document.querySelector('[data-test=fold-list][aria-pressed=false]'))";
    if window.script(folded).await == true {
        window.click("fold-list").await;
    }
    window.click("edition-search").await;
    window.find("query-since").await;
    window.click("edition-row").await;
    window.find("edition-acts").await;
    faults.extend(seen(window, &format!("{place}, searched")).await);
    window.click("edition-search").await;
    window.key(Key::Escape).await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.find("out-to").await;
    faults.extend(seen(window, &format!("{place}, out")).await);
    window.key(Key::Escape).await;
    faults
}

/// The library's parts.
async fn library(window: &Window, place: &str) -> Vec<String> {
    let mut faults = vec![];
    let rows = "document.querySelectorAll('[data-test=library-row]')";
    let parts = window
        .script(&format!("return {rows}.length"))
        .await
        .as_u64()
        .unwrap();
    for part in 0..parts {
        window.script(&format!("{rows}[{part}].click()")).await;
        faults.extend(seen(window, &format!("{place}, part {part}")).await);
        // The part that has two halves.
        for half in ["in-and-out", "rules"] {
            let tab = format!("rules-tab-{half}");
            if window.shows(&tab).await {
                window.click(&tab).await;
                faults.extend(seen(window, &format!("{place}, {half}")).await);
            }
        }
    }
    faults
}

/// What the judge finds, and what sticks out at the side.
async fn seen(window: &Window, place: &str) -> Vec<String> {
    let out = "return [...document.querySelectorAll('body *')].filter(e => {
        const box = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        return box.width > 0 && box.right > innerWidth + 1 && style.visibility !== 'hidden'
            && !e.closest('.unseen, .cm-editor, pre');
    }).map(e => e.outerHTML.slice(0, 120))";
    let mut all = window.faults().await;
    let wide = window.script(out).await;
    all.extend(
        wide.as_array()
            .unwrap()
            .iter()
            .map(|e| format!("sticks out: {e}")),
    );
    all.into_iter()
        .map(|fault| format!("{place}: {fault}"))
        .collect()
}
