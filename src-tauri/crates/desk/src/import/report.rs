//! What an import did: a receipt for the window and the terminal, and every line of it in a file.

use super::{
    ImportFile,
    item::{Fate, Ready},
};
use crate::{Desk, Hand, ImportLook, ImportReport, Imported, Skipped, words::grouped};
use model::{ArticleId, Error, Result};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// How many lines of each sort the receipt shows; the file has all.
const NAMED: usize = 200;

/// What a line of the report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Added,
    Updated,
    Unchanged,
    /// It changed there and here.
    Kept,
    Skipped,
    Note,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Kept => "kept",
            Self::Skipped => "skipped",
            Self::Note => "note",
        }
    }
}

/// A report that is being written.
pub(super) struct Report {
    file: Option<(PathBuf, BufWriter<File>)>,
    receipt: ImportReport,
    skipped: u64,
    notes: u64,
    /// What is only said again is said no more: the archive is read for the second time.
    again: bool,
    moved: u64,
}

impl Report {
    /// Begins it: into the file that was named; else, where something comes in, into the library's folder.
    pub(super) fn new(desk: &Desk, hand: &Hand, ask: &ImportFile, format: &str) -> Result<Self> {
        let path = match &ask.report {
            Some(path) => Some(PathBuf::from(path)),
            None if ask.dry_run => None,
            None => {
                let folder = desk.dir().join("reports");
                std::fs::create_dir_all(&folder).map_err(|cause| Error::io(&folder, &cause))?;
                let when: String = hand
                    .now
                    .to_string()
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .collect();
                Some(folder.join(format!("import-{when}.csv")))
            }
        };
        let file = match path {
            Some(path) => {
                let file = File::create(&path).map_err(|cause| Error::io(&path, &cause))?;
                Some((path, BufWriter::new(file)))
            }
            None => None,
        };
        let mut report = Self {
            file,
            receipt: super::empty(),
            skipped: 0,
            notes: 0,
            again: false,
            moved: 0,
        };
        report.line([
            "what",
            "where",
            "headline or reason",
            "address there",
            "page here",
            "article",
        ])?;
        let from = Path::new(&ask.path)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        report.line([
            What::Note.word(),
            &from,
            &format!("This is {format}."),
            "",
            "",
            "",
        ])?;
        Ok(report)
    }

    /// From here on, what was said once is not said again.
    pub(super) fn settled(&mut self) {
        self.again = true;
    }

    /// How many articles came in so far.
    pub(super) fn came(&self) -> u64 {
        let came = self
            .receipt
            .added
            .articles
            .saturating_add(self.receipt.updated);
        u64::try_from(came).unwrap_or_default()
    }

    /// Something that was left out.
    pub(super) fn skip(&mut self, place: &str, why: &str) -> Result<()> {
        if self.again {
            return Ok(());
        }
        self.skipped += 1;
        if self.receipt.skipped.len() < NAMED {
            self.receipt.skipped.push(skipped(place, why));
        }
        self.line([What::Skipped.word(), place, why, "", "", ""])
    }

    /// Something to know about what came in.
    pub(super) fn note(&mut self, place: &str, why: &str) -> Result<()> {
        if self.again
            && place != "articles"
            && place != "pictures"
            && place != "attachments"
            && place != "comments"
        {
            return Ok(());
        }
        self.notes += 1;
        if self.receipt.notes.len() < NAMED {
            self.receipt.notes.push(skipped(place, why));
        }
        self.line([What::Note.word(), place, why, "", "", ""])
    }

    /// What became of an article.
    pub(super) fn fate(&mut self, ready: &Ready, fate: &Fate) -> Result<()> {
        let plus = |to: &mut i32| *to = to.saturating_add(1);
        let item = &ready.item;
        let id = match fate {
            Fate::Added(id) => {
                plus(&mut self.receipt.added.articles);
                id
            }
            // The second reading only leads links on.
            Fate::Updated(id) | Fate::Unchanged(id) if self.again => {
                let _ = id;
                return Ok(());
            }
            Fate::Updated(id) => {
                plus(&mut self.receipt.updated);
                id
            }
            Fate::Unchanged(id) => {
                plus(&mut self.receipt.unchanged);
                id
            }
            Fate::EditedHere(id) => {
                let why = format!(
                    "It changed there, and so did the article here, {id}; the article stays as it is"
                );
                self.skip(&item.place, &why)?;
                id
            }
        };
        let path = model::article::path(
            &item.section,
            &model::article::slug(item.slug.as_deref().unwrap_or(&item.title)),
        );
        let address = item.address.clone().unwrap_or_default();
        self.moved += u64::from(!address.is_empty());
        if matches!(fate, Fate::Added(_))
            && self.receipt.articles.len() < NAMED
            && *id != ArticleId(uuid::Uuid::nil())
        {
            self.receipt.articles.push(Imported {
                id: id.to_string(),
                title: item.title.clone(),
            });
        }
        let id = id.to_string();
        self.line([
            What::of(fate).word(),
            &item.place,
            &item.title,
            &address,
            &path,
            &id,
        ])
    }

    /// Adds what became of the comments of the archive.
    pub(super) fn with(&mut self, comments: ImportReport) -> Result<()> {
        let mine = &mut self.receipt;
        mine.added.comments = mine.added.comments.saturating_add(comments.added.comments);
        mine.comments_unchanged = comments.unchanged;
        mine.comments_updated = comments.updated;
        self.again = false;
        for one in comments.skipped {
            self.skip(&one.r#where, &one.why)?;
        }
        for one in comments.notes {
            self.note(&one.r#where, &one.why)?;
        }
        Ok(())
    }

    /// Ends it; the file is on the disk then.
    pub(super) fn end(mut self, look: ImportLook, assets: u64) -> Result<ImportReport> {
        let bylines = look.authors.len();
        self.receipt.added.assets = i32::try_from(assets).unwrap_or(i32::MAX);
        if self.receipt.added.articles > 0 {
            self.receipt.added.bylines = i32::try_from(bylines).unwrap_or(i32::MAX);
        }
        for (all, shown, list) in [
            (
                self.skipped,
                self.receipt.skipped.len(),
                &mut self.receipt.skipped,
            ),
            (
                self.notes,
                self.receipt.notes.len(),
                &mut self.receipt.notes,
            ),
        ] {
            let more = all.saturating_sub(shown as u64);
            if more > 0 {
                list.push(skipped(
                    "and more",
                    &format!("{} more are in the report.", grouped(more)),
                ));
            }
        }
        if let Some((path, mut file)) = self.file.take() {
            let io = |cause: std::io::Error| Error::io(&path, &cause);
            file.flush().map_err(io)?;
            file.get_ref().sync_all().map_err(io)?;
            self.receipt.report = Some(path.display().to_string());
        }
        self.receipt.look = Some(look);
        Ok(self.receipt)
    }

    fn line(&mut self, cells: [&str; 6]) -> Result<()> {
        let Some((path, file)) = &mut self.file else {
            return Ok(());
        };
        let line: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        writeln!(file, "{}\r", line.join(",")).map_err(|cause| Error::io(path, &cause))
    }
}

fn skipped(place: &str, why: &str) -> Skipped {
    Skipped {
        r#where: place.to_owned(),
        why: why.to_owned(),
    }
}

/// A cell of a table, which no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let formula = line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let line = if formula { format!("'{line}") } else { line };
    if line.contains([',', '"', ';']) || formula {
        return format!("\"{}\"", line.replace('"', "\"\""));
    }
    line
}
