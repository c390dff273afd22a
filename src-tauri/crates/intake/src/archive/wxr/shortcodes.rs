//! Short codes of WordPress: those that say what something is become HTML, all others stay visible and are named.

use super::{
    ends::{Ends, Mark},
    first::First,
    item::said,
};
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
/// Most bytes between the brackets of one, and of what stands with a picture as its caption.
const HEAD: usize = 16 << 10;
const CAPTION: usize = 64 << 10;

/// A code as it is written.
struct Code<'a> {
    name: &'a str,
    attributes: Vec<(String, String)>,
    /// What stands between it and its end.
    inner: Option<&'a str>,
    /// How many bytes it takes up to its first bracket's end, and in whole.
    head: usize,
    length: usize,
}

impl Code<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A text in which codes are looked for, from its beginning to its end.
struct Text<'a> {
    html: &'a str,
    bracket: Mark<'a>,
    double: Mark<'a>,
    angle: Mark<'a>,
    comment: Mark<'a>,
    equals: Mark<'a>,
    /// Of codes, and of elements.
    ends: Ends,
    closes: Ends,
}

impl<'a> Text<'a> {
    fn new(html: &'a str) -> Self {
        Self {
            html,
            bracket: Mark::new(html, "]"),
            double: Mark::new(html, "]]"),
            angle: Mark::new(html, ">"),
            comment: Mark::new(html, "-->"),
            equals: Mark::new(html, "="),
            ends: Ends::of(html, "[/", ']'),
            closes: Ends::of(html, "</", '>'),
        }
    }

    fn from(&self, at: usize) -> &'a str {
        self.html.get(at..).unwrap_or_default()
    }

    fn part(&self, from: usize, to: usize) -> &'a str {
        self.html.get(from..to).unwrap_or_default()
    }
}

/// The text with what its codes say. `number` is the item's.
pub(super) fn expanded(html: &str, number: &str, first: &First, item: &mut Item) -> String {
    let mut text = Text::new(html);
    let mut out = String::with_capacity(html.len());
    let mut unknown: Vec<String> = vec![];
    let (mut at, mut count) = (0, 0);
    while let Some(found) = text.from(at).find(['[', '<']) {
        out.push_str(text.part(at, at + found));
        at += found;
        if text.from(at).starts_with('<') {
            // What stands in a tag, or in code, is no code of WordPress.
            let end = text.tag_end(at);
            out.push_str(text.part(at, end));
            at = end;
            continue;
        }
        if text.from(at).starts_with("[[")
            && let Some(end) = text.double.after(at)
            && !text.part(at + 2, end).contains(['[', '\n'])
        {
            out.push_str(text.part(at + 1, end + 1));
            at = end + 2;
            continue;
        }
        let code = if count <= MOST { text.code(at) } else { None };
        let Some(code) = code else {
            out.push('[');
            at += 1;
            continue;
        };
        count += 1;
        if let Some(html) = meant(&code, number, first, item) {
            out.push_str(&html);
            at += code.length;
            continue;
        }
        if is_foreign(&code) && !unknown.iter().any(|name| name == code.name) && unknown.len() < 100
        {
            unknown.push(code.name.to_owned());
        }
        // As it is written; what is in it is looked at by itself.
        out.push_str(text.part(at, at + code.head));
        at += code.head;
    }
    out.push_str(text.from(at));
    if count > MOST {
        let why = "There are more short codes than are looked at; the others stay in the text as they are written";
        item.left.push(said("short codes", &MOST.to_string(), why));
    }
    for name in unknown {
        let why = "This short code is not known here; it stays in the text as it is written";
        item.left
            .push(said("short code", &format!("[{name}]"), why));
    }
    out
}

impl<'a> Text<'a> {
    /// Where a tag that begins at a place ends; of `pre` and `code` where they are closed.
    fn tag_end(&mut self, at: usize) -> usize {
        let tail = self.from(at);
        for name in ["pre", "code", "script", "style"] {
            let opens = tail
                .get(1..=name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name));
            let next = tail.as_bytes().get(name.len() + 1);
            if opens
                && next.is_some_and(|byte| !byte.is_ascii_alphanumeric())
                && let Some(end) = self.closes.after(name, at)
            {
                return end + name.len() + 3;
            }
        }
        if tail.starts_with("<!--") {
            return self
                .comment
                .after(at)
                .map_or(self.html.len(), |end| end + 3);
        }
        self.angle.after(at).map_or(at + 1, |end| end + 1)
    }

    /// The code that begins at a place; none where it is a bracket and no code.
    fn code(&mut self, at: usize) -> Option<Code<'a>> {
        let head = self.bracket.after(at)?;
        if head - at > HEAD {
            return None;
        }
        let inside = self.part(at + 1, head);
        let name_end = inside
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(inside.len());
        let (name, more) = inside.split_at(name_end);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || !(more.is_empty() || more.starts_with(|c: char| c.is_whitespace() || c == '/'))
            || self.from(head).starts_with("](")
        {
            return None;
        }
        let says = self.equals.after(at).is_some_and(|equals| equals < head);
        if !says && inside.contains(['[', '<']) {
            return None;
        }
        let end = match more.trim_end().ends_with('/') {
            true => None,
            false => self.ends.after(name, head + 1),
        };
        let behind = end.map_or(head + 1, |end| end + name.len() + 3);
        Some(Code {
            name,
            attributes: attributes(more.trim_end_matches('/')),
            inner: end.map(|end| self.part(head + 1, end)),
            head: head + 1 - at,
            length: behind - at,
        })
    }
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
    let inner = code.inner.filter(|inner| inner.len() <= CAPTION)?;
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
