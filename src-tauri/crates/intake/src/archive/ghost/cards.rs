//! Ghost's cards as plain HTML: what its editor keeps as data, and what its pages make of them.

use super::body::Out;
use crate::archive::common::{escaped, left};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// A card's field as text; empty where it has none.
pub(super) fn said(card: &Value, names: &[&str]) -> String {
    let found = names.iter().filter_map(|name| {
        let mut at = card;
        for part in name.split('.') {
            at = at.get(part)?;
        }
        at.as_str().filter(|text| !text.trim().is_empty())
    });
    found.map(str::trim).next().unwrap_or_default().to_owned()
}

/// A paragraph that links somewhere; its words where there is nowhere to.
fn link(address: &str, words: &str) -> String {
    let shown = if words.is_empty() { address } else { words };
    match (address.is_empty(), shown.is_empty()) {
        (_, true) => String::new(),
        (true, false) => format!("<p>{}</p>", escaped(shown)),
        (false, false) => format!(
            "<p><a href=\"{}\">{}</a></p>",
            escaped(address),
            escaped(shown)
        ),
    }
}

fn paragraph(html: &str) -> String {
    match html.is_empty() {
        true => String::new(),
        false => format!("<p>{html}</p>"),
    }
}

/// A picture with its caption, which is HTML.
pub(super) fn picture(address: &str, alt: &str, title: &str, caption: &str, href: &str) -> String {
    if address.is_empty() {
        return paragraph(caption);
    }
    let title = match title {
        "" => String::new(),
        title => format!(" title=\"{}\"", escaped(title)),
    };
    let img = format!(
        "<img src=\"{}\" alt=\"{}\"{title}>",
        escaped(address),
        escaped(alt)
    );
    let img = match href {
        "" => img,
        href => format!("<a href=\"{}\">{img}</a>", escaped(href)),
    };
    match caption {
        "" => format!("<figure>{img}</figure>"),
        caption => format!("<figure>{img}<figcaption>{caption}</figcaption></figure>"),
    }
}

fn bookmark(address: &str, title: &str, about: &str, caption: &str) -> String {
    let mut html = link(address, title);
    html.push_str(&paragraph(&escaped(about)));
    html.push_str(&paragraph(caption));
    html
}

/// Writes a card, of an editor's data, by its name. Whether the name is known.
pub(super) fn card(name: &str, data: &Value, out: &mut Out) -> bool {
    let get = |names: &[&str]| said(data, names);
    let caption = get(&["caption"]);
    match name {
        "image" => {
            let (alt, title) = (get(&["alt", "altText"]), get(&["title"]));
            out.html(&picture(
                &get(&["src"]),
                &alt,
                &title,
                &caption,
                &get(&["href"]),
            ));
        }
        "gallery" => {
            for image in data
                .get("images")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let (src, alt) = (said(image, &["src"]), said(image, &["alt"]));
                let (title, caption) = (said(image, &["title"]), said(image, &["caption"]));
                out.html(&picture(&src, &alt, &title, &caption, ""));
            }
            out.html(&paragraph(&caption));
        }
        "markdown" | "card-markdown" => out.markdown(&get(&["markdown"])),
        "html" => out.html(&get(&["html"])),
        "code" | "codeblock" => {
            let language = match get(&["language"]).as_str() {
                "" => String::new(),
                language => format!(" class=\"language-{}\"", escaped(language)),
            };
            // Leading spaces are the code's.
            let code = data.get("code").and_then(Value::as_str).unwrap_or_default();
            out.html(&format!(
                "<pre><code{language}>{}</code></pre>",
                escaped(code)
            ));
            out.html(&paragraph(&caption));
        }
        "hr" | "horizontalrule" => out.html("<hr>"),
        "bookmark" => {
            let title = get(&["metadata.title", "title"]);
            let about = get(&["metadata.description", "description"]);
            out.html(&bookmark(
                &get(&["url", "metadata.url"]),
                &title,
                &about,
                &caption,
            ));
        }
        "embed" => embed(data, &caption, out),
        "button" => out.html(&link(&get(&["buttonUrl"]), &get(&["buttonText"]))),
        "callout" => {
            let (sign, text) = (get(&["calloutEmoji"]), get(&["calloutText"]));
            out.html(&callout(&sign, &text));
        }
        "toggle" => out.html(&toggle(&get(&["heading"]), &get(&["content"]))),
        _ => return media(name, data, &caption, out),
    }
    true
}

/// Cards of files, films, wares and letters.
fn media(name: &str, data: &Value, caption: &str, out: &mut Out) -> bool {
    let get = |names: &[&str]| said(data, names);
    match name {
        "file" => {
            let title = get(&["fileTitle", "title", "fileName"]);
            out.html(&link(&get(&["src"]), &title));
            out.html(&paragraph(&get(&["fileCaption"])));
        }
        "audio" | "video" => {
            out.html(&link(&get(&["src"]), &get(&["title", "fileName"])));
            out.html(&paragraph(caption));
        }
        "product" => {
            out.html(&picture(&get(&["productImageSrc"]), "", "", "", ""));
            let title = get(&["productTitle"]);
            out.html(&paragraph(&bold(&title)));
            out.html(&get(&["productDescription"]));
            out.html(&link(&get(&["productUrl"]), &get(&["productButton"])));
            if let Some(stars) = data.get("productStarRating").and_then(Value::as_i64)
                && data.get("productRatingEnabled") == Some(&Value::Bool(true))
            {
                out.left(left(
                    "product",
                    stars.to_string(),
                    "Its stars are not taken",
                ));
            }
        }
        "header" => {
            let (heading, below) = (get(&["header"]), get(&["subheader"]));
            if !heading.is_empty() {
                out.html(&format!("<h2>{heading}</h2>"));
            }
            out.html(&paragraph(&below));
            out.html(&link(&get(&["buttonUrl"]), &get(&["buttonText"])));
            out.html(&picture(&get(&["backgroundImageSrc"]), "", "", "", ""));
        }
        "call-to-action" => {
            out.html(&picture(&get(&["imageUrl"]), "", "", "", ""));
            out.html(&get(&["textValue"]));
            out.html(&link(&get(&["buttonUrl"]), &get(&["buttonText"])));
        }
        "email" | "email-cta" => {
            let mut text = get(&["html"]);
            let button = get(&["buttonText", "buttonUrl"]);
            if !button.is_empty() {
                text.push(' ');
                text.push_str(&button);
            }
            let text = crate::lines::squeeze(&markup::from_html::markdown(&text));
            let why = "It stood in the e-mail only, never on the page";
            out.left(left("e-mail", text, why));
        }
        "signup" => {
            let parts = ["header", "subheader", "disclaimer", "buttonText"];
            let all = parts.iter().map(|name| get(&[name]));
            let text: Vec<String> = all.filter(|text| !text.is_empty()).collect();
            let text = markup::from_html::markdown(&text.join(" "));
            out.left(left("sign-up form", text, "Forms are not taken"));
        }
        "paywall" => out.paid(),
        _ => return false,
    }
    true
}

fn bold(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!("<strong>{text}</strong>"),
    }
}

fn callout(sign: &str, html: &str) -> String {
    let sign = match sign {
        "" => String::new(),
        sign => format!("{} ", escaped(sign)),
    };
    if html.is_empty() {
        return String::new();
    }
    // Its text is inline or in paragraphs.
    let html = match html.strip_prefix("<p>") {
        Some(rest) => format!("<p>{sign}{rest}"),
        None => format!("<p>{sign}{html}</p>"),
    };
    format!("<blockquote>{html}</blockquote>")
}

fn toggle(heading: &str, content: &str) -> String {
    format!("{}<div>{content}</div>", paragraph(&bold(heading)))
}

fn embed(data: &Value, caption: &str, out: &mut Out) {
    let (url, html) = (said(data, &["url"]), said(data, &["html"]));
    let title = said(data, &["metadata.title"]);
    let quoted = html.trim_start().starts_with("<blockquote");
    if quoted {
        // What was said elsewhere is there in words already.
        out.html(&html);
    } else if url.is_empty() {
        out.html(&html);
    } else {
        out.html(&link(&url, &title));
        let why = "Something from elsewhere stood in the text; a link to it does now";
        out.left(left("embed", url, why));
    }
    out.html(&paragraph(caption));
}

/// The HTML of a page of Ghost's, its cards as plain HTML.
pub(super) fn plain(html: &str, out: &mut Out) {
    if !html.contains("kg-") {
        out.html(html);
        return;
    }
    let page = Html::parse_fragment(&markup::from_html::shallow(html));
    for piece in markup::from_html::pieces(page.root_element()) {
        match piece {
            markup::from_html::Piece::Text(text) => out.html(&escaped(text)),
            markup::from_html::Piece::Element(element) => {
                if !rendered(element, out) {
                    out.html(&element.html());
                }
            }
        }
    }
}

/// Writes a card of a page. Whether it is one that would not be understood as it stands.
fn rendered(element: ElementRef<'_>, out: &mut Out) -> bool {
    let class = element.attr("class").unwrap_or_default();
    let has = |name: &str| class.split_whitespace().any(|own| own == name);
    let one = |css: &str| -> Option<ElementRef<'_>> {
        let selector = Selector::parse(css).ok()?;
        element.select(&selector).next()
    };
    let words = |css: &str| -> String {
        let text = one(css).map(|found| found.text().collect::<String>());
        crate::lines::squeeze(&text.unwrap_or_default())
    };
    let within = |css: &str| one(css).map(|found| found.inner_html()).unwrap_or_default();
    let attribute = |css: &str, name: &str| -> String {
        let found = one(css).and_then(|found| found.attr(name));
        found.unwrap_or_default().trim().to_owned()
    };
    let caption = || paragraph(&within("figcaption"));
    if has("kg-bookmark-card") {
        let title = words(".kg-bookmark-title");
        let about = words(".kg-bookmark-description");
        let address = attribute("a[href]", "href");
        out.html(&bookmark(&address, &title, &about, &within("figcaption")));
    } else if has("kg-callout-card") {
        let (sign, text) = (words(".kg-callout-emoji"), within(".kg-callout-text"));
        out.html(&callout(&sign, &text));
    } else if has("kg-toggle-card") {
        let (heading, text) = (
            within(".kg-toggle-heading-text"),
            within(".kg-toggle-content"),
        );
        out.html(&toggle(&heading, &text));
    } else if has("kg-button-card") {
        out.html(&link(&attribute("a[href]", "href"), &words("a")));
    } else if has("kg-file-card") {
        let title = Some(words(".kg-file-card-title")).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| words(".kg-file-card-filename"));
        out.html(&link(&attribute("a[href]", "href"), &title));
        out.html(&paragraph(&within(".kg-file-card-caption")));
    } else if has("kg-audio-card") {
        out.html(&link(&attribute("audio", "src"), &words(".kg-audio-title")));
        out.html(&caption());
    } else if has("kg-video-card") {
        out.html(&link(&attribute("video", "src"), ""));
        out.html(&caption());
    } else if has("kg-product-card") {
        let image = attribute(".kg-product-card-image", "src");
        out.html(&picture(&image, "", "", "", ""));
        out.html(&paragraph(&bold(&within(".kg-product-card-title"))));
        out.html(&within(".kg-product-card-description"));
        let button = words(".kg-product-card-button");
        out.html(&link(
            &attribute("a.kg-product-card-button", "href"),
            &button,
        ));
    } else if has("kg-signup-card") {
        let text: Vec<&str> = element.text().collect();
        let text = crate::lines::squeeze(&text.join(" "));
        out.left(left("sign-up form", text, "Forms are not taken"));
    } else {
        return false;
    }
    true
}
