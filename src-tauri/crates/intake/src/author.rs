//! The author box: whom it is about, their role, what they published, and the rest.

use crate::labels;
use model::article::Byline;

const QUOTES: [(char, char); 6] = [
    ('“', '”'),
    ('"', '"'),
    ('«', '»'),
    ('„', '“'),
    ('”', '”'),
    ('‹', '›'),
];

/// The name and what follows it, where `line` opens an author box: "About NAME:", "About NAME", "About NAME: role".
pub(crate) fn opens(line: &str) -> Option<(String, String)> {
    let line = line.trim_start_matches(['#', ' ']).replace("**", "");
    let low = line.to_lowercase();
    let mut best: Option<&str> = None;
    for label in labels::ABOUT {
        let longer = best.is_none_or(|best| best.len() < label.len());
        if longer && low.starts_with(label) && low.is_char_boundary(label.len()) {
            best = Some(label);
        }
    }
    let label = best?;
    let rest = line.get(label.len()..)?;
    if !(rest.is_empty() || rest.starts_with([' ', ':']) || label.ends_with(['’', '\''])) {
        return None;
    }
    let (name, after) = match rest.split_once([':', '：']) {
        Some((name, after)) => (name.trim(), after.trim()),
        None => (rest.trim(), ""),
    };
    let the_author = label.contains(' ') && name.is_empty() && label.len() > 8;
    (the_author || is_name(name)).then(|| (name.to_owned(), after.to_owned()))
}

/// Whether it could be a person's name: one to six words, each but particles with a capital (where the script has
/// them), no digits, no end of a sentence.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let particle = |word: &str| {
        [
            "de", "da", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "y", "e",
            "di", "du", "dos", "av", "the", "af", "und", "and", "&", "och",
        ]
        .contains(&word)
    };
    (1..=6).contains(&words.len())
        && text.chars().count() <= 60
        && !text.ends_with(['!', '?', ',', ';'])
        && !(text.ends_with('.') && words.last().is_some_and(|last| last.chars().count() > 3))
        && words.iter().all(|word| {
            particle(word)
                || word
                    .chars()
                    .all(|c| c.is_alphabetic() || "-'’.\u{200c}".contains(c) || is_mark(c))
                    && word.chars().next().is_some_and(|c| !c.is_lowercase())
        })
        && words.iter().any(|word| !particle(word))
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{64b}'..='\u{65f}').contains(&c)
}

/// The byline from the box's name and lines.
pub(crate) fn read(name: &str, lines: &[String]) -> Byline {
    let mut byline = Byline {
        name: name.to_owned(),
        ..Byline::default()
    };
    let mut about = vec![];
    for line in lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
    {
        let titles = titles(line);
        let quoted: usize = titles.iter().map(|title| title.chars().count() + 2).sum();
        let all_titles = !titles.is_empty() && quoted * 2 > line.chars().count();
        byline
            .publications
            .extend(titles.into_iter().filter(|title| title.chars().count() > 1));
        if byline.role.is_empty() && !all_titles && line.chars().count() <= 160 {
            byline.role = plain(line);
        } else if !all_titles {
            about.push(plain(line));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    byline
        .publications
        .retain(|title| seen.insert(title.clone()));
    byline.about = about.join("\n");
    byline
}

/// A line without marks of Markdown for emphasis and links.
fn plain(line: &str) -> String {
    markup::plain(line).trim().to_owned()
}

/// The titles in quotation marks of any sort, or in Markdown's emphasis.
pub(crate) fn titles(line: &str) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let mut out = vec![];
    let mut at = 0;
    while at < chars.len() {
        let close = QUOTES
            .iter()
            .filter(|(open, _)| *open == chars[at])
            .find_map(|(_, close)| {
                chars[at + 1..]
                    .iter()
                    .position(|c| c == close || *close == '”' && *c == '"')
                    .map(|end| at + 1 + end)
            });
        let emphasis = (chars[at] == '*' || chars[at] == '_')
            && chars.get(at + 1).is_some_and(|c| c.is_alphanumeric());
        let close = close.or_else(|| {
            emphasis
                .then(|| {
                    chars[at + 1..]
                        .iter()
                        .position(|c| *c == chars[at])
                        .map(|end| at + 1 + end)
                })
                .flatten()
        });
        match close {
            Some(end) => {
                let title: String = chars[at + 1..end].iter().collect();
                out.push(
                    title
                        .trim_matches(|c: char| c.is_whitespace() || ",;*_".contains(c))
                        .to_owned(),
                );
                at = end + 1;
            }
            None => at += 1,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{opens, read, titles};

    #[test]
    fn prose_that_begins_like_an_author_box_is_none() {
        assert_eq!(opens("About 300 people came to the quay."), None);
        assert_eq!(opens("About half of the stalls were empty"), None);
        assert_eq!(
            opens("About Marta Lind:"),
            Some(("Marta Lind".into(), String::new()))
        );
        assert_eq!(
            opens("Über Jonas Berg: Redakteur"),
            Some(("Jonas Berg".into(), "Redakteur".into()))
        );
    }

    #[test]
    fn titles_are_found_in_quotes_of_any_sort() {
        let line = "Author of “The Long Bridge”, \"Harbour Notes\" and «Le Sel»";
        assert_eq!(titles(line), ["The Long Bridge", "Harbour Notes", "Le Sel"]);
        let byline = read("Marta Lind", &["Transport reporter".into(), line.into()]);
        assert_eq!(
            (byline.role.as_str(), byline.publications.len()),
            ("Transport reporter", 3)
        );
    }
}
