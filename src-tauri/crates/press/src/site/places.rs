//! Where the pages are that list articles: addresses that nothing else on the site can have, and that an article's page
//! knows without knowing the other articles.

use super::index::SectionForm;
use model::{
    Hash,
    article::{is_device, slug},
};
use serde::Serialize;

/// The folders of the pages that list articles by something else than their section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Folders {
    /// Of the pages by tag.
    pub(crate) tag: String,
    /// Of the pages by author.
    pub(crate) by: String,
    /// Of the pages by year and month.
    pub(crate) archive: String,
    /// Of the front page's second page and those after it.
    pub(crate) page: String,
}

impl Default for Folders {
    fn default() -> Self {
        Self::beside(&[])
    }
}

impl Folders {
    /// The folders beside those of the sections: a section that is called as one of them keeps its own.
    pub(super) fn beside(sections: &[SectionForm]) -> Self {
        let free = |wanted: &str| {
            let taken = |name: &str| sections.iter().any(|section| section.slug == name);
            let mut name = wanted.to_owned();
            let mut count = 2;
            while taken(&name) {
                name = format!("{wanted}-{count}");
                count += 1;
            }
            name
        };
        Self {
            tag: free("tag"),
            by: free("by"),
            archive: free("archive"),
            page: free("page"),
        }
    }

    /// Those that have another name, since a section has theirs: the name that each would have, and the one that it has.
    pub(super) fn aside(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("tag", self.tag.as_str()),
            ("by", &self.by),
            ("archive", &self.archive),
            ("page", &self.page),
        ];
        all.into_iter()
            .filter(|(wanted, is)| wanted != is)
            .collect()
    }

    /// The folder of a tag's page, from the site's root.
    pub(super) fn of_tag(&self, name: &str) -> String {
        format!("{}/{}/", self.tag, place(name))
    }

    /// The folder of an author's page, from the site's root.
    pub(super) fn of_author(&self, name: &str) -> String {
        format!("{}/{}/", self.by, place(name))
    }
}

/// The last part of the address of a tag's or an author's page: the name in plain letters. Where those stand for other names
/// as well, as of letters that have no plain form of their own, a piece of the name's hash is added.
pub(super) fn place(name: &str) -> String {
    let folded = name
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let plain = slug(&folded);
    let own = folded.chars().all(|letter| {
        letter.is_whitespace()
            || letter.is_ascii_digit()
            || (letter.is_alphabetic()
                && (letter < '\u{530}' || ('\u{1e00}'..'\u{1f00}').contains(&letter)))
            || "-'’.,&".contains(letter)
    });
    if own && plain != "untitled" && plain.len() < 80 && !is_device(&plain) {
        return plain;
    }
    let hash = Hash::of(folded.as_bytes()).to_string();
    format!("{plain}-{}", hash.get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Folders, place};
    use crate::site::index::SectionForm;

    #[test]
    fn a_name_keeps_its_address_and_shares_it_with_its_other_spellings_alone() {
        assert_eq!(place("Nora Vale"), "nora-vale");
        assert_eq!(place(" nora  VALE "), "nora-vale");
        assert_eq!(place("Zürich"), "zurich");
        assert_ne!(place("C++"), place("C#"));
        assert_ne!(place("C++"), place("C"));
        assert_ne!(place("!!!"), place("???"));
        assert_ne!(place("上海"), place("傷害"));
        assert_ne!(place("Untitled"), place("!!!"));
        assert_ne!(place("Con"), "con");
    }

    #[test]
    fn a_section_called_tag_keeps_its_folder() {
        let section = |slug: &str| SectionForm {
            name: slug.into(),
            slug: slug.into(),
        };
        let folders = Folders::beside(&[section("archive"), section("tag"), section("tag-2")]);
        assert_eq!((folders.tag.as_str(), folders.by.as_str()), ("tag-3", "by"));
        assert_eq!(folders.archive, "archive-2");
    }
}
