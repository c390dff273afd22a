//! The main path in the real window, from a saved page to a verified bundle: once by mouse, once by keyboard alone.

use crate::{
    stage::{Newsroom, Window},
    walker::Walker,
};
use std::{fs, path::Path};
use thirtyfour::Key;

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>The lamp is lit again</title></head><body>
<nav class="breadcrumb"><a href="/">Home</a> » <a href="/harbour">Harbour</a> » The lamp is lit again</nav>
<article><h1>The lamp is lit again</h1><p class="kicker">Old lighthouse – The lamp is lit again</p>
<p>The lamp of the old lighthouse was lit on Friday evening for the first time since the power cable broke.</p>
<p>“We carried the glass up in our hands,” said the keeper, “one pane after the other.”</p></article>
<section><h3>About Runa Falk:</h3><p>Harbour correspondent</p><p>Author of “Salt and Rope”</p></section>
<section><h3>You may also like</h3><ul><li>Night market draws six thousand</li></ul></section>
<section><h3>Leave a Comment</h3><p>Odd Holm says:</p><p>I saw it from the island.</p></section>
</body></html>"#;

#[tokio::test]
async fn by_mouse_from_a_saved_page_to_a_verified_bundle() {
    walk(false).await;
}

#[tokio::test]
async fn by_keyboard_from_a_saved_page_to_a_verified_bundle() {
    walk(true).await;
}

async fn walk(keyboard: bool) {
    let newsroom = Newsroom::sample();
    prepare(&newsroom);
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("card").await;
    through(&Walker {
        window: &window,
        newsroom: &newsroom,
        keyboard,
    })
    .await;
    window.close().await;
}

/// Lays out what the path begins with, and says where it leads.
pub fn prepare(newsroom: &Newsroom) {
    let page = newsroom.path("page.html");
    fs::write(&page, PAGE).unwrap();
    let [bundle, spoilt] = ["bundle.zip", "spoilt.zip"].map(|name| newsroom.path(name));
    newsroom.answers(&[Some(&page), Some(&bundle), Some(&spoilt)]);
}

/// Walks the whole path.
pub async fn through(walker: &Walker<'_>) {
    let newsroom = walker.newsroom;
    let [bundle, spoilt] = ["bundle.zip", "spoilt.zip"].map(|name| newsroom.path(name));
    import(walker).await;
    let id = draft(walker).await;
    review(walker).await;
    an_edit_leaves_the_approval_behind(walker).await;
    moderate(walker).await;
    export(walker, &bundle, &id).await;
    verify(walker, &bundle, &spoilt).await;
}

async fn import(walker: &Walker<'_>) {
    walker.screen("articles", '2').await;
    walker.press("import").await;
    walker.press("bring-file").await;
    walker.window.says("dialog", "The lamp is lit again").await;
    walker.press("dialog-do").await;
    walker.window.says("told", "Imported").await;
    walker.window.says("status", "Draft").await;
    let headline = "return document.querySelector('[data-test=headline]').value";
    assert_eq!(
        walker.window.script(headline).await,
        "The lamp is lit again"
    );
}

/// Types into the draft, sees the preview and the saved word follow, and submits; gives the article's id.
async fn draft(walker: &Walker<'_>) -> String {
    let window = walker.window;
    walker
        .write("\n\nThe lamp can be seen from *every* quay.")
        .await;
    window.says("saved", "Saved").await;
    window
        .until(
            "document.querySelector('[data-test=preview]').contentDocument.body.innerHTML
                .includes('<em>every</em>')",
        )
        .await;
    walker.press("submit").await;
    window.says("status", "In review").await;
    let found = walker.newsroom.terminal("Ida Brandt", &["review", "queue"]);
    let item = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["title"] == "The lamp is lit again");
    let id = item.expect("it waits in the queue")["id"].as_str().unwrap();
    let shown = walker
        .newsroom
        .terminal("Ida Brandt", &["article", "show", id]);
    assert!(shown["body"].as_str().unwrap().ends_with("*every* quay."));
    assert_eq!(shown["section"], "Harbour");
    assert_eq!(shown["bylines"][0]["publications"][0], "Salt and Rope");
    id.to_owned()
}

/// A reviewer mends something and approves; their own change waits for the writer.
async fn review(walker: &Walker<'_>) {
    let window = walker.window;
    walker.work_as("Ida Brandt").await;
    walker.screen("review", '3').await;
    window.says("reading", "The lamp is lit again").await;
    walker.press("to-text").await;
    walker.write(" It burns oil.").await;
    window.says("saved", "Saved").await;
    walker.screen("review", '3').await;
    window.says("reading", "It burns oil.").await;
    walker.main("approve").await;
    window.says("status", "Waits for a confirmation").await;
    walker.work_as("Marta Lind").await;
    walker.screen("review", '3').await;
    window.says("reading", "It burns oil.").await;
    walker.main("confirm").await;
    window.says("status", "Approved").await;
}

async fn an_edit_leaves_the_approval_behind(walker: &Walker<'_>) {
    let window = walker.window;
    walker.screen("articles", '2').await;
    window.says("status", "Approved").await;
    walker.write(" Perhaps.").await;
    window.says("saved", "Saved").await;
    window.chord(&[Key::Control], 's').await;
    window
        .says("left-behind", "not approved as it stands")
        .await;
    window.says("status", "Draft").await;
    walker.press("undo").await;
    window.says("status", "Approved").await;
    assert!(!window.shows("left-behind").await);
}

async fn moderate(walker: &Walker<'_>) {
    let window = walker.window;
    let states = |state: &str| {
        let list = ["comment", "list", "--state", state, "--limit", "500"];
        let found = walker.newsroom.terminal("Sam Iversen", &list);
        found["items"].as_array().unwrap().len()
    };
    let before = (states("published"), states("rejected"));
    walker.work_as("Sam Iversen").await;
    walker.screen("comments", '4').await;
    let painted = "document.querySelector('[data-test=comment][aria-busy=false]')";
    window.until(painted).await;
    walker.verdict('f', "decide-published").await;
    window.says("told", "Published").await;
    window.until(painted).await;
    walker.verdict('d', "decide-rejected").await;
    walker.verdict('6', "reason-off-topic").await;
    window.says("told", "Rejected").await;
    assert_eq!(
        (states("published"), states("rejected")),
        (before.0 + 1, before.1 + 1)
    );
    walker.verdict('z', "comment-undo").await;
    window.says("told", "Taken back").await;
    assert_eq!(
        (states("published"), states("rejected")),
        (before.0 + 1, before.1)
    );
}

async fn export(walker: &Walker<'_>, bundle: &Path, id: &str) {
    let window = walker.window;
    walker.work_as("Nils Aho").await;
    walker.screen("bundles", '5').await;
    window.says("held", "Market hall").await;
    walker.main("release").await;
    walker.press("out-file").await;
    window.says("out-to", "bundle.zip").await;
    walker.main("dialog-do").await;
    window.says("exported", "bundle.zip").await;
    window.says("verified", "No faults").await;
    let shown = walker
        .newsroom
        .terminal("Nils Aho", &["article", "show", id]);
    assert_eq!(shown["status"], "published");
    let found = walker
        .newsroom
        .terminal("Nils Aho", &["verify", bundle.to_str().unwrap()]);
    assert_eq!(found["ok"], true);
}

/// One byte of the archive turned; the window names the file that it was in.
async fn verify(walker: &Walker<'_>, bundle: &Path, spoilt: &Path) {
    let mut zip = fs::read(bundle).unwrap();
    let name = b"site/index.html";
    let entry = zip.windows(name.len()).position(|found| found == name);
    zip[entry.unwrap() + name.len() + 40] ^= 1;
    fs::write(spoilt, zip).unwrap();
    walker.press("verify").await;
    walker.press("verify-file").await;
    walker.window.says("verified", "site/index.html").await;
    walker.window.says("verified", "Changed").await;
}
