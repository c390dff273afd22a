//! The author box: whom it is about, their role, what they published, and the rest.

use crate::{labels, text::lower};
use model::article::Byline;

/// Opening and closing marks of a title; a closing mark may be followed by no letter.
const QUOTES: [(char, &str); 11] = [
    ('“', "”\""),
    ('"', "\"”"),
    ('«', "»"),
    ('»', "«"),
    ('„', "“”\""),
    ('”', "”“"),
    ('‹', "›"),
    ('‘', "’"),
    ('‚', "‘’"),
    ('『', "』"),
    ('「', "」"),
];

/// The words between a name and what someone is.
const IS: [&str; 36] = [
    "is a",
    "is an",
    "is the",
    "is one of the",
    "is",
    "was a",
    "was an",
    "was the",
    "was",
    "are",
    "ist eine",
    "ist ein",
    "ist der",
    "ist die",
    "ist",
    "war",
    "est une",
    "est un",
    "est la",
    "est le",
    "est",
    "är en",
    "är",
    "es una",
    "es un",
    "es la",
    "es el",
    "es",
    "è una",
    "è un",
    "è la",
    "è",
    "is een",
    "is de",
    "é uma",
    "é um",
];

/// The words that lead from a role to what was published.
const AUTHOR_OF: [&str; 64] = [
    " and the author of",
    " and author of",
    ", author of",
    "; author of",
    ", the author of",
    " and is the author of",
    " and co-author of",
    ", co-author of",
    " and has written",
    " and wrote",
    " und autorin ",
    " und autor ",
    ", autorin ",
    ", autor ",
    " und hat ",
    " et autrice",
    " et auteure",
    " et auteur",
    " et l’autrice",
    " et l’auteur",
    ", autrice",
    ", auteur",
    " och författare",
    ", författare",
    " och har skrivit",
    " y autora",
    " y autor ",
    " e autrice",
    " e autore",
    ", autore",
    " en auteur",
    " en schrijver",
    " و نویسنده",
    "، نویسنده",
    " ومؤلف",
    "، مؤلف",
    "، صدر له",
    " صدر له",
    "، له كتاب",
    ", elle a publié",
    ", il a publié",
    ", elle est l’autrice",
    " et a publié",
    " et signe ",
    ". author of",
    ". autora de",
    ". autor de",
    ". autorin von",
    ". autor von",
    " i autorka",
    " i autor ",
    ", autorka",
    " и автор",
    ", автор ",
    " e autora",
    " e autor ",
    ", autora de",
    ", autor de",
    " og forfatter",
    ", forfatter",
    ". her book",
    ". his book",
    ". 著書に",
    "。著書に",
];

/// The titles of a list of what someone published.
const LISTS: [&str; 12] = [
    "publications",
    "books",
    "books by",
    "works",
    "selected works",
    "bücher",
    "veröffentlichungen",
    "livres",
    "böcker",
    "libros",
    "کتاب‌ها",
    "كتب",
];

/// What opens an author box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// May be empty: "About the author".
    pub name: String,
    /// What follows on the line.
    pub after: String,
    /// The line alone is proof enough.
    pub sure: bool,
}

/// Whom the box is about, where `line` opens one: "About NAME:", "About NAME", "About NAME: role", "About the author".
pub(crate) fn opens(line: &str) -> Option<Opening> {
    let line = line.trim_start_matches(['#', '*', ' ']);
    let (label, rest) = labels::begins(line, &labels::lists().about)?;
    let alone = labels::is_the_author(label);
    let (name, after, colon) = match rest.split_once([':', '：']) {
        Some((name, after)) => (name.trim(), after.trim(), true),
        None => (rest.trim(), "", false),
    };
    if name.is_empty() && alone && is_name(after) {
        return Some(Opening {
            name: after.to_owned(),
            after: String::new(),
            sure: true,
        });
    }
    let fits = if name.is_empty() {
        alone
    } else {
        is_name(name)
    };
    let several = name.split_whitespace().count() > 1;
    fits.then(|| Opening {
        name: name.to_owned(),
        after: after.to_owned(),
        sure: colon && (several || alone) || alone && label.contains(' '),
    })
}

/// Whether it could be a person's name: one to six words, each but particles with a capital (where the script has
/// them), no digits, no end of a sentence.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let particle = |word: &str| {
        [
            "de", "da", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "y", "e",
            "di", "du", "dos", "av", "the", "af", "und", "and", "&", "och", "et", "zu", "ter",
            "ten", "del",
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

/// Whether a text beside names is one of them again, or a date, and no role.
pub(crate) fn is_date_or_name(text: &str, names: &[String]) -> bool {
    let short = (2..=120).contains(&text.chars().count());
    !short || crate::dates::only(text) || names.iter().any(|name| text.contains(name.as_str()))
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{64b}'..='\u{65f}').contains(&c)
}

/// The byline from the box's name and its lines, which are Markdown.
pub(crate) fn read(name: &str, lines: &[String]) -> Byline {
    let mut byline = Byline {
        name: name.to_owned(),
        ..Byline::default()
    };
    let mut told: Vec<String> = vec![];
    let mut listing = false;
    for line in lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
    {
        let text = markup::plain(line)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let found = titles(line);
        let label = text.trim_end_matches(':').to_lowercase();
        if LISTS
            .iter()
            .any(|list| label == *list || label.starts_with(list) && text.ends_with(':'))
        {
            listing = true;
        } else if found.is_empty() && listing && text.chars().count() <= 160 {
            let title = text.trim_start_matches(['-', '•', '*', ' ']);
            byline
                .publications
                .push(title.split(" (").next().unwrap_or(title).to_owned());
        } else if found.is_empty() || !only_titles(&text, &found) {
            told.push(text);
        }
        byline.publications.extend(found);
    }
    let mut seen = std::collections::BTreeSet::new();
    byline
        .publications
        .retain(|title| seen.insert(title.clone()));
    // How many follow someone is not what they are.
    if let Some(first) = told
        .first()
        .filter(|first| !first.starts_with(char::is_numeric))
    {
        let (role, whole) = role(name, first);
        byline.role = role;
        // The role is the whole line, or a part of it: then the line is kept too.
        if whole {
            told.remove(0);
        }
    }
    byline.about = told.join("\n");
    byline
}

/// Whether nothing but titles stands on a line.
fn only_titles(text: &str, titles: &[String]) -> bool {
    let rest = titles.iter().fold(text.to_owned(), |rest, title| {
        rest.replacen(title.as_str(), "", 1)
    });
    !rest.chars().any(char::is_alphanumeric)
}

/// What someone is, by the first line of their box, and whether that is all of the line.
fn role(name: &str, line: &str) -> (String, bool) {
    // "NAME writes about the harbour" tells it too.
    let after = after_name(name, line).or_else(|| line.strip_prefix(name).map(str::trim_start));
    let said = after.unwrap_or(line);
    if after.is_none()
        && (line.chars().count() > 200 || !titles(line).is_empty() && !leads_to_titles(line))
    {
        return (String::new(), false);
    }
    let low = lower(said);
    let mut end = AUTHOR_OF
        .iter()
        .filter_map(|of| low.find(of))
        .min()
        .unwrap_or(said.len());
    if let Some(stop) = sentence_end(&said[..end]) {
        end = stop;
    }
    let mut role = said[..end].trim();
    if role.chars().count() > 200 {
        let near = role
            .char_indices()
            .nth(200)
            .map_or(role.len(), |(at, _)| at);
        role = role[..near]
            .rsplit_once([',', '،'])
            .map_or("", |(start, _)| start);
    }
    let whole = role == line;
    let role = role.trim_end_matches(['.', ',', ';', '،', ' ']);
    (role.to_owned(), whole || role == line)
}

/// Whether a line tells a role before what was published.
fn leads_to_titles(line: &str) -> bool {
    let low = line.to_lowercase();
    AUTHOR_OF.iter().any(|of| low.contains(of))
}

/// What follows "NAME is a" or "She is a".
fn after_name<'a>(name: &str, line: &'a str) -> Option<&'a str> {
    let first = name.split_whitespace().next().unwrap_or_default();
    let last = name.split_whitespace().last().unwrap_or_default();
    let who = [
        name, first, last, "She", "He", "They", "Sie", "Er", "Elle", "Il", "Hon", "Han", "Ella",
        "Él", "Lei", "Lui", "Zij", "Hij", "Ze",
    ];
    let rest = who.iter().filter(|who| !who.is_empty()).find_map(|who| {
        let rest = line.strip_prefix(who)?;
        rest.starts_with([' ', ',', '،']).then_some(rest)
    })?;
    if let Some(set_off) = rest.strip_prefix([',', '،']) {
        let set_off = set_off.trim_start();
        let article = [
            "a ", "an ", "the ", "eine ", "ein ", "une ", "un ", "en ", "una ", "een ",
        ];
        return Some(
            article
                .iter()
                .find_map(|a| set_off.strip_prefix(a))
                .unwrap_or(set_off),
        );
    }
    let rest = rest.trim_start();
    let mut is: Vec<&&str> = IS.iter().filter(|is| starts_word(rest, is)).collect();
    is.sort_by_key(|is| is.len());
    match is.last() {
        Some(is) => Some(rest[is.len()..].trim_start()),
        // Persian and Arabic say it without a verb, or with one at the end.
        None => rest.chars().next().filter(|c| *c >= '\u{600}').map(|_| {
            let rest = rest.trim_end_matches('.').trim_end();
            rest.strip_suffix(" است").unwrap_or(rest)
        }),
    }
}

fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.starts_with(' '))
}

/// Where the first sentence ends; an abbreviation of up to three letters ends none.
fn sentence_end(text: &str) -> Option<usize> {
    text.match_indices(". ").map(|(at, _)| at).find(|at| {
        let word = text[..*at]
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        word.chars().count() > 3
    })
}

/// Whether a paragraph tells who someone is: "NAME is …", "NAME, a …".
pub(crate) fn tells(name: &str, line: &str) -> bool {
    let full = name.contains(' ') && line.starts_with(name);
    full && line.chars().count() <= 900 && after_name(name, line).is_some()
}

/// The titles in quotation marks of any sort; or in Markdown's emphasis, where there are no such marks.
pub(crate) fn titles(line: &str) -> Vec<String> {
    let chars: Vec<char> = line.replace("**", "").replace("\\", "").chars().collect();
    let quoted = between(&chars, |c| {
        QUOTES
            .iter()
            .find(|(open, _)| *open == c)
            .map(|(_, close)| *close)
    });
    if !quoted.is_empty() {
        return quoted;
    }
    between(&chars, |c| match c {
        '*' => Some("*"),
        '_' => Some("_"),
        _ => None,
    })
}

fn between(chars: &[char], closes: impl Fn(char) -> Option<&'static str>) -> Vec<String> {
    let mut out = vec![];
    let mut at = 0;
    while at < chars.len() {
        let before = at.checked_sub(1).map_or(' ', |before| chars[before]);
        // Such a mark within a word is an apostrophe, or none at all.
        let doubtful = "\"‘‚*_".contains(chars[at]);
        let close = closes(chars[at])
            .filter(|_| !(doubtful && before.is_alphanumeric()))
            .and_then(|close| {
                chars[at + 1..]
                    .iter()
                    .take(300)
                    .enumerate()
                    .find_map(|(offset, c)| {
                        let next = chars.get(at + 2 + offset).copied().unwrap_or(' ');
                        (offset > 0 && close.contains(*c) && !next.is_alphanumeric())
                            .then_some(at + 1 + offset)
                    })
            });
        let Some(end) = close else {
            at += 1;
            continue;
        };
        let title: String = chars[at + 1..end].iter().collect();
        let title = title.trim_matches(|c: char| c.is_whitespace() || ",;*_".contains(c));
        if title.chars().count() > 1 {
            out.push(title.to_owned());
        }
        at = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_that_begins_like_an_author_box_is_none() {
        let sure = |line| opens(line).map(|opening| (opening.name, opening.sure));
        assert_eq!(sure("About 300 people came to the quay."), None);
        assert_eq!(sure("About half of the stalls were empty"), None);
        assert_eq!(sure("About Marta Lind:"), Some(("Marta Lind".into(), true)));
        assert_eq!(sure("Über Wasser"), Some(("Wasser".into(), false)));
        assert_eq!(sure("About the author"), Some((String::new(), true)));
        assert_eq!(
            opens("Über Jonas Berg: Redakteur").unwrap().after,
            "Redakteur"
        );
    }

    #[test]
    fn titles_are_found_in_quotes_of_any_sort() {
        let line = "Author of “The Long Bridge”, \"Harbour Notes\", «Le Sel», „Am Kai“, ‘The Pilot’s Log’ and »Ebbe«";
        let all = [
            "The Long Bridge",
            "Harbour Notes",
            "Le Sel",
            "Am Kai",
            "The Pilot’s Log",
            "Ebbe",
        ];
        assert_eq!(titles(line), all);
    }

    #[test]
    fn a_role_is_told_from_what_was_published() {
        let check = |name: &str, line: &str, role: &str, publications: &[&str]| {
            let byline = read(name, &[line.to_owned()]);
            assert_eq!(byline.role, role);
            assert_eq!(byline.publications, publications);
        };
        check(
            "Jane Doe",
            "Jane Doe is a professor at St. Olave College and the author of \"Low Tide\" and “The Pier”.",
            "professor at St. Olave College",
            &["Low Tide", "The Pier"],
        );
        check(
            "Jonas Berg",
            "Redakteur für Verkehr",
            "Redakteur für Verkehr",
            &[],
        );
        check(
            "نیلوفر آذر",
            "نیلوفر آذر استاد شهرسازی در دانشگاه شمال و نویسندهٔ «کوچه‌های آب» است.",
            "استاد شهرسازی در دانشگاه شمال",
            &["کوچه‌های آب"],
        );
    }
}
