//! The files in `assets/`, each under the SHA-256 of its bytes. One is whole or not there: it is written beside its
//! place, synced, and only then named.

use crate::{Db, error::sql};
use model::{Error, Hash, Result, asset::Asset, bundle::Fault};
use rustix::io::Errno;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

fn path(dir: &Path, hash: Hash) -> PathBuf {
    dir.join("assets").join(hash.to_string())
}

/// Most bytes of a file here; no asset is that long.
const LONGEST: u64 = 64 << 20;

/// The bytes of a file; of a library that came from elsewhere it may be a device or a pipe, which have no end.
fn bytes(file: &Path) -> std::io::Result<Vec<u8>> {
    let there = fs::metadata(file)?;
    if !there.is_file() || there.len() > LONGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    fs::read(file)
}

/// Keeps `bytes` in the library at `dir`; once this returns, they are on disk under their hash. A damaged file in
/// their place is replaced.
///
/// # Errors
/// System errors, and then there is no half of a file under that name.
pub fn put(dir: &Path, bytes: &[u8]) -> Result<Hash> {
    let hash = Hash::of(bytes);
    let file = path(dir, hash);
    if self::bytes(&file).is_ok_and(|there| there == bytes) {
        return Ok(hash);
    }
    let folder = dir.join("assets");
    // Two may keep the same at once, in one program or in two.
    let (program, thread) = (std::process::id(), std::thread::current().id());
    let part = folder.join(format!(".{hash}.{program}.{thread:?}.part"));
    let written = (|| {
        // It may be gone where it held nothing.
        crate::private::folder(&folder)?;
        let mut to = File::create(&part)?;
        to.write_all(bytes)?;
        to.sync_all()?;
        fs::rename(&part, &file)?;
        File::open(&folder)?.sync_all()
    })();
    written.map_err(|cause| {
        // What is half written is worth nothing; the error that counts is the one before.
        let _ = fs::remove_file(&part);
        Error::io(&file, &cause)
    })?;
    Ok(hash)
}

/// The bytes of a file in `assets/`, checked against its name.
///
/// # Errors
/// `damaged-asset` where it is missing or another content; system errors.
pub fn read(dir: &Path, hash: Hash) -> Result<Vec<u8>> {
    let gone = || {
        Error::damaged(
            "damaged-asset",
            format!("The picture {} is missing or damaged.", hash.short()),
        )
        .hint("Add it again, or restore a backup.")
    };
    let file = path(dir, hash);
    let bytes = bytes(&file).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound | ErrorKind::InvalidData => gone(),
        _ => Error::io(&file, &cause),
    })?;
    if Hash::of(&bytes) == hash {
        Ok(bytes)
    } else {
        Err(gone())
    }
}

/// Whether every file of an asset is there, and the asset itself as long as it should be; their bytes are not read.
#[must_use]
pub fn is_whole(dir: &Path, asset: &Asset) -> bool {
    let size = |hash| fs::metadata(path(dir, hash)).map(|file| file.len());
    size(asset.hash).is_ok_and(|size| size == asset.size)
        && asset
            .files()
            .all(|(hash, _)| size(hash).is_ok_and(|size| size > 0))
}

/// What is wrong with the files of the library in `dir`: those that the list of assets names, with the articles that show them,
/// and what else lies there under a hash, which older texts may show.
///
/// # Errors
/// System errors. Damage is in what is returned.
pub fn faults(dir: &Path, db: &Db) -> Result<Vec<Fault>> {
    let mut asked = db
        .conn
        .prepare("SELECT json, name FROM j_asset ORDER BY id")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    let (mut found, mut looked) = (vec![], BTreeSet::new());
    while let Some(row) = rows.next().map_err(sql)? {
        let json: String = row.get(0).map_err(sql)?;
        // A row that can't be read differs from the journal, which is told elsewhere.
        let Ok(asset) = serde_json::from_str::<Asset>(&json) else {
            continue;
        };
        let name: String = row.get(1).map_err(sql)?;
        for (hash, _) in asset.files() {
            looked.insert(hash);
            if is_damaged(dir, hash)? {
                let shown = super::uses(db, asset.hash)?;
                let shown: Vec<String> = shown
                    .into_iter()
                    .map(|(_, title)| format!("“{title}”"))
                    .collect();
                let shown = match shown.is_empty() {
                    true => "no article shows it now".to_owned(),
                    false => format!("shown in {}", shown.join(", ")),
                };
                found.push(fault(
                    hash,
                    format!(
                        "The picture “{name}” is missing or damaged; {shown}. Add the same file again, or remove the picture."
                    ),
                ));
            }
        }
    }
    let folder = dir.join("assets");
    let Ok(entries) = fs::read_dir(&folder) else {
        return Ok(found);
    };
    for entry in entries {
        let entry = entry.map_err(|cause| Error::io(&folder, &cause))?;
        let hash = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if let Some(hash) = hash
            && looked.insert(hash)
            && is_damaged(dir, hash)?
        {
            found.push(fault(
                hash,
                "A picture that is on no list any more is damaged.".into(),
            ));
        }
    }
    Ok(found)
}

fn is_damaged(dir: &Path, hash: Hash) -> Result<bool> {
    let file = path(dir, hash);
    match bytes(&file) {
        Ok(bytes) => Ok(Hash::of(&bytes) != hash),
        // Who can't look says so of none.
        Err(cause) if cannot_look(&cause) => Err(Error::io(&file, &cause)),
        Err(_) => Ok(true),
    }
}

/// Whether it is whoever looks that fails, and not the file.
fn cannot_look(cause: &std::io::Error) -> bool {
    let short = [Errno::MFILE, Errno::NFILE, Errno::NOMEM].map(Errno::raw_os_error);
    cause.kind() == ErrorKind::PermissionDenied
        || cause
            .raw_os_error()
            .is_some_and(|code| short.contains(&code))
}

fn fault(hash: Hash, detail: String) -> Fault {
    Fault {
        path: format!("assets/{hash}"),
        kind: "asset".into(),
        detail,
    }
}
