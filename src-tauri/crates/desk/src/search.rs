//! Finding articles by their words.

use crate::{Desk, Hand, Hit};
use model::Result;
use serde::Deserialize;

/// Which words; all of them must be there.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Find {
    pub query: String,
    pub limit: Option<u32>,
}

/// The articles that hold the words, best first.
///
/// # Errors
/// System errors.
pub fn find(desk: &Desk, _: &Hand, ask: Find) -> Result<Vec<Hit>> {
    desk.store.read(|db| {
        let mut hits = vec![];
        for found in store::search::find(db, &ask.query, ask.limit.unwrap_or(20).clamp(1, 200))? {
            let article = store::article::get(db, found.article)?;
            if !article.binned {
                hits.push(Hit {
                    article: article.id.to_string(),
                    title: article.title,
                    snippet: found.snippet,
                    status: article.status,
                });
            }
        }
        Ok(hits)
    })
}
