//! The parts of a bundle beside its site: WordPress' format, the book, news items, Markdown and JSON lines, and what judges
//! that are not ours say of them.

mod edition;
mod files;
mod judged;
mod known;
mod odd;
mod wordpress;

pub use edition::Edition;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every file below `dir`, from there, sorted.
fn below(dir: &Path) -> Vec<String> {
    let mut found = vec![];
    let mut next = vec![dir.to_owned()];
    while let Some(folder) = next.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap();
                found.push(name.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}
