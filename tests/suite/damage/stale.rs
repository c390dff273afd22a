//! What SQLite's own check does not see: pages of an earlier time, and rows of an index that are not there or too many.

use super::{
    asked,
    cases::said,
    copied, master,
    repaired::{changed, copy, run},
};
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

/// The page at which an index begins.
fn root(file: &Path, index: &str) -> usize {
    let ask = format!("SELECT rootpage FROM sqlite_schema WHERE name = '{index}'");
    asked(file, &ask).trim().parse().unwrap()
}

fn page(file: &Path, number: usize) -> Vec<u8> {
    fs::read(file).unwrap()[(number - 1) * 4096..number * 4096].to_vec()
}

fn put(file: &Path, number: usize, page: &[u8]) {
    changed(file, |bytes| {
        bytes[(number - 1) * 4096..number * 4096].copy_from_slice(page);
    });
}

/// A new article with this text.
fn article(library: &Path, body: &str) -> String {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("body.md");
    fs::write(&file, body).unwrap();
    let file = file.to_str().unwrap();
    let (status, made) = run(
        library,
        &["article", "new", "--title", "Ebb", "--file", file],
    );
    assert_eq!(status, 0, "{made}");
    made["id"].as_str().unwrap().to_owned()
}

fn is_mended(library: &Path) {
    let (status, done) = run(library, &["library", "repair"]);
    assert_eq!(status, 0, "{done}");
    assert_eq!(said(library), Vec::<String>::new());
}

#[test]
fn an_index_of_some_rows_that_holds_what_it_held_before_is_found() {
    let dir = copy();
    let file = dir.path().join("library.db");
    let id = article(dir.path(), "The water is low.");
    let done = |args: &[&str]| {
        let (status, told) = run(dir.path(), args);
        assert_eq!(status, 0, "{told}");
    };
    done(&["article", "submit", &id]);
    let number = root(&file, "j_article_queue");
    let before = page(&file, number);
    done(&["article", "recall", &id]);
    assert_eq!(said(dir.path()), Vec::<String>::new());
    put(&file, number, &before);
    let found = said(dir.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("j_article_queue"), "{found:?}");
    is_mended(dir.path());
}

#[test]
fn a_page_of_another_sort_in_the_place_of_an_index_is_a_fault_among_others() {
    let dir = TempDir::new().unwrap();
    copied(&master().closed, dir.path());
    let file = dir.path().join("library.db");
    let leaf = asked(
        &file,
        "SELECT pageno FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf' LIMIT 1",
    );
    let leaf = page(&file, leaf.trim().parse().unwrap());
    put(&file, root(&file, "j_article_source"), &leaf);
    let found = said(dir.path());
    assert!(
        found.iter().any(|one| one.starts_with("file library.db")),
        "{found:?}"
    );
    is_mended(dir.path());
}

#[test]
fn words_to_which_the_search_is_not_led_any_more_are_found() {
    let dir = copy();
    let file = dir.path().join("library.db");
    // So many that they take several pages of the index.
    let words: Vec<String> = (0..6000)
        .map(|nth| format!("tide{}x", nth * 7919))
        .collect();
    article(dir.path(), &words.join(" "));
    assert_eq!(said(dir.path()), Vec::<String>::new());
    let gone = "DELETE FROM d_search_idx WHERE segid =
        (SELECT segid FROM d_search_idx GROUP BY segid ORDER BY count(*) DESC LIMIT 1);
        PRAGMA wal_checkpoint(TRUNCATE)";
    asked(&file, gone);
    let found = said(dir.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("search d_search"), "{found:?}");
    is_mended(dir.path());
}

#[test]
fn a_pipe_or_a_folder_in_the_place_of_the_log_keeps_nobody_waiting() {
    for (name, maker) in [
        ("library.db-wal", "mkfifo"),
        ("library.db-wal", "mkdir"),
        ("library.db-shm", "mkfifo"),
    ] {
        let dir = copy();
        let place = dir.path().join(name);
        assert!(Command::new(maker).arg(&place).status().unwrap().success());
        for asked in [["library", "check"], ["library", "repair"]] {
            let (status, told) = run(dir.path(), &asked);
            let error = &told["error"];
            assert_eq!(
                (status, &error["code"]),
                (3, &"not-readable".into()),
                "{told}"
            );
            assert!(error["hint"].is_string(), "{told}");
        }
        fs::remove_file(&place)
            .or_else(|_| fs::remove_dir(&place))
            .unwrap();
        assert_eq!(said(dir.path()), Vec::<String>::new());
    }
}

#[test]
fn a_journal_that_an_earlier_page_leads_into_gets_its_end_back_by_a_repair() {
    let dir = copy();
    let file = dir.path().join("library.db");
    let number = root(&file, "journal");
    let before = page(&file, number);
    for nth in 0..15 {
        article(dir.path(), &format!("Tide {nth} comes in."));
    }
    let entries = || asked(&file, "SELECT seq, hash FROM journal NOT INDEXED");
    let whole = entries();
    put(&file, number, &before);
    assert!(entries().len() < whole.len());
    assert!(!said(dir.path()).is_empty());
    let done = desk::library::make_again(dir.path()).unwrap();
    assert!(done.lost.is_empty(), "{:?}", done.lost);
    assert_eq!(entries(), whole);
    assert_eq!(said(dir.path()), Vec::<String>::new());
}

#[test]
fn a_page_of_another_table_in_the_journal_keeps_no_repair_from_its_end() {
    for other in ["d_search_data", "blob", "j_comment", "d_found"] {
        let dir = copy();
        let file = dir.path().join("library.db");
        let leaf = |ask: &str| -> usize {
            let ask =
                format!("SELECT pageno FROM dbstat WHERE pagetype = 'leaf' AND {ask} LIMIT 1");
            asked(&file, &ask).trim().parse().unwrap()
        };
        let entries = || asked(&file, "SELECT seq, hash FROM journal NOT INDEXED");
        let before = entries();
        let newest = before.lines().last().unwrap();
        let page = page(&file, leaf(&format!("name = '{other}' ORDER BY path DESC")));
        put(&file, leaf("name = 'journal' ORDER BY path"), &page);
        assert!(!said(dir.path()).is_empty(), "{other}");
        let done = desk::library::make_again(dir.path()).unwrap();
        assert!(done.lost.len() < 100, "{other}: {}", done.lost.len());
        assert_eq!(entries().lines().last(), Some(newest), "{other}");
    }
}

#[test]
fn a_step_that_the_index_places_after_the_end_is_no_entry_that_was_lost() {
    let dir = copy();
    let file = dir.path().join("library.db");
    let index = root(&file, "journal_op");
    let last: u64 = asked(&file, "SELECT max(seq) FROM journal")
        .trim()
        .parse()
        .unwrap();
    // The newest entry's place, in its row of the index, becomes the one after it.
    let leaf = asked(
        &file,
        "SELECT pageno FROM dbstat WHERE name = 'journal_op' AND pagetype = 'leaf' ORDER BY path DESC LIMIT 1",
    );
    let leaf: usize = leaf.trim().parse().unwrap_or(index);
    let mut bytes = page(&file, leaf);
    let op = asked(&file, "SELECT op FROM journal ORDER BY seq DESC LIMIT 1");
    let place = u16::try_from(last).unwrap().to_be_bytes();
    let place = &place[usize::from(last < 128)..];
    let row = [op.trim().as_bytes(), place].concat();
    let at = bytes.windows(row.len()).position(|window| window == row);
    bytes[at.unwrap() + row.len() - 1] += 1;
    put(&file, leaf, &bytes);
    let done = desk::library::make_again(dir.path()).unwrap();
    assert!(done.lost.is_empty(), "{:?}", done.lost);
    assert_eq!(said(dir.path()), Vec::<String>::new());
}

#[test]
fn an_id_that_is_none_by_now_and_a_table_that_is_gone_are_damage_that_a_repair_mends() {
    for change in [
        "UPDATE j_person SET id = 'zz' WHERE name = (SELECT min(name) FROM j_person)",
        "UPDATE j_person SET id = id || 'z'",
        "UPDATE j_key SET renewed_by = 'zz'",
        "UPDATE j_article SET head = 'zz'",
        "DROP TABLE j_person",
        "DROP TABLE j_comment",
    ] {
        let dir = copy();
        let library = dir.path();
        asked(&library.join("library.db"), change);
        let (status, told) = run(library, &["article", "list"]);
        assert!([0, 4].contains(&status), "{change}: {told}");
        let (status, told) = run(library, &["library", "check"]);
        assert_eq!(status, 4, "{change}: {told}");
        is_mended(library);
    }
}

/// What stays in a library alone, row by row.
fn local(library: &Path) -> Vec<String> {
    let dump = asked(&library.join("library.db"), ".dump");
    let rows = dump
        .lines()
        .filter(|line| line.starts_with("INSERT INTO l_"));
    rows.map(str::to_owned).collect()
}

#[test]
fn a_version_that_is_damaged_is_said_and_a_repair_loses_nothing_by_it() {
    use std::os::unix::fs::PermissionsExt;
    let before = local(&master().closed);
    assert!(before.len() > 20, "{}", before.len());
    // An older one, a newer one, one that is far from any, and less than none.
    for bit in [3, 2, 17, 31] {
        let dir = copy();
        changed(&dir.path().join("library.db"), |bytes| {
            bytes[63 - bit / 8] ^= 1 << (bit % 8);
        });
        let (status, told) = run(dir.path(), &["library", "check"]);
        let hint = told["error"]["hint"].as_str().unwrap_or_default();
        assert!(status == 3 || status == 4, "{bit}: {told}");
        assert!(hint.contains("library repair"), "{bit}: {told}");
        // Whoever may read the library: what a repair leaves beside it is its owner's.
        let open = bit == 17;
        if open {
            let all = fs::Permissions::from_mode(0o644);
            fs::set_permissions(dir.path().join("library.db"), all).unwrap();
        }
        let (status, done) = run(dir.path(), &["library", "repair"]);
        assert_eq!(
            (status, &done["lost"]),
            (0, &serde_json::json!([])),
            "{bit}: {done}"
        );
        assert_eq!(said(dir.path()), Vec::<String>::new(), "{bit}");
        assert_eq!(local(dir.path()), before, "{bit}");
        for name in ["library.db.before-repair", "library.db"] {
            if open && name == "library.db" {
                continue;
            }
            let mode = fs::metadata(dir.path().join(name)).unwrap().permissions();
            assert_eq!(mode.mode() & 0o077, 0, "{name}");
        }
    }
}

#[test]
fn a_check_needs_nobody_whose_name_can_be_read() {
    let dir = copy();
    let file = dir.path().join("library.db");
    asked(
        &file,
        "UPDATE j_person SET name = 'Edda Cheif' WHERE name = 'Edda Chief'",
    );
    let (status, told) = run(dir.path(), &["library", "check"]);
    assert_eq!((status, &told["ok"]), (4, &false.into()), "{told}");
    let (status, told) = run(dir.path(), &["article", "list"]);
    assert_eq!(
        (status, &told["error"]["code"]),
        (2, &"no-such-person".into())
    );
}

#[test]
fn by_what_the_search_puts_in_order_what_it_finds_is_found_where_it_is_another() {
    for change in [
        "UPDATE d_search_config SET v = 'nosuch()' WHERE k = 'rank'",
        "DELETE FROM d_search_config WHERE k = 'rank'",
        "UPDATE d_search_docsize SET sz = x'000001' WHERE id = (SELECT max(id) FROM d_search_docsize)",
        "INSERT INTO d_search_docsize (id, sz, origin) SELECT max(id) + 1, x'010101', 1 FROM d_search_docsize",
    ] {
        let dir = copy();
        asked(
            &dir.path().join("library.db"),
            &format!("{change}; PRAGMA wal_checkpoint(TRUNCATE)"),
        );
        let found = said(dir.path());
        assert!(
            found.iter().any(|one| one.starts_with("search d_search")),
            "{change}: {found:?}"
        );
        is_mended(dir.path());
    }
}

#[test]
fn who_can_not_be_read_any_more_and_what_is_no_picture_are_faults_among_others() {
    let dir = copy();
    asked(
        &dir.path().join("library.db"),
        "UPDATE j_person SET roles = '[\"writfr\"]' WHERE rowid = 1; PRAGMA wal_checkpoint(TRUNCATE)",
    );
    let of_nothing = model::Hash::of(b"nothing").to_string();
    let pictures = dir.path().join("assets");
    let picture = fs::read_dir(&pictures).unwrap().next().unwrap().unwrap();
    fs::remove_file(picture.path()).unwrap();
    fs::create_dir(picture.path()).unwrap();
    std::os::unix::fs::symlink("/dev/zero", pictures.join(of_nothing)).unwrap();
    let (status, told) = run(dir.path(), &["library", "check"]);
    assert_eq!(status, 4, "{told}");
    let found = told["faults"].to_string();
    assert!(
        found.contains("j_person") && found.matches("assets/").count() == 2,
        "{told}"
    );
}

#[test]
fn an_entry_of_a_newer_program_is_lost_by_no_repair() {
    for (version, kind) in [
        ("SELECT 1", None),
        ("SELECT 1", Some("quite-new")),
        ("PRAGMA user_version = 99", None),
    ] {
        let dir = copy();
        let file = dir.path().join("library.db");
        let last = "SELECT CAST(bytes AS TEXT) FROM journal ORDER BY seq DESC LIMIT 1";
        let entry = asked(&file, last).trim().to_owned();
        let at = entry.rfind("\"version\":").unwrap() + "\"version\":".len();
        let end = at + entry[at..].find([',', '}']).unwrap();
        let mut newer = format!("{}999{}", &entry[..at], &entry[end..]);
        // It may be of a kind that this program has not.
        if let Some(kind) = kind {
            let at = newer.find("\"kind\":\"").unwrap() + "\"kind\":\"".len();
            let end = at + newer[at..].find('"').unwrap();
            newer.replace_range(at..end, kind);
        }
        let hash = model::Hash::of(newer.as_bytes());
        let hex: String = newer.bytes().map(|byte| format!("{byte:02x}")).collect();
        asked(
            &file,
            &format!(
                "UPDATE journal SET bytes = x'{hex}', hash = '{hash}' WHERE seq = (SELECT max(seq) FROM journal);
                 {version}; PRAGMA wal_checkpoint(TRUNCATE)"
            ),
        );
        let before = model::Hash::of(&fs::read(&file).unwrap());
        let (status, told) = run(dir.path(), &["library", "repair"]);
        assert_eq!(
            (status, &told["error"]["code"]),
            (3, &"newer-journal".into()),
            "{told}"
        );
        assert_eq!(asked(&file, last).trim(), newer, "{version}");
        if version.ends_with("99") {
            assert_eq!(model::Hash::of(&fs::read(&file).unwrap()), before);
        }
    }
}
