//! The bill of materials, against its schema, the lock files and the programs themselves.

use super::bill;
use crate::{
    checkout::{read, root},
    judges::{judge, said, script},
    newsroom::program,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path, process::Command};

/// What CycloneDX's schema finds wrong with a bill.
fn faults(bill: &Value, dir: &Path) -> String {
    let file = dir.join("bill.json");
    fs::write(&file, bill.to_string()).unwrap();
    let schemas = judge("node_modules/@cyclonedx/cyclonedx-library/res/schema");
    let judged = said(script("bill.py").arg(schemas).arg(file));
    if judged.content {
        String::new()
    } else {
        judged.words
    }
}

/// Every component, and those within components.
fn all(bill: &Value) -> Vec<&Value> {
    let Some(parts) = bill["components"].as_array() else {
        return vec![];
    };
    parts
        .iter()
        .flat_map(|one| [vec![one], all(one)].concat())
        .collect()
}

/// The crates whose places in the code a program names, where it would break off: `NAME-VERSION`.
fn named_in(program: &Path) -> BTreeSet<String> {
    let mut grep = Command::new("grep");
    grep.env("LC_ALL", "C")
        .args(["-aohE", "/registry/src/[^/]+/[A-Za-z0-9_.+-]+"]);
    let said = grep.arg(program).output().unwrap();
    let lines = String::from_utf8_lossy(&said.stdout).into_owned();
    let folders = lines.lines().filter_map(|line| line.rsplit('/').next());
    // A crate's folder ends in its version.
    let folders = folders.filter(|one| one.contains('-'));
    folders.map(str::to_owned).collect()
}

#[test]
fn the_bill_of_materials_is_whole_and_of_its_form() {
    let bill = bill::bill(&root());
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(faults(&bill, dir.path()), "");
    // What its schema would find.
    for (field, bad) in [
        ("bomFormat", json!("Other")),
        ("components", json!([{"name": "a"}])),
    ] {
        let mut spoilt = bill.clone();
        spoilt[field] = bad;
        assert_ne!(faults(&spoilt, dir.path()), "", "{field}");
    }
    let parts = all(&bill);
    let refs: Vec<&str> = parts
        .iter()
        .map(|one| one["bom-ref"].as_str().unwrap())
        .collect();
    let known: BTreeSet<&str> = refs.iter().copied().collect();
    assert_eq!(known.len(), refs.len(), "each once");
    // Each crate as the lock file has it, and what stands on what leads nowhere else.
    let lock = super::locked(&read("Cargo.lock"));
    for part in bill["components"].as_array().unwrap() {
        let at = part["bom-ref"].as_str().unwrap();
        let Some(of) = at.strip_prefix("pkg:cargo/") else {
            continue;
        };
        let same = lock
            .iter()
            .find(|[name, version, ..]| format!("{name}@{version}") == of);
        let [.., checksum] = same.unwrap_or_else(|| panic!("{at} is not in Cargo.lock"));
        let said = part["hashes"][0]["content"].as_str().unwrap_or_default();
        assert_eq!(said, checksum, "{at}");
    }
    for one in bill["dependencies"].as_array().unwrap() {
        for on in one["dependsOn"].as_array().unwrap() {
            assert!(known.contains(on.as_str().unwrap()), "{on}");
        }
    }
    the_programs_hold_nothing_else(&known);
    for wanted in [
        "pkg:generic/sqlite@3.",
        "pkg:generic/zstd@1.",
        "pkg:generic/libwebp@1.",
        "pkg:npm/svelte@5.",
    ] {
        assert!(known.iter().any(|at| at.starts_with(wanted)), "{wanted}");
    }
    assert!(bill["metadata"]["timestamp"].is_null(), "no clock");
}

/// The programs name crates themselves, in the places at which they could break off.
fn the_programs_hold_nothing_else(known: &BTreeSet<&str>) {
    let listed: BTreeSet<String> = known
        .iter()
        .filter_map(|at| at.strip_prefix("pkg:cargo/"))
        .map(|at| at.replacen('@', "-", 1))
        .collect();
    for name in bill::PROGRAMS {
        let named = named_in(&program().with_file_name(name));
        assert!(named.len() > 20, "{name}: {named:?}");
        let missing: Vec<_> = named.difference(&listed).collect();
        assert!(missing.is_empty(), "{name} holds {missing:?}");
    }
}
