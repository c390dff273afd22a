//! A library copied while people work in it.

use crate::{
    Store,
    error::{go_on, sql},
};
use model::{Error, Hash, Result};
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};
use std::{
    fs::{self, File},
    io::ErrorKind,
    path::Path,
    time::Duration,
};

/// How many pages of 4 KiB are copied at once, and for how long the disk is left to others then.
const PAGES: i32 = 256;
const PAUSE: Duration = Duration::from_millis(1);

/// Who is told how many bytes of how many are copied; `false` stops it.
pub type Step<'a> = &'a dyn Fn(u64, u64) -> bool;

/// Copies the library into the folder `to`, which is made: the database by SQLite's backup, which sees one moment of it, so that
/// nobody who writes meanwhile waits or has it begin anew; then the pictures, which are there before they are named. A picture
/// that the backup `before` has too is that very file, where the file system can give it a second name: no picture's file is ever
/// written to. Gives how many bytes were written.
///
/// # Errors
/// `cancelled`; system errors, and what was written so far is left to whoever made the folder.
pub fn copy(store: &Store, to: &Path, before: Option<&Path>, step: Step) -> Result<u64> {
    let assets = to.join("assets");
    crate::private::folder(&assets).map_err(|cause| Error::io(to, &cause))?;
    let file = to.join("library.db");
    let pictures = pictures(&store.dir().join("assets"))?;
    let all: u64 = pictures.iter().map(|(_, size)| size).sum();
    database(store, &file, &|done, total| step(done, total + all))?;
    let mut bytes = size(&file)?;
    let (mut done, total) = (bytes, bytes + all);
    for (name, size) in pictures {
        let (from, to) = (store.dir().join("assets").join(&name), assets.join(&name));
        let linked =
            before.is_some_and(|before| same(&before.join("assets").join(&name), &to, size));
        if !linked {
            fs::copy(&from, &to).map_err(|cause| Error::io(&to, &cause))?;
            sync(&to)?;
            bytes += size;
        }
        done += size;
        go_on(step(done, total))?;
    }
    sync(&assets)?;
    sync(to)?;
    Ok(bytes)
}

/// Copies the database alone.
fn database(store: &Store, file: &Path, step: Step) -> Result<()> {
    let view = store.view()?;
    // The first question fixes the moment that is copied.
    view.db()
        .conn
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(sql)?;
    let mut to = Connection::open(file).map_err(sql)?;
    // What is not whole is thrown away, so nothing need be kept for taking it back; it is synced once, below.
    to.execute_batch("PRAGMA synchronous = OFF").map_err(sql)?;
    let backup = Backup::new(view.db().conn, &mut to).map_err(sql)?;
    loop {
        let more = backup.step(PAGES).map_err(sql)?;
        let now = backup.progress();
        let bytes = |pages: i32| u64::try_from(pages).unwrap_or(0) * 4096;
        go_on(step(
            bytes(now.pagecount - now.remaining),
            bytes(now.pagecount),
        ))?;
        match more {
            StepResult::Done => break,
            _ => std::thread::sleep(PAUSE),
        }
    }
    drop(backup);
    to.close().map_err(|(_, cause)| sql(cause))?;
    sync(file)
}

/// The files of pictures with their sizes. What is being written, or was when its writer died, has not got its name yet.
fn pictures(dir: &Path) -> Result<Vec<(String, u64)>> {
    let lost = |cause| Error::io(dir, &cause);
    let mut all = vec![];
    // A folder that holds nothing may be gone: some programs that copy files leave such out.
    let entries = match fs::read_dir(dir) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(all),
        entries => entries.map_err(lost)?,
    };
    for entry in entries {
        let entry = entry.map_err(lost)?;
        let name = entry.file_name();
        if let Some(name) = name.to_str().filter(|name| name.parse::<Hash>().is_ok()) {
            all.push((name.to_owned(), entry.metadata().map_err(lost)?.len()));
        }
    }
    all.sort();
    Ok(all)
}

/// Gives a picture that was copied before a second name, where it is still what its name says.
fn same(before: &Path, to: &Path, size: u64) -> bool {
    let whole = || {
        let bytes = fs::read(before).ok()?;
        (bytes.len() as u64 == size && to.file_name()?.to_str()? == Hash::of(&bytes).to_string())
            .then_some(())
    };
    whole().is_some() && fs::hard_link(before, to).is_ok()
}

fn size(file: &Path) -> Result<u64> {
    fs::metadata(file)
        .map(|found| found.len())
        .map_err(|cause| Error::io(file, &cause))
}

pub(super) fn sync(path: &Path) -> Result<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|cause| Error::io(path, &cause))
}
