//! Markdown to HTML in which nothing can act: an allow-list of elements, attributes and addresses.

use ammonia::Builder;
use model::Hash;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    iter::once,
    ops::Range,
    sync::LazyLock,
};

/// Deepest nesting of quotations, lists and emphasis that is kept; what is deeper loses its marks, not its words.
pub(crate) const DEPTH: usize = 24;
/// Most tags of raw HTML in one text; past that they are shown as text.
pub(crate) const TAGS: usize = 5_000;
/// What every id in a text begins with, so that it can't take the place of the page's own.
const PREFIX: &str = "text-";
/// Longest run of characters in which a line can't break; browsers take the square of its length to lay it out.
const UNBROKEN: usize = 1_000;

const BLOCK: [&str; 27] = [
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "dl",
    "img",
    "caption",
    "tfoot",
    "details",
    "summary",
];
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "dd", "dfn", "div", "dt", "em", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "strong", "sub", "sup", "u",
    "var", "wbr",
];
/// The sides to which a table's cell may be set, as its class.
const SIDES: [&str; 3] = ["left", "center", "right"];
const COMMENT: [&str; 15] = [
    "p",
    "br",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "a",
    "em",
    "strong",
    "del",
    "b",
    "i",
    "wbr",
];

static ARTICLE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(BLOCK.into_iter().chain(INLINE).collect())
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "svg", "math", "template", "noscript",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title", "hreflang"])),
            ("img", HashSet::from(["src", "alt", "title"])),
            ("ol", HashSet::from(["start", "type", "reversed"])),
            ("li", HashSet::from(["value"])),
            ("code", HashSet::from(["class"])),
            ("details", HashSet::from(["open"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("div", HashSet::from(["id"])),
            ("abbr", HashSet::from(["title"])),
        ]))
        .allowed_classes(HashMap::from([
            ("div", HashSet::from(["footnote-definition"])),
            ("td", HashSet::from(SIDES)),
            ("th", HashSet::from(SIDES)),
            (
                "sup",
                HashSet::from(["footnote-reference", "footnote-definition-label"]),
            ),
        ]))
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "asset"]))
        .link_rel(None)
        .id_prefix(Some(PREFIX))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            (_, "href" | "src") if value.contains(char::is_control) => None,
            (_, "href" | "src")
                if value
                    .trim_start()
                    .to_ascii_lowercase()
                    .starts_with("asset:") =>
            {
                crate::asset::named(value)
                    .is_some()
                    .then_some(Cow::Borrowed(value))
            }
            ("a", "href") => match value.strip_prefix('#') {
                Some(inside) => Some(Cow::Owned(format!("#{PREFIX}{inside}"))),
                None => Some(Cow::Borrowed(value)),
            },
            (_, "id") if value.is_empty() || value.contains(char::is_whitespace) => None,
            (_, "dir") => matches!(value, "ltr" | "rtl" | "auto").then_some(Cow::Borrowed(value)),
            ("ol", "start") | ("li", "value") => {
                let number = value.parse::<u32>().ok();
                number.filter(|number| *number <= 999_999_999)?;
                Some(Cow::Borrowed(value))
            }
            (_, "colspan" | "rowspan") => {
                value.parse::<u16>().is_ok().then_some(Cow::Borrowed(value))
            }
            ("ol", "type") => {
                matches!(value, "1" | "a" | "A" | "i" | "I").then_some(Cow::Borrowed(value))
            }
            (_, "reversed" | "open") => Some(Cow::Borrowed("")),
            ("code", "class") => names_language(value).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    builder
});

static REMARK: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(COMMENT))
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "svg", "math", "template", "noscript",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        // By default every element may have a title, which is a text that no moderator sees.
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .attribute_filter(|_, _, value| {
            (!value.contains(char::is_control)).then_some(Cow::Borrowed(value))
        })
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

/// An article's Markdown as safe HTML. Its highest headings, of whichever level, are `h2`: the page's `h1` is the
/// headline, and no level between is left out.
#[must_use]
pub fn article_html(markdown: &str) -> String {
    page(markdown, |event, _| event)
}

/// What makes safe HTML of articles, by a text that has something of everything: where it comes to something else, so may any
/// text, and what was kept of one before counts no more.
#[must_use]
pub fn made_by() -> &'static str {
    static MADE_BY: LazyLock<String> = LazyLock::new(|| {
        let html = article_html(include_str!("everything.md"));
        Hash::of(format!("{DEPTH} {TAGS} {UNBROKEN}\n{html}").as_bytes()).to_string()
    });
    &MADE_BY
}

/// A piece of HTML as an article may hold it.
pub(crate) fn safe_html(html: &str) -> String {
    ARTICLE.clean(html).to_string()
}

/// The same, of other events: each is seen with its place in the source.
pub(crate) fn page<'a>(
    markdown: &'a str,
    mut seen: impl FnMut(Event<'a>, Range<usize>) -> Event<'a>,
) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let raw_is_text = markdown.matches('<').count() > TAGS;
    let mut html = String::with_capacity(markdown.len() + markdown.len() / 4);
    let highest = Parser::new_ext(markdown, options)
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
            _ => None,
        })
        .min()
        .unwrap_or(1);
    let events = Parser::new_ext(markdown, options).into_offset_iter();
    let events = events.map(|(event, place)| seen(event, place));
    push_html(
        &mut html,
        shallow(events, highest, raw_is_text).flat_map(breakable),
    );
    // A cell's side is said by its class: a page's own rules may forbid styles in it.
    if html.contains("text-align") {
        for side in SIDES {
            let style = format!(" style=\"text-align: {side}\"");
            html = html.replace(&style, &format!(" class=\"{side}\""));
        }
    }
    // A list's bullets and a quotation's line stand on the side on which its words begin, in a text of both directions.
    if markdown.chars().any(from_the_right) {
        for tag in ["ul", "ol", "blockquote"] {
            for end in [">", " start="] {
                html = html.replace(
                    &format!("<{tag}{end}"),
                    &format!("<{tag} dir=\"auto\"{end}"),
                );
            }
        }
    }
    led(ARTICLE.clean(&html).to_string())
}

/// Whether a letter is of a script that is written from right to left.
fn from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Sanitised HTML without links that lead nowhere, since their address is none that may be: their words stay.
fn led(html: String) -> String {
    let leads = |tag: &str| tag.starts_with("<a ") && tag.contains(" href=\"");
    let is_link = |tag: &str| tag == "<a>" || tag.starts_with("<a ");
    let mut tags = html
        .match_indices("<a")
        .filter_map(|(at, _)| html.get(at..));
    if !tags.any(|tag| is_link(tag.get(..3).unwrap_or_default()) && !tag.starts_with("<a href=\""))
    {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let (mut rest, mut links) = (html.as_str(), vec![]);
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        // What looks like a tag's end within an attribute is none.
        let mut quoted = false;
        let end = from.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let (tag, after) = from.split_at(end.map_or(from.len(), |end| end + 1));
        out.push_str(before);
        rest = after;
        let stays = if is_link(tag) {
            links.push(leads(tag));
            leads(tag)
        } else {
            tag != "</a>" || links.pop().unwrap_or(true)
        };
        if stays {
            out.push_str(tag);
        }
    }
    out.push_str(rest);
    out
}

/// Whether a class only says which language code is in.
fn names_language(class: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "+-#_".contains(c);
    class
        .strip_prefix("language-")
        .is_some_and(|name| (1..=30).contains(&name.len()) && name.chars().all(known))
}

/// A reader's comment as safe HTML: fewer elements, links that vouch for nothing, no invisible characters. What looks
/// like HTML is shown as it was typed.
#[must_use]
pub fn comment_html(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !invisible(*c)).collect();
    let mut html = String::with_capacity(visible.len() + visible.len() / 4);
    let parser = Parser::new_ext(&visible, Options::ENABLE_STRIKETHROUGH);
    let events = shallow(parser, 1, true).filter_map(|event| match event {
        // A reader's line breaks are meant.
        Event::SoftBreak => Some(Event::HardBreak),
        // What a comment may not be is a paragraph, so that its words don't stand bare among the others.
        Event::Start(Tag::Heading { .. } | Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::Heading(_) | TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        // Of a picture its words stay.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    });
    push_html(&mut html, events.flat_map(breakable));
    let mut html = led(REMARK.clean(&html).to_string());
    // Those that stood there as entities.
    html.retain(|c| !invisible(c));
    html
}

/// A line, as the name of someone who sent a comment, without what hides or turns what is read.
#[must_use]
pub fn seen(line: &str) -> String {
    line.chars().filter(|c| !invisible(*c)).collect()
}

/// The same event, its text cut by `<wbr>` where no line could break.
fn breakable(event: Event<'_>) -> impl Iterator<Item = Event<'_>> {
    let (first, rest) = match event {
        Event::Text(text) if text.len() > UNBROKEN => cut(text),
        other => (other, vec![]),
    };
    once(first).chain(rest)
}

fn cut(text: CowStr<'_>) -> (Event<'_>, Vec<Event<'_>>) {
    let mut cuts = Vec::new();
    let mut run = 0;
    for (at, c) in text.char_indices() {
        run = if c.is_whitespace() { 0 } else { run + 1 };
        if run > UNBROKEN {
            cuts.push(at);
            run = 1;
        }
    }
    let Some(first) = cuts.first().copied() else {
        return (Event::Text(text), vec![]);
    };
    cuts.push(text.len());
    let part = |from: usize, to: usize| Event::Text(text[from..to].to_owned().into());
    let rest = cuts
        .windows(2)
        .flat_map(|ends| [Event::InlineHtml("<wbr>".into()), part(ends[0], ends[1])]);
    (part(0, first), rest.collect())
}

/// Zero-width and bidirectional control characters, which hide or turn what is read.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// The same events with headings of level `highest` as the second and the lower ones below it, without nesting past [`DEPTH`], and with raw HTML as text where
/// that is wanted.
fn shallow<'a>(
    events: impl Iterator<Item = Event<'a>>,
    highest: usize,
    raw_is_text: bool,
) -> impl Iterator<Item = Event<'a>> {
    let mut depth = 0_usize;
    events.filter_map(move |event| match event {
        Event::Start(tag) => {
            depth += usize::from(nests(&tag));
            if nests(&tag) && depth > DEPTH {
                None
            } else {
                Some(Event::Start(lower(tag, highest)))
            }
        }
        Event::End(end) => {
            let nested = ends_nesting(end);
            let keep = !nested || depth <= DEPTH;
            depth = depth.saturating_sub(usize::from(nested));
            keep.then_some(Event::End(match end {
                TagEnd::Heading(level) => TagEnd::Heading(set(level, highest)),
                other => other,
            }))
        }
        Event::Html(raw) if raw_is_text => Some(Event::Text(raw)),
        Event::InlineHtml(raw) if raw_is_text => Some(Event::Text(raw)),
        other => Some(other),
    })
}

fn nests(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
    )
}

fn ends_nesting(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
    )
}

fn lower(tag: Tag, highest: usize) -> Tag {
    match tag {
        Tag::Heading { level, .. } => Tag::Heading {
            level: set(level, highest),
            id: None::<CowStr>,
            classes: vec![],
            attrs: vec![],
        },
        other => other,
    }
}

/// The level at which a heading prints, where those of level `highest` are the second.
fn set(level: HeadingLevel, highest: usize) -> HeadingLevel {
    match (level as usize + 2).saturating_sub(highest) {
        0..=2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::{article_html, comment_html};

    #[test]
    fn text_becomes_the_page_that_one_expects() {
        assert_eq!(
            article_html("# One\n\nTwo *three*."),
            "<h2>One</h2>\n<p>Two <em>three</em>.</p>\n"
        );
        assert!(article_html("| a | b |\n|---|---|\n| 1 | 2 |").contains("<table>"));
        let note = article_html("It was so.[^1]\n\n[^1]: The annex, page 3.");
        assert!(
            note.contains("href=\"#text-1\"") && note.contains("id=\"text-1\""),
            "{note}"
        );
    }

    #[test]
    fn a_list_begins_on_the_side_of_its_words() {
        assert_eq!(
            article_html("- مورد یک\n\n3. a\n\n> נמל"),
            "<ul dir=\"auto\">\n<li>مورد یک</li>\n</ul>\n<ol dir=\"auto\" start=\"3\">\n<li>a</li>\n</ol>\n\
             <blockquote dir=\"auto\">\n<p>נמל</p>\n</blockquote>\n"
        );
        assert_eq!(article_html("- a"), "<ul>\n<li>a</li>\n</ul>\n");
    }

    #[test]
    fn nothing_that_acts_gets_through() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[a](javascript:alert(1))",
            "<svg onload=alert(1)><a href='javascript:alert(1)'>x</a></svg>",
            "<iframe src='//example.org'></iframe>",
            "<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>",
            "<form action='https://example.org'><input></form>",
            "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
            "<p style='position:fixed'>x</p>",
        ] {
            for html in [article_html(attack), comment_html(attack)] {
                let tags: Vec<&str> = html.split('<').skip(1).collect();
                for tag in tags {
                    let inside = tag.split('>').next().unwrap_or_default();
                    assert!(
                        !["script", "svg", "iframe", "math", "form", "style"]
                            .iter()
                            .any(|t| inside.starts_with(t)),
                        "{attack}: {html}"
                    );
                    assert!(
                        !inside.contains("onerror") && !inside.contains("javascript:"),
                        "{attack}: {html}"
                    );
                    assert!(
                        !inside.contains("data:") && !inside.contains("style="),
                        "{attack}: {html}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_comments_links_vouch_for_nothing_and_hide_nothing() {
        let html = comment_html("see [this](https://example.org) \u{202e}evil\u{200b}");
        assert!(html.contains("rel=\"nofollow ugc noopener\""), "{html}");
        assert!(!html.contains('\u{202e}') && !html.contains('\u{200b}'));
    }

    #[test]
    fn a_line_can_break_in_the_longest_word() {
        let html = article_html(&"x".repeat(2_500));
        let parts: Vec<usize> = html.trim().split("<wbr>").map(str::len).collect();
        assert_eq!(parts, [1_003, 1_000, 504]);
        assert!(!article_html(&"words ".repeat(2_000)).contains("<wbr>"));
        assert!(comment_html(&"é".repeat(1_001)).contains("é<wbr>é"));
    }

    #[test]
    fn ten_thousand_quotes_or_brackets_end_soon() {
        for deep in [
            ">".repeat(10_000),
            "[".repeat(10_000),
            "*a ".repeat(10_000),
            "<div>".repeat(10_000),
        ] {
            assert!(article_html(&format!("{deep} words")).contains("words"));
        }
    }
}
