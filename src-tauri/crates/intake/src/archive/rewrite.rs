//! Markdown of an archive as the record has it: pictures by their paths, films and frames as links.

use super::{
    embedded,
    prepared::{self, To},
};
use markup::Part;
use model::archive::Item;

/// Elements of raw HTML that the text's own page would not show as they are.
const MEDIA: [&str; 17] = [
    "<img", "<figure", "<iframe", "<video", "<audio", "<object", "<embed", "<script", "<picture",
    "<svg", "<form", "<button", "<input", "<math", "<canvas", "<center", "<nav",
];

/// The Markdown with each address as `to` gives it. Raw HTML stays as it is written where a page shows it so; with pictures, films,
/// frames or forms in it, it becomes Markdown.
pub(super) fn markdown(text: String, item: &mut Item, to: &mut To<'_>) -> String {
    let text = embedded::cut_for(text, item);
    // The item's own files are named already.
    let names: Vec<String> = item.files.iter().map(|(name, _)| name.clone()).collect();
    let mut to = |address: &str, picture: bool| match names.iter().any(|name| name == address) {
        true => None,
        false => to(address, picture),
    };
    markup::rewritten(&text, &mut |part| match part {
        Part::Link(address) => to(address, false),
        Part::Picture(address) => to(address, true),
        Part::Block(html) => {
            let low = html.to_ascii_lowercase();
            let shows = MEDIA.iter().any(|name| low.contains(name));
            match shows {
                true => Some(prepared::markdown(html.to_owned(), item, &mut to)),
                false => prepared::readdressed(html, &mut to),
            }
        }
        Part::Tag(tag) => amid(tag, item, &mut to),
    })
}

/// A tag amid a text.
fn amid(written: &str, item: &mut Item, to: &mut To<'_>) -> Option<String> {
    let tag = prepared::next(written, 0)?;
    if tag.closes {
        let gone = [
            "iframe", "video", "audio", "object", "script", "figure", "picture",
        ];
        return gone.contains(&tag.name.as_str()).then(String::new);
    }
    match tag.name.as_str() {
        "a" => prepared::addressed(written, &tag, to),
        "img" => {
            let address = tag.get("src").filter(|src| !src.is_empty())?;
            let address = to(&address, true).unwrap_or(address);
            let alt = super::common::words(&tag.get("alt").unwrap_or_default());
            let title = tag.get("title").filter(|title| !title.is_empty());
            let title = title.map(|title| format!(" \"{}\"", title.replace('"', "\\\"")));
            let address = markup::destination(&address);
            Some(format!("![{alt}]({address}{})", title.unwrap_or_default()))
        }
        "iframe" | "video" | "audio" | "object" | "embed" | "script" | "figure" | "picture" => {
            Some(prepared::markdown(written.to_owned(), item, to))
        }
        "source" => {
            let address = tag.get("src").filter(|src| !src.is_empty())?;
            let address = to(&address, false).unwrap_or(address);
            Some(format!("<{address}>"))
        }
        _ => None,
    }
}
