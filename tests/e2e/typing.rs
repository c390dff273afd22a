//! What keys make of a text: paragraphs, lists, quotations, and the marks that a typewriter's keys stand for.

use crate::{
    stage::Newsroom,
    writing::{kept, leave, open, paste, to_the_end},
};
use serde_json::json;
use thirtyfour::Key;

/// What is typed, with ⏎ for Return, ⇧ for Shift and Return, ⇥ for Tab, ⇱ for Home, ⌫ for Backspace and
/// ↶ for Ctrl+Z; and the text that it makes.
const TYPED: [(&str, &str); 26] = [
    ("One.⏎Two.", "One.\n\nTwo."),
    ("One.⏎⌫ Two.", "One. Two."),
    ("One.⏎⏎Two.", "One.\n\nTwo."),
    ("A road⇧to town", "A road\\\nto town"),
    ("- one⏎two⏎⏎She said.", "- one\n- two\n\nShe said."),
    ("1. one⏎two⏎⏎She said.", "1. one\n2. two\n\nShe said."),
    ("> One.⏎Two.⏎⏎Three.", "> One.\n>\n> Two.\n\nThree."),
    ("## Part⏎Text", "## Part\n\nText"),
    ("```⏎let a⏎let b⏎```", "```\nlet a\nlet b\n```"),
    (
        "\"It's 'his',\" she said -- or so...",
        "“It’s ‘his’,” she said – or so…",
    ),
    ("\"↶No -- x\"", "\"No – x”"),
    ("`a \"b\" -- c`", "`a \"b\" -- c`"),
    ("<!-- it's -- a -->", "<!-- it's -- a -->"),
    ("[plan](/a--b \"The\")", "[plan](/a--b \"The\")"),
    ("\"*Titanic*\"", "“*Titanic*”"),
    ("> - one⏎⏎Two", "> - one\n>\n> Two"),
    ("## Head⇧Text", "## Head\n\nText"),
    ("- > quote⏎more", "- > quote\n  >\n  > more"),
    ("- one⇧two⏎three", "- one\\\n  two\n- three"),
    ("One⏎## Head⇱⌫", "One\n## Head"),
    ("One⏎Two⇱⌫", "OneTwo"),
    ("1. one⏎⇥two⏎three", "1. one\n   1. two\n   2. three"),
    ("In the '90s", "In the ’90s"),
    ("It is '12 Angry Men'", "It is ‘12 Angry Men’"),
    ("'Tis so, 'twas so", "’Tis so, ’twas so"),
    ("'No,' he said, 'tissue.'", "‘No,’ he said, ‘tissue.’"),
];

const SIGNS: [char; 6] = ['⇥', '⏎', '⇧', '⇱', '⌫', '↶'];

#[tokio::test]
async fn keys_make_paragraphs_lists_and_typographic_marks() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "Begun.\n").await;
    for (typed, text) in TYPED {
        to_the_end(&window).await;
        window.chord(&[Key::Control], 'a').await;
        window.key(Key::Delete).await;
        for part in typed.split_inclusive(SIGNS) {
            let words = part.trim_end_matches(SIGNS);
            if !words.is_empty() {
                window.types(words).await;
            }
            match part.chars().next_back() {
                Some('⏎') => window.key(Key::Enter).await,
                Some('⇧') => window.chord(&[Key::Shift], char::from(Key::Enter)).await,
                Some('⇥') => window.key(Key::Tab).await,
                Some('⇱') => window.key(Key::Home).await,
                Some('⌫') => window.key(Key::Backspace).await,
                Some('↶') => window.chord(&[Key::Control], 'z').await,
                _ => {}
            }
        }
        leave(&window, &newsroom, &id).await;
        assert_eq!(kept(&newsroom, &id).trim_end(), text, "{typed}");
    }
    window.close().await;
}

#[tokio::test]
async fn quotation_marks_are_those_of_the_articles_language() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "Begun.\n").await;
    for (language, typed, text) in [
        ("de", "\"Sie rief 'ja', 'so!'\"", "„Sie rief ‚ja‘, ‚so!‘“"),
        ("fr", "\" oui \"", "«\u{a0}oui\u{a0}»"),
        ("sv", "Hon: \"So.\"", "Hon: ”So.”"),
        ("de-CH", "Er: \"'So'.\"", "Er: «‹So›.»"),
        ("ja", "\"a\"", "\"a\""),
    ] {
        newsroom.terminal(
            "Marta Lind",
            &["article", "edit", &id, "--language", language],
        );
        window
            .until(&format!(
                "document.querySelector('.page[lang=\"{language}\"]')"
            ))
            .await;
        to_the_end(&window).await;
        window.chord(&[Key::Control], 'a').await;
        window.types(typed).await;
        leave(&window, &newsroom, &id).await;
        assert_eq!(kept(&newsroom, &id).trim_end(), text, "{language}");
    }
    window.close().await;
}

#[tokio::test]
async fn marks_are_put_in_by_keys_before_and_after_the_words() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "Begun.\n").await;
    to_the_end(&window).await;
    window.chord(&[Key::Control], 'a').await;
    window.key(Key::Delete).await;
    window.chord(&[Key::Control, Key::Shift], 'h').await;
    window.types("Part").await;
    window.key(Key::Enter).await;
    window.chord(&[Key::Control], 'b').await;
    window.types("bold").await;
    window.chord(&[Key::Control], 'b').await;
    window.types(" and ").await;
    window.chord(&[Key::Control, Key::Shift], 'k').await;
    window.types("a link").await;
    window.key(Key::End).await;
    window.key(Key::Left).await;
    window.types("example.org").await;
    window.key(Key::Enter).await;
    window.types(".").await;
    window.key(Key::Enter).await;
    window.chord(&[Key::Control, Key::Shift], 'l').await;
    window.types("one").await;
    leave(&window, &newsroom, &id).await;
    assert_eq!(
        kept(&newsroom, &id).trim_end(),
        "## Part\n\n**bold** and [a link](https://example.org).\n\n- one"
    );
    window.close().await;
}

/// A text, the keys that are pressed in it from its end on, and what they make of it: ∀ selects all, ⇱ goes to the beginning,
/// → selects the next character; the letters are those of the marks' own keys.
const MARKED: [(&str, &str, &str); 18] = [
    ("one two", "∀bi", "***one two***"),
    ("one two", "∀bib", "*one two*"),
    ("one two", "∀bibi", "one two"),
    ("one two", "⇱→→→→b", "**one** two"),
    ("**one two**", "∀b", "one two"),
    ("one **two** three", "∀b", "**one two three**"),
    ("*a* and *b*", "∀b", "***a* and *b***"),
    ("One.\n\nTwo.", "∀b", "**One.**\n\n**Two.**"),
    ("One.\n\nTwo.", "∀bb", "One.\n\nTwo."),
    ("- a\n- b", "∀i", "- *a*\n- *b*"),
    ("> a\n>\n> b", "∀b", "> **a**\n>\n> **b**"),
    ("- a\n- b", "l", "- a\n\nb"),
    ("- a\n- b", "∀l", "a\n\nb"),
    ("1. a\n2. b", "o", "1. a\n\nb"),
    ("a\n\nb", "∀q", "> a\n>\n> b"),
    ("> a\n> b", "q", "> a\n\nb"),
    ("## A\ntext", "⇱h", "A\n\ntext"),
    ("- a\n- b", "∀o", "1. a\n2. b"),
];

#[tokio::test]
async fn marks_stand_around_the_words_of_each_paragraph_and_nothing_runs_on() {
    let newsroom = Newsroom::sample();
    let (window, id) = open(&newsroom, "Begun.\n").await;
    for (text, keys, made) in MARKED {
        to_the_end(&window).await;
        window.chord(&[Key::Control], 'a').await;
        window.key(Key::Delete).await;
        paste(&window, json!({"text/plain": text})).await;
        to_the_end(&window).await;
        for key in keys.chars() {
            match key {
                '∀' => window.chord(&[Key::Control], 'a').await,
                '⇱' => window.chord(&[Key::Control], char::from(Key::Home)).await,
                '→' => window.chord(&[Key::Shift], char::from(Key::Right)).await,
                'b' | 'i' => window.chord(&[Key::Control], key).await,
                _ => window.chord(&[Key::Control, Key::Shift], key).await,
            }
        }
        leave(&window, &newsroom, &id).await;
        assert_eq!(kept(&newsroom, &id).trim_end(), made, "{text}: {keys}");
    }
    window.close().await;
}
