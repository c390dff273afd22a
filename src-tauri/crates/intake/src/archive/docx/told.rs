//! What is known of a document before its text is read, and what is told of it beside its text.

use super::{
    numbering::Numbering,
    package::{Package, Relations},
    styles::Styles,
    tree::Node,
};
use model::page::Leftover;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most leftovers of one document.
const MOST: usize = 1_000;

/// A document, besides its text.
pub(super) struct Document<'a> {
    /// As reports name it.
    pub(super) place: String,
    pub(super) package: &'a Package<'a>,
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) relations: Relations,
    /// Footnotes, and endnotes, with what leads on from them.
    pub(super) notes: [(HashMap<String, Node>, Relations); 2],
    /// The remarks by their ids, and which in order they are.
    pub(super) remarks: HashMap<String, usize>,
    /// Whether fonts of equal widths may mark code: not where the whole text is in one.
    pub(super) code_fonts: bool,
}

/// What is told beside a text.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) left: Vec<Leftover>,
    seen: HashSet<(String, String)>,
    /// How many letters are in which language.
    pub(super) languages: BTreeMap<String, u64>,
    /// The numbers of footnotes, alike in both texts.
    labels: HashMap<(bool, String), usize>,
    /// How many tags of raw HTML its tables have.
    pub(super) tags: usize,
}

impl Told {
    /// Something is left out, or comes otherwise than it was; told once.
    pub(super) fn left(&mut self, place: &str, text: &str, why: &str) {
        if self.seen.len() > MOST || !self.seen.insert((text.to_owned(), why.to_owned())) {
            return;
        }
        let (text, why) = match self.seen.len() > MOST {
            true => (String::new(), "There is more that is left out."),
            false => (text.to_owned(), why),
        };
        self.left.push(Leftover {
            place: place.to_owned(),
            text,
            why: why.to_owned(),
        });
    }

    /// The number of a note.
    pub(super) fn label(&mut self, note: &(bool, String)) -> usize {
        let next = self.labels.len() + 1;
        *self.labels.entry(note.clone()).or_insert(next)
    }

    /// The language of most letters.
    pub(super) fn language(&self) -> Option<String> {
        let most = self.languages.iter().max_by_key(|(_, count)| **count);
        most.map(|(language, _)| language.clone())
    }
}
