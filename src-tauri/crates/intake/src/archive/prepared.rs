//! HTML of an archive as Markdown. What its converter has no place for, but readers saw, is a link to it first, or left: films,
//! sounds, frames, forms, drawings, scripts.

use super::{captions, common::left, embedded};
use model::archive::Item;
use std::collections::HashSet;

/// Gives an address for another one; the flag says whether it is a picture's.
pub(crate) type To<'a> = dyn FnMut(&str, bool) -> Option<String> + 'a;

/// The Markdown of HTML.
pub(super) fn markdown(html: String, item: &mut Item, to: &mut To<'_>) -> String {
    let html = embedded::cut_for(html, item);
    let html = captions::titled(&told(&html, item, to));
    markup::from_html::article(&html)
}

/// A tag, in bytes of its text.
pub(super) struct Tag<'a> {
    /// Where it begins and ends.
    pub start: usize,
    pub end: usize,
    /// In small letters.
    pub name: String,
    pub closes: bool,
    /// By name in small letters, with the place of each value.
    attributes: Vec<(String, usize, &'a str)>,
}

impl Tag<'_> {
    /// An attribute, as it was meant.
    pub fn get(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(own, _, _)| own == name);
        found.map(|(_, _, value)| meant(value).trim().to_owned())
    }

    /// The tag as it is written in `html`, without an attribute.
    pub fn without(&self, html: &str, name: &str) -> String {
        let mut out = String::new();
        let mut at = self.start;
        for (_, start, value) in self.attributes.iter().filter(|(own, ..)| own == name) {
            let before = html.get(at..*start).unwrap_or_default();
            let bare = before.trim_end_matches(['"', '\'']);
            let quoted = before.len() > bare.len();
            let bare = bare.trim_end().trim_end_matches('=').trim_end();
            let kept = bare.len().checked_sub(name.len());
            out.push_str(kept.and_then(|kept| bare.get(..kept)).unwrap_or(before));
            at = (start + value.len() + usize::from(quoted)).min(self.end);
        }
        out.push_str(html.get(at..self.end).unwrap_or_default());
        out
    }
}

/// Text of HTML with its commonest entities as what they stand for.
pub(super) fn meant(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The next tag from a place on.
pub(super) fn next(html: &str, mut from: usize) -> Option<Tag<'_>> {
    loop {
        let start = from + html.get(from..)?.find('<')?;
        let rest = html.get(start + 1..)?;
        if rest.starts_with("!--") {
            // One that nothing closes hides all that follows, in browsers too.
            from = start + 1 + rest.find("-->")? + 3;
            continue;
        }
        let closes = rest.starts_with('/');
        let named = rest.strip_prefix('/').unwrap_or(rest);
        let len = named
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))
            .unwrap_or(named.len());
        if len == 0 || !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            from = start + 1;
            continue;
        }
        let name = named.get(..len)?.to_ascii_lowercase();
        let at = start + 1 + usize::from(closes) + len;
        let (attributes, end) = attributes(html, at);
        return Some(Tag {
            start,
            end,
            name,
            closes,
            attributes,
        });
    }
}

/// The attributes from a place on, and where their tag ends; the text's end, where it doesn't.
fn attributes(html: &str, mut at: usize) -> (Vec<(String, usize, &str)>, usize) {
    let mut all = vec![];
    loop {
        let rest = html.get(at..).unwrap_or_default();
        let skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        at += rest.len() - skipped.len();
        if skipped.is_empty() {
            return (all, html.len());
        }
        if skipped.starts_with('>') {
            return (all, at + 1);
        }
        let len = skipped
            .char_indices()
            .find(|(nth, c)| *nth > 0 && (c.is_whitespace() || "/>=".contains(*c)))
            .map_or(skipped.len(), |(nth, _)| nth);
        let name = skipped.get(..len).unwrap_or_default().to_ascii_lowercase();
        let after = skipped.get(len..).unwrap_or_default();
        at += len;
        let trimmed = after.trim_start();
        let Some(value) = trimmed.strip_prefix('=') else {
            all.push((name, at, ""));
            continue;
        };
        let bare = value.trim_start();
        at += after.len() - bare.len();
        let quote = bare.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (start, len, over) = match quote {
            Some(quote) => {
                let inner = bare.get(1..).unwrap_or_default();
                let len = inner.find(quote).unwrap_or(inner.len());
                (1, len, 1)
            }
            None => {
                let ends = |c: char| c.is_whitespace() || c == '>';
                (0, bare.find(ends).unwrap_or(bare.len()), 0)
            }
        };
        let value = bare.get(start..start + len).unwrap_or_default();
        all.push((name, at + start, value));
        at = (at + start + len + over).min(html.len());
    }
}

/// What was found once, and need not be said again for the same text.
#[derive(Default)]
struct Said {
    script: bool,
    acts: bool,
    form: bool,
    drawing: bool,
}

/// HTML in which what the converter leaves out is a link to it, or left.
pub(super) fn told(html: &str, item: &mut Item, to: &mut To<'_>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    let mut said = Said::default();
    // Of which elements no end is to come, so that none is looked for again and again.
    let mut endless: HashSet<String> = HashSet::new();
    let mut place = 0;
    while let Some(tag) = next(html, place) {
        place = tag.end;
        if !tag.closes {
            acts(&tag, item, &mut said);
        }
        let new = match tag.name.as_str() {
            "iframe" | "video" | "audio" | "object" | "embed" if !tag.closes => {
                let (inner, end) = inner(html, &tag, &mut endless);
                place = end;
                Some(linked(&tag, inner, item, to))
            }
            "script" | "style" | "svg" | "math" | "canvas" | "select" | "textarea"
                if !tag.closes =>
            {
                let (inner, end) = inner(html, &tag, &mut endless);
                place = end;
                dropped(&tag, inner, item, &mut said);
                // A word on each side of it is not to become one.
                Some(" ".to_owned())
            }
            "form" | "nav" | "dialog" => {
                form(&tag, item, &mut said);
                Some(renamed(&tag, "div"))
            }
            "button" => Some(renamed(&tag, "span")),
            "input" => {
                form(&tag, item, &mut said);
                None
            }
            "img" | "a" => addressed(html, &tag, to),
            _ => None,
        };
        if let Some(new) = new {
            out.push_str(html.get(at..tag.start).unwrap_or_default());
            out.push_str(&new);
            at = place;
        }
    }
    out.push_str(html.get(at..).unwrap_or_default());
    if let Some(open) = out.rfind("<!--")
        && let Some(hidden) = out.get(open..).filter(|rest| !rest.contains("-->"))
    {
        let why = "A comment that nothing closes hides what follows it";
        item.left.push(left("<!--", hidden, why));
        out.truncate(open);
    }
    out
}

fn renamed(tag: &Tag<'_>, name: &str) -> String {
    match tag.closes {
        true => format!("</{name}>"),
        false => format!("<{name}>"),
    }
}

/// What is in an element, and where it ends: at its own end where it is never closed.
fn inner<'a>(html: &'a str, tag: &Tag<'_>, endless: &mut HashSet<String>) -> (&'a str, usize) {
    let written = html.get(tag.start..tag.end).unwrap_or_default();
    if tag.name == "embed" || written.ends_with("/>") || endless.contains(&tag.name) {
        return ("", tag.end);
    }
    let rest = html.get(tag.end..).unwrap_or_default();
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|rest| rest.find("</")) {
        let at = from + found;
        let name = rest.get(at + 2..at + 2 + tag.name.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(&tag.name)) {
            let close = rest.get(at..).and_then(|close| close.find('>'));
            let end = close.map_or(rest.len(), |close| at + close + 1);
            return (rest.get(..at).unwrap_or_default(), tag.end + end);
        }
        from = at + 2;
    }
    endless.insert(tag.name.clone());
    ("", tag.end)
}

/// Handlers of events and addresses that run are never taken; what they did is said once.
fn acts(tag: &Tag<'_>, item: &mut Item, said: &mut Said) {
    let runs = tag.attributes.iter().find(|(name, _, value)| {
        let address = matches!(name.as_str(), "href" | "src" | "action");
        let bare: String = value
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(11)
            .collect();
        name.len() > 4 && name.starts_with("on") && !value.is_empty()
            || address && bare.eq_ignore_ascii_case("javascript:")
    });
    if let Some((name, _, value)) = runs
        && !std::mem::replace(&mut said.acts, true)
    {
        let text = format!("{name}={}", value.chars().take(200).collect::<String>());
        let why = "It ran when someone clicked or loaded it, and nothing that runs is taken";
        item.left.push(left(format!("<{}>", tag.name), text, why));
    }
}

/// A film, a sound or a frame as a link to it.
fn linked(tag: &Tag<'_>, inner: &str, item: &mut Item, to: &mut To<'_>) -> String {
    let own = ["src", "data-src", "data-lazy-src", "data"];
    let mut address = own.iter().find_map(|name| tag.get(name));
    let mut at = 0;
    while let Some(source) = next(inner, at) {
        at = source.end;
        address = address.filter(|address| !address.is_empty()).or_else(|| {
            matches!(source.name.as_str(), "source" | "embed").then(|| source.get("src"))?
        });
    }
    let address = address.unwrap_or_default();
    let whole = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address,
    };
    let words = tag.get("title").filter(|title| !title.is_empty());
    let web = whole.starts_with("https://") || whole.starts_with("http://");
    let local = !whole.is_empty() && !whole.contains(':');
    if !(web || local) {
        let text: String = whole.chars().take(200).collect();
        let why = "It leads nowhere";
        item.left.push(left(format!("<{}>", tag.name), text, why));
        return words.map_or(String::new(), |words| {
            format!("<p>{}</p>", super::common::escaped(&words))
        });
    }
    let shown = to(&whole, false).unwrap_or(whole);
    let what = match tag.name.as_str() {
        "video" => "A film",
        "audio" => "A sound",
        _ => "Something from elsewhere",
    };
    let why = format!("{what} stood in the text; a link to it does now");
    item.left
        .push(left(format!("<{}>", tag.name), shown.clone(), &why));
    let words = words.unwrap_or_else(|| shown.clone());
    let (shown, words) = (
        super::common::escaped(&shown),
        super::common::escaped(&words),
    );
    format!("<p><a href=\"{shown}\">{words}</a></p>")
}

/// What has no place in a text; said once of each sort.
fn dropped(tag: &Tag<'_>, inner: &str, item: &mut Item, said: &mut Said) {
    let cut = |text: &str| text.trim().chars().take(500).collect::<String>();
    // Each formula is a text of its own.
    let mut each = false;
    let (once, text, why) = match tag.name.as_str() {
        "script" => {
            let text = tag.get("src").unwrap_or_else(|| cut(inner));
            (&mut said.script, text, "Scripts are never taken")
        }
        "svg" | "canvas" => (
            &mut said.drawing,
            cut(inner),
            "A drawing that was made of elements is not taken",
        ),
        "math" => (&mut each, cut(inner), "Formulas are not taken"),
        "select" | "textarea" => (&mut said.form, cut(inner), "Fields of a form are not taken"),
        _ => return,
    };
    let before = std::mem::replace(once, true);
    let shows = !text.is_empty() || tag.name != "svg";
    if !before && shows {
        item.left.push(left(format!("<{}>", tag.name), text, why));
    }
}

fn form(tag: &Tag<'_>, item: &mut Item, said: &mut Said) {
    if tag.closes || !matches!(tag.name.as_str(), "form" | "input") {
        return;
    }
    if tag.get("type").as_deref() == Some("checkbox") {
        return;
    }
    if !std::mem::replace(&mut said.form, true) {
        let text = ["action", "placeholder", "value", "name"];
        let text = text.iter().find_map(|name| tag.get(name));
        let why = "Fields of a form are not taken";
        let text = text.unwrap_or_default();
        item.left.push(left(format!("<{}>", tag.name), text, why));
    }
}

/// HTML whose pictures and links have other addresses; none where all of them stay.
pub(crate) fn readdressed(html: &str, to: &mut To<'_>) -> Option<String> {
    let mut out = String::new();
    let (mut at, mut from) = (0, 0);
    while let Some(tag) = next(html, from) {
        from = tag.end;
        let held = matches!(tag.name.as_str(), "a" | "img") && !tag.closes;
        if let Some(new) = held.then(|| addressed(html, &tag, to)).flatten() {
            out.push_str(html.get(at..tag.start)?);
            out.push_str(&new);
            at = tag.end;
        }
    }
    if at == 0 {
        return None;
    }
    out.push_str(html.get(at..)?);
    Some(out)
}

/// A picture or a link whose address becomes another.
pub(super) fn addressed(html: &str, tag: &Tag<'_>, to: &mut To<'_>) -> Option<String> {
    let picture = tag.name == "img";
    let mut new = String::new();
    let mut at = tag.start;
    for (name, start, value) in &tag.attributes {
        let holds = match picture {
            true => matches!(name.as_str(), "src" | "data-src" | "data-original"),
            false => name == "href",
        };
        if holds && let Some(other) = to(meant(value).trim(), picture) {
            let quoted = html
                .get(..*start)
                .is_some_and(|before| before.ends_with(['"', '\'']));
            let other = super::common::escaped(&other).replace('\'', "&#39;");
            new.push_str(html.get(at..*start)?);
            new.push_str(&match quoted {
                true => other,
                false => format!("\"{other}\""),
            });
            at = start + value.len();
        }
    }
    if at == tag.start {
        return None;
    }
    new.push_str(html.get(at..tag.end)?);
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use model::archive::Item;

    fn made(html: &str) -> (String, Item) {
        let mut item = Item::default();
        let text = markdown(html.into(), &mut item, &mut |address, _| {
            address.strip_prefix("/a/").map(|rest| format!("b/{rest}"))
        });
        (text, item)
    }

    #[test]
    fn what_readers_saw_is_a_link_or_left() {
        let (text, item) = made(
            "<p onclick=\"x()\">One</p><iframe src=\"//films.example/1\" title=\"The harbour\"></iframe>\
             <video controls><source src=/a/quay.mp4>no films here</video><script>alert(1)</script>\
             <p>Two <a href='/a/x'>three</a> <img src=/a/y.png alt=four></p>\
             <form action=/join><input type=text><button>Join</button></form><svg><text>no</text></svg>",
        );
        for part in [
            "One",
            "[The harbour](https://films.example/1)",
            "[b/quay.mp4](b/quay.mp4)",
            "[three](b/x)",
            "![four](b/y.png)",
            "Join",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("alert") && !text.contains("no"), "{text}");
        let places: Vec<&str> = item.left.iter().map(|left| left.place.as_str()).collect();
        assert_eq!(
            places,
            ["<p>", "<iframe>", "<video>", "<script>", "<form>", "<svg>"]
        );
    }

    #[test]
    fn what_is_cut_off_or_endless_takes_no_time() {
        for part in [
            "<video src=a>x",
            "<video",
            "</",
            "<a href=\"",
            "<!--",
            "<iframe src='x'",
        ] {
            let mut item = Item::default();
            super::told(&part.repeat(20_000), &mut item, &mut |_, _| None);
            assert!(item.left.len() <= 20_000);
        }
    }
}
