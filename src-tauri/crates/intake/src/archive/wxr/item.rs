//! One item of a WordPress export as an article.

use super::{
    addresses, blocks, classic,
    first::First,
    raw::{Raw, is_quiet},
    shortcodes,
};
use crate::{
    archive::{embedded, prepared},
    comments::field::{clean, moment, one_line, unpercented},
};
use model::{
    Hash, Time,
    archive::{Item, Stood},
    article::{Byline, web_address},
    page::Leftover,
};
use std::collections::HashSet;

/// Kinds of items that are articles. Any other one may be, or hold what only the newsroom is to see: forms that were sent in,
/// orders, letters.
const ARTICLES: [&str; 2] = ["post", "page"];

/// Kinds of items that are no articles, and why.
const OTHERS: [(&str, &str); 14] = [
    (
        "attachment",
        "It comes along with the articles that show it or lead to it",
    ),
    ("nav_menu_item", "Menus are made by the theme here"),
    ("revision", "It is an older state of a post"),
    ("custom_css", "Looks are the theme’s here"),
    ("customize_changeset", "Looks are the theme’s here"),
    ("oembed_cache", "It is a copy of what stands elsewhere"),
    (
        "wp_block",
        "It is a block for posts: its words are in those that show it",
    ),
    ("wp_template", "Looks are the theme’s here"),
    ("wp_template_part", "Looks are the theme’s here"),
    ("wp_global_styles", "Looks are the theme’s here"),
    ("wp_navigation", "Menus are made by the theme here"),
    ("wp_font_family", "Looks are the theme’s here"),
    ("wp_font_face", "Looks are the theme’s here"),
    ("user_request", "It is a request of a user about their data"),
];

/// Besides its caption and what it shows, which come along.
const DESCRIBED: &str =
    "It describes an uploaded file, which has a caption and says what it shows, and no more";

/// Whether nobody says that items of a kind are for readers.
pub(super) fn is_foreign(kind: &str) -> bool {
    !ARTICLES.contains(&kind)
}

/// Whether items of a kind come in.
pub(super) fn is_article(kind: &str) -> bool {
    !OTHERS.iter().any(|(name, _)| *name == kind)
}

/// What an item is.
pub(super) enum Verdict {
    Article(Box<Item>),
    /// Of a kind that is none.
    Other(String, &'static str),
    Left(Leftover),
}

/// A name without the entities that some exports leave in it.
pub(super) fn unescaped(text: &str) -> String {
    match text.contains('&') {
        true => markup::plain(&markup::from_html::markdown(text))
            .trim()
            .to_owned(),
        false => text.to_owned(),
    }
}

/// What an item is that begins in a line.
pub(super) fn read(mut raw: Raw, line: u64, first: &First) -> Verdict {
    let kind = match raw.line("wp:post_type") {
        none if none.is_empty() => "post".to_owned(),
        kind => kind,
    };
    let number = raw.line("wp:post_id");
    if let Some((_, why)) = OTHERS.iter().find(|(name, _)| *name == kind) {
        let described = raw.line("content:encoded");
        return match kind.as_str() {
            "attachment" if !described.is_empty() => {
                left(format!("attachment {number}"), &described, DESCRIBED)
            }
            _ => Verdict::Other(kind, why),
        };
    }
    let place = match number.as_str() {
        "" => format!("the item in line {line}"),
        number => format!("{kind} {number}"),
    };
    let status = raw.line("wp:status");
    let stood = match status.as_str() {
        "publish" if raw.line("wp:post_password").is_empty() => Stood::Published,
        "publish" | "private" => Stood::Private,
        "future" => Stood::Scheduled,
        "pending" => Stood::Waiting,
        "trash" => {
            let title = raw.line("title");
            return left(place, &title, "It was in the trash");
        }
        "auto-draft" => {
            return Verdict::Other("auto-draft".into(), "Nobody had written anything yet");
        }
        _ => Stood::Draft,
    };
    let (source, weak) = source(&raw, &number, first);
    let stood = match raw.is_doubtful() || is_foreign(&kind) {
        true => Stood::Draft,
        false => stood,
    };
    let mut item = Item {
        source,
        weak,
        place,
        sort: kind,
        stood,
        closed: raw.line("wp:comment_status") == "closed",
        ..Item::default()
    };
    item.language = raw
        .meta("_copydesk_language")
        .map(one_line)
        .or_else(|| first.language.clone());
    names(&raw, &mut item);
    dates(&raw, &mut item);
    filed(&raw, first, &mut item);
    item.bylines = bylines(&raw, first);
    item.lead = raw
        .meta("_thumbnail_id")
        .and_then(|number| first.attachment(number))
        .map(super::first::Attachment::picture)
        .filter(|picture| !picture.address.is_empty());
    if status.is_empty() {
        let why = "It does not say how it stood; it came in as a draft";
        item.left.push(said("status", "", why));
    } else if !matches!(
        status.as_str(),
        "publish" | "private" | "future" | "pending" | "draft" | "inherit"
    ) {
        item.left.push(said(
            "status",
            &status,
            "This status is not known here; it came in as a draft",
        ));
    }
    text(&mut raw, first, &mut item);
    kept(raw, &mut item);
    Verdict::Article(Box::new(item))
}

/// By what an item is known again, and whether that is only a number that items of other sites have, too.
fn source(raw: &Raw, number: &str, first: &First) -> (String, bool) {
    let (site, guid) = (&first.site, raw.line("guid"));
    match raw.meta("_copydesk_article") {
        Some(id) => (format!("copydesk:{id}"), false),
        None if !number.is_empty() => (format!("wxr:{site}:{number}"), site.is_empty()),
        None if !guid.is_empty() => (format!("wxr:{site}:{guid}"), false),
        None => {
            let said = format!("{}\n{}", raw.line("title"), raw.line("wp:post_date"));
            let made = Hash::of(said.as_bytes()).short();
            (format!("wxr:{site}:#{made}"), true)
        }
    }
}

fn left(place: String, text: &str, why: &str) -> Verdict {
    Verdict::Left(said(&place, text, why))
}

pub(super) fn said(place: &str, text: &str, why: &str) -> Leftover {
    Leftover {
        place: place.to_owned(),
        text: text.to_owned(),
        why: why.to_owned(),
    }
}

/// Headline, addresses, and what search engines are told.
fn names(raw: &Raw, item: &mut Item) {
    item.title = one_line(&unescaped(&clean(raw.text("title"))));
    let link = raw.line("link");
    item.address = Some(link).filter(|link| web_address(link));
    let slug = unpercented(&raw.line("wp:post_name"));
    item.slug = Some(slug).filter(|slug| !slug.is_empty());
    let seo = |names: &[&str]| {
        let found = names.iter().find_map(|name| raw.meta(name));
        // What is put together from variables is no text.
        found
            .filter(|text| !text.contains("%%") && !text.contains("%title%"))
            .map(one_line)
            .unwrap_or_default()
    };
    item.search_title = seo(&[
        "_yoast_wpseo_title",
        "rank_math_title",
        "_aioseo_title",
        "_seopress_titles_title",
    ]);
    item.search_description = seo(&[
        "_yoast_wpseo_metadesc",
        "rank_math_description",
        "_aioseo_description",
        "_seopress_titles_desc",
    ]);
    let canonical = seo(&["_yoast_wpseo_canonical", "rank_math_canonical_url"]);
    item.canonical = Some(canonical).filter(|address| web_address(address));
}

fn dates(raw: &Raw, item: &mut Item) {
    let of = |names: [&str; 2]| -> Option<Time> {
        let mut all = names.iter().map(|name| raw.line(name));
        all.find_map(|date| moment(&date).ok().flatten())
    };
    item.published = of(["wp:post_date_gmt", "wp:post_date"])
        .or_else(|| crate::dates::moment(&raw.line("pubDate")));
    item.changed = of(["wp:post_modified_gmt", "wp:post_modified"]);
    let written = raw.line("wp:post_date");
    if item.published.is_none() && !written.is_empty() && !written.starts_with("0000") {
        item.left.push(said("date", &written, "It is no date"));
    }
}

/// Section and tags. Of several categories the one that a plugin calls the first, else the deepest, is the section, and the
/// others are tags.
fn filed(raw: &Raw, first: &First, item: &mut Item) {
    let primary = raw
        .meta("_yoast_wpseo_primary_category")
        .or_else(|| raw.meta("rank_math_primary_category"));
    let mut categories: Vec<(&str, String)> = raw
        .of("category")
        .filter(|(short, name)| {
            *short != "uncategorized" && !name.eq_ignore_ascii_case("uncategorized")
        })
        .collect();
    let chosen = categories
        .iter()
        .position(|(short, _)| primary.is_some_and(|number| first.number(short) == number))
        .or_else(|| {
            let deepest = categories
                .iter()
                .enumerate()
                .rev()
                .max_by_key(|(_, (short, _))| first.depth(short));
            deepest.map(|(at, _)| at)
        });
    if let Some(at) = chosen {
        let (short, name) = categories.remove(at);
        item.section = first.section(short, &name);
    } else if item.sort == "page" {
        item.section = "Pages".into();
    }
    let others = categories.into_iter().map(|(_, name)| name);
    let mut known = HashSet::new();
    for tag in raw.of("post_tag").map(|(_, name)| name).chain(others) {
        if !tag.is_empty() && known.insert(tag.clone()) {
            item.tags.push(tag);
        }
    }
    for (domain, _, name) in &raw.terms {
        if !["category", "post_tag", "author", "tag"].contains(&domain.as_str())
            && !domain.is_empty()
        {
            item.meta
                .push((format!("taxonomy {domain}"), one_line(name)));
        }
    }
}

/// Who signs: those that a plugin for several authors names, else the one that WordPress knows.
fn bylines(raw: &Raw, first: &First) -> Vec<Byline> {
    let several: Vec<Byline> = raw
        .of("author")
        .map(|(short, name)| {
            let login = short.strip_prefix("cap-").unwrap_or(short);
            let known = first.signed(login).filter(|known| known.name != login);
            known.unwrap_or(Byline {
                name,
                ..Byline::default()
            })
        })
        .collect();
    match several.is_empty() {
        true => first.signed(raw.text("dc:creator")).into_iter().collect(),
        false => several,
    }
}

/// The text, as Markdown.
fn text(raw: &mut Raw, first: &First, item: &mut Item) {
    let at = raw
        .fields
        .iter()
        .position(|(name, _)| name == "content:encoded");
    let content = at
        .map(|at| std::mem::take(&mut raw.fields[at].1))
        .unwrap_or_default();
    // Before anything else looks at it, since they may be large.
    let content = clean(&embedded::cut_for(content, item));
    let number = raw.line("wp:post_id");
    let content = blocks::filled(&content, raw, first, item);
    let html = shortcodes::expanded(&content, &number, first, item);
    let html = addresses::linked(&html);
    let html = match content.contains("<!-- wp:") {
        true => html,
        false => classic::paragraphs(&html),
    };
    let mut leads = vec![];
    let page = item.address.clone();
    let body = prepared::markdown(html, item, &mut |address, picture| {
        if !picture {
            first.led(page.as_deref(), address, &mut leads);
        }
        None
    });
    body.trim().clone_into(&mut item.body);
    item.leads = leads;
    let excerpt = clean(raw.text("excerpt:encoded"));
    item.standfirst = one_line(&markup::plain(&markup::from_html::markdown(&excerpt)));
}

/// What there is no field for, by name.
fn kept(raw: Raw, item: &mut Item) {
    for ping in raw.pings {
        item.meta.push(("pingback".into(), ping));
    }
    for (name, field) in [
        ("sticky", "wp:is_sticky"),
        ("order", "wp:menu_order"),
        ("parent", "wp:post_parent"),
        ("guid", "guid"),
    ] {
        let found = raw.fields.iter().find(|(known, _)| known == field);
        let value = found.map(|(_, text)| one_line(text)).unwrap_or_default();
        if !matches!(value.as_str(), "" | "0") {
            item.meta.push((name.into(), value));
        }
    }
    for (key, value) in raw.meta {
        if key == "_wp_old_slug" {
            item.aliases.extend(named_before(item, value.trim()));
        }
        if !is_quiet(&key) && !key.is_empty() && !value.is_empty() {
            item.meta.push((key, clean(&value)));
        }
    }
    item.left.extend(raw.left);
}

/// Where an item was while its name in the address was another: WordPress leads from there. None where its address has no name in it.
fn named_before(item: &Item, name: &str) -> Option<String> {
    let address = item.address.as_ref()?;
    let slug = item.slug.as_ref()?;
    let whole = address.trim_end_matches('/');
    let folder = whole.strip_suffix(slug.as_str())?;
    let other = !name.is_empty() && name != slug && !name.contains(['/', '?', '#', ' ']);
    (folder.ends_with('/') && other).then(|| format!("{folder}{name}{}", &address[whole.len()..]))
}
