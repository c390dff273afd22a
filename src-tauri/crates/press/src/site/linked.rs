//! An article as linked data (JSON-LD, schema.org `NewsArticle`): what search engines and other readers of pages take from
//! it, its corrections among it. The fields stand in the order of their names.

use super::{head::Step, picture};
use model::{
    Error, Result,
    article::{Byline, Content, CorrectionKind, web_address},
    bundle::{Placed, Surroundings},
};
use serde::Serialize;

const SCHEMA: &str = "https://schema.org";

fn none(text: &str) -> bool {
    text.is_empty()
}

#[derive(Serialize)]
struct NewsArticle<'a> {
    #[serde(rename = "@context")]
    context: &'a str,
    #[serde(rename = "@type")]
    kind: &'a str,
    #[serde(rename = "alternativeHeadline", skip_serializing_if = "none")]
    search_title: &'a str,
    #[serde(rename = "articleSection", skip_serializing_if = "none")]
    section: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<Correction<'a>>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "none")]
    description: &'a str,
    #[serde(skip_serializing_if = "none")]
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<[String; 1]>,
    #[serde(rename = "inLanguage", skip_serializing_if = "none")]
    language: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    keywords: &'a [String],
    #[serde(rename = "mainEntityOfPage", skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    publisher: Organization<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    #[serde(rename = "jobTitle", skip_serializing_if = "none")]
    role: &'a str,
    name: &'a str,
    #[serde(rename = "sameAs", skip_serializing_if = "Vec::is_empty")]
    links: Vec<&'a str>,
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Correction<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    #[serde(rename = "datePublished")]
    at: String,
    name: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct BreadcrumbList<'a> {
    #[serde(rename = "@context")]
    context: &'a str,
    #[serde(rename = "@type")]
    kind: &'a str,
    #[serde(rename = "itemListElement")]
    steps: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'a str,
    item: String,
    name: &'a str,
    position: usize,
}

/// The JSON of an article's page, which can stand in a `script` element as it is.
///
/// # Errors
/// None that a person could meet.
pub(crate) fn data(
    surroundings: &Surroundings,
    placed: &Placed,
    content: &Content,
) -> Result<String> {
    let base = &surroundings.base_url;
    let url = (!base.is_empty()).then(|| format!("{base}{}", content.path()));
    let lead = content.lead_image.as_ref().filter(|_| url.is_some());
    let image = lead.and_then(|lead| picture::address(lead, surroundings));
    let modified = content.corrected().max(placed.date);
    let corrections = content.corrections.iter().map(|one| Correction {
        kind: "CorrectionComment",
        at: one.at.to_string(),
        name: match one.kind {
            CorrectionKind::Correction => "Correction",
            CorrectionKind::Clarification => "Clarification",
        },
        text: &one.text,
    });
    script(&NewsArticle {
        context: SCHEMA,
        kind: "NewsArticle",
        search_title: &content.search_title,
        section: &content.section,
        author: content.bylines.iter().map(person).collect(),
        correction: corrections.collect(),
        modified: modified.map(|at| at.to_string()),
        published: placed.date.map(|at| at.to_string()),
        description: &content.standfirst,
        headline: &content.title,
        image: image.map(|path| [format!("{base}{path}")]),
        language: &content.language,
        keywords: &content.tags,
        page: url.as_deref(),
        publisher: Organization {
            kind: "Organization",
            name: &surroundings.newsroom,
        },
        url: url.as_deref(),
    })
}

/// The way from the front page to the page in `folder`, as a schema.org `BreadcrumbList`; nothing where it is not known where the
/// site is, or where there is no way to speak of.
///
/// # Errors
/// None that a person could meet.
pub(crate) fn trail(base: &str, folder: &str, trail: &[Step]) -> Result<Option<String>> {
    if base.is_empty() || trail.len() < 2 {
        return Ok(None);
    }
    let steps = trail.iter().zip(1..).map(|(step, position)| ListItem {
        kind: "ListItem",
        item: format!("{base}{}", step.path.as_deref().unwrap_or(folder)),
        name: &step.name,
        position,
    });
    script(&BreadcrumbList {
        context: SCHEMA,
        kind: "BreadcrumbList",
        steps: steps.collect(),
    })
    .map(Some)
}

/// JSON that can stand in a `script` element.
fn script(value: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string(value).map_err(|cause| {
        Error::system("internal", format!("A page has no linked data: {cause}."))
    })?;
    // Nothing in it ends the element that it stands in, or begins a comment there.
    Ok(if text.contains(['<', '>', '&']) {
        text.replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026")
    } else {
        text
    })
}

fn person(byline: &Byline) -> Person<'_> {
    let links = byline.links.iter().filter(|link| web_address(link));
    Person {
        kind: "Person",
        role: &byline.role,
        name: &byline.name,
        links: links.map(String::as_str).collect(),
    }
}
