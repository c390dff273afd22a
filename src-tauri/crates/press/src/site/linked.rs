//! An article as linked data (JSON-LD, schema.org `NewsArticle`): what search engines and other readers of pages take from
//! it, its corrections among it.

use super::{head::Step, picture};
use model::{
    Result,
    article::{Byline, Content, CorrectionKind, web_address},
    bundle::{Placed, Surroundings},
    canonical,
};
use serde_json::{Map, Value, json};

/// The JSON of an article's page, which can stand in a `script` element as it is.
///
/// # Errors
/// As [`canonical`].
pub(crate) fn data(
    surroundings: &Surroundings,
    placed: &Placed,
    content: &Content,
) -> Result<String> {
    let base = &surroundings.base_url;
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        let empty = value.is_null() || value == json!("") || value == json!([]);
        if !empty {
            out.insert(name.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("NewsArticle"));
    put("headline", json!(content.title));
    put("alternativeHeadline", json!(content.search_title));
    put("description", json!(content.standfirst));
    put("articleSection", json!(content.section));
    put("inLanguage", json!(content.language));
    put("keywords", json!(content.tags));
    put(
        "datePublished",
        json!(placed.date.map(|date| date.to_string())),
    );
    put(
        "dateModified",
        json!(
            content
                .corrected()
                .max(placed.date)
                .map(|at| at.to_string())
        ),
    );
    put("author", content.bylines.iter().map(person).collect());
    put(
        "publisher",
        json!({"@type": "Organization", "name": surroundings.newsroom}),
    );
    if !base.is_empty() {
        put("url", json!(format!("{base}{}", content.path())));
        put(
            "mainEntityOfPage",
            json!(format!("{base}{}", content.path())),
        );
        let lead = content.lead_image.as_ref();
        let image = lead.and_then(|lead| picture::address(lead, surroundings));
        put(
            "image",
            json!(image.map(|path| vec![format!("{base}{path}")])),
        );
    }
    let corrections = content.corrections.iter().map(|one| {
        let kind = match one.kind {
            CorrectionKind::Correction => "Correction",
            CorrectionKind::Clarification => "Clarification",
        };
        json!({
            "@type": "CorrectionComment", "text": one.text, "datePublished": one.at.to_string(),
            "name": kind,
        })
    });
    put("correction", corrections.collect());
    script(&Value::Object(out))
}

/// The way from the front page to the page in `folder`, as a schema.org `BreadcrumbList`; nothing where it is not known where the
/// site is, or where there is no way to speak of.
///
/// # Errors
/// As [`canonical`].
pub(crate) fn trail(base: &str, folder: &str, trail: &[Step]) -> Result<Option<String>> {
    if base.is_empty() || trail.len() < 2 {
        return Ok(None);
    }
    let steps: Vec<Value> = trail
        .iter()
        .zip(1..)
        .map(|(step, position)| {
            let path = step.path.as_deref().unwrap_or(folder);
            json!({
                "@type": "ListItem", "position": position, "name": step.name, "item": format!("{base}{path}"),
            })
        })
        .collect();
    let list = json!({
        "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps,
    });
    script(&list).map(Some)
}

/// JSON that can stand in a `script` element.
fn script(value: &Value) -> Result<String> {
    // Canonical, since a map's own order is another one in another build.
    let text = String::from_utf8_lossy(&canonical(value)?).into_owned();
    // Nothing in it ends the element that it stands in, or begins a comment there.
    Ok(text
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026"))
}

fn person(byline: &Byline) -> Value {
    let links: Vec<&String> = byline
        .links
        .iter()
        .filter(|link| web_address(link))
        .collect();
    let mut person = json!({"@type": "Person", "name": byline.name});
    if !byline.role.is_empty() {
        person["jobTitle"] = json!(byline.role);
    }
    if !links.is_empty() {
        person["sameAs"] = json!(links);
    }
    person
}
