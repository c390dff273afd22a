//! Short codes of WordPress: those that say what something is become HTML, all others stay visible and are named.

use super::{first::First, item::said};
use model::archive::Item;

/// Codes that mean nothing without the site that they are of, beside those with attributes, a line below or an end.
const FOREIGN: [&str; 6] = [
    "contact-form",
    "gallery",
    "playlist",
    "products",
    "toc",
    "shop",
];
/// Most codes of one text.
const MOST: usize = 5_000;

/// A code as it is written.
struct Code<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    /// What stands between it and its end.
    inner: Option<&'a str>,
    /// How many bytes it takes.
    length: usize,
}

impl Code<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The text with what its codes say. `number` is the item's.
pub(super) fn expanded(html: &str, number: &str, first: &First, item: &mut Item) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut unknown: Vec<String> = vec![];
    let mut count = 0;
    while let Some(at) = rest.find(['[', '<']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        if tail.starts_with('<') {
            // What stands in a tag, or in code, is no code of WordPress.
            let end = tag_end(tail);
            out.push_str(&tail[..end]);
            rest = &tail[end..];
            continue;
        }
        if tail.starts_with("[[")
            && let Some(end) = tail.find("]]")
            && !tail[2..end].contains(['[', '\n'])
        {
            out.push_str(&tail[1..=end]);
            rest = &tail[end + 2..];
            continue;
        }
        count += 1;
        match code(tail).filter(|_| count <= MOST) {
            Some(code) => {
                let (_, after) = tail.split_at(code.length);
                match meant(&code, number, first, item) {
                    Some(html) => out.push_str(&html),
                    None => {
                        if is_foreign(&code)
                            && !unknown.iter().any(|name| name == code.name)
                            && unknown.len() < 100
                        {
                            unknown.push(code.name.to_owned());
                        }
                        // As it is written; what is in it is looked at by itself.
                        let head = tail.find(']').map_or(tail.len(), |end| end + 1);
                        out.push_str(&tail[..head]);
                        rest = &tail[head..];
                        continue;
                    }
                }
                rest = after;
            }
            None => {
                out.push('[');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    for name in unknown {
        let why = "This short code is not known here; it stays in the text as it is written";
        item.left
            .push(said("short code", &format!("[{name}]"), why));
    }
    out
}

/// Where a tag ends; of `pre` and `code` where they are closed.
fn tag_end(tail: &str) -> usize {
    for name in ["pre", "code", "script", "style"] {
        let opens = tail
            .get(1..=name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name));
        let next = tail.as_bytes().get(name.len() + 1);
        if opens && next.is_some_and(|byte| !byte.is_ascii_alphanumeric()) {
            let close = format!("</{name}>");
            if let Some(end) = tail.find(&close) {
                return end + close.len();
            }
        }
    }
    if tail.starts_with("<!--") {
        return tail.find("-->").map_or(tail.len(), |end| end + 3);
    }
    tail.find('>').map_or(1, |end| end + 1)
}

/// The code that a text begins with; none where it is a bracket and no code.
fn code(tail: &str) -> Option<Code<'_>> {
    let head = tail.find(']')?;
    let inside = tail.get(1..head)?;
    let name_end = inside
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(inside.len());
    let name = inside.get(..name_end)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || inside.contains(['[', '<']) && !inside.contains('=')
    {
        return None;
    }
    let more = inside.get(name_end..)?;
    if !(more.is_empty() || more.starts_with(|c: char| c.is_whitespace() || c == '/'))
        || tail[head..].starts_with("](")
    {
        return None;
    }
    let attributes = attributes(more.trim_end_matches('/'));
    let after = tail.get(head + 1..)?;
    let close = format!("[/{name}]");
    let end = match more.trim_end().ends_with('/') {
        true => None,
        false => after.find(&close),
    };
    Some(Code {
        name,
        attributes,
        inner: end.and_then(|end| after.get(..end)),
        length: head + 1 + end.map_or(0, |end| end + close.len()),
    })
}

/// What stands in a code behind its name: `name="value"`, or a value alone under a number.
fn attributes(text: &str) -> Vec<(String, String)> {
    let text = text
        .replace("&quot;", "\"")
        .replace("&#8221;", "\"")
        .replace("&#8220;", "\"")
        .replace(['“', '”', '″'], "\"");
    let mut all = vec![];
    let mut rest = text.trim();
    while !rest.is_empty() && all.len() < 50 {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let Some(value) = tail.strip_prefix('=') else {
            all.push((all.len().to_string(), name.trim_matches('"').to_owned()));
            rest = tail.trim_start();
            continue;
        };
        let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quoted {
            Some(quote) => {
                let inner = &value[1..];
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        all.push((name.to_ascii_lowercase(), value.to_owned()));
        rest = after.trim_start();
    }
    all
}

fn is_foreign(code: &Code<'_>) -> bool {
    code.inner.is_some()
        || code
            .attributes
            .iter()
            .any(|(name, _)| name.parse::<u32>().is_err())
        || code.name.contains(['_', '-'])
        || FOREIGN.contains(&code.name)
}

/// What a code says, as HTML; none where it is not known.
fn meant(code: &Code<'_>, number: &str, first: &First, item: &mut Item) -> Option<String> {
    let link = |address: &str| format!("<p><a href=\"{0}\">{0}</a></p>", escaped(address.trim()));
    Some(match code.name {
        "caption" | "wp_caption" => captioned(code)?,
        "gallery" => gallery(code, number, first, item)?,
        "embed" => link(code.inner.or_else(|| code.get("0"))?),
        "youtube" | "vimeo" | "tweet" | "instagram" | "googlevideo" | "dailymotion" => {
            let said = code
                .inner
                .or_else(|| code.get("0"))
                .or_else(|| code.get("url"))
                .or_else(|| code.get("id"))?;
            let address = said.trim_start_matches('=').trim();
            match (code.name, address.contains("://")) {
                (_, true) => link(address),
                ("youtube", _) => link(&format!("https://www.youtube.com/watch?v={address}")),
                ("vimeo", _) => link(&format!("https://vimeo.com/{address}")),
                ("tweet", _) => link(&format!("https://twitter.com/i/status/{address}")),
                _ => return None,
            }
        }
        "audio" | "video" => {
            let names = [
                "src", "mp3", "mp4", "m4a", "ogg", "wav", "webm", "m4v", "ogv", "0",
            ];
            link(names.iter().find_map(|name| code.get(name))?)
        }
        "quote" | "pullquote" | "blockquote" => format!("<blockquote>{}</blockquote>", code.inner?),
        "code" | "sourcecode" => {
            format!("<pre><code>{}</code></pre>", code.inner?.trim_matches('\n'))
        }
        _ => return None,
    })
}

/// `[caption …]<img …> words[/caption]`, and the older form with the words among the attributes.
fn captioned(code: &Code<'_>) -> Option<String> {
    let inner = code.inner?;
    let end = inner.rfind("/>").map(|at| at + 2).or_else(|| {
        let image = inner.find("<img")?;
        inner.get(image..)?.find('>').map(|end| image + end + 1)
    })?;
    let linked = inner
        .get(end..)
        .filter(|rest| rest.trim_start().starts_with("</a>"));
    let end = linked
        .and_then(|rest| rest.find("</a>"))
        .map_or(end, |at| end + at + 4);
    let (picture, words) = inner.split_at(end);
    let words = match code.get("caption") {
        Some(words) => words,
        None => words.trim(),
    };
    Some(format!(
        "<figure>{picture}<figcaption>{words}</figcaption></figure>"
    ))
}

/// The pictures of a gallery, one after the other; one of which the archive says nothing is named.
fn gallery(code: &Code<'_>, number: &str, first: &First, item: &mut Item) -> Option<String> {
    let named = code.get("ids").or_else(|| code.get("include"));
    let numbers: Vec<String> = match named {
        Some(ids) => ids.split(',').map(|id| id.trim().to_owned()).collect(),
        None => first.uploaded(code.get("id").unwrap_or(number)).to_vec(),
    };
    let mut out = String::new();
    for id in numbers.iter().filter(|id| !id.is_empty()).take(MOST) {
        match first.attachment(id) {
            Some(one) => out.push_str(&format!(
                "<figure><img src=\"{}\" alt=\"{}\"><figcaption>{}</figcaption></figure>\n",
                escaped(&one.address),
                escaped(&one.alt),
                one.caption
            )),
            None => item.left.push(said(
                "gallery",
                id,
                "The archive does not hold this picture of a gallery",
            )),
        }
    }
    (!out.is_empty() || named.is_some()).then_some(out)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}
