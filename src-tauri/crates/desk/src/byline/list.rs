//! Which profiles there are, and one of them with what it is used for.

use crate::{Desk, Hand, ProfileShown, ProfileView};
use model::Result;
use serde::Deserialize;
use store::byline::Profile;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct List {}

/// Every profile, by name.
///
/// # Errors
/// System errors.
pub fn list(desk: &Desk, _: &Hand, _: List) -> Result<Vec<ProfileView>> {
    let profiles = desk.store.read(store::byline::list)?;
    Ok(profiles.into_iter().map(view).collect())
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
            profile: view(profile),
            articles: i32::try_from(articles).unwrap_or(i32::MAX),
        })
    })
}

fn view(profile: Profile) -> ProfileView {
    ProfileView {
        id: profile.id.to_string(),
        byline: profile.byline,
    }
}
