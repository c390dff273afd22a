//! Opening a library: one writer, a small pool of readers.

use crate::{
    error::sql,
    look,
    memo::Memo,
    rest::LOG,
    schema,
    sums::Moved,
    synced::{Shared, shared, unwritten},
};
use model::{Error, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How a library is opened. A connection is only ever one thread's at a time, so SQLite need lock nothing within it.
pub(crate) const OPEN: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Connections that are kept open for reading.
const READERS: usize = 4;

/// How long one waits for another's lock.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often one looks for it meanwhile: more often than whoever writes for long leaves it to others.
const LOOK: Duration = Duration::from_millis(3);

/// Has a connection wait for another's lock.
pub(crate) fn patient(conn: &mut Connection) -> Result<()> {
    let looks = |looked: i32| {
        std::thread::sleep(LOOK);
        LOOK * u32::try_from(looked).unwrap_or(u32::MAX) < PATIENCE
    };
    conn.busy_handler(Some(looks)).map_err(sql)
}

/// An open library.
pub struct Store {
    dir: PathBuf,
    writer: Mutex<Connection>,
    /// How many wait for the writer in this program.
    waiting: AtomicUsize,
    /// For how long others were kept waiting by long steps since they last had their turn, in microseconds.
    pub(crate) held: AtomicU64,
    /// How often something was written.
    pub(crate) written: AtomicU64,
    /// How many pages the log may hold before the step that fills it puts it away.
    pub(crate) log: AtomicI64,
    /// What its step moved of what stays in the library alone.
    pub(crate) moved: Moved,
    readers: Mutex<Vec<Connection>>,
    /// Nothing is written by it.
    reads_only: bool,
    /// Where it is only to be read, what it is in.
    shared: Option<Shared>,
    /// What its files looked like when they were looked at last, where it is only to be read.
    looked: Mutex<i64>,
}

/// A view of the library at one moment, to ask questions of.
pub struct Db<'a> {
    pub(crate) conn: &'a Connection,
    /// What is known beforehand, or was read just now.
    pub(crate) memo: Option<&'a Memo>,
}

impl<'a> Db<'a> {
    pub(crate) fn of(conn: &'a Connection) -> Self {
        Self { conn, memo: None }
    }

    /// The folder of the library; none of one that is in memory.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        let file = self.conn.path().filter(|file| !file.is_empty())?;
        Path::new(file).parent().map(Path::to_path_buf)
    }
}

/// A view of the library at one moment, for as long as it is kept, that can go from thread to thread.
pub struct View {
    conn: Connection,
}

impl View {
    /// To ask questions of it.
    #[must_use]
    pub fn db(&self) -> Db<'_> {
        Db::of(&self.conn)
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
        if let Err(error) = look::database(dir)
            && error.code == "damaged"
        {
            return Err(error);
        }
        let lost = |cause| Error::io(dir, &cause);
        crate::private::folder(&dir.join("assets")).map_err(lost)?;
        // SQLite's other files beside it are for those for whom this one is.
        if !file.exists() {
            crate::private::file(&file).map_err(lost)?;
        }
        Self::connect(dir, &file, OPEN | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens the library in `dir` and brings its schema forward, once one of an older program is copied beside; to read only, and as
    /// it is, where other computers may write to its folder, or nobody can.
    ///
    /// # Errors
    /// `no-library` where there is none, or another program's file; `newer-library`; `damaged` and `damaged-log`;
    /// `synced-folder` and `read-only-place` for one of an older schema that may not be brought forward there; system errors.
    pub fn open(dir: &Path) -> Result<Self> {
        Self::open_in(dir, shared(dir))
    }

    /// The same, whoever else may write to its folder.
    ///
    /// # Errors
    /// As [`Store::open`], but for `synced-folder`.
    pub fn open_anyway(dir: &Path) -> Result<Self> {
        Self::open_in(dir, unwritten(dir))
    }

    fn open_in(dir: &Path, shared: Option<Shared>) -> Result<Self> {
        let file = look::database(dir)?;
        if shared.is_some() {
            let store = Self::to_read(dir, shared)?;
            let now = schema::is_now(&store.writer())?;
            return match store.refusal() {
                Some(refusal) if !now => Err(refusal),
                _ => Ok(store),
            };
        }
        crate::log::look(dir)?;
        Self::connect(dir, &file, OPEN).map_err(|error| told(&file, error))
    }

    /// Opens the library in `dir` to copy it, of whatever schema it is: nothing is written to it.
    ///
    /// # Errors
    /// `no-library`, `newer-library`; system errors.
    pub fn peek(dir: &Path) -> Result<Self> {
        Self::to_read(dir, None)
    }

    fn to_read(dir: &Path, shared: Option<Shared>) -> Result<Self> {
        let file = look::database(dir)?;
        crate::log::look(dir)?;
        let writer = look::connect(&file)?;
        schema::is_ours(&writer).map_err(|error| told(&file, error))?;
        Ok(Self {
            dir: dir.to_owned(),
            writer: Mutex::new(writer),
            waiting: AtomicUsize::new(0),
            held: AtomicU64::new(0),
            written: AtomicU64::new(0),
            log: AtomicI64::new(LOG),
            moved: Moved::default(),
            readers: Mutex::new(vec![]),
            reads_only: true,
            looked: Mutex::new(look::state(dir)),
            shared,
        })
    }

    /// What the library is in, where it is only to be read.
    #[must_use]
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }

    /// Whether this may write, to the library and into its folder.
    pub(crate) fn is_written(&self) -> bool {
        !self.reads_only
    }

    /// Why nothing is written, where it is only to be read.
    #[must_use]
    pub fn refusal(&self) -> Option<Error> {
        self.shared
            .as_ref()
            .map(|shared| look::refusal(&self.dir, shared))
    }

    /// Refuses to write where the library is only to be read.
    pub(crate) fn must_be_open(&self) -> Result<()> {
        self.refusal().map_or(Ok(()), Err)
    }

    fn connect(dir: &Path, file: &Path, flags: OpenFlags) -> Result<Self> {
        let mut writer = Connection::open_with_flags(file, flags).map_err(sql)?;
        patient(&mut writer)?;
        if !flags.contains(OpenFlags::SQLITE_OPEN_CREATE) {
            // Before the first setting, since that may already write to a file that is not ours.
            schema::is_ours(&writer)?;
        }
        prepare(&mut writer)?;
        schema::forward(&mut writer, Some(dir))?;
        Ok(Self {
            dir: dir.to_owned(),
            writer: Mutex::new(writer),
            waiting: AtomicUsize::new(0),
            held: AtomicU64::new(0),
            written: AtomicU64::new(0),
            log: AtomicI64::new(LOG),
            moved: Moved::default(),
            readers: Mutex::new(vec![]),
            reads_only: false,
            shared: None,
            looked: Mutex::default(),
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
        let answer = ask(&Db::of(&conn));
        // What was read was read: where a damaged page was met SQLite says so once more here, which is no other answer.
        let ended = conn.execute_batch("COMMIT").is_ok();
        let mut pool = lock(&self.readers);
        if ended && pool.len() < READERS {
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
        // Never by way of the writer: who writes may be reading, too.
        look::reader(self.reads_only, &self.dir.join("library.db"))
    }

    /// Writes local and derived rows, outside the journal: drafts, secrets, private data.
    ///
    /// # Errors
    /// What `act` returns, and then nothing is written; system errors.
    pub fn local<T>(&self, act: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        self.must_be_open()?;
        let mut conn = self.writer();
        self.moved.begin(&conn)?;
        let txn = conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(sql)?;
        schema::is_still_now(&txn)?;
        let out = act(&Db::of(&txn))?;
        self.moved.settle(&txn)?;
        txn.commit().map_err(sql)?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(out)
    }

    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let writer = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        writer
    }

    /// Whether somebody in this program waits for the writer.
    pub(crate) fn is_awaited(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// A number that changes whenever another connection has written.
    ///
    /// # Errors
    /// System errors.
    pub fn changes(&self) -> Result<i64> {
        if self.shared.is_some() {
            let (now, mut looked) = (look::state(&self.dir), lock(&self.looked));
            if *looked != now {
                // What was read of the files before is not looked for in them again.
                *looked = now;
                lock(&self.readers).clear();
            }
            return Ok(now);
        }
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
/// As [`Store::open_anyway`]; `library-in-use` where somebody has it open.
pub(crate) fn alone(dir: &Path) -> Result<Connection> {
    drop(Store::open_anyway(dir)?);
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

/// Refuses a folder that other computers may write to, or nobody can.
///
/// # Errors
/// `synced-folder`, `read-only-place`.
pub(crate) fn must_be_alone(dir: &Path) -> Result<()> {
    shared(dir).map_or(Ok(()), |shared| Err(look::refusal(dir, &shared)))
}

pub(crate) fn in_use(dir: &Path) -> Error {
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

/// What is said of a file that can't be opened: that it is damaged, where it seems another program's and is none.
fn told(file: &Path, error: Error) -> Error {
    if error.code == "no-library" && crate::journal::holds_a_library(file) {
        return Error::damaged(
            "damaged",
            "The library’s file (library.db) is damaged: its first page can’t be read.",
        )
        .hint("Run `copydesk library repair`, or restore a backup.");
    }
    error
}

/// How much of the library a connection keeps in memory, in KiB: what a list of a million comments needs again and again.
pub(crate) const CACHE: i64 = 32 << 10;

/// The settings of every connection; the wait for locks first, since the others may need one.
pub(crate) fn prepare(conn: &mut Connection) -> Result<()> {
    patient(conn)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
    )
    .map_err(sql)?;
    sizes(conn)
}

/// What a connection keeps in memory.
pub(crate) fn sizes(conn: &mut Connection) -> Result<()> {
    conn.pragma_update(None, "temp_store", "MEMORY")
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
    use std::{
        sync::atomic::{AtomicBool, AtomicUsize, Ordering},
        time::Duration,
    };

    /// What every connection must be, whoever opened it.
    fn settings(conn: &Connection) -> Vec<String> {
        [
            "journal_mode",
            "synchronous",
            "foreign_keys",
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
    fn every_connection_writes_ahead_syncs_and_keeps_its_references() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let expected = [
            "journal_mode Text(\"wal\")",
            "synchronous Integer(2)",
            "foreign_keys Integer(1)",
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
    fn who_finds_it_locked_waits_and_comes_in_when_a_long_step_pauses() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let long = Store::open(dir.path()).unwrap();
        let (came, parts) = (AtomicBool::new(false), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..20 {
                    long.local(|_| {
                        std::thread::sleep(Duration::from_millis(250));
                        parts.fetch_add(1, Ordering::SeqCst);
                        Ok(())
                    })
                    .unwrap();
                    if came.load(Ordering::SeqCst) {
                        break;
                    }
                    long.breathe();
                }
            });
            std::thread::sleep(Duration::from_millis(20));
            store.local(|_| Ok(())).unwrap();
            came.store(true, Ordering::SeqCst);
        });
        // The machine may be busy with other things; it is no matter of luck all the same.
        assert!(parts.load(Ordering::SeqCst) < 5, "{parts:?} parts");
    }

    #[test]
    fn who_waits_too_long_is_told_so() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let other = Store::open(dir.path()).unwrap();
        let refused = other.local(|_| Ok(store.local(|_| Ok(())).is_err()));
        assert_eq!(refused, Ok(true));
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
