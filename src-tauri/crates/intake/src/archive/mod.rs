//! Archives of articles: what other programs export, and folders of texts. Each is read as it comes, article by article, so
//! that no size of an archive matters.

mod alike;
mod bundle;
#[cfg(test)]
mod bundle_tests;
mod captions;
pub(crate) mod common;
mod docx;
mod embedded;
mod files;
mod ghost;
mod library;
mod markdown;
mod own;
pub(crate) mod prepared;
mod recognise;
mod rewrite;
mod textbundle;
mod within;
mod wxr;

pub use alike::alike;
pub use embedded::picture_within;
pub use files::{Files, Named};
pub use within::Within;

use model::{
    Result, Time,
    archive::{Item, Stood},
    page::Leftover,
};
use std::{fmt, io::BufRead, path::Path};

/// A path from a folder on; none where it leads out of the archive.
#[must_use]
pub fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path or an address with what percent signs in it stand for.
#[must_use]
pub fn decoded(text: &str) -> String {
    files::percent_encoding_decoded(text)
}

/// What sort of archive it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What WordPress exports.
    Wxr,
    /// What Ghost exports.
    Ghost,
    /// A folder of Markdown files, as Hugo, Jekyll and Obsidian keep them.
    Markdown,
    /// A TextBundle or a TextPack, or a folder of these.
    TextBundle,
    /// A Word document, or a folder of these.
    Docx,
    /// What `copydesk library export` writes.
    Library,
    /// A bundle of Copydesk.
    Bundle,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wxr => "a WordPress export",
            Self::Ghost => "a Ghost export",
            Self::Markdown => "a folder of Markdown files",
            Self::TextBundle => "a TextBundle",
            Self::Docx => "a Word document",
            Self::Library => "a library’s export",
            Self::Bundle => "a bundle",
        })
    }
}

/// What is found in an archive, one after the other.
#[derive(Debug, Clone)]
pub enum Found {
    /// An article.
    Item(Box<Item>),
    /// What is none, or can't be taken, and why.
    Left(Leftover),
    /// What there is to know that holds for the whole archive: that keys were left out of it, say.
    Note(Leftover),
    /// Nothing yet: how far it is, alone.
    Nothing,
}

/// Takes what is found, and how much of the archive is behind, in parts of 1 from 0 to 1.
pub type Each<'a> = dyn FnMut(Found, f64) -> Result<()> + 'a;

/// An archive that was recognised, with the files in it.
#[derive(Debug)]
pub struct Archive {
    /// What sort.
    pub kind: Kind,
    /// The file or the folder, and what is in it.
    pub files: Files,
    /// The moment by which it is told what was still to come out; none where nobody says it.
    now: Option<Time>,
}

impl Archive {
    /// Opens a file or a folder, where it is an archive of articles; none where it is something else.
    ///
    /// # Errors
    /// `not-found`; what is wrong with a zip archive; system errors.
    pub fn open(path: &Path) -> Result<Option<Self>> {
        let files = Files::open(path)?;
        let kind = recognise::kind(&files)?;
        let now = None;
        Ok(kind.map(|kind| Self { kind, files, now }))
    }

    /// The same as it is read at a moment: what was to come out later than that was not out.
    #[must_use]
    pub fn at(self, now: Time) -> Self {
        Self {
            now: Some(now),
            ..self
        }
    }

    /// The files within that are exports of a program by themselves, in their order.
    #[must_use]
    pub fn exports(&self) -> Vec<&str> {
        let all = self.files.all.iter().map(|named| named.path.as_str());
        all.filter(|path| recognise::export(&self.files, path).ok().flatten() == Some(self.kind))
            .collect()
    }

    /// Reads all of it, one article after the other. Where it can't be read on, what came before stands, and the rest is a
    /// leftover that says from where on.
    ///
    /// # Errors
    /// What is wrong with an archive of which nothing could be read; what `each` says; system errors.
    pub fn read(&self, each: &mut Each<'_>) -> Result<()> {
        for left in self.files.passed() {
            each(Found::Left(left), 0.0)?;
        }
        let each: &mut Each<'_> = &mut |mut found, part| {
            if let Found::Item(item) = &mut found {
                self.waits(item);
            }
            each(found, part)
        };
        match self.kind {
            Kind::Wxr => wxr::read(&self.files, &self.exports(), each),
            Kind::Ghost => ghost::read(&self.files, &self.exports(), each),
            Kind::Markdown => markdown::read(&self.files, self.now, each),
            Kind::TextBundle => textbundle::read(&self.files, each),
            Kind::Docx => docx::read(&self.files, each),
            Kind::Library => library::read(&self.files, each),
            Kind::Bundle => bundle::read(&self.files, each),
        }
    }

    /// What nobody was to read yet was not out, whatever is said of it. Who doesn't know what time it is holds back all that ever
    /// was to wait.
    fn waits(&self, item: &mut Item) {
        let held = |at: Time| self.now.is_none_or(|now| at > now);
        if item.stood == Stood::Published && item.embargo.is_some_and(held) {
            item.stood = Stood::Scheduled;
        }
    }

    /// Gives the readers' comments that stand in it besides the articles, as JSON lines for `comments::read`; whether it is an
    /// archive that has any in that form.
    ///
    /// # Errors
    /// What `take` says; system errors.
    pub fn comments(&self, take: &mut dyn FnMut(&mut dyn BufRead) -> Result<()>) -> Result<bool> {
        match self.kind {
            Kind::Library => library::comments(&self.files, take)?,
            Kind::Bundle => bundle::comments(&self.files, take)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}
