//! Links in a text, whole and bare, also those that are written so that a filter may not see them.

use std::ops::Range;

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Where it leads: the host as the network knows it (`xn--…` for other scripts), without `www.`.
    pub domain: String,
}

/// Last parts of hosts that stand in texts without `http://` before them. Those that are endings of files as well (`.md`,
/// `.py`, `.zip`) are links only with a path behind them.
const ENDS: [&str; 104] = [
    "com", "net", "org", "info", "biz", "edu", "gov", "mil", "int", "eu", "io", "co", "me", "tv",
    "cc", "ws", "ai", "app", "dev", "xyz", "top", "shop", "online", "site", "store", "club",
    "live", "pro", "vip", "win", "bet", "casino", "poker", "loan", "link", "click", "space",
    "website", "fun", "icu", "buzz", "life", "news", "blog", "tech", "agency", "digital", "today",
    "world", "cloud", "de", "at", "ch", "fr", "es", "it", "pt", "nl", "be", "lu", "uk", "ie", "us",
    "ca", "au", "nz", "in", "br", "mx", "ar", "cl", "se", "no", "dk", "fi", "is", "ee", "lv", "lt",
    "cz", "sk", "hu", "ro", "bg", "hr", "si", "gr", "tr", "ru", "su", "ua", "by", "kz", "cn", "jp",
    "kr", "tw", "hk", "za", "ke", "ng", "ir", "ae", "gg",
];
/// Those of them that are words, or begin one: not links where a space was only forgotten after a full stop.
const WORDS: [&str; 23] = [
    "me", "us", "in", "at", "be", "is", "it", "no", "de", "es", "by", "co", "life", "live", "news",
    "today", "world", "link", "click", "fun", "win", "shop", "top",
];
/// What may stand for the dot, with what it must be followed by, in the shortest form.
const SAID: [&str; 10] = [
    " dot ", "(dot)", "[dot]", "{dot}", " (dot) ", " [dot] ", "[.]", "(.)", " . ", "(punkt)",
];
/// Where a said dot leads to a host; fewer than of written ones, since these are guessed.
const SAID_ENDS: [&str; 14] = [
    "com", "net", "org", "info", "biz", "ru", "xyz", "top", "shop", "club", "online", "site", "de",
    "io",
];

/// Most links that are looked for in a text, and the longest piece, in bytes, that is looked at as one.
const MOST: usize = 500;
const LONGEST: usize = 8_000;

/// The links of a text, in their order.
#[must_use]
pub fn links(body: &str) -> Vec<Link> {
    let mut found: Vec<Link> = vec![];
    let mut at = 0;
    for piece in body.split_inclusive(char::is_whitespace) {
        let start = at;
        at += piece.len();
        // An address with a scheme has the one, a host the other.
        if !piece.contains([':', '.']) {
            continue;
        }
        let mut piece = piece.trim_end();
        let mut start = start;
        while !piece.is_empty() && found.len() < MOST {
            let end = piece.floor_char_boundary(LONGEST);
            of_piece(body, start, &piece[..end], &mut found);
            start += end;
            piece = &piece[end..];
        }
    }
    said(body, &mut found);
    found.sort_by_key(|link| (link.range.start, std::cmp::Reverse(link.range.end)));
    let mut end = 0;
    found.retain(|link| {
        let apart = link.range.start >= end;
        end = end.max(link.range.end);
        apart
    });
    found
}

/// The links within what stands between two spaces: several where brackets or commas part them.
fn of_piece(body: &str, start: usize, piece: &str, found: &mut Vec<Link>) {
    let lower = piece.to_ascii_lowercase();
    let mut from = 0;
    while from < piece.len() && found.len() < MOST {
        let Some((scheme, host)) = scheme(&lower, from) else {
            break;
        };
        let end = end_of_address(piece, &lower, host);
        let from_here = host_of(&piece[host..end]);
        if let Some(domain) = domain(from_here) {
            let range = start + scheme..start + end;
            found.push(Link { range, domain });
        }
        from = end.max(host);
    }
    if from == 0 && !piece.contains('@') {
        let parts = |c: char| !(c.is_alphanumeric() || "-._~:/?#&=%+".contains(c));
        let mut at = 0;
        for part in piece.split(parts) {
            bare(body, start + at, part, found);
            at += part.len();
            at += piece[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
}

/// Where the next address with a scheme begins in a text, and where its host does.
fn scheme(lower: &str, from: usize) -> Option<(usize, usize)> {
    let mut first: Option<(usize, usize)> = None;
    for scheme in ["https:", "http:", "hxxps:", "hxxp:", "ftp:"] {
        // Only with slashes behind it: “ftp:” alone is a word.
        let known = |at: &usize| lower[from + at + scheme.len()..].starts_with(['/', '\\']);
        let mut all = lower[from..].match_indices(scheme).map(|(at, _)| at);
        if let Some(at) = all.find(known) {
            let begins = from + at;
            let after = &lower[begins + scheme.len()..];
            let slashes = after.len() - after.trim_start_matches(['/', '\\']).len();
            if first.is_none_or(|(first, _)| begins < first) {
                first = Some((begins, begins + scheme.len() + slashes));
            }
        }
    }
    first
}

/// Where an address ends: before what closes the sentence or the brackets around it, and before the next address.
fn end_of_address(piece: &str, lower: &str, host: usize) -> usize {
    let next = scheme(lower, host).map_or(piece.len(), |(next, _)| next);
    let mut open = vec![];
    let mut end = next;
    for (at, c) in piece[host..next].char_indices() {
        let closes = match c {
            '(' => Some(')'),
            '[' => Some(']'),
            _ => None,
        };
        open.extend(closes);
        let unopened = matches!(c, ')' | ']') && open.pop() != Some(c);
        if unopened || "<>\"“”«»|`，。".contains(c) {
            end = host + at;
            break;
        }
    }
    let address = &piece[host..end];
    host + address
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '(', '['])
        .len()
}

/// The host of an address behind its scheme: without a name and password before it, and the port behind it.
fn host_of(address: &str) -> &str {
    let end = address.find(['/', '?', '#', '\\']).unwrap_or(address.len());
    let host = &address[..end];
    let host = host.rsplit('@').next().unwrap_or(host);
    host.split(':').next().unwrap_or(host)
}

/// A host as the network knows it; none where it can't be one.
fn domain(host: &str) -> Option<String> {
    let host = host.replace("[.]", ".").replace("(.)", ".");
    let host = host.trim_matches('.');
    if host.is_empty() || host.len() > 253 {
        return None;
    }
    let url::Host::Domain(ascii) = url::Host::parse(host).ok()? else {
        return Some(host.to_owned());
    };
    let ascii = ascii.strip_prefix("www.").unwrap_or(&ascii);
    (ascii.contains('.') || ascii == "localhost").then(|| ascii.to_owned())
}

/// The link that a run of letters without a scheme is, if it is one.
fn bare(body: &str, start: usize, part: &str, found: &mut Vec<Link>) {
    let part = part.trim_end_matches(['.', ':', '?', '-', '/', '&', '#', '=', '_', '~', '+']);
    let lead = part.len()
        - part
            .trim_start_matches(['.', '-', '/', ':', '_', '#'])
            .len();
    let (start, part) = (start + lead, &part[lead..]);
    let end = part.find(['/', '?', '#', ':']).unwrap_or(part.len());
    let (host, path) = part.split_at(end);
    let labels: Vec<&str> = host.split('.').collect();
    let before = body[..start].trim_end_matches(' ').as_bytes();
    let end = &before[before.len().saturating_sub(4)..];
    let said = [b"(at)", b"[at]", b"{at}"];
    if said.iter().any(|at| end.eq_ignore_ascii_case(*at)) {
        return;
    }
    let Some(last) = labels.last().filter(|_| labels.len() > 1) else {
        return;
    };
    let sound = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
    };
    if !labels.iter().all(|label| sound(label)) || last.chars().any(|c| c.is_ascii_digit()) {
        return;
    }
    let end = last.to_lowercase();
    let www = labels.len() > 2 && labels[0].eq_ignore_ascii_case("www");
    let path = path.len() > 1 && path.starts_with('/');
    let punycode = labels
        .iter()
        .any(|label| label.to_ascii_lowercase().starts_with("xn--"));
    let known = ENDS.contains(&end.as_str()) || matches!(end.as_str(), "рф" | "ком" | "онлайн");
    let word = WORDS.contains(&end.as_str())
        && (mid_sentence(body, start, part, last) || labels[0].len() < 2);
    // “e.g.it” and “U.S.in” are no hosts: the name before the end is longer.
    let named = labels[labels.len() - 2].chars().count() > 1 || path || end == "com" || www;
    let likely = known && !word && named;
    let certain = www || punycode || path && (known || end.len() == 2 && last.is_ascii());
    if (likely || certain)
        && let Some(domain) = domain(host)
    {
        let range = start..start + part.len();
        found.push(Link { range, domain });
    }
}

/// Whether an end that is a word too looks like the next sentence's first one: with a capital, or a sentence goes on behind.
fn mid_sentence(body: &str, start: usize, part: &str, last: &str) -> bool {
    let capital =
        last.starts_with(char::is_uppercase) && last.chars().skip(1).all(char::is_lowercase);
    let before = part.chars().next().is_some_and(char::is_lowercase);
    let at_start = body[..start].trim_end().is_empty();
    capital && (before || !at_start)
}

/// Whether a host is of those where anybody has a mailbox: what is said of it is an address, not a link.
pub fn post_office(host: &str) -> bool {
    const OFFICES: [&str; 16] = [
        "gmail",
        "googlemail",
        "yahoo",
        "hotmail",
        "outlook",
        "live",
        "gmx",
        "web",
        "proton",
        "protonmail",
        "mail",
        "aol",
        "icloud",
        "yandex",
        "posteo",
        "ymail",
    ];
    let name = host.split('.').next().unwrap_or(host);
    OFFICES.contains(&name)
}

/// Links whose dot is said: “casino dot com”.
fn said(body: &str, found: &mut Vec<Link>) {
    let lower = body.to_ascii_lowercase();
    if !["dot", ".", "punkt"].iter().any(|dot| lower.contains(dot)) {
        return;
    }
    for dot in SAID {
        for (at, _) in lower.match_indices(dot) {
            let name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
            let after = at + dot.len();
            let at = lower[..at].trim_end_matches(' ').len();
            let before = lower[..at].trim_end_matches(name).len();
            let length = lower[after..].find(|c: char| !c.is_ascii_alphabetic());
            let end = after + length.unwrap_or(lower.len() - after);
            let host = format!("{}.{}", &lower[before..at], &lower[after..end]);
            let mail =
                lower[..before].ends_with(['@', ']', ')']) || post_office(&lower[before..at]);
            let spaced = dot == " . " && &lower[after..end] != "com";
            if at - before > 2
                && !mail
                && !spaced
                && SAID_ENDS.contains(&&lower[after..end])
                && let Some(domain) = domain(&host)
            {
                let range = before..end;
                found.push(Link { range, domain });
            }
        }
    }
}
