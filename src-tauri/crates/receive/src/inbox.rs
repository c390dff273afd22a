//! The folder that comments wait in, one file each.

use model::{Error, Result, Time};
use serde::Serialize;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};
use uuid::{Builder, Uuid};

/// How often, in milliseconds, a full inbox is counted anew to see whether somebody has emptied it.
const COUNT_AGAIN: i64 = 5_000;
/// A file that was being written so long ago, in milliseconds, has nobody any more who writes it.
const FORGOTTEN: u64 = 3_600_000;
/// How the name of a file ends that is being written; it begins with a dot.
const PART: &str = ".part";

/// A comment as it lies in the inbox. The names are those of `docs/comment.schema.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Comment<'a> {
    pub id: Uuid,
    pub article: &'a str,
    /// The page's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<&'a str>,
    pub author: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    pub body: &'a str,
    pub created: Time,
    pub ip: String,
}

/// Why a comment was not put down.
#[derive(Debug)]
pub(crate) enum NotKept {
    /// As many wait as may.
    Full,
    /// The system said no; nothing is left behind.
    System(io::Error),
}

/// The folder, and how many comments wait in it.
#[derive(Debug)]
pub struct Inbox {
    folder: PathBuf,
    at_most: u64,
    /// Never less than there are: others only take files away.
    waiting: AtomicU64,
    counted: AtomicI64,
}

impl Inbox {
    /// The inbox in `folder`, which may hold `at_most` comments at a time. What an earlier receiver left half written
    /// long ago is removed: nobody was told that it had arrived.
    ///
    /// # Errors
    /// `no-inbox` where there is no such folder, `inbox-not-writable` where nothing can be put into it.
    pub fn open(folder: &Path, at_most: u64, now: Time) -> Result<Self> {
        if !fs::metadata(folder).is_ok_and(|found| found.is_dir()) {
            return Err(Error::system(
                "no-inbox",
                format!("There is no folder at {}.", folder.display()),
            )
            .hint("Make it first, readable by you alone: mkdir -m 700 DIR."));
        }
        let unwritable = |cause: io::Error| {
            Error::system(
                "inbox-not-writable",
                format!("Nothing can be put into {}: {cause}.", folder.display()),
            )
            .hint("Choose a folder that this user may write into.")
        };
        match tried(folder) {
            // One that is full for now takes comments again once there is space; until then it says so to each.
            Err(cause) if !is_full(&cause) => return Err(unwritable(cause)),
            _ => {}
        }
        let waiting = swept(folder, now).map_err(unwritable)?;
        Ok(Self {
            folder: folder.to_owned(),
            at_most,
            waiting: AtomicU64::new(waiting),
            counted: AtomicI64::new(now.0),
        })
    }

    /// Puts a comment down for good: once this returns, neither a kill nor a power cut takes it away.
    pub(crate) fn put(
        &self,
        id: Uuid,
        comment: &Comment,
        now: Time,
    ) -> std::result::Result<(), NotKept> {
        let mut text = serde_json::to_vec(comment)
            .map_err(|cause| NotKept::System(io::Error::new(io::ErrorKind::InvalidData, cause)))?;
        text.push(b'\n');
        self.take_place(now)?;
        write(&self.folder, &id.to_string(), &text).map_err(|cause| {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            NotKept::System(cause)
        })
    }

    /// A place for one more.
    fn take_place(&self, now: Time) -> std::result::Result<(), NotKept> {
        let place = || {
            self.waiting
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |waiting| {
                    (waiting < self.at_most).then_some(waiting + 1)
                })
                .is_ok()
        };
        if place() {
            return Ok(());
        }
        let counted = self.counted.load(Ordering::Relaxed);
        let due = now.0.abs_diff(counted) >= COUNT_AGAIN.unsigned_abs();
        let mine = due
            && self
                .counted
                .compare_exchange(counted, now.0, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if mine && let Ok(waiting) = swept(&self.folder, now) {
            self.waiting.store(waiting, Ordering::Relaxed);
        }
        if place() { Ok(()) } else { Err(NotKept::Full) }
    }
}

/// A name that sorts by when it was made and that nobody can guess: UUIDv7, its random part from `random`.
pub(crate) fn name(now: Time, random: [u8; 10]) -> Uuid {
    Builder::from_unix_timestamp_millis(now.0.max(0).unsigned_abs(), &random).into_uuid()
}

/// Whether something failed for want of space.
fn is_full(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// Whether a file can be made here and taken away again.
fn tried(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".receiver-{}{PART}", std::process::id()));
    // In a container every process may have the same number, and one may have been killed right here.
    let _ = fs::remove_file(&probe);
    let written = fresh(&probe).and_then(|file| file.sync_all());
    let removed = fs::remove_file(&probe);
    written.and(removed)
}

/// A file that nobody else may read, and that was not there before.
fn fresh(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes under a hidden name, syncs, renames, and syncs the folder. Where that fails, nothing is left.
fn write(folder: &Path, name: &str, text: &[u8]) -> io::Result<()> {
    let part = folder.join(format!(".{name}{PART}"));
    let whole = folder.join(format!("{name}.json"));
    let written = fresh(&part)
        .and_then(|mut file| {
            file.write_all(text)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&part, &whole));
    if let Err(cause) = written {
        let _ = fs::remove_file(&part);
        return Err(cause);
    }
    // Its name is not yet sure to outlive a power cut; where it can't be made so, the sender is told no, and a file
    // that stayed would come twice.
    sync(folder).inspect_err(|_| {
        let _ = fs::remove_file(&whole);
    })
}

/// Makes sure of the names in a folder. Only Unix can, and only there is it needed.
#[cfg(unix)]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// How many comments wait; parts that nobody writes any more are removed.
fn swept(folder: &Path, now: Time) -> io::Result<u64> {
    let mut waiting = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            if name.ends_with(PART) && is_forgotten(&entry, now) {
                let _ = fs::remove_file(entry.path());
            }
        } else if name.ends_with(".json") {
            waiting += 1;
        }
    }
    Ok(waiting)
}

fn is_forgotten(entry: &fs::DirEntry, now: Time) -> bool {
    let changed = entry.metadata().and_then(|found| found.modified());
    let since = changed
        .ok()
        .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.is_some_and(|since| {
        let age = u128::from(now.0.max(0).unsigned_abs()).saturating_sub(since.as_millis());
        age > u128::from(FORGOTTEN)
    })
}

#[cfg(test)]
mod tests {
    use super::{Comment, Inbox, NotKept, name};
    use model::Time;
    use std::fs;

    const NOW: Time = Time(1_790_000_000_000);

    fn comment(id: uuid::Uuid) -> Comment<'static> {
        Comment {
            id,
            article: "harbour-ferry",
            address: None,
            parent: None,
            author: "Ana",
            email: None,
            body: "It sails.",
            created: NOW,
            ip: "192.0.2.7".into(),
        }
    }

    #[test]
    fn a_comment_is_one_file_that_only_its_owner_reads() {
        let dir = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(dir.path(), 10, NOW).unwrap();
        let id = name(NOW, [7; 10]);
        inbox.put(id, &comment(id), NOW).unwrap();
        let files: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].file_name(), format!("{id}.json").as_str());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                files[0].metadata().unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert_eq!(
            fs::read_to_string(files[0].path()).unwrap(),
            format!(
                "{{\"id\":\"{id}\",\"article\":\"harbour-ferry\",\"author\":\"Ana\",\"body\":\"It sails.\",\
                \"created\":\"2026-09-21T14:13:20.000Z\",\"ip\":\"192.0.2.7\"}}\n"
            )
        );
    }

    #[test]
    fn a_name_that_is_taken_is_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(dir.path(), 10, NOW).unwrap();
        let id = name(NOW, [7; 10]);
        fs::write(dir.path().join(format!(".{id}.part")), "another's").unwrap();
        assert!(matches!(
            inbox.put(id, &comment(id), NOW),
            Err(NotKept::System(_))
        ));
        assert!(!dir.path().join(format!("{id}.json")).exists());
    }

    #[test]
    fn a_full_inbox_takes_again_once_it_is_emptied_and_a_failure_takes_no_place() {
        let dir = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(dir.path(), 2, NOW).unwrap();
        let put = |n: u8, after: i64| {
            let now = Time(NOW.0 + after);
            let id = name(now, [n; 10]);
            inbox.put(id, &comment(id), now)
        };
        put(1, 0).unwrap();
        put(2, 0).unwrap();
        assert!(matches!(put(3, 1), Err(NotKept::Full)));
        for entry in fs::read_dir(dir.path()).unwrap().flatten() {
            fs::remove_file(entry.path()).unwrap();
        }
        assert!(matches!(put(4, 4_999), Err(NotKept::Full)));
        put(5, 5_001).unwrap();
        fs::remove_dir_all(dir.path()).unwrap();
        assert!(matches!(put(6, 5_002), Err(NotKept::System(_))));
        assert!(matches!(put(6, 5_002), Err(NotKept::System(_))));
        fs::create_dir(dir.path()).unwrap();
        put(7, 5_003).unwrap();
    }

    #[test]
    fn what_was_left_half_written_long_ago_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let (part, hidden) = (dir.path().join(".a.part"), dir.path().join(".keep"));
        for path in [&part, &hidden] {
            fs::write(path, "{").unwrap();
        }
        let made = fs::metadata(&part).unwrap().modified().unwrap();
        let made = made.duration_since(std::time::UNIX_EPOCH).unwrap();
        let at = |after: i64| Time(i64::try_from(made.as_millis()).unwrap() + after);
        Inbox::open(dir.path(), 1, at(60_000)).unwrap();
        assert!(part.exists(), "another may be at it");
        Inbox::open(dir.path(), 1, at(3_700_000)).unwrap();
        assert!(!part.exists() && hidden.exists());
    }

    #[test]
    fn names_sort_by_their_moment() {
        let early = name(NOW, [255; 10]).to_string();
        let late = name(Time(NOW.0 + 1), [0; 10]).to_string();
        assert!(early < late);
    }
}
