//! What was copied from a page or a word processor, as Markdown, with an account of what was kept.

use super::{
    Converter, parsed, prefixed,
    styled::{INDENTED, unmarked as clean},
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::Html;

/// What a paste is, and what of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// The text.
    pub markdown: String,
    /// The text with its indented passages as quotations; none where nothing is indented.
    pub quoted: Option<String>,
    /// Block quotations and passages in quotation marks.
    pub quotations: usize,
    /// Links.
    pub links: usize,
    /// Pictures that have an address.
    pub images: usize,
    /// Tables.
    pub tables: usize,
    /// Footnotes.
    pub footnotes: usize,
    /// Passages that are set in from the margin, and may be quotations.
    pub indented: usize,
}

/// Reads the HTML that a browser, Word, LibreOffice or Google Docs puts on the clipboard. What they say by style is
/// taken for what it means; nothing that could run is kept, and no word is lost.
#[must_use]
pub fn paste(html: &str) -> Pasted {
    let page = parsed(html, Html::parse_document);
    let root = page.root_element();
    let mut converter = Converter::new(root, None);
    converter.styled = true;
    let blocks = converter.blocks_in(root);
    let markdown = blocks
        .iter()
        .map(|block| clean(block))
        .collect::<Vec<_>>()
        .join("\n\n");
    let passages = blocks
        .chunk_by(|a, b| a.starts_with(INDENTED) == b.starts_with(INDENTED))
        .collect::<Vec<_>>();
    let is_indented = |passage: &&&[String]| passage[0].starts_with(INDENTED);
    let indented = passages.iter().filter(is_indented).count();
    let quoted = (indented > 0).then(|| {
        let parts = passages.iter().map(|passage| {
            let text = passage
                .iter()
                .map(|block| clean(block))
                .collect::<Vec<_>>()
                .join("\n\n");
            match is_indented(&passage) {
                true => prefixed(&text, "> ", "> "),
                false => text,
            }
        });
        parts.collect::<Vec<_>>().join("\n\n")
    });
    let mut pasted = counted(&markdown);
    (pasted.markdown, pasted.quoted, pasted.indented) = (markdown, quoted, indented);
    pasted
}

/// How much of what is in a Markdown text.
fn counted(markdown: &str) -> Pasted {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut found = Pasted::default();
    let mut depth = 0_usize;
    let mut paragraph = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                found.quotations += usize::from(depth == 0);
                depth += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => depth = depth.saturating_sub(1),
            Event::Start(Tag::Link { .. }) => found.links += 1,
            Event::Start(Tag::Image { .. }) => found.images += 1,
            Event::Start(Tag::Table(_)) => found.tables += 1,
            Event::Start(Tag::FootnoteDefinition(_)) => found.footnotes += 1,
            Event::Text(text) if depth == 0 => paragraph.push_str(&text),
            Event::SoftBreak | Event::HardBreak => paragraph.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableCell,
            ) => {
                found.quotations += in_marks(&paragraph);
                paragraph.clear();
            }
            _ => {}
        }
    }
    found
}

/// How many passages of a paragraph stand in quotation marks, of whatever language. One that goes on in the next
/// paragraph counts.
fn in_marks(paragraph: &str) -> usize {
    let closers = |opener: char| match opener {
        '“' => "”",
        '„' => "“”",
        '«' => "»",
        '»' => "«",
        '「' => "」",
        '『' => "』",
        '"' => "\"",
        _ => "",
    };
    let mut count = 0;
    let mut open = "";
    for c in paragraph.chars() {
        if open.is_empty() {
            open = closers(c);
        } else if open.contains(c) {
            count += 1;
            open = "";
        }
    }
    count + usize::from(!open.is_empty() && open != "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> (String, Pasted) {
        let pasted = paste(html);
        (pasted.markdown.clone(), pasted)
    }

    #[test]
    fn from_google_docs() {
        let (text, found) = told(
            r##"<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span
            style="font-size:16pt;font-weight:700;">The ferry</span></h2><p dir="ltr"><span style="font-weight:400;">The
            captain said </span><span style="font-weight:700;font-style:italic;">“not today”</span><span
            style="font-weight:400;"> and </span><a href="https://example.org/plan"><span
            style="text-decoration:underline;">left</span></a><span>.</span><sup><a href="#ftnt1"
            id="ftnt_ref1">[1]</a></sup></p><br><p dir="ltr" style="margin-left: 36pt;"><span>We waited two hours.</span></p><p
            style="margin-left: 36pt;"><span>Then we walked.</span></p><ul><li dir="ltr" style="list-style-type:disc"><p
            dir="ltr"><span>Bread</span></p></li></ul><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> On
            Sunday.</span></p></div></b>"##,
        );
        assert_eq!(
            text,
            "## The ferry\n\nThe captain said ***“not today”*** and [left](https://example.org/plan).[^1]\n\n\
             We waited two hours.\n\nThen we walked.\n\n- Bread\n\n[^1]: On Sunday."
        );
        assert_eq!(
            (
                found.quotations,
                found.links,
                found.footnotes,
                found.indented
            ),
            (1, 1, 1, 1)
        );
        let quoted = found.quoted.unwrap();
        assert!(
            quoted.contains("\n\n> We waited two hours.\n>\n> Then we walked.\n\n- Bread"),
            "{quoted}"
        );
    }

    #[test]
    fn from_word() {
        let (text, found) = told(
            "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!-- p.MsoNormal {margin:0} --></style>\
             </head><body lang=EN-GB><!--StartFragment--><p class=MsoTitle>The mill<o:p></o:p></p>\
             <p class=MsoNormal>It <b style='mso-bidi-font-weight:normal'>turns</b> again.<a \
             style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\"><span class=MsoFootnoteReference>\
             [1]</span></a></p><p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>\
             <![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Flour</p>\
             <p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level2 lfo1'><span \
             style='mso-list:Ignore'>1.<span> </span></span>Rye</p><p class=MsoQuote>“It never stopped.”</p>\
             <p style='margin:0cm 0cm 0cm 2cm'>The wheel is of oak.</p><div style='mso-element:footnote' id=ftn1>\
             <p class=MsoFootnoteText><a href=\"#_ftnref1\" name=\"_ftn1\"><span class=MsoFootnoteReference>[1]\
             </span></a> Since May.</p></div><!--EndFragment--></body></html>",
        );
        assert_eq!(
            text,
            "# The mill\n\nIt **turns** again.[^1]\n\n- Flour\n  1. Rye\n\n> “It never stopped.”\n\n\
             The wheel is of oak.\n\n[^1]: Since May."
        );
        assert_eq!((found.quotations, found.indented), (1, 1));
    }

    #[test]
    fn quotation_marks_of_every_kind_are_kept_and_counted() {
        let html = "<p>“One,” she said, «due» „drei“ 「四」 and \"five\".</p><p>“It goes on</p><p>“and ends.”</p>\
                    <blockquote>“Within”</blockquote><p>The <q>sixth</q>.</p>";
        let (text, found) = told(html);
        assert_eq!(found.quotations, 9);
        for mark in ["“One,”", "«due»", "„drei“", "「四」", "\"five\"", "“sixth”"]
        {
            assert!(text.contains(mark), "{mark} in {text}");
        }
    }

    #[test]
    fn hostile_html_is_text_at_most() {
        let (text, _) = told(
            "<p style='font-weight:;margin-left:NaNpt;mso-list:level99'>a\u{2}\u{3}1-b<img src=x onerror=alert(1)></p>\
             <p style='mso-list:l0 level0'>c<script>alert(1)</script></p>",
        );
        assert_eq!(text, "a1-b![](x)\n\nc");
        assert!(
            paste(&"<p style='margin-left:40pt'><div>".repeat(20_000))
                .markdown
                .is_empty()
        );
        assert!(
            paste(&"<span style='font-weight:700'>x".repeat(20_000))
                .markdown
                .contains('x')
        );
    }
}
