//! By what whoever is banned is known again once their e-mail was erased, or they were forgotten.

use super::Commenter;
use crate::{Db, error::sql};
use model::{CommenterId, Hash, Result, Time};
use rusqlite::OptionalExtension;

/// Marks whoever is banned at a moment and whose e-mail is about to be erased, since nothing of theirs came in after
/// `before`. `fresh` becomes the library's key where it has none.
///
/// # Errors
/// System errors.
pub fn mark_banned(db: &Db, (before, at): (Time, Time), fresh: &str) -> Result<()> {
    let banned: Vec<(String, String)> = db
        .conn
        .prepare_cached(
            "SELECT l.id, l.email FROM j_ban AS b JOIN l_commenter AS l ON l.id = b.commenter
             WHERE l.email IS NOT NULL AND l.seen < ?1 AND (b.until IS NULL OR b.until > ?2)",
        )
        .map_err(sql)?
        .query_map((before.to_string(), at.to_string()), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    if banned.is_empty() {
        return Ok(());
    }
    keep_key(db, fresh)?;
    for (commenter, email) in banned {
        if let Some(mark) = mark(db, &email)? {
            keep_mark(db, &mark, &commenter)?;
        }
    }
    Ok(())
}

/// Marks whoever is banned at a moment and is to be forgotten, so that their ban goes on: by their e-mail, or where they gave
/// none by the network address that they sent from last. `fresh` becomes the library's key where it has none. Whether they
/// are banned.
///
/// # Errors
/// System errors.
pub fn mark_forgotten(
    db: &Db,
    (commenter, private): (CommenterId, &Commenter),
    at: Time,
    fresh: &str,
) -> Result<bool> {
    let held = super::ban(db, commenter)?
        .is_some_and(|banned| banned.ban.until.is_none_or(|until| until > at));
    if !held {
        return Ok(false);
    }
    let known = match (&private.email, &private.address) {
        (Some(email), _) => email.clone(),
        (None, Some(address)) => from(address),
        (None, None) => return Ok(true),
    };
    // Whoever was marked when their e-mail was erased is marked by that.
    let marked: bool = db
        .conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM l_ban_mark WHERE commenter = ?1)")
        .map_err(sql)?
        .query_row([commenter.to_string()], |row| row.get(0))
        .map_err(sql)?;
    if marked && private.email.is_none() {
        return Ok(true);
    }
    keep_key(db, fresh)?;
    if let Some(mark) = mark(db, &known)? {
        keep_mark(db, &mark, &commenter.to_string())?;
    }
    Ok(true)
}

/// What stands for a network address where an e-mail would: nothing that one could be.
fn from(address: &str) -> String {
    format!("from {address}")
}

fn keep_key(db: &Db, fresh: &str) -> Result<()> {
    db.conn
        .prepare_cached("INSERT OR IGNORE INTO l_ban_key (one, key) VALUES (1, ?1)")
        .map_err(sql)?
        .execute([fresh])
        .map_err(sql)?;
    Ok(())
}

fn keep_mark(db: &Db, mark: &str, commenter: &str) -> Result<()> {
    db.conn
        .prepare_cached("INSERT OR IGNORE INTO l_ban_mark (mark, commenter) VALUES (?1, ?2)")
        .map_err(sql)?
        .execute((mark, commenter))
        .map_err(sql)?;
    Ok(())
}

/// The marks of a commenter's e-mail and of a network address; empty where the library has no key, and so no mark.
pub(super) fn marks(
    db: &Db,
    commenter: CommenterId,
    address: Option<&str>,
) -> Result<(String, String)> {
    let Some(key) = key(db)? else {
        return Ok(Default::default());
    };
    let email: Option<String> = db
        .conn
        .prepare_cached("SELECT email FROM l_commenter WHERE id = ?1")
        .map_err(sql)?
        .query_row([commenter.to_string()], |row| row.get(0))
        .optional()
        .map_err(sql)?
        .flatten();
    let mark = |known: Option<String>| known.map_or_else(String::new, |known| made(&key, &known));
    Ok((mark(email), mark(address.map(from))))
}

/// What an e-mail is marked by; none where the library has no key yet, and so no mark.
fn mark(db: &Db, email: &str) -> Result<Option<String>> {
    Ok(key(db)?.map(|key| made(&key, email)))
}

fn made(key: &str, email: &str) -> String {
    Hash::of(format!("{key}{}", email.to_lowercase()).as_bytes()).to_string()
}

/// The key by which the library's marks are made, once it has made one.
fn key(db: &Db) -> Result<Option<String>> {
    db.conn
        .prepare_cached("SELECT key FROM l_ban_key")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(sql)
}

/// Gives whoever is banned and marked their e-mail again that they just said, so that their ban is found by it. The row gets no
/// salt from it: it has one where the journal holds a hash of it.
///
/// # Errors
/// System errors.
pub fn know_banned(db: &Db, email: &str, at: Time) -> Result<()> {
    let Some(mark) = mark(db, email)? else {
        return Ok(());
    };
    db.conn
        .prepare_cached(
            "UPDATE l_commenter SET email = ?2, seen = ?3 WHERE email IS NULL AND id IN
               (SELECT m.commenter FROM l_ban_mark AS m JOIN j_ban AS b ON b.commenter = m.commenter
                WHERE m.mark = ?1 AND (b.until IS NULL OR b.until > ?3))",
        )
        .map_err(sql)?
        .execute((mark, email, at.to_string()))
        .map_err(sql)?;
    Ok(())
}

/// Takes the mark from a commenter whose ban is lifted.
///
/// # Errors
/// System errors.
pub fn unmark(db: &Db, commenter: CommenterId) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM l_ban_mark WHERE commenter = ?1")
        .map_err(sql)?
        .execute([commenter.to_string()])
        .map_err(sql)?;
    Ok(())
}

/// Whether somebody is marked whose ban is no more, or ran out.
///
/// # Errors
/// System errors.
pub fn has_free(db: &Db, at: Time) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM l_ban_mark WHERE commenter NOT IN
               (SELECT commenter FROM j_ban WHERE until IS NULL OR until > ?1))",
        )
        .map_err(sql)?
        .query_row([at.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// Takes the marks from all whose ban is no more, or ran out; gives from how many.
///
/// # Errors
/// System errors.
pub fn unmark_free(db: &Db, at: Time) -> Result<usize> {
    db.conn
        .prepare_cached(
            "DELETE FROM l_ban_mark WHERE commenter NOT IN
               (SELECT commenter FROM j_ban WHERE until IS NULL OR until > ?1)",
        )
        .map_err(sql)?
        .execute([at.to_string()])
        .map_err(sql)
}
