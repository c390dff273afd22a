//! What comes from others: from where, held by which hash, under which licence, why, and how often. `./dev supply` asks
//! cargo-deny the same of deny.toml; what stands here needs nothing that is not there already.

#[path = "../sbom/bill.rs"]
mod bill;
mod licence;
mod listed;

use crate::checkout::{read, root, sources};
use cargo_metadata::{CargoOpt, Metadata, MetadataCommand};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use toml::Table;

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM: &str = "https://registry.npmjs.org/";

/// Licences of the interface's and the judges' packages, beside those of deny.toml: of what only builds or judges, and of
/// the typefaces.
const ELSEWHERE: [&str; 5] = ["0BSD", "BlueOak-1.0.0", "MPL-2.0", "OFL-1.1", "Python-2.0"];

/// What would speak to the network: in no program that ships.
const CLIENTS: [&str; 8] = [
    "reqwest",
    "curl",
    "ureq",
    "isahc",
    "native-tls",
    "openssl-sys",
    "rustls",
    "hickory-resolver",
];

fn deny() -> Table {
    read("deny.toml").parse().unwrap()
}

/// The strings of a list, or one field of each of its tables.
fn each<'a>(list: &'a toml::Value, field: &'a str) -> impl Iterator<Item = &'a str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(move |one| one.get(field).unwrap_or(one).as_str().unwrap())
}

/// Everything that Cargo could build, for whatever system; what this one never needed is fetched.
pub fn metadata() -> Metadata {
    let ask = |how: &[&str]| {
        MetadataCommand::new()
            .current_dir(root())
            .features(CargoOpt::AllFeatures)
            .other_options(how.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
            .exec()
    };
    ask(&["--locked", "--offline"])
        .or_else(|_| ask(&["--locked"]))
        .unwrap()
}

/// The packages of a lock file of Cargo: name, version, source, checksum.
fn locked(lock: &str) -> Vec<[String; 4]> {
    let lock: Table = lock.parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let of = |package: &toml::Value, field: &str| {
        let field = package.get(field).and_then(toml::Value::as_str);
        field.unwrap_or_default().to_owned()
    };
    packages
        .iter()
        .map(|package| ["name", "version", "source", "checksum"].map(|field| of(package, field)))
        .collect()
}

/// What of a lock file is neither ours nor of the one registry, or not held by a hash.
fn strange(lock: &str, ours: &BTreeSet<String>) -> Vec<String> {
    let known = |[name, _, source, checksum]: &[String; 4]| {
        if ours.contains(name) {
            return source.is_empty();
        }
        source == CRATES && checksum.len() == 64
    };
    let strange = locked(lock).into_iter().filter(|one| !known(one));
    strange.map(|one| one.join(" ")).collect()
}

/// Crates of which a lock file holds two versions, without those that are named; and what is named in vain.
fn doubles(lock: &str, named: &BTreeSet<String>) -> Vec<String> {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for [name, version, ..] in locked(lock) {
        versions.entry(name).or_default().push(version);
    }
    let twice: Vec<_> = versions.iter().filter(|(_, all)| all.len() > 1).collect();
    let spec = |name: &str, version: &String| format!("{name}@{version}");
    let there: BTreeSet<String> = twice
        .iter()
        .flat_map(|(name, all)| all.iter().map(|one| spec(name, one)))
        .collect();
    let left = twice.iter().filter(|(name, all)| {
        let left = all.iter().filter(|one| !named.contains(&spec(name, one)));
        left.count() != 1
    });
    let mut found: Vec<String> = left.map(|(name, all)| format!("{name} {all:?}")).collect();
    let vain = named.difference(&there);
    found.extend(vain.map(|one| format!("{one} is no double")));
    found
}

fn ours() -> BTreeSet<String> {
    let metadata = metadata();
    let members = metadata.workspace_packages();
    members.iter().map(|one| one.name.to_string()).collect()
}

#[test]
fn every_crate_is_ours_or_of_the_one_registry_and_held_by_its_hash() {
    let (lock, ours) = (read("Cargo.lock"), ours());
    assert_eq!(strange(&lock, &ours), Vec::<String>::new());
    assert!(locked(&lock).len() > 400, "the lock file was read");
    // What it would find.
    let spoilt = "[[package]]\nname = \"left-pad\"\nversion = \"1.0.0\"\n";
    let git = "source = \"git+https://example.org/left-pad\"\n";
    let bare = format!("source = \"{CRATES}\"\n");
    for source in ["", git, &bare] {
        assert_eq!(strange(&format!("{spoilt}{source}"), &ours).len(), 1);
    }
}

#[test]
fn two_versions_of_a_crate_are_known_with_the_reason() {
    let deny = deny();
    let skip = &deny["bans"]["skip"];
    let named: BTreeSet<String> = each(skip, "crate").map(str::to_owned).collect();
    let reasons = each(skip, "reason").filter(|reason| !reason.is_empty());
    assert_eq!(reasons.count(), skip.as_array().unwrap().len());
    assert_eq!(doubles(&read("Cargo.lock"), &named), Vec::<String>::new());
    // What it would find: a third version, and a name that is stale.
    let one = |version| format!("[[package]]\nname = \"a\"\nversion = \"{version}\"\n");
    let two = [one("1.0.0"), one("2.0.0")].concat();
    let named = |names: &[&str]| names.iter().map(|one| (*one).to_owned()).collect();
    assert_eq!(doubles(&two, &named(&[])).len(), 1);
    assert_eq!(doubles(&two, &named(&["a@1.0.0"])).len(), 0);
    assert_eq!(doubles(&two, &named(&["a@1.0.0", "a@0.9.0"])).len(), 1);
    assert_eq!(doubles(&one("2.0.0"), &named(&["a@1.0.0"])).len(), 1);
}

#[test]
fn every_licence_is_one_of_the_list() {
    let deny = deny();
    let licences = &deny["licenses"];
    let allowed: BTreeSet<&str> = each(&licences["allow"], "").collect();
    let mut excepted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in licences["exceptions"].as_array().unwrap() {
        let name = one["crate"].as_str().unwrap();
        excepted.insert(name, each(&one["allow"], "").collect());
    }
    let (mut found, mut used) = (vec![], BTreeSet::new());
    for package in metadata().packages {
        let words = package.license.clone().unwrap_or_default();
        let plain = licence::allows(&words, &|one| allowed.contains(one));
        let also = excepted.get(package.name.as_str());
        let by_name = licence::allows(&words, &|one| {
            allowed.contains(one) || also.is_some_and(|also| also.contains(&one))
        });
        if by_name && !plain {
            used.insert(package.name.to_string());
        }
        if !by_name {
            found.push(format!("{}: “{words}”", package.name));
        }
    }
    assert_eq!(found, Vec::<String>::new());
    let stale: Vec<_> = excepted
        .keys()
        .filter(|one| !used.contains(**one))
        .collect();
    assert!(stale.is_empty(), "not needed: {stale:?}");
}

/// The entries of the workspace's list of dependencies without a comment of their own right above.
fn unexplained(manifest: &str) -> Vec<String> {
    let (mut found, mut within, mut above) = (vec![], false, "");
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line == "[workspace.dependencies]";
        } else if within && !line.is_empty() && !line.starts_with(['#', ' ']) {
            let own = line.contains("path = \"src-tauri/");
            if !own && !above.starts_with("# ") {
                found.push(line.to_owned());
            }
        }
        above = line;
    }
    found
}

#[test]
fn every_direct_dependency_has_its_reason_beside_it() {
    let manifest = read("Cargo.toml");
    assert_eq!(unexplained(&manifest), Vec::<String>::new());
    let spoilt = "[workspace.dependencies]\n# Why.\na = \"1\"\nb = \"1\"\n";
    assert_eq!(unexplained(spoilt), ["b = \"1\""]);
    // Members name no version of their own, so that the list holds all of them; and none stands there that nobody takes.
    let workspace: Table = manifest.parse().unwrap();
    let listed = workspace["workspace"]["dependencies"].as_table().unwrap();
    let mut taken = BTreeSet::new();
    for package in metadata().workspace_packages() {
        let member: Table = std::fs::read_to_string(&package.manifest_path)
            .unwrap()
            .parse()
            .unwrap();
        // What one system alone needs stands in a table of its own.
        let target = member.get("target").and_then(toml::Value::as_table);
        let of_one = target.into_iter().flat_map(|all| all.values());
        let mut tables = vec![&member];
        tables.extend(of_one.map(|one| one.as_table().unwrap()));
        for (table, kind) in tables.into_iter().flat_map(|table| {
            let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
            kinds.map(|kind| (table, kind))
        }) {
            let Some(named) = table.get(kind) else {
                continue;
            };
            for (name, how) in named.as_table().unwrap() {
                let inherited = how.get("workspace").and_then(toml::Value::as_bool);
                assert_eq!(inherited, Some(true), "{}: {name}", package.name);
                taken.insert(name.clone());
            }
        }
    }
    let idle: Vec<_> = listed.keys().filter(|one| !taken.contains(*one)).collect();
    assert!(idle.is_empty(), "nobody takes {idle:?}");
}

#[test]
fn every_dependency_of_a_crate_is_named_in_its_code() {
    let mut idle = vec![];
    for package in metadata().workspace_packages() {
        let folder = package.manifest_path.parent().unwrap();
        let folder = folder.strip_prefix(root()).unwrap().to_string();
        let code: String = sources(&folder, &[".rs"])
            .into_iter()
            // The window's folder holds all the other crates.
            .filter(|source| folder != "src-tauri" || !source.name.contains("/crates/"))
            .map(|source| source.text)
            .collect();
        let words: BTreeSet<&str> = code
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        for one in &package.dependencies {
            let name = one.rename.as_ref().unwrap_or(&one.name).replace('-', "_");
            // The window has a file of the terminal's.
            if !words.contains(name.as_str()) && name != "rustix" {
                idle.push(format!("{}: {name}", package.name));
            }
        }
    }
    assert_eq!(idle, Vec::<String>::new());
}

fn json(name: &str) -> Value {
    serde_json::from_str(&read(name)).unwrap()
}

/// What of an npm lock file is not of its registry, or not held by a hash, or under a licence that is not allowed.
fn strange_npm(lock: &Value, allowed: &BTreeSet<&str>) -> Vec<String> {
    assert_eq!(lock["lockfileVersion"], 3);
    let packages = lock["packages"].as_object().unwrap();
    let known = |package: &Value| {
        let hash = package["integrity"].as_str().unwrap_or_default();
        // Without an address it is the registry's, and held by its hash there as well.
        let from = package["resolved"].as_str().unwrap_or(NPM);
        let words = package["license"].as_str().unwrap_or_default();
        hash.starts_with("sha512-")
            && from.starts_with(NPM)
            && package["link"].is_null()
            && licence::allows(words, &|one| allowed.contains(one))
    };
    let others = packages.iter().filter(|(place, _)| !place.is_empty());
    let strange = others.filter(|(_, package)| !known(package));
    strange
        .map(|(place, one)| format!("{place} {one}"))
        .collect()
}

#[test]
fn npm_packages_are_of_the_registry_held_by_hashes_and_each_has_a_reason() {
    let deny = deny();
    let mut allowed: BTreeSet<&str> = each(&deny["licenses"]["allow"], "").collect();
    allowed.extend(ELSEWHERE);
    for folder in ["ui", "tests/validators", "tests/bench"] {
        let lock = json(&format!("{folder}/package-lock.json"));
        assert_eq!(strange_npm(&lock, &allowed), Vec::<String>::new());
        let wanted = json(&format!("{folder}/package.json"));
        let named: BTreeSet<&String> = ["dependencies", "devDependencies"]
            .iter()
            .filter_map(|kind| wanted[kind].as_object())
            .flat_map(serde_json::Map::keys)
            .collect();
        let reasons = wanted["reasons"].as_object().unwrap();
        assert_eq!(named, reasons.keys().collect(), "{folder}");
        let said = reasons
            .values()
            .all(|one| one.as_str().is_some_and(|one| !one.is_empty()));
        assert!(said, "{folder}");
        // Whatever a package would do when it is installed, it can't.
        for (field, bad) in [
            ("integrity", Value::Null),
            ("resolved", "https://example.org/a.tgz".into()),
            ("resolved", "git+ssh://git@example.org/a.git".into()),
            ("license", "AGPL-3.0-only".into()),
        ] {
            let mut spoilt = lock.clone();
            let packages = spoilt["packages"].as_object_mut().unwrap();
            packages.iter_mut().next_back().unwrap().1[field] = bad;
            assert_eq!(strange_npm(&spoilt, &allowed).len(), 1, "{field}");
        }
    }
    let dev = read("dev");
    let installs = dev.lines().filter(|line| line.contains("npm ci"));
    assert!(installs.clone().count() > 0);
    for line in installs {
        assert!(line.contains("--ignore-scripts"), "{line}");
    }
}

/// The requirements of pip that are not one version, or have no hash.
fn loose(requirements: &str) -> Vec<String> {
    let whole = requirements.replace("\\\n", " ");
    let lines = whole.lines().map(str::trim);
    let wanted = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let held = |line: &&str| line.contains("==") && line.contains("--hash=sha256:");
    let loose = wanted.filter(|line| !held(line));
    loose.map(str::to_owned).collect()
}

#[test]
fn python_packages_are_one_version_each_held_by_hashes_with_a_reason() {
    let requirements = read("tests/validators/requirements.txt");
    assert_eq!(loose(&requirements), Vec::<String>::new());
    assert!(requirements.matches("--hash=").count() > 10);
    assert_eq!(
        loose("a>=1 --hash=sha256:00\nb==1\nc==1 \\\n --hash=sha256:00\n").len(),
        2
    );
    let mut above = "";
    let wanted = read("tests/validators/requirements.in");
    for line in wanted.lines() {
        let explained = line.starts_with('#') || above.starts_with("# ");
        assert!(explained, "{line} has no reason");
        above = line;
    }
    assert!(read("dev").contains("--require-hashes"));
}

#[test]
fn no_program_that_ships_can_ask_the_network_for_anything() {
    let shipped = bill::shipped(&root());
    let names: BTreeSet<&str> = shipped.keys().map(|(name, _)| name.as_str()).collect();
    let clients: Vec<_> = CLIENTS.iter().filter(|one| names.contains(**one)).collect();
    assert!(clients.is_empty(), "{clients:?}");
    // The receiver is spoken to.
    let mut all = shipped.iter();
    let hyper = all.find(|((name, _), _)| name == "hyper").unwrap().1;
    assert!(
        hyper.contains("server") && !hyper.contains("client"),
        "{hyper:?}"
    );
    // The driver of the window's tests has what is looked for, so that it would be seen.
    let lock = locked(&read("Cargo.lock"));
    assert!(lock.iter().any(|[name, ..]| name == "reqwest"));
}

/// The web view's tools for developers are built where `debug_assertions` are, or where one of these has the feature.
#[test]
fn the_window_that_ships_has_no_tools_for_developers() {
    let shipped = bill::shipped(&root());
    for name in ["tauri", "tauri-runtime-wry", "wry"] {
        let (_, features) = shipped.iter().find(|((one, _), _)| one == name).unwrap();
        assert!(!features.contains("devtools"), "{name}: {features:?}");
    }
    let cargo: Table = read("Cargo.toml").parse().unwrap();
    let release = &cargo["profile"]["release"];
    assert!(release.get("debug-assertions").is_none(), "{release}");
}

/// What `dev` says with tools of these versions.
fn dev_with(rust: &str, node: &str) -> String {
    use std::{env, fs, os::unix::fs::PermissionsExt, process::Command};
    let dir = tempfile::tempdir().unwrap();
    let bin = dir.path().join("bin");
    fs::create_dir(&bin).unwrap();
    for (name, says) in [
        ("rustc", format!("echo 'rustc {rust} (of a test)'")),
        ("node", format!("echo v{node}")),
        ("npm", "exit 1".into()),
        ("cargo", "exit 1".into()),
        ("rustup", "echo the tools are there >&2; exit 1".into()),
    ] {
        let file = bin.join(name);
        fs::write(&file, format!("#!/bin/sh\n{says}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = format!("{}:{}", bin.display(), env::var("PATH").unwrap());
    let mut dev = Command::new(root().join("dev"));
    // It looks there first.
    dev.env("CARGO_HOME", dir.path()).env("PATH", path);
    let done = dev.arg("check").output().unwrap();
    assert!(!done.status.success());
    String::from_utf8(done.stderr).unwrap()
}

#[test]
fn tools_that_are_too_old_are_named_with_what_is_wanted() {
    let cargo: Table = read("Cargo.toml").parse().unwrap();
    let rust = cargo["workspace"]["package"]["rust-version"]
        .as_str()
        .unwrap();
    let vite: Value = serde_json::from_str(&read("ui/package-lock.json")).unwrap();
    let wanted = &vite["packages"]["node_modules/vite"]["engines"]["node"];
    assert_eq!(
        wanted, "^20.19.0 || >=22.12.0",
        "dev and README.md say so too"
    );
    let old = dev_with("1.80.1", "22.12.0");
    assert!(
        old.contains(&format!("Rust {rust} or later")) && old.contains("1.80.1"),
        "{old}"
    );
    for node in ["18.20.4", "20.18.3", "21.7.3", "22.11.0"] {
        let old = dev_with(&format!("{rust}.0"), node);
        assert!(
            old.contains("Node 20.19 or later") && old.contains(node),
            "{node}: {old}"
        );
    }
    for node in ["20.19.0", "22.12.0", "24.1.0"] {
        let enough = dev_with(&format!("{rust}.2"), node);
        assert!(enough.contains("the tools are there"), "{node}: {enough}");
    }
}
