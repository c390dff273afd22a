//! What judges that are not ours say of the parts, and that they would say it of spoilt ones.

use super::{Edition, below};
use crate::judges;
use model::bundle::{BundleKind, Part};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// The hard edition as it is; as a proof of a newsroom that does not know where its site will be; and an empty one.
fn editions() -> Vec<Edition> {
    let mut nowhere = Edition::hard();
    nowhere.around.kind = BundleKind::Proof;
    nowhere.around.base_url = String::new();
    nowhere.around.language = "fa".into();
    nowhere.around.edition = String::new();
    vec![Edition::hard(), nowhere, Edition::empty()]
}

#[test]
fn epubcheck_finds_nothing_in_a_hard_edition_and_something_in_a_spoilt_one() {
    let dir = tempfile::tempdir().unwrap();
    for (at, edition) in editions().iter().enumerate() {
        let to = dir.path().join(at.to_string());
        edition.print(&[Part::Epub], &to);
        let files = below(&to);
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!(judges::book_faults(&to.join(&files[0])), "");
    }
    let whole = dir.path().join("0");
    let book = whole.join(&below(&whole)[0]);
    let mut bytes = fs::read(&book).unwrap();
    let spoilt = dir.path().join("spoilt.epub");
    // The type of the whole is the first thing in it, and bare.
    bytes[38 + 5] = b'X';
    fs::write(&spoilt, bytes).unwrap();
    assert_ne!(judges::book_faults(&spoilt), "");
}

#[test]
fn the_schema_of_ninjs_takes_every_item_and_refuses_a_spoilt_one() {
    let Some(schema) = judges::ninjs_schema() else {
        println!("not checked: the schema of ninjs 3.1 is not on this machine");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    for (at, edition) in editions().iter().enumerate() {
        let to = dir.path().join(at.to_string());
        edition.print(&[Part::Ninjs], &to);
        if edition.around.articles.is_empty() {
            continue;
        }
        let files: Vec<PathBuf> = below(&to).iter().map(|name| to.join(name)).collect();
        assert_eq!(files.len(), edition.around.articles.len());
        assert_eq!(judges::faults_by(&schema, &files), "");
    }
    let first =
        fs::read_to_string(dir.path().join("0").join(&below(&dir.path().join("0"))[0])).unwrap();
    let spoilt = dir.path().join("spoilt.json");
    fs::write(&spoilt, first.replace("\"text\"", "\"poem\"")).unwrap();
    assert!(judges::faults_by(&schema, &[spoilt]).contains("poem"));
}

#[test]
fn hugo_builds_the_markdown_without_a_warning_and_refuses_a_spoilt_one() {
    let dir = tempfile::tempdir().unwrap();
    for (at, edition) in editions().iter().enumerate() {
        let to = dir.path().join(at.to_string());
        edition.print(&[Part::Markdown], &to);
        let (source, built) = (to.join("markdown"), to.join("built"));
        assert_eq!(judges::hugo_faults(&source, &built), "");
        let pages = below(&built);
        for page in pages.iter().filter(|name| name.ends_with(".html")) {
            let html = fs::read_to_string(built.join(page)).unwrap();
            for harm in [
                "<script",
                "onclick=\"",
                "onerror=\"",
                "javascript:",
                "<style",
                "HAHAHUGO",
            ] {
                assert!(!html.contains(harm), "{harm} in {page}: {html}");
            }
        }
        if at == 0 {
            let page =
                fs::read_to_string(built.join("harbour/tables-and-notes/index.html")).unwrap();
            assert!(
                page.contains("{{&lt; now &gt;}}") && page.contains("<table>"),
                "{page}"
            );
            assert!(
                pages
                    .iter()
                    .any(|name| name == "harbour/old-harm/index.html"),
                "{pages:?}"
            );
            assert!(
                pages
                    .iter()
                    .any(|name| name.starts_with("harbour/pictures/") && name.ends_with(".jpg"))
            );
        }
    }
    let spoilt = dir.path().join("0/markdown/content/harbour/links/index.md");
    fs::write(&spoilt, "---\ntitle: \"x\n---\n{{< nothing >}}\n").unwrap();
    let source = dir.path().join("0/markdown");
    assert_ne!(judges::hugo_faults(&source, &dir.path().join("again")), "");
}

#[test]
fn each_line_of_json_is_as_its_schema_says() {
    let dir = tempfile::tempdir().unwrap();
    Edition::hard().print(&[Part::Jsonl], dir.path());
    let schema = crate::checkout::root().join("docs/jsonl.schema.json");
    let whole: Value = serde_json::from_str(&fs::read_to_string(&schema).unwrap()).unwrap();
    let mut all = vec![];
    for name in below(dir.path()) {
        let text = fs::read_to_string(dir.path().join(&name)).unwrap();
        let kind = name
            .trim_start_matches("jsonl/")
            .trim_end_matches("s.jsonl");
        let mut lines = vec![];
        for (at, line) in text.lines().enumerate() {
            let file = dir.path().join(format!("{kind}-{at}.json"));
            fs::write(&file, line).unwrap();
            lines.push(file);
        }
        assert!(!lines.is_empty(), "{name}");
        // What the schema says a line of this file is.
        let said = &whole["$defs"][kind]["description"];
        assert_eq!(said, &format!("A line of {kind}s.jsonl."), "{name}");
        let mut own = whole.clone();
        own["oneOf"] = json!([{"$ref": format!("#/$defs/{kind}")}]);
        let of_its_own = dir.path().join(format!("{kind}.schema.json"));
        fs::write(&of_its_own, own.to_string()).unwrap();
        assert_eq!(judges::faults_by(&of_its_own, &lines), "", "{name}");
        all.extend(lines);
    }
    assert!(all.len() > 20, "{all:?}");
    assert_eq!(judges::faults_by(&schema, &all), "");
    let spoilt = dir.path().join("spoilt.json");
    for line in ["{\"id\":7}", "{}", "{\"comment\":{\"id\":7}}"] {
        fs::write(&spoilt, line).unwrap();
        assert_ne!(
            judges::faults_by(&schema, std::slice::from_ref(&spoilt)),
            "",
            "{line}"
        );
    }
}
