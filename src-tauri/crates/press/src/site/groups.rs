//! The articles of an edition by tag, by author and by month.

use super::{entry::Entry, form::local, places::Folders};
use model::bundle::Surroundings;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

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
    pub(super) fn of(
        entries: &[Arc<Entry>],
        folders: &Folders,
        surroundings: &Surroundings,
    ) -> Self {
        let mut newest: Vec<usize> = (0..entries.len()).collect();
        newest.sort_by_key(|at| Reverse(entries.get(*at).and_then(|entry| entry.at)));
        let (mut tags, mut authors) = (Named::default(), Named::default());
        let mut months: BTreeMap<(i16, i8), Vec<usize>> = BTreeMap::new();
        for at in newest {
            let Some(entry) = entries.get(at) else {
                continue;
            };
            for tag in &entry.tags {
                tags.add(tag, at, |name| folders.of_tag(name));
            }
            for name in entry.bylines.try_iter().into_iter().flatten() {
                let name = name.as_str().filter(|name| !name.trim().is_empty());
                if let Some(name) = name {
                    authors.add(name, at, |name| folders.of_author(name));
                }
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
            tags: tags.spelt(),
            authors: authors.spelt(),
            months,
        }
    }
}

/// The articles by tag, or by author, as they come.
#[derive(Default)]
struct Named {
    /// Each spelling, the group that it stands for, and how often it was seen.
    names: HashMap<String, (usize, usize)>,
    /// The folder of each group's page, and its articles.
    groups: Vec<(String, Vec<usize>)>,
    /// Each group by its folder.
    folders: HashMap<String, usize>,
}

impl Named {
    /// An article has this name; `folder` says where its page is, and is asked once for each spelling.
    fn add(&mut self, name: &str, at: usize, folder: impl Fn(&str) -> String) {
        let group = match self.names.get_mut(name) {
            Some((group, count)) => {
                *count += 1;
                *group
            }
            None => {
                let group = self.group(folder(name));
                self.names.insert(name.to_owned(), (group, 1));
                group
            }
        };
        if let Some((_, entries)) = self.groups.get_mut(group)
            && entries.last() != Some(&at)
        {
            entries.push(at);
        }
    }

    fn group(&mut self, folder: String) -> usize {
        let next = self.groups.len();
        let group = *self.folders.entry(folder.clone()).or_insert(next);
        if group == next {
            self.groups.push((folder, vec![]));
        }
        group
    }

    /// The groups by the folder of their page, each called by the spelling that most of its articles have.
    fn spelt(self) -> BTreeMap<String, Group> {
        let mut called: Vec<Option<(usize, Reverse<String>)>> = vec![None; self.groups.len()];
        for (name, (group, count)) in self.names {
            if let Some(best) = called.get_mut(group) {
                *best = best.take().max(Some((count, Reverse(name))));
            }
        }
        let groups = self.groups.into_iter().zip(called);
        groups
            .map(|((folder, entries), called)| {
                let name = called.map(|(_, Reverse(name))| name).unwrap_or_default();
                (folder, Group { name, entries })
            })
            .collect()
    }
}
