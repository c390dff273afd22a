//! For whom each article in review waits, as rows that are walked by key: whoever claimed it; else whoever holds the role,
//! or is named, for the stage that waits; or whoever may confirm. Who each of these is, the desk knows.

use super::{Article, COLUMNS, from_row, get};
use crate::{Column, Db, error::sql};
use model::{
    ArticleId, PersonId, Result,
    article::{Pass, Standing, passed},
    event::Event,
    person::Role,
};
use rusqlite::OptionalExtension;

/// For whom something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// For who has claimed it.
    Claimed(PersonId),
    /// For a person who is named for the stage, and has not claimed it.
    Named(PersonId),
    /// For whoever holds a role.
    Role(Role),
    /// For whoever may confirm.
    Confirmation,
}

impl Waits {
    fn key(self) -> String {
        match self {
            Self::Claimed(person) => format!("claimed {person}"),
            Self::Named(person) => format!("named {person}"),
            Self::Role(role) => format!("role {}", role.name()),
            Self::Confirmation => "confirmation".into(),
        }
    }
}

/// Keeps the rows in step with an event that was just applied.
pub(crate) fn follow(db: &Db, event: &Event) -> Result<()> {
    match event {
        Event::RevisionSaved { article, .. }
        | Event::StatusSet { article, .. }
        | Event::VerdictGiven { article, .. }
        | Event::VerdictTakenBack { article, .. }
        | Event::Withdrawn { article, .. }
        | Event::RouteSet { article, .. }
        | Event::ClaimSet { article, .. }
        | Event::BinSet { article, .. }
        | Event::BinEmptied { article } => note(db, *article),
        Event::Released { articles, .. } => {
            let mut articles = articles.iter();
            articles.try_for_each(|(article, _)| note(db, *article))
        }
        _ => Ok(()),
    }
}

/// Makes the rows of every article that is in review.
pub(crate) fn catch_up(db: &Db) -> Result<()> {
    super::each_kept(db, |article| note(db, article.id))
}

fn note(db: &Db, article: ArticleId) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM d_waits WHERE article = ?1")
        .map_err(sql)?
        .execute([article.to_string()])
        .map_err(sql)?;
    let row = db
        .conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM j_article WHERE id = ?1 AND status = 'in-review' AND binned = 0"
        ))
        .map_err(sql)?
        .query_row([article.to_string()], from_row)
        .optional()
        .map_err(sql)?
        .transpose()?;
    let Some(row) = row else { return Ok(()) };
    let mut put = db
        .conn
        .prepare_cached("INSERT INTO d_waits (who, submitted, article) VALUES (?1, ?2, ?3)")
        .map_err(sql)?;
    for who in waits(db, &row)? {
        put.execute((who.key(), &row.submitted, row.id.to_string()))
            .map_err(sql)?;
    }
    Ok(())
}

fn waits(db: &Db, article: &Article) -> Result<Vec<Waits>> {
    if let Some(claimed) = article.claimed {
        return Ok(vec![Waits::Claimed(claimed)]);
    }
    let four_eyes = crate::person::settings(db)?.four_eyes;
    let given = crate::verdict::list(db, article.id)?;
    let workflow = crate::route::of(db, article.id, article.cycle, &article.section)?;
    let head = (article.head, article.cycle);
    if let Standing::Unconfirmed(_) = crate::verdict::of(&given, head, four_eyes, &workflow) {
        return Ok(vec![Waits::Confirmation]);
    }
    let said = crate::verdict::on(&given, article.head, article.cycle);
    let stage = workflow.waiting(passed(&said, &workflow.names()));
    Ok(match stage.map(|stage| &stage.pass) {
        Some(Pass::Role(role)) => vec![Waits::Role(*role)],
        Some(Pass::People(people)) => people.iter().copied().map(Waits::Named).collect(),
        None => vec![],
    })
}

const OF: &str =
    "SELECT submitted, article FROM d_waits WHERE who = ?1 AND (submitted, article) > (?2, ?3)
     ORDER BY submitted, article LIMIT ?4";

/// What is in review and waits for any of these, what was submitted first coming first: at most `limit`, from after a place,
/// which is when one was submitted and its id.
///
/// # Errors
/// System errors.
pub fn waiting_for(
    db: &Db,
    whom: &[Waits],
    after: Option<(&str, &str)>,
    limit: u32,
) -> Result<Vec<Article>> {
    let (at, id) = after.unwrap_or_default();
    let mut found: Vec<(String, String)> = vec![];
    let mut asked = db.conn.prepare_cached(OF).map_err(sql)?;
    for who in whom {
        let rows = asked
            .query_map((who.key(), at, id, limit), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map_err(sql)?;
        for row in rows {
            found.push(row.map_err(sql)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(limit as usize);
    let ids = found.into_iter().map(|(_, id)| get(db, id.kept()?));
    ids.collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    #[test]
    fn what_waits_for_someone_is_walked_to_and_never_sorted() {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut conn).unwrap();
        let plan: Vec<String> = conn
            .prepare(&format!("EXPLAIN QUERY PLAN {}", super::OF))
            .unwrap()
            .query_map(("role reviewer", "2026", "id", 10), |row| row.get(3))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        let plan = plan.join("; ");
        assert!(
            plan.contains("SEARCH") && !plan.contains("TEMP B-TREE"),
            "{plan}"
        );
    }
}
