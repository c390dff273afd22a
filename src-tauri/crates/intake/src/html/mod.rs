//! A saved page's HTML: what it says of itself, and its text as blocks of which each is told what it is part of.

mod frame;
mod ld;
mod meta;
mod named;
mod pictures;
mod prose;
mod remarks;
mod role;
mod shape;
mod take;
mod walk;

use crate::{
    dates,
    lines::{Part, squeeze},
    text::{self, same},
};
use frame::Frame;
use markup::from_html::Converter;
use model::page::SavedPage;
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
    let (blocks, mut page, mut trail) = walker.done();
    if trail.is_empty() {
        trail = meta.trail;
    }
    page.address = meta.address;
    page.language = meta.language;
    page.section = meta.section;
    if frame.headline.is_none() {
        page.title = meta.title;
    }
    let date = meta.date.as_deref().and_then(dates::moment);
    let modified = meta.modified.as_deref().and_then(dates::moment);
    let mut page = text::read(&blocks, page, trail);
    let above = page.body.starts_with("![");
    pictures::lead(&mut page.pictures, above, &meta.images);
    page.date = date.or(page.date);
    page.modified = modified.or(page.modified);
    // A kicker that is marked as such may repeat the headline after a dash all the same.
    if let Some(kicker) = crate::head::strip_title(&page.kicker, &page.title) {
        page.kicker = kicker;
    }
    // A page may name its author for machines alone.
    if page.bylines.is_empty() {
        page.bylines = meta.authors;
    }
    if page.tags.is_empty() {
        page.tags = meta.tags;
    }
    page.tags.dedup_by(|one, other| same(one, other));
    page
}

/// An element's text on one line.
pub(super) fn words(element: ElementRef<'_>) -> String {
    squeeze(&element.text().collect::<Vec<_>>().join(" "))
}
