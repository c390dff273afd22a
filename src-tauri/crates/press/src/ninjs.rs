//! ninjs 3.1 (IPTC's news in JSON): a file for each article, for agencies and other newsrooms.

use crate::{
    body,
    print::{Job, Print},
    site::{Index, words},
    xml::{held, line},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    Hash, Result,
    article::{Content, web_address},
    asset::{Asset, Media},
    bundle::{BundleKind, Placed, Surroundings},
    canonical,
};
use serde_json::{Map, Value, json};

/// The schema that a file keeps to.
const SCHEMA: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json";

/// The files under `ninjs/`.
pub(crate) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    let articles = from.surroundings.articles.iter();
    articles
        .map(|placed| -> Job {
            Box::new(move |sink| {
                let content = (from.contents)(placed.revision)?;
                let path = format!("ninjs/{}.json", placed.article);
                let html = (from.html)(placed.revision, &content.body)?;
                sink.put(
                    &path,
                    &item((from.surroundings, index), placed, &content, html)?,
                )
            })
        })
        .collect()
}

/// An object without what is empty.
fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let empty = |value: &Value| value.is_null() || *value == json!("") || *value == json!([]);
    let kept = fields.into_iter().filter(|(_, value)| !empty(value));
    Value::Object(
        kept.map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}

/// A text with its role, where there is one.
fn text(role: &str, text: &str) -> Option<Value> {
    let text = line(text);
    (!text.is_empty()).then(|| json!({"role": role, "contentType": "text/plain", "value": text}))
}

/// An article as a news item.
fn item(
    (around, index): (&Surroundings, &Index),
    placed: &Placed,
    content: &Content,
    html: String,
) -> Result<Vec<u8>> {
    let updated = body::updated(content, placed.date);
    let names: Vec<String> = content.bylines.iter().map(|one| line(&one.name)).collect();
    let item = object([
        (
            "standard",
            json!({"name": "ninjs", "version": "3.1", "schema": SCHEMA}),
        ),
        ("uri", json!(format!("urn:uuid:{}", placed.article))),
        ("type", json!("text")),
        ("representationType", json!("full")),
        ("version", json!(placed.revision.to_string())),
        ("firstCreated", json!(placed.date.map(|at| at.to_string()))),
        ("versionCreated", json!(updated.map(|at| at.to_string()))),
        (
            "pubStatus",
            json!(match around.kind {
                BundleKind::Release => "usable",
                BundleKind::Proof => "withheld",
            }),
        ),
        ("language", json!(content.language)),
        ("title", json!(line(&content.title))),
        ("slugline", json!(content.slug)),
        ("by", json!(names.join(", "))),
        (
            "headlines",
            [
                text("main", &content.title),
                text("kicker", &content.kicker),
                text("search", &content.search_title),
            ]
            .into_iter()
            .flatten()
            .collect(),
        ),
        (
            "descriptions",
            [
                text("summary", &content.standfirst),
                text("search", &content.search_description),
            ]
            .into_iter()
            .flatten()
            .collect(),
        ),
        ("bodies", bodies(around, content, html)),
        ("people", people(content)),
        ("subjects", subjects(content)),
        (
            "infoSources",
            json!([{"name": line(&around.newsroom), "role": "publisher"}]),
        ),
        ("edNote", json!(corrections(around, content))),
        (
            "altIds",
            [
                Some(json!({"role": "revision", "value": placed.revision.to_string()})),
                body::address(around, content).map(|at| json!({"role": "page", "value": at})),
                content
                    .canonical
                    .as_ref()
                    .map(|at| json!({"role": "canonical", "value": at})),
            ]
            .into_iter()
            .flatten()
            .collect(),
        ),
        (
            "associations",
            associations((around, index), placed, content),
        ),
    ]);
    canonical(&item)
}

fn bodies(around: &Surroundings, content: &Content, html: String) -> Value {
    let html = body::html(html, around, &mut |asset| {
        body::on_site(around, body::shown(asset))
    });
    let plain = markup::plain(&content.body);
    let words = markup::words(&plain);
    let body = |kind: &str, text: &str| {
        let text = held(text);
        json!({
            "role": "main",
            "contentType": kind,
            "charCount": text.chars().count(),
            "wordCount": words,
            "value": text,
        })
    };
    json!([body("text/html", &html), body("text/plain", &plain)])
}

fn people(content: &Content) -> Value {
    let people = content.bylines.iter().map(|byline| {
        let links = byline.links.iter().filter(|link| web_address(link));
        object([
            ("name", json!(line(&byline.name))),
            ("rel", json!("author")),
            (
                "contactInfo",
                links
                    .map(|link| json!({"type": "web", "value": link}))
                    .collect(),
            ),
        ])
    });
    people.collect()
}

fn subjects(content: &Content) -> Value {
    let named = |rel: &'static str| {
        move |name: &String| {
            let name = line(name);
            (!name.is_empty()).then(|| json!({"name": name, "rel": rel}))
        }
    };
    let section = named("section")(&content.section);
    let tags = content.tags.iter().filter_map(named("keyword"));
    section.into_iter().chain(tags).collect()
}

/// What was wrong, a line each.
fn corrections(around: &Surroundings, content: &Content) -> String {
    let lines = content.corrections.iter().map(|one| {
        let (kind, day, text) = body::correction(one, around, &content.language);
        format!("{kind}, {day}: {}", line(&text))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The pictures and files that it shows, and the articles that belong with it.
fn associations(
    (around, index): (&Surroundings, &Index),
    placed: &Placed,
    content: &Content,
) -> Value {
    let lead = body::lead(content, around);
    let mut all: Vec<Value> = lead
        .map(|(lead, asset)| {
            let caption = text("caption", &lead.caption);
            let alt = text("alternative", &lead.alt);
            media(
                around,
                asset,
                "lead",
                [
                    ("by", json!(line(&lead.credit))),
                    ("descriptions", caption.into_iter().chain(alt).collect()),
                ],
            )
        })
        .into_iter()
        .collect();
    let shown = content.assets.iter().filter_map(|hash| around.asset(*hash));
    all.extend(shown.map(|asset| media(around, asset, "body", [])));
    let others = index.site.related(placed, content);
    all.extend(others.filter_map(|(other, _)| {
        let article = other.article?;
        let headline = text("main", &other.title);
        Some(object([
            ("name", json!(words(&content.language).related)),
            ("rel", json!("related")),
            ("uri", json!(format!("urn:uuid:{article}"))),
            ("headlines", headline.into_iter().collect()),
        ]))
    }));
    let translations = content.translations.iter();
    let translations = translations.filter(|article| index.site.page(**article).is_some());
    let translations = translations.map(|article| {
        json!({
            "name": words(&content.language).translations,
            "rel": "translation",
            "uri": format!("urn:uuid:{article}"),
        })
    });
    all.extend(translations);
    Value::Array(all)
}

/// A file by its very bytes (RFC 6920), with where the site has it in each width.
fn media<const N: usize>(
    around: &Surroundings,
    asset: &Asset,
    rel: &str,
    more: [(&'static str, Value); N],
) -> Value {
    let kind = match asset.media {
        Media::Svg => "graphic",
        Media::Pdf => "component",
        _ => "picture",
    };
    let renditions = asset.files().map(|(hash, media)| {
        let variant = asset.variants.iter().find(|one| one.hash == hash);
        let (width, height) =
            variant.map_or((asset.width, asset.height), |it| (it.width, it.height));
        let number = |n: u32| if n > 0 { json!(n) } else { Value::Null };
        object([
            (
                "name",
                json!(if variant.is_some() {
                    format!("{width}w")
                } else {
                    "original".into()
                }),
            ),
            ("href", json!(body::on_site(around, (hash, media)))),
            ("contentType", json!(media.name())),
            ("width", number(width)),
            ("height", number(height)),
            (
                "sizeInBytes",
                if variant.is_none() {
                    json!(asset.size)
                } else {
                    Value::Null
                },
            ),
        ])
    });
    object(
        [
            ("name", json!(rel)),
            ("rel", json!(rel)),
            ("uri", json!(named(asset.hash))),
            ("type", json!(kind)),
            ("renditions", renditions.collect()),
        ]
        .into_iter()
        .chain(more),
    )
}

/// The address of bytes, wherever they are.
fn named(hash: Hash) -> String {
    format!("ni:///sha-256;{}", URL_SAFE_NO_PAD.encode(hash.0))
}
