//! Files of comments that are damaged, hostile or no such files: nothing panics, nothing is dropped without a word.

use crate::{checkout::root, comment_formats::found};
use intake::comments::Kind;
use proptest::prelude::*;
use std::{
    fs,
    io::{BufReader, Read},
};

const KINDS: [(Kind, &str); 7] = [
    (Kind::Wxr, "wordpress.xml"),
    (Kind::Disqus, "disqus.xml"),
    (Kind::Remark42, "remark42.jsonl"),
    (Kind::Csv, "table.csv"),
    (Kind::JsonLines, "lines.jsonl"),
    (Kind::SavedPage, "page.html"),
    (Kind::Inbox, "inbox.json"),
];

fn fixture(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/fixtures/comments").join(name)).unwrap()
}

/// A comment of a WordPress export around `inside`.
fn wxr(inside: &str) -> String {
    format!(
        "<rss><channel><item><title>T</title><wp:comment><wp:comment_id>1</wp:comment_id>\
         <wp:comment_content>First.</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>\n\
         <wp:comment>{inside}</wp:comment></item></channel></rss>"
    )
}

#[test]
fn what_came_before_the_fault_stands() {
    let bytes = fixture("wordpress.xml");
    let text = String::from_utf8(bytes).unwrap();
    let cut = text.find("<wp:comment_id>24").unwrap();
    let (sent, left, done) = found(Kind::Wxr, &text.as_bytes()[..cut]);
    assert_eq!((sent.len(), done), (2, Ok(())));
    let last = left.last().unwrap();
    assert_eq!(last.place, "the rest of the file");
    assert!(last.why.contains("in line "), "{}", last.why);
    // What begins no tag is letters, and what does not end as it began ends with the comment, which is looked at as it is; all else ends
    // the file.
    for (broken, said) in [
        ("<a></b>", "is not a state"),
        ("<a", "is not a state"),
        ("<a b='", "is not a state"),
        ("<![CDATA[", "line"),
        ("<!-- ", "line"),
    ] {
        let (sent, left, done) = found(Kind::Wxr, wxr(broken).as_bytes());
        assert_eq!((sent.len(), left.len(), done), (1, 1, Ok(())), "{broken}");
        assert!(left[0].why.contains(said), "{broken}: {}", left[0].why);
    }
}

#[test]
fn a_file_with_nothing_in_it_is_refused_with_a_reason() {
    for (kind, text, code) in [
        (Kind::Wxr, "", "not-well-formed"),
        (Kind::Wxr, "words", "not-well-formed"),
        (Kind::Wxr, "<html></html>", "not-comments"),
        (Kind::Disqus, "<rss></rss>", "not-comments"),
        (Kind::Csv, "", "not-comments"),
        (Kind::Csv, "a,b\n1,2\n", "not-comments"),
        (Kind::JsonLines, "words\n", "not-comments"),
        (Kind::Remark42, "words\n", "not-comments"),
        (Kind::SavedPage, "<p>words", "no-article"),
        (Kind::Inbox, "words", "not-a-comment"),
    ] {
        let (sent, _, done) = found(kind, text.as_bytes());
        assert!(sent.is_empty());
        assert_eq!(done.unwrap_err().code, code, "{kind}: {text}");
    }
    assert_eq!(found(Kind::JsonLines, b"").2, Ok(()));
}

#[test]
fn document_types_and_their_entities_are_refused() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><item>\
                <wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item></channel></rss>";
    for kind in [Kind::Wxr, Kind::Disqus] {
        assert_eq!(found(kind, bomb.as_bytes()).2.unwrap_err().code, "has-dtd");
    }
    // Entities that XML does not know are the letters that they are written with, and HTML's in the end.
    let named = wxr(
        "<wp:comment_id>2</wp:comment_id><wp:comment_content>a&nbsp;b &file; &#x3c;</wp:comment_content><wp:comment_approved>1</wp:comment_approved>",
    );
    let (sent, _, _) = found(Kind::Wxr, named.as_bytes());
    assert_eq!(sent[1].1.body, "a b \\&file; \\<");
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = wxr(&"<a>".repeat(100_000));
    let (sent, left, _) = found(Kind::Wxr, deep.as_bytes());
    assert_eq!(sent.len(), 1);
    assert!(left[0].why.contains("200 deep"), "{}", left[0].why);
    // A quotation mark or a section that never ends takes in the rest of a file of any size.
    let open = |start: &str| {
        let start = start.as_bytes().to_vec();
        std::io::Cursor::new(start).chain(std::io::repeat(b'x').take(200 << 20))
    };
    let csv = open("id,article,comment\n1,a,Fine\n2,a,\"never closed ");
    let xml = wxr("<![CDATA[");
    let xml = open(xml.split_once("<![CDATA[").unwrap().0);
    let xml = std::io::Cursor::new(b"".to_vec()).chain(xml);
    let mut cdata = open(&format!(
        "{}<![CDATA[",
        wxr("").replace("</wp:comment></item></channel></rss>", "")
    ));
    for (kind, from) in [
        (
            Kind::Csv,
            &mut BufReader::new(csv) as &mut dyn std::io::BufRead,
        ),
        (Kind::Wxr, &mut BufReader::new(&mut cdata)),
        (Kind::Wxr, &mut BufReader::new(xml)),
    ] {
        let (mut sent, mut said) = (0, String::new());
        let told = intake::comments::read(kind, from, &mut |_, found| {
            match found {
                Ok(_) => sent += 1,
                Err(left) => said = left.why,
            }
            Ok(())
        });
        assert_eq!(told.map(|told| told.comments), Ok(1), "{kind}");
        assert_eq!(sent, 1);
        assert!(said.contains("larger than 64 MB"), "{said}");
    }
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_reported() {
    let mut bytes = wxr("<wp:comment_id>2</wp:comment_id><wp:comment_content>caf\u{1}?</wp:comment_content><wp:comment_approved>1</wp:comment_approved>").into_bytes();
    let at = bytes.iter().position(|byte| *byte == 1).unwrap();
    bytes[at] = 0xe9;
    let (sent, left, _) = found(Kind::Wxr, &bytes);
    assert_eq!(sent[0].1.body, "First.");
    assert_eq!(sent[1].1.body, "caf\u{fffd}?");
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].place, "comment 2");
    assert!(left[0].why.starts_with("It was taken"), "{}", left[0].why);
    // A declaration is believed.
    let latin = [
        b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".as_slice(),
        &bytes,
    ]
    .concat();
    let (sent, left, _) = found(Kind::Wxr, &latin);
    assert_eq!((sent[1].1.body.as_str(), left.len()), ("café?", 0));
    let wide: Vec<u8> = "\u{feff}id\tcomment\r\n1\tcafé\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(found(Kind::Csv, &wide).0[0].1.body, "café");
}

#[test]
fn whoever_takes_them_can_stop() {
    let bytes = fixture("wordpress.xml");
    let mut taken = 0;
    let stop = model::Error::refused("stop", "Enough.");
    let done = intake::comments::read(Kind::Wxr, &mut &bytes[..], &mut |_, _| {
        taken += 1;
        match taken {
            2 => Err(stop.clone()),
            _ => Ok(()),
        }
    });
    assert_eq!((done, taken), (Err(stop.clone()), 2));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        for (kind, _) in KINDS {
            let _ = found(kind, &bytes);
        }
        let _ = intake::comments::recognise("a", &bytes);
    }

    #[test]
    fn damaged_files_never_panic(
        which in 0..KINDS.len(),
        cut in 0.0..1.0_f64,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..12),
        moved in prop::option::of((0.0..1.0_f64, 0.0..1.0_f64, 1..400_usize)),
    ) {
        let (kind, name) = KINDS[which];
        let mut bytes = fixture(name);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
        let at = |share: f64, length: usize| (share * length as f64) as usize;
        for (place, byte) in changes {
            let place = at(place, bytes.len());
            bytes[place] = byte;
        }
        if let Some((from, to, length)) = moved {
            let from = at(from, bytes.len());
            let part = bytes[from..bytes.len().min(from + length)].to_vec();
            let to = at(to, bytes.len());
            bytes.splice(to..to, part);
        }
        bytes.truncate(bytes.len() - at(cut * cut, bytes.len()));
        let _ = found(kind, &bytes);
    }
}
