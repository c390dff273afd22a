//! What a kill can't show and a power cut would: whatever an act wrote is on the disk before it is acknowledged.

use super::{
    deeds::{Floor, SORTS},
    strace,
};
use crate::newsroom::program;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// The calls that write, name and sync, and the one that acknowledges.
const CALLS: &str = "trace=write,writev,pwrite64,pwritev,ftruncate,copy_file_range,sendfile,fsync,fdatasync,syncfs,\
                     rename,renameat,renameat2,link,linkat,unlink,unlinkat";

/// What was written and not synced yet, as a trace goes on.
#[derive(Default)]
struct Disk {
    /// Files with bytes, and folders with names, that a power cut would take.
    dirty: BTreeSet<String>,
    /// Calls that have begun and not come back, by thread.
    begun: BTreeMap<String, String>,
    writes: usize,
    syncs: usize,
    /// What was dirty when standard output was first written to.
    acknowledged: Option<BTreeSet<String>>,
}

/// The paths that strace shows in a call: of open files in angle brackets; or names in quotes, each in the folder before it.
fn paths(call: &str) -> Vec<String> {
    let (mut open, mut named, mut rest) = (vec![], vec![], call);
    while let Some(at) = rest.find(['<', '"']) {
        let close = if rest[at..].starts_with('<') {
            '>'
        } else {
            '"'
        };
        let Some((path, more)) = rest[at + 1..].split_once(close) else {
            break;
        };
        match (close, path) {
            ('>', path) => open.push(path.to_owned()),
            // What is written is not shown.
            (_, "") => {}
            (_, name) => {
                let folder = open.last().map_or("/", String::as_str);
                named.push(Path::new(folder).join(name).to_str().unwrap().to_owned());
            }
        }
        rest = more;
    }
    if named.is_empty() { open } else { named }
}

fn folder(path: &str) -> String {
    Path::new(path).parent().unwrap().to_str().unwrap().into()
}

impl Disk {
    fn line(&mut self, line: &str) {
        let (thread, call) = line.split_once(' ').unwrap_or_default();
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix("<unfinished ...>") {
            // What writes counts from its beginning, what syncs from its end.
            if begun.starts_with("fsync") || begun.starts_with("fdata") || begun.starts_with("sync")
            {
                self.begun.insert(thread.to_owned(), begun.to_owned());
            } else {
                self.call(begun);
            }
        } else if call.starts_with("<...") {
            if let Some(begun) = self.begun.remove(thread)
                && call.ends_with("= 0")
            {
                self.call(&format!("{begun} = 0"));
            }
        } else {
            self.call(call);
        }
    }

    fn call(&mut self, call: &str) {
        let (name, args) = call.split_once('(').unwrap_or_default();
        if name.starts_with("write") && (args.starts_with("1<") || args.starts_with("1,")) {
            let dirty = self.dirty.clone();
            self.acknowledged.get_or_insert(dirty);
            return;
        }
        if call.contains("= -1") {
            return;
        }
        let mut paths = paths(args).into_iter();
        match name {
            "fsync" | "fdatasync" => {
                self.syncs += 1;
                self.dirty.remove(&paths.next().unwrap());
            }
            "syncfs" => {
                self.syncs += 1;
                self.dirty.clear();
            }
            "rename" | "renameat" | "renameat2" | "link" | "linkat" => {
                let all: Vec<String> = paths.collect();
                let Some([from, to]) = all.last_chunk::<2>() else {
                    return;
                };
                if self.dirty.remove(from) {
                    self.dirty.insert(to.clone());
                }
                self.dirty.insert(folder(to));
            }
            "unlink" | "unlinkat" => {
                if let Some(path) = paths.last() {
                    self.dirty.remove(&path);
                }
            }
            _ => {
                let written = match name {
                    "copy_file_range" => paths.last(),
                    _ => paths.next(),
                };
                if let Some(path) = written {
                    // The index of the log is made again from the log.
                    if !path.ends_with("-shm") && path.starts_with('/') && path != "/dev/null" {
                        self.writes += 1;
                        self.dirty.insert(path);
                    }
                }
            }
        }
    }
}

/// Follows a command to its end.
fn followed(inner: &Command, trace: &Path) -> Disk {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-y", "-s", "0", "-e", CALLS, "-o"])
        .arg(trace)
        .arg(inner.get_program())
        .args(inner.get_args())
        .stdin(Stdio::null());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    if let Some(dir) = inner.get_current_dir() {
        command.current_dir(dir);
    }
    let done = command.output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut disk = Disk::default();
    fs::read_to_string(trace)
        .unwrap()
        .lines()
        .for_each(|line| disk.line(line));
    disk
}

#[test]
fn whatever_was_written_is_synced_before_it_is_acknowledged() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let floor = Floor::new(20);
    let trace = floor.room.path("trace");
    // What writes and says so without syncing is seen.
    let (from, lost) = (floor.room.file("from", "Words."), floor.room.path("lost"));
    let careless = format!("cp {from} {}; echo done", lost.display());
    let mut shell = Command::new("sh");
    shell.args(["-c", &careless]);
    let seen = followed(&shell, &trace).acknowledged.unwrap();
    assert!(seen.iter().any(|path| path.ends_with("/lost")), "{seen:?}");
    program();
    let deeds = SORTS.iter().flat_map(|(_, deeds)| *deeds);
    for (round, deed) in deeds.enumerate() {
        let ready = floor.ready(*deed, round);
        let disk = followed(&floor.command(&ready), &trace);
        println!("{deed:?}: {} writes, {} syncs", disk.writes, disk.syncs);
        let left = disk.acknowledged.expect("it says what it did");
        assert!(left.is_empty(), "{deed:?}: not on the disk: {left:?}");
        assert!(disk.writes > 0 && disk.syncs > 0, "{deed:?}");
        assert!(floor.is_there(&ready.trace), "{deed:?}");
    }
}
