//! Readers' comments in every format: what is read of each, and that what is written comes back as it was.

use crate::checkout::root;
use intake::comments::{FIELDS, INBOX_LIMIT, Kind, LONGEST, Origin, read, recognise};
use model::{
    Time,
    comment::{CommentState, Place, Reason, Sent},
    page::Leftover,
};
use press::comments::{Format, Kept, Newsroom, Under, writer};
use proptest::prelude::*;
use std::{fmt::Write as _, fs};

const FORMATS: [(Format, Kind); 3] = [
    (Format::Wxr, Kind::Wxr),
    (Format::JsonLines, Kind::JsonLines),
    (Format::Csv, Kind::Csv),
];

/// All that a file gives.
pub fn found(kind: Kind, bytes: &[u8]) -> (Vec<(Origin, Sent)>, Vec<Leftover>, model::Result<()>) {
    let (mut sent, mut left) = (vec![], vec![]);
    let done = read(kind, &mut &bytes[..], &mut |origin, found| {
        match found {
            Ok(comment) => sent.push((origin.clone(), comment)),
            Err(leftover) => left.push(leftover),
        }
        Ok(())
    });
    (sent, left, done.map(|_| ()))
}

#[test]
fn each_format_is_recognised_and_read() {
    let folder = root().join("tests/fixtures/comments");
    let mut wrong = vec![];
    for (name, kind) in [
        ("wordpress.xml", Kind::Wxr),
        ("disqus.xml", Kind::Disqus),
        ("remark42.jsonl", Kind::Remark42),
        ("table.csv", Kind::Csv),
        ("lines.jsonl", Kind::JsonLines),
        ("page.html", Kind::SavedPage),
        ("inbox.json", Kind::Inbox),
    ] {
        let bytes = fs::read(folder.join(name)).unwrap();
        assert_eq!(recognise(name, &bytes), Some(kind), "{name}");
        let (sent, left, done) = found(kind, &bytes);
        let mut said = String::new();
        for (origin, sent) in sent {
            writeln!(said, "{}\n{sent:#?}\n", origin.known(&sent.id)).unwrap();
        }
        for left in left {
            writeln!(said, "{} · {} · {:?}", left.place, left.why, left.text).unwrap();
        }
        writeln!(said, "{done:?}").unwrap();
        let path = folder.join(format!("{name}.expected"));
        if std::env::var_os("COPYDESK_WRITE_EXPECTED").is_some() {
            fs::write(&path, &said).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != said {
            wrong.push(format!("{name}:\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_is_known_by_what_is_in_it() {
    let own = br#"{"id":"a","article":"b","author":"c","body":"d","state":"held","reasons":[]}"#;
    for (name, start, kind) in [
        ("export", &own[..], Some(Kind::JsonLines)),
        ("a.jsonl", b"{}", Some(Kind::JsonLines)),
        ("a.json", b"{\"body\":\"x\"}", Some(Kind::Inbox)),
        ("table.txt", b"id\tauthor\tcomment\n", Some(Kind::Csv)),
        ("a.txt", b"Some words, and others", None),
        ("a.md", b"# Title", None),
        ("a.bin", &[0, 1, 2, 3, 4, 5, 6, 7, 8], None),
        ("", b"", None),
    ] {
        assert_eq!(recognise(name, start), kind, "{name}");
    }
}

#[test]
fn a_page_is_no_network_address_and_what_is_neither_is_left_out() {
    let page = "https://old.example/nowhere/";
    let of = |kind, file: &str| {
        let (sent, left, done) = found(kind, file.as_bytes());
        done.unwrap();
        let [(_, sent)] = &sent[..] else {
            panic!("{file}: {sent:?}, {left:?}");
        };
        let left: Vec<String> = left.into_iter().map(|left| left.why).collect();
        (sent.place.address.clone(), sent.address.clone(), left)
    };
    let line = |fields: &str| {
        of(
            Kind::JsonLines,
            &format!("{{\"id\":\"1\",\"body\":\"Good.\",{fields}}}"),
        )
    };
    let both = (Some(page.to_owned()), Some("192.0.2.7".to_owned()), vec![]);
    // As a form's handler names them, and as a library does.
    for fields in [
        format!("\"address\":\"{page}\",\"ip\":\"192.0.2.7\""),
        format!("\"article_address\":\"{page}\",\"address\":\"192.0.2.7\""),
        format!("\"article_address\":\"{page}\",\"ip\":\"192.0.2.7\""),
    ] {
        assert_eq!(line(&fields), both, "{fields}");
    }
    for table in [
        format!("id,address,ip,comment\n1,{page},192.0.2.7,Good.\n"),
        format!("id,url,address,comment\n1,{page},192.0.2.7,Good.\n"),
    ] {
        assert_eq!(of(Kind::Csv, &table), both, "{table}");
    }
    let none =
        "It was taken, but without what stands where its network address should, which is none.";
    for no in [
        "12 Quay Street",
        "reader.example",
        "300.1.2.3",
        "facade",
        "12345678",
        "night-buses-to-the-harbour-2026",
    ] {
        let (_, address, left) = line(&format!(
            "\"article_address\":\"{page}\",\"address\":\"{no}\""
        ));
        assert_eq!((address, left), (None, vec![none.to_owned()]), "{no}");
    }
    for one in [
        "2001:db8::7",
        "[2001:db8::7]:443",
        "192.0.2.7:80",
        "192.0.2.xxx",
        "fe80::1%eth0",
        "0123456789abcdef0123456789abcdef01234567",
        "203.0.113.7, 10.0.0.1",
        "203.0.113.0/24",
        "2001:db8:85a3::xxxx",
        "sha256:ab12cd34ab12cd34",
        "Zm9yZ290dGVuIGFuZCB1bmtub3du1w==",
        "012345678901234567890123456789",
    ] {
        let (_, address, left) = line(&format!("\"article\":\"quay\",\"address\":\"{one}\""));
        assert_eq!((address.as_deref(), left), (Some(one), vec![]), "{one}");
    }
}

#[test]
fn the_inbox_takes_what_its_schema_says() {
    let text = fs::read_to_string(root().join("docs/comment.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let fields = schema["properties"].as_object().unwrap();
    let named: Vec<(String, u64)> = fields
        .iter()
        .map(|(name, field)| (name.clone(), field["maxLength"].as_u64().unwrap()))
        .collect();
    let mut known: Vec<(String, u64)> = FIELDS
        .iter()
        .map(|(name, most)| ((*name).to_owned(), *most as u64))
        .collect();
    known.sort();
    let mut sorted = named.clone();
    sorted.sort();
    assert_eq!(sorted, known);
    assert!(
        schema["description"]
            .as_str()
            .unwrap()
            .contains(&INBOX_LIMIT.to_string())
    );
    let of = |name: &str, text: String| {
        let mut comment = serde_json::json!({"article": "bread", "body": "Good."});
        comment[name] = text.into();
        comment["unknown"] = serde_json::json!({"state": "published"});
        let (sent, _, done) = found(Kind::Inbox, comment.to_string().as_bytes());
        (sent.into_iter().map(|(_, sent)| sent).next(), done)
    };
    for (name, most) in named {
        let most = usize::try_from(most).unwrap();
        let fitting = match name.as_str() {
            "created" => "2024-05-02T08:00:00.000000000+00:00".to_owned(),
            _ => "é".repeat(most),
        };
        let (sent, done) = of(&name, fitting);
        assert_eq!(done, Ok(()), "{name}");
        assert_eq!(sent.unwrap().state, None);
        assert!(of(&name, "é".repeat(most + 1)).1.is_err(), "{name}");
    }
    for refused in [
        "{\"body\":\"x\"}",
        "{\"article\":\"a\"}",
        "{\"article\":\"a\",\"body\":\" \\u0000\"}",
        "{\"article\":\"a\",\"body\":7}",
        "[]",
        "[\"a\",\"b\",null,null,null,\"c\",null,null,null]",
        "",
        "{\"article\":\"a\",\"body\":\"x\"} {}",
        "{\"article\":\"a\",\"body\":\"x\",\"created\":\"soon\"}",
    ] {
        let (sent, _, done) = found(Kind::Inbox, refused.as_bytes());
        assert!(sent.is_empty() && done.is_err(), "{refused}");
    }
    let (_, _, done) = found(Kind::Inbox, b"{\"article\":\"a\",\"body\":\"\xff\"}");
    assert_eq!(done.unwrap_err().code, "not-utf-8");
    let large = format!(
        "{{\"article\":\"a\",\"body\":\"x\",\"y\":\"{}\"}}",
        "z".repeat(262_144)
    );
    assert_eq!(
        found(Kind::Inbox, large.as_bytes()).2.unwrap_err().code,
        "too-large"
    );
}

/// An id that a library could have given.
fn id(number: usize) -> String {
    format!("0198f3a0-0000-7000-8000-{number:012x}")
}

fn under(number: usize) -> Under {
    Under {
        id: Some(id(1_000_000 + number)),
        slug: Some(format!("article-{number}")),
        address: Some(format!("https://post.example/article-{number}/")),
        title: Some(format!("“Trams” & <bread> ]]> {number}")),
        language: Some("en".into()),
        published: Some(Time(1_714_000_000_000)),
    }
}

fn kept(number: usize, body: &str) -> Kept {
    Kept {
        id: id(number),
        source: format!("wxr:https://post.example:{number}"),
        parent: None,
        author: "Mara".into(),
        email: None,
        address: None,
        site: None,
        created: Time(1_714_636_800_123 + i64::try_from(number).unwrap()),
        body: body.into(),
        original: None,
        state: CommentState::Pending,
        reasons: vec![],
        newsroom: false,
        decided_by: None,
        decided_at: None,
    }
}

fn written(format: Format, all: &[(Under, Vec<Kept>)]) -> Vec<u8> {
    let mut bytes = vec![];
    let mut writer = writer(format, &mut bytes);
    let newsroom = Newsroom {
        name: "The Harbour Post".into(),
        address: "https://post.example".into(),
        language: "en".into(),
    };
    writer.begin(&newsroom).unwrap();
    for (under, comments) in all {
        writer.article(under).unwrap();
        for comment in comments {
            writer.comment(comment).unwrap();
        }
    }
    writer.end().unwrap();
    drop(writer);
    bytes
}

fn one_line(text: &str) -> String {
    let none = ['\u{fffe}', '\u{ffff}'];
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || none.contains(&c));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\n' | '\t')
        })
        .collect()
}

/// What a reader should give for what was written: control characters gone, names on one line.
fn expected(under: &Under, kept: &Kept) -> (Origin, Sent) {
    let some = |text: &Option<String>| {
        text.as_deref()
            .map(one_line)
            .filter(|text| !text.is_empty())
    };
    let origin = Origin {
        archive: "jsonl".into(),
        source: Some(kept.source.clone()),
        language: some(&under.language),
        original: kept
            .original
            .as_deref()
            .map(clean)
            .filter(|text| !text.is_empty()),
        decided_by: some(&kept.decided_by),
        decided_at: kept.decided_at,
    };
    let sent = Sent {
        place: Place {
            article: some(&under.id),
            address: some(&under.address),
            slug: some(&under.slug),
            title: some(&under.title),
        },
        id: kept.id.clone(),
        parent: kept.parent.clone(),
        author: one_line(&kept.author),
        email: some(&kept.email),
        address: some(&kept.address),
        site: some(&kept.site),
        created: Some(kept.created),
        body: clean(&kept.body),
        state: Some(kept.state),
        reasons: kept.reasons.clone(),
        deleted: false,
        newsroom: kept.newsroom,
    };
    (origin, sent)
}

/// Writes in each format, reads, and holds what comes back against what went out.
fn comes_back(all: &[(Under, Vec<Kept>)]) {
    let wanted: Vec<(Origin, Sent)> = all
        .iter()
        .flat_map(|(under, comments)| comments.iter().map(|kept| expected(under, kept)))
        .collect();
    for (format, kind) in FORMATS {
        let bytes = written(format, all);
        let (got, left, done) = found(kind, &bytes);
        assert_eq!((left, done), (vec![], Ok(())), "{format:?}");
        assert_eq!(got.len(), wanted.len(), "{format:?}");
        for (got, wanted) in got.iter().zip(&wanted) {
            let mut got = got.clone();
            got.0.original = got.0.original.filter(|text| !text.is_empty());
            assert_eq!(&got, wanted, "{format:?}");
        }
    }
}

const BODIES: [&str; 26] = [
    "One line.",
    "Two\nlines\n\nand a paragraph.  \nEnd",
    "*Emphasis*, **strong**, `code`, [a link](https://post.example/?a=1&b=2)",
    "> quoted\n\nanswered",
    "- one\n- two\n\n1. three",
    "a ]]> b <![CDATA[ c ]]> ]]]]> d",
    "=HYPERLINK(\"https://bad.example\",\"click\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "''+1",
    "'quoted'",
    "\"quoted\", and; more\tthings",
    "\"{\\\"json\\\":1}\"",
    "سلام، این یک نظر است با اعداد ۱۲۳ و English",
    "שלום עולם",
    "नमस्ते दुनिया",
    "日本語のコメント、改行\nあり",
    "👩‍👩‍👧‍👦 🇩🇪 e\u{301}",
    "zero\u{200b}width and \u{202e}turned\u{202c}",
    "<script>alert(1)</script> <b>bold</b> &amp; &lt;",
    "\u{fffe}\u{ffff}\u{7}\u{1b}[31m control\u{0}",
    "  leading and trailing  \n",
    "\ttabbed",
    "windows\r\nlines\rand old",
];

#[test]
fn what_is_written_comes_back_in_every_format() {
    let mut first = vec![];
    for (number, body) in BODIES.iter().enumerate() {
        let mut comment = kept(number, body);
        comment.state = CommentState::ALL[number % 5];
        comment.author = (*body).chars().take(60).collect();
        comment.parent = (number > 2).then(|| id(number / 2));
        match number % 4 {
            0 => {
                comment.email = Some("mara@reader.example".into());
                comment.address = Some("2001:db8::7".into());
                comment.site = Some("=https://mara.example/?a&b".into());
                comment.newsroom = true;
            }
            1 => {
                comment.reasons = vec![Reason::of("hate").unwrap(), Reason::of("other").unwrap()];
                comment.decided_by = Some("Rana “R.” O'Neil".into());
                comment.decided_at = Some(Time(1_714_700_000_001));
            }
            2 => {
                comment.reasons = vec![Reason {
                    code: "other".into(),
                    detail: "=said \"so\"\n]]>".into(),
                }];
                comment.original = Some(BODIES[(number + 7) % BODIES.len()].into());
            }
            _ => {}
        }
        first.push(comment);
    }
    // What it answers is nowhere; an article that is not here; a comment that was emptied.
    let mut orphan = kept(200, "Whom do I answer?");
    orphan.parent = Some(id(999));
    let lost = Under {
        address: Some("https://old.example/2019/lost".into()),
        slug: Some("lost".into()),
        title: Some("Lost".into()),
        ..Under::default()
    };
    comes_back(&[
        (under(1), first),
        (under(2), vec![orphan]),
        (lost, vec![kept(300, "Under no article."), kept(301, "")]),
        (under(3), vec![]),
    ]);
}

#[test]
fn a_thread_of_100_000_comes_back_without_end_of_the_stack() {
    // Without words: it is the depth that counts.
    let mut thread: Vec<Kept> = (0..100_000).map(|number| kept(number, "")).collect();
    for (number, comment) in thread.iter_mut().enumerate().skip(1) {
        comment.parent = Some(id(number - 1));
    }
    comes_back(&[(under(1), thread)]);
}

#[test]
fn what_wordpress_changed_counts() {
    let mut comment = kept(1, "Do they stop at the *mill*?");
    comment.state = CommentState::Held;
    let mut answer = kept(2, "They do.");
    answer.parent = Some(id(1));
    let bytes = written(Format::Wxr, &[(under(1), vec![comment, answer])]);
    let text = String::from_utf8(bytes).unwrap();
    let edited = text.replacen(
        "<p>Do they stop at the <em>mill</em>?</p>",
        "Do they stop at the <em>harbour</em>?",
        1,
    );
    assert_ne!(text, edited);
    let edited = edited.replacen(
        "<wp:comment_approved><![CDATA[0]]>",
        "<wp:comment_approved><![CDATA[1]]>",
        1,
    );
    let (sent, left, _) = found(Kind::Wxr, edited.as_bytes());
    assert_eq!(left, vec![]);
    // The same comment by its id, with the words and the state of there.
    let (origin, first) = &sent[0];
    assert_eq!(origin.known(&first.id), format!("jsonl:{}", id(1)));
    assert_eq!(first.body, "Do they stop at the *harbour*?");
    assert_eq!(first.state, Some(CommentState::Published));
    assert_eq!(sent[1].1.parent, Some(id(1)));
}

#[test]
fn no_cell_of_a_table_is_a_formula_for_whatever_separator() {
    let comments = BODIES
        .iter()
        .enumerate()
        .map(|(number, body)| kept(number, body))
        .collect();
    let bytes = written(Format::Csv, &[(under(1), comments)]);
    let text = String::from_utf8(bytes).unwrap();
    for cell in text.trim_start_matches('\u{feff}').split("\",\"") {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']),
            "{cell:?}"
        );
    }
}

fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(BODIES.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec![
            "]]>", "\"", "'", "=", "\r\n", "\n\n", "<", "&", ";", ",", "\\"
        ])
        .prop_map(str::to_owned),
        prop::collection::vec(any::<char>(), 0..12).prop_map(|chars| chars.into_iter().collect()),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn comments() -> impl Strategy<Value = Vec<Kept>> {
    let one = (
        words(),
        words(),
        prop::option::of(words()),
        prop::option::of(words()),
        -62_167_219_200_000..253_402_207_200_000_i64,
        0..5_usize,
        prop::collection::vec((words(), words()), 0..3),
        any::<bool>(),
        0..8_usize,
    );
    prop::collection::vec(one, 1..8).prop_map(|all| {
        let all = all.into_iter().enumerate();
        all.map(|(number, one)| {
            let (body, author, email, original, created, state, reasons, newsroom, parent) = one;
            Kept {
                parent: (parent != number).then(|| id(parent)),
                author: author.chars().take(500).collect(),
                decided_by: email.clone(),
                address: original
                    .as_ref()
                    .map(|text| format!("192.0.2.{}", text.len() % 256)),
                site: email.clone(),
                email,
                created: Time(created),
                original,
                state: CommentState::ALL[state],
                reasons: reasons
                    .into_iter()
                    .map(|(code, detail)| Reason { code, detail })
                    .collect(),
                newsroom,
                ..kept(number, &body)
            }
        })
        .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_comes_back(all in comments(), title in words()) {
        let under = Under { title: Some(title), ..under(1) };
        comes_back(&[(under, all)]);
    }
}

#[test]
fn a_text_past_all_measure_is_said_to_be() {
    let comment = |length: usize| {
        let body = "x".repeat(length);
        format!(
            "{{\"id\":\"a\",\"article\":\"b\",\"body\":\"{body}\"}}\n{{\"id\":\"c\",\"article\":\"b\",\"body\":\"y\"}}"
        )
    };
    let (sent, left, _) = found(Kind::JsonLines, comment(LONGEST).as_bytes());
    assert_eq!((sent.len(), left.len()), (2, 0));
    for length in [LONGEST + 1, 1_000_000, 9_000_000] {
        let (sent, left, _) = found(Kind::JsonLines, comment(length).as_bytes());
        assert_eq!((sent.len(), left.len()), (1, 1));
        assert_eq!(left[0].why, "It is longer than 100000 characters.");
        assert!(left[0].text.len() <= 200);
    }
}
