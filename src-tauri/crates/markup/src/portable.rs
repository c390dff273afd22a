//! A Markdown text for other programs, which may render raw HTML as it comes and follow any address: in it nothing can act
//! there either, and it shows what its page shows.

use crate::{
    from_html::{escape, markdown as from_html},
    html::{TAGS, safe_html},
    rewritten::unmarked,
};
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Elements that Markdown has no marks for, or other ones, and that can do nothing.
const PLAIN: [&str; 17] = [
    "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "q", "s", "strong", "sub",
    "sup", "u", "wbr",
];
/// Elements whose words go with them.
const HIDDEN: [&str; 7] = [
    "script", "style", "title", "svg", "math", "template", "noscript",
];

/// The text with each address that `to` gives for one, and without the links and pictures for which it gives none: their
/// words stay. `to` is told the address and whether it is a picture's. Raw HTML becomes Markdown, or plain elements without
/// any attribute.
#[must_use]
pub fn portable(markdown: &str, to: &mut dyn FnMut(&str, bool) -> Option<String>) -> String {
    let mut writer = Writer {
        source: markdown,
        raw_is_text: markdown.matches('<').count() > TAGS,
        to,
        edits: vec![],
        links: vec![],
        open: vec![],
        hidden: None,
        block: None,
        end: 0,
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        writer.take(event, range);
    }
    writer.close(markdown.len());
    let mut edits = writer.edits;
    // Those at one place come in the order in which they were made.
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(markdown.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(markdown.get(at..).unwrap_or_default());
    out
}

/// A link or a picture that is open.
struct Open {
    /// What stands in place of its end; none where it stays as it is.
    close: Option<String>,
    /// How far what is within it reaches.
    end: usize,
    picture: bool,
}

struct Writer<'a> {
    source: &'a str,
    raw_is_text: bool,
    to: &'a mut dyn FnMut(&str, bool) -> Option<String>,
    edits: Vec<(Range<usize>, String)>,
    links: Vec<Open>,
    /// The plain elements that are open in this block, and what closes each.
    open: Vec<(String, String)>,
    /// Where an element began whose words go with it, and its name.
    hidden: Option<(usize, String)>,
    /// A block of raw HTML, by its place.
    block: Option<Range<usize>>,
    /// Where the last event of this block ended.
    end: usize,
}

impl Writer<'_> {
    fn take(&mut self, event: Event, range: Range<usize>) {
        let ends_block = matches!(
            event,
            Event::End(
                TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::TableCell
                    | TagEnd::Item
                    | TagEnd::FootnoteDefinition
            )
        );
        let starts_block = matches!(
            event,
            Event::Start(
                Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::BlockQuote(_) | Tag::HtmlBlock
            )
        );
        if ends_block || starts_block {
            self.close(self.end.max(range.start).min(range.end));
        } else if !matches!(event, Event::Start(_)) && self.block.is_none() {
            self.end = range.end;
            if let Some(link) = self.links.last_mut()
                && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
            {
                link.end = link.end.max(range.end);
            }
        }
        match event {
            Event::InlineHtml(raw) if self.block.is_none() => self.inline(&raw, range),
            Event::Start(Tag::HtmlBlock) => self.block = Some(range),
            Event::End(TagEnd::HtmlBlock) => self.html_block(),
            _ if self.hidden.is_some() || self.block.is_some() => {}
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => self.link(link_type, &dest_url, &title, range, false),
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            }) => self.link(link_type, &dest_url, &title, range, true),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = self.links.pop()
                    && let Some(close) = link.close
                {
                    self.edits.push((link.end..range.end, close));
                }
                if let Some(around) = self.links.last_mut() {
                    around.end = around.end.max(range.end);
                }
            }
            _ => {}
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        range: Range<usize>,
        picture: bool,
    ) {
        let mark = if picture { "![" } else { "[" };
        let inner = range.start + mark.len();
        let stays = Open {
            close: None,
            end: inner,
            picture,
        };
        let auto = matches!(kind, LinkType::Autolink | LinkType::Email);
        let new = (self.to)(address, picture);
        let open = match new {
            Some(new) if new == address || kind == LinkType::Email => stays,
            Some(new) if auto => {
                self.edits.push((range, format!("<{new}>")));
                stays
            }
            None if auto => {
                self.edits.push((range, escape(address)));
                stays
            }
            Some(new) => Open {
                close: Some(format!("]({}{})", destination(&new), titled(title))),
                end: inner,
                picture,
            },
            None => {
                self.edits.push((range.start..inner, String::new()));
                Open {
                    close: Some(String::new()),
                    end: inner,
                    picture,
                }
            }
        };
        self.links.push(open);
    }

    /// A tag amid a text.
    fn inline(&mut self, raw: &str, range: Range<usize>) {
        let (closes, name) = tag(raw);
        if let Some((start, hidden)) = &self.hidden {
            if closes && name == *hidden {
                let place = *start..range.end;
                self.edits.push((place, String::new()));
                self.hidden = None;
            }
            return;
        }
        // What describes a picture is text, and opens nothing.
        let new = if self.raw_is_text || self.links.iter().any(|link| link.picture) {
            escape(raw)
        } else if HIDDEN.contains(&name.as_str()) && !closes {
            self.hidden = Some((range.start, name));
            return;
        } else if closes {
            self.closed(&name)
        } else {
            self.opened(raw, name)
        };
        self.edits.push((range, new));
    }

    fn opened(&mut self, raw: &str, name: String) -> String {
        if matches!(name.as_str(), "br" | "wbr") {
            return format!("<{name}>");
        }
        if PLAIN.contains(&name.as_str()) {
            let tag = format!("<{name}>");
            self.open.push((name.clone(), format!("</{name}>")));
            return tag;
        }
        let safe = safe_html(raw);
        let attribute = |of: &str| crate::asset::value(&safe, of).map(unescaped);
        match name.as_str() {
            "img" => {
                let address = attribute("src").and_then(|from| (self.to)(&from, true));
                let alt = escape(&attribute("alt").unwrap_or_default());
                address.map_or(alt.clone(), |address| {
                    format!("![{alt}]({})", destination(&address))
                })
            }
            "a" => match attribute("href").and_then(|from| (self.to)(&from, false)) {
                Some(address) => {
                    self.open
                        .push((name, format!("]({})", destination(&address))));
                    "[".into()
                }
                None => String::new(),
            },
            _ => String::new(),
        }
    }

    fn closed(&mut self, name: &str) -> String {
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else {
            return String::new();
        };
        let closed: Vec<String> = self.open.drain(at..).map(|(_, close)| close).collect();
        closed.into_iter().rev().collect()
    }

    /// A block ends at `at`: so does what is open in it.
    fn close(&mut self, at: usize) {
        if let Some((start, _)) = self.hidden.take() {
            self.edits.push((start..at.max(start), String::new()));
        }
        let left: String = self.open.drain(..).rev().map(|(_, close)| close).collect();
        if !left.is_empty() {
            self.edits.push((at..at, left));
        }
    }

    fn html_block(&mut self) {
        let Some(range) = self.block.take() else {
            return;
        };
        let (raw, before) = unmarked(self.source, &range);
        let text = if self.raw_is_text {
            escape(&raw)
        } else {
            portable(&from_html(&safe_html(&raw)), self.to)
        };
        let mut new = text
            .lines()
            .collect::<Vec<_>>()
            .join(&format!("\n{before}"));
        let blank = before.trim_end();
        new.push_str(&format!("\n{blank}\n"));
        self.end = range.end;
        self.edits.push((range, new));
    }
}

/// Whether a tag closes, and its name in small letters; no name where it is a comment or the like.
fn tag(raw: &str) -> (bool, String) {
    let rest = raw.strip_prefix('<').unwrap_or(raw);
    let (closes, rest) = rest
        .strip_prefix('/')
        .map_or((false, rest), |rest| (true, rest));
    let name = rest.chars().take_while(char::is_ascii_alphanumeric);
    (closes, name.collect::<String>().to_ascii_lowercase())
}

/// An address between round brackets.
#[must_use]
pub fn destination(address: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'+,;=%".contains(c);
    if !address.is_empty() && address.chars().all(plain) {
        return address.to_owned();
    }
    let safe = address
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C")
        .replace(char::is_control, "");
    format!("<{safe}>")
}

fn titled(title: &str) -> String {
    if title.trim().is_empty() {
        return String::new();
    }
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = line.replace('\\', "\\\\").replace('"', "\\\"");
    format!(" \"{quoted}\"")
}

/// An attribute's value as it was meant.
fn unescaped(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::portable;

    /// With addresses in capitals, and none that begins with `no`.
    fn made(markdown: &str) -> String {
        portable(markdown, &mut |address, _| {
            (!address.starts_with("no")).then(|| match address.strip_prefix("up:") {
                Some(rest) => rest.to_uppercase(),
                None => address.to_owned(),
            })
        })
    }

    #[test]
    fn only_addresses_change_and_the_rest_stays_as_it_was_written() {
        for (from, to) in [
            (
                "Plain *words* and `<code>`, 1 < 2.\n",
                "Plain *words* and `<code>`, 1 < 2.\n",
            ),
            (
                "[a](up:b) ![c *d*](up:e \"t \\\" u\")",
                "[a](B) ![c *d*](E \"t \\\" u\")",
            ),
            (
                "[\\*a\\*][r]\n\n[r]: up:b 'T'\n",
                "[\\*a\\*](B \"T\")\n\n[r]: up:b 'T'\n",
            ),
            ("[a *b*](no:c) and ![d](no:e)", "a *b* and d"),
            ("[![a](up:p)](up:q)", "[![a](P)](Q)"),
            ("[![a](no:p)](up:q) []( no:z)", "[a](Q) "),
            ("> [a\n> b](up:c)", "> [a\n> b](C)"),
            ("<https://a.example/>", "<https://a.example/>"),
        ] {
            assert_eq!(made(from), to, "{from}");
        }
    }

    #[test]
    fn raw_html_becomes_markdown_or_can_do_nothing() {
        for (from, to) in [
            ("H<sub onclick=\"x()\">2</sub>O", "H<sub>2</sub>O"),
            ("a <b>bold\n\nnext", "a <b>bold</b>\n\nnext"),
            ("a</b> <script>alert(1)</script>b", "a b"),
            ("a <script>alert(1)\n\nb", "a \n\nb"),
            ("<a href=\"up:x\">b</a>", "b"),
            (
                "<a href=\"https://x.example/\" onclick=y>b</a>",
                "[b](https://x.example/)",
            ),
            (
                "<img src=\"https://x.example/y z\" alt=\"a [b]\"> c",
                "![a \\[b]](<https://x.example/y z>) c",
            ),
            ("<!-- x --> a <blink>b</blink>", "a b"),
            ("- <div onclick=x>a</div>\n- b", "- a\n\n- b"),
        ] {
            let new = made(from);
            assert_eq!(new.trim(), to, "{from}");
        }
    }

    #[test]
    fn blocks_of_raw_html_keep_their_words_and_lose_what_acts() {
        let new = made(
            "<div onclick=\"x()\">\n<p>One <em>two</em></p>\n<script>no()</script>\n</div>\n\n> <table><tr><td>a</td></tr></table>\n",
        );
        assert!(
            new.contains("One *two*") && !new.contains("no()") && !new.contains('<'),
            "{new}"
        );
        assert!(
            new.lines()
                .filter(|line| line.contains('a'))
                .all(|line| line.starts_with('>')),
            "{new}"
        );
    }
}
