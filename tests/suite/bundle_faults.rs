//! A bundle proves itself: whatever is done to one, `verify` names it.

mod forged;
mod odd;
mod packed;
mod stranger;

use crate::{
    newsroom::Newsroom,
    office::{CHIEF, MODERATOR, Office, PUBLISHER, REVIEWER, WRITER},
};
use model::{
    Hash, PersonId,
    bundle::{Manifest, Verification},
    canonical,
};
use press::minisign::{NewsroomKey, PublicKey};
use serde_json::json;
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};
use store::Store;
use zip::{ZipWriter, write::SimpleFileOptions};

/// A bundle's files by name.
type Files = BTreeMap<String, Vec<u8>>;

/// A library, a release of it as a folder, and the keys that signed what is in it.
struct Bundle {
    room: Newsroom,
    files: Files,
    newsroom: NewsroomKey,
    people: BTreeMap<PersonId, [u8; 32]>,
}

/// Two approved articles, one of them corrected once and with a comment, released.
fn exported() -> Bundle {
    let office = Office::staffed();
    let corrected = office.approved("Night buses to the harbour");
    office.approved("A ferry for Sundays");
    office.release("first.zip");
    let change = json!({"article": corrected, "body": "The last boat leaves at one.\n"});
    office.does(WRITER, "article_edit", change);
    let text = "An earlier version gave the wrong hour.";
    let ask = json!({"article": corrected, "kind": "correction", "text": text});
    office.does(WRITER, "article_submit", ask);
    office.does(REVIEWER, "review_approve", json!({"article": corrected}));
    let [comment, _] = office.comments(&corrected);
    let publish = json!({"comments": [comment], "state": "published"});
    office.does(MODERATOR, "comment_decide", publish);
    let folder = office.release("bundle");
    office.does(
        PUBLISHER,
        "export_bundle",
        json!({"out": office.room.path("proof"), "proof": true}),
    );
    let people = [WRITER, REVIEWER].map(|name| office.person(name));
    let room = office.close();
    let store = Store::open(&room.path("library")).unwrap();
    let (newsroom, people) = store
        .read(|db| {
            let key = store::person::key(db, None)?;
            let mut id = [0; 8];
            id.copy_from_slice(&Hash::of(key.public.as_bytes()).0[..8]);
            let newsroom = NewsroomKey {
                secret: store::person::secret(db, key.id)?,
                id,
            };
            let mut secrets = BTreeMap::new();
            for person in people {
                let key = store::person::key(db, Some(person))?;
                secrets.insert(person, store::person::secret(db, key.id)?);
            }
            Ok((newsroom, secrets))
        })
        .unwrap();
    Bundle {
        files: read(&folder),
        room,
        newsroom,
        people,
    }
}

fn read(folder: &Path) -> Files {
    fn walk(dir: &Path, below: &str, files: &mut Files) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = Files::new();
    walk(folder, "", &mut files);
    files
}

fn as_folder(files: &Files, folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// How each entry of a bundle is packed.
fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644)
        .large_file(false)
}

/// Packed by another program in the very form of ours.
fn as_zip(files: &Files, path: &Path) {
    let mut zip = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), packed()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

fn verify(path: &Path, key: &PublicKey) -> model::Result<Verification> {
    press::verify::verify(path, Some(key), &|_, _| true)
}

fn said(found: &Verification) -> Vec<String> {
    found
        .faults
        .iter()
        .map(|fault| format!("{} {}", fault.path, fault.kind))
        .collect()
}

impl Bundle {
    /// Verifies files as a folder and as a zip; both must say the same of them.
    fn faults(&self, files: &Files) -> Vec<String> {
        let (folder, zip) = (self.room.path("spoiled"), self.room.path("spoiled.zip"));
        as_folder(files, &folder);
        as_zip(files, &zip);
        let key = self.newsroom.public();
        let found = said(&verify(&folder, &key).unwrap());
        assert_eq!(said(&verify(&zip, &key).unwrap()), found);
        found
    }

    /// Signs the manifest again with the newsroom's own key, its list of files made to fit what is there.
    fn resigned(&self, mut files: Files, change: impl FnOnce(&mut Manifest)) -> Files {
        let mut manifest: Manifest = serde_json::from_slice(&files["manifest.json"]).unwrap();
        manifest.files = files
            .iter()
            .filter(|(name, _)| !name.starts_with("manifest.json"))
            .map(|(name, bytes)| model::bundle::ManifestFile {
                path: name.clone(),
                size: bytes.len() as u64,
                sha256: Hash::of(bytes),
                media: press::bundle::media(name).into(),
            })
            .collect();
        change(&mut manifest);
        let bytes = canonical(&manifest).unwrap();
        files.insert(
            "manifest.json.minisig".into(),
            self.newsroom.sign(&bytes).into_bytes(),
        );
        files.insert("manifest.json".into(), bytes);
        files
    }

    /// The page of the corrected article, which is the first of the manifest.
    fn page(&self) -> String {
        self.manifest()
            .articles
            .iter()
            .find(|article| !article.corrections.is_empty())
            .unwrap()
            .page
            .clone()
    }

    fn manifest(&self) -> Manifest {
        serde_json::from_slice(&self.files["manifest.json"]).unwrap()
    }
}

#[test]
fn what_was_exported_has_no_fault_and_minisign_agrees() {
    let bundle = exported();
    assert_eq!(bundle.faults(&bundle.files), Vec::<String>::new());
    let key = bundle
        .room
        .file("newsroom.pub", bundle.newsroom.public().file());
    let judge = Command::new("minisign")
        .args(["-V", "-m", "manifest.json", "-p", &key])
        .current_dir(bundle.room.path("bundle"))
        .output()
        .unwrap_or_else(|cause| panic!("minisign is needed to judge a signature: {cause}"));
    assert!(
        judge.status.success(),
        "{}",
        String::from_utf8_lossy(&judge.stderr)
    );
}

/// The faults, any one of them, by which a changed byte of a file is named.
fn changed(name: &str) -> &'static [&'static str] {
    match name {
        "manifest.json" => &["manifest.json.minisig signature"],
        // Where the byte belongs to the key's id, the signature claims to be by another key.
        "manifest.json.minisig" => &["* signature", "* wrong-key"],
        _ => &["* changed"],
    }
}

#[test]
fn every_flipped_byte_is_named_by_its_file() {
    let bundle = exported();
    for (name, bytes) in &bundle.files {
        let step = if name.ends_with(".minisig") {
            1
        } else {
            bytes.len() / 7 + 1
        };
        for at in (0..bytes.len()).step_by(step) {
            let mut files = bundle.files.clone();
            files.get_mut(name).unwrap()[at] ^= 1;
            let folder = bundle.room.path("spoiled");
            as_folder(&files, &folder);
            let found = said(&verify(&folder, &bundle.newsroom.public()).unwrap());
            let named = changed(name)
                .iter()
                .any(|fault| found.contains(&fault.replace('*', name)));
            assert!(named, "byte {at} of {name}: {found:?}");
        }
    }
}

#[test]
fn every_missing_added_renamed_and_swapped_file_is_named() {
    let bundle = exported();
    let names: Vec<&String> = bundle.files.keys().collect();
    for (place, name) in names.iter().enumerate() {
        let own = name.starts_with("manifest.json");
        let expect = |files: &Files, path: &str, kind: &str| {
            let found = bundle.faults(files);
            let fault = format!("{path} {kind}");
            assert!(found.contains(&fault), "{name}: {found:?}, not {fault}");
        };
        let mut missing = bundle.files.clone();
        let bytes = missing.remove(*name).unwrap();
        expect(&missing, name, "missing");

        let mut added = bundle.files.clone();
        added.insert(format!("{name}.orig"), b"another".to_vec());
        expect(&added, &format!("{name}.orig"), "added");

        let mut renamed = missing.clone();
        renamed.insert(format!("{name}.orig"), bytes.clone());
        expect(&renamed, name, if own { "missing" } else { "renamed" });

        let other = names[(place + 1) % names.len()];
        if !own && !other.starts_with("manifest.json") && bytes != bundle.files[other] {
            let mut swapped = bundle.files.clone();
            swapped.insert((*name).clone(), bundle.files[other].clone());
            swapped.insert(other.clone(), bytes);
            expect(&swapped, name, "changed");
            expect(&swapped, other, "changed");
        }
    }
}

#[test]
fn another_key_another_signature_and_no_key_are_told_apart() {
    let bundle = exported();
    let stranger = NewsroomKey {
        secret: [7; 32],
        id: [7; 8],
    };
    let path = bundle.room.path("bundle");
    assert_eq!(
        said(&verify(&path, &stranger.public()).unwrap()),
        ["manifest.json.minisig wrong-key"]
    );
    let none = press::verify::verify(&path, None, &|_, _| true).unwrap();
    assert_eq!(said(&none), ["manifest.json.minisig signer-unknown"]);
    let mut files = bundle.files.clone();
    let proof = read(&bundle.room.path("proof"));
    files.insert(
        "manifest.json.minisig".into(),
        proof["manifest.json.minisig"].clone(),
    );
    assert_eq!(bundle.faults(&files), ["manifest.json.minisig signature"]);
    let namesake = NewsroomKey {
        secret: [7; 32],
        id: bundle.newsroom.id,
    };
    let signature = namesake.sign(&files["manifest.json"]);
    files.insert("manifest.json.minisig".into(), signature.into_bytes());
    assert_eq!(bundle.faults(&files), ["manifest.json.minisig signature"]);
}

#[test]
fn a_flipped_byte_anywhere_in_an_archive_is_never_ok() {
    let bundle = exported();
    bundle.room.json(CHIEF, &["export", "--out", "whole.zip"]);
    let bytes = fs::read(bundle.room.path("whole.zip")).unwrap();
    let spoiled = bundle.room.path("flipped.zip");
    // Every byte of the archive's own records at its end, and some hundred spread over all of it.
    let records = bytes.len().saturating_sub(120)..bytes.len();
    let spread = (0..bytes.len()).step_by(bytes.len() / 300 + 1);
    let (mut faulty, mut no_bundle) = (0, 0);
    for (turn, at) in spread.chain(records).enumerate() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (turn % 8);
        fs::write(&spoiled, &flipped).unwrap();
        match verify(&spoiled, &bundle.newsroom.public()) {
            Ok(found) => {
                assert!(!found.ok, "byte {at} of {}", bytes.len());
                faulty += 1;
            }
            Err(error) => {
                assert_eq!(error.exit_status(), 3, "byte {at}: {error:?}");
                no_bundle += 1;
            }
        }
    }
    println!("{faulty} flips were named, {no_bundle} left nothing that looks like a bundle");
    assert!(faulty > 300 && no_bundle < faulty / 10);
}

#[test]
fn exports_of_one_state_are_the_same_bytes_wherever_and_by_whomever_they_are_made() {
    let bundle = exported();
    let room = &bundle.room;
    room.json(CHIEF, &["export", "--out", "here.zip"]);
    let expected = fs::read(room.path("here.zip")).unwrap();
    room.json(CHIEF, &["library", "backup", "copy"]);
    let elsewhere = room.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    type Variables<'a> = &'a [(&'a str, &'a str)];
    let places: [(&str, PathBuf, Variables); 4] = [
        (
            "library",
            room.path(""),
            &[
                ("TZ", "Asia/Tehran"),
                ("LANG", "fa_IR.UTF-8"),
                ("LC_ALL", "fa_IR.UTF-8"),
            ],
        ),
        (
            "library",
            elsewhere.clone(),
            &[("TZ", "America/St_Johns"), ("RAYON_NUM_THREADS", "1")],
        ),
        (
            "copy",
            elsewhere.clone(),
            &[("TZ", "UTC"), ("LANG", "C"), ("RAYON_NUM_THREADS", "7")],
        ),
        (
            "copy",
            PathBuf::from("/"),
            &[("TZ", ""), ("LANG", "tr_TR.UTF-8")],
        ),
    ];
    for (nth, (library, cwd, variables)) in places.into_iter().enumerate() {
        let out = elsewhere.join(format!("{nth}.zip"));
        let mut command =
            room.command(&["--as", PUBLISHER, "export", "--out", out.to_str().unwrap()]);
        command
            .env("COPYDESK_LIBRARY", room.path(library))
            .envs(variables.iter().copied())
            .current_dir(cwd);
        assert!(command.output().unwrap().status.success());
        assert!(
            fs::read(&out).unwrap() == expected,
            "{library} with {variables:?}"
        );
    }
    let folder = read(&room.path("bundle"));
    room.json(CHIEF, &["export", "--out", "again"]);
    assert!(read(&room.path("again")) == folder);
}
