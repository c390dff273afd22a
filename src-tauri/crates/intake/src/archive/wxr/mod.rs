//! A WordPress export (WXR 1.0 to 1.2), whole or in several files: posts, pages and kinds of their own. It is read twice:
//! first for what items name by a number or a short name (authors, categories, attachments), then item by item.

mod classic;
mod first;
mod item;
mod shortcodes;

use super::{Each, Files, Found};
use crate::comments::{
    source::Source,
    xml::{Step, Xml},
};
use first::First;
use item::{Raw, Verdict};
use model::{Error, Kind, Result, page::Leftover};
use std::{
    cell::Cell,
    collections::BTreeMap,
    io::{BufReader, Read},
};

/// Most bytes of one text: a post with its pictures in it.
const TEXT: usize = 60 << 20;
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
        found: 0,
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
                    text: String::new(),
                    why: format!("It can't be read on from here: {error}"),
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
        let mut xml = Xml::with_room(Source::new(&mut from)?, TEXT);
        while take(&mut xml, read.get())? {}
        Ok(())
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

/// The items of an archive, one after the other.
struct Reading<'a> {
    first: &'a First,
    /// What is no article, by its kind: how many, and why.
    others: BTreeMap<(String, &'static str), u64>,
    found: u64,
}

impl Reading<'_> {
    /// Reads up to the end of the next item.
    fn items(&mut self, xml: &mut Xml<'_>, share: f64, each: &mut Each<'_>) -> Result<bool> {
        loop {
            match xml.next()? {
                Step::Open(name) if name == "item" => {
                    let line = xml.line();
                    let raw = Raw::read(xml)?;
                    self.found += 1;
                    match item::read(raw, line, self.first) {
                        Verdict::Article(item) => each(Found::Item(item), share)?,
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
        Ok(())
    }
}
