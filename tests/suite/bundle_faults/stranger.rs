//! A stranger's bundle, and one that another version printed: neither costs without bound, and neither is good.

use super::{Bundle, Files, as_folder, as_zip, exported};
use crate::newsroom::program;
use model::{
    ArticleId, Hash,
    article::Content,
    bundle::{ManifestFile, Surroundings},
    canonical,
};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};

/// Verifies with the memory that a bundle of a few articles needs, and some; gives the kinds of its faults.
fn bounded(dir: &Path, bundle: &Path) -> Vec<String> {
    let out = Command::new("sh")
        .args(["-c", "ulimit -v 600000; exec \"$0\" \"$@\""])
        .arg(program())
        .args(["--json", "verify"])
        .arg(bundle)
        .env_remove("COPYDESK_LIBRARY")
        .env("HOME", dir)
        .current_dir(dir)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(4), "{words}");
    let found: Value = serde_json::from_slice(&out.stdout).unwrap();
    let faults = found["faults"].as_array().unwrap().iter();
    faults
        .map(|fault| fault["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_strangers_bundle_takes_no_more_memory_than_its_texts() {
    let bundle = exported();
    let path = bundle.room.path("large");
    let elsewhere = tempfile::tempdir().unwrap();
    // Files that are all holes: they take no room on the disk.
    let large = |name: &str, size: u64| {
        let file = fs::File::create(path.join(name)).unwrap();
        file.set_len(size).unwrap();
    };
    const SIZE: u64 = 60 << 20;
    let sha256 = Hash::of(&vec![0; usize::try_from(SIZE).unwrap()]);
    let names: Vec<String> = (0..12).map(|nth| format!("theme/x{nth:02}.html")).collect();
    let files = bundle.resigned(bundle.files.clone(), |manifest| {
        let more = names.iter().map(|name| ManifestFile {
            path: name.clone(),
            size: SIZE,
            sha256,
            media: "text/html".into(),
        });
        manifest.files.extend(more);
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
    });
    as_folder(&files, &path);
    names.iter().for_each(|name| large(name, SIZE));
    assert_eq!(bounded(elsewhere.path(), &path), ["signer-unknown"]);

    as_folder(&bundle.files, &path);
    large("manifest.json", 500 << 20);
    let found = bounded(elsewhere.path(), &path);
    assert!(found.contains(&"broken-manifest".to_owned()), "{found:?}");
}

/// The bundle with so many more articles, each like its first and then changed.
fn with_more(bundle: &Bundle, many: u128, change: impl Fn(&mut Content)) -> Files {
    let mut files = bundle.files.clone();
    let mut around: Surroundings = serde_json::from_slice(&files["surroundings.json"]).unwrap();
    let mut articles = bundle.manifest().articles;
    let like = articles[0].clone();
    let text = &files[&format!("revisions/{}.json", like.revision)];
    let mut content = Content::from_bytes(text).unwrap();
    change(&mut content);
    let placed = around.articles[0].clone();
    for nth in 0..many {
        content.article = ArticleId(uuid::Uuid::from_u128(nth));
        let bytes = content.bytes().unwrap();
        let (mut article, mut placed) = (like.clone(), placed.clone());
        (article.article, article.revision) = (content.article, Hash::of(&bytes));
        (placed.article, placed.revision) = (content.article, article.revision);
        files.insert(format!("revisions/{}.json", article.revision), bytes);
        articles.push(article);
        around.articles.push(placed);
    }
    files.insert("surroundings.json".into(), canonical(&around).unwrap());
    bundle.resigned(files, |manifest| manifest.articles = articles)
}

#[test]
fn what_a_strangers_texts_say_besides_their_bodies_is_not_all_held() {
    let bundle = exported();
    let path = bundle.room.path("heavy.zip");
    let elsewhere = tempfile::tempdir().unwrap();
    // In memory each of these takes eight times what it takes in the file: all of them, more than there is.
    as_zip(
        &with_more(&bundle, 60, |content| {
            content.tags = vec![String::new(); 500_000];
        }),
        &path,
    );
    let found = bounded(elsewhere.path(), &path);
    assert!(found.contains(&"signer-unknown".to_owned()), "{found:?}");
    // Where they are like anybody's, the pages are printed again.
    as_zip(&bundle.files, &path);
    assert_eq!(bounded(elsewhere.path(), &path), ["signer-unknown"]);
    let found = press::verify::verify(&path, None, &|_, _| true).unwrap();
    assert!(found.reprinted);
}

#[test]
fn a_strangers_name_is_told_as_often_as_it_must_be_and_no_longer_than_anybodys() {
    let bundle = exported();
    let path = bundle.room.path("named.zip");
    let elsewhere = tempfile::tempdir().unwrap();
    let files = bundle.resigned(bundle.files.clone(), |manifest| {
        for key in &mut manifest.keys {
            key.name = "N".repeat(1 << 20);
        }
        let article = &mut manifest.articles[0];
        let mut no = article.approvals[0].clone();
        no.signature = "0".repeat(128);
        article.approvals = vec![no; 1000];
    });
    as_zip(&files, &path);
    let found = bounded(elsewhere.path(), &path);
    assert!(found.contains(&"unapproved".to_owned()), "{found:?}");
}

#[test]
fn what_another_version_printed_is_neither_bad_nor_good() {
    let bundle = exported();
    let path = bundle.room.path("other");
    for (renderer, said) in [
        ("copydesk-press/1", "an older version"),
        ("copydesk-press/99", "does not know"),
        ("copydesk-press/01", "does not know"),
        ("another", "does not know"),
    ] {
        let mut files = bundle.files.clone();
        files.insert("site/index.html".into(), b"<p>Forged.".to_vec());
        let files = bundle.resigned(files, |manifest| manifest.renderer = renderer.into());
        as_folder(&files, &path);
        let run = bundle.room.run(&["--json", "verify", "other"]);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!((run.status, &found["ok"]), (1, &json!(false)), "{renderer}");
        assert_eq!(found["faults"], json!([]), "{renderer}");
        let notices = found["notices"].as_array().unwrap();
        let kinds: Vec<&str> = notices
            .iter()
            .map(|one| one["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["not-released", "not-reprinted"]);
        let note = &notices[1];
        assert!(note["detail"].as_str().unwrap().contains(said), "{note}");
        let run = bundle.room.run(&["verify", "other"]);
        assert!(run.out.contains("unsure"), "{}", run.out);
    }
}
