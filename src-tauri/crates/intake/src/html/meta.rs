//! What a page says of itself for machines: microdata, Open Graph, and its own `meta` and `link` elements; JSON-LD is
//! read by [`super::ld`].

use super::{ld, words};
use crate::author;
use model::article::Byline;
use scraper::{Html, Selector};

/// What is known of the article before its text is looked at.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub title: String,
    /// The parts of the page's title: one of them may be the headline, another the site's name.
    pub titles: Vec<String>,
    pub section: String,
    pub trail: Vec<String>,
    pub authors: Vec<Byline>,
    pub date: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub address: Option<String>,
    /// What a search engine or another site shows below the headline: often the standfirst.
    pub descriptions: Vec<String>,
    pub tags: Vec<String>,
    /// The site's name.
    pub site: String,
    /// The addresses of the picture that stands for the article.
    pub images: Vec<String>,
}

/// Marks between a headline and a site's name in a page's title.
const BETWEEN: [&str; 15] = [
    " | ", " - ", " – ", " — ", " · ", " • ", " « ", " » ", " :: ", ": ", "｜", " : ", " ‹ ",
    " › ", " / ",
];

pub(super) fn read(page: &Html) -> Meta {
    let mut meta = ld::read(page);
    let content = |css: &str| attribute(page, css, "content");
    let whole = first(page, "title").unwrap_or_default();
    let open =
        content("meta[property='og:title']").or_else(|| content("meta[name='twitter:title']"));
    let item = content("meta[itemprop=headline]");
    for title in [open.clone(), item.clone(), Some(whole.clone())]
        .into_iter()
        .flatten()
    {
        meta.titles.extend(parts(&title));
    }
    if meta.title.is_empty() {
        meta.title = item.or(open).unwrap_or(whole);
    }
    if meta.section.is_empty() {
        let named = [
            "meta[property='article:section']",
            "meta[name='article:section']",
            "meta[itemprop=articleSection]",
            "meta[name='section']",
        ];
        meta.section = named.into_iter().find_map(content).unwrap_or_default();
    }
    dates(page, &mut meta);
    meta.address = attribute(page, "link[rel=canonical]", "href")
        .or_else(|| content("meta[property='og:url']"))
        .filter(|address| address.starts_with("http"));
    let told = [
        attribute(page, "html", "lang"),
        attribute(page, "html", "xml:lang"),
        attribute(page, "body", "lang"),
        attribute(page, "article", "lang"),
        meta.language,
        content("meta[itemprop=inLanguage]"),
        content("meta[http-equiv='content-language' i]"),
        content("meta[property='og:locale']"),
    ];
    // Templates that nobody filled in say what is none.
    let told = told.into_iter().flatten().map(|tag| tidy(&tag));
    meta.language = told
        .into_iter()
        .find(|tag| model::article::language_tag(tag));
    authors(page, &mut meta);
    for css in [
        "meta[name='description' i]",
        "meta[property='og:description']",
        "meta[itemprop=description]",
    ] {
        meta.descriptions.extend(content(css));
    }
    if meta.site.is_empty() {
        meta.site = content("meta[property='og:site_name']").unwrap_or_default();
    }
    let images = [
        "meta[property='og:image']",
        "meta[name='twitter:image']",
        "meta[itemprop=image]",
    ];
    meta.images.extend(images.into_iter().filter_map(content));
    if let Ok(selector) = Selector::parse("meta[property='article:tag']") {
        let tags = page.select(&selector).filter_map(|one| one.attr("content"));
        let tags: Vec<String> = tags.map(|tag| tag.trim().to_owned()).collect();
        meta.tags.extend(tags);
    }
    meta
}

fn authors(page: &Html, meta: &mut Meta) {
    let content = |css: &str| attribute(page, css, "content");
    if meta.authors.is_empty() {
        let named = [
            "meta[name='author' i]",
            "meta[itemprop=author]",
            "meta[property='article:author']",
            "meta[name='dc.creator' i]",
            "meta[name='parsely-author']",
            "meta[name='sailthru.author']",
            "meta[name='byl']",
        ];
        let name = named.into_iter().find_map(|css| {
            let said = content(css)?;
            crate::byline::named(&said)
        });
        let names = name.into_iter().flatten();
        meta.authors.extend(names.map(|name| Byline {
            name,
            ..Byline::default()
        }));
    }
}

/// When the page says that it was published and changed; what only its text shows is read by its lines.
fn dates(page: &Html, meta: &mut Meta) {
    let content = |css: &str| attribute(page, css, "content");
    let time = |css: &str| attribute(page, css, "datetime");
    meta.date = content("meta[property='article:published_time']")
        .or(meta.date.take())
        .or_else(|| time("[itemprop=datePublished][datetime]"))
        .or_else(|| content("[itemprop=datePublished][content]"))
        .or_else(|| attribute(page, "[itemprop=datePublished][title], .hentry .published[title]", "title"))
        .or_else(|| time(".dt-published[datetime], .h-entry time.published[datetime]"))
        .or_else(|| content("meta[name='dc.date.issued' i], meta[name='dcterms.created' i], meta[name='dc.date' i]"))
        .or_else(|| content("meta[name='date' i], meta[name='pubdate' i], meta[name='publish-date' i]"))
        .or_else(|| content("meta[name='parsely-pub-date'], meta[name='sailthru.date'], meta[name='publication_date']"))
        .or_else(|| time("time[pubdate][datetime]"));
    meta.modified = content("meta[property='article:modified_time']")
        .or_else(|| content("meta[property='og:updated_time']"))
        .or(meta.modified.take())
        .or_else(|| time("[itemprop=dateModified][datetime]"))
        .or_else(|| content("[itemprop=dateModified][content]"))
        .or_else(|| time(".dt-updated[datetime], .hentry time.updated[datetime]"))
        .or_else(|| content("meta[name='last-modified' i], meta[name='dcterms.modified' i], meta[name='revised' i]"));
}

/// A page's title by its parts: the longest first, since a site's name is short.
fn parts(title: &str) -> Vec<String> {
    let mut all = vec![title.trim().to_owned()];
    for mark in BETWEEN {
        for (at, _) in title.match_indices(mark) {
            all.push(title[..at].trim().to_owned());
            all.push(title[at + mark.len()..].trim().to_owned());
        }
    }
    all.retain(|part| !part.is_empty());
    all.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
    all
}

/// A language's tag as BCP 47 writes it: `de_at` as `de-AT`.
fn tidy(tag: &str) -> String {
    let parts = tag.trim().split(['-', '_']).enumerate();
    let written = parts.map(|(at, part)| match (at, part.len()) {
        (0, _) => part.to_lowercase(),
        (_, 2) => part.to_uppercase(),
        (_, 4) => {
            let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
            first.to_uppercase() + &rest.to_lowercase()
        }
        _ => part.to_owned(),
    });
    written.collect::<Vec<_>>().join("-")
}

fn attribute(page: &Html, css: &str, name: &str) -> Option<String> {
    let selector = Selector::parse(css).ok()?;
    let value = page.select(&selector).next()?.attr(name)?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn first(page: &Html, css: &str) -> Option<String> {
    let selector = Selector::parse(css).ok()?;
    page.select(&selector).next().map(words)
}

/// Whether it could be the name of who wrote the article, and not of who publishes it.
pub(super) fn is_author(name: &str, meta: &Meta) -> bool {
    author::is_name(name) && !crate::text::same(name, &meta.site)
}
