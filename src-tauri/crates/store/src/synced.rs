//! Folders that more than one computer writes to: network shares, and what a program keeps the same in several places. Two machines
//! that write one library there destroy it, since neither knows what the other has in hand. And places that can't be written at all.

use rustix::fs::{StatVfsMountFlags, statvfs};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// What a folder is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shared {
    /// On a network share of this sort.
    Network(String),
    /// In a folder that this program keeps the same elsewhere.
    Synced(&'static str),
    /// Nobody writes there: a medium that can't be written, or one that is mounted so.
    ReadOnly,
}

impl Shared {
    /// In words that follow "is": where it is.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Network(sort) => format!("on a network share ({sort})"),
            Self::Synced(program) => format!("in a folder that {program} keeps in step elsewhere"),
            Self::ReadOnly => "in a place that can’t be written".to_owned(),
        }
    }

    /// The code by which it is refused to write there.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Network(_) | Self::Synced(_) => "synced-folder",
            Self::ReadOnly => "read-only-place",
        }
    }
}

/// What `dir` is in; none where this computer writes to it, and no other, as far as can be told.
#[must_use]
pub fn shared(dir: &Path) -> Option<Shared> {
    let dir = whole(dir);
    // Where the system does not say what is mounted, markers are all there is.
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    network(&mounts, &dir)
        .map(Shared::Network)
        .or_else(|| synced(&dir).map(Shared::Synced))
        .or_else(|| unwritten(&dir))
}

/// Where a folder, or what there is of the way to it, lies on what is mounted to read only, or is broken so far that the system
/// writes to it no more.
pub(crate) fn unwritten(dir: &Path) -> Option<Shared> {
    let mut there = dir.ancestors().filter_map(|dir| statvfs(dir).ok());
    let flags = there.next()?.f_flag;
    flags
        .contains(StatVfsMountFlags::RDONLY)
        .then_some(Shared::ReadOnly)
}

/// The path without links, of as much of it as there is.
fn whole(dir: &Path) -> PathBuf {
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    for above in dir.ancestors() {
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(above), dir.strip_prefix(above)) {
            return real.join(rest);
        }
    }
    dir
}

/// File systems that are another machine's. FUSE says by the name after the dot which program is behind it: many are as local as any
/// (a disk of another system, a container's layers), so only those that are known to reach out are in the list.
const NETWORK: [&str; 32] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "coda",
    "ceph",
    "lustre",
    "gfs2",
    "ocfs2",
    "beegfs",
    "davfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.gvfsd-fuse",
    "fuse.kio-fuse",
    "fuse.davfs2",
    "fuse.s3fs",
    "fuse.goofys",
    "fuse.gcsfuse",
    "fuse.google-drive-ocamlfuse",
    "fuse.onedriver",
    "fuse.glusterfs",
    "fuse.ceph-fuse",
    "fuse.curlftpfs",
    "fuse.smbnetfs",
    "fuse.juicefs",
    "fuse.seadrive",
    "fuse.pcloud",
    "fuse.mfs",
];

/// The sort of the network file system that a path is on, by what the system says is mounted (`/proc/self/mountinfo`).
fn network(mounts: &str, path: &Path) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((before, after)) = line.split_once(" - ") else {
            continue;
        };
        let (Some(point), Some(sort)) = (before.split(' ').nth(4), after.split(' ').next()) else {
            continue;
        };
        let point = PathBuf::from(unescaped(point));
        // Of two at one place the later hides the other.
        let depth = point.components().count();
        if path.starts_with(&point) && best.is_none_or(|(other, _)| depth >= other) {
            best = Some((depth, sort));
        }
    }
    let (_, sort) = best?;
    NETWORK.contains(&sort).then(|| {
        let name = sort.rsplit('.').next().unwrap_or(sort);
        name.trim_end_matches("-fuse").to_owned()
    })
}

/// Spaces, tabs, line ends and backslashes stand there as octal digits.
fn unescaped(point: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(point.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The files and folders by which a program marks what it keeps in step. Dropbox' other one, `.dropbox`, counts as a file alone:
/// the folder of that name in a person's home is where it keeps its settings.
const MARKERS: [(&str, &str); 14] = [
    (".dropbox.cache", "Dropbox"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.driveupload", "Google Drive"),
    (".tmp.drivedownload", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".sync/ID", "Resilio Sync"),
    (".seafile-data", "Seafile"),
    (".megaignore", "MEGA"),
    (".SynologyWorkingDirectory", "Synology Drive"),
    (".insync-trash", "Insync"),
    (".grive", "Google Drive"),
    (".grive_state", "Google Drive"),
];

/// Names that such folders have where the program leaves no mark in them; ended by a star, how they begin.
const NAMES: [(&str, &str); 8] = [
    ("OneDrive", "OneDrive"),
    ("OneDrive - *", "OneDrive"),
    ("Google Drive", "Google Drive"),
    ("GoogleDrive", "Google Drive"),
    ("iCloudDrive", "iCloud"),
    ("iCloud Drive", "iCloud"),
    ("pCloudDrive", "pCloud"),
    ("pCloud Drive", "pCloud"),
];

/// The program that keeps a folder, or one that it is in, the same elsewhere.
fn synced(dir: &Path) -> Option<&'static str> {
    dir.ancestors().find_map(marked).or_else(|| named(dir))
}

fn marked(dir: &Path) -> Option<&'static str> {
    let found = MARKERS.iter().find(|(marker, _)| dir.join(marker).exists());
    if let Some((_, program)) = found {
        return Some(program);
    }
    if dir.join(".dropbox").is_file() {
        return Some("Dropbox");
    }
    // Nextcloud and ownCloud keep what they know of a folder in a database in it, named by a hash.
    let mut entries = fs::read_dir(dir).ok()?.flatten();
    entries
        .any(|entry| {
            let name = entry.file_name();
            name.to_str().is_some_and(|name| {
                (name.starts_with(".sync_") || name.starts_with("._sync_")) && name.ends_with(".db")
            })
        })
        .then_some("Nextcloud or ownCloud")
}

fn named(dir: &Path) -> Option<&'static str> {
    let parts: Vec<&str> = dir
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    // What macOS keeps in step for iCloud, and for every other program.
    for pair in parts.windows(2) {
        match pair {
            ["Library", "Mobile Documents"] => return Some("iCloud"),
            ["Library", "CloudStorage"] => return Some("a cloud storage"),
            _ => {}
        }
    }
    let is = |name: &str, part: &str| match name.strip_suffix('*') {
        Some(begin) => part.starts_with(begin),
        None => part == name,
    };
    parts.iter().find_map(|part| {
        let found = NAMES.iter().find(|(name, _)| is(name, part));
        found.map(|(_, program)| *program)
    })
}

#[cfg(test)]
mod tests {
    use super::{MARKERS, NETWORK, Shared, network, shared};
    use std::{fs, path::Path};

    const MOUNTS: &str = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
        31 22 0:26 / /srv/news\\040room rw shared:2 - nfs4 10.0.0.2:/news rw,vers=4.2\n\
        32 22 0:27 / /home/una/far rw - fuse.sshfs una@far: rw\n\
        33 22 0:28 / /media/disk rw - fuseblk /dev/sdb1 rw\n\
        34 22 0:29 / /var/layers rw - fuse.fuse-overlayfs fuse-overlayfs rw\n\
        35 31 8:2 / /srv/news\\040room/local rw - xfs /dev/sdc1 rw\n\
        36 22 0:30 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw\n\
        nothing of the kind\n";

    #[test]
    fn a_network_share_is_known_by_what_is_mounted_there() {
        let on = |path: &str| network(MOUNTS, Path::new(path));
        assert_eq!(on("/srv/news room/library").as_deref(), Some("nfs4"));
        assert_eq!(on("/home/una/far/library").as_deref(), Some("sshfs"));
        assert_eq!(
            on("/run/user/1000/gvfs/smb/library").as_deref(),
            Some("gvfsd")
        );
        for local in [
            "/home/una/library",
            "/home/una/farther",
            "/media/disk/library",
            "/var/layers/library",
            "/srv/news room/local/library",
            "/srv/news",
        ] {
            assert_eq!(on(local), None, "{local}");
        }
        for sort in NETWORK {
            let mounts = format!("1 0 0:1 / /there rw - {sort} source rw\n");
            assert!(network(&mounts, Path::new("/there/library")).is_some());
        }
    }

    #[test]
    fn a_synced_folder_is_known_by_the_marks_that_programs_leave_in_it() {
        for (marker, program) in MARKERS {
            let dir = tempfile::tempdir().unwrap();
            let library = dir.path().join("work").join("library");
            fs::create_dir_all(&library).unwrap();
            assert_eq!(shared(&library), None);
            let mark = dir.path().join(marker);
            fs::create_dir_all(mark.parent().unwrap()).unwrap();
            fs::write(mark, "").unwrap();
            assert_eq!(shared(&library), Some(Shared::Synced(program)), "{marker}");
            // What is to be made in it is in it, too.
            assert!(shared(&library.join("none").join("yet")).is_some());
        }
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".sync_3f2a9c.db"), "").unwrap();
        assert!(shared(&dir.path().join("library")).is_some());
    }

    #[test]
    fn a_synced_folder_without_marks_is_known_by_its_name() {
        for (path, is) in [
            ("/home/una/OneDrive/library", true),
            ("/home/una/OneDrive - The Gazette/library", true),
            (
                "/Users/una/Library/Mobile Documents/com~apple/library",
                true,
            ),
            ("/Users/una/Library/CloudStorage/Box/library", true),
            ("/home/una/OneDriven/library", false),
            ("/home/una/Mobile Documents/library", false),
            ("/home/una/Dropbox is no more/library", false),
        ] {
            assert_eq!(shared(Path::new(path)).is_some(), is, "{path}");
        }
    }

    #[test]
    fn where_dropbox_keeps_its_settings_is_no_folder_of_its() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join(".dropbox")).unwrap();
        assert_eq!(shared(&home.path().join("library")), None);
        fs::create_dir(home.path().join("Dropbox")).unwrap();
        fs::write(home.path().join("Dropbox").join(".dropbox"), "{}").unwrap();
        let shared = shared(&home.path().join("Dropbox").join("library"));
        assert_eq!(shared, Some(Shared::Synced("Dropbox")));
    }
}
