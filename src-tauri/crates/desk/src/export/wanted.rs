//! What a bundle is wanted to hold, and how it is to be made: an edition and a profile, by name or as they are being put
//! together.

use super::edition::{Edition as Chosen, edition as chosen_of};
use crate::{Desk, edition, profile, theme};
use model::{
    Hash, Result, Time,
    article::{Content, folder},
    bundle::{BundleKind, Surroundings},
    edition::{Asked, EVERYTHING, Edition, Query, speaks},
    profile::Profile,
};
use press::theme::Theme;
use serde::Deserialize;
use std::sync::Arc;
use store::{Db, article::Article};

/// What an edition is called that nobody named.
const UNNAMED: &str = "By hand";

/// Which edition and which profile: the names of kept ones, or an edition as it is being put together.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Which {
    #[ts(optional)]
    pub edition: Option<String>,
    /// In place of a kept one.
    #[ts(optional)]
    pub chosen: Option<Edition>,
    #[ts(optional)]
    pub profile: Option<String>,
    /// As a proof: whatever the heads say, marked on every page.
    #[ts(optional, as = "Option<bool>")]
    pub proof: bool,
}

/// An edition and a profile.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub edition: Edition,
    pub profile: Profile,
}

impl Which {
    /// What was asked for.
    pub(super) fn find(&self, db: &Db) -> Result<Wanted> {
        let edition = match &self.chosen {
            Some(chosen) => {
                let mut chosen = chosen.clone();
                edition::sane(db, &mut chosen)?;
                chosen
            }
            None => edition::named(db, self.edition.as_deref().unwrap_or_default())?,
        };
        Ok(Wanted {
            edition,
            profile: profile::wanted(db, self.profile.as_deref())?,
        })
    }

    /// Release or proof.
    pub(super) fn kind(&self) -> BundleKind {
        if self.proof {
            BundleKind::Proof
        } else {
            BundleKind::Release
        }
    }
}

impl Wanted {
    /// Everything, by the usual profile.
    pub(super) fn everything(db: &Db) -> Result<Self> {
        Which::default().find(db)
    }

    /// What the edition is called.
    pub(super) fn name(&self) -> &str {
        match self.edition.name.as_str() {
            "" => UNNAMED,
            name => name,
        }
    }

    /// The theme that it is printed by.
    pub(super) fn theme(&self, desk: &Desk, db: &Db) -> Result<Arc<Theme>> {
        theme::active(desk, db, &self.profile.theme)
    }

    /// Whether the edition holds whatever there is.
    fn is_all(&self) -> bool {
        let all = Query::default();
        self.edition.query.as_ref() == Some(&all)
            && self.edition.left_out.is_empty()
            && self.profile.languages.is_empty()
    }

    /// Whether something of the edition could print and does not, since the profile leaves out its language.
    pub(super) fn others_speak(&self, db: &Db, kind: BundleKind) -> Result<bool> {
        if self.profile.languages.is_empty() {
            return Ok(false);
        }
        let mut every = self.clone();
        every.profile.languages.clear();
        Ok(!chosen_of(db, kind, &every)?.printing.is_empty())
    }

    /// What pages show of edition and profile.
    pub(super) fn settle(&self, around: &mut Surroundings, chosen: &Chosen) {
        let profile = &self.profile;
        if !profile.base_url.is_empty() {
            around.base_url.clone_from(&profile.base_url);
        }
        if !profile.comments {
            around.comment_address.clear();
        }
        around.feeds = profile.feeds;
        if self.name() != EVERYTHING {
            self.name().clone_into(&mut around.edition);
        }
        around.fronts = self.edition.fronts_by_folder();
        around.fronts.retain(|section, article| {
            chosen.printing.iter().any(|printing| {
                printing.article.id == *article && folder(&printing.section) == *section
            })
        });
    }

    /// Whether something that was withdrawn was of what the edition holds whenever it is made.
    pub(super) fn had(&self, content: &Content) -> bool {
        let of_it = self.edition.query.as_ref().is_some_and(|query| {
            !query.since_last
                && (query.from, query.to) == (None, None)
                && query.is_about(&content.section, &content.tags, &content.language)
        });
        of_it
            && !self.edition.left_out.contains(&content.article)
            && speaks(&self.profile.languages, &content.language)
    }
}

/// What an edition holds of everything that could print, by the state of a library.
pub(super) struct Since<'a> {
    wanted: &'a Wanted,
    zone: String,
    /// The last release of this edition by this profile, by its place in the journal.
    last: Option<i64>,
}

impl<'a> Since<'a> {
    pub(super) fn of(db: &Db, wanted: &'a Wanted) -> Result<Self> {
        let asks = wanted.edition.query.as_ref();
        let last = match asks.is_some_and(|query| query.since_last) && wanted.name() != UNNAMED {
            true => store::edition::last_released(db, wanted.name(), &wanted.profile.name)?,
            false => None,
        };
        Ok(Self {
            wanted,
            zone: store::person::settings(db)?.time_zone,
            last,
        })
    }

    /// Whether an article that can't print is of what the edition would hold, as its head stands.
    pub(super) fn is_about(&self, db: &Db, article: &Article) -> Result<bool> {
        if self.wanted.is_all() || self.wanted.edition.picked.contains(&article.id) {
            return Ok(true);
        }
        let content = store::article::content(db, article.head)?;
        Ok(self.about(article, &content))
    }

    /// Whether an article whose live text could print is one that the edition waits for, since it holds what is new.
    pub(super) fn waits_for(&self, article: &Article, content: &Content) -> bool {
        let query = self.wanted.edition.query.as_ref();
        query.is_some_and(|query| query.since_last) && self.about(article, content)
    }

    fn about(&self, article: &Article, content: &Content) -> bool {
        let edition = &self.wanted.edition;
        edition
            .query
            .as_ref()
            .is_some_and(|query| query.is_about(&content.section, &content.tags, &content.language))
            && !edition.left_out.contains(&article.id)
            && speaks(&self.wanted.profile.languages, &content.language)
    }

    /// Whether the edition holds what prints of an article.
    pub(super) fn takes(
        &self,
        db: &Db,
        article: &Article,
        (revision, content): (Hash, &Content),
        date: Option<Time>,
    ) -> Result<bool> {
        if self.wanted.is_all() {
            return Ok(true);
        }
        if !speaks(&self.wanted.profile.languages, &content.language) {
            return Ok(false);
        }
        let asked = Asked {
            section: &content.section,
            tags: &content.tags,
            language: &content.language,
            day: date.map(|date| date.day(&self.zone)),
            since_last: self.is_new(db, article, revision)?,
        };
        Ok(self.wanted.edition.takes(article.id, &asked))
    }

    /// Whether a text is not live yet, or became so after the last release of this edition by this profile.
    fn is_new(&self, db: &Db, article: &Article, revision: Hash) -> Result<bool> {
        if article.live != Some(revision) {
            return Ok(true);
        }
        let Some(last) = self.last else {
            // To its first bundle by a profile everything is new. A choice without a name has no bundles of its own.
            return Ok(self.wanted.name() != UNNAMED);
        };
        let live_since = store::article::live_since(db, article.id, revision)?;
        Ok(live_since.is_some_and(|since| since > last))
    }
}
