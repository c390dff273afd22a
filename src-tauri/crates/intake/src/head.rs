//! The top of an article page: the breadcrumb trail, the headline, and what stands between it and the text.

use crate::{
    author,
    byline::{by, dated, role_after, signed_name},
    dates, labels,
    lines::{Block, Part, ends_sentence},
    text::{Reader, is_prose, key, same},
    trail::{REACH, is_home, stacked, trail_at},
};
use model::article::Byline;

const DASHES: [&str; 9] = [" – ", " — ", " - ", " | ", ": ", " : ", "—", "–", " • "];

/// Takes the blocks from the page's beginning to the article's first paragraph.
pub(crate) fn read(reader: &mut Reader) {
    let blocks = reader.rest();
    let marked = blocks.iter().position(|block| block.part == Part::Headline);
    let above_headline = marked.map_or(blocks, |at| &blocks[..at]);
    let marked = marked.map(|at| reader.at + at);
    let found = match marked.is_some() && !reader.trail.is_empty() {
        true => None,
        false => {
            trail_at(blocks, above_headline.len()).or_else(|| stacked(blocks, above_headline.len()))
        }
    };
    // A trail ends above the headline.
    let found = found.filter(|(range, _)| range.end <= above_headline.len());
    if let Some((range, steps)) = found {
        before(reader, range.start);
        for _ in range {
            reader.furniture();
        }
        reader.trail = steps;
    }
    match marked {
        Some(at) => {
            above(reader, at);
            reader.furniture();
            reader.page.furniture.pop();
        }
        None => headline(reader),
    }
    section(reader);
    below(reader);
}

/// What stands before the trail is the site's, but is told all the same where it is long and not known.
fn before(reader: &mut Reader, end: usize) {
    while reader.at < end {
        let Some(block) = reader.now() else { return };
        reader.menu.insert(key(&block.text));
        if block.text.chars().count() > 60
            && !labels::is_furniture(&block.text)
            && !is_menu(&block.text)
        {
            reader.leave("It stands before the breadcrumb trail");
        } else {
            reader.furniture();
        }
    }
}

/// A row of short words without a sentence's end: "News Culture Sport Opinion".
fn is_menu(line: &str) -> bool {
    let words = line.split_whitespace().count().max(1);
    !ends_sentence(line)
        && line.chars().count() / words <= 12
        && line.chars().count() <= 300
        && line
            .split_whitespace()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
            * 10
            >= words * 8
}

/// Finds the headline, and takes what stands above it.
fn headline(reader: &mut Reader) {
    let blocks = reader.rest();
    let wanted = if reader.page.title.is_empty() {
        reader
            .trail
            .last()
            .filter(|_| reader.trail.len() > 1)
            .cloned()
            .unwrap_or_default()
    } else {
        reader.page.title.clone()
    };
    let from = reader.at;
    let mut at = blocks
        .iter()
        .take(14)
        .position(|block| same(&block.text, &wanted));
    // A trail may end at the section: the headline is then the longer line that follows. One of three steps whose last
    // comes again tells the headline, however short that is.
    let told = !reader.page.title.is_empty() || reader.trail.len() >= 3 && at.is_some();
    // “Home › Opinion & Letters” ends there more often than not.
    let short = if reader.trail.len() == 2 { 4 } else { 2 };
    let brief = wanted.split_whitespace().count() <= short && !told;
    if brief && !wanted.is_empty() {
        let start = at.map_or(0, |at| at + 1);
        let longer = blocks
            .iter()
            .enumerate()
            .skip(start)
            .take(5)
            .find(|(_, block)| is_headline(&block.text));
        at = longer.map(|(at, _)| at).or(at);
        at = at.map(|at| longer_after(blocks, at));
    }
    let dashed = blocks
        .iter()
        .take(3)
        .find_map(|block| strip_title(&block.text, &wanted))
        .is_some();
    if at.is_none() && (wanted.is_empty() || !dashed) {
        at = match reader.trail.is_empty() {
            true => guess(blocks),
            false => blocks
                .iter()
                .take(3)
                .position(|block| is_headline(&block.text)),
        };
        // The trail tells a title that no line repeats, and the next lines are the text already.
        if !wanted.is_empty()
            && !brief
            && !at.is_some_and(|at| blocks[..at].len() < 2 && near(&blocks[at].text, &wanted))
        {
            at = None;
        }
    }
    let Some(at) = at else {
        reader.page.title = wanted;
        return;
    };
    let line = &blocks[at].text;
    let cut = wanted.ends_with('…') || wanted.ends_with("...");
    let whole = line.chars().count() >= wanted.chars().count() || cut || brief;
    reader.page.title = if whole { line.clone() } else { wanted };
    above(reader, from + at);
    reader.furniture();
    if whole {
        reader.page.furniture.pop();
    }
}

/// Of two lines that could both be the headline, the second where it is clearly the longer: the first is its kicker.
fn longer_after(blocks: &[Block], at: usize) -> usize {
    let length = |at: usize| {
        blocks
            .get(at)
            .filter(|block| is_headline(&block.text))
            .map(|block| block.text.chars().count())
    };
    match (length(at), length(at + 1)) {
        (Some(first), Some(second)) if first <= 40 && second * 10 >= first * 13 => at + 1,
        _ => at,
    }
}

/// Whether two headlines share most of their words: a trail may hold a shorter one.
fn near(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(key).collect::<Vec<_>>();
    let (a, b) = (words(one), words(other));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    shared * 2 >= a.len().min(b.len()).max(1)
}

fn is_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (3..=40).contains(&words)
        && line.chars().count() <= 10_000
        && !line.ends_with(['.', ':', '؛', ','])
        && !labels::is_furniture(line)
        && !dates::is_date(line)
        && by(line).is_none()
}

/// The headline of a page that tells none: the longest line, or the line before the byline, above the first paragraph.
fn guess(blocks: &[Block]) -> Option<usize> {
    let prose = blocks
        .iter()
        .take(REACH)
        .position(is_prose)
        .unwrap_or(blocks.len().min(REACH));
    let meta = |block: &Block| {
        by(&block.text).is_some() || dates::is_date(&block.text) || dated(&block.text)
    };
    let end = match blocks[..prose].iter().rposition(meta) {
        Some(at) => blocks[..at]
            .iter()
            .rposition(|block| !meta(block))
            .map_or(at, |last| last + 1),
        None => prose,
    };
    let from = end.saturating_sub(8);
    // The title of the comments and the like may say the headline again, in quotation marks.
    let again = |at: &usize| {
        let title = &blocks[*at].text;
        let quoted = |block: &Block| {
            block.text.len() > title.len()
                && block.text.len() < title.len() + 60
                && block.text.contains(title.as_str())
                && block.text.contains(['“', '„', '«', '"', '”', '”'])
        };
        title.chars().count() > 8 && is_headline(title) && blocks.iter().skip(*at + 1).any(quoted)
    };
    if let Some(at) = (0..end).find(again) {
        return Some(at);
    }
    let fits = |at: &usize| is_headline(&blocks[*at].text);
    // Of lines that follow each other the first is the headline, and what stands below it is its deck.
    let mut run = (from..end).rev().find(fits);
    while let Some(at) = run.filter(|at| *at > from && fits(&(at - 1))) {
        run = Some(at - 1);
    }
    let first = run.filter(|at| {
        (at + 1..end).any(|next| fits(&next)) && blocks[*at].text.chars().count() >= 12
    });
    first
        .or_else(|| {
            (from..end)
                .filter(fits)
                .max_by_key(|at| (blocks[*at].text.chars().count().min(160), *at))
        })
        .or_else(|| {
            let named = |at: &usize| {
                !labels::is_furniture(&blocks[*at].text) && !ends_sentence(&blocks[*at].text)
            };
            (from..end).rev().find(named)
        })
}

/// What stands between the trail and the headline: the kicker, the section's name again, the page's furniture.
fn above(reader: &mut Reader, headline: usize) {
    let title = match reader.blocks_at(headline) {
        Some(block) if reader.page.title.is_empty() => block.text.clone(),
        _ => reader.page.title.clone(),
    };
    reader.page.title.clone_from(&title);
    let no_trail = reader.trail.is_empty();
    while reader.at < headline {
        let Some(block) = reader.now() else { return };
        let text = &block.text;
        let step = reader.trail.iter().any(|step| same(step, text));
        let short = text.chars().count() <= 80 && !ends_sentence(text);
        let close = headline - reader.at <= if no_trail { 1 } else { 3 };
        let meta = labels::is_furniture(text)
            || dates::is_date(text)
            || dated(text)
            || labels::is_widget(text);
        let kicker = reader.page.kicker.clone();
        if reader.page.section.is_empty()
            && reader.trail.is_empty()
            && headline - reader.at <= 3
            && short
            && (reader.menu.contains(&key(text))
                || reader.hints.menu.contains(&key(text))
                || is_link_to_section(block))
        {
            reader.page.section.clone_from(text);
            reader.furniture();
        } else if let Some(names) = by(text).filter(|_| {
            block.part == Part::Unknown
                && reader.page.bylines.is_empty()
                && headline - reader.at <= 6
        }) {
            sign(reader, &names);
            dates::take(&mut reader.page, text);
            reader.furniture();
        } else if step
            || meta
            || same(text, &kicker)
            || same(text, &title)
            || reader.menu.contains(&key(text))
        {
            dates::take(&mut reader.page, text);
            reader.furniture();
        } else if block.part == Part::Unknown
            && kicker.is_empty()
            && short
            && close
            && by(text).is_none()
        {
            reader.page.kicker = strip_title(text, &title).unwrap_or_else(|| text.clone());
            reader.furniture();
        } else if no_trail && short {
            reader.menu.insert(key(text));
            reader.furniture();
        } else {
            reader.leave("It stands above the headline");
        }
    }
}

/// A line above the headline that is one link as a whole: the section that the article is in.
fn is_link_to_section(block: &Block) -> bool {
    let whole = block
        .markdown
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'));
    whole.is_some_and(|link| {
        link.matches("](").count() == 1 && block.text.split_whitespace().count() <= 4
    })
}

fn section(reader: &mut Reader) {
    if reader.trail.is_empty() {
        return;
    }
    let title = &reader.page.title;
    let mut steps = reader.trail.as_slice();
    // The headline is the last step, in whatever words.
    if let Some((last, rest)) = steps.split_last()
        && (same(last, title)
            || rest.len() > 1 && near(last, title) && last.split_whitespace().count() > 2)
    {
        steps = rest;
    }
    let from_home = steps.first().is_some_and(|step| is_home(step));
    // A trail of machines may begin with the first section.
    let inner = if from_home || steps.len() > 1 && !reader.hints.from_section {
        steps.get(1..).unwrap_or_default()
    } else {
        steps
    };
    let inner: Vec<String> = inner.to_vec();
    if let Some(named) = inner.last() {
        reader.page.section.clone_from(named);
    }
    reader.page.trail = inner;
}

/// The side of a dashed line that is not the headline.
pub(crate) fn strip_title(line: &str, title: &str) -> Option<String> {
    if title.is_empty() || line.len() > title.len() + 400 {
        return None;
    }
    for dash in DASHES {
        for (at, _) in line.match_indices(dash).take(40) {
            let (left, right) = (line[..at].trim(), line[at + dash.len()..].trim());
            if !left.is_empty() && same(right, title) {
                return Some(left.to_owned());
            }
            if !right.is_empty() && same(left, title) {
                return Some(right.to_owned());
            }
        }
    }
    None
}

/// The kicker, the headline again, the standfirst, the byline, the date: whatever stands between headline and text.
fn below(reader: &mut Reader) {
    let mut dated_or_signed = false;
    for step in 0..16 {
        let Some(block) = reader.now() else { return };
        let line = block.text.clone();
        let known = [
            reader.page.title.as_str(),
            &reader.page.standfirst,
            &reader.page.kicker,
            &reader.page.section,
        ];
        let again = known.iter().any(|known| same(&line, known)) && block.part != Part::Text
            || same(&line, known[0]);
        let title = reader.page.title.clone();
        let comments = labels::is(&line, &labels::lists().comments)
            && (line.contains(char::is_numeric) || dated_or_signed);
        let stops =
            block.part == Part::Text && block.markdown.starts_with(['#', '!', '>', '|', '-', '`']);
        if stops && !again {
            return;
        }
        if let Some(kicker) =
            strip_title(&line, &title).filter(|kicker| !labels::is_furniture(kicker))
        {
            if reader.page.kicker.is_empty() || step < 3 {
                let before = std::mem::replace(&mut reader.page.kicker, kicker);
                let before = Some(before).filter(|before| !before.is_empty());
                reader.page.furniture.extend(before);
            }
            reader.furniture();
        } else if again || labels::is_furniture(&line) || comments || in_menu(reader, &line) {
            reader.furniture();
        } else if let Some(names) = signed(reader, &line) {
            dated_or_signed = true;
            sign(reader, &names);
            if let (Some(role), [only]) = (role_after(&line), reader.page.bylines.as_mut_slice())
                && only.role.is_empty()
            {
                only.role = role;
            }
            dates::take(&mut reader.page, &line);
            reader.furniture();
        } else if dates::is_date(&line) || dated(&line) {
            dated_or_signed = true;
            dates::take(&mut reader.page, &line);
            reader.furniture();
        } else if let Some(tags) = labels::tags(&line) {
            reader.page.tags.extend(tags);
            reader.furniture();
        } else if is_described(reader, &line) {
            reader.page.standfirst = line;
            reader.at += 1;
        } else if block.part == Part::Outside {
            reader.leave("It stands between the headline and the text");
        } else if is_kicker(reader, &line, dated_or_signed) {
            reader.page.kicker = line;
            reader.at += 1;
        } else if is_standfirst(reader, &line) {
            reader.page.standfirst = line;
            reader.at += 1;
        } else if is_before_date(reader, &line) {
            reader.leave("It stands between the headline and the date");
        } else {
            return;
        }
    }
}

fn in_menu(reader: &Reader, line: &str) -> bool {
    line.split_whitespace().count() <= 3 && reader.menu.contains(&key(line))
}

fn is_kicker(reader: &Reader, line: &str, signed: bool) -> bool {
    let caption = [
        "photo",
        "foto",
        "picture",
        "image",
        "bild",
        "illustration",
        "عکس",
        "صورة",
        "©",
    ];
    let low = line.to_lowercase();
    reader.page.kicker.is_empty()
        && !signed
        && line.chars().count() <= 140
        && !ends_sentence(line)
        && !low.ends_with([',', ';', '،'])
        && !line.starts_with(['-', '•', '–', '*', '“', '"', '„', '«'])
        && !caption
            .iter()
            .any(|word| low.starts_with(word) || low.contains(&format!("{word}:")))
        && reader
            .ahead(1)
            .is_some_and(|next| next.part != Part::Text || is_prose(next))
        && reader
            .rest()
            .iter()
            .skip(1)
            .take(8)
            .any(|next| ends_sentence(&next.text) && next.text.chars().count() >= 40)
}

/// A short line of no sentence, with the date below it: no text begins like that.
fn is_before_date(reader: &Reader, line: &str) -> bool {
    let meta = |block: &Block| dates::is_date(&block.text) || dated(&block.text);
    let next: Vec<&Block> = reader.rest().iter().skip(1).take(2).collect();
    line.chars().count() <= 80
        && !ends_sentence(line)
        && !line.starts_with(['-', '•', '*', '“', '"', '„', '«'])
        && next.iter().any(|block| meta(block))
        && !next.first().is_some_and(|block| is_prose(block))
}

/// What the page says of itself for search engines stands below its headline as the standfirst.
fn is_described(reader: &Reader, line: &str) -> bool {
    let described = |said: &String| {
        same(said, line)
            || line.chars().count() >= 40
                && key(said).starts_with(&key(line))
                && said.chars().count() < line.chars().count() * 2
    };
    reader.page.standfirst.is_empty()
        && (20..=600).contains(&line.chars().count())
        && reader.hints.descriptions.iter().any(described)
        // A text's own first words may serve as the description too.
        && reader.ahead(1).is_some_and(|next| next.part != Part::Text || reader.now().is_some_and(|block| block.part != Part::Text))
}

/// A sentence of some length that is followed by the byline or the date.
fn is_standfirst(reader: &Reader, line: &str) -> bool {
    let length = line.chars().count();
    let meta = |block: &Block| {
        by(&block.text).is_some() || dates::is_date(&block.text) || dated(&block.text)
    };
    reader.page.standfirst.is_empty()
        && (30..=500).contains(&length)
        && reader.page.bylines.is_empty()
        && reader.page.date.is_none()
        && reader.rest().iter().skip(1).take(2).any(meta)
        && !reader.rest().iter().skip(1).take(1).any(is_prose)
}

/// The names of a byline: "By NAME", "By" and the name on the next line, or a name with a date after it.
fn signed(reader: &mut Reader, line: &str) -> Option<Vec<String>> {
    if let Some(names) = by(line) {
        return Some(names);
    }
    let next = reader
        .ahead(1)
        .map(|block| block.text.as_str())
        .unwrap_or_default();
    let low = line.trim_end_matches(':').trim().to_lowercase();
    if labels::lists().by.contains(&low.as_str()) && author::is_name(next) {
        reader.furniture();
        return Some(vec![next.to_owned()]);
    }
    if let Some(name) = among_parts(line) {
        return Some(vec![name]);
    }
    let name = signed_name(line)?;
    let several = name.split_whitespace().count() > 1;
    let known = reader
        .page
        .bylines
        .iter()
        .any(|byline| same(&byline.name, &name));
    let about =
        reader.rest().iter().skip(3).any(|block| {
            author::opens(&block.text).is_some_and(|opening| same(&opening.name, &name))
        });
    let dated_next = dates::is_date(next) || dated(next) || labels::is_count(&next.to_lowercase());
    let with_date = name.len() < line.len();
    (several && (with_date || dated_next || about) || known).then(|| vec![name])
}

/// The name in a line of a date, a count and a name between marks: "15 March 2026 · 3 minutes · NAME".
fn among_parts(line: &str) -> Option<String> {
    if line.chars().count() > 160 {
        return None;
    }
    let parts: Vec<&str> = line
        .split(['|', '·', '•', '—', '–', '/'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_day = |part: &&&str| dates::is_date(part) || dates::only(part);
    parts.iter().find(is_day)?;
    let name = parts.iter().find(|part| {
        let words = part.split_whitespace().count();
        (2..=4).contains(&words)
            && author::is_name(part)
            && !labels::is_furniture(part)
            && !dates::only(part)
            && !labels::is_count(&part.to_lowercase())
    })?;
    (parts.len() > 1).then(|| (*name).to_owned())
}

/// Adds those that are not named yet.
pub(crate) fn sign(reader: &mut Reader, names: &[String]) {
    for name in names {
        if !reader
            .page
            .bylines
            .iter()
            .any(|byline| same(&byline.name, name))
        {
            reader.page.bylines.push(Byline {
                name: name.clone(),
                ..Byline::default()
            });
        }
    }
}
