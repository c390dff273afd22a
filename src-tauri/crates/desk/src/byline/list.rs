//! Which profiles there are, and one of them with what it is used for.

use crate::{Desk, Hand, ProfileShown, ProfileView};
use model::Result;
use serde::Deserialize;
use store::{Db, byline::Profile};

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Every profile, by name.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<ProfileView>> {
    desk.store.read(|db| {
        let profiles = store::byline::list(db)?.into_iter();
        profiles.map(|profile| view(db, profile)).collect()
    })
}

/// Which, by its name, its id or the beginning of that.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Show {
    pub profile: String,
}

/// A profile, and how many articles print its name.
///
/// # Errors
/// `no-such-profile`, `ambiguous-id`; system errors.
pub fn show(desk: &Desk, _: &Hand, ask: Show) -> Result<ProfileShown> {
    desk.store.read(|db| {
        let profile = store::byline::find(db, &ask.profile)?;
        let articles = store::byline::articles(db, &profile.byline.name)?;
        Ok(ProfileShown {
            profile: view(db, profile)?,
            articles: i32::try_from(articles).unwrap_or(i32::MAX),
        })
    })
}

fn view(db: &Db, profile: Profile) -> Result<ProfileView> {
    let kept = match profile.byline.picture {
        Some(picture) => store::asset::get(db, picture)?,
        None => None,
    };
    Ok(ProfileView {
        id: profile.id.to_string(),
        small: kept.map(|kept| kept.asset.narrowest().to_string()),
        byline: profile.byline,
    })
}
