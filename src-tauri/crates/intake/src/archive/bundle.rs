//! A bundle of Copydesk: its texts, with what its manifest and its surroundings say of them. Each text is held against the
//! hash that it is named by; whether the bundle is the newsroom's own is for `verify` to say.

use super::{Each, Files, Found, own};
use model::{
    ArticleId, Error, Hash, Result, Time,
    archive::{Item, Stood},
    article::{Content, Correction},
    page::Leftover,
};
use serde::Deserialize;
use std::{collections::HashMap, io::BufRead};

/// Largest manifest, and surroundings.
const RECORD: u64 = 256 << 20;
/// Largest text.
const TEXT: u64 = 32 << 20;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    kind: String,
    newsroom: String,
    articles: Vec<Told>,
    files: Vec<Listed>,
}

/// What the manifest says of an article.
#[derive(Deserialize)]
struct Told {
    revision: Hash,
    #[serde(default)]
    title: String,
    #[serde(default)]
    approved: bool,
    #[serde(default)]
    corrections: Vec<Correction>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    sha256: Hash,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Surroundings {
    base_url: String,
    articles: Vec<Placed>,
}

/// What its surroundings say of an article.
#[derive(Deserialize)]
struct Placed {
    article: ArticleId,
    date: Option<Time>,
    #[serde(default)]
    moved_from: Vec<String>,
    #[serde(default)]
    comments: Vec<serde_json::Value>,
    #[serde(default)]
    closed: bool,
}

/// Reads it.
///
/// # Errors
/// `no-bundle`; what `each` says; system errors.
pub(super) fn read(files: &Files, each: &mut Each<'_>) -> Result<()> {
    let mut notes = vec![];
    let mut manifest: Manifest = record(files, "manifest.json", &mut notes)?;
    let around: Surroundings = record(files, "surroundings.json", &mut notes)?;
    if manifest.articles.is_empty() {
        manifest.articles = unlisted(files);
        // What it says of itself is not about these.
        if !manifest.articles.is_empty() {
            manifest.kind.clear();
        }
    }
    if manifest.articles.is_empty() && notes.is_empty() && manifest.kind.is_empty() {
        return Err(
            Error::unreadable("no-bundle", "It holds none of the texts of a bundle.")
                .hint("`copydesk export` makes one."),
        );
    }
    if !matches!(manifest.kind.as_str(), "proof" | "release") {
        notes.push(Leftover {
            place: "manifest.json".into(),
            text: manifest.kind.clone(),
            why: "It does not say of these texts that they were released: all of them come in as drafts".into(),
        });
    }
    let there = |path: &str| {
        files
            .all
            .binary_search_by(|named| named.path.as_str().cmp(path))
    };
    let mut paths: HashMap<Hash, &str> = HashMap::new();
    for listed in manifest.files.iter().filter(|one| there(&one.path).is_ok()) {
        // The first by path: in `epub/` and `markdown/` they have other names, and are the same.
        let of_site = listed.path.starts_with("site/assets/");
        let known = paths.entry(listed.sha256).or_insert(&listed.path);
        if of_site {
            *known = &listed.path;
        }
    }
    let placed: HashMap<ArticleId, &Placed> = around
        .articles
        .iter()
        .map(|placed| (placed.article, placed))
        .collect();
    let count = manifest.articles.len().max(1) as f64;
    for (nth, told) in manifest.articles.iter().enumerate() {
        let behind = (nth + 1) as f64 / count;
        let place = |hash: Hash| paths.get(&hash).map(|path| (*path).to_owned());
        let found = match text(files, told.revision) {
            Ok(content) => {
                let mut item = own::item(&content, &place);
                dress(
                    &mut item,
                    &content,
                    told,
                    &manifest,
                    &around,
                    placed.get(&content.article),
                );
                Found::Item(Box::new(item))
            }
            Err(error) => Found::Left(Leftover {
                place: format!("revisions/{}.json", told.revision),
                text: told.title.clone(),
                why: error.message,
            }),
        };
        each(found, behind)?;
    }
    notes
        .into_iter()
        .try_for_each(|note| each(Found::Note(note), 1.0))
}

/// Adds what is said of a text elsewhere than in it.
fn dress(
    item: &mut Item,
    content: &Content,
    told: &Told,
    manifest: &Manifest,
    around: &Surroundings,
    placed: Option<&&Placed>,
) {
    item.stood = match (manifest.kind.as_str(), told.approved) {
        ("proof", true) => Stood::Waiting,
        ("proof", false) => Stood::Draft,
        ("release", _) => Stood::Published,
        // Nobody says that it was out.
        _ => Stood::Draft,
    };
    if told.corrections.len() > item.corrections.len() {
        item.corrections.clone_from(&told.corrections);
    }
    item.changed = content.corrected();
    if let Some(placed) = placed {
        item.published = placed.date.or(item.published);
        item.closed = placed.closed;
        for moved in &placed.moved_from {
            item.meta.push(("moved from".into(), moved.clone()));
            let site = match around.base_url.as_str() {
                "" => "/",
                site => site,
            };
            item.aliases.push(format!("{site}{moved}"));
        }
    }
    if !around.base_url.is_empty() && item.stood == Stood::Published {
        item.address = Some(format!("{}{}", around.base_url, content.path()));
    } else if item.stood == Stood::Published {
        item.aliases.push(format!("/{}", content.path()));
    }
    if !manifest.newsroom.is_empty() {
        item.meta
            .push(("newsroom".into(), manifest.newsroom.clone()));
    }
    item.meta
        .push(("revision".into(), told.revision.to_string()));
}

/// The text that a hash stands for, or why it is not taken.
fn text(files: &Files, hash: Hash) -> Result<Content> {
    let path = format!("revisions/{hash}.json");
    let gone = |why: &str| Error::damaged("damaged-text", why);
    let bytes = files
        .read(&path, TEXT)?
        .ok_or_else(|| gone("Its text is not in the bundle."))?;
    if Hash::of(&bytes) != hash {
        return Err(gone(
            "It is not the text that its name stands for: it was changed, or is damaged.",
        ));
    }
    Content::from_known_bytes(&bytes)
}

/// A file of JSON; a fault of it is told, and the bundle read without it.
fn record<T: Default + for<'de> Deserialize<'de>>(
    files: &Files,
    path: &str,
    notes: &mut Vec<Leftover>,
) -> Result<T> {
    let mut told = |why: String| {
        notes.push(Leftover {
            place: path.to_owned(),
            text: String::new(),
            why,
        });
        T::default()
    };
    Ok(match files.read(path, RECORD) {
        Ok(Some(bytes)) => match serde_json::from_slice(&bytes) {
            Ok(read) => read,
            Err(cause) => told(format!(
                "It can’t be read: {cause}. The texts are taken without it."
            )),
        },
        Ok(None) => told("It is missing. The texts are taken without it.".into()),
        Err(error) if error.kind == model::Kind::Unreadable => told(error.message),
        Err(error) => return Err(error),
    })
}

/// The texts of a bundle whose manifest names none.
fn unlisted(files: &Files) -> Vec<Told> {
    let hashes = files.all.iter().filter_map(|named| {
        let name = named.path.strip_prefix("revisions/")?;
        name.strip_suffix(".json")?.parse::<Hash>().ok()
    });
    let told = hashes.map(|revision| Told {
        revision,
        title: String::new(),
        approved: false,
        corrections: vec![],
    });
    told.collect()
}

/// Gives the comments of a bundle, as JSON lines: of its part `jsonl`, else those that its pages show.
///
/// # Errors
/// What `take` says; system errors.
pub(super) fn comments(
    files: &Files,
    take: &mut dyn FnMut(&mut dyn BufRead) -> Result<()>,
) -> Result<()> {
    const PATH: &str = "jsonl/comments.jsonl";
    if files.all.iter().any(|named| named.path == PATH) {
        return files.open_file(PATH, &mut |file| {
            take(&mut std::io::BufReader::with_capacity(1 << 16, file))
        });
    }
    let around: Surroundings = record(files, "surroundings.json", &mut vec![])?;
    let mut lines = vec![];
    for placed in around.articles {
        for mut comment in placed.comments {
            if let Some(fields) = comment.as_object_mut() {
                fields.insert("article".into(), placed.article.to_string().into());
                lines.extend_from_slice(comment.to_string().as_bytes());
                lines.push(b'\n');
            }
        }
    }
    take(&mut lines.as_slice())
}
