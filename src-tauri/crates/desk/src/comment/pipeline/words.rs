//! Words of lists, found in whatever way they are written: one tree of letters for all lists, walked from each place where
//! a word may begin. A character stands for several letters (`seen`), so that the walk branches where the tree does.

use markup::seen::{Unit, units};
use model::comment::{ListKind, Rules};
use std::{collections::BTreeMap, ops::Range};

/// Most steps of a walk over one text; what a text of mere look-alikes could cost beyond that is not spent.
const STEPS: u32 = 400_000;
/// Most characters between the letters of a word that is parted, and most stars for letters of one.
const APART: usize = 3;
/// Most characters between two words of a run of words.
const BETWEEN: usize = 5;

/// All lists of words, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Words {
    lists: Vec<List>,
    nodes: Vec<Node>,
    edges: Vec<(char, u32)>,
    /// The lists of which a word ends at a node, and whether any ending may follow.
    ends: Vec<(u32, bool)>,
}

/// Where the edges and the ends of a node begin and end.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    edges: (u32, u32),
    ends: (u32, u32),
}

#[derive(Debug, Clone)]
struct List {
    name: String,
    language: String,
    kind: ListKind,
}

/// A word of a list, found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which list, by its place among the rules' lists.
    pub list: usize,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

/// A tree while it is made.
#[derive(Default)]
struct Growing {
    edges: BTreeMap<(u32, char), u32>,
    ends: BTreeMap<u32, Vec<(u32, bool)>>,
    count: u32,
}

impl Growing {
    /// Adds a word of a list; one that is joined by an invisible character also as one that is parted.
    fn add(&mut self, list: u32, word: &str) {
        let all = units(word.trim_end_matches('*'));
        let any = word.ends_with('*');
        self.grow(list, &all, any, false);
        if all.iter().any(|unit| unit.soft) {
            self.grow(list, &all, any, true);
        }
    }

    /// Adds a word; what holds no letter is none.
    fn grow(&mut self, list: u32, word: &[Unit], any: bool, parted: bool) {
        let mut letters: Vec<char> = vec![];
        for unit in word.iter().filter(|unit| parted || !unit.soft) {
            match unit.letters().first() {
                Some(letter) if !unit.parts || letter.is_ascii_digit() => letters.push(*letter),
                _ if letters.last().is_some_and(|last| *last != ' ') => letters.push(' '),
                _ => {}
            }
        }
        if letters.last() == Some(&' ') {
            letters.pop();
        }
        if letters.is_empty() {
            return;
        }
        let mut node = 0;
        for letter in letters {
            node = *self.edges.entry((node, letter)).or_insert_with(|| {
                self.count += 1;
                self.count
            });
        }
        let ends = self.ends.entry(node).or_default();
        if !ends.contains(&(list, any)) {
            ends.push((list, any));
        }
    }
}

impl Words {
    /// Makes all lists of `rules` ready.
    #[must_use]
    pub fn new(rules: &Rules) -> Self {
        let mut growing = Growing::default();
        let mut lists = vec![];
        for (nth, list) in (0..).zip(&rules.lists) {
            for word in &list.words {
                growing.add(nth, word);
            }
            lists.push(List {
                name: list.name.clone(),
                language: list.language.to_lowercase(),
                kind: list.kind,
            });
        }
        let place = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut nodes = vec![Node::default(); growing.count as usize + 1];
        let mut edges: Vec<(char, u32)> = Vec::with_capacity(growing.edges.len());
        for ((from, letter), to) in growing.edges {
            let at = place(edges.len());
            let node = &mut nodes[from as usize].edges;
            if node.1 == 0 {
                node.0 = at;
            }
            node.1 = at + 1;
            edges.push((letter, to));
        }
        let mut ends = vec![];
        for (node, all) in growing.ends {
            let at = place(ends.len());
            ends.extend(all);
            nodes[node as usize].ends = (at, place(ends.len()));
        }
        Self {
            lists,
            nodes,
            edges,
            ends,
        }
    }

    /// The name of the list at `list`.
    #[must_use]
    pub fn name(&self, list: usize) -> &str {
        self.lists.get(list).map_or("", |list| &list.name)
    }

    /// The words of all lists of one kind that count under articles in `language`, by their places; of words that lie
    /// within another of the same list, the longer one.
    #[must_use]
    pub fn find(&self, text: &str, kind: ListKind, language: &str) -> Vec<Hit> {
        let language = language.to_lowercase();
        let counts = |list: &List| {
            list.kind == kind
                && (list.language.is_empty()
                    || language == list.language
                    || language
                        .strip_prefix(&list.language)
                        .is_some_and(|rest| rest.starts_with('-')))
        };
        let wanted: Vec<bool> = self.lists.iter().map(counts).collect();
        if self.edges.is_empty() || !wanted.contains(&true) {
            return vec![];
        }
        let all = units(text);
        let mut walk = Walk {
            words: self,
            wanted: &wanted,
            units: &all,
            least: 0,
            left: STEPS,
            hits: vec![],
        };
        walk.whole();
        let parted = parted(&all);
        for (one, least) in &parted {
            walk.units = one;
            walk.least = *least;
            walk.whole();
        }
        longest(walk.hits)
    }

    fn edges(&self, node: u32) -> &[(char, u32)] {
        let (from, to) = self
            .nodes
            .get(node as usize)
            .map_or((0, 0), |node| node.edges);
        self.edges.get(from as usize..to as usize).unwrap_or(&[])
    }

    fn ends(&self, node: u32) -> &[(u32, bool)] {
        let (from, to) = self
            .nodes
            .get(node as usize)
            .map_or((0, 0), |node| node.ends);
        self.ends.get(from as usize..to as usize).unwrap_or(&[])
    }

    fn edge(&self, node: u32, letter: char) -> Option<u32> {
        let edges = self.edges(node);
        let at = edges.binary_search_by_key(&letter, |edge| edge.0).ok()?;
        Some(edges[at].1)
    }
}

/// What was read on a way through the tree.
#[derive(Clone, Copy, Default)]
struct Read {
    /// Letters as they are.
    plain: usize,
    /// Digits and signs for letters.
    signs: usize,
    /// Stars for letters.
    hidden: usize,
    all: usize,
}

impl Read {
    /// Whether it is still the word and not another that only shares its looks: of letters of another script altogether, or
    /// mostly of digits or stars.
    fn holds(self) -> bool {
        self.plain >= 1
            && self.signs <= 2 * self.plain
            && (self.hidden == 0 || self.plain >= 2 && self.hidden <= self.plain)
    }
}

/// A walk through the tree over one text.
struct Walk<'a> {
    words: &'a Words,
    wanted: &'a [bool],
    units: &'a [Unit],
    /// Where the text is one word whose letters are parted: how many letters a word within it must have, unless it is all
    /// of it. 0 for a text with words.
    least: usize,
    left: u32,
    hits: Vec<Hit>,
}

impl Walk<'_> {
    fn whole(&mut self) {
        for start in 0..self.units.len() {
            if self.left == 0 {
                return;
            }
            if self.bound(start) && !self.units[start].letters().is_empty() {
                self.step(0, start, start, Read::default());
            }
        }
    }

    /// Whether a word may begin or end before `at`.
    fn bound(&self, at: usize) -> bool {
        let Some(unit) = self.units.get(at) else {
            return true;
        };
        let Some(before) = at.checked_sub(1).map(|before| &self.units[before]) else {
            return true;
        };
        self.least > 0 || unit.parts || unit.alone || before.parts || before.alone
    }

    /// Goes on from a node, with all units from `start` to before `at` read.
    fn step(&mut self, node: u32, start: usize, at: usize, read: Read) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        if at > start {
            self.end(node, start, at, read);
        }
        let Some(unit) = self.units.get(at) else {
            return;
        };
        let words = self.words;
        let like = |letter: char, nth: usize| {
            let mut read = read;
            read.all += 1;
            let replaced = matches!(unit.sign, 'а'..='я' | 'α'..='ω') || unit.sign.is_ascii();
            if nth == 0 && (!unit.parts || unit.sign == letter) {
                read.plain += 1;
            } else if !unit.letter {
                read.signs += 1;
            } else if !replaced {
                read.plain += 1;
            }
            read
        };
        for (nth, letter) in unit.letters().iter().enumerate() {
            if let Some(next) = words.edge(node, *letter) {
                self.step(next, start, at + 1, like(*letter, nth));
            }
        }
        if at == start {
            return;
        }
        if unit.drawn {
            let more = self.units[at..]
                .iter()
                .take_while(|unit| unit.drawn)
                .count();
            self.left = self
                .left
                .saturating_sub(u32::try_from(more).unwrap_or(u32::MAX));
            self.step(node, start, at + more, read);
        }
        if unit.soft {
            self.step(node, start, at + 1, read);
        }
        if unit.hides && read.hidden < APART {
            let mut read = read;
            read.hidden += 1;
            read.all += 1;
            for (_, next) in words.edges(node).iter().filter(|edge| edge.0 != ' ') {
                self.step(*next, start, at + 1, read);
            }
        }
        if unit.parts
            && let Some(next) = words.edge(node, ' ')
        {
            let gap = self.units[at..]
                .iter()
                .take(BETWEEN + 1)
                .take_while(|unit| unit.parts);
            let gap = gap.count();
            if gap <= BETWEEN {
                self.step(next, start, at + gap, read);
            }
        }
    }

    /// Notes the words that end at a node.
    fn end(&mut self, node: u32, start: usize, at: usize, read: Read) {
        let ends = self.words.ends(node);
        if ends.is_empty() || !read.holds() {
            return;
        }
        let bound = self.bound(at);
        for (list, any) in ends {
            if !self.wanted.get(*list as usize).copied().unwrap_or_default() || !bound && !any {
                continue;
            }
            // Of letters that are parted, nobody knows where another ending ends, unless it is all of them.
            if self.least > 0 && *any && start > 0 {
                continue;
            }
            let rest = self.units[at..].iter().take_while(|unit| !unit.parts);
            let end = if *any { at + rest.count() } else { at };
            let all = start == 0 && end == self.units.len();
            if self.least > 0 && !all && (read.all < self.least || *any) {
                continue;
            }
            self.hits.push(Hit {
                list: *list as usize,
                at: self.units[start].at.0 as usize..self.units[end - 1].at.1 as usize,
            });
        }
    }
}

/// Keeps, of those of one list that lie within each other, the longer one.
fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.list, hit.at.start, std::cmp::Reverse(hit.at.end)));
    let mut kept: Vec<Hit> = vec![];
    for hit in hits {
        let within = kept
            .last()
            .is_some_and(|last| last.list == hit.list && hit.at.start < last.at.end);
        if !within {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| (hit.at.start, hit.list));
    kept
}

/// Words whose letters are parted, put together; each with how many letters a word within it must have.
fn parted(all: &[Unit]) -> Vec<(Vec<Unit>, usize)> {
    let mut found = vec![];
    let mut at = 0;
    while at < all.len() {
        if !all[at].stands_for() || at > 0 && !all[at - 1].parts {
            at += 1;
            continue;
        }
        let pieces = pieces(all, at);
        if let Some(least) = believable(all, &pieces) {
            let mut one: Vec<Unit> = pieces
                .iter()
                .flat_map(|piece| all[piece.clone()].iter().cloned())
                .collect();
            for unit in &mut one {
                unit.parts = false;
            }
            found.push((one, least));
        }
        at = pieces.last().map_or(at, |piece| piece.end).max(at + 1);
    }
    found
}

/// The pieces of what may be one word, from `at` on: as long as they are parted alike, and by spaces only where each is a
/// letter.
fn pieces(all: &[Unit], at: usize) -> Vec<Range<usize>> {
    // A sign at a piece's end is what it looks like: the one in “s p a m!”.
    let piece = |from: usize| {
        let piece = all[from..].iter().take_while(|unit| unit.stands_for());
        let length = piece.clone().count();
        let signs = piece.skip(1).filter(|unit| unit.parts && !unit.letter);
        let ends = length > 1 && all[from + length - 1].parts && !all[from + length - 1].letter;
        from..from + length
            - if ends {
                signs.count().min(length - 1)
            } else {
                0
            }
    };
    let gap = |from: usize| {
        let mut signs = ['\0'; APART];
        let gap = all[from..]
            .iter()
            .take(APART + 1)
            .take_while(|unit| !unit.stands_for() && !unit.alone);
        let mut width = 0;
        for unit in gap {
            if let Some(sign) = signs.get_mut(width) {
                *sign = unit.sign;
            }
            width += 1;
        }
        (signs, width)
    };
    let mut last = piece(at);
    let (signs, width) = gap(last.end);
    let mut found = vec![last.clone()];
    if width == 0 || width > APART {
        return found;
    }
    let spaced = signs.contains(&' ');
    while gap(last.end) == (signs, width) && all.get(last.end + width).is_some_and(Unit::stands_for)
    {
        let next = piece(last.end + width);
        if spaced && (last.len() > 1 || next.len() > 1) {
            break;
        }
        found.push(next.clone());
        last = next;
    }
    found
}

/// Whether pieces may be one word that was parted, and how many letters a word within it must then have.
fn believable(all: &[Unit], pieces: &[Range<usize>]) -> Option<usize> {
    let single = pieces.iter().all(|piece| piece.len() == 1);
    if single && pieces.len() >= 3 {
        return Some(4);
    }
    let sign = all.get(pieces.first()?.end)?.sign;
    let letters: usize = pieces.iter().map(ExactSizeIterator::len).sum();
    let stop = pieces.iter().all(|piece| piece.len() > 1);
    let may = match sign {
        // A stop without a space behind it parts two words; a hyphen may.
        '.' => pieces.len() > 2 || pieces.len() == 2 && !stop,
        '-' | '_' | '~' | '*' | '·' | '•' => pieces.len() > 2 || letters > 5,
        _ => false,
    };
    (may && pieces.len() > 1).then_some(usize::MAX)
}
