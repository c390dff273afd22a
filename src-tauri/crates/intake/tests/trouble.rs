//! Pages as they come in trouble: broken, huge, deep, mutated, or no page at all. An error with a code or a report,
//! never a panic.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says so by failing"
)]

use intake::saved_page::read;
use proptest::prelude::*;
use std::{fs, path::Path, sync::LazyLock};

fn code(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Ok(page) => format!("read: {}", page.title),
        Err(error) => error.code.to_string(),
    }
}

#[test]
fn what_is_no_article_is_refused_with_a_code() {
    let comments = "<body><h1>The quay</h1><ol class=comment-list><li class=comment><cite>Ann</cite>\
                    <div class=comment-text>Only a comment stands here.</div></li></ol>";
    let long = format!(
        "Home » Opinion » {0}\n{0}\nA first paragraph that says something.",
        "word ".repeat(2_000)
    );
    for (name, bytes) in [
        ("empty.txt", b"".to_vec()),
        ("empty.html", b"".to_vec()),
        ("blank.txt", b" \r\n\t\n".to_vec()),
        (
            "menu.html",
            b"<html><body><nav>Home News Sport</nav></body></html>".to_vec(),
        ),
        ("comments.html", comments.into()),
        ("headline.txt", long.into()),
    ] {
        assert_eq!(code(name, &bytes), "no-article", "{name}");
    }
    let binary: Vec<u8> = (0..4_096_u32).map(|n| (n * 7 % 256) as u8).collect();
    assert_eq!(
        (
            code("binary.txt", &binary),
            code("noughts.txt", &[0; 4_096])
        ),
        ("not-text".into(), "not-text".into())
    );
    assert_eq!(code("huge.html", &vec![b'a'; (50 << 20) + 1]), "too-large");
}

#[test]
fn depth_and_length_are_no_trouble() {
    let text = "<p>The council met on Monday and decided that the quay stays as it is, which surprised nobody.</p>";
    let deep = format!(
        "<html><body><h1>The quay stays</h1>{}{text}",
        "<div>".repeat(100_000)
    );
    assert_eq!(code("deep.html", deep.as_bytes()), "read: The quay stays");
    let many = format!(
        "<html><body><h1>The quay stays</h1><div>{}</div>",
        text.repeat(20_000)
    );
    assert_eq!(code("many.html", many.as_bytes()), "read: The quay stays");
    let lines = format!(
        "Home » News » The quay stays\nThe quay stays\n{}",
        "About Quay\nRelated\nComments\n".repeat(50_000)
    );
    assert_ne!(code("lines.txt", lines.as_bytes()), "");
    let marks = format!(
        "Home » News » The quay stays\nThe quay stays\n{}\n{}",
        "A line of text.\n",
        "“*_«".repeat(100_000)
    );
    assert_eq!(code("marks.txt", marks.as_bytes()), "read: The quay stays");
}

#[test]
fn a_biography_that_looks_like_a_pages_foot_is_read_to_its_end() {
    let copy =
        "Home » News » The quay\nThe quay\nBy Jane Doe\nIt is open again.\nJane Doe is the contact";
    assert_eq!(code("a.txt", copy.as_bytes()), "read: The quay");
    let html = "<body><h1>The quay</h1><div class='entry-content'><p>It is open again, and nobody knows for how long.</p>\
                </div><div class='author-bio'><p>Jane Doe is the contact for privacy at the harbour and asks for cookies</p></div>";
    assert_eq!(code("a.html", html.as_bytes()), "read: The quay");
}

#[test]
fn what_hides_or_turns_text_is_gone() {
    let page = read(
        "a.txt",
        "Home » News » The \u{202e}quay\nThe quay\nIt\0 is \u{2066}open\u{2069} today\u{200b}."
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        (page.title.as_str(), page.body.as_str()),
        ("The quay", "It is open today.")
    );
}

#[test]
fn nothing_that_could_run_survives() {
    let html = "<html><body><article><h1>The quay</h1><div class='entry-content'><p onclick='x()'>The quay is \
                <a href='javascript:x()'>open</a> today, and it will be <a href='data:text/html,x'>open</a> tomorrow.</p>\
                <script>x()</script><img src='javascript:x()' onerror='x()'><svg onload='x()'></svg></div></article>";
    let page = read("a.html", html.as_bytes()).unwrap();
    assert_eq!(
        page.body,
        "The quay is open today, and it will be open tomorrow."
    );
}

static FIXTURES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/pages");
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|kind| kind == "html" || kind == "txt")
        })
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(path).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
});

/// A fixture with a part cut out, doubled, or overwritten.
fn mutated() -> impl Strategy<Value = (String, Vec<u8>)> {
    let change = (
        0.0..1.0_f64,
        0.0..1.0_f64,
        0..3_u8,
        prop::collection::vec(any::<u8>(), 0..12),
    );
    (
        prop::sample::select(FIXTURES.clone()),
        prop::collection::vec(change, 1..4),
    )
        .prop_map(|((name, mut bytes), changes)| {
            for (from, length, kind, junk) in changes {
                let start = (from * bytes.len() as f64) as usize;
                let end = (start + (length * length * 400.0) as usize).min(bytes.len());
                let part = bytes[start..end].to_vec();
                match kind {
                    0 => drop(bytes.drain(start..end)),
                    1 => drop(bytes.splice(start..start, part)),
                    _ => drop(bytes.splice(start..end, junk)),
                }
            }
            (name, bytes)
        })
}

fn checked(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(page) = read(name, bytes) {
        prop_assert!(!page.title.trim().is_empty() && !page.body.trim().is_empty());
        for (at, comment) in page.comments.iter().enumerate() {
            prop_assert!(
                comment.parent.is_none_or(|parent| parent < at),
                "{at} answers what follows it"
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mutation_of_a_page_is_read_or_refused((name, bytes) in mutated()) {
        checked(&name, &bytes)?;
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC{0,40}[\n\r »:–*_“”]?){0,60}", html in any::<bool>()) {
        checked(if html { "a.html" } else { "a.txt" }, text.as_bytes())?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        checked("a.txt", &bytes)?;
        checked("a.html", &bytes)?;
    }
}

#[test]
fn a_trail_of_two_steps_ends_at_the_section_where_a_longer_line_follows() {
    let day = "By Ada Quill\n3 March 2024\n\nThe boats sail again from this morning on, the harbour office says.\n";
    for (step, title) in [
        ("Opinion & Letters", "The ferry should sail on Sundays"),
        ("The ferry strike", "The ferry strike"),
    ] {
        let text = format!("Harbour Post\n\nHome › {step}\n\n{title}\n\n{day}");
        let page = intake::saved_page::read_as(intake::Format::TextCopy, "a.txt", text.as_bytes());
        assert_eq!(page.unwrap().title, title);
    }
}
