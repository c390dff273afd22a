//! Which of a list's filters leaves few articles: those are gathered and sorted, since along the list they are far between.

use super::{Filed, list::Filter, list::folded};
use crate::{Db, error::sql};
use model::Result;

/// Up to how many articles are gathered.
const GATHERED: i64 = 12_000;
/// How many articles that are passed along the list take as long as one that is gathered.
const PASSED: i64 = 3;

/// A filter that leaves few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Few {
    /// What is filed so.
    Filed(Filed),
    /// What someone saved a revision of.
    Person,
}

impl Few {
    /// The articles that it leaves, each once; its values are bound by the names that the filter's own clause has.
    pub(super) fn articles(self) -> String {
        match self {
            // An article is in one language: the same one is not found twice.
            Self::Filed(Filed::Language) => "SELECT article FROM d_filed WHERE kind = 'language' AND folded = :language
                UNION ALL SELECT article FROM d_filed
                WHERE kind = 'language' AND folded >= :language || '-' AND folded < :language || '.'"
                .to_owned(),
            Self::Filed(kind) => format!(
                "SELECT DISTINCT article FROM d_filed WHERE kind = '{}' AND {}",
                kind.name(),
                kind.is()
            ),
            Self::Person => "SELECT DISTINCT article FROM j_revision WHERE author = :by".to_owned(),
        }
    }

    /// Those of a filter's parts that may leave few, with what is bound in them.
    fn of(filter: &Filter) -> Vec<(Self, &'static str, String)> {
        let filed = [
            (Filed::Tag, &filter.tag),
            (Filed::Byline, &filter.byline),
            (Filed::Language, &filter.language),
        ];
        let mut all: Vec<_> = filed
            .into_iter()
            .filter_map(|(kind, name)| {
                let name = folded(name.as_ref()?);
                Some((Self::Filed(kind), kind.bound(), name))
            })
            .collect();
        all.extend(
            filter
                .person
                .map(|person| (Self::Person, ":by", person.to_string())),
        );
        all
    }
}

/// The part of a filter by which articles are gathered, where that is sooner done than to walk along the list up to the `nth` of those
/// that are left; of all of them, with none.
pub(super) fn few(db: &Db, filter: &Filter, nth: Option<u32>) -> Result<Option<Few>> {
    let mut least: Option<(i64, Few)> = None;
    for (few, name, value) in Few::of(filter) {
        let most = least.map_or(GATHERED, |(least, _)| least - 1);
        let ask = format!(
            "SELECT count(*) FROM ({} LIMIT {})",
            few.articles(),
            GATHERED + 1
        );
        let left: i64 = db
            .conn
            .prepare_cached(&ask)
            .map_err(sql)?
            .query_row(&[(name, &value)], |row| row.get(0))
            .map_err(sql)?;
        if left <= most {
            least = Some((left, few));
        }
    }
    let Some((left, few)) = least else {
        return Ok(None);
    };
    // As many as there ever were: what was emptied from the bin is counted with the rest.
    let all: i64 = db
        .conn
        .prepare_cached("SELECT coalesce(max(rowid), 0) FROM j_article")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .map_err(sql)?;
    let passed = match nth {
        Some(nth) => (i64::from(nth) * all / left.max(1)).min(all),
        None => all,
    };
    Ok((left * PASSED <= passed).then_some(few))
}
