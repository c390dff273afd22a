//! What was printed: the files of the last bundles, so that what stays need not be printed again.

use crate::{Column, Db, blob::unpack, error::sql};
use model::{Error, Hash, Result, bundle::PrintedFile};
use rusqlite::OptionalExtension;
use std::fmt::Write;

/// How many bundles are remembered, besides the last release of each sort.
const MOST: i64 = 8;

/// Which bundle.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'a> {
    /// Its manifest.
    pub manifest: Hash,
    /// Whether it was a release.
    pub released: bool,
    /// Its edition and profile: what is compared with what.
    pub sort: &'a str,
}

/// Remembers the files of a bundle, and forgets those of old ones.
///
/// # Errors
/// System errors.
pub fn keep(db: &Db, bundle: Bundle, files: &[PrintedFile]) -> Result<()> {
    // With a sum over it, since nothing else says whether it is what was kept.
    let packed = zstd::bulk::Compressor::new(1)
        .and_then(|mut packer| {
            packer.include_checksum(true)?;
            packer.compress(text(files).as_bytes())
        })
        .map_err(|cause| Error::system("compress", cause.to_string()))?;
    db.conn
        .execute(
            "INSERT OR REPLACE INTO l_printed (manifest, seq, released, sort, files)
             VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM l_printed), ?2, ?3, ?4)",
            (
                bundle.manifest.to_string(),
                bundle.released,
                bundle.sort,
                packed,
            ),
        )
        .map_err(sql)?;
    db.conn
        .execute(
            "DELETE FROM l_printed WHERE seq <= (SELECT max(seq) FROM l_printed) - ?1 AND seq NOT IN
               (SELECT max(seq) FROM l_printed WHERE released = 1 GROUP BY sort)",
            [MOST],
        )
        .map_err(sql)?;
    crate::sums::restate(db, "l_printed")
}

/// Forgets everything that was printed and found out for it: all of it is then done anew.
///
/// # Errors
/// System errors.
pub fn forget(db: &Db) -> Result<()> {
    db.conn.execute("DELETE FROM l_printed", []).map_err(sql)?;
    crate::sums::restate(db, "l_printed")?;
    crate::chosen::forget(db)
}

/// The files of the bundle with this manifest, and whether it was a release; none where it is not remembered.
///
/// # Errors
/// System errors.
pub fn of(db: &Db, manifest: Hash) -> Result<Option<(bool, Vec<PrintedFile>)>> {
    let ask = "SELECT released, files FROM l_printed WHERE manifest = ?1";
    one(db, ask, &manifest.to_string())
}

/// The files of the last release of this sort; none where there was none.
///
/// # Errors
/// System errors.
pub fn released(db: &Db, sort: &str) -> Result<Vec<PrintedFile>> {
    let ask = "SELECT released, files FROM l_printed WHERE released = 1 AND sort = ?1
      ORDER BY seq DESC LIMIT 1";
    Ok(one(db, ask, sort)?.map_or_else(Vec::new, |(_, files)| files))
}

/// The manifests of the releases that are remembered.
///
/// # Errors
/// System errors.
pub fn manifests(db: &Db) -> Result<Vec<Hash>> {
    let all: Vec<String> = db
        .conn
        .prepare_cached("SELECT manifest FROM l_printed WHERE released = 1")
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    all.iter().map(|manifest| manifest.kept()).collect()
}

fn one(db: &Db, ask: &str, by: &str) -> Result<Option<(bool, Vec<PrintedFile>)>> {
    let row: Option<(bool, Vec<u8>)> = db
        .conn
        .prepare_cached(ask)
        .map_err(sql)?
        .query_row([by], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(sql)?;
    // What can't be read is as good as forgotten: everything is then printed.
    Ok(row.and_then(|(released, packed)| {
        let text = String::from_utf8(unpack(&packed)?).ok()?;
        Some((released, files(&text)?))
    }))
}

/// One line a file: size, hash, key or `-`, path.
fn text(files: &[PrintedFile]) -> String {
    let mut text = String::with_capacity(files.len() * 200);
    for file in files {
        let key = file
            .key
            .map_or_else(|| "-".to_owned(), |key| key.to_string());
        // Writing into a text can't fail.
        let _ = writeln!(text, "{} {} {key} {}", file.size, file.sha256, file.path);
    }
    text
}

fn files(text: &str) -> Option<Vec<PrintedFile>> {
    let mut files = Vec::with_capacity(text.lines().count());
    for line in text.lines() {
        let mut parts = line.splitn(4, ' ');
        let (size, sha256) = (parts.next()?, parts.next()?);
        let (key, path) = (parts.next()?, parts.next()?);
        files.push(PrintedFile {
            path: path.to_owned(),
            size: size.parse().ok()?,
            sha256: sha256.parse().ok()?,
            key: match key {
                "-" => None,
                key => Some(key.parse().ok()?),
            },
        });
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::{Bundle, keep, of, released};
    use crate::Store;
    use model::{Hash, bundle::PrintedFile};

    fn file(name: &str) -> PrintedFile {
        PrintedFile {
            path: format!("site/{name} and more/index.html"),
            size: name.len() as u64,
            sha256: Hash::of(name.as_bytes()),
            key: (name != "a").then(|| Hash::of(b"key")),
        }
    }

    #[test]
    fn the_last_bundles_are_remembered_and_the_last_release_longer() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let manifest = |nth: u32| Hash::of(&nth.to_le_bytes());
        let put = |nth: u32, is_release: bool| {
            let bundle = Bundle {
                manifest: manifest(nth),
                released: is_release,
                sort: "Everything",
            };
            let files = [file("a"), file(&nth.to_string())];
            store.local(|db| keep(db, bundle, &files)).unwrap();
        };
        put(0, false);
        put(1, true);
        for nth in 2..12 {
            put(nth, false);
        }
        let there = |nth| store.read(|db| of(db, manifest(nth))).unwrap();
        let kept = |is_release, name| Some((is_release, vec![file("a"), file(name)]));
        assert_eq!(there(0), None);
        assert_eq!(there(1), kept(true, "1"));
        assert_eq!(there(3), None);
        assert_eq!(there(11), kept(false, "11"));
        let last = |sort| store.read(|db| released(db, sort)).unwrap();
        assert_eq!(last("Everything"), [file("a"), file("1")]);
        assert_eq!(last("Another"), []);
    }
}
