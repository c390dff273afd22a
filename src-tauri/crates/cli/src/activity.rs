//! `copydesk activity`.

use crate::{files, out::Out, outcome::Outcome, session::Session, table::moment};
use clap::Args;
use desk::library::{self, ActivityAsk, ActivityExport, ActivityKind, ActivityList};
use model::Result;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Ask {
    /// Only what was done to this article
    id: Option<String>,
    /// Only what this person did; me for yourself
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Only texts, review, comments, publishing or library
    #[arg(long, value_name = "KIND")]
    kind: Option<ActivityKind>,
    /// From this day on, as 2026-12-01
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Through this day
    #[arg(long, value_name = "DAY")]
    through: Option<String>,
    /// How many at most
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: Option<u32>,
    /// The cursor that the page before ended with
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
    /// Write all of it into a new file, whose name ends with .csv or .json
    #[arg(long, value_name = "FILE", value_parser = files::target, conflicts_with_all = ["limit", "after"])]
    out: Option<String>,
}

/// Prints what was done, or writes it into a file.
///
/// # Errors
/// What the desk says.
pub fn run(ask: Ask, session: &Session, out: &mut Out) -> Result<Outcome> {
    let desk = session.desk()?;
    let hand = session.hand(&desk)?;
    let sought = ActivityAsk {
        article: ask.id,
        by: ask.by,
        kind: ask.kind,
        from: ask.from,
        through: ask.through,
    };
    if let Some(file) = ask.out {
        let path = files::absolute(&file);
        let done = library::export_activity(&desk, &hand, ActivityExport { path: file, sought })?;
        if out.json {
            out.value(&json!({"path": path, "words": done.words}))?;
        } else {
            out.line(done.words)?;
        }
        return Ok(Outcome::Done);
    }
    let list = ActivityList {
        sought,
        limit: ask.limit,
        after: ask.after,
    };
    let page = library::activity(&desk, &hand, list)?;
    if out.json {
        out.value(&page)?;
        return Ok(Outcome::Done);
    }
    if page.items.is_empty() {
        out.line("Nothing was done.")?;
    }
    for one in &page.items {
        let who = if one.who.is_empty() {
            "Copydesk"
        } else {
            &one.who
        };
        out.line(format!("{}  {who} {}", moment(&one.at), one.words))?;
    }
    out.more(page.next.as_deref())?;
    Ok(Outcome::Done)
}
