//! The article's text: from its first paragraph to the author box, the list of others, or the comments.

use crate::{
    author, byline, dates, labels,
    lines::{Block, Part, ends_sentence},
    remarks,
    text::{Reader, is_prose, key, may_be_text, same},
};

/// Takes the text's blocks.
pub(crate) fn read(reader: &mut Reader) {
    let marked = reader.rest().iter().any(|block| block.part == Part::Text);
    let outlook = Outlook::new(reader.rest());
    let start = reader.at;
    let mut parts: Vec<String> = vec![];
    while let Some(block) = reader.now() {
        let text = &block.text;
        let prose = outlook.prose_after(reader.at - start);
        // Where the markup says what is text, nothing else is; and the text is over where none follows.
        let beside = marked && block.part != Part::Text;
        if beside && !outlook.text_after(reader.at - start)
            || ends(reader, prose, !parts.is_empty())
        {
            break;
        }
        if beside {
            reader.furniture_or_leave("It stands beside the article’s text");
        } else if labels::is(text, &labels::lists().related) {
            box_of_others(reader);
        } else if is_promotion(text) || is_page_line(block) || is_label(reader, block) {
            reader.furniture();
        } else if let Some(tags) = labels::tags(text) {
            reader.page.tags.extend(tags);
            reader.furniture();
        } else if is_caption(block) {
            reader.leave("It says who made a picture");
        } else {
            take(reader, block, &mut parts);
        }
    }
    reader.page.body = parts.join("\n\n");
}

/// Appends a block; the items of a list follow each other without a blank line.
fn take(reader: &mut Reader, block: &Block, parts: &mut Vec<String>) {
    reader.at += 1;
    let item = |text: &str| text.starts_with("- ") || crate::lines::numbered(text);
    let in_list = |line: &str| item(line.trim_start());
    let unmarked = block.part == Part::Unknown;
    let heads = unmarked && is_subhead(reader, block, parts.last());
    match parts.last_mut() {
        Some(last) if item(&block.markdown) && last.lines().last().is_some_and(in_list) => {
            last.push('\n');
            last.push_str(&block.markdown);
        }
        _ if heads => parts.push(format!("## {}", block.markdown)),
        _ => parts.push(block.markdown.clone()),
    }
}

/// A short line without a sentence's end, alone between two paragraphs.
fn is_subhead(reader: &Reader, block: &Block, before: Option<&String>) -> bool {
    let text = &block.text;
    let before = before.is_some_and(|last| ends_sentence(last) && !last.starts_with("- "));
    before
        && text.chars().count() <= 90
        && !ends_sentence(text)
        && !text.starts_with(['-', '•', '–', '—', '*', '“', '"', '„', '«', '»', '(', '['])
        && !text.starts_with(char::is_lowercase)
        && !block.markdown.starts_with("- ")
        && !crate::lines::numbered(text)
        && reader.now().is_some_and(is_prose)
}

/// A line that is the page's, not the text's: a button, an advertisement's label, a row of places to share.
fn is_page_line(block: &Block) -> bool {
    let shown = block.markdown.starts_with("![")
        || block.markdown.starts_with("* * *")
        || block.markdown.starts_with("```");
    !shown && labels::is_furniture(&block.text) && !ends_sentence(block.text.trim_end_matches(':'))
}

/// A short line of a text copy that ends with who made a picture: what stood below one.
fn is_caption(block: &Block) -> bool {
    let credited = || {
        let (at, name) = crate::html::pictures::credit_in(&block.text)?;
        let label = block.text.get(at..)?.split(name).next()?;
        Some(label.contains([':', '：', '©']) && name.split_whitespace().count() <= 6)
    };
    block.part == Part::Unknown && block.text.chars().count() <= 200 && credited().unwrap_or(false)
}

/// The section's name or a menu's word alone on a line, where no paragraph follows it as a subhead.
fn is_label(reader: &Reader, block: &Block) -> bool {
    let text = &block.text;
    let known = || same(text, &reader.page.section) || reader.menu.contains(&key(text));
    let heading = block.part == Part::Text && block.markdown.starts_with('#');
    text.chars().count() <= 40 && !heading && known() && !reader.ahead(1).is_some_and(is_prose)
}

/// "Read also: another headline".
fn is_promotion(line: &str) -> bool {
    let Some((_, rest)) = labels::begins(line, &labels::lists().related) else {
        return false;
    };
    line.chars().count() <= 200
        && rest.trim_start().starts_with([':', '|', '→'])
        && rest.trim().chars().count() > 1
}

/// A box of other articles in the middle of the text: its title, and the headlines below it.
fn box_of_others(reader: &mut Reader) {
    reader.furniture();
    while let Some(block) = reader.now() {
        let title = block
            .text
            .trim_start_matches(['-', '•', '*', '·', '»', '›', '–', ' '])
            .to_owned();
        let short = title.chars().count() <= 200 && !ends_sentence(&title);
        if !short || !may_be_text(block) || labels::is(&title, &labels::lists().comments) {
            return;
        }
        if !labels::is_furniture(&title)
            && !dates::is_date(&title)
            && !reader.page.related.contains(&title)
        {
            reader.page.related.push(title);
        }
        reader.furniture();
        // One headline that a paragraph follows, with a heading between them: the heading is the text's.
        if reader.ahead(1).is_some_and(is_prose) {
            return;
        }
    }
}

/// Whether the text ends before the next block.
pub(crate) fn ends(reader: &Reader, prose_after: usize, begun: bool) -> bool {
    let Some(block) = reader.now() else {
        return true;
    };
    let text = block.text.as_str();
    let lists = labels::lists();
    if block.part == Part::Remarks {
        return true;
    }
    if let Some(opening) = author::opens(text)
        && (opening.sure && prose_after < 4 || is_box(reader, &opening.name))
    {
        return true;
    }
    if labels::is(text, &lists.related) {
        return !begun || prose_after < 2 && !goes_on(reader);
    }
    if labels::is(text, &lists.comments) && text.chars().count() <= 120 {
        let goes_on = block.part == Part::Text && prose_after >= 2;
        return !goes_on && opens_comments(reader);
    }
    if labels::is_widget(text) {
        return prose_after < 2;
    }
    let signed = || {
        reader
            .page
            .bylines
            .iter()
            .any(|byline| same(&byline.name, text))
    };
    if begun && text.chars().count() <= 60 && prose_after < 2 && signed() {
        return true;
    }
    let told = || {
        reader
            .page
            .bylines
            .iter()
            .any(|byline| author::tells(&byline.name, text))
    };
    if begun && prose_after < 1 && told() {
        return true;
    }
    begun && prose_after < 1 && (labels::neighbour(text).is_some() || text.starts_with('©'))
}

/// Whether below the title of a box of others the text goes on: after a headline or three, nearly all are sentences.
fn goes_on(reader: &Reader) -> bool {
    let after = reader.rest().iter().skip(1).take(40);
    let lists = labels::lists();
    let ends = |block: &&Block| {
        author::opens(&block.text).is_some_and(|opening| opening.sure)
            || labels::is(&block.text, &lists.comments)
            || labels::is(&block.text, &lists.related)
            || labels::is_widget(&block.text)
            || block.part == Part::Remarks
    };
    let rest: Vec<&Block> = after.take_while(|block| !ends(block)).collect();
    let titles = rest
        .iter()
        .take(3)
        .take_while(|block| !ends_sentence(&block.text))
        .count();
    let text = &rest[titles..];
    let sentences = text
        .iter()
        .filter(|block| ends_sentence(&block.text))
        .count();
    text.iter().any(|block| is_prose(block)) && sentences * 4 >= text.len() * 3
}

/// An author box without a colon: the next line is about that very person, or the byline has the name.
fn is_box(reader: &Reader, name: &str) -> bool {
    if name.is_empty() {
        return reader
            .ahead(1)
            .is_some_and(|next| author::is_name(&next.text));
    }
    let last = name.split_whitespace().last().unwrap_or_default();
    let next = reader
        .ahead(1)
        .is_some_and(|next| next.text.contains(last) || next.text.starts_with("Website"));
    next || reader
        .page
        .bylines
        .iter()
        .any(|byline| same(&byline.name, name))
}

/// A title of comments is one where it asks for them or counts them, or where a comment or a form follows.
fn opens_comments(reader: &Reader) -> bool {
    let Some(block) = reader.now() else {
        return false;
    };
    let words = labels::bare(&block.text).split_whitespace().count();
    let counted = block.text.contains(char::is_numeric);
    let after = match (reader.ahead(1), reader.ahead(2)) {
        (None, _) => true,
        (Some(next), second) => {
            labels::is_furniture(&next.text)
                || labels::is(&next.text, &labels::lists().comments)
                || labels::is(&next.text, &labels::lists().related)
                || second.is_some_and(|second| dates::is_date(&second.text))
                || labels::lists()
                    .says
                    .iter()
                    .any(|says| next.text.ends_with(says))
                || remarks::has_date(&next.text)
                || author::opens(&next.text).is_some()
        }
    };
    words > 1 || counted || after
}

/// What is still to come, counted once: how many paragraphs before the author box or the comments, and whether any text.
struct Outlook {
    prose: Vec<u32>,
    last_text: Option<usize>,
}

impl Outlook {
    fn new(blocks: &[Block]) -> Self {
        let mut prose = vec![0; blocks.len() + 1];
        for (at, block) in blocks.iter().enumerate().rev() {
            let stops = author::opens(&block.text).is_some_and(|opening| opening.sure)
                || labels::is(&block.text, &labels::lists().comments)
                || block.part == Part::Remarks;
            prose[at] = if stops {
                0
            } else {
                prose[at + 1] + u32::from(may_be_text(block) && is_prose(block))
            };
        }
        Self {
            prose,
            last_text: blocks.iter().rposition(|block| block.part == Part::Text),
        }
    }

    /// Paragraphs after the block at `at`, up to the author box or the comments.
    fn prose_after(&self, at: usize) -> usize {
        self.prose.get(at + 1).copied().unwrap_or(0) as usize
    }

    fn text_after(&self, at: usize) -> bool {
        self.last_text.is_some_and(|last| last > at)
    }
}

/// Whether `line` could sign or date something; such lines among related titles are no titles.
pub(crate) fn is_meta(line: &str) -> bool {
    dates::is_date(line) || byline::dated(line) || byline::by(line).is_some()
}
