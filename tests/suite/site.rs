//! The site that a bundle holds: its pages, its feeds, its theme, and what judges that are not ours say of them.

mod judged;

use crate::newsroom::Newsroom;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The schema of JSON Feed 1.1, among the judges' files.
const JSON_FEED: &str = "node_modules/jsonfeed-schema/schema-v1.1.json";

/// Every file below `dir` whose name ends so, sorted.
fn files(dir: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut next = vec![dir.to_owned()];
    while let Some(dir) = next.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The sample newsroom's bundle, exported to a folder.
fn sample() -> (Newsroom, PathBuf) {
    let room = Newsroom::sample();
    let out = room.path("bundle");
    let export = ["export", "--out", out.to_str().unwrap()];
    assert_eq!(room.ask("Nils Aho", &export).status, 0);
    (room, out)
}
