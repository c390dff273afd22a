//! The tables, made and brought forward.

use crate::{Db, error::sql};
use model::{Error, Kind, Result, event::Event};
use rusqlite::Connection;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// "CoDe", so that `file` and SQLite know a library.
pub(crate) const APPLICATION_ID: i32 = 0x436f_4465;

/// Each brings the schema one version forward; the first makes it. Each has other tables, indexes or triggers than the one before:
/// by them a version that is damaged is told from a newer one.
const MIGRATIONS: [&str; 12] = [
    include_str!("schema.sql"),
    include_str!("schema-2.sql"),
    include_str!("schema-3.sql"),
    include_str!("schema-4.sql"),
    include_str!("schema-5.sql"),
    include_str!("schema-6.sql"),
    include_str!("schema-7.sql"),
    include_str!("schema-8.sql"),
    include_str!("schema-9.sql"),
    include_str!("schema-10.sql"),
    include_str!("schema-11.sql"),
    include_str!("schema-12.sql"),
];

/// The newest schema's version.
pub(crate) const VERSION: u32 = MIGRATIONS.len() as u32;

/// The version and the mark of a file; 0 where its version is none.
fn marks(conn: &Connection) -> Result<(u32, i32)> {
    let ask = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let version = ask("user_version").map_err(sql)?;
    let id = ask("application_id").map_err(sql)?;
    Ok((u32::try_from(version).unwrap_or(0), id))
}

/// Refuses a file that is no library, or a newer one, without writing to it.
///
/// # Errors
/// `newer-library` for one from the future, `no-library` for another program's file or an empty one.
pub(crate) fn is_ours(conn: &Connection) -> Result<()> {
    let (version, id) = marks(conn)?;
    let all_well = id == APPLICATION_ID && version == VERSION;
    let ours = !all_well && different(conn, VERSION).is_ok_and(|names| names.is_empty());
    // One that says it is newer may well be.
    if ours && version <= VERSION {
        return Err(Error::damaged(
            "damaged",
            "The library’s file is damaged: what marks it as a library, or its version, is not what its tables say.",
        )
        .hint("Run `copydesk library repair`, or restore a backup."));
    }
    if id != APPLICATION_ID {
        return Err(Error::unreadable(
            "no-library",
            "This file is another program’s, not a Copydesk library.",
        )
        .hint("Choose a library’s folder."));
    }
    match version > VERSION {
        true if ours => Err(newer().hint(
            "Update Copydesk and open it again. Where no newer one was ever used, the file is damaged: run `copydesk library repair`.",
        )),
        true => Err(newer()),
        false => Ok(()),
    }
}

fn newer() -> Error {
    Error::unreadable(
        "newer-library",
        "This library was made by a newer Copydesk.",
    )
    .hint("Update Copydesk and open it again.")
}

/// Refuses to go on in a library that a newer program brought forward while this one had it open. To be asked in every step that
/// writes: what a newer schema wants kept in order, this program does not know.
///
/// # Errors
/// `newer-library`; system errors.
pub(crate) fn is_still_now(conn: &Connection) -> Result<()> {
    let version: i64 = conn
        .prepare_cached("PRAGMA user_version")
        .and_then(|mut ask| ask.query_row([], |row| row.get(0)))
        .map_err(sql)?;
    match version > VERSION.into() {
        true => Err(newer()),
        false => Ok(()),
    }
}

/// Whether a file is of the newest schema.
///
/// # Errors
/// System errors.
pub(crate) fn is_now(conn: &Connection) -> Result<bool> {
    Ok(marks(conn)?.0 == VERSION)
}

/// An empty library in memory, of a version.
///
/// # Errors
/// System errors.
pub(crate) fn fresh(version: u32) -> Result<Connection> {
    let conn = Connection::open_in_memory().map_err(sql)?;
    for migration in &MIGRATIONS[..version as usize] {
        conn.execute_batch(migration).map_err(sql)?;
    }
    Ok(conn)
}

/// Refuses a file whose schema is not what its version says, or of which two tables begin on one page.
///
/// # Errors
/// `damaged`; as [`is_ours`]; system errors.
pub(crate) fn is_sound(conn: &Connection) -> Result<()> {
    is_ours(conn)?;
    let names = different(conn, marks(conn)?.0)?;
    let doubled: bool = conn
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE rootpage > 0 GROUP BY rootpage HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )
        .map_err(sql)?;
    if names.is_empty() && !doubled {
        return Ok(());
    }
    Err(Error::damaged(
        "damaged",
        "What the library’s file says of its tables is damaged.",
    ))
}

/// The version whose tables, indexes and triggers a file has, or the most of them; none where it says nothing of its tables.
///
/// # Errors
/// System errors.
pub(crate) fn likest(conn: &Connection) -> Result<Option<u32>> {
    let mut found: Option<(usize, u32)> = None;
    for version in (1..=VERSION).rev() {
        let (other, all) = (
            different(conn, version)?.len(),
            different(&fresh(version)?, 0)?.len(),
        );
        if other < all / 2 && found.is_none_or(|(least, _)| other < least) {
            found = Some((other, version));
        }
    }
    Ok(found.map(|(_, version)| version))
}

/// The names of tables, indexes and triggers that are not what a fresh library of a version has.
///
/// # Errors
/// System errors.
pub(crate) fn different(conn: &Connection, version: u32) -> Result<Vec<String>> {
    type Said = BTreeMap<String, String>;
    let read = |conn: &Connection| -> rusqlite::Result<Said> {
        // Bytes that read as a text are none.
        conn.prepare(
            "SELECT type || ' ' || name,
               tbl_name || ' ' || coalesce(sql, '') || typeof(type) || typeof(name) || typeof(tbl_name) || typeof(sql)
             FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
    };
    let fresh = fresh(version)?;
    let (ours, theirs) = (read(&fresh).map_err(sql)?, read(conn).map_err(sql)?);
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let other = names
        .into_iter()
        .filter(|name| ours.get(*name) != theirs.get(*name));
    Ok(other.cloned().collect())
}

/// What the second schema has for what was written under the first. A text that is damaged is left out: a check names it,
/// and must be able to open the library for that.
fn catch_up(db: &Db) -> Result<()> {
    for done in crate::journal::releases(db)? {
        if let Event::Released { articles, .. } = &done.entry.event {
            for (article, revision) in articles {
                crate::article::note_release(db, *article, *revision, done.seq)?;
                if let Some(content) = whole(crate::article::content(db, *revision))? {
                    crate::address::note(db, &content, &done.entry.at.to_string())?;
                }
            }
        }
    }
    crate::article::each_revision(db, |revision| {
        match whole(crate::article::content(db, revision))? {
            Some(content) => crate::article::note_translations(db, &content, revision),
            None => Ok(()),
        }
    })?;
    crate::article::each_kept(db, |article| {
        match whole(crate::article::content(db, article.head))? {
            Some(content) => crate::article::note_derived(db, &content, article.head),
            None => Ok(()),
        }
    })?;
    crate::place::catch_up(db)?;
    crate::search::rebuild(db, &|| Ok(()))
}

/// What was read; none where it is damaged.
pub(crate) fn whole<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Err(error) if error.kind == Kind::Damaged => Ok(None),
        read => read.map(Some),
    }
}

/// Makes the schema of a new file.
///
/// # Errors
/// System errors.
pub(crate) fn migrate(conn: &mut Connection) -> Result<()> {
    forward(conn, None)
}

/// Brings the schema of a new file, or of one that [`is_ours`], to the newest version. An older library in `dir` is copied
/// beside, once nobody else can write and before anything is changed.
///
/// # Errors
/// System errors, and then nothing is changed.
pub(crate) fn forward(conn: &mut Connection, dir: Option<&Path>) -> Result<()> {
    let (version, _) = marks(conn)?;
    if version == VERSION {
        return Ok(());
    }
    let torn = match dir {
        Some(dir) if version > 0 => {
            crate::sums::torn(&crate::look::reader(false, &dir.join("library.db"))?)
        }
        _ => vec![],
    };
    let txn = conn
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(sql)?;
    let version: u32 = txn
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(sql)?;
    let kept = match dir {
        Some(dir) if (1..VERSION).contains(&version) => {
            Some(crate::library::keep_before(dir, version)?)
        }
        _ => None,
    };
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(version as usize) {
        txn.execute_batch(migration).map_err(sql)?;
        txn.pragma_update(None, "user_version", number)
            .map_err(sql)?;
    }
    // Once all the tables are there, since what fills them knows them as they are now.
    if version == 1 {
        catch_up(&Db::of(&txn))?;
        fold_headlines(&txn).map_err(sql)?;
        date_submissions(&txn).map_err(sql)?;
    }
    if (1..3).contains(&version) {
        crate::article::note_who_waits(&Db::of(&txn))?;
    }
    if (1..4).contains(&version) {
        crate::comment::note_prints_of_all(&Db::of(&txn))?;
    }
    if version < 12 {
        crate::sums::make(&txn, |table| !torn.contains(&table))?;
    }
    if let Some(kept) = kept {
        crate::library::note_before(&txn, &kept)?;
        if !torn.contains(&"l_backup") {
            crate::sums::restate(&Db::of(&txn), "l_backup")?;
        }
    }
    txn.pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(sql)?;
    txn.commit().map_err(sql)
}

/// Fills the column of folded headlines, which SQL alone can't: its `lower` knows ASCII only.
fn fold_headlines(conn: &Connection) -> rusqlite::Result<()> {
    let titles: Vec<(String, String)> = conn
        .prepare("SELECT id, title FROM j_article")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut fold = conn.prepare("UPDATE j_article SET folded = ?2 WHERE id = ?1")?;
    for (id, title) in titles {
        fold.execute((id, crate::article::folded(&title)))?;
    }
    Ok(())
}

/// Fills the column that the queue is ordered by: when each article was submitted last.
fn date_submissions(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "UPDATE j_article SET submitted = coalesce((SELECT at FROM journal
           WHERE article = j_article.id AND kind = 'status-set'
             AND json_extract(CAST(bytes AS TEXT), '$.event.because') = 'submitted'
           ORDER BY seq DESC LIMIT 1), '')",
    )
}

#[cfg(test)]
mod tests {
    use super::{VERSION, different, fresh, likest};

    #[test]
    fn each_version_is_known_by_its_tables() {
        for version in 1..=VERSION {
            let own = fresh(version).unwrap();
            assert_eq!(likest(&own).unwrap(), Some(version));
            assert_eq!(different(&own, version).unwrap(), Vec::<String>::new());
            if version > 1 {
                assert_ne!(different(&own, version - 1).unwrap(), Vec::<String>::new());
            }
            // One more than there should be makes it no other.
            own.execute_batch("CREATE TABLE more (one TEXT) STRICT")
                .unwrap();
            assert_eq!(likest(&own).unwrap(), Some(version));
        }
        let none = rusqlite::Connection::open_in_memory().unwrap();
        assert_eq!(likest(&none).unwrap(), None);
    }
}
