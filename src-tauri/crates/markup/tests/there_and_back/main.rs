//! HTML to Markdown and back to HTML: the page says the same, and going round again changes nothing.
//!
//! `COPYDESK_CASES=20000` tries as many documents as one likes.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says so by failing, in its helpers too"
)]

mod documents;
mod normal;
mod pruned;
mod tables;

use markup::{article_html, from_html::article};
use normal::{begins_at_the_second, normal};
use proptest::prelude::*;
use std::{fs, path::Path};

/// What is wrong with a document's way there and back, if anything.
fn difference(html: &str) -> Option<String> {
    let markdown = article(html);
    let page = article_html(&markdown);
    let (before, after) = (normal(html), normal(&page));
    if before != after {
        let at = before.iter().zip(&after).position(|(a, b)| a != b);
        let at = at.unwrap_or(before.len().min(after.len()));
        let from = at.saturating_sub(2);
        let near = |all: &[String]| all[from.min(all.len())..all.len().min(at + 4)].join("\n  ");
        return Some(format!(
            "not the same\n-- html\n{html}\n-- markdown\n{markdown}\n-- page\n{page}\n-- was\n  {}\n-- is\n  {}",
            near(&before),
            near(&after)
        ));
    }
    let again = article(&page);
    // A page's highest heading is always a second one.
    (again != markdown && begins_at_the_second(html)).then(|| {
        format!("another Markdown\n-- html\n{html}\n-- first\n{markdown}\n-- page\n{page}\n-- then\n{again}")
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is told by the environment how much to try"
)]
fn cases() -> u32 {
    let wanted = std::env::var("COPYDESK_CASES").ok();
    wanted.and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        max_shrink_iters: 3_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_an_archive_holds_comes_back(html in documents::document()) {
        let found = difference(&html);
        prop_assert!(found.is_none(), "{}", found.unwrap_or_default());
    }
}

/// Those that once did not come back.
#[test]
fn what_was_lost_once_comes_back() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/back");
    let mut lost = vec![];
    let mut tried = 0;
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        lost.extend(
            difference(&fs::read_to_string(&path).unwrap())
                .map(|found| format!("{}: {found}", path.display())),
        );
        tried += 1;
    }
    assert!(lost.is_empty(), "{}", lost.join("\n\n"));
    assert!(tried > 5, "{tried}");
}
