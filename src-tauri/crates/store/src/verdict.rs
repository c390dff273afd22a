//! What reviewers said.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Error, Hash, KeyId, PersonId, Result, Time,
    article::{Standing, Verdict, Workflow, standing},
    signed::Say,
};
use serde::{Deserialize, Serialize};

/// A verdict's row.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Given {
    pub verdict: Verdict,
    pub revision: Hash,
    pub cycle: i64,
    pub note: String,
    pub key: KeyId,
    pub at: Time,
    pub signature: String,
}

/// Every verdict on the article that was not taken back, oldest first.
///
/// # Errors
/// System errors.
pub fn list(db: &Db, article: ArticleId) -> Result<Vec<Given>> {
    type Raw = (
        String,
        String,
        i64,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        Option<String>,
    );
    let rows: Vec<Raw> = db
        .conn
        .prepare_cached(
            "SELECT id, revision, cycle, person, say, note, key, at, contributors, signature, stage
             FROM j_verdict WHERE article = ?1 AND taken_back = 0 ORDER BY seq",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
                row.get(9)?,
                row.get(10)?,
            ))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(
            |(id, revision, cycle, person, say, note, key, at, contributors, signature, stage)| {
                let damaged =
                    |cause| Error::damaged("damaged", format!("A verdict can’t be read: {cause}."));
                let say: Say = serde_json::from_str(&say).map_err(damaged)?;
                let contributors: Vec<PersonId> =
                    serde_json::from_str(&contributors).map_err(damaged)?;
                Ok(Given {
                    verdict: Verdict {
                        id: id.kept()?,
                        person: person.kept()?,
                        say,
                        stage,
                        contributors,
                    },
                    revision: revision.kept()?,
                    cycle,
                    note,
                    key: key.kept()?,
                    at: at.kept()?,
                    signature,
                })
            },
        )
        .collect()
}

/// Those of `given` on `revision` in `cycle`.
#[must_use]
pub fn on(given: &[Given], revision: Hash, cycle: i64) -> Vec<Verdict> {
    given
        .iter()
        .filter(|given| given.revision == revision && given.cycle == cycle)
        .map(|given| given.verdict.clone())
        .collect()
}

/// Where `revision` stands in `workflow` by the verdicts of `cycle` among `given`.
#[must_use]
pub fn of(
    given: &[Given],
    (revision, cycle): (Hash, i64),
    four_eyes: bool,
    workflow: &Workflow,
) -> Standing {
    standing(&on(given, revision, cycle), four_eyes, &workflow.names())
}
