//! What a page says of itself for machines: JSON-LD, Open Graph, and its own `meta` and `link` elements.

use super::words;
use crate::author;
use scraper::{Html, Selector};
use serde_json::Value;

/// What is known of the article before its text is looked at.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub title: String,
    pub section: String,
    pub trail: Vec<String>,
    pub authors: Vec<String>,
    pub date: Option<String>,
    pub language: Option<String>,
    pub address: Option<String>,
}

/// Deepest nesting of JSON-LD that is looked into.
const DEPTH: usize = 12;

pub(super) fn read(page: &Html) -> Meta {
    let mut meta = Meta::default();
    if let Ok(scripts) = Selector::parse("script[type='application/ld+json']") {
        for script in page.select(&scripts) {
            let json: String = script.text().collect();
            if let Ok(value) = serde_json::from_str::<Value>(json.trim()) {
                look(&value, &mut meta, 0);
            }
        }
    }
    let content = |css: &str| attribute(page, css, "content");
    if meta.title.is_empty() {
        meta.title = content("meta[property='og:title']")
            .or_else(|| first(page, "title"))
            .unwrap_or_default();
    }
    if meta.section.is_empty() {
        meta.section = content("meta[property='article:section']").unwrap_or_default();
    }
    meta.date = content("meta[property='article:published_time']")
        .or(meta.date)
        .or_else(|| attribute(page, "[itemprop=datePublished][datetime]", "datetime"))
        .or_else(|| content("[itemprop=datePublished][content]"))
        .or_else(|| attribute(page, "article time[datetime]", "datetime"));
    meta.address = attribute(page, "link[rel=canonical]", "href")
        .or_else(|| content("meta[property='og:url']"))
        .filter(|address| address.starts_with("http"));
    meta.language = attribute(page, "html", "lang").or(meta.language);
    if meta.authors.is_empty() {
        let named = content("meta[name=author]").filter(|name| author::is_name(name));
        meta.authors.extend(named);
    }
    meta
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

/// Looks through JSON-LD for the article and the breadcrumb trail, wherever they are nested.
fn look(value: &Value, meta: &mut Meta, depth: usize) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|one| look(one, meta, depth + 1)),
        Value::Object(fields) => {
            let is = |kind: &str| match &value["@type"] {
                Value::String(one) => one.ends_with(kind),
                Value::Array(all) => all
                    .iter()
                    .any(|one| one.as_str().is_some_and(|one| one.ends_with(kind))),
                _ => false,
            };
            if is("Article") || is("BlogPosting") {
                article(value, meta);
            }
            if is("BreadcrumbList") && meta.trail.is_empty() {
                meta.trail = trail(value);
            }
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "breadcrumb",
                "hasPart",
            ] {
                if let Some(inner) = fields.get(key) {
                    look(inner, meta, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn article(value: &Value, meta: &mut Meta) {
    let text = |key: &str| {
        value[key]
            .as_str()
            .map(decoded)
            .filter(|text| !text.is_empty())
    };
    if let Some(title) = text("headline").filter(|_| meta.title.is_empty()) {
        meta.title = title;
    }
    let section = match &value["articleSection"] {
        Value::Array(all) => all.first().and_then(Value::as_str).map(decoded),
        _ => text("articleSection"),
    };
    if let Some(section) = section.filter(|_| meta.section.is_empty()) {
        meta.section = section;
    }
    meta.date = meta.date.take().or_else(|| text("datePublished"));
    meta.language = meta.language.take().or_else(|| text("inLanguage"));
    let authors = match &value["author"] {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    for one in authors {
        let organisation = one["@type"].as_str() == Some("Organization");
        let name = one["name"].as_str().or_else(|| one.as_str()).map(decoded);
        if let Some(name) = name
            .filter(|name| !organisation && author::is_name(name) && !meta.authors.contains(name))
        {
            meta.authors.push(name);
        }
    }
}

fn trail(value: &Value) -> Vec<String> {
    let mut steps: Vec<(i64, String)> = vec![];
    for (at, item) in value["itemListElement"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let name = item["name"]
            .as_str()
            .or_else(|| item["item"]["name"].as_str());
        let place = item["position"]
            .as_i64()
            .unwrap_or(i64::try_from(at).unwrap_or(0));
        if let Some(name) = name {
            steps.push((place, decoded(name)));
        }
    }
    steps.sort_by_key(|(place, _)| *place);
    steps.into_iter().map(|(_, name)| name).collect()
}

/// JSON-LD often holds the entities of the page that it was printed into.
fn decoded(text: &str) -> String {
    let text = text.trim();
    if text.contains('&') {
        return words(Html::parse_fragment(text).root_element());
    }
    text.to_owned()
}
