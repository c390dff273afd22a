//! Whatever is put in, only what is on a list comes out: judged by a parser of its own, on the corpus and, where it is
//! present, on a public collection of attacks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that can't go on says so by failing, in its helpers too"
)]

use scraper::{Html, Node};
use std::{fs, path::Path};

/// Elements of an article with the attributes that each may have, besides `lang` and `dir`.
const ARTICLE: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "hreflang"]),
    ("abbr", &["title"]),
    ("b", &[]),
    ("bdi", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("cite", &[]),
    ("code", &["class"]),
    ("dd", &[]),
    ("del", &[]),
    ("details", &["open"]),
    ("dfn", &[]),
    ("div", &["id", "class"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["src", "alt", "title"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("li", &["value"]),
    ("mark", &[]),
    ("ol", &["start", "type", "reversed"]),
    ("p", &[]),
    ("pre", &[]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &["class"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan", "class"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// The same of a comment.
const COMMENT: &[(&str, &[&str])] = &[
    ("a", &["href", "rel"]),
    ("b", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("em", &[]),
    ("i", &[]),
    ("li", &[]),
    ("ol", &[]),
    ("p", &[]),
    ("pre", &[]),
    ("strong", &[]),
    ("ul", &[]),
    ("wbr", &[]),
];

const CLASSES: [&str; 6] = [
    "left",
    "center",
    "right",
    "footnote-definition",
    "footnote-reference",
    "footnote-definition-label",
];

/// What a parser puts around a fragment.
const FRAME: [&str; 3] = ["html", "head", "body"];

/// The scheme of an address, whatever spaces and control characters some reader of it might pass over. What holds any
/// other character than a scheme may is none, but the beginning of a path.
fn scheme(address: &str) -> Option<String> {
    let seen: String = address
        .chars()
        .filter(|c| !c.is_control() && *c != ' ')
        .collect();
    let (scheme, _) = seen.split_once(':')?;
    scheme
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        .then(|| scheme.to_ascii_lowercase())
}

/// Whether a class says which language code is in.
fn language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| {
        name.len() <= 30
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-#_".contains(c))
    })
}

/// What is in the HTML and on no list.
fn strangers(
    html: &str,
    list: &[(&str, &[&str])],
    schemes: &[&str],
    common: &[&str],
) -> Vec<String> {
    let lower = html.to_ascii_lowercase();
    let mut found: Vec<String> = FRAME
        .iter()
        .filter(|name| lower.contains(&format!("<{name}")))
        .map(|name| format!("<{name}>"))
        .collect();
    for node in Html::parse_fragment(html).tree.nodes() {
        let element = match node.value() {
            Node::Element(element) => element,
            Node::Comment(comment) => {
                found.push(format!("a comment: {:?}", &**comment));
                continue;
            }
            _ => continue,
        };
        // The parser's own frame around every fragment; one in the text itself is looked for above.
        if FRAME.contains(&element.name()) {
            continue;
        }
        let Some((_, attributes)) = list.iter().find(|(name, _)| *name == element.name()) else {
            found.push(format!("<{}>", element.name()));
            continue;
        };
        for (name, value) in element.attrs() {
            let known = attributes.contains(&name) || common.contains(&name);
            let address = !matches!(name, "href" | "src")
                || scheme(value).is_none_or(|scheme| schemes.contains(&scheme.as_str()));
            let id = name != "id" || value.starts_with("text-");
            let class = name != "class"
                || value
                    .split_whitespace()
                    .all(|class| CLASSES.contains(&class) || language(class))
                    && (element.name() != "code" || language(value));
            let counts =
                !matches!(name, "value" | "start") || value.chars().all(|c| c.is_ascii_digit());
            let bare = !matches!(name, "open" | "reversed") || value.is_empty();
            let kind = name != "type" || ["1", "a", "A", "i", "I"].contains(&value);
            if !(known && address && id && class && counts && bare && kind) {
                found.push(format!("<{} {name}={value:?}>", element.name()));
            }
        }
    }
    found
}

fn article(text: &str) -> Vec<String> {
    strangers(
        &markup::article_html(text),
        ARTICLE,
        &["http", "https", "mailto", "tel", "asset"],
        &["lang", "dir"],
    )
}

fn comment(text: &str) -> Vec<String> {
    strangers(
        &markup::comment_html(text),
        COMMENT,
        &["http", "https"],
        &[],
    )
}

#[test]
fn the_judge_sees_what_is_not_allowed() {
    let judge = |html| strangers(html, ARTICLE, &["https"], &["lang"]);
    for html in [
        "<script>x</script>",
        "<p onclick=x>a</p>",
        "<a href='java\nscript:x'>a</a>",
        "<div id=top>a</div>",
        "<svg></svg>",
        "<!-- x -->",
        "<p class=masthead>x</p>",
        "<img src=data:x>",
    ] {
        assert_ne!(judge(html), Vec::<String>::new(), "{html}");
    }
    assert_eq!(
        judge("<p lang=fr><a href='https://gazette.example/'>a</a></p>"),
        Vec::<String>::new()
    );
}

#[test]
fn nothing_comes_out_that_is_on_no_list() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut texts = 0;
    for folder in ["article", "comment"] {
        for entry in fs::read_dir(corpus.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(article(&text), Vec::<String>::new(), "{}", path.display());
            assert_eq!(comment(&text), Vec::<String>::new(), "{}", path.display());
            texts += 1;
        }
    }
    assert!(texts > 50, "{texts}");
}

/// A public collection of attacks, which is no part of this project: in `shared/data` beside the checkout, or further
/// up.
fn attacks() -> Option<String> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|dir| fs::read_to_string(dir.join("shared/data/dompurify-payloads.jsonl")).ok())
}

#[test]
fn no_attack_of_a_public_collection_leaves_anything() {
    let Some(lines) = attacks() else {
        return println!("not checked: the collection of attacks is not here");
    };
    let mut tried = 0;
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let payload = payload(line);
        for text in [
            payload.clone(),
            format!("Words.\n\n{payload}\n\n> {payload}"),
            format!("- [{payload}]({payload})"),
        ] {
            assert_eq!(article(&text), Vec::<String>::new(), "{text}");
            assert_eq!(comment(&text), Vec::<String>::new(), "{text}");
            tried += 1;
        }
    }
    println!("{tried} texts tried");
    assert!(tried > 600);
}

fn payload(line: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    match value["payload"].as_str() {
        Some(text) => text.to_owned(),
        None => panic!("no payload in {line}"),
    }
}
