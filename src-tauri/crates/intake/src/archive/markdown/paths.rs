//! Where addresses in a folder's texts lead: to a file of the archive, to another of its texts, or away.

use super::layout::{Layout, Program};
use crate::archive::{Files, files::percent_encoding_decoded, joined};
use std::collections::HashMap;

/// Before a path that was found already: a sign that no text may hold, so that nothing written is taken for it.
pub(super) const FOUND: char = '\u{fdd0}';

/// The texts of the archive, by their names.
#[derive(Debug)]
pub(super) struct Paths<'a> {
    pub files: &'a Files,
    pub layout: &'a Layout,
    /// By the last part of the path without its ending, in lower case; of `quay/index.md` by its folder.
    notes: HashMap<String, Vec<&'a str>>,
}

impl<'a> Paths<'a> {
    pub fn new(files: &'a Files, layout: &'a Layout) -> Self {
        let mut notes: HashMap<String, Vec<&str>> = HashMap::new();
        for named in files.all.iter().filter(|named| is_text(&named.path)) {
            notes
                .entry(stem(&named.path))
                .or_default()
                .push(&named.path);
        }
        Self {
            files,
            layout,
            notes,
        }
    }

    fn has(&self, path: &str) -> Option<&'a str> {
        let found = self
            .files
            .all
            .binary_search_by(|named| named.path.as_str().cmp(path));
        self.files
            .all
            .get(found.ok()?)
            .map(|named| named.path.as_str())
    }

    /// The path of a file that an address in the text at `from` is about: a picture, a film, another text.
    pub fn file(&self, from: &str, address: &str) -> Option<&'a str> {
        let bare = address.split(['?', '#']).next().unwrap_or_default();
        self.placed(from, bare).or_else(|| {
            let decoded = percent_encoding_decoded(bare);
            (decoded != bare).then(|| self.placed(from, &decoded))?
        })
    }

    fn placed(&self, from: &str, path: &str) -> Option<&'a str> {
        let path = path.trim();
        if path.is_empty() || path.contains(':') || path.starts_with("//") {
            return None;
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root = self.layout.root.as_str();
        if let Some(top) = path.strip_prefix('/').or_else(|| path.strip_prefix("@/")) {
            let tops = [
                "", "static/", "assets/", "public/", "content/", "src/", "media/",
            ];
            return tops
                .iter()
                .find_map(|top_folder| self.has(&joined(root, &format!("{top_folder}{top}"))?))
                .or_else(|| self.has(&joined(&self.layout.content, top)?))
                .or_else(|| self.has(top));
        }
        // The page of `posts/quay.md` is `posts/quay/`, so that what it shows is one folder further up.
        self.has(&joined(folder, path)?)
            .or_else(|| self.has(&joined(root, path)?))
            .or_else(|| {
                let up = path.strip_prefix("../")?;
                self.has(&joined(folder, up)?)
            })
            .or_else(|| {
                let folders = ["static/", "assets/", "public/"];
                folders
                    .iter()
                    .find_map(|top| self.has(&joined(root, &format!("{top}{path}"))?))
            })
            .or_else(|| {
                // Notes have their pictures anywhere, and name them by their names.
                let none = self.layout.program == Program::None;
                none.then(|| self.files.find(path))?
            })
    }

    /// The path of the text whose page an address leads to.
    pub fn page(&self, from: &str, address: &str) -> Option<&'a str> {
        let bare = address.split(['?', '#']).next().unwrap_or_default();
        let mut path = bare.trim();
        if let Some(base) = &self.layout.base
            && let Some(rest) = path.strip_prefix(base.as_str())
            && rest.starts_with('/')
        {
            path = rest;
        }
        if path.is_empty() || path.contains(':') || path.starts_with("//") {
            return None;
        }
        let decoded = percent_encoding_decoded(path);
        let path = decoded
            .trim_end_matches('/')
            .trim_end_matches("/index.html");
        let (folder, rest) = match path.strip_prefix('/') {
            Some(rest) => (self.layout.content.trim_end_matches('/').to_owned(), rest),
            None => {
                let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
                (folder.to_owned(), path)
            }
        };
        let at = joined(&folder, rest)?;
        if at.is_empty() {
            return None;
        }
        let forms = |at: &str| -> Option<&'a str> {
            [
                ".md",
                "/index.md",
                ".markdown",
                ".mdx",
                ".html",
                "/index.html",
            ]
            .iter()
            .find_map(|end| self.has(&format!("{at}{end}")))
        };
        self.has(&at)
            .filter(|path| is_text(path))
            .or_else(|| forms(&at))
            .or_else(|| {
                // From the page of `posts/quay.md`, which is a folder further down.
                let up = rest.strip_prefix("../")?;
                forms(&joined(&folder, up)?)
            })
    }

    /// The path of the text that is named, as wiki links and `ref` do: by its path's end, the nearest first.
    pub fn named(&self, from: &str, name: &str) -> Option<&'a str> {
        let name = name.trim().trim_start_matches('/');
        let direct = self.file(from, name).or_else(|| self.page(from, name));
        if let Some(found) = direct.filter(|path| is_text(path)) {
            return Some(found);
        }
        let whole = name.to_lowercase();
        let whole = ["/index.md", "/_index.md", ".md", ".markdown"]
            .iter()
            .find_map(|end| whole.strip_suffix(end))
            .unwrap_or(&whole);
        let last = whole.rsplit('/').next()?;
        let all = self.notes.get(last)?;
        let ends = |path: &&&str| {
            let path = path.to_lowercase();
            let path = path.strip_suffix("/index.md").unwrap_or(&path);
            let path = path.rsplit_once('.').map_or(path, |(stem, end)| match end {
                "md" | "markdown" | "mdx" | "html" => stem,
                _ => path,
            });
            path == whole || path.ends_with(&format!("/{whole}"))
        };
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut found: Vec<&&str> = all.iter().filter(ends).collect();
        found.sort_by_key(|path| {
            let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            (own != folder, path.matches('/').count(), path.len())
        });
        found.first().map(|path| **path)
    }

    /// Another sort of file by its name, wherever it lies.
    pub fn attachment(&self, from: &str, name: &str) -> Option<&'a str> {
        self.file(from, name).or_else(|| self.files.find(name))
    }

    /// The path of a post of Jekyll's by its name.
    pub fn post(&self, name: &str) -> Option<&'a str> {
        self.named("", name.trim_start_matches('/'))
    }
}

/// Whether it is a text.
pub(super) fn is_text(path: &str) -> bool {
    let path = path.to_lowercase();
    [
        ".md",
        ".markdown",
        ".mdown",
        ".mkd",
        ".mdx",
        ".html",
        ".htm",
    ]
    .iter()
    .any(|end| path.ends_with(end))
}

/// A text's name: the last part of its path without its ending, in lower case; of `quay/index.md` its folder's.
pub(super) fn stem(path: &str) -> String {
    let path = path.to_lowercase();
    let stem = path
        .rsplit_once('.')
        .map_or(path.as_str(), |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    stem.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A path as an address within Markdown that says it was found already.
pub(super) fn found(path: &str) -> String {
    format!("{FOUND}{path}")
}
