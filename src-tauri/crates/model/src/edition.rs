//! An edition: which articles a bundle holds, and in which order.

use crate::{ArticleId, Day, article::folder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the edition is called that is always there: everything that may print, newest first.
pub const EVERYTHING: &str = "Everything";

/// A choice of articles. What is picked by hand comes first, in that order; then what is searched for, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default, ts_rs::TS)]
#[serde(default)]
pub struct Edition {
    /// What it is called: "Monday".
    pub name: String,
    /// What is searched for; nothing, where the edition holds only what was picked.
    pub query: Option<Query>,
    /// Picked by hand, in order.
    #[ts(type = "Array<string>")]
    pub picked: Vec<ArticleId>,
    /// Left out by hand, whatever is searched for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(type = "Array<string>")]
    pub left_out: Vec<ArticleId>,
    /// The article that leads the front page; the first one elsewhere.
    #[ts(type = "string | null")]
    pub lead: Option<ArticleId>,
    /// The article that leads a section's page, by the section's name; the first one of it elsewhere.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(type = "Record<string, string>")]
    pub fronts: BTreeMap<String, ArticleId>,
}

/// What an edition searches for; what is empty or none is no condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default, ts_rs::TS)]
#[serde(default)]
pub struct Query {
    /// What is not live yet, or became so after the last release of the edition by the same profile.
    pub since_last: bool,
    /// In one of these sections, by their names.
    pub sections: Vec<String>,
    /// With one of these tags.
    pub tags: Vec<String>,
    /// In one of these languages, BCP 47 tags; `en` is also `en-GB`.
    pub languages: Vec<String>,
    /// Dated on this day or later, by the newsroom's calendar.
    #[ts(type = "string | null")]
    pub from: Option<Day>,
    /// Dated on this day or earlier.
    #[ts(type = "string | null")]
    pub to: Option<Day>,
}

/// What a query asks of an article.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Asked<'a> {
    pub section: &'a str,
    pub tags: &'a [String],
    pub language: &'a str,
    /// The day of the date that prints; none where it has none.
    pub day: Option<Day>,
    /// It is not live yet, or became so after the last release of the edition by the same profile.
    pub since_last: bool,
}

impl Edition {
    /// The edition that is always there.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            name: EVERYTHING.into(),
            query: Some(Query::default()),
            ..Self::default()
        }
    }

    /// Whether it holds this article, where that may print.
    #[must_use]
    pub fn takes(&self, article: ArticleId, asked: &Asked) -> bool {
        self.picked.contains(&article)
            || !self.left_out.contains(&article)
                && self.query.as_ref().is_some_and(|query| query.takes(asked))
    }

    /// Where an article stands among those that were picked; after all of them where it was not. The lead is before them.
    #[must_use]
    pub fn place(&self, article: ArticleId) -> (bool, usize) {
        let picked = self.picked.iter().position(|one| *one == article);
        (
            self.lead != Some(article),
            picked.unwrap_or(self.picked.len()),
        )
    }

    /// Who leads each section, by the section's folder.
    #[must_use]
    pub fn fronts_by_folder(&self) -> BTreeMap<String, ArticleId> {
        let fronts = self.fronts.iter();
        fronts
            .map(|(section, article)| (folder(section), *article))
            .collect()
    }
}

impl Query {
    /// Whether an article is what is searched for.
    #[must_use]
    pub fn takes(&self, asked: &Asked) -> bool {
        let before = |from: Day| asked.day.is_none_or(|day| day < from);
        let after = |to: Day| asked.day.is_none_or(|day| day > to);
        (!self.since_last || asked.since_last)
            && self.is_about(asked.section, asked.tags, asked.language)
            && !self.from.is_some_and(before)
            && !self.to.is_some_and(after)
    }

    /// Whether an article is of the sections, tags and languages that are searched for.
    #[must_use]
    pub fn is_about(&self, section: &str, tags: &[String], language: &str) -> bool {
        let same = |one: &String, other: &String| one.to_lowercase() == other.to_lowercase();
        let any = |wanted: &[String], has: &dyn Fn(&String) -> bool| {
            wanted.is_empty() || wanted.iter().any(has)
        };
        any(&self.sections, &|one| folder(one) == folder(section))
            && any(&self.tags, &|one| tags.iter().any(|tag| same(one, tag)))
            && speaks(&self.languages, language)
    }
}

/// Whether a language is one of these, or of those that they stand for; none stand for all.
#[must_use]
pub fn speaks(wanted: &[String], language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    wanted.is_empty()
        || wanted.iter().any(|one| {
            let one = one.to_ascii_lowercase();
            let rest = language.strip_prefix(&one);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
}

#[cfg(test)]
mod tests {
    use super::{Asked, Edition, Query, speaks};
    use crate::ArticleId;
    use uuid::Uuid;

    fn article(n: u128) -> ArticleId {
        ArticleId(Uuid::from_u128(n))
    }

    const PLAIN: Asked = Asked {
        section: "Town",
        tags: &[],
        language: "en-GB",
        day: None,
        since_last: false,
    };

    #[test]
    fn everything_takes_everything() {
        assert!(Edition::everything().takes(article(1), &PLAIN));
    }

    #[test]
    fn what_is_picked_is_in_whatever_is_searched_for_and_what_is_left_out_is_not() {
        let edition = Edition {
            picked: vec![article(1)],
            left_out: vec![article(2)],
            query: Some(Query {
                sections: vec!["Sport".into()],
                ..Query::default()
            }),
            ..Edition::default()
        };
        let sport = Asked {
            section: "sport",
            ..PLAIN
        };
        assert!(edition.takes(article(1), &PLAIN));
        assert!(!edition.takes(article(2), &sport));
        assert!(edition.takes(article(3), &sport));
        assert!(!edition.takes(article(3), &PLAIN));
    }

    #[test]
    fn without_a_query_only_what_is_picked_is_in() {
        let edition = Edition {
            picked: vec![article(1)],
            ..Edition::default()
        };
        assert!(!edition.takes(article(2), &PLAIN));
    }

    #[test]
    fn days_are_those_of_the_date_and_what_has_none_is_on_no_day() {
        let query = Query {
            from: "2026-03-02".parse().ok(),
            to: "2026-03-03".parse().ok(),
            ..Query::default()
        };
        let on = |day: &str| {
            let day = day.parse().ok();
            query.takes(&Asked { day, ..PLAIN })
        };
        let days = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
        assert_eq!(days.map(on), [false, true, true, false]);
        assert!(!query.takes(&PLAIN));
    }

    #[test]
    fn the_lead_is_before_what_was_picked_and_that_before_the_rest() {
        let edition = Edition {
            picked: vec![article(1), article(2)],
            lead: Some(article(3)),
            ..Edition::default()
        };
        let mut all = [article(4), article(2), article(3), article(1)];
        all.sort_by_key(|one| edition.place(*one));
        assert_eq!(all, [article(3), article(1), article(2), article(4)]);
    }

    #[test]
    fn a_language_stands_for_its_regions_and_not_for_others() {
        let wanted = ["en".to_owned()];
        assert!(speaks(&wanted, "en-GB") && speaks(&wanted, "EN") && speaks(&[], "fa"));
        assert!(!speaks(&wanted, "enm") && !speaks(&["en-GB".to_owned()], "en"));
    }
}
