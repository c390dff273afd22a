//! What this library alone knows of who signs: their sealed keys, and how often a passphrase was wrong.

use crate::{Db, Store, error::sql};
use model::{KeyId, PersonId, Result, Time};
use rusqlite::OptionalExtension;
use std::time::Duration;

/// What is remembered of a person who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signer {
    /// Wrong passphrases in a row.
    pub wrong: u32,
    /// When the last one was tried.
    pub tried: Time,
    /// Whether the offer to seal the key was left for later.
    pub later: bool,
    /// Whether an admin made a new key that its owner has not been told of.
    pub renewed: bool,
}

/// What is remembered of `person`; of someone new, nothing.
///
/// # Errors
/// System errors.
pub fn get(db: &Db, person: PersonId) -> Result<Signer> {
    let row = db
        .conn
        .prepare_cached("SELECT wrong, tried, later, renewed FROM l_signer WHERE person = ?1")
        .map_err(sql)?
        .query_row([person.to_string()], |row| {
            Ok(Signer {
                wrong: row.get(0)?,
                tried: Time(row.get(1)?),
                later: row.get(2)?,
                renewed: row.get(3)?,
            })
        })
        .optional()
        .map_err(sql)?;
    Ok(row.unwrap_or(Signer {
        wrong: 0,
        tried: Time(0),
        later: false,
        renewed: false,
    }))
}

/// Remembers it.
///
/// # Errors
/// System errors.
pub fn put(db: &Db, person: PersonId, signer: Signer) -> Result<()> {
    db.conn
        .execute(
            "INSERT OR REPLACE INTO l_signer (person, wrong, tried, later, renewed) VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                person.to_string(),
                signer.wrong,
                signer.tried.0,
                signer.later,
                signer.renewed,
            ),
        )
        .map_err(sql)?;
    Ok(())
}

/// What a key is sealed in, as JSON; none where this library does not have it.
///
/// # Errors
/// System errors.
pub fn sealed(db: &Db, key: KeyId) -> Result<Option<String>> {
    db.conn
        .query_row(
            "SELECT json FROM l_sealed WHERE key = ?1",
            [key.to_string()],
            |row| row.get(0),
        )
        .optional()
        .map_err(sql)
}

/// Every private half that is kept here, as it stands in its row: of which key, whether it is sealed, and the bytes of it.
///
/// # Errors
/// What `each` returns; system errors.
pub fn halves(db: &Db, mut each: impl FnMut(&str, bool, &[u8]) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT key, 0, secret FROM l_secret UNION ALL SELECT key, 1, json FROM l_sealed ORDER BY 1")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes = |column| {
            let value = row.get_ref(column).map_err(sql)?;
            Ok(value.as_bytes_or_null().ok().flatten().unwrap_or_default())
        };
        let key = String::from_utf8_lossy(bytes(0)?);
        each(&key, row.get(1).map_err(sql)?, bytes(2)?)?;
    }
    Ok(())
}

fn table_of_halves(sealed: bool) -> (&'static str, &'static str) {
    match sealed {
        false => ("l_secret", "secret"),
        true => ("l_sealed", "json"),
    }
}

/// Keeps a private half as it is to stand in its row, which is there.
///
/// # Errors
/// System errors.
pub fn keep_half(db: &Db, key: KeyId, sealed: bool, kept: &str) -> Result<()> {
    let (table, column) = table_of_halves(sealed);
    db.conn
        .execute(
            &format!("UPDATE {table} SET {column} = ?2 WHERE key = ?1"),
            (key.to_string(), kept),
        )
        .map(drop)
        .map_err(sql)
}

/// Deletes a private half, whatever its row says of which key it is.
///
/// # Errors
/// System errors.
pub fn drop_half(db: &Db, id: &str, sealed: bool) -> Result<()> {
    let (table, _) = table_of_halves(sealed);
    db.conn
        .execute(&format!("DELETE FROM {table} WHERE key = ?1"), [id])
        .map(drop)
        .map_err(sql)
}

/// Keeps what a key is sealed in, in place of what it was in before.
///
/// # Errors
/// System errors.
pub fn keep_sealed(db: &Db, key: KeyId, json: &str) -> Result<()> {
    db.conn
        .execute(
            "INSERT OR REPLACE INTO l_sealed (key, json) VALUES (?1, ?2)",
            (key.to_string(), json),
        )
        .map_err(sql)?;
    Ok(())
}

/// Deletes the private half of a key, sealed or not: it will sign nothing any more. Until [`Store::sweep`] it may still
/// stand in the library's files, whatever becomes of this program.
///
/// # Errors
/// System errors.
pub fn retire(db: &Db, key: KeyId) -> Result<()> {
    for statement in [
        "DELETE FROM l_secret WHERE key = ?1",
        "DELETE FROM l_sealed WHERE key = ?1",
        "INSERT OR REPLACE INTO l_unswept (key) VALUES (?1)",
    ] {
        db.conn.execute(statement, [key.to_string()]).map_err(sql)?;
    }
    Ok(())
}

/// The keys whose private half may still stand in the library's files.
fn unswept(db: &Db) -> Result<Vec<String>> {
    db.conn
        .prepare_cached("SELECT key FROM l_unswept")
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// How long a reader may stand in the way of one try to empty the write-ahead file.
const READER: Duration = Duration::from_millis(200);

impl Store {
    /// Whether a private half that was deleted may still stand in the library's files.
    ///
    /// # Errors
    /// System errors.
    pub fn unswept(&self) -> Result<bool> {
        self.read(|db| Ok(!unswept(db)?.is_empty()))
    }

    /// Brings what was deleted into the database, where it is overwritten, and empties the write-ahead file, in which rows
    /// that were deleted still stand as they were; false where someone who reads elsewhere kept it from that, however often
    /// it was tried.
    ///
    /// # Errors
    /// System errors.
    pub fn sweep(&self, tries: u32) -> Result<bool> {
        let keys = self.read(unswept)?;
        let swept = self.empty_log(tries)?;
        if swept && !keys.is_empty() {
            self.local(|db| {
                keys.iter().try_for_each(|key| {
                    db.conn
                        .execute("DELETE FROM l_unswept WHERE key = ?1", [key])
                        .map(drop)
                        .map_err(sql)
                })
            })?;
        }
        Ok(swept)
    }

    fn empty_log(&self, tries: u32) -> Result<bool> {
        self.must_be_open()?;
        for _ in 0..tries {
            let mut conn = self.writer();
            conn.busy_timeout(READER).map_err(sql)?;
            let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, bool>(0)
            });
            crate::connect::patient(&mut conn)?;
            if !busy.map_err(sql)? {
                return Ok(true);
            }
            drop(conn);
            self.breathe();
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use crate::Store;
    use model::{EventId, Hash, KeyId, OpId, PersonId, Time, event::Entry, event::Event};
    use rusqlite::Connection;
    use uuid::Uuid;

    #[test]
    fn a_reader_elsewhere_keeps_deleted_rows_in_the_file_and_no_longer() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let key = KeyId(Uuid::from_u128(7));
        let length = || {
            std::fs::metadata(dir.path().join("library.db-wal"))
                .unwrap()
                .len()
        };
        let reader = Connection::open(dir.path().join("library.db")).unwrap();
        reader
            .execute_batch("BEGIN; SELECT * FROM l_sealed")
            .unwrap();
        store.local(|db| super::keep_sealed(db, key, "{}")).unwrap();
        store.local(|db| super::retire(db, key)).unwrap();
        assert!(!store.sweep(2).unwrap() && length() > 0);
        reader.execute_batch("COMMIT").unwrap();
        assert!(store.unswept().unwrap());
        assert!(store.sweep(1).unwrap());
        assert!(!store.unswept().unwrap());
    }

    #[test]
    fn a_persons_key_is_the_one_made_last_even_where_the_clock_was_turned_back() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let person = PersonId(Uuid::from_u128(1));
        let found = store.local(|db| {
            // The later one has the smaller id.
            for (seq, id) in [(1, 9), (2, 3)] {
                let event = Event::KeyMade {
                    key: KeyId(Uuid::from_u128(id)),
                    person: Some(person),
                    public: String::new(),
                    sealed: id == 3,
                    was: None,
                    renewed: None,
                    signed: None,
                };
                let entry = Entry {
                    prev: Hash::of(b""),
                    id: EventId(Uuid::nil()),
                    op: OpId(Uuid::nil()),
                    undoes: None,
                    actor: None,
                    at: Time(0),
                    version: 1,
                    event,
                };
                crate::journal::apply(db, seq, &entry)?;
            }
            crate::person::key(db, Some(person))
        });
        let found = found.unwrap();
        assert_eq!((found.id, found.sealed), (KeyId(Uuid::from_u128(3)), true));
    }
}
