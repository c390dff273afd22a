//! What is released has no developer tools: nobody looks into the window's page with them, or calls the bridge from their console.
//! They are there where a program is built with debug assertions, or tauri with `devtools`; and shown as the window says.

use crate::{
    checkout::{read, root, sources},
    supply::metadata,
};
use serde_json::Value;
use toml::Table;

/// The crates between the window and its web view, each of which has a feature of that name.
const WAY: [&str; 4] = ["tauri", "tauri-runtime", "tauri-runtime-wry", "wry"];

/// What of a workspace's manifest would turn debug assertions on in a release: for all of it, or for one crate.
fn asserting(manifest: &str) -> Vec<String> {
    let manifest: Table = manifest.parse().unwrap();
    let profiles = manifest.get("profile").and_then(toml::Value::as_table);
    let mut found = vec![];
    for (name, profile) in profiles.into_iter().flatten() {
        let of_dev = ["dev", "test"].contains(&name.as_str())
            || profile.get("inherits").and_then(toml::Value::as_str) == Some("dev");
        let crates = profile.get("package").and_then(toml::Value::as_table);
        let all = crates
            .into_iter()
            .flat_map(|crates| crates.values())
            .chain(profile.get("build-override"))
            .chain([profile]);
        let on = |one: &toml::Value| {
            let set = one.get("debug-assertions");
            set.is_some_and(|set| set.as_bool() != Some(false))
        };
        if !of_dev && all.into_iter().any(on) {
            found.push(format!("the profile {name} turns debug assertions on"));
        }
    }
    found
}

/// The strings anywhere in what a file says.
fn strings(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text.clone()],
        toml::Value::Array(all) => all.iter().flat_map(strings).collect(),
        toml::Value::Table(all) => all.values().flat_map(strings).collect(),
        _ => vec![],
    }
}

/// What of a crate's manifest, or the workspace's, asks for the tools, by whatever name of its own.
fn asking(manifest: &str) -> Vec<String> {
    let manifest: toml::Value = toml::Value::Table(manifest.parse().unwrap());
    let all = strings(&manifest).into_iter();
    all.filter(|one| one == "devtools" || one.ends_with("/devtools"))
        .map(|one| format!("a manifest asks for “{one}”"))
        .collect()
}

/// What of tauri's settings shows the tools, or builds them in.
fn set(settings: &str) -> Vec<String> {
    let settings: Value = serde_json::from_str(settings).unwrap();
    let mut found = vec![];
    for window in settings["app"]["windows"].as_array().unwrap() {
        if !window["devtools"].is_null() && window["devtools"] != false {
            found.push("the settings show the tools".to_owned());
        }
    }
    let features = settings["build"]["features"].as_array();
    if features.is_some_and(|all| all.iter().any(|one| one.to_string().contains("devtools"))) {
        found.push("the settings build the tools in".to_owned());
    }
    found
}

/// What of the shell's source shows the tools but where it is built for who works on it.
fn shown(source: &str) -> Vec<String> {
    let calls = source.split("devtools").skip(1);
    let other = calls.filter(|rest| !rest.starts_with("(cfg!(debug_assertions))"));
    other
        .map(|rest| {
            format!(
                "the shell says devtools{}",
                rest.chars().take(30).collect::<String>()
            )
        })
        .collect()
}

#[test]
fn a_release_has_no_developer_tools() {
    let none = Vec::<String>::new();
    assert_eq!(asserting(&read("Cargo.toml")), none);
    for manifest in sources("", &["Cargo.toml"]) {
        assert_eq!(asking(&manifest.text), none, "{}", manifest.name);
    }
    for name in [
        ".cargo/config.toml",
        ".cargo/config",
        "src-tauri/.cargo/config.toml",
    ] {
        assert!(
            !root().join(name).exists(),
            "{name} may set flags: look at it here"
        );
    }
    let settings = sources(
        "src-tauri",
        &["tauri.conf.json", ".conf.json", ".conf.json5"],
    );
    for file in settings
        .iter()
        .filter(|file| !file.name.contains("/crates/"))
    {
        assert_eq!(set(&file.text), none, "{}", file.name);
    }
    let shell = sources("src-tauri/src", &[".rs"]);
    for file in &shell {
        assert_eq!(shown(&file.text), none, "{}", file.name);
    }
    // It is said where the window is opened, since a web view shows them where nothing is said.
    let says = |text: &str| text.contains(".devtools(cfg!(debug_assertions))");
    assert!(
        shell
            .iter()
            .any(|file| file.name.ends_with("window.rs") && says(&file.text))
    );
    // What Cargo makes of all manifests together, with every feature of ours.
    let metadata = metadata();
    let resolved = metadata.resolve.as_ref().unwrap();
    let mut seen = 0;
    for node in &resolved.nodes {
        let package = &metadata[&node.id];
        if WAY.contains(&package.name.as_str()) {
            let on = node.features.iter().any(|feature| *feature == "devtools");
            assert!(!on, "{} is built with its tools", package.name);
            assert!(
                package.features.contains_key("devtools"),
                "{}",
                package.name
            );
            seen += 1;
        }
    }
    assert_eq!(seen, WAY.len());
    // And what is released is built by that and nothing else.
    let dev = read("dev");
    let builds: Vec<&str> = dev
        .lines()
        .filter(|line| line.contains("--release"))
        .collect();
    assert!(
        builds
            .iter()
            .any(|line| line.contains("cargo build --release")),
        "{builds:?}"
    );
    assert!(!dev.contains("devtools") && !dev.contains("debug-assertions"));
}

#[test]
fn whatever_would_bring_them_into_a_release_is_found() {
    for manifest in [
        "[profile.release]\nstrip = \"debuginfo\"\ndebug-assertions = true",
        "[profile.release.package.tauri]\ndebug-assertions = true",
        "[profile.release.package.\"*\"]\ndebug-assertions = true",
        "[profile.shipped]\ninherits = \"release\"\ndebug-assertions = true",
    ] {
        assert_eq!(asserting(manifest).len(), 1, "{manifest}");
    }
    assert!(asserting("[profile.dev]\ndebug-assertions = true").is_empty());
    assert!(asserting("[profile.release]\ndebug-assertions = false").is_empty());
    for manifest in [
        "[workspace.dependencies]\ntauri = { version = \"2\", features = [\"devtools\"] }",
        "[features]\nlook = [\"tauri/devtools\"]",
        "[target.'cfg(unix)'.dependencies.tauri]\nversion = \"2\"\nfeatures = [\"tray-icon\", \"devtools\"]",
    ] {
        assert_eq!(asking(manifest).len(), 1, "{manifest}");
    }
    for settings in [
        r#"{"app": {"windows": [{"label": "main", "devtools": true}]}}"#,
        r#"{"app": {"windows": []}, "build": {"features": ["devtools"]}}"#,
    ] {
        assert_eq!(set(settings).len(), 1, "{settings}");
    }
    for source in [
        ".devtools(true)",
        "window.open_devtools();",
        ".devtools(cfg!(unix))",
    ] {
        assert_eq!(shown(source).len(), 1, "{source}");
    }
}
