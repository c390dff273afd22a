//! The preflight: what blocks approval, and what only warns.

use crate::{Check, Desk, Hand};
use model::{
    Result,
    article::{Content, web_address},
};
use serde::Deserialize;
use store::{Db, article::Article};

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct CheckAsk {
    pub article: String,
}

/// The preflight report of an article's head.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn check(desk: &Desk, _: &Hand, ask: CheckAsk) -> Result<Vec<Check>> {
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        findings(db, &article, &store::article::content(db, article.head)?)
    })
}

fn found(code: &str, level: &str, field: &str, message: impl Into<String>) -> Check {
    Check {
        code: code.into(),
        level: level.into(),
        message: message.into(),
        field: field.into(),
    }
}

/// What the preflight says of `content` as the article's next head.
pub(crate) fn findings(db: &Db, article: &Article, content: &Content) -> Result<Vec<Check>> {
    let mut all = vec![];
    if content.title.trim().is_empty() {
        all.push(found(
            "no-headline",
            "block",
            "title",
            "The headline is empty.",
        ));
    }
    if content.body.trim().is_empty() {
        all.push(found("no-text", "block", "body", "There is no text yet."));
    }
    match store::note::open(db, article.id)? {
        0 => {}
        1 => all.push(found("open-notes", "block", "notes", "1 note is open.")),
        n => all.push(found(
            "open-notes",
            "block",
            "notes",
            format!("{n} notes are open."),
        )),
    }
    if let Some(live) = slug_taken(db, article, content)? {
        let (level, message) = if live {
            ("block", "A published article has this address.")
        } else {
            ("warn", "Another article has this address.")
        };
        all.push(found("slug-taken", level, "slug", message));
    }
    if taken_over(db, article, content)? {
        let message = "Readers of another article's old address are led away from here; they no longer will be.";
        all.push(found("old-address", "warn", "slug", message));
    }
    if let Some(guide) = markup::guidance(&content.body) {
        let message = format!("A template's guidance is still in the text: {guide}");
        all.push(found("guidance-left", "warn", "body", message));
    }
    translations(db, article, content, &mut all)?;
    bylines(content, &mut all);
    if content.section.trim().is_empty() {
        all.push(found("no-section", "warn", "section", "No section is set."));
    }
    if content.title.chars().count() > 110 {
        all.push(found(
            "long-headline",
            "warn",
            "title",
            "The headline is longer than 110 characters.",
        ));
    }
    pictures(db, content, &mut all)?;
    if content.embargo.is_some() && !article.lifted {
        all.push(found(
            "embargo",
            "warn",
            "embargo",
            "The embargo is not lifted; it will not be printed.",
        ));
    }
    Ok(all)
}

/// Whether another article has the slug, and whether one in publication has the very address: a page that readers
/// know must not become another article's.
fn slug_taken(db: &Db, article: &Article, content: &Content) -> Result<Option<bool>> {
    let others = store::article::by_slug(db, &content.slug, Some(article.id))?;
    let mut taken = None;
    for other in others {
        let live = match store::article::get(db, other)?.live {
            Some(live) => store::article::content(db, live)?.path() == content.path(),
            None => false,
        };
        taken = Some(taken.unwrap_or_default() || live);
    }
    Ok(taken)
}

/// Whether the page would stand where another article's once was, from where readers are led to its present place.
fn taken_over(db: &Db, article: &Article, content: &Content) -> Result<bool> {
    for other in store::address::holders(db, &content.path(), article.id)? {
        if let Some(live) = store::article::get(db, other)?.live
            && store::article::content(db, live)?.path() != content.path()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the preflight says of the translations.
fn translations(db: &Db, article: &Article, content: &Content, all: &mut Vec<Check>) -> Result<()> {
    for id in &content.translations {
        let message = match store::article::get(db, *id) {
            Ok(other) if other.binned => {
                format!("The translation “{}” is in the bin.", other.title)
            }
            Ok(other) => {
                let language = store::article::content(db, other.head)?.language;
                if other.id == article.id || language != content.language {
                    continue;
                }
                format!("The translation “{}” is in the same language.", other.title)
            }
            Err(_) => "A translation is no longer there.".to_owned(),
        };
        all.push(found("translation", "warn", "translations", message));
    }
    Ok(())
}

/// What the preflight says of the bylines.
fn bylines(content: &Content, all: &mut Vec<Check>) {
    if content.bylines.is_empty() {
        all.push(found("no-byline", "warn", "bylines", "There is no byline."));
    }
    let mut links = content.bylines.iter().flat_map(|byline| &byline.links);
    if let Some(link) = links.find(|link| !web_address(link)) {
        let message = format!("“{link}” is no web address; the byline is printed without it.");
        all.push(found("bad-byline-link", "warn", "bylines", message));
    }
}

/// What the preflight says of the pictures.
fn pictures(db: &Db, content: &Content, all: &mut Vec<Check>) -> Result<()> {
    let shown = markup::pictures(&content.body);
    if shown.iter().any(|picture| picture.alt.trim().is_empty()) {
        let message = "A picture has no description.";
        all.push(found("no-alt-text", "warn", "body", message));
    }
    if let Some(picture) = shown.iter().find(|picture| picture.is_nowhere()) {
        let message = match picture.address.as_str() {
            "" => "A picture has no address that a page could show.".to_owned(),
            address => format!(
                "The picture {address} is a file of its own, which no bundle holds. Add it to the library."
            ),
        };
        all.push(found("relative-picture", "warn", "body", message));
    }
    if let Some(lead) = &content.lead_image {
        if lead.alt.trim().is_empty() {
            let message = "The lead image has no description.";
            all.push(found("no-lead-alt", "warn", "lead-image", message));
        }
        if lead.credit.trim().is_empty() {
            let message = "The lead image has no credit.";
            all.push(found("no-credit", "warn", "lead-image", message));
        }
    }
    let mut gone = vec![];
    for asset in content.every_asset() {
        if store::asset::get(db, asset)?.is_none() {
            gone.push(asset.short());
        }
    }
    if !gone.is_empty() {
        let message = format!("Not in the library: the picture {}.", gone.join(", "));
        all.push(found("no-such-picture", "block", "body", message));
    }
    Ok(())
}
