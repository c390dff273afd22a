//! The site in outline: which sections there are and where each article's page is. It is what one page shows of all
//! the others, and is worked out once per state of the journal, so that a preview reads one article and not a library.

use super::choice::{Choice, Rules, in_turn, of_release};
use crate::Desk;
use model::{ArticleId, Hash, Result, article::Status};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};
use store::Db;

/// Sections and pages of everything that a release would print.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// How many articles print in each section, by its name.
    sections: BTreeMap<String, usize>,
    places: BTreeMap<ArticleId, Place>,
}

#[derive(Debug)]
struct Place {
    section: String,
    path: String,
    revision: Hash,
}

/// The outline that was worked out last, and after which entry of the journal.
pub(crate) type Kept = Mutex<Option<(i64, Arc<Outline>)>>;

impl Outline {
    /// The outline of the library as it is; the one that is kept, where nothing was done since.
    pub(super) fn now(desk: &Desk, db: &Db) -> Result<Arc<Self>> {
        let newest = store::journal::entries(db, None, None, 1)?
            .first()
            .map_or(0, |done| done.seq);
        let mut kept = desk.outline.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, outline)) = kept.as_ref()
            && *at == newest
        {
            return Ok(Arc::clone(outline));
        }
        let outline = Arc::new(Self::of(db)?);
        *kept = Some((newest, Arc::clone(&outline)));
        Ok(outline)
    }

    /// As [`super::edition`] chooses what prints, from the rows alone where the head prints.
    fn of(db: &Db) -> Result<Self> {
        let rules = Rules::of(db)?;
        let mut outline = Self::default();
        let mut taken = BTreeSet::new();
        for article in in_turn(db)? {
            if article.live.is_none() && article.status != Status::Approved {
                continue;
            }
            let (section, path, revision) = match of_release(db, &article, &rules)? {
                Choice::Held(..) => continue,
                Choice::Prints(revision) | Choice::Live(revision, _)
                    if revision == article.head =>
                {
                    let path = model::article::path(&article.section, &article.slug);
                    (article.section, path, revision)
                }
                Choice::Prints(revision) | Choice::Live(revision, _) => {
                    let content = store::article::content(db, revision)?;
                    (content.section.clone(), content.path(), revision)
                }
            };
            if taken.insert(path.clone()) {
                *outline.sections.entry(section.clone()).or_default() += 1;
                outline.places.insert(
                    article.id,
                    Place {
                        section,
                        path,
                        revision,
                    },
                );
            }
        }
        Ok(outline)
    }

    /// The names of the sections in which anything but `article` prints.
    pub(super) fn sections_without(&self, article: ArticleId) -> impl Iterator<Item = &str> {
        let own = self.places.get(&article).map(|place| &place.section);
        self.sections
            .iter()
            .filter(move |(section, count)| own != Some(*section) || **count > 1)
            .map(|(section, _)| section.as_str())
    }

    /// The content of `article` that prints, where one does.
    pub(super) fn revision(&self, article: ArticleId) -> Option<Hash> {
        self.places.get(&article).map(|place| place.revision)
    }

    /// Where the page of `article` is within the site, where it prints.
    pub(super) fn path(&self, article: ArticleId) -> Option<&str> {
        self.places.get(&article).map(|place| place.path.as_str())
    }
}
