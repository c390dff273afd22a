//! Flipped bits, zeroed sectors and pages, cut tails: in the database, its log, the pictures and a backup. Where an answer
//! changes, it is found and named; a repair saves what can be read and makes nothing worse.

mod alone;
mod cases;
mod repaired;
mod stale;

use crate::journal::exit::full;
use crate::newsroom::Newsroom;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};
use store::Store;
use tempfile::TempDir;

/// A library as a program leaves it that was killed: the database, the log beside it, the index of that.
const KILLED: [&str; 3] = ["library.db", "library.db-wal", "library.db-shm"];

/// What is damaged, and what it says when it is whole.
struct Master {
    /// Gone with it is everything below.
    room: Newsroom,
    /// Closed, with a backup that it knows of.
    closed: PathBuf,
    /// With a log of several transactions.
    killed: PathBuf,
    backup: PathBuf,
    /// Questions for each index, whose answers come from it alone.
    indexes: String,
}

fn master() -> &'static Master {
    static MASTER: OnceLock<Master> = OnceLock::new();
    MASTER.get_or_init(|| {
        let room = full();
        let [closed, killed, backup] = ["library", "killed", "copy"].map(|name| room.path(name));
        room.json("Edda Chief", &["library", "backup", "copy"]);
        let store = Store::open(&closed).unwrap();
        for turn in 0..6 {
            room.json(
                "Edda Chief",
                &["article", "new", "--title", &format!("Tide {turn}")],
            );
        }
        fs::create_dir_all(killed.join("assets")).unwrap();
        copied(&closed, &killed);
        for name in KILLED {
            fs::copy(closed.join(name), killed.join(name)).unwrap();
        }
        drop(store);
        let indexes = indexes(&closed);
        Master {
            room,
            closed,
            killed,
            backup,
            indexes,
        }
    })
}

/// Copies a library's files as they are.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("assets")).unwrap();
    for folder in ["", "assets"] {
        for entry in fs::read_dir(from.join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), to.join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
}

/// What SQLite's own program says.
fn asked(file: &Path, questions: &str) -> String {
    let out = Command::new("sqlite3")
        .args(["-batch"])
        .arg(file)
        .arg(questions)
        .output()
        .unwrap_or_else(|cause| panic!("sqlite3 is needed to look into a library: {cause}"));
    let mut text = String::from_utf8_lossy(&out.stdout).into_owned();
    if !out.status.success() {
        text.push_str("\nfailed");
    }
    text
}

fn indexes(library: &Path) -> String {
    let ask = "SELECT 'SELECT ''' || i.name || ''', ' || group_concat('\"' || c.name || '\"', ', ') || ' FROM ' || t.name
          || ' INDEXED BY ' || i.name
          || coalesce(' WHERE ' || (SELECT substr(sql, instr(sql, ' WHERE ') + 7) FROM sqlite_schema s
               WHERE s.name = i.name AND i.partial), '') || ';'
        FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'd\\_search%' ESCAPE '\\' AND i.origin = 'c' GROUP BY i.name";
    asked(&library.join("library.db"), ask).replace('\n', " ")
}

/// Everything that a library answers: each row of each table, and each index.
fn answers(library: &Path) -> Vec<String> {
    let copy = TempDir::new().unwrap();
    for name in KILLED {
        if library.join(name).exists() {
            fs::copy(library.join(name), copy.path().join(name)).unwrap();
        }
    }
    let file = copy.path().join("library.db");
    let mut lines: Vec<String> = asked(&file, ".dump").lines().map(str::to_owned).collect();
    lines.extend(asked(&file, &master().indexes).lines().map(str::to_owned));
    let mut assets: Vec<PathBuf> = fs::read_dir(library.join("assets"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assets.sort();
    for asset in assets {
        let hash = model::Hash::of(&fs::read(&asset).unwrap());
        lines.push(format!(
            "{} {hash}",
            asset.file_name().unwrap().to_string_lossy()
        ));
    }
    lines
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut roll = self.0;
        roll = (roll ^ (roll >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        roll = (roll ^ (roll >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (roll ^ (roll >> 31)) % most.max(1)
    }
}
