//! Pages that list articles: the front page and the sections.

use super::{
    Page,
    head::{PageForm, site_form},
    index::{Entry, Index, SectionForm},
    words::words,
};
use crate::{
    print::{Job, Print},
    theme::Theme,
};
use minijinja::{Value, value::Serde};
use model::{Result, article::slug, bundle::Surroundings};

/// The front page and one of each section.
pub(super) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    let print = move |section: Option<&SectionForm>| {
        let entries = index.entries.iter();
        let entries: Vec<&Entry> = entries
            .filter(|entry| section.is_none_or(|section| entry.section == section.slug))
            .collect();
        let heading = section.map(|section| section.name.as_str());
        list(from.theme, from.surroundings, index, heading, &entries)
    };
    let front: Job = Box::new(move |sink| sink.put("site/index.html", &print(None)?));
    let sections = index.site.sections.iter().map(move |section| -> Job {
        Box::new(move |sink| {
            let bytes = print(Some(section))?;
            sink.put(&format!("site/{}/index.html", section.slug), &bytes)
        })
    });
    [front].into_iter().chain(sections).collect()
}

/// The front page, or the page of the section with this name; a section that nothing is in prints an empty list.
///
/// # Errors
/// `bad-theme`; what `contents` returns.
pub fn front(from: &Print, section: Option<&str>) -> Result<Page> {
    let index = Index::of(from)?;
    let slug = section.map(|name| {
        if name.is_empty() {
            "news".into()
        } else {
            slug(name)
        }
    });
    let found = index
        .site
        .sections
        .iter()
        .find(|known| Some(&known.slug) == slug.as_ref());
    let entries: Vec<&Entry> = index
        .entries
        .iter()
        .filter(|entry| slug.as_ref().is_none_or(|slug| entry.section == *slug))
        .collect();
    let heading = found.map(|section| section.name.as_str()).or(section);
    Ok(Page {
        path: slug.as_ref().map_or_else(
            || "site/index.html".to_owned(),
            |slug| format!("site/{slug}/index.html"),
        ),
        bytes: list(from.theme, from.surroundings, &index, heading, &entries)?,
    })
}

fn list(
    theme: &Theme,
    surroundings: &Surroundings,
    index: &Index,
    heading: Option<&str>,
    entries: &[&Entry],
) -> Result<Vec<u8>> {
    let page = PageForm {
        title: heading.map_or_else(
            || surroundings.newsroom.clone(),
            |heading| format!("{heading} – {}", surroundings.newsroom),
        ),
        heading: heading.unwrap_or(&surroundings.newsroom),
        description: "",
        canonical: None,
        base: &surroundings.base_url,
        image: None,
        language: &surroundings.language,
        direction: markup::direction(&surroundings.language),
        root: if heading.is_some() { "../" } else { "" },
    };
    theme.render(
        "list.html",
        minijinja::context! {
            site => Value::from(Serde(site_form(surroundings, &index.site))),
            page => Value::from(Serde(&page)),
            heading => heading,
            articles => Value::from(Serde(entries)),
            words => Value::from(Serde(words(&surroundings.language))),
        },
    )
}
