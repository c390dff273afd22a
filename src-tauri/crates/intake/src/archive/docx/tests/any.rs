//! Whatever a document holds: its words are in the article, and no damage brings the reader down.

use super::build::{Doc, p, root, run, t};
use proptest::prelude::*;

/// What an article's HTML shows, without white space.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect()
}

fn shown(markdown: &str) -> String {
    let html = markup::article_html(markdown);
    let page = scraper::Html::parse_fragment(&html);
    letters(&page.root_element().text().collect::<String>())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,6}( [a-z]{1,6}){0,3}",
        2 => "[ *_`~\\[\\]()<>#+.!|&;:=\\-0-9a-c\"'\\\\^$]{1,12}",
        1 => Just("1. x".to_owned()),
        1 => Just("- ".to_owned()),
        1 => Just("&amp; <br> ![a](b)".to_owned()),
        1 => "\\PC{1,6}",
    ]
}

fn props() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just("<w:b/>"),
            Just("<w:i/>"),
            Just("<w:strike/>"),
            Just("<w:vertAlign w:val=\"superscript\"/>"),
            Just("<w:rStyle w:val=\"HTMLCode\"/>"),
            Just(""),
        ],
        0..3,
    )
    .prop_map(|all| all.concat())
}

/// A paragraph's runs, and the words in them.
fn line() -> impl Strategy<Value = (String, String)> {
    proptest::collection::vec((props(), text(), 0..6_u8), 1..6).prop_map(|runs| {
        let (mut xml, mut words) = (String::new(), String::new());
        for (props, text, how) in runs {
            let one = run(&props, &text);
            words.push_str(&text);
            xml.push_str(&match how {
                0 => format!("<w:hyperlink r:id=\"L\">{one}</w:hyperlink>"),
                1 => format!("{one}<w:r><w:br/></w:r>"),
                2 => {
                    format!("<w:commentRangeStart w:id=\"0\"/>{one}<w:commentRangeEnd w:id=\"0\"/>")
                }
                _ => one,
            });
        }
        (xml, words)
    })
}

fn styled() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(""),
        Just("Heading2"),
        Just("Quote"),
        Just("ListBullet"),
        Just("ListNumber"),
        Just("Caption")
    ]
}

#[test]
fn a_number_sign_at_the_end_of_a_heading_is_escaped_once() {
    let code = run("<w:rStyle w:val=\"HTMLCode\"/>", "aa");
    let (remarked, line) = (
        format!("<w:commentRangeStart w:id=\"0\"/>{code}<w:commentRangeEnd w:id=\"0\"/>"),
        "<w:r><w:br/></w:r>",
    );
    for before in [
        run("", "a "),
        code.clone(),
        format!("{remarked}{code}{line}"),
    ] {
        let heading = p("Heading2", &format!("{before}{}{line}", run("", "#")));
        let comments = root(
            "comments",
            "<w:comment w:id=\"0\" w:author=\"Sam\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>",
        );
        let item = Doc::new(&format!("{heading}{}", p("", &t("beside"))))
            .part("comments", "comments.xml", &comments)
            .read()
            .unwrap();
        let shown = shown(&item.body);
        assert!(shown.ends_with("a#beside"), "{shown}");
    }
}

proptest! {
    #[test]
    fn every_word_of_a_document_is_in_its_article(
        lines in proptest::collection::vec((styled(), line(), any::<bool>()), 1..6)
    ) {
        let (mut body, mut words) = (String::new(), String::new());
        for (style, (xml, said), in_table) in &lines {
            let paragraph = p(style, xml);
            match in_table {
                true => body.push_str(&format!("<w:tbl><w:tr><w:tc>{paragraph}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("", &t("beside")))),
                false => body.push_str(&paragraph),
            }
            words.push_str(said);
            if *in_table {
                words.push_str("beside");
            }
        }
        let comments = root("comments", "<w:comment w:id=\"0\" w:author=\"Sam\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>");
        let item = Doc::new(&body)
            .relation("L", "hyperlink", "https://example.org/", true)
            .part("comments", "comments.xml", &comments)
            .read()
            .unwrap();
        prop_assert_eq!(shown(&item.body), letters(&words), "{}", item.body);
        prop_assert_eq!(item.proposed, None);
        for remark in &item.remarks {
            prop_assert!(item.body.get(remark.start..remark.end).is_some());
        }
    }

    #[test]
    fn both_texts_have_the_words_that_they_should(
        parts in proptest::collection::vec((0..3_u8, "[a-z]{1,5}", 0..4_u8), 1..20)
    ) {
        let (mut body, mut before, mut after) = (String::new(), String::new(), String::new());
        let mut inner = String::new();
        for (kind, word, end) in &parts {
            let word = format!("{word} ");
            inner.push_str(&match kind {
                0 => t(&word),
                1 => format!("<w:ins w:id=\"1\" w:author=\"A\">{}</w:ins>", t(&word)),
                _ => format!("<w:del w:id=\"1\"><w:r><w:delText xml:space=\"preserve\">{word}</w:delText></w:r></w:del>"),
            });
            if *kind != 1 { before.push_str(&word); }
            if *kind != 2 { after.push_str(&word); }
            let mark = match end {
                0 => "",
                1 => "<w:pPr><w:rPr><w:ins w:id=\"2\"/></w:rPr></w:pPr>",
                2 => "<w:pPr><w:rPr><w:del w:id=\"2\"/></w:rPr></w:pPr>",
                _ => continue,
            };
            body.push_str(&format!("<w:p>{mark}{inner}</w:p>"));
            inner.clear();
            if *end != 1 { before.push_str("\n\n"); }
            if *end != 2 { after.push_str("\n\n"); }
        }
        body.push_str(&format!("<w:p>{inner}</w:p>"));
        let tidy = |text: &str| {
            let all = text.split("\n\n").map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "));
            all.filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n\n")
        };
        let item = Doc::new(&body).read().unwrap();
        prop_assert_eq!(&item.body, &tidy(&before));
        prop_assert_eq!(item.proposed.unwrap_or(item.body), tidy(&after));
    }
}

#[test]
fn no_mutation_of_a_document_brings_it_down() {
    let text = root(
        "document",
        &format!(
            "<w:body>{}{}{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl></w:body>",
            p("Title", &t("Title")),
            p(
                "ListBullet",
                &format!("{}<w:r><w:footnoteReference w:id=\"1\"/></w:r>", t("item"))
            ),
            p(
                "",
                "<w:ins w:id=\"1\"><w:r><w:t>in</w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>out</w:delText></w:r></w:del><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>HYPERLINK \"x\"</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r><w:commentRangeStart w:id=\"0\"/>"
            ),
            p("", &t("cell")),
        ),
    );
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for nth in 0..800 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=next(5) {
            let at = next(bytes.len());
            match next(5) {
                0 if bytes.len() > 700 => bytes.truncate(at.max(600)),
                1 => bytes[at] = u8::try_from(next(256)).unwrap(),
                2 => bytes.splice(at..at, *b"<w:tc>").for_each(drop),
                3 => bytes.splice(at..at, *b"</w:p>").for_each(drop),
                _ => {
                    let end = bytes.len().min(at + next(300));
                    let part = bytes[at..end].to_vec();
                    let to = next(bytes.len());
                    bytes.splice(to..to, part);
                }
            }
        }
        let mutated = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(item) = Doc::of(&mutated).read() {
            assert!(item.body.len() <= 4 * bytes.len() + 1000, "{nth}");
            for remark in &item.remarks {
                assert!(item.body.get(remark.start..remark.end).is_some());
            }
        }
        if nth % 4 == 0 {
            let mut zip = Doc::of(&text).bytes();
            let at = next(zip.len());
            zip[at] ^= u8::try_from(1 + next(255)).unwrap();
            let folder = super::Folder::new();
            let path = folder.0.join("x.docx");
            std::fs::write(&path, &zip).unwrap();
            if let Ok(Some(archive)) = crate::archive::Archive::open(&path) {
                let _ = archive.read(&mut |_, _| Ok(()));
            }
        }
    }
}
