//! A change read in the real window by keyboard alone: since the last look, side by side, signed off passage by passage,
//! approved with remarks; and a changed number that someone says why of.

use crate::{
    stage::{Newsroom, Window},
    walker::Walker,
};
use thirtyfour::Key;

const TEXT: &str =
    "The clock cost 1,200 crowns.\n\nIt runs again since noon.\n\nThe tower stays open.\n";

/// An article that a writer submitted, that another edited, and that a reviewer looked at in between.
fn edited(newsroom: &Newsroom) -> String {
    let file = newsroom.path("text.md");
    let path = file.to_str().unwrap();
    std::fs::write(&file, TEXT).unwrap();
    let title = "The clock runs again";
    let new = [
        "article",
        "new",
        "--title",
        title,
        "--byline",
        "Marta Lind",
        "--file",
        path,
    ];
    let made = newsroom.terminal("Marta Lind", &new);
    let id = made["id"].as_str().unwrap().to_owned();
    newsroom.terminal("Marta Lind", &["article", "submit", &id]);
    newsroom.terminal("Ida Brandt", &["review", "read", &id]);
    std::fs::write(&file, TEXT.replace("1,200", "1,300")).unwrap();
    newsroom.terminal("Piet Okonjo", &["article", "edit", &id, "--file", path]);
    newsroom.terminal("Piet Okonjo", &["article", "submit", &id]);
    id
}

#[tokio::test]
async fn a_change_is_read_signed_off_and_approved_by_keyboard() {
    let newsroom = Newsroom::sample();
    let id = edited(&newsroom);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    let walker = Walker {
        window: &window,
        newsroom: &newsroom,
        keyboard: true,
    };
    window.find("go-review").await;
    walker.screen("review", '3').await;
    window.tab_to("review-rows").await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.says("read-since", "Since you looked").await;
    window.says("changed", "1 passage").await;
    window.says("others", "Piet Okonjo changed a number").await;
    assert!(!window.shows("why").await, "only who changed it says why");
    window.types("s").await;
    window.says("reading", "As it was").await;
    window.says("passages-left", "5 of 5 passages").await;
    window.types("t").await;
    window.says("told", "Signed off a passage").await;
    window.says("passages-left", "4 of 5 passages").await;
    window.types("r").await;
    window.find("remarks").await;
    window.types("Thank you.").await;
    walker.press("dialog-do").await;
    window.says("reading", "Thank you.").await;
    window.says("status", "Approved").await;
    let read = newsroom.terminal("Ida Brandt", &["review", "read", &id]);
    let passages = read["passages"].as_array().unwrap();
    assert!(passages.iter().all(|one| one["ticked"] == true), "{read}");
    walker.work_as("Piet Okonjo").await;
    window.tab_to("why").await;
    window.types("The bill says so.").await;
    window.key(Key::Enter).await;
    window.says("others", "Because: The bill says so.").await;
    window.close().await;
}

#[tokio::test]
async fn submitting_asks_why_anothers_words_were_changed() {
    let newsroom = Newsroom::sample();
    let id = edited(&newsroom);
    newsroom.terminal("Piet Okonjo", &["article", "recall", &id]);
    let window = Window::open(&newsroom, "Piet Okonjo").await;
    window.find("card").await;
    let card = "[...document.querySelectorAll('[data-test=card]')].find((one) => \
                one.innerText.includes('The clock runs again'))";
    window.until(&format!("{card} !== undefined")).await;
    window.script(&format!("{card}.click()")).await;
    window.says("saved", "Saved").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window.says("to-explain", "1,200").await;
    window
        .until("document.activeElement.dataset.test === 'reason'")
        .await;
    window.types("The bill says so.").await;
    window.key(Key::Enter).await;
    window.says("told", "Submitted").await;
    let read = newsroom.terminal("Ida Brandt", &["review", "read", &id]);
    assert_eq!(read["others"][0]["why"], "The bill says so.");
    window.close().await;
}

#[tokio::test]
async fn what_is_published_is_submitted_once_something_is_typed_and_not_before() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    let row = "[...document.querySelectorAll('[data-test=article-row]')].find((one) => \
               one.innerText.includes('Night buses return'))";
    window.until(&format!("{row} !== undefined")).await;
    window.script(&format!("{row}.click()")).await;
    window.says("status", "Published").await;
    window.says("saved", "Saved").await;
    // To the second where it was today, and by its day where it was not.
    let saved = |seconds: bool| {
        let seen = "document.querySelector('[data-test=saved]').innerText";
        format!("/\\d\\d:\\d\\d:\\d\\d/.test({seen}) === {seconds} && {seen}.includes('Saved')")
    };
    window.until(&saved(false)).await;
    assert!(!window.shows("submit").await, "nothing was changed yet");
    window
        .script("document.querySelector('[data-test=body] .cm-content').focus()")
        .await;
    window.types("So ").await;
    window.until(&saved(true)).await;
    window.find("submit").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window.find("kind-update").await;
    window.key(Key::Enter).await;
    window.says("status", "In review").await;
    assert!(!window.shows("submit").await, "it is submitted");
    window.close().await;
}

#[tokio::test]
async fn who_writes_a_reason_in_review_gives_no_verdict_by_the_same_key() {
    let newsroom = Newsroom::sample();
    let id = edited(&newsroom);
    let file = newsroom.path("again.md");
    std::fs::write(&file, "It cost 1,400 crowns.\n").unwrap();
    let edit = ["article", "edit", &id, "--file", file.to_str().unwrap()];
    newsroom.terminal("Ida Brandt", &edit);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    let row = "[...document.querySelectorAll('[data-test=review-row]')].find((one) => \
               one.innerText.includes('The clock runs again'))";
    window.until(&format!("{row} !== undefined")).await;
    window.script(&format!("{row}.click()")).await;
    window.says("others", "1,400").await;
    window.tab_to("why").await;
    window.types("The bill says so").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window.says("others", "Because: The bill says so").await;
    window.says("status", "In review").await;
    window.close().await;
}

/// What Ida would be shown the article's changes since.
fn since(newsroom: &Newsroom, id: &str) -> String {
    let read = newsroom.terminal("Ida Brandt", &["review", "read", id, "--peek"]);
    assert_eq!(read["since"], "look");
    read["from"].as_str().unwrap().to_owned()
}

/// Lets more than the while pass after which a text that is looked at counts as that.
async fn a_while(window: &Window) {
    window.script("window.began = performance.now()").await;
    window
        .until("performance.now() - window.began > 2500")
        .await;
}

#[tokio::test]
async fn an_empty_chair_reads_nothing() {
    let newsroom = Newsroom::sample();
    let id = edited(&newsroom);
    let looked = since(&newsroom, &id);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.tab_to("review-rows").await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.says("reading", "1,300").await;
    a_while(&window).await;
    let edit = |words: String| {
        let file = newsroom.path("text.md");
        std::fs::write(&file, TEXT.replace("1,200", &words)).unwrap();
        let edit = ["article", "edit", &id, "--file", file.to_str().unwrap()];
        newsroom.terminal("Ida Brandt", &edit);
    };
    // A text that comes while nobody is there, and the one before it, were not looked at.
    edit("1,400".into());
    window.says("reading", "1,400").await;
    a_while(&window).await;
    assert_eq!(since(&newsroom, &id), looked);
    // With a hand on the desk it is.
    for nth in 0.. {
        window.key(Key::Shift).await;
        a_while(&window).await;
        edit(format!("1,5{nth}0"));
        window.says("reading", &format!("1,5{nth}0")).await;
        if since(&newsroom, &id) != looked {
            break;
        }
        assert!(nth < 5, "nobody looked at it");
    }
    window.close().await;
}
