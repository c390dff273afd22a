//! What a book says of itself: its parts, its order, who made it, and what it asks of those who read it.

use super::{
    Book,
    chapter::{self, language, page},
};
use crate::{site::words, xml::escaped};
use model::{Hash, Time, asset::Media, bundle::BundleKind};
use std::fmt::Write as _;

/// Where the package is.
pub(super) const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container version=\"1.0\" \
     xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n<rootfile \
     full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// An identifier that is the book's content's: two books with the same texts are one.
fn identifier(hash: Hash) -> String {
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash.0[..16]);
    // A UUID of the eighth version, whose bits are its maker's (RFC 9562).
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex::encode(bytes);
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A moment to the second.
fn second(at: Time) -> String {
    at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The package document.
pub(super) fn package(book: &Book) -> String {
    let around = book.around;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let own = language(&around.language);
    let _ = writeln!(
        out,
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{own}\">"
    );
    metadata(&mut out, book);
    manifest(&mut out, book);
    let direction = match markup::direction(own) {
        "rtl" => " page-progression-direction=\"rtl\"",
        _ => "",
    };
    let _ = writeln!(
        out,
        "<spine{direction}>\n<itemref idref=\"cover\"/>\n<itemref idref=\"nav\"/>"
    );
    for at in 1..=book.chapters.len() {
        let _ = writeln!(out, "<itemref idref=\"c{at}\"/>");
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(out: &mut String, book: &Book) {
    let around = book.around;
    out.push_str("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    let mut put = |name: &str, attributes: &str, value: &str| {
        let _ = writeln!(out, "<{name}{attributes}>{}</{name}>", escaped(value));
    };
    put("dc:identifier", " id=\"id\"", &identifier(book.hash));
    put("dc:title", "", &book.title);
    let own = language(&around.language);
    put("dc:language", "", own);
    let mut others: Vec<&str> = book
        .chapters
        .iter()
        .map(|one| language(&one.language))
        .collect();
    others.sort_unstable();
    others.dedup();
    for other in others.into_iter().filter(|other| *other != own) {
        put("dc:language", "", other);
    }
    put("dc:creator", "", &book.newsroom);
    put("dc:publisher", "", &book.newsroom);
    for name in &book.names {
        put("dc:contributor", "", name);
    }
    for section in &book.sections {
        put("dc:subject", "", &section.name);
    }
    if around.kind == BundleKind::Proof {
        put("dc:description", "", words(&around.language).proof);
    }
    if let Some(newest) = book.newest {
        put("dc:date", "", &second(newest));
    }
    let modified = second(book.newest.unwrap_or(Time(0)));
    put("meta", " property=\"dcterms:modified\"", &modified);
    let mut access = vec![
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
    ];
    access.push(("accessMode", "visual"));
    for feature in [
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        "displayTransformability",
    ] {
        access.push(("accessibilityFeature", feature));
    }
    if book.described {
        access.push(("accessibilityFeature", "alternativeText"));
    }
    let moves = book.pictures.iter().any(|(_, media)| *media == Media::Gif);
    access.push((
        "accessibilityHazard",
        if moves { "unknown" } else { "none" },
    ));
    for (property, value) in access {
        put("meta", &format!(" property=\"schema:{property}\""), value);
    }
    let summary = if book.described {
        "The text is in reading order with headings and a table of contents; every picture is described."
    } else {
        "The text is in reading order with headings and a table of contents; not every picture is described."
    };
    put("meta", " property=\"schema:accessibilitySummary\"", summary);
    out.push_str("</metadata>\n");
}

fn manifest(out: &mut String, book: &Book) {
    out.push_str("<manifest>\n");
    let mut item = |id: &str, href: &str, media: &str, properties: &str| {
        let properties = match properties {
            "" => String::new(),
            some => format!(" properties=\"{some}\""),
        };
        let _ = writeln!(
            out,
            "<item id=\"{id}\" href=\"{href}\" media-type=\"{media}\"{properties}/>"
        );
    };
    const XHTML: &str = "application/xhtml+xml";
    item("nav", "nav.xhtml", XHTML, "nav");
    item("cover", "cover.xhtml", XHTML, "");
    item("cover-image", "cover.svg", "image/svg+xml", "cover-image");
    item("style", "style.css", "text/css", "");
    for (at, one) in (1..).zip(&book.chapters) {
        item(&format!("c{at}"), &chapter::file(one.article), XHTML, "");
    }
    for (at, file) in (1..).zip(&book.pictures) {
        item(
            &format!("p{at}"),
            &chapter::picture(*file),
            file.1.name(),
            "",
        );
    }
    out.push_str("</manifest>\n");
}

/// The table of contents: the sections with their articles.
pub(super) fn nav(book: &Book) -> String {
    let words = words(&book.around.language);
    let title = escaped(&book.title);
    let mut out = String::from("<body>\n");
    if book.around.kind == BundleKind::Proof {
        let _ = writeln!(out, "<p class=\"proof\">{}</p>", escaped(words.proof));
    }
    out.push_str("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n");
    let _ = writeln!(out, "<h1>{title}</h1>\n<ol>");
    let mut chapters = book.chapters.iter();
    for section in &book.sections {
        let name = escaped(&section.name);
        let _ = writeln!(out, "<li><span>{name}</span>\n<ol>");
        for one in chapters.by_ref().take(section.chapters) {
            let (href, title) = (chapter::file(one.article), escaped(&one.title));
            let tag = language(&one.language);
            let direction = markup::direction(tag);
            let _ = writeln!(
                out,
                "<li><a href=\"{href}\" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"{direction}\">{title}</a></li>"
            );
        }
        out.push_str("</ol></li>\n");
    }
    if book.chapters.is_empty() {
        let empty = escaped(words.empty);
        let _ = writeln!(out, "<li><a href=\"cover.xhtml\">{empty}</a></li>");
    }
    out.push_str("</ol>\n</nav>\n<nav epub:type=\"landmarks\" hidden=\"hidden\">\n<ol>\n");
    let _ = writeln!(
        out,
        "<li><a epub:type=\"cover\" href=\"cover.xhtml\">{title}</a></li>"
    );
    if let Some(first) = book.chapters.first() {
        let (href, title) = (chapter::file(first.article), escaped(&first.title));
        let _ = writeln!(
            out,
            "<li><a epub:type=\"bodymatter\" href=\"{href}\">{title}</a></li>"
        );
    }
    out.push_str("</ol>\n</nav>\n</body>");
    page(&book.title, &book.around.language, "", &out)
}

/// The page that shows the cover.
pub(super) fn cover(book: &Book) -> String {
    let mut said = book.title.clone();
    if book.around.kind == BundleKind::Proof {
        // What the cover shows, for who does not see it.
        let _ = write!(said, ". {}", words(&book.around.language).proof);
    }
    let title = escaped(&said);
    let body = format!(
        "<body class=\"cover\">\n<section epub:type=\"cover\" aria-label=\"{title}\">\n<img src=\"cover.svg\" \
         role=\"doc-cover\" alt=\"{title}\"/>\n</section>\n</body>"
    );
    page(&book.title, &book.around.language, "", &body)
}
