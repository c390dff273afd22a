//! Two stages in the real window, by keyboard alone: set for a section, and passed one after the other.

use crate::{
    stage::{Newsroom, Window},
    walker::Walker,
};
use thirtyfour::Key;

/// Its second heading is of the wrong level.
const TEXT: &str = "## The clock\n\nIt runs again.\n\n#### The tower\n\nIt stays open.\n";

/// An article of the section that a writer submitted, and the file that its text is in.
fn submitted(newsroom: &Newsroom) -> (String, std::path::PathBuf) {
    let file = newsroom.path("text.md");
    std::fs::write(&file, TEXT).unwrap();
    let made = newsroom.terminal(
        "Marta Lind",
        &[
            "article",
            "new",
            "--title",
            "The clock runs again",
            "--section",
            "Town",
            "--byline",
            "Marta Lind",
            "--file",
            file.to_str().unwrap(),
        ],
    );
    let id = made["id"].as_str().unwrap().to_owned();
    newsroom.terminal("Marta Lind", &["article", "submit", &id]);
    (id, file)
}

#[tokio::test]
async fn two_stages_are_set_and_passed_by_keyboard() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Ana Reyes").await;
    let walker = Walker {
        window: &window,
        newsroom: &newsroom,
        keyboard: true,
    };
    window.find("go-library").await;
    walker.screen("library", '6').await;
    window.key(Key::Tab).await;
    window.tab_to("library-rows").await;
    window.key(Key::Down).await;
    walker.press("stages-Town").await;
    window.tab_to("stage-two").await;
    window.types(" ").await;
    window.tab_to("stage-name-1").await;
    window.types("legal").await;
    window.tab_to("stage-person-1").await;
    window.types(" ").await;
    window.tab_to("stage-checks-1").await;
    window.key(Key::Enter).await;
    window.tab_to("stage-check-1-skipped-heading").await;
    window.types(" ").await;
    window.says("stage-checks-1", "1 check must be clean").await;
    walker.press("dialog-do").await;
    window.says("told", "Town").await;
    let set = newsroom.terminal("Ana Reyes", &["library", "workflow", "Town"]);
    assert_eq!(set[0]["stages"][1]["names"][0], "Ida Brandt");
    assert_eq!(set[0]["stages"][1]["checks"][0], "skipped-heading");

    let (id, file) = submitted(&newsroom);
    let id = id.as_str();
    walker.work_as("Jo Adeyemi").await;
    walker.screen("review", '3').await;
    window.tab_to("review-rows").await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.says("reading", "The clock runs again").await;
    window.says("approve", "Pass desk").await;
    walker.main("approve").await;
    window.says("told", "legal is next").await;
    window.says("review-rows", "Waits for legal").await;
    // The queue and the text are asked for each by itself.
    window
        .until("!document.querySelector('[data-test=approve]')")
        .await;
    walker.work_as("Ida Brandt").await;
    window.says("approve", "Pass legal").await;
    window.says("blocks", "“legal” asks for this.").await;
    window.key(Key::F8).await;
    window.says("check", "“legal” asks for this.").await;
    window.key(Key::Escape).await;
    std::fs::write(&file, TEXT.replace("####", "###")).unwrap();
    let edit = ["article", "edit", id, "--file", file.to_str().unwrap()];
    newsroom.terminal("Jo Adeyemi", &edit);
    newsroom.terminal("Jo Adeyemi", &["review", "approve", id]);
    window.says("reviewed-by", "Nobody").await;
    window
        .until("!document.querySelector('[data-test=blocks]')")
        .await;
    // What the terminal did comes in two steps.
    window.says("approve", "Pass legal").await;
    walker.main("approve").await;
    window.says("told", "at legal").await;
    window.says("reading", "passed legal").await;
    window.close().await;
}
