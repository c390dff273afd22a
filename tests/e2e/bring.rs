//! Archives into the library, in the real window: looked at, named, taken in, told, taken back; stopped and gone on with; and
//! what can't be read.

use crate::stage::{Newsroom, Window};
use serde_json::json;
use std::{fmt::Write, path::PathBuf};
use thirtyfour::Key;

const PUBLISHER: &str = "Nils Aho";
/// As many articles as take some seconds.
const MANY: u64 = 4_000;

fn fixture() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/archives/wxr/quay.xml"
    ))
}

/// The page where something is brought in, from the list of articles, by keys alone.
async fn page(window: &Window) {
    window.find("go-articles").await;
    window.chord(&[Key::Alt], '2').await;
    window.tab_to("import").await;
    window.key(Key::Enter).await;
    window.find("bring-file").await;
}

/// How many articles of a headline there are.
fn count(newsroom: &Newsroom, of: &str) -> usize {
    let all = newsroom.terminal(PUBLISHER, &["article", "list", "--limit", "1000"]);
    let items = all["items"].as_array().unwrap();
    let called = |one: &&serde_json::Value| one["title"].as_str().unwrap().contains(of);
    items.iter().filter(called).count()
}

/// How many articles there are.
fn all(newsroom: &Newsroom) -> u64 {
    let stats = newsroom.terminal(PUBLISHER, &["library", "stats"]);
    stats["articles"].as_u64().unwrap()
}

/// Gives the first author of the archive another name.
async fn rename(window: &Window, name: &str) {
    window.tab_to("bring-authors-here").await;
    window.chord(&[Key::Control], 'a').await;
    window.types(name).await;
    window.key(Key::Tab).await;
}

#[tokio::test]
async fn an_archive_is_looked_at_named_taken_in_and_taken_back() {
    let newsroom = Newsroom::sample();
    newsroom.answers(&[Some(&fixture())]);
    let window = Window::open(&newsroom, PUBLISHER).await;
    page(&window).await;
    // One goes on where something is chosen.
    assert_eq!(window.focused().await, "bring-file");
    window.key(Key::Enter).await;
    window
        .says("bring-look", "This is a WordPress export: 5 articles")
        .await;
    window
        .says("bring-drafts-why", "The 4 articles that were published")
        .await;
    window.says("bring-left", "latest-posts").await;
    window.says("bring-pictures", "0 given, 1 missing").await;
    assert_eq!(window.faults().await, Vec::<String>::new());
    assert_eq!(
        count(&newsroom, "quay"),
        0,
        "nothing is in before it is said"
    );
    rename(&window, "Marta Lind").await;
    window.says("bring-authors", "known here").await;
    window.says("bring-do", "Take in 5 articles").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("bring-done", "5 articles came in.").await;
    window.says("told", "5 articles came in").await;
    assert_eq!(window.faults().await, Vec::<String>::new());

    let report = "return document.querySelector('[data-test=bring-report]').innerText";
    let report = window.script(report).await;
    let lines = std::fs::read_to_string(report.as_str().unwrap()).unwrap();
    assert!(lines.contains("https://quay.example/herring-by-the-barrel/"));
    let found = newsroom.terminal(PUBLISHER, &["search", "herring barrel"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let herring = newsroom.terminal(PUBLISHER, &["article", "show", id]);
    assert_eq!(herring["bylines"][0]["name"], "Marta Lind");
    assert_eq!(herring["status"], "published");

    window.click("bring-undo").await;
    window.says("bring-do", "Take in 5 articles").await;
    assert_eq!(count(&newsroom, "quay"), 0);
    // The names that were given are there still.
    window.says("bring-authors", "known here").await;
    // Taken back by the key that takes back anything, it does not stand there as if it were in.
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("bring-done", "5 articles came in.").await;
    window.chord(&[Key::Control], 'z').await;
    window.says("bring-do", "Take in 5 articles").await;
    assert_eq!(count(&newsroom, "quay"), 0);
    window.close().await;
}

#[tokio::test]
async fn what_is_here_already_is_not_taken_in_again() {
    let newsroom = Newsroom::sample();
    let archive = fixture();
    newsroom.terminal("Marta Lind", &["import", archive.to_str().unwrap()]);
    newsroom.answers(&[Some(&archive)]);
    let window = Window::open(&newsroom, "Marta Lind").await;
    page(&window).await;
    window.click("bring-file").await;
    window.says("bring-here-already", "5, which stay").await;
    window.says("bring-nothing", "here already").await;
    let off = "document.querySelector('[data-test=bring-do]').disabled";
    window.until(off).await;
    // A writer takes in drafts, whatever they were.
    let must =
        "(box => box.checked && box.disabled)(document.querySelector('[data-test=bring-drafts]'))";
    window.until(must).await;
    // Under other names they would be others: that takes another look.
    rename(&window, "Piet Okonjo").await;
    window.click("bring-look-again").await;
    window.says("bring-do", "Update 3 articles").await;
    window.close().await;
}

#[tokio::test]
async fn an_import_that_is_stopped_stays_and_goes_on() {
    let newsroom = Newsroom::sample();
    let archive = newsroom.path("many.xml");
    let mut text = std::fs::read_to_string(fixture()).unwrap();
    let end = text.find("    <item>").unwrap();
    text.truncate(end);
    for n in 1..=MANY {
        write!(
            text,
            "<item><title>Mooring {n}</title><dc:creator>mlind</dc:creator><content:encoded><![CDATA[<p>Mooring {n} \
             is free.</p>]]></content:encoded><wp:post_id>{n}</wp:post_id><wp:status>draft</wp:status>\
             <wp:post_type>post</wp:post_type></item>"
        )
        .unwrap();
    }
    text.push_str("</channel></rss>");
    std::fs::write(&archive, text).unwrap();
    newsroom.answers(&[Some(&archive)]);
    let sample = all(&newsroom);
    let window = Window::open(&newsroom, "Marta Lind").await;
    page(&window).await;
    window.click("bring-file").await;
    window.says("bring-do", "Take in 4,000 articles").await;
    window.click("bring-do").await;
    window.says("bring-pace", "of 4,000 articles").await;
    window.click("bring-cancel").await;
    window.says("bring-stopped", "came in before").await;
    let before = all(&newsroom) - sample;
    assert!((1..MANY).contains(&before), "{before}");
    window.click("bring-go-on").await;
    // Elsewhere one works on, and is told how far it is.
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    let goes_on = "document.querySelector('[data-test=cancel-job], [data-test=undo]')";
    window.until(goes_on).await;
    window.chord(&[Key::Alt], '6').await;
    window
        .says("bring-done", "were here already, and stay as they are.")
        .await;
    assert_eq!(all(&newsroom) - sample, MANY);
    window.close().await;
}

#[tokio::test]
async fn what_is_no_archive_is_said_and_changes_nothing() {
    let newsroom = Newsroom::sample();
    let broken = newsroom.path("export.zip");
    std::fs::write(&broken, b"PK\x03\x04 and no more").unwrap();
    newsroom.answers(&[Some(&broken), Some(&fixture())]);
    let window = Window::open(&newsroom, "Marta Lind").await;
    page(&window).await;
    window.click("bring-file").await;
    window
        .says("bring-trouble", "export.zip can’t be brought in.")
        .await;
    window.says("bring-trouble", "Nothing came in").await;
    window.click("bring-file").await;
    window.says("bring-look", "5 articles").await;
    assert!(!window.shows("bring-trouble").await);
    // A path that nobody chose is no place for pictures.
    let ask = json!({"path": fixture(), "dry_run": true, "media": "/etc"});
    let refused = window.invoke("import_file", ask).await.unwrap_err();
    assert_eq!(refused["code"], "path-not-chosen");
    window.close().await;
}

#[tokio::test]
async fn who_may_not_import_is_told_who_may() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Sam Iversen").await;
    window.find("go-articles").await;
    window.chord(&[Key::Control], 'k').await;
    window.find("palette-query").await;
    window.types("import").await;
    window.key(Key::Enter).await;
    window.says("bring-closed", "a publisher").await;
    window.close().await;
}
