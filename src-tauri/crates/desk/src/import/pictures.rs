//! The pictures and attachments of an archive: found in it or in what is given beside it, never on the web; kept in the
//! library's folder, and known again by their bytes, so that none is measured and encoded twice.

use super::{here::own, item::Record, known::Known};
use crate::Desk;
use intake::archive::{Files, decoded};
use model::{
    ArticleId, Error, Hash, Kind, Result,
    archive::{Item, Lead},
    asset::Asset,
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

/// What an address must end with for the file of a link to come along: pages and the like are no attachments.
const ATTACHED: [&str; 7] = [".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];

/// A file of the article that is being made ready.
struct Mine {
    address: String,
    raw: Hash,
    asset: Hash,
}

/// The files of an archive, and what became of them.
pub(super) struct Pictures<'a> {
    desk: &'a Desk,
    own: &'a Files,
    beside: Option<&'a Files>,
    dry: bool,
    /// What each file is kept as, by a hash of its bytes, with the name that it has.
    known: HashMap<Hash, (Asset, String)>,
    /// Files that can't be taken, by the same, and why.
    bad: HashMap<Hash, String>,
    /// Files that came in for the first time.
    fresh: HashSet<Hash>,
    /// Addresses of which nothing was given: of pictures, and of what links lead to.
    missing: BTreeMap<&'static str, HashSet<String>>,
    found: u64,
    /// Where texts of the archive are in the library, by their sources.
    texts: HashMap<String, String>,
    /// By which source the text of a file is known.
    places: HashMap<String, String>,
    /// What came in before, perhaps with another part.
    before: Known,
    /// A link leads to a text that was not here yet.
    pub waits: bool,
    // Of the article that is being made ready:
    embedded: Vec<(String, Vec<u8>)>,
    leads: HashMap<String, Lead>,
    had: HashMap<String, (Hash, Hash)>,
    mine: Vec<Mine>,
    assets: Vec<(Asset, String, String)>,
    problems: Vec<String>,
    failed: Option<Error>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        own: &'a Files,
        beside: Option<&'a Files>,
        dry: bool,
    ) -> Self {
        Self {
            desk,
            own,
            beside,
            dry,
            known: HashMap::new(),
            bad: HashMap::new(),
            fresh: HashSet::new(),
            missing: BTreeMap::new(),
            found: 0,
            texts: HashMap::new(),
            places: HashMap::new(),
            before: Known::default(),
            waits: false,
            embedded: vec![],
            leads: HashMap::new(),
            had: HashMap::new(),
            mine: vec![],
            assets: vec![],
            problems: vec![],
            failed: None,
        }
    }

    /// All texts were read once: what links lead to is asked for anew.
    pub(super) fn settled(&mut self) {
        self.waits = false;
        self.texts.clear();
    }

    /// Begins with an article; `had` is what it had when it came in before.
    pub(super) fn begin(&mut self, item: &mut Item, had: Option<&Record>) {
        self.embedded = std::mem::take(&mut item.files);
        // Markdown writes some addresses otherwise than the archive does.
        let leads = std::mem::take(&mut item.leads).into_iter();
        self.leads = leads
            .map(|(address, lead)| (decoded(&address), lead))
            .collect();
        self.before.begin(item);
        self.had = had.map_or_else(HashMap::new, |record| {
            let files = record.files.iter();
            files
                .map(|(address, raw, asset)| (address.clone(), (*raw, *asset)))
                .collect()
        });
    }

    /// Ends with it: the files that came in for it, those that it shows, and what is wrong with others.
    #[expect(clippy::type_complexity, reason = "three lists")]
    pub(super) fn end(
        &mut self,
    ) -> Result<(
        Vec<(Asset, String, String)>,
        Vec<(String, Hash, Hash)>,
        Vec<String>,
    )> {
        self.embedded.clear();
        let mine = std::mem::take(&mut self.mine);
        let files = mine
            .into_iter()
            .map(|one| (one.address, one.raw, one.asset));
        let (assets, problems) = (
            std::mem::take(&mut self.assets),
            std::mem::take(&mut self.problems),
        );
        match self.failed.take() {
            Some(error) => Err(error),
            None => Ok((assets, files.collect(), problems)),
        }
    }

    /// The address here of what an address there is about; none where it stays as it is.
    pub(super) fn address(&mut self, address: &str, picture: bool) -> Option<String> {
        if address.starts_with("asset:") || address.starts_with('#') {
            return None;
        }
        if !picture && let Some(lead) = self.leads.get(&decoded(address)).cloned() {
            return self.within(address, &lead);
        }
        let low = address
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        if picture || ATTACHED.iter().any(|end| low.ends_with(end)) {
            let what = if picture { "pictures" } else { "attachments" };
            return self
                .kept(address, what)
                .map(|asset| format!("asset:{asset}"));
        }
        self.text(address).or_else(|| self.earlier(address))
    }

    /// Where an article is that came in before, to which a link leads that nothing of this archive is known by.
    fn earlier(&mut self, address: &str) -> Option<String> {
        let bare = address.split(['?', '#']).next().unwrap_or_default();
        let low = bare.to_lowercase();
        let is_text = low.ends_with(".md") || low.ends_with(".markdown");
        let known = self.desk.store.read(|db| match is_text {
            true if !bare.contains("://") => self.before.text(db, bare),
            _ => self.before.at(db, address),
        });
        let source = match known {
            Ok(source) => source?,
            Err(error) => {
                self.failed.get_or_insert(error);
                return None;
            }
        };
        let place = self.placed(&source)?;
        let part = address.find('#').and_then(|at| address.get(at..));
        Some(format!("{place}{}", part.unwrap_or_default()))
    }

    /// What a picture is kept as; none where nothing was given for its address.
    pub(super) fn asset(&mut self, address: &str) -> Option<Hash> {
        self.kept(address, "pictures")
    }

    /// The articles that are known by these sources; of one that is not here yet nothing, for now.
    pub(super) fn articles(&mut self, sources: &[String]) -> Result<Vec<ArticleId>> {
        let mut all = vec![];
        for source in sources {
            match self
                .desk
                .store
                .read(|db| store::article::by_source(db, source))?
            {
                Some(id) => all.push(id),
                None => self.waits = true,
            }
        }
        Ok(all)
    }

    /// The text of a file is known by this source.
    pub(super) fn knows(&mut self, place: String, source: String) {
        self.places.insert(place, source);
    }

    /// Where a link leads here that leads to an article of the archive there, or to the page of a file.
    fn within(&mut self, address: &str, lead: &Lead) -> Option<String> {
        match lead {
            Lead::File(file) => self
                .kept(file, "attachments")
                .map(|asset| format!("asset:{asset}")),
            Lead::Article(source) => {
                let place = self.placed(source);
                self.waits |= place.is_none();
                let part = address.find('#').and_then(|at| address.get(at..));
                Some(format!("{}{}", place?, part.unwrap_or_default()))
            }
        }
    }

    /// Where a text of the archive is, to which another one leads.
    fn text(&mut self, address: &str) -> Option<String> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let source = self.places.get(path).cloned()?;
        let found = self.placed(&source);
        self.waits |= found.is_none() && self.own.all.iter().any(|named| named.path == path);
        found
    }

    /// Where the article is that is known by a source; none where it is not here yet.
    fn placed(&mut self, source: &str) -> Option<String> {
        if let Some(known) = self.texts.get(source) {
            return Some(known.clone());
        }
        let found = self.desk.store.read(|db| {
            let row = match (own(db, source)?, store::article::by_source(db, source)?) {
                (Some(row), _) => row,
                (None, Some(id)) => store::article::get(db, id)?,
                (None, None) => return Ok(None),
            };
            let content = store::article::content(db, row.head)?;
            Ok(Some(format!("/{}", content.path())))
        });
        match found {
            // What is not here yet may come with the next part.
            Ok(found) => {
                let known = found.clone();
                self.texts
                    .extend(known.map(|place| (source.to_owned(), place)));
                found
            }
            Err(error) => {
                self.failed.get_or_insert(error);
                None
            }
        }
    }

    fn kept(&mut self, address: &str, what: &'static str) -> Option<Hash> {
        if let Some(mine) = self.mine.iter().find(|mine| mine.address == address) {
            return Some(mine.asset);
        }
        match self.take(address) {
            Ok(Some((raw, asset))) => {
                self.mine.push(Mine {
                    address: address.to_owned(),
                    raw,
                    asset,
                });
                self.found += 1;
                Some(asset)
            }
            Ok(None) => {
                self.missing
                    .entry(what)
                    .or_default()
                    .insert(address.to_owned());
                None
            }
            Err(error)
                if matches!(error.kind, Kind::Unreadable | Kind::Refused | Kind::Damaged) =>
            {
                let shown = super::shown(address);
                self.problems
                    .push(format!("{shown} can’t be taken: {}", error.message));
                None
            }
            Err(error) => {
                self.failed.get_or_insert(error);
                None
            }
        }
    }

    /// The file that an address is about, and what it is kept as.
    fn take(&mut self, address: &str) -> Result<Option<(Hash, Hash)>> {
        let Some((name, bytes)) = self.bytes(address)? else {
            // It may have been given the time before.
            let had = self.had.get(address).copied();
            return had.map_or(Ok(None), |(raw, asset)| {
                Ok(self.is_listed(asset)?.then_some((raw, asset)))
            });
        };
        let raw = Hash::of(&bytes);
        if let Some(why) = self.bad.get(&raw) {
            return Err(Error::unreadable("damaged-picture", why.clone()));
        }
        if let Some((asset, name)) = self.known.get(&raw) {
            // The article that it came with first may not have been taken.
            self.assets
                .push((asset.clone(), name.clone(), String::new()));
            return Ok(Some((raw, asset.hash)));
        }
        if let Some((before, asset)) = self.had.get(address).copied()
            && before == raw
            && self.is_listed(asset)?
        {
            return Ok(Some((raw, asset)));
        }
        if self.dry {
            // What it would be kept as costs as much to say as to keep it.
            intake::asset::fits(bytes.len() as u64)?;
            intake::asset::media(&bytes)?;
            self.fresh.insert(raw);
            return Ok(Some((raw, raw)));
        }
        let taken = match intake::asset::take("", &bytes) {
            Ok(taken) => taken,
            Err(error) => {
                self.bad.insert(raw, error.message.clone());
                return Err(error);
            }
        };
        for file in &taken.files {
            store::asset::put(self.desk.dir(), file)?;
        }
        let (hash, name) = (taken.asset.hash, crate::asset::clean_stem(&name));
        if !self.is_listed(hash)? {
            self.fresh.insert(hash);
        }
        self.known.insert(raw, (taken.asset.clone(), name.clone()));
        self.assets.push((taken.asset, name, String::new()));
        Ok(Some((raw, hash)))
    }

    fn is_listed(&self, asset: Hash) -> Result<bool> {
        let listed = self.desk.store.read(|db| store::asset::get(db, asset))?;
        Ok(listed.is_some())
    }

    /// A file's name and bytes: one that stands within the article, one of the archive, or one of what is given beside it.
    fn bytes(&self, address: &str) -> Result<Option<(String, Vec<u8>)>> {
        if let Some((name, bytes)) = self.embedded.iter().find(|(name, _)| name == address) {
            return Ok(Some((name.clone(), bytes.clone())));
        }
        let limit = intake::asset::LIMIT;
        let of = |path: &str| {
            Path::new(path)
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        };
        if let Some(bytes) = self.own.read(address, limit)? {
            return Ok(Some((of(address), bytes)));
        }
        let beside = self.beside.into_iter().chain([self.own]);
        for files in beside.filter(|files| !files.is_alone()) {
            for address in sizes(address) {
                if let Some(path) = files.find(&address)
                    && let Some(bytes) = files.read(path, limit)?
                {
                    return Ok(Some((of(path), bytes)));
                }
            }
        }
        Ok(None)
    }

    /// How many files came in.
    pub(super) fn added(&self) -> u64 {
        self.fresh.len() as u64
    }

    /// How many addresses there are for which a file was given.
    pub(super) fn found(&self) -> u64 {
        self.found
    }

    /// Of which sort nothing was given, for how many addresses, and one of them.
    pub(super) fn missing(&self) -> Vec<(&'static str, u64, String)> {
        let all = self.missing.iter().filter_map(|(what, addresses)| {
            let first = addresses.iter().min()?;
            Some((*what, addresses.len() as u64, super::shown(first)))
        });
        all.collect()
    }
}

/// An address, and that of the picture of which it is a smaller copy: WordPress names those by their size.
fn sizes(address: &str) -> Vec<String> {
    let mut all = vec![address.to_owned()];
    let Some((stem, end)) = address.rsplit_once('.') else {
        return all;
    };
    let whole = |stem: &str| format!("{stem}.{end}");
    if let Some((name, size)) = stem.rsplit_once('-') {
        let numbers = size.split_once('x');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if numbers.is_some_and(|(wide, high)| digits(wide) && digits(high)) {
            all.push(whole(name));
            all.push(whole(&format!("{name}-scaled")));
        } else if size == "scaled" {
            all.push(whole(name));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::sizes;

    #[test]
    fn a_smaller_copy_is_the_picture_itself_where_only_that_was_given() {
        assert_eq!(
            sizes("https://a.example/quay-300x200.jpg"),
            [
                "https://a.example/quay-300x200.jpg",
                "https://a.example/quay.jpg",
                "https://a.example/quay-scaled.jpg"
            ]
        );
        assert_eq!(sizes("the-quay.jpg"), ["the-quay.jpg"]);
        assert_eq!(sizes("quay-scaled.jpg"), ["quay-scaled.jpg", "quay.jpg"]);
        assert_eq!(sizes("quay"), ["quay"]);
    }
}
