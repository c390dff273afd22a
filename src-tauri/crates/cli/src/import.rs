//! `copydesk import PATH`.

use crate::{
    Outcome,
    out::{Ink, Out},
    session::Session,
};
use clap::{Args, ValueEnum};
use desk::{ImportReport, comment, import};
use model::Result;

#[derive(Debug, Args)]
pub struct Ask {
    /// A saved page, its text copy, Markdown, a folder of these, or comments as JSON lines
    path: String,
    /// What it is [default: it is recognised]
    #[arg(long)]
    format: Option<Format>,
    /// Whatever it was, it becomes a draft; saved pages and Markdown always do
    #[arg(long)]
    as_drafts: bool,
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
    let comments =
        ask.format == Some(Format::Jsonl) || (ask.format.is_none() && ask.path.ends_with(".jsonl"));
    let format = ask.format.and_then(Format::of_an_article);
    let Ask { path, dry_run, .. } = ask;
    let report = if comments {
        comment::import(&desk, &hand, comment::Import { path, dry_run })?
    } else {
        import::file(
            &desk,
            &hand,
            import::ImportFile {
                path,
                dry_run,
                format,
            },
        )?
    };
    session.machine.finish();
    print(&report, dry_run, out)
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
    for article in &report.articles {
        out.line(format!("  {}  {}", article.id, article.title))?;
    }
    if report.furniture > 0 {
        let lines = count((report.furniture, "line was", "lines were"));
        out.line(format!("  {lines} the page's own: menus, buttons, labels."))?;
    }
    for note in &report.notes {
        out.line(format!("  {}: {}", note.r#where, note.why))?;
    }
    for skipped in &report.skipped {
        let line = format!("  {}: {}", skipped.r#where, skipped.why);
        out.inked(&[(Some(Ink::Yellow), "skipped"), (None, &line)])?;
    }
    Ok(Outcome::Done)
}

fn count((n, one, many): (i32, &str, &str)) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
