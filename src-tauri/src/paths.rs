//! Where things are on this computer, and what the environment says: the library, the person, the file that
//! remembers who sat at the window last.

use model::{Error, PersonId, Result};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The value of an environment variable that is set and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the shell reads the environment for everyone"
)]
fn var(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether there is a display that a window can be shown on: it is reached for.
pub fn has_display() -> bool {
    #[cfg(target_os = "linux")]
    return gtk::init().is_ok();
    #[cfg(not(target_os = "linux"))]
    true
}

/// The library's folder: the first argument, else `COPYDESK_LIBRARY`, else the person's own.
///
/// # Errors
/// `no-home`, where nothing names one and the person has no home.
pub fn library() -> Result<PathBuf> {
    let named = std::env::args_os()
        .nth(1)
        .filter(|arg| !arg.is_empty())
        .or_else(|| var("COPYDESK_LIBRARY"));
    let dir = named
        .map(PathBuf::from)
        .or_else(|| data_dir().map(|dir| dir.join("copydesk").join("library")));
    let dir = dir.ok_or_else(|| {
        Error::unreadable("no-home", "There is no home folder to keep a library in.")
            .hint("Name the library’s folder: copydesk-desktop DIR, or COPYDESK_LIBRARY.")
    })?;
    // One spelling for one folder: it is what the last person is remembered by.
    std::path::absolute(&dir).map_err(|cause| Error::io(&dir, &cause))
}

/// Where the person keeps Hunspell dictionaries of their own.
pub fn dictionaries() -> Option<PathBuf> {
    data_dir().map(|dir| dir.join("hunspell"))
}

/// Where the person's own libraries are.
pub fn libraries() -> Option<PathBuf> {
    data_dir().map(|dir| dir.join("copydesk"))
}

/// Whether whoever started this says that no other computer writes to the library's folder, whatever it looks like.
pub fn synced_anyway() -> bool {
    var("COPYDESK_SYNCED_FOLDER").is_some_and(|said| said == "write")
}

/// Who `COPYDESK_PERSON` names, by id or name.
pub fn person() -> Option<String> {
    var("COPYDESK_PERSON")?.into_string().ok()
}

/// What the person at the computer is called, as far as the system knows.
pub fn user() -> String {
    let login = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(var)
        .and_then(|name| name.into_string().ok());
    let Some(login) = login else {
        return "Editor".to_owned();
    };
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    full_name(&accounts, &login).unwrap_or(login)
}

/// The full name of `login` in the text of `/etc/passwd`: what stands before the first comma of its fifth field.
fn full_name(accounts: &str, login: &str) -> Option<String> {
    let line = accounts
        .lines()
        .find(|line| line.split(':').next() == Some(login))?;
    let name = line.split(':').nth(4)?.split(',').next()?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Where this platform keeps a person's data.
fn data_dir() -> Option<PathBuf> {
    platform_dir("XDG_DATA_HOME", &[".local", "share"])
}

/// Where it keeps their settings.
fn config_dir() -> Option<PathBuf> {
    platform_dir("XDG_CONFIG_HOME", &[".config"])
}

/// The folder that `xdg` names on Linux, or `under_home`; macOS and Windows have one place for both.
fn platform_dir(xdg: &str, under_home: &[&str]) -> Option<PathBuf> {
    if cfg!(target_os = "windows") {
        return var("APPDATA").map(PathBuf::from);
    }
    let home = var("HOME").map(PathBuf::from);
    if cfg!(target_os = "macos") {
        return home.map(|home| home.join("Library").join("Application Support"));
    }
    let named = var(xdg)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    named.or_else(|| home.map(|home| under_home.iter().fold(home, |dir, part| dir.join(part))))
}

/// What the shell remembers between runs: for each library's folder who sat at it last, whether they locked it, and where
/// its last bundle went.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Memory {
    last_person: BTreeMap<String, PersonId>,
    locked: BTreeSet<String>,
    bundles: BTreeMap<String, LastBundle>,
}

/// Where the last bundle of a library went, of which edition and by which profile.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastBundle {
    /// A folder, or a name that ends in `.zip`.
    pub out: String,
    /// The edition's name; empty for everything.
    pub edition: String,
    /// The profile's name; empty for every part.
    pub profile: String,
}

impl Memory {
    /// Reads it; a missing or broken file is an empty memory.
    fn read(file: &Path) -> Self {
        std::fs::read(file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Writes it beside its place and moves it there, so that it is never half written.
    fn write(&self, file: &Path) -> std::io::Result<()> {
        if let Some(dir) = file.parent() {
            std::fs::create_dir_all(dir)?;
        }
        let beside = file.with_extension("json.new");
        std::fs::write(&beside, serde_json::to_vec_pretty(self)?)?;
        std::fs::rename(beside, file)
    }
}

/// The file that holds the memory.
fn memory() -> Option<PathBuf> {
    config_dir().map(|dir| dir.join("copydesk").join("window.json"))
}

/// Who sat at `library` last, and whether they locked it.
pub fn remembered(library: &Path) -> (Option<PersonId>, bool) {
    let Some(file) = memory() else {
        return (None, false);
    };
    let mut memory = Memory::read(&file);
    let library = library.to_string_lossy();
    let locked = memory.locked.contains(&*library);
    (memory.last_person.remove(&*library), locked)
}

/// Remembers who sits at `library`, and whether they locked it. Where that can't be kept, the work goes on: who has a
/// passphrase is asked for it at the next start anyway.
pub fn remember(library: &Path, person: PersonId, locked: bool) {
    let Some(file) = memory() else { return };
    let mut memory = Memory::read(&file);
    let library = library.to_string_lossy().into_owned();
    memory.last_person.insert(library.clone(), person);
    if locked {
        memory.locked.insert(library);
    } else {
        memory.locked.remove(&library);
    }
    if let Err(cause) = memory.write(&file) {
        tracing::warn!("the last person was not remembered: {}", cause.kind());
    }
}

/// Where the last bundle of `library` went from this computer.
pub fn last_bundle(library: &Path) -> Option<LastBundle> {
    let mut memory = Memory::read(&memory()?);
    memory.bundles.remove(&*library.to_string_lossy())
}

/// Remembers where a bundle of `library` went. Where that can't be kept, the next one is asked for.
pub fn remember_bundle(library: &Path, last: LastBundle) {
    let Some(file) = memory() else { return };
    let mut memory = Memory::read(&file);
    let library = library.to_string_lossy().into_owned();
    memory.bundles.insert(library, last);
    if let Err(cause) = memory.write(&file) {
        tracing::warn!("the last bundle was not remembered: {}", cause.kind());
    }
}

#[cfg(test)]
mod tests {
    use super::{LastBundle, Memory, full_name};
    use model::PersonId;

    const ACCOUNTS: &str = "root:x:0:0:root:/root:/bin/sh\nmaebi:x:1000:1000:Marlis Aebi,,,:/home/maebi:/bin/sh\n\
                            bare:x:1001:1001::/home/bare:/bin/sh\nbroken\n";

    #[test]
    fn a_full_name_comes_before_the_first_comma() {
        assert_eq!(full_name(ACCOUNTS, "maebi").as_deref(), Some("Marlis Aebi"));
        assert_eq!(full_name(ACCOUNTS, "bare"), None);
        assert_eq!(full_name(ACCOUNTS, "broken"), None);
        assert_eq!(full_name(ACCOUNTS, "nobody"), None);
    }

    #[test]
    fn the_last_person_is_read_back_and_a_broken_file_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("copydesk").join("window.json");
        assert_eq!(Memory::read(&file), Memory::default());
        let person = PersonId(uuid::Uuid::from_bytes([7; 16]));
        let memory = Memory {
            last_person: [("/srv/library".to_owned(), person)].into(),
            locked: ["/srv/library".to_owned()].into(),
            bundles: [(
                "/srv/library".to_owned(),
                LastBundle {
                    out: "/srv/site".into(),
                    edition: "Monday".into(),
                    ..LastBundle::default()
                },
            )]
            .into(),
        };
        memory.write(&file).unwrap();
        assert_eq!(Memory::read(&file), memory);
        for broken in ["", "{", "[]", r#"{"last_person":3}"#, "\u{0}"] {
            std::fs::write(&file, broken).unwrap();
            assert_eq!(Memory::read(&file), Memory::default(), "{broken:?}");
        }
    }
}
