//! The files of the parts: their names, their sameness, what is in them.

use super::{Edition, below};
use model::bundle::Part;
use std::{
    fs,
    io::{Cursor, Read},
    path::Path,
};

const BESIDE: [Part; 5] = [
    Part::Wxr,
    Part::Epub,
    Part::Ninjs,
    Part::Markdown,
    Part::Jsonl,
];

fn bytes(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let names = below(dir).into_iter();
    names
        .map(|name| (name.clone(), fs::read(dir.join(&name)).unwrap()))
        .collect()
}

#[test]
fn every_part_is_the_same_bytes_each_time() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    Edition::hard().print(&BESIDE, one.path());
    Edition::hard().print(&BESIDE, other.path());
    let (one, other) = (bytes(one.path()), bytes(other.path()));
    assert_eq!(one.len(), other.len());
    for ((name, first), (_, second)) in one.iter().zip(&other) {
        assert!(first == second, "{name}");
    }
}

#[test]
fn every_name_is_one_that_any_file_system_takes() {
    let dir = tempfile::tempdir().unwrap();
    Edition::hard().print(&BESIDE, dir.path());
    for name in below(dir.path()) {
        for part in name.split('/') {
            let stem = part.split('.').next().unwrap();
            assert!(part.len() <= 143, "{name}");
            assert!(!["con", "prn", "aux", "nul"].contains(&stem), "{name}");
            assert!(
                part.chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)),
                "{name}"
            );
        }
    }
}

/// The files of the edition's book.
fn book(edition: &Edition) -> Vec<(String, Vec<u8>)> {
    let dir = tempfile::tempdir().unwrap();
    edition.print(&[Part::Epub], dir.path());
    let bytes = fs::read(dir.path().join(&below(dir.path())[0])).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = vec![];
            entry.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

#[test]
fn a_book_has_footnotes_as_such_and_nothing_from_elsewhere() {
    let edition = Edition::hard();
    let files = book(&edition);
    assert_eq!(
        files[0],
        ("mimetype".into(), b"application/epub+zip".to_vec())
    );
    let text = |end: &str| {
        let found = files.iter().find(|(name, _)| name.ends_with(end));
        String::from_utf8(found.unwrap_or_else(|| panic!("{end}")).1.clone()).unwrap()
    };
    let chapter = |at: usize| text(&format!("text/{}.xhtml", edition.id(at)));
    let notes = chapter(0);
    assert_eq!(notes.matches("epub:type=\"noteref\"").count(), 5, "{notes}");
    assert_eq!(notes.matches("<aside id=").count(), 4, "{notes}");
    assert!(
        notes.contains("<p><sup><a href=\"#r1\" role=\"doc-backlink\">1</a></sup> The second week")
            && notes.contains("epub:type=\"footnote\"")
    );
    let pictures = chapter(1);
    assert!(
        pictures.contains("From elsewhere") && !pictures.contains("boat.jpg"),
        "{pictures}"
    );
    assert!(
        pictures.contains("alt=\"The quay at noon\"")
            && pictures.contains("<figcaption>Before &gt; after")
    );
    let raw = chapter(2);
    assert!(
        !raw.contains("onclick") && !raw.contains("<script"),
        "{raw}"
    );
    for words in [
        "A caption",
        "astray",
        "a meaning without its term",
        "a link in a link",
        "bare words",
    ] {
        assert!(raw.contains(words), "{words}: {raw}");
    }
    let links = chapter(3);
    let other = format!("href=\"{}.xhtml\"", edition.id(0));
    assert_eq!(links.matches(&other).count(), 3, "{links}");
    let package = text("package.opf");
    assert_eq!(package.matches("dcterms:modified").count(), 1);
    // The newest date in the edition: that of a correction.
    assert!(
        package.contains("2026-11-30T04:13:20Z")
            || package.contains("<meta property=\"dcterms:modified\">2026-1"),
        "{package}"
    );
    assert!(
        files.iter().all(|(name, _)| !name.ends_with(".webp")),
        "every reader shows JPEG"
    );
    let nav = text("nav.xhtml");
    assert!(
        nav.contains("<span>Harbour</span>") && nav.contains("epub:type=\"landmarks\""),
        "{nav}"
    );
}

#[test]
fn markdown_keeps_what_was_written_and_loses_what_acts() {
    let edition = Edition::hard();
    let dir = tempfile::tempdir().unwrap();
    edition.print(&[Part::Markdown], dir.path());
    let read = |name: &str| {
        let file = dir.path().join(format!("markdown/content/{name}/index.md"));
        fs::read_to_string(&file).unwrap_or_else(|cause| panic!("{name}: {cause}"))
    };
    let notes = read("harbour/tables-and-notes");
    let written = edition.text("tables-and-notes.md");
    let same = written.lines().filter(|line| notes.contains(line)).count();
    assert!(
        same + 1 >= written.lines().count(),
        "all but the line with a shortcode: {notes}"
    );
    let pictures = read("harbour/pictures");
    let quay = format!(
        "]({}.jpg \"Before > after, & the \\\"old\\\" crane\")",
        edition
            .asset("quay.jpg")
            .variants
            .iter()
            .rev()
            .find(|one| one.media.extension() == "jpg")
            .map_or(edition.asset("quay.jpg").hash, |_| edition
                .asset("quay.jpg")
                .hash)
    );
    assert!(pictures.contains(&quay), "{quay}: {pictures}");
    assert!(
        !pictures.contains("asset:") && !pictures.contains("onerror"),
        "{pictures}"
    );
    let raw = read("harbour/raw-html");
    for harm in ["<script", "<style", "onclick", "javascript:", "<div", "<a "] {
        assert!(!raw.contains(harm), "{harm}: {raw}");
    }
    assert!(
        raw.contains("H<sub>2</sub>O") && raw.contains("A paragraph in a box, **bold**."),
        "{raw}"
    );
    let links = read("harbour/links");
    assert!(
        links.contains("[An article of ours](../../harbour/tables-and-notes/)"),
        "{links}"
    );
    assert!(
        !links.contains("javascript:") && !links.contains("data:text"),
        "{links}"
    );
    let long = below(&dir.path().join("markdown/content/harbour"));
    assert!(
        long.iter()
            .any(|name| name.starts_with("xxxx") && name.len() < 140),
        "{long:?}"
    );
    assert!(read("aux_/con_").contains("url: \"/aux/con/\""));
}
