//! Where the tables of a damaged file begin, found in its pages, so that its rows are read by the program's own schema and not by
//! what the file says of itself.

use super::salvage::{Pages, kinds, length};
use crate::{error::sql, log::PAGE, schema};
use model::{Error, Result};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{Seek, SeekFrom, Write},
    path::Path,
};

/// One thing that a schema holds.
struct Thing {
    kind: String,
    name: String,
    table: String,
    sql: Option<String>,
}

/// What the pages say of where things begin: by name, and by their place in the schema.
#[derive(Default)]
struct Said {
    by_name: BTreeMap<String, BTreeSet<u32>>,
    by_place: BTreeMap<i64, BTreeSet<u32>>,
}

/// Opens an image so that the journal, the texts and what stays in the library alone can be asked for, whatever its own schema
/// says. Where one of those tables can't be found any more, nothing is opened: what stands in it would be dropped.
///
/// # Errors
/// `damaged`, with the names of those that were not found; system errors.
pub(super) fn opened(image: &Path) -> Result<Connection> {
    let version = version(image)?;
    let fresh = schema::fresh(version)?;
    let things = things(&fresh)?;
    let roots = roots(image, &things)?;
    let missing: Vec<&str> = things
        .values()
        .filter(|thing| thing.kind == "table" && thing.name.starts_with("l_"))
        .filter(|thing| !roots.contains_key(&thing.name))
        .map(|thing| thing.name.as_str())
        .collect();
    if !missing.is_empty() {
        return Err(Error::damaged(
            "damaged",
            format!(
                "The library’s file is damaged where it says where its tables are. What no journal knows of can’t be found any more ({}), and a repair would lose it; nothing was changed.",
                missing.join(", ")
            ),
        )
        .hint("Restore a backup, or copy the library’s folder and ask for help."));
    }
    emptied(image, version)?;
    let conn = Connection::open(image).map_err(sql)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
        .and_then(|_| conn.execute_batch("PRAGMA writable_schema = ON; BEGIN"))
        .map_err(sql)?;
    for thing in things.values() {
        if let Some(root) = roots.get(&thing.name) {
            conn.execute(
                "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?1, ?2, ?3, ?4, ?5)",
                (&thing.kind, &thing.name, &thing.table, root, &thing.sql),
            )
            .map_err(sql)?;
        }
    }
    conn.execute_batch("COMMIT").map_err(sql)?;
    drop(conn);
    Connection::open(image).map_err(sql)
}

/// The version of which an image is by its tables; where it says nothing of them, the one that it says it has, if there is such a
/// one.
fn version(image: &Path) -> Result<u32> {
    let tables = Connection::open_with_flags(image, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(sql)
        .and_then(|conn| schema::likest(&conn));
    if let Ok(Some(version)) = tables {
        return Ok(version);
    }
    let first = Pages::open(image)?.page(1)?;
    let said = word(&first, 60).unwrap_or(0);
    Ok(if (1..=schema::VERSION).contains(&said) {
        said
    } else {
        schema::VERSION
    })
}

/// All that a fresh schema holds, by its place.
fn things(fresh: &Connection) -> Result<BTreeMap<i64, Thing>> {
    fresh
        .prepare("SELECT rowid, type, name, tbl_name, sql FROM sqlite_schema WHERE rootpage > 0 ORDER BY rowid")
        .map_err(sql)?
        .query_map([], |row| {
            let thing = Thing {
                kind: row.get(1)?,
                name: row.get(2)?,
                table: row.get(3)?,
                sql: row.get(4)?,
            };
            Ok((row.get(0)?, thing))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// Where those things begin that a repair asks for; what is said in two ways, or of two things, is not believed.
fn roots(image: &Path, things: &BTreeMap<i64, Thing>) -> Result<BTreeMap<String, u32>> {
    let pages = Pages::open(image)?;
    let names: BTreeSet<&str> = things.values().map(|thing| thing.name.as_str()).collect();
    let mut said = Said::default();
    for number in 1..=pages.count {
        look(&pages.page(number)?, number, &names, &mut said);
    }
    let one = |found: Option<&BTreeSet<u32>>| {
        let found = found.filter(|found| found.len() == 1)?;
        found.first().copied()
    };
    let mut all: BTreeMap<String, u32> = BTreeMap::new();
    let mut taken: BTreeMap<u32, usize> = BTreeMap::new();
    for (place, thing) in things {
        let by_name = said.by_name.get(&thing.name);
        let root = if by_name.is_some() {
            one(by_name)
        } else {
            one(said.by_place.get(place))
        };
        if let Some(root) = root.filter(|root| (2..=pages.count).contains(root)) {
            *taken.entry(root).or_default() += 1;
            all.insert(thing.name.clone(), root);
        }
    }
    let asked = |name: &String| {
        let of = things.values().find(|thing| thing.name == *name);
        let ours = |thing: &Thing| {
            let also = ["journal", "blob", "sums"];
            thing.table.starts_with("l_") || also.contains(&thing.table.as_str())
        };
        // The index of steps says which entries there were.
        of.is_some_and(|thing| {
            let wanted = thing.kind == "table" || thing.sql.is_none() || thing.name == "journal_op";
            ours(thing) && wanted
        })
    };
    all.retain(|name, root| asked(name) && taken.get(root) == Some(&1));
    Ok(all)
}

/// What one page says, where it may be one of the schema's.
fn look(page: &[u8], number: u32, names: &BTreeSet<&str>, said: &mut Said) {
    let head = if number == 1 { 100 } else { 0 };
    let mut note = |at: usize, place: Option<i64>| {
        let Some((name, root)) = row(&page[at..]) else {
            return;
        };
        if names.contains(name.as_str()) {
            said.by_name.entry(name).or_default().insert(root);
        } else if let Some(place) = place {
            said.by_place.entry(place).or_default().insert(root);
        }
    };
    if page[head] == 0x0d {
        let cells = usize::from(u16::from_be_bytes([page[head + 3], page[head + 4]]));
        for pointer in page[head + 8..].chunks_exact(2).take(cells) {
            let cell = usize::from(u16::from_be_bytes([pointer[0], pointer[1]]));
            // How long a row is and which stand before it.
            let Some((_, long)) = page.get(cell..).and_then(super::salvage::number) else {
                continue;
            };
            if let Some((place, more)) = super::salvage::number(&page[cell + long..]) {
                note(cell + long + more, i64::try_from(place).ok());
            }
        }
    }
    // A page whose head is gone has its rows still.
    if page[head..512].iter().all(|byte| *byte == 0) || number == 1 {
        for at in 512..page.len() - 8 {
            if page[at] <= 9 && page[at + 1] == SORT {
                note(at, None);
            }
        }
    }
}

/// In the head of a row, a text of five letters: “table” or “index”.
const SORT: u8 = 23;

/// The name and the beginning that a row of a schema says, where it is one.
fn row(from: &[u8]) -> Option<(String, u32)> {
    let (kinds, long) = kinds(from, 5)?;
    if kinds[0] != u64::from(SORT) || !(1..=4).contains(&kinds[3]) {
        return None;
    }
    let mut rest = from.get(long..)?;
    let mut parts = vec![];
    for kind in &kinds[..4] {
        let (value, more) = rest.split_at_checked(usize::try_from(length(*kind)).ok()?)?;
        parts.push(value);
        rest = more;
    }
    if ![&b"table"[..], b"index"].contains(&parts[0]) {
        return None;
    }
    let root = parts[3]
        .iter()
        .fold(0_u32, |so_far, byte| so_far << 8 | u32::from(*byte));
    Some((String::from_utf8_lossy(parts[1]).into_owned(), root))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Gives an image an empty schema on its first page; no page of it counts as free.
fn emptied(image: &Path, version: u32) -> Result<()> {
    let io = |cause| Error::io(image, &cause);
    let mut file = File::options().write(true).open(image).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let whole = length.div_ceil(PAGE as u64) * PAGE as u64;
    file.set_len(whole).map_err(io)?;
    let mut put = |at: u64, bytes: &[u8]| {
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    };
    // A leaf without a row, whose content begins at its end.
    let end = u16::try_from(PAGE).unwrap_or(4096).to_be_bytes();
    put(32, &[0; 8])
        .and_then(|()| put(60, &version.to_be_bytes()))
        .and_then(|()| put(100, &[0x0d, 0, 0, 0, 0, end[0], end[1], 0]))
        .map_err(io)
}
