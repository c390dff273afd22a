//! The feeds of a site (Atom, RFC 4287): of everything and of each section. An article that was corrected comes again, with
//! its corrections.

use super::{
    form::dated,
    index::Index,
    picture::{self, escaped},
    words::words,
};
use crate::print::{Job, Print};
use minijinja::{Value, value::Serde};
use model::{
    Result, Time,
    article::{Content, CorrectionKind},
    bundle::{BundleKind, Placed, Surroundings},
};
use serde::Serialize;

/// Most articles in one feed: the newest, by when they were published or last corrected.
const ENTRIES: usize = 50;

/// The template; a theme without it has no feeds.
pub(crate) const TEMPLATE: &str = "feed.xml";

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
    /// The feed itself, from the site's root.
    path: String,
    updated: String,
    entries: Vec<EntryForm>,
}

#[derive(Serialize)]
struct EntryForm {
    id: String,
    title: String,
    language: String,
    published: Option<String>,
    updated: String,
    address: String,
    authors: Vec<String>,
    subjects: Vec<String>,
    standfirst: String,
    /// HTML.
    body: String,
}

/// The feed of everything, and one of each section. None where nobody knows where the site will be, since a feed says it.
pub(super) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    let wanted = from.surroundings.feeds && from.theme.has(TEMPLATE);
    if from.surroundings.base_url.is_empty() || !wanted {
        return vec![];
    }
    let whole: Job =
        Box::new(move |sink| sink.put(&format!("site/{TEMPLATE}"), &feed(from, index, None)?));
    let sections = index.site.sections.iter().map(move |section| -> Job {
        let own = (section.name.as_str(), section.slug.as_str());
        Box::new(move |sink| {
            let bytes = feed(from, index, Some(own))?;
            sink.put(&format!("site/{}/{TEMPLATE}", section.slug), &bytes)
        })
    });
    [whole].into_iter().chain(sections).collect()
}

/// What the feed of a section, by its folder, or of the whole site can tell of: everything that has a date, newest first.
fn items<'a>(from: &'a Print, index: &'a Index, folder: Option<&str>) -> Vec<Item<'a>> {
    let all = from.surroundings.articles.iter().zip(&index.entries);
    let mut items: Vec<Item> = all
        .filter(|(_, entry)| folder.is_none_or(|folder| entry.section == folder))
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

/// The feed of the section with this name and folder, or of the whole site.
fn feed(from: &Print, index: &Index, section: Option<(&str, &str)>) -> Result<Vec<u8>> {
    let surroundings = from.surroundings;
    let items = items(from, index, section.map(|(_, folder)| folder));
    let home = section.map_or_else(String::new, |(_, folder)| format!("{folder}/"));
    let newest = items.first().map_or(Time(0), |item| item.updated);
    let form = FeedForm {
        title: plain(&section.map_or_else(
            || surroundings.newsroom.clone(),
            |(name, _)| format!("{name} – {}", surroundings.newsroom),
        )),
        newsroom: plain(&surroundings.newsroom),
        proof: (surroundings.kind == BundleKind::Proof)
            .then(|| words(&surroundings.language).proof),
        language: &surroundings.language,
        base: &surroundings.base_url,
        path: format!("{home}{TEMPLATE}"),
        home,
        updated: machine(newest, surroundings),
        entries: items
            .into_iter()
            .map(|item| {
                Ok(entry(
                    surroundings,
                    item,
                    (from.contents)(item.placed.revision)?,
                ))
            })
            .collect::<Result<_>>()?,
    };
    from.theme.render(
        TEMPLATE,
        minijinja::context! { feed => Value::from(Serde(&form)) },
    )
}

fn entry(surroundings: &Surroundings, item: Item, content: Content) -> EntryForm {
    let base = &surroundings.base_url;
    let section = Some(&content.section).filter(|name| !name.is_empty());
    EntryForm {
        id: item.placed.article.to_string(),
        title: plain(&content.title),
        published: item.placed.date.map(|date| machine(date, surroundings)),
        updated: machine(item.updated, surroundings),
        address: format!("{base}{}", content.path()),
        authors: content.bylines.iter().map(|one| plain(&one.name)).collect(),
        subjects: section
            .into_iter()
            .chain(&content.tags)
            .map(|word| plain(word))
            .collect(),
        standfirst: plain(&content.standfirst),
        body: plain(&body(surroundings, &content)),
        language: content.language,
    }
}

/// The text and, below it, what was corrected in it.
fn body(surroundings: &Surroundings, content: &Content) -> String {
    let mut html = picture::body(&content.body, &surroundings.base_url, surroundings);
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

/// Without the characters that XML 1.0 can't hold in any form (section 2.2, `Char`).
fn plain(text: &str) -> String {
    let holds = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(holds).collect()
}
