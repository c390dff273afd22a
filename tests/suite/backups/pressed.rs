//! A backup under pressure: of a library in which somebody writes, to a disk that is full, cut off in its midst.

use super::{files, listed, lying, paths};
use crate::office::{CHIEF, Office, WRITER};
use desk::Progress;
use serde_json::json;
use std::{
    fs,
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// A library of some megabytes.
fn large() -> Office {
    let office = Office::staffed();
    let draft = office.draft("Night buses to the harbour");
    for n in 0..30_u64 {
        // Words that nothing makes small.
        let words: Vec<String> = (0..12_000_u64)
            .map(|word| {
                format!(
                    "{:x}",
                    (n * 12_000 + word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
                )
            })
            .collect();
        let edit = json!({"article": draft, "body": words.join(" ")});
        office.does(WRITER, "article_edit", edit);
    }
    office
}

/// Writes to the library whenever it is told how far the backup is, and remembers how long that took at worst.
struct Writes<'a> {
    office: &'a Office,
    told: AtomicU64,
    back: AtomicU64,
    last: AtomicU64,
    worst: AtomicU64,
}

impl Progress for Writes<'_> {
    fn step(&self, done: u64, _: u64) -> bool {
        if done < self.last.swap(done, Ordering::Relaxed) {
            self.back.fetch_add(1, Ordering::Relaxed);
        }
        if self.told.fetch_add(1, Ordering::Relaxed) < 40 {
            let since = Instant::now();
            self.office.draft("What came meanwhile");
            let took = u64::try_from(since.elapsed().as_millis()).unwrap();
            self.worst.fetch_max(took, Ordering::Relaxed);
        }
        true
    }
}

#[test]
fn who_writes_meanwhile_neither_waits_nor_has_it_begin_anew() {
    let office = large();
    let writes = Writes {
        office: &office,
        told: AtomicU64::new(0),
        back: AtomicU64::new(0),
        last: AtomicU64::new(0),
        worst: AtomicU64::new(0),
    };
    let newest = || office.does("", "library_stats", json!({}))["entries"].clone();
    let before = newest();
    let ask = json!({"dest": office.path("copy")});
    office
        .ask_telling(&writes, CHIEF, "library_backup", ask)
        .unwrap();
    let told = writes.told.load(Ordering::Relaxed);
    assert!(told > 10, "told {told} times");
    assert_eq!(writes.back.load(Ordering::Relaxed), 0, "it never went back");
    assert!(
        writes.worst.load(Ordering::Relaxed) < 2000,
        "{:?}",
        writes.worst
    );
    // It is of the moment at which it began.
    let copy = office.path("copy");
    let stats = [
        "--json",
        "--library",
        copy.to_str().unwrap(),
        "library",
        "stats",
    ];
    assert_eq!(office.room.run(&stats).value()["entries"], before);
    assert_ne!(newest(), before);
    assert_eq!(listed(&office)["items"][0]["since"], told.min(40));
}

/// Stops after some steps.
struct Stops(AtomicU64);

impl Progress for Stops {
    fn step(&self, _: u64, _: u64) -> bool {
        self.0.fetch_sub(1, Ordering::Relaxed) > 1
    }
}

#[test]
fn one_that_is_stopped_or_does_not_fit_leaves_nothing_and_the_others_alone() {
    let office = large();
    office.does(CHIEF, "library_backup", json!({}));
    let folder = office.path("library backups");
    let before = files(&folder);
    for steps in [1, 3, 8] {
        let stops = Stops(AtomicU64::new(steps));
        let stopped = office.ask_telling(&stops, CHIEF, "library_backup", json!({}));
        assert_eq!(stopped.unwrap_err().code, "cancelled", "after {steps}");
        assert_eq!(files(&folder), before);
    }
    let small = office.path("small");
    fs::create_dir(&small).unwrap();
    let mut mount = Command::new("mount");
    mount
        .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
        .arg(&small);
    if !mount.status().is_ok_and(|done| done.success()) {
        return println!("not checked: no small disk can be mounted here");
    }
    fs::write(small.join("mine.txt"), "Mine").unwrap();
    let plain = office.code(CHIEF, "library_backup", json!({"dest": small.join("copy")}));
    let sealed = json!({"dest": small.join("copy.age"), "passphrase": "night ferry to the quay"});
    let sealed = office.code(CHIEF, "library_backup", sealed);
    let left = lying(&small);
    office.does(CHIEF, "backup_plan", json!({"folder": small}));
    office.hours(7);
    office.draft("Something new");
    let tried = office.backs_up();
    let trouble = listed(&office)["trouble"]["code"].clone();
    let after = lying(&small);
    Command::new("umount").arg(&small).status().unwrap();
    assert_eq!(
        (plain.as_str(), sealed.as_str()),
        ("disk-full", "disk-full")
    );
    assert_eq!(left, ["mine.txt"]);
    assert_eq!((tried, trouble, after), (true, json!("disk-full"), left));
    assert_eq!(files(&folder), before);
}

#[test]
fn one_that_is_killed_leaves_what_the_next_clears_away() {
    let office = large();
    office.does(CHIEF, "library_backup", json!({}));
    let folder = office.path("library backups");
    let had = lying(&folder);
    let dest = folder.join("mine");
    let args = ["--as", CHIEF, "library", "backup", dest.to_str().unwrap()];
    let mut cut = 0;
    for ms in [5, 15, 30, 60, 90, 120] {
        let mut run = office.room.command(&args).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(ms));
        run.kill().unwrap();
        run.wait().unwrap();
        if dest.exists() {
            // It was done by then, and is whole.
            let check = ["--library", dest.to_str().unwrap(), "library", "check"];
            assert_eq!(office.room.run(&check).status, 0);
            fs::remove_dir_all(&dest).unwrap();
        } else {
            cut += 1;
        }
    }
    office.room.json(CHIEF, &args[2..]);
    let mut now = had;
    now.push("mine".into());
    now.sort();
    assert_eq!(
        lying(&folder),
        now,
        "of {cut} that were cut off nothing is left"
    );
    assert!(
        paths(&office)
            .iter()
            .all(|path| path.join("library.db").is_file())
    );
    assert_eq!(office.room.run(&["library", "check"]).status, 0);
}
