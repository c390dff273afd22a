//! People, their keys, and the settings.

use crate::{Column, Db, error::sql};
use model::{
    Error, KeyId, PersonId, Result, Time, event::Renewed, person::Person, settings::Settings,
};
use rusqlite::OptionalExtension;

/// A public key and its private half, where this library has it.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its id.
    pub id: KeyId,
    /// Whose; none for the newsroom's.
    pub person: Option<PersonId>,
    /// 64 hex digits.
    pub public: String,
    /// Whether a passphrase guards its private half.
    pub sealed: bool,
    /// When it was made.
    pub made: String,
    /// Who made it, or one that it follows from, in place of one whose owner did not show that it was them.
    pub renewed: Option<Renewed>,
}

fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::damaged(
        "damaged",
        format!("The library holds something unreadable: {cause}."),
    )
}

/// The settings.
///
/// # Errors
/// System errors.
pub fn settings(db: &Db) -> Result<Settings> {
    let json: Option<String> = db
        .conn
        .prepare_cached("SELECT json FROM j_settings")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    json.map_or_else(
        || Ok(Settings::default()),
        |json| serde_json::from_str(&json).map_err(damaged),
    )
}

/// Everyone, by name.
///
/// # Errors
/// System errors.
pub fn list(db: &Db) -> Result<Vec<Person>> {
    let rows: Vec<(String, String, String)> = db
        .conn
        .prepare_cached("SELECT id, name, roles FROM j_person ORDER BY name, id")
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(id, name, roles)| {
            Ok(Person {
                id: id.kept()?,
                name,
                roles: serde_json::from_str(&roles).map_err(damaged)?,
            })
        })
        .collect()
}

/// The newest key of `person`, or of the newsroom: the one that was made last, whatever the clock said then.
///
/// # Errors
/// `no-key` where there is none; system errors.
pub fn key(db: &Db, person: Option<PersonId>) -> Result<Key> {
    let id: Option<String> = db
        .conn
        .prepare_cached("SELECT id FROM j_key WHERE person IS ?1 ORDER BY rowid DESC LIMIT 1")
        .map_err(sql)?
        .query_row([person.map(|person| person.to_string())], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    let id = id.ok_or_else(|| Error::damaged("no-key", "There is no key to sign with."))?;
    key_by_id(db, id.kept()?)
}

/// The key with `id`.
///
/// # Errors
/// `no-key`; system errors.
pub fn key_by_id(db: &Db, id: KeyId) -> Result<Key> {
    type Row = (Option<String>, String, bool, String, Option<String>, bool);
    let row: Option<Row> = db
        .conn
        .prepare_cached(
            "SELECT person, public, sealed, made, renewed_by, renewed_sealed FROM j_key WHERE id = ?1",
        )
        .map_err(sql)?
        .query_row([id.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })
        .optional()
        .map_err(sql)?;
    let (person, public, sealed, made, by, by_sealed) =
        row.ok_or_else(|| Error::damaged("no-key", "A key is missing."))?;
    let renewed = by.map(|by| {
        by.kept().map(|by| Renewed {
            by,
            sealed: by_sealed,
        })
    });
    Ok(Key {
        renewed: renewed.transpose()?,
        id,
        person: person.map(|person| person.kept()).transpose()?,
        public,
        sealed,
        made,
    })
}

/// The newsroom's keys in the order in which they were made, each with what the one before signed to name it.
///
/// # Errors
/// System errors.
pub fn keys_of_newsroom(db: &Db) -> Result<Vec<(Key, Option<String>)>> {
    let rows: Vec<(String, Option<String>)> = db
        .conn
        .prepare_cached("SELECT id, signed FROM j_key WHERE person IS NULL ORDER BY rowid")
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(id, signed)| Ok((key_by_id(db, id.kept()?)?, signed)))
        .collect()
}

/// How long an id is, written.
const ID: usize = 36;

/// The keys, at most two, whose ids begin like this.
///
/// # Errors
/// System errors.
pub fn keys_beginning(db: &Db, prefix: &str) -> Result<Vec<Key>> {
    // What stands for any letters in a pattern is in no id, and shorter beginnings than this are names rather.
    let plain = |c: char| c.is_ascii_hexdigit() || c == '-';
    if !(4..=ID).contains(&prefix.len()) || !prefix.chars().all(plain) {
        return Ok(vec![]);
    }
    let ids = "SELECT id FROM j_key WHERE id LIKE ?1 || '%' ORDER BY id LIMIT 2";
    keys_of(db, ids, [prefix.to_lowercase()])
}

/// Every key that there ever was, in the order in which they were made.
///
/// # Errors
/// System errors.
pub fn every_key(db: &Db) -> Result<Vec<Key>> {
    keys_of(db, "SELECT id FROM j_key ORDER BY rowid", [])
}

fn keys_of(db: &Db, ids: &str, by: impl rusqlite::Params) -> Result<Vec<Key>> {
    let ids: Vec<String> = db
        .conn
        .prepare_cached(ids)
        .map_err(sql)?
        .query_map(by, |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    ids.into_iter()
        .map(|id| key_by_id(db, id.kept()?))
        .collect()
}

/// That a key was revoked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Revocation {
    pub key: KeyId,
    pub at: Time,
    pub reason: String,
}

/// Every key that was revoked, the first one first.
///
/// # Errors
/// System errors.
pub fn revoked(db: &Db) -> Result<Vec<Revocation>> {
    let rows: Vec<(String, String, String)> = db
        .conn
        .prepare_cached("SELECT key, at, reason FROM j_revoked ORDER BY rowid")
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(key, at, reason)| {
            Ok(Revocation {
                key: key.kept()?,
                at: at.kept()?,
                reason,
            })
        })
        .collect()
}

/// When a key signed something last, a verdict or where something came from, by what that says; none where it never did.
///
/// # Errors
/// System errors.
pub fn last_signed(db: &Db, key: KeyId) -> Result<Option<Time>> {
    let last: Option<String> = db
        .conn
        .prepare_cached(
            "SELECT max(at) FROM (SELECT at FROM j_verdict WHERE key = ?1 UNION ALL SELECT at FROM j_attested WHERE key = ?1)",
        )
        .map_err(sql)?
        .query_row([key.to_string()], |row| row.get(0))
        .map_err(sql)?;
    last.map(|at| at.kept()).transpose()
}

/// The private half of a key.
///
/// # Errors
/// `no-secret` where this library does not have it; system errors.
pub fn secret(db: &Db, key: KeyId) -> Result<[u8; 32]> {
    let text: Option<String> = db
        .conn
        .query_row(
            "SELECT secret FROM l_secret WHERE key = ?1",
            [key.to_string()],
            |row| row.get(0),
        )
        .optional()
        .map_err(sql)?;
    let mut secret = [0; 32];
    text.and_then(|text| hex::decode_to_slice(text, &mut secret).ok())
        .ok_or_else(|| {
            Error::damaged("no-secret", "The private key is not in this library.").hint(
                "A library from an export has private keys only where they were exported: with `library export --keys`.",
            )
        })?;
    Ok(secret)
}

/// Keeps the private half of a key.
///
/// # Errors
/// System errors.
pub fn keep_secret(db: &Db, key: KeyId, secret: &[u8; 32]) -> Result<()> {
    db.conn
        .execute(
            "INSERT INTO l_secret (key, secret) VALUES (?1, ?2)",
            (key.to_string(), hex::encode(secret)),
        )
        .map_err(sql)?;
    Ok(())
}

/// The step that last changed a row of `table`; used to refuse an undo that something has built on.
///
/// # Errors
/// System errors.
pub fn last_op_of(db: &Db, table: Table, id: &str) -> Result<Option<String>> {
    let statement = match table {
        Table::Person => "SELECT last_op FROM j_person WHERE id = ?1",
        Table::Article => "SELECT last_op FROM j_article WHERE id = ?1",
        Table::Comment => "SELECT last_op FROM j_comment WHERE id = ?1",
        Table::Note => "SELECT last_op FROM j_note WHERE id = ?1",
        Table::Suggestion => "SELECT last_op FROM j_suggestion WHERE id = ?1",
        Table::Asset => "SELECT last_op FROM j_asset WHERE id = ?1",
        Table::Settings => "SELECT last_op FROM j_settings WHERE ?1 = ''",
    };
    db.conn
        .prepare_cached(statement)
        .map_err(sql)?
        .query_row([id], |row| row.get(0))
        .optional()
        .map_err(sql)
}

/// A table whose rows remember the step that changed them last.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Table {
    Person,
    Article,
    Comment,
    Note,
    Suggestion,
    Asset,
    Settings,
}
