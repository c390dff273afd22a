//! The site: pages from revisions by the theme, for the preview, the bundle and its verification alike.

mod archive;
mod article;
mod author;
mod dates;
mod entry;
mod feed;
mod form;
mod groups;
mod head;
pub(crate) mod index;
mod linked;
mod list;
mod missing;
mod moved;
mod picture;
mod places;
mod redirects;
mod sitemap;
mod taken;
mod words;

pub use article::article;
pub use index::{Site, Translation};
pub use list::front;
pub use moved::{Own, Unled, is_own, unled};

pub(crate) use form::dated;
pub(crate) use index::Index;
pub(crate) use moved::rooted;
pub(crate) use picture::fallback;
pub(crate) use words::words;

use crate::{
    print::{Job, Print},
    theme::Theme,
};
use minijinja::Value;
use model::{
    Result,
    bundle::{Placed, Surroundings},
};

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
    jobs.push(Box::new(move |sink| {
        sink.put("site/style.css", from.theme.stylesheet())?;
        if let Some(own) = from.theme.own_stylesheet() {
            sink.put("site/theme.css", own.as_bytes())?;
        }
        from.theme.statics().try_for_each(|(name, bytes)| {
            sink.put(&format!("site/{}{name}", crate::theme::STATICS), bytes)
        })
    }));
    let lists = list::lists(from, index);
    let taken = taken::Taken::by_the_site(from, index, &lists);
    let aside = aside(from, index, &lists);
    jobs.push(sitemap::job(from, index, &lists));
    jobs.extend(list::jobs(from, index, lists));
    jobs.extend(archive::jobs(from, index));
    jobs.extend(feed::jobs(from, index));
    jobs.extend(missing::job(from, index));
    jobs.push(moved::job(from, index, taken, aside));
    // The many small ones are last: who looks for one of the others has it soon, and no core waits for a long one.
    for (at, placed) in from.surroundings.articles.iter().enumerate() {
        jobs.push(Box::new(move |sink| {
            let Some((entry, key)) = index.key(from, at, placed)? else {
                return Ok(());
            };
            sink.keyed(key, &format!("site/{}", entry.path), &|| {
                Ok(page_of(from, index, placed)?.bytes)
            })
        }));
    }
    jobs
}

/// The pages that stand in another folder, since a section is called like the one that they would have.
fn aside(from: &Print, index: &Index, lists: &[list::List]) -> Vec<moved::Aside> {
    let titled = lists.iter().flat_map(|list| {
        let title = list.called(&from.surroundings.newsroom);
        list.paths().map(move |path| (path, title.to_owned()))
    });
    let archive = archive::paths(index).filter(|_| from.theme.has(archive::TEMPLATE));
    let title = words(&from.surroundings.language).archive;
    let all = titled.chain(archive.map(|path| (path, title.to_owned())));
    let folders = index.site.folders.aside();
    all.filter_map(|(path, title)| {
        let path = path.strip_suffix("index.html")?.to_owned();
        let old = folders.iter().find_map(|(wanted, is)| {
            let rest = path.strip_prefix(*is)?.strip_prefix('/')?;
            Some(format!("{wanted}/{rest}"))
        })?;
        Some(moved::Aside { path, old, title })
    })
    .collect()
}

fn page_of(from: &Print, index: &Index, placed: &Placed) -> Result<Page> {
    let content = (from.contents)(placed.revision)?;
    let html = (from.html)(placed.revision, &content.body)?;
    article::printed(
        (from.theme, from.surroundings),
        (&index.site, index.form.clone()),
        placed,
        &content,
        html,
    )
}

/// The article's page at this path from the bundle's root; none where none is there.
pub(crate) fn article_at(from: &Print, path: &str) -> Result<Option<Page>> {
    let index = Index::of(from)?;
    let articles = from.surroundings.articles.iter().zip(&index.entries);
    let own = path.strip_prefix("site/").unwrap_or_default();
    let mut at = articles.filter(|(_, entry)| *entry.path == *own);
    let found = at.next().map(|(placed, _)| page_of(from, &index, placed));
    found.transpose()
}

/// Prints a page by one of the templates, and puts into its head the rules that no theme may leave out.
fn policed(
    theme: &Theme,
    surroundings: &Surroundings,
    template: &str,
    with: Value,
) -> Result<Vec<u8>> {
    let html = theme.render(template, with)?;
    let place = |printed: Option<&str>| theme.place_of(template, printed);
    crate::theme::policed(template, &html, &head::policy(surroundings), &place)
}
