//! Making a library again from what can be read of it: its journal, its texts, and what stays in it alone.

use super::{
    check::{fault, is_damage, unreadable},
    compare::{tables, text_since},
    image::{
        beside, copy_file, has_our_tables, holds_a_library, made_image, remove, stamp, unused,
    },
    replay::Replay,
    rescue::{Sources, copy, named_after, names_all, read_all},
    roots,
};
use crate::{Db, blob, connect, error::sql, log, look, schema, sums};
use model::{Error, Hash, Kind, Result, bundle::Fault, event::Entry};
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};
use std::{
    collections::{BTreeMap, HashSet},
    fs::{self, File},
    path::{Path, PathBuf},
};

/// How far beyond the last entry that can be read others are looked for.
const MOST_LOST: i64 = 1_000_000;

/// What a repair did.
#[derive(Debug, Clone, Default)]
pub struct Repaired {
    /// How many entries of the journal could not be read.
    pub entries: i64,
    /// What was lost.
    pub lost: Vec<Fault>,
    /// What was damaged, and was brought back.
    pub mended: Vec<Fault>,
    /// The name of the file that was repaired, beside the library.
    pub before: String,
}

/// What is made on the way.
const FRESH: &str = "library.db.repaired";
const IMAGE: &str = "library.db.repaired-from";

/// Makes the tables again from what can be read of journal and texts, before and after what is damaged; what can't be read is
/// looked for in the file's pages, in the log, and in the backups that are known of. What was there stays beside it as
/// `library.db.before-repair`.
///
/// # Errors
/// `library-in-use`, `synced-folder`; what opening said, of a file in which nothing of a library is found; system errors. The library
/// is then as it was.
pub fn make_again(dir: &Path) -> Result<Repaired> {
    if dir.join("library.db").is_file() {
        connect::must_be_alone(dir)?;
    }
    let sound = || {
        let file = look::database(dir)?;
        // The log first, since who opens it may have its index know of less.
        log::look(dir)?;
        let conn = look::connect(&file)?;
        schema::is_sound(&conn)
    };
    let done = match sound().and_then(|()| connect::alone(dir)) {
        Ok(old) => in_place(dir, old),
        Err(error) if stands_in_the_way(dir, &error) => Err(error),
        Err(error) => from_pages(dir, &error),
    };
    for name in [FRESH, IMAGE] {
        remove(&dir.join(name))?;
    }
    done
}

/// Whether an error is no damage of the file.
fn stands_in_the_way(dir: &Path, error: &Error) -> bool {
    let of_system = error.kind == Kind::System && !is_damage(error);
    of_system
        || error.kind == Kind::Refused
        || error.code == "newer-journal"
        // A newer one has other tables: else its version is what is damaged.
        || error.code == "newer-library" && !has_our_tables(dir)
        || !dir.join("library.db").is_file()
}

/// Of a library that SQLite opens: page by page and into the same file, so that whoever waits for it finds the new one whole or
/// the old one whole, and the log of the one is never read over the other.
fn in_place(dir: &Path, old: Connection) -> Result<Repaired> {
    let name = unused(dir)?;
    let before = dir.join(&name);
    match into_itself(dir, old, &before) {
        Ok(done) => Ok(Repaired {
            before: name,
            ..done
        }),
        // The library is as it was: a copy of it would only take room.
        Err(error) => {
            remove(&dir.join(format!("{name}-journal")))?;
            remove(&before).and(Err(error))
        }
    }
}

fn into_itself(dir: &Path, mut old: Connection, before: &Path) -> Result<Repaired> {
    let mut kept = beside(before)?;
    if pages(&old, &mut kept).is_err() {
        // Pages are missing; what is there is what is kept.
        drop(kept);
        copy_file(&dir.join("library.db"), before)?;
    } else {
        drop(kept);
    }
    let mut fresh = beside(&dir.join(FRESH))?;
    schema::migrate(&mut fresh)?;
    let sources = Sources::of(vec![before.to_owned()], vec![]);
    let done = fill(dir, &old, &fresh, sources)?;
    pages(&fresh, &mut old)?;
    Ok(done)
}

/// Of one that SQLite does not open, or whose log it would take in part only: from an image of what file and log hold.
fn from_pages(dir: &Path, why: &Error) -> Result<Repaired> {
    let file = dir.join("library.db");
    let locked = File::options().read(true).write(true).open(&file);
    let locked = locked.map_err(|cause| Error::io(&file, &cause))?;
    let alone = || {
        let how = rustix::fs::FlockOperation::NonBlockingLockExclusive;
        rustix::fs::fcntl_lock(&locked, how).map_err(|_| connect::in_use(dir))
    };
    let was = stamp(dir);
    // What reads the file gives the lock up.
    let same = || (stamp(dir) == was).then_some(());
    let still = || alone().and_then(|()| same().ok_or_else(|| connect::in_use(dir)));
    still()?;
    let image = dir.join(IMAGE);
    let log = log::bytes(dir)?;
    made_image(&file, &log, &image)?;
    let old = match roots::opened(&image) {
        // It is no library: whoever has a backup restores it.
        Err(_) if !holds_a_library(&image) => return Err(why.clone()),
        old => old?,
    };
    let sources = Sources::of(vec![image, file.clone()], log.clone());
    let mut fresh = beside(&dir.join(FRESH))?;
    schema::migrate(&mut fresh)?;
    let mut done = fill(dir, &old, &fresh, sources)?;
    for said in log::missing(dir, &log) {
        done.lost.push(fault("library.db-wal", "log", said));
    }
    let entries = "SELECT count(*) FROM journal WHERE bytes <> x''";
    let entries: i64 = fresh
        .query_row(entries, [], |row| row.get(0))
        .map_err(sql)?;
    if entries == 0 {
        // It is no library, or nothing of one is left: whoever has a backup restores it.
        return Err(why.clone());
    }
    drop((old, fresh));
    still()?;
    done.before = unused(dir)?;
    let before = dir.join(&done.before);
    copy_file(&file, &before).or_else(|error| remove(&before).and(Err(error)))?;
    if !log.is_empty() {
        let to = dir.join(format!("{}-wal", done.before));
        copy_file(&dir.join("library.db-wal"), &to)?;
    }
    still().or_else(|error| remove(&before).and(Err(error)))?;
    let io = |cause| Error::io(dir, &cause);
    let whole = File::open(dir).map_err(io)?;
    whole.sync_all().map_err(io)?;
    // The log first: it must never be read over the new file.
    for name in ["library.db-wal", "library.db-shm"] {
        remove(&dir.join(name))?;
    }
    whole.sync_all().map_err(io)?;
    fs::rename(dir.join(FRESH), &file).map_err(io)?;
    whole.sync_all().map_err(io)?;
    drop(locked);
    Ok(done)
}

/// What of the journal was read: entries by their place.
struct Read {
    hash: Vec<u8>,
    bytes: Vec<u8>,
}

/// Fills `fresh` with what can be read of `old` and found elsewhere.
fn fill(
    dir: &Path,
    old: &Connection,
    fresh: &Connection,
    mut sources: Sources,
) -> Result<Repaired> {
    let mut done = Repaired::default();
    fresh.execute_batch("BEGIN").map_err(sql)?;
    for table in tables(fresh, "l\\_%")? {
        if !copy(old, fresh, &table)? {
            let said = "Rows of it could not be read, and are lost.";
            done.lost.push(fault(table, "local", said));
        }
    }
    let (written, came) = (sums::written(old), sums::now(fresh, &|| Ok(()))?);
    let has_sums = tables(old, "sums").is_ok_and(|found| !found.is_empty());
    let backups = crate::library::backups(&Db::of(fresh)).unwrap_or_default();
    let backups: Vec<PathBuf> = backups
        .into_iter()
        .map(|backup| backup.path.into())
        .collect();
    sources.also_in(&backups);
    let entries = entries(old, &mut sources, &mut done)?;
    let db = &Db::of(fresh);
    for (_, bytes) in entries.values() {
        text_since(bytes, db)?;
    }
    texts(old, db, &entries, &mut sources, &mut done)?;
    drafts(fresh, &mut done)?;
    let mut replay = Replay::lenient();
    for (hash, bytes) in entries.values() {
        replay.take(db, hash, bytes)?;
    }
    replay.end(db)?;
    for (seq, why) in replay.left_out {
        let told = format!("What entry {seq} did could not be done again: {why}");
        done.lost
            .push(fault(format!("journal/{seq}"), "journal", told));
    }
    if !done.lost.iter().any(|lost| lost.kind != "local") {
        commenters(db, &mut done)?;
    }
    // One that was made before there were sums has none.
    if has_sums {
        let named = [&done.lost[..], &done.mended].concat();
        let [rows, sums] = sums::faults(&written, &came, &named);
        done.lost.extend(rows);
        done.mended.extend(sums);
    }
    sums::make(fresh, |_| true)?;
    crate::search::rebuild(db, &|| Ok(()))?;
    fresh.execute_batch("COMMIT").map_err(sql)?;
    assets(dir, db, &sources, &mut done)?;
    Ok(done)
}

/// Every entry with its hash, in its place; one that is lost has no bytes, so that what comes after keeps its place.
fn entries(
    old: &Connection,
    sources: &mut Sources,
    done: &mut Repaired,
) -> Result<BTreeMap<i64, (String, Vec<u8>)>> {
    let mut read: BTreeMap<i64, Read> = BTreeMap::new();
    let mut broke = false;
    for order in ["ASC", "DESC"] {
        let mut each = |row: &rusqlite::Row| -> rusqlite::Result<bool> {
            let value = |nth| {
                row.get_ref(nth)
                    .map(|value| value.as_bytes_or_null().ok().flatten())
            };
            let (hash, bytes) = (value(1)?, value(2)?);
            let one = Read {
                hash: hash.unwrap_or_default().to_vec(),
                bytes: bytes.unwrap_or_default().to_vec(),
            };
            Ok(read.insert(row.get(0)?, one).is_none())
        };
        let ask = format!("SELECT seq, hash, bytes FROM journal ORDER BY seq {order}");
        if read_all(old, &ask, &mut each) {
            break;
        }
        broke = true;
    }
    let mut last = last_of(&read);
    // Where an earlier page leads into the table, it is read to an end without a word, and the newest entries are on none of its
    // pages: an index of steps that names every entry that was read is believed of those after.
    let cut = !broke && names_all(old, last) && !named_after(old, last).is_empty();
    if broke || read.is_empty() || cut {
        last = last.max(sources.last()?.min(last + MOST_LOST));
        last = sources.at_the_end(named_after(old, last)).unwrap_or(last);
    }
    let mut kept: BTreeMap<i64, (String, Vec<u8>)> = BTreeMap::new();
    let mut wanted: Option<Hash> = None;
    for seq in (1..=last).rev() {
        let there = read.remove(&seq);
        let one = the_entry(seq, there, wanted, sources)?;
        wanted = match &one.bytes {
            Some(bytes) => Some(Entry::from_bytes(bytes)?.prev),
            None => None,
        };
        let path = format!("journal/{seq}");
        if one.bytes.is_none() {
            done.entries += 1;
            let said = "The entry could not be read, and no backup that is known of has it.";
            done.lost.push(fault(path, "journal", said));
        } else if one.mended {
            let said = "The entry was brought back.";
            done.mended.push(fault(path, "journal", said));
        }
        // At the end there is nothing that a lost one would keep in its place.
        if one.bytes.is_some() || !kept.is_empty() {
            kept.insert(seq, (one.hash, one.bytes.unwrap_or_default()));
        }
    }
    done.lost.reverse();
    done.mended.reverse();
    Ok(kept)
}

/// The place at which the entries that were read end. Rows of another table, in a page that is not the journal's, have places that
/// say nothing: the last that is an entry counts, with what stands right behind it.
fn last_of(read: &BTreeMap<i64, Read>) -> i64 {
    let whole = |one: &Read| Entry::from_bytes(&one.bytes).is_ok();
    let mut places = read.iter().rev();
    let mut last = places
        .find(|(_, one)| whole(one))
        .map_or(0, |(seq, _)| *seq);
    while read.contains_key(&(last + 1)) {
        last += 1;
    }
    last
}

/// What was found of an entry.
struct Sought {
    /// Its bytes; none where it is lost.
    bytes: Option<Vec<u8>>,
    /// Its hash; empty where that is lost too.
    hash: String,
    /// Whether it had to be looked for.
    mended: bool,
}

impl Sought {
    fn of(bytes: Vec<u8>, mended: bool) -> Self {
        Self {
            hash: Hash::of(&bytes).to_string(),
            bytes: Some(bytes),
            mended,
        }
    }
}

/// The entry at a place, by what the one after it says of it, and else by its own hash.
fn the_entry(
    seq: i64,
    there: Option<Read>,
    wanted: Option<Hash>,
    sources: &mut Sources,
) -> Result<Sought> {
    let readable = |bytes: &Vec<u8>| Entry::from_bytes(bytes).is_ok();
    let own = there
        .as_ref()
        .and_then(|one| std::str::from_utf8(&one.hash).ok());
    let own: Option<Hash> = own.and_then(|hash| hash.parse().ok());
    let right = wanted.or(own);
    if let Some(one) = there {
        let is = Hash::of(&one.bytes);
        let fits = match wanted {
            Some(wanted) => wanted == is,
            None => own == Some(is) || spoiled(&one.hash, is),
        };
        match Entry::from_bytes(&one.bytes) {
            // The hash beside it may be what was damaged.
            Ok(_) if fits => return Ok(Sought::of(one.bytes, own != Some(is))),
            // It is whole, and would be lost by who does not know it.
            Err(error) if fits && error.code == "newer-journal" => return Err(error),
            _ => sources.suspect_entry(seq, one.bytes),
        }
    }
    if let Some(right) = right
        && let Some(bytes) = sources.entry(seq, right)?.filter(readable)
    {
        return Ok(Sought::of(bytes, true));
    }
    if wanted.is_none()
        && let Some(bytes) = sources.entry_at(seq)?.filter(readable)
    {
        return Ok(Sought::of(bytes, true));
    }
    Ok(Sought {
        bytes: None,
        hash: right.map(|hash| hash.to_string()).unwrap_or_default(),
        mended: false,
    })
}

/// Whether it is the hash beside an entry that was damaged, and not the entry: a letter of it is another one, or some are gone.
fn spoiled(beside: &[u8], is: Hash) -> bool {
    let is = is.to_string();
    let others = beside
        .iter()
        .zip(is.as_bytes())
        .filter(|(one, other)| one != other);
    beside.len() != is.len() || beside.contains(&0) || others.count() <= 1
}

/// Copies every text that is what its hash says, and looks for the others that entries name.
fn texts(
    old: &Connection,
    fresh: &Db,
    entries: &BTreeMap<i64, (String, Vec<u8>)>,
    sources: &mut Sources,
    done: &mut Repaired,
) -> Result<()> {
    let mut there: HashSet<Hash> = HashSet::new();
    let mut insert = fresh
        .conn
        .prepare("INSERT OR IGNORE INTO blob (hash, packed, bytes) VALUES (?1, ?2, ?3)")
        .map_err(sql)?;
    // From both ends of the table, and of its index: what lies beyond a page that is gone is reached from the other side.
    for order in [
        "",
        "ORDER BY rowid DESC",
        "ORDER BY hash",
        "ORDER BY hash DESC",
    ] {
        let mut each = |row: &rusqlite::Row| -> rusqlite::Result<bool> {
            let value = |nth| {
                row.get_ref(nth)
                    .map(|value| value.as_bytes_or_null().ok().flatten())
            };
            let (hash, stored) = (value(0)?.unwrap_or_default(), value(2)?.unwrap_or_default());
            let packed: i64 = row.get(1).unwrap_or(1);
            let says = String::from_utf8_lossy(hash).into_owned();
            for packed in [packed != 0, packed == 0] {
                let whole = if packed {
                    blob::unpack(stored)
                } else {
                    Some(stored.to_vec())
                };
                let is = whole.map(|whole| Hash::of(&whole));
                if let Some(is) = is.filter(|is| is.to_string() == says) {
                    insert.execute((&says, packed, stored))?;
                    there.insert(is);
                    return Ok(true);
                }
            }
            sources.suspect_text(says, packed != 0, stored.to_vec());
            Ok(true)
        };
        if read_all(
            old,
            &format!("SELECT hash, packed, bytes FROM blob {order}"),
            &mut each,
        ) {
            break;
        }
    }
    for (seq, (_, bytes)) in entries.iter().filter(|(_, (_, bytes))| !bytes.is_empty()) {
        for (text, _) in crate::exit::texts(&Entry::from_bytes(bytes)?.event) {
            let text = crate::comment::kept(fresh, text)?;
            if !there.insert(text) {
                continue;
            }
            let path = text.to_string();
            match sources.text(text)? {
                Some(bytes) => {
                    fresh.keep(&bytes, true)?;
                    done.mended
                        .push(fault(path, "text", "The text was brought back."));
                }
                None => {
                    let said = format!(
                        "The text that entry {seq} names could not be read, and no backup that is known of has it."
                    );
                    done.lost.push(fault(path, "text", said));
                }
            }
        }
    }
    Ok(())
}

/// What was being typed and is not what its hash says is kept as it is where it can be read at all: its writer sees it.
fn drafts(fresh: &Connection, done: &mut Repaired) -> Result<()> {
    for (table, row) in unreadable(fresh)? {
        let change = format!("DELETE FROM {table} WHERE rowid = {row}");
        fresh.execute_batch(&change).map_err(sql)?;
    }
    for (table, column) in [("l_draft", "content"), ("l_suggesting", "body")] {
        let ask = format!("SELECT rowid, article, hash, {column} FROM {table}");
        let mut bad: Vec<(i64, String, Vec<u8>)> = vec![];
        let mut asked = fresh.prepare(&ask).map_err(sql)?;
        let mut rows = asked.query([]).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let value = |nth| {
                row.get_ref(nth)
                    .map(|value| value.as_bytes_or_null().ok().flatten())
            };
            let (article, hash) = (value(1).map_err(sql)?, value(2).map_err(sql)?);
            let text = value(3).map_err(sql)?.unwrap_or_default();
            if Hash::of(text).to_string().as_bytes() != hash.unwrap_or_default() {
                let article = String::from_utf8_lossy(article.unwrap_or_default()).into_owned();
                bad.push((row.get(0).map_err(sql)?, article, text.to_vec()));
            }
        }
        for (row, article, text) in bad {
            let path = format!("{table}/{article}");
            let readable = match table {
                "l_draft" => model::article::Content::from_bytes(&text).is_ok(),
                _ => std::str::from_utf8(&text).is_ok(),
            };
            let (change, said) = if readable {
                (
                    format!(
                        "UPDATE {table} SET hash = '{}' WHERE rowid = {row}",
                        Hash::of(&text)
                    ),
                    "What was being typed into this article was damaged; it is kept as it can be read. Look it over.",
                )
            } else {
                (
                    format!("DELETE FROM {table} WHERE rowid = {row}"),
                    "What was being typed into this article could not be read.",
                )
            };
            fresh.execute_batch(&change).map_err(sql)?;
            done.lost.push(fault(path, "local", said));
        }
    }
    Ok(())
}

/// Who sent comments and is not who the journal holds a hash of is kept as they can be read.
fn commenters(fresh: &Db, done: &mut Repaired) -> Result<()> {
    let damaged = crate::comment::damaged_commenters(fresh, &|| Ok(()))?;
    crate::comment::let_be(fresh, &damaged)?;
    let said = "Who sent comments under this number was damaged: their name, e-mail or site. It is kept as it can be read.";
    let told = |id| fault(format!("l_commenter/{id}"), "local", said);
    done.lost.extend(damaged.into_iter().map(told));
    Ok(())
}

/// Damaged files of `assets/`, from a backup that has them whole.
fn assets(dir: &Path, db: &Db, sources: &Sources, done: &mut Repaired) -> Result<()> {
    for one in crate::asset::faults(dir, db)? {
        let hash = one
            .path
            .rsplit('/')
            .next()
            .and_then(|hash| hash.parse().ok());
        match hash.and_then(|hash| sources.asset(hash)) {
            Some(bytes) => {
                crate::asset::put(dir, &bytes)?;
                let said = "The picture was brought back from a backup.";
                done.mended.push(fault(one.path, "asset", said));
            }
            None => done.lost.push(one),
        }
    }
    Ok(())
}

/// Makes `to` the same file as `from`, in one step.
fn pages(from: &Connection, to: &mut Connection) -> Result<()> {
    let copying = Backup::new(from, to).map_err(sql)?;
    match copying.step(-1).map_err(sql)? {
        StepResult::Done => Ok(()),
        _ => Err(Error::refused(
            "library-in-use",
            "Somebody has the library open.",
        )),
    }
}
