//! What a file is, by its name.

/// The media type of a file of a bundle, by its path from the bundle's root.
#[must_use]
pub fn media(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
    match kind {
        "html" => "text/html",
        "css" => "text/css",
        "xml" if stem.ends_with("rss") => "application/rss+xml",
        "xml" if stem.ends_with("feed") || stem.ends_with("atom") => "application/atom+xml",
        "xml" => "application/xml",
        "json" if stem.ends_with("feed") => "application/feed+json",
        "json" => "application/json",
        "jsonl" | "ndjson" => "application/x-ndjson",
        "md" => "text/markdown",
        "epub" => "application/epub+zip",
        "txt" | "minisig" | "conf" | "htaccess" => "text/plain",
        "toml" => "application/toml",
        "yaml" | "yml" => "application/yaml",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "ico" => "image/vnd.microsoft.icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ if name == "_redirects" || name == "_headers" => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::media;

    #[test]
    fn every_sort_of_file_has_its_own_type() {
        let of = [
            ("site/town/the-bell/index.html", "text/html"),
            ("site/feed.xml", "application/atom+xml"),
            ("site/town/rss.xml", "application/rss+xml"),
            ("site/feed.json", "application/feed+json"),
            ("site/sitemap.xml", "application/xml"),
            ("site/robots.txt", "text/plain"),
            ("site/_redirects", "text/plain"),
            ("site/.htaccess", "text/plain"),
            ("ninjs/one.json", "application/json"),
            ("epub/Everything.epub", "application/epub+zip"),
            ("wxr/everything.xml", "application/xml"),
            ("markdown/town/the-bell.md", "text/markdown"),
            ("jsonl/articles.jsonl", "application/x-ndjson"),
            ("site/no-kind", "application/octet-stream"),
        ];
        for (path, expected) in of {
            assert_eq!(media(path), expected, "{path}");
        }
    }
}
