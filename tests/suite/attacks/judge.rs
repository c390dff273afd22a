//! What may be on a printed page, whatever was written into it: judged by a parser of its own, element by element.

use scraper::{ElementRef, Html, Node, Selector};

/// Elements that the theme prints around a text, or that a text may hold.
const ELEMENTS: &str = "a abbr article aside b bdi blockquote body br caption cite code dd del details dfn div dl dt em \
    figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html i img ins kbd li link main mark meta nav ol p picture pre q rp rt \
    ruby s samp script section small source span strong sub summary sup table tbody td tfoot th thead time title tr u ul var wbr";

/// Attributes that any of them may have.
const ATTRIBUTES: &str = "alt aria-current aria-hidden aria-label charset class colspan content datetime decoding dir height href hreflang \
    http-equiv id lang loading name open property rel reversed rowspan sizes src srcset start tabindex title type value width";

/// What a text may never hold, by its place: these belong to the theme.
const OUTSIDE: &str = "article aside body footer h1 head header html link main meta nav picture script section source span time title";

fn listed(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|one| one == name)
}

/// What is on a page and on no list, or where the theme has none.
pub fn strangers(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut found: Vec<String> = page
        .tree
        .nodes()
        .filter_map(|node| match node.value() {
            Node::Comment(words) => Some(format!("a comment: {}", &**words)),
            Node::ProcessingInstruction(_) => Some("an instruction".to_owned()),
            _ => None,
        })
        .collect();
    for element in page.root_element().descendent_elements() {
        found.extend(of(element));
    }
    for (css, count) in [
        ("h1", 1),
        ("main", 1),
        ("body > footer.colophon", 1),
        ("base, meta[http-equiv]", 1),
        ("title", 1),
    ] {
        let there = page.select(&Selector::parse(css).unwrap()).count();
        if there != count {
            found.push(format!("{there} × {css}"));
        }
    }
    found
}

/// What is on no list in a piece of HTML, as a feed or a book has it.
pub fn strangers_in(fragment: &str) -> Vec<String> {
    let piece = Html::parse_fragment(fragment);
    let around = |name: &str| listed("html head body", name);
    let elements = piece.root_element().descendent_elements();
    let inside = elements.filter(|element| !around(element.value().name()));
    inside
        .flat_map(|element| {
            let name = element.value().name();
            let theirs = listed(OUTSIDE, name) && name != "span" && name != "time";
            let theirs = theirs.then(|| format!("<{name}> in a text"));
            theirs.into_iter().chain(of(element)).collect::<Vec<_>>()
        })
        .collect()
}

fn of(element: ElementRef<'_>) -> Vec<String> {
    let name = element.value().name();
    let mut found = vec![];
    if !listed(ELEMENTS, name) {
        found.push(format!("<{name}>"));
    }
    let within = |css: &str| {
        element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|one| one.value().attr("class") == Some(css))
    };
    if within("body") && listed(OUTSIDE, name) && !listed("picture source span", name) {
        found.push(format!("<{name}> in a text"));
    }
    for (attribute, value) in element.value().attrs() {
        let refused = !listed(ATTRIBUTES, attribute) || !fits(name, attribute, value);
        if refused {
            found.push(format!("<{name} {attribute}={value:?}>"));
        }
    }
    if name == "script" && element.value().attr("type") != Some("application/ld+json") {
        found.push("a script".into());
    }
    found
}

/// Whether an attribute says what it may say.
fn fits(name: &str, attribute: &str, value: &str) -> bool {
    match (name, attribute) {
        (_, "href" | "src") => {
            let seen: String = value
                .chars()
                .filter(|c| !c.is_control() && *c != ' ')
                .collect();
            let scheme = seen
                .split_once(':')
                .map(|(scheme, _)| scheme.to_ascii_lowercase());
            let named = scheme.filter(|scheme| {
                scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            });
            named.is_none_or(|scheme| listed("http https mailto tel", &scheme))
        }
        ("a", "tabindex") => value == "-1",
        ("meta", "http-equiv") => value == "Content-Security-Policy",
        ("link", "rel") => listed("alternate canonical next prev stylesheet", value),
        (_, "rel") => value
            .split(' ')
            .all(|one| listed("author me next nofollow noopener prev tag ugc", one)),
        (_, "id") => value == "text" || value.starts_with("text-") || value.starts_with("comment-"),
        (_, "tabindex") => false,
        _ => true,
    }
}
