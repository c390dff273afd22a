//! The pictures' bytes for printing again. They are named by their hashes, so that it is all the same from which part of the
//! bundle they come.

use super::{
    Found, Source,
    reprint::{Bundle, held},
    source::Seekable,
};
use model::Hash;
use std::{
    collections::{BTreeSet, HashMap},
    io::Read,
    sync::Mutex,
};
use zip::ZipArchive;

/// The books of the bundle, looked into, and where each picture is in them: in which book, and which of its entries.
#[derive(Default)]
struct Books {
    opened: Vec<ZipArchive<Box<dyn Seekable>>>,
    places: HashMap<Hash, (usize, usize)>,
}

/// Where the pictures of a bundle are.
pub(super) struct Pictures<'a> {
    source: &'a Source,
    limit: u64,
    /// Every file by what it holds.
    files: HashMap<Hash, &'a str>,
    /// Those that hold others.
    books: Vec<&'a str>,
    opened: Mutex<Option<Books>>,
    lost: Mutex<BTreeSet<Hash>>,
}

impl<'a> Pictures<'a> {
    pub(super) fn of(bundle: &Bundle<'a>) -> Self {
        let files = bundle.hashes.iter();
        Self {
            source: bundle.source,
            limit: bundle.limit,
            files: files
                .map(|(name, (_, hash))| (*hash, name.as_str()))
                .collect(),
            books: bundle
                .hashes
                .keys()
                .map(String::as_str)
                .filter(|name| name.starts_with("epub/"))
                .collect(),
            opened: Mutex::default(),
            lost: Mutex::default(),
        }
    }

    /// The bytes with this hash; none where nothing in the bundle has it, which is remembered.
    pub(super) fn bytes(&self, hash: Hash) -> Vec<u8> {
        let file = self.files.get(&hash);
        let bytes = file.and_then(|name| self.source.read(name, self.limit).ok());
        let found = bytes
            .filter(|bytes| Hash::of(bytes) == hash)
            .or_else(|| self.within_a_book(hash));
        found.unwrap_or_else(|| {
            held(&self.lost).insert(hash);
            vec![]
        })
    }

    fn within_a_book(&self, hash: Hash) -> Option<Vec<u8>> {
        let mut opened = held(&self.opened);
        let books = opened.get_or_insert_with(|| self.look_into());
        let (book, entry) = books.places.get(&hash).copied()?;
        let entry = books.opened.get_mut(book)?.by_index(entry).ok()?;
        let mut bytes = vec![];
        entry.take(self.limit).read_to_end(&mut bytes).ok()?;
        (Hash::of(&bytes) == hash).then_some(bytes)
    }

    fn look_into(&self) -> Books {
        let mut books = Books::default();
        for name in &self.books {
            let file = self.source.seekable(name, self.limit).ok();
            let Some(book) = file.and_then(|file| ZipArchive::new(file).ok()) else {
                continue;
            };
            for (at, name) in book.file_names().enumerate() {
                let hash = name.ok().and_then(|name| {
                    let name = name.strip_prefix("EPUB/assets/")?.to_owned();
                    name.split('.').next()?.parse().ok()
                });
                if let Some(hash) = hash {
                    books.places.insert(hash, (books.opened.len(), at));
                }
            }
            books.opened.push(book);
        }
        books
    }

    /// Whether one was asked for that is nowhere.
    pub(super) fn lost(&self) -> bool {
        !held(&self.lost).is_empty()
    }

    /// Tells of those that are nowhere.
    pub(super) fn tell(&self, found: &mut Found) {
        for hash in held(&self.lost).iter() {
            let detail = format!(
                "A part shows the picture {hash}, and nothing in the bundle has its bytes."
            );
            found.add("surroundings.json", "missing", detail);
        }
    }
}
