//! A change as a reader of the page sees it: the new text as HTML, with what came and what went marked in it.

use crate::article_html;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::{collections::HashMap, ops::Range};

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

/// The HTML of `to`, with `<ins>` about the words that `from` did not have and `<del>` about those that it had and
/// `to` has not. A block that went from one place and came, hardly changed, at another is marked at both as moved: in
/// `<div class="moved">` where it is, in `<div class="moved-away">` where it was. Both texts are Markdown; all of it
/// went through the allow-list of [`article_html`], and only these are added: the first two around text alone, the
/// others around whole blocks.
#[must_use]
pub fn changes_html(from: &str, to: &str) -> String {
    let (from, to) = (article_html(from), article_html(to));
    let (old, new) = (blocks(&from), blocks(&to));
    let steps = steps(&old, &new);
    let moved = moved(&old, &new, &steps);
    let mut out = String::with_capacity(to.len() + to.len() / 4);
    for step in steps {
        match step {
            Step::Same(at) => out.push_str(new[at]),
            Step::Changed(was, is) => words(old[was], new[is], &mut out),
            Step::Gone(was) if moved.iter().any(|(from, _)| *from == was) => {
                wrapped("moved-away", &mut out, |out| out.push_str(old[was]));
            }
            Step::Gone(was) => whole(old[was], "del", &mut out),
            Step::Came(is) => match moved.iter().find(|(_, to)| *to == is) {
                Some((was, _)) => wrapped("moved", &mut out, |out| words(old[*was], new[is], out)),
                None => whole(new[is], "ins", &mut out),
            },
        }
    }
    out
}

fn wrapped(class: &str, out: &mut String, inner: impl FnOnce(&mut String)) {
    out.push_str(&format!("<div class=\"{class}\">"));
    inner(out);
    out.push_str("</div>\n");
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
    let long = |block: &str| tokens(block).into_iter().filter(|t| is_word(t)).count() >= MOVED;
    let mut came: Vec<usize> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Came(is) if long(new[*is]) => Some(*is),
            _ => None,
        })
        .collect();
    let mut out = vec![];
    for step in steps {
        let Step::Gone(was) = *step else { continue };
        if came.len() * old.len() > PAIRS || !long(old[was]) {
            continue;
        }
        let best = came
            .iter()
            .map(|is| likeness(old[was], new[*is]))
            .enumerate()
            .filter(|(_, alike)| *alike >= HARDLY_CHANGED)
            .max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((at, _)) = best {
            out.push((was, came.remove(at)));
        }
    }
    out
}

/// The pairs of blocks that are one and the same, changed: in order, with the most words in common.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > PAIRS {
        return (0..old.len().min(new.len())).map(|at| (at, at)).collect();
    }
    let (rows, columns) = (old.len() + 1, new.len() + 1);
    let mut best = vec![0.0_f32; rows * columns];
    let mut alike = vec![0.0_f32; rows * columns];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let here = o * columns + n;
            let weight = likeness(old[o], new[n]);
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

/// How much of their words two blocks share, from 0 to 1; none where they are of another sort.
fn likeness(old: &str, new: &str) -> f32 {
    if name(old) != name(new) {
        return 0.0;
    }
    let mut seen: HashMap<&str, i32> = HashMap::new();
    let (mut all, mut shared) = (0, 0);
    for word in tokens(old).into_iter().filter(|token| is_word(token)) {
        *seen.entry(word).or_default() += 1;
        all += 1;
    }
    for word in tokens(new).into_iter().filter(|token| is_word(token)) {
        all += 1;
        let left = seen.entry(word).or_default();
        if *left > 0 {
            *left -= 1;
            shared += 2;
        }
    }
    if all == 0 {
        return 1.0;
    }
    shared as f32 / all as f32
}

fn is_word(token: &str) -> bool {
    !token.starts_with('<') && !token.trim().is_empty()
}

/// A block that came or went: its elements stay, its words are marked.
fn whole(block: &str, mark: &str, out: &mut String) {
    let mut text = Marked::new(out);
    for token in tokens(block) {
        if token.starts_with('<') {
            text.tag(token);
        } else {
            text.word(token, Some(mark));
        }
    }
    text.end();
}

/// A block that was changed: the new one's elements, and the words of both.
fn words(old: &str, new: &str, out: &mut String) {
    let (old, new) = (tokens(old), tokens(new));
    let mut text = Marked::new(out);
    let put = |text: &mut Marked, tokens: &[&str], mark: Option<&str>| {
        for token in tokens {
            if !token.starts_with('<') {
                text.word(token, mark);
            } else if mark != Some("del") {
                text.tag(token);
            }
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                put(&mut text, &new[new_index..new_index + len], None);
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => put(&mut text, &old[old_index..old_index + old_len], Some("del")),
            DiffOp::Insert {
                new_index, new_len, ..
            } => put(&mut text, &new[new_index..new_index + new_len], Some("ins")),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                put(&mut text, &old[old_index..old_index + old_len], Some("del"));
                put(&mut text, &new[new_index..new_index + new_len], Some("ins"));
            }
        }
    }
    text.end();
}

/// HTML that is being written, with at most one mark open, and only around text.
struct Marked<'a> {
    out: &'a mut String,
    open: Option<String>,
}

impl<'a> Marked<'a> {
    fn new(out: &'a mut String) -> Self {
        Self { out, open: None }
    }

    fn word(&mut self, word: &str, mark: Option<&str>) {
        // White space between blocks' elements needs no mark; within one it keeps the mark that is open.
        if self.open.as_deref() != mark && !(word.trim().is_empty() && mark.is_some()) {
            self.end();
            if let Some(mark) = mark {
                self.out.push('<');
                self.out.push_str(mark);
                self.out.push('>');
                self.open = Some(mark.to_owned());
            }
        }
        self.out.push_str(word);
    }

    fn tag(&mut self, tag: &str) {
        self.end();
        self.out.push_str(tag);
    }

    fn end(&mut self) {
        if let Some(mark) = self.open.take() {
            self.out.push_str("</");
            self.out.push_str(&mark);
            self.out.push('>');
        }
    }
}

/// Tags, words and the white space between them, one after the other.
fn tokens(html: &str) -> Vec<&str> {
    let mut out = vec![];
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let end = if first == '<' {
            tag_end(rest)
        } else if first.is_whitespace() {
            rest.find(|c: char| !c.is_whitespace())
        } else {
            rest.find(|c: char| c == '<' || c.is_whitespace())
        };
        let (token, left) = rest.split_at(end.unwrap_or(rest.len()));
        out.push(token);
        rest = left;
    }
    out
}

/// Where the tag that `html` begins with ends; a `>` within quotes is none.
fn tag_end(html: &str) -> Option<usize> {
    let mut quoted = false;
    html.char_indices().find_map(|(at, c)| {
        if c == '"' {
            quoted = !quoted;
        }
        (c == '>' && !quoted).then_some(at + 1)
    })
}

/// The name of the element that `html` begins with.
fn name(html: &str) -> &str {
    let from = html.trim_start_matches(['<', '/']);
    let end = from
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(from.len());
    &from[..end]
}

/// The elements at the top, each whole with what is in it; what follows one up to the next belongs to it.
fn blocks(html: &str) -> Vec<&str> {
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
    use super::changes_html;

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
