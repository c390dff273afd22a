//! A saved page's HTML: what it says of itself, and its text as blocks of which each is told what it is part of.

mod frame;
mod ld;
mod meta;
mod named;
pub(crate) mod pictures;
mod prose;
mod remarks;
mod rest;
mod role;
mod shape;
mod take;
mod walk;

use crate::{
    dates,
    lines::{Part, squeeze},
    text::{self, Hints},
};
use frame::Frame;
use markup::from_html::Converter;
use model::{article::Byline, page::SavedPage};
use scraper::{ElementRef, Html};
use walk::Walker;

/// Reads a page.
pub(crate) fn read(html: &str) -> SavedPage {
    // Pages made for quick loading name pictures otherwise.
    let html = html.replace("<amp-img", "<img");
    let document = Html::parse_document(&markup::from_html::shallow(&html));
    let root = document.root_element();
    let meta = meta::read(&document);
    let frame = Frame::of(root, &meta);
    let convert = Converter::new(root, meta.address.as_deref());
    let mut walker = Walker::new(&convert, &frame);
    walker.walk(
        root,
        if frame.marks_text() {
            Part::Outside
        } else {
            Part::Unknown
        },
    );
    let walker_from_section = walker.from_section;
    let menu = std::mem::take(&mut walker.menu);
    let (blocks, mut page, mut trail) = walker.done();
    // A trail of machines begins below the front page, as one of links may.
    let mut from_section = walker_from_section;
    if trail.is_empty() {
        trail = meta.trail;
        from_section = true;
    }
    page.address = meta.address;
    page.language = meta.language;
    page.section.clone_from(&meta.section);
    if frame.headline.is_none() {
        page.title = meta.title;
    }
    let date = meta.date.as_deref().and_then(dates::moment);
    let modified = meta.modified.as_deref().and_then(dates::moment);
    let mut page = text::read(
        &blocks,
        page,
        trail,
        Hints {
            from_section,
            menu,
            descriptions: meta.descriptions,
        },
    );
    let above = page.body.starts_with("![");
    pictures::lead(&mut page.pictures, above, &meta.images);
    page.date = date.or(page.date).or_else(|| dated(root));
    page.modified = modified.or(page.modified);
    // A kicker that is marked as such may repeat the headline after a dash all the same.
    if let Some(kicker) = crate::head::strip_title(&page.kicker, &page.title) {
        page.kicker = kicker;
    }
    let told = if meta.authors.is_empty() {
        named_authors(root)
    } else {
        meta.authors
    };
    page.bylines = signed(page.bylines, told);
    let (tags, sections) = filed(root);
    if page.tags.is_empty() {
        page.tags = if meta.tags.is_empty() {
            tags
        } else {
            meta.tags
        };
    }
    if page.section.is_empty() {
        page.section = sections.into_iter().next().unwrap_or_default();
    }
    let mut seen = std::collections::HashSet::new();
    page.tags
        .retain(|tag| !tag.is_empty() && seen.insert(text::key(tag)));
    rest::keep(root, &mut page);
    page
}

/// The bylines that the page shows, with those that it tells machines: where the two know someone in common they are of
/// the same article, and what is there for machines is whole and in order.
fn signed(shown: Vec<Byline>, told: Vec<Byline>) -> Vec<Byline> {
    let known =
        |one: &Byline, all: &[Byline]| all.iter().any(|other| text::same(&other.name, &one.name));
    if shown.is_empty() {
        return told;
    }
    if !shown.iter().any(|one| known(one, &told)) {
        return shown;
    }
    let mut all: Vec<Byline> = vec![];
    for one in &told {
        let mut byline = shown
            .iter()
            .find(|other| text::same(&other.name, &one.name))
            .unwrap_or(one)
            .clone();
        if byline.role.is_empty() {
            byline.role.clone_from(&one.role);
        }
        all.push(byline);
    }
    let rest: Vec<Byline> = shown.into_iter().filter(|one| !known(one, &told)).collect();
    all.extend(rest);
    all
}

/// Who wrote the article, by elements that are there to name them.
fn named_authors(root: ElementRef<'_>) -> Vec<Byline> {
    let other = |one: &ElementRef<'_>| {
        frame::is_remark(*one)
            || one.ancestors().filter_map(ElementRef::wrap).any(|outer| {
                matches!(outer.value().name(), "nav" | "aside" | "header" | "footer" if outer.parent().and_then(ElementRef::wrap).is_some_and(|one| one.value().name() == "body"))
                    || !matches!(outer.value().name(), "article" | "body" | "html" | "main") && role::is_related(outer)
            })
    };
    let css =
        ".p-author, a[rel~=author], .vcard .fn, .byline .fn, [itemprop=author] [itemprop=name]";
    let mut all: Vec<Byline> = vec![];
    for one in frame::select(root, css) {
        let name = crate::byline::written(&words(one));
        let known = all.iter().any(|byline| text::same(&byline.name, &name));
        if !known
            && !other(&one)
            && name.contains(' ')
            && crate::author::is_name(&name)
            && !crate::labels::is_furniture(&name)
        {
            all.push(Byline {
                name,
                ..Byline::default()
            });
        }
    }
    all.truncate(6);
    all
}

/// When the article was published, by the first time of its own that nothing else was made of.
fn dated(root: ElementRef<'_>) -> Option<model::Time> {
    let other = |one: &ElementRef<'_>| {
        frame::is_remark(*one)
            || one.ancestors().filter_map(ElementRef::wrap).any(|outer| {
                let part = outer
                    .attr("itemprop")
                    .is_some_and(|part| part.contains("liveBlog"));
                part || matches!(outer.value().name(), "nav" | "aside")
                    || outer.value().name() != "article"
                        && !matches!(outer.value().name(), "body" | "html" | "main")
                        && role::is_related(outer)
            })
    };
    let times = frame::select(
        root,
        "article time[datetime], main time[datetime], .post time[datetime], .entry time[datetime]",
    );
    let time = times.into_iter().find(|one| !other(one))?;
    dates::moment(time.attr("datetime")?)
}

/// The tags and the sections that a page's links are marked with, those of other articles aside.
fn filed(root: ElementRef<'_>) -> (Vec<String>, Vec<String>) {
    let other = |one: &ElementRef<'_>| {
        let outer = one.ancestors().filter_map(ElementRef::wrap);
        outer
            .clone()
            .any(|one| matches!(one.value().name(), "nav" | "aside"))
            || frame::is_remark(*one)
    };
    let marked: Vec<ElementRef<'_>> = frame::select(root, "a[rel~=tag], a[rel~=category]")
        .into_iter()
        .filter(|one| !other(one))
        .collect();
    let is_section = |one: &ElementRef<'_>| {
        let address = one.attr("href").unwrap_or_default();
        one.attr("rel").is_some_and(|rel| rel.contains("category"))
            || address.contains("/category/")
            || address.contains("/kategorie/")
    };
    let (sections, tags): (Vec<_>, Vec<_>) = marked.into_iter().partition(is_section);
    let said = |all: Vec<ElementRef<'_>>| {
        all.into_iter()
            .map(words)
            .map(|tag| tag.trim_start_matches('#').to_owned())
            .collect()
    };
    (said(tags), said(sections))
}

/// An element's text on one line.
pub(super) fn words(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<Vec<_>>().join(" "))
}
