//! Where on a page the headline and the article's text are.

use super::{meta::Meta, words};
use crate::text::same;
use ego_tree::NodeId;
use scraper::{ElementRef, Selector};
use std::collections::{HashMap, HashSet};

/// What marks the element that holds an article's text, the surest first.
const TEXTS: [&str; 15] = [
    "[itemprop=articleBody]",
    ".entry-content",
    ".article-body",
    ".article__body",
    ".articleBody",
    ".post-content",
    ".article-content",
    ".article__content",
    ".story-body",
    ".article-text",
    ".post-body",
    ".single-content",
    ".td-post-content",
    ".text-body",
    ".body-copy",
];

/// The elements by which everything else on the page is judged.
pub(super) struct Frame {
    pub headline: Option<NodeId>,
    /// The elements that hold the article's text.
    pub texts: HashSet<NodeId>,
    /// What holds the headline or the text, and is therefore no part of its own, whatever its name.
    pub above: HashSet<NodeId>,
    /// The element about the headline in which kicker, standfirst and byline stand too.
    pub near: Option<NodeId>,
    /// How long the article's text is, in bytes.
    pub length: usize,
}

impl Frame {
    pub fn of(root: ElementRef<'_>, meta: &Meta) -> Self {
        let headline = headline(root, meta);
        let found = texts(root, headline);
        let length = found.iter().map(|text| size(*text)).sum();
        let mut above = HashSet::new();
        for element in found.iter().chain(headline.as_ref()) {
            above.insert(element.id());
            above.extend(element.ancestors().map(|node| node.id()));
        }
        let about = |element: ElementRef<'_>| {
            let header = element.ancestors().filter_map(ElementRef::wrap).take(4);
            let named = header
                .clone()
                .find(|one| matches!(one.value().name(), "header" | "hgroup"));
            named.or_else(|| header.clone().next()).map(|one| one.id())
        };
        Self {
            headline: headline.map(|element| element.id()),
            texts: found.iter().map(|element| element.id()).collect(),
            above,
            near: headline.and_then(about),
            length,
        }
    }

    pub fn marks_text(&self) -> bool {
        !self.texts.is_empty()
    }
}

/// How much text an element holds, in bytes.
pub(super) fn size(element: ElementRef<'_>) -> usize {
    element.text().map(|text| text.trim().len()).sum()
}

fn select<'a>(root: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css)
        .map(|selector| root.select(&selector).collect())
        .unwrap_or_default()
}

fn headline<'a>(root: ElementRef<'a>, meta: &Meta) -> Option<ElementRef<'a>> {
    let said = words_of(&meta.title);
    // A title for machines often ends in the site's name.
    let told = |element: &ElementRef<'_>| {
        let text = words(*element);
        same(&text, &meta.title) || words_of(&text).len() > 8 && said.starts_with(&words_of(&text))
    };
    let beside = |element: &ElementRef<'_>| {
        element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|one| matches!(one.value().name(), "nav" | "aside" | "footer"))
    };
    let logo = |element: &ElementRef<'_>| {
        let class = element.attr("class").unwrap_or_default();
        ["logo", "site-title", "brand", "site-name"]
            .iter()
            .any(|word| class.contains(word))
    };
    let fits = |element: &ElementRef<'_>| {
        !words(*element).is_empty() && !beside(element) && !logo(element)
    };
    let first: Vec<_> = select(root, "h1").into_iter().filter(fits).collect();
    let marked = || {
        let css = "[itemprop=headline], h1.entry-title, h2.entry-title, .entry-title, .post-title, .article-title, .headline";
        select(root, css).into_iter().filter(fits)
    };
    first
        .iter()
        .find(|element| told(element))
        .copied()
        .or_else(|| marked().find(told))
        .or_else(|| select(root, "article h1, main h1").into_iter().find(fits))
        .or_else(|| first.first().copied())
        .or_else(|| marked().next())
        .or_else(|| select(root, "h2, h3").into_iter().filter(fits).find(told))
}

fn words_of(text: &str) -> String {
    crate::text::key(text)
}

/// The elements that hold the article's text: named as such, or else where most of the paragraphs are.
fn texts<'a>(root: ElementRef<'a>, headline: Option<ElementRef<'a>>) -> Vec<ElementRef<'a>> {
    let remark = |element: &ElementRef<'_>| {
        element.ancestors().filter_map(ElementRef::wrap).any(|one| {
            let named = one.attr("class").unwrap_or_default();
            let id = one.attr("id").unwrap_or_default();
            id.starts_with("comment")
                || named
                    .split_whitespace()
                    .any(|word| word == "comment" || word == "comments")
        })
    };
    for css in TEXTS {
        let all: Vec<_> = select(root, css)
            .into_iter()
            .filter(|element| !remark(element))
            .collect();
        let Some(largest) = all.iter().copied().max_by_key(|element| size(*element)) else {
            continue;
        };
        if size(largest) < 40 {
            continue;
        }
        let parent = largest.parent().map(|node| node.id());
        return all
            .into_iter()
            .filter(|one| one.parent().map(|node| node.id()) == parent)
            .collect();
    }
    let mut weight: HashMap<NodeId, usize> = HashMap::new();
    for paragraph in select(root, "p")
        .into_iter()
        .filter(|element| !remark(element))
    {
        let linked: usize = select(paragraph, "a").into_iter().map(size).sum();
        let own = size(paragraph).saturating_sub(2 * linked);
        if let Some(parent) = paragraph.parent() {
            *weight.entry(parent.id()).or_default() += own;
        }
    }
    let best = weight
        .into_iter()
        .filter(|(_, weight)| *weight >= 140)
        .max_by_key(|(id, weight)| (*weight, *id));
    let element = best
        .and_then(|(id, _)| root.tree().get(id))
        .and_then(ElementRef::wrap);
    // A page whose text lies right in `body` says nothing of what is text and what is not.
    match element.filter(|one| !matches!(one.value().name(), "body" | "html")) {
        Some(found) => vec![found],
        None => headline
            .and_then(|one| {
                one.ancestors()
                    .filter_map(ElementRef::wrap)
                    .find(|one| one.value().name() == "article")
            })
            .into_iter()
            .collect(),
    }
}
