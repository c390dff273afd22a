//! What a document says of itself beside its text.

use super::{
    change::moment,
    package::{Package, Relations},
    tree::Node,
};
use model::{Hash, Result, Time, page::Leftover};

/// The properties of a document.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub(super) title: String,
    pub(super) identifier: String,
    pub(super) creator: String,
    /// As it is written.
    created: String,
    pub(super) modified: Option<Time>,
    pub(super) keywords: Vec<String>,
    pub(super) meta: Vec<(String, String)>,
}

impl Properties {
    /// Of the parts that hold some.
    pub(super) fn of(package: &Package<'_>, left: &mut Vec<Leftover>) -> Result<Self> {
        let mut out = Self::default();
        let relations = package.relations("")?;
        let named = |relations: &Relations, sort: &str, path: &str| {
            relations.sort(sort).unwrap_or(path).to_owned()
        };
        let core = named(&relations, "core-properties", "docProps/core.xml");
        if let Some(root) = package.tree(&core, left)? {
            root.nodes().for_each(|node| out.core(node));
        }
        let custom = named(&relations, "custom-properties", "docProps/custom.xml");
        if let Some(root) = package.tree(&custom, left)? {
            for node in root.nodes().take(200) {
                let value = node.nodes().next().map(Node::text).unwrap_or_default();
                if let Some(name) = node.get("name") {
                    out.meta(name, &value);
                }
            }
        }
        Ok(out)
    }

    fn core(&mut self, node: &Node) {
        let text = one_line(&node.text());
        let name = node.name.rsplit(':').next().unwrap_or_default();
        match name {
            "title" => self.title = text,
            "identifier" => {
                self.meta("identifier", &text);
                self.identifier = text;
            }
            "creator" => {
                self.meta("creator", &text);
                self.creator = text;
            }
            "created" => {
                self.meta("created", &text);
                self.created = text;
            }
            "modified" => self.modified = moment(&text),
            "keywords" => {
                for word in text.split([',', ';']) {
                    let word = word.trim().to_owned();
                    if !word.is_empty() && !self.keywords.contains(&word) {
                        self.keywords.push(word);
                    }
                }
            }
            "lastModifiedBy" => self.meta("last changed by", &text),
            "subject" | "description" | "category" | "contentStatus" | "language" | "version" => {
                self.meta(name, &text);
            }
            _ => {}
        }
    }

    fn meta(&mut self, name: &str, value: &str) {
        let value = one_line(value);
        if !value.is_empty() {
            self.meta.push((one_line(name), value));
        }
    }

    /// By what a document is known again when it comes with edits: its identifier, where it has one. Few do, so else it is its
    /// file's name, together with who made it and when, which stay through all edits: two people may both send `article.docx`.
    pub(super) fn source(&self, path: &str) -> String {
        if !self.identifier.is_empty() {
            return format!("docx:{}", self.identifier);
        }
        if self.creator.is_empty() && self.created.is_empty() {
            return format!("docx:{path}");
        }
        let made = format!("{}\n{}", self.creator, self.created);
        format!("docx:{path}#{}", Hash::of(made.as_bytes()).short())
    }

    /// Whether nothing that it is known by is its own: a file's name, or what a program writes into each that it makes.
    pub(super) fn is_weak(&self) -> bool {
        // Of a library's template, which nobody fills in.
        const MADE: &str = "2013-12-23T23:15:00Z";
        self.identifier.is_empty() && (self.created.is_empty() || self.created == MADE)
    }

    /// Its title, where that is one: programs put in what they have at hand.
    pub(super) fn headline(&self) -> Option<&str> {
        let low = self.title.to_lowercase();
        let none = low.is_empty()
            || [
                "document",
                "dokument",
                "untitled",
                "unbenannt",
                "microsoft word",
                "word document",
                "title",
            ]
            .iter()
            .any(|start| {
                low.strip_prefix(start)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) && rest.len() < 4)
            })
            || low.starts_with("microsoft word - ")
            || [".doc", ".docx", ".odt", ".dot", ".rtf", ".pages"]
                .iter()
                .any(|end| low.ends_with(end));
        (!none).then_some(self.title.as_str())
    }
}

/// A text on one line, without what is no text.
pub(super) fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}
