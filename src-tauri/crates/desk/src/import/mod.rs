//! Articles from files: a saved page, its text copy, a Markdown file, a folder of these; and archives of other programs.

mod ahead;
mod archive;
mod begun;
mod beside;
mod held;
mod here;
mod item;
mod known;
mod look;
mod old;
mod page;
mod pictures;
mod refused;
mod remarks;
mod report;
mod vouched;

pub(crate) use ahead::{Way, ahead};
pub(crate) use item::record;
pub(crate) use report::Reasons;

use crate::{
    Added, Desk, Hand, ImportReport, Skipped,
    article::{IMPORTERS, WRITERS},
};
use intake::archive::{Archive, Files};
use model::{
    Error, Result,
    archive::Item,
    article::{LeadImage, Related},
    asset::Asset,
    page::SavedPage,
};
use report::Report;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

/// Largest file that is read, in bytes.
const LIMIT: u64 = 50 << 20;
/// How much of what was not recognised the report shows, in characters.
const SHOWN: usize = 300;

/// Which file or folder; `dry_run` only reports. Without `format` each file is recognised. Of an archive, pictures are looked for
/// in the folder or zip archive `media`, too; what was published comes as a draft where `as_drafts`; `authors` and `sections`
/// say what names of the archive are here (an empty section is none); `report` names a file for all of the report. Where `whole`
/// is asked for, which no window does, all of it is in the receipt, too.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ImportFile {
    pub path: String,
    pub dry_run: bool,
    #[ts(optional)]
    pub format: Option<Format>,
    #[ts(optional, as = "Option<bool>")]
    pub as_drafts: bool,
    #[ts(optional)]
    pub media: Option<String>,
    #[ts(optional)]
    pub report: Option<String>,
    #[ts(optional, as = "Option<BTreeMap<String, String>>")]
    pub authors: BTreeMap<String, String>,
    #[ts(optional, as = "Option<BTreeMap<String, String>>")]
    pub sections: BTreeMap<String, String>,
    #[serde(skip)]
    #[ts(skip)]
    pub whole: bool,
}

/// What names of an archive are here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mapped {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    sections: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    authors: BTreeMap<String, String>,
}

/// What is asked of an archive, with what is given beside it.
pub(crate) struct Ask {
    file: ImportFile,
    media: Option<Files>,
}

impl Ask {
    /// Names of the archive become those that they are to have here: as is asked, else as it was asked when the article came
    /// in before. Tells which did.
    fn mapped(&self, item: &mut Item, before: &Mapped) -> Mapped {
        let mut mapped = Mapped::default();
        let section = self.file.sections.get(&item.section);
        if let Some(section) = section.or_else(|| before.sections.get(&item.section)) {
            let section = section.trim().to_owned();
            mapped.sections.insert(
                std::mem::replace(&mut item.section, section.clone()),
                section,
            );
        }
        for byline in &mut item.bylines {
            let name = self.file.authors.get(&byline.name);
            if let Some(name) = name.or_else(|| before.authors.get(&byline.name)) {
                let name = name.trim().to_owned();
                mapped
                    .authors
                    .insert(std::mem::replace(&mut byline.name, name.clone()), name);
            }
        }
        item.bylines.retain(|byline| !byline.name.is_empty());
        mapped
    }
}

/// What to read next, by headlines alone.
fn related(titles: &[String]) -> Vec<Related> {
    let titled = |title: &String| Related {
        title: title.clone(),
        article: None,
    };
    titles.iter().map(titled).collect()
}

/// Whether a file or folder is an archive of articles, and no page or file of comments.
///
/// # Errors
/// `not-found`; what is wrong with a zip archive; system errors.
pub fn is_archive(path: &str) -> Result<bool> {
    Ok(Archive::open(Path::new(path))?.is_some())
}

/// The beginning of a text, for a report.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(SHOWN)
        .collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// What a file is taken for, whatever it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// An article page as HTML.
    SavedPage,
    /// An article page as "select all, copy" gives it.
    TextCopy,
    /// A Markdown file.
    Markdown,
}

/// A page that was read from a file.
pub(crate) struct Read {
    /// The file's name.
    pub name: String,
    /// By which the page is known again.
    pub source: String,
    pub page: SavedPage,
    /// The picture at its top.
    pub lead: Option<LeadImage>,
    /// Pictures that came in for it: each with its name and what it shows.
    pub assets: Vec<(Asset, String, String)>,
    /// What is wrong with others.
    pub problems: Vec<String>,
}

/// Takes an archive in, or articles as drafts, their comments pending, all in one step. What came in before is known by its address,
/// by its very bytes, or by its headline and words, and taken again only where it changed.
///
/// # Errors
/// `wrong-role`, `not-found`, `too-large`, `no-article`, `not-text`, `format-not-read`; `cancelled`, and then nothing
/// came in; system errors. In a folder, what can't be read is skipped and reported.
pub fn file(desk: &Desk, hand: &Hand, ask: ImportFile) -> Result<ImportReport> {
    desk.store.read(|db| hand.must(db, IMPORTERS))?;
    let path = Path::new(&ask.path);
    refused::unless_there(path)?;
    if ask.format.is_none()
        && let Some(archive) = Archive::open(path)?
    {
        let media = ask
            .media
            .as_deref()
            .map(|path| Files::open(Path::new(path)).map_err(refused::of_media));
        let media = media.transpose()?;
        return archive::import(desk, hand, &Ask { file: ask, media }, &archive);
    }
    refused::unless_pages(path, ask.format)?;
    desk.store
        .read(|db| hand.must(db, WRITERS))
        .map_err(refused::of_pages)?;
    let mut report = empty();
    let mut file = Report::new(desk, hand, &ask, "a saved page, or a folder of these")?;
    let pages = read(desk, hand, &ask, &mut report).inspect_err(|_| file.stopped())?;
    // A dry run is the real one, of which nothing stays.
    let done = desk.act(hand, |txn| {
        for read in &pages {
            page::take(txn, hand, read, &mut report, &mut file)?;
        }
        match ask.dry_run {
            true => Err(Error::refused("dry-run", "Nothing was to stay.")),
            false => Ok(()),
        }
    });
    match done {
        Err(error) if ask.dry_run && error.code == "dry-run" => {
            for article in &mut report.articles {
                article.id.clear();
            }
        }
        other => other.inspect_err(|_| file.stopped())?,
    }
    file.of_pages(report)
}

/// Reads the file, or every page of the folder; those that can't be read are reported.
fn read(
    desk: &Desk,
    hand: &Hand,
    ask: &ImportFile,
    report: &mut ImportReport,
) -> Result<Vec<Read>> {
    let path = Path::new(&ask.path);
    let alone = !path.is_dir();
    let files = match alone {
        true => vec![path.to_owned()],
        false => pages_in(path)?,
    };
    let mut pages = vec![];
    for (done, file) in files.iter().enumerate() {
        if !hand.progress.step(done as u64, files.len() as u64) {
            return Err(Error::refused("cancelled", "Cancelled; nothing came in."));
        }
        let brought = page(file, ask.format).and_then(|mut read| {
            let missing = beside::bring(desk, file, &mut read, ask.dry_run)?;
            Ok((read, missing))
        });
        match brought {
            Ok((page, missing)) => {
                if missing > 0 {
                    let why = "Its pictures are not beside it, and stay where they are on the web: save the page whole to bring them.";
                    report.notes.push(Skipped {
                        r#where: page.name.clone(),
                        why: why.into(),
                    });
                }
                pages.push(page);
            }
            Err(error) if alone => return Err(error),
            Err(error) => report.skipped.push(Skipped {
                r#where: name(file),
                why: error.message,
            }),
        }
    }
    Ok(pages)
}

pub(crate) fn empty() -> ImportReport {
    ImportReport {
        added: Added {
            articles: 0,
            comments: 0,
            bylines: 0,
            assets: 0,
        },
        unchanged: 0,
        updated: 0,
        skipped: vec![],
        notes: vec![],
        articles: vec![],
        furniture: 0,
        comments_unchanged: 0,
        comments_updated: 0,
        report: None,
        look: None,
        step: None,
        left: vec![],
        noted: vec![],
    }
}

/// A file's bytes, up to the limit.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    File::open(path)
        .and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|cause| Error::io(path, &cause))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Error::unreadable(
            "too-large",
            format!("{} is larger than 50 MB.", path.display()),
        )
        .hint("Save the page without its pictures."));
    }
    Ok(bytes)
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn pages_in(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in std::fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let path = entry.map_err(|cause| Error::io(dir, &cause))?.path();
        let kind = path
            .extension()
            .map(|kind| kind.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        // What a link leads to was not given.
        let plain = std::fs::symlink_metadata(&path).is_ok_and(|known| known.is_file());
        if plain
            && ["html", "htm", "mhtml", "mht", "txt", "md", "markdown"].contains(&kind.as_str())
        {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::unreadable(
            "no-article",
            format!("There are no pages in {}.", dir.display()),
        )
        .hint(refused::CAN));
    }
    Ok(files)
}

fn page(path: &Path, format: Option<Format>) -> Result<Read> {
    use intake::Format as Kind;
    let name = name(path);
    let bytes = bytes(path)?;
    let kind = match format {
        Some(Format::SavedPage) => Kind::SavedPage,
        Some(Format::TextCopy) => Kind::TextCopy,
        Some(Format::Markdown) => Kind::Markdown,
        None => intake::recognise(&name, &bytes),
    };
    let page = match kind {
        Kind::SavedPage | Kind::TextCopy => intake::saved_page::read_as(kind, &name, &bytes),
        Kind::Markdown => intake::markdown::read(&name, &bytes),
        Kind::Docx | Kind::TextBundle => Err(Error::unreadable(
            "format-not-read",
            format!("{name} is {kind} by its name, and a damaged one, or something else."),
        )
        .hint("Open it in the program that wrote it, and save it again.")),
        other => Err(Error::unreadable(
            "format-not-read",
            format!("{name} is {other}, which can’t be read yet."),
        )
        .hint(refused::CAN)),
    }?;
    let source = match &page.address {
        Some(address) => format!("address:{address}"),
        None => format!("bytes:{}", model::Hash::of(&bytes)),
    };
    Ok(Read {
        name,
        source,
        page,
        lead: None,
        assets: vec![],
        problems: vec![],
    })
}
