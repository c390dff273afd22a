//! Hugo's and Zola's shortcodes.

use super::{
    leads,
    marks::{Call, Closers, Code, Said, calls, film, picture, spliced, unknown},
    paths::{Paths, found},
};
use crate::{archive::common::left, front::Front};
use model::archive::Item;
use std::ops::Range;

/// How they are written.
const MARKS: [(&str, &str); 2] = [("{{<", ">}}"), ("{{%", "%}}")];

/// A text without those that are known; the others stay in sight.
pub(super) fn text(
    text: String,
    front: &Front,
    from: &str,
    paths: &Paths<'_>,
    item: &mut Item,
) -> String {
    if !text.contains("{{<") && !text.contains("{{%") {
        return unguarded(text);
    }
    let code = Code::of(&text);
    let all = calls(&text, &MARKS);
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    let closers = Closers::of(&all, &|call| {
        let inner = text.get(call.inner.clone())?.trim();
        Some(inner.strip_prefix('/')?.trim().to_owned())
    });
    let mut nth = 0;
    while let Some(call) = all.get(nth) {
        nth += 1;
        let inner = text.get(call.inner.clone()).unwrap_or_default();
        let written = text.get(call.range.clone()).unwrap_or_default();
        // Written so that it is shown.
        let shown = inner
            .trim()
            .strip_prefix("/*")
            .and_then(|rest| rest.strip_suffix("*/"));
        if let Some(shown) = shown {
            let (open, close) = MARKS.get(call.marks).copied().unwrap_or_default();
            let plain = format!("{open}{shown}{close}");
            let new = match code.holds(call.range.start) {
                true => plain,
                false => format!("`{plain}`"),
            };
            edits.push((call.range.clone(), new));
            continue;
        }
        if code.holds(call.range.start) {
            continue;
        }
        let (name, said) = told(inner);
        if let Some((range, new)) = around(&text, (&all, &closers), nth, call, &name, item) {
            while all
                .get(nth)
                .is_some_and(|other| other.range.start < range.end)
            {
                nth += 1;
            }
            edits.push((range, new));
            continue;
        }
        let new = known(&name, &said, front, from, paths, item);
        let new = match new {
            Some(new) => leads::put(&text, (&all, nth - 1), new, false),
            None => unknown(written, name.trim_start_matches('/'), "shortcode", item),
        };
        edits.push((call.range.clone(), new));
    }
    unguarded(spliced(&text, edits))
}

/// Zola's: `{{ youtube(id="…") }}`, and `{% quote() %}` with a text in it.
pub(super) fn zola(
    text: String,
    front: &Front,
    from: &str,
    paths: &Paths<'_>,
    item: &mut Item,
) -> String {
    if !text.contains("{{") && !text.contains("{%") {
        return text;
    }
    let code = Code::of(&text);
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    for call in calls(&text, &[("{{", "}}"), ("{%", "%}")]) {
        if code.holds(call.range.start) {
            continue;
        }
        let inner = text.get(call.inner.clone()).unwrap_or_default().trim();
        let written = text.get(call.range.clone()).unwrap_or_default();
        let (name, rest) = inner.split_once('(').unwrap_or((inner, ""));
        let name = name.trim().to_lowercase();
        let rest = rest.trim_end().trim_end_matches(')');
        let said = Said::of(&rest.replace("\",", "\" ").replace("',", "' "));
        let new = match call.marks {
            0 => known(&name, &said, front, from, paths, item),
            _ => None,
        };
        let new = new.unwrap_or_else(|| unknown(written, &name, "shortcode", item));
        edits.push((call.range, new));
    }
    spliced(&text, edits)
}

/// What our own export guards for Hugo is plain again.
fn unguarded(text: String) -> String {
    match text.contains("{\\{") {
        true => text.replace("{\\{<", "{{<").replace("{\\{%", "{{%"),
        false => text,
    }
}

/// A shortcode's name, and what it is told.
fn told(inner: &str) -> (String, Said) {
    let inner = inner.trim().trim_end_matches('/').trim();
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(end);
    (name.to_lowercase(), Said::of(rest))
}

/// What takes all up to its end: code, and what is only for writers.
fn around(
    text: &str,
    (all, closers): (&[Call], &Closers),
    nth: usize,
    call: &Call,
    name: &str,
    item: &mut Item,
) -> Option<(Range<usize>, String)> {
    if !matches!(
        name,
        "highlight" | "comment" | "rawhtml" | "unsafe" | "quote" | "blockquote"
    ) {
        return None;
    }
    let end = all.get(closers.after(name, nth)?)?;
    let inner = text.get(call.range.end..end.range.start)?;
    let range = call.range.start..end.range.end;
    let (_, said) = told(text.get(call.inner.clone())?);
    let new = match name {
        "highlight" => fenced(&said.nth(0), inner),
        "comment" => {
            let why = "It was for writers, and on no page";
            item.left.push(left("comment", inner.trim(), why));
            String::new()
        }
        "quote" | "blockquote" => {
            let lines = inner.trim().lines().map(|line| format!("> {line}"));
            let mut quote: Vec<String> = lines.collect();
            let author = said.get(&["author", "cite", "source"]);
            if !author.is_empty() {
                quote.push(">".into());
                quote.push(format!("> — {author}"));
            }
            quote.join("\n")
        }
        _ => inner.trim().to_owned(),
    };
    Some((range, new))
}

/// Code between fences that are longer than any in it.
pub(super) fn fenced(language: &str, code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    let code = code.trim_matches('\n').trim_end();
    format!("\n{fence}{language}\n{code}\n{fence}\n")
}

/// What a shortcode shows, where it is one that Hugo or many themes have.
fn known(
    name: &str,
    said: &Said,
    front: &Front,
    from: &str,
    paths: &Paths<'_>,
    item: &mut Item,
) -> Option<String> {
    let first = |names: &[&str]| match said.get(names) {
        value if value.is_empty() => said.nth(0),
        value => value,
    };
    Some(match name {
        "figure" | "image" | "img" | "picture" => figure(said, item)?,
        "youtube" | "vimeo" | "instagram" | "dailymotion" | "bilibili" | "youtube-lite"
        | "vimeo_simple" | "youtube_simple" | "lite-youtube" => {
            let place = ["youtube", "vimeo", "instagram", "dailymotion", "bilibili"];
            let place = place.iter().find(|place| name.contains(**place))?;
            film(place, &first(&["id", "videoid"]))?
        }
        "tweet" | "twitter" | "x" | "x_simple" | "twitter_simple" => {
            let (user, id) = (said.get(&["user"]), first(&["id"]));
            let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if id.is_empty() || !plain(&user) || !plain(&id) {
                return None;
            }
            let user = if user.is_empty() { "i" } else { &user };
            format!("<https://x.com/{user}/status/{id}>")
        }
        "gist" => {
            let (user, id) = (said.nth(0), said.nth(1));
            let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if id.is_empty() || !plain(&user) || !plain(&id) {
                return None;
            }
            format!("<https://gist.github.com/{user}/{id}>")
        }
        "ref" | "relref" => led(&first(&["path"]), from, paths, item),
        "video" | "audio" | "mp4" => {
            let address = first(&["src", "mp4", "file"]);
            if address.is_empty() {
                return None;
            }
            format!("[{address}]({})", markup::destination(&address))
        }
        "param" => front.get(&[&first(&["name"])])?.text(),
        "details" | "/details" => {
            let summary = first(&["summary", "title"]);
            match summary.is_empty() || name.starts_with('/') {
                true => String::new(),
                false => format!("**{}**\n", crate::archive::common::words(&summary)),
            }
        }
        "toc" | "br" | "clear" => String::new(),
        _ => return None,
    })
}

/// A picture with its caption and who made it.
fn figure(said: &Said, item: &mut Item) -> Option<String> {
    let named = said.get(&["src", "link_src", "url", "path"]);
    let address = if named.is_empty() { said.nth(0) } else { named };
    if address.is_empty() {
        return None;
    }
    let title = said.get(&["title"]);
    let mut caption = said.get(&["caption"]);
    if caption.is_empty() {
        caption = title;
    } else if !title.is_empty() {
        caption = format!("{title}: {caption}");
    }
    let by = said.get(&["attr"]);
    if !by.is_empty() {
        caption = format!("{caption} ({by})").trim().to_owned();
    }
    let source = said.get(&["attrlink"]);
    if !source.is_empty() {
        let why = "The link of its source is not taken";
        item.left.push(left("figure", source, why));
    }
    let (alt, link) = (said.get(&["alt"]), said.get(&["link"]));
    Some(picture(&address, &alt, &caption, &link))
}

/// Where `ref` leads: to a text of the archive, or as it was written.
fn led(to: &str, from: &str, paths: &Paths<'_>, item: &mut Item) -> String {
    let (path, place) = to.split_once('#').unwrap_or((to, ""));
    let found = match path {
        "" => String::new(),
        path => match paths.named(from, path) {
            Some(path) => link(path),
            None => {
                let why = "It leads to a text that is not in the archive";
                item.left.push(left("link", to, why));
                path.replace(' ', "%20")
            }
        },
    };
    match place {
        "" => found,
        place => format!("{found}#{}", place.replace(' ', "%20")),
    }
}

/// A found path as it stands between the brackets of a link.
pub(super) fn link(path: &str) -> String {
    found(path)
        .replace('%', "%25")
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('#', "%23")
        .replace('?', "%3F")
        .replace('<', "%3C")
        .replace('>', "%3E")
}
