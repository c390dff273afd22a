//! A post or a page of Ghost's as an article.

use super::{
    body::{self, Kept},
    tables::{Fields, Tables, id, text},
};
use crate::archive::{
    Files,
    common::{clean, first_words, is_secret, keep, left, moment},
};
use model::{
    Time,
    archive::{Item, Picture, Stood},
};
use serde_json::Value;

/// By what Ghost stands for the site's address.
pub(super) const SITE: &str = "__GHOST_URL__";

/// Fields that are in the record, or say nothing of the article.
const KNOWN: [&str; 47] = [
    "id",
    "uuid",
    "title",
    "slug",
    "html",
    "lexical",
    "mobiledoc",
    "markdown",
    "plaintext",
    "comment_id",
    "feature_image",
    "image",
    "feature_image_alt",
    "feature_image_caption",
    "type",
    "page",
    "status",
    "visibility",
    "created_at",
    "updated_at",
    "published_at",
    "created_by",
    "updated_by",
    "published_by",
    "custom_excerpt",
    "canonical_url",
    "meta_title",
    "meta_description",
    "codeinjection_head",
    "codeinjection_foot",
    "author_id",
    "author",
    "authors",
    "tags",
    "primary_tag",
    "primary_author",
    "url",
    "locale",
    "language",
    "excerpt",
    "reading_time",
    "post_id",
    "email_recipient_filter",
    "newsletter_id",
    "show_title_and_feature_image",
    "email_only",
    "access",
];

/// The article that a row is.
pub(super) fn item(mut row: Fields, tables: &Tables, files: &Files) -> Item {
    let own = id(row.get("id"));
    let site = tables.site.as_deref();
    // The text is moved out, so that it is not in memory twice.
    let mut taken = |name: &str| match row.remove(name) {
        Some(Value::String(text)) => placed(text, site),
        _ => String::new(),
    };
    let (html, lexical, mobiledoc) = (taken("html"), taken("lexical"), taken("mobiledoc"));
    let (markdown, plain) = (taken("markdown"), taken("plaintext"));
    let mut item = Item {
        source: source(&row, &own),
        weak: is_weak(&row, &own),
        place: format!("post {own}"),
        slug: Some(text(&row, "slug")).filter(|slug| !slug.is_empty()),
        title: crate::lines::squeeze(&text(&row, "title")),
        ..Item::default()
    };
    let more = tables.meta(&own);
    let both = |name: &str| {
        let found = text(&row, name);
        let other = || more.map(|more| text(more, name)).unwrap_or_default();
        if found.is_empty() { other() } else { found }
    };
    stands(&row, &mut item);
    dates(&row, &mut item);
    item.standfirst = crate::lines::squeeze(&text(&row, "custom_excerpt"));
    let canonical = placed(text(&row, "canonical_url"), site);
    item.canonical = Some(canonical).filter(|address| address.starts_with("http"));
    addressed(placed(text(&row, "url"), site), site, &mut item);
    item.search_title = Some(both("meta_title"))
        .filter(|title| *title != item.title)
        .unwrap_or_default();
    item.search_description = Some(both("meta_description"))
        .filter(|about| *about != item.standfirst)
        .unwrap_or_default();
    let language = [text(&row, "locale"), text(&row, "language")];
    item.language = language
        .into_iter()
        .find(|language| !language.is_empty())
        .or_else(|| tables.language.clone());
    grouped(&row, &own, tables, &mut item);
    let lead = [both("feature_image"), text(&row, "image")];
    if let Some(address) = lead.into_iter().find(|address| !address.is_empty()) {
        let caption = markup::from_html::markdown(&both("feature_image_caption"));
        item.lead = Some(Picture {
            address: place(&placed(address, site), files),
            alt: both("feature_image_alt"),
            caption: crate::lines::squeeze(&caption),
            credit: String::new(),
        });
    }
    let kept = Kept {
        html: &html,
        lexical: &lexical,
        mobiledoc: &mobiledoc,
        markdown: &markdown,
        plain: &plain,
    };
    let mut leads = vec![];
    body::read(&kept, &mut item, &mut |address, picture| {
        if !picture {
            tables.led(address, &mut leads);
        }
        let new = place(address, files);
        (new != address && (picture || !new.starts_with('/'))).then_some(new)
    });
    item.body = clean(&item.body);
    item.leads = leads;
    rest(row, more, site, &mut item);
    if item.title.is_empty() {
        item.title = first_words(&item.body);
    }
    item
}

fn dates(row: &Fields, item: &mut Item) {
    let date = |name: &str| -> Option<Time> {
        match row.get(name)? {
            // Of old exports, in thousandths of a second.
            Value::Number(number) => number.as_i64().filter(|at| *at > 0).map(Time),
            Value::String(text) => moment(text),
            _ => None,
        }
    };
    item.published = date("published_at").filter(|_| item.stood != Stood::Draft);
    item.changed = date("updated_at").or_else(|| date("created_at"));
}

/// Who wrote it, and what it is about.
fn grouped(row: &Fields, own: &str, tables: &Tables, item: &mut Item) {
    item.bylines = tables.bylines(row, own);
    let (mut tags, within) = tables.tags(own);
    if !tags.is_empty() {
        item.section = tags.remove(0);
    }
    item.tags = tags;
    for tag in within {
        keep(item, "internal tag", &tag);
    }
}

/// Whether an article has a number alone, which one of another site may have, too.
pub(super) fn is_weak(row: &Fields, own: &str) -> bool {
    own.len() < 20 && text(row, "uuid").is_empty() && id(row.get("created_at")).is_empty()
}

/// A lasting name. Ids of today are like no other in the world; those of old exports are small numbers.
pub(super) fn source(row: &Fields, own: &str) -> String {
    let unique = own.len() >= 20;
    match text(row, "uuid") {
        uuid if !unique && !uuid.is_empty() => format!("ghost:{uuid}"),
        _ if unique => format!("ghost:{own}"),
        _ => {
            let made = id(row.get("created_at"));
            format!("ghost:{made}:{own}")
        }
    }
}

fn stands(row: &Fields, item: &mut Item) {
    let page = matches!(row.get("page"), Some(Value::Bool(true)))
        || row.get("page").and_then(Value::as_i64) == Some(1);
    item.sort = match text(row, "type").as_str() {
        "" if page => "page".to_owned(),
        "" => "post".to_owned(),
        sort => sort.to_owned(),
    };
    let status = text(row, "status");
    let seen = text(row, "visibility");
    let open = matches!(seen.as_str(), "" | "public");
    item.stood = match status.as_str() {
        "published" if open => Stood::Published,
        "published" | "sent" => Stood::Private,
        "scheduled" => Stood::Scheduled,
        _ => Stood::Draft,
    };
    if !open {
        keep(item, "visibility", &seen);
    }
    if !matches!(status.as_str(), "" | "draft" | "published" | "scheduled") {
        keep(item, "status", &status);
    }
}

/// Where its page was, as it says itself, else by its name; of a site that is not known, from its top.
fn addressed(url: String, site: Option<&str>, item: &mut Item) {
    if url.starts_with("http") {
        item.address = Some(url);
        return;
    }
    let (Some(slug), Stood::Published) = (&item.slug, item.stood) else {
        return;
    };
    match site {
        Some(site) => item.address = Some(format!("{site}/{slug}/")),
        None if url.starts_with('/') => item.aliases.push(url),
        None => item.aliases.push(format!("/{slug}/")),
    }
}

/// A text in which the site's address stands for itself again; of a site that is not known, paths from its top.
fn placed(text: String, site: Option<&str>) -> String {
    match text.contains(SITE) {
        true => text.replace(SITE, site.unwrap_or_default()),
        false => text,
    }
}

/// A picture's address: the file's path, where it lies in the archive.
fn place(address: &str, files: &Files) -> String {
    let Some(at) = address.find("/content/") else {
        return address.to_owned();
    };
    if !files.is_alone()
        && let Some(path) = files.find(address)
    {
        return path.to_owned();
    }
    match address.starts_with('/') {
        true => address.get(at + 1..).unwrap_or_default().to_owned(),
        false => address.to_owned(),
    }
}

/// What has no field: by its name, or left.
fn rest(row: Fields, more: Option<&Fields>, site: Option<&str>, item: &mut Item) {
    for name in ["codeinjection_head", "codeinjection_foot"] {
        let code = text(&row, name);
        if !code.is_empty() {
            let why = "Code that its page ran is never taken";
            item.left.push(left(name, code, why));
        }
    }
    let fields = row.iter().chain(more.into_iter().flatten());
    for (name, value) in fields {
        if KNOWN.contains(&name.as_str()) || is_secret(name) && name != "email_subject" {
            continue;
        }
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::Bool(true) => keep(item, name, "true"),
            Value::Number(number) if number.as_i64() == Some(0) => {}
            Value::Number(number) => keep(item, name, &number.to_string()),
            Value::String(text) => keep(item, name, &placed(text.clone(), site)),
            Value::Array(all) if all.is_empty() => {}
            other => {
                let why = "There is no field for it";
                item.left.push(left(name.as_str(), other.to_string(), why));
            }
        }
    }
}
