//! Pictures on their way from a clipboard and a file onto a page, into a bundle, and out of the library again.

use crate::stage::{Newsroom, Window};
use std::fs;
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
const REVIEWER: &str = "Ida Brandt";
const PUBLISHER: &str = "Nils Aho";
const BODY: &str = "The lamp on the mole was lit.\n\nNobody saw it.\n";
const LAMP: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"80\"><circle cx=\"60\" cy=\"40\" \
    r=\"30\" fill=\"#b80\"/></svg>";

/// Pastes a picture of 64 by 32 pixels, as the clipboard of a screenshot holds it.
const PASTE: &str = "const canvas = document.createElement('canvas');
    canvas.width = 64; canvas.height = 32;
    canvas.getContext('2d').fillRect(8, 8, 32, 16);
    canvas.toBlob(blob => {
        const data = new DataTransfer();
        data.items.add(new File([blob], 'image.png', {type: 'image/png'}));
        document.querySelector('[data-test=body] .cm-content').dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
    });";

/// The pictures of the preview that are drawn, by their words.
const DRAWN: &str = "[...document.querySelector('[data-preview]').contentDocument.images]
    .filter(image => image.complete && image.naturalWidth).map(image => image.alt).join()";

/// The window with a draft open in it, its cursor at the end of the first paragraph; gives the draft's id.
async fn open(newsroom: &Newsroom) -> (Window, String) {
    let file = newsroom.path("text.md");
    fs::write(&file, BODY).unwrap();
    let file = file.to_str().unwrap();
    let new = ["article", "new", "--title", "The lamp on the mole"];
    let made = newsroom.terminal(WRITER, &[&new[..], &["--file", file]].concat());
    let window = Window::open(newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.click("article-row").await;
    window.click("body").await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.key(Key::End).await;
    (window, made["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_picture_is_pasted_another_chosen_and_both_are_on_the_page_and_in_the_bundle() {
    let newsroom = Newsroom::sample();
    let lamp = newsroom.path("lamp.svg");
    fs::write(&lamp, LAMP).unwrap();
    newsroom.answers(&[Some(&lamp)]);
    let (window, id) = open(&newsroom).await;

    window.script(PASTE).await;
    window.find("picture-alt").await;
    window.types("A window").await;
    window.key(Key::Tab).await;
    window.types("Before it was \"lit\"").await;
    window.key(Key::Enter).await;
    window.until(&format!("{DRAWN} === 'A window'")).await;
    // It is seen where it is written, too, also while the cursor stands in its words.
    let seen = "document.querySelector('[data-test=body] .cm-picture img')?.naturalWidth === 64";
    window.until(seen).await;
    window.click("body").await;
    let caret = "document.getSelection().focusNode?.parentElement?.closest('.cm-line')?.querySelector('.cm-picture')";
    for _ in 0..4 {
        if window.script(&format!("return !!{caret}")).await == true {
            break;
        }
        window.key(Key::Up).await;
    }
    window
        .until(&format!("{seen} && {caret} && document.querySelector('[data-test=body]').innerText.match(/\\]\\(asset:[0-9a-f]{{8}}…/)"))
        .await;

    window.click("tab-details").await;
    window.click("lead-choose").await;
    window.click("picture-file").await;
    window.click("lead-alt").await;
    window.types("The lamp").await;
    window.click("lead-credit").await;
    window.types("Nora Vale").await;
    window.click("tab-preview").await;
    window
        .until(&format!("{DRAWN} === 'The lamp,A window'"))
        .await;
    window.click("body").await;
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let shown = newsroom.terminal(WRITER, &["article", "show", &id]);
    let body = shown["body"].as_str().unwrap();
    assert!(
        body.starts_with("The lamp on the mole was lit.\n\n![A window](asset:")
            && body.ends_with(" \"Before it was \\\"lit\\\"\")\n\nNobody saw it.\n"),
        "{body}"
    );

    let known = newsroom.terminal(WRITER, &["asset", "list"]);
    assert_eq!(known["items"][1]["alt"], "A window", "{known}");

    newsroom.terminal(WRITER, &["article", "submit", &id]);
    newsroom.terminal(REVIEWER, &["review", "approve", &id]);
    let bundle = newsroom.path("bundle");
    let bundle = bundle.to_str().unwrap();
    newsroom.terminal(PUBLISHER, &["export", "--out", bundle]);
    let found = newsroom.terminal(WRITER, &["verify", bundle]);
    assert_eq!(found["ok"], true, "{found}");
    let files = fs::read_dir(newsroom.path("bundle/site/assets")).unwrap();
    assert!(files.count() >= 2, "the bundle holds both pictures");
    window.close().await;
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_a_sentence_and_an_unused_one_goes_and_comes_back() {
    let newsroom = Newsroom::sample();
    let (text, lamp) = (newsroom.path("lamp.png"), newsroom.path("lamp.svg"));
    fs::write(&text, "The lamp was out.").unwrap();
    fs::write(&lamp, LAMP).unwrap();
    newsroom.answers(&[Some(&text), Some(&lamp)]);
    let (window, _) = open(&newsroom).await;
    window.click("mark-picture").await;
    window.click("picture-file").await;
    window
        .says(
            "picture-refused",
            "The file is no picture that Copydesk knows",
        )
        .await;
    window.click("picture-file").await;
    window.find("picture-alt").await;
    window.key(Key::Escape).await;
    window.says("told", "stays in the library").await;

    window.chord(&[Key::Alt], '6').await;
    let part = "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.innerText.includes('Pictures'))";
    window.until(part).await;
    window.script(&format!("{part}.click()")).await;
    window.says("picture", "Not used").await;
    window.click("picture-describe").await;
    window.find("picture-alt").await;
    window.types("The lamp").await;
    window.click("dialog-do").await;
    window.says("picture", "The lamp").await;
    window.click("picture-remove").await;
    window
        .until("!document.querySelector('[data-test=picture]')")
        .await;
    window.click("undo").await;
    window.says("picture", "The lamp").await;
    window.close().await;
}

#[tokio::test]
async fn pictures_that_come_one_after_the_other_stand_so_and_no_paragraph_between_them() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom).await;
    for words in ["First", "Second"] {
        window.script(PASTE).await;
        window.find("picture-alt").await;
        window.click("picture-alt").await;
        // The library knows the picture by then, and its words.
        window.chord(&[Key::Control], 'a').await;
        window.types(words).await;
        window.key(Key::Tab).await;
        window.key(Key::Enter).await;
        window
            .until(&format!("{DRAWN}.split(',').at(-1) === '{words}'"))
            .await;
        window
            .until("document.activeElement.closest('[data-test=body]')")
            .await;
    }
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let shown = newsroom.terminal(WRITER, &["article", "show", &id]);
    let lines: Vec<&str> = shown["body"].as_str().unwrap().split("\n\n").collect();
    assert!(
        lines[1].starts_with("![First](asset:") && lines[2].starts_with("![Second](asset:"),
        "{lines:?}"
    );
    assert_eq!(
        [lines[0], lines[3]],
        ["The lamp on the mole was lit.", "Nobody saw it.\n"]
    );
    window.close().await;
}

#[tokio::test]
async fn a_picture_put_in_within_code_stands_below_it_and_at_its_beginning_above() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom).await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    for line in ["```", "lit = true", "```"] {
        window.key(Key::Enter).await;
        window.types(line).await;
    }
    // Into the line of code, then right before it all.
    for (down, words) in [(5, "Below"), (4, "Above")] {
        window.chord(&[Key::Control], char::from(Key::Home)).await;
        for _ in 0..down {
            window.key(Key::Down).await;
        }
        window.script(PASTE).await;
        window.find("picture-alt").await;
        window.click("picture-alt").await;
        // The library knows the picture by then, and its words.
        window.chord(&[Key::Control], 'a').await;
        window.types(words).await;
        window.key(Key::Tab).await;
        window.key(Key::Enter).await;
        window.until(&format!("{DRAWN}.includes('{words}')")).await;
        window
            .until("document.activeElement.closest('[data-test=body]')")
            .await;
    }
    window.chord(&[Key::Control], 's').await;
    window.says("told", "Saved a revision").await;
    let shown = newsroom.terminal(WRITER, &["article", "show", &id]);
    let body = shown["body"].as_str().unwrap();
    let (text, after) = body.split_once("![Above]").unwrap();
    let (code, below) = after.split_once("![Below]").unwrap();
    assert_eq!(text, "The lamp on the mole was lit.\n\nNobody saw it.\n\n");
    assert!(code.ends_with(")\n\n```\nlit = true\n```\n\n"), "{body}");
    assert!(below.starts_with("(asset:"), "{body}");
    window.close().await;
}
