//! Documents as contributors send them, and what comes of them.

mod any;
mod bad;
mod build;

use crate::archive::{Archive, Found};
use build::{Doc, Folder, p, root, run, t};
use model::archive::Stood;

fn why(item: &model::archive::Item) -> Vec<String> {
    let told = item
        .left
        .iter()
        .map(|left| format!("{}: {}", left.text, left.why));
    told.collect()
}

#[test]
fn a_text_with_all_that_writers_use() {
    let numbering = "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/></w:lvl>\
        <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"5\"><w:abstractNumId w:val=\"1\"/></w:num>";
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"Überschrift 1\"/><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Mine\"><w:name w:val=\"Mine\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Loud\"><w:name w:val=\"Loud\"/><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Lead\"><w:name w:val=\"Lead\"/><w:rPr><w:b/></w:rPr></w:style>";
    let item = |level: u8, text: &str| {
        let list = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"5\"/></w:numPr>");
        format!("<w:p><w:pPr>{list}</w:pPr>{}</w:p>", t(text))
    };
    let body = [
        p("Title", &t("The harbour at night")),
        p("Subtitle", &t("What the lamps tell")),
        p("", &t("By Marta Lind and Piet Okonjo")),
        p("berschrift1", &t("At the quay")),
        p("", &[
            t("It was "), run("<w:b/>", "late "), run("<w:i/><w:b/>", "and"), t(" dark; "),
            run("<w:strike/>", "gone"), t(", CO"), run("<w:vertAlign w:val=\"subscript\"/>", "2"),
            t(" and 1. * _so_ [on] <b>."),
        ].concat()),
        p("Lead", &[t("All bold "), run("<w:rStyle w:val=\"Loud\"/>", "but this")].concat()),
        p("Mine", &t("Deeper")),
        p("Quote", &t("Nineteen people is not a number.")),
        item(0, "one"), item(1, "inner"), item(0, "two"),
        p("", &t("Between.")),
        item(0, "three"),
        p("", &[
            t("See"), "<w:hyperlink r:id=\"L\">".into(), t(" the plan"), "</w:hyperlink>".into(), t("."),
            "<w:r><w:footnoteReference w:id=\"7\"/></w:r>".into(),
        ].concat()),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>From</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>To</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>06:40</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>a|b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".into(),
    ].concat();
    let note = "<w:footnote w:type=\"separator\" w:id=\"0\"/><w:footnote w:id=\"7\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>By the board.</w:t></w:r></w:p></w:footnote>";
    let read = Doc::new(&body)
        .part("styles", "styles.xml", &root("styles", styles))
        .part("numbering", "numbering.xml", &root("numbering", numbering))
        .part("footnotes", "footnotes.xml", &root("footnotes", note))
        .relation(
            "L",
            "hyperlink",
            "https://example.org/a b?x=1&amp;y=2",
            true,
        )
        .read()
        .unwrap();
    assert_eq!(read.title, "The harbour at night");
    assert_eq!(read.standfirst, "What the lamps tell");
    let names: Vec<_> = read.bylines.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Marta Lind", "Piet Okonjo"]);
    assert_eq!(read.stood, Stood::Draft);
    assert_eq!(read.source, "docx:story.docx");
    // Another `story.docx` may be another one.
    assert!(read.weak);
    assert_eq!(read.body, EXPECTED);
    assert_eq!((read.proposed, read.left), (None, vec![]));
}

const EXPECTED: &str = "## At the quay

It was **late *and*** dark; ~~gone~~, CO<sub>2</sub> and 1. \\* \\_so\\_ \\[on] \\<b>.

**All bold** but this

### Deeper

> Nineteen people is not a number.

1. one
   - inner
2. two

Between.

3. three

See [the plan](https://example.org/a%20b?x=1&y=2).[^1]

| From | To |
| --- | --- |
| 06:40 | a\\|b |

[^1]: By the board.";

#[test]
fn the_text_is_what_was_before_the_changes_and_proposed_what_would_be() {
    let by = "w:author=\"Ida Brandt\" w:date=\"2026-05-02T10:00:00Z\"";
    let ins = |inner: &str| format!("<w:ins w:id=\"1\" {by}>{inner}</w:ins>");
    let del = |text: &str| {
        format!(
            "<w:del w:id=\"2\" {by}><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
        )
    };
    let ended = |mark: &str, inner: &str| {
        format!("<w:p><w:pPr><w:rPr><w:{mark} w:id=\"3\" {by}/></w:rPr></w:pPr>{inner}</w:p>")
    };
    let body = [
        p("", &[t("The boat sails at "), del("ten"), ins(&t("eleven")), t(".")].concat()),
        // Two paragraphs that were one, and one that was two.
        ended("ins", &t("First half. ")),
        p("", &t("Second half.")),
        ended("del", &t("Alone. ")),
        p("", &t("And another.")),
        // A paragraph that is all new.
        ended("ins", &ins(&t("All new."))),
        p("", &[
            t("Bold was "),
            format!("<w:r><w:rPr><w:b/><w:rPrChange w:id=\"9\" {by}><w:rPr/></w:rPrChange></w:rPr><w:t>plain</w:t></w:r>"),
            "<w:moveFromRangeStart w:id=\"4\"/><w:moveFrom w:id=\"5\"><w:r><w:t xml:space=\"preserve\"> here</w:t></w:r></w:moveFrom>".into(),
            t(" and "),
            "<w:moveTo w:id=\"6\"><w:r><w:t>there</w:t></w:r></w:moveTo>".into(),
        ].concat()),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:trPr><w:ins w:id=\"8\" {by}/></w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            p("", &t("a")), p("", &t("b")), p("", &ins(&t("c"))), p("", &ins(&t("d")))),
    ].concat();
    let read = Doc::new(&body).read().unwrap();
    assert_eq!(
        read.body,
        "The boat sails at ten.\n\nFirst half. Second half.\n\nAlone.\n\nAnd another.\n\nBold was plain here and\n\n| a | b |\n| --- | --- |"
    );
    assert_eq!(
        read.proposed.unwrap(),
        "The boat sails at eleven.\n\nFirst half.\n\nSecond half.\n\nAlone. And another.\n\nAll new.\n\nBold was **plain** and there\n\n| a | b |\n| --- | --- |\n| c | d |"
    );
    assert!(
        read.meta
            .iter()
            .any(|(name, said)| name == "changed by" && said.starts_with("Ida Brandt (")),
        "{:?}",
        read.meta
    );
}

#[test]
fn remarks_stand_on_their_passages_with_answers() {
    let start = |id: u8| format!("<w:commentRangeStart w:id=\"{id}\"/>");
    let end = |id: u8| {
        format!("<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>")
    };
    let body = [
        p("Title", &[start(3), t("The quay"), end(3)].concat()),
        p(
            "",
            &[
                t("It was *late* at "),
                start(0),
                start(1),
                run("<w:b/>", "the quay"),
                end(0),
                end(1),
                t(", and dark."),
            ]
            .concat(),
        ),
        p("", &[start(2), t("1. first")].concat()),
        p("", &[t("second"), end(2), t(" part")].concat()),
    ]
    .concat();
    let comment = |id: u8, who: &str, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{who}\" w:date=\"2026-05-0{}T10:00:00Z\"><w:p w14:paraId=\"0000000{id}\"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>",
            id + 1
        )
    };
    let comments = [
        comment(0, "Sam", "Which one?"),
        comment(1, "Jo", "The old one."),
        comment(2, "Sam", "Settled."),
        comment(3, "Ida", "Too short."),
    ]
    .concat();
    let extended = "<w15:commentsEx xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\">\
        <w15:commentEx w15:paraId=\"00000000\" w15:done=\"0\"/><w15:commentEx w15:paraId=\"00000001\" w15:paraIdParent=\"00000000\" w15:done=\"0\"/>\
        <w15:commentEx w15:paraId=\"00000002\" w15:done=\"1\"/></w15:commentsEx>";
    let read = Doc::new(&body)
        .part("comments", "comments.xml", &root("comments", &comments))
        .part("commentsExtended", "commentsExtended.xml", extended)
        .read()
        .unwrap();
    assert_eq!(
        read.body,
        "It was \\*late\\* at **the quay**, and dark.\n\n1\\. first\n\nsecond part"
    );
    let told: Vec<_> = read
        .remarks
        .iter()
        .map(|one| {
            (
                &read.body[one.start..one.end],
                one.author.as_str(),
                one.text.as_str(),
                one.done,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "**the quay**",
                "Sam",
                "Which one?\n\nJo: The old one.",
                false
            ),
            ("1\\. first\n\nsecond", "Sam", "Settled.", true),
            ("", "Ida", "On “The quay”: Too short.", false),
        ]
    );
    assert_eq!(
        read.remarks[0].at.unwrap().to_string(),
        "2026-05-01T10:00:00.000Z"
    );
}

fn picture(id: &str, alt: &str, how: &str) -> String {
    format!(
        "<w:r><w:drawing><wp:{how}><wp:docPr id=\"1\" name=\"x\" descr=\"{alt}\"/><a:graphic><a:blip {id}/></a:graphic></wp:{how}></w:drawing></w:r>"
    )
}

#[test]
fn pictures_have_their_words_and_captions_and_none_is_fetched() {
    let embedded = |id: &str, alt: &str| picture(&format!("r:embed=\"{id}\""), alt, "inline");
    let body = [
        p("", &embedded("P", "The quay")),
        p("Caption", &t("At noon")),
        p(
            "",
            &[
                t("In a line "),
                embedded("P", "small"),
                t(" of text"),
                picture("r:embed=\"P\"", "beside", "anchor"),
            ]
            .concat(),
        ),
        p("", &embedded("E", "drawing")),
        p("", &embedded("M", "none")),
        p("", &embedded("A", "away")),
        p("", &picture("r:link=\"F\"", "file", "inline")),
        p("", &picture("r:link=\"W\"", "web", "inline")),
    ]
    .concat();
    let read = Doc::new(&body)
        .raw("word/media/image 1.png", b"png")
        .raw("word/media/image2.emf", b"emf")
        .relation("P", "image", "media/image%201.png", false)
        .relation("E", "image", "media/image2.emf", false)
        .relation("M", "image", "media/image3.png", false)
        .relation("A", "image", "../../../etc/passwd.png", false)
        .relation("F", "image", "file:///C:/x.png", true)
        .relation("W", "image", "https://example.org/x.png", true)
        .read()
        .unwrap();
    assert_eq!(
        read.body,
        "![The quay](word/media/image%201.png \"At noon\")\n\nIn a line ![small](word/media/image%201.png) of text\n\n![beside](word/media/image%201.png)\n\n![web](https://example.org/x.png)"
    );
    assert_eq!(
        why(&read),
        [
            "drawing: A picture (word/media/image2.emf) is in a format that no browser shows (EMF).",
            "none: A picture is missing: word/media/image3.png.",
            "away: A picture’s path leads out of the document: ../../../etc/passwd.png.",
            "file: A picture is not in the document, but at file:///C:/x.png.",
        ]
    );
}

#[test]
fn fields_controls_boxes_and_signs_of_fonts() {
    let field = |order: &str, result: &str| {
        let char = |what: &str| format!("<w:r><w:fldChar w:fldCharType=\"{what}\"/></w:r>");
        format!(
            "{}<w:r><w:instrText>{order}</w:instrText></w:r>{}{}{}",
            char("begin"),
            char("separate"),
            t(result),
            char("end")
        )
    };
    let body = [
        p("", &[t("A "), field(" HYPERLINK \"https://example.org\" \\l \"top\" ", "link"), t(" and "), field(" SEQ Figure ", "3"), t(" and "), field("HYPERLINK \\l \"x\"", "inside")].concat()),
        p("", &[t("Sign "), "<w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:br w:type=\"page\"/></w:r>".into(), t("x"), "<w:r><w:br/></w:r>".into(), t("- y")].concat()),
        format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", p("", &t("In a control."))),
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>".into(),
        p("", &[t("Box below."), "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>".into()].concat()),
        p("", &[run("<w:vanish/>", "secret"), t("Math "), "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>".into()].concat()),
        p("", &[t("Wow!"), "<w:hyperlink r:id=\"J\">".into(), t("run"), "</w:hyperlink>".into(), "<w:smartTag>".into(), t(" it"), "</w:smartTag>".into()].concat()),
        "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:t>D</w:t></w:r></w:p>".into(),
        p("", &t("ropped letter")),
    ].concat();
    let header = root("hdr", &p("", &t("Draft of May")));
    let read = Doc::new(&body)
        .part("header", "header1.xml", &header)
        .relation("J", "hyperlink", "javascript:alert(1)", true)
        .read()
        .unwrap();
    assert_eq!(
        read.body,
        "A [link](https://example.org#top) and 3 and inside\n\nSign α \u{2011}\u{ad}x\\\n\\- y\n\nIn a control.\n\nBox below.\n\nIn the box\n\nMath x+1\n\nWow!run it\n\nDropped letter"
    );
    assert_eq!(
        why(&read),
        [
            ": Links to other places of the same text lead nowhere here; their words stay.",
            "Click here: It only asks for words, and holds none.",
            "secret: It is hidden in the document.",
            "x+1: It is an equation, of which only the signs come, on one line.",
            "javascript:alert(1): A link leads there, where no reader could follow; its words stay.",
            "Draft of May: It is a page’s header, which is no part of the text.",
        ]
    );
}

#[test]
fn merged_cells_are_a_table_of_html_and_its_text_is_markdown() {
    let cell = |props: &str, inner: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>");
    let body = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", &p("", &t("Boats"))),
        cell(
            "<w:vMerge w:val=\"restart\"/>",
            &p("", &run("<w:b/>", "late"))
        ),
        cell("", &p("ListBullet", &t("22:10"))),
        cell("<w:vMerge/>", "<w:p/>"),
        cell("", &p("", &t("23:10")))
    );
    let read = Doc::new(&body).read().unwrap();
    let html = markup::article_html(&read.body);
    let flat: String = html.lines().map(str::trim).collect();
    assert_eq!(
        flat,
        "<table><tbody><tr><th colspan=\"2\"><p>Boats</p></th></tr><tr><td rowspan=\"2\"><p><strong>late</strong></p></td><td><ul><li>22:10</li></ul></td></tr><tr><td><p>23:10</p></td></tr></tbody></table>",
        "{html}"
    );
}

#[test]
fn what_a_document_says_of_itself_and_by_what_it_is_known() {
    let core = |more: &str| {
        format!(
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"><dc:title>Harbour lamps</dc:title><dc:creator>Jo</dc:creator><cp:keywords>night, quay; night</cp:keywords><dcterms:created>2026-05-01T10:00:00Z</dcterms:created><dcterms:modified>2026-05-02T10:00:00Z</dcterms:modified>{more}</cp:coreProperties>"
        )
    };
    let spoken = |language: &str, text: &str| run(&format!("<w:lang w:val=\"{language}\"/>"), text);
    let doc = Doc::new(&p(
        "",
        &[
            spoken("de-DE", "Ein langer Satz auf Deutsch."),
            spoken("en-GB", "Short."),
        ]
        .concat(),
    ));
    let read = doc
        .clone()
        .raw("docProps/core.xml", core("").as_bytes())
        .read()
        .unwrap();
    assert_eq!(
        (read.title.as_str(), read.language.as_deref()),
        ("Harbour lamps", Some("de-DE"))
    );
    assert_eq!(read.tags, ["night", "quay"]);
    assert_eq!(
        read.changed.unwrap().to_string(),
        "2026-05-02T10:00:00.000Z"
    );
    assert!(read.bylines.is_empty() && read.meta.contains(&("creator".into(), "Jo".into())));
    // It is the same one after edits, and another one where another person sends a file of that name.
    let edited = core("<cp:lastModifiedBy>Ida</cp:lastModifiedBy>").replace("05-02T10", "05-09T10");
    let again = doc
        .clone()
        .raw("docProps/core.xml", edited.as_bytes())
        .read()
        .unwrap();
    assert_eq!(read.source, again.source);
    assert!(!read.weak);
    let other = doc
        .clone()
        .raw(
            "docProps/core.xml",
            core("").replace("Jo<", "Sam<").as_bytes(),
        )
        .read()
        .unwrap();
    assert_ne!(read.source, other.source);
    let named = doc
        .raw(
            "docProps/core.xml",
            core("<dc:identifier>urn:x:7</dc:identifier>").as_bytes(),
        )
        .read()
        .unwrap();
    assert_eq!(named.source, "docx:urn:x:7");
}

#[test]
fn a_folder_of_documents_gives_each_with_its_pictures() {
    let folder = Folder::new();
    let doc = Doc::new(&p("", &picture("r:embed=\"P\"", "x", "inline")))
        .raw("word/media/a b.png", b"png")
        .relation("P", "image", "/word/media/a b.png", false);
    std::fs::create_dir(folder.0.join("in")).unwrap();
    for name in ["one.docx", "in/two.docx", "~$one.docx"] {
        std::fs::write(folder.0.join(name), doc.bytes()).unwrap();
    }
    std::fs::write(folder.0.join("broken.docx"), &doc.bytes()[..200]).unwrap();
    std::fs::write(folder.0.join("old.docx"), b"\xd0\xcf\x11\xe0 and so on").unwrap();
    let archive = Archive::open(&folder.0).unwrap().unwrap();
    let (mut items, mut left) = (vec![], vec![]);
    archive
        .read(&mut |found, _| {
            match found {
                Found::Item(item) => items.push((item.place, item.files)),
                Found::Left(one) | Found::Note(one) => left.push(one.place),
                Found::Nothing => {}
            }
            Ok(())
        })
        .unwrap();
    let files = vec![("word/media/a%20b.png".to_owned(), b"png".to_vec())];
    assert_eq!(
        items,
        [
            ("in/two.docx".to_owned(), files.clone()),
            ("one.docx".to_owned(), files)
        ]
    );
    assert_eq!(left, ["broken.docx", "old.docx"]);
}
