//! Where a site has its own files, and so no page that leads on from an old address.

use super::{archive, feed, index::Index, list::List, missing, redirects, sitemap};
use crate::{print::Print, theme::STATICS};
use model::asset::site_path;
use std::collections::HashSet;

/// The folder of the site's pictures and files, from its root.
const ASSETS: &str = "assets/";

/// Places of files, from the site's root.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken {
    files: HashSet<String>,
    /// Folders that are called like a file, which may be a page's name for something else.
    folders: HashSet<String>,
}

impl Taken {
    /// The files of everything that the site prints besides what leads on from old addresses and says that something was
    /// withdrawn.
    pub(super) fn by_the_site(from: &Print, index: &Index, lists: &[List]) -> Self {
        let mut taken = Self::default();
        let pages = index.entries.iter().map(|one| one.path.to_string());
        let lists_pages = lists.iter().flat_map(List::paths);
        let all = pages.chain(lists_pages).chain(archive::paths(index));
        taken.files.extend(all);
        let theme = from.theme;
        let statics = theme.statics();
        for file in statics.map(|(name, _)| format!("{STATICS}{name}")) {
            taken.add(file);
        }
        taken.files.insert("style.css".into());
        if theme.own_stylesheet().is_some() {
            taken.files.insert("theme.css".into());
        }
        if theme.has(missing::TEMPLATE) {
            taken.files.insert(missing::TEMPLATE.into());
        }
        taken.files.extend(feed::paths(from, index));
        taken.files.extend(sitemap::paths(from, index, lists.len()));
        taken
            .files
            .extend(redirects::FILES.map(|name| name.to_owned()));
        if reaches_into_assets(from) {
            for asset in &from.surroundings.assets {
                taken.files.insert(site_path((asset.hash, asset.media)));
                let variants = asset.variants.iter();
                let narrower = variants.map(|it| site_path((it.hash, it.media)));
                taken.files.extend(narrower);
            }
        }
        taken
    }

    /// Whether there is a file.
    pub(super) fn has(&self, file: &str) -> bool {
        self.files.contains(file)
    }

    /// Takes the place of a file, where there is neither that nor a folder of its name, and each folder above it can be one.
    pub(super) fn take(&mut self, file: &str) -> bool {
        let mut above = file.match_indices('/').filter_map(|(at, _)| file.get(..at));
        if self.has(file) || self.folders.contains(file) || above.any(|one| self.has(one)) {
            return false;
        }
        self.add(file.to_owned());
        true
    }

    fn add(&mut self, file: String) {
        for (at, _) in file.match_indices('/') {
            let above = file.get(..at).unwrap_or_default();
            // No other folder can stand where a page's file would be.
            if above.rsplit('/').next().unwrap_or_default().contains('.') {
                self.folders.insert(above.to_owned());
            }
        }
        self.files.insert(file);
    }
}

/// Whether anything was once where the site's pictures are.
fn reaches_into_assets(from: &Print) -> bool {
    let around = from.surroundings;
    let moved = around.articles.iter().flat_map(|placed| &placed.moved_from);
    let gone = around.withdrawn.iter().map(|gone| &gone.path);
    moved.chain(gone).any(|old| old.starts_with(ASSETS))
}
