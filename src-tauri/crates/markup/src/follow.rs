//! Where a passage of a text stands in another state of the text. What nothing but a guess could tell is not told: the
//! answer is the very words at the place where they were, or none.
//!
//! Paragraphs that each text has once are the same ones. What lies between them is held together word by word, and of
//! that only what every longest alignment agrees on: words that were written a second time, beside the passage or
//! elsewhere, attract nothing.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// How a passage may be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// From a text to the next one: a paragraph that was moved as it is may be followed.
    Edit,
    /// Back into a text that no longer had it: only to the place where it was, between the same words.
    Return,
}

/// So many steps of comparing words are taken at once; what would take more is parted at words that are there once.
const CELLS: usize = 1 << 19;

/// So many times.
const DEPTH: u32 = 32;

/// A stretch that is in both texts, by its place in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Block {
    old: usize,
    new: usize,
    len: usize,
}

/// What two texts have in common: in order, and moved.
#[derive(Debug)]
pub struct Path<'a> {
    from: &'a str,
    to: &'a str,
    blocks: Vec<Block>,
    moved: Vec<Block>,
}

impl<'a> Path<'a> {
    /// The path from one text to another. What it costs grows with their length, whatever is in them.
    #[must_use]
    pub fn new(from: &'a str, to: &'a str) -> Self {
        let mut path = Self {
            from,
            to,
            blocks: vec![],
            moved: vec![],
        };
        if from == to {
            path.push(0, 0, from.len());
            return path;
        }
        let (old, new) = (paragraphs(from), paragraphs(to));
        let text = |of: &'a str| move |place: &Range<usize>| &of[place.clone()];
        let once = unique(old.iter().map(text(from)), new.iter().map(text(to)));
        let kept = rising(&once);
        let (mut was_once, mut is_once) = (vec![false; old.len()], vec![false; new.len()]);
        for &(a, b) in &once {
            (was_once[a], is_once[b]) = (true, true);
        }
        let rest = |all: &[Range<usize>], once: &[bool], span: Range<usize>| {
            let places: Vec<_> = span
                .filter(|&at| !once[at])
                .map(|at| all[at].clone())
                .collect();
            places
        };
        let (mut i, mut j) = (0, 0);
        for &(a, b) in kept.iter().chain([&(old.len(), new.len())]) {
            let olds = tokens(from, &rest(&old, &was_once, i..a));
            let news = tokens(to, &rest(&new, &is_once, j..b));
            path.align(&olds, &news, DEPTH);
            if let (Some(was), Some(is)) = (old.get(a), new.get(b)) {
                path.push(was.start, is.start, was.len());
            }
            (i, j) = (a + 1, b + 1);
        }
        let in_order: HashSet<usize> = kept.iter().map(|pair| pair.0).collect();
        path.moved = once
            .iter()
            .filter(|pair| !in_order.contains(&pair.0))
            .map(|&(a, b)| Block {
                old: old[a].start,
                new: new[b].start,
                len: old[a].len(),
            })
            .collect();
        path
    }

    /// Where a passage is by now.
    #[must_use]
    pub fn follow(&self, passage: &Range<usize>, how: Follow) -> Option<Range<usize>> {
        let words = self.from.get(passage.clone())?;
        let core = words.trim();
        let start = passage.start + (words.len() - words.trim_start().len());
        let core = start..start + core.len();
        if core.is_empty() {
            return None;
        }
        let shift = |block: &Block| {
            let start = (passage.start + block.new).checked_sub(block.old)?;
            let place = start..start + words.len();
            (self.to.get(place.clone()) == Some(words)).then_some(place)
        };
        let holds = |block: &Block| block.old <= core.start && core.end <= block.old + block.len;
        let after = self.blocks.partition_point(|block| block.old <= core.start);
        if let Some(nth) = after.checked_sub(1)
            && holds(&self.blocks[nth])
        {
            return self
                .certain(nth, &core, how)
                .then(|| shift(&self.blocks[nth]))
                .flatten();
        }
        let after = self.moved.partition_point(|block| block.old <= core.start);
        let block = self.moved.get(after.checked_sub(1)?)?;
        // Whoever wrote the same words as a paragraph elsewhere moved nothing: there must be more of it than them.
        let more = block.len > core.len();
        (how == Follow::Edit && holds(block) && more)
            .then(|| shift(block))
            .flatten()
    }

    /// Whether what is beside the words says that they are the same ones and not written anew elsewhere: a word next
    /// to them that came along, or what was on both sides still being there.
    fn certain(&self, nth: usize, core: &Range<usize>, how: Follow) -> bool {
        let block = &self.blocks[nth];
        let (from, to) = (self.from, self.to);
        let blank = |of: &str, place: Range<usize>| of[place].trim().is_empty();
        let before_touches = !blank(from, block.old..core.start);
        let after_touches = !blank(from, core.end..block.old + block.len);
        let (was, is) = nth.checked_sub(1).map_or((0, 0), |before| {
            let before = &self.blocks[before];
            (before.old + before.len, before.new + before.len)
        });
        let (was_next, is_next) = self
            .blocks
            .get(nth + 1)
            .map_or((from.len(), to.len()), |next| (next.old, next.new));
        let was_before = before_touches || blank(from, was..block.old);
        let was_after = after_touches || blank(from, block.old + block.len..was_next);
        let is_before = before_touches || blank(to, is..block.new);
        let is_after = after_touches || blank(to, block.new + block.len..is_next);
        match how {
            Follow::Edit => was_before && (was_after || is_before) || was_after && is_after,
            Follow::Return => was_before && was_after && is_before && is_after,
        }
    }

    /// Puts a stretch at the end, joined to the one before where nothing but the same white space parts them.
    fn push(&mut self, old: usize, new: usize, len: usize) {
        if let Some(last) = self.blocks.last_mut() {
            let (was, is) = (last.old + last.len, last.new + last.len);
            let (gap, other) = (&self.from[was..old], &self.to[is..new]);
            if gap == other && gap.trim().is_empty() {
                last.len = old + len - last.old;
                return;
            }
        }
        self.blocks.push(Block { old, new, len });
    }

    /// Finds what two runs of words have in common for certain. Long ones are parted at words that are there once, no
    /// more than `depth` times.
    fn align(&mut self, old: &[Range<usize>], new: &[Range<usize>], depth: u32) {
        if old.is_empty() || new.is_empty() {
            return;
        }
        let short = old.len().saturating_mul(new.len()) <= CELLS;
        let (from, to) = (self.from, self.to);
        let sure = if short {
            agreed(&names(from, to, old, new))
        } else {
            // By twos, since there are fewer words than pairs of words that are there once.
            let twos = |of: &'a str| move |two: &[Range<usize>]| &of[two[0].start..two[1].end];
            rising(&unique(
                old.windows(2).map(twos(from)),
                new.windows(2).map(twos(to)),
            ))
        };
        if sure.is_empty() {
            return;
        }
        let (mut i, mut j) = (0, 0);
        for &(a, b) in sure.iter().chain([&(old.len(), new.len())]) {
            if !short && depth > 0 {
                self.align(&old[i..a], &new[j..b], depth - 1);
            } else if a == i + 1 && b == j + 1 {
                // One word for one word: it may have got or lost its beginning or its end.
                self.within(&old[i], &new[j]);
            }
            if let (Some(was), Some(is)) = (old.get(a), new.get(b)) {
                self.push(was.start, is.start, was.len());
            }
            (i, j) = (a + 1, b + 1);
        }
    }

    /// A word that another one took the place of: what it begins and ends with in both, where that leaves no choice.
    fn within(&mut self, old: &Range<usize>, new: &Range<usize>) {
        let (was, is) = (&self.from[old.clone()], &self.to[new.clone()]);
        let same = |pair: &(char, char)| pair.0 == pair.1;
        let length = |pair: (char, char)| pair.0.len_utf8();
        let head: usize = was
            .chars()
            .zip(is.chars())
            .take_while(same)
            .map(length)
            .sum();
        let backward = was.chars().rev().zip(is.chars().rev());
        let tail: usize = backward.take_while(same).map(length).sum();
        if head + tail > was.len().min(is.len()) {
            return;
        }
        if head > 0 {
            self.push(old.start, new.start, head);
        }
        if tail > 0 {
            self.push(old.end - tail, new.end - tail, tail);
        }
    }
}

/// The paragraphs of a text, without the white space between them.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let (mut out, mut at) = (vec![], 0);
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if !bare.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            out.push(start..start + bare.len());
        }
        at += line.len();
    }
    out
}

/// The words and marks of some stretches of a text, without the white space between them. Scripts that don't part
/// their words are parted by character.
fn tokens(text: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = vec![];
    for place in places {
        let mut joins = false;
        for (at, letter) in text[place.clone()].char_indices() {
            let start = place.start + at;
            let end = start + letter.len_utf8();
            let alone =
                matches!(letter, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..);
            let word = letter.is_alphanumeric() && !alone;
            match out.last_mut() {
                Some(last) if word && joins => last.end = end,
                _ if letter.is_whitespace() => {}
                _ => out.push(start..end),
            }
            joins = word;
        }
    }
    out
}

/// What is once in each of two sequences: its places, in the order of the first.
fn unique<'a>(
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) -> Vec<(usize, usize)> {
    #[derive(Default)]
    struct Seen {
        old: (usize, usize),
        new: (usize, usize),
    }
    let mut seen: HashMap<&str, Seen> = HashMap::new();
    for (nth, word) in old.enumerate() {
        let seen = seen.entry(word).or_default();
        seen.old = (seen.old.0 + 1, nth);
    }
    for (nth, word) in new.enumerate() {
        if let Some(seen) = seen.get_mut(word) {
            seen.new = (seen.new.0 + 1, nth);
        }
    }
    let mut once: Vec<_> = seen
        .into_values()
        .filter(|seen| seen.old.0 == 1 && seen.new.0 == 1)
        .map(|seen| (seen.old.1, seen.new.1))
        .collect();
    once.sort_unstable();
    once
}

/// A longest run of pairs that rises in both.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (nth, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(nth);
        } else {
            ends[length] = nth;
        }
    }
    let mut out = vec![];
    let mut at = ends.last().copied();
    while let Some(nth) = at {
        out.push(pairs[nth]);
        at = before[nth];
    }
    out.reverse();
    out
}

/// Words as numbers, the same for the same.
fn names(
    from: &str,
    to: &str,
    old: &[Range<usize>],
    new: &[Range<usize>],
) -> (Vec<usize>, Vec<usize>) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut name = |word| {
        let next = known.len();
        *known.entry(word).or_insert(next)
    };
    let olds = old.iter().map(|place| name(&from[place.clone()])).collect();
    let news = new.iter().map(|place| name(&to[place.clone()])).collect();
    (olds, news)
}

/// The pairs that every longest common run of two sequences has.
fn agreed((old, new): &(Vec<usize>, Vec<usize>)) -> Vec<(usize, usize)> {
    let (n, m) = (old.len(), new.len());
    let width = m + 1;
    let mut ahead = vec![0_u32; (n + 1) * width];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            ahead[i * width + j] = if old[i] == new[j] {
                ahead[(i + 1) * width + j + 1] + 1
            } else {
                ahead[(i + 1) * width + j].max(ahead[i * width + j + 1])
            };
        }
    }
    let longest = ahead[0];
    let mut found: Vec<(u32, (usize, usize))> = vec![(0, (0, 0)); longest as usize];
    let (mut row, mut next) = (vec![0_u32; width], vec![0_u32; width]);
    for i in 0..n {
        for j in 0..m {
            let mut best = row[j + 1].max(next[j]);
            if old[i] == new[j] {
                best = row[j] + 1;
                if row[j] + 1 + ahead[(i + 1) * width + j + 1] == longest {
                    let found = &mut found[row[j] as usize];
                    *found = (found.0 + 1, (i, j));
                }
            }
            next[j + 1] = best;
        }
        std::mem::swap(&mut row, &mut next);
    }
    found
        .into_iter()
        .filter(|found| found.0 == 1)
        .map(|found| found.1)
        .collect()
}

#[cfg(test)]
mod tests;
