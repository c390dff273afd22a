//! What stands below the text: author boxes, other articles, comments, and the page's foot.

use crate::{
    author, body,
    byline::by,
    dates, head, labels,
    lines::{Part, ends_sentence},
    remarks,
    text::{Reader, key, same},
    trail,
};
use model::article::Byline;

/// Takes everything from the text's end to the page's.
pub(crate) fn read(reader: &mut Reader) {
    signature(reader);
    while let Some(block) = reader.now() {
        let before = reader.at;
        let text = block.text.clone();
        let lists = labels::lists();
        if block.part == Part::Remarks || labels::is(&text, &lists.comments) {
            remarks::read(reader);
        } else if let Some(opening) =
            author::opens(&text).filter(|opening| opening.sure || known(reader, opening))
        {
            author_box(reader, &opening);
        } else if labels::is(&text, &lists.related) {
            reader.furniture();
            others(reader);
        } else if labels::is_widget(&text) {
            reader.furniture();
            widget(reader);
        } else if let Some(follows) = labels::neighbour(&text) {
            reader.furniture();
            let title = reader.now().is_some_and(|next| {
                !stops(reader)
                    && labels::neighbour(&next.text).is_none()
                    && next.text.chars().count() <= 200
            });
            if follows && title {
                reader.furniture();
            }
        } else if let Some(name) = signs(reader, &text) {
            biography(reader, &name, &text);
        } else if let Some(tags) = labels::tags(&text) {
            reader.page.tags.extend(tags);
            reader.furniture();
        } else if is_foot(&text) {
            reader.furniture();
        } else if let Some(names) = by(&text).filter(|_| reader.page.bylines.is_empty()) {
            head::sign(reader, &names);
            dates::take(&mut reader.page, &text);
            reader.furniture();
        }
        // What no rule above took, or one began and could not go on with.
        if reader.at == before {
            reader.furniture_or_leave("It stands below the text");
        }
    }
}

/// A name alone on the line right below the text signs it, where nothing else did.
fn signature(reader: &mut Reader) {
    let Some(block) = reader.now() else { return };
    let name = block.text.trim_matches(['—', '–', '-', ' ']).to_owned();
    let words = name.split_whitespace().count();
    let signs = reader.page.bylines.is_empty()
        && (2..=3).contains(&words)
        && author::is_name(&name)
        && !stops(reader)
        && !labels::is_furniture(&name)
        && !block.markdown.starts_with(['#', '['])
        && !reader.menu.contains(&key(&name));
    if signs {
        head::sign(reader, &[name]);
        reader.furniture();
    }
}

fn known(reader: &Reader, opening: &author::Opening) -> bool {
    let named = |name: &str| {
        reader
            .page
            .bylines
            .iter()
            .any(|byline| same(&byline.name, name))
    };
    let next = reader
        .ahead(1)
        .map(|block| block.text.as_str())
        .unwrap_or_default();
    let last = opening.name.split_whitespace().last().unwrap_or_default();
    if opening.name.is_empty() {
        author::is_name(next)
    } else {
        named(&opening.name) || next.contains(last)
    }
}

/// Whether the next block begins another part of the page.
fn stops(reader: &Reader) -> bool {
    let Some(block) = reader.now() else {
        return true;
    };
    let text = &block.text;
    let lists = labels::lists();
    block.part == Part::Remarks
        || author::opens(text).is_some_and(|opening| opening.sure)
        || labels::is(text, &lists.related)
        || labels::is(text, &lists.comments)
        || labels::is_widget(text)
        || labels::neighbour(text).is_some()
        || is_foot(text)
}

/// Links of a page's foot: "About us Contact Privacy", "© 2026".
fn is_foot(line: &str) -> bool {
    let low = line.to_lowercase();
    let words = line.split_whitespace().count();
    let copyright =
        low.contains('©') || low.contains("all rights reserved") || low.contains("copyright");
    let cookies = low.contains("cookie") && line.chars().count() <= 600;
    let rest = [
        "privacy",
        "datenschutz",
        "confidentialité",
        "privacidad",
        "contact",
        "kontakt",
        "impressum",
        "imprint",
    ];
    copyright && line.chars().count() <= 300
        || cookies
        || words <= 10
            && !ends_sentence(line)
            && rest.iter().filter(|word| low.contains(**word)).count() > 0
}

fn author_box(reader: &mut Reader, opening: &author::Opening) {
    reader.furniture();
    let mut name = opening.name.clone();
    let next = reader
        .now()
        .map(|block| block.text.trim_end_matches(':').to_owned())
        .unwrap_or_default();
    if name.is_empty() && author::is_name(&next) {
        name = next;
        reader.furniture();
    } else if same(&name, &next) {
        reader.furniture();
    }
    // A title in capitals, "ABOUT NAME", is not how the name is written.
    if let Some(known) = reader
        .page
        .bylines
        .iter()
        .find(|byline| same(&byline.name, &name))
    {
        name.clone_from(&known.name);
    }
    let mut lines = vec![opening.after.clone()];
    let within = near(reader);
    lines.extend(box_lines(reader, within));
    // "About the author" and then a biography that begins with the name of the byline.
    if name.is_empty() {
        let told = lines
            .iter()
            .find(|line| !line.is_empty())
            .cloned()
            .unwrap_or_default();
        let by = reader
            .page
            .bylines
            .iter()
            .find(|byline| told.starts_with(&byline.name));
        name = by
            .map(|byline| byline.name.clone())
            .or_else(|| first_name(&told))
            .unwrap_or_default();
    }
    add(reader, author::read(&name, &lines));
}

/// What the next block is in.
fn near<'a>(reader: &Reader<'a>) -> &'a str {
    reader.now().map(|block| block.within()).unwrap_or_default()
}

/// The lines of a box, as Markdown, up to where another part begins.
fn box_lines(reader: &mut Reader, within: &str) -> Vec<String> {
    let mut lines = vec![];
    while let Some(block) = reader.now() {
        let other = reader
            .page
            .bylines
            .iter()
            .any(|byline| same(&byline.name, &block.text));
        if stops(reader) || other || block.within() != within {
            break;
        }
        if labels::is_furniture(&block.text) || is_address(&block.text) {
            reader.furniture();
        } else if block.part == Part::Outside && block.text.chars().count() > 2_000
            || lines.len() > 12
        {
            break;
        } else {
            lines.push(block.markdown.clone());
            reader.at += 1;
        }
    }
    lines
}

fn is_address(text: &str) -> bool {
    !text.contains(' ')
        && (text.starts_with("http")
            || text.starts_with("www.")
            || text.starts_with('@')
            || text.contains('@'))
}

/// The name that a biography begins with: the words before "is" that could be one.
fn first_name(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=4)
        .rev()
        .filter(|n| *n < words.len())
        .map(|n| words[..n].join(" "))
        .find(|name| {
            let plain = name.trim_end_matches(',');
            author::is_name(plain) && author::tells(plain, line)
        })
        .map(|name| name.trim_end_matches(',').to_owned())
}

/// The byline whose name a biography begins with, whatever it says of them.
fn begins_with_byline(reader: &Reader, text: &str) -> Option<String> {
    let names = reader.page.bylines.iter().map(|byline| byline.name.clone());
    names.into_iter().find(|name| {
        text.strip_prefix(name.as_str())
            .is_some_and(|rest| rest.starts_with([' ', ',']))
    })
}

/// Adds a byline, or what its box tells of one that is there.
pub(crate) fn add(reader: &mut Reader, byline: Byline) {
    match reader
        .page
        .bylines
        .iter_mut()
        .find(|known| same(&known.name, &byline.name))
    {
        Some(known) => {
            let name = known.name.clone();
            // What the byline itself says one is stays; a box's first sentence says it in other words.
            let role = match known.role.is_empty() {
                true => byline.role,
                false => known.role.clone(),
            };
            *known = Byline {
                name,
                role,
                ..byline
            };
        }
        None if !byline.name.is_empty() => reader.page.bylines.push(byline),
        None => {
            let text = [byline.role, byline.about, byline.publications.join("; ")].join(" ");
            reader.page.unrecognised.push(model::page::Leftover {
                place: "the author box".into(),
                text: text.trim().to_owned(),
                why: "It is about someone who is not named".into(),
            });
        }
    }
}

/// The byline whose name this line is, or whom this paragraph tells about.
fn signs(reader: &Reader, text: &str) -> Option<String> {
    let names = || reader.page.bylines.iter().map(|byline| byline.name.clone());
    names().find(|name| same(name, text) || author::tells(name, text))
}

fn biography(reader: &mut Reader, name: &str, text: &str) {
    let mut lines = vec![];
    let within = near(reader);
    if same(name, text) {
        reader.furniture();
        // Below the name stands what they are, not another part of the page.
        let told = !stops(reader)
            && reader.now().is_some_and(|next| {
                !labels::is_furniture(&next.text)
                    && !reader.menu.contains(&key(&next.text))
                    && !is_address(&next.text)
            });
        if told {
            lines = box_lines(reader, within);
        }
    } else {
        lines = box_lines(reader, within);
    }
    let bare = reader
        .page
        .bylines
        .iter()
        .any(|byline| byline.name == name && byline.role.is_empty());
    if !lines.is_empty() && bare {
        add(reader, author::read(name, &lines));
    } else {
        reader.page.furniture.extend(lines);
    }
}

/// The titles of other articles.
fn others(reader: &mut Reader) {
    while let Some(block) = reader.now() {
        let title = block
            .text
            .trim_start_matches(['-', '*', '•', '·', '»', '›', ' ', '–'])
            .to_owned();
        if labels::neighbour(&title).is_some()
            || labels::is_widget(&title)
            || is_foot(&title)
            || block.part == Part::Remarks
        {
            return;
        }
        let lists = labels::lists();
        if author::opens(&title).is_some_and(|opening| opening.sure)
            || labels::is(&title, &lists.comments)
        {
            return;
        }
        let excerpt =
            title.chars().count() > 200 || title.chars().count() > 110 && ends_sentence(&title);
        let label = reader.menu.contains(&key(&title)) || same(&title, &reader.page.section);
        let known = labels::is_furniture(&title)
            || body::is_meta(&title)
            || labels::is(&title, &lists.related)
            || label
            || trail::trail(&title).is_some();
        // A telephone number is no title, nor is anything else that is mostly digits.
        let digits = title.chars().filter(|c| c.is_numeric()).count();
        let number = digits * 2 > title.chars().filter(|c| c.is_alphabetic()).count();
        if excerpt || number && !known {
            reader.leave("It stands among the related titles");
        } else if known || reader.page.related.contains(&title) {
            reader.furniture();
        } else {
            reader.page.related.push(title);
            reader.at += 1;
        }
    }
}

/// A box of the page: its short lines are furniture.
fn widget(reader: &mut Reader) {
    while let Some(block) = reader.now() {
        if stops(reader) || block.text.chars().count() > 140 && !labels::is_furniture(&block.text) {
            return;
        }
        reader.furniture();
    }
}

/// A part of a page that its markup calls a box about authors: an opening, or a name, and what stands below it.
pub(crate) fn author_part(
    blocks: &[crate::lines::Block],
    page: model::page::SavedPage,
) -> model::page::SavedPage {
    let mut reader = Reader::new(blocks, page, vec![]);
    let bylined = |reader: &Reader, text: &str| {
        reader
            .page
            .bylines
            .iter()
            .any(|byline| same(&byline.name, text))
    };
    while let Some(block) = reader.now() {
        let before = reader.at;
        let text = block.text.clone();
        // "NAME (as it is read)".
        let name = text
            .split(['(', '（'])
            .next()
            .unwrap_or(&text)
            .trim()
            .trim_end_matches(':')
            .to_owned();
        if let Some(opening) = author::opens(&text) {
            author_box(&mut reader, &opening);
        } else if bylined(&reader, &name)
            || author::is_name(&name) && name.contains(' ') && !labels::is_furniture(&name)
        {
            reader.furniture();
            let within = near(&reader);
            let lines = box_lines(&mut reader, within);
            add(&mut reader, author::read(&name, &lines));
        } else if let Some(name) = first_name(&text).or_else(|| begins_with_byline(&reader, &text))
        {
            let within = near(&reader);
            let lines = box_lines(&mut reader, within);
            add(&mut reader, author::read(&name, &lines));
        }
        if reader.at == before {
            reader.furniture_or_leave("It stands in a box about an author");
        }
    }
    reader.page
}
