//! What no text should hold, and what no field can: each is refused with its own code and a sentence, or kept whole; the
//! article is as it was, or holds the text to its last word, and its page is printed.

use super::{WRITER, text};
use crate::newsroom::Newsroom;
use std::fs;

/// What a text comes to.
enum Comes {
    /// Refused with this exit status and code; the article is untouched.
    To(i32, &'static str),
    /// Kept, without what no text holds: this is how the body then begins.
    Kept(&'static str),
}
use Comes::{Kept, To};

type Case = (&'static str, Vec<u8>, Comes);

/// Name, bytes, and what they come to. Where a text is kept, it ends with `The end.`, and so does its page.
fn corpus() -> Vec<Case> {
    let mut all = vec![
        (
            "zero bytes",
            ends("No\0thing\u{1}\u{7f} here\u{85}".into()),
            Kept("Nothing here"),
        ),
        (
            "lines of other systems",
            b"One\r\rtwo\r\nThe end.\n".to_vec(),
            Kept("One\n\ntwo\n"),
        ),
        (
            "a lone surrogate",
            b"A \xed\xa0\x80 half.\n".to_vec(),
            To(3, "not-utf8"),
        ),
        ("half a letter", b"A caf\xc3".to_vec(), To(3, "not-utf8")),
        (
            "another encoding",
            b"\xff\xfeA\0b\0".to_vec(),
            To(3, "not-utf8"),
        ),
        (
            "fifty million letters",
            vec![b'a'; 50_000_000],
            To(1, "too-long"),
        ),
        (
            "a line of a million",
            ends(format!("Long {}", "word ".repeat(200_000))),
            Kept("Long word"),
        ),
        (
            "a word of a million",
            ends(format!("Long {}", "w".repeat(1_000_000))),
            Kept("Long www"),
        ),
        (
            "every direction",
            ends("\u{202e}mirrored\u{2066}\u{200f}".into()),
            Kept("\u{202e}mirrored"),
        ),
        (
            "a mark before the text",
            "\u{feff}Begun.\n\nThe end.\n".as_bytes().to_vec(),
            Kept("Begun."),
        ),
    ];
    all.extend(nested());
    all
}

/// What is opened ten thousand times and hardly ever closed.
fn nested() -> Vec<Case> {
    let deep = |mark: &str| ends(format!("Before. {}", mark.repeat(10_000)));
    vec![
        (
            "quotations within each other",
            ends(format!("{} deep", ">".repeat(10_000))),
            Kept(">>>>"),
        ),
        (
            "lists within each other",
            ends("- ".repeat(10_000)),
            Kept("- - -"),
        ),
        ("brackets", deep("["), Kept("Before. [[[")),
        ("brackets both ways", deep("[]("), Kept("Before. []([](")),
        ("pictures never closed", deep("!["), Kept("Before. ![![")),
        ("stars", deep("*a "), Kept("Before. *a *a")),
        ("stars and lines", deep("**_"), Kept("Before. **_")),
        (
            "backticks of every length",
            ends((1..600).map(|n| "`".repeat(n) + " ").collect()),
            Kept("` `` ```"),
        ),
        (
            "elements never closed",
            deep("<b><i>"),
            Kept("Before. <b><i>"),
        ),
        ("entities", deep("&lt;&#x3c;&"), Kept("Before. &lt;")),
        (
            "footnotes of footnotes",
            ends(
                (0..3000)
                    .map(|n| format!("[^{n}]: See[^{}].\n\n", n + 1))
                    .collect(),
            ),
            Kept("[^0]: See"),
        ),
        (
            "table cells",
            ends(format!("|{}\n|{}\n", "a|".repeat(5000), "-|".repeat(5000))),
            Kept("|a|a|"),
        ),
    ]
}

fn ends(text: String) -> Vec<u8> {
    format!("{text}\n\nThe end.\n").into_bytes()
}

#[test]
fn no_text_hurts() {
    let room = Newsroom::staffed();
    for (name, bytes, comes) in corpus() {
        let id = room.json(WRITER, &["article", "new", "--title", name]);
        let id = text(&id, "id").to_owned();
        let file = room.path("text.md");
        fs::write(&file, bytes).unwrap();
        let file = file.to_str().unwrap();
        let edit = room.ask(WRITER, &["article", "edit", &id, "--file", file]);
        match comes {
            To(status, code) => {
                assert_eq!(edit.refusal(), (status, code.to_owned()), "{name}");
                let shown = room.json(WRITER, &["article", "show", &id]);
                assert_eq!(text(&shown, "body"), "", "{name}");
            }
            Kept(begins) => {
                assert_eq!(edit.status, 0, "{name}: {}", edit.err);
                let told = edit.err.contains("are left out (4)");
                assert_eq!(told, name == "zero bytes", "{name}: {}", edit.err);
                let shown = room.json(WRITER, &["article", "show", &id]);
                let body = text(&shown, "body");
                assert!(
                    body.starts_with(begins),
                    "{name}: {}",
                    &body[..body.len().min(80)]
                );
                assert!(body.ends_with("The end.\n"), "{name}");
                let page = room.run(&["article", "show", &id, "--format", "html"]);
                assert!(
                    page.status == 0 && page.out.contains("The end."),
                    "{name}: {}",
                    page.err
                );
            }
        }
    }
    let check = room.json(WRITER, &["library", "check"]);
    assert_eq!(check["ok"], true, "{check}");
}

#[test]
fn no_field_takes_what_it_can_not_hold() {
    let room = Newsroom::staffed();
    let taken = room.approved("Night buses to the harbour", super::BODY);
    room.json(super::CHIEF, &["export", "--out", "first.zip"]);
    let id = room.approved("A bridge for cyclists", super::BODY);
    let long = "x".repeat(20_000);
    let before = room.json(WRITER, &["article", "show", &id]);
    for (args, status, code) in [
        (["--embargo", "2026-13-01"], 2, "bad-time"),
        (["--embargo", "31.12.2026"], 2, "bad-time"),
        (["--date", "2026-12-31 24:61"], 2, "bad-time"),
        (["--slug", "two words"], 1, "bad-slug"),
        (["--slug", ""], 1, "bad-slug"),
        (["--slug", "../../etc"], 1, "bad-slug"),
        (["--language", "the English one"], 1, "bad-language"),
        (["--canonical", "javascript:alert(1)"], 1, "bad-address"),
        (["--canonical", "https://a b"], 1, "bad-address"),
        (["--title", &long], 1, "too-long"),
        (["--tag", &long], 1, "too-long"),
        (["--lead-image", "ffff"], 3, "no-such-asset"),
    ] {
        let edit = room.ask(WRITER, &[&["article", "edit", &id][..], &args[..]].concat());
        assert_eq!(
            edit.refusal(),
            (status, code.to_owned()),
            "{:.40}",
            args.join(" ")
        );
    }
    assert_eq!(room.json(WRITER, &["article", "show", &id]), before);
    // An address that is taken is kept, said, and never printed over the other.
    room.json(
        WRITER,
        &[
            "article",
            "edit",
            &id,
            "--slug",
            "night-buses-to-the-harbour",
        ],
    );
    let check = room.ask(WRITER, &["check", &id]);
    assert!(
        check.status == 1 && check.out.contains("slug-taken"),
        "{}",
        check.out
    );
    assert_ne!(taken, id);
}
