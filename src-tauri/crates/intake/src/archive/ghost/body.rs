//! A text of Ghost's, from whichever form it is kept in, as Markdown.

use super::{cards, lexical, mobiledoc};
use crate::archive::{
    common::left,
    prepared::{self, To},
};
use model::{archive::Item, page::Leftover};

/// A stretch of a text.
enum Part {
    Html(String),
    Markdown(String),
}

/// A text that is being made.
#[derive(Default)]
pub(super) struct Out {
    parts: Vec<Part>,
    left: Vec<Leftover>,
    paid: bool,
}

impl Out {
    /// Goes on with HTML.
    pub fn html(&mut self, html: &str) {
        match self.parts.last_mut() {
            Some(Part::Html(own)) => own.push_str(html),
            _ => self.parts.push(Part::Html(html.to_owned())),
        }
    }

    /// Goes on with Markdown.
    pub fn markdown(&mut self, text: &str) {
        self.parts.push(Part::Markdown(text.to_owned()));
    }

    /// Sets something aside.
    pub fn left(&mut self, leftover: Leftover) {
        self.left.push(leftover);
    }

    /// From here on only who paid could read.
    pub fn paid(&mut self) {
        self.paid = true;
    }

    /// Gives the whole text to the item.
    fn into(self, item: &mut Item, to: &mut To<'_>) {
        let mut all = vec![];
        for part in self.parts {
            all.push(match part {
                Part::Html(html) => prepared::markdown(html, item, to),
                Part::Markdown(text) => crate::archive::rewrite::markdown(text, item, to),
            });
        }
        all.retain(|text| !text.trim().is_empty());
        item.body = all.join("\n\n").trim().to_owned();
        item.left.extend(self.left);
        if self.paid {
            let why = "From there on the text was for members; all of it is taken";
            item.left.push(left("text", "a paywall", why));
        }
    }
}

/// Where a post keeps its text.
pub(super) struct Kept<'a> {
    pub html: &'a str,
    pub lexical: &'a str,
    pub mobiledoc: &'a str,
    pub markdown: &'a str,
    pub plain: &'a str,
}

/// Makes the text; of the forms that it is kept in, the first that says something.
pub(super) fn read(kept: &Kept<'_>, item: &mut Item, to: &mut To<'_>) {
    if !kept.html.trim().is_empty() {
        let mut out = Out::default();
        // What forty megabytes of a picture are is known before anything parses them.
        let html = crate::archive::embedded::cut_for(kept.html.to_owned(), item);
        if html.contains("<!--members-only-->") {
            out.paid();
        }
        cards::plain(&html, &mut out);
        out.into(item, to);
        if !item.body.is_empty() {
            return;
        }
    }
    for (json, write) in [
        (
            kept.lexical,
            lexical::write as fn(&serde_json::Value, &mut Out),
        ),
        (kept.mobiledoc, mobiledoc::write),
    ] {
        if json.trim().is_empty() {
            continue;
        }
        let mut out = Out::default();
        let json = crate::archive::embedded::cut_for(json.to_owned(), item);
        match serde_json::from_str(&json) {
            Ok(value) => {
                write(&value, &mut out);
                out.into(item, to);
            }
            Err(why) => {
                let why = format!("It can’t be read: {why}");
                item.left.push(left("text", json, &why));
            }
        }
        if !item.body.is_empty() {
            return;
        }
    }
    if !kept.markdown.trim().is_empty() {
        item.body = crate::archive::rewrite::markdown(kept.markdown.to_owned(), item, to);
    } else if !kept.plain.trim().is_empty() {
        let all = kept.plain.split("\n\n").map(str::trim);
        let all = all.filter(|text| !text.is_empty());
        let all: Vec<String> = all.map(markup::from_html::escape).collect();
        item.body = all.join("\n\n");
    }
}
