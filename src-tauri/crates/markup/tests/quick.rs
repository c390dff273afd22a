//! What is long, deep or made to be slow takes no longer than it must.

#![allow(
    clippy::disallowed_methods,
    reason = "a test of how long something takes looks at the clock"
)]

use markup::from_html::{article, markdown, paste};
use std::time::{Duration, Instant};

/// How long reading HTML in each of its ways takes, at most; a debug build is allowed more.
fn within(seconds: u64, name: &str, html: &str) {
    for read in [article, markdown, |html: &str| paste(html).markdown] {
        let start = Instant::now();
        let text = read(html);
        let took = start.elapsed();
        let allowed = if cfg!(debug_assertions) {
            20 * seconds
        } else {
            seconds
        };
        let length = text.len();
        assert!(
            took < Duration::from_secs(allowed),
            "{name} took {took:?}, to {length} bytes"
        );
    }
}

#[test]
fn what_is_deep_or_endless_ends_soon() {
    // A debug build takes twenty times as long.
    let some = |times: usize| {
        if cfg!(debug_assertions) {
            times / 8
        } else {
            times
        }
    };
    let marked: String = (0..some(20_000))
        .map(|n| format!("<p><b class={n}>x"))
        .collect();
    let crossed: String = (0..20_000)
        .map(|n| format!("<div><i class={n}>x</div>"))
        .collect();
    for (name, html) in [
        (
            "marks in each other",
            "<b><i><s><u><a href=/x>".repeat(45_000),
        ),
        (
            "comments",
            "<!-- wp:paragraph --><p>a</p>".repeat(some(100_000)),
        ),
        ("marks with words", "<b>a <i>b ".repeat(some(100_000))),
        ("spans", "<span><sub>a".repeat(some(80_000))),
        ("deep lists", "<ul><li>a".repeat(10_000)),
        (
            "deep numbered lists",
            "<ol type=a><li>a".repeat(some(10_000)),
        ),
        (
            "deep quotations",
            format!(
                "{}{}",
                "<blockquote>".repeat(some(10_000)),
                "<p>a".repeat(some(100_000))
            ),
        ),
        ("deep figures", "<figure><figcaption>a".repeat(some(10_000))),
        ("deep tables", "<table><tr><td>a<td>b".repeat(some(5_000))),
        (
            "deep details",
            "<details><summary>a</summary>b".repeat(some(10_000)),
        ),
        ("empty spans", "<span></span>".repeat(100_000)),
        (
            "empty items",
            "<ol>".to_owned() + &"<li></li>".repeat(some(100_000)),
        ),
        ("no end of a tag", "<a ".repeat(some(300_000))),
        ("no end of a value", "<a b=\"".repeat(some(150_000))),
        ("no end of a comment", "<!--".repeat(some(200_000))),
        ("no end of a script", "<script>".repeat(some(100_000))),
        (
            "comments that are none",
            "<div><!x </div>".repeat(some(50_000)),
        ),
        ("marks left open in paragraphs", marked),
        ("marks left open in blocks", crossed),
        (
            "a paragraph without end",
            "words *and* [more](x) `of` it_ ".repeat(some(30_000)),
        ),
        ("breaks", "<br>".repeat(some(200_000))),
        (
            "notes",
            "<sup><a href=#n>1</a></sup>".repeat(some(30_000)) + "<p id=n>x</p>",
        ),
        ("emphasis by turns", "<b>a</b><i>b</i>".repeat(some(50_000))),
        ("brackets", "[".repeat(some(200_000))),
        ("backticks", "` `` ``` ".repeat(some(80_000))),
        ("code", "<code>`</code><code>``</code>".repeat(some(20_000))),
    ] {
        within(3, name, &html);
    }
}

#[test]
fn an_article_of_a_hundred_kilobytes_is_read_at_once() {
    let article = include_str!("corpus/back/wordpress.html");
    let html = article.repeat(100_000 / article.len() + 1);
    within(1, "an article", &html);
}
