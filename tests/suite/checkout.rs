//! The checkout that the tests were built from: its files, for the tests that hold the shape of the code.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The checkout's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// What a file of the checkout says, by its name from the root.
pub fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|cause| panic!("{name}: {cause}"))
}

/// A file of the checkout.
pub struct Source {
    /// From the checkout's root, with `/`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Every file below `folder` (from the root) that ends in one of `ends`, sorted by name; nothing that was built or
/// installed.
pub fn sources(folder: &str, ends: &[&str]) -> Vec<Source> {
    let mut found = vec![];
    walk(&root().join(folder), ends, &mut found);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!found.is_empty(), "nothing in {folder} ends in {ends:?}");
    found
}

fn walk(dir: &Path, ends: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let last = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules", "dist", "gen"].contains(&last.as_str()) {
                walk(&path, ends, found);
            }
        } else if ends.iter().any(|end| last.ends_with(end)) {
            let name = path.strip_prefix(root()).unwrap();
            found.push(Source {
                name: name.to_string_lossy().replace('\\', "/"),
                text: fs::read_to_string(&path).unwrap(),
            });
        }
    }
}
