//! A target that is full, can't be written, is somebody else's by now, or is no longer wanted: said with a code and what to
//! do, the old bundle whole, nothing beside it.

use super::{
    SmallDisk, leaves_nothing_behind,
    over::{Over, tree},
    strace,
};
use crate::office::{CHIEF, DRAWING, Office, PUBLISHER};
use desk::Progress;
use model::bundle::Stage;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
};

/// An error as it was told: exit status and code. It says what to do.
fn told(run: &super::Run) -> (i32, String) {
    let line: Value = serde_json::from_str(&run.err).unwrap();
    let hint = line["error"]["hint"].as_str().unwrap_or_default();
    assert!(!hint.is_empty(), "it says what to do: {line}");
    run.refusal()
}

#[test]
fn a_full_and_a_read_only_target_keep_the_last_bundle() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    for out in ["bundle", "bundle.zip"] {
        let over = Over::of(out);
        for (fault, code) in [
            ("write:error=ENOSPC:when=5+", "disk-full"),
            ("write:error=EDQUOT:when=9+", "disk-full"),
            ("mkdir,mkdirat:error=ENOSPC:when=3+", "disk-full"),
            ("mkdir,mkdirat:error=EROFS", "no-permission"),
            ("mkdir,mkdirat:error=EACCES", "no-permission"),
            ("renameat2,rename:error=EROFS", "no-permission"),
            ("syncfs:error=ENOSPC", "disk-full"),
            ("linkat:error=EMLINK", ""),
        ] {
            over.again();
            let run = over.export(&[fault]).unwrap();
            let when = format!("{out}: {fault}");
            let after = tree(&over.room.path(out));
            if code.is_empty() {
                // What can't be linked is written.
                assert_eq!(run.status, 0, "{when}: {}", run.err);
                assert!(after == over.new, "{when}");
            } else {
                // A write that fails may be the one that tells of it.
                let status = if run.err.is_empty() && fault.starts_with("write:") {
                    (run.status, code.into())
                } else {
                    told(&run)
                };
                assert_eq!(status, (5, code.into()), "{when}");
                assert!(after == over.old, "{when}");
                assert!(!over.is_released(), "{when}");
            }
            leaves_nothing_behind(&over.room);
        }
    }
}

/// What stands in a folder.
fn names(dir: &Path) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    all.sort();
    all
}

#[test]
fn a_small_disk_that_is_full_or_locked_keeps_the_last_bundle() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    let small = office.path("small");
    let Some(_small) = SmallDisk::mount(&small, "2m") else {
        return println!("not checked: no small disk can be mounted here");
    };
    for name in ["small/bundle", "small/bundle.zip"] {
        office.release(name);
    }
    let before = ["bundle", "bundle.zip"].map(|name| tree(&small.join(name)));
    let article = office.draft("The tide tables");
    let body: String = (0..60_000)
        .map(|n| format!("Tide {n} comes.\n\n"))
        .collect();
    office.does(
        CHIEF,
        "article_edit",
        json!({"article": article, "body": body}),
    );
    office.does(CHIEF, "article_submit", json!({"article": article}));
    office.does(
        "Rhea Reviewer",
        "review_approve",
        json!({"article": article}),
    );
    let refused = |code: &str| {
        for (name, before) in ["bundle", "bundle.zip"].iter().zip(&before) {
            let ask = json!({"out": small.join(name)});
            let error = office.ask(PUBLISHER, "export_bundle", ask).unwrap_err();
            assert_eq!(error.code, code, "{name}: {error:?}");
            assert!(error.hint.is_some_and(|hint| !hint.is_empty()));
            assert!(tree(&small.join(name)) == *before, "{name}");
            assert_eq!(names(&small), ["bundle", "bundle.zip"]);
        }
    };
    refused("disk-full");
    let mut lock = Command::new("mount");
    lock.args(["-o", "remount,ro"]).arg(&small);
    assert!(lock.status().unwrap().success());
    refused("no-permission");
    let list = office.does("", "article_list", json!({"status": "approved"}));
    assert_eq!(
        list["items"].as_array().unwrap().len(),
        1,
        "nothing was released"
    );
}

/// Whoever does something at each step once so many are done, and says whether it shall go on.
struct Meddler<'a> {
    after: u64,
    steps: AtomicU64,
    does: &'a (dyn Fn() -> bool + Send + Sync),
}

impl<'a> Meddler<'a> {
    fn new(after: u64, does: &'a (dyn Fn() -> bool + Send + Sync)) -> Self {
        let steps = AtomicU64::new(0);
        Self { after, steps, does }
    }
}

impl Progress for Meddler<'_> {
    fn step(&self, _: u64, _: u64) -> bool {
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        step < self.after || (self.does)()
    }

    fn stage(&self, stage: Stage, done: u64, total: u64) -> bool {
        // From here on it is too late.
        stage == Stage::Placing || self.step(done, total)
    }
}

/// A library that released a bundle in both forms and has an article more by now; what is there.
fn grown() -> (Office, [PathBuf; 2]) {
    let office = Office::staffed();
    let drawing = office.room.file("quay.svg", DRAWING);
    office.does(CHIEF, "asset_add", json!({"path": drawing}));
    office.approved("Night buses to the harbour");
    fs::create_dir(office.path("out")).unwrap();
    let places = ["bundle", "bundle.zip"].map(|name| office.release(&format!("out/{name}")));
    office.approved("A ferry for Sundays");
    (office, places)
}

#[test]
fn an_export_that_is_cancelled_at_any_step_leaves_the_old_bundle_and_nothing_else() {
    let (office, places) = grown();
    let before = places.clone().map(|place| tree(&place));
    for (place, before) in places.iter().zip(&before) {
        let mut cancelled = 0;
        loop {
            let stop = || false;
            let meddler = Meddler::new(cancelled, &stop);
            let ask = json!({"out": place});
            match office.ask_telling(&meddler, PUBLISHER, "export_bundle", ask) {
                Ok(_) => break,
                Err(error) => assert_eq!(error.code, "cancelled", "{error:?}"),
            }
            assert!(tree(place) == *before, "step {cancelled}");
            assert_eq!(names(&office.path("out")), ["bundle", "bundle.zip"]);
            cancelled += 1;
        }
        println!("cancelled at {cancelled} different steps");
        assert!(cancelled > 20);
        assert!(tree(place) != *before);
    }
}

#[test]
fn what_came_to_be_in_the_place_meanwhile_is_not_replaced() {
    let (office, places) = grown();
    let notes = places.clone().map(|place| {
        if place.extension().is_some() {
            place
        } else {
            place.join("notes.txt")
        }
    });
    for (place, notes) in places.iter().zip(&notes) {
        let theirs = || {
            fs::write(notes, "Milk.").unwrap();
            true
        };
        let meddler = Meddler::new(9, &theirs);
        let ask = json!({"out": place});
        let error = office
            .ask_telling(&meddler, PUBLISHER, "export_bundle", ask)
            .unwrap_err();
        assert_eq!(error.code, "target-in-the-way", "{error:?}");
        assert!(error.hint.is_some());
        assert_eq!(fs::read_to_string(notes).unwrap(), "Milk.");
        assert_eq!(names(&office.path("out")), ["bundle", "bundle.zip"]);
        let list = office.does("", "article_list", json!({"status": "approved"}));
        assert_eq!(
            list["items"].as_array().unwrap().len(),
            1,
            "nothing was released"
        );
    }
}

#[test]
fn a_bundle_that_vanishes_while_the_next_is_made_is_made_anew() {
    let (office, places) = grown();
    for place in &places {
        let gone = || {
            let _ = fs::remove_dir_all(place);
            let _ = fs::remove_file(place);
            true
        };
        let ask = json!({"out": place});
        let done = office.ask_telling(&Meddler::new(9, &gone), PUBLISHER, "export_bundle", ask);
        assert!(done.is_ok(), "{done:?}");
        let found = office.does("", "verify_bundle", json!({"path": place}));
        assert_eq!(found["faults"], json!([]));
        assert_eq!(names(&office.path("out")), ["bundle", "bundle.zip"]);
    }
}

#[test]
fn the_terminal_is_interrupted_without_leaving_anything_behind() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let over = Over::of("bundle");
    // The thread that listens gets its turn, however busy the machine is.
    let slowed = "openat:delay_enter=5000";
    let run = over
        .export(&["mkdir:signal=SIGINT:when=12", slowed])
        .unwrap();
    assert_eq!(run.refusal(), (1, "cancelled".into()));
    assert!(tree(&over.room.path("bundle")) == over.old && !over.is_released());
    leaves_nothing_behind(&over.room);
}

#[test]
fn a_backup_that_could_not_be_kept_is_not_there() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let office = Office::staffed();
    office.draft("Night buses to the harbour");
    let room = office.close();
    let listed = || room.json(CHIEF, &["library", "backups"])["items"].clone();
    let (mut refused, mut nth) = (0, 0);
    loop {
        nth += 1;
        let mut backup = Command::new("copydesk");
        let dest = format!("copy {nth}");
        backup.args(["--as", CHIEF, "library", "backup", &dest]);
        let fault = format!("fsync,fdatasync:error=EIO:when={nth}");
        let run = super::traced(&room, &fault, backup).unwrap();
        let there = room.path(&dest).exists();
        let known = listed().to_string().contains(&dest);
        assert_eq!(there, known, "{nth}: {}", run.err);
        if run.status == 0 {
            break assert!(there);
        }
        assert_eq!(told(&run).0, 5, "{nth}");
        refused += usize::from(!there);
        leaves_nothing_behind(&room);
    }
    assert!(refused > 2, "{refused} of {nth}");
}

#[test]
fn a_library_on_a_disk_without_any_room_says_that_it_is_full() {
    let office = Office::staffed();
    office.draft("Night buses to the harbour");
    let room = office.close();
    let small = room.path("small");
    let Some(_small) = SmallDisk::mount(&small, "4m") else {
        return println!("not checked: no small disk can be mounted here");
    };
    let library = small.join("library");
    fs::create_dir_all(library.join("assets")).unwrap();
    fs::copy(room.path("library/library.db"), library.join("library.db")).unwrap();
    // To the last byte.
    let filled = fs::write(small.join("fill"), vec![b'.'; 4 << 20]);
    assert!(filled.is_err());
    for act in [["article", "list"], ["library", "check"]] {
        let line = ["--json", "--library", library.to_str().unwrap()];
        let run = room.run(&[&line[..], &act[..]].concat());
        assert_eq!(told(&run), (5, "disk-full".into()), "{act:?}");
    }
    fs::remove_file(small.join("fill")).unwrap();
    let line = ["--library", library.to_str().unwrap(), "article", "list"];
    assert_eq!(room.run(&line).status, 0);
}
