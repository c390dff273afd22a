//! The articles of an edition by tag, by author and by month.

use super::{form::local, index::Entry, places::Folders};
use model::bundle::Surroundings;
use std::{cmp::Reverse, collections::BTreeMap};

/// Articles that have something in common.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// What it is called: the spelling that most of them have.
    pub(super) name: String,
    /// Which of the edition's, newest first.
    pub(super) entries: Vec<usize>,
}

/// The articles by what they have in common; tags and authors by the folder of their page.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) tags: BTreeMap<String, Group>,
    pub(super) authors: BTreeMap<String, Group>,
    /// By year and month, as the newsroom's calendar has them; what nobody dated is in none.
    pub(super) months: BTreeMap<(i16, i8), Vec<usize>>,
}

impl Groups {
    pub(super) fn of(entries: &[Entry], folders: &Folders, surroundings: &Surroundings) -> Self {
        let mut newest: Vec<usize> = (0..entries.len()).collect();
        newest.sort_by_key(|at| Reverse(entries.get(*at).and_then(|entry| entry.at)));
        let (mut tags, mut authors) = (BTreeMap::new(), BTreeMap::new());
        let mut months: BTreeMap<(i16, i8), Vec<usize>> = BTreeMap::new();
        for at in newest {
            let Some(entry) = entries.get(at) else {
                continue;
            };
            for tag in &entry.tags {
                named(&mut tags, folders.of_tag(tag), tag, at);
            }
            for name in entry.bylines.iter().filter(|name| !name.trim().is_empty()) {
                named(&mut authors, folders.of_author(name), name, at);
            }
            if let Some(date) = entry.at {
                let day = local(date, surroundings);
                months
                    .entry((day.year(), day.month()))
                    .or_default()
                    .push(at);
            }
        }
        Self {
            tags: spelt(tags),
            authors: spelt(authors),
            months,
        }
    }
}

/// The articles of a group, and how often each spelling of its name stands in them.
type Named = (Vec<usize>, BTreeMap<String, usize>);

fn named(all: &mut BTreeMap<String, Named>, folder: String, name: &str, at: usize) {
    let (entries, names) = all.entry(folder).or_default();
    if entries.last() != Some(&at) {
        entries.push(at);
    }
    *names.entry(name.to_owned()).or_default() += 1;
}

fn spelt(all: BTreeMap<String, Named>) -> BTreeMap<String, Group> {
    let group = |(entries, names): Named| Group {
        entries,
        name: names
            .into_iter()
            .max_by_key(|(name, count)| (*count, Reverse(name.clone())))
            .map(|(name, _)| name)
            .unwrap_or_default(),
    };
    all.into_iter()
        .map(|(folder, named)| (folder, group(named)))
        .collect()
}
