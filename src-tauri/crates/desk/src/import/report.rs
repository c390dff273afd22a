//! What an import did: a receipt for the window and the terminal, and every line of it in a file.

use super::{
    ImportFile, Read,
    here::Kept,
    item::{Became, Fate},
    shown,
};
use crate::{
    Counted, Desk, Hand, ImportLook, ImportReport, Imported, Skipped, export::outside,
    words::grouped,
};
use model::{Error, OpId, Result, archive::Item, article::path};
use press::place::in_the_way;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};
use store::article::Article;

/// How many lines of each sort the receipt shows where not the whole is asked for; the file has all.
const NAMED: usize = 200;

/// What lines are about that are about no article.
const SKIPPED: &str = "skipped";
const NOTE: &str = "note";
/// What a line is about that was a page's own and no part of its article.
const FURNITURE: &str = "the page’s own";
/// What a line is about that says from where else readers are led to an article.
const OLD: &str = "old address";

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Kept(_) => "kept",
        }
    }
}

impl Kept {
    /// What is said of the article with this id.
    pub(super) fn why(self, id: &str) -> String {
        match self {
            Self::Edited => format!(
                "It changed there, and so did the article here, {id}; the article stays as it is"
            ),
            Self::Decided => format!(
                "It changed there, and people here have decided on the article, {id}; it stays as it is"
            ),
            Self::Binned => format!(
                "The article here, {id}, is in the bin; take it out, and the import brings what is new"
            ),
            Self::Differs => {
                format!("The article here, {id}, says something else; it stays as it is")
            }
        }
    }
}

/// Most reasons that are counted apart.
const REASONS: usize = 500;
/// What those are counted as that are not.
const OTHERS: &str = "Other reasons";

/// How often what is said, by what comes before the first colon.
#[derive(Default)]
pub(crate) struct Reasons {
    pub(crate) all: u64,
    by: BTreeMap<String, u32>,
}

impl Reasons {
    /// Counts one more.
    pub(crate) fn count(&mut self, why: &str) {
        self.all += 1;
        let reason = why.split(": ").next().unwrap_or(why);
        if let Some(times) = self.by.get_mut(reason) {
            *times = times.saturating_add(1);
        } else if self.by.len() < REASONS {
            self.by.insert(reason.to_owned(), 1);
        } else {
            let others = self.by.entry(OTHERS.to_owned()).or_default();
            *others = others.saturating_add(1);
        }
    }

    /// All of them, each with its number.
    pub(crate) fn counted(self) -> Vec<Counted> {
        let all = self.by.into_iter();
        all.map(|(name, count)| Counted { name, count }).collect()
    }
}

/// A report that is being written.
pub(super) struct Report {
    file: Option<(PathBuf, BufWriter<File>)>,
    receipt: ImportReport,
    /// How many lines of each sort the receipt has at most.
    named: usize,
    skipped: Reasons,
    notes: Reasons,
    /// What is only said again is said no more: the archive is read for the second time.
    again: bool,
    profiles: u32,
    /// Old addresses that lead to articles.
    led: u64,
}

impl Report {
    /// Begins it: into the file that was named; else, where something comes in, into the library's folder.
    pub(super) fn new(desk: &Desk, hand: &Hand, ask: &ImportFile, format: &str) -> Result<Self> {
        let path = match &ask.report {
            Some(path) => {
                let path = PathBuf::from(path);
                outside(desk, &path)?;
                Some(path)
            }
            None if ask.dry_run => None,
            None => {
                let folder = desk.dir().join("reports");
                store::private::folder(&folder).map_err(|cause| Error::io(&folder, &cause))?;
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
                let file = store::private::file(&path).map_err(|cause| match cause.kind() {
                    ErrorKind::AlreadyExists => in_the_way(&path),
                    _ => match Error::io(&path, &cause) {
                        error if error.hint.is_none() => {
                            error.hint("Name a file in a folder that is there.")
                        }
                        error => error,
                    },
                })?;
                Some((path, BufWriter::new(file)))
            }
            None => None,
        };
        let mut report = Self {
            file,
            receipt: super::empty(),
            named: if ask.whole { usize::MAX } else { NAMED },
            skipped: Reasons::default(),
            notes: Reasons::default(),
            again: false,
            profiles: 0,
            led: 0,
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
        report.line([NOTE, &from, &format!("This is {format}."), "", "", ""])?;
        Ok(report)
    }

    /// From here on, what was said once is not said again.
    pub(super) fn settled(&mut self) {
        self.again = true;
    }

    /// The import ends early: what was written down of what came in stays, and where nothing did, no file.
    pub(super) fn stopped(&mut self) {
        let Some((path, file)) = self.file.take() else {
            return;
        };
        drop(file);
        if self.came() == 0 {
            // It says nothing; that it stays does no harm.
            let _ = std::fs::remove_file(path);
        }
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
        self.skipped.count(why);
        if self.receipt.skipped.len() < self.named {
            self.receipt.skipped.push(skipped(place, why));
        }
        self.line([SKIPPED, place, why, "", "", ""])
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
        self.notes.count(why);
        if self.receipt.notes.len() < self.named {
            self.receipt.notes.push(skipped(place, why));
        }
        self.line([NOTE, place, why, "", "", ""])
    }

    /// What became of an article. A second reading only leads links on, and says no more of what it found again.
    pub(super) fn became(&mut self, item: &Item, became: &Became) -> Result<()> {
        for told in &became.told {
            self.note(&item.place, told)?;
        }
        for address in &became.led {
            self.led = self.led.saturating_add(1);
            self.at(OLD, item, address, became)?;
        }
        let mine = &mut self.receipt;
        let count = match became.fate {
            Fate::Added => &mut mine.added.articles,
            _ if self.again => return Ok(()),
            Fate::Updated => &mut mine.updated,
            Fate::Unchanged => &mut mine.unchanged,
            Fate::Kept(kept) => {
                let id = became.id.map(|id| id.to_string()).unwrap_or_default();
                self.skip(&item.place, &kept.why(&id))?;
                return self.row(item, became);
            }
        };
        *count = count.saturating_add(1);
        self.profiles += became.profiles;
        if became.fate == Fate::Added
            && self.receipt.articles.len() < self.named
            && let Some(id) = became.id
        {
            self.receipt.articles.push(Imported {
                id: id.to_string(),
                title: item.title.clone(),
            });
        }
        self.row(item, became)
    }

    /// What was written so far is in the file, whatever happens to the program.
    pub(super) fn settle(&mut self) -> Result<()> {
        match &mut self.file {
            Some((path, file)) => file.flush().map_err(|cause| Error::io(path, &cause)),
            None => Ok(()),
        }
    }

    /// How many old addresses lead to articles.
    pub(super) fn led(&self) -> u64 {
        self.led
    }

    fn row(&mut self, item: &Item, became: &Became) -> Result<()> {
        let address = item.address.as_deref().unwrap_or_default();
        self.at(became.fate.word(), item, address, became)
    }

    /// A line about an article, and an address where it was.
    fn at(&mut self, what: &str, item: &Item, address: &str, became: &Became) -> Result<()> {
        let id = became.id.map(|id| id.to_string()).unwrap_or_default();
        self.line([what, &item.place, &item.title, address, &became.path, &id])
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

    /// What of a page was its own: menus, buttons, labels.
    pub(super) fn furniture(&mut self, read: &Read) -> Result<()> {
        let mut lines = read.page.furniture.iter();
        lines.try_for_each(|text| self.line([FURNITURE, &read.name, &shown(text), "", "", ""]))
    }

    /// What became of a page.
    pub(super) fn page(&mut self, fate: Fate, read: &Read, row: &Article) -> Result<()> {
        let address = read.page.address.as_deref().unwrap_or_default();
        let (path, id) = (path(&row.section, &row.slug), row.id.to_string());
        let title = &read.page.title;
        self.line([fate.word(), &read.name, title, address, &path, &id])
    }

    /// Ends the one of pages, of which this is the receipt.
    pub(super) fn of_pages(mut self, mut receipt: ImportReport) -> Result<ImportReport> {
        for one in &receipt.skipped {
            self.line([SKIPPED, &one.r#where, &one.why, "", "", ""])?;
        }
        for one in &receipt.notes {
            self.line([NOTE, &one.r#where, &one.why, "", "", ""])?;
        }
        receipt.report = self.written()?;
        Ok(receipt)
    }

    /// Where its file is, which is on the disk then.
    fn written(&mut self) -> Result<Option<String>> {
        let Some((path, mut file)) = self.file.take() else {
            return Ok(None);
        };
        let io = |cause: std::io::Error| Error::io(&path, &cause);
        file.flush().map_err(io)?;
        file.get_ref().sync_all().map_err(io)?;
        Ok(Some(path.display().to_string()))
    }

    /// Ends it; the file is on the disk then.
    pub(super) fn end(
        mut self,
        look: ImportLook,
        assets: u64,
        step: Option<OpId>,
    ) -> Result<ImportReport> {
        self.receipt.added.assets = i32::try_from(assets).unwrap_or(i32::MAX);
        self.receipt.added.bylines = i32::try_from(self.profiles).unwrap_or(i32::MAX);
        for (all, shown, list) in [
            (
                self.skipped.all,
                self.receipt.skipped.len(),
                &mut self.receipt.skipped,
            ),
            (
                self.notes.all,
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
        self.receipt.report = self.written()?;
        let came =
            self.came() > 0 || self.receipt.added.comments > 0 || self.receipt.comments_updated > 0;
        self.receipt.step = step.filter(|_| came).map(|step| step.to_string());
        self.receipt.left = std::mem::take(&mut self.skipped).counted();
        self.receipt.noted = std::mem::take(&mut self.notes).counted();
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
        why: shown(why),
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
