//! Where a repair looks for an entry or a text that is damaged in its place: in the pages themselves, one bit turned back, and in
//! the backups that are known of. All of it is right by its SHA-256, or not taken.

use super::salvage::{self, Pages};
use crate::{blob::unpack, error::sql, log};
use model::{Hash, Result, event::Entry};
use rusqlite::{Connection, OpenFlags, OptionalExtension, types::Value};
use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

/// Longest row in whose bytes a turned bit is looked for, and how many rows it is looked for in: it takes a hash for each bit.
const LONGEST: usize = 8 << 10;
const MOST: usize = 24;

/// What can be found.
#[derive(Default)]
pub(super) struct Sources {
    /// Entries and texts by their hash, as they were found in pages.
    found: HashMap<Hash, Vec<u8>>,
    /// What may be an entry once a bit is turned back, by its place.
    entries: HashMap<i64, Vec<Vec<u8>>>,
    /// Entries that stand beside their own hash, by their place.
    placed: HashMap<i64, Hash>,
    /// The steps of entries that stood at the journal's end, by their place.
    named: BTreeMap<i64, String>,
    /// The same of texts as they are stored, by what stands beside them as their hash.
    texts: HashMap<String, Vec<(bool, Vec<u8>)>>,
    backups: Vec<(PathBuf, Connection)>,
    tried: usize,
    searched: bool,
    /// Where to look.
    files: Vec<PathBuf>,
    log: Vec<u8>,
}

impl Sources {
    /// The pages of `files`, of which the first is the newest, and of a log.
    pub fn of(files: Vec<PathBuf>, log: Vec<u8>) -> Self {
        Self {
            files,
            log,
            ..Self::default()
        }
    }

    /// The backups in these folders too, as far as they are there.
    pub fn also_in(&mut self, backups: &[PathBuf]) {
        for dir in backups {
            let file = dir.join("library.db");
            // Nothing of it is written, not even a log beside it.
            let name = file
                .to_string_lossy()
                .replace('%', "%25")
                .replace('?', "%3f")
                .replace('#', "%23");
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            if file.is_file()
                && let Ok(conn) =
                    Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)
            {
                self.backups.push((dir.clone(), conn));
            }
        }
    }

    /// Entries at the journal's end of which no more is known than their places and their steps; the last of those places.
    pub fn at_the_end(&mut self, named: BTreeMap<i64, String>) -> Option<i64> {
        self.named = named;
        self.named.keys().next_back().copied()
    }

    /// A row of the journal that is not what its hash says.
    pub fn suspect_entry(&mut self, seq: i64, bytes: Vec<u8>) {
        self.entries.entry(seq).or_default().push(bytes);
    }

    /// A text that is not what its hash says, as it is stored.
    pub fn suspect_text(&mut self, hash: String, packed: bool, bytes: Vec<u8>) {
        self.texts.entry(hash).or_default().push((packed, bytes));
    }

    /// The highest place of the journal of which anything was found.
    pub fn last(&mut self) -> Result<i64> {
        self.search()?;
        Ok(self.entries.keys().copied().max().unwrap_or(0))
    }

    /// Goes through all pages, once.
    fn search(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.searched, true) {
            return Ok(());
        }
        let mut rows = vec![];
        let log = std::mem::take(&mut self.log);
        for file in &self.files {
            let pages = Pages::open(file)?;
            for number in 1..=pages.count {
                salvage::rows(&pages.page(number)?, &pages, &mut |row| rows.push(row))?;
            }
        }
        if let Some(newest) = self.files.first() {
            let pages = Pages::open(newest)?;
            for frame in log::frames(&log) {
                salvage::rows(frame.page, &pages, &mut |row| rows.push(row))?;
            }
        }
        for row in rows {
            let whole = match row.packed {
                true => unpack(&row.bytes),
                false => Some(row.bytes.clone()),
            };
            if let Some(seq) = row.seq {
                let is = Hash::of(&row.bytes);
                if is.to_string() == row.hash {
                    self.placed.entry(seq).or_insert(is);
                }
                self.entries.entry(seq).or_default().push(row.bytes.clone());
            } else {
                self.suspect_text(row.hash, row.packed, row.bytes);
            }
            if let Some(whole) = whole {
                self.found.insert(Hash::of(&whole), whole);
            }
        }
        Ok(())
    }

    /// The entry with this hash, which stood at this place.
    pub fn entry(&mut self, seq: i64, hash: Hash) -> Result<Option<Vec<u8>>> {
        self.search()?;
        if let Some(bytes) = self.found.get(&hash) {
            return Ok(Some(bytes.clone()));
        }
        let ask = "SELECT bytes FROM journal WHERE seq = ?1";
        for (_, backup) in &self.backups {
            let bytes = backup.query_row(ask, [seq], |row| row.get::<_, Vec<u8>>(0));
            if let Ok(Some(bytes)) = bytes.optional()
                && Hash::of(&bytes) == hash
            {
                return Ok(Some(bytes));
            }
        }
        for bytes in self.entries.remove(&seq).unwrap_or_default() {
            if self.may_try(&bytes)
                && let Some(bytes) = turned(bytes, |bytes| Hash::of(bytes) == hash)
            {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    /// The entry that stands at this place in a page, beside its own hash; or in a backup, of the step that was here.
    pub fn entry_at(&mut self, seq: i64) -> Result<Option<Vec<u8>>> {
        self.search()?;
        let hash = self.placed.get(&seq);
        if let Some(bytes) = hash.and_then(|hash| self.found.get(hash)) {
            return Ok(Some(bytes.clone()));
        }
        let Some(op) = self.named.get(&seq) else {
            return Ok(None);
        };
        // Nothing after it vouches for it: it has to be what its own hash says.
        let ask = "SELECT hash, bytes FROM journal WHERE seq = ?1";
        let is = |hash: &str, bytes: &[u8]| {
            Hash::of(bytes).to_string() == hash
                && Entry::from_bytes(bytes).is_ok_and(|entry| entry.op.to_string() == *op)
        };
        let found = self.backups.iter().find_map(|(_, backup)| {
            let row = backup.query_row(ask, [seq], |row| Ok((row.get(0)?, row.get(1)?)));
            let (hash, bytes): (String, Vec<u8>) = row.ok()?;
            is(&hash, &bytes).then_some(bytes)
        });
        Ok(found)
    }

    /// The text with this hash.
    pub fn text(&mut self, hash: Hash) -> Result<Option<Vec<u8>>> {
        self.search()?;
        if let Some(bytes) = self.found.get(&hash) {
            return Ok(Some(bytes.clone()));
        }
        let ask = "SELECT packed, bytes FROM blob WHERE hash = ?1";
        for (_, backup) in &self.backups {
            let row = backup.query_row(ask, [hash.to_string()], |row| {
                Ok((row.get::<_, bool>(0)?, row.get::<_, Vec<u8>>(1)?))
            });
            if let Ok(Some((packed, bytes))) = row.optional()
                && let Some(whole) = if packed { unpack(&bytes) } else { Some(bytes) }
                && Hash::of(&whole) == hash
            {
                return Ok(Some(whole));
            }
        }
        for (packed, bytes) in self.texts.remove(&hash.to_string()).unwrap_or_default() {
            if !self.may_try(&bytes) {
                continue;
            }
            let read = |bytes: &[u8]| match packed {
                true => unpack(bytes),
                false => Some(bytes.to_vec()),
            };
            let right = |bytes: &[u8]| read(bytes).is_some_and(|whole| Hash::of(&whole) == hash);
            if let Some(bytes) = turned(bytes, right) {
                return Ok(read(&bytes));
            }
        }
        Ok(None)
    }

    /// A file of `assets/`, where a backup has it whole.
    pub fn asset(&self, hash: Hash) -> Option<Vec<u8>> {
        let found = |dir: &Path| crate::asset::read(dir, hash).ok();
        self.backups.iter().find_map(|(dir, _)| found(dir))
    }

    fn may_try(&mut self, bytes: &[u8]) -> bool {
        self.tried += 1;
        bytes.len() <= LONGEST && self.tried <= MOST
    }
}

/// The bytes with the one bit turned back that makes them right.
pub(super) fn turned(mut bytes: Vec<u8>, right: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    for at in 0..bytes.len() * 8 {
        bytes[at / 8] ^= 1 << (at % 8);
        if right(&bytes) {
            return Some(bytes);
        }
        bytes[at / 8] ^= 1 << (at % 8);
    }
    None
}

/// The entries after `last` that the index of steps names, with their steps, as far as none is missing between: where the end of
/// the journal is gone, those were there.
pub(super) fn named_after(old: &Connection, last: i64) -> BTreeMap<i64, String> {
    let mut named: BTreeMap<i64, String> = BTreeMap::new();
    for order in ["ASC", "DESC"] {
        let ask = format!(
            "SELECT seq, op FROM journal INDEXED BY journal_op WHERE +seq > {last} ORDER BY op {order}"
        );
        let mut each = |row: &rusqlite::Row| {
            let is_new = named.insert(row.get(0)?, row.get(1)?).is_none();
            Ok(is_new)
        };
        if read_all(old, &ask, &mut each) {
            break;
        }
    }
    let after = named.split_off(&(last + 1)).into_iter();
    let in_turn = (last + 1..)
        .zip(after)
        .take_while(|(place, (seq, _))| place == seq);
    in_turn.map(|(_, one)| one).collect()
}

/// Whether the index of steps names every place up to `last`.
pub(super) fn names_all(old: &Connection, last: i64) -> bool {
    let ask = format!(
        "SELECT count(DISTINCT seq) FROM journal INDEXED BY journal_op WHERE +seq <= {last}"
    );
    old.query_row(&ask, [], |row| row.get::<_, i64>(0))
        .is_ok_and(|named| named == last)
}

/// Asks a question of what may be damaged; whether it was answered to its end. `each` says whether to go on.
pub(super) fn read_all(
    conn: &Connection,
    ask: &str,
    each: &mut dyn FnMut(&rusqlite::Row) -> rusqlite::Result<bool>,
) -> bool {
    let Ok(mut asked) = conn.prepare(ask) else {
        return false;
    };
    let Ok(mut rows) = asked.query([]) else {
        return false;
    };
    loop {
        match rows.next() {
            Ok(Some(row)) => match each(row) {
                Ok(true) | Err(_) => {}
                Ok(false) => return false,
            },
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// Copies every row of `table` that can be read, from both of its ends; columns that only one of them has are left out. Gives
/// whether all of them could be read.
pub(super) fn copy(from: &Connection, to: &Connection, table: &str) -> Result<bool> {
    let columns = |conn: &Connection| -> rusqlite::Result<Vec<String>> {
        conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?
            .query_map([table], |row| row.get(0))?
            .collect()
    };
    let theirs = columns(from).unwrap_or_default();
    let ours: Vec<String> = columns(to)
        .map_err(sql)?
        .into_iter()
        .filter(|column| theirs.contains(column))
        .collect();
    if ours.is_empty() {
        return Ok(false);
    }
    let names = ours.join("\", \"");
    let marks = vec!["?"; ours.len()].join(", ");
    let mut insert = to
        .prepare(&format!(
            "INSERT OR IGNORE INTO {table} (\"{names}\") VALUES ({marks})"
        ))
        .map_err(sql)?;
    let mut whole = true;
    let mut each = |row: &rusqlite::Row| -> rusqlite::Result<bool> {
        let values = (0..ours.len())
            .map(|column| row.get::<_, Value>(column))
            .collect::<rusqlite::Result<Vec<_>>>();
        let taken = values.and_then(|values| insert.execute(rusqlite::params_from_iter(values)));
        whole = whole && taken.is_ok();
        Ok(true)
    };
    let mut broke = false;
    for order in ["", "ORDER BY rowid DESC", "ORDER BY 1 DESC"] {
        if read_all(
            from,
            &format!("SELECT \"{names}\" FROM {table} NOT INDEXED {order}"),
            &mut each,
        ) {
            break;
        }
        broke = true;
    }
    Ok(whole && !broke)
}
