//! Pages at places where something was: what leads on to where it is now, and what says that it was withdrawn.

use super::{
    form::{Dated, dated},
    index::Index,
    words::words,
};
use crate::print::{Job, Print, Sink};
use minijinja::{Value, value::Serde};
use model::Result;
use serde::Serialize;

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

/// What there is to print of both.
pub(super) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    vec![
        Box::new(move |sink| moved(from, index, sink)),
        Box::new(move |sink| withdrawn(from, sink)),
    ]
}

/// A page at every place where one was before, that leads to where it is; and the same as `_redirects`, which hosts of
/// static sites read. Nothing where nothing moved.
fn moved(from: &Print, index: &Index, sink: &dyn Sink) -> Result<()> {
    let surroundings = from.surroundings;
    let base = &surroundings.base_url;
    let root = format!("/{}", after_host(base));
    let mut rules = String::new();
    for (placed, entry) in surroundings.articles.iter().zip(&index.entries) {
        let path = entry.path.trim_end_matches("index.html");
        for old in &placed.moved_from {
            let up = "../".repeat(old.matches('/').count());
            let form = MovedForm {
                title: &entry.title,
                to: format!("{up}{}", entry.path),
                canonical: (!base.is_empty()).then(|| format!("{base}{path}")),
                language: &entry.language,
                direction: entry.direction,
            };
            let bytes = from.theme.render(
                "moved.html",
                minijinja::context! {
                    page => Value::from(Serde(&form)),
                    words => Value::from(Serde(words(&entry.language))),
                },
            )?;
            sink.put(&format!("site/{old}index.html"), &bytes)?;
            rules.push_str(&format!("{root}{old} {root}{path} 301\n"));
        }
    }
    if rules.is_empty() {
        return Ok(());
    }
    sink.put("site/_redirects", rules.as_bytes())
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
fn withdrawn(from: &Print, sink: &dyn Sink) -> Result<()> {
    let surroundings = from.surroundings;
    surroundings.withdrawn.iter().try_for_each(|gone| {
        let form = WithdrawnForm {
            title: &gone.title,
            language: &gone.language,
            direction: markup::direction(&gone.language),
            root: "../".repeat(gone.path.matches('/').count()),
            date: dated(gone.at, surroundings, &gone.language),
        };
        let bytes = from.theme.render(
            "withdrawn.html",
            minijinja::context! {
                page => Value::from(Serde(&form)),
                newsroom => &surroundings.newsroom,
                words => Value::from(Serde(words(&gone.language))),
            },
        )?;
        sink.put(&format!("site/{}index.html", gone.path), &bytes)
    })
}

/// What follows the host in an address on the web, without the slash before it.
fn after_host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}
