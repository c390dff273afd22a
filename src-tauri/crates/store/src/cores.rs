//! Questions of many things at once, on all cores: each with a connection of its own, that sees the very same state.

use crate::{Db, connect::sparing, error::sql, look};
use model::Result;
use rusqlite::{Connection, TransactionState, config::DbConfig};
use std::{
    num::NonZeroUsize,
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
};

/// How many are asked about here, since it would take longer to begin elsewhere.
const FEW: usize = 200;

/// How many of them one core takes at once.
const PIECE: usize = 64;

impl Db<'_> {
    /// Asks the same of each of `all`, on every core, of this very state; the answers stand in the order of `all`.
    ///
    /// # Errors
    /// What `ask` returns, of those that came first; system errors.
    pub fn on_all_cores<T: Sync, A: Send>(
        &self,
        all: &[T],
        ask: impl Fn(&Db, &T) -> Result<A> + Sync,
    ) -> Result<Vec<A>> {
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let others = if all.len() < FEW || cores < 2 {
            vec![]
        } else {
            self.others(cores)
        };
        if others.is_empty() {
            return all.iter().map(|one| ask(self, one)).collect();
        }
        let pieces = Mutex::new(all.chunks(PIECE).enumerate());
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
            for conn in others {
                let run = &run;
                scope.spawn(move || run(&Db::of(&conn)));
            }
        });
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

    /// Other connections that see what this one sees; none where there are no such: something was written here that is
    /// not yet there for others, or by others meanwhile.
    fn others(&self, many: usize) -> Vec<Connection> {
        let writes = self.conn.transaction_state(None::<&str>);
        let path = self.conn.path().filter(|path| !path.is_empty());
        let (Some(path), Ok(state)) = (path, writes) else {
            return vec![];
        };
        let newest = newest(self.conn).ok().flatten();
        if matches!(state, TransactionState::Write) || newest.is_none() {
            return vec![];
        }
        let same = |_| {
            let conn = beside(self.conn, Path::new(path)).ok()?;
            // What is journaled changes by an entry alone: where the newest is the same, all is.
            (self::newest(&conn).ok()? == newest).then_some(conn)
        };
        (0..many).filter_map(same).collect()
    }
}

fn beside(one: &Connection, path: &Path) -> Result<Connection> {
    let conn = look::reader(one.is_readonly("main").map_err(sql)?, path)?;
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
        let doubled = store.read(|db| db.on_all_cores(&all, |_, one| Ok(one * 2)));
        assert_eq!(
            doubled.unwrap(),
            all.iter().map(|one| one * 2).collect::<Vec<_>>()
        );
        let failed: Result<Vec<()>> = store.read(|db| {
            db.on_all_cores(&all, |_, one| match one {
                700.. => Err(Error::usage("late", one.to_string())),
                300.. => Err(Error::usage("early", one.to_string())),
                _ => Ok(()),
            })
        });
        assert_eq!(failed.unwrap_err().message, "300");
    }
}
