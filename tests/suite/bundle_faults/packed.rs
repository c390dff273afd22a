//! An archive is good as we pack it and in no other form: in any other it could hold what another program would unpack.

use super::{Bundle, CHIEF, exported, packed, said, verify};
use std::{
    fs,
    io::{Cursor, Write},
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// What ends an archive without a comment, in bytes.
const END: usize = 22;

/// Two or four bytes of an archive's end: how many entries there are, how long their list is, where it begins.
fn number(zip: &[u8], at: usize, length: usize) -> usize {
    let at = zip.len() - END + at;
    let bytes = zip[at..at + length].iter().rev();
    bytes.fold(0, |all, byte| all << 8 | usize::from(*byte))
}

fn put(zip: &mut [u8], at: usize, length: usize, number: usize) {
    let at = zip.len() - END + at;
    zip[at..at + length].copy_from_slice(&number.to_le_bytes()[..length]);
}

/// The archive with the one entry of another in it, before all its own in the list where it is listed.
fn spliced(whole: &[u8], one: &[u8], listed: bool) -> Vec<u8> {
    let (list, other) = (number(whole, 16, 4), number(one, 16, 4));
    let mut record = one[other..one.len() - END].to_vec();
    record[42..46].copy_from_slice(&u32::try_from(list).unwrap().to_le_bytes());
    if !listed {
        record.clear();
    }
    let mut zip = [&whole[..list], &one[..other], &record, &whole[list..]].concat();
    let more = usize::from(listed);
    let entries = number(whole, 8, 2) + more;
    put(&mut zip, 8, 2, entries);
    put(&mut zip, 10, 2, entries);
    put(&mut zip, 12, 4, number(whole, 12, 4) + record.len());
    put(&mut zip, 16, 4, list + other);
    zip
}

/// An archive of one file, or of one folder where its name ends so.
fn alone(name: &str, text: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    if name.ends_with('/') {
        zip.add_directory(name, packed()).unwrap();
    } else {
        zip.start_file(name, packed()).unwrap();
        zip.write_all(text).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Packed by a program that is not ours.
fn elsewhere(bundle: &Bundle) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in &bundle.files {
        let options = SimpleFileOptions::default().compression_level(Some(1));
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_is_not_as_we_pack_it_is_never_ok() {
    let bundle = exported();
    bundle.room.json(CHIEF, &["export", "--out", "whole.zip"]);
    let whole = fs::read(bundle.room.path("whole.zip")).unwrap();
    let page = alone("site/index.html", b"<h1>Forged</h1>");
    let mut other_name = whole.clone();
    let name = b"site/404.html";
    let at = whole.windows(name.len()).position(|here| here == name);
    other_name[at.unwrap()..][..name.len()].copy_from_slice(b"site/evil.htm");
    let mut comment = [&whole[..], b"Hello"].concat();
    let length = comment.len() - 5 - 2;
    comment[length] = 5;
    let spoilt = [
        ("a file twice", spliced(&whole, &page, true)),
        ("a file that is not listed", spliced(&whole, &page, false)),
        (
            "a folder that leads out of it",
            spliced(&whole, &alone("../../evil/", b""), true),
        ),
        (
            "an empty folder",
            spliced(&whole, &alone("site/empty/", b""), true),
        ),
        ("another name where the file is", other_name),
        ("something before it", [b"#!/bin/sh\n", &whole[..]].concat()),
        ("a comment", comment),
        ("packed by another program", elsewhere(&bundle)),
    ];
    let path = bundle.room.path("spoilt.zip");
    for (what, bytes) in spoilt {
        fs::write(&path, bytes).unwrap();
        let found = verify(&path, &bundle.newsroom.public()).unwrap();
        assert_eq!(said(&found), [" broken-archive"], "{what}");
    }
    fs::write(&path, whole).unwrap();
    let found = verify(&path, &bundle.newsroom.public()).unwrap();
    assert_eq!(said(&found), Vec::<String>::new());
}
