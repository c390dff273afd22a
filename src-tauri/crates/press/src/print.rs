//! Pages from revisions: the one renderer, for the preview, the bundle and its verification alike.

use crate::{
    author::{AuthorForm, author},
    feed,
    form::{CommentForm, Dated, comments, dated, origin},
    linked,
    picture::{self, LeadForm},
    theme::Theme,
    words::words,
};
use minijinja::{Value, value::Serde};
use model::{
    ArticleId, Hash, Result, Time,
    article::{Content, slug},
    bundle::{BundleKind, Placed, Surroundings},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A page and its place in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From the bundle's root: `site/section/slug/index.html`.
    pub path: String,
    /// UTF-8.
    pub bytes: Vec<u8>,
}

/// Where contents come from, by hash.
pub type Contents<'a> = dyn Fn(Hash) -> Result<Content> + 'a;

/// What an article's page shows of the rest of the site.
#[derive(Debug, Clone, Default)]
pub struct Site {
    sections: Vec<SectionForm>,
    pages: BTreeMap<ArticleId, String>,
    translations: BTreeMap<ArticleId, Vec<Translation>>,
}

/// A page that is the same article in another language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Translation {
    /// BCP 47 tag.
    pub language: String,
    /// The folder of its page from the site's root: `section/slug/`.
    pub path: String,
    /// Its headline.
    pub title: String,
}

/// What lists and links need of every article: small records, so that an edition of any size fits into memory.
#[derive(Debug, Clone, Default)]
struct Index {
    site: Site,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Serialize)]
struct Entry {
    title: String,
    kicker: String,
    standfirst: String,
    path: String,
    section: String,
    section_name: String,
    language: String,
    direction: &'static str,
    date: Option<Dated>,
    /// When it was published or last corrected; what nobody dated is in no feed.
    #[serde(skip)]
    updated: Option<Time>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct SectionForm {
    name: String,
    slug: String,
}

#[derive(Serialize)]
struct SiteForm<'a> {
    newsroom: &'a str,
    proof: bool,
    comment_address: &'a str,
    /// Where forms may post to, as a content security policy names it.
    form_action: &'a str,
    sections: &'a [SectionForm],
}

#[derive(Serialize)]
struct PageForm<'a> {
    title: String,
    /// The title without the newsroom's name.
    heading: &'a str,
    description: &'a str,
    canonical: Option<String>,
    /// Where the site is, where that is known.
    base: &'a str,
    /// The whole address of a picture that other sites may show, where it is known.
    image: Option<String>,
    language: &'a str,
    direction: &'static str,
    root: &'static str,
}

#[derive(Serialize)]
struct RelatedForm<'a> {
    title: &'a str,
    path: Option<&'a str>,
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
    bylines: Vec<AuthorForm<'a>>,
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

impl Site {
    /// A site with sections of these names, and these articles' paths within it (`section/slug/`).
    #[must_use]
    pub fn new<'a>(
        sections: impl IntoIterator<Item = &'a str>,
        pages: impl IntoIterator<Item = (ArticleId, &'a str)>,
    ) -> Self {
        let mut sections: Vec<SectionForm> = sections.into_iter().map(section_of).collect();
        sections.sort_by(|a, b| a.slug.cmp(&b.slug).then(a.name.cmp(&b.name)));
        sections.dedup_by(|a, b| a.slug == b.slug);
        let pages = pages
            .into_iter()
            .map(|(article, path)| (article, format!("{path}index.html")))
            .collect();
        Self {
            sections,
            pages,
            translations: BTreeMap::new(),
        }
    }

    /// The same with the pages that are `article` in other languages, in the order of their languages.
    #[must_use]
    pub fn translated(mut self, article: ArticleId, mut pages: Vec<Translation>) -> Self {
        pages.sort();
        self.translations.insert(article, pages);
        self
    }
}

/// The groups of articles that are translations of one another: whoever names one belongs with it, and with whatever
/// that one belongs with. Only what prints counts.
fn together(named: &[(ArticleId, Vec<ArticleId>)]) -> Vec<BTreeSet<ArticleId>> {
    let known: BTreeSet<ArticleId> = named.iter().map(|(article, _)| *article).collect();
    let mut beside: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
    for (article, others) in named {
        for other in others.iter().filter(|other| known.contains(other)) {
            beside.entry(*article).or_default().push(*other);
            beside.entry(*other).or_default().push(*article);
        }
    }
    let mut groups = vec![];
    while let Some((first, others)) = beside.pop_first() {
        let (mut group, mut next) = (BTreeSet::from([first]), others);
        while let Some(article) = next.pop() {
            if group.insert(article) {
                next.extend(beside.remove(&article).into_iter().flatten());
            }
        }
        groups.push(group);
    }
    groups
}

impl Index {
    /// The records of every article in `surroundings`.
    fn of(surroundings: &Surroundings, contents: &Contents) -> Result<Self> {
        let (mut entries, mut named) = (vec![], vec![]);
        let (mut sections, mut pages) = (BTreeSet::new(), vec![]);
        for placed in &surroundings.articles {
            let content = contents(placed.revision)?;
            let section = section_of(&content.section);
            pages.push((placed.article, content.path()));
            named.push((placed.article, content.translations.clone()));
            entries.push(Entry {
                path: format!("{}index.html", content.path()),
                date: placed
                    .date
                    .map(|date| dated(date, surroundings, &content.language)),
                updated: content.corrected().max(placed.date),
                direction: markup::direction(&content.language),
                section: section.slug,
                section_name: section.name,
                title: content.title,
                kicker: content.kicker,
                standfirst: content.standfirst,
                language: content.language,
            });
            sections.insert(content.section);
        }
        let pages = pages
            .iter()
            .map(|(article, path)| (*article, path.as_str()));
        let mut site = Site::new(sections.iter().map(String::as_str), pages);
        let by_article: BTreeMap<ArticleId, &Entry> = named
            .iter()
            .map(|(article, _)| *article)
            .zip(&entries)
            .collect();
        for group in together(&named) {
            for article in &group {
                let others = group.iter().filter(|other| *other != article);
                let pages = others.filter_map(|other| {
                    let entry = by_article.get(other)?;
                    Some(Translation {
                        language: entry.language.clone(),
                        path: entry.path.trim_end_matches("index.html").to_owned(),
                        title: entry.title.clone(),
                    })
                });
                site = site.translated(*article, pages.collect());
            }
        }
        Ok(Self { site, entries })
    }

    /// What feeds can tell of: everything that has a date.
    fn items<'a>(&'a self, surroundings: &'a Surroundings) -> Vec<feed::Item<'a>> {
        let all = surroundings.articles.iter().zip(&self.entries);
        all.filter_map(|(placed, entry)| {
            Some(feed::Item {
                placed,
                section: &entry.section,
                updated: entry.updated?,
            })
        })
        .collect()
    }
}

fn section_of(name: &str) -> SectionForm {
    let name = if name.is_empty() { "News" } else { name };
    SectionForm {
        name: name.into(),
        slug: slug(name),
    }
}

fn site_form<'a>(surroundings: &'a Surroundings, site: &'a Site) -> SiteForm<'a> {
    SiteForm {
        newsroom: &surroundings.newsroom,
        proof: surroundings.kind == BundleKind::Proof,
        comment_address: &surroundings.comment_address,
        form_action: origin(&surroundings.comment_address),
        sections: &site.sections,
    }
}

/// From an article's page to the site's root.
const ROOT: &str = "../../";

/// An article's page.
///
/// # Errors
/// `bad-theme`.
pub fn article(
    theme: &Theme,
    surroundings: &Surroundings,
    site: &Site,
    placed: &Placed,
    content: &Content,
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
        bylines: content
            .bylines
            .iter()
            .map(|byline| author(byline, ROOT, surroundings))
            .collect(),
        lead: picture::lead(content, ROOT, surroundings),
        body: picture::body(&content.body, ROOT, surroundings),
        corrections: content
            .corrections
            .iter()
            .map(|correction| CorrectionForm {
                kind: correction.kind,
                date: dated(correction.at, surroundings, &content.language),
                text: &correction.text,
            })
            .collect(),
        related: content
            .related
            .iter()
            .chain(&placed.proposed)
            .map(|other| RelatedForm {
                title: &other.title,
                path: other
                    .article
                    .and_then(|article| site.pages.get(&article))
                    .map(String::as_str),
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
    let page = article_head(surroundings, content);
    let bytes = theme.render(
        "article.html",
        minijinja::context! {
            site => Value::from(Serde(site_form(surroundings, site))),
            page => Value::from(Serde(&page)),
            article => Value::from(Serde(&form)),
            words => Value::from(Serde(words(&content.language))),
        },
    )?;
    Ok(Page {
        path: format!("site/{}index.html", content.path()),
        bytes,
    })
}

/// What an article's page says of itself to programs: search engines, and sites that link to it.
fn article_head<'a>(surroundings: &'a Surroundings, content: &'a Content) -> PageForm<'a> {
    let own = (!surroundings.base_url.is_empty())
        .then(|| format!("{}{}", surroundings.base_url, content.path()));
    let title = if content.search_title.is_empty() {
        &content.title
    } else {
        &content.search_title
    };
    PageForm {
        title: format!("{title} – {}", surroundings.newsroom),
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
        root: ROOT,
    }
}

/// Every file under `site/`, one at a time into `sink`.
///
/// # Errors
/// `bad-theme`; what `contents` and `sink` return.
pub fn site(
    theme: &Theme,
    surroundings: &Surroundings,
    contents: &Contents,
    sink: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    let index = Index::of(surroundings, contents)?;
    for placed in &surroundings.articles {
        let page = article(
            theme,
            surroundings,
            &index.site,
            placed,
            &contents(placed.revision)?,
        )?;
        sink(&page.path, &page.bytes)?;
    }
    for section in &index.site.sections {
        let entries: Vec<&Entry> = index
            .entries
            .iter()
            .filter(|entry| entry.section == section.slug)
            .collect();
        let bytes = list(theme, surroundings, &index, Some(&section.name), &entries)?;
        sink(&format!("site/{}/index.html", section.slug), &bytes)?;
    }
    let items = index.items(surroundings);
    let sections = index.site.sections.iter();
    let sections = sections.map(|section| (section.name.as_str(), section.slug.as_str()));
    feed::feeds(theme, surroundings, contents, (sections, &items), sink)?;
    moved(theme, surroundings, &index, sink)?;
    withdrawn(theme, surroundings, sink)?;
    let entries: Vec<&Entry> = index.entries.iter().collect();
    sink(
        "site/index.html",
        &list(theme, surroundings, &index, None, &entries)?,
    )?;
    sink("site/style.css", theme.stylesheet())
}

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

/// A page at every place where one was before, that leads to where it is; and the same as `_redirects`, which hosts of
/// static sites read. Nothing where nothing moved.
fn moved(
    theme: &Theme,
    surroundings: &Surroundings,
    index: &Index,
    sink: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
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
            let bytes = theme.render(
                "moved.html",
                minijinja::context! {
                    page => Value::from(Serde(&form)),
                    words => Value::from(Serde(words(&entry.language))),
                },
            )?;
            sink(&format!("site/{old}index.html"), &bytes)?;
            rules.push_str(&format!("{root}{old} {root}{path} 301\n"));
        }
    }
    if rules.is_empty() {
        return Ok(());
    }
    sink("site/_redirects", rules.as_bytes())
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
fn withdrawn(
    theme: &Theme,
    surroundings: &Surroundings,
    sink: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    surroundings.withdrawn.iter().try_for_each(|gone| {
        let form = WithdrawnForm {
            title: &gone.title,
            language: &gone.language,
            direction: markup::direction(&gone.language),
            root: "../".repeat(gone.path.matches('/').count()),
            date: dated(gone.at, surroundings, &gone.language),
        };
        let bytes = theme.render(
            "withdrawn.html",
            minijinja::context! {
                page => Value::from(Serde(&form)),
                newsroom => &surroundings.newsroom,
                words => Value::from(Serde(words(&gone.language))),
            },
        )?;
        sink(&format!("site/{}index.html", gone.path), &bytes)
    })
}

/// What follows the host in an address on the web, without the slash before it.
fn after_host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

/// The front page, or the page of the section with this name; a section that nothing is in prints an empty list.
///
/// # Errors
/// `bad-theme`; what `contents` returns.
pub fn front(
    theme: &Theme,
    surroundings: &Surroundings,
    contents: &Contents,
    section: Option<&str>,
) -> Result<Page> {
    let index = Index::of(surroundings, contents)?;
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
        bytes: list(theme, surroundings, &index, heading, &entries)?,
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
