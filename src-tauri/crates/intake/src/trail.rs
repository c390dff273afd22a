//! The breadcrumb trail of a page: on one line, on several, or glued together.

use crate::{labels, lines::Block, text::same};
use std::ops::Range;

/// How far into a page its head may reach, in blocks.
pub(crate) const REACH: usize = 300;

/// The steps of a breadcrumb trail on one line, and how sure it is one.
pub(crate) fn trail(line: &str) -> Option<(Vec<String>, bool)> {
    if line.chars().count() > 400 {
        return None;
    }
    let line = labels::begins(line, &labels::lists().here).map_or(line, |(_, rest)| rest);
    const MARKS: [(&str, bool); 14] = [
        ("»", true),
        ("›", true),
        ("→", true),
        ("❯", true),
        ("▸", true),
        ("►", true),
        ("«", true),
        ("‹", true),
        ("❮", true),
        ("::", true),
        (" > ", false),
        (" / ", false),
        (" | ", false),
        (" • ", false),
    ];
    for (mark, strong) in MARKS {
        if !line.contains(mark) {
            continue;
        }
        let steps: Vec<String> = line
            .split(mark)
            .map(|step| step.trim().trim_end_matches(['>', '/']).trim().to_owned())
            .filter(|step| !step.is_empty())
            .collect();
        let from_home = steps.first().is_some_and(|first| is_home(first));
        // «A quoted title» is no trail; nor is a row of them.
        let quoted = line.contains('«') && line.contains('»');
        let short = steps.iter().all(|step| step.chars().count() < 160);
        if steps.len() >= 2
            && short
            && (from_home || !quoted)
            && (from_home || strong && steps.len() >= 3)
        {
            return Some((steps, strong && from_home));
        }
    }
    None
}

pub(crate) fn is_home(step: &str) -> bool {
    labels::lists().home.contains(
        &step
            .to_lowercase()
            .trim_matches(|c: char| !c.is_alphabetic()),
    )
}

/// The line that is most like a trail: whose last step comes again as the headline, else the first with strong marks.
pub(crate) fn trail_at(blocks: &[Block], end: usize) -> Option<(Range<usize>, Vec<String>)> {
    let mut best: Option<(usize, Range<usize>, Vec<String>)> = None;
    for (at, block) in blocks.iter().enumerate().take(end.min(REACH)) {
        let told = trail(&block.text).or_else(|| glued(&block.text, &blocks[at + 1..]));
        let Some((steps, sure)) = told else {
            continue;
        };
        let title = steps.last().cloned().unwrap_or_default();
        let after = blocks.iter().skip(at + 1).take(12);
        let again = after
            .clone()
            .any(|next| same(&next.text, &title) && next.text.chars().count() > 12);
        let few = steps.len() <= 4;
        let score = if again {
            3
        } else if sure && few {
            2
        } else {
            usize::from(sure || few)
        };
        let menu = !again
            && !few
            && after
                .clone()
                .take(3)
                .all(|next| next.text.chars().count() < 30);
        if score > 0 && !menu && best.as_ref().is_none_or(|(known, ..)| *known < score) {
            best = Some((score, at..at + 1, steps));
        }
    }
    best.map(|(_, range, steps)| (range, steps))
}

/// A trail whose marks a browser draws but does not copy: "HomeOpinionThe headline", and the headline below it.
fn glued(line: &str, after: &[Block]) -> Option<(Vec<String>, bool)> {
    let low = line.to_lowercase();
    let home = labels::lists()
        .home
        .iter()
        .filter(|home| low.starts_with(**home))
        .max_by_key(|home| home.len())?;
    let rest = line
        .get(home.len()..)
        .filter(|rest| !rest.starts_with([' ', ':']) && low.len() == line.len())?;
    let title = after
        .iter()
        .take(8)
        .map(|block| block.text.as_str())
        .find(|title| {
            title.chars().count() >= 8 && rest.len() > title.len() && rest.ends_with(title)
        })?;
    let mark = |c: char| c.is_whitespace() || "»›→/>|❯«‹▸::•·".contains(c);
    let between = rest[..rest.len() - title.len()].trim_matches(mark);
    let steps = [&line[..home.len()], between, title].map(str::to_owned);
    (between.chars().count() <= 60).then(|| (steps.to_vec(), true))
}

/// A trail whose steps stand on lines of their own, with or without marks between them.
pub(crate) fn stacked(blocks: &[Block], end: usize) -> Option<(Range<usize>, Vec<String>)> {
    let mark = |text: &str| !text.chars().any(char::is_alphanumeric);
    let edge = |c: char| c.is_whitespace() || "»›→/>|❯«‹▸::•".contains(c);
    let mut found = None;
    for start in 0..end.min(REACH) {
        if !is_home(&blocks[start].text) {
            continue;
        }
        let mut steps = vec![blocks[start].text.trim_matches(edge).to_owned()];
        let mut marked = blocks[start].text.ends_with(edge);
        for (offset, block) in blocks.iter().enumerate().skip(start + 1).take(9) {
            if mark(&block.text) {
                marked = true;
                continue;
            }
            let step = block.text.trim_matches(edge).to_owned();
            let again = blocks
                .iter()
                .skip(offset + 1)
                .take(8)
                .any(|next| same(&next.text, &step));
            steps.push(step.clone());
            if again && step.chars().count() > 12 && step.split_whitespace().count() > 1 {
                found = Some((start..offset + 1, steps));
                break;
            }
            let goes_on = block.text.ends_with(edge)
                || blocks.get(offset + 1).is_some_and(|next| mark(&next.text));
            if marked && !goes_on {
                found = (steps.len() >= 2).then_some((start..offset + 1, steps));
                break;
            }
        }
    }
    found
}
