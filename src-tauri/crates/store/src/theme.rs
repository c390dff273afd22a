//! The newsroom's own theme.

use crate::{Column, Db, error::sql};
use model::{Error, Hash, Result, theme::NewsroomTheme};
use rusqlite::OptionalExtension;

/// The theme that is set, and the hash of its text; none where the program's is used.
///
/// # Errors
/// `damaged-blob`, `bad-theme`; system errors.
pub fn get(db: &Db) -> Result<Option<(Hash, NewsroomTheme)>> {
    let Some(hash) = hash(db)? else {
        return Ok(None);
    };
    let theme = serde_json::from_slice(&db.blob(hash)?).map_err(|cause| {
        Error::damaged("bad-theme", format!("The theme can’t be read: {cause}."))
    })?;
    Ok(Some((hash, theme)))
}

/// The hash of its text alone.
///
/// # Errors
/// System errors.
pub fn hash(db: &Db) -> Result<Option<Hash>> {
    let hash: Option<String> = db
        .conn
        .prepare_cached("SELECT theme FROM j_theme")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    hash.map(|hash| hash.kept()).transpose()
}

/// As the journal says.
pub(crate) fn apply(db: &Db, theme: Option<Hash>, op: &str) -> Result<()> {
    let written = match theme {
        Some(theme) => db
            .conn
            .prepare_cached(
                "INSERT OR REPLACE INTO j_theme (one, theme, last_op) VALUES (1, ?1, ?2)",
            )
            .map_err(sql)?
            .execute((theme.to_string(), op)),
        None => db
            .conn
            .prepare_cached("DELETE FROM j_theme")
            .map_err(sql)?
            .execute([]),
    };
    written.map(|_| ()).map_err(sql)
}
