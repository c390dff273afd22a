//! Profiles of the public authors, from which articles take their bylines.

use crate::{Column, Db, error::sql};
use model::{Error, Hash, ProfileId, Result, article::Byline};
use rusqlite::Params;

/// A public author whose byline is kept.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Profile {
    pub id: ProfileId,
    pub byline: Byline,
}

/// A name as it is looked up: in small letters, with one space between its words.
pub(crate) fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn ask(db: &Db, rest: &str, params: impl Params) -> Result<Vec<Profile>> {
    let rows: Vec<(String, String)> = db
        .conn
        .prepare_cached(&format!("SELECT id, json FROM j_profile {rest}"))
        .map_err(sql)?
        .query_map(params, |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(id, json)| {
            let byline = serde_json::from_str(&json).map_err(|cause| {
                Error::damaged("damaged", format!("A profile is damaged: {cause}."))
            })?;
            Ok(Profile {
                id: id.kept()?,
                byline,
            })
        })
        .collect()
}

/// Every profile, by name.
///
/// # Errors
/// System errors.
pub fn list(db: &Db) -> Result<Vec<Profile>> {
    ask(db, "ORDER BY name, id", [])
}

/// The profile with this id, where there is one.
///
/// # Errors
/// System errors.
pub fn get(db: &Db, id: ProfileId) -> Result<Option<Profile>> {
    Ok(ask(db, "WHERE id = ?1", [id.to_string()])?.pop())
}

/// The profile of this name, however its letters are written.
///
/// # Errors
/// System errors.
pub fn named(db: &Db, name: &str) -> Result<Option<Profile>> {
    Ok(ask(
        db,
        "WHERE name = ?1 ORDER BY id DESC LIMIT 1",
        [folded(name)],
    )?
    .pop())
}

/// The profile of this name, or whose id begins so.
///
/// # Errors
/// `no-such-profile`, `ambiguous-id`; system errors.
pub fn find(db: &Db, wanted: &str) -> Result<Profile> {
    if let Some(profile) = named(db, wanted)? {
        return Ok(profile);
    }
    let prefix = wanted.trim().to_ascii_lowercase();
    let mut found = ask(
        db,
        "WHERE ?1 <> '' AND id >= ?1 AND id < ?1 || 'g' LIMIT 2",
        [prefix],
    )?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Error::usage(
            "no-such-profile",
            format!("There is no profile of “{wanted}”."),
        )
        .hint("`copydesk byline list` shows them.")),
        _ => Err(Error::usage(
            "ambiguous-id",
            format!("More than one profile begins with {wanted}."),
        )
        .hint("Name it in full.")),
    }
}

/// How many articles print this name, as their heads stand; what is in the bin counts.
///
/// # Errors
/// System errors.
pub fn articles(db: &Db, name: &str) -> Result<i64> {
    db.conn
        .prepare_cached(
            "SELECT count(*) FROM j_article
             WHERE emptied = 0 AND instr(', ' || byline || ', ', ', ' || ?1 || ', ') > 0",
        )
        .map_err(sql)?
        .query_row([name], |row| row.get(0))
        .map_err(sql)
}

/// The names of the profiles that show a picture, in order.
///
/// # Errors
/// System errors.
pub fn showing(db: &Db, picture: Hash) -> Result<Vec<String>> {
    let shown = ask(
        db,
        "WHERE picture = ?1 ORDER BY name, id",
        [picture.to_string()],
    )?;
    Ok(shown
        .into_iter()
        .map(|profile| profile.byline.name)
        .collect())
}
