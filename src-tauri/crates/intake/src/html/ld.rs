//! What a page's JSON-LD says of the article: in whatever shape, nested, in lists, or by reference.

use super::{
    frame,
    meta::{self, Meta},
    words,
};
use crate::text::same;
use model::article::Byline;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::HashMap;

/// Deepest nesting that is looked into.
const DEPTH: usize = 12;
/// Most things that are looked at on one page.
const MOST: usize = 10_000;

/// The kinds of things that an article is.
const ARTICLES: [&str; 4] = ["Article", "Posting", "Review", "Report"];

/// All that a page says in JSON-LD, by kind and by name.
#[derive(Default)]
struct Graph<'a> {
    all: Vec<&'a Value>,
    by_id: HashMap<&'a str, &'a Value>,
}

pub(super) fn read(page: &Html) -> Meta {
    let mut meta = Meta::default();
    let Ok(scripts) = Selector::parse("script[type='application/ld+json' i]") else {
        return meta;
    };
    let values: Vec<Value> = page
        .select(&scripts)
        .filter_map(|script| {
            let json: String = script.text().collect();
            let json = json.trim().trim_end_matches(';');
            // Some pages break lines within strings.
            let even = || json.replace(['\n', '\r', '\t'], " ");
            serde_json::from_str(json)
                .or_else(|_| serde_json::from_str(&even()))
                .ok()
        })
        .collect();
    let mut graph = Graph::default();
    for value in &values {
        graph.add(value, 0);
    }
    // Of several articles the page's own is the one that its title names.
    let title = Selector::parse("title, meta[property='og:title']").ok();
    let titles: Vec<String> = title
        .iter()
        .flat_map(|css| page.select(css))
        .map(|one| {
            one.attr("content")
                .map_or_else(|| words(one), str::to_owned)
        })
        .collect();
    let articles = graph.all.iter().filter(|one| is_article(one));
    let named = |one: &&&Value| {
        let headline = text(one, "headline").unwrap_or_default();
        titles.iter().any(|title| {
            same(title, &headline) || title.starts_with(&headline) && headline.len() > 8
        })
    };
    let own = articles
        .clone()
        .find(named)
        .or_else(|| articles.clone().find(|one| text(one, "headline").is_some()));
    if let Some(own) = own.or_else(|| articles.clone().next()) {
        graph.article(own, &mut meta);
    }
    let trails = graph.all.iter().filter(|one| is(one, &["BreadcrumbList"]));
    meta.trail = trails
        .map(|one| graph.trail(one))
        .find(|steps| !steps.is_empty())
        .unwrap_or_default();
    meta
}

fn is(value: &Value, kinds: &[&str]) -> bool {
    let fits =
        |one: &str| kinds.iter().any(|kind| one.ends_with(kind)) && !one.ends_with("JobPosting");
    match &value["@type"] {
        Value::String(one) => fits(one),
        Value::Array(all) => all.iter().filter_map(Value::as_str).any(fits),
        _ => false,
    }
}

fn is_article(value: &Value) -> bool {
    is(value, &ARTICLES)
}

impl<'a> Graph<'a> {
    fn add(&mut self, value: &'a Value, depth: usize) {
        if depth > DEPTH || self.all.len() > MOST {
            return;
        }
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.add(one, depth + 1)),
            Value::Object(fields) => {
                self.all.push(value);
                if let (Some(id), true) = (value["@id"].as_str(), fields.len() > 1) {
                    self.by_id.entry(id).or_insert(value);
                }
                for key in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "breadcrumb",
                    "hasPart",
                    "itemReviewed",
                ] {
                    if let Some(inner) = fields.get(key) {
                        self.add(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// What `value` stands for, where it names another thing of the page.
    fn meant(&self, value: &'a Value) -> &'a Value {
        let named = value["@id"]
            .as_str()
            .filter(|_| value.as_object().is_some_and(|all| all.len() <= 2));
        named
            .and_then(|id| self.by_id.get(id).copied())
            .unwrap_or(value)
    }

    fn list(&self, value: &'a Value) -> Vec<&'a Value> {
        match value {
            Value::Array(all) => all.iter().map(|one| self.meant(one)).collect(),
            Value::Null => vec![],
            one => vec![self.meant(one)],
        }
    }

    fn article(&self, value: &'a Value, meta: &mut Meta) {
        meta.title = text(value, "headline")
            .or_else(|| text(value, "name"))
            .unwrap_or_default();
        // The innermost section comes last, as in a trail.
        let sections = self.list(&value["articleSection"]);
        meta.section = sections
            .last()
            .and_then(|one| plain(one))
            .unwrap_or_default();
        meta.date = text(value, "datePublished").or_else(|| text(value, "dateCreated"));
        meta.modified = text(value, "dateModified");
        meta.language =
            text(value, "inLanguage").or_else(|| text(&value["inLanguage"], "alternateName"));
        meta.descriptions.extend(text(value, "description"));
        meta.descriptions.extend(text(value, "alternativeHeadline"));
        let publisher = self.list(&value["publisher"]);
        meta.site = publisher
            .first()
            .and_then(|one| plain(one))
            .unwrap_or_default();
        for image in self.list(&value["image"]) {
            let address = image
                .as_str()
                .or_else(|| image["url"].as_str())
                .or_else(|| image["contentUrl"].as_str());
            meta.images.extend(address.map(str::to_owned));
        }
        match &value["keywords"] {
            Value::String(all) => meta.tags.extend(all.split(',').map(decoded)),
            other => meta
                .tags
                .extend(self.list(other).into_iter().filter_map(plain)),
        }
        meta.tags
            .retain(|tag| !tag.is_empty() && tag.chars().count() <= 60 && !tag.contains(':'));
        for one in self.list(&value["author"]) {
            self.author(one, meta);
        }
    }

    fn author(&self, one: &'a Value, meta: &mut Meta) {
        if is(one, &["Organization", "NewsMediaOrganization"]) {
            return;
        }
        let names: Vec<String> = match &one["name"] {
            Value::Array(all) => all.iter().filter_map(plain).collect(),
            _ => plain(one).into_iter().collect(),
        };
        for name in names
            .iter()
            .flat_map(|name| crate::byline::named(name).unwrap_or_default())
        {
            let known = meta.authors.iter().any(|byline| byline.name == name);
            if known || !meta::is_author(&name, meta) {
                continue;
            }
            meta.authors.push(Byline {
                name,
                role: text(one, "jobTitle").unwrap_or_default(),
                ..Byline::default()
            });
        }
    }

    /// The steps without the front page, which is told by its address.
    fn trail(&self, value: &'a Value) -> Vec<String> {
        let mut steps: Vec<(i64, bool, String)> = vec![];
        for (at, item) in value["itemListElement"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let item = self.meant(item);
            let name = item["name"]
                .as_str()
                .or_else(|| self.meant(&item["item"])["name"].as_str());
            let place = match &item["position"] {
                Value::String(written) => written.parse().ok(),
                number => number.as_i64(),
            };
            let address = ["item", "@id", "url"].iter().find_map(|key| {
                let inner = &item[*key];
                inner
                    .as_str()
                    .or_else(|| inner["@id"].as_str())
                    .or_else(|| inner["url"].as_str())
            });
            let home =
                address.is_some_and(frame::is_front) || name.is_some_and(crate::trail::is_home);
            if let Some(name) = name {
                steps.push((
                    place.unwrap_or(i64::try_from(at).unwrap_or(0)),
                    home,
                    decoded(name),
                ));
            }
        }
        steps.sort_by_key(|(place, ..)| *place);
        let front = usize::from(steps.first().is_some_and(|(_, home, _)| *home));
        steps
            .into_iter()
            .skip(front)
            .map(|(_, _, name)| name)
            .collect()
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    let said = value.get(key)?;
    let said = said
        .as_str()
        .or_else(|| said.as_array()?.first()?.as_str())?;
    Some(decoded(said)).filter(|text| !text.is_empty())
}

/// A thing's name, or the text that it is.
fn plain(value: &Value) -> Option<String> {
    value.as_str().map(decoded).or_else(|| text(value, "name"))
}

/// JSON-LD often holds the entities of the page that it was printed into.
fn decoded(text: &str) -> String {
    let text = text.trim();
    if text.contains('&') {
        return words(Html::parse_fragment(text).root_element());
    }
    text.to_owned()
}
