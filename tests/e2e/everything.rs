//! The open exit in the real window: asked for by whoever may, told when it is done, and a library is made of it.

use crate::stage::{Newsroom, Window};

/// Opens the part of the library where all of it goes out.
async fn part(window: &Window) {
    window.chord(&[thirtyfour::Key::Alt], '6').await;
    let part = "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.innerText.includes('Export everything'))";
    window.until(part).await;
    window.script(&format!("{part}.click()")).await;
    window.find("everything").await;
}

#[tokio::test]
async fn everything_goes_out_by_one_button_and_what_is_private_only_for_moderators() {
    let newsroom = Newsroom::sample();
    let out = newsroom.path("everything.zip");
    newsroom.answers(&[None, Some(&out)]);
    let window = Window::open(&newsroom, "Sam Iversen").await;
    window.find("card").await;
    part(&window).await;
    assert!(window.shows("everything-private").await);
    assert!(!window.shows("everything-keys").await);
    window.click("everything-private").await;
    // Who thinks better of it has nothing.
    window.click("everything").await;
    window
        .until("!document.querySelector('[data-test=everything]').disabled")
        .await;
    assert!(!out.exists());
    window.click("everything").await;
    window.says("everything-done", "lines and 0 files").await;
    assert!(out.exists());
    window.close().await;
    let second = newsroom.path("second");
    newsroom.terminal(
        "Sam Iversen",
        &[
            "init",
            second.to_str().unwrap(),
            "--from",
            out.to_str().unwrap(),
        ],
    );
    assert!(second.join("library.db").exists());
}
