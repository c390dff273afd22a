//! The bill of materials of the two programs, as CycloneDX 1.6 has it: every crate that Cargo builds into one of them, every
//! npm package that the interface is made of, the C that some crates bring, and what stands on what. The same lock files give
//! the same bytes: no clock, no chance.

use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package};
use model::Hash;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};
use toml::Table;

/// The system that packages are made for.
const SYSTEM: &str = "x86_64-unknown-linux-gnu";

/// The programs.
pub const PROGRAMS: [&str; 2] = ["copydesk", "copydesk-desktop"];

/// C code within crates: the crate, what it brings, and where a version is found in it.
const WITHIN: [(&str, &str, &str, &str); 4] = [
    (
        "libsqlite3-sys",
        "sqlite",
        "sqlite3/sqlite3.h",
        "#define SQLITE_VERSION ",
    ),
    ("zstd-sys", "zstd", "", ""),
    (
        "libwebp-sys",
        "libwebp",
        "vendor/configure.ac",
        "AC_INIT([libwebp], [",
    ),
    (
        "libmimalloc-sys",
        "mimalloc",
        "c_src/mimalloc/v3/include/mimalloc.h",
        "MI_MALLOC_VERSION ",
    ),
];

/// Everything that Cargo builds into the programs, by name and version, with the features that are on in it.
pub fn shipped(root: &Path) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut tree = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    tree.current_dir(root)
        .args(["tree", "--locked", "--edges=normal", "--prefix=none"])
        .args(["--target", SYSTEM, "--format={p}|{f}"])
        .args(PROGRAMS.map(|one| format!("--package={one}")))
        .arg("--features=copydesk-desktop/custom-protocol");
    let said = tree.output().unwrap();
    let (words, faults) = (said.stdout, String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success(), "{faults}");
    let mut found: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(words).unwrap().lines() {
        let Some((package, features)) = line.split_once('|') else {
            continue;
        };
        // What runs only while it is built is in no program.
        if package.contains("(proc-macro)") {
            continue;
        }
        let mut words = package.split(' ').map(str::to_owned);
        let (name, version) = (words.next().unwrap(), words.next().unwrap());
        let features = features.trim_end_matches("(*)").trim();
        let on = features.split(',').filter(|one| !one.is_empty());
        let version = version.trim_start_matches('v').to_owned();
        found
            .entry((name, version))
            .or_default()
            .extend(on.map(str::to_owned));
    }
    found
}

/// The packages of which something goes into the interface, as the one who builds it says: name and version.
pub fn interface(root: &Path) -> BTreeSet<(String, String)> {
    let mut node = Command::new("node");
    let said = node
        .current_dir(root.join("ui"))
        .arg("packages.mjs")
        .output()
        .unwrap();
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let words = String::from_utf8(said.stdout).unwrap();
    let pairs = words.lines().filter_map(|line| line.split_once(' '));
    pairs
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect()
}

fn metadata(root: &Path) -> Metadata {
    let mut ask = MetadataCommand::new();
    ask.current_dir(root).features(CargoOpt::AllFeatures);
    ask.other_options(
        ["--locked", "--filter-platform", SYSTEM]
            .map(str::to_owned)
            .to_vec(),
    );
    ask.exec().unwrap()
}

fn crate_at(name: &str, version: &str) -> String {
    format!("pkg:cargo/{name}@{version}")
}

fn npm_at(name: &str, version: &str) -> String {
    format!("pkg:npm/{}@{version}", name.replace('@', "%40"))
}

fn is_ours(package: &Package) -> bool {
    package.source.is_none()
}

/// A licence as SPDX writes it today.
fn licence(words: &str) -> Value {
    let plain = words.replace('/', " OR ");
    let plain: Vec<&str> = plain.split_whitespace().collect();
    json!([{"expression": plain.join(" ")}])
}

/// What a crate brings beside its own code.
fn brought(package: &Package) -> Option<Value> {
    let (_, name, file, mark) = WITHIN
        .iter()
        .find(|(of, ..)| package.name.as_str() == *of)?;
    let version = if file.is_empty() {
        // zstd's own stands behind the crate's.
        let build = package.version.build.as_str();
        build
            .split_once('.')
            .map_or(build, |(_, version)| version)
            .to_owned()
    } else {
        let text = fs::read_to_string(package.manifest_path.with_file_name(file)).unwrap();
        let (_, after) = text.split_once(mark).unwrap();
        let kept = |c: &char| c.is_ascii_digit() || *c == '.';
        let plain = after.trim_start_matches([' ', '"']);
        let plain: String = plain.chars().take_while(kept).collect();
        match plain.parse::<u32>() {
            // Two digits for each part but the first.
            Ok(number) => format!("{}.{}.{}", number / 10000, number / 100 % 100, number % 100),
            Err(_) => plain,
        }
    };
    Some(
        json!({"type": "library", "name": name, "version": version, "bom-ref": format!("pkg:generic/{name}@{version}"),
        "purl": format!("pkg:generic/{name}@{version}")}),
    )
}

fn crates(root: &Path, metadata: &Metadata) -> BTreeMap<String, Value> {
    let lock: Table = fs::read_to_string(root.join("Cargo.lock"))
        .unwrap()
        .parse()
        .unwrap();
    let text = |one: &toml::Value, field: &str| {
        one.get(field)
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let hashes: BTreeMap<_, _> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                (text(one, "name"), text(one, "version")),
                text(one, "checksum"),
            )
        })
        .collect();
    let shipped = shipped(root);
    let packages = metadata.packages.iter();
    let mut found = BTreeMap::new();
    for package in packages {
        let key = (package.name.to_string(), package.version.to_string());
        if !shipped.contains_key(&key) || PROGRAMS.contains(&key.0.as_str()) && is_ours(package) {
            continue;
        }
        let at = crate_at(&key.0, &key.1);
        let mut one = json!({"type": "library", "name": key.0, "version": key.1, "bom-ref": at, "purl": at,
            "scope": "required"});
        if let Some(words) = &package.license {
            one["licenses"] = licence(words);
        }
        if !is_ours(package) {
            one["hashes"] = json!([{"alg": "SHA-256", "content": hashes[&key]}]);
        }
        if let Some(within) = brought(package) {
            one["components"] = json!([within]);
        }
        found.insert(at, one);
    }
    found
}

fn packages(root: &Path) -> BTreeMap<String, Value> {
    let lock = fs::read_to_string(root.join("ui/package-lock.json")).unwrap();
    let lock: Value = serde_json::from_str(&lock).unwrap();
    let locked = lock["packages"].as_object().unwrap();
    let mut found = BTreeMap::new();
    for (name, version) in interface(root) {
        let end = format!("node_modules/{name}");
        let mut all = locked.iter().filter(|(place, _)| place.ends_with(&end));
        let (_, one) = all
            .find(|(_, one)| one["version"] == version.as_str())
            .unwrap();
        let hash = one["integrity"]
            .as_str()
            .unwrap()
            .strip_prefix("sha512-")
            .unwrap();
        let at = npm_at(&name, &version);
        let part = json!({"type": "library", "name": name, "version": version, "bom-ref": at, "purl": at,
            "scope": "required", "licenses": licence(one["license"].as_str().unwrap()),
            "hashes": [{"alg": "SHA-512", "content": hex(hash)}]});
        found.insert(at, part);
    }
    found
}

/// Base64 as hexadecimal digits.
fn hex(base64: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let six = |letter| LETTERS.iter().position(|one| *one == letter);
    let bits: Vec<u8> = base64
        .bytes()
        .filter_map(six)
        .flat_map(|value| (0..6).rev().map(move |bit| u8::from(value >> bit & 1 == 1)))
        .collect();
    let four = |bits: &[u8]| bits.iter().fold(0, |all, bit| all << 1 | u32::from(*bit));
    let whole = bits.len() / 8 * 8;
    bits[..whole]
        .chunks(4)
        .filter_map(|bits| char::from_digit(four(bits), 16))
        .collect()
}

/// What stands on what, of all that is listed.
fn relations(metadata: &Metadata, listed: &BTreeSet<String>) -> Vec<Value> {
    let of: BTreeMap<_, _> = metadata
        .packages
        .iter()
        .map(|one| (&one.id, crate_at(&one.name, &one.version.to_string())))
        .collect();
    let nodes = &metadata.resolve.as_ref().unwrap().nodes;
    let mut found = BTreeMap::new();
    for node in nodes.iter().filter(|node| listed.contains(&of[&node.id])) {
        let normal = node.deps.iter().filter(|one| {
            let mut kinds = one.dep_kinds.iter();
            kinds.any(|kind| kind.kind == cargo_metadata::DependencyKind::Normal)
        });
        let on: BTreeSet<&String> = normal
            .map(|one| &of[&one.pkg])
            .filter(|at| listed.contains(*at))
            .collect();
        found.insert(&of[&node.id], on);
    }
    found
        .into_iter()
        .map(|(at, on)| json!({"ref": at, "dependsOn": on}))
        .collect()
}

/// The whole bill.
pub fn bill(root: &Path) -> Value {
    let metadata = metadata(root);
    let (crates, npm) = (crates(root, &metadata), packages(root));
    let version = &metadata
        .packages
        .iter()
        .find(|one| one.name == PROGRAMS[0])
        .unwrap()
        .version;
    let programs = PROGRAMS.map(|name| {
        json!({"type": "application", "name": name, "version": version.to_string(),
            "bom-ref": crate_at(name, &version.to_string()), "licenses": licence("MIT OR Apache-2.0")})
    });
    let mut listed: BTreeSet<String> = crates.keys().cloned().collect();
    listed.extend(PROGRAMS.map(|name| crate_at(name, &version.to_string())));
    let mut relations = relations(&metadata, &listed);
    let window = crate_at(PROGRAMS[1], &version.to_string());
    for one in &mut relations {
        if one["ref"] == window.as_str() {
            let on = one["dependsOn"].as_array_mut().unwrap();
            on.extend(npm.keys().map(|at| json!(at)));
        }
    }
    relations.push(json!({"ref": "copydesk", "dependsOn": PROGRAMS.map(|name| crate_at(name, &version.to_string()))}));
    let components: Vec<Value> = programs
        .into_iter()
        .chain(crates.into_values())
        .chain(npm.into_values())
        .collect();
    let mut bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "name": "Copydesk", "version": version.to_string(),
            "bom-ref": "copydesk", "licenses": licence("MIT OR Apache-2.0")}},
        "components": components, "dependencies": relations,
    });
    bill["serialNumber"] = json!(serial(&bill));
    bill
}

/// A number that follows from what the bill says, in the form of a UUID of one's own making (version 8).
fn serial(bill: &Value) -> String {
    let hash = Hash::of(bill.to_string().as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    let id = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    format!("urn:uuid:{id}")
}
