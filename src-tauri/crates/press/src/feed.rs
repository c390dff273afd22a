//! The feeds of a site (Atom, RFC 4287): of everything and of each section. An article that was corrected comes again, with
//! its corrections.

use crate::{
    form::dated,
    picture::{self, escaped},
    print::Contents,
    theme::Theme,
    words::words,
};
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
pub(crate) struct Item<'a> {
    pub placed: &'a Placed,
    /// The folder of its section.
    pub section: &'a str,
    /// When it was published or last corrected, the later of the two.
    pub updated: Time,
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

/// The feed of all `items`, and one of each section by its name and folder, into `sink`. None where nobody knows where the
/// site will be, since a feed says it.
///
/// # Errors
/// `bad-theme`; what `contents` and `sink` return.
pub(crate) fn feeds<'a>(
    theme: &Theme,
    surroundings: &Surroundings,
    contents: &Contents,
    (sections, items): (impl Iterator<Item = (&'a str, &'a str)>, &[Item]),
    sink: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    if surroundings.base_url.is_empty() || !theme.has(TEMPLATE) {
        return Ok(());
    }
    let whole = feed(theme, surroundings, contents, None, items.to_vec())?;
    sink(&format!("site/{TEMPLATE}"), &whole)?;
    for (name, folder) in sections {
        let own = items.iter().filter(|item| item.section == folder);
        let own = own.copied().collect();
        let one = feed(theme, surroundings, contents, Some((name, folder)), own)?;
        sink(&format!("site/{folder}/{TEMPLATE}"), &one)?;
    }
    Ok(())
}

/// A feed of `items`: of the section with this name and folder, or of the whole site.
fn feed(
    theme: &Theme,
    surroundings: &Surroundings,
    contents: &Contents,
    section: Option<(&str, &str)>,
    mut items: Vec<Item>,
) -> Result<Vec<u8>> {
    items.sort_by(|a, b| {
        let order = b.updated.cmp(&a.updated);
        order.then(a.placed.article.cmp(&b.placed.article))
    });
    items.truncate(ENTRIES);
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
            .map(|item| Ok(entry(surroundings, item, contents(item.placed.revision)?)))
            .collect::<Result<_>>()?,
    };
    theme.render(
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
