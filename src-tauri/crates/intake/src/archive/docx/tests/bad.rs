//! What is broken, or means harm.

use super::build::{Doc, p, read, root, t};
use std::fmt::Write as _;

fn code(name: &str, bytes: &[u8]) -> (String, String) {
    let error = read(name, bytes).unwrap_err();
    (error.code, error.message)
}

#[test]
fn what_is_no_document_is_said_plainly() {
    let (code_, said) = code("story.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    assert_eq!(code_, "not-a-document");
    assert!(said.contains("old kind (.doc)"), "{said}");
    assert!(
        code("story.docx", b"{\\rtf1 hello}")
            .1
            .contains("Rich Text")
    );
    assert!(code("story.docx", b"").1.contains("is empty"));
    let whole = Doc::new(&p("", &t("x"))).bytes();
    assert_eq!(
        code("story.docx", &whole[..whole.len() / 2]).0,
        "broken-archive"
    );
}

#[test]
fn a_document_type_is_refused() {
    let bomb = format!(
        "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}",
        root("document", "<w:body/>")
    );
    let error = Doc::of(&bomb).read().unwrap_err();
    assert_eq!(error.code, "has-dtd");
}

#[test]
fn tables_within_tables_without_end_keep_their_words() {
    let mut body = String::new();
    for _ in 0..100_000 {
        body.push_str("<w:tbl><w:tr><w:tc>");
    }
    body.push_str(&p("", &t("the innermost")));
    for _ in 0..100_000 {
        body.push_str("</w:tc></w:tr></w:tbl>");
    }
    body.push_str(&p("", &t("after")));
    let read = Doc::new(&body).read().unwrap();
    assert!(
        read.body.contains("the innermost") && read.body.ends_with("after"),
        "{}",
        read.body
    );
    assert!(read.left.iter().any(|left| left.why.contains("too deep")));
}

#[test]
fn what_is_cut_off_gives_what_came_before() {
    let whole = root(
        "document",
        &format!(
            "<w:body>{}{}</w:body>",
            p("", &t("First.")),
            p("", &t("Second."))
        ),
    );
    let cut = &whole[..whole.find("Second").unwrap() + 3];
    let read = Doc::of(cut).read().unwrap();
    assert_eq!(read.body, "First.\n\nSec");
    assert!(
        read.left[0].why.contains("can’t be read on from here"),
        "{:?}",
        read.left
    );
}

#[test]
fn macros_are_never_taken_and_that_is_said() {
    let read = Doc::new(&p("", &t("Text.")))
        .raw("word/vbaProject.bin", b"macro")
        .read()
        .unwrap();
    assert_eq!(read.body, "Text.");
    assert!(read.left[0].why.contains("macros"));
    assert!(read.files.is_empty());
}

#[test]
fn other_programs_namespaces_and_prefixes_are_the_same_text() {
    let strict = "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body><x:p><x:pPr><x:pStyle x:val=\"Heading2\"/></x:pPr><x:r><x:t>Head</x:t></x:r></x:p><x:p><x:r><x:rPr><x:b/></x:rPr><x:t>bold</x:t></x:r></x:p></x:body></x:document>";
    let read = Doc::of(strict).read().unwrap();
    assert_eq!(read.body, "## Head\n\n**bold**");
    let default = "<document xmlns=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><body><p><r><t>plain</t></r></p></body></document>";
    assert_eq!(Doc::of(default).read().unwrap().body, "plain");
}

#[test]
fn styles_lists_and_remarks_that_go_in_circles_end() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:name w:val=\"A\"/><w:basedOn w:val=\"B\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"B\"><w:name w:val=\"B\"/><w:basedOn w:val=\"A\"/></w:style>";
    let notes = "<w:footnote w:id=\"1\"><w:p><w:r><w:t>Note.</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p></w:footnote>";
    let comments = "<w:comment w:id=\"1\"><w:p w14:paraId=\"A\"/></w:comment><w:comment w:id=\"2\"><w:p w14:paraId=\"B\"/></w:comment>";
    let circle = "<w15:commentsEx xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"><w15:commentEx w15:paraId=\"A\" w15:paraIdParent=\"B\"/><w15:commentEx w15:paraId=\"B\" w15:paraIdParent=\"A\"/></w15:commentsEx>";
    let read = Doc::new(&p(
        "A",
        &format!("{}<w:r><w:footnoteReference w:id=\"1\"/></w:r>", t("x")),
    ))
    .part("styles", "styles.xml", &root("styles", styles))
    .part("footnotes", "footnotes.xml", &root("footnotes", notes))
    .part("comments", "comments.xml", &root("comments", comments))
    .part("commentsExtended", "commentsExtended.xml", circle)
    .read()
    .unwrap();
    assert_eq!(read.body, "x[^1]\n\n[^1]: Note.[^1]");
    assert_eq!(read.remarks.len(), 2);
}

#[test]
fn a_large_document_takes_no_longer_than_its_length() {
    let mut body = String::new();
    for nth in 0..20_000 {
        let _ = write!(
            body,
            "{}",
            p("", &t(&format!("Paragraph {nth} of a long text.")))
        );
    }
    let read = Doc::new(&body).read().unwrap();
    assert_eq!(read.body.matches("\n\n").count(), 19_999);
}
