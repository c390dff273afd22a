//! The words by which pages in several languages name their parts, from `labels.txt`; compared in lower case.

use std::{collections::HashSet, sync::LazyLock};

type Words = Vec<&'static str>;

/// What stands in `labels.txt`, where each list says what it is.
#[derive(Default)]
pub(crate) struct Lists {
    pub home: Words,
    pub here: Words,
    pub about: Words,
    pub related: Words,
    pub comments: Words,
    pub by: Words,
    pub says: Words,
    pub reply: Words,
    pub tags: Words,
    furniture: HashSet<&'static str>,
    furniture_begins: Words,
    share: Words,
    counted: Words,
    widgets: Words,
    neighbours: Words,
    credits: Words,
    picture_labels: Words,
}

/// The lists, read once.
pub(crate) fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(read);
    &LISTS
}

fn read() -> Lists {
    let mut lists = Lists::default();
    let mut section = "";
    for line in include_str!("labels.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
            continue;
        }
        let words = line
            .split(';')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        match section {
            "home" => lists.home.extend(words),
            "here" => lists.here.extend(words),
            "about" => lists.about.extend(words),
            "related" => lists.related.extend(words),
            "comments" => lists.comments.extend(words),
            "by" => lists.by.extend(words),
            "says" => lists.says.extend(words),
            "reply" => lists.reply.extend(words),
            "tags" => lists.tags.extend(words),
            "furniture" => lists.furniture.extend(words),
            "furniture-begins" => lists.furniture_begins.extend(words),
            "share" => lists.share.extend(words),
            "counted" => lists.counted.extend(words),
            "widgets" => lists.widgets.extend(words),
            "credits" => lists.credits.extend(words),
            "picture-labels" => lists.picture_labels.extend(words),
            _ => lists.neighbours.extend(words),
        }
    }
    lists
}

/// The longest of `labels` that `line` begins with, as a whole word, and what follows it.
pub(crate) fn begins<'a>(
    line: &'a str,
    labels: &[&'static str],
) -> Option<(&'static str, &'a str)> {
    let start: String = line.chars().take(60).flat_map(char::to_lowercase).collect();
    let label = labels
        .iter()
        .filter(|label| start.starts_with(**label))
        .max_by_key(|label| label.len())?;
    let rest = line.get(label.len()..)?;
    let ends = rest.is_empty() || rest.starts_with([' ', ':', '：', '\t']);
    (ends || label.ends_with([':', '：', '・', '’', '\''])).then_some((label, rest))
}

/// Whether a label of an author box stands without a name, as "about the author" does and "about" does not.
pub(crate) fn is_the_author(label: &str) -> bool {
    const BEFORE_A_NAME: [&str; 18] = [
        "about",
        "über",
        "à propos de",
        "à propos d’",
        "à propos d'",
        "au sujet de",
        "om",
        "sobre",
        "acerca de",
        "informazioni su",
        "chi è",
        "over",
        "درباره",
        "دربارهٔ",
        "درباره‌ی",
        "عن",
        "نبذة عن",
        "written by",
    ];
    !BEFORE_A_NAME.contains(&label)
}

/// Whether `line` is one of `labels`, with a number, a colon or a headline in quotes about it: "3 Comments",
/// "Comments (3):", "3 thoughts on “The quay”".
pub(crate) fn is(line: &str, labels: &[&str]) -> bool {
    if line.chars().count() > 200 {
        return false;
    }
    let bare = bare(line);
    bare.len() <= 120 && labels.contains(&bare.as_str())
}

/// The line in lower case without counts, brackets, colons, marks and a quoted headline about it.
pub(crate) fn bare(line: &str) -> String {
    let line = line
        .split(['“', '"', '«', '„', '”', '（', '「'])
        .next()
        .unwrap_or(line);
    let edge = |c: char| !c.is_alphabetic();
    let low = line.trim_matches(edge).to_lowercase();
    let before = [
        " on",
        " to",
        " zu",
        " sur",
        " om",
        " en",
        " su",
        " op",
        " for",
        " auf",
        " till",
        " à",
        " برای",
        " على",
    ];
    match before.iter().find_map(|word| low.strip_suffix(word)) {
        Some(cut) if low.chars().count() > 6 => cut.trim_matches(edge).to_owned(),
        _ => low,
    }
}

/// Whether a line is known furniture: a menu's word, a button, a form's label, a banner, a count.
pub(crate) fn is_furniture(line: &str) -> bool {
    if line.chars().count() > 400 {
        return false;
    }
    let lists = lists();
    let low = line
        .trim()
        .trim_start_matches(['#', '*', ' ', '[', '→', '←', '↑', '•', '·'])
        .to_lowercase();
    let end = low.trim_end_matches(|c: char| c.is_whitespace() || ":.…!?؟]()→←›»×▼*".contains(c));
    lists.furniture.contains(low.as_str())
        || lists.furniture.contains(end)
        || !low.chars().any(char::is_alphabetic)
        || lists
            .furniture_begins
            .iter()
            .any(|start| low.starts_with(start))
        || is_count(end)
        || is_share(line)
}

/// "5 min read", "0 comments 123 views": numbers and what they count, one after the other.
pub(crate) fn is_count(low: &str) -> bool {
    if low.chars().count() > 60 || !low.contains(char::is_numeric) {
        return false;
    }
    let number = |c: char| c.is_numeric() || ".,:~()|·•".contains(c);
    let mut groups = vec![String::new()];
    for word in low.split_whitespace() {
        let word = word.trim_matches(['(', ')', ':', '|', '·', '•']);
        match groups.last_mut() {
            Some(last) if !word.chars().all(number) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => groups.push(String::new()),
        }
    }
    let mut named = groups
        .iter()
        .map(|words| words.trim())
        .filter(|words| !words.is_empty())
        .peekable();
    named.peek().is_some() && named.all(|words| lists().counted.contains(&words))
}

/// The first number of a line.
pub(crate) fn number(line: &str) -> Option<u32> {
    let start = line.find(|c: char| c.is_ascii_digit())?;
    line[start..]
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// A row of share buttons, with or without spaces: "Facebook Twitter Email", "FacebookTwitterPinterestEmail".
fn is_share(line: &str) -> bool {
    if line.chars().count() > 160 {
        return false;
    }
    let mut words = vec![String::new()];
    let mut small = false;
    for c in line.chars() {
        if c.is_uppercase() && small || !c.is_alphanumeric() && c != '-' {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if let Some(last) = words.last_mut().filter(|_| c.is_alphanumeric() || c == '-') {
            last.extend(c.to_lowercase());
        }
    }
    words.retain(|word| word.chars().any(char::is_alphabetic));
    let named = |word: &String| lists().share.contains(&word.as_str());
    let place = |word: &String| word.chars().count() > 4 && named(word);
    words.iter().all(named) && (words.iter().any(place) || words == ["x"])
}

/// The words before the name of who made a picture.
pub(crate) fn credits() -> &'static [&'static str] {
    &lists().credits
}

/// What a page says of a picture without showing it, or on a button.
pub(crate) fn picture_labels() -> &'static [&'static str] {
    &lists().picture_labels
}

/// Whether a line is only such a label.
pub(crate) fn is_picture_label(line: &str) -> bool {
    let low = line.to_lowercase();
    lists()
        .picture_labels
        .iter()
        .any(|label| low.trim_matches([',', ':', ' ']) == label.trim_matches(','))
}

/// A row of links below a comment: "Recommend 12", "Reply Report".
pub(crate) fn is_answer_row(line: &str) -> bool {
    if line.chars().count() > 80 {
        return false;
    }
    let low = line.to_lowercase();
    let apart = |c: char| !c.is_alphabetic();
    let mut rest = low.trim_matches(apart);
    let mut any = false;
    while !rest.is_empty() {
        let ends = |label: &&&str| {
            rest.strip_prefix(**label)
                .is_some_and(|after| !after.starts_with(char::is_alphabetic))
        };
        let Some(label) = lists()
            .reply
            .iter()
            .filter(ends)
            .max_by_key(|label| label.len())
        else {
            return false;
        };
        rest = rest[label.len()..].trim_start_matches(apart);
        any = true;
    }
    any
}

/// Whether a line is the title of a box beside or below the article.
pub(crate) fn is_widget(line: &str) -> bool {
    line.chars().count() <= 60 && lists().widgets.contains(&bare(line).as_str())
}

/// Whether a line announces the article before or after: with that one's title following it (`true`) or within it.
pub(crate) fn neighbour(line: &str) -> Option<bool> {
    if line.chars().count() > 200 {
        return None;
    }
    let low = line.trim().to_lowercase();
    let bare = low.trim_matches(|c: char| c.is_whitespace() || ":.…→←‹›«»".contains(c));
    let neighbours = &lists().neighbours;
    if neighbours.contains(&bare) {
        return Some(true);
    }
    let glued = neighbours
        .iter()
        .any(|label| label.contains(' ') && low.starts_with(label));
    let arrow = low.starts_with(['←', '→']) || low.ends_with(['←', '→']);
    (glued || arrow).then_some(false)
}

/// The tags of a line that lists them: "Tags: quay, ferry".
pub(crate) fn tags(line: &str) -> Option<Vec<String>> {
    let marked =
        |word: &str| word.starts_with('#') && word.chars().nth(1).is_some_and(char::is_alphabetic);
    if line.chars().count() <= 300
        && line.split_whitespace().count() >= 2
        && line.split_whitespace().all(marked)
    {
        return Some(
            line.split_whitespace()
                .map(|tag| tag.trim_start_matches('#').trim_end_matches(',').to_owned())
                .collect(),
        );
    }
    let (_, rest) = begins(line, &lists().tags)?;
    let all: Vec<String> = rest
        .trim_start_matches([':', ' '])
        .split([',', '،', '|', '·', '#'])
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    let short = all.iter().all(|tag| tag.chars().count() <= 40);
    (short && line.chars().count() <= 300).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_buttons_and_headlines_about_a_label_do_not_hide_it() {
        let comments = &lists().comments;
        for line in [
            "3 Comments",
            "Comments (3):",
            "3 thoughts on “The quay”",
            "LEAVE A REPLY",
            "Ein Kommentar zu „Am Kai“",
        ] {
            assert!(is(line, comments), "{line}");
        }
        for line in [
            "FacebookTwitterPinterestEmail",
            "Share. Facebook WhatsApp",
            "12 views",
            "©  2026",
            "0",
            "5 Mins Read",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "Sharing the quay",
            "Facebook left the town",
            "5 ferries",
            "The Line",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
