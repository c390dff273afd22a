//! The lines that sign and date an article.

use crate::{author, dates, labels};

/// A name, alone or with a date after a mark.
pub(crate) fn signed_name(line: &str) -> Option<String> {
    if line.chars().count() > 100 {
        return None;
    }
    if let Some(names) = by(line) {
        return names.into_iter().next();
    }
    let (name, rest) = match line.find(['|', '·', '•', ',', '—', '–']) {
        Some(at) => (
            line[..at].trim(),
            line[at..].trim_start_matches(|c: char| !c.is_alphanumeric()),
        ),
        None => (line.trim(), ""),
    };
    (author::is_name(name) && (rest.is_empty() || dates::is_date(rest) || dated(rest)))
        .then(|| name.to_owned())
}

/// "By NAME", "By NAME and NAME | 12 May 2026", "Published 12 May 2026 by NAME".
pub(crate) fn by(line: &str) -> Option<Vec<String>> {
    if line.chars().count() > 160 {
        return None;
    }
    let lists = labels::lists();
    let rest = match labels::begins(line, &lists.by) {
        Some((_, rest)) => rest,
        None => {
            // "Posted on 12 May 2026 by NAME".
            let (start, rest) = [" by ", " von ", " par ", " av ", " por "]
                .iter()
                .find_map(|by| line.split_once(by))?;
            if !(dates::is_date(start) || dated(start)) {
                return None;
            }
            rest
        }
    };
    let rest = rest.trim_start_matches([':', '：', '・', ' ']);
    let end = rest
        .find(['|', '·', '•', '—', '–', '/', '('])
        .unwrap_or(rest.len());
    let mut names = rest[..end].trim();
    // "By NAME May 12, 2026 5 min read": the name ends where the date begins.
    for (at, _) in names.match_indices(' ').take(6) {
        if begins_with_date(&names[at..]) {
            names = names[..at].trim_end_matches([',', ' ']);
            break;
        }
    }
    if let Some((start, role)) = names.split_once(", ")
        && !role
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase) || ["and", "und"].contains(&word))
    {
        names = start;
    }
    let found: Vec<String> = split_names(names);
    (!found.is_empty() && found.iter().all(|name| author::is_name(name))).then_some(found)
}

/// The names in what a page says of who wrote it, without addresses and the word before them.
pub(crate) fn named(said: &str) -> Option<Vec<String>> {
    let bare: Vec<&str> = said
        .split_whitespace()
        .filter(|word| !word.contains('@') && !word.contains("//"))
        .collect();
    let bare = bare.join(" ");
    let bare = bare.trim_end_matches([',', '|', '(', ')', ' ']);
    let names = by(bare).unwrap_or_else(|| split_names(bare));
    let names: Vec<String> = names
        .iter()
        .filter(|name| author::is_name(name))
        .map(|name| written(name))
        .collect();
    (!names.is_empty()).then_some(names)
}

/// A name in capitals as names are written.
pub(crate) fn written(name: &str) -> String {
    let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    if !capitals || !name.contains(' ') || name.to_lowercase() == name {
        return name.to_owned();
    }
    let mut start = true;
    let mut out = String::new();
    for c in name.chars() {
        match start {
            true => out.push(c),
            false => out.extend(c.to_lowercase()),
        }
        start = !c.is_alphabetic();
    }
    out
}

/// What stands behind the name in a byline: "By NAME, transport writer".
pub(crate) fn role_after(line: &str) -> Option<String> {
    let (names, role) = line.split_once(", ")?;
    let role = role
        .split(['|', '·', '•', '—', '–', '/', '('])
        .next()
        .unwrap_or(role)
        .trim();
    let fits = role.starts_with(char::is_lowercase)
        && role.chars().count() <= 60
        && !role.contains(char::is_numeric)
        && !role.ends_with('.');
    (fits && by(names).is_some_and(|names| names.len() == 1)).then(|| role.to_owned())
}

/// A date, and after it nothing but counts and furniture.
fn begins_with_date(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=words.len().min(12)).rev().any(|n| {
        let rest = words[n..].join(" ");
        let start = words[..n].join(" ");
        (dates::is_date(&start) || n > 1 && dates::only(&start))
            && (rest.is_empty()
                || labels::is_furniture(&rest)
                || labels::is_count(&rest.to_lowercase()))
    })
}

/// "A, B and C" in several languages.
pub(crate) fn split_names(names: &str) -> Vec<String> {
    let mut all = vec![names.to_owned()];
    for between in [
        ", ", " and ", " & ", " und ", " et ", " och ", " y ", " e ", " en ", " و ", "، ",
    ] {
        all = all
            .iter()
            .flat_map(|part| part.split(between))
            .map(|part| part.trim().to_owned())
            .collect();
    }
    all.retain(|name| !name.is_empty());
    all
}

/// "Published 12 May 2026", "12 May 2026 · 4 min read", "Opinion | 12 May 2026".
pub(crate) fn dated(line: &str) -> bool {
    if line.chars().count() > 140 || !line.contains(char::is_numeric) {
        return false;
    }
    const SAID: [&str; 30] = [
        "first published",
        "published",
        "updated",
        "last updated",
        "posted",
        "posted on",
        "published on",
        "date",
        "veröffentlicht",
        "aktualisiert",
        "stand",
        "veröffentlicht am",
        "publié",
        "publié le",
        "mis à jour",
        "mis à jour le",
        "publicerad",
        "uppdaterad",
        "publicerat",
        "publicado",
        "publicado el",
        "actualizado",
        "pubblicato",
        "pubblicato il",
        "gepubliceerd",
        "gepubliceerd op",
        "انتشار",
        "تاریخ انتشار",
        "نُشر في",
        "نشر في",
    ];
    if dates::only(line) {
        return true;
    }
    let mut any = false;
    let parts = line
        .split(['|', '·', '•', '—', '/'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let known = parts.clone().all(|part| {
        let low = crate::text::lower(part);
        let bare = SAID
            .iter()
            .filter(|said| low.starts_with(**said))
            .max_by_key(|said| said.len())
            .map_or(low.as_str(), |said| {
                low[said.len()..].trim_start_matches([':', ' '])
            });
        let date = dates::is_date(bare);
        any |= date;
        date || labels::is_count(&low)
            || labels::is_furniture(part)
            || part.split_whitespace().count() <= 2
    });
    known && any
}
