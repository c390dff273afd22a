//! Opening a library: one writer, a small pool of readers.

use crate::{error::sql, schema};
use model::{Error, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Connections that are kept open for reading.
const READERS: usize = 4;

/// How long one waits for another's lock.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// An open library.
pub struct Store {
    dir: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

/// A view of the library at one moment, to ask questions of.
pub struct Db<'a> {
    pub(crate) conn: &'a Connection,
}

/// A view of the library at one moment, for as long as it is kept, that can go from thread to thread.
pub struct View {
    conn: Connection,
}

impl View {
    /// To ask questions of it.
    #[must_use]
    pub fn db(&self) -> Db<'_> {
        Db { conn: &self.conn }
    }
}

impl Store {
    /// Makes the files of a new, empty library in `dir`, which is made where it is missing. One whose making was cut
    /// short is made again.
    ///
    /// # Errors
    /// `library-exists` where there is one already; system errors.
    pub fn create(dir: &Path) -> Result<Self> {
        let file = dir.join("library.db");
        if file.exists() && !unfinished(&file) {
            return Err(Error::refused(
                "library-exists",
                format!("There is a library at {} already.", dir.display()),
            )
            .hint("Choose another folder."));
        }
        std::fs::create_dir_all(dir.join("assets")).map_err(|cause| Error::io(dir, &cause))?;
        Self::connect(
            dir,
            &file,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        )
    }

    /// Opens the library in `dir` and brings its schema forward.
    ///
    /// # Errors
    /// `no-library` where there is none, or another program's file; `newer-library`; system errors.
    pub fn open(dir: &Path) -> Result<Self> {
        let file = dir.join("library.db");
        if !file.is_file() {
            return Err(Error::unreadable(
                "no-library",
                format!("There is no library at {}.", dir.display()),
            )
            .hint("Make one with `copydesk init`, or name another with --library."));
        }
        Self::connect(dir, &file, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    fn connect(dir: &Path, file: &Path, flags: OpenFlags) -> Result<Self> {
        let mut writer = Connection::open_with_flags(file, flags).map_err(sql)?;
        writer.busy_timeout(PATIENCE).map_err(sql)?;
        if !flags.contains(OpenFlags::SQLITE_OPEN_CREATE) {
            // Before the first setting, since that may already write to a file that is not ours.
            schema::is_ours(&writer)?;
        }
        prepare(&writer)?;
        schema::migrate(&mut writer)?;
        Ok(Self {
            dir: dir.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(vec![]),
        })
    }

    /// The library's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Asks questions of one moment of the library.
    ///
    /// # Errors
    /// What `ask` returns; system errors.
    pub fn read<T>(&self, ask: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        let pooled = lock(&self.readers).pop();
        let conn = match pooled {
            Some(conn) => conn,
            None => self.reader()?,
        };
        conn.execute_batch("BEGIN").map_err(sql)?;
        let answer = ask(&Db { conn: &conn });
        conn.execute_batch("COMMIT").map_err(sql)?;
        let mut pool = lock(&self.readers);
        if pool.len() < READERS {
            pool.push(conn);
        }
        answer
    }

    /// A view of the library as it is now, for who asks it often: what it sees stays as it is, and what is written meanwhile
    /// waits in the log beside the file until the view is gone.
    ///
    /// # Errors
    /// System errors.
    pub fn view(&self) -> Result<View> {
        let conn = self.reader()?;
        sparing(&conn)?;
        conn.execute_batch("BEGIN").map_err(sql)?;
        Ok(View { conn })
    }

    fn reader(&self) -> Result<Connection> {
        let conn = Connection::open_with_flags(
            self.dir.join("library.db"),
            OpenFlags::SQLITE_OPEN_READ_WRITE,
        )
        .map_err(sql)?;
        prepare(&conn)?;
        conn.pragma_update(None, "query_only", true).map_err(sql)?;
        Ok(conn)
    }

    /// Writes local and derived rows, outside the journal: drafts, secrets, private data.
    ///
    /// # Errors
    /// What `act` returns, and then nothing is written; system errors.
    pub fn local<T>(&self, act: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        let mut conn = self.writer();
        let txn = conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(sql)?;
        let out = act(&Db { conn: &txn })?;
        txn.commit().map_err(sql)?;
        Ok(out)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }

    /// A number that changes whenever another connection has written.
    ///
    /// # Errors
    /// System errors.
    pub fn changes(&self) -> Result<i64> {
        self.writer()
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .map_err(sql)
    }

    /// Whether a row was written since this was opened.
    #[must_use]
    pub fn wrote(&self) -> bool {
        self.writer().total_changes() > 0
    }
}

/// The one connection to the library in `dir`, which nobody else can open until it is dropped. What was in the log beside
/// the file is in the file.
///
/// # Errors
/// As [`Store::open`]; `library-in-use` where somebody has it open.
pub(crate) fn alone(dir: &Path) -> Result<Connection> {
    drop(Store::open(dir)?);
    let file = dir.join("library.db");
    let conn =
        Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(sql)?;
    conn.busy_timeout(Duration::from_secs(2)).map_err(sql)?;
    // The mode can only be changed by who is alone; the lock taken after it is then held to the end.
    let taken = conn
        .query_row("PRAGMA journal_mode = DELETE", [], |row| {
            row.get::<_, String>(0)
        })
        .and_then(|mode| {
            conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")?;
            Ok(mode == "delete")
        });
    match taken {
        Ok(true) => Ok(conn),
        Ok(false) => Err(in_use(dir)),
        Err(cause) if cause.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
            Err(in_use(dir))
        }
        Err(cause) => Err(sql(cause)),
    }
}

fn in_use(dir: &Path) -> Error {
    Error::refused(
        "library-in-use",
        format!("Somebody has the library at {} open.", dir.display()),
    )
    .hint("Close its windows and what else works in it, and try again.")
}

/// Whether a file is what a cut-off beginning left: empty, or ours without a single entry in its journal.
fn unfinished(file: &Path) -> bool {
    let begun = || -> rusqlite::Result<bool> {
        let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        conn.busy_timeout(PATIENCE)?;
        let tables: i64 =
            conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables == 0 {
            return Ok(true);
        }
        let ours = schema::is_ours(&conn).is_ok();
        let entries = "SELECT EXISTS (SELECT 1 FROM journal)";
        Ok(ours && !conn.query_row(entries, [], |row| row.get::<_, bool>(0))?)
    };
    begun().unwrap_or(false)
}

/// How much of the library a connection keeps in memory, in KiB: what a list of a million comments needs again and again.
const CACHE: i64 = 32 << 10;

/// The settings of every connection; the wait for locks first, since the others may need one.
pub(crate) fn prepare(conn: &Connection) -> Result<()> {
    conn.busy_timeout(PATIENCE).map_err(sql)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;",
    )
    .map_err(sql)?;
    conn.pragma_update(None, "cache_size", -CACHE)
        .map_err(sql)?;
    // A statement is not made anew for every value that is bound to it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(sql)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// A connection that reads a great many things once each keeps little of them: what is kept is made room for again and again.
pub(crate) fn sparing(conn: &Connection) -> Result<()> {
    conn.pragma_update(None, "cache_size", -(CACHE / 8))
        .map_err(sql)
}

/// A lock whose holder panicked guards a connection whose transaction was rolled back: it is sound to go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Store;
    use rusqlite::Connection;

    /// What every connection must be, whoever opened it.
    fn settings(conn: &Connection) -> Vec<String> {
        [
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "secure_delete",
        ]
        .map(|name| {
            conn.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| format!("{name} {value:?}"))
                .unwrap()
        })
        .to_vec()
    }

    #[test]
    fn every_connection_waits_writes_ahead_syncs_and_keeps_its_references() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let expected = [
            "journal_mode Text(\"wal\")",
            "synchronous Integer(2)",
            "foreign_keys Integer(1)",
            "busy_timeout Integer(10000)",
            "secure_delete Integer(1)",
        ];
        assert_eq!(settings(&store.writer()), expected);
        let inner =
            store.read(|one| store.read(|other| Ok([settings(one.conn), settings(other.conn)])));
        assert_eq!(
            inner.unwrap(),
            [expected, expected].map(|all| all.map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn a_reader_can_not_write() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let written = store.read(|db| Ok(db.conn.execute("DELETE FROM journal", []).is_ok()));
        assert_eq!(written, Ok(false));
    }

    #[test]
    fn sqlite_is_one_that_has_the_wal_reset_fix() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let version = store.read(crate::library::sqlite_version).unwrap();
        let parts: Vec<u32> = version
            .split('.')
            .map(|part| part.parse().unwrap())
            .collect();
        assert!(parts >= vec![3, 51, 3], "{version}");
    }
}
