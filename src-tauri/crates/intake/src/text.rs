//! An article page from its lines: the trail, the headline, the kicker, the text, and what stands below it.

use crate::{
    body, head, labels,
    lines::{self, Block, Part},
    tail,
};
use model::page::{Leftover, SavedPage};
use std::collections::HashSet;

/// What a page's markup tells of its lines.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    /// The trail begins with a section and not with the front page.
    pub from_section: bool,
    /// The words of the menus above the headline, as keys.
    pub menu: HashSet<String>,
    /// What the page says for search engines below its headline.
    pub descriptions: Vec<String>,
}

/// Reads the page from its blocks; `page`, `trail` and `hints` hold what its markup already told.
pub(crate) fn read(
    blocks: &[Block],
    page: SavedPage,
    trail: Vec<String>,
    hints: Hints,
) -> SavedPage {
    let mut reader = Reader::new(blocks, page, trail);
    reader.hints = hints;
    head::read(&mut reader);
    body::read(&mut reader);
    // Below the text a line break parts titles and names, which within it belong to one paragraph.
    let below: Vec<Block> = reader.rest().iter().flat_map(Block::split).collect();
    let mut reader = Reader {
        blocks: &below,
        at: 0,
        ..reader
    };
    tail::read(&mut reader);
    reader.page
}

/// A page on its way from blocks to an article.
pub(crate) struct Reader<'a> {
    blocks: &'a [Block],
    /// The next block.
    pub at: usize,
    pub page: SavedPage,
    /// The steps of the breadcrumb trail.
    pub trail: Vec<String>,
    pub hints: Hints,
    /// The short lines above the article: a menu's words come again as labels of other articles.
    pub menu: HashSet<String>,
}

impl<'a> Reader<'a> {
    pub fn new(blocks: &'a [Block], page: SavedPage, trail: Vec<String>) -> Self {
        let short = page
            .furniture
            .iter()
            .filter(|line| line.chars().count() <= 40);
        let menu = short.map(|line| key(line)).collect();
        Self {
            blocks,
            at: 0,
            page,
            trail,
            hints: Hints::default(),
            menu,
        }
    }

    pub fn now(&self) -> Option<&'a Block> {
        self.blocks.get(self.at)
    }

    pub fn ahead(&self, by: usize) -> Option<&'a Block> {
        self.blocks.get(self.at + by)
    }

    pub fn blocks_at(&self, at: usize) -> Option<&'a Block> {
        self.blocks.get(at)
    }

    pub fn rest(&self) -> &'a [Block] {
        self.blocks.get(self.at..).unwrap_or_default()
    }

    /// Takes the next block for the page's furniture.
    pub fn furniture(&mut self) {
        if let Some(block) = self.now() {
            self.page.furniture.push(block.text.clone());
            self.at += 1;
        }
    }

    /// Sets the next block aside: it was not recognised.
    pub fn leave(&mut self, why: &str) {
        if let Some(block) = self.now() {
            self.page.unrecognised.push(Leftover {
                place: block.place.clone(),
                text: block.text.clone(),
                why: why.to_owned(),
            });
            self.at += 1;
        }
    }

    /// Takes the next block for furniture where it is known as such, and sets it aside where not.
    pub fn furniture_or_leave(&mut self, why: &str) {
        let known = self.now().is_some_and(|block| {
            labels::is_furniture(&block.text) || self.menu.contains(&key(&block.text))
        });
        if known {
            self.furniture()
        } else {
            self.leave(why)
        }
    }
}

/// A text in lower case, letter for letter: a place in it is the same place in `text`.
pub(crate) fn lower(text: &str) -> String {
    let low = |c: char| {
        let mut all = c.to_lowercase();
        let first = all
            .next()
            .filter(|low| low.len_utf8() == c.len_utf8() && all.next().is_none());
        first.unwrap_or(c)
    };
    text.chars().map(low).collect()
}

/// A text by its letters and digits alone, in lower case.
pub(crate) fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Two texts that say the same, whatever their case, quotes and marks; a shortened one counts.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let near = one.len().abs_diff(other.len()) * 2 <= one.len().max(other.len());
    let cut = |text: &str| text.trim_end().ends_with(['…', '.']);
    if !near && !cut(one) && !cut(other) {
        return false;
    }
    let (a, b) = (key(one), key(other));
    let shortened =
        |short: &str, of: &str, text: &str| short.len() >= 8 && of.starts_with(short) && cut(text);
    !a.is_empty() && (a == b || shortened(&a, &b, one) || shortened(&b, &a, other))
}

/// A paragraph: a sentence or more of some length.
pub(crate) fn is_prose(block: &Block) -> bool {
    let text = &block.text;
    let cut = text
        .trim_end_matches(['.', ']', ')', ' '])
        .ends_with(['…', '['])
        || text.ends_with("...");
    text.len() >= 110 && text.chars().count() >= 110 && lines::ends_sentence(text) && !cut
}

/// Whether a block is part of the article's text by the page's markup, or may be for all that it says.
pub(crate) fn may_be_text(block: &Block) -> bool {
    matches!(block.part, Part::Unknown | Part::Text)
}
