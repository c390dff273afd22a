//! What a theme may hold and do, and what it is refused for.

use super::{Theme, policed};
use model::Result;
use std::collections::BTreeMap;

fn with(name: &str, text: &str) -> Result<Theme> {
    let files = BTreeMap::from([(name.to_owned(), text.as_bytes().to_vec())]);
    Theme::over(files)
}

fn refused(name: &str, text: &str) -> String {
    match with(name, text) {
        Ok(_) => panic!("{name} was taken: {text}"),
        Err(error) => error.message,
    }
}

/// What a list prints; or, after `refused: `, what was wrong with it.
fn printed(text: &str) -> String {
    let title = minijinja::context! {title => "<a & 'b'>/\""};
    let page = with("list.html", text).and_then(|theme| theme.render("list.html", title));
    match page {
        Ok(bytes) => String::from_utf8(bytes).unwrap(),
        Err(error) => format!("refused: {}", error.message),
    }
}

#[test]
fn an_error_names_the_file_and_the_line() {
    assert!(refused("list.html", "<p>\n\n{% if %}").contains("list.html, line 3"));
    let slip = printed("<p>\n  <b>{{ titel }}</b>");
    assert!(
        slip.contains("list.html, line 2") && slip.contains("“<b>{{ titel }}</b>”"),
        "{slip}"
    );
    assert!(printed("{% include \"/etc/passwd\" %}").contains("list.html, line 1"));
}

#[test]
fn what_is_printed_is_text_and_no_markup() {
    assert_eq!(printed("{{ title }}"), "&lt;a &amp; &#39;b&#39;&gt;/&quot;");
}

#[test]
fn a_template_that_loops_or_prints_without_end_is_stopped() {
    let loops = "{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    assert!(printed(loops).contains("perhaps it loops"));
    let long = "x".repeat(1 << 14);
    let prints = format!("{{% for a in range(99999) %}}{long}{{% endfor %}}");
    assert!(printed(&prints).contains("prints more than 64 MB"));
    let calls = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}";
    assert!(printed(calls).contains("list.html, line 1"));
}

#[test]
fn a_template_that_makes_large_texts_on_the_way_is_stopped() {
    let doubled = "{% set a = a ~ a %}".repeat(30);
    let captured = "{% set a %}{{ a }}{{ a }}{% endset %}".repeat(30);
    for bomb in [
        "{% set a = 'x' * 60000000 %}{{ a|replace('x', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy')|length }}",
        "{{ ('%2000000000d'|format(1))|length }}",
        "{% set a = 'x\n' * 2000000 %}{{ a|indent(1000)|length }}",
        "{% set a = 'x' * 90000000 %}{{ [a, a, a, a]|join|length }}",
        &format!("{{% set a = 'x' * 99 %}}{doubled}"),
        &format!("{{% set a = 'x' * 99 %}}{captured}"),
    ] {
        let said = printed(bomb);
        assert!(said.contains("too much memory"), "{bomb}: {said}");
    }
}

#[test]
fn a_stylesheet_that_asks_for_something_from_elsewhere_is_refused_with_its_line() {
    for bad in [
        "@import \"https://example.org/a.css\";",
        "@import url(//example.org/a.css);",
        "p { background: url( 'HTTP://example.org/a.png' ) }",
        "p { background: u\\72l(https://example.org/a.png) }",
        "p { background: url(\\68ttps://example.org/a.png) }",
        "p { background: url(\"\\\\\\\\example.org/a.png\") }",
        "p { background: image-set(\"https://example.org/a.png\" 1x) }",
        "p { background: url(javascript:alert(1)) }",
        "p { background: /* \" */ url(https://example.org/a.png) /* \" */ }",
    ] {
        let message = refused("style.css", &format!("a {{}}\n/* one\ntwo */\n{bad}"));
        assert!(message.contains("style.css, line 4"), "{bad}: {message}");
    }
    for good in [
        "p { background: url(assets/theme/paper.png) }",
        "p { background: url(\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>\") }",
        "/* see https://example.org/ */ p::before { content: \"Note: \" }",
        "@import \"assets/theme/more.css\";",
    ] {
        assert!(with("style.css", good).is_ok(), "{good}");
    }
}

#[test]
fn a_theme_holds_nothing_that_runs_or_leaves_its_folder() {
    for name in [
        "../x.html",
        "static/../../x.css",
        "run.js",
        "static/x.html",
        "static/x",
        "/x.html",
    ] {
        assert!(refused(name, "x").contains(name), "{name}");
    }
    for drawing in [
        "<svg><script>1</script></svg>",
        "<svg\nonload = 'x'/>",
        "<svg/onload=x>",
        "<a href='javascript:1'/>",
        "<svg><s:script xmlns:s='http://www.w3.org/2000/svg'>1</s:script></svg>",
        "<svg><a href='&#106;avascript:1'><text>x</text></a></svg>",
        "<svg><image href='https://example.org/a.png'/></svg>",
        "<svg><use xlink:href='https://example.org/a.svg#a'/></svg>",
        "<svg><use xml:base='https://example.org/' href='#a'/></svg>",
        "<svg><style>@import 'https://example.org/a.css';</style></svg>",
        "<svg><rect style='fill: url(https://example.org/#a)'/></svg>",
        "<svg><set attributeName='href' to='x'/></svg>",
        "<?xml-stylesheet href='https://example.org/a.css'?><svg/>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        "<svg><foreignObject/></svg>",
    ] {
        assert!(
            refused("static/logo.svg", drawing).contains("line"),
            "{drawing}"
        );
    }
    for good in [
        "<svg><title>Not one = two</title></svg>",
        "<?xml version='1.0'?><!-- on = off --><svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>\
         <style>path { fill: url(#a) }</style><use xlink:href='#b' style='fill: red'/><text>javascript: on=1</text></svg>",
    ] {
        assert!(with("static/logo.svg", good).is_ok(), "{good}");
    }
}

#[test]
fn no_page_reaches_elsewhere_whatever_its_rules_say() {
    let page = |template: &str, tag: &str| {
        let html = format!("<!DOCTYPE html><html><head><title>x</title>{tag}</head>");
        policed(template, html.as_bytes(), "default-src 'none'", &|_| {
            template.into()
        })
    };
    for bad in [
        "<meta http-equiv=\"refresh\" content=\"0; url=https://example.org/\">",
        "<META\nHTTP-EQUIV=refresh content='0; url=../x'>",
        "<meta/http-equiv=x-dns-prefetch-control/content=on>",
        "<link rel=preconnect href=https://example.org>",
        "<link rel='dns-prefetch' href='//example.org'>",
        "<LINK REL=\"alternate prefetch\" HREF=\"https://example.org/\">",
        "<link rel=preconnect href=\"&#104;ttps://example.org\">",
        "<link rel=preconnect href=\"/\\example.org\">",
        "<link rel=preconnect href=\" ht\ntps://example.org\">",
        "<link a='>' rel=preconnect href=https://example.org>",
        "<link rel=preload as=image imagesrcset='https://example.org/a.png 1x'>",
        "<link href=https://example.org/icon.png rel=icon rel=canonical>",
        "</head><body><p><link rel=preconnect href=https://example.org>",
    ] {
        let error = page("list.html", bad).unwrap_err();
        assert_eq!(error.code, "bad-theme");
        assert!(error.message.contains("list.html"), "{bad}: {error}");
    }
    for good in [
        "<meta charset=\"utf-8\"><meta name=\"x\" content=\"http-equiv\">",
        "<link rel=\"canonical\" href=\"https://example.org/\">",
        "<link rel=\"alternate\" hreflang=\"de\" href=\"https://example.org/de/\">",
        "<link rel=\"stylesheet\" href=\"../../style.css\">",
        "<link rel=\"icon\" href=\"/paper/a&amp;b:c/icon.png\">",
        "<linked href='https://example.org/'>",
    ] {
        assert!(page("list.html", good).is_ok(), "{good}");
    }
    let on = |to: &str| {
        let tag = format!("<meta http-equiv=\"refresh\" content=\"{to}\">");
        page("moved.html", &tag)
    };
    assert!(on("0; url=../../town/new/").is_ok());
    assert!(on("0; url=https://example.org/").is_err());
    assert!(on("0;url=//example.org/").is_err());
}

#[test]
fn the_rules_stand_before_anything_that_could_ask_for_a_file() {
    let page = |html: &str| {
        policed("base.html", html.as_bytes(), "default-src 'none'", &|_| {
            "base.html".into()
        })
    };
    let good = page("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>x</title>").unwrap();
    let good = String::from_utf8(good).unwrap();
    assert!(good.contains(
        "<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">"
    ));
    for bad in [
        "<!DOCTYPE html><html><script src=x></script><head>",
        "<!DOCTYPE html><html><!-- <head> --><script src=x></script>",
        "<!DOCTYPE html><html><body>",
        "<p>",
        "",
    ] {
        assert!(page(bad).is_err(), "{bad}");
    }
}
