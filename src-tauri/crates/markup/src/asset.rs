//! Pictures and attachments in a text. They are written `![what it shows](asset:HASH "caption")` and
//! `[words](asset:HASH)`, with the whole hash, so that the text alone says which file is meant; and they stay so in
//! its HTML until someone who knows the files puts them in place.

use model::Hash;

/// Where a text shows an asset, or leads to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// A picture.
    Picture {
        /// Which.
        asset: Hash,
        /// What it shows, escaped as HTML.
        alt: &'a str,
        /// Its caption, escaped as HTML; may be empty.
        caption: &'a str,
        /// Whether it is a paragraph of its own, which is then replaced with it.
        alone: bool,
    },
    /// A link.
    Link {
        /// To which.
        asset: Hash,
    },
}

/// The asset that an address names.
pub(crate) fn named(address: &str) -> Option<Hash> {
    let hash = address.strip_prefix("asset:")?;
    // One form only, so that equal texts name equal files.
    (!hash.bytes().any(|byte| byte.is_ascii_uppercase()))
        .then(|| hash.parse().ok())
        .flatten()
}

/// Every asset that a text names, each once, in its order.
#[must_use]
pub fn assets(markdown: &str) -> Vec<Hash> {
    let mut found = vec![];
    if !markdown.contains("asset:") {
        return found;
    }
    place_assets(&crate::article_html(markdown), &mut |place| {
        let (Place::Picture { asset, .. } | Place::Link { asset }) = place;
        if !found.contains(&asset) {
            found.push(asset);
        }
        None
    });
    found
}

/// A picture that a text shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its address, escaped as HTML; empty where the one that was written is none that a page may have.
    pub address: String,
    /// What it shows, escaped as HTML.
    pub alt: String,
}

impl Shown {
    /// Whether it is one of the library's.
    #[must_use]
    pub fn is_asset(&self) -> bool {
        self.address.starts_with("asset:")
    }

    /// Whether it is neither an asset nor on the web.
    #[must_use]
    pub fn is_nowhere(&self) -> bool {
        let address = self.address.trim().to_ascii_lowercase();
        !["asset:", "http://", "https://"]
            .iter()
            .any(|start| address.starts_with(start))
    }
}

/// Every picture that a text shows, in its order.
#[must_use]
pub fn pictures(markdown: &str) -> Vec<Shown> {
    let mut found = vec![];
    if !markdown.contains("![") && !markdown.contains('<') {
        return found;
    }
    let html = crate::article_html(markdown);
    let mut rest = html.as_str();
    while let Some(at) = next_tag(rest) {
        let (tag, after) = rest[at..].split_at(tag_end(&rest[at..]));
        rest = after;
        if tag.starts_with("<img") {
            let text = |name| value(tag, name).unwrap_or_default().to_owned();
            found.push(Shown {
                address: text("src"),
                alt: text("alt"),
            });
        }
    }
    found
}

/// HTML of [`article_html`](crate::article_html) with its assets in place: `place` gives the HTML of a picture and the
/// address of a link. Where it gives none, a picture's words stay, and a link leads nowhere.
pub fn place_assets(html: &str, place: &mut dyn FnMut(Place) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // What `article_html` gives is written by one serialiser: no `<` stands in a text, and values are in double quotes.
    while let Some(at) = next_tag(rest) {
        let (before, tag) = rest.split_at(at);
        let end = tag_end(tag);
        let (tag, after) = tag.split_at(end);
        out.push_str(before);
        rest = after;
        let address = if tag.starts_with("<img") {
            "src"
        } else {
            "href"
        };
        let Some(asset) = value(tag, address).and_then(named) else {
            out.push_str(tag);
            continue;
        };
        if address == "href" {
            let to = place(Place::Link { asset });
            let old = format!(" href=\"asset:{asset}\"");
            let new = to.map_or_else(String::new, |to| format!(" href=\"{to}\""));
            out.push_str(&tag.replacen(&old, &new, 1));
            continue;
        }
        let (alt, caption) = (
            value(tag, "alt").unwrap_or_default(),
            value(tag, "title").unwrap_or_default(),
        );
        let alone = out.ends_with("<p>") && rest.starts_with("</p>");
        let picture = Place::Picture {
            asset,
            alt,
            caption,
            alone,
        };
        match place(picture) {
            Some(html) => {
                if alone {
                    out.truncate(out.len() - "<p>".len());
                    rest = &rest["</p>".len()..];
                }
                out.push_str(&html);
            }
            // A value may hold what a text may not.
            None => out.push_str(&alt.replace('<', "&lt;").replace('>', "&gt;")),
        }
    }
    out.push_str(rest);
    out
}

/// Where the next picture or link begins.
fn next_tag(html: &str) -> Option<usize> {
    html.match_indices('<').map(|(at, _)| at).find(|at| {
        ["<img ", "<img>", "<a "]
            .iter()
            .any(|tag| html[*at..].starts_with(tag))
    })
}

/// Where a tag ends that begins here, behind its `>`; quoted ones are part of it.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

/// The value of one of a tag's attributes, escaped as it stands.
pub(crate) fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag.split_once(' ')?.1;
    loop {
        let (key, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if key.trim() == name {
            return Some(value);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Shown, assets, pictures, place_assets};
    use crate::article_html;
    use model::Hash;

    #[test]
    fn a_text_names_each_of_its_assets_once() {
        let (one, two) = (Hash::of(b"one"), Hash::of(b"two"));
        let text = format!(
            "![The quay](asset:{one})\n\nSee [the minutes](asset:{two}) and <img src=\"asset:{one}\">, not \
             `asset:{two}` nor asset:{one}.\n\n![x](asset:zz) ![y](asset:{})",
            one.to_string().to_uppercase()
        );
        assert_eq!(assets(&text), [one, two]);
        assert_eq!(assets(&format!("asset:{one}")), []);
    }

    #[test]
    fn a_picture_that_is_in_no_bundle_is_known_from_one_that_is() {
        let asset = format!("asset:{}", Hash::of(b"one"));
        let shown = |address: &str, alt: &str| Shown {
            address: address.into(),
            alt: alt.into(),
        };
        let text = format!(
            "![The quay]({asset}) ![](https://gazette.example/q.png)\n\n<img src=\"q.jpg\" alt=\"1 > 0\">\n\n\
             ![x](data:image/png;base64,AA==) `![no](picture.png)` [a](b.png)"
        );
        let found = pictures(&text);
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(found[0], shown(&asset, "The quay"));
        assert_eq!(found[1], shown("https://gazette.example/q.png", ""));
        assert_eq!(
            (found[2].address.as_str(), found[3].address.as_str()),
            ("q.jpg", "")
        );
        let nowhere: Vec<bool> = found.iter().map(Shown::is_nowhere).collect();
        assert_eq!(nowhere, [false, false, true, true]);
    }

    #[test]
    fn a_picture_on_its_own_takes_the_place_of_its_paragraph() {
        let hash = Hash::of(b"one");
        let mut seen = vec![];
        let html = article_html(&format!(
            "![A \"new\" quay](asset:{hash} \"Before > after\")\n\nBeside ![it](asset:{hash}) a [file](asset:{hash})."
        ));
        let placed = place_assets(&html, &mut |place| match place {
            Place::Picture {
                alt,
                caption,
                alone,
                ..
            } => {
                seen.push((alt.to_owned(), caption.to_owned(), alone));
                Some("<PICTURE>".into())
            }
            Place::Link { .. } => Some("a.pdf".into()),
        });
        assert_eq!(
            placed,
            "<PICTURE>\n<p>Beside <PICTURE> a <a href=\"a.pdf\">file</a>.</p>\n"
        );
        assert_eq!(seen[0].0, "A &quot;new&quot; quay");
        assert_eq!((seen[0].2, seen[1].2), (true, false));
        assert!(seen[0].1.starts_with("Before "));
    }

    #[test]
    fn of_a_picture_that_nobody_knows_the_words_stay_and_nothing_acts() {
        let hash = Hash::of(b"one");
        let html = article_html(&format!(
            "![a <script>b</script> \"c](asset:{hash}) [d](asset:{hash})"
        ));
        let placed = place_assets(&html, &mut |_| None);
        assert!(
            !placed.contains("<script") && !placed.contains("asset:"),
            "{placed}"
        );
        assert!(placed.contains("<a>d</a>"), "{placed}");
    }
}
