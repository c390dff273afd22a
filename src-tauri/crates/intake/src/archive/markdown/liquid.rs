//! Jekyll's and Eleventy's Liquid: tags and values between marks.

use super::{
    hugo::{fenced, link},
    leads,
    marks::{Call, Closers, Code, Said, calls, film, picture, spliced, unknown},
    paths::Paths,
};
use crate::{archive::common::left, front::Front};
use model::archive::Item;
use std::ops::Range;

const MARKS: [(&str, &str); 2] = [("{%", "%}"), ("{{", "}}")];

/// A text without what is known; the rest stays in sight.
pub(super) fn text(
    text: String,
    front: &Front,
    from: &str,
    paths: &Paths<'_>,
    item: &mut Item,
) -> String {
    let text = attributes(text);
    if !text.contains("{%") && !text.contains("{{") {
        return text;
    }
    let code = Code::of(&text);
    let all = calls(&text, &MARKS);
    let mut edits: Vec<(Range<usize>, String)> = vec![];
    let closers = Closers::of(&all, &|call| {
        let inner = text.get(call.inner.clone())?;
        let inner = inner.trim().trim_matches('-').trim();
        let name = inner.strip_prefix("end").filter(|_| call.marks == 0)?;
        Some(name.to_owned())
    });
    let mut nth = 0;
    while let Some(call) = all.get(nth) {
        nth += 1;
        if code.holds(call.range.start) {
            continue;
        }
        let inner = text.get(call.inner.clone()).unwrap_or_default();
        let inner = inner
            .trim()
            .trim_start_matches('-')
            .trim_end_matches('-')
            .trim();
        let written = text.get(call.range.clone()).unwrap_or_default();
        if call.marks == 1 {
            let new = value(inner, front);
            let new = new.unwrap_or_else(|| unknown(written, inner, "value", item));
            edits.push((call.range.clone(), new));
            continue;
        }
        let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        if let Some((range, new)) = around(&text, (&all, &closers), nth, call, (name, rest), item) {
            while all
                .get(nth)
                .is_some_and(|other| other.range.start < range.end)
            {
                nth += 1;
            }
            edits.push((range, new));
            continue;
        }
        let new = known(name, rest, from, paths, item);
        let new = match new {
            Some(new) => leads::put(&text, (&all, nth - 1), new, is_html(from)),
            None => unknown(written, name, "Liquid tag", item),
        };
        edits.push((call.range.clone(), new));
    }
    spliced(&text, edits)
}

fn is_html(path: &str) -> bool {
    let path = path.to_lowercase();
    path.ends_with(".html") || path.ends_with(".htm")
}

/// What takes all up to its end.
fn around(
    text: &str,
    (all, closers): (&[Call], &Closers),
    nth: usize,
    call: &Call,
    (name, rest): (&str, &str),
    item: &mut Item,
) -> Option<(Range<usize>, String)> {
    if !matches!(name, "raw" | "comment" | "highlight") {
        return None;
    }
    let end = all.get(closers.after(name, nth)?)?;
    let inner = text.get(call.range.end..end.range.start)?;
    let range = call.range.start..end.range.end;
    let new = match name {
        "highlight" => fenced(&Said::of(rest).nth(0), inner),
        "comment" => {
            let why = "It was for writers, and on no page";
            item.left.push(left("comment", inner.trim(), why));
            String::new()
        }
        _ => inner.to_owned(),
    };
    Some((range, new))
}

/// What a value is, where it is one that follows from the archive.
fn value(inner: &str, front: &Front) -> Option<String> {
    let mut parts = inner.split('|').map(str::trim);
    let first = parts.next()?;
    let quoted = first
        .strip_prefix(['"', '\''])
        .and_then(|rest| rest.strip_suffix(['"', '\'']));
    let own = match first {
        // A path from the site's top is one from the archive's.
        "site.baseurl" | "site.url" | "site.base_url" => String::new(),
        _ => match (quoted, first.strip_prefix("page.")) {
            (Some(quoted), _) => quoted.to_owned(),
            (None, Some(name)) => front.get(&[name]).map(|value| value.text())?,
            (None, None) => return None,
        },
    };
    let filters: Vec<&str> = parts.collect();
    let known = |filter: &&str| {
        let name = filter.split(':').next().unwrap_or_default().trim();
        matches!(name, "relative_url" | "absolute_url" | "url" | "escape")
            || name == "prepend" && filter.contains("site.")
    };
    if !filters.iter().all(known) {
        return None;
    }
    Some(match filters.is_empty() || own.starts_with('/') {
        true => own,
        false => format!("/{own}"),
    })
}

fn known(name: &str, rest: &str, from: &str, paths: &Paths<'_>, item: &mut Item) -> Option<String> {
    match name {
        "post_url" | "link" => {
            let to = rest.trim().trim_matches(['"', '\'']);
            let found = match name {
                "link" => paths.named("", to).or_else(|| paths.attachment(from, to)),
                _ => paths.post(to),
            };
            Some(match found {
                Some(path) => link(path),
                None => {
                    let why = "It leads to a text that is not in the archive";
                    item.left.push(left("link", to, why));
                    to.replace(' ', "%20")
                }
            })
        }
        "include" | "include_relative" | "include_cached" | "image" | "img" | "figure" => {
            let said = Said::of(rest);
            let file = said.nth(0).to_lowercase();
            let shows = |part: &str| file.contains(part) || name.contains(part);
            if let Some(place) = ["youtube", "vimeo"].iter().find(|place| shows(place)) {
                return film(place, &said.get(&["id", "video_id", "videoid", "url"]));
            }
            if shows("video") {
                return film(&said.get(&["provider"]), &said.get(&["id"]));
            }
            let is_picture = ["image", "img", "figure", "picture", "photo"];
            let address = said.get(&[
                "src",
                "url",
                "image_path",
                "path",
                "image",
                "file",
                "img",
                "source",
            ]);
            if !is_picture.iter().any(|part| shows(part)) || address.is_empty() {
                return None;
            }
            let caption = said.get(&["caption", "title", "description"]);
            Some(picture(&address, &said.get(&["alt"]), &caption, ""))
        }
        "youtube" | "vimeo" => film(name, Said::of(rest).nth(0).as_str()),
        _ => None,
    }
}

/// Kramdown's attributes, `{:.wide}`, say how something looks, and are on no page.
fn attributes(text: String) -> String {
    if !text.contains("{:") {
        return text;
    }
    let code = Code::of(&text);
    let all = calls(&text, &[("{:", "}")]);
    let mut edits = vec![];
    for call in all {
        let inner = text.get(call.inner.clone()).unwrap_or_default();
        let looks = inner.trim_start().starts_with(['.', '#', ':'])
            || inner.contains('=')
            || inner.trim() == "toc";
        if code.holds(call.range.start) || inner.contains('\n') || !looks {
            continue;
        }
        let mut range = call.range.clone();
        // The list that stands for the table of contents goes with it.
        if inner.contains("toc")
            && let Some(before) = text.get(..range.start)
            && let Some(line) = before.trim_end().lines().next_back()
            && line.trim_start().starts_with(['*', '-', '1'])
            && line.len() < 40
        {
            range.start = before.trim_end().len() - line.len();
        }
        edits.push((range, String::new()));
    }
    spliced(&text, edits)
}
