//! Notes in the real window: someone is called upon, comes from the desk, answers, and walks from note to note by keyboard.

use crate::stage::{Newsroom, Window};
use thirtyfour::Key;

/// The article that waits in review, and words of it.
fn in_review(newsroom: &Newsroom) -> (String, Vec<String>) {
    let queue = newsroom.terminal("Ida Brandt", &["review", "queue"]);
    let id = queue["items"][0]["id"].as_str().unwrap().to_owned();
    let shown = newsroom.terminal("Ida Brandt", &["article", "show", &id]);
    let body = shown["body"].as_str().unwrap();
    let plain = |line: &&str| line.len() > 60 && !line.starts_with(['#', '>', '-', '[', '!']);
    let begins = |line: &str| {
        let words: Vec<&str> = line.split(' ').take(4).collect();
        words.join(" ")
    };
    (id, body.lines().filter(plain).map(begins).collect())
}

fn note(newsroom: &Newsroom, id: &str, quote: &str, text: &str) -> String {
    let ask = [
        "review", "note", id, "--quote", quote, "--nth", "1", "--text", text,
    ];
    let made = newsroom.terminal("Ida Brandt", &ask);
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_is_called_upon_finds_the_note_on_the_desk_and_answers_it() {
    let newsroom = Newsroom::sample();
    let (id, words) = in_review(&newsroom);
    let markup = "<b id=\"hurt\">Says who</b>, @Marta Lind?";
    let first = note(&newsroom, &id, &words[0], markup);
    let window = Window::open(&newsroom, "Marta Lind").await;
    let card = "[...document.querySelectorAll('[data-test=card]')].find(card => card.innerText.includes('Ida Brandt asks you'))";
    window.until(card).await;
    window.script(&format!("{card}.focus()")).await;
    window.key(Key::Enter).await;
    window.says("thread", "<b id=\"hurt\">Says who</b>").await;
    let selected = format!("getSelection().toString() === {:?}", words[0]);
    window.until(&selected).await;
    window.until("!document.querySelector('#hurt')").await;

    window.tab_to("reply").await;
    window.key(Key::Enter).await;
    window
        .until("document.activeElement.dataset.test === 'reply-text'")
        .await;
    window.types("The harbour office, @id").await;
    window.says("mention", "Ida Brandt").await;
    assert_eq!(window.faults().await, [""; 0]);
    window.key(Key::Enter).await;
    window.types("knows it.").await;
    window.chord(&[Key::Control], Key::Enter).await;
    window
        .says("thread", "The harbour office, @Ida Brandt knows it.")
        .await;
    let thread = newsroom.terminal("Marta Lind", &["review", "notes", &id]);
    let there = &thread["items"][0];
    assert_eq!(
        (&there["id"], &there["state"]),
        (&first.into(), &"open".into())
    );
    let asked = |who: &str| {
        let page = newsroom.terminal(who, &["review", "mentions"]);
        page["items"].as_array().unwrap().len()
    };
    assert_eq!((asked("Marta Lind"), asked("Ida Brandt")), (0, 1));
    window.close().await;
}

#[tokio::test]
async fn a_key_leads_from_open_note_to_open_note_in_both_places() {
    let newsroom = Newsroom::sample();
    let (id, words) = in_review(&newsroom);
    // Made in another order than they stand in.
    for nth in [1, 0] {
        note(&newsroom, &id, &words[nth], "Who says so?");
    }
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.says("blocks", "notes are open").await;
    let here = |nth: usize| {
        format!(
            "document.activeElement.dataset.test === 'thread' && [...document.querySelectorAll('[data-test=thread]')].indexOf(document.activeElement) === {nth}"
        )
    };
    for nth in [0, 1, 0] {
        window.key(Key::F9).await;
        window.until(&here(nth)).await;
    }
    assert_eq!(window.faults().await, [""; 0]);
    window.click("resolve").await;
    window.says("blocks", "1 note is open").await;

    window.click("to-text").await;
    window.find("body").await;
    window.key(Key::F9).await;
    let selected = format!("getSelection().toString() === {:?}", words[1]);
    window.until(&selected).await;
    window.find("thread").await;
    // What was resolved is shown to who asks, and opened again.
    window.click("resolved-notes").await;
    window.click("reopen").await;
    window.says("blocks", "2 notes are open").await;
    for quote in [&words[0], &words[1]] {
        window.key(Key::F9).await;
        let selected = format!("getSelection().toString() === {quote:?}");
        window.until(&selected).await;
    }
    window.close().await;
}

#[tokio::test]
async fn a_note_is_about_the_words_that_were_selected_on_the_page() {
    let newsroom = Newsroom::sample();
    let (id, _) = in_review(&newsroom);
    let file = newsroom.path("text.md");
    let body = "[The map](https://maps.example/Berlin) of Berlin.\n\n*Berlin* has canals.\n";
    std::fs::write(&file, body).unwrap();
    let edit = ["article", "edit", &id, "--file", file.to_str().unwrap()];
    newsroom.terminal("Ida Brandt", &edit);
    let window = Window::open(&newsroom, "Ida Brandt").await;
    window.find("card").await;
    window.chord(&[Key::Alt], '3').await;
    window.says("reading", "canals").await;
    for (nth, before) in [(0, " of "), (1, "")] {
        // The words as a pointer would select them, in what is not struck.
        let select = format!(
            "const walk = document.createTreeWalker(document.querySelector('.page.reading'), NodeFilter.SHOW_TEXT);
             const found = [];
             while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('del')) {{
               const at = walk.currentNode.data.indexOf('Berlin');
               if (at >= 0) found.push([walk.currentNode, at]);
             }}
             const [node, at] = found[{nth}];
             document.querySelector('[data-test=reading]').focus();
             getSelection().setBaseAndExtent(node, at, node, at + 6);"
        );
        window.script(&select).await;
        window.types("m").await;
        window.find("note-text").await;
        window.types("Which one?").await;
        window.click("dialog-do").await;
        let marked = format!(
            "CSS.highlights.get('passage').size === {nth} + 1 && [...CSS.highlights.get('passage')].some(range => range.toString() === 'Berlin' && range.startContainer.data.slice(0, range.startOffset).endsWith({before:?}) && !range.startContainer.parentElement.closest('del, a'))"
        );
        window.until(&marked).await;
        let notes = newsroom.terminal("Ida Brandt", &["review", "notes", &id]);
        let note = &notes["items"][nth];
        let at = body.match_indices("Berlin").nth(nth + 1).unwrap().0;
        assert_eq!(
            (&note["quote"], &note["start"]),
            (&"Berlin".into(), &at.into())
        );
    }
    window
        .until("CSS.highlights.get('passage').size === 2")
        .await;
    window.close().await;
}
