//! The journal in words.

use crate::{Activity, Desk, Hand, hand::name_of, words};
use model::Result;
use serde::Deserialize;

/// Of which article, or of all; from before which entry.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ActivityList {
    pub article: Option<String>,
    #[ts(type = "number | null")]
    pub after: Option<i64>,
}

/// What was done, newest first, a hundred at a time.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn activity(desk: &Desk, _: &Hand, ask: ActivityList) -> Result<Vec<Activity>> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let article = ask
            .article
            .as_deref()
            .map(|article| store::article::find(db, article))
            .transpose()?;
        let entries =
            store::journal::entries(db, article.map(|article| article.id), ask.after, 100)?;
        Ok(entries
            .into_iter()
            .filter_map(|done| {
                Some(Activity {
                    seq: i32::try_from(done.seq).unwrap_or(i32::MAX),
                    at: done.entry.at.to_string(),
                    who: done
                        .entry
                        .actor
                        .map(|actor| name_of(&people, actor))
                        .unwrap_or_default(),
                    words: words::of(db, &done.entry.event)?,
                    article: words::article(&done.entry.event),
                })
            })
            .collect())
    })
}
