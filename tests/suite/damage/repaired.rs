//! What a repair makes of it.

use super::{
    answers, asked,
    cases::{damaged, said},
    copied, master,
};
use std::{collections::BTreeSet, fs, ops::RangeInclusive, path::Path};
use store::{Store, journal};
use tempfile::TempDir;

/// The rows that are worth keeping, of what a library answers.
fn kept(answers: &[String], also: &str) -> BTreeSet<String> {
    let ours = ["INSERT INTO journal ", "INSERT INTO blob ", also];
    answers
        .iter()
        .filter(|line| ours.iter().any(|one| line.starts_with(one)))
        .cloned()
        .collect()
}

/// Repairs what a case damaged.
fn repaired(case: u64) {
    let (dir, told, from) = damaged(case);
    mended(dir.path(), from, &format!("case {case}: {told}"));
}

/// Repairs a damaged library: nothing that could be read before is gone after.
fn mended(library: &Path, from: &Path, told: &str) {
    let (whole, before) = (answers(from), answers(library));
    let file = fs::read(library.join("library.db")).unwrap();
    let damaged = said(&{
        let copy = TempDir::new().unwrap();
        copied(library, copy.path());
        copy.keep()
    });
    let done = match desk::library::make_again(library) {
        Ok(done) => done,
        Err(error) => {
            assert!(!error.message.is_empty(), "{told}");
            let now = fs::read(library.join("library.db")).unwrap();
            assert!(now == file, "{told}: {error:?}: refused, and changed");
            return;
        }
    };
    let after = answers(library);
    assert!(library.join(journal::BEFORE).is_file(), "{told}");
    drop(Store::open(library).unwrap());
    let right = kept(&whole, "INSERT INTO j_");
    let readable: BTreeSet<String> = kept(&before, "-").intersection(&right).cloned().collect();
    let now = kept(&after, "INSERT INTO j_");
    let gone: Vec<&String> = readable.difference(&now).collect();
    assert!(
        gone.is_empty(),
        "{told}: {done:?}: {gone:?} from {damaged:?}"
    );
    if done.lost.is_empty() {
        assert_eq!(said(library), Vec::<String>::new(), "{told}");
        let other: Vec<&String> = now
            .symmetric_difference(&right)
            .filter(|line| !line.starts_with("INSERT INTO blob "))
            .collect();
        assert!(
            other.is_empty(),
            "{told}: {done:?}: {other:?} from {damaged:?}"
        );
    }
    // Whatever is lost: what is left can be read.
    for list in ["article", "comment", "asset"] {
        let (status, said) = run(library, &[list, "list"]);
        assert_eq!(status, 0, "{told}: {list}: {said}");
    }
}

#[test]
fn a_repair_keeps_everything_that_could_be_read() {
    let cases: u64 = std::env::var("COPYDESK_DAMAGE").map_or(120, |cases| cases.parse().unwrap());
    for case in (0..cases).step_by(5) {
        repaired(case);
    }
}

/// Whichever page of the texts is gone: those on both sides of it are kept, whether the journal names them or not.
#[test]
fn a_repair_keeps_the_texts_on_both_sides_of_a_page_that_is_gone() {
    let from = &master().closed;
    let leaves = asked(
        &from.join("library.db"),
        "SELECT pageno FROM dbstat WHERE name = 'blob' AND pagetype = 'leaf' ORDER BY path",
    );
    let leaves: Vec<usize> = leaves.lines().map(|page| page.parse().unwrap()).collect();
    assert!(leaves.len() > 8, "{leaves:?}");
    for page in leaves.iter().step_by(leaves.len() / 8) {
        let dir = copy();
        changed(&dir.path().join("library.db"), |bytes| {
            bytes[(page - 1) * 4096..page * 4096].fill(0);
        });
        mended(dir.path(), from, &format!("page {page}"));
    }
}

/// Where the end of the journal is gone, whatever stood there is told, though nothing after it names it.
#[test]
fn a_repair_tells_of_each_entry_at_the_end_of_the_journal_that_is_gone() {
    let from = &master().closed.join("library.db");
    let (page, entries) = end(from);
    // As a file that SQLite opens, and as one whose first page is gone too.
    for also in [false, true] {
        let dir = copy();
        zeroed(dir.path(), page, also);
        let done = desk::library::make_again(dir.path()).unwrap();
        let paths: Vec<&str> = done.lost.iter().map(|lost| lost.path.as_str()).collect();
        let gone: Vec<String> = entries
            .clone()
            .map(|seq| format!("journal/{seq}"))
            .collect();
        assert_eq!(paths, gone, "{:?}", done.lost);
        assert_eq!(done.entries, entries.clone().count() as i64);
        // A backup that has them, and is known of, gives them back.
        let dir = copy();
        let elsewhere = TempDir::new().unwrap();
        let place = elsewhere.path().join("kept");
        let (status, said) = run(dir.path(), &["library", "backup", place.to_str().unwrap()]);
        assert_eq!(status, 0, "{said}");
        let file = dir.path().join("library.db");
        asked(&file, "PRAGMA wal_checkpoint(TRUNCATE)");
        let whole = kept(&answers(dir.path()), "INSERT INTO j_");
        let (page, entries) = end(&file);
        zeroed(dir.path(), page, also);
        let other = TempDir::new().unwrap();
        copied(dir.path(), other.path());
        let done = desk::library::make_again(dir.path()).unwrap();
        assert_eq!(done.lost, [], "{:?}", done.lost);
        assert!(
            done.mended.len() >= entries.clone().count(),
            "{:?}",
            done.mended
        );
        assert_eq!(kept(&answers(dir.path()), "INSERT INTO j_"), whole);
        // One letter of the last is another one in the backup: it can be read, and is not taken.
        let last = *entries.end();
        let change = format!(
            "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"at\":\"2', '\"at\":\"1') AS BLOB) WHERE seq = {last};
             PRAGMA wal_checkpoint(TRUNCATE); SELECT instr(CAST(bytes AS TEXT), '\"at\":\"1') > 0 FROM journal WHERE seq = {last}"
        );
        let now = asked(&place.join("library.db"), &change);
        assert_eq!(now.lines().last(), Some("1"), "{now}");
        let done = desk::library::make_again(other.path()).unwrap();
        let paths: Vec<&str> = done.lost.iter().map(|lost| lost.path.as_str()).collect();
        assert_eq!(paths, [format!("journal/{last}")]);
    }
}

/// The last page of the journal, and which entries stand there.
fn end(file: &Path) -> (usize, RangeInclusive<i64>) {
    let leaves = "SELECT pageno, ncell FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf' ORDER BY path DESC LIMIT 1";
    let leaf = asked(file, leaves);
    let (page, rows) = leaf.trim().split_once('|').unwrap();
    let all: i64 = asked(file, "SELECT max(seq) FROM journal")
        .trim()
        .parse()
        .unwrap();
    (
        page.parse().unwrap(),
        all - rows.parse::<i64>().unwrap() + 1..=all,
    )
}

/// A page of the library's file is gone, and maybe the head of the file.
fn zeroed(library: &Path, page: usize, head_too: bool) {
    changed(&library.join("library.db"), |bytes| {
        bytes[(page - 1) * 4096..page * 4096].fill(0);
        if head_too {
            bytes[..16].fill(0);
        }
    });
}

/// What the file says of a table is bytes and no text: SQLite takes it all the same, and others don’t see the table.
#[test]
fn a_table_of_which_bytes_are_said_and_no_text_is_found_and_a_repair_says_it_again() {
    for column in ["type", "name", "tbl_name", "sql"] {
        let dir = copy();
        let change = format!(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET {column} = CAST({column} AS BLOB) WHERE name = 'j_attested';
             PRAGMA wal_checkpoint(TRUNCATE); SELECT typeof({column}) FROM sqlite_schema WHERE CAST(name AS TEXT) = 'j_attested'"
        );
        let now = asked(&dir.path().join("library.db"), &change);
        assert!(now.contains("blob"), "{now}");
        assert_ne!(said(dir.path()), Vec::<String>::new(), "{column}");
        let done = desk::library::make_again(dir.path()).unwrap();
        assert_eq!(done.lost, [], "{column}");
        assert_eq!(said(dir.path()), Vec::<String>::new(), "{column}");
    }
}

/// Changes the bytes of a file.
pub fn changed(file: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).unwrap();
    change(&mut bytes);
    fs::write(file, bytes).unwrap();
}

/// A copy of the library, in a folder that the program works in.
pub fn copy() -> TempDir {
    let dir = TempDir::new().unwrap();
    copied(&master().closed, dir.path());
    dir
}

/// Where a text stands in a file, the `nth` time.
fn place(bytes: &[u8], text: &[u8], nth: usize) -> usize {
    let mut found = bytes
        .windows(text.len())
        .enumerate()
        .filter(|(_, one)| *one == text);
    found.nth(nth).unwrap().0
}

/// What the program does with a library, as the chief.
pub fn run(library: &Path, args: &[&str]) -> (i32, serde_json::Value) {
    let all = [&["--json", "--as", "Edda Chief"], args].concat();
    let mut command = master().room.command(&all);
    let out = command.env("COPYDESK_LIBRARY", library).output().unwrap();
    let (said, err) = (
        String::from_utf8(out.stdout).unwrap(),
        String::from_utf8(out.stderr).unwrap(),
    );
    assert!(!err.contains("panicked"), "{err}");
    let text = if said.is_empty() { err } else { said };
    let value = serde_json::from_str(&text).unwrap_or_else(|cause| panic!("{cause}: {text}"));
    (out.status.code().unwrap(), value)
}

/// The library forgets where its backups are.
fn without_backups(library: &Path) {
    let open = Store::open(library).unwrap();
    open.local(|db| {
        for backup in store::library::backups(db)? {
            store::library::drop_backup(db, &backup.path)?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn one_turned_bit_of_an_entry_or_a_text_is_turned_back() {
    let dir = copy();
    without_backups(dir.path());
    let file = dir.path().join("library.db");
    let before = answers(dir.path());
    changed(&file, |bytes| {
        let at = place(bytes, b"\"article-made\"", 1);
        bytes[at + 3] ^= 4;
    });
    let found = said(dir.path());
    assert!(
        found.iter().any(|one| one.starts_with("journal journal/")),
        "{found:?}"
    );
    let (status, done) = run(dir.path(), &["library", "repair"]);
    assert_eq!(
        (status, &done["lost"]),
        (0, &serde_json::json!([])),
        "{done}"
    );
    assert_eq!(done["mended"].as_array().unwrap().len(), 1, "{done}");
    let words = done["words"].as_str().unwrap();
    assert!(words.contains("1 that was damaged is whole"), "{words}");
    assert_eq!(said(dir.path()), Vec::<String>::new());
    let ours = |all: &[String]| kept(all, "INSERT INTO j_");
    assert!(ours(&answers(dir.path())) == ours(&before));
}

#[test]
fn what_is_before_and_after_a_lost_entry_is_saved_and_the_loss_is_told() {
    let dir = copy();
    without_backups(dir.path());
    let file = dir.path().join("library.db");
    let count = "SELECT count(*) FROM journal WHERE bytes <> x''";
    let entries: i64 = asked(&file, count).trim().parse().unwrap();
    changed(&file, |bytes| {
        let at = place(bytes, b"\"note-made\"", 0);
        bytes[at..at + 40].fill(0);
    });
    let (status, done) = run(dir.path(), &["library", "repair"]);
    assert_eq!(status, 0, "{done}");
    let path = done["lost"][0]["path"].as_str().unwrap();
    assert!(path.starts_with("journal/"), "{done}");
    let left: i64 = asked(&file, count).trim().parse().unwrap();
    assert_eq!(left, entries - 1, "{done}");
    // It goes on being told, and what was not lost is worked with.
    let (status, check) = run(dir.path(), &["library", "check"]);
    assert_eq!(
        (status, check["faults"][0]["path"].as_str()),
        (4, Some(path)),
        "{check}"
    );
    let (status, made) = run(dir.path(), &["article", "new", "--title", "A ferry again"]);
    assert_eq!(status, 0, "{made}");
    assert_eq!(run(dir.path(), &["activity"]).0, 0);
    assert_eq!(run(dir.path(), &["undo"]).0, 0);
    // A second repair loses nothing more.
    let grown: i64 = asked(&file, count).trim().parse().unwrap();
    assert!(grown > left);
    let again = journal::make_again(dir.path()).unwrap();
    assert_eq!(again.entries, 1, "{again:?}");
    let now: i64 = asked(&file, count).trim().parse().unwrap();
    assert_eq!(now, grown);
}

#[test]
fn a_backup_that_is_known_of_gives_back_entries_texts_and_pictures() {
    let dir = copy();
    let file = dir.path().join("library.db");
    let before = answers(dir.path());
    let assets = dir.path().join("assets");
    let picture = fs::read_dir(&assets)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::write(&picture, "no picture").unwrap();
    changed(&file, |bytes| {
        let at = place(bytes, b"\"note-made\"", 0);
        bytes[at..at + 40].fill(0);
    });
    let found = said(dir.path());
    let named = |kind: &str| found.iter().any(|one| one.starts_with(kind));
    assert!(
        named("journal journal/") && named("asset assets/"),
        "{found:?}"
    );
    let done = journal::make_again(dir.path()).unwrap();
    assert!(done.lost.is_empty() && done.mended.len() >= 2, "{done:?}");
    assert_eq!(said(dir.path()), Vec::<String>::new());
    let ours = |all: &[String]| kept(all, "INSERT INTO j_");
    assert!(ours(&answers(dir.path())) == ours(&before));
}

#[test]
fn a_library_whose_first_pages_are_gone_is_made_again_by_whoever_has_it() {
    for (from, to) in [
        (0, 100),
        (0, 512),
        (0, 4096),
        (16, 24),
        (68, 72),
        (4096, 16_384),
    ] {
        let dir = copy();
        let file = dir.path().join("library.db");
        let damaged = {
            changed(&file, |bytes| bytes[from..to].fill(0));
            fs::read(&file).unwrap()
        };
        assert!(!said(dir.path()).is_empty(), "{from} to {to}");
        let (status, done) = run(dir.path(), &["library", "repair"]);
        assert_eq!(status, 0, "{from} to {to}: {done}");
        if from < 100 {
            let kept = fs::read(dir.path().join(journal::BEFORE)).unwrap();
            assert!(kept == damaged, "{from} to {to}");
        }
        let right = kept(&answers(&master().closed), "-");
        let journal = |all: &BTreeSet<String>| -> BTreeSet<String> {
            let ours = |line: &&String| line.starts_with("INSERT INTO journal ");
            all.iter().filter(ours).cloned().collect()
        };
        let now = kept(&answers(dir.path()), "-");
        assert!(journal(&now) == journal(&right), "{from} to {to}: {done}");
        assert_eq!(run(dir.path(), &["article", "list"]).0, 0);
    }
}

#[test]
fn what_a_repair_kept_is_left_by_the_next_one() {
    let dir = copy();
    let mut kept: Vec<(std::path::PathBuf, Vec<u8>)> = vec![];
    for name in [
        "library.db.before-repair",
        "library.db.before-repair-2",
        "library.db.before-repair-3",
    ] {
        let (status, done) = run(dir.path(), &["library", "repair"]);
        assert_eq!(status, 0, "{done}");
        assert!(done["words"].as_str().unwrap().ends_with(name), "{done}");
        for (file, bytes) in &kept {
            assert!(fs::read(file).unwrap() == *bytes, "{}", file.display());
        }
        let file = dir.path().join(name);
        kept.push((file.clone(), fs::read(file).unwrap()));
    }
    // All of them hold what is erased later.
    assert_eq!(store::library::forget_repair(dir.path()), Ok(true));
    assert_eq!(journal::left(dir.path()), Ok(vec![]));
}

#[test]
fn a_file_that_is_gone_or_empty_beside_its_pictures_is_called_lost_and_nothing_is_made_over_it() {
    let dir = copy();
    let file = dir.path().join("library.db");
    fs::create_dir_all(dir.path().join("assets")).unwrap();
    fs::write(dir.path().join("assets").join("a picture"), "of the quay").unwrap();
    let there = names(dir.path());
    let emptied = || fs::write(&file, "").unwrap();
    let removed = || fs::remove_file(&file).unwrap();
    for lose in [&emptied as &dyn Fn(), &removed] {
        lose();
        for act in [
            &["library", "check"][..],
            &["library", "repair"],
            &["init", dir.path().to_str().unwrap(), "--sample"],
        ] {
            let (status, said) = run(dir.path(), act);
            assert_eq!(
                (status, said["error"]["code"].as_str()),
                (4, Some("damaged")),
                "{act:?}: {said}"
            );
            let hint = said["error"]["hint"].as_str().unwrap();
            assert!(hint.contains("library restore"), "{act:?}: {hint}");
        }
    }
    assert_eq!(names(dir.path()).len() + 1, there.len());
}

#[test]
fn what_is_no_library_is_not_repaired_and_stays_as_it_is() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("library.db");
    for bytes in [
        vec![],
        b"Soup: leeks, water. ".repeat(2000),
        vec![0; 20_000],
    ] {
        fs::write(&file, &bytes).unwrap();
        let (status, said) = run(dir.path(), &["library", "repair"]);
        assert_eq!(
            (status, said["error"]["code"].as_str()),
            (3, Some("no-library")),
            "{said}"
        );
        assert!(fs::read(&file).unwrap() == bytes);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_damaged_log_is_refused_before_what_stands_in_it_is_dropped_and_taken_in_by_a_repair() {
    let whole = master();
    let all = answers(&whole.killed);
    let log = fs::read(whole.killed.join("library.db-wal")).unwrap();
    let frames: Vec<&[u8]> = log[32..]
        .chunks(24 + 4096)
        .map(|frame| &frame[..4])
        .collect();
    // One whose page stands in the log once more, after it.
    let again = (1..frames.len()).find(|nth| frames[nth + 1..].contains(&frames[*nth]));
    for at in [32 + again.unwrap() * (24 + 4096) + 24 + 100, 32 + 8, 24] {
        let dir = TempDir::new().unwrap();
        copied(&whole.killed, dir.path());
        let log = dir.path().join("library.db-wal");
        changed(&log, |bytes| bytes[at] ^= 1);
        let damaged = fs::read(&log).unwrap();
        let (status, said) = run(dir.path(), &["library", "check"]);
        assert_eq!(
            (status, said["error"]["code"].as_str()),
            (4, Some("damaged-log")),
            "{at}: {said}"
        );
        assert!(fs::read(&log).unwrap() == damaged, "{at}");
        let (status, done) = run(dir.path(), &["library", "repair"]);
        assert_eq!(
            (status, &done["lost"]),
            (0, &serde_json::json!([])),
            "{at}: {done}"
        );
        let kept = fs::read(dir.path().join("library.db.before-repair-wal")).unwrap();
        assert!(kept == damaged, "{at}");
        let ours = |all: &[String]| super::repaired::kept(all, "INSERT INTO j_");
        assert!(ours(&answers(dir.path())) == ours(&all), "{at}");
    }
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = all
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn where_a_table_that_no_journal_knows_of_can_not_be_found_nothing_is_repaired() {
    for table in [
        "l_secret",
        "l_sealed",
        "l_commenter",
        "l_draft",
        "l_suggesting",
        "l_backup",
    ] {
        let dir = copy();
        let file = dir.path().join("library.db");
        let made = format!("CREATE TABLE {table} (");
        changed(&file, |bytes| {
            // The pages in which the file says where this table begins.
            let pages: BTreeSet<usize> = bytes
                .windows(made.len())
                .enumerate()
                .filter(|(_, one)| *one == made.as_bytes())
                .map(|(at, _)| at / 4096)
                .collect();
            assert!(!pages.is_empty(), "{table}");
            for page in pages {
                bytes[page * 4096..][..4096].fill(0);
            }
        });
        let (damaged, there) = (fs::read(&file).unwrap(), names(dir.path()));
        assert!(!said(dir.path()).is_empty(), "{table}");
        let (status, said) = run(dir.path(), &["library", "repair"]);
        assert_eq!(
            (status, said["error"]["code"].as_str()),
            (4, Some("damaged")),
            "{table}: {said}"
        );
        let message = said["error"]["message"].as_str().unwrap();
        assert!(
            message.contains(table) && message.contains("nothing was changed"),
            "{message}"
        );
        assert!(
            said["error"]["hint"].as_str().unwrap().contains("backup"),
            "{said}"
        );
        // Whoever restores a backup, or asks for help, has all that there was.
        assert!(fs::read(&file).unwrap() == damaged, "{table}");
        assert_eq!(names(dir.path()), there, "{table}");
    }
}
