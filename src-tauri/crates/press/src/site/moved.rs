//! Pages at places where something was: what leads on to where it is now, and what says that it was withdrawn.

use super::{
    form::{Dated, dated},
    head::up,
    index::Index,
    policed, redirects,
    words::handed,
};
use crate::print::{Job, Print, Sink};
use minijinja::{Value, value::Serde};
use model::{Result, bundle::BundleKind};
use serde::Serialize;
use std::collections::HashSet;

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

/// What there is to print of both, where nothing else is printed: `taken` are the pages of everything else, from the site's
/// root; `aside` are the site's own pages that stepped aside for a section, each with its old place and what it is called.
pub(super) fn job<'a>(
    from: &'a Print<'a>,
    index: &'a Index,
    taken: HashSet<String>,
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
fn moved(
    from: &Print,
    index: &Index,
    sink: &dyn Sink,
    taken: &mut HashSet<String>,
) -> Result<Rules> {
    let surroundings = from.surroundings;
    let base = &surroundings.base_url;
    let root = rooted(base);
    let mut rules = vec![];
    for (placed, entry) in surroundings.articles.iter().zip(&index.entries) {
        let path = entry.path.trim_end_matches("index.html");
        for old in &placed.moved_from {
            let page = page(old);
            if page
                .as_ref()
                .is_some_and(|page| !taken.insert(page.clone()))
            {
                continue;
            }
            rules.push((format!("{root}{old}"), format!("{root}{path}")));
            let Some(page) = page else { continue };
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
    taken: &mut HashSet<String>,
    rules: &mut Rules,
) -> Result<()> {
    let surroundings = from.surroundings;
    let base = &surroundings.base_url;
    let root = rooted(base);
    for one in aside {
        let page = format!("{}index.html", one.old);
        if !taken.insert(page.clone()) {
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
fn withdrawn(from: &Print, sink: &dyn Sink, taken: &mut HashSet<String>) -> Result<()> {
    let surroundings = from.surroundings;
    for gone in &surroundings.withdrawn {
        if !taken.insert(format!("{}index.html", gone.path)) {
            continue;
        }
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
        sink.put(&format!("site/{}index.html", gone.path), &bytes)?;
    }
    Ok(())
}

/// From the host's root to the site's, as far as it is known where that is.
pub(super) fn rooted(base: &str) -> String {
    format!("/{}", after_host(base))
}

/// What follows the host in an address on the web, without the slash before it.
fn after_host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}
