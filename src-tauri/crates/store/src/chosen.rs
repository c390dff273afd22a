//! What was found out about published articles when a bundle was made of them last, in pieces of some articles each: so that
//! what nothing was done to need not be asked again. What stands in them is the matter of who keeps them; they may be lost at any
//! time.

use crate::{Db, blob::unpack, error::sql};
use model::{ArticleId, Error, Hash, Result};
use rusqlite::OptionalExtension;

/// How many pieces there are.
pub const PIECES: i64 = 256;

/// The row that says what all of them are from.
const MARK: i64 = -1;

/// Which piece an article is in.
#[must_use]
pub fn piece_of(article: ArticleId) -> i64 {
    let [.., last] = article.0.into_bytes();
    i64::from(last)
}

/// What they are from, in the words of who kept them; none where there are none.
///
/// # Errors
/// System errors.
pub fn mark(db: &Db) -> Result<Option<String>> {
    piece(db, MARK)
}

/// A piece; none where it is not there, or not what was kept.
///
/// # Errors
/// System errors.
pub fn piece(db: &Db, nth: i64) -> Result<Option<String>> {
    let row: Option<(String, Vec<u8>)> = db
        .conn
        .prepare_cached("SELECT sha256, facts FROM l_chosen WHERE piece = ?1")
        .map_err(sql)?
        .query_row([nth], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(sql)?;
    Ok(row.and_then(|(sha256, packed)| {
        let whole = Hash::of(&packed).to_string() == sha256;
        whole.then(|| String::from_utf8(unpack(&packed)?).ok())?
    }))
}

/// Keeps pieces: other ones where there is a text, none where it is empty; those that are not named stay. Where another wrote
/// meanwhile, so that they are from something else than `was`, all is left as it is.
///
/// # Errors
/// System errors.
pub fn keep(db: &Db, was: Option<&str>, mark: &str, pieces: &[(i64, String)]) -> Result<()> {
    if self::mark(db)?.as_deref() != was {
        return Ok(());
    }
    if was.is_none() {
        forget(db)?;
    }
    for (nth, text) in pieces {
        write(db, *nth, text)?;
    }
    write(db, MARK, mark)?;
    crate::sums::restate(db, "l_chosen")
}

fn write(db: &Db, nth: i64, text: &str) -> Result<()> {
    if text.is_empty() {
        let mut gone = db
            .conn
            .prepare_cached("DELETE FROM l_chosen WHERE piece = ?1")
            .map_err(sql)?;
        return gone.execute([nth]).map(|_| ()).map_err(sql);
    }
    let packed = zstd::bulk::compress(text.as_bytes(), 1)
        .map_err(|cause| Error::system("compress", cause.to_string()))?;
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO l_chosen (piece, sha256, facts) VALUES (?1, ?2, ?3)",
        )
        .map_err(sql)?
        .execute((nth, Hash::of(&packed).to_string(), packed))
        .map_err(sql)?;
    Ok(())
}

/// Forgets all of it.
///
/// # Errors
/// System errors.
pub fn forget(db: &Db) -> Result<()> {
    db.conn.execute("DELETE FROM l_chosen", []).map_err(sql)?;
    crate::sums::restate(db, "l_chosen")
}

#[cfg(test)]
mod tests {
    use super::{keep, mark, piece};
    use crate::Store;

    #[test]
    fn a_piece_that_is_another_by_now_is_none_and_who_comes_late_writes_nothing() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let put = |was: Option<&str>, mark: &str, text: &str| {
            store
                .local(|db| keep(db, was, mark, &[(3, text.to_owned())]))
                .unwrap();
        };
        let now = || store.read(|db| Ok((mark(db)?, piece(db, 3)?))).unwrap();
        let is = |mark: &str, text: Option<&str>| {
            assert_eq!(now(), (Some(mark.to_owned()), text.map(str::to_owned)));
        };
        assert_eq!(now(), (None, None));
        put(None, "one", "An article.");
        is("one", Some("An article."));
        put(None, "late", "Another.");
        is("one", Some("An article."));
        put(Some("one"), "two", "Another.");
        is("two", Some("Another."));
        let change = "UPDATE l_chosen SET facts = zeroblob(9) WHERE piece = 3";
        let changed = store.local(|db| db.conn.execute(change, []).map_err(crate::error::sql));
        assert_eq!(changed.unwrap(), 1);
        is("two", None);
        put(Some("two"), "three", "");
        is("three", None);
    }
}
