//! The feeds of a site, of everything and of each section: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, which say the same. An
//! article that was corrected comes again, with its corrections.

use super::{
    form::{dated, local},
    index::Index,
    picture::{self, escaped},
    words::words,
};
use crate::{
    body::led,
    print::{Job, Print},
};
use markup::turned::closed;
use minijinja::{Value, value::Serde};
use model::{
    Result, Time,
    article::{Content, CorrectionKind},
    bundle::{BundleKind, Placed, Surroundings},
    canonical,
};
use serde::Serialize;
use serde_json::json;

/// Most articles in one feed: the newest, by when they were published or last corrected.
const ENTRIES: usize = 50;

/// The template; a theme without it has no feeds.
pub(crate) const TEMPLATE: &str = "feed.xml";
/// The template of the same as RSS; a theme without it has none.
const RSS: &str = "rss.xml";
/// The same as JSON, which is no matter of a theme.
const JSON: &str = "feed.json";

/// What is in a feed, told by small records.
#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    placed: &'a Placed,
    /// When it was published or last corrected, the later of the two.
    updated: Time,
}

#[derive(Serialize)]
struct FeedForm<'a> {
    title: String,
    newsroom: String,
    /// In a proof, the words that say so.
    proof: Option<&'a str>,
    language: &'a str,
    base: &'a str,
    /// The page that it is the feed of, from the site's root.
    home: String,
    /// The Atom feed itself, from the site's root; the others lie beside it.
    path: String,
    updated: String,
    /// The same as RSS writes it (RFC 822).
    built: String,
    entries: Vec<EntryForm>,
}

#[derive(Serialize)]
struct EntryForm {
    id: String,
    title: String,
    language: String,
    published: Option<String>,
    updated: String,
    /// When it was published, as RSS writes it (RFC 822).
    dated: Option<String>,
    address: String,
    /// The whole address of its picture, where it has one.
    image: Option<String>,
    authors: Vec<String>,
    subjects: Vec<String>,
    standfirst: String,
    /// The same as HTML, which RSS takes a description for.
    described: String,
    /// HTML.
    body: String,
}

/// Where the feeds are, from the site's root.
pub(super) fn paths(from: &Print, index: &Index) -> Vec<String> {
    if !wanted(from) {
        return vec![];
    }
    let sections = index.site.sections.iter();
    let folders = sections.map(|section| format!("{}/", section.slug));
    let names = [TEMPLATE, RSS].into_iter();
    let names: Vec<_> = names.filter(|name| from.theme.has(name)).collect();
    let all = [String::new()].into_iter().chain(folders);
    let of = |folder: String| {
        let names = names.iter().copied().chain([JSON]);
        let all = names.map(|name| format!("{folder}{name}"));
        all.collect::<Vec<_>>()
    };
    all.flat_map(of).collect()
}

/// Whether there are any.
fn wanted(from: &Print) -> bool {
    let around = from.surroundings;
    around.feeds && from.theme.has(TEMPLATE) && !around.base_url.is_empty()
}

/// The feed of everything, and one of each section. None where nobody knows where the site will be, since a feed says it.
pub(super) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    if !wanted(from) {
        return vec![];
    }
    let sections = index.site.sections.iter();
    let own = sections.map(|section| Some((section.name.as_str(), section.slug.as_str())));
    let print = move |section: Option<(&'a str, &'a str)>| -> Job<'a> {
        Box::new(move |sink| {
            let form = feed(from, index, section)?;
            let folder = format!("site/{}", form.home);
            for template in [TEMPLATE, RSS]
                .into_iter()
                .filter(|name| from.theme.has(name))
            {
                let with = minijinja::context! { feed => Value::from(Serde(&form)) };
                let bytes = from.theme.render(template, with)?;
                sink.put(&format!("{folder}{template}"), &bytes)?;
            }
            sink.put(&format!("{folder}{JSON}"), &as_json(&form)?)
        })
    };
    [None].into_iter().chain(own).map(print).collect()
}

/// What the feed of a section, by its folder, or of the whole site can tell of: everything that has a date, newest first.
fn items<'a>(from: &'a Print, index: &'a Index, folder: Option<&str>) -> Vec<Item<'a>> {
    let all = from.surroundings.articles.iter().zip(&index.entries);
    let mut items: Vec<Item> = all
        .filter(|(_, entry)| folder.is_none_or(|folder| *entry.section == *folder))
        .filter_map(|(placed, entry)| {
            let updated = entry.updated?;
            Some(Item { placed, updated })
        })
        .collect();
    items.sort_by(|a, b| {
        let order = b.updated.cmp(&a.updated);
        order.then(a.placed.article.cmp(&b.placed.article))
    });
    items.truncate(ENTRIES);
    items
}

/// What the feeds say of the section with this name and folder, or of the whole site.
fn feed<'a>(from: &'a Print, index: &Index, section: Option<(&str, &str)>) -> Result<FeedForm<'a>> {
    let surroundings = from.surroundings;
    let items = items(from, index, section.map(|(_, folder)| folder));
    let home = section.map_or_else(String::new, |(_, folder)| format!("{folder}/"));
    let newest = items.first().map_or(Time(0), |item| item.updated);
    Ok(FeedForm {
        title: said(&section.map_or_else(
            || surroundings.newsroom.clone(),
            |(name, _)| format!("{} – {}", closed(name), surroundings.newsroom),
        )),
        newsroom: plain(&surroundings.newsroom),
        proof: (surroundings.kind == BundleKind::Proof)
            .then(|| words(&surroundings.language).proof),
        language: &surroundings.language,
        base: &surroundings.base_url,
        path: format!("{home}{TEMPLATE}"),
        home,
        updated: machine(newest, surroundings),
        built: mail(newest, surroundings),
        entries: items
            .into_iter()
            .map(|item| {
                let content = (from.contents)(item.placed.revision)?;
                let html = (from.html)(item.placed.revision, &content.body)?;
                Ok(entry(surroundings, item, content, html))
            })
            .collect::<Result<_>>()?,
    })
}

/// The same as JSON Feed 1.1.
fn as_json(feed: &FeedForm) -> Result<Vec<u8>> {
    let base = feed.base;
    let title = match feed.proof {
        Some(proof) => format!("{proof}: {}", feed.title),
        None => feed.title.clone(),
    };
    let items: Vec<serde_json::Value> = feed.entries.iter().map(json_entry).collect();
    canonical(&json!({
        "version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": format!("{base}{}", feed.home),
        "feed_url": format!("{base}{}{JSON}", feed.home), "language": feed.language,
        "authors": [{"name": feed.newsroom}], "items": items,
    }))
}

fn json_entry(entry: &EntryForm) -> serde_json::Value {
    let mut item = json!({
        "id": format!("urn:uuid:{}", entry.id), "url": entry.address, "title": entry.title, "content_html": entry.body,
        "date_modified": entry.updated, "language": entry.language,
    });
    let authors: Vec<_> = entry
        .authors
        .iter()
        .map(|name| json!({ "name": name }))
        .collect();
    for (name, value, said) in [
        (
            "date_published",
            json!(entry.published),
            entry.published.is_some(),
        ),
        ("image", json!(entry.image), entry.image.is_some()),
        (
            "summary",
            json!(entry.standfirst),
            !entry.standfirst.is_empty(),
        ),
        ("authors", json!(authors), !authors.is_empty()),
        ("tags", json!(entry.subjects), !entry.subjects.is_empty()),
    ] {
        if said {
            item[name] = value;
        }
    }
    item
}

fn entry(surroundings: &Surroundings, item: Item, content: Content, html: String) -> EntryForm {
    let base = &surroundings.base_url;
    let section = Some(&content.section).filter(|name| !name.is_empty());
    EntryForm {
        id: item.placed.article.to_string(),
        title: said(&content.title),
        published: item.placed.date.map(|date| machine(date, surroundings)),
        updated: machine(item.updated, surroundings),
        dated: item.placed.date.map(|date| mail(date, surroundings)),
        image: content
            .lead_image
            .as_ref()
            .and_then(|lead| picture::address(lead, surroundings))
            .map(|path| format!("{base}{path}")),
        address: format!("{base}{}", content.path()),
        authors: content.bylines.iter().map(|one| said(&one.name)).collect(),
        subjects: section
            .into_iter()
            .chain(&content.tags)
            .map(|word| said(word))
            .collect(),
        standfirst: said(&content.standfirst),
        described: escaped(&said(&content.standfirst)),
        body: plain(&body(surroundings, &content, html)),
        language: content.language,
    }
}

/// The text and, below it, what was corrected in it.
fn body(surroundings: &Surroundings, content: &Content, html: String) -> String {
    let html = led(html, &surroundings.base_url, true);
    let mut html = picture::body(html, &surroundings.base_url, surroundings);
    for correction in &content.corrections {
        let words = words(&content.language);
        let kind = match correction.kind {
            CorrectionKind::Correction => words.correction,
            CorrectionKind::Clarification => words.clarification,
        };
        let day = dated(correction.at, surroundings, &content.language).human;
        let text = escaped(&correction.text);
        html.push_str(&format!("\n<p><strong>{kind}</strong>, {day}: {text}</p>"));
    }
    html
}

fn machine(at: Time, surroundings: &Surroundings) -> String {
    dated(at, surroundings, "").machine
}

/// A moment as mail and RSS write it: in English, whatever the language.
fn mail(at: Time, surroundings: &Surroundings) -> String {
    local(at, surroundings)
        .strftime("%a, %d %b %Y %H:%M:%S %z")
        .to_string()
}

/// Plain words, which turn the direction of nothing behind them.
fn said(text: &str) -> String {
    plain(&closed(text))
}

/// Without the characters that XML 1.0 can't hold in any form (section 2.2, `Char`).
fn plain(text: &str) -> String {
    let holds = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(holds).collect()
}
