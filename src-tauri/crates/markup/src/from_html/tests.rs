//! What becomes of HTML, and that its words are never lost.

use super::{Converter, article, escape, markdown};
use proptest::prelude::*;
use scraper::Html;

fn check(html: &str, expected: &str) {
    assert_eq!(markdown(html), expected, "{html}");
}

#[test]
fn a_comment_ends_with_the_first_of_its_ends() {
    for (html, text) in [
        ("one <!-- <b> > --!> two --> three", "one two --\\> three"),
        (
            "one <!-- <b> - > -> --> two --!> three",
            "one two --!\\> three",
        ),
        ("one <!--> two", "one two"),
        ("one <!-- two", "one"),
    ] {
        // As deep as nothing is kept: what is a tag there and what is not decides what stays.
        for deep in [String::new(), "<i>".repeat(500)] {
            let read = markdown(&format!("{deep}{html}")).replace(['*', '\\'], "");
            assert_eq!(read, text.replace('\\', ""), "{html}");
        }
    }
}

#[test]
fn what_articles_hold_is_kept() {
    check(
        "<h2>The <em>old</em> bridge</h2><p>It  was\n<b>closed </b>today.</p>",
        "## The *old* bridge\n\nIt was **closed** today.",
    );
    check(
        "<blockquote><p>We waited.</p><p>Then we left.</p></blockquote>",
        "> We waited.\n>\n> Then we left.",
    );
    check(
        "<ul><li>One<ol><li>Two</li></ol></li><li>Three</li></ul>",
        "- One\n  1. Two\n- Three",
    );
    check(
        "<p>See <a href='https://example.org/a b'>the plan</a>.</p>",
        "See [the plan](https://example.org/a%20b).",
    );
    check(
        "<figure><img src='b.jpg' alt='A bus'><figcaption>Night bus</figcaption></figure>",
        "![A bus](b.jpg)\n\n*Night bus*",
    );
    check(
        "<table><tr><th>Line</th><th>Every</th></tr><tr><td>N1</td><td>30 min</td></tr></table>",
        "| Line | Every |\n| --- | --- |\n| N1 | 30 min |",
    );
    check("One<br>two<br><br>three", "One\\\ntwo\n\nthree");
    check("<h2><b>The quay</b></h2>", "## The quay");
    check("<h3><b>#</b></h3>", "### \\#");
}

#[test]
fn of_an_archive_what_markdown_cannot_say_stays() {
    for (html, text) in [
        (
            "<p>The <b>mayor,</b>said H<sub>2</sub>O.</p>",
            "The <strong>mayor,</strong>said H<sub>2</sub>O.",
        ),
        (
            "<p><span style='font-weight:bold'>a</span> <span style='text-decoration: underline'>b</span></p>",
            "**a** <u>b</u>",
        ),
        (
            "<figure><img src='b.jpg' alt='A bus'><figcaption>Night <i>bus</i></figcaption></figure>",
            "<figure>\n\n![A bus](b.jpg)\n\n<figcaption>\n\nNight *bus*\n\n</figcaption>\n</figure>",
        ),
        (
            "<dl><dt>Quay</dt><dd>Where boats lie</dd></dl>",
            "<dl>\n<dt>\n\nQuay\n\n</dt>\n<dd>\n\nWhere boats lie\n\n</dd>\n</dl>",
        ),
        (
            "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
            "<table><tbody>\n<tr><td colspan=\"2\">\n\na\n\n</td></tr>\n<tr><td>\n\nb\n\n</td><td>\n\nc\n\n</td></tr>\n\
             </tbody></table>",
        ),
        (
            "<iframe src='https://film.example/v?a=1' title='The film'></iframe>",
            "[The film](https://film.example/v?a=1)",
        ),
        ("<ul><li><input type=checkbox checked> a</li></ul>", "- ☑ a"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<p>«&nbsp;mot&nbsp;»</p>", "«\u{a0}mot\u{a0}»"),
        (
            "<p>It is.<a href='#_ftn1' name='_ftnref1'>[1]</a></p><p><a name='_ftn1' href='#_ftnref1'>[1]</a> So.</p>",
            "It is.[^1]\n\n[^1]: So.",
        ),
        (
            "<a href='https://e.example/a_(b)'>a</a> <a href='https://e.example/c)'>c</a>",
            "[a](https://e.example/a_(b)) [c](https://e.example/c\\))",
        ),
    ] {
        assert_eq!(article(html), text, "{html}");
    }
}

#[test]
fn what_could_run_is_not() {
    check(
        "<p>a<script>alert(1)</script><a href='javascript:x()'>b</a><img src='data:x' onerror=x></p>",
        "ab",
    );
    check(
        "<p>a<svg><script>x</script></svg>&lt;script&gt;</p>",
        "a\\<script>",
    );
    check("<a href=' java\nscript:x()'>b</a>", "b");
}

#[test]
fn text_that_looks_like_markdown_stays_text() {
    assert_eq!(escape("# 1"), "\\# 1");
    assert_eq!(escape("1986. The year"), "1986\\. The year");
    assert_eq!(
        escape("2 * 3, snake_case, R&D, 5 < 6"),
        "2 * 3, snake_case, R&D, 5 < 6"
    );
    assert_eq!(escape("*stars* [x] <b>"), "\\*stars\\* \\[x] \\<b>");
}

#[test]
fn any_depth_is_read() {
    let deep = format!(
        "{}text{}after",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    check(&deep, "text\n\nafter");
    assert!(markdown(&"<b>x".repeat(50_000)).contains('x'));
    assert!(markdown(&"<blockquote><ul><li>x".repeat(20_000)).contains('x'));
}

#[test]
fn a_list_of_notes_under_a_text_becomes_its_footnotes() {
    check(
        "<p>It was so.<sup><a href='#n1' id='b1'>1</a></sup></p><ol><li id='n1'>The annex. <a href='#b1'>↩</a></li></ol>",
        "It was so.[^1]\n\n[^1]: The annex.",
    );
}

#[test]
fn marks_that_would_not_be_emphasis_stand_where_they_are() {
    check("<p><b>Late,</b>again</p>", "**Late**,again");
    check("<p>the<i>(old)</i> way</p>", "the(*old)* way");
    check("<p><b><i>Both</i> here</b></p>", "***Both* here**");
    check("<p><i>“A title”</i> is set.</p>", "*“A title”* is set.");
}

#[test]
fn addresses_are_made_absolute_by_the_page() {
    let html = "<p><a href='../b?x=1'>b</a> <a href='#top'>up</a> <a href='//example.net/c'>c</a> \
                <a href='tel:+4912'>call</a><img src='/i.png' alt='An [old] map'></p>";
    let page = Html::parse_fragment(html);
    let to = Converter::new(page.root_element(), Some("https://example.org/news/a/"));
    assert_eq!(
        to.blocks_in(page.root_element()).join("\n"),
        "[b](https://example.org/news/b?x=1) up [c](https://example.net/c) [call](tel:+4912)\
         ![An \\[old\\] map](https://example.org/i.png)"
    );
}

/// Text as articles and troublemakers have it.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Zäöüéåñ]{1,8}( [a-zA-Z]{1,6}){0,3}",
        1 => "[ -;=?-~]{1,12}",
        1 => Just("خبر محلی «بازار»".to_owned()),
        1 => "[*_`~#+.|\\\\\\[\\]()!-]{1,4}",
        1 => "[0-9]{1,4}[.)] [a-z]{1,5}",
    ]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn inline_html() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => words().prop_map(|text| escaped(&text)),
        1 => Just("<br>".to_owned()),
        1 => words().prop_map(|text| format!("<code>{}</code>", escaped(&text))),
        1 => words().prop_map(|text| format!("<a href='https://example.org/a'>{}</a>", escaped(&text))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let tag = prop::sample::select(vec!["b", "i", "em", "strong", "span", "u", "cite"]);
        (tag, prop::collection::vec(inner, 1..4))
            .prop_map(|(tag, inside)| format!("<{tag}>{}</{tag}>", inside.concat()))
    })
}

fn block_html() -> impl Strategy<Value = String> {
    let run = || prop::collection::vec(inline_html(), 1..4).prop_map(|runs| runs.concat());
    let cells = prop::collection::vec(run(), 4..5);
    let leaf = prop_oneof![
        4 => run().prop_map(|text| format!("<p>{text}</p>")),
        1 => run().prop_map(|text| format!("<h3>{text}</h3>")),
        1 => words().prop_map(|text| format!("<pre>{}</pre>", escaped(&text))),
        1 => cells.prop_map(|c| format!(
            "<table><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>",
            c[0], c[1], c[2], c[3]
        )),
        1 => run().prop_map(|text| format!("<figure><figcaption>{text}</figcaption></figure>")),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let tag = prop::sample::select(vec!["div", "blockquote", "ul", "ol", "section"]);
        (tag, prop::collection::vec(inner, 1..4)).prop_map(|(tag, inside)| {
            let inside: String = match tag {
                "ul" | "ol" => inside
                    .iter()
                    .map(|item| format!("<li>{item}</li>"))
                    .collect(),
                _ => inside.concat(),
            };
            format!("<{tag}>{inside}</{tag}>")
        })
    })
}

/// What a reader sees of a page, without white space.
fn seen(html: &str) -> String {
    Html::parse_fragment(html)
        .root_element()
        .text()
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_the_visible_text_is_the_same(blocks in prop::collection::vec(block_html(), 1..4)) {
        let html = blocks.concat();
        let told = markdown(&html);
        prop_assert_eq!(seen(&crate::article_html(&told)), seen(&html), "{}\n{}", html, told);
    }

    #[test]
    fn nothing_that_is_pasted_loses_a_word(blocks in prop::collection::vec(block_html(), 1..4), look in 0..4_usize) {
        // What word processors write where pages have elements.
        let (span, paragraph) = [
            ("<span style='font-weight:700;font-style:italic'>", "<p style='margin-left:36pt'>"),
            ("<span style='text-decoration:line-through'>", "<p class=MsoQuote>"),
            ("<span style='font-weight:400'>", "<p style='mso-list:l0 level2 lfo1'>"),
            ("<span style='font-style:italic'>", "<p class=MsoTitle>"),
        ][look];
        let html = blocks.concat().replace("<span>", span).replace("<p>", paragraph);
        let told = super::paste(&html).markdown;
        prop_assert_eq!(seen(&crate::article_html(&told)), seen(&html), "{}\n{}", html, told);
    }
}

/// A parser took half a minute for the first of these.
#[test]
fn a_tag_has_no_more_attributes_than_any_page_gives_it() {
    use super::shallow;
    let many: String = (0..200_000).map(|nth| format!(" a{nth}='>'")).collect();
    let bare: String = (0..200_000).map(|nth| format!(" a{nth}")).collect();
    for html in [
        format!("<p{bare}>The quay</p{bare}>"),
        format!("<p{many}>The quay</p{many}>"),
        format!("<p>The <b{many}>quay</b></p>"),
        format!(
            "<p>The {}quay</p>",
            format!("<i{}>", &many[..4_000]).repeat(500)
        ),
    ] {
        assert_eq!(markdown(&html).replace(['*', '_'], ""), "The quay");
        assert!(shallow(&html).len() < 100_000, "{}", shallow(&html).len());
    }
    let few = "<p title=\"a > b\" lang=en hidden class = 'x'>The quay</p>";
    assert_eq!(shallow(few), few);
}
