//! A theme's files out into a folder, for those who write templates, and in again.

use super::set::{changed, own};
use crate::{Act, Desk, Hand, ThemeWritten};
use model::{Error, Result, person::Role, theme::ThemeFile};
use press::theme::{SETTINGS, Theme};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// How deep a theme's folders lie within each other, how many files it has and how large it is at most; the press asks for
/// less.
const DEPTH: usize = 5;
const FILES: usize = 500;
const BYTES: u64 = 32 << 20;

/// Into which folder.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Export {
    pub dest: String,
}

/// Writes the theme's files into a folder that is empty or not there yet.
///
/// # Errors
/// `target-in-the-way`; system errors.
pub fn export(desk: &Desk, _: &Hand, ask: Export) -> Result<ThemeWritten> {
    let dest = Path::new(&ask.dest);
    if dest.as_os_str().is_empty() {
        return Err(Error::usage("no-target", "Say where the theme shall go."));
    }
    let full = fs::read_dir(dest).is_ok_and(|mut entries| entries.next().is_some());
    if full || (fs::symlink_metadata(dest).is_ok() && !dest.is_dir()) {
        return Err(Error::refused(
            "target-in-the-way",
            format!("There is something at {} already.", dest.display()),
        )
        .hint("Choose an empty folder, or one that is not there yet."));
    }
    let own = desk.store.read(own)?;
    let mut files = Theme::builtin_files();
    files.extend(own.bytes());
    for (name, bytes) in &files {
        let path = dest.join(name);
        let folder = path.parent().unwrap_or(dest);
        fs::create_dir_all(folder).map_err(|cause| Error::io(folder, &cause))?;
        fs::write(&path, bytes).map_err(|cause| Error::io(&path, &cause))?;
    }
    Ok(ThemeWritten {
        path: dest.display().to_string(),
        files: i32::try_from(files.len()).unwrap_or(i32::MAX),
    })
}

/// From which folder.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Import {
    pub path: String,
}

/// Makes a folder's files the newsroom's own templates; its colours, type and logo stay. What a folder lacks, the program's
/// theme has.
///
/// # Errors
/// `wrong-role`, `bad-theme`, naming file and line; system errors.
pub fn import(desk: &Desk, hand: &Hand, ask: Import) -> Result<Act> {
    desk.store.read(|db| hand.must(db, &[Role::Publisher]))?;
    let root = Path::new(&ask.path);
    let mut read = Read::default();
    read.folder(root, root, 0)?;
    if read.files.is_empty() {
        return Err(Error::unreadable(
            "bad-theme",
            format!("There are no files in {}.", root.display()),
        ));
    }
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let mut theme = own(txn)?;
        let files = read.files.clone().into_iter();
        theme.files = files
            .map(|(name, bytes)| (name, ThemeFile::of(bytes)))
            .collect();
        changed(desk, txn, theme, "Took in the theme")
    })
}

/// A folder's files by name.
#[derive(Default)]
struct Read {
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
}

impl Read {
    fn folder(&mut self, root: &Path, folder: &Path, depth: usize) -> Result<()> {
        let entries = fs::read_dir(folder).map_err(|cause| Error::io(folder, &cause))?;
        for entry in entries {
            let entry = entry.map_err(|cause| Error::io(folder, &cause))?;
            let (path, kind) = (entry.path(), entry.file_type());
            let kind = kind.map_err(|cause| Error::io(&path, &cause))?;
            // What editors and file managers leave behind is no part of a theme.
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_symlink() {
                return Err(Error::unreadable(
                    "bad-theme",
                    format!("{} is a link, which could lead anywhere.", name.display()),
                )
                .hint("Put the file itself in its place."));
            }
            if kind.is_dir() && depth < DEPTH {
                self.folder(root, &path, depth + 1)?;
            } else if kind.is_file() {
                self.file(root, path)?;
            } else if !kind.is_dir() {
                let what = format!("{} is no file.", name.display());
                return Err(
                    Error::unreadable("bad-theme", what).hint("Put the file itself in its place.")
                );
            }
        }
        Ok(())
    }

    fn file(&mut self, root: &Path, path: PathBuf) -> Result<()> {
        let size = fs::metadata(&path)
            .map_err(|cause| Error::io(&path, &cause))?
            .len();
        self.bytes += size;
        if self.bytes > BYTES || self.files.len() >= FILES {
            return Err(Error::unreadable(
                "bad-theme",
                "That folder holds more than a theme does.",
            ));
        }
        let inside = path.strip_prefix(root).unwrap_or(&path);
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        let name = parts.join("/");
        // Colours, type and logo are the library's, and no matter of files.
        if name != SETTINGS {
            let bytes = fs::read(&path).map_err(|cause| Error::io(&path, &cause))?;
            self.files.insert(name, bytes);
        }
        Ok(())
    }
}
