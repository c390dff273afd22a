//! How many rows each table of what stays in the library alone has, and a sum over them: no journal knows these rows, so nothing
//! else would miss one that is gone, or see that one was changed.
//!
//! The sum is the XOR of a number for each row: the first eight bytes, big endian, of the SHA-256 of its columns, each as a byte
//! for its kind, its length in bytes (little endian, 8) and its bytes. Whatever a connection of this program writes into such a
//! table moves both within the same step, by triggers of that connection alone; what anything else writes there does not.

use crate::{error::sql, journal::fault};
use model::{Hasher, Result, bundle::Fault};
use rusqlite::{Connection, Error, functions::FunctionFlags, types::ValueRef};
use std::collections::BTreeMap;

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

/// Has all that a connection writes from now on move the sums along.
///
/// # Errors
/// System errors. A table that is gone is for the check to tell of.
pub(crate) fn watch(conn: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("summed", -1, flags, |args| {
        let row = number((1..args.len()).map(|nth| args.get_raw(nth)));
        Ok(args.get::<i64>(0)? ^ row)
    })
    .map_err(sql)?;
    // Who puts a row in the place of another takes that one out.
    conn.execute_batch("PRAGMA recursive_triggers = ON")
        .map_err(sql)?;
    for (table, _, columns) in TABLES {
        let of = |row: &str| {
            let columns: Vec<String> = columns
                .split(' ')
                .map(|column| format!("{row}.{column}"))
                .collect();
            columns.join(", ")
        };
        let (new, old) = (of("new"), of("old"));
        let made = conn.execute_batch(&format!(
            "CREATE TEMP TRIGGER IF NOT EXISTS {table}_in AFTER INSERT ON main.{table} BEGIN
               UPDATE sums SET n = n + 1, sum = summed(sum, {new}) WHERE name = '{table}';
             END;
             CREATE TEMP TRIGGER IF NOT EXISTS {table}_out AFTER DELETE ON main.{table} BEGIN
               UPDATE sums SET n = n - 1, sum = summed(sum, {old}) WHERE name = '{table}';
             END;
             CREATE TEMP TRIGGER IF NOT EXISTS {table}_moved AFTER UPDATE ON main.{table} BEGIN
               UPDATE sums SET sum = summed(summed(sum, {old}), {new}) WHERE name = '{table}';
             END;"
        ));
        match made {
            Err(Error::SqliteFailure(_, Some(said))) if said.starts_with("no such ") => {}
            made => made.map_err(sql)?,
        }
    }
    Ok(())
}

/// Makes the sums of what is there.
///
/// # Errors
/// System errors.
pub(crate) fn make(conn: &Connection) -> Result<()> {
    let put = "INSERT OR REPLACE INTO sums (name, n, sum) VALUES (?1, ?2, ?3)";
    for (table, (n, sum)) in now(conn)? {
        conn.execute(put, (table, n, sum)).map_err(sql)?;
    }
    Ok(())
}

/// The sums of what is there.
///
/// # Errors
/// System errors.
pub(crate) fn now(conn: &Connection) -> Result<Sums> {
    let mut sums = Sums::new();
    for (table, _, columns) in TABLES {
        let columns = columns.replace(' ', ", ");
        // Not by an index, since that has not what a row was changed to.
        let ask = format!("SELECT {columns} FROM {table} NOT INDEXED");
        let mut asked = conn.prepare(&ask).map_err(sql)?;
        let width = asked.column_count();
        let mut rows = asked.query([]).map_err(sql)?;
        let (mut n, mut sum) = (0, 0);
        while let Some(row) = rows.next().map_err(sql)? {
            let values = (0..width).map(|nth| row.get_ref(nth).unwrap_or(ValueRef::Null));
            n += 1;
            sum ^= number(values);
        }
        sums.insert(table.to_owned(), (n, sum));
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

/// What became of the rows since they were written: a fault for each table that lost or got some, or in which one was changed, but for
/// what is `named` already.
pub(crate) fn faults(written: &Sums, now: &Sums, named: &[Fault]) -> Vec<Fault> {
    let mut found = vec![];
    for (table, what, _) in TABLES {
        let of_it = |one: &Fault| one.path.split('/').next() == Some(table);
        let said = match (written.get(table), now.get(table)) {
            (Some(was), Some(is)) if was == is => continue,
            _ if named.iter().any(|one| one.path == table) => continue,
            (None, _) => format!("{what}: what says whether all of it is there can’t be read."),
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
        found.push(fault(table, "local", said));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{TABLES, now, written};
    use crate::schema;
    use rusqlite::Connection;

    fn library() -> Connection {
        let mut conn = Connection::open_in_memory().unwrap();
        schema::migrate(&mut conn).unwrap();
        conn
    }

    #[test]
    fn every_column_counts_but_those_that_something_else_is_known_by() {
        let conn = library();
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
        let conn = library();
        let claim = "INSERT INTO l_claim (comment, person, until) VALUES";
        for (steps, rows) in [
            (format!("{claim} ('a', 'one', ''), ('b', 'one', '')"), 2),
            (format!("{claim} ('a', 'two', '') ON CONFLICT DO UPDATE SET person = excluded.person"), 2),
            ("INSERT OR REPLACE INTO l_claim (comment, person, until) VALUES ('b', 'six', ''), ('c', 'one', '')".to_owned(), 3),
            ("INSERT OR IGNORE INTO l_claim (comment, person, until) VALUES ('b', 'ten', '')".to_owned(), 3),
            ("UPDATE l_claim SET comment = comment || 'x'".to_owned(), 3),
            (format!("BEGIN; {claim} ('d', 'one', ''); SAVEPOINT part; DELETE FROM l_claim; ROLLBACK TO part; COMMIT"), 4),
            ("BEGIN; DELETE FROM l_claim; ROLLBACK".to_owned(), 4),
            ("DELETE FROM l_claim WHERE person = 'one'".to_owned(), 2),
            ("DELETE FROM l_claim".to_owned(), 0),
        ] {
            conn.execute_batch(&steps).unwrap();
            let sums = written(&conn);
            assert_eq!(sums, now(&conn).unwrap(), "{steps}");
            assert_eq!(sums["l_claim"].0, rows, "{steps}");
        }
        assert_eq!(written(&conn)["l_claim"], (0, 0));
    }
}
