//! The site: pages from revisions by the theme, for the preview, the bundle and its verification alike.

mod article;
mod author;
mod feed;
mod form;
mod head;
pub(crate) mod index;
mod linked;
mod list;
mod moved;
mod picture;
mod words;

pub use article::article;
pub use index::{Site, Translation};
pub use list::front;

use crate::print::{Job, Print};
use index::Index;

/// A page and its place in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From the bundle's root: `site/section/slug/index.html`.
    pub path: String,
    /// UTF-8.
    pub bytes: Vec<u8>,
}

/// Everything under `site/` but the files of pictures, which are what they are.
pub(crate) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job> = vec![];
    for placed in &from.surroundings.articles {
        jobs.push(Box::new(move |sink| {
            let content = (from.contents)(placed.revision)?;
            let page = article(from.theme, from.surroundings, &index.site, placed, &content)?;
            sink.put(&page.path, &page.bytes)
        }));
    }
    jobs.push(Box::new(move |sink| {
        sink.put("site/style.css", from.theme.stylesheet())
    }));
    jobs.extend(list::jobs(from, index));
    jobs.extend(feed::jobs(from, index));
    jobs.extend(moved::jobs(from, index));
    jobs
}
