//! Who may know whom, as docs/ARCHITECTURE.md draws it.

use crate::checkout::root;
use cargo_metadata::{Metadata, MetadataCommand};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// A crate of ours and all of ours that it may name. What is not here is a call back up, or around the desk.
const MAY_KNOW: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("markup", &["model"]),
    ("store", &["markup", "model"]),
    ("intake", &["markup", "model"]),
    ("press", &["markup", "model"]),
    ("desk", &["intake", "markup", "model", "press", "store"]),
    ("receive", &["model"]),
    ("cli", &["desk", "model", "receive"]),
    ("src-tauri", &["desk", "model"]),
];

/// A dependency that has one home, and which.
const HOMES: [(&str, &str); 4] = [
    ("tauri", "src-tauri"),
    ("rusqlite", "store"),
    ("pulldown-cmark", "markup"),
    ("ammonia", "markup"),
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .current_dir(root())
        .no_deps()
        .exec()
        .unwrap()
}

/// The folder that a package of ours lies in, by which it is called here.
fn short(manifest: &str) -> String {
    manifest.rsplit('/').nth(1).unwrap_or_default().to_owned()
}

/// Every package, by its folder, with the names of all that it depends on: to run, to build and to test.
fn named() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let folders: BTreeMap<String, String> = metadata
        .packages
        .iter()
        .map(|package| {
            (
                package.name.to_string(),
                short(package.manifest_path.as_str()),
            )
        })
        .collect();
    metadata
        .packages
        .iter()
        .map(|package| {
            let names = package.dependencies.iter().map(|dependency| {
                folders
                    .get(&dependency.name)
                    .unwrap_or(&dependency.name)
                    .clone()
            });
            (folders[package.name.as_str()].clone(), names.collect())
        })
        .collect()
}

#[test]
fn nothing_calls_back_up() {
    let named = named();
    let ours: BTreeSet<&str> = MAY_KNOW.iter().map(|(name, _)| *name).collect();
    for (name, may) in MAY_KNOW {
        let knows: BTreeSet<&str> = named[name]
            .iter()
            .map(String::as_str)
            .filter(|other| ours.contains(other))
            .collect();
        let too_many: Vec<_> = knows.iter().filter(|other| !may.contains(other)).collect();
        assert!(too_many.is_empty(), "{name} must not know {too_many:?}");
    }
}

#[test]
fn the_drawing_shows_every_crate() {
    let text = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).unwrap();
    let drawn: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| Some(line.split_once("` |")?.0.to_owned()))
        .filter(|name| !name.ends_with('_'))
        .collect();
    let there: BTreeSet<String> = named().into_keys().filter(|name| name != "tests").collect();
    let listed: BTreeSet<String> = MAY_KNOW.map(|(name, _)| name.to_owned()).into();
    assert_eq!(drawn, there);
    assert_eq!(listed, there);
}

#[test]
fn each_of_the_great_four_has_one_home() {
    let named = named();
    for (dependency, home) in HOMES {
        let homes: Vec<&str> = named
            .iter()
            .filter(|(_, names)| names.contains(dependency))
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(homes, [home], "{dependency}");
    }
}
