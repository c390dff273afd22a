//! In the window's own web view: what the desk gives of articles and comments with attacks in them, shown in its page as its
//! screens show it; and the screens themselves.

use crate::{
    attacks::{corpus, laid::Laid},
    office::{MODERATOR, REVIEWER},
    stage::{Newsroom, Window},
};
use serde_json::{Value, json};
use std::{fs, time::Duration};
use thirtyfour::Key;

/// Which of how many attacks go through the web view where not all do.
const SHARE: usize = 8;

/// A window on a library with attacks in everything; their articles.
async fn opened(share: usize, who: &str) -> (Newsroom, Window, Vec<String>, Vec<String>) {
    let attacks = corpus::some(share, 3);
    let laid = Laid::of(&attacks);
    let articles = laid.articles.clone();
    let room = laid.office.close();
    let newsroom = Newsroom::empty();
    fs::rename(room.path("library"), newsroom.library()).unwrap();
    let window = Window::open(&newsroom, who).await;
    window.find("go-desk").await;
    let raw = attacks.into_iter().map(|attack| attack.text).collect();
    (newsroom, window, articles, raw)
}

#[tokio::test]
async fn no_attack_does_anything_in_the_windows_own_page() {
    let (_newsroom, window, articles, raw) = opened(SHARE, MODERATOR).await;
    let long = Duration::from_secs(1800);
    window.driver.set_script_timeout(long).await.unwrap();
    let script = format!(
        "(async (...arguments) => {{ {} }})(...arguments)",
        include_str!("view.js")
    );
    let (mut places, mut acted, mut alive) = (0, 0, [0, 0]);
    // In parts, since the driver waits for an answer no longer than a minute.
    for part in articles.chunks(10).zip(raw.chunks(10)) {
        let with = vec![json!(part.0), json!(part.1)];
        let answer = match window.driver.execute_async(&script, with).await {
            Ok(answer) => answer,
            Err(error) => {
                let shown = "return `${sessionStorage.stage}: ${sessionStorage.shown}`";
                panic!("{error}: {}", window.script(shown).await)
            }
        };
        let answer: Value = answer.json().clone();
        assert_eq!(answer["broke"], Value::Null);
        assert_eq!(answer["missed"], json!([]), "canaries that nobody noticed");
        assert_eq!(answer["fired"], json!([]));
        let count = |name: &str| answer[name].as_u64().unwrap();
        places += count("places");
        acted += count("acted");
        alive = [alive[0] + count("canaries"), alive[1] + count("of")];
    }
    println!(
        "web view, {} attacks in {places} places: 0 fired; canaries {}/{}; raw {acted} of {} fired",
        articles.len(),
        alive[0],
        alive[1],
        raw.len()
    );
    assert!(
        acted > raw.len() as u64 / 5,
        "only {acted} of {} raw attacks do anything",
        raw.len()
    );
    window.close().await;
}

/// What hostile markup would leave in the page of a screen, or in the preview's.
const LEFT: &str = "const all = [document, ...[...document.querySelectorAll('iframe')].map(f => f.contentDocument)];
    return all.flatMap(page => [...page.querySelectorAll('*')].flatMap(one => [...one.attributes].map(a => a.name))
        .filter(name => name.startsWith('on'))).concat(window.fired)";

#[tokio::test]
async fn no_attack_does_anything_on_the_screens_themselves() {
    let (_newsroom, window, ..) = opened(60, REVIEWER).await;
    let hooks = "window.fired = []; for (const name of ['alert', 'confirm', 'prompt', 'open']) window[name] = () => window.fired.push(name);
        document.addEventListener('securitypolicyviolation', e => window.fired.push(e.effectiveDirective + ' ' + e.blockedURI))";
    window.script(hooks).await;
    let own = window.driver.current_url().await.unwrap();
    let mut seen = 0;
    for key in ['1', '2', '3', '4', '5', '6'] {
        window.chord(&[Key::Alt], key).await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(window.script(LEFT).await, json!([]), "on screen {key}");
        seen += 1;
    }
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    let rows = window
        .script("return document.querySelectorAll('[data-test=article-row]').length")
        .await;
    for nth in 0..rows.as_u64().unwrap().min(6) {
        window.chord(&[Key::Alt], '2').await;
        window.find("article-row").await;
        window
            .script(&format!(
                "document.querySelectorAll('[data-test=article-row]')[{nth}].click()"
            ))
            .await;
        window.find("headline").await;
        window.click("tab-preview").await;
        window
            .until("document.querySelector('[data-preview]')?.contentDocument?.querySelector('h1')")
            .await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let left = window.script(LEFT).await;
        let left: Vec<&str> = left
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap())
            .collect();
        // Pictures from elsewhere, which a text may name, are refused and not asked for.
        let left: Vec<&&str> = left
            .iter()
            .filter(|one| !one.starts_with("img-src "))
            .collect();
        assert!(left.is_empty(), "article {nth}: {left:?}");
        seen += 1;
    }
    assert_eq!(
        window.driver.current_url().await.unwrap().path(),
        own.path()
    );
    window.script("const p = document.createElement('p'); p.innerHTML = '<img src=x onerror=alert(1)>'; document.body.append(p)").await;
    window
        .until("window.fired.some(what => what.startsWith('script-src'))")
        .await;
    println!("{seen} screens with attacks in them: 0 fired; canaries 1/1");
    window.close().await;
}
