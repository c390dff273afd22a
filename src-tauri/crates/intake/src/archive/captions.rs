//! Pictures with a caption below: where it is words alone, they are the picture's own, as texts here have them.

use super::prepared::{Tag, next};

/// The HTML with the caption of each figure of one picture as that picture's title; captions that lead somewhere stay as they
/// are.
pub(super) fn titled(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(figure) = opening(html, at) {
        let end = closing(html, figure.end, "figure");
        let Some((end, after)) = end else { break };
        out.push_str(html.get(at..figure.start).unwrap_or_default());
        let inner = html.get(figure.end..end).unwrap_or_default();
        match one(inner) {
            Some(picture) => out.push_str(&format!("<figure>{picture}</figure>")),
            None => out.push_str(html.get(figure.start..after).unwrap_or_default()),
        }
        at = after;
    }
    out.push_str(html.get(at..).unwrap_or_default());
    out
}

/// The next figure that begins from a place on.
fn opening(html: &str, mut at: usize) -> Option<Tag<'_>> {
    loop {
        let tag = next(html, at)?;
        if tag.name == "figure" && !tag.closes {
            return Some(tag);
        }
        at = tag.end;
    }
}

/// Where an element without one of its sort in it ends: before its end tag, and behind.
fn closing(html: &str, mut at: usize, name: &str) -> Option<(usize, usize)> {
    loop {
        let tag = next(html, at)?;
        if tag.name == name {
            return tag.closes.then_some((tag.start, tag.end));
        }
        at = tag.end;
    }
}

/// What is in a figure of one picture and a caption of words alone, with the caption as the picture's title.
fn one(inner: &str) -> Option<String> {
    let (mut at, mut picture, mut caption) = (0, None, None);
    while let Some(tag) = next(inner, at) {
        at = tag.end;
        match (tag.name.as_str(), tag.closes) {
            ("img", false) if picture.is_some() => return None,
            ("img", false) => picture = Some((tag.start, tag.end)),
            ("figcaption", false) => {
                let (end, after) = closing(inner, tag.end, "figcaption")?;
                caption = Some((tag.start, inner.get(tag.end..end)?, after));
                at = after;
            }
            ("table" | "video" | "audio" | "iframe" | "blockquote" | "pre", false) => return None,
            _ => {}
        }
    }
    let ((start, end), (from, words, after)) = (picture?, caption?);
    if words.contains("<a ") || words.contains("<p") && words.matches("<p").count() > 1 {
        return None;
    }
    let words = markup::plain(&markup::from_html::markdown(words));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = words
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    let bare = next(inner, start)?.without(inner, "title");
    let bare = bare.trim_end_matches('>').trim_end_matches('/').trim_end();
    let titled = match words.is_empty() {
        true => format!("{bare}>"),
        false => format!("{bare} title=\"{escaped}\">"),
    };
    let mut out = String::new();
    for (place, piece) in [
        (0..start.min(from), None),
        (start..end, Some(titled.as_str())),
    ] {
        out.push_str(piece.unwrap_or_else(|| inner.get(place).unwrap_or_default()));
    }
    // What stands between picture and caption, and behind: the end of a link around the picture, say.
    out.push_str(inner.get(end..from).unwrap_or_default());
    out.push_str(inner.get(after.max(end)..).unwrap_or_default());
    (from >= end).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::titled;

    #[test]
    fn a_caption_of_words_is_the_pictures_own() {
        let cases = [
            (
                "a<figure class=x><img src=\"q.png\" alt=\"Quay\"/><figcaption>The <em>quay</em> at \"noon\"</figcaption></figure>b",
                "a\n\n![Quay](q.png \"The quay at \\\"noon\\\"\")\n\nb",
            ),
            (
                "<figure><a href=\"big.png\"><img src=\"q.png\" title=\"old\"></a><figcaption>New</figcaption></figure>",
                "[![](q.png \"New\")](big.png)",
            ),
            (
                "<figure><img src=\"q.png\"><figcaption></figcaption></figure>",
                "![](q.png)",
            ),
            (
                "<figure><img alt=\"The book title=x\" TITLE = 'old' src=\"q.png\"><figcaption>New</figcaption></figure>",
                "![The book title=x](q.png \"New\")",
            ),
            (
                "<figure><img title=\"old\" alt='a title=\"b\" c' title=two src=q.png /><figcaption>New</figcaption></figure>",
                "![a title=\"b\" c](q.png \"New\")",
            ),
        ];
        for (html, wanted) in cases {
            let found = markup::from_html::article(&titled(html));
            assert_eq!(found.trim(), wanted, "{html}");
        }
        for html in [
            "<figure><img src=a><img src=b><figcaption>Two</figcaption></figure>",
            "<figure><img src=a><figcaption>By <a href=\"b\">one</a></figcaption></figure>",
            "<figure><img src=a>",
            "<p>none</p>",
        ] {
            assert_eq!(titled(html), html);
        }
    }
}
