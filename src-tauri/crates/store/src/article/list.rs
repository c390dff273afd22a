//! Lists of articles, outside the bin or in it. Every order has an index of its own that is walked from the place where a page
//! begins; a statement holds only the filters that are set, and its text is put together from the fragments below.

use super::{Article, COLUMNS, Filed, from_row};
use crate::{Db, error::sql};
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
    /// `what` of all that the filter lets through, by an index.
    fn of(what: &str, index: &str, filter: &Filter) -> Self {
        let mut asked = Self {
            text: format!(
                "SELECT {what} FROM j_article INDEXED BY {index} WHERE binned = {}",
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
            asked.holds(
                "EXISTS (SELECT 1 FROM j_revision WHERE author = :by AND article = j_article.id)",
                vec![(":by", Box::new(person.to_string()))],
            );
        }
        for (kind, name) in [
            (Filed::Tag, &filter.tag),
            (Filed::Byline, &filter.byline),
            (Filed::Language, &filter.language),
        ] {
            if let Some(name) = name {
                asked.filed(kind, folded(name));
            }
        }
        asked
    }

    /// Only what is filed under this.
    fn filed(&mut self, kind: Filed, name: String) {
        let (bound, is) = match kind {
            Filed::Tag => (":tag", "folded = :tag"),
            Filed::Byline => (":byline", "folded = :byline"),
            Filed::Language => (
                ":language",
                "(folded = :language OR folded >= :language || '-' AND folded < :language || '.')",
            ),
        };
        self.holds(
            &format!(
                "EXISTS (SELECT 1 FROM d_filed WHERE article = j_article.id AND kind = '{}' AND {is})",
                kind.name()
            ),
            vec![(bound, Box::new(name))],
        );
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
    let mut asked = Asked::of(COLUMNS, walk.index, filter);
    if let Some(place) = after {
        asked.at(walk.after, place);
    }
    let rows = asked.page(walk.by, 0, limit).rows(db, from_row)?;
    rows.into_iter().collect()
}

/// At most `limit` articles in `order`, without the first `from`.
///
/// # Errors
/// System errors.
pub fn span(db: &Db, filter: &Filter, order: Order, from: u32, limit: u32) -> Result<Vec<Article>> {
    let walk = walk(order, filter);
    let asked = Asked::of(COLUMNS, walk.index, filter).page(walk.by, from, limit);
    asked.rows(db, from_row)?.into_iter().collect()
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
    let asked = Asked::of("id", walk.index, filter).page(walk.by, from, limit);
    let ids: Vec<String> = asked.rows(db, |row| row.get(0))?;
    ids.iter().map(|id| id.parse()).collect()
}

/// How many articles the filter lets through.
///
/// # Errors
/// System errors.
pub fn count(db: &Db, filter: &Filter) -> Result<u32> {
    Asked::of("count(*)", walk(Order::Changed, filter).index, filter).number(db)
}

/// How many articles of the list stand before a place.
///
/// # Errors
/// System errors.
pub fn before(db: &Db, filter: &Filter, order: Order, place: &Place) -> Result<u32> {
    let walk = walk(order, filter);
    let mut asked = Asked::of("count(*)", walk.index, filter);
    asked.at(walk.before, place);
    asked.number(db)
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
                let mut after = Asked::of(COLUMNS, walk.index, &filter);
                after.at(walk.after, &place);
                let mut before = Asked::of("count(*)", walk.index, &filter);
                before.at(walk.before, &place);
                for asked in [
                    after.page(walk.by, 0, 100),
                    before,
                    Asked::of(COLUMNS, walk.index, &filter).page(walk.by, 500, 100),
                ] {
                    let plan = plan(&conn, &asked);
                    assert!(!faulty(&plan), "{order:?} {filter:?}: {plan}");
                }
            }
        }
        // The same question by an index for another order is found out.
        let sorted = Asked::of(COLUMNS, "j_article_created", &Filter::default());
        assert!(faulty(&plan(&conn, &sorted.page("folded, id", 0, 100))));
    }
}
