//! Finding one's way in a text: find and replace, the headings, the place where one was, and how large it is shown.

use crate::{
    stage::{Newsroom, Window},
    writing::{kept, leave, open},
};
use thirtyfour::Key;

const TEXT: &str =
    "The bell rang.\n\n## A bell in the fog\n\nNo Bell was heard; the bells were silent.\n";

/// In a small window too there is room to type into, and no button is out of its row.
async fn find_bar_stands(window: &Window) {
    for (width, height) in [(900, 600), (1280, 800)] {
        window.resize(width, height).await;
        window
            .until(&format!(
                "(() => {{
                    const box = (one) => document.querySelector(`[data-test=${{one}}]`).getBoundingClientRect();
                    const [what, next, close, bar] = ['find-what', 'find-next', 'find-close', 'find'].map(box);
                    return innerWidth <= {width} && what.width > 96 && close.top === next.top && close.right <= bar.right;
                }})()"
            ))
            .await;
    }
}

#[tokio::test]
async fn one_finds_replaces_and_finds_ones_way_by_keyboard() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, TEXT).await;
    let body = "document.querySelector('[data-test=body] .cm-content')";
    window.script(&format!("{body}.focus()")).await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    // Wherever one is on the screen.
    window.script("document.activeElement.blur()").await;
    window.chord(&[Key::Control], 'f').await;
    window.types("bell").await;
    window.says("find-count", "4 times").await;
    find_bar_stands(&window).await;
    window.key(Key::Enter).await;
    window.says("find-count", "1 of 4").await;
    window.chord(&[Key::Shift], char::from(Key::Enter)).await;
    window.says("find-count", "4 of 4").await;
    for (option, count) in [("find-case", "3"), ("find-word", "2")] {
        window.key(Key::Tab).await;
        assert_eq!(window.focused().await, option);
        window.types(" ").await;
        window.says("find-count", count).await;
    }
    window
        .script("document.querySelector('[data-test=replace-with]').focus()")
        .await;
    window.types("gong").await;
    window
        .script("document.querySelector('[data-test=replace-all]').focus()")
        .await;
    window.key(Key::Enter).await;
    window.says("find-count", "Not found").await;
    window.key(Key::Escape).await;
    window
        .until(&format!("document.activeElement === {body}"))
        .await;
    leave(&window, &newsroom, &id).await;
    assert_eq!(
        kept(&newsroom, &id),
        TEXT.replace("The bell", "The gong")
            .replace("A bell", "A gong")
    );

    // A heading is a few keys away, and what is typed there is typed under it.
    window.chord(&[Key::Control], 'k').await;
    window.types("#fog").await;
    window
        .until("document.querySelector('dialog[open] [role=option]')?.innerText.includes('A gong in the fog')")
        .await;
    window.key(Key::Enter).await;
    window
        .until(&format!("document.activeElement === {body}"))
        .await;
    window.key(Key::End).await;
    window.types("!").await;
    leave(&window, &newsroom, &id).await;
    assert!(kept(&newsroom, &id).contains("## A gong in the fog!\n"));

    // Whoever comes back goes on where they were.
    window.chord(&[Key::Alt], '1').await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window
        .until(&format!("{body} && !document.querySelector('.cm-focused')"))
        .await;
    window.script(&format!("{body}.focus()")).await;
    window.types("?").await;
    leave(&window, &newsroom, &id).await;
    assert!(kept(&newsroom, &id).contains("## A gong in the fog!?\n"));
    window.close().await;
}

#[tokio::test]
async fn the_page_is_shown_larger_and_as_it_was_and_dark_or_light() {
    let newsroom = Newsroom::sample();
    let (window, _) = open(&newsroom, TEXT).await;
    let width = window.script("return innerWidth").await.as_u64().unwrap();
    window.chord(&[Key::Control], '+').await;
    window.says("told", "110 %").await;
    window.until(&format!("innerWidth < {width}")).await;
    window.chord(&[Key::Control], '0').await;
    window.says("told", "100 %").await;
    window.until(&format!("innerWidth === {width}")).await;
    let ground = "getComputedStyle(document.querySelector('[data-test=preview]').contentDocument.documentElement).backgroundColor";
    window
        .until(&format!("{ground} !== 'rgba(0, 0, 0, 0)'"))
        .await;
    let light = window.script(&format!("return {ground}")).await;
    window.click("preview-dark").await;
    window.until(&format!("{ground} !== {light}")).await;
    window.click("preview-dark").await;
    window.until(&format!("{ground} === {light}")).await;
    // As wide as on a desk, as on a phone, and as there is room.
    let room = "document.querySelector('[data-test=preview]').contentWindow.innerWidth";
    let fit = window.script(&format!("return {room}")).await;
    window.click("desktop").await;
    window.until(&format!("{room} > 1000")).await;
    window.click("phone").await;
    window.until(&format!("{room} < 420")).await;
    window.click("phone").await;
    window.until(&format!("{room} === {fit}")).await;
    window.close().await;
}

#[tokio::test]
async fn the_preview_shows_the_place_that_one_types_at() {
    let newsroom = Newsroom::sample();
    let sections: String = (0..60)
        .map(|nth| format!("## Head {nth}\n\n{}\n\n", "The bell rang. ".repeat(30)))
        .collect();
    let (window, _) = open(&newsroom, &sections).await;
    let seen = |css: &str, words: &str| {
        format!(
            "(() => {{
                const page = document.querySelector('[data-preview]').contentDocument;
                const one = [...page.querySelectorAll('.body {css}')].find(one => one.textContent.includes('{words}'));
                const {{ top, bottom }} = one?.getBoundingClientRect() ?? {{ top: -1 }};
                return top >= 0 && bottom <= page.defaultView.innerHeight;
            }})()"
        )
    };
    window
        .script("document.querySelector('[data-test=body] .cm-content').focus()")
        .await;
    window.chord(&[Key::Control], char::from(Key::End)).await;
    window.until(&seen("h2", "Head 59")).await;
    window.chord(&[Key::Control], 'a').await;
    window.key(Key::Delete).await;
    window.types("Nothing of it is left.").await;
    window.until(&seen("p", "Nothing of it is left.")).await;
    for _ in 0..2 {
        window.chord(&[Key::Control], 'z').await;
    }
    window
        .until("document.querySelector('[data-test=body]').innerText.includes('Head 59')")
        .await;
    // One is at the end of the last paragraph again, which may begin above what is seen; and stays there.
    let end = "(() => {
        const page = document.querySelector('[data-preview]').contentDocument;
        const { bottom } = [...page.querySelectorAll('.body h2 + p')].at(-1)?.getBoundingClientRect() ?? {};
        return page.querySelectorAll('.body h2').length === 60 && bottom > 0 && bottom <= page.defaultView.innerHeight;
    })()";
    window.until(end).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(window.script(&format!("return {end}")).await, true);
    window.close().await;
}

#[tokio::test]
async fn what_is_wrong_with_an_article_is_not_said_under_another_nor_once_it_is_mended() {
    let newsroom = Newsroom::sample();
    for title in ["The ferry", "The mill"] {
        newsroom.terminal("Marta Lind", &["article", "new", "--title", title]);
    }
    let (window, _) = open(&newsroom, TEXT).await;
    let slug = |words: &'static str| {
        let window = &window;
        async move {
            window.click("tab-details").await;
            window.click("slug").await;
            window.chord(&[Key::Control], 'a').await;
            window.types(words).await;
            window.key(Key::Tab).await;
            window.chord(&[Key::Control], 's').await;
        }
    };
    let silent = "document.querySelector('[data-test=told].bad') === null";
    slug("The Bell").await;
    window.says("told", "can’t be part of an address").await;
    slug("the-bell").await;
    window.says("told", "Saved a revision").await;

    // What one left so is told of by its name, until one goes on from there.
    slug("The Bell").await;
    window.says("told", "can’t be part of an address").await;
    window.to_article("The ferry").await;
    let left = "“The bell of the school”: “The Bell” can’t be part of an address";
    window.says("told", left).await;
    window.to_article("The mill").await;
    window.until(silent).await;
    window.close().await;
}
