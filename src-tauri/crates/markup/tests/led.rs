//! Links that lead nowhere, since their address is none that a page may have: their words stay, and no mark of them.

use markup::{article_html, comment_html, portable};

#[test]
fn a_comment_shows_the_words_alone_of_a_link_without_an_address_that_may_be() {
    for (text, html) in [
        ("[l](javascript:alert(1)) and more", "<p>l and more</p>\n"),
        ("[*so* l](/within)", "<p><em>so</em> l</p>\n"),
        (
            "[a](data:x) [b](https://example.org/) [c](x)",
            "<p>a <a href=\"https://example.org/\" rel=\"nofollow ugc noopener\">b</a> c</p>\n",
        ),
    ] {
        assert_eq!(comment_html(text), html, "{text}");
    }
}

#[test]
fn so_does_an_article() {
    for (text, html) in [
        ("[l](javascript:alert(1)) and more", "<p>l and more</p>\n"),
        (
            "<a href=\"javascript:x\" title=\"a > b\">l</a> [m](https://example.org/ \"<a b\")",
            "<p>l <a href=\"https://example.org/\" title=\"<a b\">m</a></p>\n",
        ),
        (
            "<a>l</a> <abbr title=\"<a>\">m</abbr>",
            "<p>l <abbr title=\"<a>\">m</abbr></p>\n",
        ),
    ] {
        let made = article_html(text).replace("&lt;", "<").replace("&gt;", ">");
        assert_eq!(made, html, "{text}");
    }
}

#[test]
fn a_tag_in_what_describes_a_picture_opens_nothing_behind_it() {
    let same = |text: &str| portable(text, &mut |address, _| Some(address.to_owned()));
    let text = same("![x <b>y](a.png) and more\n");
    assert!(!text.contains("</b>"), "{text}");
    assert!(text.ends_with("](a.png) and more\n"), "{text}");
    assert_eq!(
        article_html(&text)
            .replace("&lt;", "<")
            .replace("&gt;", ">"),
        article_html("![x <b>y](a.png) and more\n")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
    );
}
