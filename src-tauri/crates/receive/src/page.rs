//! The pages that a browser is shown: a headline, a sentence or two, perhaps a link; no script, and one style.

use crate::words::Words;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::LazyLock};

const STYLE: &str = include_str!("style.css");

/// What a page may load: nothing but its own style, known by its hash.
pub(crate) static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        STANDARD.encode(Sha256::digest(STYLE))
    )
});

/// What stands on a page.
#[derive(Debug, Default)]
pub(crate) struct Page<'a> {
    pub title: &'a str,
    pub sentence: &'a str,
    /// That what was typed is not lost.
    pub kept: Option<&'a str>,
    /// The page that the form stood on.
    pub back: Option<&'a str>,
}

impl Page<'_> {
    /// The page's HTML.
    pub fn html(&self, words: &Words) -> String {
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
            <meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
            <body>\n<main>\n<h1>{title}</h1>\n",
            words.language,
            words.direction,
            title = escaped(self.title),
        );
        // Writing into a text never fails.
        if !self.sentence.is_empty() {
            let _ = writeln!(html, "<p dir=\"auto\">{}</p>", escaped(self.sentence));
        }
        if let Some(kept) = self.kept {
            let _ = writeln!(html, "<p class=\"kept\">{}</p>", escaped(kept));
        }
        if let Some(back) = self.back {
            let _ = writeln!(
                html,
                "<p><a href=\"{}\">{}</a></p>",
                escaped(back),
                escaped(words.back)
            );
        }
        html.push_str("</main>\n</body>\n</html>\n");
        html
    }
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::words::chosen;

    #[test]
    fn what_comes_from_outside_stays_text() {
        let page = Page {
            title: "<b>",
            sentence: "a & b",
            kept: None,
            back: Some("https://example.org/\"><script>"),
        };
        let html = page.html(chosen(&axum::http::HeaderMap::new()));
        assert!(html.contains("<h1>&lt;b&gt;</h1>\n<p dir=\"auto\">a &amp; b</p>"));
        assert!(html.contains("href=\"https://example.org/&quot;&gt;&lt;script&gt;\""));
        assert!(!html.contains("<script"));
    }
}
