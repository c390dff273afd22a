//! Pages at places where something was: what leads on to where it is now, and what says that it was withdrawn.

use super::{
    form::{Dated, dated},
    head::up,
    index::{Index, Site},
    list,
    places::Folders,
    policed, redirects,
    taken::Taken,
    words::handed,
};
use crate::print::{Job, Print, Sink};
use minijinja::{Value, value::Serde};
use model::{ArticleId, Result, bundle::BundleKind};
use serde::Serialize;

/// Places from the host's root, old and new.
type Rules = Vec<(String, String)>;

#[derive(Serialize)]
struct MovedForm<'a> {
    title: &'a str,
    /// From the old page to the new one.
    to: String,
    /// The whole address of the new one, where it is known.
    canonical: Option<String>,
    language: &'a str,
    direction: &'static str,
}

/// What there is to print of both, where nothing else is printed: `taken` is where everything else is; `aside` are the site's own
/// pages that stepped aside for a section, each with its old place and what it is called.
pub(super) fn job<'a>(
    from: &'a Print<'a>,
    index: &'a Index,
    taken: Taken,
    aside: Vec<Aside>,
) -> Job<'a> {
    Box::new(move |sink| {
        let mut taken = taken.clone();
        let mut rules = moved(from, index, sink, &mut taken)?;
        stepped_aside(from, &aside, sink, &mut taken, &mut rules)?;
        redirects::put(sink, &rules)?;
        withdrawn(from, sink, &mut taken)
    })
}

/// A page at every place where one was before, that leads to where it is; and the same for hosts that are told by a file. Nothing
/// where nothing moved.
fn moved(from: &Print, index: &Index, sink: &dyn Sink, taken: &mut Taken) -> Result<Rules> {
    let surroundings = from.surroundings;
    let base = &surroundings.base_url;
    let root = rooted(base);
    let mut rules = vec![];
    for (placed, entry) in surroundings.articles.iter().zip(&index.entries) {
        let path = entry.path.trim_end_matches("index.html");
        for old in &placed.moved_from {
            let old = below(old, &root);
            let leads = leads(old, taken);
            if leads != Leads::Nowhere {
                rules.push((format!("{root}{old}"), format!("{root}{path}")));
            }
            let Leads::ByPage(page) = leads else { continue };
            let form = MovedForm {
                title: &entry.title,
                to: format!("{}{}", up(old), entry.path),
                canonical: (!base.is_empty()).then(|| format!("{base}{path}")),
                language: &entry.language,
                direction: entry.direction,
            };
            sink.put(&format!("site/{page}"), &leading(from, &form)?)?;
        }
    }
    Ok(rules)
}

/// An old place from the site's root: one that begins with the path of that is taken to be from the host's.
fn below<'a>(old: &'a str, root: &str) -> &'a str {
    let rest = old.strip_prefix(root.trim_start_matches('/'));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(old)
}

/// What leads on from an old place.
#[derive(Debug, PartialEq, Eq)]
enum Leads {
    /// This page there, from the site's root, and hosts that are told by a file.
    ByPage(String),
    /// Hosts alone: a page has no name there that is a page's, or something is in its way.
    ByHost { in_the_way: bool },
    /// Nothing: something else is at that very place.
    Nowhere,
}

/// What leads on from an old place, which is taken then.
fn leads(old: &str, taken: &mut Taken) -> Leads {
    // A host that is told to lead on would lead away from what is there.
    if taken.has(old.trim_end_matches('/')) {
        return Leads::Nowhere;
    }
    match page(old) {
        None => Leads::ByHost { in_the_way: false },
        Some(page) if taken.has(&page) => Leads::Nowhere,
        Some(page) if taken.take(&page) => Leads::ByPage(page),
        Some(_) => Leads::ByHost { in_the_way: true },
    }
}

/// An old place of an article that no page leads on from, since something else is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unled {
    /// Whose it is.
    pub article: ArticleId,
    /// The place, from the site's root.
    pub old: String,
    /// Whether hosts that are told by a file lead on all the same.
    pub by_host: bool,
}

/// The old places from which the site of an edition has no page that leads on, in its order.
///
/// # Errors
/// What `contents` returns.
pub fn unled(from: &Print) -> Result<Vec<Unled>> {
    let index = Index::of(from)?;
    let lists = list::lists(from, &index);
    let mut taken = Taken::by_the_site(from, &index, &lists);
    let root = rooted(&from.surroundings.base_url);
    let mut out = vec![];
    for placed in &from.surroundings.articles {
        for old in &placed.moved_from {
            let old = below(old, &root);
            let by_host = match leads(old, &mut taken) {
                Leads::ByPage(_) | Leads::ByHost { in_the_way: false } => continue,
                Leads::ByHost { in_the_way: true } => true,
                Leads::Nowhere => false,
            };
            out.push(Unled {
                article: placed.article,
                old: old.to_owned(),
                by_host,
            });
        }
    }
    Ok(out)
}

/// Whether a site has something of its own at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Whatever it prints.
    Always,
    /// It may, as the page of a tag has its place among those of tags.
    Perhaps,
    /// It has nothing there, so far as is known from a place alone.
    Never,
}

/// Whether a site that has a section in this folder has something of its own at an old place of an article.
#[must_use]
pub fn is_own(old: &str, section: &str) -> Own {
    const FILES: [&str; 7] = [
        "feed.xml",
        "rss.xml",
        "feed.json",
        "style.css",
        "theme.css",
        "robots.txt",
        "sitemap.xml",
    ];
    let parts: Vec<&str> = old.trim_end_matches('/').split('/').collect();
    let folders = Folders::default();
    let lists = [folders.tag, folders.by, folders.archive, folders.page];
    let feed = |name: &&str| FILES.iter().take(3).any(|own| own == name);
    match parts.as_slice() {
        [only] if FILES.contains(only) || redirects::FILES.contains(only) => Own::Always,
        [only] if *only == section => Own::Always,
        [first, name] if *first == section && feed(name) => Own::Always,
        [first, ..] if lists.iter().any(|own| own == first) => Own::Perhaps,
        [first, page, _] if *first == section && *page == "page" => Own::Perhaps,
        _ => Own::Never,
    }
}

impl Site {
    /// Whether something of the site's own, or another old place, may be at an old place of an article. Where it may for none
    /// of an edition, [`unled`] finds none, which takes longer.
    #[must_use]
    pub fn may_have(&self, old: &str) -> bool {
        let folders = &self.folders;
        let own = [&folders.tag, &folders.by, &folders.archive, &folders.page];
        let parts: Vec<&str> = old.trim_end_matches('/').split('/').collect();
        let dotted = |parts: &[&str]| parts.iter().any(|part| part.contains('.'));
        let section = |name: &str| self.sections.iter().any(|section| section.slug == name);
        match parts.as_slice() {
            [] => false,
            [only] if old.ends_with('/') => {
                own.iter().any(|own| own == only)
                    || redirects::FILES.contains(only)
                    || dotted(&parts)
                    || section(only)
            }
            [_] => false,
            [first, second, ..] => {
                own.iter().any(|own| own == first)
                    || redirects::FILES.contains(first)
                    || *first == "assets"
                    || *second == "page"
                    || dotted(parts.split_last().map_or(&[], |(_, above)| above))
                    || old.ends_with('/') && dotted(&parts)
            }
        }
    }
}

/// A page of the site's own in a folder that has another name, since a section has the one that it would have.
pub(super) struct Aside {
    /// Its folder, and the one that it would have, from the site's root.
    pub(super) path: String,
    pub(super) old: String,
    pub(super) title: String,
}

/// The same for the site's own pages. Where the section has a page, that one is there.
fn stepped_aside(
    from: &Print,
    aside: &[Aside],
    sink: &dyn Sink,
    taken: &mut Taken,
    rules: &mut Rules,
) -> Result<()> {
    let surroundings = from.surroundings;
    let base = &surroundings.base_url;
    let root = rooted(base);
    for one in aside {
        let page = format!("{}index.html", one.old);
        if !taken.take(&page) {
            continue;
        }
        rules.push((format!("{root}{}", one.old), format!("{root}{}", one.path)));
        let form = MovedForm {
            title: &one.title,
            to: format!("{}{}index.html", up(&one.old), one.path),
            canonical: (!base.is_empty()).then(|| format!("{base}{}", one.path)),
            language: &surroundings.language,
            direction: markup::direction(&surroundings.language),
        };
        sink.put(&format!("site/{page}"), &leading(from, &form)?)?;
    }
    Ok(())
}

/// A page that leads on.
fn leading(from: &Print, form: &MovedForm) -> Result<Vec<u8>> {
    let surroundings = from.surroundings;
    policed(
        from.theme,
        surroundings,
        "moved.html",
        minijinja::context! {
            page => Value::from(Serde(form)),
            proof => surroundings.kind == BundleKind::Proof,
            words => handed(form.language),
        },
    )
}

/// The file that a page at an old place is, from the site's root; none for what only a host can lead on, since a file of that
/// name is no page to it.
fn page(old: &str) -> Option<String> {
    let low = old.to_lowercase();
    match old.ends_with('/') {
        true => Some(format!("{old}index.html")),
        false => (low.ends_with(".html") || low.ends_with(".htm")).then(|| old.to_owned()),
    }
}

#[derive(Serialize)]
struct WithdrawnForm<'a> {
    title: &'a str,
    language: &'a str,
    direction: &'static str,
    root: String,
    date: Dated,
}

/// A page at every place of what was withdrawn, that says so.
fn withdrawn(from: &Print, sink: &dyn Sink, taken: &mut Taken) -> Result<()> {
    let surroundings = from.surroundings;
    for gone in &surroundings.withdrawn {
        let Some(page) = page(&gone.path).filter(|page| taken.take(page)) else {
            continue;
        };
        let form = WithdrawnForm {
            title: &gone.title,
            language: &gone.language,
            direction: markup::direction(&gone.language),
            root: up(&gone.path),
            date: dated(gone.at, surroundings, &gone.language),
        };
        let bytes = policed(
            from.theme,
            surroundings,
            "withdrawn.html",
            minijinja::context! {
                page => Value::from(Serde(&form)),
                newsroom => &surroundings.newsroom,
                proof => surroundings.kind == BundleKind::Proof,
                own => from.theme.own_stylesheet().is_some(),
                words => handed(&gone.language),
            },
        )?;
        sink.put(&format!("site/{page}"), &bytes)?;
    }
    Ok(())
}

/// From the host's root to the site's, as far as it is known where that is.
pub(crate) fn rooted(base: &str) -> String {
    format!("/{}", after_host(base))
}

/// What follows the host in an address on the web, without the slash before it.
fn after_host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}
