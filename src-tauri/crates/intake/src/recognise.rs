//! Which kind of file is this?

use crate::text;

/// A kind of file, as far as its beginning tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A web page saved as HTML.
    SavedPage,
    /// A web page's text, as "select all, copy" gives it.
    TextCopy,
    /// One Markdown file.
    Markdown,
    /// Comments, one JSON object a line.
    Comments,
    /// A WordPress export; known, not read yet.
    Wxr,
    /// A Ghost export; known, not read yet.
    GhostJson,
    /// A Disqus export; known, not read yet.
    Disqus,
    /// A TextBundle or TextPack; known, not read yet.
    TextBundle,
    /// A Word document; known, not read yet.
    Docx,
    /// None of these.
    Unknown,
}

/// What the file `name` with these bytes is. The content decides; the name only where the content could be several
/// things.
#[must_use]
pub fn recognise(name: &str, bytes: &[u8]) -> Format {
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    if bytes.starts_with(b"PK\x03\x04") {
        return zipped(&extension, bytes);
    }
    let start = text::decode(&bytes[..bytes.len().min(100_000)]);
    let lower = start.to_lowercase();
    let head = lower.trim_start();
    let is_html = head.starts_with("<!doctype html")
        || ["<html", "<body", "<article", "<head>"].iter().any(|tag| head.contains(tag))
        || head.starts_with('<') && ["<p", "<div", "<h1"].iter().any(|tag| head.contains(tag));
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        "textbundle" | "textpack" => Format::TextBundle,
        _ if lower.contains("wordpress.org/export/") => Format::Wxr,
        _ if lower.contains("disqus.com") && lower.contains("<disqus") => Format::Disqus,
        _ if head.starts_with('{') => json(head),
        "txt" | "text" if !head.starts_with("<!doctype html") && !head.starts_with("<html") => Format::TextCopy,
        _ if is_html => Format::SavedPage,
        "html" | "htm" | "xhtml" | "mhtml" if !head.is_empty() => Format::SavedPage,
        _ if head.starts_with("---\n") || head.starts_with("# ") => Format::Markdown,
        _ if is_text(&start) => Format::TextCopy,
        _ => Format::Unknown,
    }
}

fn zipped(extension: &str, bytes: &[u8]) -> Format {
    let names = bytes.get(..bytes.len().min(10_000)).unwrap_or(bytes);
    let holds = |name: &[u8]| names.windows(name.len()).any(|part| part == name);
    match extension {
        "docx" => Format::Docx,
        "textpack" | "textbundle" => Format::TextBundle,
        _ if holds(b"word/") => Format::Docx,
        _ if holds(b"info.json") => Format::TextBundle,
        _ => Format::Unknown,
    }
}

fn json(head: &str) -> Format {
    let line = head.lines().next().unwrap_or_default();
    let is_comment = |key: &str| line.contains(&format!("\"{key}\""));
    if head.contains("\"db\"") || head.contains("\"posts\"") || head.contains("\"exported_on\"") {
        Format::GhostJson
    } else if is_comment("body") && (is_comment("author") || is_comment("article")) {
        Format::Comments
    } else {
        Format::Unknown
    }
}

fn is_text(start: &str) -> bool {
    let odd = start.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER || c.is_control() && *c != '\n' && *c != '\t');
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0 && odd.count() * 20 < start.chars().count()
}

#[cfg(test)]
mod tests {
    use super::{Format, recognise};

    #[test]
    fn each_kind_is_known_by_its_content() {
        for (name, bytes, expected) in [
            ("a.html", "<!DOCTYPE html><html><p>x", Format::SavedPage),
            ("a", "<html><body>x", Format::SavedPage),
            ("a.txt", "Home » City » A bridge\n", Format::TextCopy),
            ("a", "Home » City » A bridge\n", Format::TextCopy),
            ("a.md", "# A bridge\n", Format::Markdown),
            ("a", "---\ntitle: A bridge\n---\n", Format::Markdown),
            ("a.xml", "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\">", Format::Wxr),
            ("a.json", "{\"db\":[{\"meta\":{}}]}", Format::GhostJson),
            ("a.jsonl", "{\"id\":\"1\",\"author\":\"A\",\"body\":\"b\"}\n", Format::Comments),
            ("a.xml", "<?xml version=\"1.0\"?><disqus xmlns=\"http://disqus.com\">", Format::Disqus),
            ("a.textpack", "PK\u{3}\u{4}", Format::TextBundle),
            ("a.docx", "PK\u{3}\u{4}", Format::Docx),
            ("a.png", "\u{0}\u{1}\u{2}\u{3}", Format::Unknown),
            ("a", "", Format::Unknown),
        ] {
            assert_eq!(recognise(name, bytes.as_bytes()), expected, "{name} {bytes}");
        }
    }
}
