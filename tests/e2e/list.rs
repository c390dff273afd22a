//! The article list by keyboard: several selected, one act on them, one undo.

use crate::stage::{Newsroom, Window};
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";

/// The ids of all articles outside the bin, in the list's order.
fn listed(newsroom: &Newsroom) -> Vec<String> {
    let all = newsroom.terminal(WRITER, &["article", "list", "--sort", "headline"]);
    let items = all["items"].as_array().unwrap();
    items.iter().map(|row| row["id"].to_string()).collect()
}

#[tokio::test]
async fn three_drafts_are_selected_and_put_into_the_bin_by_keyboard_and_one_undo_brings_them_back()
{
    let newsroom = Newsroom::sample();
    for title in ["A bell at nine", "A bell by the bay", "A boat for all"] {
        newsroom.terminal(WRITER, &["article", "new", "--title", title]);
    }
    let before = listed(&newsroom);
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    window.tab_to("sort").await;
    window.key(Key::Down).await;
    window.key(Key::Home).await;
    for _ in 0..3 {
        window.key(Key::Down).await;
    }
    window.key(Key::Enter).await;
    window
        .until(
            "document.querySelector('[data-test=article-row] b').textContent === 'A bell at nine'",
        )
        .await;
    window.tab_to("article-rows").await;
    window.key(Key::Down).await;
    window.chord(&[Key::Shift], char::from(Key::Down)).await;
    window.chord(&[Key::Shift], char::from(Key::Down)).await;
    window.says("selected", "3 selected").await;
    window.tab_to("with-selected").await;
    window.key(Key::Enter).await;
    window.key(Key::End).await;
    window.key(Key::Enter).await;
    window.until("!document.querySelector('[data-test=selected]') && document.body.innerText.includes('Put 3 articles into the bin')").await;
    assert_eq!(listed(&newsroom), before[3..]);
    assert_eq!(window.focused().await, "article-rows");
    window.chord(&[Key::Control], 'z').await;
    window
        .until("document.body.innerText.includes('Taken back: put 3 articles into the bin')")
        .await;
    assert_eq!(listed(&newsroom), before);
    window.close().await;
}

#[tokio::test]
async fn in_a_small_window_the_list_stays_until_an_article_is_open() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, WRITER).await;
    window.resize(900, 600).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    let fold = "document.querySelector('[data-test=fold-list]')";
    let listed = "document.querySelector('[data-test=article-row]')";
    let beside = format!(
        "{listed} && !document.querySelector('.veil') && {fold}.disabled && {fold}.ariaPressed === 'true' \
         && document.querySelector('.workspace').innerText.includes('Choose an article')"
    );
    window.until(&beside).await;
    window.key(Key::Escape).await;
    window.until(&beside).await;
    window.tab_to("article-rows").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window.find("body").await;
    window
        .until(&format!("!{listed} && !{fold}.disabled"))
        .await;
    window.chord(&[Key::Control], '\\').await;
    window
        .until(&format!("{listed} && document.querySelector('.veil')"))
        .await;
    // To the bin and back: the list is still what one is in.
    for (end, bin) in [(Key::End, ""), (Key::Home, "!")] {
        window.tab_to("status-filter").await;
        for key in [Key::Enter, end, Key::Enter] {
            window.key(key).await;
        }
        window
            .until(&format!(
                "{bin}document.querySelector('.column').innerText.includes('The bin is empty')"
            ))
            .await;
    }
    window.until(listed).await;
    assert_eq!(window.focused().await, "status-filter");
    window.close().await;
}

#[tokio::test]
async fn the_list_is_narrowed_down_by_tag_and_language_by_keyboard() {
    let newsroom = Newsroom::sample();
    for more in [["--tag", "Zeppelins"], ["--language", "de"]] {
        let new = ["article", "new", "--title", more[1]];
        newsroom.terminal(WRITER, &[&new[..], &more[..]].concat());
    }
    let window = Window::open(&newsroom, WRITER).await;
    window.find("card").await;
    window.chord(&[Key::Alt], '2').await;
    window.find("article-row").await;
    window.tab_to("more-filters").await;
    window.key(Key::Enter).await;
    window.tab_to("tag-filter").await;
    window.types("zep").await;
    window.says("tag-filter-suggestion", "Zeppelins").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window.says("tag-off", "Tag: Zeppelins").await;
    window
        .until("document.querySelectorAll('[data-test=article-row]').length === 1")
        .await;
    assert_eq!(window.focused().await, "more-filters");
    window.tab_to("tag-off").await;
    window.key(Key::Enter).await;
    window
        .until("document.querySelectorAll('[data-test=article-row]').length > 1")
        .await;
    window.click("more-filters").await;
    window.tab_to("language-filter").await;
    window.types("germ").await;
    window.says("language-filter-suggestion", "German").await;
    window.key(Key::Down).await;
    window.key(Key::Enter).await;
    window.says("language-off", "Language: German").await;
    // The one that was just made, and the sample's own.
    window
        .until("document.querySelectorAll('[data-test=article-row]').length === 2")
        .await;
    window.close().await;
}

/// Nothing has to be clicked or reached by Tab first: the arrows and the letters lead along whatever list a screen has.
#[tokio::test]
async fn every_screens_list_is_walked_along_at_once() {
    let newsroom = Newsroom::sample();
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    let on =
        "[...document.querySelectorAll('main :is(.card, .entry)')].indexOf(document.activeElement)";
    for (key, place) in [(Key::Down, 0), (Key::Down, 1), (Key::Up, 0), (Key::Up, 0)] {
        window.key(key).await;
        window.until(&format!("({on}) === {place}")).await;
    }
    window.types("j").await;
    window.until(&format!("({on}) === 1")).await;

    let at = |test: &str, nth: u8| {
        format!(
            "[...document.querySelectorAll('[data-test={test}]')].findIndex(row => row.matches('.at')) === {nth}"
        )
    };
    for (screen, test) in [('2', "article-row"), ('6', "library-row")] {
        window.chord(&[Key::Alt], screen).await;
        window.find(test).await;
        let before = "return document.querySelector('main .rows .at') ? 1 : 0";
        let begun = u8::try_from(window.script(before).await.as_u64().unwrap()).unwrap();
        window.key(Key::Down).await;
        window.until(&at(test, begun)).await;
        window.key(Key::Down).await;
        window.until(&at(test, begun + 1)).await;
        window.key(Key::Up).await;
        window.until(&at(test, begun)).await;
    }
    window.close().await;
}

#[tokio::test]
async fn an_article_without_a_headline_is_called_so_and_what_is_open_looks_other_than_what_is_selected()
 {
    let newsroom = Newsroom::sample();
    let (window, _) = crate::writing::open(&newsroom, "It began.\n").await;
    window.click("headline").await;
    window.chord(&[Key::Control], 'a').await;
    window.key(Key::Delete).await;
    window.chord(&[Key::Control], 's').await;
    let nameless = "Saved a revision of the article, which has no headline yet";
    window.says("told", nameless).await;
    window
        .until("document.querySelector('[data-test=article-row] b').innerText === 'No headline'")
        .await;

    // The whole window is no text: nothing of it is selected.
    window
        .script("document.querySelector('[data-test=palette]').focus()")
        .await;
    window.chord(&[Key::Control], 'a').await;
    assert_eq!(window.script("return String(getSelection())").await, "");

    window.tab_to("article-rows").await;
    window.key(Key::Down).await;
    window.key(Key::Down).await;
    window.chord(&[Key::Shift], char::from(Key::Down)).await;
    window.says("selected", "2 selected").await;
    let ground = |css: &str| {
        format!(
            "getComputedStyle(document.querySelector('[data-test=article-row]{css}')).backgroundColor"
        )
    };
    window
        .until(&format!("{} !== {}", ground(".chosen"), ground(".picked")))
        .await;

    // The bin is a few keys away.
    window.chord(&[Key::Control], 'k').await;
    window.types("bin").await;
    window.says("palette-found", "Bin").await;
    window.key(Key::Enter).await;
    window.says("status-filter", "Bin").await;
    window.close().await;
}
