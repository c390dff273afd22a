//! Blocks of WordPress whose words stand elsewhere: footnotes, which are in the meta of a post, and blocks that several posts show.

use super::{first::First, item::said, raw::Raw};
use crate::archive::common::escaped;
use model::archive::Item;

/// How blocks begin that hold no words of their own, and how they end.
const BEGINS: &str = "<!-- wp:";
const ENDS: &str = "-->";
/// Most bytes that shared blocks may add to a text, and how deep one may show another.
const SHOWN: usize = 4 << 20;
const DEEP: usize = 5;
/// Blocks without words which nobody misses.
const SILENT: [&str; 4] = ["more", "nextpage", "spacer", "separator"];

/// The text with the words of such blocks; those of which the archive has none are named.
pub(super) fn filled(content: &str, raw: &mut Raw, first: &First, item: &mut Item) -> String {
    let notes = notes(raw);
    let mut made = Made {
        first,
        notes: &notes,
        out: String::with_capacity(content.len()),
        shown: 0,
        noted: false,
        empty: vec![],
        apart: vec![],
        lost: vec![],
    };
    made.text(content, &mut vec![]);
    if !notes.is_empty() && !made.noted {
        match content.contains("data-fn=") {
            true => made.out.push_str(&notes),
            false => {
                let why =
                    "No mark in the text leads to these notes, and WordPress does not show them";
                made.lost
                    .push(("footnotes", markup::from_html::markdown(&notes), why));
            }
        }
    }
    let why = "WordPress fills these when it shows the page; they have no text of their own";
    named(item, "blocks", &made.empty, why);
    let why = "What these show stands in their settings, and stayed out";
    named(item, "blocks", &made.apart, why);
    for (place, text, why) in made.lost {
        item.left.push(said(place, &text, why));
    }
    made.out
}

fn named(item: &mut Item, place: &str, all: &[&str], why: &str) {
    if !all.is_empty() {
        item.left.push(said(place, &all.join(", "), why));
    }
}

/// The list of a post's footnotes, which its marks lead to; empty where it has none.
fn notes(raw: &mut Raw) -> String {
    let found = raw.meta("footnotes");
    let found = found.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let Some(all) = found.as_ref().and_then(serde_json::Value::as_array) else {
        return String::new();
    };
    let said = |note: &serde_json::Value, name: &str| note.get(name)?.as_str().map(str::to_owned);
    let mut list = String::new();
    for note in all {
        let id = said(note, "id").unwrap_or_default();
        let words = said(note, "content").unwrap_or_default();
        list.push_str(&format!("<li id=\"{}\">{words}</li>", escaped(&id)));
    }
    raw.meta.retain(|(name, _)| name != "footnotes");
    match list.is_empty() {
        true => list,
        false => format!("\n<ol>{list}</ol>\n"),
    }
}

/// A text that is being made.
struct Made<'a> {
    first: &'a First,
    notes: &'a str,
    out: String,
    /// How many bytes shared blocks added.
    shown: usize,
    noted: bool,
    /// The names of blocks without words, and of those whose words are in their settings.
    empty: Vec<&'a str>,
    apart: Vec<&'a str>,
    /// What is missing, and why.
    lost: Vec<(&'static str, String, &'static str)>,
}

impl<'a> Made<'a> {
    /// Adds a text; `within` are the shared blocks that it is in.
    fn text(&mut self, text: &'a str, within: &mut Vec<String>) {
        let mut rest = text;
        while let Some(at) = rest.find(BEGINS) {
            let (before, block) = rest.split_at(at);
            self.out.push_str(before);
            let Some(end) = block.find(ENDS) else {
                rest = block;
                break;
            };
            let (whole, after) = block.split_at(end + ENDS.len());
            rest = after;
            let head = block.get(BEGINS.len()..end).unwrap_or_default().trim_end();
            match head.strip_suffix('/') {
                Some(head) if self.block(head, within) => {}
                _ => self.out.push_str(whole),
            }
        }
        self.out.push_str(rest);
    }

    /// A block without words: what stands for it is added, or it is named; whether something stands for it.
    fn block(&mut self, head: &'a str, within: &mut Vec<String>) -> bool {
        let end = head.find([' ', '{', '\n']).unwrap_or(head.len());
        let (name, settings) = head.split_at(end);
        match name.strip_prefix("core/").unwrap_or(name) {
            "footnotes" if !self.notes.is_empty() => {
                if !std::mem::replace(&mut self.noted, true) {
                    self.out.push_str(self.notes);
                }
                return true;
            }
            "footnotes" => {
                let why = "The archive has none of its footnotes";
                self.miss("footnotes", String::new(), why);
            }
            "block" => return self.shared(settings, within),
            name if SILENT.contains(&name) => {}
            name => {
                // Those of WordPress itself are made from what the site holds; others may say anything.
                let all = match name.contains('/') && settings.contains('{') {
                    true => &mut self.apart,
                    false => &mut self.empty,
                };
                if !all.contains(&name) && all.len() < 50 {
                    all.push(name);
                }
            }
        }
        false
    }

    /// A block that several posts show.
    fn shared(&mut self, settings: &str, within: &mut Vec<String>) -> bool {
        let settings = serde_json::from_str::<serde_json::Value>(settings.trim()).ok();
        let number = settings.as_ref().and_then(|all| all.get("ref"));
        let number = number.map(ToString::to_string).unwrap_or_default();
        let first = self.first;
        let Some(words) = first.block(&number) else {
            let why = "The archive does not have this block, which several posts showed: its words are lost";
            self.miss("block", number, why);
            return false;
        };
        let fits = self.shown + words.len() <= SHOWN && within.len() < DEEP;
        if !fits || within.contains(&number) {
            let why = "This block shows itself, or is too long to be shown so often: its words are not taken here";
            self.miss("block", number, why);
            return false;
        }
        if !first.shows(self.shown, words.len()) {
            let why = "This block is long, and so many posts show it that the library would be many times as large as the archive: its \
                words are not taken here";
            self.miss("block", number, why);
            return false;
        }
        self.shown += words.len();
        within.push(number);
        self.text(words, within);
        within.pop();
        true
    }

    fn miss(&mut self, place: &'static str, text: String, why: &'static str) {
        let new = |known: &(_, String, _)| known.0 != place || known.1 != text || known.2 != why;
        if self.lost.len() < 50 && self.lost.iter().all(new) {
            self.lost.push((place, text, why));
        }
    }
}
