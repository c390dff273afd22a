//! Lists of articles, outside the bin or in it. Every order has an index of its own that is walked from the place where a page
//! begins; a statement holds only the filters that are set, and its text is put together from the fragments below. Where a filter
//! leaves few ([`super::few`]), those are gathered and sorted instead.

use super::{
    Article, COLUMNS, Filed,
    few::{Few, few},
    from_row,
};
use crate::{Column, Db, error::sql};
use model::{
    ArticleId, PersonId, Result,
    article::{Order, Status},
};
use rusqlite::{Row, ToSql};

/// Which articles a list is of.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// What is in the bin, rather than what is not.
    pub binned: bool,
    /// Only these.
    pub status: Option<Status>,
    /// Only these.
    pub section: Option<String>,
    /// Only whose headline holds this, whatever its case.
    pub text: Option<String>,
    /// Only what this person saved a revision of.
    pub person: Option<PersonId>,
    /// Only what has this tag, whatever its case.
    pub tag: Option<String>,
    /// Only what is by the one of this name, whatever its case.
    pub byline: Option<String>,
    /// Only what is in this language; `en` is `en-GB` too.
    pub language: Option<String>,
}

/// Where an article stands in an order: its key, and what decides among equal ones.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Place {
    pub key: String,
    pub updated: String,
    pub id: String,
}

impl Place {
    /// The place of `article` in `order`.
    #[must_use]
    pub fn of(article: &Article, order: Order) -> Self {
        let key = match order {
            Order::Changed | Order::Oldest => String::new(),
            Order::Created => article.created.clone(),
            Order::Headline => folded(&article.title),
            Order::Section => article.section.clone(),
            Order::Status => article.status.name().to_owned(),
        };
        Self {
            key,
            updated: article.updated.clone(),
            id: article.id.to_string(),
        }
    }
}

/// A headline as it is sorted and looked for: without its case, in every script that has one.
#[must_use]
pub fn folded(headline: &str) -> String {
    headline.to_lowercase()
}

/// An order in SQL: its index, its sorting, and what comes after and before a place.
struct Walk {
    index: &'static str,
    by: &'static str,
    after: &'static str,
    before: &'static str,
}

/// How the list is walked. Where one status or section is asked for by change, the index that begins with it is.
fn walk(order: Order, filter: &Filter) -> Walk {
    let index = match order {
        Order::Changed | Order::Oldest if filter.status.is_some() => "j_article_status",
        Order::Changed | Order::Oldest if filter.section.is_some() => "j_article_section",
        Order::Changed | Order::Oldest => "j_article_updated",
        Order::Created => "j_article_created",
        Order::Headline => "j_article_headline",
        Order::Section => "j_article_section",
        Order::Status => "j_article_status",
    };
    let (by, after, before) = match order {
        Order::Changed => (
            "updated DESC, id DESC",
            "(updated, id) < (:updated, :id)",
            "(updated, id) > (:updated, :id)",
        ),
        Order::Oldest => (
            "updated, id",
            "(updated, id) > (:updated, :id)",
            "(updated, id) < (:updated, :id)",
        ),
        Order::Created => (
            "created DESC, id DESC",
            "(created, id) < (:key, :id)",
            "(created, id) > (:key, :id)",
        ),
        Order::Headline => (
            "folded, id",
            "(folded, id) > (:key, :id)",
            "(folded, id) < (:key, :id)",
        ),
        Order::Section => (
            "section, updated DESC, id DESC",
            "section >= :key AND (section > :key OR (updated, id) < (:updated, :id))",
            "section <= :key AND (section < :key OR (updated, id) > (:updated, :id))",
        ),
        Order::Status => (
            "status, updated DESC, id DESC",
            "status >= :key AND (status > :key OR (updated, id) < (:updated, :id))",
            "status <= :key AND (status < :key OR (updated, id) > (:updated, :id))",
        ),
    };
    Walk {
        index,
        by,
        after,
        before,
    }
}

/// A statement in the making: its text, and what is bound in it.
#[derive(Default)]
struct Asked {
    text: String,
    bound: Vec<(&'static str, Box<dyn ToSql>)>,
}

impl Asked {
    /// `what` of all that the filter lets through, by an index, or of the `few` that a part of it leaves.
    fn of(what: &str, index: &str, filter: &Filter, few: Option<Few>) -> Self {
        let from = match few {
            None => format!("j_article INDEXED BY {index}"),
            Some(few) => format!(
                "({}) AS few CROSS JOIN j_article ON j_article.id = few.article",
                few.articles()
            ),
        };
        let mut asked = Self {
            text: format!(
                "SELECT {what} FROM {from} WHERE binned = {}",
                u8::from(filter.binned)
            ),
            bound: vec![],
        };
        if filter.binned {
            asked.holds("emptied = 0", vec![]);
        }
        if let Some(status) = filter.status {
            asked.holds("status = :is", vec![(":is", Box::new(status.name()))]);
        }
        if let Some(section) = &filter.section {
            asked.holds("section = :in", vec![(":in", Box::new(section.clone()))]);
        }
        if let Some(text) = &filter.text {
            let text = folded(text);
            asked.holds("instr(folded, :text) > 0", vec![(":text", Box::new(text))]);
        }
        if let Some(person) = filter.person {
            let clause = match few {
                Some(Few::Person) => "1",
                _ => {
                    "EXISTS (SELECT 1 FROM j_revision WHERE author = :by AND article = j_article.id)"
                }
            };
            asked.holds(clause, vec![(":by", Box::new(person.to_string()))]);
        }
        for (kind, name) in [
            (Filed::Tag, &filter.tag),
            (Filed::Byline, &filter.byline),
            (Filed::Language, &filter.language),
        ] {
            if let Some(name) = name {
                let clause = match few {
                    Some(Few::Filed(few)) if few == kind => "1".to_owned(),
                    _ => format!(
                        "EXISTS (SELECT 1 FROM d_filed WHERE article = j_article.id AND kind = '{}' AND {})",
                        kind.name(),
                        kind.is()
                    ),
                };
                asked.holds(&clause, vec![(kind.bound(), Box::new(folded(name)))]);
            }
        }
        asked
    }

    fn holds(&mut self, condition: &str, bound: Vec<(&'static str, Box<dyn ToSql>)>) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.bound.extend(bound);
    }

    /// Only what stands so to a place.
    fn at(&mut self, condition: &'static str, place: &Place) {
        self.holds(condition, vec![]);
        let values = [
            (":key", &place.key),
            (":updated", &place.updated),
            (":id", &place.id),
        ];
        for (name, value) in values {
            if condition.contains(name) {
                self.bound.push((name, Box::new(value.clone())));
            }
        }
    }

    /// In this order, so many, without the first `from`.
    fn page(mut self, by: &str, from: u32, limit: u32) -> Self {
        self.text.push_str(" ORDER BY ");
        self.text.push_str(by);
        self.text.push_str(" LIMIT :limit OFFSET :from");
        self.bound.push((":limit", Box::new(limit)));
        self.bound.push((":from", Box::new(from)));
        self
    }

    fn rows<T>(self, db: &Db, each: impl FnMut(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut statement = db.conn.prepare_cached(&self.text).map_err(sql)?;
        statement
            .query_map(&*self.params(), each)
            .map_err(sql)?
            .collect::<rusqlite::Result<_>>()
            .map_err(sql)
    }

    fn articles(self, db: &Db) -> Result<Vec<Article>> {
        self.rows(db, from_row)?.into_iter().collect()
    }

    fn number(self, db: &Db) -> Result<u32> {
        let mut statement = db.conn.prepare_cached(&self.text).map_err(sql)?;
        statement
            .query_row(&*self.params(), |row| row.get(0))
            .map_err(sql)
    }

    fn params(&self) -> Vec<(&str, &dyn ToSql)> {
        self.bound
            .iter()
            .map(|(name, value)| (*name, value.as_ref()))
            .collect()
    }
}

/// At most `limit` articles in `order`, from after a place.
///
/// # Errors
/// System errors.
pub fn list(
    db: &Db,
    filter: &Filter,
    order: Order,
    after: Option<&Place>,
    limit: u32,
) -> Result<Vec<Article>> {
    let walk = walk(order, filter);
    let few = few(db, filter, Some(limit))?;
    let mut asked = Asked::of(of(few), walk.index, filter, few);
    if let Some(place) = after {
        asked.at(walk.after, place);
    }
    whole(asked.page(walk.by, 0, limit), walk.by, few).articles(db)
}

/// At most `limit` articles in `order`, without the first `from`.
///
/// # Errors
/// System errors.
pub fn span(db: &Db, filter: &Filter, order: Order, from: u32, limit: u32) -> Result<Vec<Article>> {
    let walk = walk(order, filter);
    let few = few(db, filter, Some(from.saturating_add(limit)))?;
    let asked = Asked::of(of(few), walk.index, filter, few).page(walk.by, from, limit);
    whole(asked, walk.by, few).articles(db)
}

/// As [`span`], by their ids alone.
///
/// # Errors
/// System errors.
pub fn ids(
    db: &Db,
    filter: &Filter,
    order: Order,
    from: u32,
    limit: u32,
) -> Result<Vec<ArticleId>> {
    let walk = walk(order, filter);
    let few = few(db, filter, Some(from.saturating_add(limit)))?;
    let asked = Asked::of("id", walk.index, filter, few).page(walk.by, from, limit);
    let ids: Vec<String> = asked.rows(db, |row| row.get(0))?;
    ids.iter().map(|id| id.kept()).collect()
}

/// How many articles the filter lets through.
///
/// # Errors
/// System errors.
pub fn count(db: &Db, filter: &Filter) -> Result<u32> {
    let (walk, few) = (walk(Order::Changed, filter), few(db, filter, None)?);
    Asked::of("count(*)", walk.index, filter, few).number(db)
}

/// How many articles of the list stand before a place.
///
/// # Errors
/// System errors.
pub fn before(db: &Db, filter: &Filter, order: Order, place: &Place) -> Result<u32> {
    let walk = walk(order, filter);
    let mut asked = Asked::of("count(*)", walk.index, filter, few(db, filter, None)?);
    asked.at(walk.before, place);
    asked.number(db)
}

/// What a statement is asked for: of few that are sorted, first what tells them apart.
fn of(few: Option<Few>) -> &'static str {
    few.map_or(COLUMNS, |_| "id AS chosen")
}

/// The articles that were chosen, where only what tells them apart was asked for: what is sorted is then short.
fn whole(asked: Asked, by: &str, few: Option<Few>) -> Asked {
    if few.is_none() {
        return asked;
    }
    Asked {
        text: format!(
            "SELECT {COLUMNS} FROM ({}) AS page CROSS JOIN j_article ON j_article.id = page.chosen ORDER BY {by}",
            asked.text
        ),
        ..asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    /// Every combination of filters.
    fn filters() -> impl Iterator<Item = Filter> {
        (0..256).map(|set| Filter {
            binned: set & 128 != 0,
            status: (set & 1 != 0).then_some(Status::Draft),
            section: (set & 2 != 0).then(|| "Town".to_owned()),
            text: (set & 4 != 0).then(|| "ferry".to_owned()),
            person: (set & 8 != 0).then(|| PersonId(uuid::Uuid::nil())),
            tag: (set & 16 != 0).then(|| "winter".to_owned()),
            byline: (set & 32 != 0).then(|| "Marta Lind".to_owned()),
            language: (set & 64 != 0).then(|| "en".to_owned()),
        })
    }

    fn plan(conn: &Connection, asked: &Asked) -> String {
        let mut explained = conn
            .prepare(&format!("EXPLAIN QUERY PLAN {}", asked.text))
            .unwrap();
        let lines = explained
            .query_map(&*asked.params(), |row| row.get::<_, String>(3))
            .unwrap();
        lines
            .map(|line| line.unwrap())
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn no_list_sorts_what_it_finds_or_looks_through_the_whole_table() {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut conn).unwrap();
        let place = Place {
            key: "k".into(),
            updated: "u".into(),
            id: "i".into(),
        };
        let faulty = |plan: &str| plan.contains("TEMP B-TREE") || plan.contains("SCAN");
        for filter in filters() {
            for order in Order::ALL {
                let walk = walk(order, &filter);
                let mut after = Asked::of(COLUMNS, walk.index, &filter, None);
                after.at(walk.after, &place);
                let mut before = Asked::of("count(*)", walk.index, &filter, None);
                before.at(walk.before, &place);
                for asked in [
                    after.page(walk.by, 0, 100),
                    before,
                    Asked::of(COLUMNS, walk.index, &filter, None).page(walk.by, 500, 100),
                ] {
                    let plan = plan(&conn, &asked);
                    assert!(!faulty(&plan), "{order:?} {filter:?}: {plan}");
                }
            }
        }
        // The same question by an index for another order is found out.
        let sorted = Asked::of(COLUMNS, "j_article_created", &Filter::default(), None);
        assert!(faulty(&plan(&conn, &sorted.page("folded, id", 0, 100))));
    }

    #[test]
    fn few_that_are_gathered_come_in_the_order_of_the_list() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = crate::Store::create(dir.path()).unwrap();
        store
            .local(|db| {
                db.conn
                    .execute_batch(
                        "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 999)
                         INSERT INTO j_article (id, head, cycle, status, binned, lifted, title, section, slug, byline, created,
                           updated, last_op, folded)
                         SELECT printf('%08x-0000-0000-0000-000000000000', n), printf('%064x', n), 0, iif(n % 3, 'draft', 'approved'), n % 50 = 0, 0,
                           'T' || (n * 37 % 100), 'S' || (n % 7), 's' || n, '', printf('2026-01-01T00:%02d:00.000Z', n * 7 % 60),
                           printf('2026-02-01T00:%02d:00.000Z', n * 11 % 60), '', 't' || (n * 37 % 100) FROM n;
                         INSERT INTO d_filed SELECT 'tag', iif(rowid % 40, 'summer', 'winter'), id, 'x' FROM j_article;
                         INSERT INTO d_filed SELECT 'tag', 'winter', id, 'y' FROM j_article WHERE rowid % 80 = 0;
                         INSERT INTO d_filed SELECT 'language', iif(rowid % 30, 'en-GB', 'sv'), id, 'x' FROM j_article;",
                    )
                    .unwrap();
                let winter = Filter {
                    tag: Some("Winter".into()),
                    ..Filter::default()
                };
                let swedish = Filter {
                    language: Some("sv".into()),
                    text: Some("T".into()),
                    ..winter.clone()
                };
                for filter in [winter, swedish] {
                    let which = few(db, &filter, None)?;
                    assert!(matches!(which, Some(Few::Filed(_))), "{filter:?}");
                    for order in Order::ALL {
                        let walk = walk(order, &filter);
                        let along = Asked::of(COLUMNS, walk.index, &filter, None);
                        let along = along.page(walk.by, 0, 1000).articles(db)?;
                        let ids = |all: &[Article]| all.iter().map(|one| one.id).collect::<Vec<_>>();
                        assert!(!along.is_empty());
                        assert_eq!(ids(&along), ids(&span(db, &filter, order, 0, 1000)?), "{order:?}");
                        assert_eq!(ids(&along), super::ids(db, &filter, order, 0, 1000)?);
                        assert_eq!(along.len(), count(db, &filter)? as usize);
                        for (nth, one) in along.iter().enumerate() {
                            let place = Place::of(one, order);
                            assert_eq!(before(db, &filter, order, &place)? as usize, nth);
                            let rest = list(db, &filter, order, Some(&place), 1000)?;
                            assert_eq!(ids(&rest), ids(&along[nth + 1..]), "{order:?}");
                        }
                    }
                }
                let all = Filter {
                    tag: Some("summer".into()),
                    ..Filter::default()
                };
                assert_eq!(few(db, &all, Some(10))?, None, "what nearly all have is walked to");
                Ok(())
            })
            .unwrap();
    }
}
