//! Articles from files: a saved page, its text copy, a Markdown file, or a folder of these.

use crate::{
    Added, Desk, Hand, ImportReport, Imported, Skipped,
    article::{self, WRITERS},
    comment,
};
use model::{
    ArticleId, Error, Hash, Result,
    article::{Content, Related},
    comment::CommentState,
    event::Origin,
    page::SavedPage,
    person::Person,
};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use store::Txn;

/// Largest file that is read, in bytes.
const LIMIT: u64 = 50 << 20;

/// Which file or folder; `dry_run` only reports.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ImportFile {
    pub path: String,
    pub dry_run: bool,
}

/// Takes articles in as drafts, their comments pending. What came in before is known by its address, or by its very
/// bytes, and taken again only where it changed.
///
/// # Errors
/// `wrong-role`, `not-found`, `too-large`, `no-article`, `format-not-read`; system errors. In a folder, what can't be
/// read is skipped and reported.
pub fn file(desk: &Desk, hand: &Hand, ask: ImportFile) -> Result<ImportReport> {
    desk.store.read(|db| hand.must(db, WRITERS))?;
    let path = Path::new(&ask.path);
    let mut report = empty();
    let files = if path.is_dir() {
        pages_in(path)?
    } else {
        vec![path.to_owned()]
    };
    let alone = !path.is_dir();
    for (done, file) in files.iter().enumerate() {
        if !hand.progress.step(done as u64, files.len() as u64) {
            return Err(Error::refused(
                "cancelled",
                "Cancelled; what was imported so far stays.",
            ));
        }
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        match bytes(file).and_then(|bytes| Ok((page(&name, &bytes)?, bytes))) {
            Ok((page, bytes)) => take(desk, hand, &ask, &name, &page, &bytes, &mut report)?,
            Err(error) if alone => return Err(error),
            Err(error) => report.skipped.push(Skipped {
                r#where: name,
                why: error.message,
            }),
        }
    }
    Ok(report)
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
        articles: vec![],
    }
}

/// A file's bytes, up to the limit.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let known = std::fs::metadata(path).map_err(|cause| Error::io(path, &cause))?;
    if known.len() > LIMIT {
        return Err(Error::unreadable(
            "too-large",
            format!("{} is larger than 50 MB.", path.display()),
        )
        .hint("Save the page without its pictures."));
    }
    std::fs::read(path).map_err(|cause| Error::io(path, &cause))
}

fn pages_in(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in std::fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let path = entry.map_err(|cause| Error::io(dir, &cause))?.path();
        let kind = path
            .extension()
            .map(|kind| kind.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        if path.is_file() && ["html", "htm", "txt", "md", "markdown"].contains(&kind.as_str()) {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Error::unreadable(
            "no-article",
            format!("There are no pages in {}.", dir.display()),
        )
        .hint("Save them as HTML, text or Markdown."));
    }
    Ok(files)
}

fn page(name: &str, bytes: &[u8]) -> Result<SavedPage> {
    use intake::Format;
    match intake::recognise(name, bytes) {
        Format::SavedPage | Format::TextCopy => intake::saved_page::read(name, bytes),
        Format::Markdown => intake::markdown::read(name, bytes),
        other => Err(Error::unreadable(
            "format-not-read",
            format!("{name} is {other}, which can't be read yet."),
        )
        .hint("Saved pages, their text copies and Markdown files can.")),
    }
}

fn take(
    desk: &Desk,
    hand: &Hand,
    ask: &ImportFile,
    name: &str,
    page: &SavedPage,
    bytes: &[u8],
    report: &mut ImportReport,
) -> Result<()> {
    let source = match &page.address {
        Some(address) => format!("address:{address}"),
        None => format!("bytes:{}", Hash::of(bytes)),
    };
    let skipped = page.unrecognised.iter().map(|left| Skipped {
        r#where: format!("{name}: {}", left.place),
        why: format!("{}: {}", left.why, left.text),
    });
    report.skipped.extend(skipped);
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    if ask.dry_run {
        match desk
            .store
            .read(|db| store::article::by_source(db, &source))?
        {
            Some(_) => report.unchanged += 1,
            None => {
                report.added.articles += 1;
                report.added.comments += count(page.comments.len());
                report.added.bylines += count(page.bylines.len());
                report.articles.push(Imported {
                    id: String::new(),
                    title: page.title.clone(),
                });
            }
        }
        return Ok(());
    }
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let known = store::article::by_source(txn, &source)?;
        let article = match known {
            Some(article) => {
                match again(txn, &me, article, page)? {
                    true => report.updated += 1,
                    false => report.unchanged += 1,
                }
                article
            }
            None => {
                let article = ArticleId(txn.id());
                let language = store::person::settings(txn)?.language;
                let content = content(Content::new(article, &language), page);
                article::make(txn, content, Some(source.clone()), Origin::Import)?;
                report.added.articles += 1;
                report.added.bylines += count(page.bylines.len());
                article
            }
        };
        let (added, _) = comment::take(txn, hand, comments(hand, article, &source, page))?;
        report.added.comments += i32::try_from(added).unwrap_or(i32::MAX);
        report.articles.push(Imported {
            id: article.to_string(),
            title: page.title.clone(),
        });
        Ok(())
    })
}

/// A page that came in before: what changed since in the page becomes a revision; `false` where nothing did.
fn again(txn: &Txn, me: &Person, article: ArticleId, page: &SavedPage) -> Result<bool> {
    let row = store::article::get(txn, article)?;
    let came = store::article::history(txn, article)?
        .into_iter()
        .find(|saved| saved.origin == "import");
    let Some(came) = came else { return Ok(false) };
    let before = store::article::content(txn, came.revision)?;
    let mut after = content(before.clone(), page);
    after.slug.clone_from(&before.slug);
    if after == before {
        return Ok(false);
    }
    article::save(txn, me, &row, after, Origin::Import)
}

fn content(mut content: Content, page: &SavedPage) -> Content {
    content.title.clone_from(&page.title);
    content.kicker.clone_from(&page.kicker);
    content.standfirst.clone_from(&page.standfirst);
    content.section.clone_from(&page.section);
    content.body.clone_from(&page.body);
    content.tags.clone_from(&page.tags);
    content.bylines.clone_from(&page.bylines);
    content.related = page
        .related
        .iter()
        .map(|title| Related {
            title: title.clone(),
            article: None,
        })
        .collect();
    if let Some(language) = &page.language {
        content.language.clone_from(language);
    }
    content
}

/// The page's comments, each known by its words so that the same page brings none twice.
fn comments(hand: &Hand, article: ArticleId, source: &str, page: &SavedPage) -> Vec<comment::New> {
    let mut keys: Vec<String> = vec![];
    let mut all = vec![];
    for remark in &page.comments {
        let said = format!("{}\n{}\n{}", source, remark.author, remark.body);
        let same = keys
            .iter()
            .filter(|key| key.starts_with(&Hash::of(said.as_bytes()).to_string()))
            .count();
        let key = format!("{}-{same}", Hash::of(said.as_bytes()));
        all.push(comment::New {
            article,
            source: format!("page:{key}"),
            parent: remark
                .parent
                .and_then(|parent| keys.get(parent))
                .map(|parent| format!("page:{parent}")),
            author: remark.author.clone(),
            email: None,
            created: remark.created.unwrap_or(hand.now),
            body: remark.body.clone(),
            state: CommentState::Pending,
            reasons: vec![],
        });
        keys.push(key);
    }
    all
}
