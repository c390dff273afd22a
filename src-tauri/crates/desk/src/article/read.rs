//! Lists of articles, and one as the terminal prints it.

use super::place::{next, place};
use crate::{ArticleRecord, Desk, Hand, Page, Row, Span, paging::page};
use model::{
    Hash, Result,
    article::{Order, Standing, Status},
    person::Person,
};
use serde::Deserialize;
use store::{
    Db,
    article::{Article, Filter, Place},
};

/// Which articles, in which order, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct List {
    /// What is in the bin, rather than what is not.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub bin: bool,
    pub status: Option<Status>,
    pub section: Option<String>,
    /// Part of a headline, whatever its case.
    pub text: Option<String>,
    /// Who saved a revision, by name or id.
    #[ts(optional)]
    pub by: Option<String>,
    /// Whatever its case, as the next two.
    #[ts(optional)]
    pub tag: Option<String>,
    /// Whom it is by, as its byline prints the name.
    #[ts(optional)]
    pub byline: Option<String>,
    /// A language's tag, or the beginning of one.
    #[ts(optional)]
    pub language: Option<String>,
    #[ts(optional)]
    pub sort: Option<Order>,
    pub limit: Option<u32>,
    pub after: Option<String>,
}

impl List {
    pub(super) fn filter(&self, db: &Db) -> Result<Filter> {
        let blank = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let name = |text: &Option<String>| blank(text).map(|text| text.trim().to_owned());
        let by = blank(&self.by).map(|name| crate::hand::find_person(db, &name));
        Ok(Filter {
            binned: self.bin,
            status: self.status,
            section: blank(&self.section),
            text: blank(&self.text),
            person: by.transpose()?.map(|person| person.id),
            tag: name(&self.tag),
            byline: name(&self.byline),
            language: name(&self.language),
        })
    }

    pub(super) fn order(&self) -> Order {
        self.sort.unwrap_or_default()
    }
}

fn asked(db: &Db, ask: &List) -> Result<(Vec<Article>, u32)> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
    let after = ask.after.as_deref().map(place).transpose()?;
    let filter = ask.filter(db)?;
    Ok((
        store::article::list(db, &filter, ask.order(), after.as_ref(), limit + 1)?,
        limit,
    ))
}

/// A page of articles, newest change first unless another order is asked for.
///
/// # Errors
/// `bad-cursor`, `no-such-person`; system errors.
pub fn list(desk: &Desk, _: &Hand, ask: List) -> Result<Page<Row>> {
    desk.store.read(|db| {
        let (rows, limit) = asked(db, &ask)?;
        page(rows, limit, next(ask.order()), |article| row(db, &article))
    })
}

/// The same as records, for the terminal.
///
/// # Errors
/// As [`list`].
pub fn records(desk: &Desk, _: &Hand, ask: List) -> Result<Page<ArticleRecord>> {
    desk.store.read(|db| {
        let (rows, limit) = asked(db, &ask)?;
        let known = Known::of(db)?;
        page(rows, limit, next(ask.order()), |article| {
            record(db, &known, &article, article.head)
        })
    })
}

/// A stretch of a list: so many from the row `from`, or about the article `around`, where that is in it.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SpanAsk {
    pub list: List,
    pub from: u32,
    pub limit: u32,
    #[ts(optional)]
    pub around: Option<String>,
}

/// A stretch of the list as the window shows it, at most 1,000 rows, and how many rows there are in all.
///
/// # Errors
/// `no-such-person`; system errors.
pub fn span(desk: &Desk, hand: &Hand, ask: SpanAsk) -> Result<Span> {
    desk.store.read(|db| {
        let (filter, order) = (ask.list.filter(db)?, ask.list.order());
        let limit = ask.limit.clamp(1, 1000);
        let at = match &ask.around {
            Some(id) => at(db, &filter, order, id)?,
            None => None,
        };
        let from = at.map_or(ask.from, |at| at.saturating_sub(limit / 2));
        let articles = store::article::span(db, &filter, order, from, limit)?;
        let bin = super::bin::Looker::of(db, hand)?;
        let line = |article: &Article| {
            let mut row = row(db, article)?;
            if article.binned {
                row.put = Some(bin.put(db, article)?);
            }
            Ok(row)
        };
        Ok(Span {
            items: articles.iter().map(line).collect::<Result<_>>()?,
            from,
            total: store::article::count(db, &filter)?,
            at,
        })
    })
}

/// The row of the article with this id in the list; none where the filter leaves it out.
fn at(db: &Db, filter: &Filter, order: Order, id: &str) -> Result<Option<u32>> {
    let Ok(article) = store::article::find(db, id) else {
        return Ok(None);
    };
    let before = store::article::before(db, filter, order, &Place::of(&article, order))?;
    let there = store::article::ids(db, filter, order, before, 1)?;
    Ok((there == [article.id]).then_some(before))
}

/// Which rows of a list.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Between {
    pub list: List,
    pub from: u32,
    pub to: u32,
}

/// The ids of the rows between two, both included; at most as many as can be acted on at once.
///
/// # Errors
/// `no-such-person`; system errors.
pub fn between(desk: &Desk, _: &Hand, ask: Between) -> Result<Vec<String>> {
    let many = (ask.to.saturating_sub(ask.from) + 1).min(super::MOST);
    desk.store.read(|db| {
        let filter = ask.list.filter(db)?;
        let ids = store::article::ids(db, &filter, ask.list.order(), ask.from, many)?;
        Ok(ids.iter().map(ToString::to_string).collect())
    })
}

/// A line of the list.
pub(crate) fn row(db: &Db, article: &Article) -> Result<Row> {
    Ok(Row {
        id: article.id.to_string(),
        title: article.title.clone(),
        section: article.section.clone(),
        status: article.status,
        byline: article.byline.clone(),
        updated: article.updated.clone(),
        live: article.live.is_some(),
        waits: super::view::waits(db, article)?,
        stage: crate::review::stage_that_waits(db, article)?,
        put: None,
        open_notes: i32::try_from(store::note::open(db, article.id)?).unwrap_or(i32::MAX),
        open_suggestions: i32::try_from(store::suggestion::count_open(db, article.id)?)
            .unwrap_or(i32::MAX),
        comments: i32::try_from(store::comment::waiting(db, Some(article.id))?).unwrap_or(i32::MAX),
    })
}

/// Which article, at which revision.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Read {
    pub article: String,
    pub revision: Option<String>,
}

/// An article as the terminal prints it; its head, or another of its revisions.
///
/// # Errors
/// `no-such-article`, `no-such-revision`; system errors.
pub fn read(desk: &Desk, _: &Hand, ask: Read) -> Result<ArticleRecord> {
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        let revision = match &ask.revision {
            Some(prefix) => super::history::find_revision(db, &article, prefix)?,
            None => article.head,
        };
        record(db, &Known::of(db)?, &article, revision)
    })
}

/// What every record is told by, read once for all of them.
pub(crate) struct Known {
    people: Vec<Person>,
    four_eyes: bool,
}

impl Known {
    pub(crate) fn of(db: &Db) -> Result<Self> {
        Ok(Self {
            people: store::person::list(db)?,
            four_eyes: store::person::settings(db)?.four_eyes,
        })
    }
}

pub(crate) fn record(
    db: &Db,
    known: &Known,
    article: &Article,
    revision: Hash,
) -> Result<ArticleRecord> {
    let content = store::article::content(db, revision)?;
    // How many eyes a live one needed was settled when it was released.
    let (cycle, four_eyes) = if article.live == Some(revision) {
        (article.live_cycle.unwrap_or_default(), false)
    } else {
        (article.cycle, known.four_eyes)
    };
    let given = store::verdict::list(db, article.id)?;
    let workflow = store::route::of(db, article.id, cycle, &content.section)?;
    let approved_by = match store::verdict::of(&given, (revision, cycle), four_eyes, &workflow) {
        Standing::Approved(ids) => given
            .iter()
            .filter(|given| ids.contains(&given.verdict.id))
            .map(|given| crate::hand::name_of(&known.people, given.verdict.person))
            .collect(),
        _ => vec![],
    };
    Ok(ArticleRecord {
        path: content.path(),
        moved_from: super::moved_from(db, article.id, &content)?,
        translations: content
            .translations
            .iter()
            .map(ToString::to_string)
            .collect(),
        embargo: content.embargo.map(|at| at.to_string()),
        lifted: article.lifted && revision == article.head,
        date: content.date.map(|at| at.to_string()),
        search_title: content.search_title,
        search_description: content.search_description,
        recheck: article.recheck.map(|day| day.to_string()),
        stage: if revision == article.head {
            crate::review::stage_that_waits(db, article)?
        } else {
            None
        },
        canonical: content.canonical,
        id: article.id.to_string(),
        title: content.title,
        kicker: content.kicker,
        standfirst: content.standfirst,
        slug: content.slug,
        section: content.section,
        tags: content.tags,
        status: article.status,
        revision: revision.to_string(),
        live: article.live.map(|live| live.to_string()),
        body: content.body,
        bylines: content.bylines.iter().map(Into::into).collect(),
        related: content
            .related
            .into_iter()
            .map(|related| related.title)
            .collect(),
        created: article.created.clone(),
        updated: article.updated.clone(),
        approved_by,
        language: content.language,
        lead_image: content.lead_image,
    })
}
