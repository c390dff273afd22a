//! Pages that list articles: the front page, and one of each section, tag, author and month, each in as many pages as it
//! takes.

use super::{
    Page,
    author::{AuthorForm, author},
    dates,
    entry::Listed,
    head::{PageForm, Step, home, up},
    index::Index,
    picture, policed,
    words::{handed, words},
};
use crate::print::{Job, Print};
use minijinja::{Value, value::Serde};
use model::{
    Hash, Result,
    article::{Byline, folder},
};
use serde::Serialize;
use std::sync::Arc;

/// Articles on one page.
const PAGE: usize = 25;
/// How many of a front page's first articles are listed with their picture, which costs it more than their words.
const PICTURED: usize = 7;
/// Among how many of an author's newest articles one is looked for that says who they are.
const ASKED: usize = 5;

/// What a page lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Front,
    Section,
    Tag,
    Author,
    Month,
}

/// A list of articles, in as many pages as it takes.
pub(super) struct List {
    kind: Kind,
    /// Of its first page, from the site's root.
    pub(super) folder: String,
    /// Below which its other pages are, by their number.
    paged: String,
    /// What it is called; the front page is not.
    name: Option<String>,
    /// The steps between the front page and it.
    above: Vec<Step>,
    /// Which of the edition's.
    entries: Vec<usize>,
}

impl List {
    fn of(kind: Kind, folder: String, name: &str, entries: Vec<usize>) -> Self {
        Self {
            kind,
            paged: format!("{folder}page/"),
            folder,
            name: Some(name.to_owned()),
            above: vec![],
            entries,
        }
    }

    /// What it is called; the front page's list like the newsroom.
    pub(super) fn called<'a>(&'a self, newsroom: &'a str) -> &'a str {
        self.name.as_deref().unwrap_or(newsroom)
    }

    /// How many pages it takes; one at least.
    fn pages(&self) -> usize {
        self.entries.len().div_ceil(PAGE).max(1)
    }

    /// The folder of one of its pages, counted from 1.
    fn page(&self, number: usize) -> String {
        if number == 1 {
            self.folder.clone()
        } else {
            format!("{}{number}/", self.paged)
        }
    }

    /// What one of its pages lists, each with its place on that page.
    fn shown(&self, number: usize) -> impl Iterator<Item = (usize, usize)> {
        let start = (number - 1) * PAGE;
        let listed = self.entries.iter().skip(start).take(PAGE);
        listed.copied().enumerate()
    }

    /// Whether what is listed at this place of one of its pages has its picture beside it.
    fn pictured(&self, number: usize, place: usize) -> bool {
        number == 1 && place < PICTURED && matches!(self.kind, Kind::Front | Kind::Section)
    }

    /// Where its pages are, from the site's root.
    pub(super) fn paths(&self) -> impl Iterator<Item = String> {
        (1..=self.pages()).map(|number| format!("{}index.html", self.page(number)))
    }
}

/// The steps from one page of a list to the others.
#[derive(Serialize)]
struct Pager {
    number: usize,
    count: usize,
    /// The folder of the page before, from the site's root.
    newer: Option<String>,
    /// The folder of the page after.
    older: Option<String>,
}

/// The front page's list.
fn whole(index: &Index) -> List {
    List {
        kind: Kind::Front,
        folder: String::new(),
        paged: format!("{}/", index.site.folders.page),
        name: None,
        above: vec![],
        entries: (0..index.entries.len()).collect(),
    }
}

/// The list of the section with this folder: the article first that leads it, where one was chosen.
fn section(from: &Print, index: &Index, slug: &str, name: &str) -> List {
    let all = index.entries.iter().enumerate();
    let mut entries: Vec<usize> = all
        .filter(|(_, entry)| *entry.section == *slug)
        .map(|(at, _)| at)
        .collect();
    let lead = from.surroundings.fronts.get(slug);
    let leads = |at: &usize| {
        let placed = from.surroundings.articles.get(*at);
        placed.map(|placed| placed.article) == lead.copied()
    };
    if lead.is_some()
        && let Some(place) = entries.iter().position(leads)
    {
        entries[..=place].rotate_right(1);
    }
    List::of(Kind::Section, format!("{slug}/"), name, entries)
}

/// Every list of the site, the front page first.
pub(super) fn lists(from: &Print, index: &Index) -> Vec<List> {
    let language = &from.surroundings.language;
    let folders = &index.site.folders;
    let mut lists = vec![whole(index)];
    for one in &index.site.sections {
        lists.push(section(from, index, &one.slug, &one.name));
    }
    for (folder, tag) in &index.groups.tags {
        lists.push(List::of(
            Kind::Tag,
            folder.clone(),
            &tag.name,
            tag.entries.clone(),
        ));
    }
    for (folder, author) in &index.groups.authors {
        let entries = author.entries.clone();
        lists.push(List::of(
            Kind::Author,
            folder.clone(),
            &author.name,
            entries,
        ));
    }
    for ((year, month), entries) in &index.groups.months {
        let folder = format!("{}/{year}/{month:02}/", folders.archive);
        let name = dates::month(language, *year, *month);
        let mut list = List::of(Kind::Month, folder, &name, entries.clone());
        if from.theme.has(super::archive::TEMPLATE) {
            list.above = super::archive::above(from.surroundings, folders, *year);
        }
        lists.push(list);
    }
    lists
}

/// All pages of all lists.
pub(super) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index, lists: Vec<List>) -> Vec<Job<'a>> {
    let jobs = lists.into_iter().map(|list| -> Job {
        Box::new(move |sink| {
            let who = described(from, &list)?;
            (1..=list.pages()).try_for_each(|number| {
                let path = format!("site/{}index.html", list.page(number));
                let key = key(from, index, &list, number, who.as_ref())?;
                sink.keyed(key, &path, &|| {
                    Ok(page(from, index, &list, number, who.as_ref())?.bytes)
                })
            })
        })
    });
    jobs.collect()
}

/// The front page, or the page of the section with this name; a section that nothing is in prints an empty list.
///
/// # Errors
/// `bad-theme`; what `contents` returns.
pub fn front(from: &Print, named: Option<&str>) -> Result<Page> {
    let index = Index::of(from)?;
    let Some(name) = named else {
        return page(from, &index, &whole(&index), 1, None);
    };
    let slug = folder(name);
    let known = index.site.sections.iter().find(|known| known.slug == slug);
    let name = known.map_or(name, |section| section.name.as_str());
    page(from, &index, &section(from, &index, &slug, name), 1, None)
}

/// The byline that says most of the author whom a list is of.
fn described(from: &Print, list: &List) -> Result<Option<Byline>> {
    if list.kind != Kind::Author {
        return Ok(None);
    }
    let folders = super::places::place(list.name.as_deref().unwrap_or_default());
    for at in list.entries.iter().take(ASKED) {
        let Some(placed) = from.surroundings.articles.get(*at) else {
            continue;
        };
        let content = (from.contents)(placed.revision)?;
        let own = |byline: &Byline| super::places::place(&byline.name) == folders;
        let found = content.bylines.into_iter().find(|byline| {
            own(byline)
                && !(byline.about.is_empty() && byline.role.is_empty() && byline.links.is_empty())
        });
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// All that a page of a list is printed from.
fn key(
    from: &Print,
    index: &Index,
    list: &List,
    number: usize,
    who: Option<&Byline>,
) -> Result<Hash> {
    let shown = list.shown(number).filter_map(|(place, at)| {
        let entry = index.entries.get(at)?;
        let lead = list.pictured(number, place).then_some(&entry.lead);
        let asset = lead.into_iter().flatten().map(|lead| lead.asset);
        let asset = asset
            .filter_map(|hash| from.surroundings.asset(hash))
            .next();
        Some((entry.shown, lead, asset))
    });
    let portrait = who.and_then(|who| from.surroundings.asset(who.picture?));
    let name = (
        list.kind,
        &list.folder,
        &list.paged,
        &list.name,
        &list.above,
    );
    let shown: Vec<_> = shown.collect();
    let of = (number, list.pages());
    index.common.key(&("list", name, of, who, portrait, shown))
}

/// One page of a list, counted from 1.
fn page(
    from: &Print,
    index: &Index,
    list: &List,
    number: usize,
    who: Option<&Byline>,
) -> Result<Page> {
    let around = from.surroundings;
    let words = words(&around.language);
    let folder = list.page(number);
    let heading = list.name.as_deref();
    let mut trail = vec![home(&around.language)];
    trail.extend(list.above.iter().cloned());
    trail.extend(heading.map(Step::here));
    let mut form = PageForm::listing(around, &folder, heading.unwrap_or(&around.newsroom), trail)?;
    if number > 1 {
        form.title = format!("{}, {} {number}", form.title, words.page);
    }
    if list.kind == Kind::Section {
        form.feed.clone_from(&list.folder);
    }
    let root = up(&folder);
    let articles: Value = list
        .shown(number)
        .filter_map(|(place, at)| {
            let entry = index.entries.get(at)?;
            let shown = entry.lead.as_ref().filter(|_| list.pictured(number, place));
            Some(Value::from_object(Listed {
                picture: shown.and_then(|lead| picture::listed(lead, &root, around, place == 0)),
                entry: Arc::clone(entry),
            }))
        })
        .collect();
    let author: Option<AuthorForm> =
        who.map(|byline| author(byline, &root, around, &index.site.folders));
    let pages = list.pages();
    let pager = Pager {
        number,
        count: pages,
        newer: (number > 1).then(|| list.page(number - 1)),
        older: (number < pages).then(|| list.page(number + 1)),
    };
    let bytes = policed(
        from.theme,
        around,
        "list.html",
        minijinja::context! {
            site => index.form.clone(),
            page => Value::from(Serde(&form)),
            kind => Value::from(Serde(list.kind)),
            heading => heading,
            articles => articles,
            author => Value::from(Serde(&author)),
            pager => Value::from(Serde(&pager)),
            words => handed(&around.language),
        },
    )?;
    Ok(Page {
        path: format!("site/{folder}index.html"),
        bytes,
    })
}
