//! What lists and links need of every article: small records, so that an edition of any size fits into memory.

use super::{entry::Entry, form::dated, groups::Groups, head::site_form, places::Folders};
use crate::{
    key::Common,
    print::{Print, each},
};
use minijinja::{Value, value::Serde};
use model::{
    ArticleId, Hash, Result,
    article::{Content, Related, slug},
    bundle::{Placed, Surroundings},
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, OnceLock},
};

/// What an article's page shows of the rest of the site.
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub(crate) sections: Vec<SectionForm>,
    pub(super) pages: BTreeMap<ArticleId, String>,
    pub(crate) translations: BTreeMap<ArticleId, Vec<Translation>>,
    pub(super) folders: Folders,
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
#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub(crate) site: Site,
    /// What every template is handed of the site.
    pub(super) form: Value,
    /// In the edition's order.
    pub(crate) entries: Vec<Arc<Entry>>,
    /// The same by tag, by author and by month.
    pub(super) groups: Groups,
    /// What each shows of others, in the same order.
    shown: Vec<Shown>,
    places: HashMap<ArticleId, usize>,
    pub(super) common: Common,
}

/// What an article shows besides its own words: others, and assets.
#[derive(Debug, Clone)]
struct Shown {
    related: Vec<ArticleId>,
    assets: Vec<Hash>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SectionForm {
    pub(crate) name: String,
    pub(crate) slug: String,
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
            folders: Folders::beside(&sections),
            sections,
            pages,
            translations: BTreeMap::new(),
        }
    }

    /// The folders of the site's own pages that have another name, since a section has theirs: the section's name, the folder that
    /// it has, and the one that those pages have.
    #[must_use]
    pub fn aside(&self) -> Vec<(&str, &str, &str)> {
        let aside = self.folders.aside().into_iter();
        aside
            .filter_map(|(wanted, is)| {
                let mut sections = self.sections.iter();
                let section = sections.find(|section| section.slug == wanted)?;
                Some((section.name.as_str(), wanted, is))
            })
            .collect()
    }

    /// Where the page of an article is from the site's root, where it has one.
    pub(crate) fn page(&self, article: ArticleId) -> Option<&str> {
        self.pages.get(&article).map(String::as_str)
    }

    /// What an article names as related, chosen and proposed, with the page of each that is one of ours. One of ours that has no page here,
    /// since it is not out, is not among them: not even its headline may be read.
    pub(crate) fn related<'a>(
        &'a self,
        placed: &'a Placed,
        content: &'a Content,
    ) -> impl Iterator<Item = (&'a Related, Option<&'a str>)> {
        let all = content.related.iter().chain(&placed.proposed);
        all.filter_map(move |other| match other.article {
            Some(article) if article == content.article => None,
            Some(article) => Some((other, Some(self.page(article)?))),
            None => Some((other, None)),
        })
    }

    /// The same with the pages that are `article` in other languages, in the order of their languages.
    #[must_use]
    pub fn translated(mut self, article: ArticleId, mut pages: Vec<Translation>) -> Self {
        pages.sort();
        self.translations.insert(article, pages);
        self
    }
}

/// An article's record, what it shows of others, its section's name, and what it names as its translations.
type Of = (Entry, Shown, String, Vec<ArticleId>);

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
    pub(crate) fn of(from: &Print) -> Result<Self> {
        let all = &from.surroundings.articles;
        let read: Vec<OnceLock<Of>> = all.iter().map(|_| OnceLock::new()).collect();
        each(all, &|at, placed| {
            let content = from.heads.unwrap_or(from.contents)(placed.revision)?;
            if let Some(place) = read.get(at) {
                // Each place is written once.
                let _ = place.set(entry(from.surroundings, placed, content)?);
            }
            Ok(())
        })?;
        let (mut entries, mut shown, mut named) = (vec![], vec![], vec![]);
        let (mut sections, mut pages) = (BTreeSet::new(), vec![]);
        for (placed, (entry, shows, section, translations)) in all
            .iter()
            .zip(read.into_iter().filter_map(OnceLock::into_inner))
        {
            pages.push((
                placed.article,
                entry.path.trim_end_matches("index.html").to_owned(),
            ));
            named.push((placed.article, translations));
            entries.push(Arc::new(entry));
            shown.push(shows);
            sections.insert(section);
        }
        let pages = pages
            .iter()
            .map(|(article, path)| (*article, path.as_str()));
        let mut site = Site::new(sections.iter().map(String::as_str), pages);
        let by_article: HashMap<ArticleId, &Arc<Entry>> = named
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
                        language: entry.language.to_string(),
                        path: entry.path.trim_end_matches("index.html").to_owned(),
                        title: entry.title.to_string(),
                    })
                });
                site = site.translated(*article, pages.collect());
            }
        }
        let groups = Groups::of(&entries, &site.folders, from.surroundings);
        let places = all.iter().enumerate();
        Ok(Self {
            common: Common::of(from, &("site", &site.sections))?,
            form: Value::from(Serde(site_form(from.theme, from.surroundings, &site))),
            places: places.map(|(at, placed)| (placed.article, at)).collect(),
            site,
            entries,
            groups,
            shown,
        })
    }

    /// The record of the article at this place of the edition, and the key of its page: all that the page is printed from.
    ///
    /// # Errors
    /// What can't be written as JSON.
    pub(super) fn key(
        &self,
        from: &Print,
        at: usize,
        placed: &Placed,
    ) -> Result<Option<(&Entry, Hash)>> {
        let (Some(entry), Some(shown)) = (self.entries.get(at), self.shown.get(at)) else {
            return Ok(None);
        };
        let of = |article: &ArticleId| Some(self.entries.get(*self.places.get(article)?)?.shown);
        let proposed = placed.proposed.iter();
        let proposed = proposed.filter_map(|other| other.article);
        let related = shown.related.iter().copied().chain(proposed);
        let related: Vec<_> = related.map(|other| (other, of(&other))).collect();
        let translations = self.site.translations.get(&placed.article);
        let assets = shown.assets.iter();
        let assets: Vec<_> = assets.map(|hash| from.surroundings.asset(*hash)).collect();
        let own = (
            "article",
            placed,
            entry.shown,
            related,
            translations,
            assets,
        );
        Ok(Some((entry, self.common.key(&own)?)))
    }
}

/// The record of an article, what it shows of others, its section's name, and what it names as its translations.
fn entry(surroundings: &Surroundings, placed: &Placed, content: Content) -> Result<Of> {
    let shown = Shown {
        related: content
            .related
            .iter()
            .filter_map(|other| other.article)
            .collect(),
        assets: content.every_asset().collect(),
    };
    let section = section_of(&content.section);
    let date = placed
        .date
        .map(|date| dated(date, surroundings, &content.language));
    let names: Vec<&str> = content
        .bylines
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let entry = Entry {
        path: format!("{}index.html", content.path()).into(),
        date: Value::UNDEFINED,
        updated: content.corrected().max(placed.date),
        direction: markup::direction(&content.language),
        section: section.slug.into(),
        section_name: section.name.into(),
        title: content.title.as_str().into(),
        kicker: content.kicker.as_str().into(),
        standfirst: content.standfirst.as_str().into(),
        language: content.language.as_str().into(),
        bylines: Value::UNDEFINED,
        tags: content.tags.clone(),
        lead: content.lead_image.clone(),
        at: placed.date,
        shown: Hash::of(b""),
    };
    let entry = entry.settled(date.as_ref(), &names)?;
    Ok((entry, shown, content.section, content.translations))
}

fn section_of(name: &str) -> SectionForm {
    let name = if name.is_empty() { "News" } else { name };
    SectionForm {
        name: name.into(),
        slug: slug(name),
    }
}
