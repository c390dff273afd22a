//! What a theme may hold: files of the kinds that a site is made of, no more of them than it needs, and none that asks for something
//! from elsewhere.

use super::{SETTINGS, STATIC, bad, is_template};
use crate::archive::plain;
use model::Result;
use std::collections::BTreeMap;

/// Most files.
const FILES: usize = 200;
/// Most bytes of all together.
const BYTES: u64 = 16 << 20;
/// What a theme's own pictures and fonts end in.
const KINDS: [&str; 11] = [
    "css", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "woff", "woff2", "ico",
];

/// Refuses what a theme may not hold.
///
/// # Errors
/// `bad-theme`, naming the file, and the line where there is one.
pub(super) fn files(files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    fits(
        files.len(),
        files.values().map(|bytes| bytes.len() as u64).sum(),
    )?;
    for (name, bytes) in files {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end);
        let kept = name
            .strip_prefix(STATIC)
            .is_some_and(|_| KINDS.contains(&end));
        let known = if name.contains('/') {
            kept
        } else {
            is_template(name) || name == "style.css" || name == SETTINGS
        };
        if !(known && plain(name)) {
            return Err(bad(format!(
                "The theme holds {name}: a theme has templates (.html, .xml, .svg), style.css, and pictures and fonts in the folder \
                 static."
            )));
        }
        if end == "css" {
            stylesheet(name, text(name, bytes)?)?;
        }
        if end == "svg" && kept {
            still(name, bytes)?;
        } else if end == "svg" {
            drawing(name, text(name, bytes)?)?;
        }
    }
    Ok(())
}

/// Refuses more files, or larger ones, than a theme may have.
///
/// # Errors
/// `bad-theme`.
pub(super) fn fits(files: usize, bytes: u64) -> Result<()> {
    if files > FILES {
        return Err(bad(format!("The theme has more than {FILES} files.")));
    }
    if bytes > BYTES {
        return Err(bad(format!("The theme is larger than {} MB.", BYTES >> 20)));
    }
    Ok(())
}

/// Refuses a drawing, which anyone can open by its address, that holds what a picture of an article may not.
fn still(name: &str, bytes: &[u8]) -> Result<()> {
    match markup::svg::trouble(bytes) {
        Some((line, what)) => Err(bad(format!(
            "The theme’s {name}, line {line}: {what}: a drawing may hold nothing that runs or that asks for something. Save it as a \
             plain drawing."
        ))),
        None => Ok(()),
    }
}

/// A file as text.
pub(super) fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str> {
    std::str::from_utf8(bytes).map_err(|_| bad(format!("The theme’s {name} is not text.")))
}

/// Refuses the template of a drawing that holds what could run.
fn drawing(name: &str, text: &str) -> Result<()> {
    let lower = text.to_ascii_lowercase();
    let handler = |at: usize| {
        let rest = lower.get(at + 2..).unwrap_or_default();
        let word = rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        word.len() < rest.len() && word.trim_start().starts_with('=')
    };
    // A word between tags only looks like one.
    let within = |at: usize| {
        let before = lower.get(..at).unwrap_or_default();
        before.rfind('<') > before.rfind('>')
    };
    let runs = [
        "<script",
        ":script",
        "<foreignobject",
        "javascript:",
        "<!entity",
        "&#",
    ]
    .iter()
    .find_map(|word| lower.find(word))
    .or_else(|| {
        let mut places = lower.match_indices("on").filter(|(at, _)| {
            lower[..*at]
                .ends_with(|letter: char| letter.is_ascii_whitespace() || "\"'/".contains(letter))
        });
        places
            .find(|(at, _)| within(*at) && handler(*at))
            .map(|(at, _)| at)
    });
    match runs {
        Some(at) => Err(bad(format!(
            "The theme’s {name}, line {}: a drawing may hold nothing that runs.",
            line(text, at)
        ))),
        None => Ok(()),
    }
}

fn line(text: &str, at: usize) -> usize {
    text.bytes()
        .take(at)
        .filter(|letter| *letter == b'\n')
        .count()
        + 1
}

/// Refuses a stylesheet that asks for something from elsewhere.
fn stylesheet(name: &str, text: &str) -> Result<()> {
    for word in words(text) {
        if elsewhere(&word) {
            return Err(bad(format!(
                "The theme’s {name}, line {}: “{}” is not in the theme; a site asks for nothing from elsewhere.",
                word.line, word.text
            )));
        }
    }
    Ok(())
}

/// A quoted text or the address in a `url()`.
struct Word {
    text: String,
    line: usize,
    address: bool,
}

/// Whether something would be fetched from another host.
fn elsewhere(word: &Word) -> bool {
    let text = word.text.trim().to_ascii_lowercase();
    // Browsers take a backslash for a slash, and leave line ends and tabs out.
    let text = text.replace('\\', "/").replace(['\n', '\r', '\t'], "");
    if text.starts_with("//") {
        return true;
    }
    let scheme = text
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|scheme| {
            scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "+.-".contains(letter))
        });
    match scheme {
        None | Some("data") => false,
        Some(scheme) => {
            word.address || ["http", "https", "ftp", "file", "ws", "wss"].contains(&scheme)
        }
    }
}

/// Every quoted text and every address in a `url()`, their escapes resolved, comments left out.
fn words(text: &str) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let (mut out, mut at, mut line) = (vec![], 0, 1);
    let mut name = String::new();
    while let Some(letter) = letters.get(at).copied() {
        let next = letters.get(at + 1).copied();
        match letter {
            '\n' => line += 1,
            '/' if next == Some('*') => {
                let mut end = at + 2;
                while end < letters.len()
                    && !(letters[end] == '*' && letters.get(end + 1) == Some(&'/'))
                {
                    line += usize::from(letters[end] == '\n');
                    end += 1;
                }
                at = end + 2;
                continue;
            }
            '"' | '\'' => {
                let (word, end) = until(&letters, at + 1, |one| one == letter || one == '\n');
                out.push(Word {
                    text: word,
                    line,
                    address: name == "url(",
                });
                name.clear();
                at = end + usize::from(letters.get(end) == Some(&letter));
                continue;
            }
            _ => {}
        }
        let (own, end) = unescaped(&letters, at);
        at = end;
        if own.is_alphanumeric() || own == '-' || own == '_' {
            name.push(own.to_ascii_lowercase());
        } else if own == '(' && name == "url" {
            name.push('(');
            let start = at
                + letters
                    .iter()
                    .skip(at)
                    .take_while(|one| one.is_whitespace())
                    .count();
            line += letters[at..start]
                .iter()
                .filter(|one| **one == '\n')
                .count();
            at = start;
            if !matches!(letters.get(at), Some('"' | '\'')) {
                let (word, end) = until(&letters, at, |one| one == ')');
                out.push(Word {
                    text: word.clone(),
                    line,
                    address: true,
                });
                line += word.matches('\n').count();
                at = end;
                name.clear();
            }
        } else {
            name.clear();
        }
    }
    out
}

/// What stands from `at` to where `ends` says, its escapes resolved, and where that is.
fn until(letters: &[char], mut at: usize, ends: impl Fn(char) -> bool) -> (String, usize) {
    let mut out = String::new();
    while let Some(letter) = letters.get(at) {
        if ends(*letter) {
            break;
        }
        let (own, end) = unescaped(letters, at);
        out.push(own);
        at = end;
    }
    (out, at)
}

/// The letter at `at`, an escape resolved, and where the next one is.
fn unescaped(letters: &[char], at: usize) -> (char, usize) {
    let letter = letters.get(at).copied().unwrap_or(' ');
    if letter != '\\' {
        return (letter, at + 1);
    }
    let digits: String = letters
        .iter()
        .skip(at + 1)
        .take(6)
        .take_while(|one| one.is_ascii_hexdigit())
        .collect();
    if digits.is_empty() {
        return (letters.get(at + 1).copied().unwrap_or(' '), at + 2);
    }
    let code = u32::from_str_radix(&digits, 16)
        .ok()
        .and_then(char::from_u32);
    let mut end = at + 1 + digits.len();
    end += usize::from(letters.get(end).is_some_and(|one| one.is_whitespace()));
    (code.unwrap_or('\u{fffd}'), end)
}
