//! What an element is for, by its name and by what its classes call it.

use super::{
    frame::{Frame, select, size},
    named::{
        AUTHOR, BYLINE, COMMENTS, DATE, FURNITURE, KICKER, QUOTE, RELATED, RELATED_PAIRS, SECTION,
        STANDFIRST, TAGS, TRAIL,
    },
    shape, words,
};
use markup::from_html::{holds_block, is_block};
use scraper::ElementRef;
use std::collections::HashSet;

/// What an element is part of, besides the article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Furniture,
    Trail,
    Section,
    Kicker,
    Standfirst,
    Byline,
    Date,
    Author,
    Related,
    Comments,
    Tags,
    Quote,
    /// Text that stands outside of the text's own element: the lead picture.
    Text,
}

/// The attributes in which pages call an element what it is.
const NAMING: [&str; 13] = [
    "class",
    "id",
    "role",
    "itemprop",
    "rel",
    "aria-label",
    "data-testid",
    "data-component",
    "data-qa",
    "data-test",
    "data-block",
    "data-gu-name",
    "data-element",
];

/// The words of an element's classes, id, role and microdata, in lower case.
pub(super) fn names(element: ElementRef<'_>) -> HashSet<String> {
    let mut out = HashSet::new();
    for attribute in NAMING {
        let mut word = String::new();
        let mut small = false;
        for c in element
            .attr(attribute)
            .unwrap_or_default()
            .chars()
            .take(400)
            .chain([' '])
        {
            if (!c.is_alphanumeric() || c.is_uppercase() && small) && !word.is_empty() {
                out.insert(std::mem::take(&mut word));
            }
            small = c.is_lowercase();
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            }
        }
    }
    out
}

/// What `element` is for; none where its name says nothing. `headline` and `text` tell whether these were passed.
pub(super) fn of(
    element: ElementRef<'_>,
    frame: &Frame,
    headline: bool,
    text: bool,
    within: bool,
) -> Option<Role> {
    let name = element.value().name();
    if frame.above.contains(&element.id()) {
        return None;
    }
    let names = names(element);
    let has = |words: &[&str]| words.iter().any(|word| names.contains(*word));
    let trail = has(TRAIL)
        || element
            .attr("itemtype")
            .is_some_and(|kind| kind.ends_with("BreadcrumbList"));
    if !headline && looks_like_trail(element, frame) {
        return Some(Role::Trail);
    }
    if !headline && has(AUTHOR) && !has(&["profile", "signature", "tagline"]) && is_card(element) {
        return Some(Role::Author);
    }
    match name {
        "nav" if trail => return Some(Role::Trail),
        "nav" | "form" | "button" | "select" | "input" | "textarea" | "dialog" | "label" => {
            return Some(Role::Furniture);
        }
        "figure" | "figcaption" => return (headline && !text && !within).then_some(Role::Text),
        _ if trail => return (!within && size(element) < 1_000).then_some(Role::Trail),
        _ => {}
    }
    if let Some(role) = below(element, &names, headline, within) {
        return Some(role);
    }
    if !text
        && frame.marks_text()
        && let Some(role) = above(element, &names, headline)
    {
        return Some(role);
    }
    furniture(element, frame, has(FURNITURE), within, headline)
}

/// What stands beside the text and below it, by its name or by its first line.
fn below(
    element: ElementRef<'_>,
    names: &HashSet<String>,
    headline: bool,
    within: bool,
) -> Option<Role> {
    let name = element.value().name();
    let has = |words: &[&str]| words.iter().any(|word| names.contains(*word));
    if !headline {
        return None;
    }
    if name == "aside" && has(QUOTE) || within && has(&["pullquote"]) {
        return Some(Role::Quote);
    }
    let parts = &[
        "list",
        "area",
        "section",
        "thread",
        "wrap",
        "wrapper",
        "container",
    ];
    let remarks = has(COMMENTS) || has(&["comment"]) && has(parts);
    let block = || is_block(name) || holds_block(element);
    if remarks && !has(&["link", "count", "meta"]) && block() && name != "form" {
        return Some(Role::Comments);
    }
    if matches!(name, "div" | "section" | "aside") && begins_comments(element) {
        return Some(Role::Comments);
    }
    let listed = named_related(names, has(RELATED))
        || matches!(name, "aside" | "section" | "div") && begins_related(element);
    if listed && block() {
        return Some(Role::Related);
    }
    let listing = || {
        block() && !matches!(name, "article" | "main" | "body" | "p") && !has(&["count", "page"])
    };
    if (has(TAGS) || has(&["post", "labels"]) && names.contains("labels"))
        && listing()
        && (2..600).contains(&size(element))
        && holds_link(element)
    {
        return Some(Role::Tags);
    }
    (has(AUTHOR) && size(element) > 44 && block() && !is_line(element)).then_some(Role::Author)
}

/// A row of a few links from the front page on, close above the headline, is the trail, whatever it is called.
fn looks_like_trail(element: ElementRef<'_>, frame: &Frame) -> bool {
    if !matches!(
        element.value().name(),
        "ul" | "ol" | "div" | "p" | "nav" | "span"
    ) || size(element) > 200
    {
        return false;
    }
    // In what holds the headline, a few levels up.
    let close = element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(2)
        .any(|outer| {
            frame.above.contains(&outer.id()) && !matches!(outer.value().name(), "body" | "html")
        });
    if !close {
        return false;
    }
    let links = select(element, "a");
    let first = links.iter().find(|link| size(**link) > 0);
    let home = first.is_some_and(|link| {
        link.attr("href").is_some_and(super::frame::is_front)
            && crate::trail::is_home(&words(*link))
    });
    let linked: usize = links.iter().map(|link| size(*link)).sum();
    home && (2..=6).contains(&links.len()) && linked * 10 >= size(element) * 6
}

/// A box about an author: a name and something of them.
fn is_card(element: ElementRef<'_>) -> bool {
    (44..1_500).contains(&size(element))
        && (is_block(element.value().name()) || holds_block(element))
        && !is_line(element)
        && !element
            .descendent_elements()
            .any(|one| matches!(one.value().name(), "h1" | "form" | "nav"))
}

fn holds_card(element: ElementRef<'_>) -> bool {
    element.descendent_elements().skip(1).take(200).any(|one| {
        let names = names(one);
        AUTHOR.iter().any(|word| names.contains(*word)) && is_card(one)
    })
}

/// Whether the title of a list of other articles stands somewhere in `element`.
fn holds_others(element: ElementRef<'_>) -> bool {
    let titled = |one: &ElementRef<'_>| {
        matches!(
            one.value().name(),
            "h2" | "h3" | "h4" | "h5" | "header" | "strong" | "div" | "p" | "span"
        ) && one.text().map(str::len).take(4).sum::<usize>() <= 200
            && crate::labels::is(&words(*one), &crate::labels::lists().related)
    };
    element
        .descendent_elements()
        .skip(1)
        .take(600)
        .any(|one| titled(&one))
}

fn holds_link(element: ElementRef<'_>) -> bool {
    element
        .descendent_elements()
        .any(|one| one.value().name() == "a")
}

/// Whether a class calls an element the comments of a page.
pub(super) fn is_comments(class: &str) -> bool {
    COMMENTS.contains(&class)
}

/// Whether an element is called a list of other articles.
pub(super) fn is_related(element: ElementRef<'_>) -> bool {
    let names = names(element);
    named_related(&names, RELATED.iter().any(|word| names.contains(*word)))
}

/// Whether an element is called something that is no part of an article's text.
pub(super) fn is_off(element: ElementRef<'_>) -> bool {
    let names = names(element);
    let has = |words: &[&str]| words.iter().any(|word| names.contains(*word));
    let off = has(FURNITURE)
        || has(COMMENTS)
        || has(TAGS)
        || has(TRAIL)
        || has(AUTHOR)
        || named_related(&names, has(RELATED));
    // What holds the headline too is the page's frame, whatever else its name says.
    off && !element
        .descendent_elements()
        .any(|one| one.value().name() == "h1")
        && size(element) < 6_000
}

/// Whether the first element in `element` is the title of the page's comments, and some stand below it.
fn begins_comments(element: ElementRef<'_>) -> bool {
    let mut children = element.child_elements();
    let title: String = children
        .next()
        .map(|first| first.text().take(6).collect())
        .unwrap_or_default();
    title.len() < 120
        && crate::labels::is(&title, &crate::labels::lists().comments)
        && children.next().is_some()
        && !shape::items(element).is_empty()
}

/// Whether the first element in `element` is the title of a list of other articles.
fn begins_related(element: ElementRef<'_>) -> bool {
    let mut children = element.child_elements();
    let title: String = children
        .next()
        .map(|first| first.text().take(6).collect())
        .unwrap_or_default();
    let titled = title.len() < 200 && crate::labels::is(&title, &crate::labels::lists().related);
    titled && children.next().is_some() && size(element) < 3_000
}

/// What stands between the headline and the text, by its name.
fn above(element: ElementRef<'_>, names: &HashSet<String>, headline: bool) -> Option<Role> {
    let name = element.value().name();
    let has = |words: &[&str]| words.iter().any(|word| names.contains(*word));
    let fits = |most: usize| (1..=most).contains(&size(element));
    if has(KICKER) && fits(300) {
        return Some(Role::Kicker);
    }
    let lead = matches!(
        name,
        "p" | "div" | "h2" | "h3" | "section" | "span" | "strong"
    );
    let label = || {
        element
            .child_elements()
            .all(|one| matches!(one.value().name(), "a" | "span" | "b" | "strong"))
    };
    if has(SECTION)
        && fits(60)
        && label()
        && matches!(name, "a" | "span" | "p" | "div")
        && !has(&["header", "title"])
    {
        return Some(Role::Section);
    }
    if headline && lead && has(STANDFIRST) && fits(1_200) {
        return Some(Role::Standfirst);
    }
    if has(BYLINE) && fits(200) {
        return Some(Role::Byline);
    }
    (headline && (name == "time" || has(DATE)) && fits(120)).then_some(Role::Date)
}

/// The kicker that stands in the headline's own element, and what is left as the headline.
pub(super) fn kicker_in(headline: ElementRef<'_>) -> Option<(String, String)> {
    let kicker = headline.descendent_elements().skip(1).find(|one| {
        let names = names(one.to_owned());
        KICKER.iter().any(|word| names.contains(*word)) && size(*one) > 0
    })?;
    let (said, whole) = (words(kicker), words(headline));
    let rest = whole
        .strip_prefix(said.as_str())?
        .trim_start_matches(|c: char| c.is_whitespace() || ":|–—-/".contains(c));
    let said = said.trim_end_matches([':', ' ', '|']).to_owned();
    (!rest.is_empty()).then(|| (said, rest.to_owned()))
}

fn named_related(names: &HashSet<String>, related: bool) -> bool {
    related
        || RELATED_PAIRS
            .iter()
            .any(|pair| pair.iter().all(|word| names.contains(*word)))
}

/// A byline is one line; a box about an author has several, or a sentence.
fn is_line(element: ElementRef<'_>) -> bool {
    let text = words(element);
    text.chars().count() <= 160 && crate::byline::by(&text).is_some()
}

fn furniture(
    element: ElementRef<'_>,
    frame: &Frame,
    named: bool,
    within: bool,
    headline: bool,
) -> Option<Role> {
    let name = element.value().name();
    let inside = || {
        element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|one| one.value().name() == "article")
    };
    let beside = match name {
        "aside" => !within,
        "footer" => !within && !inside(),
        "header" => !headline && !within,
        _ => false,
    };
    // A name alone does not make furniture of what is as long as the article.
    let small = || {
        let length = size(element);
        length * 5 <= frame.length * 2 || length < 400 || !frame.marks_text()
    };
    let holds =
        || headline && holds_others(element) || !headline && name == "aside" && holds_card(element);
    ((beside || named && small()) && !holds()).then_some(Role::Furniture)
}
