//! How many rows each table of what stays in the library alone has, and a sum over them: no journal knows these rows, so nothing
//! else would miss one that is gone, or see that one was changed.
//!
//! The sum is the XOR of a number for each row: the first eight bytes, big endian, of the SHA-256 of its columns, each as a byte
//! for its kind, its length in bytes (little endian, 8) and its bytes. Whatever [`Store`](crate::Store) writes into such a table moves
//! both within the same step, by triggers of its connection alone; what anything else writes there does not.
//! What is made anew anyway has them made anew whenever it is written, so that nothing is said of it for longer.

use crate::{
    Db,
    error::sql,
    journal::{fault, is_damage},
};
use model::{Hasher, Result, bundle::Fault};
use rusqlite::{
    Connection, Error, ErrorCode,
    functions::FunctionFlags,
    types::{Null, ValueRef},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// The tables, what they hold, and which of their columns count. Texts and what is packed are not among them where a hash stands
/// beside them or in them, nor private keys, which are held against their public halves.
pub(crate) const TABLES: [(&str, &str, &str); 18] = [
    (
        "l_backup",
        "Where backups are",
        "path at days newest automatic bytes verified sealed",
    ),
    (
        "l_backups",
        "How backups are made",
        "one off folder tried trouble",
    ),
    ("l_ban_key", "The key of who is banned", "one key"),
    ("l_ban_mark", "The marks of who is banned", "mark commenter"),
    ("l_chosen", "What was kept of bundles", "piece sha256"),
    (
        "l_claim",
        "Who has which comments before them",
        "comment person until",
    ),
    (
        "l_commenter",
        "Who sent comments",
        "id salt name email address site seen",
    ),
    (
        "l_draft",
        "What people are typing",
        "article person base hash saved cursor",
    ),
    ("l_inbox", "Where comments arrive", "folder"),
    (
        "l_learned",
        "What was learned from decisions",
        "one since seen measured",
    ),
    (
        "l_look",
        "What people looked at",
        "article person revision at before before_at",
    ),
    (
        "l_printed",
        "What was kept of bundles",
        "manifest seq released sort",
    ),
    ("l_sealed", "Sealed private keys", "key"),
    ("l_secret", "Private keys", "key"),
    (
        "l_sent",
        "The addresses that comments came from",
        "comment address created at",
    ),
    (
        "l_signer",
        "What is known of who signs",
        "person wrong tried later renewed",
    ),
    (
        "l_suggesting",
        "Suggestions that are being written",
        "article person base hash saved",
    ),
    ("l_unswept", "What is still to be wiped", "key"),
];

/// Those of them that are made anew where they are lost, and [`restate`]d whenever they are written.
const MADE_ANEW: [&str; 4] = ["l_chosen", "l_claim", "l_learned", "l_printed"];

/// The tables by name: how many rows each has, and their sum.
pub(crate) type Sums = BTreeMap<String, (i64, i64)>;

/// The number for a row.
fn number<'a>(values: impl Iterator<Item = ValueRef<'a>>) -> i64 {
    let mut hasher = Hasher::default();
    let mut column = |kind: u8, bytes: &[u8]| {
        hasher.update(&[kind]);
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    for value in values {
        match value {
            ValueRef::Null => column(0, &[]),
            ValueRef::Integer(number) => column(1, &number.to_le_bytes()),
            ValueRef::Real(number) => column(2, &number.to_le_bytes()),
            ValueRef::Text(text) => column(3, text),
            ValueRef::Blob(bytes) => column(4, bytes),
        }
    }
    let [a, b, c, d, e, f, g, h, ..] = hasher.finish().0;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// What a step moved that is not in the sums yet: for each table by how many rows, and what its sum is to be XORed with.
type Moves = [Option<(i64, i64)>; TABLES.len()];

/// What the one connection that writes has moved in its step.
#[derive(Default)]
pub(crate) struct Moved {
    moves: Arc<Mutex<Moves>>,
    watches: AtomicBool,
}

impl Moved {
    /// To be told before each step: from then on all that it writes is held.
    ///
    /// # Errors
    /// System errors. A table that is gone is for the check to tell of.
    pub(crate) fn begin(&self, conn: &Connection) -> Result<()> {
        // Of a step that was taken back nothing stays.
        self.take();
        if !self.watches.load(Ordering::Relaxed) {
            self.watch(conn)?;
            self.watches.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Forgets what is held, and gives it.
    pub(crate) fn take(&self) -> Moves {
        std::mem::take(&mut self.moves.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes what is held into the sums: at the end of a step, and before a part of it that may be taken back alone.
    ///
    /// # Errors
    /// System errors.
    pub(crate) fn settle(&self, conn: &Connection) -> Result<()> {
        let moves = self.take();
        for ((table, ..), (n, sum)) in TABLES
            .iter()
            .zip(moves)
            .filter_map(|(of, by)| Some((of, by?)))
        {
            let put = "UPDATE sums SET n = counted(n, ?2), sum = summed(sum, ?3) WHERE name = ?1";
            let put = conn.prepare_cached(put);
            unless_gone(put.and_then(|mut put| put.execute((table, n, sum))))?;
        }
        Ok(())
    }

    fn watch(&self, conn: &Connection) -> Result<()> {
        // A number that is damaged keeps nobody from writing: a check tells of it.
        let whole = |value: ValueRef| match value {
            ValueRef::Integer(number) => number,
            _ => 0,
        };
        for (name, join) in [
            ("counted", i64::wrapping_add as fn(i64, i64) -> i64),
            ("summed", |one, other| one ^ other),
        ] {
            conn.create_scalar_function(name, 2, FunctionFlags::SQLITE_UTF8, move |args| {
                Ok(join(whole(args.get_raw(0)), args.get(1)?))
            })
            .map_err(sql)?;
        }
        let moves = Arc::clone(&self.moves);
        conn.create_scalar_function("moved", -1, FunctionFlags::SQLITE_UTF8, move |args| {
            let (table, by): (u32, i64) = (args.get(0)?, args.get(1)?);
            let row = number((2..args.len()).map(|nth| args.get_raw(nth)));
            let mut moves = moves.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(held) = moves.get_mut(table as usize) {
                let (n, sum) = held.unwrap_or_default();
                *held = Some((n + by, sum ^ row));
            }
            Ok(Null)
        })
        .map_err(sql)?;
        // Who puts a row in the place of another takes that one out.
        conn.execute_batch("PRAGMA recursive_triggers = ON")
            .map_err(sql)?;
        for (nth, (table, _, columns)) in TABLES.into_iter().enumerate() {
            if MADE_ANEW.contains(&table) {
                continue;
            }
            let of = |row: &str| {
                let columns = columns.split(' ').map(|column| format!("{row}.{column}"));
                columns.collect::<Vec<String>>().join(", ")
            };
            let (new, old) = (of("new"), of("old"));
            unless_gone(conn.execute_batch(&format!(
                "CREATE TEMP TRIGGER IF NOT EXISTS {table}_in AFTER INSERT ON main.{table} BEGIN
                   SELECT moved({nth}, 1, {new});
                 END;
                 CREATE TEMP TRIGGER IF NOT EXISTS {table}_out AFTER DELETE ON main.{table} BEGIN
                   SELECT moved({nth}, -1, {old});
                 END;
                 CREATE TEMP TRIGGER IF NOT EXISTS {table}_moved AFTER UPDATE ON main.{table} BEGIN
                   SELECT moved({nth}, 0, {old}), moved({nth}, 0, {new});
                 END;"
            )))?;
        }
        Ok(())
    }
}

/// What was done, also where a table that it was done to is gone.
fn unless_gone<T>(done: rusqlite::Result<T>) -> Result<()> {
    match done {
        Err(Error::SqliteFailure(_, Some(said))) if said.starts_with("no such ") => Ok(()),
        done => done.map(drop).map_err(sql),
    }
}

/// Makes the sums of what is there, of what comes from before there were any, but for the tables that are not `whole`. A step that
/// brings the schema forward later and changes rows of such a table, or which of its columns count, has to make those of that table
/// again.
///
/// # Errors
/// System errors.
pub(crate) fn make(conn: &Connection, whole: impl Fn(&str) -> bool) -> Result<()> {
    let put = "INSERT OR REPLACE INTO sums (name, n, sum) VALUES (?1, ?2, ?3)";
    for (table, _, columns) in TABLES.into_iter().filter(|(table, ..)| whole(table)) {
        let (n, sum) = of(conn, table, columns, &|| Ok(()))?;
        conn.execute(put, (table, n, sum)).map_err(sql)?;
    }
    Ok(())
}

/// The tables in which a page is damaged, found by a connection of its own: one that writes and meets such a page can't end its step.
pub(crate) fn torn(conn: &Connection) -> Vec<&'static str> {
    let torn = |table: &&'static str| {
        let read = || -> rusqlite::Result<()> {
            let mut asked = conn.prepare(&format!("SELECT * FROM {table} NOT INDEXED"))?;
            let width = asked.column_count();
            let mut rows = asked.query([])?;
            while let Some(row) = rows.next()? {
                (0..width).try_for_each(|nth| row.get_ref(nth).map(drop))?;
            }
            Ok(())
        };
        let why = read().err().and_then(|cause| cause.sqlite_error_code());
        why == Some(ErrorCode::DatabaseCorrupt)
    };
    TABLES
        .map(|(table, ..)| table)
        .into_iter()
        .filter(torn)
        .collect()
}

/// Makes the sum of a table that is made anew where it is lost, and was written just now.
///
/// # Errors
/// System errors.
pub(crate) fn restate(db: &Db, table: &str) -> Result<()> {
    let columns = TABLES.iter().find(|one| one.0 == table).map(|one| one.2);
    let (n, sum) = of(db.conn, table, columns.unwrap_or_default(), &|| Ok(()))?;
    let put = "UPDATE sums SET n = ?2, sum = ?3 WHERE name = ?1";
    let put = db.conn.prepare_cached(put);
    unless_gone(put.and_then(|mut put| put.execute((table, n, sum))))
}

/// How many rows a table has, and their sum.
fn of(
    conn: &Connection,
    table: &str,
    columns: &str,
    seen: &dyn Fn() -> Result<()>,
) -> Result<(i64, i64)> {
    let columns = columns.replace(' ', ", ");
    // Not by an index, since that has not what a row was changed to.
    let ask = format!("SELECT {columns} FROM {table} NOT INDEXED");
    let mut asked = conn.prepare_cached(&ask).map_err(sql)?;
    let width = asked.column_count();
    let mut rows = asked.query([]).map_err(sql)?;
    let (mut n, mut sum) = (0, 0);
    while let Some(row) = rows.next().map_err(sql)? {
        seen()?;
        let values = (0..width).map(|nth| row.get_ref(nth).unwrap_or(ValueRef::Null));
        n += 1;
        sum ^= number(values);
    }
    Ok((n, sum))
}

/// The sums of what is there; what can't be read to its end has none. `seen` is told of each row and may stop it.
///
/// # Errors
/// What `seen` returns; system errors.
pub(crate) fn now(conn: &Connection, seen: &dyn Fn() -> Result<()>) -> Result<Sums> {
    let mut sums = Sums::new();
    for (table, _, columns) in TABLES {
        match of(conn, table, columns, seen) {
            Err(error) if is_damage(&error) => {}
            sum => drop(sums.insert(table.to_owned(), sum?)),
        }
    }
    Ok(sums)
}

/// The sums as they were written last; those that can't be read are not among them.
pub(crate) fn written(conn: &Connection) -> Sums {
    let mut sums = Sums::new();
    for (table, ..) in TABLES {
        let ask = "SELECT n, sum FROM sums WHERE name = ?1";
        let row = conn.query_row(ask, [table], |row| Ok((row.get(0)?, row.get(1)?)));
        sums.extend(row.ok().map(|row| (table.to_owned(), row)));
    }
    sums
}

fn damaged(table: &str, what: &str) -> Fault {
    let said = format!("{what}: what says whether all of it is there is damaged.");
    fault(format!("sums/{table}"), "local", said)
}

/// What became of the rows since they were written, but for what is `named` already: of each table that lost or got some, or in which
/// one was changed; and of each whose sum is itself damaged.
pub(crate) fn faults(written: &Sums, now: &Sums, named: &[Fault]) -> [Vec<Fault>; 2] {
    let (mut rows, mut sums) = (vec![], vec![]);
    for (table, what, _) in TABLES {
        let (was, is) = (written.get(table), now.get(table));
        if was == is || named.iter().any(|one| one.path == table) {
            continue;
        }
        let of_it = |one: &Fault| one.path.split('/').next() == Some(table);
        let said = match (was, is) {
            (_, None) => format!("{what}: not all of it can be read."),
            // No row leaves the sum as it is, whether it goes or comes.
            (was, Some(is)) if was.is_none_or(|was| was.1 == is.1) => {
                sums.push(damaged(table, what));
                continue;
            }
            (Some((was, _)), Some((is, _))) if was != is => {
                let apart = was.abs_diff(*is);
                let are = if apart == 1 { "is" } else { "are" };
                match was > is {
                    true => format!("{what}: of {was} entries {apart} {are} missing."),
                    false => {
                        format!("{what}: of {is} entries {apart} {are} there that nobody wrote.")
                    }
                }
            }
            _ if named.iter().any(of_it) => continue,
            _ => {
                format!("{what}: an entry is not what was written last; which it is can’t be told.")
            }
        };
        rows.push(fault(table, "local", said));
    }
    [rows, sums]
}

#[cfg(test)]
mod tests {
    use super::{TABLES, make, now, restate, written};
    use crate::{Store, error::sql, schema};

    #[test]
    fn every_column_counts_but_those_that_something_else_is_known_by() {
        let conn = schema::fresh(schema::VERSION).unwrap();
        let mut asked = conn
            .prepare(
                "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                 WHERE t.type = 'table' AND t.name LIKE 'l\\_%' ESCAPE '\\' ORDER BY t.name, c.name",
            )
            .unwrap();
        let all = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let left_out: Vec<String> = all
            .unwrap()
            .map(|one| one.unwrap())
            .filter(|(table, column): &(String, String)| {
                !TABLES.iter().any(|(name, _, columns)| {
                    name == table && columns.split(' ').any(|one| one == column)
                })
            })
            .map(|(table, column)| format!("{table}.{column}"))
            .collect();
        let known = [
            "l_chosen.facts",
            "l_draft.content",
            "l_learned.model",
            "l_printed.files",
            "l_sealed.json",
            "l_secret.secret",
            "l_suggesting.body",
        ];
        assert_eq!(left_out, known);
    }

    #[test]
    fn the_sums_follow_whatever_is_written() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let does = |steps: &str| store.local(|db| db.conn.execute_batch(steps).map_err(sql));
        let whole = |steps: &str| {
            let sums = store
                .read(|db| Ok((written(db.conn), now(db.conn, &|| Ok(()))?)))
                .unwrap();
            assert_eq!(sums.0, sums.1, "{steps}");
            sums.0
        };
        let rows = |table: &str, rows: &[(&str, u32)]| {
            let (columns, more) = match table {
                "l_signer" => ("person, wrong", ""),
                _ => ("comment, address, created, at", ", '', ''"),
            };
            let rows = rows.iter().map(|(key, n)| format!("('{key}', {n}{more})"));
            let rows: Vec<String> = rows.collect();
            format!("INTO {table} ({columns}) VALUES {}", rows.join(", "))
        };
        // One table with numbers for its rows and one without.
        for (table, key, other) in [
            ("l_signer", "person", "wrong"),
            ("l_sent", "comment", "address"),
        ] {
            let put = |some: &[(&str, u32)]| rows(table, some);
            for (steps, n) in [
                (format!("INSERT {}", put(&[("a", 1), ("b", 1)])), 2),
                (
                    format!(
                        "INSERT {} ON CONFLICT DO UPDATE SET {other} = 2",
                        put(&[("a", 3)])
                    ),
                    2,
                ),
                (
                    format!("INSERT OR REPLACE {}", put(&[("b", 6), ("c", 1)])),
                    3,
                ),
                (format!("INSERT OR IGNORE {}", put(&[("b", 9)])), 3),
                (format!("UPDATE {table} SET {key} = {key} || 'x'"), 3),
                (format!("DELETE FROM {table} WHERE {other} = '1'"), 2),
            ] {
                does(&steps).unwrap();
                assert_eq!(whole(&steps)[table].0, n, "{steps}");
            }
            // Of what is taken back, whole or in part, nothing stays.
            assert!(does(&format!("DELETE FROM {table}; none")).is_err());
            assert_eq!(whole("a step")[table].0, 2);
            let (at, id) = ("2026-11-01T00:00:00.000Z".parse().unwrap(), || {
                uuid::Uuid::from_u128(7)
            });
            let more = format!("INSERT {}", put(&[("d", 1)]));
            let less = format!("DELETE FROM {table} WHERE {key} = 'd'; none");
            let stepped = store.transact(None, at, &id, |txn| {
                txn.conn.execute_batch(&more).map_err(sql)?;
                let part = txn.part(|txn| txn.conn.execute_batch(&less).map_err(sql));
                assert!(part.is_err());
                txn.part(|txn| {
                    txn.conn
                        .execute_batch(&format!("UPDATE {table} SET {other} = 4"))
                        .map_err(sql)
                })
            });
            stepped.unwrap();
            assert_eq!(whole("parts")[table].0, 3);
            does(&format!("DELETE FROM {table}")).unwrap();
            assert_eq!(whole("all")[table], (0, 0));
        }
    }

    #[test]
    fn what_is_made_anew_is_told_of_until_then_and_sums_that_are_damaged_stop_nobody() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let does = |steps: &str| {
            store
                .local(|db| db.conn.execute_batch(steps).map_err(sql))
                .unwrap()
        };
        let whole = || {
            store
                .read(|db| Ok(written(db.conn) == now(db.conn, &|| Ok(()))?))
                .unwrap()
        };
        does("INSERT INTO l_claim (comment, person, until) VALUES ('a', 'one', '')");
        assert!(!whole());
        store.local(|db| restate(db, "l_claim")).unwrap();
        assert!(whole());
        does(&format!(
            "UPDATE sums SET n = {} WHERE name = 'l_signer'",
            i64::MAX
        ));
        does("INSERT INTO l_signer (person) VALUES ('a')");
        assert!(!whole());
        store.local(|db| make(db.conn, |_| true)).unwrap();
        assert!(whole());
        does("DROP TABLE sums");
        does("INSERT INTO l_signer (person) VALUES ('b')");
    }
}
