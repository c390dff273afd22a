//! A WordPress export (WXR 1.0 to 1.2), whole or in several files: posts, pages and kinds of their own. It is read twice:
//! first for what items name by a number or a short name (authors, categories, attachments), then item by item.

mod addresses;
mod blocks;
mod classic;
mod ends;
mod first;
mod item;
mod raw;
mod shortcodes;
#[cfg(test)]
mod tests;

use super::{Each, Files, Found};
use crate::comments::{
    source::Source,
    xml::{Step, Xml},
};
use first::First;
use item::Verdict;
use model::{Error, Hash, Kind, Result, archive::Item, page::Leftover};
use raw::Raw;
use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap},
    io::{BufReader, Read},
};

/// Most bytes of one text: a post with its pictures in it.
const TEXT: usize = 60 << 20;
/// What is said of items of a kind that is not known here.
const DRAFTS: &str = "WordPress itself has no such kind: they may be articles, or what only the newsroom is to see (letters, \
    orders). They come in as drafts, whatever they were; bin what is no article";
/// What is said of a file whose letters are not in the encoding that it names.
const MISLABELLED: &str = "It says that its letters are in an encoding of Western Europe (ISO-8859-1 or the like), and they are in \
    UTF-8: they were read as such";
/// How much of the way the first reading is.
const FIRST: f64 = 0.2;

/// Reads every article.
///
/// # Errors
/// `no-articles` where there is none, `not-well-formed`, `has-dtd`, `too-large` where nothing could be read; what `each`
/// says; system errors.
pub(super) fn read(files: &Files, paths: &[&str], each: &mut Each<'_>) -> Result<()> {
    let all: u64 = paths
        .iter()
        .map(|path| size(files, path))
        .sum::<u64>()
        .max(1);
    let mut first = First::default();
    let mut behind = 0;
    for path in paths {
        let known = through(files, path, &mut |xml, read| {
            first.take(xml, &mut || {
                each_share(each, FIRST * share(behind + read, all))
            })
        });
        // What is wrong with it is said when its articles are read.
        if let Err(error) = known
            && error.kind != Kind::Unreadable
        {
            return Err(error);
        }
        behind += size(files, path);
    }
    let mut reading = Reading {
        first: &first,
        others: BTreeMap::new(),
        foreign: BTreeMap::new(),
        found: 0,
        begun: String::new(),
        seen: HashMap::new(),
    };
    behind = 0;
    for path in paths {
        let done = through(files, path, &mut |xml, read| {
            let at = FIRST + (1.0 - FIRST) * share(behind + read, all);
            reading.items(xml, at, each)
        });
        match done {
            Err(error) if error.kind == Kind::Unreadable && reading.found > 0 => {
                let left = Leftover {
                    place: format!("the rest of {path}"),
                    text: std::mem::take(&mut reading.begun),
                    why: format!("It can’t be read on from here: {error}"),
                };
                each(Found::Left(left), 1.0)?;
            }
            done => done?,
        }
        behind += size(files, path);
    }
    reading.end(each)
}

fn size(files: &Files, path: &str) -> u64 {
    let found = files.all.iter().find(|named| named.path == path);
    found.map_or(0, |named| named.size)
}

#[expect(clippy::cast_precision_loss, reason = "a share")]
fn share(done: u64, all: u64) -> f64 {
    done as f64 / all as f64
}

/// Tells how far it is, without anything having been found.
fn each_share(each: &mut Each<'_>, share: f64) -> Result<()> {
    each(Found::Nothing, share)
}

/// Takes the next element of a file; whether there are more.
type Take<'a> = dyn FnMut(&mut Xml<'_>, u64) -> Result<bool> + 'a;

/// Reads a file from its beginning to its end.
fn through(files: &Files, path: &str, take: &mut Take<'_>) -> Result<()> {
    files.open_file(path, &mut |file| {
        let read = Cell::new(0);
        let mut from = BufReader::with_capacity(1 << 16, Counted { file, read: &read });
        let mut xml = Xml::with_room(Source::lenient(&mut from)?, TEXT);
        loop {
            match take(&mut xml, read.get()) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                // A record that is too large is one that is lost; others follow it.
                Err(error) if error.code == "too-large" => {
                    match xml.behind("</item>", &["rss", "channel"])? {
                        Some(next) => xml = next,
                        None => return Ok(()),
                    }
                }
                Err(error) => return Err(error),
            }
        }
    })
}

/// A file of which is known how much was read.
struct Counted<'a> {
    file: &'a mut dyn Read,
    read: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.file.read(into)?;
        self.read.set(self.read.get() + n as u64);
        Ok(n)
    }
}

/// Takes what was found.
type Give<'a> = dyn FnMut(Found) -> Result<()> + 'a;

/// The items of an archive, one after the other.
struct Reading<'a> {
    first: &'a First,
    /// What is no article, by its kind: how many, and why.
    others: BTreeMap<(String, &'static str), u64>,
    /// How many came in of a kind that may be none, by the kind.
    foreign: BTreeMap<String, u64>,
    found: u64,
    /// The headline of the item that can't be read to its end.
    begun: String,
    /// What was found, by its source, with a hash of what it says.
    seen: HashMap<String, Hash>,
}

impl Reading<'_> {
    /// Reads up to the end of the next item.
    fn items(&mut self, xml: &mut Xml<'_>, share: f64, each: &mut Each<'_>) -> Result<bool> {
        loop {
            match xml.next()? {
                Step::Open(name) if name == "item" => {
                    let line = xml.line();
                    let mut raw = Raw::default();
                    if let Err(error) = raw.read(xml) {
                        self.broken(&raw, line, &error, &mut |found| each(found, share))?;
                        return Err(error);
                    }
                    self.found += 1;
                    if xml.mislabelled() {
                        let note = item::said("the file", "", MISLABELLED);
                        each(Found::Note(note), share)?;
                    }
                    match item::read(raw, line, self.first) {
                        Verdict::Article(item) => {
                            self.article(item, &mut |found| each(found, share))?
                        }
                        Verdict::Other(kind, why) => {
                            *self.others.entry((kind, why)).or_default() += 1
                        }
                        Verdict::Left(left) => each(Found::Left(left), share)?,
                    }
                    return Ok(true);
                }
                Step::End => return Ok(false),
                _ => {}
            }
        }
    }

    /// Gives an article, under a name that none before it has.
    fn article(&mut self, mut item: Box<Item>, give: &mut Give<'_>) -> Result<()> {
        let says = Hash::of(format!("{}\n{}", item.title, item.body).as_bytes());
        let own = item.source.clone();
        let number = item.place.rsplit(' ').next().unwrap_or_default().to_owned();
        let mut nth = 1;
        while let Some(before) = self.seen.get(&item.source) {
            if *before == says {
                let why = "The same article came before it";
                return give(Found::Left(item::said(&item.place, &item.title, why)));
            }
            nth += 1;
            // Two can't be the same article of a library: the second is one of this site's.
            item.source = match (own.starts_with("copydesk:"), nth) {
                (true, 2) => format!("wxr:{}:{number}", self.first.site),
                _ => format!("{own}#{nth}"),
            };
        }
        if nth > 1 {
            item.weak = true;
            let why = "Another article of this archive has the same number: it is taken as one of its own";
            item.left.push(item::said("number", &item.place, why));
        }
        self.seen.insert(item.source.clone(), says);
        if item::is_foreign(&item.sort) {
            *self.foreign.entry(item.sort.clone()).or_default() += 1;
        }
        give(Found::Item(item))
    }

    /// An item that can't be read to its end: it is told where others follow it.
    fn broken(&mut self, raw: &Raw, line: u64, error: &Error, give: &mut Give<'_>) -> Result<()> {
        let title = raw.line("title");
        if error.code != "too-large" {
            self.begun = title;
            return Ok(());
        }
        self.found += 1;
        let place = match raw.line("wp:post_id") {
            none if none.is_empty() => format!("the item in line {line}"),
            number => format!("item {number}"),
        };
        let why = format!(
            "{} It is not taken, with all up to the next item",
            error.message
        );
        give(Found::Left(item::said(&place, &title, &why)))
    }

    fn end(self, each: &mut Each<'_>) -> Result<()> {
        if self.found == 0 {
            return Err(Error::unreadable(
                "no-articles",
                "There is nothing in this file that WordPress would have published.",
            )
            .hint("Export all content from WordPress under Tools, Export."));
        }
        for ((kind, why), n) in self.others {
            let left = Leftover {
                place: format!("{n} × {kind}"),
                text: String::new(),
                why: why.into(),
            };
            each(Found::Left(left), 1.0)?;
        }
        for (kind, n) in self.foreign {
            let note = Leftover {
                place: format!("{n} × {kind}"),
                text: String::new(),
                why: DRAFTS.into(),
            };
            each(Found::Note(note), 1.0)?;
        }
        Ok(())
    }
}
