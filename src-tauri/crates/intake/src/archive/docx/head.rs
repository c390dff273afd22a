//! What of a text is its headline, the paragraph below it, and who wrote it.

use super::{
    block::{self, Block},
    lift::lift,
    names::Role,
};
use model::article::Byline;

/// The head of an article, taken out of its blocks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) standfirst: String,
    pub(super) bylines: Vec<String>,
    /// As it is written.
    pub(super) date: Option<String>,
    /// The words that are no longer in the text, with the marks within.
    pub(super) taken: Vec<String>,
    /// Whether the headline is what stands in the text.
    pub(super) from_text: bool,
}

/// How far down a byline may stand.
const LOOKED_AT: usize = 6;

/// Takes the head out. `named` is the title by the document's properties.
pub(super) fn take(blocks: &mut Vec<Block>, named: Option<&str>) -> Head {
    let mut head = Head::default();
    titles(blocks, &mut head);
    if head.title.is_empty() {
        first_heading(blocks, named, &mut head);
    }
    standfirst(blocks, &mut head);
    byline(blocks, &mut head);
    let is_date = |block: &Block| matches!(role(block), Some((Role::Date, _)));
    if let Some(at) = blocks.iter().take(LOOKED_AT).position(is_date) {
        let taken = blocks.remove(at);
        head.date = role(&taken).map(|(_, plain)| lift(plain).0);
        head.taken
            .extend(role(&taken).map(|(_, plain)| plain.to_owned()));
    }
    head
}

/// Bylines of their names.
pub(super) fn bylines(names: &[String]) -> Vec<Byline> {
    let named = names.iter().map(|name| Byline {
        name: name.clone(),
        ..Byline::default()
    });
    named.collect()
}

fn role(block: &Block) -> Option<(Role, &str)> {
    match block {
        Block::Text { role, plain, .. } => Some((*role, plain)),
        _ => None,
    }
}

/// Titles by their style: those that stand before all text.
fn titles(blocks: &mut Vec<Block>, head: &mut Head) {
    let is_title = |block: &Block| matches!(role(block), Some((Role::Title, _)));
    let Some(first) = blocks
        .iter()
        .position(is_title)
        .filter(|at| *at <= LOOKED_AT)
    else {
        return;
    };
    let count = blocks[first..]
        .iter()
        .take_while(|block| is_title(block))
        .count();
    let taken: Vec<String> = blocks
        .drain(first..first + count)
        .filter_map(|block| role(&block).map(|(_, plain)| plain.to_owned()))
        .collect();
    head.title = lift(&taken.join(" ")).0;
    head.taken.extend(taken);
    head.from_text = true;
}

/// A heading as the headline: the first thing in the text where it is the only one of its level, else the properties' title,
/// else the first heading of the first level.
fn first_heading(blocks: &mut Vec<Block>, named: Option<&str>, head: &mut Head) {
    let is_first = |block: &Block| matches!(role(block), Some((Role::Heading(1), _)));
    let at = blocks.iter().position(is_first);
    let begins = |at: usize| {
        at == 0
            || blocks[..at].iter().all(|block| {
                matches!(role(block), Some((Role::Author, _)))
                    || role(block).is_some_and(|(_, plain)| names_of(&lift(plain).0).is_some())
            })
    };
    let text = |at: usize| {
        role(&blocks[at])
            .map(|(_, plain)| lift(plain).0)
            .unwrap_or_default()
    };
    let same = |at: usize| named.is_some_and(|named| named.eq_ignore_ascii_case(&text(at)));
    match at {
        Some(at)
            if begins(at)
                && (blocks.iter().filter(|block| is_first(block)).count() == 1
                    || same(at)
                    || named.is_none()) =>
        {
            head.title = text(at);
            head.from_text = true;
            let taken = blocks.remove(at);
            head.taken
                .extend(role(&taken).map(|(_, plain)| plain.to_owned()));
        }
        Some(at) if named.is_none() => head.title = text(at),
        _ => head.title = named.unwrap_or_default().to_owned(),
    }
}

fn standfirst(blocks: &mut Vec<Block>, head: &mut Head) {
    let is = |block: &Block| matches!(role(block), Some((Role::Subtitle, _)));
    let Some(first) = blocks.iter().position(is).filter(|at| *at <= LOOKED_AT) else {
        return;
    };
    let count = blocks[first..].iter().take_while(|block| is(block)).count();
    let taken: Vec<String> = blocks
        .drain(first..first + count)
        .filter_map(|block| role(&block).map(|(_, plain)| plain.to_owned()))
        .collect();
    head.standfirst = lift(&taken.join(" ")).0;
    head.taken.extend(taken);
}

/// A line that signs the text: by its style, or by how it begins.
fn byline(blocks: &mut Vec<Block>, head: &mut Head) {
    let found = blocks
        .iter()
        .take(LOOKED_AT)
        .enumerate()
        .find_map(|(at, block)| {
            let (role, plain) = role(block)?;
            let text = lift(plain).0;
            match role {
                Role::Author => Some((
                    at,
                    names_of(&text).unwrap_or_else(|| vec![text.trim().to_owned()]),
                )),
                Role::Text => names_of(&text).map(|names| (at, names)),
                _ => None,
            }
        });
    if let Some((at, names)) = found {
        head.bylines = names;
        let taken = blocks.remove(at);
        head.taken
            .extend(role(&taken).map(|(_, plain)| plain.to_owned()));
    }
}

/// The names of a line that says nothing but who wrote it.
fn names_of(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let short = line.chars().count() <= 100 && !line.ends_with(['.', '?', '!', ',', ';']);
    short.then(|| crate::byline::by(line)).flatten()
}

/// The body of what is left, with footnotes below it.
pub(super) fn body(blocks: Vec<Block>, notes: &[(usize, Vec<Block>)]) -> String {
    let blocks = block::caption(blocks);
    let mut out = vec![block::join(&blocks, block::top(&blocks))];
    out.extend(
        notes
            .iter()
            .map(|(number, blocks)| block::note(*number, blocks)),
    );
    out.retain(|part| !part.is_empty());
    out.join("\n\n")
}
