//! A folder that Hugo builds: a folder for each article, with its Markdown, its front matter, and its pictures beside.

use crate::{
    body,
    names::safe,
    print::{Job, Print, Sink},
    site::{Index, words},
    xml::{held, line},
};
use model::{
    Hash, Result,
    article::{Byline, Content, folder},
    asset::Asset,
    bundle::{BundleKind, Placed, Surroundings},
    canonical,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt::Write as _,
    sync::Arc,
};

/// What stands in the folder whatever the edition: plain layouts, to be replaced with a theme.
const LAYOUTS: [(&str, &str); 4] = [
    ("404.html", include_str!("../hugo/404.html")),
    ("_default/baseof.html", include_str!("../hugo/baseof.html")),
    ("_default/list.html", include_str!("../hugo/list.html")),
    ("_default/single.html", include_str!("../hugo/single.html")),
];

/// The folders of all articles' pages, `section/slug/`.
type Pages<'a> = Arc<HashSet<&'a str>>;

/// The files under `markdown/`.
pub(crate) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job> = vec![Box::new(move |sink| frame(from, index, sink))];
    let entries = index.entries.iter();
    let pages: Pages = Arc::new(
        entries
            .map(|entry| entry.path.trim_end_matches("index.html"))
            .collect(),
    );
    for placed in &from.surroundings.articles {
        let pages = Arc::clone(&pages);
        jobs.push(Box::new(move |sink| {
            article(from, index, &pages, placed, sink)
        }));
    }
    jobs
}

/// Everything that is no article.
fn frame(from: &Print, index: &Index, sink: &dyn Sink) -> Result<()> {
    let around = from.surroundings;
    for (name, text) in LAYOUTS {
        sink.put(&format!("markdown/layouts/{name}"), text.as_bytes())?;
    }
    sink.put("markdown/hugo.toml", config(around)?.as_bytes())?;
    let mut front = Front::default();
    front.put("title", &json!(line(&around.newsroom)))?;
    sink.put("markdown/content/_index.md", front.done("").as_bytes())?;
    for section in &index.site.sections {
        let mut front = Front::default();
        front.put("title", &json!(line(&section.name)))?;
        if safe(&section.slug) != section.slug {
            front.put("url", &json!(format!("/{}/", section.slug)))?;
        }
        let path = format!("markdown/content/{}/_index.md", safe(&section.slug));
        sink.put(&path, front.done("").as_bytes())?;
    }
    Ok(())
}

fn config(around: &Surroundings) -> Result<String> {
    let words = words(&around.language);
    let proof = (around.kind == BundleKind::Proof).then_some(words.proof);
    let text = |text: &str| -> Result<String> {
        // A JSON string is a basic string of TOML.
        Ok(String::from_utf8_lossy(&canonical(&line(text))?).into_owned())
    };
    let base = if around.base_url.is_empty() {
        "/"
    } else {
        &around.base_url
    };
    Ok(format!(
        "# What Hugo builds this folder with. Articles are in content/, a folder each, their pictures beside.\n\
         # Hugo leaves files where it builds, which are no part of the bundle: copy this folder first, and build the copy.\n\
         baseURL = {}\ntitle = {}\nlanguageCode = {}\nbuildFuture = true\nenableRobotsTXT = true\n\n\
         [params]\nproof = {}\n\n\
         # The texts are Markdown as CommonMark has it, with tables, footnotes and struck words. The few HTML elements in\n\
         # them are plain marks without attributes, such as <sub>.\n\
         [markup.goldmark.renderer]\nunsafe = true\n\n\
         [markup.goldmark.parser.attribute]\ntitle = false\n\n\
         [markup.goldmark.extensions]\ndefinitionList = false\nlinkify = false\ntaskList = false\ntypographer = false\n",
        text(base)?,
        text(&around.newsroom)?,
        text(&around.language)?,
        text(proof.unwrap_or_default())?,
    ))
}

/// Front matter in YAML, of which JSON is a part.
#[derive(Default)]
struct Front(String);

impl Front {
    /// A field, where there is something in it.
    fn put(&mut self, name: &str, value: &Value) -> Result<()> {
        let empty = value.is_null() || *value == json!("") || *value == json!([]);
        if !empty {
            let value = canonical(value)?;
            let _ = writeln!(self.0, "{name}: {}", String::from_utf8_lossy(&value));
        }
        Ok(())
    }

    /// The whole file.
    fn done(self, body: &str) -> String {
        format!("---\n{}---\n\n{body}", self.0)
    }
}

/// Where an article's folder is, from `markdown/content/`.
fn place(content: &Content) -> String {
    format!(
        "{}/{}",
        safe(&folder(&content.section)),
        safe(&content.slug)
    )
}

fn file(asset: &Asset) -> String {
    let (hash, media) = body::shown(asset);
    format!("{hash}.{}", media.extension())
}

/// Most bytes of a tag: Hugo makes a folder of it, and no name of one may be longer than 255.
const TAG: usize = 200;

/// A tag that Hugo can make a folder of: with `/` as a folder in a folder, and none that leads out.
fn filed(tag: &str) -> String {
    let leads = |part: &&str| part.chars().any(|c| c != '.' && !c.is_whitespace());
    let kept = if tag.contains('/') {
        tag.split('/').filter(leads).collect::<Vec<_>>().join("/")
    } else {
        tag.to_owned()
    };
    let end = (0..=TAG.min(kept.len()))
        .rev()
        .find(|at| kept.is_char_boundary(*at));
    kept.get(..end.unwrap_or_default())
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

fn article(
    from: &Print,
    index: &Index,
    pages: &Pages,
    placed: &Placed,
    sink: &dyn Sink,
) -> Result<()> {
    let around = from.surroundings;
    let content = (from.contents)(placed.revision)?;
    let place = format!("markdown/content/{}", place(&content));
    let front = front(around, index, placed, &content)?;
    let body = text(around, pages, &content);
    sink.put(&format!("{place}/index.md"), front.done(&body).as_bytes())?;
    let mut beside: BTreeMap<String, Hash> = BTreeMap::new();
    for asset in content.every_asset().filter_map(|hash| around.asset(hash)) {
        beside.insert(file(asset), body::shown(asset).0);
    }
    for (name, hash) in beside {
        sink.put(&format!("{place}/{name}"), &(from.assets)(hash)?)?;
    }
    Ok(())
}

fn front(
    around: &Surroundings,
    index: &Index,
    placed: &Placed,
    content: &Content,
) -> Result<Front> {
    let mut front = Front::default();
    let path = content.path();
    let own = [safe(&folder(&content.section)), safe(&content.slug)];
    front.put("title", &json!(title(content)))?;
    front.put("date", &json!(placed.date.map(|at| at.to_string())))?;
    let updated = body::updated(content, placed.date);
    front.put("lastmod", &json!(updated.map(|at| at.to_string())))?;
    front.put("slug", &json!(content.slug))?;
    if format!("{}/", own.join("/")) != path {
        front.put("url", &json!(format!("/{path}")))?;
    }
    let description = if content.search_description.is_empty() {
        &content.standfirst
    } else {
        &content.search_description
    };
    front.put("description", &json!(line(description)))?;
    front.put("kicker", &json!(line(&content.kicker)))?;
    front.put("standfirst", &json!(line(&content.standfirst)))?;
    front.put("section", &json!(line(&content.section)))?;
    let mut seen = BTreeSet::new();
    let tags = content.tags.iter().map(|tag| filed(&line(tag)));
    let tags: Vec<String> = tags
        .filter(|tag| tag.chars().any(char::is_alphanumeric) && seen.insert(tag.to_lowercase()))
        .collect();
    front.put("tags", &json!(tags))?;
    let names: Vec<String> = content.bylines.iter().map(|one| line(&one.name)).collect();
    front.put("authors", &json!(names))?;
    let bylines: Vec<Value> = content
        .bylines
        .iter()
        .map(|one| byline(around, one))
        .collect();
    front.put("bylines", &json!(bylines))?;
    front.put("language", &json!(content.language))?;
    front.put("direction", &json!(markup::direction(&content.language)))?;
    let aliases = placed.moved_from.iter().map(|old| json!(format!("/{old}")));
    front.put("aliases", &aliases.collect())?;
    if let Some((lead, asset)) = body::lead(content, around) {
        front.put("images", &json!([file(asset)]))?;
        let lead = json!({
            "file": file(asset),
            "alt": line(&lead.alt),
            "caption": line(&lead.caption),
            "credit": line(&lead.credit),
        });
        front.put("lead", &lead)?;
    }
    let corrections = content.corrections.iter().map(|one| {
        let (kind, day, text) = body::correction(one, around, &content.language);
        json!({"at": one.at.to_string(), "kind": kind, "day": day, "text": line(&text)})
    });
    front.put("corrections", &corrections.collect())?;
    front.put("related", &related(index, placed, content))?;
    let others = index.site.translations.get(&content.article);
    let translations = others.into_iter().flatten().map(|other| {
        json!({"language": other.language, "path": format!("/{}", other.path), "title": line(&other.title)})
    });
    front.put("translations", &translations.collect())?;
    front.put("canonical", &json!(content.canonical))?;
    front.put("article", &json!(content.article))?;
    front.put("revision", &json!(placed.revision))?;
    if around.kind == BundleKind::Proof {
        front.put("proof", &json!(true))?;
    }
    Ok(front)
}

/// Hugo takes an article without a title for something else.
fn title(content: &Content) -> String {
    let title = line(&content.title);
    if title.is_empty() {
        content.slug.clone()
    } else {
        title
    }
}

fn byline(around: &Surroundings, byline: &Byline) -> Value {
    let picture = byline.picture.and_then(|hash| around.asset(hash));
    let lines = |all: &[String]| -> Vec<String> { all.iter().map(|one| line(one)).collect() };
    json!({
        "name": line(&byline.name),
        "role": line(&byline.role),
        "publications": lines(&byline.publications),
        "about": line(&byline.about),
        "links": byline.links.iter().filter(|link| model::article::web_address(link)).collect::<Vec<_>>(),
        "picture": picture.map(file),
    })
}

fn related(index: &Index, placed: &Placed, content: &Content) -> Value {
    let all = index.site.related(placed, content);
    all.map(|(other, path)| {
        json!({
            "title": line(&other.title),
            "path": path.map(|path| format!("/{}", path.trim_end_matches("index.html"))),
        })
    })
    .collect()
}

/// The text, its pictures beside it, links between articles as they are from page to page.
fn text(around: &Surroundings, pages: &Pages, content: &Content) -> String {
    let text = markup::portable(&content.body, &mut |address, picture| {
        if let Some(hash) = address.strip_prefix("asset:") {
            let asset = around.asset(hash.parse().ok()?)?;
            return (!picture || asset.media.is_picture()).then(|| file(asset));
        }
        if let Some(rest) = address.strip_prefix(around.base_url.as_str())
            && !around.base_url.is_empty()
            && let end = rest.find(['#', '?']).unwrap_or(rest.len())
            && pages.contains(&rest[..end])
        {
            return Some(format!("../../{rest}"));
        }
        harmless(address).then(|| address.to_owned())
    });
    let mut text = held(&markup::no_shortcodes(&text)).into_owned();
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\n');
    text
}

/// Whether an address leads to a page or a mailbox and nowhere else.
fn harmless(address: &str) -> bool {
    if address.contains(char::is_control) {
        return false;
    }
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    match address.get(..end).and_then(|start| start.split_once(':')) {
        Some((scheme, _)) => {
            let known = ["http", "https", "mailto", "tel"];
            known.contains(&scheme.trim().to_ascii_lowercase().as_str())
        }
        None => true,
    }
}
