//! Links, names that lead astray, broken records, and what is no bundle at all: by the program, with its exit status.

use super::{Bundle, Files, as_folder, as_zip, exported};
use serde_json::{Value, json};
use std::{fs, io::Write, path::Path};
use zip::{ZipWriter, write::SimpleFileOptions};

type Spoil = fn(&Bundle, &Path);

/// What no list of files can show, by the program: the file's name, what is done, its exit status, and the fault.
const ODDITIES: [(&str, &str, Spoil, i32, &str); 13] = [
    (
        "a manifest that is no JSON",
        "odd",
        |b, to| {
            let mut files = b.files.clone();
            files.insert("manifest.json".into(), b"{\"kind\":".to_vec());
            as_folder(&files, to);
        },
        4,
        "broken-manifest",
    ),
    (
        "a manifest of another format",
        "odd",
        |b, to| {
            let mut files = b.files.clone();
            let text = String::from_utf8(files["manifest.json"].clone()).unwrap();
            files.insert(
                "manifest.json".into(),
                text.replace("manifest/1", "manifest/9").into_bytes(),
            );
            as_folder(&files, to);
        },
        4,
        "broken-manifest",
    ),
    (
        "an empty manifest",
        "odd",
        |b, to| {
            let mut files = b.files.clone();
            files.insert("manifest.json".into(), vec![]);
            as_folder(&files, to);
        },
        4,
        "broken-manifest",
    ),
    (
        "a link in the folder",
        "odd",
        |b, to| {
            as_folder(&b.files, to);
            std::os::unix::fs::symlink("/etc/hostname", to.join("site/link.html")).unwrap();
        },
        4,
        "added",
    ),
    (
        "a page that became a link",
        "odd",
        |b, to| {
            as_folder(&b.files, to);
            let page = to.join(b.page());
            fs::rename(&page, to.join("moved")).unwrap();
            std::os::unix::fs::symlink(to.join("moved"), page).unwrap();
        },
        4,
        "added",
    ),
    (
        "an archive cut short",
        "odd.zip",
        |b, to| {
            as_zip(&b.files, to);
            let bytes = fs::read(to).unwrap();
            fs::write(to, &bytes[..bytes.len() / 2]).unwrap();
        },
        4,
        "broken-archive",
    ),
    (
        "a name that leads out of the archive",
        "odd.zip",
        |b, to| {
            let mut files = b.files.clone();
            files.insert("../evil.html".into(), b"x".to_vec());
            as_zip(&files, to);
        },
        4,
        "broken-archive",
    ),
    (
        "an absolute name in the archive",
        "odd.zip",
        |b, to| {
            let mut files = b.files.clone();
            files.insert("/evil.html".into(), b"x".to_vec());
            as_zip(&files, to);
        },
        4,
        "broken-archive",
    ),
    (
        "a link in the archive",
        "odd.zip",
        |b, to| {
            let mut zip = ZipWriter::new(fs::File::create(to).unwrap());
            zip.add_symlink(
                "site/link.html",
                "/etc/hostname",
                SimpleFileOptions::default(),
            )
            .unwrap();
            for (name, bytes) in &b.files {
                zip.start_file(name.as_str(), SimpleFileOptions::default())
                    .unwrap();
                zip.write_all(bytes).unwrap();
            }
            zip.finish().unwrap();
        },
        4,
        "broken-archive",
    ),
    (
        "a text file",
        "odd.zip",
        |_, to| fs::write(to, "Not a bundle.").unwrap(),
        3,
        "no-bundle",
    ),
    (
        "an empty file",
        "odd.zip",
        |_, to| fs::write(to, "").unwrap(),
        3,
        "no-bundle",
    ),
    (
        "an empty folder",
        "odd",
        |_, to| fs::create_dir_all(to).unwrap(),
        3,
        "no-bundle",
    ),
    (
        "an archive of something else",
        "odd.zip",
        |_, to| as_zip(&Files::from([("notes.txt".into(), b"Milk.".to_vec())]), to),
        3,
        "no-bundle",
    ),
];

#[test]
fn the_program_names_what_is_odd_and_ends_with_its_status() {
    let bundle = exported();
    for (what, name, spoil, status, kind) in ODDITIES {
        let path = bundle.room.path(name);
        let _ = fs::remove_dir_all(&path);
        let _ = fs::remove_file(&path);
        spoil(&bundle, &path);
        let run = bundle
            .room
            .run(&["--json", "verify", path.to_str().unwrap()]);
        assert_eq!(run.status, status, "{what}: {}{}", run.out, run.err);
        if status == 3 {
            assert_eq!(run.refusal(), (3, kind.into()), "{what}");
        } else {
            let found: Value = serde_json::from_str(&run.out).unwrap();
            let kinds: Vec<&Value> = found["faults"]
                .as_array()
                .unwrap()
                .iter()
                .map(|fault| &fault["kind"])
                .collect();
            assert!(
                found["ok"] == false && kinds.contains(&&json!(kind)),
                "{what}: {found}"
            );
        }
    }
}
