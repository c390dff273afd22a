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
    assert!(printed("<p>\n{{ titel }}").contains("list.html, line 2"));
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
    ] {
        assert!(
            refused("static/logo.svg", drawing).contains("line"),
            "{drawing}"
        );
    }
    assert!(with("static/logo.svg", "<svg><title>Not one = two</title></svg>").is_ok());
}

#[test]
fn the_rules_stand_before_anything_that_could_ask_for_a_file() {
    let page = |html: &str| policed("base.html", html.as_bytes(), "default-src 'none'");
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
