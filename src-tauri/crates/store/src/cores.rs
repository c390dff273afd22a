//! Questions of many things at once, on all cores: each with a connection of its own, that sees the very same state.

use crate::{Db, connect::sparing, error::sql, look};
use model::Result;
use rusqlite::{Connection, TransactionState, config::DbConfig};
use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread,
};

/// How many things are asked about here, since it would take longer to begin elsewhere.
const FEW: usize = 200;

/// Most of them that one core takes at once.
const PIECE: usize = 64;

impl Db<'_> {
    /// Asks the same of each of `all`, on every core, of this very state; the answers stand in the order of `all`. They are
    /// about `things` in all.
    ///
    /// # Errors
    /// What `ask` returns, of those that came first; system errors.
    pub fn on_all_cores<T: Sync, A: Send>(
        &self,
        all: &[T],
        things: usize,
        ask: impl Fn(&Db, &T) -> Result<A> + Sync,
    ) -> Result<Vec<A>> {
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let few = things < FEW || cores < 2;
        let Some(same) = (!few).then(|| self.same()).flatten() else {
            return all.iter().map(|one| ask(self, one)).collect();
        };
        let piece = (all.len() / (4 * cores)).clamp(1, PIECE);
        let pieces = Mutex::new(all.chunks(piece).enumerate());
        let answered = Mutex::new(vec![]);
        let run = |db: &Db| {
            loop {
                let next = pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some((at, piece)) = next else { return };
                let answers: Result<Vec<A>> = piece.iter().map(|one| ask(db, one)).collect();
                let mut answered = answered.lock().unwrap_or_else(PoisonError::into_inner);
                answered.push((at, answers));
            }
        };
        thread::scope(|scope| {
            for _ in 0..cores {
                let _ = thread::Builder::new().spawn_scoped(scope, || {
                    if let Some(conn) = same.connect() {
                        run(&Db::of(&conn));
                    }
                });
            }
        });
        // Where none of them sees this state any more, or the machine gives no thread, it is asked for here.
        run(self);
        let mut answered = answered
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        answered.sort_by_key(|(at, _)| *at);
        let mut out = Vec::with_capacity(all.len());
        for (_, answers) in answered {
            out.extend(answers?);
        }
        Ok(out)
    }

    /// The state that this connection sees; none where others can't see it: something was written here that is not yet there for
    /// them.
    fn same(&self) -> Option<Same> {
        let state = self.conn.transaction_state(None::<&str>).ok()?;
        let path = self.conn.path().filter(|path| !path.is_empty())?;
        let newest = newest(self.conn).ok().flatten()?;
        let readonly = self.conn.is_readonly("main").ok()?;
        let written = matches!(state, TransactionState::Write);
        (!written).then(|| Same {
            path: path.into(),
            readonly,
            newest,
        })
    }
}

/// A state of a library.
struct Same {
    path: PathBuf,
    readonly: bool,
    newest: i64,
}

impl Same {
    /// Another connection that sees it; none where somebody wrote meanwhile.
    fn connect(&self) -> Option<Connection> {
        let conn = beside(self.readonly, &self.path).ok()?;
        // What is journaled changes by an entry alone: where the newest is the same, all is.
        (newest(&conn).ok()? == Some(self.newest)).then_some(conn)
    }
}

fn beside(readonly: bool, path: &Path) -> Result<Connection> {
    let conn = look::reader(readonly, path)?;
    sparing(&conn)?;
    // Where an index is of some rows only, SQLite prepares a statement anew for each value that it is asked with, to see
    // whether that index does for it: a third of all the work here.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(sql)?;
    conn.execute_batch("BEGIN").map_err(sql)?;
    Ok(conn)
}

/// The newest entry of the journal.
fn newest(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    conn.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use crate::Store;
    use model::{Error, Result};

    #[test]
    fn answers_stand_in_order_and_the_first_error_counts() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let all: Vec<usize> = (0..1000).collect();
        let doubled = store.read(|db| db.on_all_cores(&all, all.len(), |_, one| Ok(one * 2)));
        assert_eq!(
            doubled.unwrap(),
            all.iter().map(|one| one * 2).collect::<Vec<_>>()
        );
        let failed: Result<Vec<()>> = store.read(|db| {
            db.on_all_cores(&all, all.len(), |_, one| match one {
                700.. => Err(Error::usage("late", one.to_string())),
                300.. => Err(Error::usage("early", one.to_string())),
                _ => Ok(()),
            })
        });
        assert_eq!(failed.unwrap_err().message, "300");
        let asked: Vec<_> = store
            .read(|db| db.on_all_cores(&all, 1, |_, _| Ok(std::thread::current().id())))
            .unwrap();
        assert!(asked.iter().all(|one| *one == std::thread::current().id()));
    }
}
