//! Texts and the HTML they become, in files: `corpus/article/*.md` and `corpus/comment/*.txt`, each with its `.html`.
//! `COPYDESK_WRITE_EXPECTED=1` writes what comes out now; read the difference before you commit it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says so by failing, in its helpers too"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

fn texts(folder: &str, end: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == end))
        .collect();
    files.sort();
    files
}

fn hold(folder: &str, end: &str, least: usize, html: fn(&str) -> String) {
    let files = texts(folder, end);
    assert!(files.len() >= least, "only {} in {folder}", files.len());
    let mut different = vec![];
    for file in files {
        let made = html(&fs::read_to_string(&file).unwrap());
        let expected = file.with_extension("html");
        if writes() {
            fs::write(&expected, &made).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != made {
            different.push(format!("{}:\n{made}", file.display()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is told by the environment whether to write"
)]
fn writes() -> bool {
    std::env::var_os("COPYDESK_WRITE_EXPECTED").is_some()
}

#[test]
fn an_articles_text_becomes_the_html_beside_it() {
    hold("article", "md", 20, markup::article_html);
}

#[test]
fn a_comments_text_becomes_the_html_beside_it() {
    hold("comment", "txt", 7, markup::comment_html);
}
