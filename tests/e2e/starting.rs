//! How the window starts, and how it says that it can't.

use crate::stage::{Display, Newsroom, Window, program};
use serde_json::json;
use std::{fs, process::Command, time::Duration};
use thirtyfour::Key;

/// Starts the window on `newsroom` and gives its exit status and what it printed; for starts that fail.
fn start(newsroom: &Newsroom, person: &str, display: Option<&str>) -> (Option<i32>, String) {
    let mut command = Command::new(program("copydesk-desktop"));
    newsroom.surround(&mut command, person);
    command.env_remove("DISPLAY");
    if let Some(display) = display {
        command.env("DISPLAY", display);
    }
    let done = command.output().unwrap();
    (
        done.status.code(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    )
}

#[test]
fn a_folder_that_is_no_library_ends_with_status_3() {
    let newsroom = Newsroom::empty();
    fs::create_dir(newsroom.library()).unwrap();
    fs::write(newsroom.library().join("letter.txt"), "Dear editor").unwrap();
    let (status, said) = start(&newsroom, "", Some(Display::get().name()));
    assert_eq!(status, Some(3), "{said}");
    assert!(said.starts_with("error["), "{said}");
}

#[test]
fn a_person_who_does_not_work_here_ends_with_status_3() {
    let (status, said) = start(
        &Newsroom::sample(),
        "Nobody Atall",
        Some(Display::get().name()),
    );
    assert_eq!(status, Some(3), "{said}");
}

#[test]
fn without_a_display_it_says_so() {
    // None is named, or one that is not there.
    for display in [None, Some(":64999")] {
        let (status, said) = start(&Newsroom::empty(), "", display);
        assert_eq!(status, Some(5), "{said}");
        assert!(said.starts_with("error[no-display]"), "{said}");
    }
}

#[tokio::test]
async fn a_first_start_makes_a_library_for_the_person_at_the_computer() {
    let newsroom = Newsroom::empty();
    let window = Window::open(&newsroom, "").await;
    let view = window.invoke("library_show", json!({})).await.unwrap();
    assert_eq!(view["people"].as_array().map(Vec::len), Some(1), "{view}");
    assert_eq!(view["me"]["id"], view["people"][0]["id"]);
    assert_eq!(view["articles"], 0);
    window.close().await;
}

#[tokio::test]
async fn whoever_sat_down_last_sits_there_again() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "").await;
    let view = window.invoke("library_show", json!({})).await.unwrap();
    let last = view["people"]
        .as_array()
        .and_then(|people| people.last())
        .unwrap()
        .clone();
    assert_ne!(view["me"], last);
    window
        .invoke("act_as", json!({"person": last["id"]}))
        .await
        .unwrap();
    window.close().await;
    let window = Window::open(&newsroom, "").await;
    assert_eq!(
        window.invoke("library_show", json!({})).await.unwrap()["me"],
        last
    );
    window.close().await;
}

#[tokio::test]
async fn whoever_works_alone_says_so_at_the_first_start() {
    let newsroom = Newsroom::empty();
    let window = Window::open(&newsroom, "").await;
    window.click("work-alone").await;
    window.says("told", "settings").await;
    // What was done is told before the library has been read again.
    window
        .until("!document.querySelector('[data-test=alone]')")
        .await;
    let view = window.invoke("library_show", json!({})).await.unwrap();
    assert_eq!(view["settings"]["four_eyes"], false);
    window.close().await;
}

#[tokio::test]
async fn the_other_screens_are_loaded_once_a_hand_is_there() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.find("card").await;
    let loaded = "performance.getEntriesByName('screens').length";
    // Longer than the desk is left to be drawn.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = window.script(&format!("return {loaded}")).await;
    assert_eq!(before, 0, "a window that nobody is at keeps less in memory");
    window.key(Key::Shift).await;
    window.until(&format!("{loaded} > 0")).await;
    window.close().await;
}
