//! Backups as one file that a passphrase seals: a tar archive of the library, sealed as `age` does it.

use super::age::{Opening, Sealing, head};
use crate::{Hand, Passphrase};
use model::{Error, Hash, Result};
use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

/// Seals the library in the folder `from` into a new file, reads that again to its end, and gives how large it is and by what it
/// is known again.
///
/// # Errors
/// `cancelled`, `damaged-seal`; system errors.
pub(super) fn seal(
    from: &Path,
    file: &Path,
    passphrase: &Passphrase,
    hand: &Hand,
) -> Result<(u64, Hash)> {
    let lost = |cause| Error::io(file, &cause);
    let out = store::private::file(file).map_err(lost)?;
    let (sealing, mark) = Sealing::begin(BufWriter::new(out), passphrase, hand.ids)?;
    let mut archive = tar::Builder::new(sealing);
    let mut names = vec!["library.db".to_owned()];
    let assets = from.join("assets");
    for entry in fs::read_dir(&assets).map_err(|cause| Error::io(&assets, &cause))? {
        let entry = entry.map_err(|cause| Error::io(&assets, &cause))?;
        names.push(format!("assets/{}", entry.file_name().to_string_lossy()));
    }
    names.sort();
    for name in names {
        let path = from.join(&name);
        let read = |cause| Error::io(&path, &cause);
        let mut source = File::open(&path).map_err(read)?;
        let mut entry = tar::Header::new_gnu();
        entry.set_size(source.metadata().map_err(read)?.len());
        entry.set_mode(0o600);
        entry.set_mtime(u64::try_from(hand.now.0 / 1000).unwrap_or(0));
        archive
            .append_data(&mut entry, &name, &mut source)
            .map_err(lost)?;
        if !hand.progress.step(900, 1000) {
            return Err(Error::refused(
                "cancelled",
                "Cancelled; nothing was changed.",
            ));
        }
    }
    let out = archive.into_inner().map_err(lost)?.end().map_err(lost)?;
    let out = out.into_inner().map_err(|cause| lost(cause.into_error()))?;
    out.sync_all().map_err(lost)?;
    drop(out);
    // What was looked through before it was sealed is in it whole where it opens to its end.
    let mut again = open(file, passphrase)?;
    std::io::copy(&mut again, &mut std::io::sink()).map_err(|cause| broken(file, &cause))?;
    let size = fs::metadata(file).map_err(lost)?.len();
    Ok((size, mark))
}

/// Unpacks a sealed backup into the folder `to`, which is made: what a library has, and nothing else.
///
/// # Errors
/// `wrong-passphrase`, `damaged-seal`, `not-readable`; system errors.
pub(super) fn unseal(file: &Path, to: &Path, passphrase: &Passphrase) -> Result<()> {
    let assets = to.join("assets");
    store::private::folder(&assets).map_err(|cause| Error::io(&assets, &cause))?;
    let mut archive = tar::Archive::new(open(file, passphrase)?);
    for entry in archive.entries().map_err(|cause| broken(file, &cause))? {
        let mut entry = entry.map_err(|cause| broken(file, &cause))?;
        let name = entry.path_bytes().into_owned();
        let name = String::from_utf8(name).unwrap_or_default();
        let picture = name
            .strip_prefix("assets/")
            .is_some_and(|name| name.parse::<Hash>().is_ok());
        if name != "library.db" && !picture {
            return Err(Error::unreadable(
                "not-readable",
                "The sealed file holds something else than a library.",
            ));
        }
        let path = to.join(&name);
        let lost = |cause| Error::io(&path, &cause);
        let mut out = BufWriter::new(store::private::file(&path).map_err(lost)?);
        let mut piece = vec![0; 1 << 16];
        loop {
            // What is read may be broken, and what is written may find the disk full: two different things to say.
            let n = entry
                .read(&mut piece)
                .map_err(|cause| broken(file, &cause))?;
            if n == 0 {
                break;
            }
            out.write_all(&piece[..n]).map_err(lost)?;
        }
        let out = out.into_inner().map_err(|cause| lost(cause.into_error()))?;
        out.sync_all().map_err(lost)?;
    }
    // What comes after the archive's own end belongs to the seal.
    let mut rest = archive.into_inner();
    std::io::copy(&mut rest, &mut std::io::sink()).map_err(|cause| broken(file, &cause))?;
    Ok(())
}

/// By what a sealed file is known again.
///
/// # Errors
/// `not-readable` where it is none; system errors.
pub(super) fn mark(file: &Path) -> Result<Hash> {
    let lost = |cause| Error::io(file, &cause);
    let mut from = BufReader::new(File::open(file).map_err(lost)?);
    let head = head(&mut from).map_err(lost)?.ok_or_else(|| {
        Error::unreadable("not-readable", "This is no file that a passphrase seals.")
    })?;
    Ok(Hash::of(head.as_bytes()))
}

fn open(file: &Path, passphrase: &Passphrase) -> Result<Opening<BufReader<File>>> {
    let from = File::open(file).map_err(|cause| Error::io(file, &cause))?;
    Opening::begin(BufReader::new(from), passphrase)
}

fn broken(file: &Path, cause: &std::io::Error) -> Error {
    match cause.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => Error::damaged(
            "damaged-seal",
            format!("{} is damaged, or was cut off.", file.display()),
        )
        .hint("Take another backup."),
        _ => Error::io(file, cause),
    }
}
