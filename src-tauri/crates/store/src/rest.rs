//! When what stands in the log beside the file goes into the file: with the step that fills the log, or in pauses.

use crate::{
    Store,
    connect::{CACHE, OPEN},
    error::sql,
};
use model::Result;
use rusqlite::Connection;
use std::sync::atomic::Ordering;

/// How many pages of 4 KiB the log beside the file holds before they go into the file: as SQLite has it; and while a great deal is
/// written, or where they go there in pauses. A page that is written again and again then goes there once.
pub(crate) const LOG: i64 = 1000;
const LONG_LOG: i64 = 16_000;

impl Store {
    /// Has the step that fills the log leave it to whoever calls [`Store::put_log_away`] in pauses: nobody waits for it then.
    /// One that nobody puts away is put away by a step all the same, later.
    ///
    /// # Errors
    /// System errors.
    pub fn leave_log(&self) -> Result<()> {
        self.must_be_open()?;
        self.log.store(LONG_LOG, Ordering::Relaxed);
        let conn = self.writer();
        conn.pragma_update(None, "wal_autocheckpoint", LONG_LOG)
            .map_err(sql)
    }

    /// How often something was written since this was opened.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// Puts what is in the log into the file, as far as nobody reads what was there before; keeps nobody from reading or writing.
    ///
    /// # Errors
    /// System errors.
    pub fn put_log_away(&self) -> Result<()> {
        self.must_be_open()?;
        let conn = Connection::open_with_flags(self.dir().join("library.db"), OPEN).map_err(sql)?;
        conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(sql)
    }
}

/// Has SQLite keep about so many bytes at most in memory of all libraries that this program has open. Otherwise each connection
/// keeps as much as a list of a million comments needs: for where memory is scarce, or weighed.
///
/// # Errors
/// System errors.
pub fn keep_few_pages(bytes: u32) -> Result<()> {
    let any = Connection::open_in_memory().map_err(sql)?;
    any.pragma_update(None, "soft_heap_limit", bytes)
        .map_err(sql)
}

/// While this is kept, the writer is set for a great deal that is written: each transaction is as safe as ever.
pub struct Bulk<'a>(&'a Store);

impl Store {
    /// Sets the writer for a great deal that is written in many transactions, until what this gives is dropped.
    ///
    /// # Errors
    /// System errors.
    pub fn bulk(&self) -> Result<Bulk<'_>> {
        self.must_be_open()?;
        let bulk = Bulk(self);
        let conn = self.writer();
        conn.pragma_update(None, "wal_autocheckpoint", LONG_LOG)
            .and_then(|()| conn.pragma_update(None, "cache_size", -(CACHE * 2)))
            .map_err(sql)?;
        drop(conn);
        Ok(bulk)
    }
}

impl Drop for Bulk<'_> {
    fn drop(&mut self) {
        let log = self.0.log.load(Ordering::Relaxed);
        let conn = self.0.writer();
        // What does not go into the file now goes there with the next transaction, or in the next pause.
        let _ = conn
            .pragma_update(None, "wal_autocheckpoint", log)
            .and_then(|()| conn.pragma_update(None, "cache_size", -CACHE))
            .and_then(|()| conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
    }
}

#[cfg(test)]
mod tests {
    use crate::Store;
    use std::fs;

    #[test]
    fn a_log_that_is_left_is_put_away_in_a_pause_and_nothing_is_lost() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        store.leave_log().unwrap();
        store.put_log_away().unwrap();
        let (file, was) = (dir.path().join("library.db"), store.writes());
        let size = || fs::metadata(&file).unwrap().len();
        let before = size();
        // More than the usual log holds.
        for nth in 0..40 {
            let text = format!("{nth}").repeat(100_000);
            store.local(|db| db.keep(text.as_bytes(), false)).unwrap();
        }
        assert_eq!(store.writes(), was + 40);
        assert_eq!(size(), before, "the steps put nothing away");
        store.put_log_away().unwrap();
        assert!(size() > before + 4_000_000, "{}", size());
        let kept = model::Hash::of("39".repeat(100_000).as_bytes());
        assert_eq!(store.read(|db| db.blob(kept)).unwrap().len(), 200_000);
    }
}
