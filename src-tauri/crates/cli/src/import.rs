//! `copydesk import PATH`.

use crate::{
    files,
    out::{Ink, Out},
    outcome::Outcome,
    session::Session,
};
use clap::{Args, ValueEnum};
use desk::{Counted, ImportLook, ImportReport, Skipped, comment, import};
use model::{Error, Result};

/// How many names of a sort are shown.
const SHOWN: usize = 12;
/// How many lines of a list are shown.
const LINES: usize = 20;

#[derive(Debug, Args)]
pub struct Ask {
    /// A WordPress or Ghost export, a folder of Markdown, a TextBundle, a Word document, a library’s export, a bundle; a saved
    /// page, its text copy, Markdown, a folder of these; or comments as JSON lines
    path: String,
    /// What it is [default: it is recognised]
    #[arg(long)]
    format: Option<Format>,
    /// Whatever it was, it becomes a draft; saved pages and single Markdown files always do
    #[arg(long)]
    as_drafts: bool,
    /// The folder or zip archive that an archive’s pictures are in, where they are not in it
    #[arg(long, value_name = "PATH")]
    media: Option<String>,
    /// An author of the archive as they are called here; may be given more than once
    #[arg(long, value_name = "THERE=HERE", value_parser = pair)]
    author: Vec<(String, String)>,
    /// A section of the archive as it is called here; nothing behind the = for none
    #[arg(long, value_name = "THERE=HERE", value_parser = pair)]
    section: Vec<(String, String)>,
    /// Write every line of the report of an archive here [default: into the library’s reports folder]
    #[arg(long, value_name = "FILE", value_parser = files::target)]
    report: Option<String>,
    /// Say what would come in, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// What can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A saved web page
    SavedPage,
    /// The text copied from one
    TextCopy,
    /// Markdown, with front matter or without
    Markdown,
    /// Comments, one JSON object a line
    Jsonl,
}

impl Format {
    /// What the desk takes an article's file for; comments are none.
    fn of_an_article(self) -> Option<import::Format> {
        match self {
            Self::SavedPage => Some(import::Format::SavedPage),
            Self::TextCopy => Some(import::Format::TextCopy),
            Self::Markdown => Some(import::Format::Markdown),
            Self::Jsonl => None,
        }
    }
}

/// Takes a file in.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Ask, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    // A library's export may be one file of JSON lines, too.
    let comments = match ask.format {
        Some(format) => format == Format::Jsonl,
        None => ask.path.ends_with(".jsonl") && !import::is_archive(&ask.path)?,
    };
    let format = ask.format.and_then(Format::of_an_article);
    let (path, dry_run) = (ask.path, ask.dry_run);
    let report = if comments {
        let whole = out.json;
        let ask = comment::Import {
            path,
            dry_run,
            whole,
        };
        comment::import(&desk, &hand, ask)?
    } else {
        import::file(
            &desk,
            &hand,
            import::ImportFile {
                path,
                dry_run,
                format,
                as_drafts: ask.as_drafts,
                media: ask.media,
                report: ask.report,
                authors: ask.author.into_iter().collect(),
                sections: ask.section.into_iter().collect(),
                whole: out.json,
            },
        )?
    };
    session.machine.finish();
    print(&report, dry_run, out)
}

/// A name there and the name here.
fn pair(text: &str) -> Result<(String, String)> {
    let (there, here) = text
        .split_once('=')
        .ok_or_else(|| Error::usage("no-name", "Write it as THERE=HERE."))?;
    Ok((there.trim().to_owned(), here.trim().to_owned()))
}

/// Prints what is in an archive.
fn look(look: &ImportLook, out: &mut Out) -> Result<()> {
    out.line(format!("This is {}.", look.format))?;
    for (what, counted) in [
        ("articles", &look.stood),
        ("sorts", &look.sorts),
        ("authors", &look.authors),
        ("sections", &look.sections),
        ("languages", &look.languages),
    ] {
        let all: Vec<String> = counted
            .iter()
            .take(SHOWN)
            .map(|one| match one.name.as_str() {
                "" => format!("none {}", one.count),
                name => format!("{name} {}", one.count),
            })
            .collect();
        let more = counted.len().saturating_sub(SHOWN);
        let more = if more > 0 {
            format!(", and {more} more (all with --json)")
        } else {
            String::new()
        };
        if !all.is_empty() {
            out.line(format!("  {what}: {}{more}", all.join(", ")))?;
        }
    }
    if look.pictures + look.missing > 0 {
        out.line(format!(
            "  pictures and attachments: {} given, {} not",
            look.pictures, look.missing
        ))?;
    }
    Ok(())
}

/// Prints what came in, or would.
///
/// # Errors
/// What writing says.
pub fn print(report: &ImportReport, dry_run: bool, out: &mut Out) -> Result<Outcome> {
    if out.json {
        out.value(report)?;
        return Ok(Outcome::Done);
    }
    if let Some(found) = &report.look {
        look(found, out)?;
    }
    let verb = if dry_run { "Would add" } else { "Added" };
    let kinds = [
        (report.added.articles, "article", "articles"),
        (report.added.comments, "comment", "comments"),
        (report.added.bylines, "byline", "bylines"),
        (report.added.assets, "asset", "assets"),
    ];
    let added: Vec<String> = kinds
        .iter()
        .filter(|kind| kind.0 > 0)
        .map(|kind| count(*kind))
        .collect();
    let added = if added.is_empty() {
        "nothing".to_owned()
    } else {
        added.join(", ")
    };
    out.line(format!(
        "{verb} {added}; {} unchanged, {} updated.",
        report.unchanged, report.updated
    ))?;
    let comments = (report.comments_unchanged, report.comments_updated);
    if comments != (0, 0) {
        out.line(format!(
            "Of comments {} unchanged, {} updated.",
            comments.0, comments.1
        ))?;
    }
    for article in report.articles.iter().take(LINES) {
        out.line(format!("  {}  {}", article.id, article.title))?;
    }
    let added = usize::try_from(report.added.articles).unwrap_or_default();
    if !report.articles.is_empty() {
        more(added, report, out)?;
    }
    if report.furniture > 0 {
        let lines = count((report.furniture, "line was", "lines were"));
        out.line(format!("  {lines} the page’s own: menus, buttons, labels."))?;
    }
    reasons(&report.noted, out)?;
    for note in report.notes.iter().take(LINES) {
        out.line(format!("  {}: {}", note.r#where, note.why))?;
    }
    more(all(&report.notes, &report.noted), report, out)?;
    reasons(&report.left, out)?;
    for skipped in report.skipped.iter().take(LINES) {
        let line = format!("  {}: {}", skipped.r#where, skipped.why);
        out.inked(&[(Some(Ink::Yellow), "skipped"), (None, &line)])?;
    }
    more(all(&report.skipped, &report.left), report, out)?;
    if let Some(path) = &report.report {
        out.line(format!("Every line of this: {path}"))?;
    }
    Ok(Outcome::Done)
}

/// Says how often each reason is said, the most frequent first, where there are more lines than are shown.
fn reasons(counted: &[Counted], out: &mut Out) -> Result<()> {
    if all(&[], counted) <= LINES {
        return Ok(());
    }
    let mut often: Vec<&Counted> = counted.iter().filter(|one| one.count > 1).collect();
    often.sort_by_key(|one| std::cmp::Reverse(one.count));
    for one in often.iter().take(LINES) {
        out.line(format!("  {} times: {}", one.count, one.name))?;
    }
    Ok(())
}

/// How many there are of what a list begins with.
fn all(list: &[Skipped], counted: &[Counted]) -> usize {
    let counts = counted.iter().map(|one| one.count as usize);
    list.len().max(counts.sum())
}

/// Says how many lines are not shown, and where they are.
fn more(all: usize, report: &ImportReport, out: &mut Out) -> Result<()> {
    let more = all.saturating_sub(LINES);
    match &report.report {
        _ if more == 0 => Ok(()),
        Some(path) => out.line(format!("  … and {more} more; the whole list is in {path}")),
        None => out.line(format!(
            "  … and {more} more; the whole list is with --json"
        )),
    }
}

fn count((n, one, many): (i32, &str, &str)) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
