//! Who posts are by, and what they are filed under: named before them, in every file.

use super::{NEWSROOM, author, item::name_of};
use crate::{
    print::Print,
    xml::{element, line},
};
use model::{
    Hash, Result, Time,
    article::{folder, slug},
    bundle::Surroundings,
};
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

/// Longest login that WordPress takes is 60 characters.
const LOGIN: usize = 45;

/// Authors, sections and tags, and when each picture was first shown.
pub(super) struct Terms {
    newsroom: String,
    /// Their names by their logins.
    authors: BTreeMap<String, String>,
    logins: HashMap<String, String>,
    sections: BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
    /// The earliest date of the articles that show a picture.
    shown: HashMap<Hash, Time>,
}

impl Terms {
    /// Those of everything that prints.
    pub(super) fn of(from: &Print) -> Result<Self> {
        let around: &Surroundings = from.surroundings;
        let mut terms = Self {
            newsroom: line(&around.newsroom),
            authors: BTreeMap::new(),
            logins: HashMap::new(),
            sections: BTreeMap::new(),
            tags: BTreeMap::new(),
            shown: HashMap::new(),
        };
        let mut names: BTreeMap<String, ()> = BTreeMap::new();
        for placed in &around.articles {
            let content = (from.contents)(placed.revision)?;
            names.extend(content.bylines.iter().map(|one| (line(&one.name), ())));
            let section = line(&content.section);
            let section = if section.is_empty() {
                "News".to_owned()
            } else {
                section
            };
            first(&mut terms.sections, folder(&content.section), section);
            for tag in content
                .tags
                .iter()
                .map(|tag| line(tag))
                .filter(|tag| named(tag))
            {
                first(&mut terms.tags, slug(&tag), tag);
            }
            if let Some(date) = placed.date {
                for hash in content.every_asset() {
                    let shown = terms.shown.entry(hash).or_insert(date);
                    *shown = date.min(*shown);
                }
            }
        }
        names.remove("");
        for name in names.into_keys() {
            let mut login = slug(&name);
            login.truncate(LOGIN);
            // The newsroom's own, a name without a letter, and one that another is taken for already.
            if login == NEWSROOM || !named(&name) || terms.authors.contains_key(&login) {
                login = format!("{login}-{}", Hash::of(name.as_bytes()).short());
            }
            terms.authors.insert(login.clone(), name.clone());
            terms.logins.insert(name, login);
        }
        Ok(terms)
    }

    /// The login of who is called `name`, or of the newsroom.
    pub(super) fn login(&self, name: Option<&String>) -> &str {
        let known = name.and_then(|name| self.logins.get(name));
        known.map_or(NEWSROOM, String::as_str)
    }

    /// The name of a section, by its folder.
    pub(super) fn section<'a>(&'a self, folder: &'a str) -> &'a str {
        self.sections.get(folder).map_or(folder, String::as_str)
    }

    /// The name of a tag, by its slug.
    pub(super) fn tag<'a>(&'a self, slug: &'a str) -> &'a str {
        self.tags.get(slug).map_or(slug, String::as_str)
    }

    /// When a picture was first shown.
    pub(super) fn shown(&self, hash: Hash) -> Option<Time> {
        self.shown.get(&hash).copied()
    }

    /// All of them.
    pub(super) fn write(&self, to: &mut String) {
        author(to, 1, NEWSROOM, &self.newsroom);
        for (number, (login, name)) in (2..).zip(&self.authors) {
            author(to, number, login, name);
        }
        let mut number = 0;
        let mut term = |kind: &str, slug: &str, name: &str| {
            number += 1;
            let (outer, nicename, named) = match kind {
                "category" => ("wp:category", "wp:category_nicename", "wp:cat_name"),
                _ => ("wp:tag", "wp:tag_slug", "wp:tag_name"),
            };
            let _ = writeln!(to, "<{outer}><wp:term_id>{number}</wp:term_id>");
            element(to, nicename, slug);
            if kind == "category" {
                element(to, "wp:category_parent", "");
            }
            element(to, named, &name_of(name));
            let _ = writeln!(to, "</{outer}>");
        };
        for (slug, name) in &self.sections {
            term("category", slug, name);
        }
        for (slug, name) in &self.tags {
            term("tag", slug, name);
        }
    }
}

/// Whether there is a letter or a digit in a name: of others no slug tells them apart.
pub(super) fn named(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
}

/// The name that a slug has: of several the first in the order of letters, whatever the edition's order.
fn first(all: &mut BTreeMap<String, String>, slug: String, name: String) {
    let there = all.entry(slug).or_insert_with(|| name.clone());
    if name < *there {
        *there = name;
    }
}
