//! A saved page's HTML, brought into the form of a text copy: what the page says of itself, and its text as blocks.

use crate::text::Hints;
use scraper::{ElementRef, Html, Selector};

/// What HTML tells besides its text.
pub(crate) struct Told {
    pub hints: Hints,
    pub address: Option<String>,
    pub language: Option<String>,
    pub date: Option<String>,
    /// The article's part of the page, as Markdown.
    pub markdown: String,
}

fn first<'a>(page: &'a Html, selectors: &[&str]) -> Option<ElementRef<'a>> {
    selectors.iter().find_map(|css| {
        Selector::parse(css)
            .ok()
            .and_then(|selector| page.select(&selector).next())
    })
}

fn words(element: ElementRef) -> String {
    element
        .text()
        .collect::<Vec<_>>()
        .join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn attribute(page: &Html, css: &str, name: &str) -> Option<String> {
    let value = first(page, &[css])?.value().attr(name)?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// Reads a page.
pub(crate) fn read(html: &str) -> Told {
    let page = Html::parse_document(&markup::from_html::shallow(html));
    let trail = first(
        &page,
        &[
            "[itemtype$=BreadcrumbList]",
            ".breadcrumb",
            ".breadcrumbs",
            "#breadcrumbs",
            "[aria-label*=readcrumb]",
            ".trail",
            "[class*=breadcrumb]",
        ],
    );
    let steps = trail.map(steps).unwrap_or_default();
    let title = first(
        &page,
        &["article h1", "[itemprop=headline]", "main h1", "h1"],
    )
    .map(words);
    let short = |css: &[&str]| {
        first(&page, css)
            .map(words)
            .filter(|text| text.chars().count() <= 600)
            .unwrap_or_default()
    };
    let main = first(
        &page,
        &["main", "[role=main]", "article", "#content", "body"],
    );
    let whole = first(&page, &["body"]);
    let chosen = match (main, whole) {
        // The author box, the related titles and the comments often stand beside the main part, not in it.
        (_, Some(whole)) => Some(whole),
        (main, None) => main,
    };
    Told {
        hints: Hints {
            title: title
                .or_else(|| attribute(&page, "meta[property='og:title']", "content"))
                .unwrap_or_default(),
            trail: steps,
            standfirst: short(&[
                ".standfirst",
                ".lead",
                ".deck",
                ".dek",
                ".subtitle",
                ".entry-subtitle",
                "[itemprop=description]:not(meta)",
                ".intro",
                ".preamble",
                ".chapo",
            ]),
            kicker: short(&[
                ".kicker",
                ".overline",
                ".eyebrow",
                ".topline",
                ".dachzeile",
                ".surtitre",
                ".vinjett",
                ".rutitr",
            ]),
        },
        address: attribute(&page, "link[rel=canonical]", "href")
            .or_else(|| attribute(&page, "meta[property='og:url']", "content"))
            .filter(|address| address.starts_with("http")),
        language: attribute(&page, "html", "lang"),
        date: attribute(&page, "meta[property='article:published_time']", "content")
            .or_else(|| {
                attribute(
                    &page,
                    "article time[datetime], [itemprop=datePublished][datetime]",
                    "datetime",
                )
            })
            .or_else(|| attribute(&page, "[itemprop=datePublished][content]", "content")),
        markdown: chosen
            .map(|element| markup::from_html::markdown(&element.html()))
            .unwrap_or_default(),
    }
}

fn steps(trail: ElementRef) -> Vec<String> {
    let items = Selector::parse("li, a, [aria-current], .current, span").ok();
    let mut steps: Vec<String> = vec![];
    for item in items.iter().flat_map(|selector| trail.select(selector)) {
        let text = words(item);
        let text = text
            .trim_matches(|c: char| "»›>/→| ".contains(c))
            .to_owned();
        if !text.is_empty() && steps.last() != Some(&text) && !steps.contains(&text) {
            steps.push(text);
        }
    }
    match crate::text::trail(&words(trail)) {
        Some(said) if said.len() >= steps.len().min(2) => said,
        _ => steps,
    }
}
