//! An article's page.

use super::{
    Page,
    author::{AuthorForm, author},
    form::{CommentForm, Dated, comments, dated},
    head::{PageForm, Step, home, site_form, up},
    index::{Site, Translation},
    linked,
    picture::{self, LeadForm},
    policed,
    words::handed,
};
use crate::{body::led, theme::Theme};
use markup::turned::closed;
use minijinja::{Value, value::Serde};
use model::{
    Result,
    article::Content,
    bundle::{Placed, Surroundings},
};
use serde::Serialize;

#[derive(Serialize)]
struct RelatedForm<'a> {
    title: &'a str,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct TagForm<'a> {
    name: &'a str,
    /// The folder of its page from the site's root.
    path: String,
}

#[derive(Serialize)]
struct CorrectionForm<'a> {
    kind: model::article::CorrectionKind,
    date: Dated,
    text: &'a str,
}

#[derive(Serialize)]
struct ArticleForm<'a> {
    id: String,
    /// The folder of its page from the site's root.
    path: String,
    title: &'a str,
    kicker: &'a str,
    standfirst: &'a str,
    section: &'a str,
    date: Option<Dated>,
    /// When it was corrected last.
    modified: Option<Dated>,
    bylines: Vec<AuthorForm<'a>>,
    tags: Vec<TagForm<'a>>,
    lead: Option<LeadForm<'a>>,
    body: String,
    corrections: Vec<CorrectionForm<'a>>,
    related: Vec<RelatedForm<'a>>,
    translations: &'a [Translation],
    comments: Vec<CommentForm>,
    /// Whether its page has a form for comments.
    open: bool,
    /// What the page says to search engines, as JSON-LD.
    data: String,
}

/// From an article's page to the site's root.
const ROOT: &str = "../../";

/// An article's page; `html` is the safe HTML of its text.
///
/// # Errors
/// `bad-theme`.
pub fn article(
    theme: &Theme,
    surroundings: &Surroundings,
    site: &Site,
    placed: &Placed,
    content: &Content,
    html: String,
) -> Result<Page> {
    let form = Value::from(Serde(site_form(theme, surroundings, site)));
    printed((theme, surroundings), (site, form), placed, content, html)
}

/// The same with what every template is handed of the site, made once for all pages.
pub(super) fn printed(
    (theme, surroundings): (&Theme, &Surroundings),
    (site, site_form): (&Site, Value),
    placed: &Placed,
    content: &Content,
    html: String,
) -> Result<Page> {
    let form = ArticleForm {
        id: content.article.to_string(),
        path: content.path(),
        title: &content.title,
        kicker: &content.kicker,
        standfirst: &content.standfirst,
        section: &content.section,
        date: placed
            .date
            .map(|date| dated(date, surroundings, &content.language)),
        modified: content
            .corrected()
            .map(|date| dated(date, surroundings, &content.language)),
        bylines: content
            .bylines
            .iter()
            .map(|byline| author(byline, ROOT, surroundings, &site.folders))
            .collect(),
        tags: tags(content, site),
        lead: picture::lead(content, ROOT, surroundings),
        body: picture::body(led(html, &surroundings.base_url, false), ROOT, surroundings),
        corrections: content
            .corrections
            .iter()
            .map(|correction| CorrectionForm {
                kind: correction.kind,
                date: dated(correction.at, surroundings, &content.language),
                text: &correction.text,
            })
            .collect(),
        related: site
            .related(placed, content)
            .map(|(other, path)| RelatedForm {
                title: &other.title,
                path,
            })
            .collect(),
        translations: site
            .translations
            .get(&content.article)
            .map_or(&[], Vec::as_slice),
        comments: comments(&placed.comments, surroundings, &content.language),
        open: !surroundings.comment_address.is_empty() && !placed.closed,
        data: linked::data(surroundings, placed, content)?,
    };
    let page = article_head(surroundings, content)?;
    let bytes = policed(
        theme,
        surroundings,
        "article.html",
        minijinja::context! {
            site => site_form,
            page => Value::from(Serde(&page)),
            article => Value::from(Serde(&form)),
            words => handed(&content.language),
        },
    )?;
    Ok(Page {
        path: format!("site/{}index.html", content.path()),
        bytes,
    })
}

fn tags<'a>(content: &'a Content, site: &Site) -> Vec<TagForm<'a>> {
    let form = |name: &'a String| TagForm {
        name,
        path: site.folders.of_tag(name),
    };
    content.tags.iter().map(form).collect()
}

/// What an article's page says of itself to programs: search engines, and sites that link to it.
fn article_head<'a>(surroundings: &'a Surroundings, content: &'a Content) -> Result<PageForm<'a>> {
    let folder = content.path();
    let mut trail = vec![home(&content.language)];
    if !content.section.is_empty() {
        let section = format!("{}/", model::article::folder(&content.section));
        trail.push(Step::to(&content.section, &section));
    }
    trail.push(Step::here(&content.title));
    let own =
        (!surroundings.base_url.is_empty()).then(|| format!("{}{folder}", surroundings.base_url));
    let title = if content.search_title.is_empty() {
        &content.title
    } else {
        &content.search_title
    };
    Ok(PageForm {
        title: format!("{} – {}", closed(title), surroundings.newsroom),
        heading: title,
        description: if content.search_description.is_empty() {
            &content.standfirst
        } else {
            &content.search_description
        },
        canonical: content.canonical.clone().or(own),
        base: &surroundings.base_url,
        image: content
            .lead_image
            .as_ref()
            .filter(|_| !surroundings.base_url.is_empty())
            .and_then(|lead| picture::address(lead, surroundings))
            .map(|path| format!("{}{path}", surroundings.base_url)),
        language: &content.language,
        direction: markup::direction(&content.language),
        root: up(&folder),
        feed: String::new(),
        data: linked::trail(&surroundings.base_url, &folder, &trail)?,
        trail,
    })
}
