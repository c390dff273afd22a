//! A bundle is put together, looked at page by page, let out, called off, and verified, all in the window.

use crate::stage::{Newsroom, Window};
use serde_json::Value;
use std::{fs, os::unix::fs::MetadataExt, path::Path};
use thirtyfour::Key;

const PUBLISHER: &str = "Nils Aho";

/// The headlines of the edition, in its order.
const ROWS: &str =
    "[...document.querySelectorAll('[data-test=edition-row] b')].map(row => row.textContent)";

async fn open(newsroom: &Newsroom) -> Window {
    let window = Window::open(newsroom, PUBLISHER).await;
    window.find("go-bundles").await;
    window.chord(&[Key::Alt], '5').await;
    window.find("edition-row").await;
    window
}

async fn rows(window: &Window) -> Vec<String> {
    let shown = window.script(&format!("return {ROWS}")).await;
    serde_json::from_value(shown).unwrap()
}

/// Waits until nothing stands before the screen.
async fn no_dialog(window: &Window) {
    window
        .until("!document.querySelector('[data-test=dialog]')")
        .await;
}

fn manifest(bundle: &Path) -> Value {
    serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap()
}

fn titles(bundle: &Path) -> Vec<String> {
    let manifest = manifest(bundle);
    let all = manifest["articles"].as_array().unwrap().iter();
    all.map(|one| one["title"].as_str().unwrap().to_owned())
        .collect()
}

/// A new edition of the first two articles that could print; gives their headlines.
async fn two_by_hand(window: &Window) -> [String; 2] {
    window.click("edition").await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.says("edition-size", "0 articles").await;
    window.click("edition-rest").await;
    window.until(&format!("{ROWS}.length > 2")).await;
    let could = rows(window).await;
    window.click("tick").await;
    window.says("edition-size", "1 article").await;
    window
        .until("document.querySelectorAll('.tick.on').length === 1")
        .await;
    window.click("edition-rows").await;
    window.key(Key::Home).await;
    window.key(Key::Down).await;
    window.types(" ").await;
    window.says("edition-size", "2 articles").await;
    [could[0].clone(), could[1].clone()]
}

#[tokio::test]
async fn an_edition_by_hand_is_ordered_led_kept_and_let_out() {
    let newsroom = Newsroom::sample();
    let out = newsroom.path("out");
    newsroom.answers(&[Some(&out)]);
    let window = open(&newsroom).await;
    let [first, second] = two_by_hand(&window).await;
    window.click("edition-rest").await;
    window
        .until(&format!(
            "{ROWS}.join('|') === {:?}",
            format!("{first}|{second}")
        ))
        .await;
    // The second goes up by its key, and the first leads all the same.
    window.click("edition-rows").await;
    window.key(Key::End).await;
    window.chord(&[Key::Alt], char::from(Key::Up)).await;
    window
        .until(&format!(
            "{ROWS}.join('|') === {:?}",
            format!("{second}|{first}")
        ))
        .await;
    window.key(Key::End).await;
    window.types("l").await;
    window
        .until(&format!(
            "{ROWS}.join('|') === {:?}",
            format!("{first}|{second}")
        ))
        .await;
    window.click("edition-save").await;
    window.find("edition-name").await;
    window.types("Monday").await;
    window.key(Key::Enter).await;
    window.says("told", "Made the edition “Monday”").await;
    no_dialog(&window).await;
    // A profile of its own.
    window.click("profile-new").await;
    window.find("profile-name").await;
    window.types("Quiet").await;
    window.click("profile-comments").await;
    window.key(Key::Enter).await;
    window.says("told", "Made the profile “Quiet”").await;
    no_dialog(&window).await;
    window.says("profile-of-it", "no comments").await;
    // Out it goes, by the keys alone.
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("out-to", "Choose").await;
    window.click("out-folder").await;
    window.says("out-to", "/out").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("exported", "/out").await;
    window.says("verified", "No faults").await;
    assert_eq!(titles(&out), [first, second]);
    let made = manifest(&out);
    assert_eq!(
        (&made["edition"], &made["profile"]),
        (&"Monday".into(), &"Quiet".into())
    );
    window.says("changes", "Nothing changed").await;
    window.close().await;
    again_is_one_key_and_one_confirmation(&newsroom).await;
}

/// Where the last one went, of what and how, is known the next time.
async fn again_is_one_key_and_one_confirmation(newsroom: &Newsroom) {
    let out = newsroom.path("out");
    let before = fs::metadata(&out).unwrap().ino();
    let window = open(newsroom).await;
    window.says("profile-of-it", "Quiet").await;
    window.says("edition-size", "2 articles").await;
    window.says("pages-changed", "0 of").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("out-to", "/out").await;
    window.key(Key::Enter).await;
    window.says("verified", "No faults").await;
    // Nothing changed, so its files are those of before, in a folder that took the other's place.
    assert_ne!(fs::metadata(&out).unwrap().ino(), before);
    window.close().await;
}

#[tokio::test]
async fn what_is_no_longer_everything_is_not_called_so() {
    let newsroom = Newsroom::sample();
    let window = open(&newsroom).await;
    window.says("edition", "Everything").await;
    window.click("edition-rows").await;
    window.key(Key::End).await;
    window.key(Key::Space).await;
    window.says("edition", "By hand").await;
    window.close().await;
}

#[tokio::test]
async fn keeping_and_removing_an_edition_is_taken_back() {
    let newsroom = Newsroom::sample();
    let window = open(&newsroom).await;
    two_by_hand(&window).await;
    window.click("edition-save").await;
    window.find("edition-name").await;
    window.types("Monday").await;
    window.key(Key::Enter).await;
    window.says("told", "Made the edition “Monday”").await;
    no_dialog(&window).await;
    window.click("edition-remove").await;
    window.says("told", "Removed the edition “Monday”").await;
    window.says("edition", "Everything").await;
    window.click("undo").await;
    window.says("told", "Taken back").await;
    let kept = newsroom.terminal(PUBLISHER, &["edition", "show", "Monday"]);
    assert_eq!(kept["edition"]["picked"].as_array().unwrap().len(), 2);
    window.close().await;
}

#[tokio::test]
async fn what_is_searched_for_is_what_is_in_it_and_every_page_is_looked_at() {
    let newsroom = Newsroom::sample();
    let window = open(&newsroom).await;
    let all = rows(&window).await.len();
    window.click("edition-search").await;
    window.click("query-sections").await;
    window.types("culture").await;
    window.key(Key::Enter).await;
    window
        .until(&format!("{ROWS}.length > 0 && {ROWS}.length < {all}"))
        .await;
    let page = "document.querySelector('[data-preview]').contentDocument.body.textContent";
    let headline = rows(&window).await[0].clone();
    window
        .until(&format!("{page}.includes({headline:?})"))
        .await;
    let seen = "document.querySelector('[data-test=page]').value";
    let front = window.script(&format!("return {seen}")).await;
    window.click("page-after").await;
    window.until(&format!("{seen} !== {front}")).await;
    window.close().await;
}

#[tokio::test]
async fn an_article_is_dragged_to_another_place() {
    let newsroom = Newsroom::sample();
    let window = open(&newsroom).await;
    let before = rows(&window).await;
    let grip = window.find("grip").await;
    let third = window
        .find_css("[data-test=edition-row]:nth-of-type(4)")
        .await;
    let dragged = window.driver.action_chain();
    let dragged = dragged.click_and_hold_element(&grip);
    let dragged = dragged.move_to_element_center(&third).release();
    dragged.perform().await.unwrap();
    let moved = [&before[1], &before[2], &before[0]].map(String::as_str);
    let moved = moved.join("|");
    window
        .until(&format!("{ROWS}.slice(0, 3).join('|') === {moved:?}"))
        .await;
    window.find("edition-save").await;
    window.close().await;
}

#[tokio::test]
async fn an_export_that_is_called_off_leaves_nothing() {
    let newsroom = Newsroom::sample();
    let folder = newsroom.path("shelf");
    fs::create_dir(&folder).unwrap();
    newsroom.answers(&[Some(&folder.join("bundle"))]);
    let window = open(&newsroom).await;
    window.click("release").await;
    window.click("out-folder").await;
    window.says("out-to", "/bundle").await;
    // Called off in the same breath: whoever is later is not waited for.
    window
        .script(
            "document.querySelector('[data-test=dialog-do]').click();
            const stop = setInterval(() => document.querySelector('[data-test=making-cancel]')?.click(), 1);
            setTimeout(() => clearInterval(stop), 4000)",
        )
        .await;
    window
        .until("document.querySelector('[data-test=exported]') || document.querySelector('[data-test=told]').textContent.includes('Cancelled')")
        .await;
    let left: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    // It was too late, and is there whole, or it is not there at all.
    assert!(left.is_empty() || left == ["bundle"], "{left:?}");
    if !left.is_empty() {
        let bundle = folder.join("bundle");
        let found = newsroom.terminal(PUBLISHER, &["verify", bundle.to_str().unwrap()]);
        assert_eq!(found["ok"], true);
    }
    window.close().await;
}

/// An article that is live gets another headline, and is approved with it.
fn renamed(newsroom: &Newsroom) {
    let list = newsroom.terminal(PUBLISHER, &["article", "list", "--status", "published"]);
    let id = list["items"][0]["id"].as_str().unwrap();
    let title = "What the gulls are called";
    newsroom.terminal("Marta Lind", &["article", "edit", id, "--title", title]);
    newsroom.terminal("Marta Lind", &["article", "submit", id]);
    newsroom.terminal("Jo Adeyemi", &["review", "approve", id]);
}

#[tokio::test]
async fn what_one_should_know_is_said_before_and_after_and_a_profile_is_changed() {
    let newsroom = Newsroom::sample();
    renamed(&newsroom);
    let out = newsroom.path("out");
    newsroom.answers(&[Some(&out)]);
    let window = open(&newsroom).await;
    window.click("release").await;
    window
        .says("warnings", "a WordPress that has it gets it a second time")
        .await;
    window.key(Key::Escape).await;
    no_dialog(&window).await;
    // Whoever wants the site alone has nothing to know.
    window.click("profile-new").await;
    window.find("profile-name").await;
    window
        .until("document.querySelector('[data-test=dialog-do]').disabled")
        .await;
    window.types("Web").await;
    window.click("profile-base").await;
    window.types("weekly").await;
    window.click("dialog-do").await;
    window.says("dialog-trouble", "address").await;
    window.click("profile-base").await;
    window.chord(&[Key::Control], 'a').await;
    window.types("https://weekly.example/").await;
    window.click("dialog-do").await;
    window.says("told", "Made the profile “Web”").await;
    no_dialog(&window).await;
    window
        .says("profile-of-it", "https://weekly.example/")
        .await;
    window.click("release").await;
    window.find("out-what").await;
    assert!(!window.shows("warnings").await);
    window.key(Key::Escape).await;
    no_dialog(&window).await;
    window.click("profile-edit").await;
    window.click("part-wxr").await;
    window.click("part-site").await;
    window.click("profile-base").await;
    window.chord(&[Key::Control], 'a').await;
    window.key(Key::Backspace).await;
    window.click("dialog-do").await;
    window.says("told", "Changed the profile “Web”").await;
    no_dialog(&window).await;
    window.says("profile-of-it", "WordPress").await;
    window.click("release").await;
    window
        .says("warnings", "a WordPress that has it gets it a second time")
        .await;
    window.click("out-folder").await;
    window.says("out-to", "/out").await;
    window.click("dialog-do").await;
    window.says("exported", "/out").await;
    window
        .says("warnings", "a WordPress that has it gets it a second time")
        .await;
    assert_eq!(manifest(&out)["parts"], serde_json::json!(["wxr"]));
    window.close().await;
}

#[tokio::test]
async fn what_changes_and_what_to_know_is_said_before_and_a_failure_where_it_was_asked() {
    let newsroom = Newsroom::sample();
    // Where to is nothing that the window knows: it was released in the terminal.
    let last = newsroom.path("last.zip");
    newsroom.terminal(PUBLISHER, &["export", "--out", last.to_str().unwrap()]);
    let full = newsroom.path("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("holiday.jpg"), "not ours").unwrap();
    newsroom.answers(&[Some(&full)]);
    let window = open(&newsroom).await;
    window.says("changes", "Nothing changed").await;
    renamed(&newsroom);
    window.says("changes-changed", "changed page").await;
    window.says("changes-parts", "WordPress").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.says("warnings", "gets it a second time").await;
    window.click("out-folder").await;
    window.says("out-to", "/full").await;
    window.click("dialog-do").await;
    window.says("dialog-trouble", full.to_str().unwrap()).await;
    window.says("out-to", "/full").await;
    assert!(!window.shows("exported").await);
    window.key(Key::Escape).await;
    no_dialog(&window).await;
    window.close().await;
}

#[tokio::test]
async fn every_edition_of_the_menu_is_under_the_mouse() {
    let newsroom = Newsroom::sample();
    newsroom.terminal(PUBLISHER, &["edition", "set", "Weekend"]);
    let window = open(&newsroom).await;
    window.click("edition").await;
    window.find("edition-Weekend").await;
    window
        .until(
            "[...document.querySelectorAll('[role=listbox] [data-test^=edition-][role=option]')].every(one => {
                const {x, y, width, height} = one.getBoundingClientRect();
                return one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
            })",
        )
        .await;
    window.click("edition-Weekend").await;
    window.says("edition", "Weekend").await;
    window.close().await;
}

#[tokio::test]
async fn a_bundle_is_verified_by_any_key_and_its_faults_are_listed() {
    let newsroom = Newsroom::sample();
    let bundle = newsroom.path("bundle");
    let to = bundle.to_str().unwrap();
    newsroom.terminal(PUBLISHER, &["export", "--out", to, "--proof"]);
    let stranger = Newsroom::sample();
    let key = newsroom.path("stranger.pub");
    let theirs = stranger.terminal(PUBLISHER, &["library", "key"]);
    fs::write(&key, theirs["key"].as_str().unwrap_or_default()).unwrap();
    newsroom.answers(&[Some(&bundle), Some(&key)]);
    let window = open(&newsroom).await;
    window.click("verify").await;
    window.click("verify-folder").await;
    window.says("verified", "No faults").await;
    fs::write(bundle.join("site/index.html"), "<p>Another page.").unwrap();
    window.click("verify-again").await;
    window.says("verified", "site/index.html").await;
    window.click("verify-key-file").await;
    window.says("verified", "Wrong key").await;
    window
        .says("verified-kind", "A proof of “Everything”")
        .await;
    window.says("verify-key-of", "stranger.pub").await;
    // What was found by one key says nothing by another.
    window.click("verify-key").await;
    window.types("another").await;
    let gone = "!document.querySelector('[data-test=verified]')";
    window.until(gone).await;
    window.key(Key::Escape).await;
    window.find("edition-row").await;
    window.close().await;
}
