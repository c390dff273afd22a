//! The cases, made by chance that is the same in every run.

use super::{Dice, answers, copied, master};
use crate::journal::exit::hand;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Mutex,
};
use tempfile::TempDir;

/// What came of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    /// An answer changed, or can't be read, and it was said.
    Found,
    /// No answer changed, and it was said all the same.
    Noticed,
    /// No answer changed.
    Harmless,
    /// An answer changed, and nothing was said.
    Missed,
}

/// Damages one file; says how.
fn damage(file: &Path, dice: &mut Dice) -> String {
    let mut bytes = fs::read(file).unwrap();
    let length = bytes.len() as u64;
    let (name, how) = (file.file_name().unwrap().to_string_lossy(), dice.below(20));
    let at = dice.below(length);
    let told = match how {
        0..=9 => {
            bytes[at as usize] ^= 1 << dice.below(8);
            format!("{name}: a bit of byte {at}")
        }
        // The first bytes say how all the others are read; they count for more.
        10..=11 => {
            let at = dice.below(length.min(100));
            bytes[at as usize] ^= 1 << dice.below(8);
            format!("{name}: a bit of byte {at}")
        }
        12..=17 => {
            let size = if how < 15 { 512 } else { 4096 };
            let from = at / size * size;
            let to = (from + size).min(length);
            bytes[from as usize..to as usize].fill(0);
            format!("{name}: zeros from {from} to {to}")
        }
        _ => {
            bytes.truncate(at as usize);
            format!("{name}: cut to {at}")
        }
    };
    fs::write(file, bytes).unwrap();
    told
}

/// The library of a case, damaged; what was done to it, and what it was before.
pub fn damaged(case: u64) -> (TempDir, String, &'static Path) {
    let master = master();
    let mut dice = Dice(case);
    let dir = TempDir::new().unwrap();
    let (from, file) = match case % 8 {
        0..=3 => (&master.closed, "library.db"),
        4 | 5 => (&master.killed, "library.db-wal"),
        6 => (&master.closed, "assets"),
        _ => (&master.backup, "library.db"),
    };
    copied(from, dir.path());
    let mut file = dir.path().join(file);
    if file.is_dir() {
        let all = fs::read_dir(&file).unwrap();
        let mut all: Vec<PathBuf> = all.map(|one| one.unwrap().path()).collect();
        all.sort();
        file = all.swap_remove(dice.below(all.len() as u64) as usize);
    }
    let told = damage(&file, &mut dice);
    (dir, told, from)
}

/// What opening or a check says; nothing where all is well.
pub fn said(library: &Path) -> Vec<String> {
    let desk = match desk::Desk::open(library) {
        Ok(desk) => desk,
        Err(error) => return vec![format!("{} {}", error.code, error.message)],
    };
    match desk::library::check(&desk, &hand(&desk::Quiet), desk::library::Check {}) {
        Ok(found) => {
            let faults = found.faults.into_iter();
            let told =
                |one: model::bundle::Fault| format!("{} {} {}", one.kind, one.path, one.detail);
            faults.map(told).collect()
        }
        Err(error) => vec![format!("{} {}", error.code, error.message)],
    }
}

/// Whether the program finds something; it must not panic.
fn found_in_terminal(library: &Path, told: &str) -> bool {
    let mut run = master().room.command(&["library", "check"]);
    run.env("COPYDESK_LIBRARY", library).stdin(Stdio::null());
    let run = run.output().unwrap();
    let err = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!err.contains("panicked"), "{told}: {err}");
    let status = run.status.code();
    assert!(
        matches!(status, Some(0 | 3 | 4)),
        "{told}: {status:?} {err}"
    );
    status != Some(0)
}

fn came(
    case: u64,
    whole: &HashMap<&Path, Vec<String>>,
) -> (Came, String, Vec<String>, BTreeSet<String>) {
    let (dir, told, from) = damaged(case);
    let (before, after) = (&whole[from], answers(dir.path()));
    let seen = catch_unwind(AssertUnwindSafe(|| {
        let copy = TempDir::new().unwrap();
        copied(dir.path(), copy.path());
        let said = said(dir.path());
        if case % 12 == 5 {
            let found = found_in_terminal(copy.path(), &told);
            assert_eq!(found, !said.is_empty(), "{told} {said:?}");
        }
        said
    }));
    let said = seen.unwrap_or_else(|_| panic!("case {case}: {told}: a panic"));
    let came = match (*before == after, said.is_empty()) {
        (true, true) => Came::Harmless,
        (true, false) => Came::Noticed,
        (false, false) => Came::Found,
        (false, true) => Came::Missed,
    };
    let tables = match came {
        Came::Missed => changed(before, &after),
        _ => BTreeSet::new(),
    };
    (came, told, said, tables)
}

/// The tables in which something changed.
fn changed(before: &[String], after: &[String]) -> BTreeSet<String> {
    let one: BTreeSet<&String> = before.iter().collect();
    let other: BTreeSet<&String> = after.iter().collect();
    let table = |line: &&String| -> String {
        let table = line.strip_prefix("INSERT INTO ").unwrap_or(line);
        table
            .split([' ', '('])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    one.symmetric_difference(&other).map(table).collect()
}

#[test]
fn damage_that_changes_an_answer_is_found_and_named() {
    let cases = std::env::var("COPYDESK_DAMAGE").map_or(120, |cases| cases.parse().unwrap());
    let master = master();
    let whole: HashMap<&Path, Vec<String>> = [&master.closed, &master.killed, &master.backup]
        .map(|library| (library.as_path(), answers(library)))
        .into();
    let all = Mutex::new((BTreeMap::new(), BTreeMap::<String, u64>::new(), vec![]));
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (all, whole) = (&all, &whole);
            scope.spawn(move || {
                for case in (part..cases).step_by(2) {
                    let (came, told, said, tables) = came(case, whole);
                    let mut all = all.lock().unwrap();
                    *all.0.entry(came).or_insert(0_u64) += 1;
                    let code = said.first().and_then(|one| one.split(' ').next());
                    if let Some(code) = code {
                        *all.1.entry(code.to_owned()).or_default() += 1;
                    }
                    if came == Came::Missed {
                        all.2.push(format!("case {case}: {told}: {tables:?}"));
                    }
                    println!(
                        "case {case}: {told}: {came:?} {tables:?} {:?}",
                        said.first()
                    );
                }
            });
        }
    });
    let (counts, codes, missed) = all.into_inner().unwrap();
    println!("{cases} cases: {counts:?}; said {codes:?}");
    assert_eq!(missed, Vec::<String>::new());
    let found = counts.get(&Came::Found).copied().unwrap_or(0);
    assert!(found > cases / 4, "{counts:?}");
}
