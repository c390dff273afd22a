//! The rules in a page's head that keep its browser from everything that is elsewhere. No theme can leave them out.

use super::bad;
use model::Result;

/// The page by `template` with `policy` as the first thing in its head. `place` says where in the theme something stands that
/// is printed, or where the page begins.
///
/// # Errors
/// `bad-theme` where a page has no head, something before it that could ask for a file, or what no policy keeps from reaching
/// elsewhere.
pub(crate) fn policed(
    template: &str,
    page: &[u8],
    policy: &str,
    place: &dyn Fn(Option<&str>) -> String,
) -> Result<Vec<u8>> {
    let at = head(page).ok_or_else(|| {
        bad(format!(
            "The theme can’t be printed: {}: a page begins with <!DOCTYPE html>, <html …> and <head>, so that its rules \
             come before anything else.",
            place(None)
        ))
    })?;
    if let Some(tag) = reaching(template, page) {
        return Err(bad(format!(
            "The theme can’t be printed: {} prints {tag}: a page sets nothing by http-equiv, and links to nothing elsewhere \
             but as canonical, alternate, prev, next, author or license.",
            place(Some(tag.trim_end_matches('>')))
        )));
    }
    let policy = policy.replace('"', "&quot;");
    let rules = format!("\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    let (before, after) = page.split_at(at);
    Ok([before, rules.as_bytes(), after].concat())
}

/// What a link may be to elsewhere: browsers fetch none of these, and look up no address.
const SAID: [&str; 6] = [
    "alternate",
    "author",
    "canonical",
    "license",
    "next",
    "prev",
];

/// A tag by which a page would reach elsewhere whatever its policy says, or leave for there by itself.
fn reaching(template: &str, page: &[u8]) -> Option<String> {
    let sets_something = names_http_equiv(page);
    for at in memchr::memchr_iter(b'<', page) {
        let rest = page.get(at + 1..)?;
        let tag = rest.get(..4).unwrap_or_default();
        let (meta, link) = (
            tag.eq_ignore_ascii_case(b"meta"),
            tag.eq_ignore_ascii_case(b"link"),
        );
        let ends = rest
            .get(4)
            .is_none_or(|next| b" \t\n\r\x0c/>".contains(next));
        let reaches = match (meta, link) {
            (true, _) if ends => sets_something && sets(template, rest.get(4..)?),
            (_, true) if ends => links(rest.get(4..)?),
            _ => false,
        };
        if reaches {
            let text = rest.split(|letter| *letter == b'>').next()?;
            let text: String = String::from_utf8_lossy(text).chars().take(100).collect();
            return Some(format!("<{text}>"));
        }
    }
    None
}

/// Whether a page has the name anywhere that a `meta` must not have, which no reference to a letter can stand for: most have it
/// nowhere.
fn names_http_equiv(page: &[u8]) -> bool {
    const NAME: &[u8] = b"http-equiv";
    // The rarest of its letters, and where that stands.
    memchr::memchr2_iter(b'q', b'Q', page).any(|at| {
        let start = at.checked_sub(6);
        let there = start.and_then(|start| page.get(start..start + NAME.len()));
        there.is_some_and(|there| there.eq_ignore_ascii_case(NAME))
    })
}

/// Whether a `meta` sets something that only a host should. The page at an old place leads on.
fn sets(template: &str, rest: &[u8]) -> bool {
    let all = attributes(rest);
    let of = |name: &str| all.iter().find(|(own, _)| own == name);
    let Some((_, what)) = of("http-equiv") else {
        return false;
    };
    let on = of("content").and_then(|(_, content)| content.strip_prefix("0; url="));
    let leads = template == "moved.html" && what == "refresh" && on.is_some_and(within);
    !leads
}

/// Whether a `link` asks for something elsewhere, or may.
fn links(rest: &[u8]) -> bool {
    let all = attributes(rest);
    let rel = all.iter().find(|(name, _)| name == "rel");
    let rel = rel.map(|(_, value)| value.to_ascii_lowercase());
    if rel.is_some_and(|rel| rel.split_ascii_whitespace().all(|one| SAID.contains(&one))) {
        return false;
    }
    all.iter().any(|(name, value)| match name.as_str() {
        "href" => !within(value),
        "imagesrcset" => true,
        _ => false,
    })
}

/// Whether an address leads nowhere but to the site itself.
fn within(address: &str) -> bool {
    let address = address.replace("&amp;", "").replace("&#39;", "");
    let address = address.trim_matches(|letter: char| letter <= ' ');
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    !scheme.contains(':')
        && !address.starts_with("//")
        && !address.contains(['\\', '&', '\t', '\n', '\r'])
}

/// A tag's attributes as a browser reads them, from behind its name on; of several of one name the first counts.
fn attributes(mut rest: &[u8]) -> Vec<(String, String)> {
    let space = |letter: &u8| b" \t\n\r\x0c".contains(letter);
    let until =
        |rest: &[u8], ends: &dyn Fn(&u8) -> bool| rest.iter().position(ends).unwrap_or(rest.len());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut all: Vec<(String, String)> = vec![];
    loop {
        let start = until(rest, &|one| !space(one) && *one != b'/');
        rest = rest.get(start..).unwrap_or_default();
        if matches!(rest.first(), None | Some(b'>')) {
            return all;
        }
        // An equals sign that comes first is part of the name.
        let end = 1 + until(rest.get(1..).unwrap_or_default(), &|one| {
            space(one) || b"/>=".contains(one)
        });
        let (name, after) = rest.split_at(end.min(rest.len()));
        let gap = until(after, &|one| !space(one));
        rest = after.get(gap..).unwrap_or_default();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix(b"=") {
            let gap = until(after, &|one| !space(one));
            let after = after.get(gap..).unwrap_or_default();
            let (inner, quote) = match after.first() {
                Some(quote @ (b'"' | b'\'')) => (after.get(1..).unwrap_or_default(), Some(*quote)),
                _ => (after, None),
            };
            let end = until(inner, &|one| match quote {
                Some(quote) => *one == quote,
                None => space(one) || *one == b'>',
            });
            value = text(inner.get(..end).unwrap_or_default());
            rest = inner
                .get(end + usize::from(quote.is_some())..)
                .unwrap_or_default();
        }
        all.push((text(name).to_ascii_lowercase(), value));
    }
}

/// Where a page's head begins, right after `<head>`, where nothing but its kind and its root stand before it.
fn head(page: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = page.get(at..)?;
        at += rest
            .iter()
            .position(|letter| !letter.is_ascii_whitespace())?;
        let rest = page.get(at..)?;
        let end = rest.iter().position(|letter| *letter == b'>')? + 1;
        let tag = rest.get(..end)?.to_ascii_lowercase();
        at += end;
        if tag == b"<head>" {
            return Some(at);
        }
        // A root with more than its language and direction could hold what runs.
        let root = tag.starts_with(b"<html")
            && tag
                .get(5)
                .is_some_and(|next| *next == b'>' || *next == b' ');
        if !(tag.starts_with(b"<!doctype") || root) {
            return None;
        }
    }
}
