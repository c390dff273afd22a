//! A first look at an archive: how much of what is in it, who wrote it, in which sections.

use super::pictures::Pictures;
use crate::{Counted, ImportLook};
use model::archive::{Item, Stood};
use std::collections::BTreeMap;

/// Most names that are listed where not the whole is asked for.
const MOST: usize = 500;

/// How much there is of everything.
#[derive(Default)]
pub(super) struct Tally {
    sorts: BTreeMap<String, u32>,
    stood: BTreeMap<Stood, u32>,
    authors: BTreeMap<String, u32>,
    sections: BTreeMap<String, u32>,
    languages: BTreeMap<String, u32>,
}

impl Tally {
    pub(super) fn count(&mut self, item: &Item) {
        let plus = |map: &mut BTreeMap<String, u32>, name: &str| {
            *map.entry(name.to_owned()).or_default() += 1;
        };
        plus(&mut self.sorts, &item.sort);
        *self.stood.entry(item.stood).or_default() += 1;
        for byline in &item.bylines {
            plus(&mut self.authors, &byline.name);
        }
        plus(&mut self.sections, &item.section);
        plus(
            &mut self.languages,
            item.language.as_deref().unwrap_or_default(),
        );
    }

    /// Whether anything in it is by an author of this name.
    pub(super) fn has_author(&self, name: &str) -> bool {
        self.authors.contains_key(name)
    }

    /// Whether anything in it is in a section of this name.
    pub(super) fn has_section(&self, name: &str) -> bool {
        self.sections.contains_key(name)
    }

    pub(super) fn look(self, format: String, pictures: &Pictures<'_>, whole: bool) -> ImportLook {
        let most = if whole { usize::MAX } else { MOST };
        let counted = |map| counted(map, most);
        let stood = self.stood.iter().map(|(stood, n)| Counted {
            name: words(*stood).into(),
            count: *n,
        });
        let missing = pictures.missing();
        let of = |what: &str| {
            let one = missing.iter().find(|(name, ..)| *name == what);
            one.map_or(0, |(_, n, _)| u32::try_from(*n).unwrap_or(u32::MAX))
        };
        ImportLook {
            format,
            stood: stood.collect(),
            sorts: counted(self.sorts),
            authors: counted(self.authors),
            sections: counted(self.sections),
            languages: counted(self.languages),
            pictures: u32::try_from(pictures.found()).unwrap_or(u32::MAX),
            missing: of("pictures").saturating_add(of("attachments")),
        }
    }
}

fn words(stood: Stood) -> &'static str {
    match stood {
        Stood::Draft => "drafts",
        Stood::Waiting => "waiting for a yes",
        Stood::Scheduled => "to come out later",
        Stood::Published => "published",
        Stood::Private => "not for everyone",
    }
}

/// The most frequent first.
fn counted(map: BTreeMap<String, u32>, most: usize) -> Vec<Counted> {
    let mut all: Vec<Counted> = map
        .into_iter()
        .map(|(name, count)| Counted { name, count })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.count));
    all.truncate(most);
    all
}
