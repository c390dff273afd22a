//! Which moderator has which comment in front of them: local, short-lived, and no part of the journal.

use crate::{Column, Db, error::sql};
use model::{CommentId, PersonId, Result, Time};

/// How long a comment is someone's after they were last seen to have it in front of them, in milliseconds.
const CLAIMED: i64 = 60_000;

/// When a claim that begins now ends.
fn end(now: Time) -> String {
    Time(now.0.saturating_add(CLAIMED)).to_string()
}

/// Lets a person have a comment in front of them for a minute, and no other; `false` where someone else has it.
///
/// # Errors
/// System errors.
pub fn claim(db: &Db, comment: CommentId, person: PersonId, now: Time) -> Result<bool> {
    let (person, until) = (person.to_string(), end(now));
    let now = now.to_string();
    // One that would end later than any of now was begun by a clock that has been put right since.
    let taken = db
        .conn
        .prepare_cached(
            "INSERT INTO l_claim (comment, person, until) VALUES (?1, ?2, ?4)
             ON CONFLICT DO UPDATE SET person = ?2, until = ?4
               WHERE person = ?2 OR until NOT BETWEEN ?3 AND ?4 OR until = ?3",
        )
        .map_err(sql)?
        .execute((comment.to_string(), &person, &now, &until))
        .map_err(sql)?;
    db.conn
        .prepare_cached(
            "DELETE FROM l_claim
             WHERE until NOT BETWEEN ?2 AND ?4 OR until = ?2 OR (person = ?1 AND comment <> ?3)",
        )
        .map_err(sql)?
        .execute((person, now, comment.to_string(), until))
        .map_err(sql)?;
    crate::sums::restate(db, "l_claim")?;
    Ok(taken > 0)
}

/// Lets go of everything that a person has in front of them.
///
/// # Errors
/// System errors.
pub fn let_go(db: &Db, person: PersonId) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM l_claim WHERE person = ?1")
        .map_err(sql)?
        .execute([person.to_string()])
        .map_err(sql)?;
    crate::sums::restate(db, "l_claim")
}

/// Every comment that someone has in front of them at a moment, and who.
///
/// # Errors
/// System errors.
pub fn claims(db: &Db, now: Time) -> Result<Vec<(CommentId, PersonId)>> {
    db.conn
        .prepare_cached("SELECT comment, person FROM l_claim WHERE until > ?1 AND until <= ?2")
        .map_err(sql)?
        .query_map([now.to_string(), end(now)], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|(comment, person)| Ok((comment.kept()?, person.kept()?)))
        .collect()
}
