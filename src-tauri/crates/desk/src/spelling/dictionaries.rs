//! Hunspell dictionaries: the one that is shipped, those of the system, those of the person; each read once, when a text
//! first needs it.

use super::language_of;
use encoding_rs::{Encoding, WINDOWS_1252};
use model::article::language_tag;
use spellbook::Dictionary;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// Where systems keep them.
const SYSTEM: [&str; 3] = [
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/share/myspell",
];
/// Those that are always there, with their `.aff` and `.dic`; sources and licence are beside the files.
const SHIPPED: [(&str, &str, &str); 2] = [
    (
        BRITISH,
        include_str!("../../dictionaries/en_AU.aff"),
        include_str!("../../dictionaries/en_AU.dic"),
    ),
    (
        AMERICAN,
        include_str!("../../dictionaries/en_US.aff"),
        include_str!("../../dictionaries/en_US.dic"),
    ),
];
/// Australia spells as Britain does; of British English itself no dictionary may be shipped.
const BRITISH: &str = "en_AU";
const AMERICAN: &str = "en_US";
/// Longest file that is taken for a dictionary, in bytes; the largest there are have 10 MB.
const LONGEST: u64 = 64_000_000;

/// The dictionaries of one program.
pub(crate) struct Dictionaries {
    folders: Vec<PathBuf>,
    /// By name, such as `de_DE`; none for one that can't be read.
    read: Mutex<BTreeMap<String, Option<Arc<Loaded>>>>,
}

/// A dictionary in memory.
pub(super) struct Loaded {
    /// Its name, such as `de_DE`.
    pub(super) name: String,
    /// A word is right that is in one of them: `en` alone leaves open whether it is British or American.
    pub(super) parts: Vec<Dictionary>,
}

impl Loaded {
    pub(super) fn has(&self, word: &str) -> bool {
        self.parts.iter().any(|part| part.check(word))
    }

    /// What `word` may have been meant to be, likeliest first.
    pub(super) fn suggest(&self, word: &str) -> Vec<String> {
        let (mut out, mut more) = (vec![], vec![]);
        for part in &self.parts {
            part.suggest(word, &mut more);
            more.retain(|one| !out.contains(one));
            out.append(&mut more);
        }
        out
    }
}

/// Where a dictionary's files are.
enum Files {
    Shipped(&'static str, &'static str),
    /// The `.aff` file; the `.dic` file is beside it.
    At(PathBuf),
}

fn shipped(name: &str) -> Option<Files> {
    let found = SHIPPED.iter().find(|(shipped, ..)| *shipped == name);
    found.map(|(_, aff, dic)| Files::Shipped(aff, dic))
}

impl Default for Dictionaries {
    fn default() -> Self {
        Self {
            folders: SYSTEM.map(PathBuf::from).to_vec(),
            read: Mutex::default(),
        }
    }
}

impl Dictionaries {
    /// Looks into `folder` too, after the system's.
    pub(crate) fn also_in(&mut self, folder: Option<PathBuf>) {
        self.folders.extend(folder);
    }

    /// The dictionary for a language's tag; none where there is none that can be read. The first call for one reads it,
    /// which takes a tenth of a second.
    pub(super) fn of(&self, tag: &str) -> Option<Arc<Loaded>> {
        let (name, files) = self.find(tag)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.entry(name)
            .or_insert_with_key(|name| load(name, &files).map(Arc::new))
            .clone()
    }

    /// The name of the dictionary for a tag, and its files: that of the very tag, of its language in that region, of the
    /// language, of its homeland (`de_DE`), of any region.
    fn find(&self, tag: &str) -> Option<(String, Vec<Files>)> {
        if !language_tag(tag) {
            return None;
        }
        let language = language_of(tag);
        let parts = tag.split('-').skip(1);
        let region = parts
            .map(str::to_ascii_uppercase)
            .find(|part| matches!(part.len(), 2 | 3));
        let homeland = format!("{language}_{}", language.to_ascii_uppercase());
        let names = [
            Some(tag.replace('-', "_")),
            region.as_ref().map(|region| format!("{language}_{region}")),
            Some(language.clone()),
            Some(homeland),
        ];
        for name in names.into_iter().flatten() {
            if let Some(files) = shipped(&name).or_else(|| self.file(&name)) {
                return Some((name, vec![files]));
            }
        }
        if language != "en" {
            return self.of_any_region(&language);
        }
        let names = match region {
            None => vec![BRITISH, AMERICAN],
            Some(_) => vec![BRITISH],
        };
        let files = names.iter().filter_map(|name| shipped(name)).collect();
        Some((names.join("+"), files))
    }

    fn file(&self, name: &str) -> Option<Files> {
        let mut files = self
            .folders
            .iter()
            .map(|dir| dir.join(format!("{name}.aff")));
        files.find(|file| is_whole(file)).map(Files::At)
    }

    /// The first by name, so that it is the same one every time.
    fn of_any_region(&self, language: &str) -> Option<(String, Vec<Files>)> {
        let entries = self.folders.iter().filter_map(|dir| fs::read_dir(dir).ok());
        let files = entries.flatten().flatten().map(|entry| entry.path());
        let (name, file) = files
            .filter(|file| file.extension().is_some_and(|end| end == "aff") && is_whole(file))
            .filter_map(|file| Some((file.file_stem()?.to_str()?.to_owned(), file)))
            .filter(|(name, _)| name.starts_with(&format!("{language}_")))
            .min()?;
        Some((name, vec![Files::At(file)]))
    }
}

/// Whether both files of a dictionary are there.
fn is_whole(aff: &Path) -> bool {
    aff.is_file() && aff.with_extension("dic").is_file()
}

fn load(name: &str, files: &[Files]) -> Option<Loaded> {
    let parts: Option<Vec<_>> = files.iter().map(read).collect();
    Some(Loaded {
        name: name.to_owned(),
        parts: parts?,
    })
}

fn read(files: &Files) -> Option<Dictionary> {
    let made = match files {
        Files::Shipped(aff, dic) => Dictionary::new(aff, dic),
        Files::At(file) => {
            let aff = bytes(file)?;
            let encoding = encoding(&aff);
            let dic = bytes(&file.with_extension("dic"))?;
            Dictionary::new(&encoding.decode(&aff).0, &encoding.decode(&dic).0)
        }
    };
    made.ok()
}

fn bytes(file: &Path) -> Option<Vec<u8>> {
    let size = fs::metadata(file).ok()?.len();
    (size <= LONGEST).then(|| fs::read(file).ok()).flatten()
}

/// What an `.aff` file says that both files are written in; Latin 1 where it says nothing, as Hunspell has it.
fn encoding(aff: &[u8]) -> &'static Encoding {
    let mut lines = aff.split(|byte| *byte == b'\n');
    let label = lines.find_map(|line| line.trim_ascii().strip_prefix(b"SET "));
    let label = label.map(<[u8]>::trim_ascii).unwrap_or_default();
    let label = label.strip_prefix(b"microsoft-").unwrap_or(label);
    Encoding::for_label(label).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::Dictionaries;
    use std::{fs, path::Path};

    fn write(dir: &Path, name: &str, aff: &[u8], dic: &[u8]) {
        fs::write(dir.join(format!("{name}.aff")), aff).unwrap();
        fs::write(dir.join(format!("{name}.dic")), dic).unwrap();
    }

    /// Only the dictionaries in `dir`, and the shipped one.
    fn only(dir: &Path) -> Dictionaries {
        Dictionaries {
            folders: vec![dir.to_owned()],
            read: Default::default(),
        }
    }

    #[test]
    fn a_language_finds_its_region_then_itself_then_any_region() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["en_GB", "de_AT", "de_CH", "pt", "pt_BR", "sr_Latn_RS"] {
            write(dir.path(), name, b"SET UTF-8\n", b"1\nHafen\n");
        }
        let all = only(dir.path());
        for (tag, name) in [
            ("en", "en_AU+en_US"),
            ("en-GB", "en_GB"),
            ("en-IE", "en_AU"),
            ("en-US", "en_US"),
            ("de", "de_AT"),
            ("de-CH", "de_CH"),
            ("de-DE", "de_AT"),
            ("pt-PT", "pt"),
            ("pt-br", "pt_BR"),
            ("sr-Latn-RS", "sr_Latn_RS"),
        ] {
            let found = all.of(tag).map(|found| found.name.clone());
            assert_eq!(found.as_deref(), Some(name), "{tag}");
        }
        for none in ["fa", "", "../en_GB", "e", "en_GB/../de_AT"] {
            assert!(all.of(none).is_none(), "{none}");
        }
    }

    #[test]
    fn an_old_dictionary_is_read_in_its_own_encoding() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "de_DE", b"SET ISO8859-1\n", b"1\nM\xf6we\n");
        write(
            dir.path(),
            "ru_RU",
            b"SET KOI8-R\n",
            b"1\n\xd0\xcf\xd2\xd4\n",
        );
        let all = only(dir.path());
        assert!(all.of("de").unwrap().has("Möwe"));
        assert!(all.of("ru").unwrap().has("порт"));
    }

    #[test]
    fn what_is_no_dictionary_is_as_good_as_none() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "nl_NL", b"SFX A Y many\n", b"\xff\xfe\0");
        fs::write(dir.path().join("it_IT.aff"), "SET UTF-8\n").unwrap();
        let all = only(dir.path());
        assert!(all.of("nl").is_none() && all.of("it").is_none());
    }
}
