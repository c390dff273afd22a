//! An article page from its lines: the trail, the headline, the kicker, the text, and what stands below it.

use crate::{author, labels, lines::Block, remarks};
use model::page::{Leftover, SavedPage};

/// What the HTML already told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hints {
    pub title: String,
    pub trail: Vec<String>,
    pub standfirst: String,
    pub kicker: String,
}

const DASHES: [&str; 4] = [" – ", " — ", " - ", " | "];

/// Reads the page from its blocks.
pub(crate) fn read(blocks: &[Block], hints: &Hints) -> SavedPage {
    let mut page = SavedPage {
        standfirst: hints.standfirst.clone(),
        kicker: hints.kicker.clone(),
        ..SavedPage::default()
    };
    let found = blocks
        .iter()
        .take(80)
        .position(|block| trail(&block.text).is_some());
    let steps = found
        .and_then(|at| trail(&blocks[at].text))
        .unwrap_or_else(|| hints.trail.clone());
    let mut at = found.map_or(0, |at| at + 1);
    furniture(&blocks[..at.saturating_sub(1)], &mut page);
    at = headline(blocks, at, &steps, hints, &mut page);
    section(&steps, &mut page);
    at = below_headline(blocks, at, &mut page);
    let end = body(blocks, at, &mut page);
    tail(&blocks[end..], &mut page);
    page
}

fn leave(page: &mut SavedPage, block: &Block, why: &str) {
    page.unrecognised.push(Leftover {
        place: format!("line {}", block.line),
        text: block.text.chars().take(200).collect(),
        why: why.into(),
    });
}

/// What stands before the trail is the site's, but is told all the same where it is not known.
fn furniture(before: &[Block], page: &mut SavedPage) {
    for block in before
        .iter()
        .filter(|block| block.text.chars().count() > 60 && !labels::is_furniture(&block.text))
    {
        leave(page, block, "It stands before the breadcrumb trail");
    }
}

/// The steps of a breadcrumb trail.
pub(crate) fn trail(line: &str) -> Option<Vec<String>> {
    if line.chars().count() > 300 {
        return None;
    }
    for (mark, sure) in [
        ("»", true),
        ("›", true),
        ("→", true),
        ("❯", true),
        ("»", true),
        ("«", true),
        (" > ", false),
        (" / ", false),
        (" | ", false),
        (" \\> ", false),
    ] {
        let steps: Vec<String> = line
            .split(mark)
            .map(|step| markup::plain(step.trim()).trim().to_owned())
            .filter(|step| !step.is_empty())
            .collect();
        let from_home = steps
            .first()
            .is_some_and(|first| labels::HOME.contains(&first.to_lowercase().as_str()));
        let quoted =
            mark == "»" && line.contains('«') || mark == "«" && (line.contains('»') || !from_home);
        if steps.len() >= 2
            && !quoted
            && (from_home
                || sure && steps.len() >= 3 && steps.iter().all(|s| s.chars().count() < 140))
        {
            return Some(steps);
        }
    }
    None
}

/// Two texts that say the same, whatever their case, quotes and marks; a shortened one counts.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (a, b) = (plain(one), plain(other));
    let shortened = |short: &str, of: &str, text: &str| {
        short.len() >= 8 && of.starts_with(short) && text.trim_end().ends_with(['…', '.'])
    };
    !a.is_empty() && (a == b || shortened(&a, &b, one) || shortened(&b, &a, other))
}

fn bare(text: &str) -> String {
    let text = text.trim_start_matches(['#', ' ']);
    markup::plain(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn headline(
    blocks: &[Block],
    from: usize,
    steps: &[String],
    hints: &Hints,
    page: &mut SavedPage,
) -> usize {
    let wanted = if hints.title.is_empty() {
        steps.last().cloned().unwrap_or_default()
    } else {
        hints.title.clone()
    };
    let near = blocks.iter().enumerate().skip(from).take(12);
    let at = near
        .clone()
        .find(|(_, block)| same(&bare(&block.text), &wanted))
        .or_else(|| near.clone().find(|(_, block)| block.text.starts_with("# ")))
        .map(|(at, _)| at);
    if let Some(at) = at {
        let line = bare(&blocks[at].text);
        page.title = if line.chars().count() >= wanted.chars().count() || wanted.ends_with('…') {
            line
        } else {
            wanted
        };
        for block in &blocks[from..at] {
            let text = bare(&block.text);
            if page.kicker.is_empty()
                && text.chars().count() <= 80
                && !labels::is_furniture(&text)
                && !remarks::is_date(&text)
            {
                page.kicker = strip_title(&text, &page.title).unwrap_or(text);
            } else if !labels::is_furniture(&text) && !same(&text, &page.kicker) {
                leave(page, block, "It stands above the headline");
            }
        }
        return at + 1;
    }
    // No line repeats the trail's last step: it is the headline, unless the next line looks more like one.
    let next = blocks
        .get(from)
        .map(|block| bare(&block.text))
        .unwrap_or_default();
    if let Some((kicker, _)) = DASHES
        .iter()
        .find_map(|dash| split_off(&next, &wanted, dash))
    {
        page.title = wanted;
        page.kicker = kicker;
        return from + 1;
    }
    let looks = !next.is_empty() && next.chars().count() <= 160 && !next.ends_with('.');
    if looks && !labels::is_furniture(&next) {
        page.title = next;
        return from + 1;
    }
    page.title = wanted;
    from
}

fn section(steps: &[String], page: &mut SavedPage) {
    let inner: Vec<&String> = steps
        .iter()
        .filter(|step| !labels::HOME.contains(&step.to_lowercase().as_str()))
        .collect();
    let without_title: Vec<&&String> = inner
        .iter()
        .filter(|step| !same(step, &page.title))
        .collect();
    let named = without_title.last().copied();
    page.section = named.map(|step| (*step).clone()).unwrap_or_default();
}

/// The side of a dashed line that is not the headline.
fn split_off(line: &str, title: &str, dash: &str) -> Option<(String, String)> {
    for (at, _) in line.match_indices(dash) {
        let (left, right) = (line[..at].trim(), line[at + dash.len()..].trim());
        if same(right, title) {
            return Some((left.to_owned(), right.to_owned()));
        }
        if same(left, title) {
            return Some((right.to_owned(), left.to_owned()));
        }
    }
    None
}

fn strip_title(line: &str, title: &str) -> Option<String> {
    DASHES
        .iter()
        .find_map(|dash| split_off(line, title, dash))
        .map(|(kicker, _)| kicker)
}

/// The kicker, the headline again, the byline, the date: whatever stands between headline and text.
fn below_headline(blocks: &[Block], from: usize, page: &mut SavedPage) -> usize {
    let mut at = from;
    while let Some(block) = blocks.get(at).filter(|_| at < from + 8) {
        let line = bare(&block.text);
        let short = line.chars().count() <= 80;
        let ends = line.ends_with(['.', '!', '?', '”', '"', '…', '»', '؟', ':']);
        if let Some(kicker) = strip_title(&line, &page.title) {
            page.kicker = kicker;
        } else if same(&line, &page.title)
            || same(&line, &page.standfirst)
            || same(&line, &page.kicker)
            || labels::is_furniture(&line)
        {
        } else if let Some(name) = by(&line) {
            page.date = page.date.or_else(|| remarks::moment(&line));
            if !page.bylines.iter().any(|byline| byline.name == name) {
                page.bylines.push(author::read(&name, &[]));
            }
        } else if dated(&line) {
            page.date = page.date.or_else(|| remarks::moment(&line));
        } else if short
            && !ends
            && page.kicker.is_empty()
            && at < from + 3
            && !block.text.starts_with(['#', '-', '>', '*', '!'])
        {
            page.kicker = line;
        } else {
            break;
        }
        at += 1;
    }
    at
}

/// "By NAME", "By NAME | 12 May 2026".
fn by(line: &str) -> Option<String> {
    let low = line.to_lowercase();
    let label = labels::BY.iter().find(|label| low.starts_with(*label))?;
    let rest = line.get(label.len()..)?;
    let name = rest
        .split(['|', '·', ',', '•', '—', '–', '/'])
        .next()?
        .trim();
    (author::is_name(name) && rest.chars().count() <= 80).then(|| name.to_owned())
}

/// "Published 12 May 2026", "12 May 2026 · 4 min read", "5 min read".
fn dated(line: &str) -> bool {
    let low = line.to_lowercase();
    let words = [
        "published",
        "updated",
        "posted",
        "veröffentlicht",
        "publié",
        "mis à jour",
        "publicerad",
        "uppdaterad",
        "publicado",
        "actualizado",
        "min read",
        "minute read",
        "lesezeit",
        "temps de lecture",
        "lästid",
        "انتشار",
        "نُشر",
    ];
    line.chars().count() <= 100
        && (remarks::is_date(line)
            || words.iter().any(|word| low.contains(word))
                && line.chars().any(char::is_numeric)
                && !line.ends_with('.'))
}

/// Where the text ends: at an author box, a list of others, the comments, or a copyright.
fn body(blocks: &[Block], from: usize, page: &mut SavedPage) -> usize {
    let mut text: Vec<String> = vec![];
    let mut at = from;
    while let Some(block) = blocks.get(at) {
        if ends_body(&block.text) {
            break;
        }
        if !labels::is_furniture(&block.text) {
            text.push(block.text.clone());
        }
        at += 1;
    }
    page.body = text.join("\n\n");
    at
}

fn ends_body(line: &str) -> bool {
    author::opens(line).is_some()
        || labels::is(line, labels::RELATED)
        || (labels::is(line, labels::COMMENTS) && line.chars().count() <= 60)
}

/// Author boxes, related titles and comments.
fn tail(blocks: &[Block], page: &mut SavedPage) {
    let mut at = 0;
    while at < blocks.len() {
        let line = &blocks[at].text;
        let rest = &blocks[at + 1..];
        if let Some((name, after)) = author::opens(line) {
            let end = rest
                .iter()
                .position(|block| ends_body(&block.text))
                .unwrap_or(rest.len());
            let (name, skip) = match (name.is_empty(), rest.first()) {
                (true, Some(first)) if author::is_name(&bare(&first.text)) => {
                    (bare(&first.text), 1)
                }
                _ => (name, 0),
            };
            let mut lines = vec![after];
            lines.extend(
                rest[..end]
                    .iter()
                    .skip(skip)
                    .filter(|b| !labels::is_furniture(&b.text))
                    .map(|b| b.text.clone()),
            );
            let byline = author::read(&name, &lines);
            match page
                .bylines
                .iter_mut()
                .find(|known| same(&known.name, &byline.name))
            {
                Some(known) => *known = byline,
                None if !byline.name.is_empty() => page.bylines.push(byline),
                None => leave(page, &blocks[at], "An author box without a name"),
            }
            at += 1 + end;
        } else if labels::is(line, labels::RELATED) {
            let end = rest
                .iter()
                .position(|block| ends_body(&block.text))
                .unwrap_or(rest.len());
            for block in &rest[..end] {
                let title = bare(
                    block
                        .text
                        .trim_start_matches(['-', '*', '•', '·', '»', '›', ' ', '–']),
                );
                let known =
                    labels::is_furniture(&title) || remarks::is_date(&title) || title.is_empty();
                if title.chars().count() > 200 {
                    leave(page, block, "It stands among the related titles");
                } else if !known && !page.related.contains(&title) {
                    page.related.push(title);
                }
            }
            at += 1 + end;
        } else if labels::is(line, labels::COMMENTS) {
            let mut left = vec![];
            page.comments = remarks::read(rest, &mut left);
            page.unrecognised.append(&mut left);
            return;
        } else {
            if !labels::is_furniture(line) {
                leave(page, &blocks[at], "It stands below the text");
            }
            at += 1;
        }
    }
}
