//! A change as a reader of the page sees it: the new text as HTML, with what came and what went marked in it.

use crate::{
    article_html,
    marked::{Marked, is_picture, name, tokens},
};
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// Most pairs of blocks that are weighed against each other; past that they are paired in order.
const PAIRS: usize = 40_000;
/// How much of their words two blocks must share to count as one that was changed.
const ALIKE: f32 = 0.3;
/// How much of their words a block that went and one that came must share to count as one that was moved.
const HARDLY_CHANGED: f32 = 0.8;
/// The fewest words of a block that counts as moved.
const MOVED: usize = 4;

const VOID: [&str; 3] = ["br", "hr", "img"];

/// What became of a block; places in the old text and in the new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Same(usize),
    Changed(usize, usize),
    Gone(usize),
    Came(usize),
}

/// What became of a block of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// It stayed.
    Same,
    /// Some of it is other than it was.
    Changed,
    /// It was not there.
    Came,
    /// It is not there any more.
    Gone,
    /// It stood elsewhere, hardly other than it is.
    Moved,
    /// It stands elsewhere now.
    MovedAway,
}

/// A block of the page, as HTML, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What became of it.
    pub kind: RowKind,
    /// The block with what came and what went marked in it.
    pub html: String,
    /// The block as it was, with what went marked; empty where it was not there, or stayed.
    pub was: String,
    /// The block as it is, with what came marked; empty where it is not there any more, or stayed.
    pub is: String,
    /// The block as it is, without a mark; empty where it is not there any more.
    pub plain: String,
}

/// The HTML of `to`, with `<ins>` about the words and pictures that `from` did not have and `<del>` about those that it
/// had and `to` has not; a link that leads elsewhere than it did has the class `leads-elsewhere`. A block that went from
/// one place and came, hardly changed, at another is marked at both as moved: in `<div class="moved">` where it is, in
/// `<div class="moved-away">` where it was. Both texts are Markdown; all of it went through the allow-list of
/// [`article_html`], and only these are added: the first two around text and pictures alone, the others around whole
/// blocks.
#[must_use]
pub fn changes_html(from: &str, to: &str) -> String {
    rows(from, to).into_iter().map(|row| row.html).collect()
}

/// The blocks of both pages in one order, each with what became of it: the marks are those of [`changes_html`].
#[must_use]
pub fn rows(from: &str, to: &str) -> Vec<Row> {
    let (from, to) = (article_html(from), article_html(to));
    let (old, new) = (blocks(&from), blocks(&to));
    let steps = steps(&old, &new);
    let moved = moved(&old, &new, &steps);
    let went: HashMap<usize, usize> = moved.iter().copied().collect();
    let came: HashMap<usize, usize> = moved.iter().map(|(was, is)| (*is, *was)).collect();
    steps
        .into_iter()
        .map(|step| match step {
            Step::Same(at) => Row::new(RowKind::Same, new[at].to_owned(), ("", ""), new[at]),
            Step::Changed(was, is) => Row::changed(RowKind::Changed, old[was], new[is]),
            Step::Gone(was) if went.contains_key(&was) => {
                let html = wrapped("moved-away", old[was]);
                Row::new(RowKind::MovedAway, html.clone(), (&html, ""), "")
            }
            Step::Gone(was) => {
                let html = whole(old[was], "del");
                Row::new(RowKind::Gone, html.clone(), (&html, ""), "")
            }
            Step::Came(is) => match came.get(&is) {
                Some(was) => Row::changed(RowKind::Moved, old[*was], new[is]),
                None => {
                    let html = whole(new[is], "ins");
                    Row::new(RowKind::Came, html.clone(), ("", &html), new[is])
                }
            },
        })
        .collect()
}

impl Row {
    /// The words of the block as it is, without its elements: the cells of a table parted, and what each picture shows
    /// in its place.
    #[must_use]
    pub fn words(&self) -> String {
        let mut text = String::new();
        for token in tokens(&self.plain) {
            match token {
                _ if is_picture(token) => match alt(token) {
                    "" => text.push_str("[picture]"),
                    alt => text.extend(["[picture: ", alt, "]"]),
                },
                "</td>" | "</th>" => text.push_str(" | "),
                "</tr>" => text.truncate(text.trim_end_matches([' ', '|', '\n']).len()),
                "<tr>" if !text.is_empty() => text.push_str(" / "),
                _ if token.starts_with('<') => {}
                _ => text.push_str(token),
            }
        }
        // The escapes that a serialised page holds; the ampersand last, so that none is read twice.
        [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&nbsp;", " "),
            ("&amp;", "&"),
        ]
        .iter()
        .fold(text, |text, (escape, sign)| text.replace(escape, sign))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
    }

    fn new(kind: RowKind, html: String, (was, is): (&str, &str), plain: &str) -> Self {
        Self {
            kind,
            html,
            was: was.to_owned(),
            is: is.to_owned(),
            plain: plain.to_owned(),
        }
    }

    fn changed(kind: RowKind, old: &str, new: &str) -> Self {
        let marked = |marks: Marks| words(old, new, marks);
        let about = |html: String| match kind {
            RowKind::Moved => wrapped("moved", &html),
            _ => html,
        };
        let was = match kind {
            // Where it stood, the row of its leaving shows it.
            RowKind::Moved => String::new(),
            _ => marked(Marks::Was),
        };
        Self {
            kind,
            html: about(marked(Marks::Both)),
            was,
            is: about(marked(Marks::Is)),
            plain: new.to_owned(),
        }
    }
}

/// What became of the pieces of a text that did not stay as they were, by their places in the old text and in the new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Those that are one and the same, changed, some of them moved as well.
    pub changed: Vec<(usize, usize)>,
    /// Those that are not there any more.
    pub gone: Vec<usize>,
    /// Those that were not there.
    pub came: Vec<usize>,
}

/// What became of the pieces of `old` in `new`. Pieces that stayed as they were are not named, be they moved or not.
#[must_use]
pub fn changed_pieces(old: &[&str], new: &[&str]) -> Pieces {
    let steps = steps(old, new);
    let moved = moved(old, new, &steps);
    let (went, came): (HashSet<usize>, HashSet<usize>) = moved.iter().copied().unzip();
    let mut out = Pieces::default();
    for step in &steps {
        match *step {
            Step::Changed(was, is) => out.changed.push((was, is)),
            Step::Gone(was) if !went.contains(&was) => out.gone.push(was),
            Step::Came(is) if !came.contains(&is) => out.came.push(is),
            _ => {}
        }
    }
    let other = moved.into_iter().filter(|(was, is)| old[*was] != new[*is]);
    out.changed.extend(other);
    out
}

/// What a picture shows, as its element says.
fn alt(picture: &str) -> &str {
    let from = picture.split_once(" alt=\"").map_or("", |(_, from)| from);
    from.split('"').next().unwrap_or_default()
}

fn wrapped(class: &str, inner: &str) -> String {
    format!("<div class=\"{class}\">{inner}</div>\n")
}

/// What became of every block, in the order of the page.
fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
    let mut steps = vec![];
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        let (was, is) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            steps.extend(is.map(Step::Same));
        } else {
            region(old, new, was, is, &mut steps);
        }
    }
    steps
}

/// Blocks that differ: those that are alike are compared word by word, the others came or went whole.
fn region(old: &[&str], new: &[&str], was: Range<usize>, is: Range<usize>, steps: &mut Vec<Step>) {
    let (mut o, mut n) = (was.start, is.start);
    for (old_at, new_at) in pairs(&old[was.clone()], &new[is.clone()]) {
        let (old_at, new_at) = (was.start + old_at, is.start + new_at);
        steps.extend((o..old_at).map(Step::Gone));
        steps.extend((n..new_at).map(Step::Came));
        steps.push(Step::Changed(old_at, new_at));
        (o, n) = (old_at + 1, new_at + 1);
    }
    steps.extend((o..was.end).map(Step::Gone));
    steps.extend((n..is.end).map(Step::Came));
}

/// The blocks that went and came elsewhere, hardly changed: from where to where. Each counts once, and one of few
/// words is no move but chance.
fn moved(old: &[&str], new: &[&str], steps: &[Step]) -> Vec<(usize, usize)> {
    let mut came: Vec<(usize, Words)> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Came(is) => Some((*is, Words::of(new[*is]))),
            _ => None,
        })
        .filter(|(_, words)| words.words.len() >= MOVED)
        .collect();
    let mut out = vec![];
    for step in steps {
        let Step::Gone(was) = *step else { continue };
        if came.len() * old.len() > PAIRS {
            continue;
        }
        let gone = Words::of(old[was]);
        if gone.words.len() < MOVED {
            continue;
        }
        let best = came
            .iter()
            .map(|(_, words)| gone.likeness(words))
            .enumerate()
            .filter(|(_, alike)| *alike >= HARDLY_CHANGED)
            .max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((at, _)) = best {
            out.push((was, came.remove(at).0));
        }
    }
    out
}

/// The pairs of blocks that are one and the same, changed: in order, with the most words in common.
pub(crate) fn pairs<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > PAIRS {
        return (0..old.len().min(new.len())).map(|at| (at, at)).collect();
    }
    let (rows, columns) = (old.len() + 1, new.len() + 1);
    let mut best = vec![0.0_f32; rows * columns];
    let mut alike = vec![0.0_f32; rows * columns];
    let words = |blocks: &[&'a str]| blocks.iter().map(|block| Words::of(block)).collect();
    let (olds, news): (Vec<Words>, Vec<Words>) = (words(old), words(new));
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let here = o * columns + n;
            let weight = olds[o].likeness(&news[n]);
            alike[here] = weight;
            let paired = if weight >= ALIKE {
                weight + best[(o + 1) * columns + n + 1]
            } else {
                0.0
            };
            best[here] = paired.max(best[(o + 1) * columns + n]).max(best[here + 1]);
        }
    }
    let (mut o, mut n, mut out) = (0, 0, vec![]);
    while o < old.len() && n < new.len() {
        let here = o * columns + n;
        let paired = alike[here] + best[(o + 1) * columns + n + 1];
        if alike[here] >= ALIKE && best[here] <= paired {
            out.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if best[here] <= best[(o + 1) * columns + n] {
            o += 1;
        } else {
            n += 1;
        }
    }
    out
}

/// A block by its words, in the order of the alphabet: made once, for it is weighed against many.
pub(crate) struct Words<'a> {
    name: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Words<'a> {
    pub(crate) fn of(block: &'a str) -> Self {
        let mut words = tokens(block);
        words.retain(|token| is_word(token));
        words.sort_unstable();
        Self {
            name: name(block),
            words,
        }
    }

    /// How much of their words two blocks share, from 0 to 1; none where they are of another sort.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        if self.name != other.name {
            return 0.0;
        }
        let all = self.words.len() + other.words.len();
        if all == 0 {
            return 1.0;
        }
        let (mut shared, mut o, mut n) = (0, 0, 0);
        while let (Some(old), Some(new)) = (self.words.get(o), other.words.get(n)) {
            let order = old.cmp(new);
            shared += usize::from(order.is_eq());
            o += usize::from(order.is_le());
            n += usize::from(order.is_ge());
        }
        (2 * shared) as f32 / all as f32
    }
}

fn is_word(token: &str) -> bool {
    !token.starts_with('<') && !token.trim().is_empty()
}

/// A block that came or went: its elements stay, its words and pictures are marked.
fn whole(block: &str, mark: &str) -> String {
    let mut out = String::with_capacity(block.len() + block.len() / 4);
    let mut text = Marked::new(&mut out);
    for token in tokens(block) {
        text.put(token, Some(mark));
    }
    text.end();
    out
}

/// Which of two texts' words are shown of a block that was changed.
#[derive(Clone, Copy, PartialEq)]
enum Marks {
    Both,
    Was,
    Is,
}

/// A block that was changed: the elements of the one that is shown, and the words of both or of that one.
fn words(old: &str, new: &str, marks: Marks) -> String {
    let (old, new) = (tokens(old), tokens(new));
    let mut out = String::new();
    let mut text = Marked::new(&mut out);
    let (elements, others) = match marks {
        Marks::Was => ("del", "ins"),
        _ => ("ins", "del"),
    };
    let mut put = |tokens: &[&str], mark: Option<&'static str>, relinked: bool| {
        for token in tokens {
            let tag = token.starts_with('<') && !is_picture(token);
            match mark {
                Some(mark) if mark == others && (tag || marks != Marks::Both) => {}
                Some(mark) if tag && relinked && mark == elements && name(token) == "a" => {
                    text.tag(&token.replacen("<a ", "<a class=\"leads-elsewhere\" ", 1));
                }
                mark => text.put(token, mark),
            }
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                put(&new[new_index..new_index + len], None, false);
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => put(&old[old_index..old_index + old_len], Some("del"), true),
            DiffOp::Insert {
                new_index, new_len, ..
            } => put(&new[new_index..new_index + new_len], Some("ins"), true),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                put(&old[old_index..old_index + old_len], Some("del"), true);
                put(&new[new_index..new_index + new_len], Some("ins"), true);
            }
        }
    }
    text.end();
    out
}

/// The elements at the top, each whole with what is in it; what follows one up to the next belongs to it.
pub(crate) fn blocks(html: &str) -> Vec<&str> {
    let mut out = vec![];
    let (mut depth, mut start, mut at) = (0_usize, 0, 0);
    for token in tokens(html) {
        let opens = token.starts_with('<') && !token.starts_with("</");
        if opens && depth == 0 && at > start {
            out.push(&html[start..at]);
            start = at;
        }
        at += token.len();
        if opens && !VOID.contains(&name(token)) {
            depth += 1;
        } else if token.starts_with("</") {
            depth = depth.saturating_sub(1);
        }
    }
    if at > start {
        out.push(&html[start..at]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{RowKind, changes_html, rows};

    #[test]
    fn the_words_of_a_picture_and_of_a_table_can_be_read() {
        let words = |text: &str| -> Vec<String> {
            rows(text, text).iter().map(crate::Row::words).collect()
        };
        let table = "| Boat | Seats |\n| --- | --- |\n| Ada | 12 |\n| Bee | 9 |\n";
        assert_eq!(words(table), ["Boat | Seats / Ada | 12 / Bee | 9"]);
        let pictures = "![The “old” quay & pier](https://example.org/a.png)\n\n![](https://example.org/b.png)\n\nOne *two* & three.\n";
        let shown = words(pictures);
        assert_eq!(shown[2], "One two & three.");
        assert_eq!(
            &shown[..2],
            ["[picture: The “old” quay & pier]", "[picture]"]
        );
    }

    #[test]
    fn a_changed_word_is_marked_where_it_stands() {
        assert_eq!(
            changes_html(
                "It costs about nine *million*.",
                "It costs nearly nine *million*."
            ),
            "<p>It costs <del>about</del><ins>nearly</ins> nine <em>million</em>.</p>\n"
        );
    }

    #[test]
    fn a_paragraph_that_came_or_went_is_marked_whole() {
        let (one, two) = ("First the boats left.", "Then the quay was empty.");
        let both = format!("{one}\n\n{two}");
        assert_eq!(
            changes_html(one, &both),
            format!("<p>{one}</p>\n<p><ins>{two}</ins></p>\n")
        );
        assert_eq!(
            changes_html(&both, two),
            format!("<p><del>{one}</del></p>\n<p>{two}</p>\n")
        );
    }

    #[test]
    fn a_paragraph_that_stands_elsewhere_now_was_moved_and_is_neither_new_nor_gone() {
        let [one, two, three] = [
            "The boats left before the wind rose.",
            "The quay was empty by the evening.",
            "The lamp burned until the morning came.",
        ];
        let html = changes_html(
            &[one, two, three].join("\n\n"),
            &[two, three, &one.replace("wind", "storm")].join("\n\n"),
        );
        assert_eq!(
            html,
            format!(
                "<div class=\"moved-away\"><p>{one}</p>\n</div>\n<p>{two}</p>\n<p>{three}</p>\n\
                 <div class=\"moved\"><p>The boats left before the <del>wind</del><ins>storm</ins> rose.</p>\n</div>\n"
            )
        );
        let html = changes_html("Yes.\n\nNo.\n\nPerhaps.", "No.\n\nPerhaps.\n\nYes.");
        assert!(!html.contains("moved"), "{html}");
    }

    #[test]
    fn a_link_that_leads_elsewhere_and_a_picture_that_is_another_are_marked() {
        assert_eq!(
            changes_html(
                "See [the plan](https://a.example/) now.",
                "See [the plan](https://b.example/) now."
            ),
            "<p>See <a class=\"leads-elsewhere\" href=\"https://b.example/\">the plan</a> now.</p>\n"
        );
        let html = changes_html(
            "![A](https://a.example/a.png)",
            "![A](https://a.example/b.png)",
        );
        assert!(
            html.contains("<del><img src=\"https://a.example/a.png\""),
            "{html}"
        );
        assert!(
            html.contains("<ins><img src=\"https://a.example/b.png\""),
            "{html}"
        );
    }

    #[test]
    fn side_by_side_each_page_shows_its_own_words_alone() {
        let rows = rows(
            "It costs about nine.\n\nGone.",
            "It costs nearly nine.\n\nA [new](https://a.example/) one here.",
        );
        let sides: Vec<_> = rows
            .iter()
            .map(|row| (row.kind, row.was.as_str(), row.is.as_str()))
            .collect();
        assert_eq!(
            sides[0],
            (
                RowKind::Changed,
                "<p>It costs <del>about</del> nine.</p>\n",
                "<p>It costs <ins>nearly</ins> nine.</p>\n"
            )
        );
        assert_eq!((sides[1].0, sides[1].2), (RowKind::Gone, ""));
        assert_eq!((sides[2].0, sides[2].1), (RowKind::Came, ""));
        assert_eq!(
            rows[2].plain,
            crate::article_html("A [new](https://a.example/) one here.")
        );
    }

    #[test]
    fn the_same_text_is_the_page_itself() {
        let text = "## Head\n\n- a\n- b\n\n> said [who](https://example.org \"a > b\")\n";
        assert_eq!(changes_html(text, text), crate::article_html(text));
    }

    #[test]
    fn markup_in_either_text_stays_text() {
        let html = changes_html(
            "<script>alert(1)</script> old",
            "<img src=x onerror=alert(1)> new",
        );
        assert!(
            !html.contains("script") && !html.contains("onerror"),
            "{html}"
        );
        let html = changes_html("a `</ins><script>` b", "a `</p><script>` b");
        assert!(!html.contains("<script"), "{html}");
    }
}
