//! Pictures and attachments: which there are, where each is shown, and their files.

mod files;

pub use files::{faults, is_whole, put, read};

use crate::{Column, Db, error::sql};
use model::{ArticleId, Error, Hash, PersonId, Result, article::Content, asset::Asset};
use rusqlite::Row;

/// An asset's row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Kept {
    pub asset: Asset,
    pub name: String,
    pub alt: String,
    pub added: String,
    pub person: PersonId,
}

/// Whether a row's asset is shown: by a head, by what is live, by a byline's profile, or in what someone is typing. The bin counts, since
/// what is in it may come back.
const USED: &str = "(EXISTS (SELECT 1 FROM d_asset_use u JOIN j_article a ON a.id = u.article
    WHERE u.asset = j_asset.id AND (a.head = u.revision OR a.live = u.revision))
  OR EXISTS (SELECT 1 FROM j_profile p WHERE p.picture = j_asset.id)
  OR EXISTS (SELECT 1 FROM l_draft WHERE instr(content, CAST(j_asset.id AS BLOB)) > 0))";

fn from_row(row: &Row) -> rusqlite::Result<(String, String, String, String, String)> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
    ))
}

fn kept(
    (json, name, alt, added, person): (String, String, String, String, String),
) -> Result<Kept> {
    let asset = serde_json::from_str(&json).map_err(|cause| {
        Error::damaged("damaged", format!("A picture’s row is damaged: {cause}."))
    })?;
    Ok(Kept {
        asset,
        name,
        alt,
        added,
        person: person.kept()?,
    })
}

/// The asset whose hash begins with `prefix`.
///
/// # Errors
/// `no-such-asset`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Kept> {
    let mut found = db
        .conn
        .prepare_cached(
            "SELECT json, name, alt, added, person FROM j_asset WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2",
        )
        .map_err(sql)?
        .query_map([prefix.to_ascii_lowercase()], from_row)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?;
    match (prefix.is_empty(), found.len()) {
        (false, 1) => kept(found.remove(0)),
        (false, 2) => Err(Error::usage(
            "ambiguous-id",
            format!("More than one picture begins with {prefix}."),
        )
        .hint("Give more of its name.")),
        _ => Err(
            Error::unreadable("no-such-asset", format!("There is no picture {prefix}."))
                .hint("`copydesk asset list` shows them."),
        ),
    }
}

/// The asset, where it is on the list.
///
/// # Errors
/// System errors.
pub fn get(db: &Db, hash: Hash) -> Result<Option<Kept>> {
    match find(db, &hash.to_string()) {
        Ok(kept) => Ok(Some(kept)),
        Err(error) if error.code == "no-such-asset" => Ok(None),
        Err(error) => Err(error),
    }
}

/// A page of assets, newest first, from after the cursor; only those that nothing shows, where wanted.
///
/// # Errors
/// System errors.
pub fn list(db: &Db, unused: bool, after: Option<(&str, &str)>, limit: u32) -> Result<Vec<Kept>> {
    let (added, id) = after.unwrap_or(("9999", ""));
    let only = if unused {
        format!("AND NOT {USED}")
    } else {
        String::new()
    };
    db.conn
        .prepare_cached(&format!(
            "SELECT json, name, alt, added, person FROM j_asset WHERE (added, id) < (?1, ?2) {only}
             ORDER BY added DESC, id DESC LIMIT ?3"
        ))
        .map_err(sql)?
        .query_map((added, id, limit), from_row)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(kept)
        .collect()
}

/// Whether anything shows the asset, what is being typed included.
///
/// # Errors
/// System errors.
pub fn is_used(db: &Db, hash: Hash) -> Result<bool> {
    db.conn
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM j_asset WHERE id = ?1 AND {USED})"
        ))
        .map_err(sql)?
        .query_row([hash.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// The articles whose head or live text shows the asset, by headline.
///
/// # Errors
/// System errors.
pub fn uses(db: &Db, hash: Hash) -> Result<Vec<(ArticleId, String)>> {
    db.conn
        .prepare_cached(
            "SELECT DISTINCT a.id, a.title FROM d_asset_use u JOIN j_article a ON a.id = u.article
             WHERE u.asset = ?1 AND (a.head = u.revision OR a.live = u.revision) ORDER BY a.title, a.id",
        )
        .map_err(sql)?
        .query_map([hash.to_string()], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|(id, title)| Ok((id.kept()?, title)))
        .collect()
}

/// Remembers which assets a revision shows.
pub(crate) fn note_uses(db: &Db, content: &Content, revision: Hash) -> Result<()> {
    for asset in content.every_asset() {
        db.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO d_asset_use (asset, article, revision) VALUES (?1, ?2, ?3)",
            )
            .map_err(sql)?
            .execute((
                asset.to_string(),
                content.article.to_string(),
                revision.to_string(),
            ))
            .map_err(sql)?;
    }
    Ok(())
}
