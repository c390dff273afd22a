//! JSON lines: what the bundle prints, one canonical object a line, for whoever would make something else of it.

use crate::{
    body,
    print::{Job, Print, Sink},
    site::Index,
};
use model::{
    ArticleId, Error, Result,
    article::{Byline, Content},
    asset::{Asset, AssetFile, site_path},
    bundle::{BundleKind, Placed, Surroundings},
    canonical,
};
use serde::Serialize;
use serde_json::json;
use std::{borrow::Cow, collections::BTreeMap, io::Write, path::Path};

#[derive(Serialize)]
struct FileLine {
    sha256: String,
    media: &'static str,
    width: u32,
    height: u32,
    /// From the site's root.
    path: String,
}

#[derive(Serialize)]
struct AssetLine {
    #[serde(flatten)]
    file: FileLine,
    size: u64,
    variants: Vec<FileLine>,
}

#[derive(Serialize)]
struct ArticleLine<'a> {
    /// What prints of it, as in its revision; its format's name with it. Of related articles and translations, those that are out.
    #[serde(flatten)]
    content: Cow<'a, Content>,
    revision: String,
    published: Option<String>,
    updated: Option<String>,
    path: String,
    address: Option<String>,
    html: String,
    words: usize,
    open: bool,
    files: Vec<AssetLine>,
}

/// The files under `jsonl/`.
pub(crate) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    vec![
        Box::new(move |sink| articles(from, index, sink)),
        Box::new(move |sink| comments(from, sink)),
        Box::new(move |sink| bylines(from, sink)),
        Box::new(move |sink| sections(from, index, sink)),
    ]
}

/// A line of JSON; each one of a proof says that it is.
fn line<T: Serialize>(around: &Surroundings, out: &mut dyn Write, value: &T) -> Result<()> {
    #[derive(Serialize)]
    struct Proof<'a, T> {
        #[serde(flatten)]
        value: &'a T,
        proof: bool,
    }
    let mut bytes = match around.kind {
        BundleKind::Proof => canonical(&Proof { value, proof: true })?,
        BundleKind::Release => canonical(value)?,
    };
    bytes.push(b'\n');
    out.write_all(&bytes)
        .map_err(|cause| Error::io(Path::new("jsonl"), &cause))
}

fn articles(from: &Print, index: &Index, sink: &dyn Sink) -> Result<()> {
    sink.stream("jsonl/articles.jsonl", &mut |out| {
        from.surroundings.articles.iter().try_for_each(|placed| {
            let content = (from.contents)(placed.revision)?;
            line(
                from.surroundings,
                out,
                &article((from, index), placed, &content)?,
            )
        })
    })
}

fn article<'a>(
    (from, index): (&Print, &Index),
    placed: &Placed,
    content: &'a Content,
) -> Result<ArticleLine<'a>> {
    let around = from.surroundings;
    let html = body::html(
        (from.html)(placed.revision, &content.body)?,
        around,
        &mut |asset| body::on_site(around, body::shown(asset)),
    );
    let mut named: Vec<_> = content.every_asset().collect();
    named.sort_unstable();
    named.dedup();
    Ok(ArticleLine {
        revision: placed.revision.to_string(),
        published: placed.date.map(|at| at.to_string()),
        updated: body::updated(content, placed.date).map(|at| at.to_string()),
        path: content.path(),
        address: body::address(around, content),
        words: markup::words(&markup::plain(&content.body)),
        html,
        open: !around.comment_address.is_empty() && !placed.closed,
        files: named
            .into_iter()
            .filter_map(|hash| around.asset(hash))
            .map(files)
            .collect(),
        content: printing(index, placed, content),
    })
}

/// A text as it is printed: without what it names of ours that is not out.
fn printing<'a>(index: &Index, placed: &Placed, content: &'a Content) -> Cow<'a, Content> {
    let chosen = index.site.related(placed, content);
    let related: Vec<_> = chosen
        .map(|(other, _)| other)
        .filter(|other| content.related.contains(other))
        .collect();
    let out = |article: &ArticleId| index.site.page(*article).is_some();
    if related.len() == content.related.len() && content.translations.iter().all(out) {
        return Cow::Borrowed(content);
    }
    let mut printed = content.clone();
    printed.related = related.into_iter().cloned().collect();
    printed.translations.retain(out);
    Cow::Owned(printed)
}

fn files(asset: &Asset) -> AssetLine {
    let file = |(hash, media): AssetFile, width, height| FileLine {
        sha256: hash.to_string(),
        media: media.name(),
        width,
        height,
        path: site_path((hash, media)),
    };
    AssetLine {
        file: file((asset.hash, asset.media), asset.width, asset.height),
        size: asset.size,
        variants: asset
            .variants
            .iter()
            .map(|one| file((one.hash, one.media), one.width, one.height))
            .collect(),
    }
}

fn comments(from: &Print, sink: &dyn Sink) -> Result<()> {
    sink.stream("jsonl/comments.jsonl", &mut |out| {
        for placed in &from.surroundings.articles {
            for one in &placed.comments {
                let comment = json!({
                    "id": one.id,
                    "article": placed.article,
                    "parent": one.parent,
                    "author": one.author,
                    "created": one.created.to_string(),
                    "body": one.body,
                    "html": markup::comment_html(&one.body),
                    "edited": one.edited,
                });
                line(from.surroundings, out, &comment)?;
            }
        }
        Ok(())
    })
}

/// Each byline as it stood; one that changed since is there as often as it was otherwise.
fn bylines(from: &Print, sink: &dyn Sink) -> Result<()> {
    let mut all: BTreeMap<(String, Vec<u8>), (Byline, Vec<ArticleId>)> = BTreeMap::new();
    for placed in &from.surroundings.articles {
        for byline in (from.contents)(placed.revision)?.bylines {
            let key = (byline.name.clone(), canonical(&byline)?);
            let (_, articles) = all.entry(key).or_insert_with(|| (byline, vec![]));
            if articles.last() != Some(&placed.article) {
                articles.push(placed.article);
            }
        }
    }
    sink.stream("jsonl/bylines.jsonl", &mut |out| {
        all.values().try_for_each(|(byline, articles)| {
            let mut value = serde_json::to_value(byline)
                .map_err(|cause| Error::system("json", cause.to_string()))?;
            if let Some(fields) = value.as_object_mut() {
                fields.insert("articles".into(), json!(articles));
            }
            line(from.surroundings, out, &value)
        })
    })
}

fn sections(from: &Print, index: &Index, sink: &dyn Sink) -> Result<()> {
    let mut articles: BTreeMap<&str, Vec<ArticleId>> = BTreeMap::new();
    for (placed, entry) in from.surroundings.articles.iter().zip(&index.entries) {
        articles
            .entry(&entry.section)
            .or_default()
            .push(placed.article);
    }
    sink.stream("jsonl/sections.jsonl", &mut |out| {
        index.site.sections.iter().try_for_each(|section| {
            let within = articles.get(section.slug.as_str());
            let lead = from.surroundings.fronts.get(&section.slug).copied();
            let first = within.and_then(|all| all.first()).copied();
            let section = json!({
                "name": section.name,
                "folder": section.slug,
                "lead": lead.or(first),
                "articles": within,
            });
            line(from.surroundings, out, &section)
        })
    })
}
